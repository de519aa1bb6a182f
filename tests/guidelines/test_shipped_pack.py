"""The pack that ships with the program: its examples hold, its sources and its words are complete."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from embassy_assistant import __version__
from embassy_assistant.checks.rules import freezes_at
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.guidelines.library import SHIPPED, ShippedGuidelines
from embassy_assistant.language.alphabets import read_letters
from embassy_assistant.locations import data_dir
from tests.helpers.packs import starter_data
from tests.helpers.rules import found

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import Rule

PACK = ShippedGuidelines().active()
RULES = PACK.rules


def _in_own_words(reason: str) -> str:
    """Return a reason without what it quotes, and without the foreign names that it gives after a dash."""
    return re.sub(r"«[^»]*»|“[^”]*”| — [A-Z].*", "", reason)


def by_id(rule: Rule) -> str:
    """Return a test's name."""
    return rule.id


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_no_rule_objects_to_what_a_rule_suggests(rule: Rule) -> None:
    suggested = {surface.replacement for surface in rule.surfaces if surface.replacement}
    assert [text for text in suggested if found(PACK, **{rule.language: text})] == []


@pytest.mark.parametrize("rule", RULES, ids=by_id)
def test_reasons_are_written_in_the_language_they_claim(rule: Rule) -> None:
    assert {language: read_letters(_in_own_words(text)).script for language, text in rule.reason.items()} == {
        "uk": "cyrillic",
        "en": "latin",
    }
    assert "the Ukraine " not in rule.reason["en"].replace("the Ukraine Defense", "")


def test_the_pack_knows_the_subjects_an_embassy_writes_about() -> None:
    subjects = {rule.id.split(".")[0] for rule in RULES}
    assert {"name", "status", "occupied", "war", "state"} <= subjects
    assert len(RULES) >= 290


def test_the_pack_shows_what_a_freeze_is_and_freezes_nothing() -> None:
    assert any(rule.kind is RuleKind.FREEZE for rule in RULES)
    assert freezes_at(PACK, datetime(2026, 11, 23, tzinfo=UTC), "") == ()


def test_the_pack_is_what_its_source_compiles_to() -> None:
    made = "guidelines compile resources/guidelines/source --output resources/guidelines/pack.json"
    assert (data_dir("resources") / SHIPPED).read_bytes() == starter_data(), f"run: embassy-assistant {made}"


def test_each_rule_says_where_it_comes_from() -> None:
    assert [rule.id for rule in RULES if not (rule.source.issuer and rule.source.title)] == []


def test_the_pack_says_which_version_it_shipped_with() -> None:
    assert ShippedGuidelines().active().shipped_with == __version__
