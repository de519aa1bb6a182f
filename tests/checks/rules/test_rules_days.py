"""Days of mourning and remembrance."""

from __future__ import annotations

from datetime import datetime

import pytest

from embassy_assistant.domain.post import Due
from tests.helpers.rules import a_picture, a_rule_of, said

DAY = datetime.fromisoformat("2026-11-28T12:00+02:00")
WORDS = {"uk": [{"text": "свято", "inflect": True}], "en": [{"text": "party"}]}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Запрошуємо на свято", [("свято", "day-word")]),
        ("Назва «Велике свято»", []),
        ("Схиляємо голови 🕯️🇺🇦🖤", []),
        ("Ура 🎉 і ще 🥳", [("🎉", "day-emoji")]),
        ("Слава! Слава!", [("!", "day-exclamation")]),
        ("https://example.org/!x", []),
    ],
)
def test_what_does_not_suit_the_day_is_found(text: str, wanted: list[tuple[str, str]]) -> None:
    assert said(a_rule_of("calendar", words=WORDS), now=DAY, uk=text) == wanted


def test_a_calendar_may_allow_both() -> None:
    assert said(a_rule_of("calendar", emoji=True, exclamations=True), now=DAY, en="Hurray 🎉!") == []


@pytest.mark.parametrize(
    ("days", "now", "on"),
    [
        ({"from": "11-22", "until": "11-28"}, "2026-11-22T00:00+02:00", True),
        ({"from": "11-22", "until": "11-28"}, "2026-11-28T23:59+02:00", True),
        ({"from": "11-22", "until": "11-28"}, "2026-11-29T00:00+02:00", False),
        ({"from": "12-30", "until": "01-02"}, "2026-12-31T00:00+02:00", True),
        ({"from": "12-30", "until": "01-02"}, "2027-01-02T00:00+02:00", True),
        ({"from": "12-30", "until": "01-02"}, "2027-01-03T00:00+02:00", False),
        ({"from": "05-18"}, "2027-05-18T00:00+02:00", True),
        ({"from": "05-18"}, "2027-05-17T23:00+00:00", False),
    ],
)
def test_days_begin_and_end_where_the_mission_is(days: dict[str, str], now: str, on: bool) -> None:
    assert bool(said(a_rule_of("calendar", days=[days]), now=datetime.fromisoformat(now), en="Hurray!")) is on


def test_the_day_is_the_one_on_which_the_post_goes_out() -> None:
    rule = a_rule_of("calendar", days=[{"from": "12-01"}])
    assert said(rule, now=DAY, en="Hurray!") == []
    assert said(rule, now=DAY, due=Due(datetime(2026, 12, 1, 0, 30), "Asia/Tokyo"), en="Hurray!") == [
        ("!", "day-exclamation")
    ]


def test_days_without_a_date_of_their_own_are_those_of_the_rule_s_validity() -> None:
    rule = a_rule_of("calendar", days=[], valid={"from": "2026-11-28", "until": "2026-11-28"})
    assert said(rule, now=DAY, en="Hurray!") == [("!", "day-exclamation")]
    assert said(rule, now=datetime.fromisoformat("2026-11-29T12:00+02:00"), en="Hurray!") == []


def test_pictures_are_described_in_the_same_tone() -> None:
    assert said(a_rule_of("calendar", words=WORDS), now=DAY, en="So", media=[a_picture(en="A party")]) == [
        ("party", "day-word")
    ]
