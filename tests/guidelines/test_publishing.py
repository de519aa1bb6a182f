"""A folder is published in one act; what can be wrong is found before anything is signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Refused, Unusable
from embassy_assistant.guidelines.publishing import publish
from embassy_assistant.store.files import write_whole
from tests.helpers.publishing import PASSPHRASE, order_of
from tests.helpers.workshop import RULES, write_folder

if TYPE_CHECKING:
    from pathlib import Path


def test_a_folder_is_published_with_a_courier_file(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    order = order_of(tmp_path, folder, courier=tmp_path / "mail")
    done = publish(order, write_whole)
    assert (done.version, done.rules) == ("2026.1", 3)
    assert any(b"place.kyiv" in path.read_bytes() for path in order.repository.rglob("*.json"))
    assert (tmp_path / "mail").stat().st_size
    with pytest.raises(Unusable) as caught:
        publish(order, write_whole)
    assert caught.value.id == "guidelines.file-there"
    assert publish(order_of(tmp_path, folder, begun=True), write_whole).until >= done.until


def test_while_an_example_fails_nothing_is_signed(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    (folder / "rules/names.yaml").write_text(RULES.replace("[In Kiev]", "[In Lviv]"), "utf-8")
    order = order_of(tmp_path, folder)
    before = sorted(order.repository.rglob("*"))
    with pytest.raises(Refused) as caught:
        publish(order, write_whole)
    assert caught.value.parameters == {"count": 1, "rule": "place.kyiv", "text": "In Lviv"}
    assert sorted(order.repository.rglob("*")) == before


def test_a_key_that_is_not_there_or_does_not_open_is_told(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "unit")
    wrong = order_of(tmp_path, folder, passphrase=PASSPHRASE + "!")
    with pytest.raises(Unusable) as caught:
        publish(wrong, write_whole)
    assert caught.value.id == "guidelines.wrong-passphrase"
    wrong.key.unlink()
    with pytest.raises(Unusable) as caught:
        publish(wrong, write_whole)
    assert caught.value.id == "input.no-file"
