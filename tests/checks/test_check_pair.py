"""Pair: no language is forgotten."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

import pytest
from hypothesis import given

from embassy_assistant.checks.pair import check_pair
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.officer import Officer
from embassy_assistant.domain.post import Confirmation, Pair, Promise, Release, Version, seen
from tests.helpers.review import NOW, any_texts, assert_in_order, context

OFFICER = Officer("Олена Коваль", "ОК")
CONFIRMED = Confirmation(
    MappingProxyType({"uk": Version("uk", "Так").digest, "en": Version("en", "Yes").digest}), OFFICER, NOW
)
RELEASED = Release("a reply", OFFICER, NOW)


def promised(hours: int) -> Pair:
    """Return a Pair whose other half follows."""
    return Pair(promise=Promise("the interpreter is on the train", NOW + timedelta(hours=hours), OFFICER, NOW))


@pytest.mark.parametrize(
    ("texts", "pair", "expected"),
    [
        pytest.param({"uk": "Так"}, Pair(), [("pair.missing", "block", "en")], id="a half is missing"),
        pytest.param({"uk": "Так", "en": " \n"}, Pair(), [("pair.missing", "block", "en")], id="a half is blank"),
        pytest.param(
            {}, Pair(), [("pair.missing", "block", "uk"), ("pair.missing", "block", "en")], id="nothing is written"
        ),
        pytest.param({"uk": "Так", "en": "Yes"}, Pair(), [("pair.drafted", "warn", None)], id="nobody has compared"),
        pytest.param({"uk": "Так", "en": "Yes"}, Pair(CONFIRMED), [], id="confirmed"),
        pytest.param({"uk": "Так", "en": "No"}, Pair(CONFIRMED), [("pair.stale", "warn", "en")], id="one changed"),
        pytest.param(
            {"uk": "Ні", "en": "No"},
            Pair(CONFIRMED),
            [("pair.stale", "warn", "uk"), ("pair.stale", "warn", "en")],
            id="both changed",
        ),
        pytest.param({"uk": "Так"}, promised(1), [], id="promised"),
        pytest.param({"uk": "Так"}, promised(0), [("pair.overdue", "block", "en")], id="the promise was not kept"),
        pytest.param({"uk": "Так"}, Pair(release=RELEASED), [], id="released"),
        pytest.param(
            {"uk": "Так", "en": "Yes"},
            promised(0),
            [("pair.drafted", "warn", None)],
            id="kept, not compared",
        ),
    ],
)
def test_the_state_of_the_pair_is_told(
    texts: dict[str, str], pair: Pair, expected: list[tuple[str, str, str | None]]
) -> None:
    findings = check_pair(context(pair=pair, texts=texts))
    assert [(finding.rule, finding.severity.value, finding.version) for finding in findings] == expected


def test_an_overdue_half_names_the_time_it_was_promised_for() -> None:
    (finding,) = check_pair(context(pair=promised(-1), en="Yes"))
    assert finding.parameters == {"language": "uk", "by": "2026-11-22T11:00:00+00:00"}


@given(uk=any_texts(), en=any_texts())
def test_two_written_halves_never_block(uk: str, en: str) -> None:
    given_context = context(uk=uk, en=en)
    findings = list(check_pair(given_context))
    assert_in_order(findings, given_context)
    assert any(finding.severity is Severity.BLOCK for finding in findings) is not (seen(uk) and seen(en))
