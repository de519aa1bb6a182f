"""What stands on a rule's page beside its reason and its examples: each kind's own, then what all have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import (
    Calendar,
    Embargo,
    Freeze,
    Line,
    Links,
    MediaNeeds,
    Mentions,
    Name,
    Pattern,
    Readability,
    Require,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from embassy_assistant.domain.guideline import Rule, Surface
    from embassy_assistant.ui.views.rule_words import RuleWords

_FORMS: Final = 8


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: its name, what it says, and the address that it leads to, if any."""

    name: str
    value: str
    address: str = ""


class RuleFacts(QObject):
    """Says what a rule asks for, in the window's language."""

    def __init__(self, words: RuleWords) -> None:
        """Use the words of `words`, and live as long."""
        super().__init__(words)
        self._words = words

    def of(self, rule: Rule) -> list[Fact]:
        """Return the facts of a rule; what it does not have is left out."""
        source = rule.source
        return [
            fact
            for fact in (
                *self._own(rule),
                Fact(self.tr("Right within"), self._some(rule.exceptions)),
                Fact(self.tr("Source"), self._words.source(source), source.url),
                Fact(self.tr("Valid"), self._words.valid(rule)),
                Fact(self.tr("Applies to"), self._words.scope(rule)),
            )
            if fact.value
        ]

    def _own(self, rule: Rule) -> Iterator[Fact]:  # noqa: C901 - one case a kind
        """Yield what only its kind has."""
        match rule.body:
            case Pattern(pattern=pattern, replacement=replacement):
                yield Fact(self.tr("Looks for the pattern"), pattern)
                yield Fact(self.tr("Write instead"), replacement)
            case Name(official=official):
                yield Fact(self.tr("Official name"), self._both(official))
                yield from self._surfaces(rule)
            case Line() as line:
                yield from self._line(line)
            case Require(needs=needs):
                yield Fact(self.tr("Where it says"), self._some(word.text for word in rule.words))
                for need in needs:
                    yield Fact(self._need(need.what), self._both(need.text))
            case Embargo(until=until):
                yield Fact(self.tr("May be said from"), self._words.moment(until))
                yield Fact(self.tr("What is meant"), self._some(word.text for word in rule.words))
            case Calendar() as days:
                yield from self._calendar(days, rule.words)
            case Links(domains=whom, verify=verify, instead=instead):
                yield Fact(self.tr("Sites"), self._all(whom))
                yield Fact(self.tr("What to do"), self._look(verify=verify))
                yield Fact(self.tr("Link instead"), instead)
            case Mentions(accounts=whom, verify=verify, instead=instead):
                yield Fact(self.tr("Accounts"), self._all(whom))
                yield Fact(self.tr("What to do"), self._look(verify=verify))
                yield Fact(self.tr("Mention instead"), instead)
            case Readability() as limits:
                yield Fact(self.tr("Limits"), "\n".join(self._limits(limits)))
            case MediaNeeds() as needs:
                yield Fact(self.tr("A picture needs"), "\n".join(self._pictures(needs)))
                yield Fact(self.tr("Must not begin with"), self._some(word.text for word in rule.words))
            case Freeze() as freeze:
                yield from self._freeze(freeze)
            case _:
                yield from self._surfaces(rule)

    def _surfaces(self, rule: Rule) -> Iterator[Fact]:
        forbidden = (surface.text for surface in rule.surfaces if not surface.deprecated)
        yield Fact(self.tr("Looks for"), self._some(forbidden))
        given_up = (surface.text for surface in rule.surfaces if surface.deprecated)
        yield Fact(self.tr("Better not"), self._some(given_up))
        yield Fact(self.tr("Write instead"), self._some(_instead(rule.surfaces)))

    def _line(self, line: Line) -> Iterator[Fact]:
        words = self.tr("word for word") if line.verbatim else self.tr("word for word, or closely in other words")
        yield Fact(self.tr("Use it"), words)
        if line.withdrawn is not None:
            yield Fact(self.tr("Withdrawn"), self._words.moment(line.withdrawn))
        if line.superseded_by:
            yield Fact(self.tr("Use instead"), self._words.named(line.superseded_by))

    def _calendar(self, body: Calendar, words: Sequence[Surface]) -> Iterator[Fact]:
        days = []
        for first, last in body.days:
            start, end = self._words.day_of_year(first), self._words.day_of_year(last)
            days.append(start if first == last else self.tr("{start} to {end}").format(start=start, end=end))
        every = self.tr("{days}, every year").format(days="; ".join(days)) if days else ""
        yield Fact(self.tr("Days"), every)
        unfit = [self.tr("emoji")] * (not body.emoji) + [self.tr("exclamation marks")] * (not body.exclamations)
        unfit += list(dict.fromkeys(word.text for word in words))
        yield Fact(self.tr("Does not suit the day"), self._some(unfit))

    def _freeze(self, freeze: Freeze) -> Iterator[Fact]:
        yield Fact(self.tr("Began"), self._words.moment(freeze.since))
        ends = self._words.moment(freeze.until) if freeze.until else self.tr("when it is lifted")
        yield Fact(self.tr("Ends"), ends)
        named = "; ".join(self._words.named(line) for line in freeze.lines)
        if not freeze.allow_lines:
            allowed = self.tr("Nothing.")
        elif named:
            allowed = self.tr("Only these approved lines: {names}").format(names=named)
        else:
            allowed = self.tr("Only approved lines.")
        yield Fact(self.tr("May still be sent"), allowed)
        if freeze.cancel_parked:
            yield Fact(self.tr("On servers"), self.tr("Posts that servers keep until their time are called back."))

    def _limits(self, body: Readability) -> Iterator[str]:
        if body.sentence_words is not None:
            yield self.tr("at most %n word(s) in a sentence", "", body.sentence_words)
        if body.capitals is not None:
            yield self.tr("at most %n word(s) in capitals in a row", "", body.capitals)
        if body.emoji is not None:
            yield self.tr("at most %n emoji", "", body.emoji)
        if body.hashtags is not None:
            yield self.tr("at most %n hashtag(s)", "", body.hashtags)
        if body.camel_case_hashtags:
            yield self.tr("a capital for each word in a hashtag")
        if body.plain_letters:
            yield self.tr("plain letters only, no ornamental ones")

    def _pictures(self, body: MediaNeeds) -> Iterator[str]:
        if body.alt_text:
            yield self.tr("a description for those who cannot see it")
        if body.alt_longest is not None:
            yield self.tr("a description of at most %n character(s)", "", body.alt_longest)
        if body.credit:
            yield self.tr("the name of who took it")

    def _need(self, what: str) -> str:
        return {
            "hashtag": self.tr("Needs the hashtag"),
            "link": self.tr("Needs the link"),
            "phrase": self.tr("Needs the words"),
        }.get(what) or self.tr("Needs the disclaimer")

    def _look(self, *, verify: bool) -> str:
        if verify:
            return self.tr("Look at it first, and say what you saw.")
        return self.tr("Never.")

    def _both(self, texts: Mapping[str, str]) -> str:
        """Return a text in all its languages, once where they are the same."""
        return " / ".join(dict.fromkeys(text for text in texts.values() if text))

    def _some(self, texts: Iterable[str]) -> str:
        """Return the first of many forms, and how many more there are."""
        forms = list(dict.fromkeys(text for text in texts if text))
        shown = ", ".join(forms[:_FORMS])
        if len(forms) > _FORMS:
            shown += ", " + self.tr("and %n more form(s)", "", len(forms) - _FORMS)
        return shown

    @staticmethod
    def _all(texts: Iterable[str]) -> str:
        return ", ".join(texts)


def line_text(rule: Rule) -> Mapping[str, str]:
    """Return the words of an approved line per language; nothing for other kinds."""
    return rule.body.text if rule.kind is RuleKind.LINE and isinstance(rule.body, Line) else {}


def _instead(surfaces: Iterable[Surface]) -> Iterator[str]:
    return (surface.replacement for surface in surfaces if surface.replacement)
