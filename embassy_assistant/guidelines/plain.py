"""From a pack's JSON to the rules that the checks use. It takes the JSON at its word; `pack` validates it."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import GuidelinePack, Rule, RuleKind, Source, Surface

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MISTAKES: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What `pack_of` may raise where the JSON is not a pack."""


def pack_of(document: Mapping[str, Any], shipped_with: str = "") -> GuidelinePack:
    """Return the pack as the program uses it.

    Args:
        document: The JSON of a valid pack.
        shipped_with: The program's version where the pack came with the program.
    """
    return GuidelinePack(
        version=document["pack_version"],
        title=MappingProxyType(document["title"]),
        rules=tuple(map(_rule, document["rules"])),
        issued=document["issued"],
        shipped_with=shipped_with,
    )


def _rule(rule: Mapping[str, Any]) -> Rule:
    return Rule(
        id=rule["id"],
        kind=RuleKind(rule["kind"]),
        severity=Severity(rule["severity"]),
        language=rule["language"],
        surfaces=tuple(surface for term in rule["terms"] for surface in _surfaces(term)),
        reason=MappingProxyType(rule["reason"]),
        source=Source(**{name: value for name, value in rule["source"].items() if value is not None}),
        title=MappingProxyType(rule["title"]),
        exceptions=tuple(
            form for phrase in rule.get("exceptions", ()) for form in (phrase.get("forms") or (phrase["text"],))
        ),
        case_sensitive=rule.get("case_sensitive", False),
        quotes_exempt=rule.get("quotes_exempt", False),
        valid_from=_day(rule.get("valid_from")),
        valid_until=_day(rule.get("valid_until")),
        match=tuple(rule["examples"]["match"]),
        no_match=tuple(rule["examples"]["no_match"]),
    )


def _surfaces(term: Mapping[str, Any]) -> Iterator[Surface]:
    """Yield every form to look for; a term that is not inflected has one."""
    if not term.get("forms"):
        yield Surface(term["text"], term.get("replacement", ""))
    for form in term.get("forms", ()):
        yield Surface(form["surface"], form.get("replacement", ""), form.get("case", ""))


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
