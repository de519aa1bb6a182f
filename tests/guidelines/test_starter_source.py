"""The starter pack as people edit it: whole, in both languages, large enough."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from embassy_assistant.guidelines.source import read_source

GUIDELINES = Path(__file__).parents[2] / "resources" / "guidelines"
SOURCE = read_source(GUIDELINES / "source")


def test_the_source_of_the_starter_pack_has_no_mistakes() -> None:
    assert SOURCE.mistakes == []


def test_the_starter_pack_has_what_was_promised() -> None:
    kinds = Counter(rule["kind"] for rule in SOURCE.rules)

    assert kinds["line"] >= 40
    assert kinds.total() - kinds["line"] >= 250


def test_an_address_stands_only_where_the_source_was_read() -> None:
    addresses = [rule["id"] for rule in SOURCE.rules if rule["source"].get("url") and not rule["source"].get("read")]

    assert addresses == []
