"""Backups, what is brought back, and the way to another laptop, over ports in memory."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.errors import DiskFull, GivenUp, NeedsOfficer, Unusable
from embassy_assistant.domain.events import HoldChanged
from embassy_assistant.domain.keeping import Backup, BackupKind
from embassy_assistant.domain.ports import Created
from embassy_assistant.services.keeping import EVERY, Keeping, MovedOut, Strength, strength
from embassy_assistant.services.workspace import Access
from tests.helpers.drafts import account, delivery, full_post
from tests.helpers.keeper import MemoryKeeper
from tests.helpers.memory import RECOVERY_CODE, Bench, MemorySettings, MemoryStore, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.events import Event


class Table:
    """A desk in memory, its keeping, and what was asked of its keeper."""

    def __init__(self, *, opened: bool = True, exists: bool = True) -> None:
        self.bench: Bench = memory_desk(opened=opened)
        self.bench.opener.exists = exists
        self.desk = self.bench.desk
        self.keeper = MemoryKeeper()
        self.keeping = Keeping(self.desk.workspace, self.keeper, MemorySettings(), self.desk.events, self.desk.clock)
        self.events: list[Event] = []
        self.desk.events.subscribe(self.events.append)


@pytest.fixture
def table() -> Table:
    return Table()


def test_a_backup_is_made_once_a_day(table: Table) -> None:
    made = table.keeping.daily()
    assert made is not None
    assert made.at == table.bench.clock.now()
    assert table.keeping.daily() is None
    table.bench.clock.forward(hours=23)
    assert table.keeping.daily() is None
    table.bench.clock.forward(hours=1)
    assert table.keeping.daily() is not None
    assert [kept.id for kept in table.keeping.backups()] == ["b1", "b0"]


@pytest.mark.parametrize(
    ("kind", "age"),
    [(BackupKind.DAILY, -timedelta(hours=1)), (BackupKind.ASIDE, timedelta()), (BackupKind.DAILY, EVERY)],
)
def test_one_of_a_wrong_clock_or_of_another_kind_is_not_today_s(table: Table, kind: BackupKind, age: timedelta) -> None:
    table.keeper.kept = [Backup("x", table.bench.clock.now() - age, 1, kind)]
    assert table.keeping.daily() is not None


def test_a_backup_that_found_no_room_says_what_was_not_made(table: Table) -> None:
    table.keeper.failure = DiskFull(path="backups")
    with pytest.raises(DiskFull) as failed:
        table.keeping.daily()
    assert failed.value.id == "backup.no-room"


def test_a_closed_store_is_not_backed_up() -> None:
    table = Table(opened=False)
    assert table.keeping.daily() is None
    assert table.keeper.calls == []


@pytest.mark.parametrize("code", ["", RECOVERY_CODE])
def test_a_store_is_closed_while_a_backup_comes_back_and_open_again_after(table: Table, code: str) -> None:
    seen: list[Access] = []
    table.keeper.watch = lambda: seen.append(table.desk.workspace.access)
    assert table.keeping.restore("b1", code) == table.keeper.restored
    assert table.keeping.salvage(code) == table.keeper.salvaged
    assert table.keeper.calls == [f"restore b1 {code}".strip(), f"salvage {code}".strip()]
    assert seen == [Access.LOCKED] * 2
    assert table.desk.workspace.access is Access.OPEN


def test_what_fails_leaves_the_store_open_as_it_was(table: Table) -> None:
    table.keeper.failure = DiskFull(path="store.db")
    with pytest.raises(DiskFull):
        table.keeping.restore("b1")
    assert table.desk.workspace.access is Access.OPEN


def test_a_keyring_that_closes_meanwhile_leaves_the_report_and_a_locked_window() -> None:
    table = Table(opened=False)
    table.bench.opener.problem = "locked"
    assert table.keeping.restore("b1") == table.keeper.restored
    assert table.desk.workspace.access is Access.LOCKED


@pytest.mark.parametrize("failure", [None, DiskFull(path="store.db")])
def test_a_store_that_only_a_code_has_opened_is_open_again_without_a_keyring(failure: DiskFull | None) -> None:
    table = Table(opened=False)
    table.desk.workspace.open_with_code(RECOVERY_CODE)
    table.bench.opener.problem = "missing"
    table.keeper.failure = failure
    with suppress(DiskFull):
        table.keeping.restore("b1")
    assert table.desk.workspace.access is Access.OPEN


def test_a_laptop_that_was_left_sends_nothing_until_an_officer_says_that_it_stays(table: Table) -> None:
    held_while_packing: list[bool] = []
    table.keeper.watch = lambda: held_while_packing.append(table.desk.outbox.held)
    assert table.keeping.move_out("file", "passphrase") == MovedOut("file", posts=2, open=1)
    assert held_while_packing == [True], "held before the copy is made"
    assert (table.keeping.moved,) == (table.bench.clock.now(),)
    with pytest.raises(NeedsOfficer, match=r"moved\.away"):
        table.desk.outbox.release()
    assert table.desk.outbox.held
    table.keeping.stay()
    assert (table.keeping.moved, table.desk.outbox.held) == (None, False)
    table.desk.outbox.release()
    assert table.events == [HoldChanged(True), HoldChanged(False), HoldChanged(False)]


def test_what_was_held_before_is_held_after(table: Table) -> None:
    table.desk.outbox.hold()
    table.keeping.move_out("file", "passphrase")
    table.keeping.stay()
    assert table.desk.outbox.held


def test_a_file_that_could_not_be_written_leaves_the_laptop_sending(table: Table) -> None:
    table.keeper.failure = DiskFull(path="file")
    with pytest.raises(DiskFull):
        table.keeping.move_out("file", "passphrase")
    assert table.keeping.moved is None
    assert not table.desk.outbox.held


@pytest.mark.parametrize("name", ["held", "moved"])
def test_a_hold_that_finds_no_room_leaves_the_laptop_sending_and_says_nothing_else(
    table: Table, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = table.desk.workspace.store.settings
    keep, full = settings.set, [name]

    def keep_or_fail(given: str, value: str) -> None:
        if given in full:
            full.clear()
            raise DiskFull
        keep(given, value)

    monkeypatch.setattr(settings, "set", keep_or_fail)
    with pytest.raises(DiskFull):
        table.keeping.move_out("file", "passphrase")
    assert (table.keeper.calls, table.keeping.moved, table.desk.outbox.held) == ([], None, False)


def test_a_second_file_that_could_not_be_written_leaves_the_first_one_s_hold(table: Table) -> None:
    table.keeping.move_out("file", "passphrase")
    table.keeper.failure = DiskFull(path="file")
    with pytest.raises(DiskFull):
        table.keeping.move_out("file", "passphrase")
    assert table.keeping.moved is not None
    assert table.desk.outbox.held
    table.keeping.stay()
    assert not table.desk.outbox.held, "what was held before the first one counts"


def test_what_came_from_another_laptop_says_who_must_sign_in_and_what_was_under_way() -> None:
    table = Table(opened=False, exists=False)
    store = MemoryStore()
    missing = replace(account("bluesky:a.example"), credential=Credential.MISSING)
    store.accounts.save(missing)
    store.accounts.save(account("bluesky:b.example"))
    store.deliveries.enqueue(full_post(), [delivery()])
    table.keeper.arrival = Created(store, RECOVERY_CODE, "keyring.locked")  # type: ignore[arg-type]
    moved = table.keeping.move_in("file", "passphrase")
    assert (moved.recovery_code, moved.keyring_problem, moved.posts) == (RECOVERY_CODE, "keyring.locked", 1)
    assert (moved.accounts, [row.id for row in moved.open]) == ((missing,), ["d1"])
    assert table.desk.workspace.access is Access.OPEN
    assert table.desk.preferences.recovery_pending == RECOVERY_CODE


def test_a_file_of_something_else_makes_no_workspace() -> None:
    table = Table(opened=False, exists=False)
    with pytest.raises(Unusable, match=r"move\.not-ours"):
        table.keeping.move_in("file", "passphrase")
    assert table.desk.workspace.access is Access.NEW


def test_what_is_missing_of_the_store_is_said_until_somebody_knows(table: Table) -> None:
    settings = table.desk.workspace.store.settings
    said = [table.keeping.log_lost]
    for knows in (table.keeping.know_of_lost_log, table.desk.outbox.release):
        settings.set("log-lost", "2026-11-23T00:00:00+00:00")
        said.append(table.keeping.log_lost)
        knows()
        said.append(table.keeping.log_lost)
    assert said == [False, True, False, True, False]


def test_what_is_newer_than_a_backup_is_asked_without_closing_anything(table: Table) -> None:
    seen: list[Access] = []
    table.keeper.watch = lambda: seen.append(table.desk.workspace.access)
    assert table.keeping.newer("b1") == table.keeper.ahead
    assert (table.keeper.calls, seen) == (["newer b1"], [Access.OPEN])


@pytest.mark.parametrize("way", ["restore", "salvage", "move_out"])
def test_an_officer_hears_how_far_it_is_and_can_give_it_up(table: Table, way: str) -> None:
    told: list[int] = []

    def tell(percent: int) -> None:
        told.append(percent)
        if percent > 50:
            raise GivenUp

    work: dict[str, Callable[[], object]] = {
        "restore": lambda: table.keeping.restore("b1", progress=tell),
        "salvage": lambda: table.keeping.salvage(progress=tell),
        "move_out": lambda: table.keeping.move_out("file", "passphrase", tell),
    }
    with pytest.raises(GivenUp):
        work[way]()
    assert told == [40, 60]
    assert (table.desk.workspace.access, table.desk.outbox.held) == (Access.OPEN, False)
    assert table.keeping.moved is None


def test_an_empty_workspace_gives_way_to_the_one_from_the_other_laptop(table: Table) -> None:
    arrived = MemoryStore()
    table.keeper.arrival = Created(arrived, RECOVERY_CODE)  # type: ignore[arg-type]
    table.keeper.watch = lambda: states.append(table.desk.workspace.access)
    states: list[Access] = []
    table.keeping.move_in("file", "passphrase")
    assert (table.keeper.calls, states) == (["unpack file over"], [Access.LOCKED])
    assert table.desk.workspace.store.settings.get("recovery-pending") == RECOVERY_CODE


def test_an_empty_workspace_is_open_again_where_nothing_came(table: Table) -> None:
    with pytest.raises(Unusable, match=r"move\.not-ours"):
        table.keeping.move_in("file", "passphrase")
    assert table.desk.workspace.access is Access.OPEN


def test_an_empty_workspace_without_a_keyring_is_open_again_too_and_can_be_tried_anew(table: Table) -> None:
    table.bench.opener.problem = "no-backend"
    with pytest.raises(Unusable, match=r"move\.not-ours"):
        table.keeping.move_in("file", "passphrase")
    assert table.desk.workspace.access is Access.OPEN
    table.keeper.arrival = Created(MemoryStore(), RECOVERY_CODE)  # type: ignore[arg-type]
    table.keeping.move_in("file", "passphrase")
    assert table.keeper.calls == ["unpack file over"] * 2


def test_a_workspace_that_holds_something_gives_way_to_nothing(table: Table) -> None:
    table.desk.workspace.store.accounts.save(account())
    with pytest.raises(Unusable):
        table.keeping.move_in("file", "passphrase")
    assert table.keeper.calls == ["unpack file"]
    assert table.desk.workspace.access is Access.OPEN


@pytest.mark.parametrize(
    ("passphrase", "expected"),
    [
        ("", Strength.SHORT),
        ("elevenchars", Strength.SHORT),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaa", Strength.WEAK),
        ("abcdefghijklmnopqrstuvwxyz", Strength.WEAK),
        ("посольство у Токіо", Strength.WEAK),
        ("посольство у Токіо й Осаці", Strength.FAIR),
        ("kX7#qP2!vL9m", Strength.FAIR),
        ("чотири слова і ще кома поруч", Strength.STRONG),
        ("kX7#qP2!vL9m-R4u", Strength.STRONG),
    ],
)
def test_a_passphrase_is_judged_by_what_a_guess_would_cost(passphrase: str, expected: Strength) -> None:
    assert strength(passphrase) is expected
