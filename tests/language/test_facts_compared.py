"""Facts of two halves: what is the same in another way is left alone, what differs is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.facts.comparing import Compared, compare
from embassy_assistant.language.facts.reading import read_facts
from embassy_assistant.language.facts.writing import with_value_of


def compared(uk: str, en: str) -> Compared:
    return compare(read_facts(uk, "uk"), read_facts(en, "en"), (len(uk), len(en)))


def differences(uk: str, en: str) -> list[tuple[str, str]]:
    """Return what differs, an empty text for what one half lacks."""
    found = compared(uk, en)
    differing = [(one.text, other.text) for one, other in found.contradictions]
    return [*differing, *((one.text, "") for one in found.ours_left), *(("", one.text) for one in found.theirs_left)]


@pytest.mark.parametrize(
    ("uk", "en"),
    [
        ("1,5 млрд доларів", "$1.5bn"),
        ("двадцять танків", "20 tanks"),
        ("24 лютого 2022 року", "February 24, 2022"),
        ("24.02.2022 о 14:30", "24 February 2022, 2:30 p.m."),
        ("24 лютого", "on February 24, 2022"),
        ("24–26 лютого", "from 24 to 26 February"),
        ("24.02", "24 February"),
        ("у 17-му році", "in 2017"),
        ("у 2022 році", "2022"),
        ("у 80-х роках", "in the 1980s"),
        ("о 15:00 за Києвом", "at 3 p.m."),
        ("о 15:00 за Києвом", "at 12:00 UTC"),
        ("о 3 годині за Києвом", "at 12:00 UTC"),
        ("о 15:00 UTC+3", "at 2 p.m. UTC+2"),
        ("о 5 годині", "at 5 pm"),
        ("за добу", "in the past 24 hours"),
        ("18 місяців", "1.5 years"),
        ("100 км", "62 miles"),
        ("100 км", "100 km (62 miles)"),
        ("$100 (4100 грн)", "$100"),
        ("50 центів", "0.5 dollars"),
        ("від 5 до 7,6 см", "2 to 3 inches"),
        ("десь 1483 людини", "nearly 1,500 people"),
        ("10–15 тисяч", "10,000 to 15,000"),
        ("від 10 до 15 тисяч", "10 thousand to 15 thousand"),
        ("1-ї та 2-ї груп", "I and II groups"),
        ("С-300 і Х-22", "S-300 and Kh-22"),
        ("100 гривень і 100", "100 hryvnias"),
        ("сьогодні вдвічі", "in a dozen"),
        ("сотні тисяч", "hundreds of thousands"),
        ("позавчора", "the day before yesterday"),
        ("двічі", "yesterday"),
        ("цілодобово", "24/7"),
        ("за тиждень", "in 7 days"),
        ("на рік", "for 12 months"),
        ("за десятиліття", "in ten years"),
        ("пів року", "six months"),
        ("1,27 см", "half an inch"),
        ("півмільйонне місто", "a half-million city"),
        ("1 400 людей", "1,400 people"),
    ],
)
def test_what_is_said_in_another_way_is_no_difference(uk: str, en: str) -> None:
    assert differences(uk, en) == []


@pytest.mark.parametrize(
    ("uk", "en", "found"),
    [
        ("1,5 млрд доларів", "$1.5m", [("1,5 млрд доларів", "$1.5m")]),
        ("сотні тисяч", "hundreds of millions", [("сотні тисяч", "hundreds of millions")]),
        ("5 євро", "$5", [("5 євро", "$5")]),
        ("мільярди євро", "billions of dollars", [("мільярди євро", "billions of dollars")]),
        ("платили в євро", "paid in dollars", [("євро", "dollars")]),
        ("5 і 5", "5 and 6", [("5", "6")]),
        ("24 лютого", "February 25", [("24 лютого", "February 25")]),
        ("24 лютого 2022 року", "February 24, 2023", [("24 лютого 2022 року", "February 24, 2023")]),
        ("у понеділок", "on Tuesday", [("понеділок", "Tuesday")]),
        ("о 15:00 за Києвом", "at 15:00 UTC", [("15:00 за Києвом", "15:00 UTC")]),
        ("о 14:30", "at 2:30 a.m.", [("14:30", "2:30 a.m.")]),
        ("сьогодні", "tomorrow", [("сьогодні", "tomorrow")]),
        ("перші двоє", "first", [("двоє", "")]),
        ("понад 304", "300", [("304", "300")]),
        ("понад 99", "95", [("99", "95")]),
        ("понад 300", "389", [("300", "389")]),
        ("45 миль (72 км)", "47 miles (72 km)", [("45 миль", "47 miles")]),
        ("за тиждень", "one by one, 1", [("", "1")]),
        ("за тиждень", "5 metres", [("", "5 metres")]),
        ("5 років", "on Monday", [("5 років", ""), ("", "Monday")]),
        ("3 км", "two tonnes", [("3 км", "two tonnes")]),
        ("5 танків. " + "І ще щось. " * 20, "Something else. " * 20 + "6 tanks", [("5", ""), ("", "6")]),
    ],
)  # fmt: skip
def test_what_differs_is_found(uk: str, en: str, found: list[tuple[str, str]]) -> None:
    assert differences(uk, en) == found


PARTS = ["5 ", "6 ", "5 km ", "5 км ", "$5 ", "10 років ", "today ", "вчора ", "24 лютого ", "May 5 ", "14:30 ", "a "]
TEXTS = st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=12).map("".join)


@given(uk=TEXTS, en=TEXTS)
def test_swapped_halves_give_the_mirrored_answer(uk: str, en: str) -> None:
    halves = read_facts(uk, "uk"), read_facts(en, "en")
    one = compare(*halves, (len(uk), len(en)))
    other = compare(halves[1], halves[0], (len(en), len(uk)))
    assert sorted(((b, a) for a, b in other.contradictions), key=str) == sorted(one.contradictions, key=str)
    assert (other.theirs_left, other.ours_left) == (one.ours_left, one.theirs_left)


@pytest.mark.timeout(60)
def test_many_facts_are_compared_by_their_number() -> None:
    uk, en = "5 танків, 7 гармат. " * 1000, "5 tanks, 7 guns. " * 1000
    assert differences(uk, en) == []
    assert len(compared(uk, en.replace("7", "8")).contradictions) > 900


@pytest.mark.parametrize(
    ("uk", "en", "written"),
    [
        ("1,5 млрд євро", "€1.4bn", "1,4 млрд євро"),
        ("24 лютого", "25 February", "25 лютого"),
        ("24 лютого", "25 March", ""),
        ("у лютому", "in March", ""),
        ("о 15:00 за Києвом", "at 2.30 p.m. Kyiv time", "14:30 за Києвом"),
        ("о 9 ранку", "at 10 am", "10:00 ранку"),
        ("9 вечора", "10 am", ""),
        ("15 000 людей", "16,500 people", "16\u00a0500"),
        ("5 млн", "5,123,456", ""),
        ("двадцять людей", "30 people", ""),
        ("5 євро", "$5", ""),
        ("5 євро", "5 people", ""),
        ("0 років", "5 years", ""),
        ("F-16", "F-35", "F-35"),
        ("20%", "21.5 per cent", "21,5%"),
    ],
)
def test_the_other_halfs_value_is_written_where_only_figures_change(uk: str, en: str, written: str) -> None:
    assert with_value_of(read_facts(uk, "uk")[0], read_facts(en, "en")[0], "uk") == written


def test_english_is_written_in_its_own_notation() -> None:
    (one,), (other,) = read_facts("15,000.5 km", "en"), read_facts("16 500,5 км", "uk")
    assert with_value_of(one, other, "en") == "16,500.5 km"


@given(uk=TEXTS, en=TEXTS)
def test_what_is_written_instead_says_what_the_other_half_says(uk: str, en: str) -> None:
    for one, other in compared(uk, en).contradictions:
        text = with_value_of(one, other, "uk")
        assert not text or differences(text, other.text) == []
