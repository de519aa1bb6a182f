from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.ports import Conflict
from embassy_assistant.domain.post import Pair, PairState, Post, Promise
from embassy_assistant.store import posts
from embassy_assistant.store.posts import SqlitePosts
from embassy_assistant.store.workspace import open_store
from tests.helpers.drafts import DUE, NOON, OFFICER, delivery, full_post, plain_post

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from embassy_assistant.store.workspace import SqliteStore


def test_a_saved_post_comes_back_equal(store: SqliteStore) -> None:
    store.posts.save(full_post())
    assert store.posts.get("p1") == full_post()
    assert store.posts.get("p2") is None


def test_half_of_a_surrogate_pair_is_kept_like_any_other_text(store: SqliteStore) -> None:
    post = plain_post("p1", uk="прапор \ud83c далі")
    store.posts.save(post)
    assert store.posts.get("p1") == post
    assert store.posts.ids(query="далі") == ["p1"]


def test_posts_are_listed_by_their_last_change(store: SqliteStore) -> None:
    for number in range(3):
        store.posts.save(plain_post(f"p{number}", uk="а", at=NOON + timedelta(minutes=number)))
    store.posts.save(plain_post("p0", uk="б", at=NOON + timedelta(hours=1)))
    assert store.posts.ids() == ["p0", "p2", "p1"]


def test_a_row_says_what_a_list_shows(store: SqliteStore) -> None:
    post = replace(full_post(), pair=type(full_post().pair)())
    store.deliveries.enqueue(post, [delivery()])
    store.posts.save(plain_post("p2", en="Only English"))
    second, first = store.posts.summaries(["p2", "gone", "p1"])
    assert (first.title, first.pair, first.due, first.states) == (
        "Голодомор",
        PairState.DRAFTED,
        DUE.instant(),
        (State.WAITING,),
    )
    assert (second.title, second.pair, second.due, second.states) == ("Only English", PairState.MISSING, None, ())
    assert second.updated_at == NOON


def test_a_page_of_posts_is_read_at_once_in_its_order(store: SqliteStore) -> None:
    for number in range(3):
        store.posts.save(plain_post(f"p{number}", uk=str(number)))
    assert [post.text("uk") for post in store.posts.many(["p2", "gone", "p0"])] == ["2", "0"]


def test_promised_halves_are_found_until_they_are_written_or_discarded(store: SqliteStore) -> None:
    pair = Pair(promise=Promise("soon", NOON, OFFICER, NOON))
    for number in range(3):
        store.posts.save(replace(plain_post(f"p{number}", uk="а", at=NOON + timedelta(minutes=number)), pair=pair))
    assert [post.id for post in store.posts.promised()] == ["p2", "p1", "p0"]
    store.posts.remove("p2")
    store.posts.save(replace(plain_post("p1", uk="а", en="a"), pair=pair))
    assert [post.id for post in store.posts.promised()] == ["p0"]


def test_drafts_and_queued_posts_can_be_told_apart(store: SqliteStore) -> None:
    store.posts.save(plain_post("draft", uk="слово"))
    store.deliveries.enqueue(plain_post("queued", uk="слово"), [delivery(post_id="queued")])
    assert store.posts.ids(queued=True) == store.posts.ids(query="слово", queued=True) == ["queued"]
    assert store.posts.ids(queued=False) == store.posts.ids(query="слово", queued=False) == ["draft"]


def test_a_discarded_draft_is_out_of_sight_and_comes_back_whole(store: SqliteStore) -> None:
    store.posts.save(full_post())
    store.posts.remove("p1")
    assert store.posts.get("p1") is None
    assert store.posts.many(["p1"]) == []
    assert store.posts.ids() == store.posts.ids(query="голодомор") == []
    store.posts.restore("p1")
    assert store.posts.get("p1") == full_post()
    assert store.posts.ids(query="голодомор") == ["p1"]


def test_restoring_what_was_not_discarded_changes_nothing(store: SqliteStore) -> None:
    store.posts.save(full_post())
    store.posts.restore("p1")
    store.posts.restore("never was")
    assert store.posts.ids(query="голодомор") == ["p1"]


def test_a_late_autosave_does_not_bring_a_discarded_draft_back(store: SqliteStore) -> None:
    store.posts.save(plain_post("p1", uk="перше"))
    store.posts.remove("p1")
    store.posts.save(plain_post("p1", uk="друге"))
    assert store.posts.ids() == store.posts.ids(query="друге") == []
    store.posts.restore("p1")
    assert [post.text("uk") for post in store.posts.many(["p1"])] == ["друге"]
    assert store.posts.ids(query="друге") == ["p1"]


def test_a_post_with_deliveries_cannot_be_discarded(store: SqliteStore) -> None:
    store.deliveries.enqueue(full_post(), [delivery()])
    with pytest.raises(Conflict):
        store.posts.remove("p1")
    assert store.posts.get("p1") is not None


def test_a_discarded_draft_is_restorable_for_thirty_days(workspace: Path) -> None:
    now = [NOON]

    def clock() -> datetime:
        return now[0]

    store = open_store(workspace, bytes(32), now=clock)
    for name in ("old", "later", "new"):
        store.posts.save(plain_post(name, uk=name))
    store.posts.remove("old")
    now[0] += timedelta(days=29)
    store.posts.remove("later")
    store.posts.restore("old")
    store.posts.remove("old")
    now[0] += timedelta(days=30)
    store.posts.restore("later")
    store.posts.remove("later")
    now[0] += timedelta(days=1)
    store.posts.remove("new")
    for name in ("old", "later", "new"):
        store.posts.restore(name)
    assert set(store.posts.ids()) == {"later", "new"}
    store.close()


def _typed(text: str, seconds: float, revision: int) -> Post:
    return plain_post("p1", uk=text, at=NOON + timedelta(seconds=seconds), revision=revision)


def test_earlier_snapshots_are_kept_per_pause_newest_first(store: SqliteStore) -> None:
    for revision, (text, seconds) in enumerate([("а", 0), ("аб", 0.5), ("абв", 1), ("абвг", 10), ("абвгд", 10.5)]):
        store.posts.save(_typed(text, seconds, revision))
    # The first is kept because there was none, the third because of the pause after it.
    assert [post.text("uk") for post in store.posts.revisions("p1")] == ["абв", "а"]
    assert store.posts.revisions("p2") == []


def test_old_revisions_are_thinned_while_writing_goes_on(store: SqliteStore) -> None:
    for minute in range(60):
        store.posts.save(_typed(f"версія {minute}", 60 * minute, minute))
    store.posts.save(_typed("через два дні", 200_000, 60))
    store.posts.save(_typed("ще за день", 300_000, 61))
    assert [post.text("uk") for post in store.posts.revisions("p1")] == ["через два дні", "версія 59"]


def test_the_snapshot_that_was_queued_is_kept_for_good(store: SqliteStore) -> None:
    store.deliveries.enqueue(_typed("надіслано", 0, 0), [delivery()])
    for day in range(1, 5):
        store.posts.save(_typed(f"день {day}", 86_400 * day, day))
    assert "надіслано" in [post.text("uk") for post in store.posts.revisions("p1")]


def test_a_snapshot_from_outside_is_folded_in_once(store: SqliteStore) -> None:
    store.posts.save(_typed("у сховищі", 10, 1))
    newer, older = _typed("новіше", 20, 2), _typed("старіше", 5, 0)
    assert isinstance(store.posts, SqlitePosts)
    for snapshot in (older, newer, older, newer):
        store.posts.fold(snapshot)
    assert [post.text("uk") for post in store.posts.many(["p1"])] == ["новіше"]
    assert [post.text("uk") for post in store.posts.revisions("p1")] == ["у сховищі", "старіше"]


def test_a_snapshot_of_an_unknown_post_is_folded_in_as_a_new_post(store: SqliteStore) -> None:
    assert isinstance(store.posts, SqlitePosts)
    store.posts.fold(full_post("p9"))
    assert store.posts.ids(query="голодомор") == ["p9"]


def test_of_many_hits_the_newest_are_returned(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posts, "MOST_HITS", 3)
    for number in range(5):
        store.posts.save(plain_post(f"p{number}", uk="слово", at=NOON + timedelta(minutes=number)))
    assert store.posts.ids(query="слово") == ["p4", "p3", "p2"]
