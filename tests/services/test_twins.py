"""The same words twice to one account: what is read back belongs to one of them only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from typing_extensions import override

from embassy_assistant.domain.delivery import Action, Published, State
from embassy_assistant.domain.network import Reconciliation, Sight, Sighting
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery, Prepared
    from embassy_assistant.domain.network import SignedIn


@dataclass
class ReadingNetwork(LyingNetwork):
    """Reads back by the words, among what came out since the post was prepared, as a server's list does."""

    kind: Reconciliation = Reconciliation.LIST_READ

    @override
    def _prepared(self, payload: dict[str, Any], newest: str = "") -> Prepared:
        return super()._prepared(payload, newest=str(len(self.out)))

    @override
    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        wanted = json.loads(prepared.payload)["text"]
        newer = list(self.out)[int(prepared.newest) :]
        found = [key for key in newer for copy in self.out[key] if copy["text"] == wanted]
        if len(found) == 1:
            return Sighting(Sight.ONE, Published(found[0]), wanted)
        return Sighting(Sight.SEVERAL if found else Sight.ABSENT, seen=wanted if found else "")


@pytest.fixture
def bench() -> Bench:
    bench = memory_desk(network=ReadingNetwork())
    bench.account("uk", "uk")
    return bench


def rows(bench: Bench) -> list[Delivery]:
    return list(bench.store.deliveries.rows.values())


def run(bench: Bench, minutes: int = 8) -> None:
    for _ in range(minutes * 2):
        bench.clock.forward(seconds=31)
        bench.desk.sender.drain()


def queue_twins(bench: Bench, *script: str) -> None:
    """Queue a text twice; both are prepared before either goes out, and `script` says what becomes of them."""
    bench.network.script = list(script)
    for _ in range(2):
        bench.desk.outbox.queue(bench.post("Слава Україні!"), OFFICER)
    run(bench)


def test_the_second_that_was_lost_is_not_taken_for_the_first(bench: Bench) -> None:
    queue_twins(bench, "ok", "dropped")
    assert [row.state for row in rows(bench)] == [State.SENT, State.NEEDS_HUMAN]
    assert bench.network.texts == ["Слава Україні!"]
    assert rows(bench)[1].evidence == "Слава Україні!"  # What is there is shown to whoever decides.
    bench.desk.outbox.act(rows(bench)[1].id, Action.SEND_AGAIN, OFFICER)
    run(bench)
    assert [row.state for row in rows(bench)] == [State.SENT, State.SENT]
    assert bench.network.texts == ["Слава Україні!", "Слава Україні!"]


def test_the_first_that_got_no_answer_is_found_before_the_second_goes_out(bench: Bench) -> None:
    queue_twins(bench, "mute", "ok")
    assert [row.state for row in rows(bench)] == [State.SENT, State.SENT]
    assert len({row.published.reference for row in rows(bench) if row.published}) == 2
