"""A layout that goes on in the next line, as words do."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget
from typing_extensions import override


class Flow(QLayout):
    """Puts widgets side by side while they fit, then below; nothing becomes wider than the room there is."""

    def __init__(self, parent: QWidget | None = None, gap: int = 4) -> None:
        """Leave `gap` px between widgets and between lines."""
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def insert_widget(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place in the order."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    @override
    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        wide = sum(size.width() + self._gap for size in shown)
        return QSize(wide, max((size.height() for size in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        return QSize(max((size.width() for size in shown), default=0), max((s.height() for s in shown), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Move the widgets, or only find out how high they would be."""
        left, top, line = rect.left(), rect.top(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            size = item.sizeHint()
            wide = min(size.width(), rect.width())
            if left > rect.left() and left + wide > rect.left() + rect.width():
                left, top, line = rect.left(), top + line + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(left, top), QSize(wide, size.height())))
            left += wide + self._gap
            line = max(line, size.height())
        return top + line - rect.top()
