"""The one question that closing the window may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMessageBox

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class GiveUp(QMessageBox):
    """Asks whether to close although the newest words are not on disk."""

    def __init__(self, window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self.setIcon(QMessageBox.Icon.Warning)
        self.setWindowTitle(self.tr("Close without saving?"))
        self.setText(
            self.tr("The last words could not be written to the disk. They are lost if the window closes now.")
        )
        self._lose = self.addButton(self.tr("Close and lose them"), QMessageBox.ButtonRole.DestructiveRole)
        self.setDefaultButton(self.addButton(self.tr("Back to writing"), QMessageBox.ButtonRole.RejectRole))

    def asked(self) -> bool:
        """Return whether to close and lose them."""
        self.exec()
        return self.clickedButton() is self._lose
