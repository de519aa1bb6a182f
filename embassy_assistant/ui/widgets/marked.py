"""A text with the words marked in which it differs from another."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout
from typing_extensions import override

from embassy_assistant.ui.theme import mark, tokens
from embassy_assistant.ui.widgets.labels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.ui.differences import Piece


class MarkedText(QLabel):
    """Shows pieces of a text; what differs is tinted, and struck out or underlined, so that it reads in greyscale."""

    def __init__(self, pieces: Sequence[Piece], *, ours: bool) -> None:
        """Show `pieces`.

        Args:
            pieces: see `compare`.
            ours: whether it is the text that was sent: what differs in it is missing in the other one.
        """
        super().__init__()
        self._pieces = pieces
        self._ours = ours
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._paint_words()

    @property
    def differing(self) -> list[str]:
        """The words that are marked."""
        return [piece.text.strip() for piece in self._pieces if piece.differs]

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint_words()

    def _paint_words(self) -> None:
        self.setText("".join(self._html(piece) for piece in self._pieces))
        self.setAccessibleName("".join(piece.text for piece in self._pieces))

    def _html(self, piece: Piece) -> str:
        words = escape(piece.text).replace("\n", "<br>")
        if not piece.differs:
            return words
        colours = tokens()
        ground, line = (colours.diff_del, "line-through") if self._ours else (colours.diff_add, "underline")
        style = f"background-color: {ground}; color: {colours.text}; text-decoration: {line}"
        return f'<span style="{style}">{words}</span>'


def text_box(title: str, pieces: Sequence[Piece], foot: str = "", *, ours: bool) -> QFrame:
    """Return a sunken box with a title, a text with its differences marked, and a line beneath."""
    box = QFrame()
    mark(box, role="sunken")
    column = QVBoxLayout(box)
    column.setContentsMargins(10, 8, 10, 8)
    column.setSpacing(4)
    column.addWidget(label(title, kind="caption", wrap=True))
    column.addWidget(MarkedText(pieces, ours=ours))
    if foot:
        column.addWidget(label(foot, kind="caption", wrap=True))
    column.addStretch(1)
    return box
