"""A post as a TOML file: what `check`, `posts add` and scripts read.

topic = "Drone debris"                          officer = "Olena Kovalenko"
due = 2026-12-01T14:00:00                       zone = "Europe/Berlin"        # due is local time there
accounts = ["bluesky:ukrinde.bsky.social"]
released = {reason = "a reply"}   or            promised = {reason = "translator", time = 2026-12-01T18:00:00}

[versions.uk]                                   [[media]]
text = "…"                                      path = "flag.jpg"             # relative to the file
[versions.en]                                   alt.uk = "…"
text = "…"                                      alt.en = "…"

confirmed = true                                # an officer has read both halves: they say the same

[[overrides]]
rule = "pair.drafted"                           reason = "…"
"""

from __future__ import annotations

import difflib
import hashlib
import re
import tomllib
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.officer import Officer
from embassy_assistant.domain.post import (
    PAIR_LANGUAGES,
    Confirmation,
    Due,
    Media,
    Override,
    Pair,
    Post,
    Promise,
    Release,
    Version,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

EXAMPLE: Final = """\b
A post file:
  topic = "Exhibition"
  due = 2026-12-01T14:00:00          # local time; leave out: once queued
  zone = "Europe/Berlin"
  officer = "Olena Kovalenko"
  accounts = ["bluesky:ukrinde.bsky.social"]
  confirmed = true                   # the officer has read both halves: they say the same
  released = {reason = "a reply"}    # or: promised = {reason = "…", time = …}
  [versions.uk]
  text = "…"
  [versions.en]
  text = "…"
  [[media]]
  path = "picture.jpg"               # beside this file
  alt.uk = "…"
  alt.en = "…"
  [[overrides]]
  rule = "links.shortener"
  reason = "…"
"""

LARGEST_FILE: Final = 1_000_000
LARGEST_PICTURE: Final = 50_000_000
DEFAULT_ZONE: Final = "Europe/Kyiv"
_YEARS: Final = range(1970, 9999)
"""Beyond these a local time may be no instant at all."""

_TOP: Final = (
    "topic", "due", "zone", "officer", "accounts", "thread", "confirmed", "released", "promised", "versions", "media",
    "overrides",
)  # fmt: skip
_POSITION: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_SIGNATURES: Final = ((b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"GIF8", "image/gif"))


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the file names.

    Attributes:
        alt: alt text per language.
    """

    path: Path
    alt: dict[str, str]

    def read(self) -> tuple[bytes, str]:
        """Return the bytes and their kind (`image/jpeg`).

        Raises:
            Unusable: there is no such file, or it is no picture that networks take.
        """
        try:
            if self.path.stat().st_size > LARGEST_PICTURE:
                raise Unusable("postfile.picture-too-large", path=str(self.path), limit=LARGEST_PICTURE)
            data = self.path.read_bytes()
        except OSError as error:
            raise Unusable("postfile.no-picture", path=str(self.path)) from error
        if (mime := picture_kind(data)) is None:
            raise Unusable("postfile.not-a-picture", path=str(self.path))
        return data, mime


@dataclass(frozen=True, slots=True)
class PostFile:
    """What the file says, checked for form only.

    Attributes:
        due: naive local time.
        zone: IANA name; empty where the file names none.
        officer: name; empty where the file names none.
        accounts: `network:handle` each.
        confirmed: whether the officer says that both halves say the same.
        released: the reason why no other half is needed, if so.
        promised: reason and naive local time of the other half, if so.
        overrides: rule and reason each.
    """

    topic: str = ""
    due: datetime | None = None
    zone: str = ""
    officer: str = ""
    accounts: tuple[str, ...] = ()
    thread: bool = False
    confirmed: bool = False
    released: str | None = None
    promised: tuple[str, datetime] | None = None
    versions: dict[str, str] = field(default_factory=dict)
    media: tuple[Picture, ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()

    def post(
        self, now: datetime, *, officer: Officer | None, zone: str, keep: Callable[[Picture], Media] | None = None
    ) -> Post:
        """Return the Post that the file describes.

        Args:
            now: aware UTC; when the decisions in the file were made.
            officer: who works here, for a file that names nobody.
            zone: the mission's zone, for a file that names none.
            keep: copies a picture into a workspace; None only measures it.
        """
        zone = self.zone or zone
        who = officer_called(self.officer) if self.officer else officer or officer_called("—")
        versions = {code: Version(code, text) for code, text in self.versions.items()}
        digests = {code: versions.get(code, Version(code, "")).digest for code in PAIR_LANGUAGES}
        pair = Pair(
            confirmation=Confirmation(MappingProxyType(digests), who, now) if self.confirmed else None,
            promise=Promise(self.promised[0], Due(self.promised[1], zone).instant(), who, now)
            if self.promised
            else None,
            release=Release(self.released, who, now) if self.released is not None else None,
        )
        return replace(
            Post.new(now, accounts=self.accounts),
            topic=self.topic,
            versions=MappingProxyType(versions),
            media=tuple(map(keep or measure, self.media)),
            pair=pair,
            due=Due(self.due, zone) if self.due else None,
            overrides=tuple(Override(rule, reason, who, now) for rule, reason in self.overrides),
            as_thread=self.thread,
        )


def officer_called(name: str) -> Officer:
    """Return the Officer of that name, with the initials it gives."""
    return Officer(name, "".join(word[0] for word in name.split()).upper()[:3])


def measure(picture: Picture) -> Media:
    """Return what a check needs of a picture, without keeping it."""
    data, mime = picture.read()
    digest = hashlib.sha256(data).hexdigest()
    return Media(digest, picture.path.name, mime, len(data), MappingProxyType(dict(picture.alt)))


def picture_kind(data: bytes) -> str | None:
    """Return the media type that the first bytes tell; None for anything but JPEG, PNG, GIF and WebP."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((mime for start, mime in _SIGNATURES if data.startswith(start)), None)


def read(data: bytes, *, name: str, folder: Path) -> PostFile:
    """Return what a post file says.

    Args:
        data: the file's bytes.
        name: what to call it in errors.
        folder: what the paths of pictures are relative to.

    Raises:
        Unusable: it is no post file; says where and, for a misspelt key, what was probably meant.
    """
    if len(data) > LARGEST_FILE:
        raise Unusable("postfile.too-large", file=name, limit=LARGEST_FILE)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Unusable("postfile.not-utf8", file=name, line=line) from error
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Most are TOMLDecodeErrors; a number of thousands of digits and brackets nested as deep end differently.
        position = _POSITION.search(str(error))
        at_end = isinstance(error, tomllib.TOMLDecodeError)
        line = int(position[1]) if position and position[1] else text.count("\n") + 1 if at_end else 1
        what = _POSITION.sub("", str(error))
        raise Unusable("postfile.not-toml", file=name, line=line, what=what) from error
    return _Reader(name, text, folder).read(table)


class _Reader:
    """Reads one table, and knows where in the file each key stands."""

    def __init__(self, name: str, text: str, folder: Path) -> None:
        self._name = name
        self._lines = text.splitlines()
        self._folder = folder

    def read(self, table: dict[str, Any]) -> PostFile:
        self._only(table, _TOP)
        zone = self._zone(self._string(table, "zone"))
        released, promised = self._released(table), self._promised(table)
        if released is not None and promised is not None:
            self._fail("postfile.released-and-promised", "promised")
        return PostFile(
            topic=self._string(table, "topic"),
            due=self._time(table, "due"),
            zone=zone,
            officer=self._officer(table),
            accounts=tuple(self._accounts(table)),
            thread=self._get(table, "thread", bool, "true-or-false") or False,
            confirmed=self._get(table, "confirmed", bool, "true-or-false") or False,
            released=released,
            promised=promised,
            versions=dict(self._versions(table)),
            media=tuple(self._media(table)),
            overrides=tuple(self._overrides(table)),
        )

    def _line(self, key: str) -> int:
        """Return the first line where the key's last part stands, 1 where it cannot be found."""
        last = key.rsplit(".", 1)[-1]
        pattern = re.compile(rf"(?:^|[\s\[.,{{\"']){re.escape(last)}(?:$|[\s\].=\"'])")
        return next((number for number, line in enumerate(self._lines, 1) if pattern.search(line)), 1)

    def _fail(self, message_id: str, key: str, **parameters: str | int) -> NoReturn:
        raise Unusable(message_id, file=self._name, line=self._line(key), key=key, **parameters)

    def _only(self, table: dict[str, Any], known: Iterable[str], path: str = "") -> None:
        for key in table:
            if key not in known:
                guess = difflib.get_close_matches(key, list(known), n=1)
                if guess:
                    self._fail("postfile.unknown-key-guess", f"{path}{key}", guess=guess[0])
                self._fail("postfile.unknown-key", f"{path}{key}", known=", ".join(known))

    def _get(self, table: dict[str, Any], key: str, kind: type, wanted: str, path: str = "") -> Any:  # noqa: ANN401
        value = table.get(key)
        if value is not None and not isinstance(value, kind):
            self._fail("postfile.wrong-kind", f"{path}{key}", wanted=wanted)
        return value

    def _string(self, table: dict[str, Any], key: str, path: str = "") -> str:
        return str(self._get(table, key, str, "text", path) or "")

    def _needed(self, table: dict[str, Any], key: str, path: str) -> str:
        value = self._string(table, key, path)
        if not value.strip():
            raise Unusable(
                "postfile.missing-key", file=self._name, line=self._line(path.strip(".")), key=f"{path}{key}"
            )
        return value

    def _time(self, table: dict[str, Any], key: str, path: str = "") -> datetime | None:
        value = table.get(key)
        if isinstance(value, str):
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                self._fail("postfile.wrong-kind", f"{path}{key}", wanted="time")
        if value is None:
            return None
        if not isinstance(value, datetime) or value.year not in _YEARS:
            self._fail("postfile.wrong-kind", f"{path}{key}", wanted="time")
        if value.tzinfo is not None:
            self._fail("postfile.time-with-offset", f"{path}{key}")
        return value

    def _zone(self, name: str) -> str:
        if name:
            try:
                ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                guess = difflib.get_close_matches(name, available_timezones(), n=1)
                self._fail("postfile.unknown-zone", "zone", zone=name, guess=guess[0] if guess else DEFAULT_ZONE)
        return name

    def _officer(self, table: dict[str, Any]) -> str:
        return self._string(table, "officer").strip()

    def _accounts(self, table: dict[str, Any]) -> Iterable[str]:
        for account in self._get(table, "accounts", list, "list") or []:
            network, colon, handle = account.partition(":") if isinstance(account, str) else ("", "", "")
            if not (network and colon and handle.strip("@ ")):
                self._fail("postfile.wrong-account", "accounts", account=str(account))
            yield f"{network}:{handle.removeprefix('@')}"

    def _released(self, table: dict[str, Any]) -> str | None:
        value = table.get("released")
        if isinstance(value, dict):
            self._only(value, ("reason",), "released.")
            return self._needed(value, "reason", "released.")
        return self._needed(table, "released", "") if value is not None else None

    def _promised(self, table: dict[str, Any]) -> tuple[str, datetime] | None:
        value = self._get(table, "promised", dict, "table")
        if value is None:
            return None
        self._only(value, ("reason", "time"), "promised.")
        if (at := self._time(value, "time", "promised.")) is None:
            self._fail("postfile.missing-key", "promised.time")
        return self._needed(value, "reason", "promised."), at

    def _versions(self, table: dict[str, Any]) -> Iterable[tuple[str, str]]:
        for code, version in (self._get(table, "versions", dict, "table") or {}).items():
            path = f"versions.{code}"
            if not _LANGUAGE.fullmatch(code):
                self._fail("postfile.not-a-language", path, code=code)
            if not isinstance(version, dict):
                self._fail("postfile.wrong-kind", path, wanted="table")
            self._only(version, ("text",), f"{path}.")
            yield code, self._string(version, "text", f"{path}.")

    def _tables(self, table: dict[str, Any], key: str) -> list[dict[str, Any]]:
        rows = self._get(table, key, list, "tables") or []
        if not all(isinstance(row, dict) for row in rows):
            self._fail("postfile.wrong-kind", key, wanted="tables")
        return list(rows)

    def _media(self, table: dict[str, Any]) -> Iterable[Picture]:
        for row in self._tables(table, "media"):
            self._only(row, ("path", "alt"), "media.")
            alt = self._get(row, "alt", dict, "table", "media.") or {}
            texts = {code: self._string(alt, code, "media.alt.") for code in alt}
            yield Picture(self._folder / self._needed(row, "path", "media."), texts)

    def _overrides(self, table: dict[str, Any]) -> Iterable[tuple[str, str]]:
        for row in self._tables(table, "overrides"):
            self._only(row, ("rule", "reason"), "overrides.")
            yield self._needed(row, "rule", "overrides."), self._needed(row, "reason", "overrides.")
