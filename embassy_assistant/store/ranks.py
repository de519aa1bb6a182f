"""Where a Post stands in the queue: kept beside it, so that what needs a person is found by an index."""

from __future__ import annotations

import json
from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from embassy_assistant.domain.delivery import FINAL, NEEDS_A_PERSON, UNSENT, Kind, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.store.driver import Database


class Rank(IntEnum):
    """The order of the queue; the loudest first."""

    HALF_OUT_ASKS = -2
    """One language is out, the other is not, and a person is asked."""
    HALF_OUT = -1
    """One language is out and the other waits: whether for a person, the gates tell."""
    ASKS = 0
    OPEN = 1
    DONE = 2


_NOT_OUT: Final = UNSENT | NEEDS_A_PERSON
_SQL: Final = """
    SELECT id, state, kind, about, instant, problem != '', segment, coalesce(published, '{}')
    FROM deliveries WHERE post_id = ?
"""


class _Row(NamedTuple):
    """What of a Delivery its Post's place depends on."""

    id: str
    state: State
    kind: Kind
    about: str
    instant: int
    troubled: bool
    segment: str
    published: str

    @property
    def asks(self) -> bool:
        """Whether a person is asked; a server may have kept a post too long."""
        return self.state in NEEDS_A_PERSON or (self.state is State.PARKED and self.troubled)

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(json.loads(self.segment)["languages"])

    @property
    def reference(self) -> str:
        return str(json.loads(self.published).get("reference", ""))


def rank(database: Database, post_id: str) -> None:
    """Keep what the queue's list needs beside the Post, so that listing 100,000 of them reads one index."""
    rows = [
        _Row(row_id, State(state), Kind(kind), about, instant, bool(troubled), segment, published)
        for row_id, state, kind, about, instant, troubled, segment, published in database.execute(_SQL, (post_id,))
    ]
    pressing = [row.instant for row in rows if row.state not in FINAL or row.asks]
    place = _place(rows)
    key = -max(row.instant for row in rows) if place is Rank.DONE else min(pressing)
    present = {row.state for row in rows}
    states = ",".join(state.value for state in State if state in present)
    sql = "UPDATE posts SET states = ?, queue_rank = ?, queue_key = ? WHERE id = ?"
    database.execute(sql, (states, int(place), key, post_id))


def _place(rows: Sequence[_Row]) -> Rank:
    asks = any(row.asks for row in rows)
    if _half_out(rows):
        return Rank.HALF_OUT_ASKS if asks else Rank.HALF_OUT
    if asks:
        return Rank.ASKS
    return Rank.OPEN if any(row.state not in FINAL for row in rows) else Rank.DONE


def _half_out(rows: Sequence[_Row]) -> bool:
    """Whether the public has one language and not the other; what is under way is neither."""
    left = [row for row in rows if row.kind is Kind.PUBLISH and row.state in _NOT_OUT]
    sent = [row for row in rows if row.kind is Kind.PUBLISH and row.state is State.SENT]
    if not left or not sent:
        return False
    out: frozenset[str] = frozenset()
    for row in sent:
        if not _deleted(row, rows):
            out |= row.languages
    return bool(out) and any(not out >= row.languages for row in left)


def _deleted(row: _Row, rows: Sequence[_Row]) -> bool:
    """Whether what is out was deleted since; what was deleted before its time may be out all the same, elsewhere."""
    changes = [other for other in rows if other.about == row.id and other.state is State.SENT]
    known = {row.reference, *(other.reference for other in changes if other.kind is Kind.EDIT)}
    return any(other.kind is Kind.DELETE and other.reference in known for other in changes)
