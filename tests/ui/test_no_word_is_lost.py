"""Write: whatever is opened, pasted or dropped meanwhile, no word is lost and nothing lands in another post."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.domain.account import Account, Bilingual, LanguagePolicy
from embassy_assistant.domain.delivery import Action
from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.views.writing.chips import Chip
from embassy_assistant.ui.views.writing.queued_notice import as_queued, standing
from embassy_assistant.ui.widgets.toast import Toast
from tests.helpers.memory import OFFICER, Bench, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.window import desktop as desktop
from tests.helpers.window import typed
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from embassy_assistant.domain.post import Post
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]

pytestmark = pytest.mark.long

UKRAINIAN = "Завтра посольство в Києві відкриває виставку про українську книгу."
POLICY = LanguagePolicy(("uk", "en"), Bilingual.THREAD)
ENGLISH = "Tomorrow the embassy in Kyiv opens an exhibition about Ukrainian books."


@pytest.fixture
def bench() -> Bench:
    made = memory_desk(guidelines=ShippedGuidelines())
    made.account("embassy-uk", "uk")
    made.account("embassy-en", "en")
    return made


def text(bench: Bench, post_id: str) -> str:
    found = bench.desk.drafting.get(post_id)
    assert found is not None
    return found.text("uk")


def toast(shown: Desktop) -> Toast:
    found = shown.window.findChild(Toast)
    assert found is not None
    return found


def undo(shown: Desktop) -> None:
    button = toast(shown).findChild(QPushButton, "toast-undo")
    assert button is not None
    button.click()


def test_a_window_over_an_open_store_begins_with_the_newest_draft(desktop: Show, bench: Bench) -> None:
    bench.post(UKRAINIAN, ENGLISH)
    assert desktop(bench).window.write.halves["uk"].editor.text == UKRAINIAN


def test_opening_the_draft_one_writes_keeps_what_is_not_on_disk_yet(desktop: Show, bench: Bench) -> None:
    post = bench.post(UKRAINIAN, ENGLISH)
    shown = desktop(bench)
    write = shown.window.write
    typed(write.halves["uk"].editor, "Увага! ")
    write.session.load(post.id)
    shown.settle()
    assert write.halves["uk"].editor.text == f"Увага! {UKRAINIAN}"
    assert text(bench, post.id) == f"Увага! {UKRAINIAN}"


def test_going_to_another_draft_and_back_over_a_slow_disk_brings_the_newest_words(desktop: Show, bench: Bench) -> None:
    first = bench.post(UKRAINIAN, ENGLISH)
    other = bench.post("Інший допис.", "Another post.")
    shown = desktop(bench)
    write = shown.window.write
    write.session.load(first.id)
    shown.settle()
    disk = threading.Event()
    shown.window.context.workers.run(lambda: disk.wait(30), lane="writes")
    typed(write.halves["uk"].editor, "Увага! ")
    write.session.open(other)
    write.session.load(first.id)
    assert shown.window.context.workers.idle("reads", 30)
    shown.window.context.workers.settle()
    disk.set()
    shown.settle()
    assert write.halves["uk"].editor.text == f"Увага! {UKRAINIAN}"


def test_what_could_not_be_written_survives_going_to_another_draft(
    desktop: Show, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = bench.post(UKRAINIAN, ENGLISH)
    shown = desktop(bench)
    session = shown.window.write.session

    def full(_post: Post) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(bench.store.posts, "save", full)
        shown.type("uk", "Увага! ")
        session.new()
        shown.settle()
        assert session.dirty
        session.load(post.id)
        shown.settle()
        assert shown.window.write.halves["uk"].editor.text == f"Увага! {UKRAINIAN}"
        session.new()
        shown.settle()
    assert text(bench, post.id) == UKRAINIAN
    shown.settle()
    assert text(bench, post.id) == f"Увага! {UKRAINIAN}"
    assert not session.dirty


def test_the_window_asks_before_it_closes_on_a_disk_that_does_not_answer(
    desktop: Show, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = desktop(bench)
    asked: list[bool] = []

    def refuse() -> bool:
        asked.append(True)
        return False

    monkeypatch.setattr("embassy_assistant.ui.views.writing.session._CLOSING", 0.05)
    monkeypatch.setattr(shown.window, "_give_up", refuse)
    disk = threading.Event()
    shown.window.context.workers.run(lambda: disk.wait(30), lane="writes")
    typed(shown.window.write.halves["uk"].editor, "Увага!")
    try:
        assert not shown.window.close()
    finally:
        disk.set()
    assert asked
    shown.settle()
    assert shown.window.close()
    assert len(asked) == 1


def test_words_with_a_picture_of_them_are_pasted_as_words(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    source = QMimeData()
    source.setText("Bold words")
    source.setImageData(QImage.fromData(flag(8, 8)))
    shown.window.write.halves["en"].editor.insertFromMimeData(source)
    shown.settle()
    assert shown.window.write.halves["en"].editor.text == "Bold words"
    assert not shown.window.write.session.post.media


def test_what_nobody_sees_is_not_pasted(desktop: Show, bench: Bench) -> None:
    editor = desktop(bench).window.write.halves["en"].editor
    source = QMimeData()
    source.setText("one\x00 two\x07\tthree \u200dfour")
    editor.insertFromMimeData(source)
    assert editor.text == "one two\tthree \u200dfour"


def test_an_empty_page_is_no_alarm(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    assert not write.panel.findings.cards
    assert "Nothing is written yet" in write.panel.left
    shown.type("uk", UKRAINIAN)
    assert [card.finding.rule for card in write.panel.findings.cards] == ["pair.missing"]
    write.halves["uk"].editor.selectAll()
    write.halves["uk"].editor.cut()
    shown.settle()
    assert not write.panel.findings.cards


def test_a_large_number_is_grouped_as_the_language_does(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.halves["en"].editor.insertPlainText("word " * 500)
    shown.settle()
    assert shown.window.write.halves["en"].readings[0].words == "2,000 too many"


def test_a_folder_that_is_dropped_is_refused_in_words(desktop: Show, bench: Bench, tmp_path: Path) -> None:
    shown = desktop(bench)
    source = QMimeData()
    source.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    shown.window.write.halves["en"].editor.insertFromMimeData(source)
    shown.settle()
    assert f"{tmp_path.name} cannot be read" in shown.window.trouble_banner.text


def test_a_picture_never_lands_in_a_post_that_was_opened_meanwhile(desktop: Show, bench: Bench, tmp_path: Path) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    file = tmp_path / "flag.png"
    file.write_bytes(flag(8, 8))
    write.media.add_files([file])
    write.session.new()
    shown.settle()
    assert not write.session.post.media
    assert "not added" in toast(shown).text


def test_the_chip_of_an_account_speaks_of_that_account(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.type("uk", "Слово")
    chips = shown.window.write.header.chips.findChildren(Chip)
    names = {chip.account.handle: chip.accessibleName() for chip in chips}
    assert names == {
        "embassy-uk": "Practice, embassy-uk, Ukrainian, 5 / 500",
        "embassy-en": "Practice, embassy-en, English, 0 / 500",
    }


def test_a_screen_reader_hears_in_the_text_what_was_found_there(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.type("en", "We met in Kiev.")
    halves = shown.window.write.halves
    assert "Kyiv" in halves["en"].editor.accessibleDescription()
    assert "Kyiv" not in halves["uk"].editor.accessibleDescription()


def test_that_nothing_is_to_fix_is_said_in_the_new_language(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.context.languages.use("uk")
    shown.settle()
    words = [each.text() for each in shown.window.write.panel.findings.findChildren(QLabel)]
    assert "Виправляти нічого" in words
    assert "Nothing to fix" not in words


@pytest.fixture
def queued(bench: Bench) -> Post:
    post = bench.desk.drafting.confirm(bench.post(UKRAINIAN, ENGLISH), OFFICER)
    bench.desk.drafting.save(post)
    bench.desk.outbox.queue(post, OFFICER)
    return post


def test_a_queued_post_says_that_changes_wait_for_the_queue(desktop: Show, bench: Bench, queued: Post) -> None:
    shown = desktop(bench)
    shown.window.write.session.load(queued.id)
    shown.settle()
    notice = shown.window.write.notice
    assert notice.text == "This post waits in the queue. What you change here goes out only once you queue it again."
    shown.type("uk", "Увага! ")
    shown.settle()
    assert "still has this post as it was" in notice.text
    assert notice.isVisible()
    shown.window.write.session.new()
    shown.settle()
    assert not notice.isVisible()


def test_going_back_to_what_is_queued_can_be_undone(desktop: Show, bench: Bench, queued: Post) -> None:
    shown = desktop(bench)
    write = shown.window.write
    write.session.load(queued.id)
    shown.settle()
    shown.type("uk", "Увага! ")
    write.session.title("Нова тема")
    shown.settle()
    next(b for b in write.notice.findChildren(QPushButton) if b.text() == "Back to what is queued").click()
    shown.settle()
    assert write.halves["uk"].editor.text == UKRAINIAN
    assert write.session.post.topic == queued.topic
    assert text(bench, queued.id) == UKRAINIAN
    assert not write.notice.differs
    undo(shown)
    shown.settle()
    assert write.halves["uk"].editor.text == f"Увага! {UKRAINIAN}"
    assert write.session.post.topic == "Нова тема"
    assert write.notice.differs


def test_what_is_queued_again_comes_from_the_notice(desktop: Show, bench: Bench, queued: Post) -> None:
    shown = desktop(bench)
    write = shown.window.write
    write.session.load(queued.id)
    shown.settle()
    shown.type("uk", "Увага! ")
    write.acts.confirm()
    shown.settle()
    next(b for b in write.notice.findChildren(QPushButton) if b.text() == "Queue the changes…").click()
    shown.settle()
    assert write.queueing.sheet is not None
    write.queueing.sheet.accepted.emit()
    write.queueing.sheet.close()
    shown.settle()
    waiting = [row.segment.text for row in bench.store.deliveries.open()]
    assert f"Увага! {UKRAINIAN}" in waiting
    assert UKRAINIAN not in waiting


def test_a_dropped_queue_takes_the_notice_away(desktop: Show, bench: Bench, queued: Post) -> None:
    shown = desktop(bench)
    shown.window.write.session.load(queued.id)
    shown.settle()
    for row in bench.store.deliveries.open():
        bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
    shown.settle()
    assert not shown.window.write.notice.isVisible()


def test_a_post_that_came_from_elsewhere_can_be_discarded_and_brought_back(desktop: Show, bench: Bench) -> None:
    post = bench.post(UKRAINIAN, ENGLISH)
    assert post.revision == 0
    shown = desktop(bench)
    shown.window.write.queueing.discard()
    shown.settle()
    assert not bench.desk.drafting.draft_ids()
    undo(shown)
    shown.settle()
    assert bench.desk.drafting.draft_ids() == [post.id]
    assert shown.window.write.halves["uk"].editor.text == UKRAINIAN


def test_the_queued_text_comes_back_from_a_real_store(tmp_path: Path) -> None:
    bench = open_bench(tmp_path / "ws", practice=False)
    desk = bench.desk
    desk.workspace.create()
    desk.workspace.store.accounts.save(
        Account("bluesky:a.example", "bluesky", "a.example", "https://bsky.social", POLICY)
    )
    post = desk.drafting.new(("bluesky:a.example",)).with_text("uk", UKRAINIAN).with_text("en", ENGLISH)
    post = desk.drafting.confirm(post, OFFICER)
    desk.drafting.save(post)
    desk.outbox.queue(post, OFFICER)
    changed = replace(post.with_text("uk", "Інше."), revision=5)
    desk.drafting.save(changed)
    assert standing(desk, changed) == (True, True, None)
    found = as_queued(desk, changed)
    assert found is not None
    assert found.text("uk") == UKRAINIAN
    assert standing(desk, found) == (True, False, None)
    desk.workspace.close()
