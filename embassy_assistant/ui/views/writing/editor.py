"""The text of one half: plain text with an undo history that nothing but the Officer's own edits touches."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget
from typing_extensions import override

from embassy_assistant.domain.finding import Severity
from embassy_assistant.ui.offsets import Offsets
from embassy_assistant.ui.theme import EDITOR, font, tokens

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embassy_assistant.domain.finding import Finding

LINE_HEIGHT: Final = 25

_UNDERLINES: Final = {
    Severity.BLOCK: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Severity.WARN: QTextCharFormat.UnderlineStyle.DashUnderline,
    Severity.ADVISE: QTextCharFormat.UnderlineStyle.DotLine,
}
# What no network takes and nobody sees; joiners and directions of writing stay.
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PARAGRAPHS: Final = str.maketrans({"\u2029": "\n", "\u2028": "\n"})


class Editor(QTextEdit):
    """Plain text in, plain text out.

    Signals:
        pictures: files or images that were pasted or dropped, as mime data.
        focused: whether the keyboard is here now.
    """

    pictures = Signal(object)
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFont(font(EDITOR))
        self.document().setDocumentMargin(12)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCursorWidth(2)
        self._text: str | None = None
        self.document().contentsChange.connect(self._forget_text)
        self.load("")

    @property
    def text(self) -> str:
        """The text, word for word; `toPlainText` would turn no-break spaces into plain ones."""
        if self._text is None:
            self._text = self.document().toRawText().translate(_PARAGRAPHS)
        return self._text

    def load(self, text: str) -> None:
        """Show another post's text, with a history of its own."""
        self._drawn: list[object] = []
        self.setExtraSelections([])
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(block)
        self.document().clearUndoRedoStacks()

    def rewrite(self, text: str) -> None:
        """Replace the whole text, as one step of the history."""
        if text == self.text:
            return
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def replace(self, finding: Finding, text: str) -> bool:
        """Replace what a finding is about, as one step of the history.

        Returns:
            False when the text is no longer what was found there.
        """
        cursor = self.cursor_at(finding)
        if cursor is None:
            return False
        cursor.insertText(text)
        self.setTextCursor(cursor)
        return True

    def insert_apart(self, text: str, *, at_end: bool = False) -> QTextCursor:
        """Insert words, as one step of the history, with a space to the words around them; nothing is replaced.

        Args:
            text: what to insert.
            at_end: whether it goes behind all that is written where nobody has put the cursor anywhere.

        Returns:
            A cursor that selects what was inserted.
        """
        cursor, document = self.textCursor(), self.document()
        cursor.setPosition(cursor.selectionEnd())
        if at_end and cursor.atStart():
            cursor.movePosition(QTextCursor.MoveOperation.End)
        before = "" if cursor.atBlockStart() else document.characterAt(cursor.position() - 1)
        after = "" if cursor.atBlockEnd() else document.characterAt(cursor.position())
        lead = " " if before and not before.isspace() else ""
        cursor.beginEditBlock()
        cursor.insertText(lead + text)
        end = cursor.position()
        cursor.insertText(" " if after.isalnum() else "")
        cursor.endEditBlock()
        start = end - Offsets(text).to_qt(len(text))
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        behind = QTextCursor(cursor)
        behind.clearSelection()
        self.setTextCursor(behind)
        return cursor

    def add_line(self, text: str) -> None:
        """Add a line below all that is written, as one step of the history, unless it stands there."""
        if text in self.text.splitlines():
            return
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.beginEditBlock()
        cursor.insertText(text if cursor.atBlockStart() else f"\n{text}")
        cursor.endEditBlock()

    def cursor_at(self, finding: Finding) -> QTextCursor | None:
        """Return a cursor that selects what a finding is about, None when the text is no longer what was found."""
        now, span = self.text, finding.span
        if span is None:
            return None
        if finding.matched and now[span.start : span.end] != finding.matched:
            # The text before it may have grown since the check: take it only where there is no doubt.
            if now.count(finding.matched) != 1:
                return None
            start = now.index(finding.matched)
            return self._cursor(Offsets(now), start, start + len(finding.matched))
        return self._cursor(Offsets(now), span.start, span.end)

    def go_to(self, finding: Finding) -> None:
        """Select what a finding is about and take the keyboard."""
        cursor = self.cursor_at(finding)
        if cursor is not None:
            self.setTextCursor(cursor)
            self.ensureCursorVisible()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def underline(self, findings: Iterable[Finding], current: Finding | None) -> None:
        """Underline what the findings are about: shape by severity, tint for `block` and for the current one."""
        colours, offsets = tokens(), Offsets(self.text)
        placed = [finding for finding in findings if finding.span is not None]
        drawn: list[object] = [(finding.span, finding.severity, finding is current, colours.dark) for finding in placed]
        if drawn == self._drawn:
            return
        self._drawn = drawn
        marks = []
        for finding in placed:
            assert finding.span is not None  # noqa: S101 - chosen above
            selection = QTextEdit.ExtraSelection()
            form = QTextCharFormat()
            form.setUnderlineStyle(_UNDERLINES[finding.severity])
            form.setUnderlineColor(colours.for_severity(finding.severity.value))
            if finding is current:
                form.setBackground(colours.colour(f"{finding.severity.value}_tint"))
                form.setFontWeight(QFont.Weight.DemiBold)
            elif finding.severity is Severity.BLOCK:
                form.setBackground(colours.colour("block_tint"))
            selection.format = form
            selection.cursor = self._cursor(offsets, finding.span.start, finding.span.end)
            marks.append(selection)
        self.setExtraSelections(marks)

    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasImage() or source.hasUrls()

    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        local = [url for url in source.urls() if url.isLocalFile()]
        # Office programs put a picture of the words beside the words.
        wordless = source.hasImage() and not bytes(source.data("text/plain").data()).strip()
        if wordless or local:
            self.pictures.emit(source)
        elif source.hasText():
            text = source.text().replace("\r\n", "\n").replace("\r", "\n")
            self.textCursor().insertText(_CONTROLS.sub("", text))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Shift+Enter would insert a line separator, which no network knows.
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier}:
                self.textCursor().insertBlock()
                self.ensureCursorVisible()
                return
            event.ignore()
            return
        super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)

    def _forget_text(self, _at: int, _removed: int, _added: int) -> None:
        self._text = None

    def _cursor(self, offsets: Offsets, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        last = max(0, self.document().characterCount() - 1)
        cursor.setPosition(min(offsets.to_qt(start), last))
        cursor.setPosition(min(offsets.to_qt(end), last), QTextCursor.MoveMode.KeepAnchor)
        return cursor
