"""What rules would have flagged, and what becomes of posts when one pack takes another's place."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.review import ReviewContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.guidelines.corpus import Past

_SEVEREST_FIRST: Final = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Bench:
    """Where and when posts are judged.

    Attributes:
        now: aware.
        mission: the code of the mission; empty for rules that hold for all.
    """

    now: datetime
    mission: str = ""

    def judge(self, pack: GuidelinePack, past: Past) -> tuple[Finding, ...]:
        """Return what the rules of a pack object to in a post, in reading order."""
        if past.said_by is not None:
            return tuple(past.said_by(pack))
        return tuple(check_rules(ReviewContext(past.post, past.targets, pack, self.now, self.mission)))


@dataclass(slots=True)
class Flagged:
    """What one rule says of many posts.

    Attributes:
        rule: its id.
        severity: the severest that it was.
        posts: how many posts it objects to.
        passages: each place, with the post that it stands in.
    """

    rule: str
    severity: Severity
    posts: int = 0
    passages: list[tuple[Past, Finding]] = field(default_factory=list)


def flagged(found: Iterable[tuple[Past, Sequence[Finding]]]) -> list[Flagged]:
    """Return what was found, rule by rule: the severest first, then those that speak most often.

    Args:
        found: Posts with what was found in them.
    """
    rules: dict[str, Flagged] = {}
    for past, findings in found:
        for rule in dict.fromkeys(finding.rule for finding in findings):
            rules.setdefault(rule, Flagged(rule, findings[0].severity)).posts += 1
        for finding in findings:
            rules[finding.rule].passages.append((past, finding))
    for one in rules.values():
        one.severity = min((finding.severity for _, finding in one.passages), key=_SEVEREST_FIRST.index)
    return sorted(rules.values(), key=lambda one: (_SEVEREST_FIRST.index(one.severity), -len(one.passages), one.rule))


@dataclass(frozen=True, slots=True)
class Judged:
    """A post of which another pack says something else.

    Attributes:
        before, after: the severest that any rule says; None where nothing is said.
        come: what only the new pack says.
        gone: what only the old pack said.
    """

    past: Past
    before: Severity | None
    after: Severity | None
    come: tuple[Finding, ...]
    gone: tuple[Finding, ...]


def judge_anew(bench: Bench, old: GuidelinePack, new: GuidelinePack, posts: Iterable[Past]) -> Iterator[Judged]:
    """Yield the posts of which the packs say something else, in their order.

    Args:
        bench: Where and when they are judged.
        old: The pack in force.
        new: The pack that is to be.
        posts: What they are tried on.
    """
    for past in posts:
        before, after = bench.judge(old, past), bench.judge(new, past)
        said, says = set(map(_key, before)), set(map(_key, after))
        if said != says:
            yield Judged(
                past,
                _severest(before),
                _severest(after),
                tuple(finding for finding in after if _key(finding) not in said),
                tuple(finding for finding in before if _key(finding) not in says),
            )


def _severest(findings: Sequence[Finding]) -> Severity | None:
    return min((finding.severity for finding in findings), key=_SEVEREST_FIRST.index, default=None)


def _key(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.severity, finding.version, finding.span, finding.media, finding.matched
