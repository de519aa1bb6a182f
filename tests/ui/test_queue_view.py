"""The queue: states in plain words, choices with their consequence, and nothing hidden."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QListView, QPushButton

from embassy_assistant.domain.delivery import State
from embassy_assistant.ui.clocks import city
from embassy_assistant.ui.dialogs.account import SignInDialog
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.dialogs.history import HistoryDialog
from embassy_assistant.ui.dialogs.new_time import NewTimeDialog
from embassy_assistant.ui.models.deliveries import FIRST_PAGE, QueueRole
from embassy_assistant.ui.views.queue import QueueView
from embassy_assistant.ui.widgets.choice import Choice
from tests.helpers.memory import MemorySettings, memory_desk
from tests.helpers.queue_desk import busy_queue
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.delivery import Delivery
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage


class Shown:
    """A queue on the screen, and ways to ask it."""

    def __init__(self, qtbot: QtBot, bench: Bench, made: Stage) -> None:
        self.qtbot = qtbot
        self.bench = bench
        self.stage = made
        self.view = QueueView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1184, 654)
        self.view.show()
        self.settle()

    def settle(self) -> None:
        self.stage.settle()

    @property
    def list(self) -> QListView:
        found = self.view.findChild(QListView, "queue-list")
        assert found is not None
        return found

    def index(self, state: State) -> QModelIndex:
        model = self.view.model
        for at in range(model.rowCount()):
            row: Delivery | None = model.index(at).data(QueueRole.ROW)
            if row is not None and row.state is state:
                return model.index(at)
        raise LookupError(state)

    def text(self, state: State) -> str:
        return str(self.index(state).data(Qt.ItemDataRole.AccessibleTextRole))

    def press(self, name: str) -> None:
        found = self.view.findChild(QPushButton, name)
        assert found is not None
        assert found.isEnabled()
        found.click()
        self.settle()

    def state_of(self, index: QModelIndex) -> State:
        row: Delivery = index.data(QueueRole.ROW)
        fresh = self.bench.store.deliveries.get(row.id)
        assert fresh is not None
        return fresh.state


@pytest.fixture
def shown(qtbot: QtBot, stage: Callable[..., Stage]) -> Shown:
    bench = busy_queue()
    return Shown(qtbot, bench, stage(bench.desk))


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (State.WAITING, "Waiting. This laptop must be awake at 14:00."),
        (State.SENT, "Sent 13:00. It is out."),
        (State.ARMED, "Sending now."),
        (State.UNKNOWN, "Finding out. Practice network did not answer; next look at 13:01."),
        (State.NEEDS_HUMAN, "Needs your decision. Not known if it is out."),
        (State.MISSED, "Missed. Its time has passed; nothing was sent."),
        (State.REJECTED, "Refused by the network. Nothing went out. Change the post and queue it again."),
        (State.PARKED, "On Practice network’s server. Goes out at 14:00 by itself."),
        (State.CANCELLED, "Taken back."),
    ],
)
def test_each_state_is_one_plain_sentence(shown: Shown, state: State, says: str) -> None:
    assert says in shown.text(state)


def test_a_header_says_when_on_both_clocks(shown: Shown) -> None:
    headers = [shown.view.model.index(at).data() for at in range(shown.view.model.rowCount())]
    assert any("Due Tue 24 Nov, 14:00 Berlin / 15:00 Kyiv" in str(text) for text in headers)


@pytest.mark.parametrize(
    ("title", "says"),
    [
        ("Opening hours on 28 November", "Sent Sun 22 Nov, 13:00 Berlin / 14:00 Kyiv. One half is out."),
        ("Film evening, reminder", "Was due Sat 21 Nov, 18:00 Berlin / 19:00 Kyiv. 2 need you."),
        ("Consul’s day", "Sent Sun 22 Nov, 13:00 Berlin / 14:00 Kyiv. Sent to 2 accounts."),
        ("Condolences", "Queued Sun 22 Nov, 13:00 Berlin / 14:00 Kyiv, goes out as soon as it can. Pair confirmed."),
    ],
)
def test_a_header_promises_nothing_that_is_past(shown: Shown, title: str, says: str) -> None:
    headers = [str(shown.view.model.index(at).data()) for at in range(shown.view.model.rowCount())]
    assert any(text == f"{title}. {says}" for text in headers), headers


def test_a_post_is_folded_by_key_and_by_mouse(shown: Shown) -> None:
    index = shown.index(State.WAITING)
    post_id = index.data(QueueRole.GROUP).post.id
    before = shown.view.model.rowCount()
    shown.list.setCurrentIndex(index)
    shown.qtbot.keyClick(shown.list, Qt.Key.Key_Left)
    assert shown.view.model.rowCount() == before - 3
    header = shown.list.currentIndex()
    assert header == shown.view.model.header(post_id)
    shown.qtbot.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=shown.list.visualRect(header).center())
    assert shown.view.model.rowCount() == before


def test_what_was_refused_leads_to_its_post(shown: Shown) -> None:
    index = shown.index(State.REJECTED)
    shown.list.setCurrentIndex(index)
    shown.qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    assert shown.stage.shell.opened == [index.data(QueueRole.GROUP).post.id]


def test_what_was_refused_is_put_away_after_a_question_and_asks_no_longer(shown: Shown) -> None:
    index = shown.index(State.REJECTED)
    row: Delivery = index.data(QueueRole.ROW)
    asking = shown.bench.desk.outbox.group(row.post_id)
    assert asking is not None
    assert asking.half_out
    shown.press("late-drop")
    dialog = shown.view.findChild(ConfirmDialog)
    assert dialog is not None
    assert dialog.confirm.text() == "Put it away"
    assert shown.state_of(index) is State.REJECTED
    dialog.confirm.click()
    shown.settle()
    group = shown.bench.desk.outbox.group(row.post_id)
    assert group is not None
    assert not group.asks
    assert not group.half_out
    assert shown.stage.shell.toasts == ["Put away. The post is kept."]


def test_what_is_held_offers_no_sending(shown: Shown) -> None:
    shown.press("queue-hold")
    shown.view.refresh()
    shown.settle()
    shown.list.setCurrentIndex(shown.index(State.WAITING))
    assert not shown.list.findChildren(QPushButton, "queue-likely")


def test_one_half_out_is_said_first_and_loudest(shown: Shown) -> None:
    said = [made.accessibleName() or made.text() for made in shown.view.findChildren(QPushButton)]
    assert "It is there: mark as sent" in said
    headers = [str(shown.view.model.index(at).data()) for at in range(shown.view.model.rowCount())]
    assert any("One half is out" in text for text in headers)


def test_marking_as_sent_ends_the_doubt(shown: Shown) -> None:
    index = shown.index(State.NEEDS_HUMAN)
    shown.press("needs-mark-sent")
    assert shown.state_of(index) is State.SENT
    assert shown.stage.shell.toasts == ["Marked as sent."]


def test_sending_again_goes_back_to_prepared(shown: Shown) -> None:
    index = shown.index(State.NEEDS_HUMAN)
    shown.press("needs-send-again")
    assert shown.state_of(index) is State.PREPARED


def test_dropping_asks_first_and_the_way_back_has_the_focus(shown: Shown) -> None:
    index = shown.index(State.NEEDS_HUMAN)
    shown.press("needs-drop")
    dialog = shown.view.findChild(ConfirmDialog)
    assert dialog is not None
    assert not dialog.confirm.isDefault()
    assert shown.state_of(index) is State.NEEDS_HUMAN
    dialog.confirm.click()
    shown.settle()
    assert shown.state_of(index) is State.CANCELLED


def test_none_of_the_three_choices_is_the_default(shown: Shown) -> None:
    choices = shown.view.findChildren(Choice)
    assert len(choices) >= 3
    assert not any(made.isDefault() or made.autoDefault() for made in choices)
    assert all(made.accessibleDescription() for made in choices)


def test_enter_on_a_row_in_doubt_leads_to_its_choices(shown: Shown) -> None:
    shown.list.setFocus()
    shown.list.setCurrentIndex(shown.index(State.NEEDS_HUMAN))
    shown.qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    focused = shown.view.focusWidget()
    assert focused is not None
    assert focused.objectName() == "needs-mark-sent"


def test_the_current_row_has_real_buttons(shown: Shown) -> None:
    shown.list.setCurrentIndex(shown.index(State.WAITING))
    found = [made.text() for made in shown.list.findChildren(QPushButton, "queue-likely")]
    assert "Send now…" in found


def test_send_now_shows_the_text_and_asks(shown: Shown) -> None:
    index = shown.index(State.WAITING)
    shown.list.setCurrentIndex(index)
    shown.qtbot.keyClick(shown.list, Qt.Key.Key_Return)
    dialog = shown.view.findChild(ConfirmDialog)
    assert dialog is not None
    row: Delivery = index.data(QueueRole.ROW)
    dialog.confirm.click()
    shown.settle()
    fresh = shown.bench.store.deliveries.get(row.id)
    assert fresh is not None
    assert fresh.due is None


def test_the_menu_has_what_the_state_allows_and_no_more(shown: Shown) -> None:
    from embassy_assistant.ui.views.queue_list import QueueList

    assert isinstance(shown.list, QueueList)
    texts = [action.text() for action in shown.list.menu_for(shown.index(State.WAITING)).actions() if action.text()]
    assert texts == ["Send now…", "New time…", "Take back", "History…", "Account log…", "Open the post"]
    texts = [action.text() for action in shown.list.menu_for(shown.index(State.ARMED)).actions() if action.text()]
    assert texts == ["History…", "Account log…", "Open the post"]


def test_taking_back_needs_no_question(shown: Shown) -> None:
    index = shown.index(State.WAITING)
    shown.view.choose(index, "take-back")
    shown.settle()
    assert shown.state_of(index) is State.CANCELLED


def test_a_new_time_is_asked_for_in_the_mission_s_zone(shown: Shown) -> None:
    index = shown.index(State.MISSED)
    row: Delivery = index.data(QueueRole.ROW)
    shown.view.choose(index, "new-time")
    dialog = shown.view.findChild(NewTimeDialog)
    assert dialog is not None
    dialog.confirm.click()
    shown.settle()
    fresh = shown.bench.store.deliveries.get(row.id)
    assert fresh is not None
    assert fresh.state is State.WAITING
    assert fresh.due is not None
    assert fresh.due.zone == "Europe/Berlin"


def test_the_history_is_told_step_by_step(shown: Shown) -> None:
    shown.view.choose(shown.index(State.SENT), "history")
    shown.settle()
    dialog = shown.view.findChild(HistoryDialog)
    assert dialog is not None
    said = " ".join(made.text() for made in dialog.findChildren(QLabel))
    assert "Queued. Frozen word for word." in said
    assert "Sent. The network took it." in said
    dialog.close()


def test_a_refused_password_is_asked_for_again(shown: Shown) -> None:
    shown.press("needs-sign-in")
    dialog = shown.view.findChild(SignInDialog)
    assert dialog is not None
    assert not dialog.confirm.isEnabled()
    dialog.fill("new password")
    dialog.confirm.click()
    shown.settle()
    account = shown.bench.store.accounts.get("practice:consul-en")
    assert account is not None
    assert account.can_send


def test_holding_everything_is_one_button_and_is_said(shown: Shown) -> None:
    shown.press("queue-hold")
    assert shown.bench.desk.outbox.held
    shown.view.refresh()
    shown.settle()
    assert "Held. Everything is held." in shown.text(State.WAITING)
    shown.press("queue-hold")
    assert not shown.bench.desk.outbox.held


def test_the_filter_finds_by_word(shown: Shown) -> None:
    found = shown.view.findChild(QLineEdit, "queue-filter")
    assert found is not None
    found.setText("Condolences")
    shown.settle()
    assert shown.view.model.posts == 1


def test_the_filter_finds_by_account(shown: Shown) -> None:
    box = shown.view.findChild(QComboBox, "queue-account")
    assert box is not None
    box.setCurrentIndex(box.findText("Practice network, consul-en"))
    shown.settle()
    assert shown.view.model.posts == 1


def test_a_new_step_of_the_sender_is_shown_at_once(shown: Shown) -> None:
    index = shown.index(State.WAITING)
    row: Delivery = index.data(QueueRole.ROW)
    shown.bench.desk.outbox.act(row.id, row.actions[-1], shown.bench.desk.preferences.officer)
    shown.qtbot.waitUntil(lambda: "Taken back." in str(shown.view.model.find(row.id).data()))


def test_offline_is_said_and_is_no_alarm(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    bench.account("en", "en")
    bench.desk.outbox.queue(bench.post(), bench.desk.preferences.officer)
    bench.clock.forward(minutes=1)
    bench.network.up = False
    made = Shown(qtbot, bench, stage(bench.desk))
    bench.desk.sender.drain()
    made.settle()
    assert "Offline. Sending waits." in made.text(State.WAITING)


def test_an_empty_queue_says_what_it_is_for(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    made = Shown(qtbot, bench, stage(bench.desk))
    assert made.view.empty.isVisible()
    made.view.empty.action.click()
    assert made.stage.shell.shown == ["write"]


def test_the_language_changes_without_a_restart(shown: Shown) -> None:
    shown.stage.context.languages.use("uk")
    shown.settle()
    assert "Потребує вашого рішення" in shown.text(State.NEEDS_HUMAN)
    hold = shown.view.findChild(QPushButton, "queue-hold")
    assert hold is not None
    assert hold.text() == "Зупинити все"


def test_a_long_queue_shows_its_first_page_and_counts_the_rest(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = memory_desk()
    bench.account("uk", "uk")
    bench.account("en", "en")
    for number in range(FIRST_PAGE + 10):
        bench.desk.outbox.queue(bench.post(f"Допис {number}", f"Post {number}"), bench.desk.preferences.officer)
    made = Shown(qtbot, bench, stage(bench.desk))
    made.view.refresh()
    made.settle()
    assert made.view.model.posts == FIRST_PAGE + 10
    assert made.view.model.posts_read == FIRST_PAGE
    made.list.verticalScrollBar().setValue(made.list.verticalScrollBar().maximum())
    made.settle()
    assert made.view.model.posts_read == FIRST_PAGE + 10


def test_a_post_that_is_queued_while_the_list_is_shown_joins_it(shown: Shown) -> None:
    before = shown.view.model.posts
    shown.bench.desk.outbox.queue(shown.bench.post("Новий", "New"), shown.bench.desk.preferences.officer)
    shown.qtbot.waitUntil(lambda: shown.view.model.posts == before + 1)


def test_a_locked_workspace_is_said_and_filled_in_once_it_opens(qtbot: QtBot, stage: Callable[..., Stage]) -> None:
    bench = busy_queue()
    bench.desk.workspace.close()
    made = Shown(qtbot, bench, stage(bench.desk))
    assert made.view.model.rowCount() == 0
    assert not made.view.empty.isVisible()
    said = " ".join(each.text() for each in made.view.findChildren(QLabel) if each.isVisible())
    assert "Nothing waits for you" not in said
    bench.desk.workspace.open()
    qtbot.waitUntil(lambda: made.view.model.rowCount() > 0)


def test_painting_reads_no_file(shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(MemorySettings, "get", lambda _settings, name: read.append(name))
    shown.view.grab()
    assert not read


def test_what_happens_to_another_row_leaves_the_buttons_of_the_current_one_alone(shown: Shown) -> None:
    shown.list.setCurrentIndex(shown.index(State.WAITING))
    before = shown.list.findChild(QPushButton, "queue-likely")
    other = shown.index(State.NEEDS_HUMAN)
    shown.view.model.dataChanged.emit(other, other)
    assert shown.list.findChild(QPushButton, "queue-likely") is before


def test_another_time_zone_of_the_mission_is_shown_at_once(shown: Shown) -> None:
    reworded: list[int] = []
    shown.view.model.dataChanged.connect(lambda first, last: reworded.append(last.row() - first.row() + 1))
    preferences = shown.bench.desk.preferences
    preferences.mission = replace(preferences.mission, zone="America/New_York")
    shown.qtbot.waitUntil(lambda: shown.view.model.rowCount() in reworded)
    assert "Goes out at 08:00 by itself." in shown.text(State.PARKED)


def test_names_of_cities_are_loaded_where_no_key_waits_for_them(
    qtbot: QtBot, stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    from babel import dates

    asked: list[int] = []
    plain = dates.get_timezone_location

    def location(zone: str, locale: str, *, return_city: bool) -> str:
        # The view of an earlier test may still be there, with a zone of its own.
        if zone == "Europe/Berlin":
            asked.append(threading.get_ident())
        return plain(zone, locale=locale, return_city=return_city)

    monkeypatch.setattr(dates, "get_timezone_location", location)
    city.cache_clear()
    bench = busy_queue()
    made = Shown(qtbot, bench, stage(bench.desk))
    assert "Berlin" in str(made.view.model.index(0).data())
    assert asked
    assert threading.get_ident() not in asked
