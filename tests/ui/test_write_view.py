"""Write: what an Officer types is kept, checked, mended and queued, by keyboard and by mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QPushButton, QToolButton

from embassy_assistant.domain.errors import DiskFull
from embassy_assistant.domain.post import Due, PairState
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.dialogs.reason import OverrideDialog, PromiseDialog, ReleaseDialog
from tests.helpers.memory import OFFICER, Bench, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.window import desktop as desktop
from tests.helpers.window import key, typed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.post import Post
    from embassy_assistant.ui.views.write import WriteView
    from embassy_assistant.ui.views.writing.card import Card
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]

UKRAINIAN = "Завтра посольство в Києві відкриває виставку про українську книгу."
ENGLISH = "Tomorrow the embassy in Kyiv opens an exhibition about Ukrainian books."


@pytest.fixture
def bench() -> Bench:
    made = memory_desk(guidelines=ShippedGuidelines())
    made.account("embassy-uk", "uk")
    made.account("embassy-en", "en")
    return made


def rules(write: WriteView) -> list[str]:
    return [card.finding.rule for card in write.panel.findings.cards]


def finding(write: WriteView, start: str) -> Finding:
    return next(card.finding for card in write.panel.findings.cards if card.finding.rule.startswith(start))


def card(write: WriteView, start: str) -> Card:
    return next(each for each in write.panel.findings.cards if each.finding.rule.startswith(start))


def press(where: Card, act: str) -> None:
    found = where.findChild(QPushButton, act)
    assert found is not None
    found.click()


def stored(bench: Bench, post: Post) -> Post:
    found = bench.desk.drafting.get(post.id)
    assert found is not None
    return found


def test_what_is_typed_is_on_disk_while_typing_goes_on(qtbot: QtBot, desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    editor = write.halves["uk"].editor
    post_id = write.session.post.id

    def one_more_key() -> bool:
        typed(editor, "а")
        return bench.desk.drafting.get(post_id) is not None

    # A key every few milliseconds never leaves a pause of 150 ms, and still the words arrive.
    qtbot.waitUntil(one_more_key)


def test_a_no_break_space_and_an_emoji_are_kept(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.type("uk", "24\u00a0листопада 🇺🇦")
    assert stored(bench, shown.window.write.session.post).text("uk") == "24\u00a0листопада 🇺🇦"


def test_undo_survives_saving(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", "Перше слово")
    write.halves["uk"].editor.selectAll()
    shown.type("uk", "Друге")
    assert stored(bench, write.session.post).text("uk") == "Друге"
    while write.halves["uk"].editor.text != "Перше слово":
        assert write.halves["uk"].editor.document().isUndoAvailable()
        write.halves["uk"].editor.undo()
    shown.settle()
    assert write.halves["uk"].editor.text == "Перше слово"
    assert stored(bench, write.session.post).text("uk") == "Перше слово"


def test_pasted_text_loses_its_looks(desktop: Show, bench: Bench) -> None:
    editor = desktop(bench).window.write.halves["en"].editor
    source = QMimeData()
    source.setHtml("<b>Bold</b> words")
    source.setText("Bold words\r\nand more")
    editor.insertFromMimeData(source)
    assert editor.text == "Bold words\nand more"
    assert "font-weight" not in editor.toHtml().split("<body")[1].split(">", 1)[1]


def test_a_line_is_ended_by_a_line_feed_whichever_enter_is_pressed(desktop: Show, bench: Bench) -> None:
    editor = desktop(bench).window.write.halves["en"].editor
    typed(editor, "a\nb")
    key(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    typed(editor, "c")
    assert editor.text == "a\nb\nc"


def test_a_missing_half_is_named_in_three_places(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    assert "pair.missing" in rules(write)
    assert write.header.pair.text == "English is missing"
    assert write.panel.checklist.open_rows[0].title == "English is missing"
    assert not write.panel.queue.ready
    assert write.panel.left.startswith("First: English is missing.")


def test_queue_leads_to_what_is_in_the_way(qtbot: QtBot, desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    write.panel.queue.click()
    qtbot.waitUntil(write.halves["en"].editor.hasFocus)


def test_a_forbidden_word_is_underlined_and_mended_by_one_key(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    shown.type("en", "😀 The delegation comes from Kiev.")
    selections = write.halves["en"].editor.extraSelections()
    assert "Kiev" in [selection.cursor.selectedText() for selection in selections]
    write.panel.findings.make_current(finding(write, "name.kyiv"))
    shown.window.menus.action("fix").trigger()
    shown.settle()
    assert write.halves["en"].editor.text == "😀 The delegation comes from Kyiv."
    assert "name.kyiv" not in rules(write)
    write.halves["en"].editor.undo()
    assert write.halves["en"].editor.text == "😀 The delegation comes from Kiev."


def test_a_fix_never_hits_a_text_that_has_moved_on(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("en", "From Kiev to Kiev.")
    old = finding(write, "name.kyiv")
    editor = write.halves["en"].editor
    editor.selectAll()
    editor.textCursor().insertText("Something else")
    assert not editor.replace(old, "Kyiv")
    assert editor.text == "Something else"


def test_findings_are_walked_by_key(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("en", "From Kiev. See http://mfa.gov.ua/ now.")
    shown.window.menus.action("next").trigger()
    first = write.panel.findings.current
    shown.window.menus.action("next").trigger()
    second = write.panel.findings.current
    shown.window.menus.action("previous").trigger()
    assert first is not None
    assert second is not None
    assert first != second
    assert write.panel.findings.current == first


def test_the_cursor_in_a_finding_unfolds_its_card(qtbot: QtBot, desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("en", "We come from Kiev now.")
    editor = write.halves["en"].editor
    editor.setFocus()
    qtbot.waitUntil(editor.hasFocus)
    cursor = editor.textCursor()
    cursor.setPosition(15)
    editor.setTextCursor(cursor)
    assert write.panel.findings.current is not None
    assert write.panel.findings.current.rule == "name.kyiv"


def test_counters_count_for_each_account(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", "а" * 480)
    (reading,) = write.halves["uk"].readings
    assert reading.words == "20 left of 500"
    assert reading.nearly
    shown.type("uk", "а" * 32)
    (reading,) = write.halves["uk"].readings
    assert reading.words == "12 too many"
    assert reading.over
    assert "length.too-long" in rules(write)


def test_one_key_confirms_the_pair_and_a_change_makes_it_stale(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    shown.type("en", ENGLISH)
    assert write.session.post.pair_state is PairState.DRAFTED
    shown.window.menus.action("confirm").trigger()
    shown.settle()
    assert stored(bench, write.session.post).pair_state is PairState.CONFIRMED
    assert write.panel.queue.ready
    shown.type("uk", " Ще слово.")
    assert write.header.pair.text == "English is stale"


def test_confirming_half_a_pair_says_what_is_missing(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.type("uk", UKRAINIAN)
    shown.window.write.acts.confirm()
    assert shown.window.write.session.post.pair_state is PairState.MISSING


def test_the_other_half_can_be_promised(qtbot: QtBot, desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    press(card(write, "pair.missing"), "promise")
    dialog = next(each for each in write.findChildren(PromiseDialog))
    dialog.set_reason("The translator answers tonight")
    dialog.confirm.click()
    shown.settle()
    assert stored(bench, write.session.post).pair_state is PairState.PROMISED


def test_a_post_can_be_released_from_its_other_half(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    write.acts.release()
    dialog = next(each for each in write.findChildren(ReleaseDialog))
    dialog.set_reason("A reply to a citizen")
    dialog.confirm.click()
    shown.settle()
    assert write.header.pair.text == "Needs no other half"
    write.acts.unpair()
    shown.settle()
    assert write.header.pair.text == "English is missing"


def test_a_finding_is_kept_with_a_reason_and_the_reason_taken_back(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    shown.type("en", ENGLISH + " See http://mfa.gov.ua/en today.")
    press(card(write, "links.not-encrypted"), "keep")
    dialog = next(each for each in write.findChildren(OverrideDialog))
    dialog.set_reason("The page has no other address")
    dialog.confirm.click()
    shown.settle()
    assert [o.reason for o in stored(bench, write.session.post).overrides] == ["The page has no other address"]
    assert all(not row.title.startswith("Links") for row in write.panel.checklist.open_rows)
    press(card(write, "links.not-encrypted"), "unkeep")
    shown.settle()
    assert any(row.title.startswith("Links") for row in write.panel.checklist.open_rows)


def test_a_text_that_is_too_long_can_go_out_as_a_thread(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("en", "Word after word. " * 40)
    press(card(write, "length.too-long"), "thread")
    shown.settle()
    (reading,) = write.halves["en"].readings
    assert reading.words == "2 posts"
    assert "length.too-long" not in rules(write)


def test_a_picture_needs_words_in_both_languages(desktop: Show, bench: Bench, tmp_path: Path) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    shown.type("en", ENGLISH)
    file = tmp_path / "flag.png"
    file.write_bytes(flag())
    write.media.add_files([file])
    shown.settle()
    assert rules(write).count("media.alt") == 2
    assert "Alt text: 2 missing" in [row.title for row in write.panel.checklist.open_rows]
    for language, words in (("uk", "Прапор України"), ("en", "The flag of Ukraine")):
        write.media.describe(write.session.post.media[0].hash, language)
        typed(write.media.fields()[language], words)
        shown.settle()
    assert "media.alt" not in rules(write)
    assert not [row for row in write.panel.checklist.open_rows if row.title.startswith("Alt text")]
    assert dict(stored(bench, write.session.post).media[0].alt) == {
        "uk": "Прапор України",
        "en": "The flag of Ukraine",
    }


def test_a_removed_picture_comes_back(desktop: Show, bench: Bench, tmp_path: Path) -> None:
    shown = desktop(bench)
    write = shown.window.write
    file = tmp_path / "flag.png"
    file.write_bytes(flag())
    write.media.add_files([file])
    shown.settle()
    remove = write.media.findChild(QToolButton, "remove-picture-1")
    assert remove is not None
    remove.click()
    shown.settle()
    assert not write.session.post.media
    undo = shown.window.findChild(QPushButton, "toast-undo")
    assert undo is not None
    undo.click()
    shown.settle()
    assert len(write.session.post.media) == 1


def test_a_picture_from_the_clipboard_is_attached(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    source = QMimeData()
    source.setImageData(image)
    shown.window.write.halves["uk"].editor.insertFromMimeData(source)
    shown.settle()
    assert [media.mime for media in shown.window.write.session.post.media] == ["image/png"]


def test_what_is_no_picture_is_refused_in_words(desktop: Show, bench: Bench, tmp_path: Path) -> None:
    shown = desktop(bench)
    file = tmp_path / "letter.png"
    file.write_bytes(b"no picture")
    shown.window.write.media.add_files([file])
    shown.settle()
    assert shown.window.trouble_banner.isVisible()


def test_a_due_time_shows_both_clocks(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    write.session.set_due(Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin"))
    shown.settle()
    assert write.header.due.words == "Sends in 2 days Tue 24 Nov Berlin 14:00 Kyiv 15:00"
    write.session.set_due(None)
    assert "Once it is queued" in write.header.due.words


def test_the_due_popover_sets_the_time_in_the_missions_zone(desktop: Show, bench: Bench) -> None:
    write = desktop(bench).window.write
    write.header.due.open()
    popover = write.header.due.popover
    assert popover is not None
    popover.time.setTime(popover.time.time().fromString("18:30", "HH:mm"))
    chosen = popover.findChild(QPushButton, "due-set")
    assert chosen is not None
    chosen.click()
    due = write.session.post.due
    assert due is not None
    assert (due.local.hour, due.local.minute, due.zone) == (18, 30, "Europe/Berlin")


def test_accounts_are_chosen_for_each_post(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    assert write.session.post.accounts == ("practice:embassy-uk", "practice:embassy-en")
    write.header.chips.chosen.emit(())
    shown.type("uk", UKRAINIAN)
    assert write.panel.checklist.open_rows[0].title in {"No account is chosen", "English is missing"}
    assert write.panel.queue.text() == "Queue"


def test_a_ready_post_is_queued_through_the_last_look(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    bench.post(UKRAINIAN, ENGLISH)
    shown.window.open_post(bench.desk.drafting.ids()[0])
    shown.settle()
    assert write.panel.queue.ready
    assert write.panel.queue.text() == "Queue for 2 practice accounts"
    post = write.session.post
    shown.window.menus.action("queue").trigger()
    shown.settle()
    sheet = write.queueing.sheet
    assert sheet is not None
    for column in sheet.columns:
        column.tick.click()
    sheet.confirm.click()
    shown.settle()
    rows = bench.store.deliveries.of_post(post.id)
    assert {(row.account_id, row.segment.text) for row in rows} == {
        ("practice:embassy-uk", UKRAINIAN),
        ("practice:embassy-en", ENGLISH),
    }
    assert write.session.post.id != post.id


def test_a_discarded_draft_comes_back(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    post = write.session.post
    write.queueing.discard()
    shown.settle()
    assert write.halves["uk"].editor.text == ""
    assert post.id not in bench.desk.drafting.ids()
    undo = shown.window.findChild(QPushButton, "toast-undo")
    assert undo is not None
    undo.click()
    shown.settle()
    assert write.halves["uk"].editor.text == UKRAINIAN


def test_an_empty_post_is_no_draft(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.settle()
    assert not bench.desk.drafting.ids()


def test_typing_before_the_key_has_arrived_is_sealed_and_comes_back(desktop: Show) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines(), opened=False, problem="locked")
    shown = desktop(bench)
    shown.type("uk", UKRAINIAN)
    assert [post.text("uk") for post in bench.opener.sealed][-1] == UKRAINIAN
    assert shown.window.status.saving.text().endswith("sealed until the keyring opens")
    assert "keyring is locked" in shown.window.banner.text
    assert "The keyring is locked" in [row.title for row in shown.window.write.panel.checklist.open_rows]
    bench.opener.problem = ""
    shown.window.opening.ask_keyring()
    shown.settle()
    assert stored(bench, shown.window.write.session.post).text("uk") == UKRAINIAN
    assert not shown.window.banner.isVisible()
    assert shown.window.write.halves["uk"].editor.text == UKRAINIAN


def test_the_newest_draft_is_there_when_the_key_arrives_unless_somebody_writes(desktop: Show) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines())
    bench.post(UKRAINIAN, ENGLISH)
    bench.desk.workspace.close()
    shown = desktop(bench)
    shown.settle()
    assert shown.window.write.halves["uk"].editor.text == UKRAINIAN


def test_a_save_that_fails_is_said_and_tried_again(
    desktop: Show, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = desktop(bench)
    write = shown.window.write

    def full(_post: Post) -> None:
        raise DiskFull

    with monkeypatch.context() as patched:
        patched.setattr(bench.store.posts, "save", full)
        shown.type("uk", UKRAINIAN)
        assert shown.window.status.saving.text() == "Not saved"
        assert "What you had written is kept" in shown.window.trouble_banner.text
        assert write.session.dirty
    shown.settle()
    assert stored(bench, write.session.post).text("uk") == UKRAINIAN
    assert shown.window.status.saving.text().startswith("Saved")


def test_the_language_of_the_window_changes_while_one_writes(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    write = shown.window.write
    shown.type("uk", UKRAINIAN)
    shown.window.context.languages.use("uk")
    shown.settle()
    assert write.halves["uk"].editor.text == UKRAINIAN
    assert write.panel.checklist.open_rows[0].title == "Немає англійської версії"
    assert shown.window.rail.buttons["queue"].text() == "Черга"
    shown.window.context.languages.use("en")
    shown.settle()
    assert write.header.pair.text == "English is missing"


def test_sides_are_swapped_and_the_text_stays(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.type("uk", UKRAINIAN)
    shown.window.menus.action("swap").trigger()
    shown.settle()
    halves = shown.window.write.halves
    left = halves["en"].mapTo(shown.window, halves["en"].rect().topLeft())
    right = halves["uk"].mapTo(shown.window, halves["uk"].rect().topLeft())
    assert left.x() < right.x()
    assert halves["uk"].editor.text == UKRAINIAN


def test_drafts_are_found_and_opened(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    post = replace(bench.post(UKRAINIAN, ENGLISH), topic="Exhibition")
    bench.desk.drafting.save(post)
    shown.window.write.find_posts("Exhib")
    shown.settle()
    drafts = shown.window.write.arrangement.drafts
    drafts.model.look("Exhib")
    shown.settle()
    assert drafts.model.rowCount() == 1
    drafts.list.activated.emit(drafts.model.index(0))
    shown.settle()
    assert shown.window.write.header.topic.text() == "Exhibition"
    assert shown.window.write.session.around.officer == OFFICER
