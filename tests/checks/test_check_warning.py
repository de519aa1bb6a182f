"""Content warning: before both halves, in their languages, and only where it is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.checks.warning import check_warning
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.network import Ability
from tests.helpers.review import any_texts, assert_in_order, context, target

if TYPE_CHECKING:
    from embassy_assistant.domain.review import ReviewContext

SHOWN = replace(target(), abilities=frozenset({Ability.WARNING}))
UK, EN = "Зображення наслідків обстрілу міста", "Pictures of the aftermath of the shelling"


def with_warnings(warnings: dict[str, str], *, shown: bool = True) -> ReviewContext:
    given_context = context(SHOWN if shown else target(), uk="Так", en="Yes")
    return replace(given_context, post=replace(given_context.post, warnings=warnings))


@pytest.mark.parametrize(
    ("warnings", "expected"),
    [
        pytest.param({}, [], id="none"),
        pytest.param({"uk": "  "}, [], id="blank"),
        pytest.param({"uk": UK, "en": EN}, [], id="both"),
        pytest.param({"uk": "Політика", "en": "Politics"}, [], id="one word each"),
        pytest.param({"uk": UK}, [("warning.missing", "en")], id="a half has none"),
        pytest.param({"uk": UK, "en": UK}, [("warning.language", "en")], id="the wrong language"),
        pytest.param({"de": "Bilder"}, [], id="of a language that is not written"),
    ],
)
def test_the_warning_belongs_to_both_halves(warnings: dict[str, str], expected: list[tuple[str, str]]) -> None:
    found = list(check_warning(with_warnings(warnings)))
    assert [(finding.rule, finding.version) for finding in found] == expected
    assert {finding.severity for finding in found} <= {Severity.WARN}


def test_a_network_that_shows_no_warnings_is_named() -> None:
    (finding,) = check_warning(with_warnings({"uk": UK, "en": EN}, shown=False))
    assert (finding.rule, finding.account) == ("warning.not-shown", "practice:embassy.example")


@given(st.dictionaries(st.sampled_from(["uk", "en", "de"]), any_texts()))
def test_every_warning_can_be_worded(warnings: dict[str, str]) -> None:
    given_context = with_warnings(warnings)
    assert_in_order(check_warning(given_context), given_context)
