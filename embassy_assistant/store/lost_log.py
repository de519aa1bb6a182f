"""Opens a store whose log was taken away while it was closed: as of its last checkpoint, and with nothing going out.

What was written since is gone, and may have been sent: as after a backup that was brought back, each row that may have
gone out is put before a person, and everything is held. A log that is another's is set aside, never deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from embassy_assistant.store.database import log_is_one, look, open_writable
from embassy_assistant.store.driver import named_failures
from embassy_assistant.store.log_mark import LogMark
from embassy_assistant.store.migrations import STORE
from embassy_assistant.store.placing import STORE_FILE, alone_in_turn, put_aside
from embassy_assistant.store.rebuilding import doubt_all, put_setting

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

LOG_LOST: Final = "log-lost"


def do_without_lost_log(workspace: Path, key: bytes, now: datetime) -> None:
    """Make a store whose marked log is not there one that can be opened; to be called in the caller's turn.

    Raises:
        Damaged: without its log, the file is not whole; nothing was changed.
        NeedsOfficer: a program has the workspace open (`keeping.in-use`).
    """
    path = workspace / STORE_FILE
    mark = LogMark(path)
    # What is no log at all is damage, which is looked at where the file is opened.
    if not path.exists() or not mark.lost or not log_is_one(path):
        return
    with alone_in_turn(workspace):
        look(path, key, STORE, log=False)
        put_aside(workspace, now, "log", (f"{STORE_FILE}-wal", f"{STORE_FILE}-shm"))
        database = open_writable(path, key, STORE, made=False)
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
