"""Facts are read as a reader takes them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.facts.model import Day, Fact, Kind
from embassy_assistant.language.facts.reading import read_facts


def told(fact: Fact) -> str:
    """Return a fact in a short form, so that a table of them can be read."""
    loose = "?" if fact.loose else ""
    if fact.clock is not None:
        clock = fact.clock
        return f"{clock.hour}:{clock.minute:02d}{'' if clock.sure else '?'} {clock.zone}".strip()
    if fact.day != Day():
        return "/".join(map(str, fact.day.parts)) + loose
    kind = {Kind.RELATIVE: "day", Kind.IDENTIFIER: "id"}.get(fact.kind, "")
    return f"{kind}{'~' if fact.about else ''}{fact.value:.12g}{fact.unit}{loose}"


def found(text: str, language: str) -> list[str]:
    facts = read_facts(text, language)
    assert [text[fact.span.start : fact.span.end] for fact in facts] == [fact.text for fact in facts]
    return [told(fact) for fact in facts]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("1,5 млрд", "1500000000"),
        ("30 000, 1 234,5 і 12.500.000", "30000 1234.5 12500000"),
        ("двадцять п’ять", "25"),
        ("двадцять п'ять і п’ять двадцять", "25 5 20"),
        ("двісті тридцять п’ять тисяч сімсот", "235700"),
        ("дві з половиною тисячі, пів мільйона, пів хвилини, пів неба", "2500 500000 0.5minute?"),
        ("півмільйона і дві третини", "500000 0.66666666?"),
        ("п’ять з нами, п’ять мільйонів з половиною", "5 5000000 0.5?"),
        ("9 тисяч 781, 1 тис. 200 осіб, 5 млн. 20 Людей, 5 тис. 3000, 5. 20", "9781 1200 5000000 20 5000 3000 5 20"),
        ("24/7, 24/8, тиждень і рік", "id24? 24 8 1week? 1year?"),
        ("мільйон мільйонів, дві тисячі мільйонів", "1000000? 1000000? 2000 1000000?"),
        ("перший, двадцять четвертий, 2-й, 11-й", "1? 24 2 11"),
        ("вчетверо, сотня, обидва", "4? 100? 2?"),
        ("один із двох", "1? 2"),
        ("20%, 20 відсотків, 50-відсотковий", "20% 20% 50%"),
        ("5 млн євро, 5 млрд $, 100 канадських доларів", "5000000EUR 5000000000USD 100CAD"),
        ("$5–7 млрд і 10–15 тисяч кілометрів", "5000000000USD 7000000000USD 10000km 15000km"),
        ("близько 100 кв. км, 5 квадратних метрів", "~100 5m2"),
        ("двадцятирічний і п’ятсоткілограмових, двотижневий", "20year 500kg 2week?"),
        ("15-річний, 500-кілограмова, за 3 доби", "15year 500kg 3day"),
        ("XXI століття, ХІХ століття, ІІ світова, Карл ІІІІ", "21century 19century 2?"),
        ("С-300, Х22, COVID-19, 5G, ПРОТОКОЛ-7", "id300 id22 id19 id5 7"),
        ("24 лютого, 24-го лютого 2022 року, двадцять четвертого лютого", "0/2/24/0 2022/2/24/0 0/2/24/0"),
        ("24–26 лютого, 24 чи 25 лютого", "0/2/24/0 0/2/26/0 24 0/2/25/0"),
        ("40 лютого, лютий ворог, у лютому, лютого 2022 року", "40 0/2/0/0 2022/2/0/0"),
        ("24.02.2022, 2022-02-24, 02/24/22, 45.13.2022, 45.02.2022", "2022/2/24/0 2022/2/24/0 22/2/24/0"),
        ("у 2014–2015 роках, у 17-му році, 1980-х років", "2014/0/0/0 2015/0/0/0 17/0/0/0 1980/0/0/0"),
        ("2022, 2022 тонни, 1980 років, 20 років, 0 року", "2022/0/0/0 2022t 1980/0/0/0 20year 0year"),
        ("квітневих, у середу, вчора, завтрашній", "0/4/0/0? 0/0/0/3 day-1? day1?"),
        ("о 14:30, о 15.30, о 9-й, о п’ятій годині", "14:30 15:30 9:00? 5:00?"),
        ("з п’ятої ранку до 10 вечора, 12 ночі, опівдні", "5:00 22:00 0:00 12:00"),
        ("о 3 годині дня, сьомого дня, о 5 людях", "15:00 7day? 5"),
        ("о 15:00 (за Києвом), 15:00 UTC+3, 15:00 (", "15:00 kyiv 15:00 utc 15:00"),
        ("о 15 год. 30 хв., о 15 годині 70 хв", "15:30 15:00 70minute"),
        ("пів на восьму вечора, пів на двадцяту, пів на стіл", "19:30 20"),
        ("тисячний, дванадцятеро, тисяча двохсотий", "1000 12 1200"),
        ("1234567890123456, 25 вечора, 2 млн вечора", "25 2000000"),
    ],
)
def test_ukrainian_facts_are_read(text: str, facts: str) -> None:
    assert " ".join(found(text, "uk")) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("about $1.5bn, £125m, US$5, C$5 million, EUR 5", "~1500000000USD 125000000pound 5USD 5000000CAD 5EUR"),
        (
            "$5-7 billion, $5-$7, $, $5 - then, Eur 5, euro 5",
            "5000000000USD 7000000000USD 5USD 7USD 5USD 0EUR? 5 0EUR? 5",
        ),
        ("$" + "1" * 20, ""),
        ("5m tall, 10km, 1,234.5 miles, 5 square miles", "5m 10km 1234.5mile 5mile2"),
        ("20%, 20 per cent, 20 percent, 20 per day", "20% 20% 20% 20"),
        ("twenty-five, twenty - five, twenty five", "25 20 5 25"),
        ("a hundred and five, hundred, two hundred hundred, two dozen", "105 100? 200 100? 2 12?"),
        ("one hundred and two hundred, one hundred and two million", "100 200 100 2000000"),
        ("half a million, two and a half thousand, half of it, two and a quarter", "500000 2500 0.5? 2.25"),
        ("5 and 6, two and three, 5 hundred", "5 6 2 3 5 100?"),
        ("thousands, two thirds, dozens, twice, first, 1st, 11th", "1000? 0.66666666? 12? 2? 1? 1? 11"),
        ("February 24–26, 2022; Feb. 24; 24th of February", "2022/2/24/0 2022/2/26/0 0/2/24/0 0/2/24/0"),
        ("in May, it may be, May we, 5 May 2020, May 2020", "0/5/0/0 2020/5/5/0 2020/5/0/0"),
        ("May we. In March 300 people", "0/3/0/0 300"),
        ("1980s, the 80s, in 2017, Monday's", "1980/0/0/0 80/0/0/0 2017/0/0/0 0/0/0/1"),
        ("2:30 p.m. Kyiv time, 2.30 pm, 5 am ET, 9 o’clock", "14:30 kyiv 14:30 5:00 eastern 9:00?"),
        ("at 5 p.m. The end, at 12 a.m. sharp, 13:15 p.m.", "17:00 0:00 13:15"),
        ("half past seven, half past the gate", "7:30? 0.5?"),
        ("midnight, noon, 4:00 in Kyiv, 15:00 UTC-5", "0:00 12:00 4:00? 15:00 utc"),
        ("World War II, F-16s, 3D, A4, F-" + "1" * 20, "2? id16 id3 id4"),
        ("10 to 15 thousand, 9 thousand 781", "10 15000 9781"),
        ("https://a.ua/2022/15 #2022рік @user15", ""),
        ("$" + "5" * 15 + "5555", ""),
    ],
)
def test_english_facts_are_read(text: str, facts: str) -> None:
    assert " ".join(found(text, "en")) == facts


def test_what_figures_may_be_in_the_other_notation_is_remembered() -> None:
    both = [read_facts(text, code)[0] for text, code in (("1,500", "uk"), ("1,500", "en"), ("1.500", "en"))]
    assert [(fact.value, fact.also) for fact in both] == [(1500, 1.5), (1500, None), (1.5, 1500)]
    (ten, _) = read_facts("10 to 15 thousand", "en")
    assert (ten.value, ten.also) == (10, 10_000)
    assert [fact.also for fact in read_facts("1,500 тисяч", "uk")] == [1500]


PARTS = [
    "24", "лютого", "February", "2022", "5", " ", " ", "-", "–", "$", "€", "млрд", "p.m.", "о", "14:30", "1,500.5", ".",
    "двадцять", "п’ять", "twenty", "hundred", "and", "a half", "пів", "мільйона", "XXI", "F", "’s", "th", "-го",
    "UTC+3",
    "двадцятирічний", "\u0301", "①", "٣", "\n", "(", "за Києвом", "24.02.2022", "%", "до", "to", "#1", "May", "half",
]  # fmt: skip
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=14).map("".join)


@given(text=TEXTS)
def test_no_text_raises_and_facts_stand_in_it_one_behind_the_other(text: str) -> None:
    for language in ("uk", "en"):
        end = 0
        for fact in read_facts(text, language):
            assert end <= fact.span.start < fact.span.end <= len(text)
            assert text[fact.span.start : fact.span.end] == fact.text
            end = fact.span.end


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["5 ", "5-", "двадцять ", "to 5 ", "1 000 ", "$", "п’ять-", "тисяча ", "5 and ", "двадцяти"]
)
def test_facts_are_read_by_the_length_of_a_text(part: str) -> None:
    for language in ("uk", "en"):
        read_facts(part * 10_000, language)
