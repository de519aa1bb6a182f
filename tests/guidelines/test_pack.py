"""The travel format of a guideline pack: what it takes, and how it says what is wrong."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Surface
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import FORMAT
from embassy_assistant.messages import messages

Json = dict[str, Any]


def a_rule(**changes: object) -> Json:
    """Return a valid rule as it travels."""
    both = {"uk": "так", "en": "so"}
    rule: Json = {
        "id": "name.test",
        "kind": "term",
        "severity": "warn",
        "language": "uk",
        "title": both,
        "terms": [
            {"text": "Kiev", "replacement": "Kyiv"},
            {
                "text": "криза",
                "replacement": "війна",
                "inflect": True,
                "forms": [{"surface": "кризи", "replacement": "війни", "case": "gent"}],
            },
        ],
        "exceptions": [{"text": "Chicken Kiev"}, {"text": "криза", "inflect": True, "forms": ["кризи", "кризу"]}],
        "reason": both,
        "source": {"issuer": "Issuer", "title": "Title", "number": "55"},
        "examples": {"match": ["Kiev"], "no_match": ["Kyiv"]},
    }
    return {**rule, **changes}


def a_pack(*rules: Json, **changes: object) -> bytes:
    """Return a pack as it travels."""
    pack = {
        "format_version": 1,
        "pack_version": "2026.1",
        "title": {"uk": "Назви", "en": "Names"},
        "issued": "2026-01-02",
        "rules": rules or [a_rule()],
    }
    return json.dumps({**pack, **changes}).encode()


def problems_of(data: bytes) -> str:
    """Return what is said to be wrong."""
    with pytest.raises(Unusable) as caught:
        read_pack(data)
    assert caught.value.id == "guidelines.malformed"
    return messages("en").render("guidelines.malformed", caught.value.parameters).partition("\n")[2]


def test_a_pack_becomes_rules_that_checks_understand() -> None:
    pack = read_pack(a_pack()).pack(shipped_with="0.1.0")
    rule = pack.rules[0]
    assert (pack.version, pack.issued, pack.shipped_with) == ("2026.1", "2026-01-02", "0.1.0")
    assert rule.severity is Severity.WARN
    assert rule.surfaces == (Surface("Kiev", "Kyiv"), Surface("кризи", "війни", "gent"))
    assert rule.exceptions == ("Chicken Kiev", "кризи", "кризу")
    assert (rule.source.number, rule.source.clause, rule.source.url) == ("55", "", "")
    assert rule.reason["uk"] == "так"


def test_dates_bound_a_rule() -> None:
    data = a_pack(a_rule(valid_from="2026-02-01", valid_until="2026-02-28"))
    rule = read_pack(data).pack().rules[0]
    assert not rule.valid_on(date(2026, 1, 31))
    assert rule.valid_on(date(2026, 2, 1))
    assert not rule.valid_on(date(2026, 3, 1))


@pytest.mark.parametrize(
    ("rule", "path"),
    [
        pytest.param(a_rule(severity="fatal"), "rules.0.severity", id="an unknown severity"),
        pytest.param(a_rule(severety="warn"), "rules.0.severety", id="a mistyped key"),
        pytest.param(a_rule(id="Name"), "rules.0.id", id="an id of another shape"),
        pytest.param(a_rule(reason={"uk": "так"}), "rules.0.reason.en", id="a reason in one language"),
        pytest.param(a_rule(reason={"uk": "так", "en": " "}), "rules.0.reason.en", id="an empty reason"),
        pytest.param(a_rule(terms=[]), "rules.0.terms", id="no terms"),
        pytest.param(a_rule(terms=[{"text": "криза", "inflect": True}]), "rules.0.terms.0", id="forms not compiled"),
        pytest.param(
            a_rule(terms=[{"text": "Kiev", "drop": ["Kiev"]}]), "rules.0.terms.0", id="corrections not compiled"
        ),
        pytest.param(a_rule(source={"issuer": "I", "title": "T", "url": "http://x"}), "rules.0.source.url", id="http"),
        pytest.param(a_rule(examples={"match": ["a"], "no_match": []}), "rules.0.examples.no_match", id="no examples"),
        pytest.param(
            a_rule(valid_from="2026-02-01", valid_until="2026-01-01"),
            "rules.0.valid",
            id="an end before the start",
        ),
    ],
)
def test_a_mistake_is_named_by_its_path(rule: Json, path: str) -> None:
    assert problems_of(a_pack(rule)).startswith(f"{path}: ")


def test_all_mistakes_are_named_at_once() -> None:
    problems = problems_of(a_pack(a_rule(severity="fatal", language="Ukrainian"), a_rule(id="x")))
    assert [line.split(":")[0] for line in problems.splitlines()] == [
        "rules.0.severity",
        "rules.0.language",
        "rules.1.id",
    ]


def test_a_rule_id_stands_once() -> None:
    assert "name.test" in problems_of(a_pack(a_rule(), a_rule()))


def test_a_rule_of_an_unknown_kind_is_counted_and_the_rest_is_read() -> None:
    pack = read_pack(a_pack(a_rule(), a_rule(id="name.new", kind="hologram", beams=[1]))).pack()
    assert [rule.id for rule in pack.rules] == ["name.test"]
    assert pack.unchecked == ("name.new",)


def test_of_a_newer_format_all_that_can_be_read_is_and_the_rest_is_counted() -> None:
    rules = (a_rule(), a_rule(id="name.keys", moods=["sad"]), a_rule(id="name.new", kind="hologram"))
    pack = read_pack(a_pack(*rules, format_version=FORMAT + 1, seal={"of": "state"}))
    assert [rule.id for rule in pack.unknown] == ["name.keys", "name.new"]
    assert [rule.id for rule in pack.pack().rules] == ["name.test"]
    assert [rule["id"] for rule in pack.plain()["rules"]] == ["name.test"]
    assert pack.pack().unchecked == ("name.keys", "name.new")


def test_of_a_newer_format_a_rule_without_a_name_cannot_even_be_counted() -> None:
    assert problems_of(a_pack(a_rule(id=""), format_version=FORMAT + 1)).startswith("rules.0.id: ")


def test_of_its_own_format_it_passes_over_no_key() -> None:
    assert problems_of(a_pack(seal={"of": "state"})).startswith("seal: ")


@pytest.mark.parametrize("kind", [{"a": 1}, ["term"], None, 7])
def test_a_kind_that_is_no_word_is_told(kind: object) -> None:
    assert "rules.0" in problems_of(a_pack(a_rule(kind=kind)))


def test_half_a_character_is_no_text_and_a_whole_one_in_two_halves_is() -> None:
    whole = a_pack(a_rule(title={"uk": "Прапор", "en": "@flag@"})).decode()
    read_pack(whole.replace("@flag@", r"\ud83c\uddfa").encode())
    # In a field that is checked as text, and in one in which it may be a number as well.
    source = {"issuer": "Issuer", "title": "Title", "number": "@flag@"}
    for data in (whole, a_pack(a_rule(source=source)).decode()):
        assert problems_of(data.replace("@flag@", r"\ud83c").encode()) == problems_of(b"{")


@given(
    data=st.one_of(
        st.binary(), st.text().map(str.encode), st.recursive(st.none(), st.lists).map(json.dumps).map(str.encode)
    )
)
def test_what_is_no_pack_is_refused_in_one_way(data: bytes) -> None:
    assert problems_of(data)
