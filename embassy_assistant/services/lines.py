"""Approved lines: those that may be said now, found by their words, and the posts that say a line."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Kind, State
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Freeze, Line
from embassy_assistant.language.text import fold, words
from embassy_assistant.services.standing import standing
from embassy_assistant.services.stored import read_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.guideline import GuidelinePack, Rule, Scope
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.workspace import Workspace

_OUT: Final = frozenset({State.SENT, State.PARKED})
_PLACE: Final = re.compile(r"\{[^{}]*\}")
_SEEN: Final = "withdrawn-seen"
_SOUGHT: Final = 8
"""Words of a line that its users are sought by."""


@dataclass(frozen=True, slots=True)
class LineUse:
    """A Post that says an approved line word for word.

    Attributes:
        languages: in which of its Versions.
        out: whether it is out, or on a server until its time; else it is queued.
    """

    post_id: str
    title: str
    languages: tuple[str, ...]
    out: bool


class ApprovedLines:
    """The approved lines of the guidelines in force."""

    def __init__(self, workspace: Workspace, review: Review) -> None:
        """Ask `review` for the guidelines, and the queue of `workspace` for who uses them."""
        self._workspace = workspace
        self._review = review

    def in_force(self, said: str = "", topic: str = "") -> tuple[Rule, ...]:
        """Return the lines that may be said now, best first; works while the drafts are locked.

        Args:
            said: words, or beginnings of words, in either language, of the title or the text; all must be there.
            topic: the Post's topic, whose lines come first.
        """
        from embassy_assistant.checks.rules import (
            freezes_at,
            rules_of,
            topics_of,
        )  # imported here: see `services.review`

        pack, (now, mission) = self._review.pack, self._review.here()
        wanted, topics = _words(said), topics_of(topic, pack.topics)
        frozen = [
            rule.body
            for rule in freezes_at(pack, now, mission)
            if isinstance(rule.body, Freeze) and _covers(rule.scope, topics)
        ]
        found = [
            (rule, titled)
            for rule in rules_of(pack, RuleKind.LINE)
            if _may_be_said(rule, now, mission)
            and all(_allows(freeze, rule) for freeze in frozen)
            and (titled := _match(rule, wanted)) is not None
        ]
        found.sort(key=lambda one: (not one[0].scope.topics & topics, not one[1]))
        return tuple(rule for rule, _ in found)

    def uses(self, rule_id: str) -> tuple[LineUse, ...]:
        """Return the queued and sent Posts that say a line, the newest first.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        return self._uses((rule_id,)).get(rule_id, ())

    def withdrawn(self) -> tuple[tuple[Rule, tuple[LineUse, ...]], ...]:
        """Return the lines that were withdrawn, each with the queued and sent Posts that say it; none that nobody says.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        from embassy_assistant.checks.rules import rules_of

        pack, (now, _) = self._review.pack, self._review.here()
        gone = {
            rule.id: rule
            for rule in rules_of(pack, RuleKind.LINE)
            if isinstance(rule.body, Line) and rule.body.withdrawn is not None and rule.body.withdrawn <= now
        }
        uses = self._uses(tuple(gone))
        return tuple((rule, uses[rule_id]) for rule_id, rule in gone.items() if rule_id in uses)

    def still_out(self) -> tuple[tuple[Rule, tuple[LineUse, ...]], ...]:
        """Return the lines that were withdrawn and are out, each with the Posts that nobody has put away since.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        found = self.withdrawn()
        seen = self._seen() if found else {}
        left = (
            (rule, tuple(use for use in uses if use.out and use.post_id not in seen.get(rule.id, ())))
            for rule, uses in found
        )
        return tuple((rule, uses) for rule, uses in left if uses)

    def put_away(self, rule_id: str, post_ids: Iterable[str]) -> None:
        """Remember that an Officer has seen that these Posts say a line that was withdrawn, and leaves them out."""
        seen = self._seen()
        seen[rule_id] = sorted({*seen.get(rule_id, ()), *post_ids})
        self._workspace.store.settings.set(_SEEN, json.dumps(seen))

    def _seen(self) -> dict[str, list[str]]:
        """Return by the ids of lines the Posts that were put away."""
        stored = read_table(self._workspace.store.settings.get(_SEEN))
        return {
            rule_id: [post_id for post_id in post_ids if isinstance(post_id, str)]
            for rule_id, post_ids in stored.items()
            if isinstance(post_ids, list)
        }

    def _uses(self, rule_ids: Sequence[str]) -> dict[str, tuple[LineUse, ...]]:
        """Return the uses of each line that is used at all."""
        pack, store = self._review.pack, self._workspace.store
        queries = {query for rule_id in rule_ids for query in _queries(pack.rule(rule_id))}
        ids = dict.fromkeys(post_id for query in sorted(queries) for post_id in store.deliveries.post_ids(query=query))
        titles = {post.id: post.title for post in store.posts.many(list(ids))}
        found: dict[str, dict[str, LineUse]] = {}
        for post_id in titles:
            for row in standing(store.deliveries.of_post(post_id)):
                for language, rule_id in _said(pack, row):
                    _add(found.setdefault(rule_id, {}), row, titles[post_id], language)
        return {rule_id: tuple(found[rule_id].values()) for rule_id in rule_ids if rule_id in found}


def _may_be_said(rule: Rule, now: datetime, mission: str) -> bool:
    from embassy_assistant.checks.rules import concerns

    line = rule.body
    return isinstance(line, Line) and concerns(rule, now, mission) and (line.withdrawn is None or now < line.withdrawn)


def _covers(freeze: Scope, topics: frozenset[str]) -> bool:
    """Whether every post on these topics is frozen; of one for some networks, the checks of the post itself speak."""
    return not (freeze.networks or freeze.languages) and (not freeze.topics or bool(freeze.topics & topics))


def _allows(freeze: Freeze, line: Rule) -> bool:
    return freeze.allow_lines and (not freeze.lines or line.id in freeze.lines)


def _words(text: str) -> list[str]:
    folded = fold(text)
    return [folded[start:end] for start, end in words(folded)]


def _match(rule: Rule, wanted: Sequence[str]) -> bool | None:
    """Say whether the words stand in the title; None where they do not all stand in title and text."""
    titles = _words(" ".join(rule.title.values()))
    texts = _words(" ".join(rule.body.text.values())) if isinstance(rule.body, Line) else []
    if all(_begins(word, titles) for word in wanted):
        return True
    return False if all(_begins(word, (*titles, *texts)) for word in wanted) else None


def _begins(start: str, some: Iterable[str]) -> bool:
    return any(word.startswith(start) for word in some)


def _queries(rule: Rule | None) -> Iterator[str]:
    """Yield for each language the words that a search finds the line by: the first of its longest fixed part."""
    for text in rule.body.text.values() if rule and isinstance(rule.body, Line) else ():
        longest = max(_PLACE.split(text), key=len)
        yield " ".join(longest.split()[:_SOUGHT])


def _said(pack: GuidelinePack, row: Delivery) -> Iterator[tuple[str, str]]:
    from embassy_assistant.checks.rules import lines_used

    if row.kind is not Kind.DELETE and (row.state in UNSENT or row.state in _OUT):
        for language in row.segment.languages:
            for rule_id in lines_used(pack, language, row.segment.text):
                yield language, rule_id


def _add(uses: dict[str, LineUse], row: Delivery, title: str, language: str) -> None:
    known = uses.get(row.post_id)
    languages = known.languages if known else ()
    if language not in languages:
        languages = (*languages, language)
    uses[row.post_id] = LineUse(row.post_id, title, languages, row.state in _OUT or bool(known and known.out))
