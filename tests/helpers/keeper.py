"""A keeper of copies that keeps nothing but what it was asked, and answers what it is told to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import AssistantError, Unusable
from embassy_assistant.domain.keeping import Backup, Packed, Restored, Salvaged, unheard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from embassy_assistant.domain.keeping import NewerPost, Progress
    from embassy_assistant.domain.ports import Created


class MemoryKeeper:
    """See `domain.keeping.Keeper`.

    Attributes:
        kept: the backups, newest first.
        ahead: what is newer than any of them.
        failure: raised by everything that works on the store.
        calls: what was asked, in order.
        arrival: what `unpack` makes; none refuses the file.
        watch: called by everything that works on the store.
    """

    def __init__(self) -> None:
        self.kept: list[Backup] = []
        self.failure: AssistantError | None = None
        self.calls: list[str] = []
        self.ahead: tuple[NewerPost, ...] = ()
        self.restored = Restored("/aside")
        self.salvaged = Salvaged("/aside")
        self.arrival: Created | None = None
        self.watch: Callable[[], object] = lambda: None

    def backups(self) -> Sequence[Backup]:
        return list(self.kept)

    def backup(self, at: datetime) -> Backup:
        self._ask("backup")
        made = Backup(f"b{len(self.kept)}", at, 3)
        self.kept.insert(0, made)
        return made

    def newer(self, backup_id: str, code: str = "") -> tuple[NewerPost, ...]:
        self._ask(f"newer {backup_id} {code}".strip())
        return self.ahead

    def restore(self, backup_id: str, at: datetime, code: str = "", progress: Progress = unheard) -> Restored:
        self._ask(f"restore {backup_id} {code}".strip(), progress)
        return self.restored

    def salvage(self, at: datetime, code: str = "", progress: Progress = unheard) -> Salvaged:
        self._ask(f"salvage {code}".strip(), progress)
        return self.salvaged

    def pack(self, file: str, passphrase: str, *, replace_file: bool = False, progress: Progress = unheard) -> Packed:
        if os.path.lexists(file) and not replace_file:
            raise Unusable("move.file-there", file=file)
        self._ask(f"pack {file}", progress)
        return Packed(posts=2, open=1)

    def unpack(
        self, file: str, passphrase: str, at: datetime, *, over_empty: bool = False, progress: Progress = unheard
    ) -> Created:
        self._ask(f"unpack {file}{' over' if over_empty else ''}", progress)
        if self.arrival is None:
            raise Unusable("move.not-ours", file=file)
        return self.arrival

    def _ask(self, call: str, progress: Progress = unheard) -> None:
        self.calls.append(call)
        progress(40)
        self.watch()
        progress(60)
        if self.failure is not None:
            raise self.failure
