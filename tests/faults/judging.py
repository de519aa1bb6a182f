"""What the public got of one run, held against what was written; and what may be asked of a person."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Kind, State
from tests.faults.plans import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from tests.faults.stages import Copy

# What stands behind a row that waits for a person waits with it.
_LEFT_BEHIND: Final = frozenset({State.SENT, State.NEEDS_HUMAN, *UNSENT})

ALLOWED: Final = Path(__file__).with_name("needs_human.toml")


@dataclass(frozen=True, slots=True)
class Tally:
    """What went wrong in the public's eyes.

    Attributes:
        lost, double: texts that are not there, or there more than once.
        disordered: threads whose posts do not hang under one another in order.
        bare: posts without their pictures.
        stale: texts that were corrected or deleted, and are there still.
    """

    lost: int = 0
    double: int = 0
    disordered: int = 0
    bare: int = 0
    stale: int = 0

    def __bool__(self) -> bool:
        return self != Tally()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.lost + other.lost,
            self.double + other.double,
            self.disordered + other.disordered,
            self.bare + other.bare,
            self.stale + other.stale,
        )


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one run ended.

    Attributes:
        phase: the checkpoint or the request at which it broke.
        broke: how it broke.
        states: of all rows, after everything that goes by itself.
        asked: rows that were left to a person.
        needlessly: rows of those of which exactly one was there for all to see.
        tally: after the person had decided, too.
    """

    seed: int
    kind: str
    phase: str
    broke: str
    states: tuple[str, ...]
    asked: int
    needlessly: int
    tally: Tally

    @property
    def by_itself(self) -> bool:
        """Everything sent without a person."""
        return set(self.states) == {State.SENT}

    def good(self, allowed: Mapping[tuple[str, str, str], str]) -> bool:
        """Whether it kept the promise: all out once and whole, a person asked only where the table says why."""
        if self.tally or self.needlessly or set(self.states) - _LEFT_BEHIND:
            return False
        return self.by_itself or (bool(self.asked) and (self.phase, self.broke, self.kind) in allowed)


def allowed_on(network: str) -> dict[tuple[str, str, str], str]:
    """Return for which phase, break and kind a person may be asked on a network, and why."""
    entries = tomllib.loads(ALLOWED.read_text(encoding="utf-8")).get(network, [])
    return {
        (entry["phase"], entry["broke"], kind): entry["reason"]
        for entry in entries
        for kind in entry.get("kinds", [kind.name for kind in KINDS])
    }


@dataclass
class Wanted:
    """What must be out on an account, and what must not be.

    Attributes:
        threads: of texts with their numbers of pictures, in order.
        gone: texts that were corrected or deleted.
    """

    threads: list[list[tuple[str, int]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def wanted_of(rows: Sequence[Delivery]) -> dict[str, Wanted]:
    """Return what the Officer wanted by account, whatever became of it."""
    threads: dict[str, list[tuple[str, int]]] = {}
    place: dict[str, str] = {}
    accounts: dict[str, Wanted] = {}
    ordered = {row.about: row for row in rows if row.about and row.state is not State.CANCELLED}
    for row in rows:
        if row.state is State.CANCELLED or row.kind is not Kind.PUBLISH:
            continue
        wanted = accounts.setdefault(row.account_id, Wanted())
        thread = place[row.segment.follows] if row.segment.follows else place.get(row.thread, row.thread)
        place[row.id] = place[row.thread] = thread
        change = ordered.get(row.id)
        if change is not None:
            wanted.gone.append(row.segment.text)
        if change is not None and change.kind is Kind.DELETE:
            continue
        if thread not in threads:
            threads[thread] = []
            wanted.threads.append(threads[thread])
        segment = (change or row).segment
        threads[thread].append((segment.text, len(segment.media)))
    return accounts


def judge(wanted: Wanted, copies: Sequence[Copy]) -> Tally:
    """Count what is wrong on an account, given everything that is out there, oldest first."""
    stale = Tally(stale=sum(copy.text in wanted.gone for copy in copies))
    return sum((tally(thread, copies) for thread in wanted.threads), stale)


def done(row: Delivery, copies: Sequence[Copy]) -> int:
    """Return how often what a row was to do is there for all to see: once is as it should be."""
    there = sum(copy.text == row.segment.text for copy in copies)
    return int(not there) if row.kind is Kind.DELETE else there


def tally(thread: Sequence[tuple[str, int]], copies: Sequence[Copy]) -> Tally:
    """Count what is wrong with one thread, given everything that is out on its account, oldest first."""
    texts = [text for text, _ in thread]
    found = [copy for copy in copies if copy.text in texts]
    counts = Counter(copy.text for copy in found)
    ids = {text: {copy.id for copy in found if copy.text == text} for text in texts}
    before = dict(zip(texts[1:], texts, strict=False))

    def hangs_wrong(copy: Copy) -> bool:
        return copy.parent not in ids[before[copy.text]] if copy.text in before else bool(copy.parent)

    first_seen = list(dict.fromkeys(copy.text for copy in found))
    in_order = first_seen == [text for text in texts if text in first_seen]
    return Tally(
        sum(counts[text] == 0 for text in texts),
        sum(counts[text] > 1 for text in texts),
        int(not in_order or any(hangs_wrong(copy) for copy in found)),
        sum(copy.pictures != dict(thread)[copy.text] for copy in found),
    )
