"""The first run: kept as it is typed, by keyboard, without a network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.services.workspace import Access
from embassy_assistant.ui.views.first_run import FirstRunView
from embassy_assistant.ui.views.places import countries, zones
from tests.helpers.memory import RECOVERY_CODE, LyingNetwork, memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage


class Shown:
    """The first run on the screen."""

    def __init__(self, qtbot: QtBot, bench: Bench, made: Stage) -> None:
        self.qtbot = qtbot
        self.bench = bench
        self.stage = made
        self.view = FirstRunView(made.context)
        qtbot.addWidget(self.view)
        self.view.resize(1280, 720)
        self.view.show()
        made.settle()

    @property
    def next(self) -> QPushButton:
        return self.button("first-run-next")

    def button(self, name: str) -> QPushButton:
        found = self.view.findChild(QPushButton, name)
        assert found is not None
        return found

    def forward(self) -> None:
        assert self.next.isEnabled()
        self.next.click()
        self.stage.settle()

    def fill_mission(self) -> None:
        page = self.view.mission_page
        page.name_uk.setText("Посольство України в Японії")
        page.name_en.setText("Embassy of Ukraine in Japan")
        page.country.setCurrentIndex(page.country.findData("JP"))
        page.changed.emit()

    def fill_officer(self) -> None:
        page = self.view.officer_page
        page.name.setText("Olena Koval")
        page.name.textEdited.emit("Olena Koval")

    def to_the_code(self) -> None:
        self.fill_mission()
        self.forward()
        self.fill_officer()
        self.forward()

    def type_group(self, text: str) -> None:
        self.view.code_page.typed.setText(text)
        self.view.code_page.typed.textEdited.emit(text)


def empty(network: LyingNetwork | None = None) -> Bench:
    """Return a desk whose workspace was never made."""
    bench = memory_desk(opened=False, practice=False, network=network)
    bench.opener.exists = False
    return bench


@pytest.fixture
def fresh() -> Bench:
    return empty()


@pytest.fixture
def shown(qtbot: QtBot, stage: Callable[..., Stage], fresh: Bench) -> Shown:
    return Shown(qtbot, fresh, stage(fresh.desk))


def test_the_workspace_is_made_while_the_first_page_is_filled_in(shown: Shown) -> None:
    assert shown.bench.desk.workspace.access is Access.OPEN
    assert shown.view.code_page.code == RECOVERY_CODE


def test_a_page_that_is_not_complete_does_not_lead_on(shown: Shown) -> None:
    assert not shown.next.isEnabled()
    shown.fill_mission()
    assert shown.next.isEnabled()


def test_the_country_brings_its_time_zone(shown: Shown) -> None:
    shown.fill_mission()
    assert shown.view.mission_page.mission(practice=False).zone == "Asia/Tokyo"


def test_what_is_typed_is_kept_before_the_next_page(shown: Shown) -> None:
    shown.fill_mission()
    shown.qtbot.waitUntil(lambda: shown.bench.desk.preferences.mission.country == "JP")
    assert shown.bench.desk.preferences.mission.name_uk == "Посольство України в Японії"


def test_initials_follow_the_name(shown: Shown) -> None:
    shown.fill_mission()
    shown.forward()
    shown.fill_officer()
    assert shown.view.officer_page.officer == Officer("Olena Koval", "OK")


def test_the_code_is_to_be_typed_back_in_part(shown: Shown) -> None:
    shown.to_the_code()
    shown.type_group("0000")
    assert not shown.next.isEnabled()
    shown.type_group(shown.view.code_page.group_asked.lower())
    assert shown.next.isEnabled()
    shown.forward()
    assert shown.bench.desk.preferences.recovery_pending == ""


def test_a_window_that_was_closed_too_soon_shows_the_code_again(
    qtbot: QtBot, stage: Callable[..., Stage], fresh: Bench
) -> None:
    first = Shown(qtbot, fresh, stage(fresh.desk))
    first.view.close()
    again = Shown(qtbot, fresh, stage(fresh.desk))
    assert again.view.code_page.code == RECOVERY_CODE


def test_enter_leads_on_once_the_page_is_complete(shown: Shown) -> None:
    shown.qtbot.keyClick(shown.view.mission_page.name_uk, Qt.Key.Key_Return)
    assert not shown.view.officer_page.isVisible()
    shown.fill_mission()
    shown.qtbot.keyClick(shown.view.mission_page.name_uk, Qt.Key.Key_Return)
    assert shown.view.officer_page.isVisible()
    assert shown.view.officer_page.name.hasFocus()


@pytest.mark.parametrize(("language", "country", "code"), [("en", "Jap", "JP"), ("uk", "Япо", "JP")])
def test_the_keyboard_alone_leads_from_the_first_page_to_practice(
    qtbot: QtBot, stage: Callable[..., Stage], fresh: Bench, language: str, country: str, code: str
) -> None:
    made = Shown(qtbot, fresh, stage(fresh.desk, language))

    def press(key: Qt.Key) -> None:
        qtbot.keyClick(made.view.focusWidget(), key)
        made.stage.settle()

    def write(text: str) -> None:
        # Qt's own keyClicks knows no letter beyond Latin-1.
        for letter in text:
            event = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(made.view.focusWidget(), event)

    if language == "uk":
        write("Посольство")
        press(Qt.Key.Key_Tab)
    write("Embassy")
    press(Qt.Key.Key_Tab)
    write(country)
    assert made.view.mission_page.country.currentData() == code
    press(Qt.Key.Key_Return)
    write("Olena Koval")
    press(Qt.Key.Key_Return)
    write(made.view.code_page.group_asked)
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(made.view.finished) as reached:
        press(Qt.Key.Key_Return)
    assert reached.args == ["write"]
    assert fresh.desk.preferences.practice
    assert fresh.desk.preferences.officer == Officer("Olena Koval", "OK")
    assert fresh.desk.preferences.mission.name_en == "Embassy"


def test_enter_does_what_the_button_under_it_says(shown: Shown) -> None:
    shown.to_the_code()
    shown.type_group(shown.view.code_page.group_asked)
    assert shown.next.isEnabled()
    back = shown.button("first-run-back")
    back.setFocus()
    shown.qtbot.keyClick(back, Qt.Key.Key_Return)
    assert shown.view.officer_page.isVisible()


def test_enter_on_a_choice_takes_it_before_it_leads_on(shown: Shown) -> None:
    shown.to_the_code()
    shown.type_group(shown.view.code_page.group_asked)
    shown.forward()
    real = shown.button("begin-accounts")
    real.setFocus()
    shown.qtbot.keyClick(real, Qt.Key.Key_Return)
    shown.stage.settle()
    assert real.isChecked()
    assert not shown.bench.desk.accounts.all()
    with shown.qtbot.waitSignal(shown.view.finished) as reached:
        shown.qtbot.keyClick(real, Qt.Key.Key_Return)
    assert reached.args == ["accounts"]


def test_kyiv_is_not_shown_beside_itself(shown: Shown) -> None:
    def clocks() -> list[str]:
        found = shown.view.mission_page.clocks.findChildren(QLabel)
        return [made.text() for made in found if made.isVisible() and made.text().endswith(" now")]

    assert clocks() == ["Kyiv now"]
    shown.fill_mission()
    assert clocks() == ["Tokyo now", "Kyiv now"]


def test_the_paper_has_the_code_and_the_mission(shown: Shown) -> None:
    shown.fill_mission()
    page = shown.view.mission_page.mission(practice=False)
    paper = shown.view.paper.document(page.name("en"), shown.view.code_page.code).toPlainText()
    assert RECOVERY_CODE.replace("-", "  ") in paper
    assert "Embassy of Ukraine in Japan" in paper


def test_a_wrong_group_is_said_to_be_wrong_once_it_is_typed(shown: Shown) -> None:
    shown.to_the_code()
    right = shown.view.code_page.group_asked

    def said() -> str:
        return " ".join(each.text() for each in shown.view.code_page.findChildren(QLabel) if each.isVisible())

    shown.type_group(right[:1])
    assert "This is not group" not in said()
    shown.type_group("?" * len(right))
    assert "This is not group" in said()
    shown.type_group(right)
    assert "This is not group" not in said()
    assert "It matches." in said()


def test_printing_asks_for_a_printer_and_stops_nothing(shown: Shown) -> None:
    shown.to_the_code()
    shown.button("recovery-print").click()
    shown.stage.settle()
    dialog = shown.view.findChild(QPrintDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()


def test_practice_begins_with_an_account_for_each_language(shown: Shown) -> None:
    shown.to_the_code()
    shown.type_group(shown.view.code_page.group_asked)
    shown.forward()
    with shown.qtbot.waitSignal(shown.view.finished) as finished:
        shown.next.click()
    assert finished.args == ["write"]
    assert shown.bench.desk.preferences.practice
    assert [account.policy.only for account in shown.bench.desk.accounts.all()] == ["uk", "en"]


def test_the_mission_s_accounts_are_added_in_their_view(
    qtbot: QtBot, stage: Callable[..., Stage], fresh: Bench
) -> None:
    shown = Shown(qtbot, fresh, stage(fresh.desk))
    shown.to_the_code()
    shown.type_group(shown.view.code_page.group_asked)
    shown.forward()
    shown.button("begin-accounts").click()
    with qtbot.waitSignal(shown.view.finished) as finished:
        shown.next.click()
    assert finished.args == ["accounts"]
    assert not fresh.desk.preferences.practice


def test_all_of_it_can_be_put_off(shown: Shown) -> None:
    with shown.qtbot.waitSignal(shown.view.finished) as finished:
        shown.button("first-run-later").click()
    assert finished.args == ["write"]


def test_a_practice_network_that_does_not_start_is_said_and_can_be_tried_again(
    qtbot: QtBot, stage: Callable[..., Stage]
) -> None:
    bench = empty(LyingNetwork(up=False))
    shown = Shown(qtbot, bench, stage(bench.desk))
    shown.to_the_code()
    shown.type_group(shown.view.code_page.group_asked)
    shown.forward()
    shown.next.click()
    shown.stage.settle()
    assert shown.view.begin_page.notice.text
    assert shown.next.isEnabled()


def test_the_language_changes_at_once(shown: Shown) -> None:
    shown.fill_mission()
    shown.stage.context.languages.use("uk")
    shown.stage.settle()
    said = [made.text() for made in shown.view.findChildren(QLabel)]
    assert "Для якої установи ви пишете?" in said
    assert shown.view.mission_page.mission(practice=False) == Mission(
        "Посольство України в Японії", "Embassy of Ukraine in Japan", "JP", "Asia/Tokyo"
    )


def test_countries_are_named_and_sorted_in_the_window_s_language() -> None:
    names = dict(countries("uk"))
    assert names["Німеччина"] == "DE"
    assert next(iter(names)).startswith("А")


def test_a_zone_is_called_after_its_city() -> None:
    assert zones("DE", "uk")[0] == ("Берлін", "Europe/Berlin")
    assert ("Київ", "Europe/Kyiv") in zones("UA", "uk")
    assert len(zones("", "en")) > 300
