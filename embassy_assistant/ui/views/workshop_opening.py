"""Asks for the folder that a pack is made from, begins a pack in an empty one, and opens the window for it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.views.workshop import WorkshopWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.workshop import Sources
    from embassy_assistant.ui.context import Context

_ASKING: Final[set[Sheet]] = set()


class BeginDialog(Sheet):
    """Offers to begin a pack in an empty folder."""

    def __init__(
        self, context: Context, folder: Path, begun: Callable[[Sources], object], parent: QWidget | None = None
    ) -> None:
        """Ask about `folder`, and hand on what was begun there."""
        lead = self.tr(
            "The folder {folder} is empty. A small example pack is written into it: two rules and an approved line. "
            "Change them, remove them, add your own. Missions see nothing of it before you sign and publish."
        )
        super().__init__(
            self.tr("Begin a pack of guidelines"),
            lead.format(folder=folder.name),
            self.tr("Begin the pack here"),
            self.tr("Cancel"),
            parent,
        )
        self._context, self._folder, self._begun = context, folder, begun
        self.confirm.clicked.disconnect()
        self.confirm.clicked.connect(self._begin)

    def _begin(self) -> None:
        self.set_busy(busy=True)
        folder, workshop = self._folder, self._context.desk.workshop
        self._context.workers.run(lambda: workshop.begin(folder), self._done, self._refused, owner=self, lane="slow")

    def _done(self, sources: Sources) -> None:
        self.accept()
        self._begun(sources)

    def _refused(self, error: AssistantError) -> None:
        self.set_busy(busy=False)
        self.say(self._context.messages.error(error))


def open_workshop(context: Context, parent: QWidget) -> None:
    """Ask for a folder and show its rules."""
    heading = QCoreApplication.translate("WorkshopWindow", "The folder of your guidelines, or an empty one to begin in")
    chosen = QFileDialog.getExistingDirectory(parent, heading)
    if chosen:
        show_workshop(context, parent, Path(chosen))


def show_workshop(context: Context, parent: QWidget, folder: Path) -> None:
    """Show the rules of a folder; one that holds something else than a pack is told in the window's banner."""
    workshop = context.desk.workshop

    def show(sources: Sources) -> None:
        show_window(context, sources, folder, parent)

    def failed(error: AssistantError) -> None:
        if error.id != "guidelines.folder-empty":
            context.shell.trouble(error)
            return
        dialog = BeginDialog(context, folder, show, parent)
        # Called by a lane, nothing in Python holds it once this returns, and Qt would be left with a dead half.
        _ASKING.add(dialog)
        dialog.finished.connect(lambda _result: _ASKING.discard(dialog))
        dialog.show_over_window()

    context.workers.run(lambda: workshop.open(folder), show, failed, owner=parent, lane="slow")


def show_window(context: Context, sources: Sources, folder: Path, parent: QWidget | None) -> WorkshopWindow:
    """Show an opened folder; where the program's language changes, a window in that language goes on in its place."""
    window = WorkshopWindow(context, sources, folder, parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def again() -> None:
        if window.isVisible():
            show_window(context, sources, folder, parent).take_over(window)
            window.close()

    window.retold.connect(again)
    window.show()
    return window
