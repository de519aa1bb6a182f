"""The pictures in the documents: each is shown somewhere, small, and made by the project's own means."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage

from tests.helpers.small_pictures import make_small
from tests.pictures import SHOWN_IN_DOCS

ROOT = Path(__file__).parents[2]
PICTURES = sorted((ROOT / "docs" / "pictures").iterdir())
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]


def test_every_picture_is_made_by_a_program_and_none_is_left_over() -> None:
    shown = {name for page in DOCUMENTS for name in re.findall(r"pictures/([\w-]+)\.png", page.read_text("utf-8"))}
    assert {path.stem for path in PICTURES} == {*SHOWN_IN_DOCS, *shown}


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.stem)
def test_every_picture_is_small(path: Path) -> None:
    assert path.stat().st_size < 100_000


def test_a_picture_that_is_made_small_keeps_what_is_rare_and_bright(tmp_path: Path) -> None:
    image = QImage(128, 128, QImage.Format.Format_RGB32)
    for place in range(128 * 128):
        # Four thousand shades of grey and blue, as of letters and their edges, and one red dot.
        image.setPixelColor(place % 128, place // 128, QColor(place % 64, place % 64, place % 4096 // 64 + 100))
    image.setPixelColor(64, 64, QColor("#B3201B"))
    image.save(str(tmp_path / "large.png"))
    make_small(tmp_path / "large.png", tmp_path / "small.png")
    small = QImage(str(tmp_path / "small.png"))
    assert small.pixelColor(64, 64) == QColor("#B3201B")
    assert small.colorCount() <= 256
    for x, y in ((0, 0), (127, 127), (5, 90)):
        one, other = image.pixelColor(x, y), small.pixelColor(x, y)
        assert abs(one.red() - other.red()) + abs(one.blue() - other.blue()) < 24


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(tmp_path / "one.png"))
    with pytest.raises(OSError, match="cannot write"):
        make_small(tmp_path / "one.png", tmp_path / "no" / "such.png")
