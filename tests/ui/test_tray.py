"""The tray: what needs a person, with what is known, and every way out of it, by mouse and by keyboard."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import State
from embassy_assistant.services.tray import decisions
from embassy_assistant.ui.dialogs.account import SignInDialog
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.views.evidence_dialog import EvidenceDialog
from embassy_assistant.ui.views.queue import QueueView
from embassy_assistant.ui.views.queue_needs import NeedsPanel
from embassy_assistant.ui.widgets.choice import Choice
from embassy_assistant.ui.widgets.marked import MarkedText
from tests.helpers.queue_desk import walk
from tests.helpers.stage import stage as stage
from tests.helpers.tray_desk import (
    EN,
    UK,
    AbleNetwork,
    accounts,
    both_out,
    expiring,
    half_out,
    in_doubt,
    overdue,
    tray_desk,
    whole_tray,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.post import Post
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

    Stages = Callable[..., Stage]
    Show = Callable[[Bench], "Tray"]


class Tray:
    """A queue on the screen, and ways to ask its tray."""

    def __init__(self, qtbot: QtBot, bench: Bench, made: Stage) -> None:
        self.qtbot, self.bench, self.stage = qtbot, bench, made
        self.view = QueueView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        made.settle()

    def settle(self) -> None:
        self.stage.settle()

    def button(self, name: str) -> QPushButton:
        found = [made for made in self.view.findChildren(QPushButton, name) if not made.isHidden()]
        assert found, name
        return found[0]

    def press(self, name: str) -> None:
        self.button(name).click()
        self.settle()

    def key(self, name: str) -> None:
        """Press a button by the keyboard alone."""
        made = self.button(name)
        made.setFocus(Qt.FocusReason.TabFocusReason)
        self.qtbot.keyClick(made, Qt.Key.Key_Space)
        self.settle()

    def confirm(self) -> None:
        dialog = self.view.findChild(ConfirmDialog)
        assert dialog is not None
        dialog.confirm.click()
        self.settle()

    def words(self) -> str:
        return " ".join(made.text() for made in self.view.findChildren(QLabel) if made.isVisibleTo(self.view))

    def states(self, post: Post) -> dict[str, State]:
        return {row.language: row.state for row in self.bench.store.deliveries.of_post(post.id)}


@pytest.fixture
def show(qtbot: QtBot, stage: Stages) -> Show:
    return lambda bench: Tray(qtbot, bench, stage(bench.desk))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Take what would open a browser."""
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    return asked


# In doubt


def test_the_words_that_differ_are_marked_on_both_sides(show: Show) -> None:
    bench = tray_desk()
    in_doubt(bench)
    tray = show(bench)
    marked = [made.differing for made in tray.view.findChildren(MarkedText)]
    assert marked == [["12:00."], ["13:00."]]


def test_nothing_read_back_is_said_and_has_nothing_to_compare(show: Show) -> None:
    bench = tray_desk()
    in_doubt(bench, seen="")
    tray = show(bench)
    assert "Nothing. Looked" in tray.words()
    assert not tray.view.findChildren(QPushButton, "needs-compare")


def test_what_came_from_a_backup_claims_neither_a_sending_nor_a_look(show: Show) -> None:
    bench = tray_desk()
    row = in_doubt(bench, seen="")
    bench.store.deliveries.rows[row.id] = replace(row, armed_at=None, looks=0)
    words = show(bench).words()
    assert "What was queued" in words
    assert "Looked" not in words
    assert "What we sent" not in words


def test_both_texts_are_shown_in_full_to_compare(show: Show) -> None:
    bench = tray_desk()
    in_doubt(bench)
    tray = show(bench)
    tray.key("needs-compare")
    dialog = tray.view.findChild(EvidenceDialog)
    assert dialog is not None
    shown = [made.accessibleName() for made in dialog.findChildren(MarkedText)]
    assert shown == [EN, EN.replace("12:00", "13:00")]
    assert any("Struck out" in made.text() for made in dialog.findChildren(QLabel))


def test_texts_that_do_not_differ_are_said_not_to(show: Show) -> None:
    bench = tray_desk()
    in_doubt(bench, seen=EN)
    tray = show(bench)
    tray.press("needs-compare")
    dialog = tray.view.findChild(EvidenceDialog)
    assert dialog is not None
    assert any("No word differs" in made.text() for made in dialog.findChildren(QLabel))


def test_the_page_at_the_network_is_one_click_away(show: Show, opened: list[str]) -> None:
    bench = tray_desk()
    in_doubt(bench)
    show(bench).press("needs-page")
    assert opened == ["https://network.example/@embassy-en"]


def test_a_network_without_pages_offers_none(show: Show) -> None:
    bench = tray_desk(AbleNetwork(address=""))
    in_doubt(bench)
    assert not show(bench).view.findChildren(QPushButton, "needs-page")


@pytest.mark.parametrize(
    ("choice", "asks", "state"),
    [
        ("needs-mark-sent", False, State.SENT),
        ("needs-send-again", False, State.PREPARED),
        ("needs-drop", True, State.CANCELLED),
    ],
)
def test_each_choice_is_made_by_keyboard_alone(show: Show, choice: str, asks: bool, state: State) -> None:
    bench = tray_desk()
    row = in_doubt(bench)
    tray = show(bench)
    tray.key(choice)
    if asks:
        tray.confirm()
    fresh = bench.store.deliveries.get(row.id)
    assert fresh is not None
    assert fresh.state is state


def test_every_choice_says_what_follows_and_none_is_the_default(show: Show) -> None:
    bench = whole_tray(tray_desk())
    choices = show(bench).view.findChildren(Choice)
    assert len(choices) >= 5
    assert all(made.accessibleName() and made.accessibleDescription() for made in choices)
    assert not any(made.isDefault() or made.autoDefault() for made in choices)


def test_the_keyboard_stays_where_it_was_when_the_tray_is_read_again(show: Show) -> None:
    bench = tray_desk()
    in_doubt(bench)
    tray = show(bench)
    tray.button("needs-drop").setFocus()
    overdue(bench)
    tray.view.refresh()
    tray.settle()
    focused = tray.view.focusWidget()
    assert focused is not None
    assert focused.objectName() == "needs-drop"


# One half is out


def test_one_half_out_is_the_first_card_and_says_since_when(show: Show) -> None:
    bench = tray_desk()
    half_out(bench, State.MISSED)
    expiring(bench, 3)
    tray = show(bench)
    first = tray.view.findChild(QFrame, "half-out")
    assert first is not None
    words = " ".join(made.text() for made in first.findChildren(QLabel))
    assert "One half is out since Sun 22 Nov, 13:00 Berlin / 14:00 Kyiv" in words
    assert "Ukrainian is out; English, as far as is known, is not." in words
    others = [made for made in tray.view.findChildren(QPushButton, "needs-sign-in")]
    assert first.mapTo(tray.view, first.rect().topLeft()).y() < others[0].mapTo(tray.view, others[0].pos()).y()


def test_the_other_half_is_sent_from_the_card(show: Show) -> None:
    bench = tray_desk()
    post = half_out(bench, State.MISSED)
    tray = show(bench)
    tray.key("half-send-now")
    tray.confirm()
    bench.desk.sender.drain()
    assert tray.states(post) == {"uk": State.SENT, "en": State.SENT}


def test_the_half_that_is_missing_is_let_go_of_after_a_question(show: Show) -> None:
    bench = tray_desk()
    post = half_out(bench, State.MISSED)
    tray = show(bench)
    tray.key("half-drop-half")
    dialog = tray.view.findChild(ConfirmDialog)
    assert dialog is not None
    assert not dialog.confirm.isDefault()
    assert tray.states(post)["en"] is State.MISSED
    tray.confirm()
    assert tray.states(post) == {"uk": State.SENT, "en": State.CANCELLED}
    assert tray.stage.shell.toasts == ["English is not sent any more."]


def test_the_half_that_is_out_is_deleted_after_a_question(show: Show) -> None:
    bench = tray_desk()
    post = bench.post(UK, EN)
    rows = bench.desk.outbox.queue(post, bench.desk.preferences.officer)
    walk(bench, rows[1], State.MISSED)
    bench.clock.forward(minutes=1)
    bench.desk.outbox.act(rows[0].id, rows[0].actions[0], bench.desk.preferences.officer)
    bench.desk.sender.drain()
    tray = show(bench)
    tray.key("half-delete")
    dialog = tray.view.findChild(ConfirmDialog)
    assert dialog is not None
    assert not dialog.confirm.isDefault()
    assert dialog.confirm.property("kind") == "destructive"
    tray.confirm()
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    assert bench.network.texts == []


def test_a_half_that_cannot_be_deleted_from_here_is_said_so(show: Show) -> None:
    bench = tray_desk(AbleNetwork(can=frozenset()))
    half_out(bench, State.MISSED)
    tray = show(bench)
    assert "cannot be deleted from here" in tray.words()
    assert not tray.view.findChildren(QPushButton, "half-delete")


def test_a_half_that_was_refused_leads_to_its_post(show: Show) -> None:
    bench = tray_desk()
    post = half_out(bench, State.REJECTED)
    tray = show(bench)
    tray.key("half-open-post")
    assert tray.stage.shell.opened == [post.id]


def test_a_half_that_waits_for_a_sign_in_is_the_loudest_too(show: Show) -> None:
    bench = tray_desk()
    half_out(bench, State.WAITING)
    english = accounts(bench)[1]
    bench.store.accounts.save(replace(english, credential=Credential.REFUSED))
    tray = show(bench)
    tray.key("half-sign-in")
    assert tray.view.findChild(SignInDialog) is not None


def test_a_half_of_a_paused_account_says_what_it_waits_for(show: Show) -> None:
    bench = tray_desk()
    half_out(bench, State.WAITING)
    bench.store.accounts.save(replace(accounts(bench)[1], paused=True))
    tray = show(bench)
    assert "You paused this account" in tray.words()
    assert decisions(bench.desk) == 1


# Credentials


def test_a_credential_that_expires_says_when_and_what_it_stops(show: Show) -> None:
    bench = tray_desk()
    expiring(bench, 5)
    tray = show(bench)
    words = tray.words()
    assert "the sign-in expires Fri 27 Nov, 13:00 Berlin / 14:00 Kyiv." in words
    assert "It stops 1 queued post:" in words
    assert "• Visit, Wed 2 Dec, 14:00 Berlin / 15:00 Kyiv" in words


@pytest.mark.parametrize(
    ("days", "says"),
    [
        pytest.param(13, "It stops nothing that is queued.", id="after the last post"),
        pytest.param(-1, "the sign-in expired Sat 21 Nov", id="past"),
    ],
)
def test_a_credential_is_judged_by_its_time(show: Show, days: float, says: str) -> None:
    bench = tray_desk()
    expiring(bench, days)
    assert says in show(bench).words()


def test_a_credential_that_lasts_asks_for_nothing(show: Show) -> None:
    bench = tray_desk()
    expiring(bench, 60)
    assert not show(bench).view.findChildren(QPushButton, "needs-sign-in")


@pytest.mark.parametrize(
    ("credential", "says"),
    [(Credential.REFUSED, "its server refused the sign-in"), (Credential.MISSING, "keyring no longer has its secret")],
)
def test_a_credential_that_does_not_work_stops_what_is_queued(show: Show, credential: Credential, says: str) -> None:
    bench = tray_desk()
    expiring(bench, 60, credential=credential)
    tray = show(bench)
    assert says in tray.words()
    assert "It stops 1 queued post:" in tray.words()


def test_many_stopped_posts_are_counted(show: Show) -> None:
    bench = tray_desk()
    for _ in range(5):
        expiring(bench, 5)
    words = show(bench).words()
    assert "It stops 5 queued posts:" in words
    assert "and 2 more" in words


def test_signing_in_again_leaves_the_queue_untouched(show: Show) -> None:
    bench = tray_desk()
    post = expiring(bench, 60, credential=Credential.REFUSED)
    before = bench.store.deliveries.of_post(post.id)
    tray = show(bench)
    tray.key("needs-sign-in")
    dialog = tray.view.findChild(SignInDialog)
    assert dialog is not None
    dialog.fill("new password")
    dialog.confirm.click()
    tray.settle()
    assert bench.store.deliveries.of_post(post.id) == before
    assert accounts(bench)[1].can_send


# Promises


def test_a_promise_that_is_overdue_leads_to_its_post(show: Show) -> None:
    bench = tray_desk()
    post = overdue(bench)
    tray = show(bench)
    assert "the other half, English, is overdue" in tray.words()
    assert "The translator is on a train" in tray.words()
    tray.key("needs-overdue")
    assert tray.stage.shell.opened == [post.id]


def test_the_badge_counts_everything_in_the_tray(show: Show) -> None:
    bench = whole_tray(tray_desk())
    assert decisions(bench.desk) == 5  # in doubt, two missed, a credential, a promise


def test_more_than_fits_is_counted_and_shown_when_asked_for(show: Show) -> None:
    bench = tray_desk()
    for _ in range(14):
        half_out(bench, State.MISSED)
        overdue(bench)
    tray = show(bench)
    assert tray.button("needs-more").text() == "Show 12 more of 16"
    assert not tray.view.findChildren(QPushButton, "needs-overdue")
    tray.key("needs-more")
    focused = tray.view.focusWidget()
    assert focused is not None
    assert focused.objectName() == "half-send-now", "the keyboard is on the first card that was not there before"
    assert tray.button("needs-more").text() == "Show 4 more"
    tray.press("needs-more")
    assert not [made for made in tray.view.findChildren(QPushButton, "needs-more") if not made.isHidden()]
    assert len([made for made in tray.view.findChildren(QPushButton, "needs-overdue") if not made.isHidden()]) == 14


def test_a_half_that_everything_being_held_keeps_back_is_the_loudest_too(show: Show) -> None:
    bench = tray_desk()
    half_out(bench, State.WAITING)
    assert decisions(bench.desk) == 0
    bench.desk.outbox.hold()
    tray = show(bench)
    assert "One half is out" in tray.words()
    tray.button("half-drop-half")
    assert decisions(bench.desk) == 1


def test_the_tray_speaks_ukrainian_at_once(show: Show) -> None:
    bench = whole_tray(tray_desk())
    tray = show(bench)
    tray.stage.context.languages.use("uk")
    tray.settle()
    words = tray.words()
    for said in ("Вийшла лише одна версія", "термін входу спливає", "прострочена", "Що ми надіслали"):
        assert said in words


def test_nothing_that_is_out_and_well_is_in_the_tray(show: Show) -> None:
    bench = tray_desk()
    both_out(bench)
    assert "Nothing waits for you" in show(bench).words()


@pytest.mark.parametrize("language", ["en", "uk"])
def test_no_card_is_wider_than_the_tray(qtbot: QtBot, stage: Stages, language: str) -> None:
    bench = whole_tray(tray_desk())
    half_out(bench, State.REJECTED)
    expiring(bench, 60, credential=Credential.REFUSED)
    tray = Tray(qtbot, bench, stage(bench.desk, language=language))
    panel = tray.view.findChild(NeedsPanel)
    assert panel is not None
    area = panel.findChild(QScrollArea)
    assert area is not None
    inside = area.widget()
    assert inside is not None
    assert inside.width() <= area.viewport().width()
