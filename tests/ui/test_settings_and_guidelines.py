"""Settings are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.services.preferences import Connection
from embassy_assistant.ui.views.settings import SettingsView
from tests.helpers.memory import memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage


@pytest.fixture
def bench() -> Bench:
    return memory_desk(guidelines=ShippedGuidelines())


@pytest.fixture
def made(stage: Callable[..., Stage], bench: Bench) -> Stage:
    return stage(bench.desk)


@pytest.fixture
def settings(qtbot: QtBot, made: Stage) -> SettingsView:
    view = SettingsView(made.context)
    qtbot.addWidget(view)
    view.resize(1184, 654)
    view.show()
    made.settle()
    return view


def button(view: SettingsView, name: str) -> QPushButton:
    found = view.findChild(QPushButton, name)
    assert found is not None
    return found


def test_the_mission_is_saved_with_its_button(settings: SettingsView, made: Stage, bench: Bench) -> None:
    save = button(settings, "settings-save-mission")
    assert not save.isEnabled()
    settings.mission_page.name_en.setText("Consulate of Ukraine in Munich")
    settings.mission_page.changed.emit()
    save.click()
    made.settle()
    assert bench.desk.preferences.mission.name_en == "Consulate of Ukraine in Munich"
    assert not save.isEnabled()
    assert made.shell.toasts == ["Saved."]


def test_what_could_not_be_saved_stays_and_can_be_saved_again(
    settings: SettingsView, made: Stage, bench: Bench
) -> None:
    save = button(settings, "settings-save-mission")
    settings.mission_page.name_en.setText("Consulate of Ukraine in Munich")
    settings.mission_page.changed.emit()
    bench.desk.workspace.close()
    save.click()
    made.settle()
    assert settings.notice.text
    assert save.isEnabled()
    bench.desk.workspace.open()
    made.settle()
    assert settings.mission_page.name_en.text() == "Consulate of Ukraine in Munich"
    save.click()
    made.settle()
    assert bench.desk.preferences.mission.name_en == "Consulate of Ukraine in Munich"


def test_what_is_half_typed_survives_a_look_at_another_view(settings: SettingsView, made: Stage) -> None:
    settings.mission_page.name_en.setText("Half")
    settings.mission_page.changed.emit()
    settings.hide()
    settings.show()
    made.settle()
    assert settings.mission_page.name_en.text() == "Half"


def test_the_officer_is_saved_with_initials(settings: SettingsView, made: Stage, bench: Bench) -> None:
    settings.officer_page.initials.setText("XY")
    settings.officer_page.changed.emit()
    button(settings, "settings-save-officer").click()
    made.settle()
    assert bench.desk.preferences.officer.initials == "XY"


def test_a_proxy_and_a_private_authority_are_kept(
    settings: SettingsView, made: Stage, bench: Bench, tmp_path: Path
) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text("-----BEGIN CERTIFICATE-----")
    settings.way_out.type_connection(Connection("http://proxy.example:3128", str(authority)))
    button(settings, "settings-save-connection").click()
    made.settle()
    assert bench.desk.preferences.connection == Connection("http://proxy.example:3128", str(authority))


def test_the_password_of_a_proxy_is_shown_no_more_once_it_is_saved(
    settings: SettingsView, made: Stage, bench: Bench
) -> None:
    settings.way_out.type_connection(Connection("http://officer:canary@proxy.example:3128"))
    button(settings, "settings-save-connection").click()
    made.settle()
    assert settings.way_out.proxy_shown == "http://officer@proxy.example:3128"
    assert bench.desk.preferences.way_out().proxy == "http://officer:canary@proxy.example:3128"


def test_a_file_that_is_not_there_changes_nothing(settings: SettingsView, made: Stage, bench: Bench) -> None:
    settings.way_out.type_connection(Connection("", "/nowhere/ca.pem"))
    button(settings, "settings-save-connection").click()
    made.settle()
    assert bench.desk.preferences.connection == Connection()
    assert "There is no such file" in settings.notice.text


def test_another_language_is_in_force_at_once(settings: SettingsView, made: Stage, bench: Bench) -> None:
    settings.window_card.use_language("uk")
    made.settle()
    assert bench.desk.preferences.language == "uk"
    assert "Налаштування" in [label.text() for label in settings.findChildren(QLabel)]


def test_other_colours_are_in_force_at_once(settings: SettingsView, made: Stage, bench: Bench) -> None:
    settings.window_card.use_scheme("dark")
    assert bench.desk.preferences.theme == "dark"
    assert made.context.theme.scheme == "dark"
