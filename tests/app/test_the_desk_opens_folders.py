"""The program's own desk opens a folder of guidelines, shows its rules, and publishes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.app.wiring import open_desk
from tests.helpers.publishing import order_of
from tests.helpers.workshop import write_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_opened_and_published(tmp_path: Path) -> None:
    workshop, folder = open_desk(tmp_path / "workspace").workshop, write_folder(tmp_path / "unit")
    assert [rule.id for rule in workshop.open(folder).rules()] == ["place.kyiv", "war.name", "line.peace"]
    assert workshop.fields("term")
    assert workshop.publish(order_of(tmp_path, folder)).rules == 3
