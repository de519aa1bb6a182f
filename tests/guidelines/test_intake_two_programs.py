"""Two programs at one folder: what one of them says of whom to trust, the other heeds."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Untrusted
from embassy_assistant.guidelines.intake import Intake
from embassy_assistant.net import Client
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import Mission, pack_bytes
from tests.helpers.tuf_repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_who_waits_for_another_program_trusts_whom_that_one_said_to_trust(tmp_path: Path) -> None:
    mission = Mission(tmp_path)
    another = Repository(pack_bytes("9"), "ministry/pack.json").root

    @contextmanager
    def after_the_other() -> Iterator[None]:
        mission.intake.follow(another)
        yield

    waiting = Intake(mission.folder, mission.shelf, write_whole, after_the_other, Client)
    with pytest.raises(Untrusted):
        waiting.take_in(str(mission.stick))
    assert mission.shelf.active() is None
