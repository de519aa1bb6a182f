"""Approved lines in Write: looked for in a palette, put in both halves at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QRegularExpression, Qt

from embassy_assistant.domain.rule_body import Line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QTextCursor
    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.writing.half import Half
    from embassy_assistant.ui.views.writing.palette import LinesPalette
    from embassy_assistant.ui.views.writing.session import Session

PLACE: Final = r"\{[^{}\n]{1,40}\}"


class Writing(Protocol):
    """What inserting needs of the Write view."""

    session: Session
    halves: dict[str, Half]

    def new_post(self) -> None:
        """Start a new post."""
        ...


class Lines(QObject):
    """Puts approved lines in the post that is being written.

    Attributes:
        palette: where one looks for them; None until it is first wanted.
    """

    def __init__(self, context: Context, view: Writing, parent: QWidget) -> None:
        """Write into `view`; the palette lies over `parent`, which is the view as a widget."""
        super().__init__(parent)
        self._context = context
        self._view = view
        self._over = parent
        self.palette: LinesPalette | None = None

    def open(self) -> None:
        """Show the palette, or put it away where it is shown."""
        if not self._over.isVisible():
            self._context.shell.show_view("write")
        if self.palette is None:
            # Most starts need none: its modules stay out of them.
            from embassy_assistant.ui.views.writing.palette import LinesPalette

            self.palette = LinesPalette(self._context, self._over)
            self.palette.chosen.connect(lambda rule: self.insert(rule, self._entered()))
        if self.palette.isVisible():
            self.palette.close_palette()
        else:
            self.palette.open_palette(self._view.session.post.topic)

    def start_with(self, rule: Rule) -> None:
        """Begin a new post with a line, in both languages."""
        self._context.shell.show_view("write")
        self._view.new_post()
        self.insert(rule)

    def insert(self, rule: Rule, entered: str = "") -> None:
        """Put a line in both halves, one step of the history each, and select its first place to fill.

        Args:
            rule: an approved line.
            entered: the half that is written in; a cursor at the start of any other one was put there by nobody.
        """
        if not isinstance(rule.body, Line):
            return
        self._context.shell.show_view("write")
        put = {
            language: half.editor.insert_apart(rule.body.text[language], at_end=language != entered)
            for language, half in self._view.halves.items()
        }
        self._go_on(put, entered)
        self._view.session.flush()

    def _go_on(self, put: Mapping[str, QTextCursor], entered: str) -> None:
        """Put the keyboard at the first place to fill, in the half that is written in if it has one."""
        order = sorted(put, key=lambda language: language != entered)
        editor = self._view.halves[order[0]].editor
        for language in order:
            whole = put[language]
            place = whole.document().find(QRegularExpression(PLACE), whole.selectionStart())
            if not place.isNull() and place.selectionEnd() <= whole.selectionEnd():
                editor = self._view.halves[language].editor
                editor.setTextCursor(place)
                break
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        editor.ensureCursorVisible()

    def _entered(self) -> str:
        """Return the half whose keyboard the palette has taken."""
        back = self.palette.before if self.palette is not None else None
        return next((language for language, half in self._view.halves.items() if half.editor is back), "")
