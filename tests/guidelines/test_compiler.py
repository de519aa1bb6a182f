"""Compiling a pack: all forms, once, in a layout whose changes can be read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.guideline import Surface
from embassy_assistant.guidelines.compiler import compile_pack, compile_source
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import read_source
from embassy_assistant.messages import messages
from tests.helpers.packs import NEEDS, a_folder, a_rule_of

if TYPE_CHECKING:
    from pathlib import Path

BOTH = {"uk": "так", "en": "so"}
PACK = {
    "format_version": 1,
    "pack_version": "1",
    "title": BOTH,
    "issued": "2026-01-02",
    "rules": [
        {
            "id": "war.test",
            "kind": "term",
            "severity": "block",
            "language": "uk",
            "title": BOTH,
            "terms": [{"text": "спецоперація", "replacement": "війна", "inflect": True}, {"text": "Kiev"}],
            "exceptions": [{"text": "спецоперація СБУ", "inflect": True}, {"text": "як є"}],
            "reason": BOTH,
            "source": {"issuer": "I", "title": "T"},
            "examples": {"match": ["спецоперація"], "no_match": ["ні"]},
        }
    ],
}


def test_terms_and_exceptions_get_their_forms() -> None:
    rule = json.loads(compile_pack(json.dumps(PACK).encode()))["rules"][0]
    assert {"surface": "спецоперацією", "replacement": "війною"} in rule["terms"][0]["forms"]
    assert {"surface": "спецоперації", "replacement": "війні", "case": "loct"} in rule["terms"][0]["forms"]
    assert "спецоперацією СБУ" in rule["exceptions"][0]["forms"]
    assert "forms" not in rule["terms"][1]


def test_a_form_stands_on_a_line_of_its_own() -> None:
    lines = compile_pack(json.dumps(PACK).encode()).decode().splitlines()
    assert '{"surface": "спецоперацією", "replacement": "війною"}' in {line.strip().rstrip(",") for line in lines}


def test_a_term_that_cannot_be_inflected_is_refused() -> None:
    broken = json.dumps(PACK).replace(json.dumps("спецоперація СБУ")[1:-1], json.dumps("вже")[1:-1])
    with pytest.raises(Unusable) as caught:
        compile_pack(broken.encode())
    assert "вже" in messages("en").error(caught.value)


AID = {"id": "aid", "title": {"uk": "Допомога", "en": "Aid"}}


def test_a_folder_becomes_the_pack_that_travels(tmp_path: Path) -> None:
    names = {"uk": [{"text": "Дніпропетровськ", "inflect": True}], "en": [{"text": "Dnipropetrovsk"}]}
    name = a_rule_of("name", official={"uk": "Дніпро", "en": "Dnipro"}, wrong=names)
    folder = a_folder(
        tmp_path / "s", *(a_rule_of(kind) for kind in NEEDS if kind != "name"), name, topics=[AID], hold_after_days=30
    )
    done: list[int] = []
    pack = read_pack(compile_source(read_source(folder), done.append))
    assert [rule.id for rule in pack.rules] == [f"a.{kind}" for kind in NEEDS if kind != "name"] + ["a.name"]
    assert (pack.format_version, pack.pack_version, pack.hold_after_days) == (2, "2026.10", 30)
    assert done == list(range(1, 13))
    wrong = pack.plain()["rules"][-1]["wrong"]
    assert wrong["en"] == [{"text": "Dnipropetrovsk", "replacement": "Dnipro"}]
    assert {"surface": "Дніпропетровськом", "replacement": "Дніпром"} in wrong["uk"][0]["forms"]


def test_forms_can_be_added_and_dropped_by_hand(tmp_path: Path) -> None:
    correction = {"add": [{"surface": "спецухою", "replacement": "війною"}], "drop": ["спецоперацій"]}
    rule = a_rule_of("term")
    rule["terms"][0] |= correction
    rule["exceptions"] = [{"text": "спецоперація", "inflect": True, "add": ["спецуха"], "drop": ["спецоперацію"]}]
    compiled = json.loads(compile_source(read_source(a_folder(tmp_path / "s", rule))))["rules"][0]
    surfaces = [form["surface"] for form in compiled["terms"][0]["forms"]]
    assert "спецоперацією" in surfaces
    assert "спецоперацій" not in surfaces
    assert surfaces[-1] == "спецухою"
    assert "спецоперацію" not in compiled["exceptions"][0]["forms"]
    assert compiled["exceptions"][0]["forms"][-1] == "спецуха"


def test_the_exceptions_of_a_pattern_are_fixed_texts(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s", a_rule_of("pattern", exceptions=["Chicken Kiev"]))
    assert json.loads(compile_source(read_source(folder)))["rules"][0]["exceptions"] == ["Chicken Kiev"]


def test_a_rule_of_forms_only_looks_for_no_other(tmp_path: Path) -> None:
    terms = [{"text": "на Україна", "forms": [{"surface": "на Україні", "replacement": "в Україні"}]}]
    folder = a_folder(tmp_path / "s", a_rule_of("term", terms=terms))
    pack = read_pack(compile_source(read_source(folder))).pack()
    assert pack.rules[0].surfaces == (Surface("на Україні", "в Україні"),)


def test_what_cannot_be_inflected_is_told_with_its_place(tmp_path: Path) -> None:
    words = {"uk": [{"text": "вже", "inflect": True}]}
    wrong = {"uk": [{"text": "ще", "inflect": True}]}
    folder = a_folder(tmp_path / "s", a_rule_of("embargo", words=words), a_rule_of("name", wrong=wrong))
    with pytest.raises(Unusable) as caught:
        compile_source(read_source(folder))
    places = [line.split(": ")[0] for line in messages("en").error(caught.value).splitlines()[1:]]
    assert [place.split(" ")[1] for place in places] == ["words.uk.0", "wrong.uk.0"]
    assert all(place.startswith("rules/all.yaml:") for place in places)


def test_a_topic_that_no_officer_could_choose_is_told_with_its_place(tmp_path: Path) -> None:
    rules = a_rule_of("require", scope={"topics": ["aid", "visit"]}), a_rule_of("link")
    folder = a_folder(tmp_path / "s", *rules, topics=[AID])
    with pytest.raises(Unusable) as caught:
        compile_source(read_source(folder))
    (told,) = messages("en").error(caught.value).splitlines()[1:]
    assert told.startswith("rules/all.yaml:")
    assert "scope.topics.1: The pack declares no topic called visit" in told


def test_the_layout_changes_no_word_whatever_it_looks_like() -> None:
    document = json.loads(json.dumps(PACK))
    document["rules"][0]["reason"] = {"uk": "@/rules/0/source", "en": '"@/rules/0/title", {}'}
    assert (
        json.loads(compile_pack(json.dumps(document).encode()))["rules"][0]["reason"] == document["rules"][0]["reason"]
    )


def test_a_key_that_is_null_in_a_pack_is_as_if_it_were_not_there() -> None:
    rule = a_rule_of("embargo", words=None, scope={"topics": ["aid"]})
    document = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-23", "rules": [rule]}
    assert read_pack(compile_pack(json.dumps(document).encode())).pack().rules[0].words == ()
