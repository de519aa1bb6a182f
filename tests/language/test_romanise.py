"""Ukrainian in Latin letters: the official table, what its notes ask for, and the names of real towns."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.romanise import romanise

# All examples of the table of Cabinet of Ministers Resolution No. 55 of 27 January 2010, and the two of its note 1.
OFFICIAL: Final = """
Алушта Alushta, Андрій Andrii, Борщагівка Borshchahivka, Борисенко Borysenko, Вінниця Vinnytsia, Володимир Volodymyr,
Гадяч Hadiach, Богдан Bohdan, Згурський Zghurskyi, Ґалаґан Galagan, Ґорґани Gorgany, Донецьк Donetsk, Дмитро Dmytro,
Рівне Rivne, Олег Oleh, Есмань Esman, Єнакієве Yenakiieve, Гаєвич Haievych, Короп'є Koropie, Житомир Zhytomyr,
Жанна Zhanna, Жежелів Zhezheliv, Закарпаття Zakarpattia, Казимирчук Kazymyrchuk, Медвин Medvyn,
Михайленко Mykhailenko, Іванків Ivankiv, Іващенко Ivashchenko, Їжакевич Yizhakevych, Кадиївка Kadyivka,
Мар'їне Marine, Йосипівка Yosypivka, Стрий Stryi, Олексій Oleksii, Київ Kyiv, Коваленко Kovalenko, Лебедин Lebedyn,
Леонід Leonid, Миколаїв Mykolaiv, Маринич Marynych, Ніжин Nizhyn, Наталія Nataliia, Одеса Odesa, Онищенко Onyshchenko,
Полтава Poltava, Петро Petro, Решетилівка Reshetylivka, Рибчинський Rybchynskyi, Суми Sumy, Соломія Solomiia,
Тернопіль Ternopil, Троць Trots, Ужгород Uzhhorod, Уляна Uliana, Фастів Fastiv, Філіпчук Filipchuk, Харків Kharkiv,
Христина Khrystyna, Біла~Церква Bila~Tserkva, Стеценко Stetsenko, Чернівці Chernivtsi, Шевченко Shevchenko,
Шостка Shostka, Кишеньки Kyshenky, Щербухи Shcherbukhy, Гоща Hoshcha, Гаращенко Harashchenko, Юрій Yurii,
Корюківка Koriukivka, Яготин Yahotyn, Ярошенко Yaroshenko, Костянтин Kostiantyn, Знам'янка Znamianka,
Феодосія Feodosiia, Згорани Zghorany, Розгон Rozghon
"""
EXAMPLES: Final = [tuple(pair.replace("~", " ") for pair in example.split()) for example in OFFICIAL.split(",")]
TOWNS: Final = [
    line.split("\t")[1:]
    for line in (Path(__file__).parent / "data" / "towns.tsv").read_text("utf-8").splitlines()
    if line.startswith("UA")
]


def test_no_example_of_the_table_is_missing() -> None:
    assert len(set(EXAMPLES)) == 76
    assert len(TOWNS) >= 126


@pytest.mark.parametrize(("ukrainian", "latin"), EXAMPLES)
def test_the_official_examples_come_out_as_printed(ukrainian: str, latin: str) -> None:
    assert romanise(ukrainian) == latin
    assert romanise(ukrainian.upper()) == latin.upper()
    assert romanise(ukrainian.lower()) == latin.lower()
    assert romanise(unicodedata.normalize("NFD", ukrainian)) == latin


@pytest.mark.parametrize(("ukrainian", "english"), TOWNS)
def test_a_town_gets_its_official_english_name(ukrainian: str, english: str) -> None:
    assert romanise(ukrainian) == english


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", "‘", "`", "´", "＇"])
def test_an_apostrophe_inside_a_word_is_not_rendered(apostrophe: str) -> None:
    assert romanise(f"Знам{apostrophe}янка, п{apostrophe}ять") == "Znamianka, piat"
    assert romanise(f"{apostrophe}слово{apostrophe} {apostrophe}я") == f"{apostrophe}slovo{apostrophe} {apostrophe}ya"


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        pytest.param("Щастя, щастя, ЩАСТЯ", "Shchastia, shchastia, SHCHASTIA", id="capitals as they are"),
        pytest.param("ЄС, ЗСУ, БЮТ, ПЦУ", "YES, ZSU, BIUT, PTSU", id="abbreviations"),
        pytest.param("Я. Ю. Щ.", "Ya. Yu. Shch.", id="initials are one letter written with two or four"),
        pytest.param("Я ТУТ", "YA TUT", id="one letter in a shouted line"),
        pytest.param("Я тут", "Ya tut", id="one letter in a line that is not shouted"),
        pytest.param("Я тут\nЯ ТУТ\r\n", "Ya tut\nYA TUT\r\n", id="each line for itself"),
        pytest.param("ЗГорани, зГ, ЗГ", "ZGhorany, zGh, ZGH", id="зг in mixed capitals"),
        pytest.param("з г, із-Гоща", "z h, iz-Hoshcha", id="з and г of two words are no зг"),
        pytest.param("Івано-Франківськ, Нью-Йорк, Я-Є", "Ivano-Frankivsk, Niu-York, Ya-Ye", id="behind a hyphen"),
        pytest.param("Івано‑Яблунів", "Ivano‑Yabluniv", id="behind a no-break hyphen, which stays"),
        pytest.param("«Їжа» (Юлія) 5Є _Я_", "«Yizha» (Yuliia) 5Ye _Ya_", id="behind a sign or a number"),
        pytest.param("Ки\u0301їв, є\u0301дність, Ї\u0301жа", "Kyiv, yednist, Yizha", id="stress marks"),
        pytest.param("Ки\u0301i\u0308в", "Kyi\u0308v", id="a Latin letter among ours keeps its mark"),
        pytest.param("роз\u00adгін, Ки\u00adїв", "roz\u00adghin, Ky\u00adiv", id="a soft hyphen stays"),
        pytest.param("бульйон, альянс, сьомий", "bulion, alians, somyi", id="the soft sign"),
        pytest.param("ь", "", id="a soft sign alone"),
        pytest.param("Крым, Ўладзімір, Ђорђе", "Крым, Ўладзімір, Ђорђе", id="not Ukrainian"),
        pytest.param("Sme\u0301я", "Sme\u0301ia", id="nor behind one with a mark"),
        pytest.param("Smя", "Smia", id="nothing begins behind a Latin letter"),
        pytest.param("а\u0302", "a\u0302", id="a mark that is no stress"),
    ],
)  # fmt: skip
def test_edge_cases(text: str, latin: str) -> None:
    assert romanise(text) == latin


@pytest.mark.parametrize(
    "text", ["", "It’s Tuesday.", "naïve café", "e\u0301te\u0301", "Ελλάδα 東京 👩", "\ud800a\u2028b\x1c"]
)
def test_what_is_not_cyrillic_stays_as_it_is(text: str) -> None:
    assert romanise(text) == text


@given(text=st.text(st.characters(max_codepoint=0x24F)))
def test_latin_text_is_never_touched(text: str) -> None:
    assert romanise(text) == text


UKRAINIAN: Final = st.text(st.sampled_from("абвгґеєзиіїйьщюяГЄЗЩЯЫы'’-\u0301\u0306\u0308\u00ad xX.\n"))


@given(text=st.one_of(st.text(), UKRAINIAN))
def test_romanising_twice_changes_nothing_more(text: str) -> None:
    assert romanise(romanise(text)) == romanise(text)


@given(text=UKRAINIAN)
def test_composition_does_not_matter(text: str) -> None:
    composed, taken_apart = (romanise(unicodedata.normalize(form, text)) for form in ("NFC", "NFD"))
    assert unicodedata.normalize("NFC", taken_apart) == unicodedata.normalize("NFC", composed)
