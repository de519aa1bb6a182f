"""The few values that must be known before the key arrives: a small JSON file, which names no person and no place."""

from __future__ import annotations

import json
import threading
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.store.files import private_directory, read_if_there, write_whole

if TYPE_CHECKING:
    from pathlib import Path


class PlainSettings:
    """See `domain.ports.Settings`; not encrypted."""

    def __init__(self, path: Path) -> None:
        """Look after the file `path`, which need not exist yet."""
        self._path = path
        self._lock = threading.Lock()

    def get(self, name: str) -> str | None:
        """Return the value, or None.

        Raises:
            Damaged: the file is not one of ours.
        """
        value = self._read().get(name)
        return None if value is None else str(value)

    def all(self) -> dict[str, str]:
        """Return every value.

        Raises:
            Damaged: the file is not one of ours.
        """
        return {name: str(value) for name, value in self._read().items()}

    def set(self, name: str, value: str) -> None:
        """Keep the value; on disk when this returns.

        Raises:
            Damaged: the file is not one of ours; it is left as it is.
        """
        with self._lock:
            values = self._read()
            if values.get(name) == value:
                return
            private_directory(self._path.parent)
            write_whole(self._path, json.dumps(values | {name: value}, ensure_ascii=False, indent=1).encode())

    def _read(self) -> dict[str, object]:
        # Read anew each time: the command line may have changed it while the window is open.
        data = read_if_there(self._path)
        if data is None:
            return {}
        try:
            values = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise Damaged(path=self._path.name) from error
        if not isinstance(values, dict):
            raise Damaged(path=self._path.name)
        return values
