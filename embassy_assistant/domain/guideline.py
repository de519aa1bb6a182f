"""Guidelines as data: rules, their sources, and the pack that carries them."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003
from enum import StrEnum
from types import MappingProxyType

from embassy_assistant.domain.finding import Severity  # noqa: TC001


class RuleKind(StrEnum):
    """What a rule looks for."""

    TERM = "term"


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
    """One written form that a rule objects to, and what to write instead (empty: no replacement is safe).

    Attributes:
        case: grammatical case (`nomn`, `gent`, `datv`, `accs`, `ablt`, `loct`), by which the word before it chooses
            among several replacements; empty where there is nothing to choose.
    """

    text: str
    replacement: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One guideline that a check can apply.

    Attributes:
        language: language of the Versions it applies to.
        surfaces: every form to look for, already inflected.
        exceptions: longer phrases inside which a surface is right.
        quotes_exempt: whether text in quotation marks is left alone.
        title: what it says in a few words, per language of the window.
        reason: why, per language of the window.
        match, no_match: examples that tests run.
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
    match: tuple[str, ...] = ()
    no_match: tuple[str, ...] = ()

    def valid_on(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class GuidelinePack:
    """A versioned set of rules.

    Attributes:
        shipped_with: the program's version where the pack came with the program, else empty.
        unchecked: ids of the rules that this program is too old to check.
    """

    version: str
    title: Mapping[str, str]
    rules: tuple[Rule, ...]
    issued: str = ""
    shipped_with: str = ""
    unchecked: tuple[str, ...] = ()

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule called `rule_id`, if the pack has it."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)
