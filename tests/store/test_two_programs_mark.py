"""Two programs that have one workspace open and mark rows at the same moment lose none of each other's marks."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.services.freezes import looked_at, needs_look, read_marks
from embassy_assistant.store.workspace import open_store

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.ports import Store

EACH = 40


def test_no_mark_is_lost_between_two_connections(workspace: Path) -> None:
    stores = [open_store(workspace, bytes(32)) for _ in range(2)]
    needs_look(stores[0].settings, "seen", "freeze")
    together = Barrier(2)

    def mark(store: Store, name: str) -> None:
        for number in range(EACH):
            together.wait()
            needs_look(store.settings, f"{name}{number}", "freeze")
        looked_at(store.settings, ["seen", f"{name}0"])

    threads = [Thread(target=mark, args=(store, name)) for store, name in zip(stores, "ab", strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = set(read_marks(stores[0].settings))
    for store in stores:
        store.close()
    assert kept == {f"{name}{number}" for name in "ab" for number in range(1, EACH)}


def test_a_change_that_is_refused_changes_nothing(workspace: Path) -> None:
    store = open_store(workspace, bytes(32))

    def refuse(_before: str | None) -> str | None:
        raise Damaged

    store.settings.set("a", "1")
    with pytest.raises(Damaged):
        store.settings.change("a", refuse)
    store.settings.change("a", lambda _before: None)
    assert store.settings.get("a") == "1"
    store.close()
