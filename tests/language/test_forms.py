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


@pytest.mark.parametrize("phrase", ["вже", "дуже", "на Україні", ""])
def test_a_phrase_without_a_noun_is_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="no noun"):
        inflect(phrase)


def test_poetic_forms_are_left_out() -> None:
    assert all("ая " not in form for forms in inflect("спеціальна операція").values() for form in forms)
