"""One rule tried on one example, as the checks apply it: for a rule's page, and for all who run examples."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules import apply
from embassy_assistant.checks.rules.compiled import Compiled
from embassy_assistant.checks.rules.run import Run
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN, Media, Post, Version
from embassy_assistant.domain.review import ReviewContext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Example, GuidelinePack, Rule

_NOON: Final = time(12, tzinfo=UTC)
_CREDIT: Final = {UKRAINIAN: "Фото", ENGLISH: "Photo"}


class Trial:
    """One rule, and nothing else of its pack, ready to be tried on examples."""

    def __init__(self, pack: GuidelinePack, rule: Rule, lines: Sequence[Rule]) -> None:
        """Make the rule ready; the packs that posts are checked by stay ready beside it.

        Args:
            pack: The pack that the rule is of.
            rule: The rule.
            lines: The pack's approved lines: a freeze lets them pass, and a line may name its successor.
        """
        beside = lines if rule.kind in {RuleKind.FREEZE, RuleKind.LINE} else ()
        self._pack = replace(pack, rules=(rule, *(line for line in beside if line.id != rule.id)))
        self._ready = Compiled(self._pack)
        self._rule = rule

    def objections(self, example: Example) -> tuple[Finding, ...]:
        """Return what the rule objects to.

        Args:
            example: One that does not say where and when it goes is meant to be where the rule holds.
        """
        rule = self._rule
        day = rule.valid_from or datetime.fromisoformat(self._pack.issued).date()
        missions, networks = sorted(rule.scope.missions), sorted(rule.scope.networks)
        context = ReviewContext(
            _post(rule, example),
            (),
            self._pack,
            example.at or datetime.combine(day, _NOON),
            mission=example.mission or next(iter(missions), ""),
            networks=frozenset({example.network} if example.network else networks[:1]),
        )
        return tuple(finding for finding in apply(Run(context, self._ready)) if finding.rule == rule.id)


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
