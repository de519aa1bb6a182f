"""Saving what can be read: every page that is whole gives its rows back, and what is lost is said."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.post import Media
from embassy_assistant.store.codec import loads
from embassy_assistant.store.derive import derive
from embassy_assistant.store.driver import connect
from embassy_assistant.store.keeper import WorkspaceKeeper
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.remains import Remains, read_remains
from embassy_assistant.store.sealed import SealedDrafts
from embassy_assistant.store.wreck import Wreck
from tests.helpers.drafts import NOON, account, delivery, full_post, plain_post
from tests.helpers.vaults import MemoryVault

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

pytestmark = pytest.mark.long

PAGE = 4096
POSTS = 60


class Place:
    """A workspace whose files get broken."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.opener = WorkspaceOpener(workspace, MemoryVault())
        self.keeper = WorkspaceKeeper(workspace, self.opener)
        self.store: Store = self.opener.create().store

    @property
    def key(self) -> bytes:
        return derive(self.opener.key(), b"drafts")

    def fill(self) -> None:
        for number in range(POSTS):
            self.store.posts.save(plain_post(f"p{number}", uk=f"слово {number} " * 300, at=NOON))
        self.store.accounts.save(account())
        self.store.settings.set("mission", "Берлін")
        self.store.deliveries.enqueue(full_post("queued"), [delivery("d1", "queued")])

    def break_pages(self, *pages: int, name: str = "store.db") -> None:
        path = self.workspace / name
        data = bytearray(path.read_bytes())
        for page in pages:
            data[page * PAGE + 99] ^= 0xFF
        path.write_bytes(data)

    def pages(self, name: str = "store.db") -> int:
        return (self.workspace / name).stat().st_size // PAGE

    def remove(self, *statements: str) -> None:
        """Lose rows as a broken page loses them."""
        database = connect(self.workspace / "store.db", self.key)
        database.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            database.execute(statement)
        database.close()


@pytest.fixture
def place(workspace: Path) -> Place:
    return Place(workspace)


@pytest.mark.parametrize("seed", range(6))
def test_a_broken_page_takes_only_what_lay_on_it(place: Place, seed: int) -> None:
    place.fill()
    place.store.close()
    chosen = random.Random(seed).sample(range(place.pages() // 2, place.pages()), 3)  # noqa: S311 - not for secrets
    place.break_pages(*chosen)
    before = (place.workspace / "store.db").read_bytes()
    done = place.keeper.salvage(NOON)
    store = place.opener.open()
    there = set(store.posts.ids())
    assert done.posts == len(there) >= POSTS - 9
    for post_id in there - {"queued"}:
        post = store.posts.get(post_id)
        assert post is not None
        assert post.text("uk") == f"слово {post_id[1:]} " * 300, "whole, or not at all"
    assert done.posts + len(done.lost) <= POSTS + 1
    store.check()
    store.close()
    (aside,) = (place.workspace / "set-aside").iterdir()
    assert str(aside) == done.aside
    assert (aside / "store.db").read_bytes() == before, "set aside as it was"


def test_a_whole_store_is_saved_whole(place: Place) -> None:
    place.fill()
    place.store.media.add(b"picture", name="a", mime="image/png")
    place.store.posts.save(plain_post("gone", uk="викинуте"))
    place.store.posts.remove("gone")
    changed = plain_post("p1", uk="інше", at=NOON + timedelta(hours=1))
    place.store.posts.save(changed)
    place.store.close()
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.pictures, done.deliveries, done.accounts, done.lost) == (POSTS + 2, 1, 1, 1, ())
    assert (done.partly, done.doubtful, done.blind) == (False, 0, False)
    assert done.lost_pictures == 1, "the picture of the queued post never was in this workspace"
    store = place.opener.open()
    assert store.posts.get("p1") == changed
    assert [kept.text("uk") for kept in store.posts.revisions("p1")] == ["слово 1 " * 300]
    assert store.posts.get("gone") is None
    assert store.posts.ids(query="викинуте") == []
    store.posts.restore("gone")
    assert store.posts.ids(query="викинуте") == ["gone"]
    assert store.posts.ids(query="інше") == ["p1"]
    row = store.deliveries.get("d1")
    assert row is not None
    assert row.state is State.WAITING
    assert (store.settings.get("mission"), store.settings.get("held")) == ("Берлін", None)
    store.close()


def test_a_store_that_nothing_can_be_read_of_is_set_aside_and_said(place: Place) -> None:
    place.fill()
    place.store.close()
    place.break_pages(0)
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.partly, done.blind) == (0, True, True)
    store = place.opener.open()
    assert store.settings.get("held") == "yes"
    store.posts.save(plain_post("p1", uk="далі"))
    store.close()


def test_what_was_typed_while_the_store_would_not_open_is_there(place: Place) -> None:
    place.fill()
    place.store.close()
    SealedDrafts(place.workspace).save(plain_post("typed", uk="набране"))
    place.break_pages(0)
    with pytest.raises(Damaged):
        place.opener.open()
    place.keeper.salvage(NOON)
    store = place.opener.open()
    assert store.posts.ids() == ["typed"]
    store.close()


def test_a_text_that_is_gone_comes_back_as_it_was_kept_last(place: Place) -> None:
    place.store.posts.save(plain_post("p1", uk="перше"))
    place.store.posts.save(plain_post("p1", uk="друге", at=NOON + timedelta(hours=1)))
    place.store.posts.save(plain_post("p2", uk="тільки заголовок"))
    place.store.close()
    place.remove("DELETE FROM documents")
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.lost) == (1, ("тільки заголовок",))
    store = place.opener.open()
    post = store.posts.get("p1")
    assert post is not None
    assert post.text("uk") == "перше"
    store.close()


def test_a_text_whose_row_is_gone_is_a_post_all_the_same(place: Place) -> None:
    place.store.posts.save(plain_post("p1", uk="перше"))
    place.store.posts.save(plain_post("p1", uk="друге", at=NOON + timedelta(hours=1)))
    place.store.close()
    place.remove("DELETE FROM posts", "INSERT INTO documents SELECT 77, document FROM documents")
    place.remove("INSERT INTO revisions(post, at, kind, document) VALUES (99, 1, 'draft', 'no document')")
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.lost) == (1, ())
    store = place.opener.open()
    post = store.posts.get("p1")
    assert post is not None
    assert (post.text("uk"), store.posts.ids(query="друге")) == ("друге", ["p1"])
    store.close()


def test_a_log_that_is_none_costs_what_lay_in_it_and_every_open_row_asks(place: Place) -> None:
    place.fill()
    place.store.close()
    (place.workspace / "store.db-wal").write_bytes(b"no log at all")
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.partly, done.doubtful, done.blind) == (POSTS + 1, True, 1, True)
    store = place.opener.open()
    row = store.deliveries.get("d1")
    assert row is not None
    assert (row.state, store.settings.get("held")) == (State.NEEDS_HUMAN, "yes")
    store.close()


def test_a_log_of_another_workspace_is_left_out(place: Place, tmp_path: Path) -> None:
    other = WorkspaceOpener(tmp_path / "other", MemoryVault()).create().store
    place.fill()
    place.store.close()
    log = (tmp_path / "other" / "store.db-wal").read_bytes()
    (place.workspace / "store.db-wal").write_bytes(log)
    done = place.keeper.salvage(NOON)
    assert (done.posts, done.blind) == (POSTS + 1, True)
    other.close()


def test_damaged_pictures_are_saved_but_the_broken_one(place: Place) -> None:
    hashes = [place.store.media.add(bytes([n]) * 30_000, name="a", mime="image/png").hash for n in range(3)]
    media = tuple(Media(digest, "a", "image/png", 30_000) for digest in hashes)
    place.store.posts.save(replace(plain_post("p1", uk="три"), media=media))
    place.store.close()
    place.break_pages(place.pages("media.db") - 6, name="media.db")
    done = place.keeper.salvage(NOON)
    assert (done.pictures, done.lost_pictures, done.partly) == (2, 1, True)
    store = place.opener.open()
    found = [digest for digest in hashes if _reads(store, digest)]
    assert len(found) == 2
    store.close()


def _reads(store: Store, digest: str) -> bool:
    try:
        return bool(store.media.read(digest))
    except Damaged:
        return False


@pytest.mark.parametrize("left", [b"", None])
def test_pictures_of_which_nothing_is_left_are_said(place: Place, left: bytes | None) -> None:
    place.store.close()
    (place.workspace / "media.db").unlink()
    if left is not None:
        (place.workspace / "media.db").write_bytes(left)
    done = place.keeper.salvage(NOON)
    assert (done.pictures, done.partly) == (0, True)
    place.opener.open().close()


def test_a_picture_that_is_not_what_its_name_says_is_not_saved(place: Place) -> None:
    place.store.media.add(b"picture" * 9_000, name="a", mime="image/png")
    place.store.close()
    database = connect(place.workspace / "media.db", derive(place.opener.key(), b"pictures"))
    database.execute("UPDATE pictures SET hash = 'another'")
    database.close()
    place.break_pages(place.pages("media.db") - 1, name="media.db")
    done = place.keeper.salvage(NOON)
    assert (done.pictures, done.partly) == (0, True)


def test_a_table_that_is_not_there_has_no_rows(place: Place) -> None:
    place.store.close()
    wreck = Wreck(place.workspace / "store.db", place.key, log=True)
    assert list(wreck.rows("nothing")) == []
    assert wreck.row("nothing", 1) is None
    wreck.close()
    wreck.close()


def test_of_a_file_that_is_gone_nothing_is_known(tmp_path: Path) -> None:
    remains = read_remains(tmp_path / "store.db", bytes(32))
    assert remains == Remains()
    assert not remains.sent_is_known


def test_a_last_page_that_is_broken_ends_the_search(place: Place) -> None:
    for number in range(40):
        place.store.posts.save(plain_post(f"p{number}", uk="слово " * 600))
    place.store.close()
    place.break_pages(*range(place.pages() - 30, place.pages()))
    remains = read_remains(place.workspace / "store.db", place.key)
    assert "documents" in remains.broken
    assert 0 < len(remains.rows["documents"]) < 40


def test_a_document_with_a_hole_is_damage_and_no_defect() -> None:
    with pytest.raises(Damaged):
        loads(Media, '{"hash":"\0\0\0"}')
