"""Moving to another laptop: everything but secrets, in one sealed file."""

from __future__ import annotations

import json
import os
import zipfile
from typing import TYPE_CHECKING

import nacl.pwhash.argon2id as argon2id
import pytest

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import Cause, Prepared, State
from embassy_assistant.domain.errors import DiskFull, NeedsOfficer, TryLater, Unusable
from embassy_assistant.domain.keeping import Packed
from embassy_assistant.store import moving
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.plain import PlainSettings
from tests.helpers.bad_disk import each_write
from tests.helpers.canary import in_clear
from tests.helpers.drafts import NOON, account, delivery, full_post, moved, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

PASSPHRASE = "чотири слова і кома"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw keys at the least cost; the real one takes a second each."""
    monkeypatch.setattr(moving, "PASSES", argon2id.OPSLIMIT_MIN)
    monkeypatch.setattr(moving, "MEMORY", argon2id.MEMLIMIT_MIN)


@pytest.fixture
def opener(workspace: Path) -> WorkspaceOpener:
    return WorkspaceOpener(workspace, MemoryVault())


@pytest.fixture
def running(opener: WorkspaceOpener, workspace: Path) -> Iterator[Store]:
    created = opener.create()
    store = created.store
    plain = PlainSettings(workspace / "workspace.json")
    for name, value in (("id", "old"), ("practice", "no"), ("language", "uk"), ("moved", "")):
        plain.set(name, value)
    store.settings.set("recovery-pending", created.recovery_code)
    store.media.add(b"picture" * 500, name="a.png", mime="image/png")
    store.accounts.save(account())
    store.posts.save(plain_post("p2", uk="слово"))
    row = delivery()
    store.deliveries.enqueue(full_post(), [row])
    store.deliveries.apply(*moved(row, Cause.PREPARED_THERE, prepared=Prepared("key", "{}")))
    yield store
    store.close()


@pytest.fixture
def keeper(workspace: Path, opener: WorkspaceOpener, running: Store) -> WorkspaceKeeper:
    return WorkspaceKeeper(workspace, opener)


@pytest.fixture
def file(keeper: WorkspaceKeeper, tmp_path: Path) -> Path:
    file = tmp_path / "stick" / "workspace.embassy"
    file.parent.mkdir()
    assert keeper.pack(str(file), PASSPHRASE) == Packed(posts=2, open=1)
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> WorkspaceKeeper:
    folder = tmp_path / "other laptop"
    return WorkspaceKeeper(folder, WorkspaceOpener(folder, MemoryVault()))


def test_everything_but_secrets_is_there_on_the_other_laptop(
    file: Path, elsewhere: WorkspaceKeeper, running: Store, tmp_path: Path
) -> None:
    created = elsewhere.unpack(str(file), PASSPHRASE, NOON)
    store = created.store
    assert set(store.posts.ids()) == {"p1", "p2"}
    assert store.posts.get("p1") == running.posts.get("p1")
    assert store.deliveries.get("d1") == running.deliveries.get("d1")
    assert [step.cause for step in store.deliveries.history("d1")] == [Cause.PREPARED_THERE]
    assert store.media.read(store.media.add(b"picture" * 500, name="a", mime="b").hash) == b"picture" * 500
    assert [(one.id, one.credential) for one in store.accounts.all()] == [(account().id, Credential.MISSING)]
    plain = PlainSettings(tmp_path / "other laptop" / "workspace.json")
    assert plain.all() == {"practice": "no", "language": "uk"}
    store.check()
    store.close()


def test_the_other_laptop_has_a_key_and_a_code_of_its_own(
    file: Path, elsewhere: WorkspaceKeeper, opener: WorkspaceOpener, running: Store, tmp_path: Path
) -> None:
    created = elsewhere.unpack(str(file), PASSPHRASE, NOON)
    assert created.recovery_code != running.settings.get("recovery-pending")
    assert created.store.settings.get("recovery-pending") is None
    created.store.close()
    there = WorkspaceOpener(tmp_path / "other laptop", MemoryVault())
    store = there.open_with_code(created.recovery_code)
    assert there.key() != opener.key()
    assert set(store.posts.ids()) == {"p1", "p2"}
    store.close()


def test_nothing_lies_in_clear_and_nothing_is_left_behind(
    file: Path, keeper: WorkspaceKeeper, running: Store, workspace: Path
) -> None:
    secrets = ["слово", "Пам’ять", "embassy.example", PASSPHRASE, running.settings.get("recovery-pending") or "?"]
    assert in_clear(secrets, file.parent) == []
    assert [path.name for path in file.parent.iterdir()] == [file.name]
    assert not (workspace / "packing").exists()


@pytest.mark.parametrize(("before", "after"), [("yes", "yes"), ("no", "no"), (None, None)])
def test_the_hold_of_the_move_does_not_travel_but_the_officer_s_does(
    keeper: WorkspaceKeeper,
    running: Store,
    elsewhere: WorkspaceKeeper,
    tmp_path: Path,
    before: str | None,
    after: str | None,
) -> None:
    if before is not None:
        running.settings.set("held-before-move", before)
        running.settings.set("held", "yes")
        running.settings.set("moved", NOON.isoformat())
    keeper.pack(str(tmp_path / "file"), PASSPHRASE)
    store = elsewhere.unpack(str(tmp_path / "file"), PASSPHRASE, NOON).store
    assert (store.settings.get("held"), store.settings.get("moved")) == (after, None)
    store.close()


@pytest.mark.parametrize(("typed", "problem"), [("hardly right words", "move.wrong-passphrase"), ("", "move.wrong")])
def test_another_passphrase_opens_nothing(
    file: Path, elsewhere: WorkspaceKeeper, tmp_path: Path, typed: str, problem: str
) -> None:
    with pytest.raises(Unusable, match=problem):
        elsewhere.unpack(str(file), typed, NOON)
    assert not (tmp_path / "other laptop" / "store.db").exists()
    elsewhere.unpack(str(file), PASSPHRASE, NOON).store.close()


def test_a_passphrase_is_the_same_however_its_letters_are_composed(file: Path, elsewhere: WorkspaceKeeper) -> None:
    decomposed = PASSPHRASE.replace("й", "и\u0306")
    elsewhere.unpack(str(file), decomposed, NOON).store.close()


def test_a_short_passphrase_is_refused(keeper: WorkspaceKeeper, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"move\.weak-passphrase"):
        keeper.pack(str(tmp_path / "file"), "short")
    assert not (tmp_path / "file").exists()


def _spoiled(file: Path, how: str) -> None:
    if how == "gone":
        file.unlink()
    elif how == "no archive":
        file.write_bytes(b"nothing of ours")
    elif how == "cut":
        file.write_bytes(file.read_bytes()[:-1_000])
    else:
        _rewritten(file, how)


def _rewritten(file: Path, how: str) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    head = json.loads(parts["head.json"])
    changes = {"format": {"format": "other"}, "memory": {"memory": 1 << 40}, "passes": {"passes": 99}}
    parts["head.json"] = json.dumps(head | changes.get(how, {})).encode()
    if how == "changed":
        parts["store.db"] = parts["media.db"]
    if how == "missing":
        del parts["media.db"]
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("how", ["gone", "no archive", "cut", "format", "memory", "passes", "changed", "missing"])
def test_a_file_that_is_not_ours_or_not_whole_makes_no_workspace(
    file: Path, elsewhere: WorkspaceKeeper, tmp_path: Path, how: str
) -> None:
    _spoiled(file, how)
    with pytest.raises(Unusable, match=r"move\.not-ours"):
        elsewhere.unpack(str(file), PASSPHRASE, NOON)
    assert not (tmp_path / "other laptop" / "store.db").exists()


def test_a_workspace_that_is_not_empty_is_not_overwritten(file: Path, keeper: WorkspaceKeeper) -> None:
    with pytest.raises(Unusable, match=r"move\.not-empty"):
        keeper.unpack(str(file), PASSPHRASE, NOON)


def test_a_full_disk_leaves_no_half_file(
    keeper: WorkspaceKeeper, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "file"
    target.write_bytes(b"an older one")
    with each_write((1).__le__), pytest.raises(DiskFull):
        keeper.pack(str(target), PASSPHRASE)

    def refuses(*_arguments: object, **_more: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(zipfile.ZipFile, "write", refuses)
    with pytest.raises(NeedsOfficer):
        keeper.pack(str(target), PASSPHRASE)
    assert target.read_bytes() == b"an older one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "workspace"]
    assert not (workspace / "packing").exists()


def test_one_packs_at_a_time_and_removes_what_a_killed_one_left(
    keeper: WorkspaceKeeper, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "packing").mkdir()
    (workspace / "packing" / "store.db").write_bytes(b"half")
    descriptor = take(workspace / "packing.lock")
    assert descriptor is not None
    with pytest.raises(TryLater, match=r"store\.busy"):
        keeper.pack(str(tmp_path / "file"), PASSPHRASE)
    assert (workspace / "packing" / "store.db").exists(), "it may be the other's"
    os.close(descriptor)
    assert keeper.pack(str(tmp_path / "file"), PASSPHRASE).posts == 2
    assert not (workspace / "packing").exists()


def test_a_row_that_is_armed_when_the_copy_is_made_is_so_in_the_copy_and_none_is_armed_later(
    keeper: WorkspaceKeeper, running: Store, elsewhere: WorkspaceKeeper, tmp_path: Path
) -> None:
    row = running.deliveries.get("d1")
    assert row is not None
    running.settings.set("held", "yes")
    keeper.pack(str(tmp_path / "file"), PASSPHRASE)
    with pytest.raises(Exception, match="d1"):
        running.deliveries.apply(*moved(row, Cause.COMMITTED_TO_SEND, armed_at=NOON))
    after = running.deliveries.get("d1")
    assert after is not None
    assert after.state is State.PREPARED
    running.settings.set("held", "no")
    running.deliveries.apply(*moved(row, Cause.COMMITTED_TO_SEND, armed_at=NOON))
    keeper.pack(str(tmp_path / "file"), PASSPHRASE)
    store = elsewhere.unpack(str(tmp_path / "file"), PASSPHRASE, NOON).store
    there = store.deliveries.get("d1")
    assert there is not None
    assert there.state is State.ARMED, "so that it is looked for there before anything else"
    store.close()
