"""A desk with a pair of accounts, and what tests of the sender do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Cause, State


def pair_desk() -> Bench:
    """Return a desk with an account for each language of the pair."""
    bench = memory_desk()
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


def states(bench: Bench) -> list[State]:
    """Return the state of each row, oldest first."""
    return [row.state for row in bench.store.deliveries.rows.values()]


def causes(bench: Bench) -> list[Cause]:
    """Return why rows moved, in order."""
    return [step.cause for step in bench.store.deliveries.steps]


def queue(bench: Bench) -> None:
    """Queue a pair."""
    bench.desk.outbox.queue(bench.post(), OFFICER)


def settle(bench: Bench, minutes: int = 40) -> None:
    """Let the sender run for a while."""
    for _ in range(minutes * 2):
        bench.desk.sender.drain()
        bench.clock.forward(seconds=30)
