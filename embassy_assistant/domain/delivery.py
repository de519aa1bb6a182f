"""The life of a Delivery. `EDGES` is the whole truth: the docs draw it, the store enforces it, the tests walk it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Visibility
from embassy_assistant.domain.post import Due  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Mapping

UNDO_GRACE: Final = timedelta(seconds=30)
GOOD_AFTER_DUE: Final = timedelta(hours=2)
GOOD_AFTER_QUEUED: Final = timedelta(hours=12)


class State(StrEnum):
    """Where a Delivery stands."""

    WAITING = "waiting"
    PREPARED = "prepared"
    ARMED = "armed"
    PARKED = "parked"
    UNKNOWN = "unknown"
    NEEDS_HUMAN = "needs-human"
    MISSED = "missed"
    SENT = "sent"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class Kind(StrEnum):
    """What a Delivery does with its Segment. A correction or a deletion of what is out is a Delivery of its own."""

    PUBLISH = "publish"
    EDIT = "edit"
    DELETE = "delete"


class Cause(StrEnum):
    """Why a Delivery moves."""

    PREPARED_THERE = "prepared-there"
    PREPARING_FAILED = "preparing-failed"
    PREPARING_REFUSED = "preparing-refused"
    TOO_LATE = "too-late"
    TAKEN_BACK = "taken-back"
    EXPIRED_THERE = "expired-there"
    COMMITTED_TO_SEND = "committed-to-send"
    ACCEPTED = "accepted"
    TAKEN_FOR_LATER = "taken-for-later"
    REFUSED = "refused"
    NOTHING_LEFT_THE_MACHINE = "nothing-left-the-machine"
    REFUSED_WITHOUT_ACTING = "refused-without-acting"
    OUTCOME_UNCLEAR = "outcome-unclear"
    FOUND_ARMED_AT_START = "found-armed-at-start"
    READ_BACK = "read-back"
    NOT_THERE_WHEN_DUE = "not-there-when-due"
    DELETED_THERE = "deleted-there"
    NOT_THERE_YET = "not-there-yet"
    NOT_THERE_AND_SAFE = "not-there-and-safe"
    READING_FAILED = "reading-failed"
    CANNOT_TELL = "cannot-tell"
    OFFICER_SAW_IT = "officer-saw-it"
    OFFICER_SENDS = "officer-sends"
    OFFICER_DROPS = "officer-drops"
    NEW_TIME = "new-time"
    FROM_A_BACKUP = "from-a-backup"
    ORDERED = "ordered"
    NOT_READY_THERE = "not-ready-there"
    KEY_EXPIRED = "key-expired"


@dataclass(frozen=True, slots=True)
class Edge:
    """One step that a Delivery may take, and why."""

    source: State
    target: State
    cause: Cause


_W, _P, _A, _K = State.WAITING, State.PREPARED, State.ARMED, State.PARKED
_U, _H, _M = State.UNKNOWN, State.NEEDS_HUMAN, State.MISSED
_S, _R, _C = State.SENT, State.REJECTED, State.CANCELLED

EDGES: Final[tuple[Edge, ...]] = (
    Edge(_W, _P, Cause.PREPARED_THERE),
    Edge(_W, _W, Cause.ORDERED),
    Edge(_W, _W, Cause.PREPARING_FAILED),
    Edge(_W, _R, Cause.PREPARING_REFUSED),
    Edge(_W, _M, Cause.TOO_LATE),
    Edge(_P, _M, Cause.TOO_LATE),
    Edge(_W, _W, Cause.NEW_TIME),
    Edge(_P, _P, Cause.NEW_TIME),
    Edge(_W, _C, Cause.TAKEN_BACK),
    Edge(_P, _C, Cause.TAKEN_BACK),
    Edge(_P, _W, Cause.EXPIRED_THERE),
    Edge(_P, _P, Cause.NOT_READY_THERE),
    Edge(_P, _R, Cause.PREPARING_REFUSED),
    Edge(_P, _U, Cause.KEY_EXPIRED),
    Edge(_P, _A, Cause.COMMITTED_TO_SEND),
    Edge(_A, _S, Cause.ACCEPTED),
    Edge(_A, _K, Cause.TAKEN_FOR_LATER),
    Edge(_A, _R, Cause.REFUSED),
    Edge(_A, _P, Cause.NOTHING_LEFT_THE_MACHINE),
    Edge(_A, _P, Cause.REFUSED_WITHOUT_ACTING),
    Edge(_A, _U, Cause.OUTCOME_UNCLEAR),
    Edge(_A, _U, Cause.FOUND_ARMED_AT_START),
    Edge(_K, _S, Cause.READ_BACK),
    Edge(_K, _K, Cause.NOT_THERE_YET),
    Edge(_K, _U, Cause.NOT_THERE_WHEN_DUE),
    Edge(_K, _C, Cause.DELETED_THERE),
    Edge(_U, _S, Cause.READ_BACK),
    Edge(_U, _K, Cause.TAKEN_FOR_LATER),
    Edge(_U, _U, Cause.NOT_THERE_YET),
    Edge(_U, _P, Cause.NOT_THERE_AND_SAFE),
    Edge(_U, _U, Cause.READING_FAILED),
    Edge(_U, _H, Cause.CANNOT_TELL),
    Edge(_H, _S, Cause.OFFICER_SAW_IT),
    Edge(_H, _P, Cause.OFFICER_SENDS),
    Edge(_H, _C, Cause.OFFICER_DROPS),
    Edge(_M, _W, Cause.NEW_TIME),
    Edge(_M, _C, Cause.OFFICER_DROPS),
    Edge(_R, _C, Cause.OFFICER_DROPS),
    # It may have gone out after the backup was made, and nothing that tells was left.
    *(Edge(state, _H, Cause.FROM_A_BACKUP) for state in (_W, _P, _A, _K, _U, _M)),
)

_STEPS: Final = {(edge.source, edge.cause): edge.target for edge in EDGES}

# Nothing is sent any more; what was refused asks for a person until its post is queued again or it is dropped.
FINAL: Final = frozenset({State.SENT, State.REJECTED, State.CANCELLED})
UNSENT: Final = frozenset({State.WAITING, State.PREPARED})
IN_DOUBT: Final = frozenset({State.ARMED, State.UNKNOWN})
NEEDS_A_PERSON: Final = frozenset({State.NEEDS_HUMAN, State.MISSED, State.REJECTED})


class Action(StrEnum):
    """What an Officer may do with a Delivery in its present state."""

    TAKE_BACK = "take-back"
    SEND_NOW = "send-now"
    NEW_TIME = "new-time"
    MARK_SENT = "mark-sent"
    SEND_AGAIN = "send-again"
    DROP = "drop"
    OPEN = "open"


_ACTIONS: Final[Mapping[State, tuple[Action, ...]]] = {
    State.WAITING: (Action.SEND_NOW, Action.NEW_TIME, Action.TAKE_BACK),
    State.PREPARED: (Action.SEND_NOW, Action.NEW_TIME, Action.TAKE_BACK),
    State.PARKED: (Action.TAKE_BACK,),
    State.MISSED: (Action.SEND_NOW, Action.NEW_TIME, Action.DROP),
    State.NEEDS_HUMAN: (Action.MARK_SENT, Action.SEND_AGAIN, Action.DROP),
    State.REJECTED: (Action.DROP,),
    State.SENT: (Action.OPEN,),
}


class ImpossibleStep(Exception):  # noqa: N818
    """`EDGES` has no such edge: a defect in the caller, never shown as a network problem."""


@dataclass(frozen=True, slots=True)
class FrozenMedia:
    """A picture as it was when the Post was queued; `alt` in the segment's language."""

    hash: str
    name: str
    mime: str
    size: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class FrozenPoll:
    """A poll as it was when the Post was queued, in the segment's language."""

    options: tuple[str, ...]
    minutes: int
    multiple: bool = False


@dataclass(frozen=True, slots=True)
class FrozenSegment:
    """What goes out, word for word.

    Attributes:
        languages: the languages of the text, for the network's own language tag.
        index, count: place in the thread, from 0.
        follows: id of the Delivery that the first segment of a thread goes on under; empty for a thread of its own.
        warning: a content warning, which the network shows instead of the text until it is opened.
    """

    text: str
    languages: tuple[str, ...]
    media: tuple[FrozenMedia, ...] = ()
    index: int = 0
    count: int = 1
    follows: str = ""
    warning: str = ""
    poll: FrozenPoll | None = None
    visibility: Visibility = Visibility.PUBLIC

    @property
    def digest(self) -> str:
        """SHA-256 over everything that the public will see, hexadecimal."""
        parts = [self.text, *self.languages, str(self.index), str(self.count)]
        parts += [self.follows] * bool(self.follows)
        parts += [part for media in self.media for part in (media.hash, media.mime, media.alt)]
        # Left out where it is not used, so that what was queued before there were any keeps its digest.
        if self.warning:
            parts += ["warning", self.warning]
        if self.poll is not None:
            parts += ["poll", *self.poll.options, str(self.poll.minutes), str(self.poll.multiple)]
        if self.visibility is not Visibility.PUBLIC:
            parts += ["visibility", self.visibility]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was created at the network before publishing, none of it visible to the public.

    Attributes:
        key: the record key or idempotency key, chosen by us; never changes once ARMED.
        payload: the publishing request's body as JSON, sent word for word at every attempt.
        expires_at: when the remote ids stop being usable, aware UTC; None for never.
        newest: the account's newest remote id seen before, which bounds how far reading a list back must go.
        at: when the server is to publish it by itself, aware UTC; None for at once. Once that has passed, publishing
            it publishes at once.
        unlinked: mentions of accounts that were not found, which go out as plain text.
    """

    key: str
    payload: str
    expires_at: datetime | None = None
    newest: str = ""
    at: datetime | None = None
    unlinked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """Where a Segment is, once out.

    Attributes:
        reference: the network's own reference (JSON), which a reply in a thread needs.
        url: where a person can see it; empty where there is no such page.
        parked: True when the server took it for later.
    """

    reference: str
    url: str = ""
    parked: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """The sending of one Segment to one Account.

    Attributes:
        id: unique.
        thread: id shared by the segments of one thread and by nothing else.
        version: grows by one with each step; the store compares it before it writes.
        queued_at, not_before, undo_until, good_until, armed_at: aware UTC.
        alone: an Officer said: send it without its other half.
        kind: whether it publishes, or corrects or deletes what is out.
        about: id of the SENT (or, to delete it, PARKED) Delivery that it corrects or deletes; empty for one that
            publishes.
        park: hand it to the server before it is due, which then publishes it by itself.
        looks: how often reading back found nothing since the last attempt.
        pack_version: the guidelines and all else that it was judged by when it was queued; see `Review.judge`.
        digest: of the segment, at freezing time.
        problem: id and parameters (JSON) of the last error, for the window; empty when there is none.
        evidence: what was last read back (JSON), shown to a person who must decide.
    """

    id: str
    post_id: str
    account_id: str
    network: str
    segment: FrozenSegment
    thread: str
    queued_at: datetime
    good_until: datetime
    due: Due | None = None
    state: State = State.WAITING
    version: int = 0
    undo_until: datetime | None = None
    not_before: datetime | None = None
    prepared: Prepared | None = None
    armed_at: datetime | None = None
    published: Published | None = None
    alone: bool = False
    looks: int = 0
    attempts: int = 0
    pack_version: str = ""
    digest: str = ""
    problem: str = ""
    evidence: str = ""
    kind: Kind = Kind.PUBLISH
    about: str = ""
    park: bool = False

    @property
    def actions(self) -> tuple[Action, ...]:
        """What an Officer may do now."""
        actions = _ACTIONS.get(self.state, ())
        if self.state is State.PREPARED and self.armed_at is not None and self.prepared and self.prepared.at:
            # The server may have it with its time: another time would be another request.
            return (Action.TAKE_BACK,)
        if self.kind is not Kind.PUBLISH:
            return tuple(action for action in actions if action not in {Action.NEW_TIME, Action.OPEN})
        return actions

    @property
    def language(self) -> str:
        """The segment's first language."""
        return self.segment.languages[0]

    @property
    def instant(self) -> datetime:
        """When it should go out, aware UTC."""
        return self.due.instant() if self.due else self.queued_at


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a Delivery's history.

    Attributes:
        note: what was seen, without secrets and without the draft's text; JSON.
    """

    delivery_id: str
    source: State
    target: State
    cause: Cause
    at: datetime
    note: str = field(default="")


def advance(delivery: Delivery, cause: Cause, **changes: object) -> Delivery:
    """Return the Delivery in its next state.

    Args:
        delivery: as the store has it.
        cause: why it moves.
        changes: other fields that change with it.

    Returns:
        A copy in the state that `EDGES` names, its version one higher.

    Raises:
        ImpossibleStep: `EDGES` has no such edge; a defect in the caller, never shown as a network problem.
    """
    target = _STEPS.get((delivery.state, cause))
    if target is None:
        raise ImpossibleStep(f"{delivery.state} has no step {cause}")
    if delivery.armed_at is not None and "prepared" in changes and target is not State.WAITING:
        raise ImpossibleStep("what was prepared never changes once armed")
    return replace(delivery, state=target, version=delivery.version + 1, **changes)  # type: ignore[arg-type]
