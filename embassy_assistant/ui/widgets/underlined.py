"""A text with places underlined as in the editor: wavy, dashed or dotted by severity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from embassy_assistant.domain.finding import Severity
from embassy_assistant.ui.offsets import Offsets
from embassy_assistant.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embassy_assistant.domain.finding import Finding

LINES: Final = {
    Severity.BLOCK: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Severity.WARN: QTextCharFormat.UnderlineStyle.DashUnderline,
    Severity.ADVISE: QTextCharFormat.UnderlineStyle.DotLine,
}
_LEADING: Final = 4
_LEAST: Final = 40


class Underlined(QWidget):
    """Plain text that wraps; screen readers hear it as it stands."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        """Show `text`, nothing of it underlined yet."""
        super().__init__(parent)
        # A line's end of the text is one of the layout too.
        self._text = text
        self._layout = QTextLayout(text.replace("\n", "\u2028"))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._findings: tuple[Finding, ...] = ()
        self.setAccessibleName(text)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def underlined(self) -> list[str]:
        """The words that are underlined."""
        return [self._text[one.span.start : one.span.end] for one in self._findings if one.span]

    def underline(self, findings: Iterable[Finding]) -> None:
        """Underline what findings are about, as far as they are about a place."""
        # A text that is checked in both languages is found at fault twice in one place.
        self._findings = tuple({finding.span: finding for finding in findings if finding.span}.values())
        self.update()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._lay_out(width)

    @override
    def sizeHint(self) -> QSize:
        wide = self.fontMetrics().horizontalAdvance(self._text[:_LEAST])
        return QSize(wide, self._lay_out(self.width() or wide))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_LEAST, self.fontMetrics().height())

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours, offsets = tokens(), Offsets(self._text)
        ranges = []
        for finding in self._findings:
            assert finding.span is not None  # noqa: S101 - chosen by `underline`
            drawn = QTextLayout.FormatRange()
            drawn.start = offsets.to_qt(finding.span.start)
            drawn.length = offsets.to_qt(finding.span.end) - drawn.start
            form = QTextCharFormat()
            form.setUnderlineStyle(LINES[finding.severity])
            form.setUnderlineColor(colours.for_severity(finding.severity.value))
            form.setFontWeight(QFont.Weight.DemiBold)
            drawn.format = form
            ranges.append(drawn)
        self._layout.setFormats(ranges)
        self._lay_out(self.width())
        painter = QPainter(self)
        painter.setPen(colours.colour("text"))
        self._layout.draw(painter, QPointF(0, 0), [], QRectF(self.rect()))
        painter.end()

    def _lay_out(self, width: int) -> int:
        """Break the text into lines and return their height; what is underlined later is a little wider."""
        self._layout.setFont(self.font())
        top = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(max(width, _LEAST))
            line.setPosition(QPointF(0, top))
            top += line.height() + _LEADING
        self._layout.endLayout()
        return int(top) + 1
