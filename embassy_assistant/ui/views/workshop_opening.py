"""Asks for the folder that a pack is made from, and opens the window for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from embassy_assistant.ui.views.workshop import WorkshopWindow

if TYPE_CHECKING:
    from embassy_assistant.domain.workshop import Sources
    from embassy_assistant.ui.context import Context


def open_workshop(context: Context, parent: QWidget) -> None:
    """Ask for a folder and show its rules; a folder that holds no pack is told in the window's banner."""
    heading = QCoreApplication.translate("WorkshopWindow", "The folder of a guideline pack")
    chosen = QFileDialog.getExistingDirectory(parent, heading)
    if not chosen:
        return
    folder, workshop = Path(chosen), context.desk.workshop

    def show(sources: Sources) -> None:
        window = WorkshopWindow(context, sources, folder, parent)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.show()

    context.workers.run(lambda: workshop.open(folder), show, context.shell.trouble, owner=parent, lane="slow")
