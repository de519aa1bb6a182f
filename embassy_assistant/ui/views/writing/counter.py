"""One counter: how long a half is where it goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.ui.icons import network_icon_name, paint_icon
from embassy_assistant.ui.theme import CAPTION, font, tokens

NEARLY_FULL: Final = 0.95
HEIGHT: Final = 40
_BAR: Final = 4
_ROW: Final = QRect(0, 4, 0, 22)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a counter shows.

    Attributes:
        account: id of the account it counts for.
        words: `n / limit`, `9 left of 280`, `12 too many` or `2 posts`.
        spoken: the same in one sentence for a screen reader.
    """

    account: str
    network: str
    name: str
    words: str
    spoken: str
    length: int
    limit: int
    posts: int = 1

    @property
    def over(self) -> bool:
        """Whether it does not fit."""
        return self.length > self.limit and self.posts == 1

    @property
    def nearly(self) -> bool:
        """Whether it fits, but only just."""
        return not self.over and self.posts == 1 and self.length >= self.limit * NEARLY_FULL


class Counter(QWidget):
    """Network glyph, name, figures and a bar."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._reading = Reading("", "", "", "", "", 0, 1)
        # Opaque, so that a new figure does not have everything below painted anew.
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(96)

    @property
    def reading(self) -> Reading:
        """What it shows."""
        return self._reading

    def show_reading(self, reading: Reading) -> None:
        """Show another reading; paints only where something differs."""
        if reading != self._reading:
            before, self._reading = self._reading, reading
            self.setAccessibleName(reading.spoken)
            if reading.name != before.name:
                self.setToolTip(reading.name)
            alike = (before.network, before.name, before.over, before.nearly, len(before.words))
            if alike == (reading.network, reading.name, reading.over, reading.nearly, len(reading.words)):
                # Only the figures and the bar: glyph and name cost more to paint than both.
                self.update(
                    self._figures(QFontMetrics(font(CAPTION, bold=reading.over or reading.nearly, tabular=True)))
                )
                self.update(self._bar)
            else:
                self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(170, HEIGHT)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        reading, colours = self._reading, tokens()
        tone = "block" if reading.over else "warn" if reading.nearly else "text"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(CAPTION, bold=tone != "text", tabular=True))
        painter.setPen(colours.colour(tone))
        figures = self._figures(painter.fontMetrics())
        painter.drawText(figures, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, reading.words)
        left = figures.left()
        if tone != "text":
            left -= 20
            glyph = QRect(left + 1, 7, 16, 16)
            paint_icon(painter, glyph, "alert-octagon" if reading.over else "gauge", tone)
        whole = QRect(0, _ROW.top(), left, _ROW.height())
        if event.region().intersects(whole):
            self._paint_name(painter, whole)
        self._paint_bar(painter, tone)
        painter.end()

    def _figures(self, metrics: QFontMetrics) -> QRect:
        """Return where the figures stand."""
        width = metrics.horizontalAdvance(self._reading.words)
        return QRect(self.width() - width, _ROW.top(), width, _ROW.height())

    def _paint_name(self, painter: QPainter, where: QRect) -> None:
        paint_icon(painter, QRect(0, 7, 16, 16), network_icon_name(self._reading.network), "text")
        painter.setFont(font(CAPTION))
        painter.setPen(tokens().colour("text"))
        room = where.adjusted(22, 0, -8, 0)
        name = painter.fontMetrics().elidedText(self._reading.name, Qt.TextElideMode.ElideMiddle, max(0, room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)

    def _paint_bar(self, painter: QPainter, tone: str) -> None:
        colours, reading, bar = tokens(), self._reading, self._bar
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour("sunken"))
        painter.drawRoundedRect(bar, 2, 2)
        share = min(1.0, reading.length / reading.limit) if reading.limit else 0.0
        if share:
            practice = reading.network == "practice"
            painter.setBrush(colours.colour(tone if tone != "text" else "practice_text" if practice else "accent"))
            painter.drawRoundedRect(QRect(bar.left(), bar.top(), max(2, round(bar.width() * share)), _BAR), 2, 2)

    @property
    def _bar(self) -> QRect:
        return QRect(0, HEIGHT - _BAR - 6, self.width(), _BAR)
