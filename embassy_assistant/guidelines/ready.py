"""A pack made ready to be checked with at once, and kept by the hash of what it was made of.

Reading ten thousand rules and folding a hundred thousand forms takes a second; a check needs a handful of rules. So
what was verified and validated once is kept as bytes: the phrases of all rules, folded and sorted out, and each rule as
JSON of its own that is read when a phrase of it was found.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import sys
from array import array
from contextlib import suppress
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, overload

from typing_extensions import override

from embassy_assistant.checks.rules.phrase_keys import ANY, IndexedRules, languages_of, phrases_of
from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.guideline import GuidelinePack, RuleKind
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import pack_of, rule_of
from embassy_assistant.language.phrases import Phrases

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from embassy_assistant.domain.guideline import Rule

_LAYOUT: Final = f"ready 1 {sys.byteorder} {array('I').itemsize}".encode()
"""Another layout, or a machine that counts otherwise: made anew."""
_DIGEST: Final = 32
_READ: Final = 512
"""Rules that are kept once they were read."""


class ReadyPacks:
    """Packs in a folder, each under the hash of the JSON that it was made of."""

    def __init__(self, folder: Path, key: bytes = b"") -> None:
        """Remember where they are kept.

        Args:
            folder: The folder; made when it is needed.
            key: Seals what is kept, at most 64 bytes: nobody without it can put other rules in its place.
        """
        self._folder = folder
        self._key = key

    def get(self, digest: str, read: Callable[[], bytes], shipped_with: str = "") -> GuidelinePack:
        """Return a pack; what is kept of it is used where it is whole, else made anew.

        Args:
            digest: SHA-256 of the pack in its travel format, hexadecimal, as it was verified.
            read: Returns the pack in its travel format; not asked where it is kept.
            shipped_with: The program's version where the pack came with the program.

        Raises:
            Damaged: What `read` returns is not what was verified.
            Unusable: It is not what the format says.
        """
        path = self._folder / f"{digest}.ready"
        with suppress(OSError):
            kept = path.read_bytes()
            if hmac.compare_digest(kept[:_DIGEST], _seal(memoryview(kept)[_DIGEST:], digest, self._key)):
                return open_ready(kept, shipped_with, _DIGEST)
        data = read()
        if hashlib.sha256(data).hexdigest() != digest:
            raise Damaged("guidelines.not-the-verified")
        made = make_ready(read_pack(data).plain())
        self._keep(path, _seal(made, digest, self._key) + made)
        return open_ready(made, shipped_with)

    def _keep(self, path: Path, data: bytes) -> None:
        """Write it whole or not at all; a disk that is full costs time at the next start, and nothing else."""
        new = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with new.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
            for other in self._folder.glob("*.ready"):
                if other != path:
                    other.unlink()
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)


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


def _seal(made: bytes | memoryview, name: str, key: bytes) -> bytes:
    """Return what tells that the rest is whole, and made of that pack by somebody with the key."""
    seal = hashlib.blake2b(_LAYOUT + name.encode(), key=key, digest_size=_DIGEST)
    seal.update(made)
    return seal.digest()
