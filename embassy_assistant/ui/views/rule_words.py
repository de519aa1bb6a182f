"""A rule in words: its kind, what it looks for and asks for, where it holds, where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QObject, Qt

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.ui.clocks import two_clocks
from embassy_assistant.ui.models.rule_entries import languages_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from embassy_assistant.domain.guideline import Rule, Source
    from embassy_assistant.ui.context import Context

_DAY: Final = "d MMMM yyyy"
_DAY_OF_YEAR: Final = "d MMMM"
_LEAP: Final = 2024


class RuleWords(QObject):
    """Words rules in the window's language.

    Attributes:
        zone: IANA name of the Mission's zone.
        named: returns how another rule is called.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Use the language that `context` has at the moment of asking."""
        super().__init__(parent)
        self._context = context
        self.zone = "Europe/Kyiv"
        self.named: Callable[[str], str] = str

    def kind(self, kind: str) -> str:
        """Name a group of rules of one kind."""
        return {
            RuleKind.FREEZE: self.tr("Freezes"),
            RuleKind.EMBARGO: self.tr("Embargoes"),
            RuleKind.NAME: self.tr("Names"),
            RuleKind.TERM: self.tr("Words"),
            RuleKind.PATTERN: self.tr("Ways of writing"),
            RuleKind.REQUIRE: self.tr("What a topic needs"),
            RuleKind.CALENDAR: self.tr("Days and tone"),
            RuleKind.LINK: self.tr("Links"),
            RuleKind.MENTION: self.tr("Mentions"),
            RuleKind.READABILITY: self.tr("Easy to read"),
            RuleKind.MEDIA: self.tr("Pictures"),
            RuleKind.LINE: self.tr("Approved lines"),
        }[RuleKind(kind)]

    def topic(self, topic: str) -> str:
        """Name a group of rules about one topic; an empty one is every topic."""
        if not topic:
            return self.tr("Every topic")
        words = self.topics((topic,))[0]
        return words[:1].upper() + words[1:]

    def topics(self, topics: Iterable[str]) -> list[str]:
        """Name topics as the guidelines in force do, in the order of the alphabet."""
        pack, language = self._context.desk.review.pack, self._context.languages.language
        return sorted(pack.topic_title(topic, language) for topic in topics)

    def title(self, rule: Rule) -> str:
        """Name a rule, by what it looks for where it has no title."""
        return rule_title(rule, self._context.languages.language)

    def scope(self, rule: Rule) -> str:
        """Say where a rule holds: which texts, topics, networks and missions."""
        scope = rule.scope
        wide = self._wide(bool(scope.topics), bool(scope.networks), bool(scope.missions))
        parts = [", ".join(part for part in (self._texts(rule), wide) if part)]
        if scope.topics:
            parts.append(
                self.tr("only where the topic is {names}").format(names=self.either(self.topics(scope.topics)))
            )
        if scope.networks:
            parts.append(
                self.tr("only on {names}").format(names=self.either(map(self.network, sorted(scope.networks))))
            )
        if scope.missions:
            missions = self.either(sorted(code.upper() for code in scope.missions))
            parts.append(self.tr("only for the mission {names}").format(names=missions))
        if rule.case_sensitive:
            parts.append(self.tr("only with these capitals"))
        if rule.quotes_exempt:
            parts.append(self.tr("not inside quotation marks"))
        return "; ".join(parts)

    def valid(self, rule: Rule) -> str:
        """Say from when until when a rule holds."""
        if rule.valid_from and rule.valid_until:
            both = self.tr("from {start} until {end}")
            return both.format(start=self.date(rule.valid_from), end=self.date(rule.valid_until))
        if rule.valid_from:
            return self.tr("from {start}, no end").format(start=self.date(rule.valid_from))
        if rule.valid_until:
            return self.tr("until {end}").format(end=self.date(rule.valid_until))
        return self.tr("no end")

    def source(self, source: Source) -> str:
        """Say where a rule comes from, but for the address."""
        given = QDate.fromString(source.date, Qt.DateFormat.ISODate)
        day = self._context.locale.toString(given, _DAY) if given.isValid() else source.date
        # A number says nothing without its sign.
        number = self.tr("No. {number}").format(number=source.number) if source.number[:1].isdigit() else source.number
        parts = (source.issuer, source.title, number, day, source.clause)
        return ", ".join(part for part in parts if part)

    def date(self, day: date) -> str:
        """Write a day with its year."""
        return self._context.locale.toString(QDate(day.year, day.month, day.day), _DAY)

    def day_of_year(self, written: str) -> str:
        """Write a day of every year, given as `MM-DD`."""
        month, day = map(int, written.split("-"))
        return self._context.locale.toString(QDate(_LEAP, month, day), _DAY_OF_YEAR)

    def moment(self, at: datetime) -> str:
        """Write a moment by both clocks, with its year where that is another one."""
        words = two_clocks(at, self.zone, self._context.locale)
        year = at.year
        return words if year == self._context.desk.clock.now().year else f"{words} ({year})"

    def either(self, names: Iterable[str]) -> str:
        """Join names of which one suffices."""
        *most, last = names
        return self.tr("{most} or {last}").format(most=", ".join(most), last=last) if most else last

    def _wide(self, topics: bool, networks: bool, missions: bool) -> str:
        """Say what does not narrow a rule."""
        return {
            (False, False, False): self.tr("every topic, network and mission"),
            (True, False, False): self.tr("every network and mission"),
            (False, True, False): self.tr("every topic and mission"),
            (False, False, True): self.tr("every topic and network"),
            (True, True, False): self.tr("every mission"),
            (True, False, True): self.tr("every network"),
            (False, True, True): self.tr("every topic"),
        }.get((topics, networks, missions), "")

    def _texts(self, rule: Rule) -> str:
        languages = languages_of(rule)
        known = {
            ("uk",): self.tr("Ukrainian text"),
            ("en",): self.tr("English text"),
            ("uk", "en"): self.tr("Ukrainian and English text"),
        }
        names = (self._context.messages.text(f"language.{code}") for code in languages)
        return known.get(languages) or self.tr("Text in {names}").format(names=self.either(names))

    def network(self, name: str) -> str:
        """Name a network, one that the program does not know too."""
        titles = {network.name: network.title for network in self._context.desk.accounts.networks()}
        return titles.get(name) or name[:1].upper() + name[1:]


def rule_title(rule: Rule, language: str) -> str:
    """Name a rule in `language`, by what it looks for where it has no title."""
    return rule.title.get(language) or rule.title.get("en") or (rule.surfaces[0].text if rule.surfaces else rule.id)
