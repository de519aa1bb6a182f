"""A denial that stands in one half only is found, however the languages deny."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.polarity import contradict, read_polarity

AGREE = [
    ("Ми не здамося.", "We will not surrender."),
    ("Ми не здамося.", "We won’t surrender."),
    ("Ніхто не знає.", "Nobody knows."),
    ("Жоден порт не працює.", "No port is open."),
    ("Це неможливо.", "This is impossible."),
    ("ООН не може виконувати функції.", "The UN is unable to perform its functions."),
    ("Людям не вистачає ліків.", "People lack medicine."),
    ("Посилювати санкції, доки Росія не припинить війну.", "Tighten sanctions until Russia ends the war."),
    ("Хоч би що вони говорили, ми переможемо.", "No matter what they say, we will win."),
    ("Це не лише наша війна.", "This is not only our war."),
    ("Це не лише наша війна.", "As well as ours, this is the war of others."),
    ("Ми не сумніваємося в перемозі.", "We have no doubt of victory."),
    ("Не менш важливо мати згоду.", "It is equally important to agree."),
    ("Ми не зупиняємося.", "We keep going without a stop."),
    ("Немає ні води, ні їжі.", "There is no water and no food."),
    ("Ніколи знову!", "Never again!"),
    ("Без жодних винятків.", "Without exception."),
    ("Ми за мир.", "We are for peace."),
    ("Дім № 5.", "House No. 5."),
]
DISAGREE = [
    ("Ми не здамося.", "We will surrender."),
    ("Ми здамося.", "We will not surrender."),
    ("Санкції не знято.", "Sanctions are lifted."),
    ("Україна ніколи не нападала на сусідів.", "Ukraine attacked its neighbours."),
    ("Україна ніколи нападала на сусідів.", "Ukraine never attacked its neighbours."),
    ("Немає підстав для тривоги.", "There is reason for alarm."),
    ("Це не лише наша війна.", "This is only our war."),
    ("Це лише наша війна.", "This is not only our war."),
    ("Ми не підпишемо угоду й не підемо.", "We will sign the deal and go."),
]


@pytest.mark.parametrize(("uk", "en"), AGREE)
def test_halves_that_deny_alike_agree(uk: str, en: str) -> None:
    ours, theirs = read_polarity(uk, "uk"), read_polarity(en, "en")
    assert not contradict(ours, theirs)
    assert not contradict(theirs, ours)


@pytest.mark.parametrize(("uk", "en"), DISAGREE)
def test_a_denial_in_one_half_only_is_found(uk: str, en: str) -> None:
    ours, theirs = read_polarity(uk, "uk"), read_polarity(en, "en")
    assert contradict(ours, theirs)
    assert contradict(theirs, ours)


def test_it_says_where_it_is_denied() -> None:
    text = "Ми, на\u0301віть так, НЕ здамося."
    ((start, end),) = read_polarity(text, "uk").denials
    assert text[start:end] == "НЕ"


@given(
    st.text(alphabet=st.sampled_from("не ітак not no’t, —без.жодн\u0301A"), max_size=60), st.sampled_from(["uk", "en"])
)
def test_no_text_raises_or_is_denied_outside_itself(text: str, language: str) -> None:
    found = read_polarity(text, language)
    assert all(0 <= start < end <= len(text) for start, end in found.denials)
    assert not contradict(found, found) or found.unfinished
