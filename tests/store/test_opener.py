from __future__ import annotations

import base64
import gc
import json
import weakref
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged, DiskFull, DraftsLocked, KeyringUnavailable, Unusable, WrongKey
from embassy_assistant.domain.events import Events
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.services.workspace import Workspace
from embassy_assistant.store import keys
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.keys import StoreKeys
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.recovery import generate_code
from embassy_assistant.store.sealed import SealedDrafts
from tests.helpers.drafts import NOON, full_post, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.ports import Created
    from embassy_assistant.domain.post import Post


@pytest.fixture
def vault() -> MemoryVault:
    return MemoryVault()


@pytest.fixture
def created(workspace: Path, vault: MemoryVault) -> Created:
    made = WorkspaceOpener(workspace, vault).create()
    made.store.posts.save(full_post())
    made.store.close()
    return made


def test_a_new_workspace_opens_again_with_the_key_from_the_keyring(workspace: Path, vault: MemoryVault) -> None:
    assert not WorkspaceOpener(workspace, vault).exists
    created = WorkspaceOpener(workspace, vault).create()
    assert WorkspaceOpener(workspace, vault).exists
    assert created.keyring_problem == ""
    created.store.posts.save(full_post())
    created.store.close()
    store = WorkspaceOpener(workspace, vault).open()
    assert store.posts.get("p1") == full_post()
    store.posts.remove("p1")
    store.posts.restore("p1")
    assert store.posts.ids() == ["p1"]
    store.close()


def test_a_lost_keyring_costs_a_typed_code_and_not_the_drafts(workspace: Path, created: Created) -> None:
    empty = MemoryVault()
    late = WorkspaceOpener(workspace, empty)
    with pytest.raises(KeyringUnavailable) as refused:
        late.open()
    assert refused.value.id == "keyring.missing"
    store = late.open_with_code(f" {created.recovery_code.lower()} ")
    assert store.posts.get("p1") == full_post()
    store.close()
    again = WorkspaceOpener(workspace, empty).open()
    assert again.posts.ids() == ["p1"], "the key is back in the keyring"
    again.close()


def test_a_workspace_can_be_made_and_used_without_any_keyring(workspace: Path) -> None:
    none = MemoryVault()
    none.state = VaultState.NO_BACKEND
    created = WorkspaceOpener(workspace, none).create()
    assert created.keyring_problem == "keyring.no-backend"
    created.store.close()
    opener = WorkspaceOpener(workspace, none)
    with pytest.raises(KeyringUnavailable, match=r"keyring\.no-backend"):
        opener.open()
    opener.open_with_code(created.recovery_code).close()


def test_a_mistyped_code_and_a_wrong_one_are_told_apart(workspace: Path, created: Created) -> None:
    opener = WorkspaceOpener(workspace, MemoryVault())
    with pytest.raises(Unusable) as mistyped:
        opener.open_with_code(created.recovery_code[:-2])
    assert mistyped.value.id == "recovery.mistyped"
    with pytest.raises(Unusable) as wrong:
        opener.open_with_code(generate_code())
    assert wrong.value.id == "recovery.wrong"


def test_a_second_key_is_never_made_over_a_store(workspace: Path, vault: MemoryVault, created: Created) -> None:
    before = dict(vault.entries)
    with pytest.raises(WrongKey) as refused:
        WorkspaceOpener(workspace, vault).create()
    assert refused.value.id == "store.key-exists"
    assert vault.entries == before
    assert created.recovery_code


@pytest.mark.parametrize("entries", [{}, {keys.ENTRY: base64.b64encode(bytes(32)).decode()}])
def test_a_creation_that_was_interrupted_is_begun_anew_and_nothing_is_deleted(
    workspace: Path, entries: dict[str, str]
) -> None:
    WorkspaceOpener(workspace, MemoryVault()).create().store.close()
    (workspace / "seal.pub").unlink()
    vault = MemoryVault()
    vault.entries = entries
    opener = WorkspaceOpener(workspace, vault)
    assert not opener.exists
    opener.create().store.close()
    assert len(list(workspace.glob("unfinished-*-store.db"))) == 1
    WorkspaceOpener(workspace, vault).open().close()


def test_a_full_disk_while_an_interrupted_creation_is_finished_leaves_it_to_be_finished(
    workspace: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    WorkspaceOpener(workspace, vault).create().store.close()
    (workspace / "seal.pub").unlink()

    def full(_keys: StoreKeys, _key: bytes) -> str:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(StoreKeys, "new_code", full)
        with pytest.raises(DiskFull):
            WorkspaceOpener(workspace, vault).create()
    WorkspaceOpener(workspace, vault).open().close()


def test_a_keyring_entry_that_is_no_key_counts_as_missing(workspace: Path, vault: MemoryVault) -> None:
    WorkspaceOpener(workspace, vault).create().store.close()
    for entry in ("AAAA", "not base64", ""):
        vault.entries[keys.ENTRY] = entry
        with pytest.raises(KeyringUnavailable, match=r"keyring\.missing"):
            WorkspaceOpener(workspace, vault).open()


def test_another_workspaces_key_is_refused_before_anything_is_touched(
    workspace: Path, vault: MemoryVault, created: Created, tmp_path: Path
) -> None:
    assert created.recovery_code
    before = (workspace / "store.db").read_bytes()
    foreign = MemoryVault()
    WorkspaceOpener(tmp_path / "other", foreign).create().store.close()
    with pytest.raises(WrongKey):
        WorkspaceOpener(workspace, foreign).open()
    assert (workspace / "store.db").read_bytes() == before
    WorkspaceOpener(workspace, vault).open().close()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"format": 2}, id="a format of the future"),
        pytest.param({"kdf": "scrypt"}, id="another derivation"),
        pytest.param({"memory": 1 << 40}, id="more memory than there is"),
        pytest.param({"passes": 1_000_000}, id="more passes than a person can wait for"),
        pytest.param({"salt": "!"}, id="a salt that is none"),
        pytest.param({"salt": None}, id="no salt"),
        pytest.param({"passes": float("inf")}, id="passes without end"),
    ],
)
def test_a_recovery_file_that_was_changed_is_damage(
    workspace: Path, created: Created, change: dict[str, object]
) -> None:
    path = workspace / "recovery.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(Damaged) as refused:
        WorkspaceOpener(workspace, MemoryVault()).open_with_code(created.recovery_code)
    assert refused.value.parameters == {"path": "recovery.json"}


@pytest.mark.parametrize("left", [b"", b"\xff", b"[]", b"[" * 100_000], ids=len)
def test_a_recovery_file_that_is_none_is_damage(workspace: Path, created: Created, left: bytes) -> None:
    (workspace / "recovery.json").write_bytes(left)
    with pytest.raises(Damaged):
        WorkspaceOpener(workspace, MemoryVault()).open_with_code(created.recovery_code)


def test_a_recovery_file_that_is_gone_is_damage(workspace: Path, created: Created) -> None:
    (workspace / "recovery.json").unlink()
    with pytest.raises(Damaged):
        WorkspaceOpener(workspace, MemoryVault()).open_with_code(created.recovery_code)


def test_a_new_code_makes_the_old_one_worthless(workspace: Path, vault: MemoryVault, created: Created) -> None:
    store_keys = StoreKeys(workspace, vault)
    code = store_keys.new_code(store_keys.from_keyring())
    with pytest.raises(Unusable):
        store_keys.from_code(created.recovery_code)
    assert store_keys.from_code(code).key == store_keys.from_keyring()


def test_what_is_typed_before_the_key_arrives_is_in_the_store_once_it_has(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    assert created.recovery_code
    vault.state = VaultState.LOCKED
    opener = WorkspaceOpener(workspace, vault)
    for number in range(3):
        opener.seal(plain_post("new", uk="Слава " * number, at=NOON + timedelta(seconds=number)))
    opener.seal(replace(full_post(uk="Змінено"), updated_at=NOON + timedelta(minutes=1)))
    assert SealedDrafts(workspace).waiting == 2, "an earlier snapshot goes once a later one is on disk"
    vault.state = VaultState.READY
    store = opener.open()
    assert opener.folded is not None
    assert opener.folded.posts == ("new", "p1")
    new, changed = store.posts.many(["new", "p1"])
    assert (new.text("uk"), changed.text("uk")) == ("Слава " * 2, "Змінено")
    assert store.posts.revisions("p1") == [full_post()]
    assert SealedDrafts(workspace).waiting == 0
    store.close()


def test_a_snapshot_that_comes_just_after_opening_goes_into_the_store(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    assert created.recovery_code
    opener = WorkspaceOpener(workspace, vault)
    store = opener.open()
    opener.seal(plain_post("late", uk="пізно"))
    assert store.posts.ids(query="пізно") == ["late"]
    store.close()
    opener.seal(plain_post("later", uk="ще пізніше"))
    assert SealedDrafts(workspace).waiting == 1


def test_no_snapshot_is_lost_between_sealing_and_opening(workspace: Path, vault: MemoryVault, created: Created) -> None:
    assert created.recovery_code
    opener = WorkspaceOpener(workspace, vault)
    with ThreadPoolExecutor() as pool:
        typing = [pool.submit(opener.seal, plain_post(f"n{number}", uk="а")) for number in range(50)]
        store = opener.open()
        for keystroke in typing:
            keystroke.result(timeout=60)
    assert {f"n{number}" for number in range(50)} <= set(store.posts.ids())
    store.close()


def test_a_snapshot_that_comes_while_the_drafts_are_being_locked_is_sealed(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    created.store.close()
    drafts = Workspace(WorkspaceOpener(workspace, vault), Events())
    drafts.open()
    drafts.store.close()
    assert drafts.keep(plain_post("p1", uk="останнє слово")) is False
    drafts.close()
    drafts.open()
    post = drafts.store.posts.get("p1")
    assert post is not None
    assert post.text("uk") == "останнє слово"
    drafts.close()


def test_before_there_is_a_store_nothing_can_be_sealed(workspace: Path) -> None:
    with pytest.raises(DraftsLocked):
        WorkspaceOpener(workspace, MemoryVault()).seal(full_post())


def test_a_sealed_snapshot_that_is_broken_is_reported_and_left_where_it_is(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    assert created.recovery_code
    opener = WorkspaceOpener(workspace, vault)
    opener.seal(plain_post("good", uk="добре"))
    broken = workspace / "sealed" / "00000000000000000001-broken.sealed"
    broken.write_bytes(b"x" * 100)
    store = opener.open()
    assert opener.folded is not None
    assert opener.folded.unreadable == (broken.name,)
    assert store.posts.ids(query="добре") == ["good"]
    assert broken.exists()
    store.close()


def test_a_crash_while_folding_loses_nothing_and_folds_nothing_twice(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    assert created.recovery_code
    sealed = SealedDrafts(workspace)
    sealed.save(plain_post("a", uk="перше"))
    sealed.save(plain_post("b", uk="друге"))
    copies = {path.name: path.read_bytes() for path in (workspace / "sealed").iterdir()}
    WorkspaceOpener(workspace, vault).open().close()
    for name, data in copies.items():
        (workspace / "sealed" / name).write_bytes(data)
    store = WorkspaceOpener(workspace, vault).open()
    assert sorted(store.posts.ids()) == ["a", "b", "p1"]
    assert store.posts.revisions("a") == []
    store.close()


def test_when_folding_fails_the_snapshots_stay_and_the_store_is_closed(
    workspace: Path, vault: MemoryVault, created: Created, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert created.recovery_code
    opener_object = WorkspaceOpener(workspace, vault)
    opener_object.seal(plain_post("a", uk="перше"))

    def full(_posts: object, _post: Post) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr("embassy_assistant.store.posts.SqlitePosts.fold", full)
        with pytest.raises(DiskFull):
            opener_object.open()
    assert SealedDrafts(workspace).waiting == 1
    store = opener_object.open()
    assert store.posts.ids(query="перше") == ["a"]
    store.close()


def test_a_public_key_of_another_workspace_is_never_replaced(workspace: Path, created: Created) -> None:
    assert created.recovery_code
    before = (workspace / "seal.pub").read_bytes()
    with pytest.raises(WrongKey):
        SealedDrafts(workspace).publish(bytes(32))
    assert (workspace / "seal.pub").read_bytes() == before


def test_a_full_disk_at_the_first_start_leaves_a_workspace_that_can_be_made_again(
    workspace: Path, vault: MemoryVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_sealed: SealedDrafts, _key: bytes) -> None:
        raise DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(SealedDrafts, "publish", full)
        with pytest.raises(DiskFull):
            WorkspaceOpener(workspace, vault).create()
    made = WorkspaceOpener(workspace, vault)
    assert not made.exists
    made.create().store.close()


@pytest.mark.usefixtures("created")
def test_nobody_keeps_the_key_of_a_closed_store(workspace: Path, vault: MemoryVault) -> None:
    opener = WorkspaceOpener(workspace, vault)
    store = opener.open()
    last = weakref.ref(store)
    store.close()
    del store
    gc.collect()
    assert last() is None
    opener.seal(plain_post("p9"))
    assert opener.key() == base64.b64decode(vault.entries["store-key"])


def test_a_store_that_a_code_has_opened_can_be_closed_for_a_moment_without_a_keyring(
    workspace: Path, vault: MemoryVault, created: Created
) -> None:
    vault.state = VaultState.LOCKED
    opener = WorkspaceOpener(workspace, vault)
    keeper = WorkspaceKeeper(workspace, opener)
    store = opener.open_with_code(created.recovery_code)
    made = keeper.backup(NOON)
    with opener.key_at_hand():
        store.close()
        keeper.restore(made.id, NOON)
        store = opener.open()
    assert store.posts.get("p1") == full_post()
    store.close()
    for ask in (opener.open, opener.key):
        with opener.key_at_hand(), pytest.raises(KeyringUnavailable):
            ask()
