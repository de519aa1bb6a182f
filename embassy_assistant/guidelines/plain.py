"""From a pack's JSON to the rules that the checks use. It takes the JSON at its word; `pack` validates it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import GuidelinePack, Rule, RuleKind, Source, Surface

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FORMAT: Final = 2
"""The newest format that this program reads whole; 1 is the first one, which had only terms."""

MISTAKES: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What `pack_of` may raise where the JSON is not a pack."""

_KINDS: Final = frozenset(RuleKind)
"""The kinds that this program checks; the rules of all others are named, so that the program can say so."""


def pack_of(document: Mapping[str, Any], shipped_with: str = "") -> GuidelinePack:
    """Return the pack as the program uses it.

    Args:
        document: The JSON of a valid pack.
        shipped_with: The program's version where the pack came with the program.
    """
    return GuidelinePack(
        version=document["pack_version"],
        title=MappingProxyType(document["title"]),
        rules=tuple(_rule(rule) for rule in document["rules"] if rule["kind"] in _KINDS),
        issued=document["issued"],
        shipped_with=shipped_with,
        unchecked=(
            *(rule["id"] for rule in document["rules"] if rule["kind"] not in _KINDS),
            *document.get("unchecked", ()),
        ),
    )


def _rule(rule: Mapping[str, Any]) -> Rule:
    # Format 1 had the dates in the rule, and `no_match`.
    valid = rule.get("valid") or {"from": rule.get("valid_from"), "until": rule.get("valid_until")}
    examples = rule["examples"]
    return Rule(
        id=rule["id"],
        kind=RuleKind(rule["kind"]),
        severity=Severity(rule["severity"]),
        language=rule["language"],
        surfaces=tuple(surface for term in rule["terms"] for surface in _surfaces(term)),
        reason=MappingProxyType(rule["reason"]),
        source=Source(**{name: value for name, value in rule["source"].items() if value and name != "read"}),
        title=MappingProxyType(rule["title"]),
        exceptions=tuple(
            form for phrase in rule.get("exceptions", ()) for form in (phrase.get("forms") or (phrase["text"],))
        ),
        case_sensitive=rule.get("case_sensitive", False),
        quotes_exempt=rule.get("quotes_exempt", False),
        valid_from=_day(valid.get("from")),
        valid_until=_day(valid.get("until")),
        match=_texts(examples["match"]),
        no_match=_texts(examples["pass"] if "pass" in examples else examples["no_match"]),
    )


def _surfaces(term: Mapping[str, Any]) -> Iterator[Surface]:
    """Yield every form to look for; a term that is not inflected has one."""
    if not term.get("forms"):
        yield Surface(term["text"], term.get("replacement", ""))
    for form in term.get("forms", ()):
        yield Surface(form["surface"], form.get("replacement", ""), form.get("case", ""))


def _texts(examples: Iterable[str | Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(example if isinstance(example, str) else example["text"] for example in examples)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
