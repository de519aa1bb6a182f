"""Approved lines: what may be said, word for word, in both languages; in a freeze, all that may still be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.ui.freeze_words import narrow
from embassy_assistant.ui.freezes import Seen, read_freezes
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.views.freeze_panel import FreezePanel
from embassy_assistant.ui.views.line_cards import LineCard, WithdrawnCard
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import clear, scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.lines import LineUse
    from embassy_assistant.ui.context import Context

PAGE: Final = 20
_SEARCH: Final = 250


@dataclass(frozen=True, slots=True)
class _Found:
    """What the page shows; `withdrawn` is None while the drafts are locked, for nobody knows who said what."""

    lines: Sequence[Rule]
    withdrawn: Sequence[tuple[Rule, tuple[LineUse, ...]]] | None
    seen: Seen


class ApprovedLinesPage(View):
    """Cards with a search over them; the posts that a freeze holds at the right."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the page; it reads when it comes to the screen, and whenever something has changed."""
        super().__init__(context, parent)
        self.setObjectName("approved-lines")
        self._found: _Found | None = None
        self._limit = PAGE
        self.search = QLineEdit()
        self.search.setObjectName("approved-lines-search")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(_SEARCH)
        self.search.addAction(icon("magnify", "text2"), QLineEdit.ActionPosition.LeadingPosition)
        self._title = label(kind="h1", wrap=True)
        self._lead = label(tone="quiet", wrap=True)
        self._more = button("flat", name="lines-more")
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._area = QScrollArea()
        self.panel = FreezePanel(context)
        self._build()
        self.search.textChanged.connect(self._search)
        self._more.clicked.connect(self._show_more)
        self.panel.post_wanted.connect(context.shell.open_post)
        self.panel.queue_wanted.connect(lambda: context.shell.show_view("queue"))
        bridge = context.bridge
        for happened in (bridge.guidelines_changed, bridge.workspace_changed, bridge.deliveries_changed):
            happened.connect(self._read_if_shown)
        self.retranslate()

    @property
    def cards(self) -> list[LineCard]:
        """The lines that may be used, as they are shown."""
        made = (self._cards.itemAt(at) for at in range(self._cards.count()))
        return [each.widget() for each in made if each is not None and isinstance(each.widget(), LineCard)]  # type: ignore[misc]

    @override
    def retranslate(self) -> None:
        found = self._found
        frozen = found is not None and any(not narrow(freeze.rule) for freeze in found.seen.freezes)
        nothing = frozen and found is not None and not found.lines and not self.search.text()
        self._title.setText(self.tr("What may still be sent") if frozen else self.tr("Approved lines"))
        self.search.setPlaceholderText(self.tr("Search approved lines"))
        self.search.setAccessibleName(self.search.placeholderText())
        if nothing:
            self._lead.setText(self.tr("Nothing, not even an approved line, until the freeze is lifted."))
        elif frozen:
            self._lead.setText(self.tr("These lines, word for word. Whatever is added to them is held."))
        else:
            self._lead.setText(self.tr("Checked words in both languages. In Write, Ctrl+Shift+K finds them too."))
        self._show_cards()

    @override
    def read(self) -> None:
        desk, words = self._context.desk, self.search.text()
        self._context.workers.run(lambda: _read(desk, words), self._take, owner=self, newest="lines page")

    def _read_if_shown(self, _event: object = None) -> None:
        if self.isVisible():
            self.read()

    def _search(self, _words: str) -> None:
        self._limit = PAGE
        self.read()

    def _take(self, found: _Found) -> None:
        if found != self._found:
            self._found = found
            self.panel.show_seen(found.seen)
            self.retranslate()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self._title, 1)
        head.addWidget(self.search)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addLayout(self._cards)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self._area = scrolled(inside)
        left = QVBoxLayout()
        left.setContentsMargins(20, 12, 12, 0)
        left.setSpacing(8)
        left.addLayout(head)
        left.addWidget(self._lead)
        left.addWidget(self._area, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel)

    def _show_cards(self) -> None:
        clear(self._cards)
        found = self._found
        self._more.setVisible(found is not None and len(found.lines) > self._limit)
        if found is None:
            return
        self._more.setText(self.tr("Show %n more", "", len(found.lines) - self._limit))
        allowed = {line.id for freeze in found.seen.freezes for line in freeze.lines}
        for rule in found.lines[: self._limit]:
            card = LineCard(self._context, rule, allowed=rule.id in allowed)
            card.start_wanted.connect(lambda which: self._context.shell.write_line(which, new=True))
            card.insert_wanted.connect(lambda which: self._context.shell.write_line(which, new=False))
            card.copy_wanted.connect(self._copy)
            self._cards.addWidget(card)
        if not found.lines and self.search.text():
            self._cards.addWidget(label(self.tr("No approved line has these words."), tone="quiet", wrap=True))
        if not self.search.text():
            self._show_withdrawn(found)

    def _show_withdrawn(self, found: _Found) -> None:
        if found.withdrawn is None:
            words = self.tr("Which posts said a withdrawn line is shown once the drafts are unlocked.")
            self._cards.addWidget(label(words, kind="caption", wrap=True))
        elif found.withdrawn:
            self._cards.addSpacing(8)
            self._cards.addWidget(label(self.tr("Withdrawn: nobody may say these any more"), kind="h2", wrap=True))
        usable = {rule.id: rule for rule in found.lines}
        for rule, uses in found.withdrawn or ():
            successor = usable.get(getattr(rule.body, "superseded_by", ""))
            card = WithdrawnCard(self._context, rule, uses, successor=successor, zone=found.seen.zone)
            card.successor_wanted.connect(self._show_line)
            card.post_wanted.connect(self._context.shell.open_post)
            self._cards.addWidget(card)

    def _show_line(self, rule_id: str) -> None:
        """Bring a line's card into sight, with the keyboard on what to do with it."""
        found = self._found
        if found is not None and rule_id not in {card.rule.id for card in self.cards}:
            self._limit = len(found.lines)
            self._show_cards()
        card = next((each for each in self.cards if each.rule.id == rule_id), None)
        if card is not None:
            self._area.ensureWidgetVisible(card, 0, 24)
            card.take_keyboard()

    def _copy(self, rule: Rule) -> None:
        texts = getattr(rule.body, "text", {})
        whole = "\n\n".join(texts[language] for language in PAIR_LANGUAGES if language in texts)
        QGuiApplication.clipboard().setText(whole)
        self._context.shell.toast(self.tr("Copied, all languages of the line."))

    def _show_more(self) -> None:
        self._limit += PAGE
        self._show_cards()


def _read(desk: Desk, words: str) -> _Found:
    """Return what the page shows; blocks."""
    lines, seen = desk.lines.in_force(words), read_freezes(desk)
    try:
        return _Found(lines, desk.lines.withdrawn(), seen)
    except DraftsLocked:
        return _Found(lines, None, seen)
