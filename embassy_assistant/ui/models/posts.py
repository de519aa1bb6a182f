"""The drafts as a list: ids at once, rows by the page, all read on a reader thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from embassy_assistant.domain.errors import DraftsLocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from embassy_assistant.domain.summaries import PostSummary
    from embassy_assistant.ui.context import Context

PAGE: Final = 200
SUMMARY: Final = int(Qt.ItemDataRole.UserRole) + 1
_Index = QModelIndex | QPersistentModelIndex


class PostsModel(QAbstractListModel):
    """Posts, newest first; a page is read when a row of it is first asked for.

    Signals:
        loaded: the ids are there; how many.
    """

    loaded = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Start empty; `look` reads."""
        super().__init__(parent)
        self._context = context
        self._query = ""
        self._ids: Sequence[str] = ()
        self._pages: dict[int, Sequence[PostSummary]] = {}
        self._asked: set[int] = set()

    @property
    def query(self) -> str:
        """The words that are looked for."""
        return self._query

    def look(self, query: str | None = None) -> None:
        """Read the ids again.

        Args:
            query: words to find; None keeps those of before.
        """
        self._query = self._query if query is None else query
        asked, drafting = self._query, self._context.desk.drafting

        def ids() -> Sequence[str]:
            try:
                return drafting.ids(asked) if asked else drafting.draft_ids()
            except DraftsLocked:
                return ()

        self._context.workers.run(ids, self._take, owner=self, newest=f"posts {id(self)}")

    def post_id(self, row: int) -> str:
        """Return the id of the post in a row."""
        return self._ids[row]

    @override
    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._ids)

    @override
    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        if role == Qt.ItemDataRole.ToolTipRole:
            role = int(Qt.ItemDataRole.DisplayRole)
        if role not in {int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole), SUMMARY}:
            return None
        summary = self._summary(index.row())
        if role == SUMMARY:
            return summary
        return (summary.title or self.tr("Untitled")) if summary else ""

    def _summary(self, row: int) -> PostSummary | None:
        page, place = divmod(row, PAGE)
        if page in self._pages:
            rows = self._pages[page]
            return rows[place] if place < len(rows) else None
        if page not in self._asked:
            self._asked.add(page)
            ids, drafting = self._ids[page * PAGE : (page + 1) * PAGE], self._context.desk.drafting
            whole = self._ids
            self._context.workers.run(
                lambda: drafting.summaries(ids), lambda rows: self._page(whole, page, rows), owner=self
            )
        return None

    def _take(self, ids: Sequence[str]) -> None:
        self.beginResetModel()
        self._ids = ids
        self._pages = {}
        self._asked = set()
        self.endResetModel()
        self.loaded.emit(len(ids))

    def _page(self, whole: Sequence[str], page: int, rows: Sequence[PostSummary]) -> None:
        if whole is not self._ids:
            return
        self._pages[page] = rows
        self.dataChanged.emit(self.index(page * PAGE), self.index(min(len(self._ids), (page + 1) * PAGE) - 1))
