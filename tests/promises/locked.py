"""A program that shows a text and a token all over the window, locks, and reports what is left of them in memory.

It knows both backwards only, so that nothing it finds is its own.
"""

from __future__ import annotations

import base64
import gc
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

from embassy_assistant.domain.events import Events
from embassy_assistant.ui.locking import Locking
from embassy_assistant.ui.snapshots import settle
from embassy_assistant.ui.start import close_window, make_application, make_window
from embassy_assistant.vault import KeyringVault
from tests.helpers.memory import OFFICER
from tests.helpers.workbench import Workbench, open_bench

TEXT = "ійімоьс о єавіпс акранаК"
TOKEN = "19a3f7-nekot-yranac"
_WORDS = (str, bytes, bytearray)


class Backwards:
    """A keyring that keeps what it keeps backwards."""

    def __init__(self) -> None:
        self._entries: dict[str, str] = {}

    def get_password(self, _service: str, name: str) -> str | None:
        kept = self._entries.get(name)
        return kept[::-1] if kept else None

    def set_password(self, _service: str, name: str, value: str) -> None:
        self._entries[name] = value[::-1]


def alive(key: str) -> dict[str, int]:
    """Count the objects of Python that hold one of both, or the key of this digest, as far as its collector knows."""
    gc.collect()
    gc.unfreeze()
    seen: dict[int, Any] = {}
    for each in gc.get_objects():
        for held in gc.get_referents(each):
            if isinstance(held, _WORDS):
                seen[id(held)] = held
    whole = [hashlib.sha256(held).hexdigest() for held in seen.values() if isinstance(held, bytes)]
    ways = {name: (secret, secret[::-1].encode()) for name, secret in (("text", TEXT), ("token", TOKEN))}
    found = {
        name: sum(
            backwards in held[::-1] if isinstance(held, str) else forwards in bytes(held) for held in seen.values()
        )
        for name, (backwards, forwards) in ways.items()
    }
    return found | {"key": whole.count(key)}


def in_memory() -> dict[str, int]:
    """Count how often one of both is anywhere in what the process has written to, freed memory included."""
    found = {"text": 0, "token": 0}
    with Path("/proc/self/maps").open() as maps, Path("/proc/self/mem").open("rb", buffering=0) as memory:
        for line in maps.read().splitlines():
            where, may, *_ = line.split()
            if not may.startswith("rw"):
                continue
            low, high = (int(bound, 16) for bound in where.split("-"))
            memory.seek(low)
            # Backwards too: a copy of the page in the right order would be found in the next one.
            page = memory.read(high - low)[::-1]
            for name, secret in (("text", TEXT), ("token", TOKEN)):
                for backwards in (secret[::-1].encode()[::-1], secret.encode("utf-16-be")):
                    found[name] += page.count(backwards)
    return found


def fill(bench: Workbench) -> None:
    """Write drafts that say the text."""
    desk = bench.desk
    desk.workspace.create()
    desk.preferences.recovery_pending = ""
    for number in range(3):
        post = desk.drafting.new().with_text("uk", f"{TEXT[::-1]}, {number}")
        desk.drafting.save(post)
    post = desk.drafting.release(post, OFFICER, TEXT[::-1])
    desk.drafting.save(post)


def main(directory: Path) -> None:
    """Show, count, lock, count; print both counts."""
    bench = open_bench(directory, practice=True)
    backend = Backwards()
    vault = KeyringVault("test", Events(), find_backend=lambda: backend)
    vault.set("token", TOKEN[::-1])
    vault.get("token")
    fill(bench)
    application = make_application()

    def another(_before: object) -> Any:  # noqa: ANN401
        return make_window(bench.desk, application, language="en", theme="light")

    locking = Locking(another, close_window, lambda: None, application)
    locking.window.show()
    locking.window.start()
    settle(locking.window)
    window = locking.window
    window.show_view("queue")
    settle(window)
    window.show_view("write")
    window.write.acts.release()
    settle(window)
    del window
    key = hashlib.sha256(base64.b64decode(bench.vault.get("store-key") or "")).hexdigest()
    before = {"alive": alive(key), "memory": in_memory()}
    loop = QEventLoop()
    locking.settled.connect(lambda: QTimer.singleShot(0, loop.quit))
    locking.lock()
    loop.exec()
    after = {"alive": alive(key), "memory": in_memory()}
    sys.stdout.write(json.dumps([bench.desk.workspace.access.value, before, after]))
    sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
