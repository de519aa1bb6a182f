"""Collects garbage on the GUI thread only.

Python collects cycles on whichever thread happens to allocate, and a widget that is part of one must not be taken apart
on a lane's or the sender's thread: Qt ends the process for it.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

EVERY: Final = 2000


class Collector(QObject):
    """Stands in for Python's own collection from `start` to `stop`; lives on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Change nothing yet."""
        super().__init__(parent)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Collect from now on, and nobody else."""
        gc.disable()
        # What is imported by now stays: looking through it too would hold up a key press by up to 40 ms.
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def collect(self) -> None:
        """Collect the oldest generation that Python itself would have collected by now."""
        due = [
            generation
            for generation, (count, threshold) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > threshold
        ]
        if due:
            gc.collect(max(due))
