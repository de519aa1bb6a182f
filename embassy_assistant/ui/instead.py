"""What the window shows instead of its views: the first run, or the page over locked drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStackedWidget, QWidget

    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.locked import LockedPage


class Instead(QObject):
    """Lays such a page over the views, and takes it off. Most starts need none: their modules stay out of them.

    Attributes:
        cover: lies over everything while the drafts are locked; None when it does not.

    Signals:
        bare: whether the rest of the window has no use now.
        through: somebody has gone through the first run.
    """

    bare = Signal(bool)
    through = Signal()

    def __init__(self, context: Context, pages: QStackedWidget, parent: QObject) -> None:
        """Lay pages over what `pages` shows."""
        super().__init__(parent)
        self._context, self._pages = context, pages
        self.cover: LockedPage | None = None

    def lay_cover(self) -> LockedPage:
        """Show nothing but that the drafts are locked."""
        from embassy_assistant.ui.views.locked import LockedPage

        page = self.cover = LockedPage()
        self._lay(page)
        return page

    def take_cover(self) -> bool:
        """Take the cover off; tell whether there was one."""
        page, self.cover = self.cover, None
        if page is None:
            return False
        self._drop(page)
        return True

    def first_run(self, *, only_code: bool = False) -> None:
        """Show the first run, or only its recovery code."""
        from embassy_assistant.ui.views.first_run import FirstRunView

        first = FirstRunView(self._context, only_code=only_code)
        self._lay(first)
        first.finished.connect(lambda then: self._through(first, then))

    def _through(self, first: QWidget, then: str) -> None:
        self._context.shell.show_view(then or "write")
        self._drop(first)
        self.through.emit()

    def _lay(self, page: QWidget) -> None:
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        self.bare.emit(True)

    def _drop(self, page: QWidget) -> None:
        self._pages.removeWidget(page)
        page.deleteLater()
        self.bare.emit(False)
