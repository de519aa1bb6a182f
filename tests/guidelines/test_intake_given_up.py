"""Taking in can be given up while something is fetched: what is in force stays, and the next time it succeeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import GivenUp
from tests.helpers.mission import pack_bytes
from tests.helpers.unit import Laptop, Unit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def after(pieces: int) -> Callable[[], None]:
    """Return what is asked before each piece, and wants no more after so many."""
    left = iter(range(pieces))

    def going_on() -> None:
        if next(left, None) is None:
            raise GivenUp

    return going_on


@pytest.fixture
def unit(tmp_path: Path) -> Unit:
    return Unit(tmp_path / "unit")


@pytest.fixture
def laptop(unit: Unit, tmp_path: Path) -> Laptop:
    made = Laptop(tmp_path / "laptop", unit.root)
    made.intake.follow(unit.root)
    return made


def test_whenever_it_is_given_up_the_packs_in_force_stay(unit: Unit, laptop: Laptop) -> None:
    before = laptop.intake.take_in(str(unit.folder)).versions
    unit.publish(pack_bytes("2027.1"))
    for pieces in range(100):
        try:
            taken = laptop.intake.take_in(str(unit.folder), after(pieces))
        except GivenUp:
            assert laptop.guidelines.active().version == before[0]
        else:
            break
    else:
        pytest.fail("it was given up each time")
    assert pieces > 2
    assert taken.versions == ("2027.1",)
    assert laptop.guidelines.active().version == "2027.1"
