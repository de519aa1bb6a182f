"""Both halves of a Pair are ready before either goes out, and in the mission's order."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Bilingual, Credential, LanguagePolicy
from embassy_assistant.domain.delivery import Action, Cause, State
from embassy_assistant.domain.errors import NetworkRefused, RateLimited, RequestFailed, ServerTrouble, SignInAgain
from embassy_assistant.domain.network import Ability
from embassy_assistant.services.gates import Wait
from tests.helpers.lying import LyingNetwork
from tests.helpers.memory import OFFICER, Bench, memory_desk
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Prepared
    from embassy_assistant.domain.network import SignedIn

UK, EN = "Слава Україні!", "Glory to Ukraine!"


@pytest.fixture
def bench() -> Bench:
    bench = memory_desk(network=LyingNetwork(able=frozenset({Ability.DELETE})))
    bench.account("uk", "uk")
    bench.account("en", "en")
    return bench


def queue(bench: Bench) -> str:
    return bench.desk.outbox.queue(bench.post(), OFFICER)[0].post_id


def run(bench: Bench, minutes: int = 1) -> None:
    for _ in range(minutes * 2):
        bench.clock.forward(seconds=31)
        bench.desk.sender.drain()


def states(bench: Bench) -> list[State]:
    return [row.state for row in bench.store.deliveries.rows.values()]


def test_every_account_is_asked_before_the_first_half_is_armed(bench: Bench) -> None:
    queue(bench)
    seen: list[int] = []
    bench.desk.events.subscribe(
        lambda _event: seen.append(len(bench.network.asked)) if State.ARMED in states(bench) else None
    )
    run(bench)
    assert seen[0] == 2
    assert set(bench.network.asked) == {"practice:uk", "practice:en"}
    assert len(bench.network.asked) == 2
    assert bench.network.texts == [UK, EN]


def test_accounts_are_asked_once_for_many_posts_of_one_pass(bench: Bench) -> None:
    for _ in range(5):
        queue(bench)
    run(bench)
    assert len(bench.network.asked) == 2
    assert len(bench.network.texts) == 10


def test_a_post_of_one_half_asks_nobody_first(bench: Bench) -> None:
    bench.desk.outbox.queue(bench.post(UK, EN, "practice:uk"), OFFICER)
    run(bench)
    assert bench.network.asked == []
    assert bench.network.texts == [UK]


@pytest.mark.parametrize(
    "error", [ServerTrouble(status=503), RequestFailed(left_the_machine=True)], ids=lambda e: type(e).__name__
)
def test_a_passing_trouble_of_either_account_delays_both(bench: Bench, error: Exception) -> None:
    bench.network.preflights = [error]
    post = queue(bench)
    bench.clock.forward(seconds=31)
    bench.desk.sender.drain()
    assert states(bench) == [State.PREPARED, State.PREPARED]
    assert bench.network.texts == []
    group = bench.desk.outbox.group(post)
    assert group
    assert list(group.waits.values()) == [Wait.PAUSE, Wait.OTHER_HALF]
    run(bench, 2)
    assert bench.network.texts == [UK, EN]
    assert Cause.NOT_READY_THERE in [step.cause for step in bench.store.deliveries.steps]


def test_a_used_up_budget_holds_both_halves_until_the_server_says(bench: Bench) -> None:
    bench.network.preflights = [RateLimited(retry_at=bench.clock.now() + timedelta(minutes=10))]
    queue(bench)
    run(bench, 9)
    assert bench.network.texts == []
    run(bench, 1)
    assert bench.network.texts == [UK, EN]


def test_a_refused_credential_of_either_account_holds_both(bench: Bench) -> None:
    bench.network.preflights = [SignInAgain()]
    post = queue(bench)
    run(bench, 5)
    assert bench.network.texts == []
    account = bench.store.accounts.get("practice:uk")
    assert account
    assert account.credential is Credential.REFUSED
    group = bench.desk.outbox.group(post)
    assert group
    assert list(group.waits.values()) == [Wait.SIGN_IN, Wait.OTHER_HALF]
    assert not group.half_out
    bench.desk.accounts.sign_in_again("practice:uk", "new")
    run(bench)
    assert bench.network.texts == [UK, EN]


def test_a_picture_that_the_server_refused_after_all_stops_both(bench: Bench) -> None:
    bench.network.preflights = [NetworkRefused("network.refused")]
    picture = bench.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "The flag")
    bench.desk.outbox.queue(replace(bench.post(), media=(picture,)), OFFICER)
    run(bench, 5)
    assert states(bench) == [State.REJECTED, State.PREPARED]
    assert bench.network.texts == []


def test_an_account_that_was_paused_after_preparing_holds_the_other_half(bench: Bench) -> None:
    bench.network.preflights = [ServerTrouble(status=500)]
    queue(bench)
    bench.clock.forward(seconds=31)
    bench.desk.sender.drain()
    bench.desk.accounts.pause("practice:en", paused=True)
    run(bench, 3)
    assert bench.network.texts == []
    bench.desk.accounts.pause("practice:en", paused=False)
    run(bench)
    assert bench.network.texts == [UK, EN]


@pytest.mark.parametrize("asked", [1, 2])
def test_a_hold_while_the_accounts_are_asked_stops_both_halves(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    preflight, seen = bench.network.preflight, []

    def held_meanwhile(prepared: Prepared, account: SignedIn) -> None:
        seen.append(account)
        if len(seen) == asked:
            bench.desk.outbox.hold()
        preflight(prepared, account)

    monkeypatch.setattr(bench.network, "preflight", held_meanwhile)
    queue(bench)
    run(bench)
    assert states(bench) == [State.PREPARED, State.PREPARED]
    assert bench.network.texts == []
    bench.desk.outbox.release()
    run(bench)
    assert bench.network.texts == [UK, EN]


def test_the_mission_sets_which_half_goes_first(bench: Bench) -> None:
    assert bench.desk.preferences.pair_first == "uk"
    bench.desk.preferences.pair_first = "en"
    assert bench.desk.preferences.pair_first == "en"
    queue(bench)
    run(bench)
    assert bench.network.texts == [EN, UK]
    bench.desk.preferences.pair_first = "uk"
    queue(bench)
    run(bench)
    assert bench.network.texts == [EN, UK, UK, EN]


@pytest.mark.parametrize("first", ["uk", "en"])
@pytest.mark.parametrize("bilingual", list(Bilingual))
def test_a_bilingual_account_goes_out_whole_beside_one_of_one_language(bilingual: Bilingual, first: str) -> None:
    bench = memory_desk()
    both = bench.account("both", "uk", "en")
    bench.store.accounts.save(replace(both, policy=LanguagePolicy(("uk", "en"), bilingual)))
    bench.account("en", "en")
    bench.desk.preferences.pair_first = first
    queue(bench)
    run(bench, 2)
    assert set(states(bench)) == {State.SENT}
    assert len(bench.network.texts) == (2 if bilingual is Bilingual.COMBINED else 3)


def half_out(bench: Bench) -> str:
    """Queue a pair of which only the Ukrainian half goes out."""
    bench.network.script = ["ok", NetworkRefused()]
    post = queue(bench)
    run(bench)
    assert bench.network.texts == [UK]
    group = bench.desk.outbox.group(post)
    assert group
    assert group.half_out
    return post


def test_one_half_out_is_over_once_the_other_is_dropped(bench: Bench) -> None:
    post = half_out(bench)
    group = bench.desk.outbox.group(post)
    assert group
    bench.desk.outbox.act(group.asks[0].id, Action.DROP, OFFICER)
    group = bench.desk.outbox.group(post)
    assert group
    assert not group.half_out


def test_one_half_out_is_over_once_it_is_deleted(bench: Bench) -> None:
    post = half_out(bench)
    group = bench.desk.outbox.group(post)
    assert group
    bench.desk.outbox.delete(group.out[0].id, OFFICER)
    run(bench)
    group = bench.desk.outbox.group(post)
    assert group
    assert bench.network.texts == []
    assert not group.half_out


def test_one_half_out_is_over_once_the_other_is_sent(bench: Bench) -> None:
    post = half_out(bench)
    stored = bench.store.posts.get(post)
    assert stored
    bench.desk.outbox.queue(stored, OFFICER)
    run(bench)
    assert bench.network.texts == [UK, EN]
    group = bench.desk.outbox.group(post)
    assert group
    assert not group.half_out


@pytest.mark.parametrize("why", ["sign-in", "paused", "removed"])
def test_a_half_that_waits_for_an_officer_while_the_other_is_out_is_said_too(bench: Bench, why: str) -> None:
    bench.network.script = ["ok", RateLimited(retry_at=bench.clock.now() + timedelta(minutes=30))]
    post = queue(bench)
    run(bench)
    group = bench.desk.outbox.group(post)
    assert group
    assert not group.half_out  # It goes by itself when the server lets it.
    if why == "sign-in":
        bench.desk.accounts.refused("practice:en", SignInAgain())
    elif why == "paused":
        bench.desk.accounts.pause("practice:en", paused=True)
    else:
        bench.store.accounts.remove("practice:en")
    group = bench.desk.outbox.group(post)
    assert group
    assert group.half_out
