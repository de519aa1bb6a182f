"""The Queue as a flat list: a header for each Post, then its Deliveries; read by pages of Posts.

The model holds ids of all Posts and the rows of those pages that were asked for. It never reads by itself: it says
which ids it wants and is given the groups, so that reading stays off the GUI thread.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from typing_extensions import override

from embassy_assistant.domain.delivery import FINAL, Kind, State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows

PAGE: Final = 70
"""Posts; with two or three accounts each about 200 rows."""
FIRST_PAGE: Final = 24

_Index = QModelIndex | QPersistentModelIndex


class QueueRole(IntEnum):
    """What a row can be asked for, besides Qt's own roles."""

    GROUP = Qt.ItemDataRole.UserRole + 1
    ROW = Qt.ItemDataRole.UserRole + 2
    LAST = Qt.ItemDataRole.UserRole + 3
    """Whether it is the last row of its group that is shown."""
    FOLDED = Qt.ItemDataRole.UserRole + 4
    """Whether the rows of its group are put away under its header."""


class DeliveriesModel(QAbstractListModel):
    """Headers and Deliveries of the queue.

    Signals:
        wanted: ids of the Posts that are to be read next; answered by `add_page`.
    """

    wanted = Signal(list)

    def __init__(self, sentence: Callable[[PostRows, Delivery | None], str], parent: QObject | None = None) -> None:
        """Start empty.

        Args:
            sentence: words a header (no row) or a Delivery in one sentence, for eyes and for screen readers.
            parent: the owner.
        """
        super().__init__(parent)
        self._sentence = sentence
        self._folded: dict[str, bool] = {}
        """What was folded and unfolded by hand, and what stays as it is shown."""
        self._ids: list[str] = []
        self._rows: list[tuple[PostRows, Delivery | None]] = []
        self._asked = 0
        self._read = 0

    # What the view sets

    def set_ids(self, ids: Sequence[str], groups: Sequence[PostRows] = (), read: int = 0) -> None:
        """Start anew with these Posts.

        Args:
            ids: of all Posts, in order.
            groups: the first of them, where they were read already.
            read: how many ids `groups` answers; with 0 the first page is asked for.
        """
        self.beginResetModel()
        self._ids = list(ids)
        self._rows = [pair for group in groups for pair in self._flat(group)]
        self._asked = self._read = min(read, len(self._ids))
        self.endResetModel()
        if not read:
            self._ask(FIRST_PAGE)

    def complete(self, ids: Sequence[str]) -> bool:
        """Take all ids where the first ones were known; False when those are others by now."""
        if list(ids[: len(self._ids)]) != self._ids:
            return False
        self._ids = list(ids)
        return True

    def page_lost(self) -> None:
        """Forget that a page was asked for: its reading failed."""
        self._asked = self._read

    def add_page(self, ids: Sequence[str], groups: Sequence[PostRows]) -> None:
        """Append the groups that were asked for with `ids`; an answer to an older question is dropped."""
        if list(ids) != self._ids[self._read : self._read + len(ids)]:
            return
        self._read += len(ids)
        rows = [pair for group in groups for pair in self._flat(group)]
        if rows:
            self.beginInsertRows(QModelIndex(), len(self._rows), len(self._rows) + len(rows) - 1)
            self._rows.extend(rows)
            self.endInsertRows()

    def replace_group(self, group: PostRows) -> bool:
        """Put a newer reading of one Post in place of the older; False when it is not among the rows."""
        first = next((at for at, (known, _) in enumerate(self._rows) if known.post.id == group.post.id), None)
        if first is None:
            return False
        # What is read again each time something happens is mostly as it was; painting it anew would hold up a key.
        if self._rows[first][0] != group:
            self._put(first, group)
        return True

    def _put(self, first: int, group: PostRows) -> None:
        last = first
        while last < len(self._rows) and self._rows[last][0].post.id == group.post.id:
            last += 1
        fresh = self._flat(group)
        shared = min(last - first, len(fresh))
        self._rows[first : first + shared] = fresh[:shared]
        if len(fresh) > shared:
            self.beginInsertRows(QModelIndex(), last, first + len(fresh) - 1)
            self._rows[last:last] = fresh[shared:]
            self.endInsertRows()
        elif last - first > shared:
            self.beginRemoveRows(QModelIndex(), first + shared, last - 1)
            del self._rows[first + shared : last]
            self.endRemoveRows()
        for at in range(first, first + len(fresh)):
            # One by one: for a range, a list paints all that it shows.
            self.dataChanged.emit(self.index(at), self.index(at))

    def fold(self, post_id: str, *, folded: bool) -> None:
        """Put the rows of a Post away under its header, or show them."""
        header = self.header(post_id)
        if header.isValid():
            self._folded[post_id] = folded
            self._put(header.row(), header.data(QueueRole.GROUP))

    def header(self, post_id: str) -> QModelIndex:
        """Return the index of a Post's header among the rows, or an invalid one."""
        for at, (group, row) in enumerate(self._rows):
            if row is None and group.post.id == post_id:
                return self.index(at)
        return QModelIndex()

    def reword(self) -> None:
        """Say that all words may have changed: another language, another minute."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))

    @property
    def ids(self) -> Sequence[str]:
        """The ids of all Posts, read or not; another list after each `set_ids`, and the same one until then."""
        return self._ids

    @property
    def posts(self) -> int:
        """How many Posts the queue has, read or not."""
        return len(self._ids)

    @property
    def posts_read(self) -> int:
        """How many of them have rows."""
        return self._read

    def find(self, delivery_id: str) -> QModelIndex:
        """Return the index of a Delivery among the rows, or an invalid one."""
        for at, (_, row) in enumerate(self._rows):
            if row is not None and row.id == delivery_id:
                return self.index(at)
        return QModelIndex()

    # What Qt asks

    @override
    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not self.checkIndex(index, QAbstractListModel.CheckIndexOption.IndexIsValid):
            return None
        group, row = self._rows[index.row()]
        if role == QueueRole.GROUP:
            return group
        if role == QueueRole.ROW:
            return row
        if role == QueueRole.LAST:
            after = index.row() + 1
            return after >= len(self._rows) or self._rows[after][1] is None
        if role == QueueRole.FOLDED:
            return self._folded.get(group.post.id, False)
        if role == Qt.ItemDataRole.AccessibleTextRole and row is None and self._folded[group.post.id]:
            return self._sentence(group, row) + " " + self.tr("Folded.")
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            return self._sentence(group, row)
        return None

    @override
    def canFetchMore(self, parent: _Index) -> bool:
        return not parent.isValid() and self._asked == self._read < len(self._ids)

    @override
    def fetchMore(self, parent: _Index) -> None:
        if self.canFetchMore(parent):
            self._ask(PAGE)

    def _ask(self, count: int) -> None:
        ids = self._ids[self._asked : self._asked + count]
        if ids:
            self._asked += len(ids)
            self.wanted.emit(ids)

    def _flat(self, group: PostRows) -> list[tuple[PostRows, Delivery | None]]:
        # What is done when it is first seen is folded; what becomes so under somebody's eyes stays as it is.
        folded = self._folded.setdefault(group.post.id, done(group))
        return [(group, None), *(() if folded else ((group, row) for row in group.rows if _shown(row)))]


def _shown(row: Delivery) -> bool:
    """Whether a row has a line of its own: what changed another row, and is over, is told of in that one's line."""
    return row.kind is Kind.PUBLISH or row.state not in {State.SENT, State.CANCELLED}


def done(group: PostRows) -> bool:
    """Return whether nothing of a Post will move any more, and nobody is asked."""
    return not group.asks and all(row.state in FINAL for row in group.rows)
