"""A dialog over something that takes long: how far it is, and a way to give it up."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QProgressBar
from typing_extensions import override

from embassy_assistant.domain.errors import GivenUp
from embassy_assistant.ui.dialogs.base import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.keeping import Progress
    from embassy_assistant.ui.context import Context

Result = TypeVar("Result")


class Hearing(QObject):
    """Hears on one thread how far something is, and tells the window's.

    Signals:
        told: how many percent are done.
    """

    told = Signal(int)

    def __init__(self, parent: QObject) -> None:
        """Live as long as `parent`."""
        super().__init__(parent)
        self._given_up = threading.Event()

    def hear(self, percent: int) -> None:
        """Pass it on.

        Raises:
            GivenUp: after `give_up`.
        """
        if self._given_up.is_set():
            raise GivenUp
        self.told.emit(percent)

    def give_up(self) -> None:
        """End the work at the next moment at which it may end."""
        self._given_up.set()


class LongSheet(Sheet):
    """A sheet whose work says how far it is.

    While it runs, the button that goes back, Esc and closing give the work up instead of leaving it unwatched.

    Attributes:
        bar: how far it is.
    """

    def __init__(
        self, context: Context, heading: str, lead: str, confirm: str, cancel: str, parent: QWidget | None = None
    ) -> None:
        """Build the frame; a subclass adds to `body` and calls `work`."""
        super().__init__(heading, lead, confirm, cancel, parent)
        self.context = context
        self._hearing: Hearing | None = None
        self._back = cancel
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.hide()
        self._whole.insertWidget(self._whole.indexOf(self.notice), self.bar)

    def work(self, words: str, work: Callable[[Progress], Result], then: Callable[[Result], object]) -> None:
        """Run `work` off this thread, and hand what it made to `then`; what it refused is said here.

        Args:
            words: what is being done.
            work: gets what it tells how far it is.
            then: gets its result.
        """

        def done(result: Result) -> None:
            self._rest()
            then(result)

        hearing = self._hearing = Hearing(self)
        hearing.told.connect(self.bar.setValue)
        self.bar.setValue(0)
        self.bar.setAccessibleName(words)
        self.bar.show()
        self.set_busy(busy=True)
        self.cancel.setText(self.tr("Give up"))
        self.say(words, "advise")
        self.context.workers.run(lambda: work(hearing.hear), done, self._failed, owner=self, lane="slow")

    def refused(self, error: AssistantError) -> None:
        """Say what went wrong; the fields are there to be mended."""
        self.say(self.context.messages.error(error), "advise" if isinstance(error, GivenUp) else "block")

    @override
    def reject(self) -> None:
        if self._hearing is None:
            super().reject()
            return
        self._hearing.give_up()
        self.cancel.setEnabled(False)
        self.say(self.tr("Stopping. What is being read or written this moment is finished first."), "advise")

    def _failed(self, error: AssistantError) -> None:
        self._rest()
        self.refused(error)

    def _rest(self) -> None:
        self._hearing = None
        self.bar.hide()
        self.cancel.setEnabled(True)
        self.cancel.setText(self._back)
        self.set_busy(busy=False)
