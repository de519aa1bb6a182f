"""The examples of rules, run as the checks apply the rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant import __version__
from embassy_assistant.checks.rules import ENGINES
from embassy_assistant.checks.rules.examples import Trial
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.examples import Failure, run_examples, try_rules
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import read_source
from tests.helpers.packs import a_folder, a_rule_of, starter_pack

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.guideline import GuidelinePack
    from tests.helpers.packs import Json


def a_pack(folder: Path, *rules: Json) -> GuidelinePack:
    return read_pack(compile_source(read_source(a_folder(folder, *rules)))).pack()


def test_all_examples_of_the_shipped_pack_hold() -> None:
    assert list(run_examples(ShippedGuidelines().active())) == []


def test_an_example_that_does_not_hold_is_told_both_ways(tmp_path: Path) -> None:
    examples = {"match": ["спецоперації", "війна"], "pass": ["мир", "у спецоперації"]}
    pack = a_pack(tmp_path / "s", a_rule_of("term", examples=examples))
    assert list(run_examples(pack)) == [
        Failure("a.term", "війна", missed=True),
        Failure("a.term", "у спецоперації", missed=False),
    ]


def test_the_examples_of_one_rule_are_not_held_by_another(tmp_path: Path) -> None:
    other = a_rule_of("term", id="b.term", terms=[{"text": "Kiev"}])
    pack = a_pack(tmp_path / "s", a_rule_of("term", examples={"match": ["Kiev"], "pass": ["Kyiv"]}), other)
    assert list(run_examples(pack)) == [Failure("a.term", "Kiev", missed=True)]


def test_rules_that_a_newer_program_made_are_left_to_it(tmp_path: Path) -> None:
    whole = a_pack(tmp_path / "s", a_rule_of("term", examples={"match": ["спецоперації"], "pass": ["війна"]}))
    pack = replace(whole, unchecked=("a.newer", "b.newer"))
    assert not list(run_examples(pack))


def test_on_a_laptop_the_rules_whose_examples_do_not_hold_are_named(tmp_path: Path) -> None:
    wrong = a_rule_of("term", id="b.term", examples={"match": ["війна"], "pass": ["мир"]})
    right = a_rule_of("term", examples={"match": ["спецоперації"], "pass": ["війна"]})
    pack = a_pack(tmp_path / "s", right, wrong)
    assert try_rules(pack, 60) == Tried(__version__, ("b.term",))


def test_what_there_is_no_time_for_is_counted(tmp_path: Path) -> None:
    wrong = {"match": ["війна"], "pass": ["мир"]}
    pack = a_pack(tmp_path / "s", *(a_rule_of("term", id=f"{letter}.term", examples=wrong) for letter in "abc"))
    seconds = iter([0.0, 1.0, 11.0])
    assert try_rules(pack, 10, lambda: next(seconds)) == Tried(__version__, ("a.term",), 2)


@pytest.mark.log_warnings_expected("trying a rule stumbled: a.term")
def test_a_defect_of_ours_counts_as_a_rule_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = a_pack(tmp_path / "s", a_rule_of("term", examples={"match": ["спецоперації"], "pass": ["війна"]}))
    monkeypatch.setattr(Trial, "objections", lambda *_: 1 / 0)
    assert try_rules(pack, 60).failing == ("a.term",)


def test_every_kind_has_its_engine() -> None:
    assert set(ENGINES) == set(RuleKind)


def test_all_examples_of_the_starter_pack_hold() -> None:
    assert list(run_examples(starter_pack().pack())) == []
