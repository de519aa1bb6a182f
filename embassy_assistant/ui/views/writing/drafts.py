"""The drafts: a search line and a list; docked where there is room, a popover elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.domain.post import PairState
from embassy_assistant.ui.icons import icon, paint_icon
from embassy_assistant.ui.models.posts import SUMMARY, PostsModel
from embassy_assistant.ui.theme import CAPTION, font, mark, tokens
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.empty import Empty
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from embassy_assistant.ui.context import Context

ROW = 52
_PAIR_ICONS = {
    PairState.MISSING: ("not-equal-variant", "block"),
    PairState.DRAFTED: ("circle-outline", "warn"),
    PairState.STALE: ("clock-alert-outline", "warn"),
    PairState.CONFIRMED: ("check-circle", "ok"),
    PairState.PROMISED: ("clock-outline", "advise"),
    PairState.RELEASED: ("check-circle", "ok"),
}


class _RowDelegate(QStyledItemDelegate):
    """Paints title, pair state and time."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, ROW)

    @override
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        summary = index.data(SUMMARY)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = tokens()
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.colour("accent_tint"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colours.colour("sunken"))
        if summary is not None:
            name, colour = _PAIR_ICONS[summary.pair]
            paint_icon(painter, QRect(rect.left() + 12, rect.top() + 9, 16, 16), name, colour)
            title = index.data(Qt.ItemDataRole.DisplayRole)
            room = rect.adjusted(36, 6, -8, -ROW // 2 + 2)
            painter.setPen(colours.colour("text"))
            painter.setFont(font(14))
            painter.drawText(
                room,
                Qt.AlignmentFlag.AlignVCenter,
                painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width()),
            )
            below = rect.adjusted(36, ROW // 2, -8, -4)
            painter.setPen(colours.colour("text2"))
            painter.setFont(font(CAPTION))
            when = self._context.messages.moment(summary.updated_at)
            state_words = self._context.messages.pair(summary.pair)
            words = painter.fontMetrics().elidedText(
                f"{when} · {state_words}", Qt.TextElideMode.ElideRight, below.width()
            )
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()


class Drafts(QFrame):
    """Search line, list, and a button for a new post.

    Signals:
        opened: id of the post to write.
        new_wanted: the Officer wants a new post.
        counted: how many drafts there are.
    """

    opened = Signal(str)
    new_wanted = Signal()
    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Read the drafts."""
        super().__init__(parent)
        self._context = context
        self.setObjectName("drafts")
        mark(self, role="drawer")
        self._heading = label(kind="h2")
        self.search = QLineEdit()
        self.search.setObjectName("drafts-search")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self.model = PostsModel(context, self)
        self.list = QListView()
        self.list.setObjectName("drafts-list")
        mark(self.list, role="plain")
        self.list.setModel(self.model)
        self.list.setItemDelegate(_RowDelegate(context, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._none = Empty("pencil-outline")
        self._none.hide()
        self._new = button("normal", icon_name="plus", name="drafts-new")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self._heading)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addWidget(self._none, 1)
        column.addWidget(self._new)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(lambda: self.model.look(self.search.text().strip()))
        self.search.textChanged.connect(self._pause.start)
        self.search.returnPressed.connect(self._open_first)
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self._new.clicked.connect(self.new_wanted)
        self.model.loaded.connect(self._loaded)
        for happened in (context.bridge.post_removed, context.bridge.workspace_changed):
            happened.connect(self.refresh)
        context.bridge.deliveries_changed.connect(self.refresh)
        self._count = -1
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word again."""
        self._heading.setText(self.tr("Drafts"))
        self.search.setPlaceholderText(self.tr("Find in all posts"))
        self.search.setAccessibleName(self.tr("Find in all posts"))
        self.list.setAccessibleName(self.tr("Drafts"))
        self._new.setText(self.tr("New post"))
        none = self.tr("Nothing found") if self.model.query else self.tr("No draft yet")
        locked = self._context.desk.workspace.access.value == "locked"
        self._none.set_words(self.tr("Drafts are shown once the keyring opens") if locked else none)

    def refresh(self, _event: object = None) -> None:
        """Read the list again."""
        self.model.look()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(self.model.post_id(index.row()))

    def _open_first(self) -> None:
        if self.model.rowCount():
            self.opened.emit(self.model.post_id(max(0, self.list.currentIndex().row())))

    def _loaded(self, count: int) -> None:
        self.list.setVisible(count > 0)
        self._none.setVisible(count == 0)
        self.retranslate()
        if not self.model.query and count != self._count:
            self._count = count
            self.counted.emit(count)
