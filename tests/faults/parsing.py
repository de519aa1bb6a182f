"""Whatever bytes come: every file that others can write is read, or refused as the program refuses, and soon.

    python -m tests.faults.parsing --minutes 10

Each try takes a good file (a pack, a courier file, a key, what the disk keeps of the guidelines), changes it at random,
in its bytes or in the JSON that it is, and has it read. Nothing but an `AssistantError` may come of it, within 100 ms
for each kilobyte.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.guidelines.courier import pack_courier
from embassy_assistant.guidelines.evidence import show
from embassy_assistant.guidelines.installed import InstalledGuidelines
from embassy_assistant.guidelines.keyfile import new_key, public_key, unseal
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.ready import make_ready, open_ready
from tests.helpers.mission import Mission
from tests.helpers.packs import BOTH, NEEDS, a_rule_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

PASSPHRASE: Final = "a long passphrase"
_MOST_WORK: Final = {"memory": 1 << 20, "passes": 4}
_ODD: Final[tuple[Any, ...]] = (
    None, True, 0, -1, 1.5, 1e308, -1e308, float("inf"), float("nan"), 10**30, "", "x", "\0", "\ud800", "á" * 3000, [],
    [[]], {}, {"a": 1}, "2026-13-45", "9999-12-31", "0001-01-01", "0001-01-01T00:00:00+23:59", "(a+)+$", "[", "(?<=x)",
    "\\1", "x" * 70_000, "https://", "\u202e", "..", "../../x", ["x"] * 3000, "{", "}",
)  # fmt: skip
_PIECES: Final = (b"[" * 5000, b"\0", b"{", b"\xff\xfe", b"PK\x05\x06", b"9" * 5000, b"1e999", b"\\ud800")
_LETTERS: Final = ("", "x", "\0", "\u0301", "(", "[", "*", "\ud800", "{", "}", "\n", "'", "’", "\u00a0")


def changed(data: bytes, pick: random.Random) -> bytes:
    """Return a file that is not what it was."""
    if pick.random() < 0.65:
        try:
            document = json.loads(data)
        except ValueError:
            pass
        else:
            for _ in range(pick.choice([1, 1, 1, 2, 5])):
                document = _other(document, pick)
            return json.dumps(document, ensure_ascii=pick.random() < 0.5).encode("utf-8", "surrogatepass")
    for _ in range(pick.choice([1, 1, 2, 8])):
        data = _cut(data, pick)
    return data


def _cut(data: bytes, pick: random.Random) -> bytes:
    at = pick.randrange(len(data) + 1)
    how = pick.random()
    if how < 0.3 and data:
        at %= len(data)
        return data[:at] + bytes([data[at] ^ 1 << pick.randrange(8)]) + data[at + 1 :]
    if how < 0.5:
        return data[:at] + data[at + pick.choice([1, 2, 10, 1000]) :]
    if how < 0.7:
        return data[:at] + pick.choice(_PIECES) + data[at:]
    if how < 0.85:
        start = pick.randrange(len(data) + 1)
        return data[:at] + data[start : start + pick.choice([4, 50])] + data[at:]
    return data[:at]


def _other(value: Any, pick: random.Random) -> Any:  # noqa: ANN401 - it is JSON
    how = pick.random()
    if isinstance(value, dict) and value and how < 0.75:
        key, way = pick.choice(list(value)), pick.random()
        if way < 0.12:
            return {name: part for name, part in value.items() if name != key}
        if way < 0.2:
            return {**value, pick.choice(["x", "kind", "id", "", "\0", f"{key}x"]): pick.choice(_ODD)}
        return {**value, key: _other(value[key], pick)}
    if isinstance(value, list) and value and how < 0.75:
        at, way = pick.randrange(len(value)), pick.random()
        if way < 0.1:
            return value[:at] + value[at + 1 :]
        if way < 0.25:
            return [*value[:at], copy.deepcopy(value[at]), *value[at:]]
        return [*value[:at], _other(value[at], pick), *value[at + 1 :]]
    if isinstance(value, str) and value and how < 0.4:
        at = pick.randrange(len(value))
        return value[:at] + pick.choice(_LETTERS) + value[at + pick.choice([0, 1]) :]
    return pick.choice(_ODD)


class Readers:
    """What reads files that others can write, each with a good one.

    Attributes:
        files: good files by the names of those who read them.
    """

    def __init__(self, folder: Path) -> None:
        """Take guidelines in, to have files of all kinds."""
        self._mission = Mission(folder)
        self._mission.sync()
        self._mail = folder / "mail.courier"
        active = self._mission.shelf.active()
        assert active is not None
        self._packs = {name: self._mission.shelf.pack(digest) for name, digest in active.packs.items()}
        rules = [a_rule_of(kind) for kind in NEEDS]
        document = {"format_version": 2, "pack_version": "7", "title": BOTH, "issued": "2026-11-23", "rules": rules}
        self._readers: Mapping[str, Callable[[bytes], None]] = {
            "pack": self._pack,
            "courier": self._courier,
            "key": self._key,
            "root": self._root,
            "metadata": self._metadata,
            "trust": self._trust,
            "active": self._active,
            "evidence": self._evidence,
        }
        self.files: Mapping[str, bytes] = {
            "pack": compile_pack(json.dumps(document, ensure_ascii=False).encode()),
            "courier": pack_courier(self._mission.unit.files),
            "key": new_key(PASSPHRASE, passes=1, memory=8192),
            "root": self._mission.unit.root,
            "metadata": self._mission.unit.files["metadata/timestamp.json"],
            "trust": (self._mission.folder / "trust.json").read_bytes(),
            "active": (self._mission.folder / "active.json").read_bytes(),
            "evidence": self._mission.shelf.pack(active.evidence) or b"",
        }

    def read(self, name: str, data: bytes) -> None:
        """Read a file in the place of the good one, which is there again afterwards."""
        self._readers[name](data)

    @staticmethod
    def _pack(data: bytes) -> None:
        model = read_pack(data)
        tuple(open_ready(make_ready(model.plain())).rules)

    def _courier(self, data: bytes) -> None:
        self._mail.write_bytes(data)
        self._mission.intake.take_in(str(self._mail))

    @staticmethod
    def _key(data: bytes) -> None:
        public_key(data)
        document = json.loads(data)
        asked = ((document.get(name), most) for name, most in _MOST_WORK.items())
        # How much work a key may ask for is bounded; what is allowed of that takes seconds, as it should.
        if not any(isinstance(value, int | float) and most < value < 1e12 for value, most in asked):
            unseal(data, PASSPHRASE)

    def _root(self, data: bytes) -> None:
        try:
            self._mission.intake.follow(data)
        finally:
            self._mission.intake.follow(self._mission.unit.root)

    def _metadata(self, data: bytes) -> None:
        self._swapped(self._mission.stick / "metadata" / "timestamp.json", data, self._mission.sync)

    def _trust(self, data: bytes) -> None:
        self._swapped(self._mission.folder / "trust.json", data, self._mission.intake.verify)

    def _active(self, data: bytes) -> None:
        self._swapped(self._mission.folder / "active.json", data, self._look)

    def _evidence(self, data: bytes) -> None:
        show(data, self._mission.unit.root, self._packs)

    def _look(self) -> None:
        guidelines = InstalledGuidelines(self._mission.shelf)
        guidelines.active()
        guidelines.previous()
        guidelines.freshness()
        self._mission.intake.verify()

    @staticmethod
    def _swapped(path: Path, data: bytes, work: Callable[[], object]) -> None:
        whole = path.read_bytes()
        path.write_bytes(data)
        try:
            work()
        finally:
            path.write_bytes(whole)


def wrong(readers: Readers, name: str, seed: int) -> str:
    """Return what came of a changed file that may not come of it; empty for nothing."""
    pick = random.Random(f"{name} {seed}")  # noqa: S311 - seeded damage
    data = changed(readers.files[name], pick)
    start, said = time.thread_time(), ""
    try:
        readers.read(name, data)
    except AssistantError:
        pass
    except Exception as error:
        said = f"{name} {seed}: {error!r}"
    took = time.thread_time() - start
    # The least is what a good file takes on a busy machine.
    return said or (f"{name} {seed}: {took:.1f} s for {len(data)} bytes" if took > 1 + len(data) / 10_240 else "")


def main(arguments: Sequence[str]) -> int:
    """Try for some minutes; 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first-seed", type=int, default=1)
    given = parser.parse_args(arguments)
    end, seed, tries, found = time.monotonic() + given.minutes * 60, given.first_seed, Counter[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        readers = Readers(Path(folder))
        while time.monotonic() < end:
            for name in readers.files:
                if said := wrong(readers, name, seed):
                    found += 1
                    sys.stdout.write(f"{said}\n")
                tries[name] += 1
            seed += 1
    sys.stdout.write(f"{', '.join(f'{name} {count}' for name, count in tries.items())}; {found} wrong\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
