"""Packs made ready to be checked with at once, as one, and kept by the hashes of what they were made of.

Reading ten thousand rules and folding a hundred thousand forms takes a second; a check needs a handful of rules. So
what was verified and validated once is kept as bytes: the phrases of all rules, folded and sorted out, and each rule as
JSON of its own that is read when a phrase of it was found.
"""

from __future__ import annotations

import hashlib
import json
import sys
from array import array
from contextlib import suppress
from dataclasses import replace
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, overload

from typing_extensions import override

from embassy_assistant import __version__
from embassy_assistant.checks.rules.phrase_keys import ANY, IndexedRules, languages_of, phrases_of
from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.domain.guideline import GuidelinePack, RuleKind
from embassy_assistant.guidelines.plain import pack_of, rule_of, topic_of
from embassy_assistant.guidelines.together import MISTAKES, of_validated
from embassy_assistant.language.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from embassy_assistant.domain.guideline import Rule

_LAYOUT: Final = f"ready 2 {__version__} {sys.byteorder} {array('I').itemsize}".encode()
"""Another program, which may fold otherwise or know more kinds, or a machine that counts otherwise: made anew."""
_DIGEST: Final = 32
_READ: Final = 512
"""Rules that are kept once they were read."""


class ReadyPacks:
    """The packs in force, in a folder; one file at a time."""

    def __init__(self, folder: Path, write: Callable[[Path, bytes], None]) -> None:
        """Remember where they are kept.

        Args:
            folder: Made, for its owner only, when it is needed; nothing is kept where the folder it is in is missing.
            write: Writes a file so that, whatever happens, it holds the old bytes or the new ones.
        """
        self._folder = folder
        self._write = write

    def get(self, packs: Mapping[str, bytes], shipped_with: str = "") -> GuidelinePack:
        """Return packs as one; what is kept of them is used where it is whole, else made anew.

        Args:
            packs: Each in its travel format by its SHA-256, hexadecimal; the ministry's first.
            shipped_with: The program's version where the pack came with the program.

        Raises:
            Unusable: One is not what the format says.
        """
        name = _name(packs)
        # The seal tells damage, and not what somebody put there on purpose.
        with suppress(OSError, *MISTAKES):
            kept = self._path(name).read_bytes()
            if kept[:_DIGEST] == _seal(memoryview(kept)[_DIGEST:], name):
                return replace(open_ready(kept, shipped_with, _DIGEST), digest=name)
        made = of_validated(packs.values(), make_ready)
        self._keep(self._path(name), _seal(made, name) + made)
        return replace(open_ready(made, shipped_with), digest=name)

    def mark(self, packs: Iterable[str]) -> str:
        """Return what tells what is kept of packs from anything else; empty where nothing is."""
        with suppress(OSError):
            return hashlib.sha256(self._path(_name(packs)).read_bytes()).hexdigest()
        return ""

    def drop(self, packs: Iterable[str]) -> None:
        """Forget what is kept of packs: the seal tells damage, and not what somebody put there on purpose."""
        with suppress(OSError):
            self._path(_name(packs)).unlink()

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.ready"

    def _keep(self, path: Path, data: bytes) -> None:
        """Keep it and nothing else; a disk that is full costs time at the next start, and nothing else."""
        with suppress(OSError, AssistantError):
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._write(path, data)
            for other in self._folder.iterdir():
                if other != path:
                    other.unlink()


def _name(packs: Iterable[str]) -> str:
    return hashlib.sha256(" ".join(packs).encode()).hexdigest()


def make_ready(document: Mapping[str, Any]) -> bytes:
    """Return a pack as `open_ready` reads it.

    Args:
        document: The JSON of a valid pack, as `PackModel.plain` returns it.
    """
    known = frozenset(RuleKind)
    rules = [rule for rule in document["rules"] if rule["kind"] in known]
    pack = pack_of(document)
    parts = [json.dumps(rule, ensure_ascii=False, separators=(",", ":")).encode() for rule in rules]
    ends = array("I")
    for part in parts:
        ends.append(len(part) + (ends[-1] if ends else 0))
    sections = {"ends": ends.tobytes(), "rules": b"".join(parts)}
    for language in sorted(languages_of(pack.rules)):
        phrases = phrases_of(pack.rules, language)
        # A phrase never holds a line's end: folding makes it a space.
        sections[f"texts {language}"] = "\n".join(phrases.texts).encode()
        sections[f"begins {language}"] = phrases.begins.tobytes()
        sections[f"keys {language}"] = phrases.keys.tobytes()
    header = {
        "pack_version": pack.version,
        "title": dict(pack.title),
        "issued": pack.issued,
        "unchecked": pack.unchecked,
        "topics": document.get("topics", ()),
        "ids": [rule.id for rule in pack.rules],
        "kinds": [rule.kind for rule in pack.rules],
        "timed": [number for number, rule in enumerate(pack.rules) if rule.timed],
        "sections": [(name, len(content)) for name, content in sections.items()],
    }
    return json.dumps(header, ensure_ascii=False).encode() + b"\n" + b"".join(sections.values())


def open_ready(data: bytes, shipped_with: str = "", start: int = 0) -> GuidelinePack:
    """Return a pack whose rules are read when they are asked for.

    Args:
        data: What `make_ready` returned.
        shipped_with: The program's version where the pack came with the program.
        start: Where in `data` it begins.
    """
    end = data.index(b"\n", start)
    header = json.loads(data[start:end])
    return GuidelinePack(
        version=header["pack_version"],
        title=MappingProxyType(header["title"]),
        rules=ReadyRules(data, end + 1, header),
        issued=header["issued"],
        shipped_with=shipped_with,
        unchecked=tuple(header["unchecked"]),
        topics=tuple(map(topic_of, header["topics"])),
    )


class ReadyRules(IndexedRules):
    """The rules of a pack made ready; safe to share between threads."""

    def __init__(self, data: bytes, start: int, header: Mapping[str, Any]) -> None:
        """Find the sections; read no rule.

        Args:
            data: What `make_ready` returned.
            start: Where its sections begin.
            header: What it says of them.
        """
        self._data = data
        self._ids: list[str] = header["ids"]
        self._kinds = tuple(map(RuleKind, header["kinds"]))
        self._timed: list[int] = header["timed"]
        self._sections: dict[str, tuple[int, int]] = {}
        for name, size in header["sections"]:
            self._sections[name] = start, start + size
            start += size
        self._ends = self._numbers("ends")
        self._rule = lru_cache(maxsize=_READ)(self._read)

    @override
    def __len__(self) -> int:
        return len(self._ids)

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    @override
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        numbers = range(len(self._ids))[index]
        return self._rule(numbers) if isinstance(numbers, int) else tuple(map(self._rule, numbers))

    @override
    def find(self, rule_id: str) -> Rule | None:
        number = self._number_of.get(rule_id)
        return None if number is None else self._rule(number)

    @property
    @override
    def timed(self) -> Sequence[Rule]:
        return tuple(map(self._rule, self._timed))

    @property
    @override
    def kinds(self) -> Sequence[RuleKind]:
        return self._kinds

    @override
    def phrases(self, language: str) -> Phrases:
        if f"texts {language}" not in self._sections:
            language = ANY
        start, end = self._sections[f"texts {language}"]
        texts = self._data[start:end].decode().split("\n") if end > start else []
        return Phrases(texts, self._numbers(f"begins {language}"), self._numbers(f"keys {language}"))

    @cached_property
    def _number_of(self) -> Mapping[str, int]:
        return {rule_id: number for number, rule_id in enumerate(self._ids)}

    def _numbers(self, section: str) -> array[int]:
        start, end = self._sections[section]
        numbers = array("I")
        numbers.frombytes(self._data[start:end])
        return numbers

    def _read(self, number: int) -> Rule:
        start = self._sections["rules"][0]
        first = self._ends[number - 1] if number else 0
        return rule_of(json.loads(self._data[start + first : start + self._ends[number]]))


def _seal(made: bytes | memoryview, name: str) -> bytes:
    """Return what tells that the rest is whole, and was made by this program of those packs."""
    seal = hashlib.blake2b(_LAYOUT + name.encode(), digest_size=_DIGEST)
    seal.update(made)
    return seal.digest()
