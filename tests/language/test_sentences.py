"""Sentences are found where a reader sees them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Так. Ні! Чому? Бо…", ["Так.", "Ні!", "Чому?", "Бо…"]),
        ("Університет ім. Т. Г. Шевченка. Потім.", ["Університет ім. Т. Г. Шевченка.", "Потім."]),
        ("24 лютого 2022 р. Україна встояла. У 2021 р. було так.", None),
        ("Було 5 тис. 300 осіб. Потім більше.", ["Було 5 тис. 300 осіб.", "Потім більше."]),
        ("Mr. J. Smith left. He said: “No.” Then he came at 5 p.m. today.", None),
        ("No. 5 is 3.5 km away. 24 people came.", ["No. 5 is 3.5 km away.", "24 people came."]),
        ("• Перше\n2) Друге. Третє\r\n\n🇺🇦 Четверте", ["Перше", "Друге.", "Третє", "🇺🇦 Четверте"]),
        ("«Що?» — спитав він. «Так.» Ні", ["«Що?» — спитав він.", "«Так.»", "Ні"]),
        ("(See e.g. Kyiv.) Then", ["(See e.g. Kyiv.)", "Then"]),
        ("Wait... and see. «…» Yes", ["Wait... and see.", "«…»", "Yes"]),
        ("", []),
        (" \n\t ", []),
        ("!!!", ["!!!"]),
        ("Ціна 5. ", ["Ціна 5."]),
        ("Так. Ціна ", ["Так.", "Ціна"]),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, expected: list[str] | None) -> None:
    found = [text[start:end] for start, end in sentences(text)]
    assert found == (
        expected
        or {
            "24 лютого 2022 р. Україна встояла. У 2021 р. було так.": [
                "24 лютого 2022 р.",
                "Україна встояла.",
                "У 2021 р. було так.",
            ],
            "Mr. J. Smith left. He said: “No.” Then he came at 5 p.m. today.": [
                "Mr. J. Smith left.",
                "He said: “No.”",
                "Then he came at 5 p.m. today.",
            ],
        }.get(text, [])
    )


@given(st.text(alphabet=st.sampled_from("аБa. !?…\n«»()-•12p.m’\u0301 "), max_size=60))
def test_spans_follow_each_other_and_leave_out_no_letter(text: str) -> None:
    spans = list(sentences(text))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    left = "".join(text[at] for at in range(len(text)) if not any(start <= at < end for start, end in spans))
    assert not any(letter.isalpha() for letter in left)
