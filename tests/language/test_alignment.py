"""Sentences that say the same are found, and what nothing in the other half says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.alignment import Aligned, align_texts

UK = (
    "Президент зустрівся з послами сімох країн. Розмова тривала дві години. "
    "Говорили про відбудову енергетики та захист неба. Наступна зустріч відбудеться у Львові 5 травня."
)
EN = (
    "The President met the ambassadors of seven countries. The talks took two hours. "
    "They spoke of rebuilding the energy sector and of air defence. The next meeting takes place in Lviv on 5 May."
)


def said(aligned: tuple[Aligned, ...], first: str, second: str) -> list[tuple[str, str]]:
    return [
        (
            first[one.first.start : one.first.end] if one.first else "",
            second[one.second.start : one.second.end] if one.second else "",
        )
        for one in aligned
    ]


def test_sentence_stands_by_sentence() -> None:
    found = said(align_texts(UK, EN), UK, EN)
    assert [(uk.split()[0], en.split()[0]) for uk, en in found] == [
        ("Президент", "The"), ("Розмова", "The"), ("Говорили", "They"), ("Наступна", "The"),
    ]  # fmt: skip


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize("half", ["uk", "en"])
def test_a_sentence_that_is_left_out_is_found(number: int, half: str) -> None:
    uk, en = (text.replace(". ", ".\n").split("\n") for text in (UK, EN))
    gone = (en if half == "uk" else uk)[number]
    (uk if half == "uk" else en).pop(number)
    found = said(align_texts(" ".join(uk), " ".join(en)), " ".join(uk), " ".join(en))
    assert [pair for pair in found if "" in pair] == [("", gone) if half == "uk" else (gone, "")]


def test_one_sentence_may_be_two_in_the_other_language() -> None:
    uk, en = (
        "Ми раді вітати вас у Києві, і ми чекаємо на ваш візит.",
        "We are glad to see you in Kyiv. We await your visit.",
    )
    assert len(align_texts(uk, en)) == 1


def test_what_is_written_alike_holds_sentences_together() -> None:
    uk = "Деталі. Наживо о 14:00 на https://mfa.gov.ua/live із @zelenskyy та #Київ2026."
    en = "Live at 14:00 at https://mfa.gov.ua/live with @zelenskyy and #Київ2026. More details follow."
    (first, *_rest) = [pair for pair in said(align_texts(uk, en), uk, en) if "14:00" in pair[0]]
    assert "14:00" in first[1]


def test_long_texts_take_no_more_than_a_band() -> None:
    uk, en = "Так воно й було. " * 300, "So it was indeed. " * 300
    assert len(align_texts(uk, en)) == 300
    for first, second in (("Так.", en), (uk, "So."), ("", en), (uk, "")):
        aligned = align_texts(first, second)
        assert sum(one.second is not None for one in aligned) >= bool(second)


@given(
    st.lists(st.sampled_from(["Так.", "Сьогодні ми зустрілися у Львові.", "5 травня!", ""]), max_size=7),
    st.lists(st.sampled_from(["Yes.", "Today we met in Lviv.", "5 May!", ""]), max_size=7),
)
def test_each_sentence_stands_in_one_place(first: list[str], second: list[str]) -> None:
    uk, en = " ".join(first), " ".join(second)
    aligned = align_texts(uk, en)
    for text, spans in ((uk, [one.first for one in aligned]), (en, [one.second for one in aligned])):
        held = "".join(text[span.start : span.end] for span in spans if span)
        assert held.replace(" ", "") == text.replace(" ", "")
    assert all(one.first or one.second for one in aligned)
