"""Review: every check over one snapshot, off the GUI thread; pure but for reading accounts and the active pack.

The checks are loaded by the first one: they take a twentieth of the start, for which no window should wait.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from embassy_assistant import __version__
from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.freshness import Standing
from embassy_assistant.domain.post import Media, Poll, Post
from embassy_assistant.domain.review import Count, ReviewContext, ReviewResult
from embassy_assistant.domain.timetable import Timetable
from embassy_assistant.language.counting import measure, split, under_warning
from embassy_assistant.language.identify import identify
from embassy_assistant.services.verdicts import Verdicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from embassy_assistant.domain.delivery import Delivery, FrozenSegment
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.guideline_ports import GuidelineSource
    from embassy_assistant.domain.officer import Mission
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.domain.post import Due, Override
    from embassy_assistant.domain.review import Target
    from embassy_assistant.services.accounts import AccountBook

_ORDER = {Severity.BLOCK: 0, Severity.WARN: 1, Severity.ADVISE: 2}


class Review:
    """Says what stands between a Post and the queue."""

    def __init__(
        self,
        accounts: AccountBook,
        guidelines: GuidelineSource,
        clock: Clock,
        mission: Callable[[], Mission] | None = None,
    ) -> None:
        """Check against the pack that `guidelines` holds active.

        Args:
            accounts: where posts go.
            guidelines: the active pack.
            clock: where the time comes from.
            mission: tells where the posts are written; None where nobody knows.
        """
        self._accounts = accounts
        self._guidelines = guidelines
        self._clock = clock
        self._mission = mission
        self._times: tuple[GuidelinePack | None, Timetable] = (None, Timetable(()))
        self._verdicts = Verdicts()

    @property
    def pack(self) -> GuidelinePack:
        """The pack in force."""
        return self._guidelines.active()

    def topics(self, said: str) -> frozenset[str]:
        """Return the topics of the guidelines in force that an Officer's words name, by their ids."""
        from embassy_assistant.checks.rules import topics_of  # imported late: it loads the engines

        declared = self.pack.topics
        return topics_of(said, declared) & {topic.id for topic in declared}

    @property
    def version(self) -> str:
        """The guidelines as people name them: the pack, and the mission whose rules hold beside those for all."""
        code = self._guidelines.mission()
        return f"{self.pack.version} ({code})" if code else self.pack.version

    @property
    def judge(self) -> str:
        """What tells whether a text would be judged as before.

        A pack may be issued anew under its old version, and a newer program finds what an older one did not.
        """
        return f"{self.version}, {self.pack.digest}, {__version__}"

    @property
    def pack_before(self) -> GuidelinePack | None:
        """The pack that was in force before it, read anew: not for every row."""
        return self._guidelines.previous()

    def unreliable(self, now: datetime) -> bool:
        """Whether nothing is sent by the guidelines at `now`: too old by their own terms, or not what was taken in."""
        if self._guidelines.trouble() is not None:
            return True
        freshness = self._guidelines.freshness()
        return freshness is not None and freshness.standing(now) is Standing.HELD

    def forget(self) -> None:
        """Let go of the texts that were checked: the drafts are locked."""
        from embassy_assistant.checks.rules import forget_texts

        identify.cache_clear()
        forget_texts()
        self._verdicts.forget()

    def check(self, post: Post) -> ReviewResult:
        """Return what the checks say of the snapshot.

        Before the key has arrived no account is known: the texts are checked all the same.
        """
        try:
            targets = self._accounts.targets_of(post)
        except DraftsLocked:
            targets = ()
        return self.check_against(post, targets)

    def check_against(
        self, post: Post, targets: Sequence[Target], networks: frozenset[str] = frozenset()
    ) -> ReviewResult:
        """Return what the checks say of the snapshot for the given targets.

        Args:
            post: the snapshot.
            targets: the accounts it goes to, as far as they are known.
            networks: the networks it goes to beside those of the targets.
        """
        from embassy_assistant.checks import CHECKS

        pack, judge = self.pack, self.judge
        now, mission = self.here()
        context = ReviewContext(post, tuple(targets), pack, now, mission, networks)
        findings = _once(finding for check in CHECKS for finding in check(context))
        findings.sort(key=_reading_order)
        return ReviewResult(
            post_id=post.id,
            revision=post.revision,
            findings=tuple(findings),
            pair=post.pair_state,
            counts=tuple(_counts(context)),
            overrides=post.overrides,
            verdicts=MappingProxyType(_verdicts(context)),
            pack_version=self.version,
            judged_by=judge,
        )

    def check_segment(
        self,
        delivery: Delivery,
        segment: FrozenSegment,
        targets: Sequence[Target],
        overrides: Sequence[Override] = (),
        topic: str = "",
    ) -> ReviewResult:
        """Return what the checks say of one piece of a Post that is to stand on its account in other words.

        Args:
            delivery: what is out.
            segment: what it is to become.
            targets: its account.
            overrides: the reasons that Officers gave for its Post.
            topic: the topic of its Post.
        """
        first = segment.languages[0]
        # A combined text is one text here; a piece of a thread stays one piece; the other half is a piece of its own.
        alone = [
            replace(target, account=replace(target.account, policy=LanguagePolicy((first,)))) for target in targets
        ]
        pictures = tuple(Media(m.hash, m.name, m.mime, m.size, {first: m.alt}) for m in segment.media)
        post = Post(id=delivery.post_id, topic=topic, media=pictures, overrides=tuple(overrides))
        result = self.check_against(post.with_text(first, segment.text), alone)
        apart = {"pair"} if len(segment.languages) == 1 else {"pair", "language"}
        findings = [finding for finding in result.findings if finding.rule.partition(".")[0] not in apart]
        # The rules are those of all its languages, and read all that it says; it is shown as one text all the same.
        whole = frozen_post(replace(delivery, segment=segment, due=None), overrides, topic)
        now, _ = self.here()
        for finding in self._said(whole, delivery.network, self.pack, now):
            shown = replace(finding, version=first) if finding.version else finding
            if shown not in findings:
                findings.append(shown)
        return replace(result, findings=tuple(sorted(findings, key=_reading_order)))

    def passed(self, delivery: Delivery) -> bool:
        """Whether a queued text has passed all rules in force; what some of a pack's rules say changes with time.

        It was judged for the time at which it was to go out. Once it was given another, nobody knows which that was.
        """
        pack = self.pack
        if delivery.pack_version != self.judge:
            return False
        times = self._timetable(pack)
        if delivery.undo_until is None and times:
            return False
        now, _ = self.here()
        judged = _goes_out(delivery.due, delivery.queued_at.astimezone(now.tzinfo))
        goes_out = _goes_out(delivery.due, now)
        return not times.differs(judged, goes_out)

    def _timetable(self, pack: GuidelinePack) -> Timetable:
        known, times = self._times
        if known is not pack:
            times = Timetable(pack.timed)
            self._times = pack, times
        return times

    def still_sendable(self, delivery: Delivery, overrides: Sequence[Override] = (), topic: str = "") -> Finding | None:
        """Return what the active pack now holds against a queued text, None when it may go out.

        A text that passed the very rules that are in force is not checked again.

        Args:
            delivery: what is queued.
            overrides: the reasons that Officers gave for its Post.
            topic: the topic of its Post.
        """
        return next(iter(self.objections(delivery, overrides, topic)), None)

    def objections(
        self, delivery: Delivery, overrides: Sequence[Override] = (), topic: str = ""
    ) -> tuple[Finding, ...]:
        """Return all that the active pack now holds against a queued text; see `still_sendable`.

        It is judged for when it goes out. A freeze that has come since it was queued forbids it whenever it is due.
        """
        if self.passed(delivery):
            return ()
        pack, (now, _) = self.pack, self.here()
        kept = self._verdicts.standing(pack, self.judge, self._timetable(pack), now)
        due = delivery.due if _goes_out(delivery.due, now) > now else None
        key = delivery.id, delivery.segment, delivery.due, due, tuple(overrides), topic
        if key not in kept:
            kept[key] = self._judge(delivery, pack, now, overrides, topic)
        return kept[key]

    def _judge(
        self, delivery: Delivery, pack: GuidelinePack, now: datetime, overrides: Sequence[Override], topic: str
    ) -> tuple[Finding, ...]:
        post = frozen_post(delivery, overrides, topic)
        return _obstacles(post, self._said_when_out(post, delivery, pack, now))

    def said_of(
        self, delivery: Delivery, pack: GuidelinePack, overrides: Sequence[Override] = (), topic: str = ""
    ) -> tuple[Finding, ...]:
        """Return all that the rules of a pack would say now of a queued text, whether or not it stands in its way.

        Args:
            delivery: what is queued, or was sent.
            pack: any pack.
            overrides: the reasons that Officers gave for its Post.
            topic: the topic of its Post.
        """
        now, _ = self.here()
        return self._said_when_out(frozen_post(delivery, overrides, topic), delivery, pack, now)

    def objections_then(
        self,
        delivery: Delivery,
        pack: GuidelinePack,
        then: datetime,
        overrides: Sequence[Override] = (),
        topic: str = "",
    ) -> tuple[Finding, ...]:
        """Return all that a pack held against a queued text at a moment when it was in force; see `objections`."""
        post = replace(frozen_post(delivery, overrides, topic), due=None)
        return _obstacles(post, self._said(post, delivery.network, pack, then))

    def _said_when_out(self, post: Post, delivery: Delivery, pack: GuidelinePack, now: datetime) -> tuple[Finding, ...]:
        """Return what rules say of a queued text when it goes out, and what a freeze says of it already now."""
        found = self._said(post, delivery.network, pack, now)
        freezes = {rule.id for rule in self.freezes(pack)} if delivery.due else set()
        missing = freezes - {finding.rule for finding in found}
        if missing:
            at_once = self._said(replace(post, due=None), delivery.network, pack, now)
            found += tuple(finding for finding in at_once if finding.rule in missing)
        return found

    def _said(self, post: Post, network: str, pack: GuidelinePack, now: datetime) -> tuple[Finding, ...]:
        """Return what the rules of a pack say at a moment of what goes to a network."""
        from embassy_assistant.checks.rules import check_rules

        context = ReviewContext(post, (), pack, now, self._guidelines.mission(), frozenset({network}))
        return tuple(sorted(check_rules(context), key=_reading_order))

    def freezes(self, pack: GuidelinePack | None = None) -> tuple[Rule, ...]:
        """Return the freezes of a pack, else the one in force, that are on now and concern this Mission."""
        from embassy_assistant.checks.rules import freezes_at

        return freezes_at(pack or self.pack, *self.here())

    def here(self) -> tuple[datetime, str]:
        """Return the time where the Mission is, as far as that is known while the drafts are locked, and its code."""
        now, code = self._clock.now(), self._guidelines.mission()
        try:
            mission = self._mission() if self._mission else None
        except DraftsLocked:
            mission = None
        if mission is None or not mission.zone:
            return now, code
        return now.astimezone(ZoneInfo(mission.zone)), code


def _once(findings: Iterable[Finding]) -> list[Finding]:
    """Leave out what a rule of the pack says of a picture in the ministry's own words."""
    found = list(findings)
    said = {(f.version, f.media) for f in found if f.detail == "rule.alt-missing" and f.severity is not Severity.ADVISE}
    return [
        finding for finding in found if finding.rule != "alt.missing" or (finding.version, finding.media) not in said
    ]


def _goes_out(due: Due | None, now: datetime) -> datetime:
    """Return when a Post goes out, as the checks see it at `now`."""
    return ReviewContext(Post(id="", due=due), (), None, now).at


def _obstacles(post: Post, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return ReviewResult(post.id, 0, findings, post.pair_state, overrides=post.overrides).obstacles


def frozen_post(delivery: Delivery, overrides: Sequence[Override] = (), topic: str = "") -> Post:
    """Return all that goes out of a queued piece, for the rules of every language that it is in, when it goes out.

    Args:
        delivery: what is queued, or was sent.
        overrides: the reasons that Officers gave for its Post.
        topic: the topic of its Post.
    """
    said, languages = delivery.segment, delivery.segment.languages
    post = Post(
        id=delivery.post_id,
        topic=topic,
        overrides=tuple(overrides),
        due=delivery.due,
        media=tuple(Media(m.hash, m.name, m.mime, m.size, dict.fromkeys(languages, m.alt)) for m in said.media),
        warnings=dict.fromkeys(languages, said.warning),
        poll=Poll(dict.fromkeys(languages, said.poll.options)) if said.poll else None,
    )
    for language in languages:
        post = post.with_text(language, said.text)
    return post


def _reading_order(finding: Finding) -> tuple[int, str, int]:
    return _ORDER[finding.severity], finding.version or "", finding.span.start if finding.span else -1


def _counts(context: ReviewContext) -> list[Count]:
    counts = []
    for version, target in context.outgoing():
        rules = under_warning(target.rules, target.warning(context.post, target.languages(version, context.post)))
        threaded = context.post.as_thread and target.rules.threads
        counts.append(
            Count(
                target.account.id,
                version.language,
                measure(version.text, rules),
                rules.limit,
                rules.unit,
                len(split(version.text, rules)) if threaded else 1,
            )
        )
    return counts


def _verdicts(context: ReviewContext) -> dict[str, tuple[str, bool]]:
    verdicts = {}
    for version in context.versions():
        verdict = identify(version.text)
        verdicts[version.language] = (verdict.language, verdict.certain)
    return verdicts
