"""A rule of any kind holds where its scope says, and nowhere else."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import pytest

from embassy_assistant.domain.guideline import RuleKind
from tests.helpers.rules import a_picture, a_rule_of, found

CRIMEA: Final = {
    "uk": "Крим — це Україна. Тимчасова окупація не змінює його статусу.",
    "en": "Crimea is Ukraine. Temporary occupation does not change its status.",
}
# By kind: what its rule has beside what all have, and a post that it objects to.
OBJECTED: Final[dict[str, tuple[dict[str, Any], dict[str, Any]]]] = {
    "term": ({"language": "en", "terms": [{"text": "Kiev"}]}, {"en": "To Kiev."}),
    "pattern": ({}, {"en": "A Kievan."}),
    "name": ({}, {"en": "To Kiev."}),
    "line": ({"text": CRIMEA}, {"en": "Crimea is Ukraine. Occupation changes its status."}),
    "require": ({"words": {"en": [{"text": "aid"}]}}, {"en": "More aid."}),
    "embargo": ({}, {"en": "A summit."}),
    "calendar": ({}, {"en": "Hurray!", "now": datetime.fromisoformat("2026-11-25T12:00+02:00")}),
    "link": ({}, {"en": "See https://example.org/a"}),
    "mention": ({}, {"en": "Dear @nobody, hello"}),
    "readability": ({}, {"en": "So 🎉🎉🎉🎉"}),
    "media": ({}, {"en": "So", "media": [a_picture()]}),
    "freeze": ({"since": "2026-11-20T06:00Z"}, {"en": "Anything."}),
}
INSIDE: Final[dict[str, dict[str, Any]]] = {
    "topics": {"topic": "Aid, visit"},
    "networks": {"network": "bluesky"},
    "missions": {"mission": "usa"},
}
OUTSIDE: Final[dict[str, list[dict[str, Any]]]] = {
    "topics": [{}, {"topic": "visit"}],
    "networks": [{}, {"network": "mastodon"}],
    "missions": [{}, {"mission": "pol"}],
}
SCOPES: Final = {"topics": ["aid"], "networks": ["bluesky"], "missions": ["usa"]}


def ruled(kind: str, scope: dict[str, list[str]], **more: Any) -> list[str]:  # noqa: ANN401
    """Return which rules object to the post that a rule of this kind objects to."""
    changes, post = OBJECTED[kind]
    rule = a_rule_of(kind, **{**changes, "scope": scope})
    return [finding.rule for finding in found(rule, **{**post, **more})]


def test_every_kind_is_tried() -> None:
    assert set(OBJECTED) == {kind.value for kind in RuleKind}


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("kind", OBJECTED)
def test_a_rule_holds_inside_its_scope_only(kind: str, scope: str) -> None:
    assert ruled(kind, {}) == [f"a.{kind}"]
    assert ruled(kind, {scope: SCOPES[scope]}, **INSIDE[scope]) == [f"a.{kind}"]
    for outside in OUTSIDE[scope]:
        assert ruled(kind, {scope: SCOPES[scope]}, **outside) == []


@pytest.mark.parametrize("kind", OBJECTED)
def test_all_of_a_scope_must_hold(kind: str) -> None:
    everywhere = {key: value for inside in INSIDE.values() for key, value in inside.items()}
    assert ruled(kind, SCOPES, **everywhere) == [f"a.{kind}"]
    for scope, inside in INSIDE.items():
        lacking = {key: value for key, value in everywhere.items() if key not in inside}
        assert ruled(kind, SCOPES, **lacking) == [], scope


@pytest.mark.parametrize("kind", OBJECTED)
def test_a_rule_for_one_language_leaves_the_other_alone(kind: str) -> None:
    assert ruled(kind, {"languages": ["en"]}) == [f"a.{kind}"]
    assert ruled(kind, {"languages": ["uk"]}) == []
