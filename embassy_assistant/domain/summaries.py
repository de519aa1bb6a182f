"""Rows of lists, which are read without what they are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - fields of dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import State
    from embassy_assistant.domain.post import PairState


@dataclass(frozen=True, slots=True)
class PostSummary:
    """A row of a list of posts.

    Attributes:
        states: the states of its Deliveries, each once; empty for a draft.
    """

    id: str
    title: str
    pair: PairState
    due: datetime | None
    updated_at: datetime
    states: tuple[State, ...] = ()


@dataclass(frozen=True, slots=True)
class Stopped:
    """A queued Post that an Account's credential would stop; `at`: when it should go out, aware UTC."""

    post_id: str
    title: str
    at: datetime
