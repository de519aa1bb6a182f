"""A rule's examples, run: what it must object to, and what it must leave alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks import CHECKS
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN, Media, Post, Version
from embassy_assistant.domain.review import ReviewContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import Example, GuidelinePack, Rule

_NOON: Final = time(12, tzinfo=UTC)
_CREDIT: Final = {UKRAINIAN: "Фото", ENGLISH: "Photo"}


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that does not hold.

    Attributes:
        rule: id of the rule.
        text: the example.
        missed: whether the rule should have objected; else it objects and should not.
    """

    rule: str
    text: str
    missed: bool


def run_examples(pack: GuidelinePack) -> Iterator[Failure]:
    """Yield the examples of a pack that do not hold; each rule is tried for itself, as the checks apply it.

    Args:
        pack: The pack; its rules in `unchecked` have no check here that could be run.
    """
    lines = tuple(rule for rule in pack.rules if rule.kind is RuleKind.LINE)
    for rule in pack.rules:
        # A freeze lets lines pass, and a line may name its successor.
        beside = lines if rule.kind in {RuleKind.FREEZE, RuleKind.LINE} else ()
        alone = replace(pack, rules=(rule, *(line for line in beside if line is not rule)))
        for examples, wanted in ((rule.match, True), (rule.no_match, False)):
            for example in examples:
                if _objects(alone, rule, example) is not wanted:
                    yield Failure(rule.id, example.text, missed=wanted)


def _objects(pack: GuidelinePack, rule: Rule, example: Example) -> bool:
    """Tell whether any check says of an example what the rule says."""
    day = rule.valid_from or datetime.fromisoformat(pack.issued).date()
    missions, networks = sorted(rule.scope.missions), sorted(rule.scope.networks)
    # An example that does not say where it goes is meant to be where the rule holds.
    context = ReviewContext(
        _post(rule, example),
        (),
        pack,
        example.at or datetime.combine(day, _NOON),
        mission=example.mission or next(iter(missions), ""),
        networks=frozenset({example.network} if example.network else networks[:1]),
    )
    return any(finding.rule == rule.id for check in CHECKS for finding in check(context))


def _post(rule: Rule, example: Example) -> Post:
    languages = (example.language or rule.language,) if example.language or rule.language else (UKRAINIAN, ENGLISH)
    versions = {}
    for language in languages:
        # A credit goes out in the text.
        credits = (
            f"{_CREDIT.get(language, 'Photo')}: {picture.credit}" for picture in example.pictures if picture.credit
        )
        # An example of pictures may have no text; a post has one.
        text = "\n".join(part for part in (example.text, *credits) if part) or "…"
        versions[language] = Version(language, text)
    media = tuple(
        Media(f"{number:064x}", f"{number}.png", "image/png", 1, dict.fromkeys(languages, picture.alt))
        for number, picture in enumerate(example.pictures, start=1)
    )
    return Post("example", topic=", ".join(example.topics), versions=MappingProxyType(versions), media=media)
