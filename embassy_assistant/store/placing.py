"""Puts rebuilt files in the place of the present ones, which are set aside and never deleted.

What is rebuilt lies ready and whole in a folder of its own before the first file moves; from then on a journal says
where things go, and whoever opens the workspace next finishes what a killed program began. A store that is open holds
a shared lock on the workspace, so that nothing moves under its feet.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import AssistantError, Damaged, NeedsOfficer, TryLater
from embassy_assistant.store.file_lock import LOOK_EVERY, take, wait_for
from embassy_assistant.store.files import (
    named_disk_failures,
    private_directory,
    read_if_there,
    sync_directory,
    write_whole,
)
from embassy_assistant.store.log_mark import MARK

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

STORE_FILE: Final = "store.db"
MEDIA_FILE: Final = "media.db"
ASIDE: Final = "set-aside"
USE_FILE: Final = "use.lock"
STAMP: Final = "%Y%m%dT%H%M%SZ"
_JOURNAL: Final = "placing.json"
# What `place` names a folder: `STAMP` and an ending.
_FOLDER: Final = re.compile(r"[0-9]{8}T[0-9]{6}Z-[a-z0-9-]+")
_BUILDING: Final = "rebuilding"
_TURN_FILE: Final = "turn.lock"
# Whatever goes with its database: a new one must not find it.
BESIDE: Final = ("-wal", "-shm", MARK)
_PATIENCE: Final = 5.0


def use(workspace: Path, patience: float = _PATIENCE) -> int:
    """Say that the store is open, after finishing what a killed program began.

    Returns:
        A descriptor; the store counts as open until it is closed.

    Raises:
        TryLater: another program is bringing a backup back.
    """
    deadline = time.monotonic() + patience
    while True:
        finish(workspace)
        descriptor = take(workspace / USE_FILE, shared=True)
        if descriptor is not None:
            if not (workspace / _JOURNAL).exists():
                return descriptor
            os.close(descriptor)
        if time.monotonic() > deadline:
            raise TryLater("store.busy", path=STORE_FILE)
        time.sleep(LOOK_EVERY)


@contextmanager
def turn(workspace: Path, patience: float = _PATIENCE) -> Iterator[None]:
    """Let one program at a time open the store or close it, so that each knows whether another has it open.

    Raises:
        TryLater: the turn did not come.
    """
    descriptor = wait_for(workspace / _TURN_FILE, patience)
    if descriptor is None:
        raise TryLater("store.busy", path=STORE_FILE)
    try:
        yield
    finally:
        os.close(descriptor)


@contextmanager
def leave(workspace: Path, in_use: int, patience: float = _PATIENCE) -> Iterator[bool]:
    """Close the store in the block, which gets whether nobody else has it open; `in_use` is what `use` returned."""
    with ExitStack() as stack:
        try:
            stack.enter_context(turn(workspace, patience))
        except AssistantError:
            # Somebody opens it at this moment: then it is theirs to settle.
            stack.callback(os.close, in_use)
            yield False
            return
        os.close(in_use)
        descriptor = take(workspace / USE_FILE)
        if descriptor is not None:
            stack.callback(os.close, descriptor)
        yield descriptor is not None


@contextmanager
def alone(workspace: Path) -> Iterator[Path]:
    """Keep every store of `workspace` closed, and yield an empty folder to build in; it is gone after the block.

    Raises:
        NeedsOfficer: a program has the workspace open (`keeping.in-use`).
        TryLater: a program is opening or closing it.
    """
    with turn(workspace), alone_in_turn(workspace) as building:
        yield building


@contextmanager
def alone_in_turn(workspace: Path) -> Iterator[Path]:
    """Do what `alone` does, for whoever has the turn."""
    descriptor = take(workspace / USE_FILE)
    if descriptor is None:
        raise NeedsOfficer("keeping.in-use")
    try:
        _finish(workspace)
        building = workspace / _BUILDING
        shutil.rmtree(building, ignore_errors=True)
        private_directory(building)
        try:
            yield building
        finally:
            if not (workspace / _JOURNAL).exists():
                shutil.rmtree(building, ignore_errors=True)
    finally:
        os.close(descriptor)


def place(workspace: Path, at: datetime, ending: str) -> Path:
    """Put what was built in place; to be called within `alone`.

    Args:
        workspace: its directory.
        at: the time, for the name of the folder that takes what stands in place now.
        ending: of that name.

    Returns:
        That folder.
    """
    for name in (STORE_FILE, MEDIA_FILE):
        _sync(workspace / _BUILDING / name)
    sync_directory(workspace / _BUILDING)
    aside = _fresh(workspace / ASIDE, f"{at.strftime(STAMP)}-{ending}")
    write_whole(workspace / _JOURNAL, json.dumps({"aside": aside.name}).encode())
    _finish(workspace)
    return aside


def put_aside(workspace: Path, at: datetime, ending: str, names: Iterable[str]) -> None:
    """Move files of the workspace, those that are there, into a folder of what was set aside."""
    found = [name for name in names if (workspace / name).exists()]
    if not found:
        return
    aside = _fresh(workspace / ASIDE, f"{at.strftime(STAMP)}-{ending}")
    private_directory(workspace / ASIDE)
    private_directory(aside)
    with named_disk_failures(aside):
        for name in found:
            (workspace / name).replace(aside / name)
        for folder in (aside, workspace):
            sync_directory(folder)


def _sync(path: Path) -> None:
    if path.exists():
        with named_disk_failures(path):
            descriptor = os.open(path, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _fresh(folder: Path, name: str) -> Path:
    number, path = 1, folder / name
    while path.exists():
        number += 1
        path = folder / f"{name}-{number}"
    return path


def finish(workspace: Path) -> None:
    """Move the files that a killed program left half moved; does nothing where a program has the workspace open."""
    descriptor = take(workspace / USE_FILE) if (workspace / _JOURNAL).exists() else None
    if descriptor is None:
        return
    try:
        _finish(workspace)
    finally:
        os.close(descriptor)


def _finish(workspace: Path) -> None:
    """Move what the journal says is still to be moved; does nothing where there is no journal.

    Raises:
        Damaged: the journal is none that `place` wrote; nothing is moved.
    """
    journal = workspace / _JOURNAL
    aside = _journalled(workspace)
    if aside is None:
        return
    with named_disk_failures(aside):
        for name in (STORE_FILE, MEDIA_FILE):
            ready = workspace / _BUILDING / name
            if not ready.exists():
                continue
            for old in (f"{name}{ending}" for ending in (*BESIDE, "")):
                if (workspace / old).exists():
                    private_directory(workspace / ASIDE)
                    private_directory(aside)
                    (workspace / old).replace(aside / old)
            ready.replace(workspace / name)
        for folder in (aside, workspace):
            if folder.exists():
                sync_directory(folder)
        journal.unlink()
        shutil.rmtree(workspace / _BUILDING, ignore_errors=True)


def _journalled(workspace: Path) -> Path | None:
    """Return the folder that the journal names, None where there is no journal.

    Raises:
        Damaged: it names none that `place` would have.
    """
    data = read_if_there(workspace / _JOURNAL)
    if data is None:
        return None
    try:
        name: str = json.loads(data)["aside"]
        if _FOLDER.fullmatch(name):
            return workspace / ASIDE / name
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Damaged(path=_JOURNAL) from error
    raise Damaged(path=_JOURNAL)
