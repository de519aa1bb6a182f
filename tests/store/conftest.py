from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.store.workspace import SqliteStore, open_store
from tests.helpers.drafts import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY = bytes(range(32))


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "workspace"


@pytest.fixture
def store(workspace: Path) -> Iterator[SqliteStore]:
    store = open_store(workspace, KEY, now=lambda: NOON)
    yield store
    store.close()
