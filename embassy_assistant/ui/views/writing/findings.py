"""The findings of a review as cards; changed by difference, so that a key press rebuilds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.finding import Severity
from embassy_assistant.ui.views.writing.card import Card, CardWords
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.empty import Empty

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.messages import Messages

PAGE: Final = 30
_LONGEST: Final = 32
_SUGGESTIONS: Final = 3
_MENDED_BY_LINES: Final = frozenset({"rule.freeze-lines", "rule.line-withdrawn", "rule.line-expired"})
_Key = tuple[str, str | None, str, str | None, int]


class FindingsList(QWidget):
    """Cards in reading order, the current one unfolded.

    Signals:
        acted: a finding and the name of an act.
        current_changed: the current finding, or None.
    """

    acted = Signal(object, str)
    current_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._cards: dict[_Key, Card] = {}
        self._keys: list[_Key] = []
        self._current: _Key | None = None
        self._limit = PAGE
        self._findings: tuple[Finding, ...] = ()
        self._seen: tuple[ReviewResult, GuidelinePack | None, Messages, bool] | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._more = button("flat", name="show-more")
        self._more.hide()
        self._more.clicked.connect(self._show_more)
        self._none = Empty("check-bold", colour="ok", tint="ok_tint")
        self._none.hide()
        self._column.addWidget(self._none)
        self._column.addWidget(self._more)
        self._column.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        """Set every word that is not a finding's; those come with `show_result`."""
        self._none.set_words(self.tr("Nothing to fix"), self.tr("Findings appear here as you type."))
        self._word_more()

    @property
    def current(self) -> Finding | None:
        """The finding whose card is unfolded."""
        card = self._cards.get(self._current) if self._current else None
        return card.finding if card else None

    @property
    def cards(self) -> list[Card]:
        """The cards in their order."""
        return [self._cards[key] for key in self._keys]

    @property
    def first_button(self) -> QWidget | None:
        """The first button of the current card, else of the first one."""
        card = next((card for card in self.cards if card.finding is self.current), next(iter(self.cards), None))
        return card.first_button if card else None

    def show_result(
        self, result: ReviewResult, pack: GuidelinePack | None, messages: Messages, can_thread: bool
    ) -> None:
        """Show what the checks say; cards of findings that stayed are kept.

        Args:
            result: the newest review.
            pack: the active pack, which words its own rules.
            messages: the core's sentences.
            can_thread: whether a text that is too long could go out as a thread.
        """
        self._seen = result, pack, messages, can_thread
        self._findings = result.findings
        keyed = list(_keyed(result.findings))
        wanted = dict(keyed[: self._limit])
        for key in [key for key in self._keys if key not in wanted]:
            gone = self._cards.pop(key)
            gone.hide()
            gone.deleteLater()
        for place, (key, finding) in enumerate(wanted.items()):
            words = self._words(finding, result, pack, messages, can_thread)
            card = self._cards.get(key)
            if card is None:
                card = self._cards[key] = Card(finding, words)
                card.chosen.connect(self._choose)
                card.acted.connect(self.acted)
            else:
                card.show_finding(finding, words)
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
        self._keys = list(wanted)
        self._none.setVisible(not wanted)
        self._word_more()
        if self._current not in wanted:
            self._set_current(None)

    def step(self, by: int) -> Finding | None:
        """Make the next (1) or the previous (-1) finding the current one."""
        if not self._keys:
            return None
        at = self._keys.index(self._current) if self._current in self._keys else (-1 if by > 0 else 0)
        self._set_current(self._keys[(at + by) % len(self._keys)])
        return self.current

    def make_current(self, finding: Finding | None) -> None:
        """Unfold the card of a finding."""
        self._set_current(self._key_of(finding))

    def card_of(self, finding: Finding) -> Card | None:
        """Return the card of a finding."""
        key = self._key_of(finding)
        return self._cards.get(key) if key else None

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _words(
        self,
        finding: Finding,
        result: ReviewResult,
        pack: GuidelinePack | None,
        messages: Messages,
        can_thread: bool,
    ) -> CardWords:
        words = messages.finding(finding, pack)
        kept = ""
        override = next((o for o in result.overrides if o.rule == finding.rule and o.text in {"", finding.place}), None)
        if override is not None and result.overridden(finding):
            kept = self.tr("Kept ({initials}): {reason}").format(
                initials=override.officer.initials, reason=override.reason
            )
        return CardWords(
            title=words.title,
            why=words.why,
            source=self.tr("Source: {source}").format(source=words.source) if words.source else "",
            rule=self.tr("Rule: {rule}").format(rule=finding.rule),
            kept=kept,
            acts=tuple(self._acts(finding, bool(kept), can_thread)),
        )

    def _acts(self, finding: Finding, kept: bool, can_thread: bool) -> Iterator[tuple[str, str]]:
        for number, suggestion in enumerate(finding.suggestions[:_SUGGESTIONS]):
            short = suggestion if len(suggestion) <= _LONGEST else f"{suggestion[:_LONGEST]}…"
            yield self.tr("Replace with “{text}”").format(text=short), f"fix {number}"
        if finding.rule in {"pair.drafted", "pair.stale"}:
            yield self.tr("Confirm the pair"), "confirm"
            return
        if finding.rule in {"pair.missing", "pair.overdue"}:
            yield self.tr("Promise the other half…"), "promise"
            yield self.tr("This post needs no other half…"), "release"
        if finding.rule.startswith("alt.") or finding.detail == "rule.alt-missing":
            yield self.tr("Write alt text"), "alt"
        if finding.rule == "line.unsupported" or finding.detail in _MENDED_BY_LINES:
            yield self.tr("See the approved lines"), "lines"
        if finding.detail == "rule.no-credit":
            yield self.tr("Add the credit…"), "credit"
        if finding.rule == "length.too-long" and can_thread:
            yield self.tr("Send as a thread"), "thread"
        if kept:
            yield self.tr("Take the reason back"), "unkeep"
        elif finding.severity is Severity.WARN:
            yield self.tr("Keep it, give a reason…"), "keep"

    def _choose(self, finding: Finding) -> None:
        key = self._key_of(finding)
        self._set_current(None if key == self._current else key)

    def _set_current(self, key: _Key | None) -> None:
        if key == self._current:
            return
        self._current = key
        for each, card in self._cards.items():
            card.set_current(each == key)
        self.current_changed.emit(self.current)

    def _key_of(self, finding: Finding | None) -> _Key | None:
        return next((key for key, card in self._cards.items() if card.finding == finding), None)

    def _show_more(self) -> None:
        self._limit += PAGE
        if self._seen:
            self.show_result(*self._seen)

    def _word_more(self) -> None:
        left = len(self._findings) - self._limit
        self._more.setVisible(left > 0)
        self._more.setText(self.tr("Show %n more", "", max(0, left)))


def _keyed(findings: Sequence[Finding]) -> Iterator[tuple[_Key, Finding]]:
    """Yield each finding with a key that survives a key press elsewhere in the text."""
    seen: dict[tuple[str, str | None, str, str | None], int] = {}
    for finding in findings:
        base = (finding.rule, finding.version, finding.place, finding.account)
        seen[base] = seen.get(base, 0) + 1
        yield (*base, seen[base]), finding
