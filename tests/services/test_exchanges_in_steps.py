"""A step of the sender keeps the exchanges that led to it, and none that were about another row."""

from __future__ import annotations

import json

import pytest

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import NetworkRefused
from embassy_assistant.services.record import Means
from embassy_assistant.services.sender import Sender
from tests.helpers.memory import OFFICER, Bench, memory_desk


class Wire:
    """Stands for what `net` records: each call takes what is on it."""

    def __init__(self) -> None:
        self.waiting: list[dict[str, object]] = []

    def __call__(self) -> list[dict[str, object]]:
        taken, self.waiting = self.waiting, []
        return taken


def sender_of(bench: Bench, wire: Wire) -> Sender:
    desk = bench.desk

    def published(name: str) -> None:
        if name == "published":
            wire.waiting.append({"path": name})

    means = Means(desk.accounts, desk.review, desk.events, desk.clock, published, wire)
    return Sender(desk.workspace, bench.lock, means)


@pytest.fixture
def bench() -> Bench:
    made = memory_desk()
    made.account("uk", "uk")
    made.account("en", "en")
    made.desk.outbox.queue(made.post(), OFFICER)
    made.clock.forward(minutes=1)
    return made


def notes(bench: Bench, state: State) -> list[dict[str, object]]:
    return [json.loads(step.note or "{}") for step in bench.store.deliveries.steps if step.target is state]


def test_a_step_keeps_what_was_exchanged_for_it(bench: Bench) -> None:
    wire = Wire()
    wire.waiting.append({"path": "somebody else's"})
    sender_of(bench, wire).drain()
    assert [note["exchanges"] for note in notes(bench, State.SENT)] == [[{"path": "published"}]] * 2
    assert all("exchanges" not in note for note in notes(bench, State.PREPARED))


def test_an_error_keeps_its_words_beside_the_exchange(bench: Bench) -> None:
    wire = Wire()

    def refuse() -> NetworkRefused:
        wire.waiting.append({"path": "/refused"})
        return NetworkRefused("network.refused", reason="too long")

    network = bench.network

    class Refusing(list[object]):
        def pop(self, _at: object = None) -> object:
            return refuse()

    network.script = Refusing(["once"])  # type: ignore[assignment]
    sender_of(bench, wire).step()
    (note, *_) = notes(bench, State.REJECTED)
    assert note["id"] == "network.refused"
    assert note["exchanges"] == [{"path": "/refused"}]
    row = next(row for row in bench.store.deliveries.rows.values() if row.state is State.REJECTED)
    assert "exchanges" not in row.problem


def test_a_defect_keeps_its_name_beside_the_exchange(bench: Bench) -> None:
    wire = Wire()

    class Broken(list[object]):
        def pop(self, _at: object = None) -> object:
            wire.waiting.append({"path": "/half"})
            raise ZeroDivisionError

    bench.network.script = Broken(["once"])  # type: ignore[assignment]
    with pytest.raises(ZeroDivisionError):
        sender_of(bench, wire).step()
    (note, *_) = notes(bench, State.UNKNOWN)
    assert note == {"defect": "ZeroDivisionError", "exchanges": [{"path": "/half"}]}
