"""Keeps what is typed into a dialog until it is answered: locking closes it, and the program may be killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.services.scratch import Scratch

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.base import Sheet

Texts = dict[str, str]
# As long as a post may wait at most; see `ui.views.writing.session`.
EVERY: Final = 500


class Typed(QObject):
    """Watches one dialog, and brings back what stood there when it was last closed without an answer.

    Attributes:
        unsaved: the newest words are not in the store.
    """

    def __init__(
        self, context: Context, sheet: Sheet, name: str, read: Callable[[], Texts], write: Callable[[Texts], None]
    ) -> None:
        """Begin to watch.

        Args:
            context: the window's.
            sheet: the dialog.
            name: tells it from other dialogs, and what it is about from the rest.
            read: returns its texts by field.
            write: puts such texts back.
        """
        super().__init__(sheet)
        self._context, self._sheet, self._name, self._read, self._write = context, sheet, name, read, write
        self._scratch = Scratch(context.desk.workspace)
        self._first = read()
        self._kept: Texts | None = self._first
        self._put_away = False
        # Looks by the clock, so that a dialog need not say which of its fields were touched.
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.keep)
        self._timer.start()
        sheet.finished.connect(self._answered)
        context.workers.run(
            lambda: self._scratch.kept(name), self._bring_back, lambda _error: None, owner=self, lane="writes"
        )

    @property
    def unsaved(self) -> bool:
        """Whether the newest words could not be put in the store."""
        return self._kept is None

    def keep(self) -> None:
        """Put what stands in the dialog in the store."""
        now = self._read()
        if now == self._kept:
            return
        self._kept = now
        scratch, name = self._scratch, self._name
        work = (lambda: scratch.forget(name)) if now == self._first else (lambda: scratch.keep(name, now))
        self._context.workers.run(work, None, self._lost, owner=self, lane="writes", newest=f"typed {name}")

    def put_away(self) -> None:
        """Let the dialog be closed without an answer: what stands in it stays kept."""
        self._timer.stop()
        self._put_away = True

    def _lost(self, error: AssistantError) -> None:
        told, self._kept = self._kept is None, None
        # What is written while the drafts are locked goes to them as soon as they are not.
        if not told and not isinstance(error, DraftsLocked):
            self._context.shell.trouble(error)

    def _bring_back(self, texts: Texts) -> None:
        if texts and texts != self._first and self._read() == self._first:
            self._write(texts)
            self._kept = self._read()
            self._sheet.say(self.tr("What you typed here before is back: the dialog was closed unanswered."), "advise")

    def _answered(self) -> None:
        self._timer.stop()
        if self._put_away:
            return
        workers, scratch, name = self._context.workers, self._scratch, self._name
        # Behind what the answer itself has to write.
        QTimer.singleShot(
            0, workers, lambda: workers.run(lambda: scratch.forget(name), None, lambda _error: None, lane="writes")
        )
