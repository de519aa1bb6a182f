"""What the checks are given, and what comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence  # noqa: TC003
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003
from types import MappingProxyType
from zoneinfo import ZoneInfo

from embassy_assistant.domain.account import Account, Bilingual, TextRules
from embassy_assistant.domain.finding import Finding, Severity
from embassy_assistant.domain.guideline import GuidelinePack  # noqa: TC001
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import Override, PairState, Post, Version


@dataclass(frozen=True, slots=True)
class Target:
    """An Account that a Post goes to, with the text rules in force there and what can be done there."""

    account: Account
    rules: TextRules
    abilities: frozenset[Ability] = frozenset()

    def languages(self, version: Version, post: Post) -> tuple[str, ...]:
        """Return the languages of one of `texts`: several where an account joins its halves."""
        if self.account.policy.bilingual is Bilingual.COMBINED:
            return tuple(code for code in self.account.policy.languages if post.written(code))
        return (version.language,)

    def warning(self, post: Post, languages: Sequence[str]) -> str:
        """Return the content warning that the network shows before a text, empty where it shows none."""
        return post.warning(languages) if Ability.WARNING in self.abilities else ""

    def texts(self, post: Post) -> tuple[Version, ...]:
        """Return what goes out there, one Version per post; a combined account joins its halves with an empty line.

        The language of a combined text is that of its first half. Unwritten halves are left out.
        """
        versions = tuple(
            Version(language, post.text(language))
            for language in self.account.policy.languages
            if post.written(language)
        )
        if self.account.policy.bilingual is Bilingual.COMBINED and len(versions) > 1:
            return (Version(versions[0].language, "\n\n".join(version.text.strip() for version in versions)),)
        return versions


@dataclass(frozen=True, slots=True)
class ReviewContext:
    """All that a check may know: the snapshot, its targets, the active pack, the time.

    Attributes:
        now: aware, in the mission's time zone where that is known.
        mission: the mission's code; empty where it is not known.
        networks: the networks that the Post goes to beside those of its targets.
    """

    post: Post
    targets: tuple[Target, ...]
    pack: GuidelinePack | None
    now: datetime
    mission: str = ""
    networks: frozenset[str] = frozenset()

    @property
    def at(self) -> datetime:
        """When the Post goes out, aware: when it is due, in the zone of that time, else now."""
        due = self.post.due
        if due is None:
            return self.now
        instant = due.instant()
        return instant.astimezone(ZoneInfo(due.zone)) if instant > self.now else self.now

    @property
    def bound_for(self) -> frozenset[str]:
        """The networks that the Post goes to."""
        return self.networks | {target.account.network for target in self.targets}

    def outgoing(self) -> Iterator[tuple[Version, Target]]:
        """Yield each text with the Account that it goes to."""
        for target in self.targets:
            for version in target.texts(self.post):
                yield version, target

    def versions(self) -> Iterator[Version]:
        """Yield the written Versions."""
        yield from (version for version in self.post.versions.values() if version.written)


@dataclass(frozen=True, slots=True)
class Count:
    """How long a text is where it goes.

    Attributes:
        segments: how many posts it makes there; more than one only for a thread.
    """

    account: str
    language: str
    length: int
    limit: int
    unit: str
    segments: int = 1

    @property
    def left(self) -> int:
        """Units left; negative when too long."""
        return self.limit - self.length


@dataclass(frozen=True, slots=True)
class ReviewResult:
    """What stands between a Post and the queue.

    Attributes:
        pack_version: the guidelines, as people name them.
        judged_by: all that what is said depends on beside the Post and the time.
    """

    post_id: str
    revision: int
    findings: tuple[Finding, ...]
    pair: PairState
    counts: tuple[Count, ...] = ()
    overrides: tuple[Override, ...] = ()
    verdicts: Mapping[str, tuple[str, bool]] = field(default_factory=lambda: MappingProxyType({}))
    pack_version: str = ""
    judged_by: str = ""

    def overridden(self, finding: Finding) -> bool:
        """Whether an Officer gave a reason for `finding`; a `block` never is."""
        return finding.severity is Severity.WARN and any(
            override.rule == finding.rule and override.text in {"", finding.place} for override in self.overrides
        )

    @property
    def obstacles(self) -> tuple[Finding, ...]:
        """The findings that keep the Post out of the queue."""
        return tuple(
            finding
            for finding in self.findings
            if finding.severity is Severity.BLOCK
            or (finding.severity is Severity.WARN and not self.overridden(finding))
        )

    @property
    def sendable(self) -> bool:
        """No `block` stands and every `warn` has its Override."""
        return not self.obstacles
