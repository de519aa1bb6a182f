"""The verified packs of this workspace, in a folder of its own. One small file says which of them are active.

Packs are named by their hash and written first; then the small file is replaced, which is the switch; then what it no
longer names is removed. Whatever happens in between, it names packs that are there whole. It names those before, too,
so that people can be told what changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.errors import AssistantError, Damaged
from embassy_assistant.domain.freshness import Freshness, Tried
from embassy_assistant.guidelines.strays import clear_for_file, make_folder, remove
from embassy_assistant.guidelines.trust import Trust

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from embassy_assistant.guidelines.heads import Heads
    from embassy_assistant.guidelines.ready import ReadyPacks
    from embassy_assistant.guidelines.sync import Verified

ACTIVE_FILE: Final = "active.json"
TRUST_FILE: Final = "trust.json"
"""Beside it, says whose guidelines are taken."""
_PACKS: Final = "packs"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
# What reading a file that anybody may have edited can raise.
_BROKEN: Final = (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


@dataclass(frozen=True, slots=True)
class Active:
    """Which packs are in use, and how far they can be relied on.

    Attributes:
        packs: hashes by the packs' names, the ministry's first.
        versions: what the packs call themselves, in the same order.
        freshness: how old they are.
        version: of the root and of the timestamp that vouched for them.
        evidence: hash of what shows, with no network, that the unit signed them.
        tried: what their rules' own examples showed when they were taken in.
        before: as `packs`, those that were in use before; empty where it was the one that came with the program, None
            where nobody knows.
    """

    packs: Mapping[str, str]
    versions: tuple[str, ...]
    freshness: Freshness
    version: tuple[int, int]
    evidence: str
    tried: Tried
    before: Mapping[str, str] | None = None


class Shelf:
    """Keeps packs; reading needs no lock, and sees the packs before a switch or those after it."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """Keep them in `folder`.

        Args:
            folder: Made when it is needed.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
        """
        self._folder = folder
        self._write = write
        self._anew = 0
        self._found: tuple[object, AssistantError | None] = (None, None)

    @property
    def ready(self) -> ReadyPacks:
        """The active packs, ready to be checked with."""
        # It loads the checks, for which no window should wait.
        from embassy_assistant.guidelines.ready import ReadyPacks

        return ReadyPacks(self._folder / "ready", self._write)

    @property
    def trouble(self) -> AssistantError | None:
        """What verification found wrong with what is active now; whatever is taken in after it counts again."""
        stamp, error = self._found
        return error if error is not None and stamp == self.stamp() else None

    def verified(self, error: AssistantError | None) -> None:
        """Let this program know how the verification of what is active now ended; None for well."""
        self._found = self.stamp(), error

    def stamp(self) -> object:
        """Return what changes with every switch, and with whom to trust; None before anybody is trusted."""
        marks = tuple(_mark(self._folder / name) for name in (ACTIVE_FILE, TRUST_FILE))
        return (*marks, self._anew) if any(marks) else None

    def read_anew(self) -> None:
        """Let this program read again what it may have read before it was found to be something else."""
        self._anew += 1

    def trust(self) -> Trust | None:
        """Return whose guidelines are taken; None before anybody said so.

        Raises:
            Damaged: The file that says so is not what was written.
        """
        try:
            document = json.loads((self._folder / TRUST_FILE).read_bytes())
            return Trust(base64.b64decode(document["root"]), str(document["address"]), str(document["mission"]))
        except FileNotFoundError:
            return None
        except _BROKEN as error:
            raise Damaged("guidelines.trust-damaged", path=TRUST_FILE) from error

    def active(self) -> Active | None:
        """Return what is active; None where nothing was ever taken in.

        Raises:
            Damaged: The small file is not what was written.
        """
        try:
            document = json.loads((self._folder / ACTIVE_FILE).read_bytes())
            return _read(document)
        except FileNotFoundError:
            return None
        except _BROKEN as error:
            raise Damaged("guidelines.damaged", path=ACTIVE_FILE) from error

    def pack(self, digest: str) -> bytes | None:
        """Return the pack with this SHA-256, or the evidence; None where it is not here whole."""
        # What metadata or a file calls a hash may be no name of a file at all.
        with suppress(OSError, ValueError):
            data = self._path(digest).read_bytes()
            if hashlib.sha256(data).hexdigest() == digest:
                return data
        return None

    def switch(self, verified: Verified, told: Heads, tried: Tried, now: datetime) -> Active:
        """Make these packs the active ones.

        Args:
            verified: The packs, and who vouches for them until when.
            told: What they say of themselves.
            tried: What their rules' examples showed.
            now: The time by the laptop's clock, aware UTC.

        Raises:
            DiskFull, NeedsOfficer: What the disk says; those before stay active.
        """
        packs = digests_of(verified.packs)
        # What comes from a stick was vouched for when it was signed, however new it is here.
        confirmed = min(now, verified.signed_at or now)
        freshness = Freshness(confirmed, verified.expires, told.hold_after)
        evidence = hashlib.sha256(verified.evidence).hexdigest()
        active = Active(packs, told.versions, freshness, verified.version, evidence, tried, self._before(packs))
        make_folder(self._folder / _PACKS)
        files = {packs[name]: data for name, data in verified.packs.items()} | {evidence: verified.evidence}
        for digest, data in files.items():
            if self.pack(digest) is None:
                self.put(self._path(digest), data)
        self.put(self._folder / ACTIVE_FILE, _written(active))
        self.sweep(active)
        return active

    def put(self, path: Path, data: bytes) -> None:
        """Write a file, also where a folder is in its place.

        Raises:
            DiskFull, NeedsOfficer: What the disk says.
        """
        clear_for_file(path)
        self._write(path, data)

    def sweep(self, active: Active | None) -> None:
        """Remove packs that are neither active nor those before, and what a run that was killed left half-written."""
        used = (active.packs, active.before or {}) if active else ()
        named = {f"{digest}.json" for packs in used for digest in packs.values()}
        named |= {f"{active.evidence}.json"} if active else set()
        # What cannot be removed now is removed the next time; it harms nobody.
        packs = self._folder / _PACKS
        with suppress(OSError):
            for path in [*self._folder.glob(".*.new"), *(() if packs.is_symlink() else packs.iterdir())]:
                if path.name not in named:
                    remove(path)

    def _before(self, packs: Mapping[str, str]) -> Mapping[str, str] | None:
        """Return the packs that are to be those before once `packs` are active."""
        try:
            active = self.active()
        except Damaged:
            return None
        if active is None:
            return {}
        return active.before if active.packs == packs else active.packs

    def _path(self, digest: str) -> Path:
        return self._folder / _PACKS / f"{digest}.json"


def _mark(path: Path) -> tuple[int, ...]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return ()
    return found.st_mtime_ns, found.st_ino, found.st_size


def digests_of(packs: Mapping[str, bytes]) -> dict[str, str]:
    """Return the hashes of packs by their names."""
    return {name: hashlib.sha256(data).hexdigest() for name, data in packs.items()}


def _written(active: Active) -> bytes:
    age = active.freshness
    return json.dumps(
        {
            "packs": dict(active.packs),
            "versions": active.versions,
            "confirmed": age.confirmed.isoformat(),
            "expires": age.expires.isoformat(),
            "hold_after_days": age.hold_after and age.hold_after / timedelta(days=1),
            "root": active.version[0],
            "timestamp": active.version[1],
            "evidence": active.evidence,
            "tried": asdict(active.tried),
            "before": None if active.before is None else dict(active.before),
        },
        ensure_ascii=False,
        indent=1,
    ).encode()


def _read(document: Mapping[str, Any]) -> Active:
    days, before = document["hold_after_days"], document.get("before")
    packs = _digests(document["packs"])
    if not packs:
        raise ValueError(packs)
    return Active(
        packs=packs,
        versions=tuple(map(str, document["versions"])),
        freshness=Freshness(
            datetime.fromisoformat(document["confirmed"]).astimezone(UTC),
            datetime.fromisoformat(document["expires"]).astimezone(UTC),
            None if days is None else timedelta(days=days),
        ),
        version=(int(document["root"]), int(document["timestamp"])),
        evidence=_digest(document["evidence"]),
        tried=_tried(document["tried"]),
        before=None if before is None else _digests(before),
    )


def _tried(told: Mapping[str, Any]) -> Tried:
    return Tried(str(told["by"]), tuple(map(str, told["failing"])), int(told["untried"]))


def _digests(packs: Mapping[str, Any]) -> Mapping[str, str]:
    return {str(name): _digest(digest) for name, digest in packs.items()}


def _digest(told: str) -> str:
    if not _DIGEST.fullmatch(told):
        raise ValueError(told)
    return told
