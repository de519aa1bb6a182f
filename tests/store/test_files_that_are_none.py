"""Whatever lies in the place of a file of the workspace, the program says so, and goes on where it can."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import AssistantError, NeedsOfficer
from embassy_assistant.store.opener import WorkspaceOpener
from embassy_assistant.store.plain import PlainSettings
from tests.helpers.drafts import plain_post
from tests.helpers.memory import MemoryVault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NAMES = [f"{file}.db{ending}" for file in ("store", "media") for ending in ("", "-wal", "-shm", "-mark")]
NAMES += ["seal.pub", "sealed", "recovery.json", "workspace.json", "placing.json", "rebuilding", "set-aside"]
NAMES += ["use.lock", "turn.lock", "guidelines"]


def a_folder(path: Path) -> None:
    path.mkdir()


def a_dead_link(path: Path) -> None:
    path.symlink_to(path.with_name("nowhere"))


def a_link_to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def garbage(path: Path) -> None:
    path.write_bytes(b"\xff\x00[[" * 5000)


def nothing(path: Path) -> None:
    path.touch()


@pytest.mark.parametrize("spoil", [a_folder, a_dead_link, a_link_to_itself, garbage, nothing])
@pytest.mark.parametrize("name", NAMES)
def test_what_is_in_the_place_of_a_file_is_opened_or_told(
    workspace: Path, name: str, spoil: Callable[[Path], None]
) -> None:
    vault = MemoryVault()
    created = WorkspaceOpener(workspace, vault).create()
    created.store.posts.save(plain_post("p", uk="Київ"))
    created.store.close()
    path = workspace / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    spoil(path)
    opener, settings = WorkspaceOpener(workspace, vault), PlainSettings(workspace / "workspace.json")
    with suppress(AssistantError):
        opener.seal(plain_post("q", uk="Львів"))
    with suppress(AssistantError):
        settings.set("language", "uk")
    for way in (opener.open, lambda: opener.open_with_code(created.recovery_code)):
        with suppress(AssistantError):
            way().close()


@pytest.mark.parametrize("spoil", [a_folder, a_link_to_itself])
def test_plain_settings_that_are_no_file_are_told(workspace: Path, spoil: Callable[[Path], None]) -> None:
    workspace.mkdir()
    spoil(workspace / "workspace.json")
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        PlainSettings(workspace / "workspace.json").get("language")
