"""Has a backup made once a day while the window is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from embassy_assistant.ui.context import Context

# Not in the moments in which a person waits for the list of drafts.
SOON: Final = 10_000
EVERY: Final = 3_600_000


class Daily(QObject):
    """Asks once an hour whether today has a backup, from the moment that the store is open."""

    def __init__(self, context: Context, parent: QObject) -> None:
        """Wait for `soon`; live as long as `parent`, the window."""
        super().__init__(parent)
        self._context = context
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def soon(self) -> None:
        """Begin; the store is open."""
        self._timer.start(SOON)

    def look(self) -> None:
        """Make today's backup where there is none yet; what goes wrong is said as ever."""
        self._timer.start(EVERY)
        self._context.workers.run(self._context.desk.keeping.daily, owner=self, lane="slow", newest="backup")
