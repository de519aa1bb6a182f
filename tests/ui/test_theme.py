"""Colours: what must be read can be read, in both schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from embassy_assistant.ui.theme import DARK, LIGHT, Theme, Tokens, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

SCHEMES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]
TINTS = ("accent_tint", "block_tint", "warn_tint", "advise_tint", "ok_tint", "practice_tint", "diff_add", "diff_del")


def luminance(colour: str) -> float:
    """Return the relative luminance (WCAG 2.2, definition of relative luminance)."""
    parts = []
    tone = QColor(colour)
    for value in (tone.redF(), tone.greenF(), tone.blueF()):
        parts.append(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4)
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio (WCAG 2.2, definition of contrast ratio)."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("tint", TINTS)
def test_text_stands_out_on_every_tint(tokens: Tokens, tint: str) -> None:
    assert contrast(tokens.text, getattr(tokens, tint)) >= 8.4


@pytest.mark.parametrize("tokens", SCHEMES)
@pytest.mark.parametrize("state", ["block", "warn", "advise", "ok"])
def test_a_state_is_readable_on_the_surface_and_on_its_tint(tokens: Tokens, state: str) -> None:
    colour = getattr(tokens, state)
    assert contrast(colour, tokens.surface) >= 4.5
    assert contrast(colour, getattr(tokens, f"{state}_tint")) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES)
def test_borders_of_controls_can_be_seen(tokens: Tokens) -> None:
    assert contrast(tokens.control, tokens.surface) >= 3


@pytest.mark.parametrize("tokens", SCHEMES)
def test_words_on_solid_colours_can_be_read(tokens: Tokens) -> None:
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5
    assert contrast(tokens.on_yellow, tokens.yellow) >= 4.5
    assert contrast(tokens.on_solid, tokens.practice) >= 4.5
    assert contrast(tokens.rail_text, tokens.rail) >= 4.5


@pytest.fixture
def theme(qtbot: QtBot) -> Iterator[Theme]:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made = Theme(application, scheme="light")
    yield made
    made.use_contrast(Qt.ContrastPreference.NoPreference)
    made.deleteLater()


def test_high_contrast_uses_the_systems_colours_and_no_tints(theme: Theme) -> None:
    theme.use_contrast(Qt.ContrastPreference.HighContrast)
    palette, colours = QApplication.palette(), tokens()
    assert palette.color(QPalette.ColorRole.Window) != QColor(LIGHT.window)
    assert colours.window == palette.color(QPalette.ColorRole.Window).name()
    assert colours.primary == palette.color(QPalette.ColorRole.Highlight).name()
    assert {colours.warn_tint, colours.block_tint, colours.ok_tint, colours.accent_tint} == {colours.surface}
    assert {colours.block, colours.warn, colours.ok, colours.control} == {
        palette.color(QPalette.ColorRole.WindowText).name()
    }
    theme.use_contrast(Qt.ContrastPreference.NoPreference)
    assert tokens() == LIGHT
