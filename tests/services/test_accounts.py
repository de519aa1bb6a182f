"""Accounts, their credentials, and practice kept apart from the public."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.account import Credential, LanguagePolicy, TextRules, Visibility
from embassy_assistant.domain.errors import NeedsOfficer, RequestFailed, SignInAgain, Unusable
from embassy_assistant.domain.network import Profile, SignedIn
from embassy_assistant.domain.officer import Mission
from embassy_assistant.services.preferences import NOBODY, NOWHERE, Connection
from tests.helpers.memory import OFFICER, Bench, LyingNetwork, memory_desk

UK = LanguagePolicy(("uk",))


@pytest.fixture
def bench() -> Bench:
    return memory_desk(
        networks=(LyingNetwork(), LyingNetwork(name="bluesky", title="Bluesky", practice=False)),
    )


def test_an_account_is_kept_once_its_server_agreed(bench: Bench) -> None:
    account = bench.desk.accounts.add("practice", "@ua_berlin", "pw", UK)
    assert (account.id, account.credential, account.remote_id) == (
        "practice:ua_berlin",
        Credential.WORKS,
        "id-ua_berlin",
    )
    assert bench.vault.entries == {"practice:ua_berlin/password": "pw"}
    assert list(bench.desk.accounts.all()) == [account]


def test_an_account_that_was_renamed_at_its_server_is_not_added_a_second_time(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.desk.accounts.add("practice", "old", "secret", LanguagePolicy(("uk",)))

    def renamed(_network: LyingNetwork, account: SignedIn) -> Profile:
        return Profile("id-old", "new", account.account.server)

    monkeypatch.setattr(LyingNetwork, "test", renamed)
    with pytest.raises(Unusable, match="already-there"):
        bench.desk.accounts.add("practice", "new", "secret", LanguagePolicy(("uk",)))
    assert [account.id for account in bench.desk.accounts.all()] == ["practice:old"]
    assert bench.vault.entries == {"practice:old/password": "secret"}
    again = bench.desk.accounts.sign_in_again("practice:old", "another")
    assert (again.id, again.handle) == ("practice:old", "new")


@pytest.mark.parametrize(
    ("network", "handle", "error"),
    [
        ("bluesky", "a", "account.practice-only"),
        ("gopher", "a", "account.unknown-network"),
        ("practice", " @", "account.no-handle"),
    ],
)
def test_what_cannot_be_an_account_here_is_refused(bench: Bench, network: str, handle: str, error: str) -> None:
    with pytest.raises(Unusable) as caught:
        bench.desk.accounts.add(network, handle, "pw", UK)
    assert caught.value.id == error
    assert bench.vault.entries == {}


def test_a_real_workspace_takes_no_practice_account(bench: Bench) -> None:
    bench.desk.preferences.practice = False
    with pytest.raises(Unusable, match="not-practice"):
        bench.desk.accounts.add("practice", "a", "pw", UK)
    assert [network.name for network in bench.desk.accounts.networks()] == ["bluesky"]


def test_the_same_account_is_not_added_twice(bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)
    with pytest.raises(Unusable, match="already-there"):
        bench.desk.accounts.add("practice", "@a", "pw", UK)


class CanonicalNetwork(LyingNetwork):
    """Knows every handle in small letters."""

    def test(self, account: SignedIn) -> Profile:
        return Profile("id", account.account.handle.lower(), account.account.server)


def test_secrets_lie_under_the_handle_that_the_server_knows() -> None:
    bench = memory_desk(networks=(CanonicalNetwork(),))
    assert bench.desk.accounts.add("practice", "UA_Berlin", "pw", UK).id == "practice:ua_berlin"
    assert bench.vault.entries == {"practice:ua_berlin/password": "pw"}
    with pytest.raises(Unusable, match="already-there"):
        bench.desk.accounts.add("practice", "UA_BERLIN", "other", UK)
    assert bench.vault.entries == {"practice:ua_berlin/password": "pw"}


def test_a_refused_credential_is_remembered(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)

    def refuse(_network: LyingNetwork, _account: SignedIn) -> Profile:
        raise SignInAgain

    monkeypatch.setattr(LyingNetwork, "test", refuse)
    with pytest.raises(SignInAgain):
        bench.desk.accounts.test("practice:a")
    account = bench.desk.accounts.get("practice:a")
    assert account is not None
    assert account.credential is Credential.REFUSED
    bench.desk.accounts.refused("practice:a", SignInAgain())
    bench.desk.accounts.refused("practice:nobody", SignInAgain())
    bench.desk.accounts.refused("practice:a", SignInAgain("account.secret-gone"))
    lost = bench.desk.accounts.get("practice:a")
    assert lost is not None
    assert lost.credential is Credential.MISSING  # Nobody refused anything.


def test_limits_read_from_the_server_are_kept_for_offline_use(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    rules = TextRules("graphemes", 123)
    monkeypatch.setattr(
        LyingNetwork,
        "test",
        lambda _n, account: Profile("id", account.account.handle, "http://127.0.0.1:1", limits=rules),
    )
    bench.desk.accounts.add("practice", "a", "pw", UK)
    (target,) = bench.desk.accounts.targets(["practice:a", "practice:nobody"])
    assert target.rules == rules
    assert bench.desk.accounts.test("practice:a").credential is Credential.WORKS


def test_removing_an_account_forgets_its_secrets(bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)
    bench.desk.accounts.remove("practice:a")
    assert bench.vault.entries == {}
    assert list(bench.desk.accounts.all()) == []
    with pytest.raises(Unusable, match="unknown"):
        bench.desk.accounts.remove("practice:a")


def test_an_account_is_removed_offline_too(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)

    def offline(_network: LyingNetwork, _account: SignedIn) -> None:
        raise RequestFailed(left_the_machine=False)

    monkeypatch.setattr(LyingNetwork, "sign_out", offline)
    bench.desk.accounts.remove("practice:a")
    assert bench.vault.entries == {}


def test_an_account_with_a_queue_is_not_removed(bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)
    bench.desk.outbox.queue(bench.post(), OFFICER)
    with pytest.raises(NeedsOfficer, match="has-queue"):
        bench.desk.accounts.remove("practice:a")


def test_the_languages_of_an_account_can_change(bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)
    both = LanguagePolicy(("uk", "en"))
    assert bench.desk.accounts.set_policy("practice:a", both).policy == both


def test_settings_come_back_as_they_were_set() -> None:
    bench = memory_desk()
    preferences = bench.desk.preferences
    preferences.language, preferences.theme = "uk", "dark"
    preferences.connection = Connection("http://proxy.example:3128", "/etc/ca.pem")
    assert (preferences.language, preferences.theme) == ("uk", "dark")
    assert preferences.connection.proxy == "http://proxy.example:3128"
    assert preferences.officer == OFFICER
    assert isinstance(preferences.mission, Mission)
    bench.store.settings.values.clear()
    assert (preferences.officer, preferences.mission) == (NOBODY, NOWHERE)
    assert preferences.connection == Connection()


def test_a_handle_that_went_to_somebody_else_gets_nothing(monkeypatch: pytest.MonkeyPatch, bench: Bench) -> None:
    bench.desk.accounts.add("practice", "a", "pw", UK)
    monkeypatch.setattr(LyingNetwork, "test", lambda _n, account: Profile("id-stranger", "a", account.account.server))
    with pytest.raises(Unusable, match=r"account\.another"):
        bench.desk.accounts.sign_in_again("practice:a", "pw")
    account = bench.desk.accounts.get("practice:a")
    assert account is not None
    assert not account.can_send


def test_who_sees_the_posts_and_who_keeps_them_is_chosen_for_an_account(bench: Bench) -> None:
    account = bench.desk.accounts.add("practice", "ua_berlin", "pw", UK)
    changed = bench.desk.accounts.set_publishing(account.id, Visibility.UNLISTED, True)
    assert (changed.visibility, changed.park) == (Visibility.UNLISTED, True)
    assert bench.desk.accounts.get(account.id) == changed
