"""Locks the drafts: at once, when nobody has touched the window for a while, or when the screen is locked.

The whole window is taken down and an empty one put in its place, so that no text, title, picture or history of edits
stays behind in a widget that somebody forgot.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid
from typing_extensions import override

from embassy_assistant.services.idle import may_lock, wants_lock, wants_lock_at_once
from embassy_assistant.ui.typed import Typed
from embassy_assistant.ui.wiping import begin_wiping, end_wiping

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QGuiApplication, QWindow

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.main_window import MainWindow
    from embassy_assistant.ui.standby import Standby

EVERY: Final = 10_000
_INPUT: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.InputMethod,
    }
)


class Locking(QObject):
    """Looks after the one window that is shown.

    Attributes:
        window: the window; another one after each locking.

    Signals:
        settled: what was to be locked is, or is not to be; the computer may fall asleep.
    """

    settled = Signal()

    def __init__(
        self,
        another: Callable[[MainWindow | None], MainWindow],
        close: Callable[[MainWindow], None],
        rest: Callable[[], None],
        application: QGuiApplication,
    ) -> None:
        """Make the first window; it is not shown yet.

        Args:
            another: returns a new window like the given one.
            close: ends what runs beside a window, and the window.
            rest: stops the sending, and blocks until it has ended.
            application: tells which of its windows has the keyboard.
        """
        super().__init__(application)
        self._another, self._close, self._rest = another, close, rest
        self._watched: QWindow | None = None
        self._busy = self._away = False
        self.window = self._watch(another(None))
        self._touched = self._now()
        # Filtering every event of the application would make each key press slower; a native window has few.
        application.focusWindowChanged.connect(self._follow)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Lock if nobody has touched the window for as long as the Officer chose."""
        if self._away:
            self._leave(asleep=False)
            return
        window, touched = self.window, self._touched
        idle = timedelta(seconds=self._now() - touched)

        def answered(wanted: bool) -> None:
            if wanted and touched == self._touched:
                self.lock()

        window.context.workers.run(
            lambda: wants_lock(window.context.desk, idle), answered, owner=window, newest="wants-lock"
        )

    def heed(self, standby: Standby) -> None:
        """Lock when the screen is, and before the computer falls asleep."""
        standby.falling_asleep.connect(lambda: self._leave(asleep=True))
        standby.screen_locked.connect(self._left)
        standby.screen_unlocked.connect(self._back)
        self.settled.connect(standby.let_sleep)

    def lock(self) -> None:
        """Put what is unsaved on disk, cover the window, end the sending and close the store."""
        window = self.window
        context = window.context
        # Where the code is not on paper yet, a banner asks for that: without it, locking might be for ever.
        if self._busy:
            return
        if not may_lock(context.desk) or not _settled(window, _keep_typed(window)):
            self.settled.emit()
            return
        self._busy = True
        begin_wiping()
        _dismiss()
        window.lay_cover()

        def shut() -> None:
            self._rest()
            context.desk.workspace.close()

        context.workers.run(shut, lambda _none: self._replace(), self._failed, owner=window, lane="slow")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _INPUT:
            self._back()
        return False

    def _left(self) -> None:
        # What is due soon may go out first: then, `look` asks again until somebody is back.
        self._away = True
        self._leave(asleep=False)

    def _back(self) -> None:
        self._away = False
        self._touched = self._now()

    def _leave(self, *, asleep: bool) -> None:
        """Lock if the Officer wants that of a locked screen or of a computer that falls asleep."""
        context = self.window.context

        def answered(wanted: bool) -> None:
            if wanted and (asleep or self._away):
                self.lock()
            elif not self._busy:
                self.settled.emit()

        context.workers.run(
            lambda: wants_lock_at_once(context.desk, asleep=asleep),
            answered,
            # Locked meanwhile, by another way.
            lambda _error: self.settled.emit(),
            owner=self.window,
        )

    def _replace(self) -> None:
        before = self.window
        after = self.window = self._watch(self._another(before))
        after.restoreGeometry(before.saveGeometry())
        # Whoever works in another program is not to be disturbed.
        after.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not before.isActiveWindow())
        page = after.lay_cover()
        if before.isMinimized():
            after.showMinimized()
        else:
            after.show()
        after.opening.stay_shut()
        page.offer()
        before.hide()
        self._close(before)
        self._busy = False
        # Once nothing on the way here holds the window that is gone.
        QTimer.singleShot(0, self, self._wiped)

    def _wiped(self) -> None:
        QPixmapCache.clear()
        self.window.context.desk.review.forget()
        end_wiping()
        self.settled.emit()

    def _failed(self, error: AssistantError) -> None:
        """Say what went wrong while closing; what is shown is taken away all the same."""
        self._replace()
        self.window.trouble(error)

    def _watch(self, window: MainWindow) -> MainWindow:
        window.menus.lock_wanted.connect(self.lock)
        return window

    def _follow(self, window: QWindow | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = window
        if window is not None:
            window.installEventFilter(self)
            self._touched = self._now()

    def _now(self) -> float:
        """Seconds, counted through suspend where the system can."""
        evidence = self.window.context.desk.clock.evidence()
        return evidence.wall.timestamp() if evidence.since_boot is None else evidence.since_boot


def _keep_typed(window: MainWindow) -> list[Typed]:
    """Begin to keep what stands in dialogs that nobody has answered yet."""
    typed = window.findChildren(Typed)
    for each in typed:
        each.keep()
    return typed


def _settled(window: MainWindow, typed: list[Typed]) -> bool:
    """Put what is unsaved on disk; False where that cannot be done, which the window says by itself."""
    written = window.write.session.finish()
    window.context.workers.settle()
    settled = written and not window.write.session.dirty and not any(each.unsaved for each in typed)
    for each in typed if settled else ():
        each.put_away()
    return settled


def _dismiss() -> None:
    """Close every menu and dialog as Escape does: each may show what must not be seen."""
    while (popup := QApplication.activePopupWidget()) is not None:
        popup.close()
    for dialog in QApplication.topLevelWidgets():
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()
            # One whose work is still ending stays open for that; it goes with its window.
            dialog.hide()
