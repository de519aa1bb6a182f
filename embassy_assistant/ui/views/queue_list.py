"""The list of the queue: real buttons on the current row, painted ones on the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QListView, QMenu, QWidget
from typing_extensions import override

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.ui.models.deliveries import DeliveriesModel, QueueRole
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.queue_actions import ACCOUNT_LOG, CORRECT, DELETE, HISTORY, OPEN_POST, sign
from embassy_assistant.ui.views.queue_delegate import QueueDelegate
from embassy_assistant.ui.widgets.buttons import tool
from embassy_assistant.ui.widgets.parts import worded

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.views.queue_thumbnails import Thumbnails
    from embassy_assistant.ui.views.queue_words import QueueWords

_Index = QModelIndex | QPersistentModelIndex


class QueueList(QListView):
    """Shows a `DeliveriesModel`. A press on a header folds its Post, as the arrow to the left does; again unfolds it.

    Signals:
        chosen: group, Delivery (None on a header) and what to do: an `Action`'s value, `sign-in`, `decide`,
            `history` or `open-post`.
    """

    chosen = Signal(object, object, str)

    def __init__(
        self, model: DeliveriesModel, words: QueueWords, thumbnails: Thumbnails, parent: QWidget | None = None
    ) -> None:
        """Show `model`, worded by `words`."""
        super().__init__(parent)
        self._words = words
        self._delegate = QueueDelegate(words, thumbnails, self)
        self._rows = model
        self._buttons = QPersistentModelIndex()
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        mark(self, role="plain")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        thumbnails.arrived.connect(self.viewport().update)
        model.dataChanged.connect(self._changed)
        model.modelAboutToBeReset.connect(self._drop_buttons)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(lambda point: self.open_menu(self.indexAt(point)))

    def retranslate(self) -> None:
        """Set the words again."""
        self.setAccessibleName(self.tr("Queue"))
        self._refresh_buttons()
        self.viewport().update()

    def posts_in_sight(self) -> set[str]:
        """Return the ids of the Posts of which something is on the screen."""
        viewport = self.viewport().rect()
        top = self.indexAt(viewport.topLeft())
        seen: set[str] = set()
        for at in range(top.row() if top.isValid() else 0, self._rows.rowCount()):
            index = self._rows.index(at)
            if self.visualRect(index).top() > viewport.bottom():
                break
            seen.add(index.data(QueueRole.GROUP).post.id)
        return seen

    def menu_for(self, index: _Index) -> QMenu:
        """Return the menu of a row: what its state allows, its history, its post."""
        group: PostRows = index.data(QueueRole.GROUP)
        row: Delivery | None = index.data(QueueRole.ROW)
        menu = QMenu(self)
        if row is not None:
            for action in row.actions:
                if action is not Action.OPEN:
                    self._add(menu, group, row, action.value)
            standing = next((out for out in group.out if out.id == row.id), None)
            if standing is not None and standing.state is State.SENT:
                if standing.published and standing.published.url:
                    self._add(menu, group, standing, Action.OPEN.value)
                self._add(menu, group, row, CORRECT)
                self._add(menu, group, row, DELETE)
            menu.addSeparator()
            self._add(menu, group, row, HISTORY)
            if row.account_id in group.accounts:
                self._add(menu, group, row, ACCOUNT_LOG)
        self._add(menu, group, row, OPEN_POST)
        if row is None:
            folded = bool(index.data(QueueRole.FOLDED))
            words = self.tr("Show its accounts") if folded else self.tr("Fold")
            menu.addAction(words).triggered.connect(lambda: self._rows.fold(group.post.id, folded=not folded))
        return menu

    def open_menu(self, index: _Index) -> None:
        """Show a row's menu beneath it."""
        if index.isValid():
            menu = self.menu_for(index)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            place = self._delegate.menu_rect(self.visualRect(index))
            menu.popup(self.viewport().mapToGlobal(place.bottomLeft()))

    def do_likely(self, index: _Index) -> None:
        """Do what the button of a row says; on a header, open its post."""
        if not index.isValid():
            return
        group: PostRows = index.data(QueueRole.GROUP)
        row: Delivery | None = index.data(QueueRole.ROW)
        likely = self._words.row(group, row).likely if row is not None else OPEN_POST
        self.chosen.emit(group, row, likely or HISTORY)

    @override
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self._refresh_buttons()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.do_likely(self.currentIndex())
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right} and self.currentIndex().isValid():
            self._fold(self.currentIndex(), folded=event.key() == Qt.Key.Key_Left)
        elif event.key() == Qt.Key.Key_Menu:
            self.open_menu(self.currentIndex())
        else:
            super().keyPressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        row: Delivery | None = index.data(QueueRole.ROW)
        if row is None:
            self._fold(index, folded=not index.data(QueueRole.FOLDED))
            return
        rect = self.visualRect(index)
        point = event.position().toPoint()
        if self._delegate.button_rect(rect, index.data(QueueRole.GROUP), row).contains(point):
            self.do_likely(index)
        elif self._delegate.menu_rect(rect).contains(point):
            self.open_menu(index)

    def _fold(self, index: _Index, *, folded: bool) -> None:
        """Fold the Post of a row, or show its rows; the keyboard goes to its header."""
        post_id = index.data(QueueRole.GROUP).post.id
        if folded:
            self.setCurrentIndex(self._rows.header(post_id))
        self._rows.fold(post_id, folded=folded)

    def _add(self, menu: QMenu, group: PostRows, row: Delivery | None, name: str) -> None:
        menu.addAction(self._words.actions.name(name, row)).triggered.connect(
            lambda: self.chosen.emit(group, row, name)
        )

    def _changed(self, first: QModelIndex, last: QModelIndex) -> None:
        if first.row() <= self.currentIndex().row() <= last.row():
            self._refresh_buttons()

    def _drop_buttons(self) -> None:
        if self._buttons.isValid():
            self.setIndexWidget(self._buttons, None)  # type: ignore[arg-type]
        self._buttons = QPersistentModelIndex()

    def _refresh_buttons(self) -> None:
        """Put real buttons on the current row, for the keyboard and for screen readers."""
        self._drop_buttons()
        index = self.currentIndex()
        row: Delivery | None = index.data(QueueRole.ROW) if index.isValid() else None
        if row is None:
            return
        self._buttons = QPersistentModelIndex(index)
        self.setIndexWidget(index, self._row_buttons(index, row))

    def _row_buttons(self, index: QModelIndex, row: Delivery) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 7, 0)
        line.setSpacing(6)
        line.addStretch(1)
        kept = QPersistentModelIndex(index)
        likely = self._words.row(index.data(QueueRole.GROUP), row).likely
        if likely:
            act = worded(self._words.actions.name(likely, row), icon_name=sign(likely), small=True)
            act.setObjectName("queue-likely")
            act.clicked.connect(lambda: self.do_likely(kept))
            line.addWidget(act)
        more = tool("dots-horizontal", name="queue-menu", kind="flat")
        more.setFixedSize(36, 28)
        more.setAccessibleName(self.tr("More actions"))
        more.setToolTip(self.tr("More actions"))
        more.clicked.connect(lambda: self.open_menu(kept))
        line.addWidget(more)
        return box
