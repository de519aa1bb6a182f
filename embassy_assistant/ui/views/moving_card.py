"""The part of Settings that takes the workspace to another laptop, or lets this one go on after all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.clocks import two_clocks
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, card

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.context import Context


class MovingCard(View):
    """Packs the workspace; where that was done, says so and lets this laptop send again.

    Attributes:
        pack: asks for a file and a passphrase.
        stay: lets this laptop send again, after a question.
        notice: that it moved.
        trouble: what went wrong.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the card; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._moved: datetime | None = None
        self._zone = "Europe/Kyiv"
        self._title, self._why = label(kind="h2"), label(kind="caption", wrap=True)
        self.pack, self.stay = button(name="moving-pack"), button(name="moving-stay")
        self.notice, self.trouble = Notice(), Notice()
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.pack, self.stay):
            row.addWidget(made)
        row.addStretch(1)
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for part in (self._title, self._why, self.notice, self.trouble):
            column.addWidget(part)
        column.addLayout(row)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        self.pack.clicked.connect(self._pack)
        self.stay.clicked.connect(self._ask_to_stay)
        context.bridge.workspace_changed.connect(self.read)
        context.bridge.hold_changed.connect(lambda _event: self.read())
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Move to another laptop"))
        self._why.setText(
            self.tr("Everything but passwords goes into one file, sealed with a passphrase. Nothing is deleted here.")
        )
        self.pack.setText(self.tr("Pack this workspace…"))
        self.stay.setText(self.tr("Let this laptop send again…"))
        self._show()

    @override
    def read(self) -> None:
        if not self.isVisible():
            return
        desk = self._context.desk

        def read() -> tuple[datetime | None, str]:
            known = desk.workspace.access is Access.OPEN
            return desk.keeping.moved, desk.preferences.mission.zone if known else self._zone

        def show(answer: tuple[datetime | None, str]) -> None:
            self._moved, self._zone = answer
            self._show()

        self._context.workers.run(read, show, self._refused, owner=self, newest="moving")

    def _show(self) -> None:
        self.stay.setVisible(self._moved is not None)
        if self._moved is None:
            self.notice.say("")
            return
        at = two_clocks(self._moved, self._zone, self._context.locale)
        self.notice.say(
            self.tr("This workspace was packed for another laptop: {at}. Nothing is sent from here.").format(at=at),
            "warn",
        )

    def _pack(self) -> None:
        from embassy_assistant.ui.dialogs.moving import MoveOutDialog

        dialog = MoveOutDialog(self._context, self)
        dialog.moved.connect(self.read)
        dialog.show_over_window()

    def _ask_to_stay(self) -> None:
        dialog = ConfirmDialog(
            self.tr("Let this laptop send again?"),
            self.tr(
                "Only if the packed file is not used on another laptop: two laptops with one queue would send "
                "everything twice."
            ),
            self.tr("Send from this laptop"),
            destructive=True,
            parent=self,
        )
        dialog.accepted.connect(self._stay)
        dialog.show_over_window()

    def _stay(self) -> None:
        self.trouble.say("")
        keeping = self._context.desk.keeping
        self._context.workers.run(keeping.stay, lambda _done: self.read(), self._refused, owner=self, lane="writes")

    def _refused(self, error: AssistantError) -> None:
        self.trouble.say(self._context.messages.error(error))
