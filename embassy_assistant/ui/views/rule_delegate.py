"""Paints the list of rules: the heads of groups, and each rule in two lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from embassy_assistant.ui.icons import SEVERITY_ICONS, paint_icon
from embassy_assistant.ui.models.rules import RuleRole
from embassy_assistant.ui.theme import font, tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPainter

    from embassy_assistant.ui.models.rule_entries import Entry
    from embassy_assistant.ui.models.rules import Group

_Index = QModelIndex | QPersistentModelIndex
ROW: Final = 54
HEAD: Final = 32
_LEFT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CHIP: Final = 28


class RuleDelegate(QStyledItemDelegate):
    """Two lines: the rule's title and its languages; whether it is new, its id and what it does."""

    def __init__(
        self,
        title: Callable[[Entry], str],
        caption: Callable[[Entry], str],
        group: Callable[[str], str],
        mark: Callable[[str], str],
        parent: QObject,
    ) -> None:
        """Ask these for words at each painting.

        Args:
            title: names a rule.
            caption: says its id and what it does.
            group: names a group.
            mark: words `new` and `changed`.
            parent: the view.
        """
        super().__init__(parent)
        self._title, self._caption, self._group, self._mark = title, caption, group, mark
        self._sizes = QSize(0, HEAD), QSize(0, ROW)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return self._sizes[bool(index.flags())]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        group = index.data(RuleRole.GROUP)
        if group is not None:
            self._paint_group(painter, option.rect, group)
        else:
            current = bool(option.state & QStyle.StateFlag.State_Selected)
            self._paint_rule(painter, option.rect, index.data(RuleRole.ENTRY), index.data(RuleRole.MARK), current)
        painter.restore()

    def _paint_group(self, painter: QPainter, rect: QRect, group: Group) -> None:
        colours = tokens()
        painter.fillRect(rect, colours.colour("sunken"))
        painter.setPen(colours.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(colours.colour("text2"))
        painter.setFont(font(12, bold=True, tabular=True))
        inner = rect.adjusted(16, 0, -16, 0)
        count = str(group.count)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(count) - 12
        name = painter.fontMetrics().elidedText(self._group(group.key), Qt.TextElideMode.ElideRight, room)
        painter.drawText(inner, _LEFT, name)
        painter.drawText(inner, _RIGHT, count)

    def _paint_rule(self, painter: QPainter, rect: QRect, entry: Entry, mark: str, current: bool) -> None:
        colours = tokens()
        painter.fillRect(rect, colours.colour("accent_tint" if current else "surface"))
        painter.setPen(colours.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if current:
            painter.fillRect(QRect(rect.left(), rect.top(), 4, rect.height()), colours.colour("accent"))
        severity = entry.severity.value
        sign = QRect(rect.left() + 16, rect.top() + 10, 18, 18)
        paint_icon(painter, sign, SEVERITY_ICONS[severity], severity)
        right = self._paint_languages(painter, rect, entry)
        left = sign.right() + 10
        painter.setFont(font(14, bold=True))
        painter.setPen(colours.colour("text"))
        title = painter.fontMetrics().elidedText(self._title(entry), Qt.TextElideMode.ElideRight, right - left - 8)
        painter.drawText(QRect(left, rect.top() + 7, right - left - 8, 22), _LEFT, title)
        if mark:
            left = self._paint_mark(painter, QPoint(left, rect.top() + 30), self._mark(mark), current) + 8
        painter.setFont(font(12))
        painter.setPen(colours.colour("text2"))
        wide = rect.right() - left - 12
        line = painter.fontMetrics().elidedText(self._caption(entry), Qt.TextElideMode.ElideRight, wide)
        painter.drawText(QRect(left, rect.top() + 29, wide, 18), _LEFT, line)

    @staticmethod
    def _paint_languages(painter: QPainter, rect: QRect, entry: Entry) -> int:
        """Paint the codes from the right, and return where they begin."""
        colours, left = tokens(), rect.right() - 12
        painter.setFont(font(11))
        for code in reversed(entry.languages):
            left -= _CHIP
            chip = QRect(left, rect.top() + 10, _CHIP - 4, 17)
            painter.setPen(colours.colour("control"))
            painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
            painter.setPen(colours.colour("text2"))
            painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, code)
        return left

    @staticmethod
    def _paint_mark(painter: QPainter, at: QPoint, word: str, current: bool) -> int:
        """Paint a pill that begins at `at`, and return where it ends."""
        colours = tokens()
        painter.setFont(font(11, bold=True))
        pill = QRect(at, QSize(painter.fontMetrics().horizontalAdvance(word) + 14, 17))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("surface" if current else "accent_tint"))
        painter.drawRoundedRect(QRectF(pill), 8, 8)
        painter.setPen(colours.colour("accent"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, word)
        return pill.right()
