"""Correcting and deleting what is out, from its row: what it says, what it asks, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.delivery import Action, Kind, State
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import Due
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.models.deliveries import QueueRole
from embassy_assistant.ui.views.correct_dialog import CorrectDialog
from embassy_assistant.ui.views.queue import QueueView
from embassy_assistant.ui.views.queue_list import QueueList
from embassy_assistant.ui.widgets.parts import Tick
from tests.helpers.memory import OFFICER
from tests.helpers.pictures import flag
from tests.helpers.queue_desk import queued
from tests.helpers.stage import stage as stage
from tests.helpers.tray_desk import EN, UK, AbleNetwork, accounts, both_out, tray_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.delivery import Delivery
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

    Stages = Callable[..., Stage]

MENDED = EN.replace("12:00", "13:00")


class Queue:
    """A queue in which both halves of a post are out."""

    def __init__(self, qtbot: QtBot, bench: Bench, made: Stage) -> None:
        self.qtbot, self.bench, self.stage = qtbot, bench, made
        self.view = QueueView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        made.settle()
        for row in bench.store.deliveries.rows.values():
            self.view.model.fold(row.post_id, folded=False)

    def settle(self) -> None:
        self.stage.settle()

    @property
    def rows(self) -> QueueList:
        found = self.view.findChild(QueueList, "queue-list")
        assert found is not None
        return found

    def index(self, language: str = "en", kind: Kind = Kind.PUBLISH) -> QModelIndex:
        model = self.view.model
        for at in range(model.rowCount()):
            row: Delivery | None = model.index(at).data(QueueRole.ROW)
            if row is not None and row.language == language and row.kind is kind:
                return model.index(at)
        raise LookupError(language)

    def text(self, language: str = "en", kind: Kind = Kind.PUBLISH) -> str:
        return str(self.index(language, kind).data(Qt.ItemDataRole.AccessibleTextRole))

    def correct(self, language: str = "en") -> CorrectDialog:
        self.view.choose(self.index(language), "correct")
        self.settle()
        dialog = self.view.findChild(CorrectDialog)
        assert dialog is not None
        return dialog

    def write(self, dialog: CorrectDialog, text: str, half: int = 0) -> None:
        """Give a half another text and wait for what the checks say of it."""
        dialog.halves[half].editor.rewrite(text)
        self.qtbot.waitUntil(lambda: dialog.halves[half].checked)
        self.settle()

    def delete(self, language: str = "en") -> ConfirmDialog:
        self.view.choose(self.index(language), "delete")
        dialog = self.view.findChild(ConfirmDialog)
        assert dialog is not None
        return dialog

    def drain(self) -> None:
        self.bench.clock.forward(minutes=1)
        self.bench.desk.sender.drain()
        self.view.refresh()
        self.settle()

    def changes(self) -> list[Delivery]:
        return [row for row in self.bench.store.deliveries.rows.values() if row.kind is not Kind.PUBLISH]


@pytest.fixture
def queue(qtbot: QtBot, stage: Stages) -> Callable[..., Queue]:
    def show(bench: Bench | None = None) -> Queue:
        bench = bench or tray_desk()
        both_out(bench)
        return Queue(qtbot, bench, stage(bench.desk))

    return show


def said(dialog: CorrectDialog | ConfirmDialog) -> str:
    return " ".join(made.text() for made in dialog.findChildren(QLabel) if made.isVisibleTo(dialog))


# Correcting


def test_both_halves_are_offered_as_they_are_out(queue: Callable[..., Queue]) -> None:
    dialog = queue().correct()
    assert [half.editor.text for half in dialog.halves] == [EN, UK]
    assert not dialog.confirm.isEnabled()
    assert dialog.confirm.text() == "Nothing is changed yet"


def test_a_correction_goes_out_and_is_told_of_in_the_row(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct()
    shown.write(dialog, MENDED)
    assert dialog.confirm.text() == "Correct it at 1 account"
    dialog.confirm.click()
    shown.settle()
    shown.view.refresh()
    shown.settle()
    assert "Correction: waiting." in shown.text("en", Kind.EDIT)
    shown.drain()
    assert sorted(shown.bench.network.texts) == sorted([UK, MENDED])
    assert "Corrected 13:02. The corrected text is out." in shown.text()
    with pytest.raises(LookupError):
        shown.index("en", Kind.EDIT)


def test_both_halves_are_corrected_at_once(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct("uk")
    shown.write(dialog, UK.replace("12:00", "13:00"))
    shown.write(dialog, MENDED, half=1)
    assert dialog.confirm.text() == "Correct it at 2 accounts"
    dialog.confirm.click()
    shown.settle()
    assert [(row.language, row.kind) for row in shown.changes()] == [("uk", Kind.EDIT), ("en", Kind.EDIT)]


def test_an_account_that_is_not_ticked_is_left_as_it_is(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct()
    shown.write(dialog, MENDED)
    tick = dialog.halves[0].findChild(Tick)
    assert tick is not None
    tick.setFocus()
    shown.qtbot.keyClick(tick, Qt.Key.Key_Space)
    assert not dialog.confirm.isEnabled()


def test_a_correction_waits_half_a_minute_and_can_be_taken_back(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct()
    shown.write(dialog, MENDED)
    dialog.confirm.click()
    shown.settle()
    assert "Until then, the queue can take that back" in shown.stage.shell.toasts[-1]
    shown.view.refresh()
    shown.settle()
    shown.view.choose(shown.index("en", Kind.EDIT), Action.TAKE_BACK.value)
    shown.settle()
    shown.drain()
    assert sorted(shown.bench.network.texts) == sorted([UK, EN])


def test_a_correction_that_is_too_long_cannot_be_ordered(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct()
    shown.write(dialog, "word " * 200)
    assert not dialog.confirm.isEnabled()
    assert "/ 500" in said(dialog)


def pictured(qtbot: QtBot, stage: Stages) -> tuple[Queue, str]:
    """Return a queue in which a post with a picture is out, and the picture's hash."""
    bench = tray_desk()
    picture = bench.desk.drafting.attach(flag(24, 16), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flog")
    post = replace(bench.post(UK, EN), media=(picture,))
    bench.desk.drafting.save(post)
    bench.desk.outbox.queue(post, OFFICER)
    shown = Queue(qtbot, bench, stage(bench.desk))
    shown.drain()
    return shown, picture.hash


def describe(shown: Queue, dialog: CorrectDialog, picture: str, words: str) -> None:
    dialog.halves[0].alts[picture].setText(words)
    shown.qtbot.waitUntil(lambda: dialog.halves[0].checked)
    shown.settle()


def test_a_description_of_a_picture_is_corrected_too(qtbot: QtBot, stage: Stages) -> None:
    shown, picture = pictured(qtbot, stage)
    dialog = shown.correct()
    assert dialog.halves[0].alts[picture].accessibleName() == "Description of flag.png"
    describe(shown, dialog, picture, "A flag")
    dialog.confirm.click()
    shown.settle()
    assert shown.changes()[0].segment.media[0].alt == "A flag"


def test_a_warning_is_shown_and_asks_for_a_reason(qtbot: QtBot, stage: Stages) -> None:
    shown, picture = pictured(qtbot, stage)
    dialog = shown.correct()
    describe(shown, dialog, picture, "")
    reason = dialog.findChild(QLineEdit, "correct-reason")
    assert reason is not None
    assert reason.isVisible()
    assert dialog.halves[0].editor.accessibleDescription()
    assert dialog.halves[0].editor.accessibleDescription() in said(dialog)
    assert not dialog.confirm.isEnabled()
    reason.setText("Decoration")
    assert dialog.confirm.isEnabled()
    dialog.confirm.click()
    shown.settle()
    assert [row.kind for row in shown.changes()] == [Kind.EDIT]


def test_what_moved_on_meanwhile_is_said_in_the_dialog(queue: Callable[..., Queue]) -> None:
    shown = queue()
    dialog = shown.correct()
    shown.write(dialog, MENDED)
    row: Delivery = shown.index().data(QueueRole.ROW)
    shown.bench.desk.outbox.delete(row.id, OFFICER)
    dialog.confirm.click()
    shown.settle()
    assert dialog.isVisible()
    assert dialog.notice.text


def test_what_is_being_changed_is_not_offered_to_be_changed_again(queue: Callable[..., Queue]) -> None:
    shown = queue()
    row: Delivery = shown.index().data(QueueRole.ROW)
    shown.bench.desk.outbox.delete(row.id, OFFICER)
    shown.view.refresh()
    shown.settle()
    shown.view.choose(shown.index("uk"), "correct")
    shown.settle()
    dialog = shown.view.findChild(CorrectDialog)
    assert dialog is not None
    assert "another change of it is under way" in said(dialog)


@pytest.mark.parametrize(
    ("can", "offered"),
    [
        pytest.param(frozenset({Ability.DELETE}), ["correct-anew", "correct-by-post"], id="deletes"),
        pytest.param(frozenset(), ["correct-by-post"], id="does neither"),
    ],
)
def test_a_server_that_cannot_correct_says_so_and_offers_ways_round(
    queue: Callable[..., Queue], can: frozenset[Ability], offered: list[str]
) -> None:
    dialog = queue(tray_desk(AbleNetwork(can=can))).correct()
    assert "what is out there cannot be changed" in said(dialog)
    found = [made.objectName() for made in dialog.halves[0].findChildren(QPushButton) if made.objectName()]
    assert found == offered


def test_deleting_and_publishing_anew_deletes_first_and_opens_the_post(queue: Callable[..., Queue]) -> None:
    shown = queue(tray_desk(AbleNetwork(can=frozenset({Ability.DELETE}))))
    dialog = shown.correct()
    button = dialog.halves[0].findChild(QPushButton, "correct-anew")
    assert button is not None
    button.click()
    confirm = shown.view.findChild(ConfirmDialog)
    assert confirm is not None
    confirm.confirm.click()
    shown.settle()
    row: Delivery = shown.changes()[0]
    assert shown.stage.shell.opened == [row.post_id]
    shown.drain()
    assert shown.bench.network.texts == [UK]


def test_publishing_a_correction_opens_a_new_post_with_the_mended_text(queue: Callable[..., Queue]) -> None:
    shown = queue(tray_desk(AbleNetwork(can=frozenset())))
    dialog = shown.correct()
    shown.write(dialog, MENDED)
    button = dialog.halves[0].findChild(QPushButton, "correct-by-post")
    assert button is not None
    button.click()
    shown.settle()
    post = shown.bench.desk.drafting.get(shown.stage.shell.opened[0])
    assert post is not None
    assert post.text("en") == MENDED
    assert post.accounts == ("practice:embassy-en",)
    assert post.topic.startswith("Correction: ")
    assert shown.bench.desk.outbox.group(post.id) is None


# Deleting


def test_deleting_names_the_account_and_the_text_and_is_never_the_default(queue: Callable[..., Queue]) -> None:
    dialog = queue().delete()
    assert dialog.windowTitle() == "Delete this at Practice network, embassy-en?"
    assert EN in said(dialog)
    assert "It stays out at 1 other account." in said(dialog)
    assert not dialog.confirm.isDefault()
    assert dialog.confirm.property("kind") == "destructive"


def test_a_deletion_is_done_and_told_of_in_the_row(queue: Callable[..., Queue]) -> None:
    shown = queue()
    shown.delete().confirm.click()
    shown.settle()
    shown.view.refresh()
    shown.settle()
    assert "Deletion: waiting." in shown.text("en", Kind.DELETE)
    shown.drain()
    assert shown.bench.network.texts == [UK]
    assert "Deleted 13:02. It was out from 13:01 on." in shown.text()
    menu = [action.text() for action in shown.rows.menu_for(shown.index()).actions() if action.text()]
    assert menu == ["History…", "Account log…", "Open the post"]


def test_what_was_deleted_everywhere_is_said_in_the_header(queue: Callable[..., Queue]) -> None:
    shown = queue()
    for language in ("uk", "en"):
        row: Delivery = shown.index(language).data(QueueRole.ROW)
        shown.bench.desk.outbox.delete(row.id, OFFICER)
    shown.drain()
    assert "Deleted everywhere" in str(shown.view.model.index(0).data())


def test_the_rest_of_a_thread_is_named_before_its_beginning_is_deleted(qtbot: QtBot, stage: Stages) -> None:
    bench = tray_desk(AbleNetwork(text_rules=TextRules("graphemes", 120)))
    post = replace(bench.post("Слово. " * 30, "Word. " * 30), as_thread=True)
    post = bench.desk.drafting.confirm(post, OFFICER)
    bench.desk.drafting.save(post)
    bench.desk.outbox.queue(post, OFFICER)
    shown = Queue(qtbot, bench, stage(bench.desk))
    shown.drain()
    assert "1 later part of its thread stays out" in said(shown.delete())


@pytest.mark.parametrize(
    ("ordered", "says"),
    [
        pytest.param(False, "deletes nothing at the request of this program", id="never"),
        pytest.param(True, "Another change of it is under way", id="not now"),
    ],
)
def test_what_cannot_be_deleted_says_why_and_leads_there(
    queue: Callable[..., Queue], monkeypatch: pytest.MonkeyPatch, ordered: bool, says: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: asked.append(url.toString()))
    shown = queue(tray_desk() if ordered else tray_desk(AbleNetwork(can=frozenset())))
    row: Delivery = shown.index().data(QueueRole.ROW)
    if ordered:
        shown.bench.desk.outbox.delete(row.id, OFFICER)
        shown.view.refresh()
        shown.settle()
    dialog = shown.delete()
    assert says in said(dialog)
    dialog.confirm.click()
    assert row.published is not None
    assert asked == [row.published.url]


def test_the_menu_of_what_is_out_corrects_and_deletes(queue: Callable[..., Queue]) -> None:
    shown = queue()
    menu = [action.text() for action in shown.rows.menu_for(shown.index()).actions() if action.text()]
    assert menu == ["Open", "Correct…", "Delete…", "History…", "Account log…", "Open the post"]


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        (Kind.EDIT, Action.MARK_SENT, "It is corrected: mark as done"),
        (Kind.DELETE, Action.SEND_AGAIN, "It is still there: delete it now"),
        (Kind.DELETE, Action.DROP, "Leave it as it is"),
        (Kind.DELETE, Action.TAKE_BACK, "Take back"),
    ],
)
def test_a_change_in_doubt_is_asked_about_in_its_own_words(
    queue: Callable[..., Queue], kind: Kind, name: Action, words: str
) -> None:
    from embassy_assistant.ui.views.queue_actions import ActionWords

    row: Delivery = queue().index().data(QueueRole.ROW)
    changing = replace(row, kind=kind, state=State.NEEDS_HUMAN)
    assert ActionWords().name(name.value, changing) == words
    if name is not Action.TAKE_BACK:
        assert ActionWords().consequence(name.value, changing)


def test_taking_back_what_a_server_keeps_deletes_it_there(qtbot: QtBot, stage: Stages) -> None:
    bench = tray_desk()
    due = Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin")
    queued(bench, "On the server", UK, EN, accounts(bench), (State.PARKED, State.PARKED), due)
    shown = Queue(qtbot, bench, stage(bench.desk))
    assert "On Practice network’s server. Goes out at 14:00 by itself." in shown.text()
    shown.view.choose(shown.index(), Action.TAKE_BACK.value)
    shown.settle()
    assert shown.stage.shell.toasts == ["It is being deleted on the server. The post is kept."]
    assert [row.kind for row in shown.changes()] == [Kind.DELETE]
    shown.view.refresh()
    shown.settle()
    assert "It is being taken back from there." in shown.text()
    shown.rows.setCurrentIndex(shown.index())
    assert not shown.rows.findChildren(QPushButton, "queue-likely")
