"""Opens a store whose log was taken away or has rotted while it was closed: as of what is left, and nothing goes out.

What was written since is gone, and may have been sent: as after a backup that was brought back, each row that may have
gone out is put before a person, and everything is held. A log that is another's, or that has rotted, is set aside and
never deleted; of the latter, what lies before the rotten place is still read.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from embassy_assistant.store.database import log_is_one, look, open_writable
from embassy_assistant.store.driver import named_failures
from embassy_assistant.store.file_lock import take
from embassy_assistant.store.files import named_disk_failures, write_whole
from embassy_assistant.store.log_frames import read_frames
from embassy_assistant.store.log_mark import LogMark
from embassy_assistant.store.migrations import STORE
from embassy_assistant.store.placing import STORE_FILE, USE_FILE, alone_in_turn, finish, put_aside
from embassy_assistant.store.rebuilding import doubt_all, put_setting

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

LOG_LOST: Final = "log-lost"


def do_without_lost_log(workspace: Path, key: bytes, now: datetime) -> None:
    """Make a store whose log is lost or rotten one that can be opened; to be called in the caller's turn.

    Raises:
        Damaged: without its log, the file is not whole; nothing was changed, but that a rotten log was set aside.
        NeedsOfficer: a program has the workspace open (`keeping.in-use`).
    """
    # The log of a store that is about to be replaced goes with it.
    finish(workspace)
    path = workspace / STORE_FILE
    mark = LogMark(path)
    # What is no log at all is damage, which is looked at where the file is opened.
    if not path.exists() or not log_is_one(path):
        return
    kept = b"" if mark.lost else _sound_part(workspace)
    if kept is None:
        return
    with alone_in_turn(workspace):
        log = workspace / f"{STORE_FILE}-wal"
        if not kept:
            look(path, key, STORE, log=False)
        put_aside(workspace, now, "log", (log.name, f"{STORE_FILE}-shm"))
        if kept:
            # Killed before this, the log is one that was taken away.
            write_whole(log, kept)
        database = open_writable(path, key, STORE, made=bool(kept))
        with named_failures(path):
            try:
                with database.atomic():
                    doubt_all(database, now)
                    put_setting(database, "held", "yes")
                    put_setting(database, LOG_LOST, now.isoformat())
                # Whatever dies before this: the mark is still that of the log that is gone, and all is done again.
                mark.settle(database)
            finally:
                database.close()


def _sound_part(workspace: Path) -> bytes | None:
    """Return what SQLite will read of a log that has rotted; None where it has not, or a program has it open."""
    descriptor = take(workspace / USE_FILE)
    if descriptor is None:
        return None
    try:
        log = workspace / f"{STORE_FILE}-wal"
        frames = read_frames(log)
        with named_disk_failures(log):
            return log.read_bytes()[: frames.sound] if frames.rotten else None
    finally:
        os.close(descriptor)
