"""Paints the rows of the queue: headers and Deliveries, joined to cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from embassy_assistant.ui.icons import paint_icon
from embassy_assistant.ui.models.deliveries import QueueRole
from embassy_assistant.ui.theme import font, tokens
from embassy_assistant.ui.views.queue_actions import sign
from embassy_assistant.ui.views.queue_pictures import RowPictures
from embassy_assistant.ui.views.queue_thumbnails import SIDE
from embassy_assistant.ui.widgets.parts import paint_avatar

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.views.queue_thumbnails import Thumbnails
    from embassy_assistant.ui.views.queue_words import QueueWords, RowWords
    from embassy_assistant.ui.widgets.looks import Look

_Index = QModelIndex | QPersistentModelIndex

ROW: Final = 40
HEADER: Final = 56
GAP: Final = 12
RADIUS: Final = 8
MARGIN: Final = 16
MENU_WIDTH: Final = 36
_HANDLE_SHARE: Final = 0.16
_CHEVRON: Final = 26
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class QueueDelegate(QStyledItemDelegate):
    """Paints what `QueueWords` says."""

    def __init__(self, words: QueueWords, thumbnails: Thumbnails, parent: QObject | None = None) -> None:
        """Word rows through `words`; headers show what `thumbnails` has."""
        super().__init__(parent)
        self._words = words
        self._thumbnails = thumbnails
        self._pictures = RowPictures()

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        if index.data(QueueRole.ROW) is None:
            return QSize(0, HEADER + GAP)
        return QSize(0, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        group: PostRows = index.data(QueueRole.GROUP)
        row: Delivery | None = index.data(QueueRole.ROW)
        end = bool(index.data(QueueRole.FOLDED if row is None else QueueRole.LAST))
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if row is None:
            chosen = chosen and bool(state & QStyle.StateFlag.State_Active)
        widget: QWidget | None = option.widget
        ratio = widget.devicePixelRatioF() if widget else 1.0

        def draw(on: QPainter, place: QRect) -> None:
            on.save()
            on.setRenderHint(QPainter.RenderHint.Antialiasing)
            if row is None:
                self._header(on, place.adjusted(0, GAP, 0, 0), group, focused=chosen, folded=end)
            else:
                self._row(on, place, group, row, last=end, current=chosen)
            on.restore()

        if ratio != round(ratio):
            # Copied to a place between two points of the screen, it would be blurred.
            draw(painter, rect)
            return
        shows = (self._shown(group, row), end, chosen)
        name = row.id if row else group.post.id
        painter.drawPixmap(rect.topLeft(), self._pictures.of(name, shows, rect.size(), ratio, draw))

    def _shown(self, group: PostRows, row: Delivery | None) -> tuple[object, ...]:
        """Return everything that a row shows, to tell whether it must be painted anew."""
        if row is not None:
            return group, row, self._words.row(group, row)
        picture = self._thumbnails.of(group.post)
        drawn = picture.cacheKey() if picture else 0
        return group, self._words.title(group), self._words.when(group), self._words.pair(group), drawn

    def button_rect(self, rect: QRect, group: PostRows, row: Delivery) -> QRect:
        """Return where the likely action of a row is painted; empty where there is none."""
        return self._button_rect(rect, self._words.row(group, row).likely, row)

    def _button_rect(self, rect: QRect, likely: str, row: Delivery) -> QRect:
        if not likely:
            return QRect()
        width = QFontMetrics(font(14)).horizontalAdvance(self._words.actions.name(likely, row)) + 18 + 6 + 22
        right = rect.right() - MENU_WIDTH - 12
        return QRect(right - width, rect.center().y() - 13, width, 28)

    def menu_rect(self, rect: QRect) -> QRect:
        """Return where a row's menu sign is painted."""
        return QRect(rect.right() - MENU_WIDTH - 6, rect.center().y() - 13, MENU_WIDTH, 28)

    def _header(self, painter: QPainter, rect: QRect, group: PostRows, *, focused: bool, folded: bool) -> None:
        colours = tokens()
        edge = colours.colour("yellow" if group.half_out else "border")
        _card(painter, rect, colours.colour("surface"), edge, top=True, bottom=folded)
        if focused:
            _ring(painter, rect)
        mark = QRect(rect.left() + MARGIN - 4, rect.center().y() - 9, 20, 20)
        paint_icon(painter, mark, "chevron-right" if folded else "chevron-down", "text2")
        look, pair = self._words.pair(group)
        pill = _pill(painter, rect, look, pair)
        left = rect.left() + MARGIN + _CHEVRON
        picture = self._thumbnails.of(group.post)
        if picture is not None:
            painter.drawPixmap(left, rect.center().y() - SIDE // 2, picture)
            left += SIDE + 12
        width = pill.left() - left - 12
        painter.setFont(font(14, bold=True))
        painter.setPen(colours.colour("text"))
        title = painter.fontMetrics().elidedText(self._words.title(group), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 8, width, 20), _MIDDLE, title)
        painter.setFont(font(12, tabular=True))
        painter.setPen(colours.colour("text2"))
        when = painter.fontMetrics().elidedText(self._words.when(group), Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRect(left, rect.top() + 29, width, 18), _MIDDLE, when)

    def _row(
        self, painter: QPainter, rect: QRect, group: PostRows, row: Delivery, *, last: bool, current: bool
    ) -> None:
        colours = tokens()
        words = self._words.row(group, row)
        ground = colours.colour("accent_tint" if current else "surface")
        edge = colours.colour("yellow" if group.half_out else "border")
        _card(painter, rect, ground, edge, bottom=last, line=colours.colour("border"))
        middle = rect.center().y()
        avatar = QRect(rect.left() + MARGIN, middle - 11, 22, 22)
        paint_avatar(painter, avatar, group.accounts.get(row.account_id), row.network)
        button = self._button_rect(rect, words.likely, row)
        right = (button.left() if button.isValid() else self.menu_rect(rect).left()) - 12
        left = self._account(painter, rect, avatar.right() + 12, group, row)
        self._state(painter, QRect(left, rect.top(), max(0, right - left), rect.height()), words)
        # The current row has real buttons.
        if button.isValid() and not current:
            self._button(painter, button, words.likely, row)
        if not current:
            paint_icon(
                painter, QRect(self.menu_rect(rect).center() - QPoint(9, 9), QSize(18, 18)), "dots-horizontal", "text"
            )

    def _account(self, painter: QPainter, rect: QRect, left: int, group: PostRows, row: Delivery) -> int:
        """Paint handle and language; returns where the state begins."""
        colours = tokens()
        width = max(110, int(rect.width() * _HANDLE_SHARE))
        code = "+".join(row.segment.languages)
        painter.setFont(font(12))
        chip = painter.fontMetrics().horizontalAdvance(code) + 10
        painter.setFont(font(14))
        painter.setPen(colours.colour("text"))
        metrics = painter.fontMetrics()
        name = metrics.elidedText(self._words.handle(group, row), Qt.TextElideMode.ElideMiddle, width - chip - 8)
        painter.drawText(QRect(left, rect.top(), width - chip - 8, rect.height()), _MIDDLE, name)
        box = QRect(left + width - chip, rect.center().y() - 8, chip, 17)
        painter.setPen(colours.colour("control"))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setFont(font(12))
        painter.setPen(colours.colour("text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, code)
        return left + width + 12

    def _state(self, painter: QPainter, rect: QRect, words: RowWords) -> None:
        colours, look = tokens(), words.look
        place = QRect(rect.left(), rect.center().y() - 9, 20, 20)
        if look.tone == "yellow":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours.colour("yellow"))
            painter.drawRoundedRect(place.adjusted(-2, -2, 2, 2), 4, 4)
        paint_icon(painter, place, look.symbol, look.colour)
        left = place.right() + 8
        painter.setFont(font(14, bold=True))
        painter.setPen(colours.colour("text"))
        room = max(0, rect.right() - left)
        state = painter.fontMetrics().elidedText(f"{words.state}.", Qt.TextElideMode.ElideRight, room)
        width = painter.fontMetrics().horizontalAdvance(state)
        painter.drawText(QRect(left, rect.top(), room, rect.height()), _MIDDLE, state)
        left += width + 6
        room = rect.right() - left
        if room > 24:
            painter.setFont(font(14))
            text = painter.fontMetrics().elidedText(words.sentence, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, rect.top(), room, rect.height()), _MIDDLE, text)

    def _button(self, painter: QPainter, rect: QRect, likely: str, row: Delivery) -> None:
        colours = tokens()
        painter.setPen(QPen(colours.colour("control"), 1))
        painter.setBrush(colours.colour("surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        paint_icon(painter, QRect(rect.left() + 10, rect.center().y() - 8, 18, 18), sign(likely), "text")
        painter.setFont(font(14))
        painter.setPen(colours.colour("text"))
        painter.drawText(rect.adjusted(34, 0, 0, 0), _MIDDLE, self._words.actions.name(likely, row))


def _card(
    painter: QPainter,
    rect: QRect,
    ground: QColor,
    edge: QColor,
    *,
    top: bool = False,
    bottom: bool = False,
    line: QColor | None = None,
) -> None:
    """Paint one slice of a card: its ground, its sides, and the ends that it has."""
    outer = QRectF(rect).adjusted(0.5, 0.5 if top else -RADIUS - 2, -0.5, -0.5 if bottom else RADIUS + 2)
    painter.save()
    painter.setClipRect(rect)
    path = QPainterPath()
    path.addRoundedRect(outer, RADIUS, RADIUS)
    painter.setBrush(ground)
    painter.setPen(QPen(edge, 2 if edge == tokens().colour("yellow") else 1))
    painter.drawPath(path)
    if line is not None:
        painter.setPen(line)
        painter.drawLine(rect.left() + 1, rect.top(), rect.right() - 1, rect.top())
    painter.restore()


def _ring(painter: QPainter, rect: QRect) -> None:
    painter.setPen(QPen(tokens().colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), RADIUS - 2, RADIUS - 2)


def _pill(painter: QPainter, rect: QRect, look: Look, text: str) -> QRect:
    """Paint a header's pill at its right end; returns its place."""
    colours = tokens()
    painter.setFont(font(12, bold=True))
    width = painter.fontMetrics().horizontalAdvance(text) + 16 + 6 + 20
    pill = QRect(rect.right() - MARGIN - width, rect.center().y() - 12, width, 24)
    ground = {"yellow": "yellow", "quiet": "sunken"}.get(look.tone, f"{look.tone}_tint")
    ink = {"yellow": "on_yellow", "quiet": "text2"}.get(look.tone, look.tone)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour(ground))
    painter.drawRoundedRect(pill, 12, 12)
    paint_icon(painter, QRect(pill.left() + 10, pill.center().y() - 7, 16, 16), look.symbol, ink)
    painter.setPen(colours.colour(ink))
    painter.drawText(pill.adjusted(32, 0, 0, 0), _MIDDLE, text)
    return pill
