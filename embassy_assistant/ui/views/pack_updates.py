"""Brings fresh guidelines: from the unit's address, a stick, a folder or a courier file; says how it goes and went."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.errors import AssistantError, GivenUp, NeedsOfficer
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.banner import Banner
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.freshness import TakenIn
    from embassy_assistant.ui.context import Context


class PackUpdates(QFrame):
    """A strip that is there while guidelines come, and until what came of it was read.

    Attributes:
        outcome: what came of it.
        cancel: gives it up.

    Signals:
        busy: whether guidelines are being taken in.
        trust_wanted: nobody said yet whose guidelines to trust.
    """

    busy = Signal(bool)
    trust_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Start with nothing to say."""
        super().__init__(parent)
        self._context = context
        self._given_up: threading.Event | None = None
        self._place = ""
        self._icon = Icon("sync", "accent", 20)
        self._text = label(wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        # Nobody knows beforehand how much will come: the bar only says that the work goes on.
        self.bar.setRange(0, 0)
        self.cancel = button(name="updates-cancel", small=True)
        self.cancel.clicked.connect(self.give_up)
        self._strip = QFrame()
        mark(self._strip, role="banner", tone="accent")
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._text)
        words.addWidget(self.bar)
        row = QHBoxLayout(self._strip)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.cancel)
        self._strip.hide()
        self.outcome = Banner()
        self.outcome.setObjectName("updates-outcome")
        self._announcer = Announcer(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._strip)
        column.addWidget(self.outcome)
        self._word()

    @property
    def working(self) -> bool:
        """Whether guidelines are being taken in."""
        return self._given_up is not None

    def take_in(self, place: str = "") -> None:
        """Take guidelines in from an address, a folder or a courier file; empty for where the unit publishes."""
        if self.working:
            return
        self._place = place
        given_up = self._given_up = threading.Event()
        self.outcome.say("")
        self.cancel.setEnabled(True)
        self._strip.show()
        self._word()
        self.busy.emit(True)
        guidelines = self._context.desk.guidelines

        def going_on() -> None:
            if given_up.is_set():
                raise GivenUp

        self._context.workers.run(
            lambda: guidelines.take_in(place, going_on), self._done, self._failed, owner=self, lane="guidelines"
        )

    def give_up(self) -> None:
        """End it at the next moment at which it may end; the guidelines in use stay."""
        if self._given_up is not None:
            self._given_up.set()
            self.cancel.setEnabled(False)
            self._text.setText(self.tr("Stopping. The guidelines in use stay as they are."))

    def ask_folder(self) -> None:
        """Ask for the stick or the folder that has them."""
        folder = QFileDialog.getExistingDirectory(self, self.tr("Stick or folder with the guidelines"))
        if folder:
            self.take_in(folder)

    def ask_courier(self) -> None:
        """Ask for the courier file."""
        kinds = self.tr("Courier files (*.courier);;All files (*)")
        file, _kind = QFileDialog.getOpenFileName(self, self.tr("Courier file with the guidelines"), "", kinds)
        if file:
            self.take_in(file)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            # An outcome was said in another language; it is not worth the trouble to say it again.
            self.outcome.say("")
            self._word()

    def _word(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        if self._place:
            self._text.setText(self.tr("Taking in the guidelines from {place}").format(place=self._place))
        else:
            self._text.setText(self.tr("Asking the ministry’s unit for newer guidelines"))
        self.bar.setAccessibleName(self._text.text())

    def _done(self, taken: TakenIn) -> None:
        if taken.changed:
            words = self.tr("Guidelines {version} are in use now. The queue is checked again.")
        else:
            words = self.tr("These are the newest guidelines: {version}.")
        self._rest(words.format(version=" + ".join(taken.versions)), "check-circle", "accent")

    def _failed(self, error: AssistantError) -> None:
        if isinstance(error, GivenUp):
            said = self.tr("Nothing was taken in. The guidelines in use stay as they are.")
            self._rest(said, "information-outline", "accent")
            return
        place = self._place
        act = self.tr("Try again"), lambda: self.take_in(place)
        if isinstance(error, NeedsOfficer) and error.id == "guidelines.nobody-trusted":
            act = self.tr("Whose guidelines to trust…"), self.trust_wanted.emit
        self._rest(self._context.messages.error(error), "alert-octagon", "block", act)

    def _rest(self, said: str, icon_name: str, tone: str, *acts: tuple[str, Callable[[], object]]) -> None:
        """Say what came of it, and be ready for the next time."""
        self._given_up = None
        self._strip.hide()
        self.busy.emit(False)
        close = self.tr("Close"), lambda: self.outcome.say("")
        self.outcome.say(said, *acts, close, icon_name=icon_name, tone=tone)
        self._announcer.say(said)
