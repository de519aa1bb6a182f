"""Whoever gives or takes in guidelines can be asked all that the use cases ask, in the same words; test doubles too."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.guideline_ports import GuidelineIntake, GuidelineSource
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.intake import Intake
from embassy_assistant.guidelines.library import ShippedGuidelines
from tests.helpers.guidelines_desk import UnitGuidelines, UnitIntake
from tests.helpers.memory import EmptyGuidelines

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCES = (InstalledGuidelines, ShippedGuidelines, EmptyGuidelines, UnitGuidelines)
PAIRS = [(GuidelineSource, made) for made in SOURCES] + [(GuidelineIntake, made) for made in (Intake, UnitIntake)]


@pytest.mark.parametrize(("port", "made"), PAIRS, ids=lambda given: given.__name__)
def test_each_method_takes_what_its_port_says(port: type, made: type) -> None:
    asked = {name: method for name, method in vars(port).items() if inspect.isfunction(method) and name[0] != "_"}
    assert asked
    for name, method in asked.items():
        wanted = _parameters(method)
        assert _parameters(getattr(made, name))[: len(wanted)] == wanted


def _parameters(method: Callable[..., object]) -> list[str]:
    return [name for name in inspect.signature(method).parameters if name != "self"]
