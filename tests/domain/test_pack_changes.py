"""What changed from one pack to the next."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.pack_changes import Change, compare
from tests.helpers.packs import a_rule_of
from tests.helpers.rules import a_pack_of

OTHER = {"uk": "інше", "en": "other"}


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("severity", {"severity": "advise"}),
        ("words", {"terms": [{"text": "Kharkov", "replacement": "Kharkiv"}]}),
        ("words", {"quotes_exempt": True}),
        ("exceptions", {"exceptions": [{"text": "Chicken Kiev"}]}),
        ("validity", {"valid": {"from": "2026-12-01"}}),
        ("scope", {"scope": {"topics": ["visit"]}}),
        ("reason", {"reason": OTHER}),
        ("reason", {"title": OTHER}),
        ("source", {"source": {"issuer": "Somebody else", "title": "Paper", "read": True}}),
        ("examples", {"examples": {"match": ["x"], "pass": ["y"]}}),
    ],
)
def test_what_changed_in_a_rule_is_named(part: str, changed: dict[str, object]) -> None:
    (change,) = compare(a_pack_of(a_rule_of("term")), a_pack_of(a_rule_of("term", **changed)))
    assert (change.change, change.rule.id, change.parts) == (Change.CHANGED, "a.term", (part,))
    assert change.before is not None


def test_an_order_of_the_crisis_changes_the_body_of_its_rule() -> None:
    before, after = (a_pack_of(a_rule_of("freeze", severity="block", allow=allow)) for allow in ("lines", "nothing"))
    (change,) = compare(before, after)
    assert change.parts == ("body",)


def test_rules_come_and_go() -> None:
    kept, new, gone = (a_rule_of("term", id=f"a.{name}") for name in ("kept", "new", "gone"))
    changes = compare(a_pack_of(gone, kept), a_pack_of(kept, new))
    assert [(change.change, change.rule.id) for change in changes] == [
        (Change.ADDED, "a.new"),
        (Change.REMOVED, "a.gone"),
    ]


def test_the_same_pack_in_another_order_is_the_same() -> None:
    one, two = a_rule_of("term", id="a.one"), a_rule_of("term", id="a.two")
    assert compare(a_pack_of(one, two), a_pack_of(two, one)) == ()
