"""Settings that a program of another version wrote are read as far as this one knows them."""

from __future__ import annotations

import json

import pytest

from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.services.preferences import NOBODY, NOWHERE, Connection
from tests.helpers.memory import Bench, memory_desk

BERLIN = Mission("Посольство", "Embassy", "DE", "Europe/Berlin", practice=True)


@pytest.fixture
def bench() -> Bench:
    return memory_desk()


def stored(bench: Bench, name: str, value: object) -> None:
    bench.store.settings.set(name, value if isinstance(value, str) else json.dumps(value))


def test_a_field_that_this_program_does_not_know_is_passed_over(bench: Bench) -> None:
    preferences = bench.desk.preferences
    preferences.mission = BERLIN
    officer = preferences.officer
    for name, more in (("mission", {"code": "berlin"}), ("officer", {"desk": 3}), ("connection", {"socks": True})):
        stored(bench, name, {**json.loads(bench.store.settings.get(name) or "{}"), **more})
    assert preferences.mission == BERLIN
    assert preferences.officer == officer
    assert preferences.connection == Connection()


def test_a_field_that_is_missing_is_as_nobody_ever_said_it(bench: Bench) -> None:
    stored(bench, "mission", {"name_en": "Embassy", "zone": "Europe/Berlin"})
    stored(bench, "officer", {"name": "Олена"})
    assert bench.desk.preferences.mission == Mission("", "Embassy", "", "Europe/Berlin")
    assert bench.desk.preferences.officer == Officer("Олена", "")


@pytest.mark.parametrize(
    "value", ["", "{", "[]", "7", '"x"', "null", '{"zone": 7, "practice": "yes", "name_uk": null}']
)
def test_what_cannot_be_one_is_as_nobody_ever_said_it(bench: Bench, value: str) -> None:
    for name in ("mission", "officer", "connection"):
        stored(bench, name, value)
    preferences = bench.desk.preferences
    assert (preferences.mission, preferences.officer, preferences.connection) == (NOWHERE, NOBODY, Connection())
