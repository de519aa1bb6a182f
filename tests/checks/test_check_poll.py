"""Poll: each half has all the answers, and each account's network takes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.checks.poll import check_poll
from embassy_assistant.domain.account import Bilingual, TextRules
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.post import Media, Poll
from tests.helpers.review import any_texts, assert_in_order, context, target

if TYPE_CHECKING:
    from embassy_assistant.domain.review import ReviewContext, Target

RULES = TextRules("graphemes", 500, poll_options=4, poll_option_limit=10)
POLLS = target(rules=RULES)
YES_NO: dict[str, tuple[str, ...]] = {"uk": ("Так", "Ні"), "en": ("Yes", "No")}


def with_poll(options: dict[str, tuple[str, ...]], *targets: Target, media: int = 0) -> ReviewContext:
    pictures = [Media(str(number), "flag.png", "image/png", 3) for number in range(media)]
    found = context(*(targets or (POLLS,)), media=pictures, uk="Так?", en="Yes?")
    return replace(found, post=replace(found.post, poll=Poll(options)))


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        pytest.param({"uk": ("Так", "Ні"), "en": ("Yes", "No")}, [], id="as it should be"),
        pytest.param({"uk": ("Так", "Ні")}, [("poll.incomplete", "en"), ("poll.uneven", None)], id="half of it"),
        pytest.param(
            {"uk": ("Так",), "en": ("Yes",)}, [("poll.incomplete", "uk"), ("poll.incomplete", "en")], id="no choice"
        ),
        pytest.param({"uk": ("Так", " "), "en": ("Yes", "No")}, [("poll.incomplete", "uk")], id="an empty answer"),
        pytest.param({"uk": ("Так", "Ні"), "en": ("Yes", "yes ")}, [("poll.repeated", "en")], id="the same twice"),
        pytest.param({"uk": ("Так", "Ні", "?"), "en": ("Yes", "No")}, [("poll.uneven", None)], id="one more"),
        pytest.param(
            {"uk": tuple("абвгґ"), "en": tuple("abcde")},
            [("poll.too-many", "uk"), ("poll.too-many", "en")],
            id="more than the network takes",
        ),
        pytest.param(
            {"uk": ("Безумовно так", "Ні"), "en": ("Yes", "No")}, [("poll.answer-too-long", "uk")], id="too long"
        ),
    ],
)
def test_what_would_keep_a_poll_from_going_out_blocks(
    options: dict[str, tuple[str, ...]], expected: list[tuple[str, str | None]]
) -> None:
    found = list(check_poll(with_poll(options)))
    assert [(finding.rule, finding.version) for finding in found] == expected
    assert {finding.severity for finding in found} <= {Severity.BLOCK}


def test_a_post_without_a_poll_has_nothing_to_check() -> None:
    assert list(check_poll(context(POLLS, uk="Так", en="Yes"))) == []


def test_a_network_without_polls_is_named() -> None:
    (finding,) = check_poll(with_poll(YES_NO, target()))
    assert (finding.rule, finding.account) == ("poll.not-there", "practice:embassy.example")


def test_a_poll_and_pictures_do_not_go_together() -> None:
    (finding,) = check_poll(with_poll(YES_NO, media=1))
    assert finding.rule == "poll.with-pictures"


def test_a_combined_account_is_asked_in_both_languages_at_once() -> None:
    both = target(rules=RULES, bilingual=Bilingual.COMBINED)
    assert list(check_poll(with_poll(YES_NO, both))) == []
    (finding,) = check_poll(with_poll(YES_NO | {"en": ("Certain", "No")}, both))
    assert (finding.rule, finding.matched) == ("poll.answer-too-long", "Так / Certain")


@given(
    st.dictionaries(st.sampled_from(["uk", "en", "de"]), st.lists(any_texts(), max_size=6).map(tuple)),
    st.booleans(),
)
def test_every_poll_can_be_worded(options: dict[str, tuple[str, ...]], combined: bool) -> None:
    both = target(rules=RULES, bilingual=Bilingual.COMBINED if combined else Bilingual.TWO_POSTS)
    found = with_poll(options, both, target(handle="other"))
    for finding in check_poll(found):
        assert_in_order([replace(finding, matched="")], found)
