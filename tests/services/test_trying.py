"""Rules are tried on their examples and on what somebody types, each for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from embassy_assistant.domain.guideline import Example, GuidelinePack, Scope
from embassy_assistant.domain.rule_body import MediaNeeds
from embassy_assistant.services.trying import Trying, language_of, setting
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of


def trying(pack: GuidelinePack) -> Trying:
    return Trying(guided_desk(pack)[0].desk.review)


def test_the_examples_tell_what_is_found_in_each_and_whether_they_hold() -> None:
    pack = a_pack_of(a_rule_of("pattern", examples={"match": ["To Kiev"], "pass": ["To Kyiv", "To Odesa"]}))
    rule = pack.rules[0]
    shown = trying(pack).examples(rule)
    assert [[finding.matched for finding in findings] for findings in shown.match] == [["Kiev", "Kiev"]]
    assert shown.no_match == ((), ())
    assert shown.holds
    assert not trying(pack).examples(replace(rule, match=rule.no_match)).holds
    assert not trying(pack).examples(replace(rule, no_match=rule.match)).holds


def test_nothing_typed_is_nothing_found() -> None:
    pack = a_pack_of(a_rule_of("media"))
    assert trying(pack).text(pack.rules[0], " \n") == ()


def test_an_approved_line_is_tried_beside_the_others() -> None:
    lines = [a_rule_of("line", id=f"a.line-{n}", text={"uk": f"Слова {n}.", "en": f"Words {n}."}) for n in range(3)]
    pack = a_pack_of(*lines, a_rule_of("freeze"))
    freeze = pack.rule("a.freeze")
    assert freeze is not None
    on = replace(freeze, match=(Example("x", at=datetime(2026, 11, 24, tzinfo=UTC)),))
    assert trying(pack).text(on, "Words 1.") == ()
    assert trying(pack).text(on, "Something else.")


@pytest.mark.parametrize(
    ("own", "languages", "text", "language"),
    [
        ("en", (), "Київ", "en"),
        ("", (), "Київ", "uk"),
        ("", (), "Kyiv", "en"),
        ("", ("uk",), "Kyiv", "uk"),
        ("", ("en", "uk"), "Київ", "uk"),
    ],
)
def test_a_text_is_taken_to_be_in_the_language_of_its_script(
    own: str, languages: tuple[str, ...], text: str, language: str
) -> None:
    rule = replace(a_pack_of(a_rule_of("pattern")).rules[0], language=own, scope=Scope(languages=frozenset(languages)))
    assert language_of(rule, text) == language


def test_a_rule_about_credits_is_tried_on_a_text_with_a_picture_and_one_about_descriptions_on_a_description() -> None:
    pack = a_pack_of(a_rule_of("media"))
    rule = pack.rules[0]
    credited = replace(rule, body=MediaNeeds(credit=True))
    assert [finding.detail for finding in trying(pack).text(credited, "A flag")] == ["rule.no-credit"]
    assert trying(pack).text(credited, "A flag. Photo: Olena") == ()
    described = replace(rule, body=MediaNeeds(alt_longest=5, credit=True))
    assert "rule.alt-long" in [finding.detail for finding in trying(pack).text(described, "A long description")]


def test_a_rule_without_examples_is_tried_where_it_holds() -> None:
    rule = replace(a_pack_of(a_rule_of("pattern")).rules[0], match=())
    assert setting(rule) == Example("")
