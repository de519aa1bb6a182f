"""No more rules meet in one place than a check has time for; a pack with more is refused, and they are named."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.mistake import Mistake
from embassy_assistant.guidelines.compiler import compile_pack, compile_source
from embassy_assistant.guidelines.crowding import MOST_PHRASES, MOST_RULES, densest
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import read_source
from embassy_assistant.messages import messages
from tests.helpers.packs import BOTH, a_folder, a_rule_of, starter_pack

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def a_term(number: int, text: str, **more: object) -> dict[str, Any]:
    terms = [{"text": text, "replacement": "z"}]
    return a_rule_of("term", id=f"a.t{number}", language="en", **{"terms": terms, **more})


def a_pack(*rules: dict[str, Any]) -> bytes:
    document = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-23", "rules": rules}
    return json.dumps(document, ensure_ascii=False).encode()


def refused(*rules: dict[str, Any]) -> Mapping[str, str]:
    """Return what the only mistake of a pack names."""
    with pytest.raises(Unusable) as caught:
        read_pack(a_pack(*rules))
    problems = caught.value.parameters["problems"]
    assert isinstance(problems, tuple)
    (mistake,) = problems
    assert isinstance(mistake, Mistake)
    assert mistake.id == "pack.crowded"
    return mistake.parameters


def test_as_many_rules_may_meet_as_there_are_missions_and_more() -> None:
    assert len(read_pack(a_pack(*(a_term(number, "word") for number in range(MOST_RULES)))).rules) == MOST_RULES


def test_one_rule_more_is_refused_and_all_are_named() -> None:
    other = a_term(9_999, "another word behind")
    said = refused(other, *(a_term(number, ("word", "a WORD")[number % 2]) for number in range(MOST_RULES + 1)))
    assert said["text"] == "a word"
    assert said["ids"].split(", ") == [f"a.t{number}" for number in range(MOST_RULES + 1)]
    assert (said["rules"], said["phrases"]) == ("200", "40")


def test_phrases_that_each_end_another_are_counted_together() -> None:
    terms = [{"text": "so " * number + "it is"} for number in range(MOST_PHRASES + 1)]
    assert refused(a_term(1, "", terms=terms))["ids"] == "a.t1"
    read_pack(a_pack(a_term(1, "", terms=terms[1:])))


@pytest.mark.parametrize(
    "rule",
    [
        a_rule_of("name", wrong={"en": [{"text": "Word", "forms": [{"surface": "a word"}]}]}),
        a_rule_of("pattern", exceptions=["an odd word"]),
        a_term(0, "sword", exceptions=[{"text": "a word"}]),
        a_rule_of("embargo", words={"uk": [{"text": "word"}]}),
        a_rule_of("media", openings={"en": [{"text": "x", "forms": ["word", "x"]}]}),
    ],
)
def test_whatever_a_rule_looks_for_is_counted(rule: dict[str, Any]) -> None:
    others = [a_term(number, "word") for number in range(1, MOST_RULES + 1)]
    assert rule["id"] in refused(rule, *others)["ids"].split(", ")


def test_rules_without_words_and_rules_of_newer_programs_take_no_place() -> None:
    newer = {"id": "a.newer", "kind": "newer", "terms": [{"text": "word"}]}
    pack = read_pack(a_pack(a_rule_of("readability"), a_rule_of("freeze"), newer))
    assert densest(pack.rules).looked_for == 0


def test_the_publisher_refuses_it_too(tmp_path: Path) -> None:
    rules = [a_term(number, "word") for number in range(MOST_RULES + 1)]
    with pytest.raises(Unusable):
        compile_pack(a_pack(*rules))
    with pytest.raises(Unusable):
        compile_source(read_source(a_folder(tmp_path / "unit", *rules)))


def test_the_starter_pack_is_far_from_it() -> None:
    assert densest(starter_pack().rules).share < 0.5


@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_mistake_can_be_read(language: str) -> None:
    said = refused(*(a_term(number, "word") for number in range(MOST_RULES + 1)))
    assert "a.t200" in messages(language).text("pack.crowded", **said)
