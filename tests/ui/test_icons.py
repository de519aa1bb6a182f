"""Icons: every name has its glyph in the fonts that are shipped."""

from __future__ import annotations

import json

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot  # noqa: TC002 - a fixture

from embassy_assistant.ui.icons import (
    BRANDS,
    BRANDS_FILE,
    MATERIAL,
    MATERIAL_FILE,
    NETWORK_ICONS,
    SEVERITY_ICONS,
    font_folder,
    glyph,
    icon,
)


@pytest.mark.parametrize(("file", "table"), [(MATERIAL_FILE, MATERIAL), (BRANDS_FILE, BRANDS)])
def test_our_table_says_what_the_fonts_own_table_says(file: str, table: dict[str, int]) -> None:
    name = file.replace("-webfont-", "-webfont-charmap-").replace(".ttf", ".json")
    theirs = json.loads((font_folder() / name).read_text(encoding="utf-8"))
    assert {key: f"{code:x}" for key, code in table.items()} == {key: theirs[key].removeprefix("0x") for key in table}


@pytest.mark.parametrize("name", sorted({*MATERIAL, *BRANDS}))
def test_every_name_has_a_glyph(qtbot: QtBot, name: str) -> None:
    family, character = glyph(name)
    assert QFontMetrics(QFont(family)).inFontUcs4(ord(character))


def test_networks_and_severities_have_icons() -> None:
    assert {*NETWORK_ICONS.values(), *SEVERITY_ICONS.values()} <= {*MATERIAL, *BRANDS}


def test_an_unknown_name_is_a_defect() -> None:
    with pytest.raises(KeyError):
        icon("no-such-icon")
