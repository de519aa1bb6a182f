"""One difference between two packs in words: a rule that is new, changed or gone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.pack_changes import Change
from embassy_assistant.ui.theme import tokens
from embassy_assistant.ui.widgets.labels import Icon

if TYPE_CHECKING:
    from embassy_assistant.domain.pack_changes import RuleChange
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.rule_words import RuleWords

_ICONS: Final = {
    Change.ADDED: ("plus-circle-outline", "accent"),
    Change.CHANGED: ("pencil-circle-outline", "accent"),
    Change.REMOVED: ("minus-circle-outline", "text2"),
}


class ChangeLine(QWidget):
    """What became of one rule; its title leads to its page.

    Signals:
        wanted: the id of the rule whose page is asked for.
    """

    wanted = Signal(str)

    def __init__(self, context: Context, words: RuleWords, change: RuleChange) -> None:
        """Word `change`."""
        super().__init__()
        self._context, self._words, self._change = context, words, change
        self._text = QLabel()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        self._text.linkActivated.connect(lambda _link: self.wanted.emit(change.rule.id))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Icon(*_ICONS[change.change]), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._text, 1)
        self._word()

    @property
    def sentence(self) -> str:
        """What it says, without any marking."""
        return self._text.accessibleName()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._word()

    def _word(self) -> None:
        change = self._change
        line = change.rule.kind is RuleKind.LINE
        lead = {
            Change.ADDED: self.tr("New approved line:") if line else self.tr("New:"),
            Change.CHANGED: self.tr("Changed:"),
            Change.REMOVED: self.tr("Removed:"),
        }[change.change]
        title = self._words.title(change.rule)
        said, plain = [], []
        # What departs from an approved line needs a reason; the line itself needs none.
        if change.change is Change.ADDED and not line:
            severity = self._context.messages.severity(change.rule.severity)
            said.append(escape(severity))
            plain.append(severity)
        elif change.change is Change.CHANGED:
            for marked, bare in self._parts():
                said.append(marked)
                plain.append(bare)
        linked = escape(title)
        if change.change is not Change.REMOVED:
            style = f"color: {tokens().accent}; text-decoration: none"
            linked = f'<a href="{escape(change.rule.id)}" style="{style}">{linked}</a>'
        end = f": {', '.join(said)}." if said else "."
        self._text.setText(f"<b>{escape(lead)}</b> {linked}{end}")
        self._text.setAccessibleName(f"{lead} {title}" + (f": {', '.join(plain)}." if plain else "."))

    def _parts(self) -> list[tuple[str, str]]:
        """Return what changed of a rule, marked and plain; severity first, old and new."""
        change = self._change
        parts = []
        before = change.before
        if before is not None and "severity" in change.parts:
            old = self._context.messages.severity(before.severity)
            new = self._context.messages.severity(change.rule.severity)
            colours = tokens()
            gone = f"background-color: {colours.diff_del}; color: {colours.text}; text-decoration: line-through"
            come = f"background-color: {colours.diff_add}; color: {colours.text}; text-decoration: underline"
            marked = f'<span style="{gone}">{escape(old)}</span> → <span style="{come}"><b>{escape(new)}</b></span>'
            parts.append((marked, self.tr("{old}, now {new}").format(old=old, new=new)))
        names = {
            "words": self.tr("what it looks for"),
            "reason": self.tr("the reason"),
            "validity": self.tr("when it is valid"),
            "scope": self.tr("where it applies"),
            "source": self.tr("the source"),
            "examples": self.tr("the examples"),
            "exceptions": self.tr("the exceptions"),
            "body": self.tr("what it asks for"),
        }
        for part in change.parts:
            if part in names:
                parts.append((escape(names[part]), names[part]))
        return parts
