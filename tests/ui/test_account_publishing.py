"""What an account's server lets one choose is offered; what it cannot do is said plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from embassy_assistant.domain.account import Visibility
from embassy_assistant.domain.network import Ability
from embassy_assistant.ui.views.account_card import AccountCard
from embassy_assistant.ui.views.accounts import AccountsView
from tests.helpers.memory import LyingNetwork, memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

ALL = frozenset(Ability)


class Shown:
    """One account on the screen."""

    def __init__(
        self, qtbot: QtBot, make: Callable[..., Stage], able: frozenset[Ability], language: str = "en"
    ) -> None:
        self.bench: Bench = memory_desk(network=LyingNetwork(able=able))
        account = self.bench.account("embassy-uk", "uk")
        until = datetime(2026, 12, 1, 12, tzinfo=UTC)
        self.bench.store.accounts.save(replace(account, software="snac 2.89", credential_until=until))
        self.stage = make(self.bench.desk, language)
        self.view = AccountsView(self.stage.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        self.stage.settle()

    @property
    def card(self) -> AccountCard:
        return next(made for made in self.view.findChildren(AccountCard) if made.isVisible())

    @property
    def said(self) -> str:
        return " ".join(made.text() for made in self.card.findChildren(QLabel))


def test_a_server_without_choices_shows_none(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    shown = Shown(qtbot, stage, frozenset())
    assert shown.card.visibility.isHidden()
    assert shown.card.park.isHidden()


def test_who_is_shown_the_posts_is_kept(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    shown = Shown(qtbot, stage, ALL)
    shown.card.visibility.setCurrentIndex(1)
    shown.card.visibility.activated.emit(1)
    shown.stage.settle()
    assert shown.bench.store.accounts.all()[0].visibility is Visibility.UNLISTED
    assert shown.card.visibility.currentData() == Visibility.UNLISTED


def test_the_keyboard_alone_lets_the_server_publish_later(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    shown = Shown(qtbot, stage, ALL)
    shown.card.park.setFocus()
    QTest.keyClick(shown.card.park, Qt.Key.Key_Space)
    shown.stage.settle()
    assert shown.bench.store.accounts.all()[0].park
    assert shown.card.park.isChecked()


@pytest.mark.parametrize(
    ("able", "sentence"),
    [
        (frozenset(), "What is out cannot be corrected or deleted from here."),
        (frozenset({Ability.DELETE}), "What is out cannot be corrected from here, only deleted."),
        (frozenset({Ability.EDIT}), "What is out can be corrected from here, but not deleted."),
    ],
)
def test_what_the_server_cannot_do_is_said(
    qtbot: QtBot, stage: Callable[..., Stage], able: frozenset[Ability], sentence: str
) -> None:
    assert sentence in Shown(qtbot, stage, able).said


def test_the_server_s_program_and_the_end_of_the_sign_in_are_said(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    shown = Shown(qtbot, stage, ALL)
    assert "Runs snac 2.89." in shown.said
    assert "The sign-in expires on" in shown.said
    assert "What is out" not in shown.said


@pytest.mark.parametrize("language", ["en", "uk"])
def test_everything_of_the_card_fits(qtbot: QtBot, stage: Callable[..., Stage], language: str) -> None:
    card = Shown(qtbot, stage, frozenset({Ability.VISIBILITY, Ability.PARK}), language).card
    for part in (card.visibility, card.park, card.log, card.remove):
        assert part.width() >= part.sizeHint().width()
        assert card.rect().contains(part.geometry())
