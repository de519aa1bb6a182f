"""Guidelines as data: rules, their sources, and the pack that carries them. What a kind needs is in `rule_body`."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime  # noqa: TC003
from enum import StrEnum
from types import MappingProxyType

from embassy_assistant.domain.finding import Severity  # noqa: TC001
from embassy_assistant.domain.post import UKRAINIAN
from embassy_assistant.domain.rule_body import Body, Calendar, Embargo, Freeze, Line


class RuleKind(StrEnum):
    """What a rule looks for."""

    TERM = "term"
    PATTERN = "pattern"
    NAME = "name"
    LINE = "line"
    REQUIRE = "require"
    EMBARGO = "embargo"
    CALENDAR = "calendar"
    LINK = "link"
    MENTION = "mention"
    READABILITY = "readability"
    MEDIA = "media"
    FREEZE = "freeze"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a rule comes from; `url` only where somebody saw the page."""

    issuer: str
    title: str
    number: str = ""
    date: str = ""
    clause: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """One written form that a rule looks for, and what to write instead (empty: no replacement is safe).

    Attributes:
        case: grammatical case (`nomn`, `gent`, `datv`, `accs`, `ablt`, `loct`), by which the word before it chooses
            among several replacements; empty where there is nothing to choose.
        language: language of the Versions it is looked for in; empty for that of the rule.
        deprecated: it is no longer the word, but not forbidden: it never blocks.
    """

    text: str
    replacement: str = ""
    case: str = ""
    language: str = ""
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """What posts may be about, and what an Officer may call it.

    Attributes:
        id: its name in rules.
        uk, en: what it is called in the window.
        also: other words for it, in either language.
    """

    id: str
    uk: str
    en: str
    also: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        """Return what it is called, in Ukrainian or in English."""
        return self.uk if language == UKRAINIAN else self.en


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule holds; what is empty does not narrow it."""

    topics: frozenset[str] = frozenset()
    networks: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    missions: frozenset[str] = frozenset()


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of an example."""

    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A post that shows what a rule is about.

    Attributes:
        language: language of the text; empty for that of the rule.
        network, mission: where it goes and whose it is; empty for any.
        at: when it goes out, aware; None for a day on which the rule is in force.
    """

    text: str
    language: str = ""
    topics: tuple[str, ...] = ()
    network: str = ""
    mission: str = ""
    at: datetime | None = None
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One guideline that a check can apply.

    Attributes:
        language: language of the Versions it applies to; empty where `scope` or its words tell.
        surfaces: of a term or a name, every form to object to, already inflected.
        words: of other kinds, the phrases that show a topic, do not suit a day or open no alternative text.
        exceptions: longer phrases inside which a surface or a match is right.
        quotes_exempt: whether text in quotation marks is left alone.
        title: what it says in a few words, per language of the window.
        reason: why, per language of the window.
        match, no_match: examples that tests run.
        body: what its kind needs beside that; None for terms.
    """

    id: str
    kind: RuleKind
    severity: Severity
    language: str
    surfaces: tuple[Surface, ...]
    reason: Mapping[str, str]
    source: Source
    title: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    exceptions: tuple[str, ...] = ()
    case_sensitive: bool = False
    quotes_exempt: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    match: tuple[Example, ...] = ()
    no_match: tuple[Example, ...] = ()
    scope: Scope = EVERYWHERE
    words: tuple[Surface, ...] = ()
    body: Body | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    @property
    def timed(self) -> bool:
        """Whether what it says changes with time."""
        return (
            self.valid_from is not None
            or self.valid_until is not None
            or isinstance(self.body, Embargo | Freeze | Calendar)
            or (isinstance(self.body, Line) and self.body.withdrawn is not None)
        )

    @property
    def moments(self) -> tuple[datetime, ...]:
        """The moments at which what it says changes, besides its days."""
        match self.body:
            case Embargo(until=until):
                moments: tuple[datetime | None, ...] = (until,)
            case Freeze(since=since, until=end):
                moments = (since, end)
            case Line(withdrawn=withdrawn):
                moments = (withdrawn,)
            case _:
                moments = ()
        return tuple(moment for moment in moments if moment is not None)


class RuleList(Sequence[Rule]):
    """Rules that are read when they are asked for: of a large pack, a check needs few."""

    @abstractmethod
    def find(self, rule_id: str) -> Rule | None:
        """Return the rule called `rule_id`, if there is one."""

    @property
    @abstractmethod
    def timed(self) -> Sequence[Rule]:
        """The rules for which `Rule.timed` holds."""


@dataclass(frozen=True, slots=True)
class GuidelinePack:
    """A versioned set of rules.

    Attributes:
        shipped_with: the program's version where the pack came with the program, else empty.
        unchecked: ids of the rules that this program is too old to check.
        topics: those that its rules name.
        digest: tells it from another of the same version; empty where it is not known.
    """

    version: str
    title: Mapping[str, str]
    rules: Sequence[Rule]
    issued: str = ""
    shipped_with: str = ""
    unchecked: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()
    digest: str = ""

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule called `rule_id`, if the pack has it."""
        if isinstance(self.rules, RuleList):
            return self.rules.find(rule_id)
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def topic_title(self, topic: str, language: str) -> str:
        """Return what a topic that rules name is called in the window; its words where it is not declared."""
        declared = next((one for one in self.topics if one.id == topic), None)
        return declared.title(language) if declared else topic.replace("-", " ")

    @property
    def timed(self) -> Sequence[Rule]:
        """The rules that change with time what they say."""
        return self.rules.timed if isinstance(self.rules, RuleList) else [rule for rule in self.rules if rule.timed]
