"""Boxes to tick: one that is empty can be seen, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QCheckBox, QScrollArea

from embassy_assistant.domain.network import Ability
from embassy_assistant.guidelines.library import ShippedGuidelines
from tests.helpers.memory import LyingNetwork, memory_desk
from tests.helpers.window import desktop as desktop
from tests.ui.test_theme import contrast

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

# Of what must be seen to be used (WCAG 2.2, 1.4.11).
SEEN = 3
# As far from the left there is the box, and none of the words.
BOX = 16


def box_stands_out(tick: QCheckBox) -> bool:
    """Tell whether anything in the place of the box differs enough from what lies round it."""
    for page in tick.window().findChildren(QScrollArea):
        if page.isAncestorOf(tick):
            page.ensureWidgetVisible(tick)
    picture = tick.window().grab(tick.rect().translated(tick.mapTo(tick.window(), tick.rect().topLeft()))).toImage()
    ground = picture.pixelColor(0, 0).name()
    colours = {picture.pixelColor(x, y).name() for x in range(BOX) for y in range(picture.height())}
    return any(contrast(ground, colour) >= SEEN for colour in colours)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("view", ["write", "accounts", "settings"])
def test_an_empty_box_can_be_seen(view: str, theme: str, desktop: Callable[..., Desktop]) -> None:
    bench = memory_desk(guidelines=ShippedGuidelines(), network=LyingNetwork(able=frozenset(Ability)))
    bench.account("embassy-uk", "uk")
    shown = desktop(bench, theme=theme)
    shown.window.show_view(view)
    if view == "write":
        shown.window.write.extras.ask()
    shown.settle()
    ticks = [tick for tick in shown.window.findChildren(QCheckBox) if tick.isVisible()]
    assert ticks
    for tick in ticks:
        tick.setChecked(False)
        assert box_stands_out(tick), tick.text()
