"""A picture's credit: asked for once, written at the end of each text, where the rule finds it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from embassy_assistant.ui.dialogs.credit import CreditDialog
from tests.helpers.crisis import guidelines_of
from tests.helpers.memory import Bench, memory_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.pictures import flag
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


@pytest.fixture
def bench() -> Bench:
    made = memory_desk(guidelines=guidelines_of(a_rule_of("media", id="media.credit", credit=True)))
    made.account("embassy-uk", "uk")
    made.account("embassy-en", "en")
    picture = made.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flag")
    post = made.desk.drafting.new(tuple(account.id for account in made.store.accounts.all()))
    post = post.with_text("uk", "Зустріч у Берліні.").with_text("en", "A meeting in Berlin.")
    made.desk.drafting.save(replace(post, media=(picture,)))
    return made


def opened(desktop: Show, bench: Bench) -> Desktop:
    shown = desktop(bench)
    shown.window.open_post(bench.desk.drafting.ids()[0])
    shown.settle()
    return shown


def rules(shown: Desktop) -> list[str]:
    return [card.finding.rule for card in shown.window.write.panel.findings.cards]


def dialog_of(shown: Desktop) -> CreditDialog:
    found = shown.window.findChild(CreditDialog)
    assert found is not None
    return found


def test_a_finding_about_the_credit_asks_for_it_and_is_met_in_both_halves(desktop: Show, bench: Bench) -> None:
    shown = opened(desktop, bench)
    assert rules(shown).count("media.credit") == 2
    card = next(each for each in shown.window.write.panel.findings.cards if each.finding.rule == "media.credit")
    press = card.findChild(QPushButton, "credit")
    assert press is not None
    press.click()
    dialog = dialog_of(shown)
    assert not dialog.confirm.isEnabled()
    dialog.fields["uk"].setText("Олена Коваль")
    dialog.fields["en"].setText("Olena Koval")
    dialog.confirm.click()
    shown.settle()
    halves = shown.window.write.halves
    assert halves["uk"].editor.text == "Зустріч у Берліні.\nФото: Олена Коваль"
    assert halves["en"].editor.text == "A meeting in Berlin.\nPhoto: Olena Koval"
    assert "media.credit" not in rules(shown)


def test_undo_takes_the_credit_back_in_one_step(desktop: Show, bench: Bench) -> None:
    shown = opened(desktop, bench)
    button = shown.window.write.media.findChild(QPushButton, "media-credit")
    assert button is not None
    assert button.isVisible()
    button.click()
    dialog_of(shown).fields["en"].setText("Olena Koval")
    dialog_of(shown).confirm.click()
    editor = shown.window.write.halves["en"].editor
    assert editor.text.endswith("Photo: Olena Koval")
    assert shown.window.write.halves["uk"].editor.text == "Зустріч у Берліні."
    editor.undo()
    assert editor.text == "A meeting in Berlin."


def test_the_same_credit_is_not_written_twice(desktop: Show, bench: Bench) -> None:
    shown = opened(desktop, bench)
    editor = shown.window.write.halves["en"].editor
    editor.add_line("Photo: A")
    editor.add_line("Photo: A")
    assert editor.text == "A meeting in Berlin.\nPhoto: A"


def test_only_the_halves_that_are_written_are_asked_about(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.type("uk", "Лише українською.")
    shown.window.write.credit.ask()
    assert list(dialog_of(shown).fields) == ["uk"]


def test_without_a_picture_there_is_nobody_to_name(desktop: Show, bench: Bench) -> None:
    shown = desktop(bench)
    shown.window.write.new_post()
    shown.settle()
    button = shown.window.write.media.findChild(QPushButton, "media-credit")
    assert button is not None
    assert not button.isVisible()


def test_a_rule_about_descriptions_leads_to_the_field_for_one(desktop: Show) -> None:
    bench = memory_desk(guidelines=guidelines_of(a_rule_of("media", id="media.alt", alt_text=True)))
    bench.account("embassy-en", "en")
    picture = bench.desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор")
    post = bench.desk.drafting.new().with_text("uk", "Зустріч.").with_text("en", "A meeting in Berlin.")
    bench.desk.drafting.save(replace(post, media=(picture,)))
    shown = opened(desktop, bench)
    card = next(each for each in shown.window.write.panel.findings.cards if each.finding.rule == "media.alt")
    press = card.findChild(QPushButton, "alt")
    assert press is not None
    press.click()
    assert shown.window.write.media.fields()["en"].hasFocus()
