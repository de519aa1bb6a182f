"""Settings: the window, the mission, the officer, the way to the internet, the drafts' key."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.services.preferences import Connection
from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.i18n import LANGUAGES
from embassy_assistant.ui.views.backups_card import BackupsCard
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.first_run_mission import MissionPage
from embassy_assistant.ui.views.first_run_pages import OfficerPage
from embassy_assistant.ui.views.locking_card import LockingCard
from embassy_assistant.ui.views.moving_card import MovingCard
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, card, scrolled

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.officer import Mission, Officer
    from embassy_assistant.domain.ports import VaultState
    from embassy_assistant.ui.context import Context

WIDEST: Final = 760
_SCHEMES: Final = ("", "light", "dark")


class SettingsView(View):
    """Cards, one below the other. Language and colours change at once; the rest with its button.

    Attributes:
        mission_page, officer_page: the fields of the mission and of the officer.
        notice: what went wrong.
        locking: when the drafts are locked.
        backups: what can be brought back.
        moving: the way to another laptop.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._titles: list[QLabel] = []
        self._names: list[QLabel] = []
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self._title = label(kind="h1")
        self.notice = Notice()
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
            self._window(),
            self._mission_card(),
            self._officer_card(),
            self._way_out(),
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

    def _named(self, widget: QWidget) -> QVBoxLayout:
        name = label(kind="strong")
        name.setBuddy(widget)
        self._names.append(name)
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(name)
        column.addWidget(widget)
        return column

    def _window(self) -> QFrame:
        box, column = self._section()
        self._language, self._scheme, self.order = QComboBox(), QComboBox(), QComboBox()
        self.order.setObjectName("settings-order")
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        for scheme in _SCHEMES:
            self._scheme.addItem("", scheme)
        for first in PAIR_LANGUAGES:
            self.order.addItem("", first)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(self._named(self._language), 1)
        row.addLayout(self._named(self._scheme), 1)
        column.addLayout(row)
        column.addLayout(self._named(self.order))
        return box

    def _mission_card(self) -> QFrame:
        box, column = self._section()
        self.mission_page = MissionPage(self._context)
        self._save_mission = button("primary", name="settings-save-mission")
        return self._page(box, column, self.mission_page, self._save_mission)

    def _officer_card(self) -> QFrame:
        box, column = self._section()
        self.officer_page = OfficerPage(self._context)
        self._save_officer = button("primary", name="settings-save-officer")
        return self._page(box, column, self.officer_page, self._save_officer)

    @staticmethod
    def _page(box: QFrame, column: QVBoxLayout, page: MissionPage | OfficerPage, save: QWidget) -> QFrame:
        page.heading.hide()
        page.lead.hide()
        save.setEnabled(False)
        column.addWidget(page)
        column.addWidget(save)
        return box

    def _way_out(self) -> QFrame:
        box, column = self._section()
        self._proxy, self._authority = QLineEdit(), QLineEdit()
        self._choose_file = button(name="settings-authority")
        self._way_why = label(kind="caption", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._authority, 1)
        row.addWidget(self._choose_file)
        holder = QWidget()
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._named(self._proxy))
        column.addLayout(self._named(holder))
        column.addWidget(self._way_why)
        self._save_way = button("primary", name="settings-save-connection")
        self._save_way.setEnabled(False)
        column.addWidget(self._save_way)
        return box

    def _key(self) -> QFrame:
        box, column = self._section()
        self._vault = label(wrap=True)
        column.addWidget(self._vault)
        return box

    def _connect(self) -> None:
        self._language.activated.connect(lambda _: self.use_language(str(self._language.currentData())))
        self._scheme.activated.connect(lambda _: self.use_scheme(str(self._scheme.currentData())))
        self.order.activated.connect(lambda _: self._keep_order(str(self.order.currentData())))
        self.mission_page.changed.connect(lambda: self._save_mission.setEnabled(self.mission_page.complete))
        self.officer_page.changed.connect(lambda: self._save_officer.setEnabled(self.officer_page.complete))
        for field in (self._proxy, self._authority):
            field.textEdited.connect(lambda _: self._save_way.setEnabled(True))
        self._save_mission.clicked.connect(self._keep_mission)
        self._save_officer.clicked.connect(self._keep_officer)
        self._save_way.clicked.connect(self._keep_way)
        self._choose_file.clicked.connect(self._ask_for_authority)
        bridge = self._context.bridge
        bridge.vault_changed.connect(self._show_vault)
        bridge.workspace_changed.connect(self.read)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Settings"))
        titles = (
            self.tr("Window"),
            self.tr("Mission"),
            self.tr("Officer"),
            self.tr("Way to the internet"),
            self.tr("Key of the drafts"),
        )
        for title, text in zip(self._titles, titles, strict=True):
            title.setText(text)
        names = (
            self.tr("Language of the window"),
            self.tr("Colours"),
            self.tr("Which half goes out first"),
            self.tr("Proxy"),
            self.tr("Certificates of a private authority (PEM file)"),
        )
        for name, text in zip(self._names, names, strict=True):
            name.setText(text)
        for row, text in enumerate((self.tr("As the system"), self.tr("Light"), self.tr("Dark"))):
            self._scheme.setItemText(row, text)
        self._choose_file.setText(self.tr("Choose a file…"))
        for row, text in enumerate((self.tr("Ukrainian, then English"), self.tr("English, then Ukrainian"))):
            self.order.setItemText(row, text)
        self._authority.setAccessibleName(names[4])
        self._proxy.setPlaceholderText("http://proxy.example:3128")
        self._way_why.setText(
            self.tr(
                "Leave both empty unless the mission’s network asks for them. A password goes into the proxy’s "
                "address, as http://name:password@proxy.example:3128; the program moves it to the "
                "keyring and shows it no more."
            )
        )
        self._save_mission.setText(self.tr("Save the mission"))
        self._save_officer.setText(self.tr("Save the officer"))
        self._save_way.setText(self.tr("Save the way to the internet"))
        self.mission_page.retranslate()
        self.officer_page.retranslate()
        self._language.setCurrentIndex(max(0, self._language.findData(self._context.languages.language)))
        self._scheme.setCurrentIndex(max(0, self._scheme.findData(self._context.desk.preferences.theme)))
        self._show_vault()

    @override
    def read(self) -> None:
        # The banner says that the drafts are locked; here, it would still stand once they are open again.
        if not self.isVisible() or self._context.desk.workspace.access is not Access.OPEN:
            return
        preferences = self._context.desk.preferences

        def show(known: tuple[Mission, Officer, Connection, str]) -> None:
            mission, officer, connection, first = known
            self.order.setCurrentIndex(self.order.findData(first))
            if not self._save_mission.isEnabled():
                self.mission_page.show_mission(mission)
                self._save_mission.setEnabled(False)
            if not self._save_officer.isEnabled():
                self.officer_page.show_officer(officer)
                self._save_officer.setEnabled(False)
            if not self._save_way.isEnabled():
                self._proxy.setText(connection.proxy)
                self._authority.setText(connection.authority)

        self._context.workers.run(
            lambda: (preferences.mission, preferences.officer, preferences.connection, preferences.pair_first),
            show,
            self._trouble,
            owner=self,
        )

    def _show_vault(self) -> None:
        state: VaultState = self._context.desk.vault.state
        self._vault.setText(self._context.messages.vault(state))

    def set_connection(self, proxy: str, authority: str) -> None:
        """Put a proxy and a file of certificates into the fields, as typing would."""
        self._proxy.setText(proxy)
        self._authority.setText(authority)
        self._save_way.setEnabled(True)

    @property
    def proxy_shown(self) -> str:
        """What stands in the field of the proxy."""
        return self._proxy.text()

    # Keeping

    def use_language(self, code: str) -> None:
        """Put a language in force and remember it."""
        self._context.desk.preferences.language = code
        self._context.languages.use(code)

    def use_scheme(self, scheme: str) -> None:
        """Put `light`, `dark` or, for the empty word, the system's colours in force, and remember it."""
        self._context.desk.preferences.theme = scheme
        self._context.theme.use("dark" if scheme == "dark" else "light" if scheme == "light" else "system")

    def _keep_order(self, first: str) -> None:
        def failed(error: AssistantError) -> None:
            self.read()
            self._trouble(error)

        keep = partial(setattr, self._context.desk.preferences, "pair_first", first)
        self._context.workers.run(keep, failed=failed, owner=self, lane="writes")

    def _keep_mission(self) -> None:
        preferences = self._context.desk.preferences
        mission = self.mission_page.mission(practice=preferences.practice)
        self._keep(self._save_mission, partial(setattr, preferences, "mission", mission))

    def _keep_officer(self) -> None:
        preferences, officer = self._context.desk.preferences, self.officer_page.officer
        self._keep(self._save_officer, partial(setattr, preferences, "officer", officer))

    def _keep_way(self) -> None:
        authority = self._authority.text().strip()
        if authority and not Path(authority).is_file():
            self.notice.say(self.tr("There is no such file: {path}. Nothing was changed.").format(path=authority))
            return
        preferences = self._context.desk.preferences
        connection = Connection(self._proxy.text().strip(), authority)
        self._keep(self._save_way, partial(setattr, preferences, "connection", connection))

    def _ask_for_authority(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._names[4].text(), "", "PEM (*.pem *.crt *.cer)")
        if chosen:
            self.set_connection(self._proxy.text(), chosen)

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
