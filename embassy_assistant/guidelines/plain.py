"""From a pack's JSON to the rules that the checks use. It takes the JSON at its word; `pack` validates it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import (
    Example,
    GuidelinePack,
    Picture,
    Rule,
    RuleKind,
    Scope,
    Source,
    Surface,
    Topic,
)
from embassy_assistant.domain.rule_body import (
    Body,
    Calendar,
    Embargo,
    Freeze,
    Line,
    Links,
    MediaNeeds,
    Mentions,
    Name,
    Need,
    Pattern,
    Readability,
    Require,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

FORMAT: Final = 2
"""The newest format that this program reads whole; 1 is the first one, which had only terms."""

_KINDS: Final = frozenset(RuleKind)
"""The kinds that this program checks; the rules of all others are named, so that the program can say so."""

_FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
_LAST: Final = datetime(9999, 12, 29, tzinfo=UTC)
"""Beyond these a moment may be none in another zone; whoever writes one means for ever."""


def pack_of(document: Mapping[str, Any], shipped_with: str = "") -> GuidelinePack:
    """Return the pack as the program uses it.

    Args:
        document: The JSON of a valid pack.
        shipped_with: The program's version where the pack came with the program.
    """
    return GuidelinePack(
        version=document["pack_version"],
        title=MappingProxyType(document["title"]),
        rules=tuple(rule_of(rule) for rule in document["rules"] if rule["kind"] in _KINDS),
        issued=document["issued"],
        shipped_with=shipped_with,
        unchecked=(
            *(rule["id"] for rule in document["rules"] if rule["kind"] not in _KINDS),
            *document.get("unchecked", ()),
        ),
        topics=tuple(map(topic_of, document.get("topics", ()))),
    )


def topic_of(topic: Mapping[str, Any]) -> Topic:
    """Return one topic as the program uses it.

    Args:
        topic: The JSON of a valid topic.
    """
    return Topic(topic["id"], topic["title"]["uk"], topic["title"]["en"], tuple(topic.get("also", ())))


def rule_of(rule: Mapping[str, Any]) -> Rule:
    """Return one rule as the program uses it.

    Args:
        rule: The JSON of a valid rule, of a kind that this program checks.
    """
    # Format 1 had the dates in the rule, and `no_match`.
    valid = rule.get("valid") or {"from": rule.get("valid_from"), "until": rule.get("valid_until")}
    examples = rule["examples"]
    kind = RuleKind(rule["kind"])
    return Rule(
        id=rule["id"],
        kind=kind,
        severity=Severity(rule["severity"]),
        language=rule["language"] if kind is RuleKind.TERM else "",
        surfaces=tuple(_wrong(rule)),
        reason=MappingProxyType(rule["reason"]),
        source=Source(**{name: value for name, value in rule["source"].items() if value and name != "read"}),
        title=MappingProxyType(rule["title"]),
        exceptions=tuple(form for phrase in rule.get("exceptions", ()) for form in _forms(phrase)),
        case_sensitive=rule.get("case_sensitive", False),
        quotes_exempt=rule.get("quotes_exempt", False),
        valid_from=_day(valid.get("from")),
        valid_until=_day(valid.get("until")),
        match=tuple(map(_example, examples["match"])),
        no_match=tuple(map(_example, examples["pass"] if "pass" in examples else examples["no_match"])),
        scope=Scope(**{name: frozenset(values) for name, values in rule.get("scope", {}).items()}),
        words=tuple(_words(rule.get("words") or rule.get("openings") or {})),
        body=_BODIES[kind](rule) if kind in _BODIES else None,
    )


def _wrong(rule: Mapping[str, Any]) -> Iterator[Surface]:
    """Yield every form to object to."""
    for term in rule.get("terms", ()):
        yield from _surfaces(term)
    for language, terms in rule.get("wrong", {}).items():
        for term in terms:
            yield from _surfaces(term, language, rule["official"][language])


def _surfaces(term: Mapping[str, Any], language: str = "", official: str = "") -> Iterator[Surface]:
    """Yield every form of a term; one that is not inflected has one."""
    deprecated = term.get("status") == "deprecated"
    if not term.get("forms"):
        yield Surface(term["text"], term.get("replacement") or official, "", language, deprecated)
    for form in term.get("forms", ()):
        yield Surface(form["surface"], form.get("replacement", ""), form.get("case", ""), language, deprecated)


def _words(phrases: Mapping[str, Any]) -> Iterator[Surface]:
    for language, some in phrases.items():
        for phrase in some:
            for form in _forms(phrase):
                yield Surface(form, language=language)


def _forms(phrase: str | Mapping[str, Any]) -> tuple[str, ...]:
    """Return the forms of a phrase; those of a pattern's exceptions are fixed texts."""
    return (phrase,) if isinstance(phrase, str) else tuple(phrase.get("forms") or (phrase["text"],))


def _example(example: str | Mapping[str, Any]) -> Example:
    if isinstance(example, str):
        return Example(example)
    return Example(
        text=example.get("text", ""),
        language=example.get("language") or "",
        topics=tuple(example.get("topics", ())),
        network=example.get("network") or "",
        mission=example.get("mission") or "",
        at=_moment(example["at"]) if example.get("at") else None,
        pictures=tuple(Picture(**picture) for picture in example.get("pictures", ())),
    )


def _line(rule: Mapping[str, Any]) -> Line:
    return Line(
        text=MappingProxyType(rule["text"]),
        verbatim=rule.get("use", "verbatim") == "verbatim",
        withdrawn=_moment(rule["withdrawn"]) if rule.get("withdrawn") else None,
        superseded_by=rule.get("superseded_by") or "",
    )


def _calendar(rule: Mapping[str, Any]) -> Calendar:
    days = tuple((days["from"], days.get("until") or days["from"]) for days in rule.get("days", ()))
    return Calendar(days, rule.get("emoji", False), rule.get("exclamations", False))


def _freeze(rule: Mapping[str, Any]) -> Freeze:
    return Freeze(
        since=_moment(rule["since"]),
        allow_lines=rule["allow"] == "lines",
        lines=tuple(rule.get("lines", ())),
        until=_moment(rule["until"]) if rule.get("until") else None,
        cancel_parked=rule.get("cancel_parked", True),
    )


def _kept(rule: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: rule[name] for name in names if name in rule}


_BODIES: Final[Mapping[RuleKind, Callable[[Mapping[str, Any]], Body]]] = {
    RuleKind.PATTERN: lambda rule: Pattern(rule["pattern"], rule.get("replacement", "")),
    RuleKind.NAME: lambda rule: Name(MappingProxyType(rule["official"])),
    RuleKind.LINE: _line,
    RuleKind.REQUIRE: lambda rule: Require(
        tuple(Need(need["what"], MappingProxyType(need["text"])) for need in rule["needs"])
    ),
    RuleKind.EMBARGO: lambda rule: Embargo(_moment(rule["until"])),
    RuleKind.CALENDAR: _calendar,
    RuleKind.LINK: lambda rule: Links(tuple(rule["domains"]), rule["action"] == "verify", rule.get("instead") or ""),
    RuleKind.MENTION: lambda rule: Mentions(
        tuple(rule["accounts"]), rule["action"] == "verify", rule.get("instead") or ""
    ),
    RuleKind.READABILITY: lambda rule: Readability(
        **_kept(rule, "sentence_words", "capitals", "emoji", "hashtags", "camel_case_hashtags", "plain_letters")
    ),
    RuleKind.MEDIA: lambda rule: MediaNeeds(**_kept(rule, "alt_text", "alt_longest", "credit")),
    RuleKind.FREEZE: _freeze,
}


def _moment(written: str) -> datetime:
    return min(max(datetime.fromisoformat(written), _FIRST), _LAST).astimezone(UTC)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
