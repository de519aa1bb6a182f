"""The part of Settings that says when the drafts are locked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Tick, card

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.ui.context import Context

MINUTES: Final = (5, 15, 30, 60, 0)


class LockingCard(View):
    """What is chosen is kept at once.

    Attributes:
        after: minutes; 0 for never.
        with_screen: whether to lock with the screen, and before sleep.
        waits: whether to stay unlocked while a post is due soon.
    """

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the card; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._title, self._name = label(kind="h2"), label(kind="strong")
        self._why = label(kind="caption", wrap=True)
        self.after, self.with_screen, self.waits = QComboBox(), Tick(), Tick()
        self._name.setBuddy(self.after)
        for minutes in MINUTES:
            self.after.addItem("", minutes)
        box = card()
        column = QVBoxLayout(box)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for made in (self._title, self._name, self.after):
            column.addWidget(made)
        for tick in (self.with_screen, self.waits):
            column.addWidget(tick, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._why)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(box)
        preferences = context.desk.preferences
        self.after.activated.connect(
            lambda _: self._keep(partial(setattr, preferences, "lock_after", self.after.currentData()))
        )
        self.with_screen.clicked.connect(
            lambda locks: self._keep(partial(setattr, preferences, "lock_with_screen", locks))
        )
        self.waits.clicked.connect(lambda waits: self._keep(partial(setattr, preferences, "lock_waits", waits)))
        context.bridge.workspace_changed.connect(self.read)
        self.retranslate()

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Locking"))
        self._name.setText(self.tr("Lock the drafts when nobody has touched the window for"))
        for row, minutes in enumerate(MINUTES):
            self.after.setItemText(row, self.tr("%n minute(s)", "", minutes) if minutes else self.tr("Never lock"))
        self.with_screen.setText(self.tr("Also lock when the screen is locked and before the computer sleeps"))
        self.waits.setText(self.tr("Stay unlocked while a post is due within the next hour"))
        self._why.setText(
            self.tr(
                "Nothing is sent while the drafts are locked: posts that come due wait. "
                "File, Lock now locks at once. Unlocking asks the keyring again."
            )
        )

    @override
    def read(self) -> None:
        if not self.isVisible() or self._context.desk.workspace.access.value != "open":
            return
        preferences = self._context.desk.preferences

        def show(known: tuple[int, bool, bool]) -> None:
            after, screen, waits = known
            self.after.setCurrentIndex(max(0, self.after.findData(after)))
            self.with_screen.setChecked(screen)
            self.waits.setChecked(waits)

        self._context.workers.run(
            lambda: (preferences.lock_after, preferences.lock_with_screen, preferences.lock_waits), show, owner=self
        )

    def _keep(self, keep: Callable[[], None]) -> None:
        self._context.workers.run(keep, failed=self._lost, owner=self, lane="writes")

    def _lost(self, error: Exception) -> None:
        """Show what stands, and say why it does."""
        self.read()
        self._context.shell.trouble(error)
