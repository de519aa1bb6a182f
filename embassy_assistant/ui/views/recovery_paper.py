"""The sheet of paper with the recovery code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog

from embassy_assistant.ui.theme import font

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class RecoveryPaper(QObject):
    """What it is, whose it is, the code, and nothing that opens anything else."""

    def document(self, mission: str, code: str) -> QTextDocument:
        """Return the sheet."""
        made = QTextDocument(self)
        made.setDefaultFont(font(14))
        made.setPageSize(QSizeF(400, 560))
        keep = self.tr("It opens the drafts when the keyring is lost. Keep it where the mission keeps its papers.")
        lines = (self.tr("Recovery code of Embassy Assistant"), mission, code.replace("-", "  "), keep)
        made.setPlainText("\n\n".join(lines))
        return made

    def print_over(self, window: QWidget, mission: str, code: str) -> None:
        """Ask over `window` for a printer, and print."""
        printer = QPrinter()
        margins = QMarginsF(20, 20, 20, 20)
        size = QPageSize(QPageSize.PageSizeId.A5)
        printer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins))
        dialog = QPrintDialog(printer, window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.document(mission, code).print_(printer))
        QDialog.open(dialog)
