"""Pieces that the queue, the accounts, the first run and the dialogs share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from embassy_assistant.ui.icons import SEVERITY_ICONS, network_icon_name, paint_icon
from embassy_assistant.ui.theme import font, mark, tokens
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import Icon, label

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account


def worded(
    text: str, kind: str = "normal", *, icon_name: str = "", small: bool = False, large: bool = False
) -> QPushButton:
    """Return a button that has its words already, as in a dialog.

    Args:
        text: verb, object, number, time.
        kind: `primary`, `normal`, `flat` or `destructive`.
        icon_name: an icon before the words.
        small: 28 px high.
        large: 40 px high, as in dialogs.
    """
    made = button(kind, icon_name=icon_name, small=small)
    made.setText(text)
    if large:
        mark(made, large=True)
    return made


def named(name: QLabel, field: QWidget) -> QVBoxLayout:
    """Return a column with the name of a field above it.

    Args:
        name: the label; its mnemonic leads to the field.
        field: what is named.
    """
    name.setBuddy(field)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(name)
    column.addWidget(field)
    return column


class Notice(QFrame):
    """A sentence in a tinted strip: what went wrong, what it means, what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start hidden."""
        super().__init__(parent)
        mark(self, role="banner", tone="block")
        self._icon = Icon("alert-octagon", "block")
        self._text = label(wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    def say(self, text: str, severity: str = "block") -> None:
        """Show a sentence; an empty one hides the strip.

        Args:
            text: the sentence.
            severity: `block`, `warn`, `advise` or `ok`.
        """
        self._icon.show_icon(SEVERITY_ICONS.get(severity, "check-circle"), severity)
        mark(self, tone="accent" if severity == "ok" else severity)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))


class Tick(QCheckBox):
    """A check box whose sign is as plain in the dark as in the light."""

    @override
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 36, 24)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        box = QRect(2, (self.height() - 22) // 2, 22, 22)
        if self.isChecked():
            paint_icon(painter, box, "checkbox-marked", "accent")
        else:
            paint_icon(painter, box, "checkbox-blank-outline", "control")
        painter.setFont(self.font())
        painter.setPen(tokens().colour("accent" if self.isChecked() else "text"))
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(self.rect().adjusted(34, 0, 0, 0), middle, self.text())
        painter.end()


class Avatar(QWidget):
    """An account's initials on a disc, with its network's sign at the foot."""

    def __init__(self, account: Account | None, network: str, size: int = 32, parent: QWidget | None = None) -> None:
        """Paint `account`; of one that was removed only the network is known."""
        super().__init__(parent)
        self._account, self._network, self._size = account, network, size
        self.setFixedSize(size + 6, size + 4)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_avatar(painter, QRect(0, 0, self._size, self._size), self._account, self._network)
        painter.end()


def paint_avatar(painter: QPainter, rect: QRect, account: Account | None, network: str) -> None:
    """Paint an account's disc with its network's sign; practice is violet, as everywhere."""
    colours = tokens()
    practice = network == "practice"
    letters = initials(account.display_name or account.handle) if account else "?"
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour("practice" if practice else "rail_selected"))
    painter.drawEllipse(rect)
    painter.setPen(colours.colour("on_solid"))
    painter.setFont(font(max(9, rect.height() * 3 // 8), bold=True))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, letters)
    badge = rect.height() // 2 + 2
    corner = QRect(rect.right() - badge + 6, rect.bottom() - badge + 4, badge, badge)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours.colour("surface"))
    painter.drawEllipse(corner)
    colour = "practice_text" if practice else "accent"
    paint_icon(painter, corner.adjusted(2, 2, -2, -2), network_icon_name(network), colour)
    painter.restore()


def initials(name: str) -> str:
    """Return up to two letters that stand for a name or a handle."""
    for sign in "_-.":
        name = name.replace(sign, " ")
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper() or "?"


def card(*, tone: str = "") -> QFrame:
    """Return a card; `yellow` frames what a person must decide."""
    made = QFrame()
    mark(made, role="card", **({"tone": tone} if tone else {}))
    return made


def scrolled(inside: QWidget) -> QScrollArea:
    """Return a scroll area round `inside`, which is as wide as there is room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFrameShape(QFrame.Shape.NoFrame)
    mark(inside, role="plain")
    area.setWidget(inside)
    return area


def clear(layout: QLayout) -> None:
    """Take everything out of a layout; what was in it is deleted once its own signals have been handled."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)
