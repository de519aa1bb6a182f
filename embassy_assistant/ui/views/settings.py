"""Settings: the window, the mission, the officer, the way to the internet, the drafts' key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.views.backups_card import BackupsCard
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.first_run_mission import MissionPage
from embassy_assistant.ui.views.first_run_pages import OfficerPage
from embassy_assistant.ui.views.locking_card import LockingCard
from embassy_assistant.ui.views.moving_card import MovingCard
from embassy_assistant.ui.views.way_out_card import WayOutCard
from embassy_assistant.ui.views.window_card import WindowCard
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, card, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.officer import Mission, Officer
    from embassy_assistant.services.preferences import Connection
    from embassy_assistant.ui.context import Context

WIDEST: Final = 760


class SettingsView(View):
    """Cards, one below the other. Language and colours change at once; the rest with its button.

    Attributes:
        window_card: language, colours, order of the halves.
        mission_page, officer_page: the fields of the mission and of the officer.
        way_out: proxy and private authority.
        notice: what went wrong.
        locking: when the drafts are locked.
        backups: what can be brought back.
        moving: the way to another laptop.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._titles: list[QLabel] = []
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._title = label(kind="h1")
        self.notice = Notice()
        self.window_card, self.way_out = WindowCard(self._context), WayOutCard(self._context)
        self.locking = LockingCard(self._context)
        self.backups = BackupsCard(self._context)
        self.moving = MovingCard(self._context)
        inside, holder = QWidget(), QWidget()
        # The column as a whole is kept narrow: of narrow cards in a wide one, Qt would reckon too little height.
        holder.setMaximumWidth(WIDEST)
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 4, 0)
        row.addWidget(holder, 100)
        row.addStretch(1)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for made in (
            self.window_card,
            self._mission_card(),
            self._officer_card(),
            self.way_out,
            self._key(),
            self.locking,
            self.backups,
            self.moving,
        ):
            column.addWidget(made)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addWidget(self._title)
        whole.addWidget(self.notice)
        whole.addWidget(scrolled(inside), 1)

    def _section(self) -> tuple[QFrame, QVBoxLayout]:
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        title = label(kind="h2")
        self._titles.append(title)
        column.addWidget(title)
        return box, column

    def _mission_card(self) -> QFrame:
        self.mission_page = MissionPage(self._context)
        self._save_mission = button("primary", name="settings-save-mission")
        return self._page(self.mission_page, self._save_mission)

    def _officer_card(self) -> QFrame:
        self.officer_page = OfficerPage(self._context)
        self._save_officer = button("primary", name="settings-save-officer")
        return self._page(self.officer_page, self._save_officer)

    def _page(self, page: MissionPage | OfficerPage, save: QWidget) -> QFrame:
        box, column = self._section()
        page.heading.hide()
        page.lead.hide()
        save.setEnabled(False)
        column.addWidget(page)
        column.addWidget(save)
        return box

    def _key(self) -> QFrame:
        box, column = self._section()
        self._vault = label(wrap=True)
        column.addWidget(self._vault)
        return box

    def _connect(self) -> None:
        self.mission_page.changed.connect(lambda: self._save_mission.setEnabled(self.mission_page.complete))
        self.officer_page.changed.connect(lambda: self._save_officer.setEnabled(self.officer_page.complete))
        self._save_mission.clicked.connect(self._keep_mission)
        self._save_officer.clicked.connect(self._keep_officer)
        self.way_out.chosen.connect(self._keep_way)
        self.way_out.failed.connect(self.notice.say)
        self.window_card.failed.connect(self._not_chosen)
        bridge = self._context.bridge
        bridge.vault_changed.connect(self._show_vault)
        bridge.workspace_changed.connect(self.read)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        titles = (self.tr("Mission"), self.tr("Officer"), self.tr("Key of the drafts"))
        for title, text in zip(self._titles, titles, strict=True):
            title.setText(text)
        self._save_mission.setText(self.tr("Save the mission"))
        self._save_officer.setText(self.tr("Save the officer"))
        self.mission_page.retranslate()
        self.officer_page.retranslate()
        self._show_vault()

    @override
    def read(self) -> None:
        # The banner says that the drafts are locked; here, it would still stand once they are open again.
        if not self.isVisible() or self._context.desk.workspace.access is not Access.OPEN:
            return
        preferences = self._context.desk.preferences

        def show(known: tuple[Mission, Officer, Connection, str]) -> None:
            mission, officer, connection, first = known
            self.window_card.show_order(first)
            if not self._save_mission.isEnabled():
                self.mission_page.show_mission(mission)
                self._save_mission.setEnabled(False)
            if not self._save_officer.isEnabled():
                self.officer_page.show_officer(officer)
                self._save_officer.setEnabled(False)
            if not self.way_out.save.isEnabled():
                self.way_out.show_connection(connection)

        self._context.workers.run(
            lambda: (preferences.mission, preferences.officer, preferences.connection, preferences.pair_first),
            show,
            self._trouble,
            owner=self,
        )

    def _show_vault(self) -> None:
        state = self._context.desk.vault.state
        self._vault.setText(self._context.messages.vault(state))

    # Keeping

    def _keep_mission(self) -> None:
        preferences = self._context.desk.preferences
        mission = self.mission_page.mission(practice=preferences.practice)
        self._keep(self._save_mission, partial(setattr, preferences, "mission", mission))

    def _keep_officer(self) -> None:
        preferences, officer = self._context.desk.preferences, self.officer_page.officer
        self._keep(self._save_officer, partial(setattr, preferences, "officer", officer))

    def _keep_way(self, connection: Connection) -> None:
        preferences = self._context.desk.preferences
        self._keep(self.way_out.save, partial(setattr, preferences, "connection", connection))

    def _not_chosen(self, why: str) -> None:
        """Show what stands, and say why it does."""
        self.read()
        self.notice.say(why)

    def _keep(self, button: QPushButton, keep: Callable[[], None]) -> None:
        """Keep something on the lane for writing; where that fails, what was typed can be saved again."""

        def said(_done: None) -> None:
            self.notice.say("")
            self._context.shell.toast(self.tr("Saved."))
            self.read()

        def failed(error: AssistantError) -> None:
            button.setEnabled(True)
            self._trouble(error)

        button.setEnabled(False)
        self._context.workers.run(keep, said, failed, owner=self, lane="writes")

    def _trouble(self, error: AssistantError) -> None:
        self.notice.say(self._context.messages.error(error))
