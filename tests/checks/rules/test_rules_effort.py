"""No pack can hang the program: so much is done for each letter, and what is left undone is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import example, settings
from hypothesis import given as given_any
from hypothesis import strategies as st

from embassy_assistant.checks.rules import apply, check_rules, effort, forget_texts
from embassy_assistant.checks.rules.compiled import Compiled
from embassy_assistant.checks.rules.effort import Effort, Exhausted
from embassy_assistant.checks.rules.run import Run, compiled
from embassy_assistant.domain.finding import Severity
from embassy_assistant.language import lookalikes
from embassy_assistant.language.alphabets import script_of
from tests.helpers.review import assert_in_order
from tests.helpers.rules import a_pack_of, a_picture, found, given
from tests.helpers.worst_packs import WORST, a_term

if TYPE_CHECKING:
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.review import ReviewContext

pytestmark = pytest.mark.long


def a_context(pack: GuidelinePack, text: str) -> ReviewContext:
    return given(pack, topic="aid", media=[a_picture()], en=text)


@pytest.mark.parametrize("kind", WORST)
def test_work_grows_with_the_text_and_not_with_the_pack_and_what_is_left_out_is_said(kind: str) -> None:
    rules, word = WORST[kind]
    context = a_context(a_pack_of(*rules), word * 200)
    findings = list(check_rules(context))
    assert_in_order(findings, context)
    assert [finding.severity for finding in findings if finding.rule == "rule.too-much"] == [Severity.WARN]
    assert len(findings) <= (4_000 + 6 * len(word) * 200) / 2 + 2
    again = list(check_rules(context))
    forget_texts()
    assert findings == again == list(check_rules(context))


@pytest.mark.parametrize("kind", WORST)
def test_where_rules_that_block_are_left_out_the_post_is_blocked(kind: str) -> None:
    rules, word = WORST[kind]
    context = a_context(a_pack_of(*({**rule, "severity": "block"} for rule in rules)), word * 200)
    findings = list(check_rules(context))
    assert [finding.severity for finding in findings if finding.rule == "rule.too-much"] == [Severity.BLOCK]


def test_a_rule_that_blocks_is_asked_though_all_others_leave_no_room_for_it() -> None:
    rules = [*(a_term(number) for number in range(199)), a_term(999, "b", severity="block")]
    findings = found(*rules, en="a " * 500 + "b")
    assert [finding.matched for finding in findings if finding.severity is Severity.BLOCK] == ["b"]
    (last,) = (finding for finding in findings if finding.rule == "rule.too-much")
    assert (last.severity, last.parameters) == (Severity.WARN, {"count": len(findings) - 1})


def test_a_hundred_rules_for_one_word_are_no_reason_to_leave_anything_out() -> None:
    findings = found(*(a_term(number) for number in range(100)), en="Here is a word.")
    assert [finding.rule for finding in findings] == sorted(f"t.{number}" for number in range(100))


def test_rules_of_other_missions_take_no_room() -> None:
    rules = [a_term(number, scope={"missions": [f"m{number}"]}) for number in range(130)]
    findings = found(*rules, en="a " * 400, mission="m7")
    assert {finding.rule for finding in findings} == {"t.7"}
    assert len(findings) == 400


def test_more_is_done_for_more_letters() -> None:
    few, many = Effort(10), Effort(1_000)
    assert few.left < many.left
    few.read(640, times=3)
    assert many.left - few.left == 6 * 990 + 33
    with pytest.raises(Exhausted):
        few.spend(few.left + 1)


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the letters whose script is asked for."""
    letters: list[str] = []

    def tell(letter: str) -> str:
        letters.append(letter)
        return script_of(letter)

    monkeypatch.setattr(lookalikes, "script_of", tell)
    return letters


@pytest.mark.parametrize("word", ["аa ", "SWIFTу "])
def test_looking_for_look_alikes_reads_no_letter_more_than_twice(word: str, looked_at: list[str]) -> None:
    text = word * 500
    lookalikes.mend(text)
    assert len(looked_at) <= 2 * len(text)


PIECES = st.sampled_from(["a", "b", "a b", "b a", "a a", "ab", "a.ua", "@a", "#a", "!", "🎉", "AB CD", "«a»", "\n"])


@st.composite
def packs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return the rules of packs in which much meets."""
    rules: list[dict[str, Any]] = []
    for number in range(draw(st.integers(1, 12))):
        rule = draw(st.sampled_from(list(WORST.values())))[0][0]
        severity = draw(st.sampled_from(["block", "warn", "advise"]))
        rule = {**rule, "id": f"r.{number}", "severity": severity}
        if rule["kind"] == "term":
            rule["terms"] = [{"text": draw(PIECES.filter(str.strip)), "replacement": "z"}]
        rules.append(rule)
    return rules


@given_any(rules=packs(), words=st.lists(PIECES, max_size=30), least=st.integers(0, 60))
@example(rules=[a_term(1), a_term(2, "b", severity="block")], words=["a", "a", "b"], least=0)
@settings(deadline=None)
def test_nothing_that_blocks_is_ever_lost_however_little_may_be_done(
    rules: list[dict[str, Any]], words: list[str], least: int
) -> None:
    pack, text = a_pack_of(*rules), " ".join(words)
    context = a_context(pack, text)
    all_of_them = list(check_rules(context))
    assert "rule.too-much" not in {finding.rule for finding in all_of_them}
    with patch.object(effort, "LEAST", least), patch.object(effort, "EACH", 0):
        some = list(check_rules(context))
        assert some == apply(Run(replace(context, pack=replace(pack)), Compiled(pack)))
    assert_in_order(some, context)
    said = {finding.rule: finding.severity for finding in some}
    if "rule.too-much" not in said:
        assert some == all_of_them
    elif said["rule.too-much"] is not Severity.BLOCK:
        assert blocking(some) == blocking(all_of_them)
    assert any(finding.severity is Severity.BLOCK for finding in some) >= bool(blocking(all_of_them))


def blocking(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.BLOCK]


def test_a_pack_that_never_blocks_blocks_nothing_by_being_too_much() -> None:
    assert not compiled(a_pack_of(a_term(1))).blocks
    assert compiled(a_pack_of(a_term(1, severity="block"))).blocks
