"""The palette of approved lines: found in both languages, put in both halves at once, by the keyboard alone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from embassy_assistant.ui.main_window import LEAST
from embassy_assistant.ui.models.lines import LineRole
from tests.helpers.crisis import HOTLINE, HOURS, VERIFYING, a_freeze, a_line, crisis, lines, take
from tests.helpers.window import desktop as desktop
from tests.helpers.window import key, typed
from tests.ui.test_nothing_is_cut import cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.ui.views.writing.editor import Editor
    from embassy_assistant.ui.views.writing.palette import LinesPalette
    from tests.helpers.memory import Bench
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


@pytest.fixture
def bench() -> Bench:
    return crisis(*lines())


def opened(shown: Desktop, language: str = "uk") -> LinesPalette:
    """Open the palette from a half, as its key does."""
    shown.window.write.halves[language].editor.setFocus()
    shown.window.menus.action("lines").trigger()
    shown.settle()
    palette = shown.window.write.lines.palette
    assert palette is not None
    assert palette.isVisible()
    return palette


def editor(shown: Desktop, language: str) -> Editor:
    return shown.window.write.halves[language].editor


def found(palette: LinesPalette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data(LineRole.RULE).id for row in range(model.rowCount())]


def look_for(shown: Desktop, palette: LinesPalette, words: str) -> None:
    palette.search.clear()
    typed(palette.search, words)
    shown.settle()


def test_the_key_is_the_one_that_is_promised(desktop: Show, bench: Bench) -> None:
    shortcuts = desktop(bench).window.menus.action("lines").shortcuts()
    assert [each.toString() for each in shortcuts] == ["Ctrl+Shift+K"]


def test_enter_puts_the_line_in_both_halves_and_undo_takes_it_back_half_by_half(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.type("en", "To all.")
    shown.type("uk", "До відома.")
    palette = opened(shown)
    look_for(shown, palette, "verifying")
    key(palette.search, Qt.Key.Key_Return)
    shown.settle()
    assert not palette.isVisible()
    assert editor(shown, "uk").text == f"До відома. {VERIFYING['uk']}"
    assert editor(shown, "en").text == f"To all. {VERIFYING['en']}"
    assert shown.window.write.session.post.text("en") == editor(shown, "en").text
    editor(shown, "en").undo()
    assert editor(shown, "en").text == "To all."
    assert editor(shown, "uk").text == f"До відома. {VERIFYING['uk']}"
    editor(shown, "uk").undo()
    assert editor(shown, "uk").text == "До відома."


def test_the_line_goes_where_the_cursor_stands(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.type("uk", "Перше.Друге")
    cursor = editor(shown, "uk").textCursor()
    cursor.setPosition(len("Перше."))
    editor(shown, "uk").setTextCursor(cursor)
    palette = opened(shown)
    look_for(shown, palette, "звичайному")
    key(palette.search, Qt.Key.Key_Return)
    assert editor(shown, "uk").text == f"Перше. {HOURS['uk']} Друге"
    assert editor(shown, "en").text == HOURS["en"]


def test_where_nobody_put_the_cursor_the_line_goes_behind_what_is_written(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    post = bench.desk.drafting.new().with_text("uk", "Вступ.").with_text("en", "Intro.")
    bench.desk.drafting.save(replace(post, topic="x"))
    shown.window.open_post(post.id)
    shown.settle()
    palette = opened(shown, "uk")
    look_for(shown, palette, "verifying")
    key(palette.search, Qt.Key.Key_Return)
    # The cursor at the start of the half that has the keyboard was put there by somebody, the other was not.
    assert editor(shown, "uk").text == f"{VERIFYING['uk']} Вступ."
    assert editor(shown, "en").text == f"Intro. {VERIFYING['en']}"


def test_lines_are_found_in_both_languages_whatever_the_window_speaks(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench, language="uk")
    palette = opened(shown)
    look_for(shown, palette, "verifying")
    assert found(palette) == ["line.verifying"]
    look_for(shown, palette, "громадян")
    assert found(palette) == ["line.hotline"]
    whole = {label.objectName(): label.text() for label in palette.findChildren(QLabel)}
    assert (whole["line-uk"], whole["line-en"]) == (HOTLINE["uk"], HOTLINE["en"])


def test_arrows_choose_and_the_keyboard_stays_in_the_search(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    palette = opened(shown)
    first, second, *_ = found(palette)
    key(palette.search, Qt.Key.Key_Down)
    assert palette.list.currentIndex().data(LineRole.RULE).id == second
    key(palette.search, Qt.Key.Key_Up)
    assert palette.list.currentIndex().data(LineRole.RULE).id == first
    assert QApplication.focusWidget() is palette.search


def test_escape_gives_the_keyboard_back_and_writes_nothing(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    palette = opened(shown, "en")
    assert QApplication.focusWidget() is palette.search
    key(palette.search, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is editor(shown, "en")
    assert editor(shown, "en").text == ""


def test_the_key_pressed_again_puts_the_palette_away(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    palette = opened(shown, "en")
    shown.window.menus.action("lines").trigger()
    assert not palette.isVisible()
    assert QApplication.focusWidget() is editor(shown, "en")


def test_whoever_clicks_into_the_text_goes_on_writing(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    palette = opened(shown)
    editor(shown, "en").setFocus(Qt.FocusReason.MouseFocusReason)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is editor(shown, "en")


def test_enter_before_the_search_has_answered_waits_for_the_answer(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    palette = opened(shown, "en")
    typed(palette.search, "consular")
    key(palette.search, Qt.Key.Key_Return)
    shown.settle()
    assert editor(shown, "en").text == HOURS["en"]


def test_the_first_place_to_fill_in_is_selected(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    palette = opened(shown, "en")
    look_for(shown, palette, "citizens")
    key(palette.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is editor(shown, "en")
    assert editor(shown, "en").textCursor().selectedText() == "{phone_number}"
    typed(editor(shown, "en"), "+49 30 000")
    assert editor(shown, "en").text == HOTLINE["en"].format(phone_number="+49 30 000")


def test_lines_of_the_posts_topic_come_first(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.window.write.session.title("Emergency")
    assert found(opened(shown))[0] == "line.hotline"


def test_a_withdrawn_or_expired_line_is_never_offered(desktop: Show) -> None:
    over = a_line("over", "Минуле", "Over", {"uk": "Було.", "en": "It was."}, valid={"until": "2026-11-01"})
    assert found(opened(desktop(crisis(*lines(), over)))) == ["line.verifying", "line.hotline", "line.hours"]


def test_a_freeze_of_everything_offers_nothing_and_says_why(desktop: Show) -> None:
    palette = opened(desktop(crisis(*lines(), a_freeze(allow="nothing"))))
    assert found(palette) == []
    said = next(label for label in palette.findChildren(QLabel) if label.objectName() == "lines-none")
    assert said.isVisible()
    assert "freeze" in said.text()
    key(palette.search, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_what_is_found_follows_the_guidelines(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    palette = opened(shown)
    take(bench, a_line("new", "Нове", "New", HOURS))
    shown.settle()
    assert found(palette) == ["line.new"]


def test_the_palette_comes_to_whoever_is_in_another_view(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.show_view("queue")
    shown.window.menus.action("lines").trigger()
    shown.settle()
    assert shown.window.write.isVisible()
    assert shown.window.write.lines.palette is not None
    assert shown.window.write.lines.palette.isVisible()


def test_rows_say_title_and_both_texts_to_a_screen_reader(desktop: Show, bench: Bench) -> None:
    palette = opened(desktop(bench))
    said = palette.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == f"We are verifying. {VERIFYING['uk']}. {VERIFYING['en']}"


def test_what_a_freeze_objects_to_leads_to_the_lines(desktop: Show) -> None:
    shown = desktop(crisis())
    shown.window.write.new_post()
    shown.type("uk", "Завтра посольство відкриває виставку про українську книгу.")
    cards = shown.window.write.panel.findings.cards
    card = next(each for each in cards if each.finding.rule == "freeze.crisis")
    press = card.findChild(QPushButton, "lines")
    assert press is not None
    press.click()
    shown.settle()
    palette = shown.window.write.lines.palette
    assert palette is not None
    assert palette.isVisible()
    assert found(palette) == ["line.verifying", "line.hotline", "line.hours"]


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [LEAST, (1280, 720)], ids=["least", "1280x720"])
def test_no_word_of_it_is_cut(desktop: Show, bench: Bench, language: str, size: tuple[int, int]) -> None:
    palette = opened(desktop(bench, language=language, size=size))
    assert list(cut(palette)) == []
    assert palette.list.height() > 2 * palette.list.sizeHintForRow(0)
