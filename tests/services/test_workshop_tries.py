"""One rule is tried as it is typed: on a text, and on its examples."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.services.trying import attempt
from embassy_assistant.services.workshop import Workshop
from tests.helpers.publishing import order_of
from tests.helpers.workshop import RealFolders, write_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_rule_is_tried_on_a_text_and_on_its_examples(tmp_path: Path) -> None:
    workshop = Workshop(RealFolders())
    sources = workshop.open(write_folder(tmp_path))
    sheet = sources.sheet("place.kyiv")
    tried = attempt(sources, sheet, "From Kiev to Kiev")
    assert [finding.suggestions for finding in tried.findings] == [("Kyiv",), ("Kyiv",)]
    assert not tried.wrong
    assert not attempt(sources, sheet, " ").findings
    other = attempt(sources, {**sheet, "examples.match": "In Kyiv", "examples.pass": "In Kiev"}, "")
    assert [(one.text, one.missed) for one in other.wrong] == [("In Kyiv", True), ("In Kiev", False)]
    assert [field.name for field in workshop.fields("term")][:2] == ["id", "severity"]


def test_what_cannot_be_read_is_told_in_place_of_a_try(tmp_path: Path) -> None:
    sources = RealFolders.open(write_folder(tmp_path))
    tried = attempt(sources, {**sources.sheet("place.kyiv"), "severity": "loud"}, "Kiev")
    assert tried.rule is None
    assert [mistake.path for mistake in tried.mistakes] == [("severity",)]


def test_where_nobody_writes_guidelines_no_folder_is_opened(tmp_path: Path) -> None:
    workshop = Workshop(None)
    assert not workshop.fields("term")
    with pytest.raises(Unusable):
        workshop.open(tmp_path)


def test_a_folder_is_published_through_its_port(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    order = order_of(tmp_path, folder)
    assert Workshop(RealFolders()).publish(order).version == "2026.1"
    with pytest.raises(Unusable):
        Workshop(None).publish(order)
