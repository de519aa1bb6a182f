"""A whole workspace that the first release wrote (at 7e95419) and left when its power went, opened by today's program.

`first-release.zip` was written by that program's own code and is never made anew: drafts with revisions, a discarded
one, a picture, Bluesky and practice rows in every state, threads that are half out, a log that was never folded in,
and snapshots that were sealed while the keyring was locked.
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.account import Bilingual, Credential
from embassy_assistant.domain.delivery import EDGES, Delivery, Edge, Kind, State
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from tests.helpers.drafts import DUE, NOON
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.ports import Store

FIXTURE = Path(__file__).with_name("first-release.zip")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    with zipfile.ZipFile(FIXTURE) as archive:
        archive.extractall(folder)
    return folder


@pytest.fixture
def opener(workspace: Path) -> WorkspaceOpener:
    vault = MemoryVault()
    vault.entries = json.loads((workspace / "keyring.json").read_text(encoding="utf-8"))["entries"]
    return WorkspaceOpener(workspace, vault)


@pytest.fixture
def store(opener: WorkspaceOpener) -> Iterator[Store]:
    store = opener.open()
    yield store
    store.close()


def test_the_drafts_are_there_with_what_was_written_last(store: Store) -> None:
    draft = store.posts.get("draft")
    assert draft is not None
    assert draft.text("uk") == "Пам’ять запечатана", "what was sealed while the keyring was locked is the newest"
    kept = [revision.text("uk") for revision in store.posts.revisions("draft")]
    assert kept[-1] == "Пам’ять"
    assert "Пам’ять 3" in kept
    typed, last = store.posts.get("typed-while-locked"), store.posts.get("last")
    assert typed is not None
    assert last is not None, "what only the log has"
    assert (typed.text("uk"), last.text("uk")) == ("Набране без ключа", "Перед самим вимкненням")
    assert store.posts.get("gone") is None
    store.posts.restore("gone")
    assert store.posts.ids(query="викинуте") == ["gone"]


def test_the_accounts_and_the_settings_are_there(store: Store) -> None:
    bluesky, practice = store.accounts.all()
    assert (bluesky.id, bluesky.credential, bluesky.policy.bilingual) == (
        "bluesky:embassy.example",
        Credential.WORKS,
        Bilingual.THREAD,
    )
    assert practice.id == "practice:test"
    assert json.loads(store.settings.get("mission") or "")["uk"] == "Посольство"


def test_the_picture_is_there(store: Store) -> None:
    draft = store.posts.get("draft")
    assert draft is not None
    (picture,) = draft.media
    assert store.media.read(picture.hash) == bytes(range(256)) * 40


@pytest.mark.parametrize("network", ["bluesky", "practice"])
@pytest.mark.parametrize("state", list(State))
def test_rows_in_every_state_are_as_they_were(store: Store, network: str, state: State) -> None:
    rows = store.deliveries.of_post(f"{network}-{state.value}")
    assert [(row.language, row.state, row.network) for row in rows] == [
        ("uk", state, network),
        ("en", state, network),
    ]
    for row in rows:
        assert row.digest == row.segment.digest, "what was frozen then is what goes out now"
        assert (row.kind, row.about, row.park) == (Kind.PUBLISH, "", False)
        assert row.due == (DUE if state is State.WAITING else None)
        assert len(store.deliveries.history(row.id)) == row.version
        _is_whole(store, row)


def _is_whole(store: Store, row: Delivery) -> None:
    steps = [Edge(step.source, step.target, step.cause) for step in store.deliveries.history(row.id)]
    assert set(steps) <= set(EDGES)
    assert row.state is (steps[-1].target if steps else State.WAITING)
    was_prepared = any(step.target is State.PREPARED for step in steps)
    assert (row.prepared.key if row.prepared else "") == (f"key-{row.id}" if was_prepared else "")
    assert row.armed_at == (NOON if any(step.target is State.ARMED for step in steps) else None)
    assert (row.published is not None) == (row.state in {State.SENT, State.PARKED})


@pytest.mark.parametrize("network", ["bluesky", "practice"])
def test_a_thread_that_is_half_out_goes_on_where_it_was(store: Store, network: str) -> None:
    rows = store.deliveries.of_thread(f"{network}-thread")
    assert [row.state for row in rows] == [State.SENT, State.WAITING, State.WAITING]
    assert [row.segment.text for row in rows] == ["Частина 0", "Частина 1", "Частина 2"]


def test_it_is_whole_and_can_be_backed_up(store: Store, opener: WorkspaceOpener, workspace: Path) -> None:
    store.check()
    made = WorkspaceKeeper(workspace, opener).backup(NOON)
    assert made.posts == len(store.posts.ids()) + 1, "with the one that was discarded"


def test_its_recovery_code_opens_it_too(workspace: Path) -> None:
    code = json.loads((workspace / "keyring.json").read_text(encoding="utf-8"))["code"]
    store = WorkspaceOpener(workspace, MemoryVault()).open_with_code(code)
    assert "last" in store.posts.ids()
    store.close()
