"""Ukrainian terms in all their forms, each with its replacement in the same case and number."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.guideline import Surface
from embassy_assistant.language.forms import expand, inflect


def replacements(term: str, replacement: str) -> dict[str, list[str]]:
    """Return what stands for each form."""
    found: dict[str, list[str]] = {}
    for surface in expand(term, replacement):
        found.setdefault(surface.text, []).append(surface.replacement)
    return found


@pytest.mark.parametrize(
    ("term", "replacement", "form", "expected"),
    [
        pytest.param("спецоперація", "агресія", "спецоперацією", ["агресією"], id="a noun"),
        pytest.param(
            "спеціальна воєнна операція", "війна", "спеціальної воєнної операції", ["війни"], id="adjectives agree"
        ),
        pytest.param(
            "київський режим", "уряд України", "київського режиму", ["уряду України"], id="what follows stays"
        ),
        pytest.param(
            "криза в Україні",
            "війна Росії проти України",
            "кризою в Україні",
            ["війною Росії проти України"],
            id="both",
        ),
        pytest.param("Дніпропетровськ", "Дніпро", "Дніпропетровськом", ["Дніпром"], id="a name keeps its capital"),
        pytest.param(
            "Кіровоград", "Кропивницький", "Кіровограді", ["Кропивницькому"], id="the commoner locative of a name"
        ),
        pytest.param(
            "Кіровоград", "Кропивницький", "Кіровоградом", ["Кропивницьким"], id="a name that is an adjective"
        ),
        pytest.param(
            "російський Крим",
            "тимчасово окупований Крим",
            "російським Кримом",
            ["тимчасово окупованим Кримом"],
            id="an adverb stays",
        ),
        pytest.param("ополченці", "російські окупанти", "ополченцями", ["російськими окупантами"], id="a plural"),
    ],
)
def test_the_replacement_stands_in_the_same_form(term: str, replacement: str, form: str, expected: list[str]) -> None:
    assert replacements(term, replacement)[form] == expected


def test_an_ambiguous_form_offers_one_replacement_per_case() -> None:
    found = [surface for surface in expand("спецоперація", "війна") if surface.text == "спецоперації"]
    assert found[:3] == [
        Surface("спецоперації", "війни", "gent"),
        Surface("спецоперації", "війні", "datv"),
        Surface("спецоперації", "війні", "loct"),
    ]


def test_a_form_with_one_replacement_needs_no_case() -> None:
    assert Surface("спецоперацією", "війною") in expand("спецоперація", "війна")


def test_a_replacement_without_a_plural_stands_in_the_singular() -> None:
    assert replacements("криза", "Дніпро")["кризами"] == ["Дніпром"]


def test_an_abbreviation_looks_the_same_in_every_case() -> None:
    found = {surface.case: surface.replacement for surface in expand("СВО", "агресія")}
    assert (found["gent"], found["ablt"]) == ("агресії", "агресією")


def test_a_term_without_a_replacement_has_forms_all_the_same() -> None:
    assert Surface("Республікою Крим") in expand("Республіка Крим")


CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct", "voct")
PARADIGMS = {
    "допомога": (
        "допомога допомоги допомозі допомогу допомогою допомозі допомого",
        "допомоги допомог допомогам допомоги допомогами допомогах",
    ),
    "держава": (
        "держава держави державі державу державою державі державо",
        "держави держав державам держави державами державах",
    ),
    "глава": (
        "глава глави главі главу главою главі главо",
        "глави глав главам глави|глав главами главах",
    ),
    "особа": (
        "особа особи особі особу особою особі особо",
        "особи осіб особам осіб|особи особами особах",
    ),
    "конституція": (
        "конституція конституції конституції конституцію конституцією конституції конституціє",
        "конституції конституцій конституціям конституції конституціями конституціях",
    ),
    "рада": ("рада ради раді раду радою раді радо", "ради рад радам ради радами радах"),
    "стан": (
        "стан стану|стана станові|стану стан станом стані|станові|стану стане",
        "стани станів станам стани станами станах",
    ),
    "держава-агресор": (
        "держава-агресор держави-агресора державі-агресорові|державі-агресору державу-агресора державою-агресором "
        "державі-агресорі|державі-агресорові|державі-агресору державо-агресоре",
        "держави-агресори держав-агресорів державам-агресорам держави-агресорів|держави-агресори "
        "державами-агресорами державах-агресорах",
    ),
}
"""Nouns in all forms, by `CASES`, singular and plural, as a school grammar has them; plurals are called by their
nominative."""


@pytest.mark.parametrize("noun", PARADIGMS)
def test_a_noun_has_all_its_forms_and_no_other(noun: str) -> None:
    numbers = zip(("sing", "plur"), PARADIGMS[noun], strict=True)
    expected = {
        (number, case): set(forms.split("|"))
        for number, row in numbers
        for case, forms in zip(CASES, row.split(), strict=False)
    }

    assert {slot: set(forms) for slot, forms in inflect(noun).items()} == expected


@pytest.mark.parametrize(
    ("phrase", "case", "expected"),
    [
        pytest.param("Рада Безпеки ООН", "gent", "Ради Безпеки ООН", id="a noun that could be an adjective leads"),
        pytest.param("Рада Безпеки ООН", "ablt", "Радою Безпеки ООН", id="what follows in the genitive stays"),
        pytest.param("Рада Європи", "loct", "Раді Європи", id="so it does behind one word"),
        pytest.param("Верховна Рада України", "datv", "Верховній Раді України", id="an adjective before it agrees"),
        pytest.param("Українська держава", "gent", "Української держави", id="an adjective that could be a surname"),
        pytest.param("людина року", "gent", "людини року", id="an adjective that agrees with nothing behind it"),
        pytest.param("уряд України", "datv", "урядові України", id="a noun that could be an adverb"),
        pytest.param("новий глава держави", "gent", "нового глави держави", id="a man with a feminine ending"),
        pytest.param("нова глава держави", "gent", "нової глави держави", id="a woman with the same"),
        pytest.param("Івано-Франківськ", "gent", "Івано-Франківська", id="a capital behind a hyphen stays"),
        pytest.param("місто-герой", "gent", "міста-героя", id="both halves decline"),
        pytest.param("пліч-о-пліч агресія", "gent", "пліч-о-пліч агресії", id="an adverb with hyphens stays"),
        pytest.param("воєнний стан", "gent", "воєнного стану", id="of two nouns with one lemma, the abstract one"),
        pytest.param("Київ", "gent", "Києва", id="a town is no abstract noun"),
    ],
)
def test_the_noun_that_leads_declines_with_its_adjectives_only(phrase: str, case: str, expected: str) -> None:
    assert inflect(phrase)["sing", case][0] == expected


@pytest.mark.parametrize(
    ("noun", "expected"), [("людина", "людям"), ("дитина-сирота", "дітям-сиротам"), ("друг", "друзям")]
)
def test_of_two_plurals_the_commoner_one_leads(noun: str, expected: str) -> None:
    assert inflect(noun)["plur", "datv"][0] == expected


def test_a_noun_of_which_the_dictionary_knows_no_genitive_is_no_failure() -> None:
    assert inflect("погреб")["sing", "nomn"] == ("погреб",)


@pytest.mark.parametrize("phrase", ["вже", "дуже", "на Україні", ""])
def test_a_phrase_without_a_noun_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="no noun"):
        inflect(phrase)


def test_whoever_is_called_by_a_term_is_called_by_the_replacement() -> None:
    assert replacements("Кіровоград", "Дніпро")["Кіровограде"] == ["Дніпре"]
    assert replacements("братній народ", "дружній народ")["братній народе"] == ["дружній народе"]


def test_poetic_forms_are_left_out() -> None:
    assert all("ая " not in form for forms in inflect("спеціальна операція").values() for form in forms)
