"""Writing, and what is said of a draft."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from embassy_assistant.domain.errors import DiskFull, DraftsLocked, KeyringUnavailable, Unusable
from embassy_assistant.domain.events import Event, PostRemoved, PostSaved
from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.domain.post import PairState, Post
from embassy_assistant.services.drafting import LARGEST_PICTURE, picture_type
from embassy_assistant.services.workspace import Access
from tests.helpers.memory import OFFICER, RECOVERY_CODE, MemoryOpener, MemoryPosts, MemoryStore, memory_desk
from tests.helpers.pictures import flag

PNG = flag()


def test_a_snapshot_is_stored_or_sealed() -> None:
    bench = memory_desk(opened=False)
    post = bench.desk.drafting.new().with_text("uk", "Слово")
    assert bench.desk.workspace.access is Access.LOCKED
    assert bench.desk.drafting.save(post) is False
    assert [sealed.text("uk") for sealed in bench.opener.sealed] == ["Слово"]
    bench.desk.workspace.open()
    assert bench.desk.drafting.save(post) is True
    stored = bench.desk.drafting.get(post.id)
    assert stored is not None
    assert stored.text("uk") == "Слово"


def test_a_new_workspace_has_nowhere_to_seal_to() -> None:
    bench = memory_desk(opened=False)
    bench.opener.exists = False
    assert bench.desk.workspace.access.value == Access.NEW.value
    with pytest.raises(DraftsLocked):
        bench.desk.drafting.save(bench.desk.drafting.new())
    created = bench.desk.workspace.create()
    assert bench.desk.preferences.recovery_pending == created.recovery_code
    assert bench.desk.workspace.access.value == Access.OPEN.value


def test_a_locked_keyring_yields_to_the_recovery_code() -> None:
    bench = memory_desk(opened=False, problem="locked")
    with pytest.raises(KeyringUnavailable) as caught:
        bench.desk.workspace.open()
    assert caught.value.id == "keyring.locked"
    bench.desk.workspace.open_with_code(RECOVERY_CODE)
    assert bench.desk.workspace.access is Access.OPEN
    bench.desk.workspace.close()
    assert bench.store.closed
    with pytest.raises(DraftsLocked):
        _ = bench.desk.workspace.store


def test_a_full_disk_is_said_and_loses_nothing_older(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = memory_desk()
    heard: list[Event] = []
    bench.desk.events.subscribe(heard.append)
    post = bench.desk.drafting.new().with_text("uk", "Перше")
    bench.desk.drafting.save(post)

    def full(_posts: MemoryPosts, _post: Post) -> None:
        raise DiskFull

    monkeypatch.setattr(MemoryPosts, "save", full)
    with pytest.raises(DiskFull):
        bench.desk.drafting.save(post.with_text("uk", "Друге"))
    assert heard == [PostSaved(post.id, 0)]
    stored = bench.desk.drafting.get(post.id)
    assert stored is not None
    assert stored.text("uk") == "Перше"


def test_a_discarded_draft_can_be_brought_back() -> None:
    bench = memory_desk()
    heard: list[Event] = []
    post = bench.post()
    bench.desk.events.subscribe(heard.append)
    bench.desk.drafting.remove(post.id)
    assert bench.desk.drafting.get(post.id) is None
    bench.desk.drafting.restore(post.id)
    assert list(bench.desk.drafting.draft_ids()) == [post.id]
    assert list(bench.desk.drafting.ids("Слава")) == [post.id]
    assert bench.desk.drafting.summaries([post.id])[0].pair is PairState.CONFIRMED
    assert bench.desk.drafting.revisions(post.id)
    assert heard == [PostRemoved(post.id), PostSaved(post.id, 0)]


@pytest.mark.parametrize(
    ("data", "mime"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ],
)
def test_a_picture_is_known_by_its_bytes(data: bytes, mime: str) -> None:
    assert picture_type(data) == mime


def test_what_is_no_picture_is_not_attached() -> None:
    bench = memory_desk()
    with pytest.raises(Unusable, match="not-a-picture"):
        bench.desk.drafting.attach(b"%PDF-1.7", "a.pdf")
    with pytest.raises(Unusable, match="too-large"):
        bench.desk.drafting.attach(bytes(LARGEST_PICTURE + 1), "a.png")
    media = bench.desk.drafting.attach(PNG, "a.png")
    assert bench.desk.drafting.picture(media.hash) == PNG


def test_what_is_said_of_a_pair_can_be_taken_back() -> None:
    bench = memory_desk()
    drafting = bench.desk.drafting
    post = drafting.new().with_text("uk", "Слово")
    later = bench.clock.now() + timedelta(hours=1)
    assert drafting.promise(post, OFFICER, "the translator is asleep", later).pair_state is PairState.PROMISED
    released = drafting.release(post, OFFICER, "a reply")
    assert released.pair_state is PairState.RELEASED
    assert drafting.unpair(released).pair_state is PairState.MISSING


def test_a_reason_is_asked_for_and_the_last_one_stands() -> None:
    bench = memory_desk()
    finding = Finding("name.x", Severity.WARN, "uk", Span(0, 5), matched="Слово")
    post = bench.desk.drafting.new().with_text("uk", "Слово")
    with pytest.raises(Unusable, match="no-reason"):
        bench.desk.drafting.override(post, finding, OFFICER, "  ")
    post = bench.desk.drafting.override(post, finding, OFFICER, "first")
    post = bench.desk.drafting.override(post, finding, OFFICER, "second")
    assert [override.reason for override in post.overrides] == ["second"]


def test_a_fix_replaces_just_what_was_found() -> None:
    bench = memory_desk()
    post = bench.desk.drafting.new().with_text("en", "😀 in Kiev now")
    finding = Finding("name.kyiv", Severity.BLOCK, "en", Span(5, 9), matched="Kiev")
    fixed = bench.desk.drafting.fix(post, finding, "Kyiv")
    assert fixed.text("en") == "😀 in Kyiv now"
    with pytest.raises(Unusable, match="moved"):
        bench.desk.drafting.fix(fixed, finding, "Kyiv")
    with pytest.raises(Unusable, match="no-place"):
        bench.desk.drafting.fix(post, Finding("pair.missing", Severity.BLOCK), "x")


def test_a_recovery_code_need_not_wait_for_a_keyring_dialog(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = memory_desk(opened=False)
    dialog, answered = threading.Event(), threading.Event()
    late = MemoryStore()

    def ask(_opener: MemoryOpener) -> MemoryStore:
        dialog.set()
        assert answered.wait(30)
        return late

    store = bench.store
    monkeypatch.setattr(MemoryOpener, "open", ask)
    monkeypatch.setattr(MemoryOpener, "open_with_code", lambda _opener, _code: store)
    waiting = threading.Thread(target=bench.desk.workspace.open)
    waiting.start()
    assert dialog.wait(30)
    bench.desk.workspace.open_with_code(RECOVERY_CODE)
    assert bench.desk.workspace.access is Access.OPEN
    answered.set()
    waiting.join(30)
    assert late.closed
    assert not store.closed
