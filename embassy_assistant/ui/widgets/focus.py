"""The focus ring: 2 px, 2 px off, round whatever has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from embassy_assistant.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

_OFF: Final = 2
_WIDE: Final = 2
_RINGED: Final = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox, QTabBar)
_MOVES: Final = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}


class FocusRing(QWidget):
    """Lies over one top-level window and follows the focus of buttons and fields in it.

    Long texts and lists are framed by what is round them.
    """

    def __init__(self, window: QWidget) -> None:
        """Follow the focus inside `window`."""
        super().__init__(window)
        self.setObjectName("focus-ring")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chain: list[QWidget] = []
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        self.hide()

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        for each in self._chain:
            if isValid(each):
                each.removeEventFilter(self)
        fits = isinstance(new, _RINGED) and new.window() is self.window()
        # What is round it moves it too: a page that scrolls, a row that grows.
        self._chain = list(_up_to_window(new)) if fits else []
        for each in self._chain:
            each.installEventFilter(self)
        self._settle()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._settle()
        return False

    def _settle(self) -> None:
        target = self._chain[0] if self._chain and isValid(self._chain[0]) else None
        if target is None or not target.isVisible():
            self.hide()
            return
        edge = _OFF + _WIDE
        place = self._place(target).adjusted(-edge, -edge, edge, edge)
        for each in self._chain:
            # Never over what stands beside a page that scrolls.
            area = each.parentWidget()
            if isinstance(area, QAbstractScrollArea) and each is area.viewport():
                place &= self._place(each)
        self.setGeometry(place)
        self.raise_()
        self.setVisible(not place.isEmpty())

    def _place(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self.window(), QPoint(0, 0)), widget.size())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._chain or not isValid(self._chain[0]):
            return
        edge = _OFF + _WIDE
        # Of a control that is half scrolled away, half a ring.
        whole = self._place(self._chain[0]).adjusted(-edge, -edge, edge, edge).translated(-self.pos())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().colour("accent"), _WIDE))
        painter.drawRoundedRect(whole.adjusted(1, 1, -1, -1), 8, 8)
        painter.end()


def _up_to_window(widget: QWidget | None) -> Iterator[QWidget]:
    while widget is not None and not widget.isWindow():
        yield widget
        widget = widget.parentWidget()
