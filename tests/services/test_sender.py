"""Sending exactly once, against a network that keeps state and lies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from embassy_assistant.domain.account import Bilingual, Credential, LanguagePolicy
from embassy_assistant.domain.delivery import Action, Cause, Prepared, State
from embassy_assistant.domain.errors import (
    AnotherSender,
    Damaged,
    NetworkRefused,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    SignInAgain,
)
from embassy_assistant.domain.network import Reconciliation
from embassy_assistant.services.record import Means
from embassy_assistant.services.sender import Sender
from tests.helpers.memory import OFFICER, Bench, LyingNetwork, memory_desk
from tests.helpers.sending import causes, pair_desk, queue, settle, states


@pytest.fixture
def bench() -> Bench:
    return pair_desk()


def test_a_pair_goes_out_once_each_ukrainian_first(bench: Bench) -> None:
    queue(bench)
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]


def test_nothing_is_sent_within_the_undo_grace(bench: Bench) -> None:
    queue(bench)
    bench.clock.forward(seconds=29)
    bench.desk.sender.drain()
    assert bench.network.texts == []
    bench.clock.forward(seconds=1)
    bench.desk.sender.drain()
    assert len(bench.network.texts) == 2


@pytest.mark.parametrize(
    ("word", "through"),
    [
        pytest.param("lost", State.PREPARED, id="nothing left the machine"),
        pytest.param("mute", State.UNKNOWN, id="published and no answer"),
        pytest.param("dropped", State.UNKNOWN, id="sent and not published"),
        pytest.param("trouble", State.UNKNOWN, id="a 500 that posted all the same"),
        pytest.param(ServerTrouble(status=503), State.UNKNOWN, id="a 503 that did not post"),
    ],
)
def test_a_keyed_network_ends_sent_once_without_a_person(bench: Bench, word: str | Exception, through: State) -> None:
    bench.network.script = [word]
    queue(bench)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    assert states(bench)[0] is through
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]


def test_an_unknown_outcome_is_read_back_twice_before_it_is_sent_again(bench: Bench) -> None:
    bench.network.script = ["dropped"]
    queue(bench)
    settle(bench)
    assert causes(bench).count(Cause.NOT_THERE_YET) == 1
    assert causes(bench).count(Cause.NOT_THERE_AND_SAFE) == 1


def test_a_list_read_network_asks_a_person_when_the_post_is_not_found() -> None:
    bench = memory_desk(network=LyingNetwork(kind=Reconciliation.LIST_READ))
    bench.account("uk", "uk")
    bench.account("en", "en")
    bench.network.script = ["dropped"]
    queue(bench)
    settle(bench)
    assert states(bench) == [State.NEEDS_HUMAN, State.PREPARED]
    assert bench.network.texts == []


@pytest.mark.parametrize(
    ("action", "state", "copies"),
    [(Action.MARK_SENT, State.SENT, 0), (Action.DROP, State.CANCELLED, 0), (Action.SEND_AGAIN, State.SENT, 1)],
)
def test_a_person_decides_what_the_program_cannot_know(action: Action, state: State, copies: int) -> None:
    bench = memory_desk(network=LyingNetwork(kind=Reconciliation.LIST_READ))
    bench.account("uk", "uk")
    bench.network.script = ["dropped"]
    queue(bench)
    settle(bench)
    row = next(iter(bench.store.deliveries.rows.values()))
    bench.desk.outbox.act(row.id, action, OFFICER)
    settle(bench)
    assert states(bench) == [state]
    assert len(bench.network.texts) == copies


def test_several_matches_ask_a_person() -> None:
    bench = memory_desk(network=LyingNetwork(kind=Reconciliation.LIST_READ))
    bench.account("uk", "uk")
    bench.network.script = ["mute"]
    queue(bench)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    key, copies = next(iter(bench.network.out.items()))
    bench.network.out[key] = copies * 2
    settle(bench)
    assert states(bench) == [State.NEEDS_HUMAN]


def test_a_row_found_armed_at_start_is_read_back_first(bench: Bench) -> None:
    queue(bench)
    bench.clock.forward(seconds=30)

    class Killed(BaseException):
        """The process ends here."""

    def die(name: str) -> None:
        if name == "published":
            raise Killed

    desk = bench.desk
    dying = Sender(desk.workspace, bench.lock, Means(desk.accounts, desk.review, desk.events, bench.clock, die))
    with pytest.raises(Killed):
        dying.drain()
    assert State.ARMED in states(bench)
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]
    assert len(bench.network.texts) == 2


def test_a_refusal_of_the_text_is_final_and_asks_for_the_other_half(bench: Bench) -> None:
    bench.network.script = [NetworkRefused("network.refused")]
    queue(bench)
    settle(bench)
    assert states(bench)[0] is State.REJECTED
    assert bench.network.texts == []
    group = bench.desk.outbox.group(next(iter(bench.store.deliveries.rows.values())).post_id)
    assert group is not None
    assert not group.half_out


def test_half_a_pair_out_is_said(bench: Bench) -> None:
    bench.network.script = ["ok", NetworkRefused("network.refused")]
    queue(bench)
    settle(bench)
    group = bench.desk.outbox.group(next(iter(bench.store.deliveries.rows.values())).post_id)
    assert group is not None
    assert group.half_out


def test_a_refused_credential_closes_only_that_accounts_gate(bench: Bench) -> None:
    bench.network.preparing = [SignInAgain()]
    queue(bench)
    settle(bench, 10)
    account = bench.store.accounts.get("practice:uk")
    assert account is not None
    assert account.credential is Credential.REFUSED
    assert bench.network.texts == []
    bench.desk.accounts.sign_in_again("practice:uk", "new")
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]


def test_a_pause_asked_for_by_the_server_is_kept(bench: Bench) -> None:
    bench.network.script = [RateLimited(retry_at=bench.clock.now() + timedelta(minutes=10))]
    queue(bench)
    settle(bench, 9)
    assert bench.network.texts == []
    settle(bench, 3)
    assert len(bench.network.texts) == 2


def test_what_is_too_late_is_missed_and_not_sent(bench: Bench) -> None:
    bench.network.up = False
    queue(bench)
    settle(bench, 60 * 12)
    assert states(bench) == [State.WAITING, State.WAITING]
    bench.clock.forward(minutes=1)
    bench.network.up = True
    settle(bench, 1)
    assert states(bench) == [State.MISSED, State.MISSED]
    assert bench.network.texts == []


def test_a_missed_post_goes_out_with_a_new_time(bench: Bench) -> None:
    queue(bench)
    bench.clock.forward(hours=13)
    bench.desk.sender.drain()
    for row in list(bench.store.deliveries.rows.values()):
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    settle(bench, 1)
    assert states(bench) == [State.SENT, State.SENT]


def test_holding_everything_stops_sending_and_not_finding_out(bench: Bench) -> None:
    bench.network.script = ["mute"]
    queue(bench)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    bench.desk.outbox.hold()
    settle(bench)
    assert states(bench) == [State.SENT, State.PREPARED]
    bench.desk.outbox.release()
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]


def test_a_picture_that_is_refused_for_good_holds_the_other_half_back(bench: Bench) -> None:
    bench.network.preparing = [NetworkRefused("network.picture-too-large")]
    queue(bench)
    settle(bench)
    assert states(bench) == [State.REJECTED, State.PREPARED]
    assert bench.network.texts == []


def test_a_server_in_trouble_while_preparing_is_asked_again(bench: Bench) -> None:
    bench.network.preparing = [ServerTrouble(status=502), RequestFailed(left_the_machine=True)]
    queue(bench)
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]


def test_a_thread_goes_out_in_order_and_hangs_together(bench: Bench) -> None:
    bench.store.accounts.save(replace(bench.account("uk", "uk")))
    long = " ".join(["Слово"] * 150)
    post = replace(bench.post(long, long.replace("Слово", "Words")), as_thread=True)
    bench.desk.outbox.queue(post, OFFICER)
    settle(bench)
    assert all(state is State.SENT for state in states(bench))
    uk = [c[0] for c in bench.network.out.values() if c[0]["account"] == "practice:uk"]
    assert " ".join(str(c["text"]) for c in uk) == long
    assert [bool(c["parent"]) for c in uk] == [False] + [True] * (len(uk) - 1)


def test_the_rest_of_a_thread_is_cancelled_with_its_head() -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    post = replace(bench.post(" ".join(["Слово"] * 150)), as_thread=True)
    bench.network.script = [NetworkRefused("network.refused")]
    bench.desk.outbox.queue(post, OFFICER)
    settle(bench)
    assert states(bench) == [State.REJECTED, State.CANCELLED]


def test_a_bilingual_thread_hangs_english_under_ukrainian() -> None:
    bench = memory_desk()
    account = bench.account("both", "uk", "en")
    bench.store.accounts.save(replace(account, policy=LanguagePolicy(("uk", "en"), Bilingual.THREAD)))
    queue(bench)
    settle(bench)
    assert bench.network.texts == ["Слава Україні!", "Glory to Ukraine!"]
    assert [c[0]["parent"] != "" for c in bench.network.out.values()] == [False, True]


def test_what_was_missed_after_an_attempt_goes_out_under_its_first_key(bench: Bench) -> None:
    bench.network.script = ["lost"]
    queue(bench)
    bench.clock.forward(seconds=31)
    bench.desk.sender.step()
    bench.clock.forward(hours=13)
    bench.desk.sender.drain()
    first = next(iter(bench.store.deliveries.rows.values()))
    assert first.state is State.MISSED
    assert first.prepared
    for row in list(bench.store.deliveries.rows.values()):
        bench.desk.outbox.act(row.id, Action.SEND_NOW, OFFICER)
    settle(bench, 1)
    assert states(bench) == [State.SENT, State.SENT]
    assert first.prepared.key in bench.network.out


def test_a_row_that_trips_over_a_defect_does_not_hold_up_the_others(bench: Bench) -> None:
    bench.desk.outbox.queue(bench.post("Один", "One", "practice:uk"), OFFICER)
    bench.desk.outbox.queue(bench.post("Два", "Two", "practice:uk"), OFFICER)
    bench.clock.forward(seconds=31)
    bench.network.preparing = [ValueError("a defect")]
    with pytest.raises(ValueError, match="a defect"):
        bench.desk.sender.step()
    assert bench.network.texts == ["Два"]


def test_only_one_program_sends(bench: Bench) -> None:
    bench.lock.free = False
    with pytest.raises(AnotherSender):
        bench.desk.sender.step()


def test_a_defect_leaves_the_outcome_unknown_and_is_loud(bench: Bench) -> None:
    bench.network.script = [ZeroDivisionError("a defect")]
    queue(bench)
    bench.clock.forward(seconds=30)
    with pytest.raises(ZeroDivisionError):
        bench.desk.sender.drain()
    assert State.UNKNOWN in states(bench)
    settle(bench)
    assert states(bench) == [State.SENT, State.SENT]


def test_reading_back_fails_and_is_tried_again(bench: Bench) -> None:
    bench.network.script = ["mute"]
    bench.network.finding = [RequestFailed(left_the_machine=True), ServerTrouble(status=500)]
    queue(bench)
    settle(bench)
    assert causes(bench).count(Cause.READING_FAILED) == 2
    assert states(bench) == [State.SENT, State.SENT]
    assert len(bench.network.texts) == 2


def test_an_officer_who_moves_a_row_first_has_the_say(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = bench.desk.outbox.queue(bench.post(), OFFICER)
    prepare = LyingNetwork.prepare

    def taken_back_meanwhile(network: LyingNetwork, *arguments: Any) -> Prepared:  # noqa: ANN401
        if bench.store.deliveries.rows[rows[0].id].state is State.WAITING:
            bench.desk.outbox.act(rows[0].id, Action.TAKE_BACK, OFFICER)
        return prepare(network, *arguments)

    monkeypatch.setattr(LyingNetwork, "prepare", taken_back_meanwhile)
    settle(bench)
    assert states(bench) == [State.CANCELLED, State.PREPARED]
    assert bench.network.texts == []


def test_holding_everything_stops_what_the_pass_has_not_armed_yet(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare = LyingNetwork.prepare

    def held_meanwhile(network: LyingNetwork, *arguments: Any) -> Prepared:  # noqa: ANN401
        bench.desk.outbox.hold()
        return prepare(network, *arguments)

    monkeypatch.setattr(LyingNetwork, "prepare", held_meanwhile)
    queue(bench)
    settle(bench, 5)
    assert bench.network.texts == []


def test_a_paused_account_is_still_read_back(bench: Bench) -> None:
    bench.network.script = ["mute"]
    queue(bench)
    bench.clock.forward(seconds=30)
    bench.desk.sender.step()
    bench.desk.accounts.pause("practice:uk", paused=True)
    settle(bench, 5)
    assert states(bench)[0] is State.SENT


def test_a_picture_that_is_gone_asks_for_a_person(bench: Bench) -> None:
    bench.network.preparing = [Damaged("media.damaged")]
    queue(bench)
    settle(bench, 1)
    assert states(bench)[0] is State.REJECTED


def test_a_server_that_will_not_say_asks_for_a_person(bench: Bench) -> None:
    bench.network.script = ["dropped"]
    bench.network.finding = [NetworkRefused()]
    queue(bench)
    settle(bench, 5)
    assert states(bench)[0] is State.NEEDS_HUMAN


def test_a_thread_whose_head_was_refused_before_a_crash_ends_all_the_same() -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    post = replace(bench.post(" ".join(["Слово"] * 150)), as_thread=True)
    head, _rest = bench.desk.outbox.queue(post, OFFICER)
    bench.store.deliveries.rows[head.id] = replace(head, state=State.REJECTED)
    settle(bench, 1)
    assert states(bench) == [State.REJECTED, State.CANCELLED]
