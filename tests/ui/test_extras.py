"""Content warning and poll: written in both languages, shown in a line, reached from what is found in them."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from embassy_assistant.domain.post import Poll
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.dialogs.extras import ExtrasDialog
from tests.helpers.memory import Bench, memory_desk
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop


@pytest.fixture
def shown(desktop: Callable[..., Desktop]) -> Desktop:
    made: Bench = memory_desk(guidelines=ShippedGuidelines())
    made.account("embassy-uk", "uk")
    made.account("embassy-en", "en")
    window = desktop(made)
    window.type("uk", "Завтра посольство відкриває виставку про українську книгу.")
    window.type("en", "Tomorrow the embassy opens an exhibition about Ukrainian books.")
    return window


def dialog(shown: Desktop) -> ExtrasDialog:
    found = [made for made in shown.window.write.findChildren(ExtrasDialog) if made.isVisible()]
    return found[0]


def ask(shown: Desktop) -> ExtrasDialog:
    shown.window.write.extras.ask()
    return dialog(shown)


def rules(shown: Desktop) -> set[str]:
    return {card.finding.rule for card in shown.window.write.panel.findings.cards}


def test_a_post_without_them_shows_nothing_of_them(shown: Desktop) -> None:
    assert shown.window.write.extras.isHidden()


def test_a_content_warning_is_kept_in_both_languages_and_shown(shown: Desktop) -> None:
    asked = ask(shown)
    asked.warnings["uk"].setText("Війна")
    asked.warnings["en"].setText("War")
    asked.confirm.click()
    shown.settle()
    post = shown.window.write.session.post
    assert dict(post.warnings) == {"uk": "Війна", "en": "War"}
    assert post.poll is None
    assert shown.window.write.extras.text() == "Content warning: Війна / War"
    stored = shown.bench.desk.drafting.get(post.id)
    assert stored is not None
    assert dict(stored.warnings) == {"uk": "Війна", "en": "War"}


def test_a_poll_keeps_its_answers_its_time_and_its_kind(shown: Desktop) -> None:
    asked = ask(shown)
    asked.asks.setChecked(True)
    asked.add.click()
    for row, (uk, en) in zip(asked.answers, [("Так", "Yes"), ("Ні", "No"), ("", "")], strict=True):
        row["uk"].setText(uk)
        row["en"].setText(en)
    asked.hours.setCurrentIndex(asked.hours.findData(3 * 24 * 60))
    asked.multiple.setChecked(True)
    asked.confirm.click()
    shown.settle()
    poll = shown.window.write.session.post.poll
    assert poll == Poll(MappingProxyType({"uk": ("Так", "Ні"), "en": ("Yes", "No")}), 4320, multiple=True)
    assert shown.window.write.extras.text() == "Poll with 2 answers"


def test_cancelling_changes_nothing(shown: Desktop) -> None:
    before = shown.window.write.session.post
    asked = ask(shown)
    asked.warnings["uk"].setText("Війна")
    asked.cancel.click()
    shown.settle()
    assert shown.window.write.session.post.warnings == before.warnings


def test_both_are_shown_again_and_can_be_taken_away(shown: Desktop) -> None:
    asked = ask(shown)
    asked.warnings["en"].setText("War")
    asked.asks.setChecked(True)
    asked.answers[0]["en"].setText("Yes")
    asked.confirm.click()
    shown.settle()
    again = ask(shown)
    assert again.warnings["en"].text() == "War"
    assert again.answers[0]["en"].text() == "Yes"
    again.warnings["en"].clear()
    again.asks.setChecked(False)
    again.confirm.click()
    shown.settle()
    post = shown.window.write.session.post
    assert post.poll is None
    assert not post.warnings
    assert shown.window.write.extras.isHidden()


def test_what_is_found_in_them_leads_into_the_field(shown: Desktop) -> None:
    asked = ask(shown)
    asked.warnings["uk"].setText("Війна")
    asked.confirm.click()
    shown.settle()
    card = next(c for c in shown.window.write.panel.findings.cards if c.finding.rule == "warning.missing")
    card.acted.emit(card.finding, "go")
    assert dialog(shown).focusWidget() is dialog(shown).warnings["en"]


def test_an_answer_without_its_other_half_leads_to_the_answers(shown: Desktop) -> None:
    asked = ask(shown)
    asked.asks.setChecked(True)
    for row, answer in zip(asked.answers, ("Так", "Ні"), strict=True):
        row["uk"].setText(answer)
    asked.confirm.click()
    shown.settle()
    assert "poll.incomplete" in rules(shown)
    card = next(c for c in shown.window.write.panel.findings.cards if c.finding.rule == "poll.incomplete")
    card.acted.emit(card.finding, "go")
    assert dialog(shown).focusWidget() is dialog(shown).answers[0]["en"]


def test_stepping_through_findings_opens_no_dialog(shown: Desktop) -> None:
    asked = ask(shown)
    asked.warnings["uk"].setText("Війна")
    asked.confirm.click()
    shown.settle()
    for _ in shown.window.write.panel.findings.cards:
        shown.window.write.next_finding()
    assert not [made for made in shown.window.write.findChildren(ExtrasDialog) if made.isVisible()]


def test_the_menu_leads_to_them_and_enter_takes_them(shown: Desktop) -> None:
    shown.window.write.header.more.click()
    menu = shown.window.write.findChild(QMenu)
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Content warning and poll…").trigger()
    menu.close()
    asked = dialog(shown)
    QTest.keyClicks(asked.warnings["en"], "War")
    QTest.keyClick(asked.warnings["en"], Qt.Key.Key_Return)
    shown.settle()
    assert dict(shown.window.write.session.post.warnings) == {"en": "War"}
