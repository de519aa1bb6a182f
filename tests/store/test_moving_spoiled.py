"""Files that are brought here and were damaged, made to harm, or read from a stick that was pulled out."""

from __future__ import annotations

import errno
import io
import json
import os
import random
import shutil
import zipfile
from typing import IO, TYPE_CHECKING, Any

import pytest
from typing_extensions import Buffer, override

from embassy_assistant.domain.errors import NeedsOfficer, Unusable
from embassy_assistant.store import moving
from tests.helpers.drafts import NOON
from tests.store.test_moving import PASSPHRASE
from tests.store.test_moving import cheap as cheap
from tests.store.test_moving import elsewhere as elsewhere
from tests.store.test_moving import file as file
from tests.store.test_moving import keeper as keeper
from tests.store.test_moving import opener as opener
from tests.store.test_moving import running as running

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.store.keeper import WorkspaceKeeper

pytestmark = pytest.mark.long

HEAD = "head.json"
DAMAGED = 150
"""Files damaged at random, each in another way."""


def refusal(keeper: WorkspaceKeeper, file: Path) -> str:
    """Why a file is not brought here; empty where it is."""
    try:
        keeper.unpack(str(file), PASSPHRASE, NOON).store.close()
    except Unusable as error:
        return error.id
    return ""


@pytest.fixture
def nowhere(tmp_path: Path) -> Path:
    return tmp_path / "other laptop"


def nothing_was_made(nowhere: Path) -> bool:
    return not {"store.db", "media.db", "workspace.json"} & {path.name for path in nowhere.rglob("*")}


def test_whatever_is_damaged_is_refused_or_makes_no_difference(
    file: Path, elsewhere: WorkspaceKeeper, nowhere: Path
) -> None:
    whole, dice = file.read_bytes(), random.Random(20261123)  # noqa: S311 - only has to be the same each time
    # Where the archive says what it holds, a byte does most.
    structure = [*range(64), *range(len(whole) - 300, len(whole))]
    for _ in range(DAMAGED):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 1, 2, 4])):
            data[dice.choice([*structure, dice.randrange(len(data))])] = dice.randrange(256)
        file.write_bytes(data)
        why = refusal(elsewhere, file)
        assert why in {"", "move.not-ours", "move.wrong-passphrase"}
        assert why == "" or nothing_was_made(nowhere)
        shutil.rmtree(nowhere, ignore_errors=True)
    for length in range(0, len(whole), len(whole) // 40):
        file.write_bytes(whole[:length])
        assert refusal(elsewhere, file) == "move.not-ours"
    assert nothing_was_made(nowhere)


def with_head(file: Path, head: bytes) -> None:
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in {**parts, HEAD: head}.items():
            archive.writestr(name, data)


@pytest.mark.parametrize("name", ["format", "passes", "memory", "salt", "sealed"])
@pytest.mark.parametrize("value", [None, [], {}, "", "x", -1, 0, 1e999, 10**30, "AAAA"], ids=repr)
def test_a_head_that_says_something_else_is_refused(
    name: str, value: object, file: Path, elsewhere: WorkspaceKeeper, nowhere: Path
) -> None:
    with zipfile.ZipFile(file) as archive:
        head = json.loads(archive.read(HEAD))
    with_head(file, json.dumps({**head, name: value}).encode())
    assert refusal(elsewhere, file) in {"move.not-ours", "move.wrong-passphrase"}
    assert nothing_was_made(nowhere)


@pytest.mark.parametrize("head", [b"", b"[]", b"1", b"\xff", b"[" * 100_000, b" " * (1 << 21) + b"{}"], ids=len)
def test_a_head_that_is_none_is_refused(head: bytes, file: Path, elsewhere: WorkspaceKeeper, nowhere: Path) -> None:
    with_head(file, head)
    assert refusal(elsewhere, file) == "move.not-ours"
    assert nothing_was_made(nowhere)


def test_what_would_unpack_to_more_than_the_file_holds_is_refused_unread(
    file: Path, elsewhere: WorkspaceKeeper, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(file) as archive:
        head = archive.read(HEAD)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(HEAD, head, zipfile.ZIP_STORED)
        for name in ("store.db", "media.db"):
            archive.writestr(name, bytes(1 << 24))
    unpacked: list[Path] = []
    monkeypatch.setattr(moving, "_copy", lambda _packed, received: unpacked.append(received))
    assert refusal(elsewhere, file) == "move.not-ours"
    assert not unpacked
    assert nothing_was_made(nowhere)


def test_a_file_that_is_not_there_is_not_called_a_broken_one(
    file: Path, elsewhere: WorkspaceKeeper, nowhere: Path
) -> None:
    file.unlink()
    assert refusal(elsewhere, file) == "input.no-file"
    file.mkdir()
    assert refusal(elsewhere, file) == "input.no-file"
    assert nothing_was_made(nowhere)


# Of what cannot even be looked into, `zipfile` does not say why.
@pytest.mark.parametrize(
    ("reads", "why"), [(0, "move.not-ours"), (1, "input.no-file"), (3, "input.no-file"), (6, "input.no-file")]
)
def test_a_stick_that_is_pulled_out_while_it_is_read(
    reads: int, why: str, file: Path, elsewhere: WorkspaceKeeper, nowhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stick(io.FileIO):
        left = reads

        @override
        def readinto(self, buffer: Buffer) -> int | None:
            self.left -= 1
            if self.left < 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))
            return super().readinto(buffer)

    real = type(file).open

    def plugged_in(path: Path, mode: str = "r", buffering: int = -1, encoding: str | None = None) -> IO[Any]:
        return io.BufferedReader(Stick(path), 512) if path == file else real(path, mode, buffering, encoding)

    monkeypatch.setattr(type(file), "open", plugged_in)
    assert refusal(elsewhere, file) == why
    monkeypatch.undo()
    assert nothing_was_made(nowhere)
    assert refusal(elsewhere, file) == ""


def test_a_file_is_packed_over_only_where_somebody_agreed(keeper: WorkspaceKeeper, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.write_text("the only copy of another workspace")
    with pytest.raises(Unusable, match=r"move\.file-there"):
        keeper.pack(str(there), PASSPHRASE)
    assert there.read_text() == "the only copy of another workspace"
    assert keeper.pack(str(there), PASSPHRASE, replace_file=True).posts == 2
    assert zipfile.is_zipfile(there)


def test_a_file_that_appears_while_packing_stays(keeper: WorkspaceKeeper, tmp_path: Path) -> None:
    there = tmp_path / "there"

    def another(_how_far: int) -> None:
        there.write_text("another's")

    with pytest.raises(Unusable, match=r"move\.file-there"):
        keeper.pack(str(there), PASSPHRASE, progress=another)
    assert there.read_text() == "another's"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["there", "workspace"]


def test_a_folder_that_cannot_be_looked_into_is_said(keeper: WorkspaceKeeper, tmp_path: Path) -> None:
    with pytest.raises(NeedsOfficer):
        keeper.pack(str(tmp_path / ("long" * 100) / "file"), PASSPHRASE)
