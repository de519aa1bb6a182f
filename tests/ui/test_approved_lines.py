"""Approved lines: what may be said, what may not any more, and what a freeze lets through."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton

from embassy_assistant.domain.delivery import State
from embassy_assistant.ui.views.approved_lines import PAGE, ApprovedLinesPage
from embassy_assistant.ui.views.line_cards import WithdrawnCard
from tests.helpers.crisis import HOTLINE, HOURS, OLD, VERIFYING, a_freeze, a_line, crisis, lines, take
from tests.helpers.queue_desk import queued
from tests.helpers.window import desktop as desktop
from tests.ui.test_nothing_is_cut import beyond, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


def opened(shown: Desktop) -> ApprovedLinesPage:
    shown.window.show_lines()
    shown.settle()
    page = shown.window.view("guidelines").findChild(ApprovedLinesPage)
    assert page is not None
    assert page.isVisible()
    return page


def ids(page: ApprovedLinesPage) -> list[str]:
    return [card.rule.id for card in page.cards]


def press(around: QWidget, name: str) -> None:
    next(made for made in around.findChildren(QAbstractButton) if made.objectName() == name).click()


def said(around: QWidget) -> str:
    shown: list[QLabel | QPushButton] = [*around.findChildren(QLabel), *around.findChildren(QPushButton)]
    return "\n".join(made.text() for made in shown if made.isVisible())


def test_each_line_in_force_stands_there_in_both_languages(desktop: Show) -> None:
    page = opened(desktop(crisis(*lines())))
    assert ids(page) == ["line.verifying", "line.hotline", "line.hours"]
    words = said(page.cards[1])
    assert HOTLINE["uk"] in words
    assert HOTLINE["en"] in words
    assert "topics: emergency" in words
    assert "1 place to fill in" in words
    assert not page.panel.isVisible()


def test_the_day_until_which_a_line_is_valid_is_said(desktop: Show) -> None:
    line = a_line("hours", "Години", "Hours", HOURS, valid={"until": "2026-11-30"})
    assert "valid until 30 November 2026" in said(opened(desktop(crisis(line))).cards[0])


def test_the_search_looks_in_both_languages(desktop: Show) -> None:
    shown = desktop(crisis(*lines()))
    page = opened(shown)
    for words, wanted in (("consular", ["line.hours"]), ("перевіряємо", ["line.verifying"]), ("кит", [])):
        page.search.setText(words)
        shown.settle()
        assert ids(page) == wanted
    assert "No approved line has these words." in said(page)


def test_a_post_is_begun_with_a_line_in_both_languages(desktop: Show) -> None:
    shown = desktop(crisis(*lines()))
    before = shown.window.write.session.post.id
    press(opened(shown).cards[0], "line-start")
    shown.settle()
    assert shown.window.write.isVisible()
    post = shown.window.write.session.post
    assert post.id != before
    assert (post.text("uk"), post.text("en")) == (VERIFYING["uk"], VERIFYING["en"])


def test_a_line_goes_into_the_open_post_behind_what_is_written(desktop: Show) -> None:
    shown = desktop(crisis(*lines()))
    shown.window.write.new_post()
    shown.type("uk", "До відома.")
    press(opened(shown).cards[2], "line-insert")
    shown.settle()
    post = shown.window.write.session.post
    assert post.text("uk") == f"До відома. {HOURS['uk']}"
    assert post.text("en") == HOURS["en"]


def test_a_copied_line_is_on_the_clipboard_in_both_languages(desktop: Show) -> None:
    press(opened(desktop(crisis(*lines()))).cards[0], "line-copy")
    assert QGuiApplication.clipboard().text() == f"{VERIFYING['uk']}\n\n{VERIFYING['en']}"


def test_a_withdrawn_line_names_its_successor_and_the_posts_that_said_it(desktop: Show) -> None:
    bench = crisis(a_line("closed", "Зачинено", "Closed", OLD))
    accounts = tuple(bench.store.accounts.all())
    both = (State.SENT, State.WAITING)
    post = queued(bench, "Closed today", OLD["uk"], OLD["en"], accounts, both, None)
    take(bench, *lines())
    shown = desktop(bench)
    page = opened(shown)
    card = page.findChild(WithdrawnCard)
    assert card is not None
    assert "Nobody may say it since Fri 20 Nov, 10:00 Berlin / 11:00 Kyiv." in said(card)
    assert "Closed today" in said(card)
    press(card, "line-successor")
    assert page.cards[2].isAncestorOf(shown.window.focusWidget())
    press(card, f"line-use-{post.id}")
    shown.settle()
    assert shown.window.write.session.post.id == post.id


def test_in_a_freeze_the_page_says_what_may_still_be_sent_and_what_is_held(desktop: Show) -> None:
    shown = desktop(crisis(*lines(), a_freeze(lines=["line.verifying"])))
    page = opened(shown)
    assert "What may still be sent" in said(page)
    assert ids(page) == ["line.verifying"]
    assert "allowed during the freeze" in said(page.cards[0])
    words = said(page.panel)
    assert "Minister’s visit to Berlin" in words
    assert "2 accounts, due Tue 24 Nov, 14:00 Berlin / 15:00 Kyiv" in words
    assert "freeze.crisis" in words
    assert "Цифровий відділ міністерства" in words


def test_a_freeze_of_everything_leaves_nothing_to_send(desktop: Show) -> None:
    page = opened(desktop(crisis(*lines(), a_freeze(allow="nothing"))))
    assert ids(page) == []
    assert "Nothing, not even an approved line, until the freeze is lifted." in said(page)


def test_a_held_post_is_opened_from_the_panel(desktop: Show) -> None:
    bench = crisis()
    shown = desktop(bench)
    page = opened(shown)
    post = next(post for post in bench.store.posts.kept.values() if post.topic.startswith("Energy"))
    press(page.panel, f"held-{post.id}")
    shown.settle()
    assert shown.window.write.session.post.id == post.id


def test_while_the_drafts_are_locked_the_lines_can_be_read(desktop: Show) -> None:
    shown = desktop(crisis(opened=False, problem="locked"))
    page = opened(shown)
    assert ids(page) == ["line.verifying", "line.hotline", "line.hours"]
    assert page.findChild(WithdrawnCard) is None
    assert "once the drafts are unlocked" in said(page)


def test_more_lines_than_fit_come_when_they_are_asked_for(desktop: Show) -> None:
    many = [a_line(f"n{number}", f"Теза {number}", f"Line {number}", HOURS) for number in range(PAGE + 3)]
    page = opened(desktop(crisis(*many)))
    assert len(page.cards) == PAGE
    press(page, "lines-more")
    assert len(page.cards) == PAGE + 3


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [(880, 600), (1280, 720), (1920, 1080)], ids=["least", "1280x720", "1920x1080"])
def test_no_word_of_it_is_cut(desktop: Show, language: str, size: tuple[int, int]) -> None:
    shown = desktop(crisis(), language=language, size=size)
    page = opened(shown)
    assert list(cut(page)) == []
    assert list(beyond(page, shown.window)) == []


def test_the_language_of_the_window_can_change_under_it(desktop: Show) -> None:
    shown = desktop(crisis())
    page = opened(shown)
    shown.window.context.languages.use("uk")
    shown.settle()
    assert "Що ще можна надсилати" in said(page)
    assert "Почати з неї допис обома мовами" in said(page.cards[0])
    assert "Зупинено режимом тиші" in said(page.panel)
