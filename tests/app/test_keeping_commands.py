"""`backup`, `restore` and `move` as a person runs them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import nacl.pwhash.argon2id as argon2id
import pytest

from embassy_assistant.app import wiring
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.store import moving
from tests.app.test_workspace_commands import POST
from tests.helpers.drafts import account, delivery, plain_post

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.services.desk import Desk

PASSPHRASE = "four words and more\n"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "PASSES", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(moving, "MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def desk(folder: Path) -> Desk:
    desk = wiring.open_desk(folder, practice=True)
    desk.workspace.create()
    desk.workspace.store.accounts.save(account())
    desk.workspace.store.deliveries.enqueue(plain_post("post-1", uk="слово"), [delivery("d1", "post-1")])
    desk.workspace.close()
    return desk


def reopened(desk: Desk) -> Desk:
    desk.workspace.open()
    return desk


def test_a_backup_is_made_listed_and_brought_back(run_in: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    code, out, _ = run_in("restore")
    assert (code, "no backup yet" in out) == (Exit.DONE, True)
    code, out, _ = run_in("backup")
    assert code == Exit.DONE
    assert "1 post" in out
    reopened(desk).workspace.store.posts.save(plain_post("post-2", uk="нове"))
    desk.workspace.close()
    code, out, _ = run_in("restore", "--format", "json")
    (listed,) = [json.loads(line) for line in out.splitlines()]
    assert (code, listed["posts"], listed["kind"]) == (Exit.DONE, 1, "daily")
    code, out, _ = run_in("restore", "latest")
    assert code == Exit.DONE
    assert "post-2 нове" in out
    assert "set-aside" in out
    assert reopened(desk).workspace.store.posts.ids() == ["post-1"]
    desk.workspace.close()
    _, out, _ = run_in("restore")
    assert ["set aside" in line for line in out.splitlines()] == [False, True]


def test_what_was_sent_since_is_said(run_in: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    run_in("backup")
    store = reopened(desk).workspace.store
    store.deliveries.enqueue(plain_post("post-2", uk="нове"), [delivery("d2", "post-2")])
    desk.workspace.close()
    _, out, _ = run_in("restore", "latest")
    assert "1 delivery was kept as they are now" in out


def test_a_backup_that_is_not_there_is_named(run_in: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    code, _, err = run_in("restore", "latest")
    assert (code, "no backup called latest" in err) == (Exit.UNUSABLE, True)


def test_an_open_window_keeps_its_store(run_in: Callable[..., tuple[int, str, str]], desk: Desk) -> None:
    run_in("backup")
    reopened(desk)
    code, _, err = run_in("restore", "latest")
    assert (code, "has this workspace open" in err) == (Exit.NEEDS_PERSON, True)
    desk.workspace.close()


def test_where_the_newer_store_is_gone_the_queue_is_held_and_asks(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, folder: Path
) -> None:
    run_in("backup")
    (folder / "store.db").unlink()
    code, out, _ = run_in("restore", "latest")
    assert code == Exit.NEEDS_PERSON
    assert "may have gone out since the backup" in out
    assert "everything is held" in out
    row = reopened(desk).workspace.store.deliveries.get("d1")
    assert row is not None
    assert row.state is State.NEEDS_HUMAN
    desk.workspace.close()


def test_a_damaged_store_is_saved_as_far_as_it_goes(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, folder: Path
) -> None:
    path = folder / "store.db"
    data = bytearray(path.read_bytes())
    data[99] ^= 0xFF
    path.write_bytes(data)
    code, _, err = run_in("queue")
    assert (code, "restore --salvage" in err) == (Exit.NEEDS_PERSON, True)
    code, out, _ = run_in("restore", "--salvage")
    assert code == Exit.NEEDS_PERSON
    assert "Saved: 0 posts" in out
    assert "Parts of the files could not be read" in out
    assert run_in("queue")[0] == Exit.DONE


def test_what_is_lost_is_named(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.store.mending.rebuild_posts", lambda *_arguments: ("Заголовок",))
    _, out, _ = run_in("restore", "--salvage")
    assert "only its title is left: Заголовок" in out
    assert "1 picture of saved posts" in out


def test_the_recovery_code_does_where_the_keyring_lost_the_key(
    run_in: Callable[..., tuple[int, str, str]], folder: Path
) -> None:
    made = wiring.open_desk(folder, practice=True)
    code = made.workspace.create().recovery_code
    made.keeping.backup()
    made.workspace.close()
    made.vault.delete("store-key")
    assert "Open the window: it has “Recovery code…”." in run_in("posts", "list")[2]
    assert run_in("restore", "latest")[0] == Exit.KEYRING
    assert run_in("restore", "latest", "--with-code", stdin=f"{code}\n")[0] == Exit.DONE


def test_a_workspace_goes_to_another_laptop_and_only_one_of_the_two_sends(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, folder: Path, tmp_path: Path
) -> None:
    file = str(tmp_path / "packed")
    code, out, _ = run_in("move", "out", file, stdin=PASSPHRASE)
    assert code == Exit.DONE
    assert "sends nothing from now on" in out
    code, _, err = run_in("hold", "--release")
    assert (code, "move stay" in err) == (Exit.NEEDS_PERSON, True)
    code, out, err = run_in("move", "in", file, stdin=PASSPHRASE)
    assert (code, "already" in err) == (Exit.UNUSABLE, True)
    folder.rename(tmp_path / "old laptop")
    code, out, err = run_in("move", "in", file, stdin=PASSPHRASE)
    assert code == Exit.NEEDS_PERSON
    assert "Sign in here before anything goes out: bluesky:embassy.example" in out
    assert "Was under way: bluesky:embassy.example [uk] Waiting" in out
    assert "recovery code" in err
    assert run_in("posts", "show", "post-1")[0] == Exit.DONE


def test_a_laptop_that_was_left_says_why_it_sends_nothing(
    run_in: Callable[..., tuple[int, str, str]], tmp_path: Path
) -> None:
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    run_in("queue", run_in("posts", "add", "-", stdin=POST)[1].strip(), "--now")
    run_in("move", "out", str(tmp_path / "packed"), stdin=PASSPHRASE)
    for command in ("queue", "send"):
        _, out, _ = run_in(command)
        assert "packed for another laptop" in out
        assert "“move stay” does that" in out
        assert "until it is released" not in out


def test_a_laptop_that_stays_sends_again(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, tmp_path: Path
) -> None:
    run_in("move", "out", str(tmp_path / "packed"), stdin=PASSPHRASE)
    code, out, _ = run_in("move", "stay")
    assert (code, "sends again" in out) == (Exit.DONE, True)
    assert run_in("hold", "--release")[0] == Exit.DONE


def test_doctor_says_how_old_the_newest_backup_is_and_that_every_page_is_whole(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, folder: Path, tmp_path: Path
) -> None:
    _, out, _ = run_in("doctor")
    assert "There is no backup yet" in out
    assert "Every page of the drafts and the pictures is whole" in out
    run_in("backup")
    run_in("move", "out", str(tmp_path / "packed"), stdin=PASSPHRASE)
    path = folder / "store.db"
    data = bytearray(path.read_bytes())
    data[-99] ^= 0xFF
    path.write_bytes(data)
    code, out, _ = run_in("doctor")
    assert code == Exit.NEEDS_PERSON
    assert "The newest of 1 backup is of" in out
    assert "store.db is broken" in out
    assert "this one sends nothing" in out


def test_a_store_that_lost_its_newest_part_says_so_until_it_is_released(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk
) -> None:
    settings = reopened(desk).workspace.store.settings
    settings.set("log-lost", "2026-11-23T00:00:00+00:00")
    desk.workspace.close()
    said = "The newest part of the drafts’ file"
    assert said in run_in("queue", "list")[2]
    assert said in run_in("hold", "--release")[2]
    assert said not in run_in("queue", "list")[2]


def test_a_workspace_that_the_window_has_just_made_gives_way_to_the_one_that_was_packed(
    desk: Desk, tmp_path: Path
) -> None:
    file = str(tmp_path / "packed")
    reopened(desk).keeping.move_out(file, PASSPHRASE)
    desk.workspace.close()
    new = wiring.open_desk(tmp_path / "new laptop", practice=True)
    first = new.workspace.create()
    with pytest.raises(Unusable, match=r"move\.wrong-passphrase"):
        new.keeping.move_in(file, "another one altogether")
    assert new.workspace.store.posts.ids() == [], "a wrong passphrase leaves the new workspace open"
    moved = new.keeping.move_in(file, PASSPHRASE)
    assert [one.id for one in moved.accounts] == ["bluesky:embassy.example"]
    assert new.workspace.store.posts.ids() == ["post-1"]
    assert (new.preferences.recovery_pending, new.outbox.held) == (moved.recovery_code, False)
    new.workspace.close()
    new.workspace.open()
    new.workspace.close()
    with pytest.raises(Unusable):
        new.workspace.open_with_code(first.recovery_code)
    new.workspace.open_with_code(moved.recovery_code)
    assert new.workspace.store.posts.ids() == ["post-1"]
    new.workspace.close()


def test_a_file_that_is_there_is_not_packed_over(
    run_in: Callable[..., tuple[int, str, str]], desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "packed"
    file.write_text("the only copy of another workspace")
    code, out, err = run_in("move", "out", str(file), stdin=PASSPHRASE)
    assert (code, out) == (Exit.UNUSABLE, "")
    assert f"{file} is there already" in err
    assert file.read_text() == "the only copy of another workspace"
    assert reopened(desk).keeping.moved is None
    desk.workspace.close()


def test_a_packed_file_that_is_not_there_is_no_broken_one(
    run_in: Callable[..., tuple[int, str, str]], folder: Path, tmp_path: Path
) -> None:
    code, _, err = run_in("move", "in", str(tmp_path / "mistyped"), stdin=PASSPHRASE)
    assert (code, "mistyped cannot be read" in err) == (Exit.UNUSABLE, True)
    assert not folder.exists()
