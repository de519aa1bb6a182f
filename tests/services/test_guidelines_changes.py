"""What the window asks about the guidelines in force: whose they are, and what is different since the last switch."""

from __future__ import annotations

from dataclasses import replace

from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.freshness import Followed
from embassy_assistant.domain.pack_changes import Change
from tests.helpers.guidelines_desk import FOLLOWED, guided_desk
from tests.helpers.memory import memory_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of


def test_what_changed_is_told_against_the_packs_before() -> None:
    pack = a_pack_of(a_rule_of("pattern"), a_rule_of("name"))
    bench, source, _ = guided_desk(pack)
    guidelines = bench.desk.guidelines
    assert (guidelines.previous_version, guidelines.changes()) == ("", ())
    source.before = replace(pack, version="0", rules=(replace(pack.rules[0], severity=Severity.ADVISE),))
    assert guidelines.previous_version == "0"
    assert [(change.change, change.rule.id, change.parts) for change in guidelines.changes()] == [
        (Change.CHANGED, "a.pattern", ("severity",)),
        (Change.ADDED, "a.name", ()),
    ]
    assert guidelines.pack is pack


def test_whose_guidelines_are_trusted_is_known() -> None:
    bench, _, _ = guided_desk()
    assert bench.desk.guidelines.followed() == FOLLOWED
    bench.desk.guidelines.follow(b"{}", "https://other.example/", "usa")
    told = bench.desk.guidelines.followed()
    assert isinstance(told, Followed)
    assert (told.address, told.mission) == ("https://other.example/", "usa")
    assert memory_desk().desk.guidelines.followed() is None
