"""A Post: one message, one Version per language, and the Pair they make."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from collections.abc import Mapping, Sequence  # noqa: TC003 - dataclass fields are read at run time by the store
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from embassy_assistant.domain.officer import Officer  # noqa: TC001

_NEVER = datetime.min.replace(tzinfo=UTC)

UKRAINIAN = "uk"
ENGLISH = "en"
PAIR_LANGUAGES = (UKRAINIAN, ENGLISH)

# Format characters (zero widths, word joiners), controls, marks without a letter, spaces; not `Cn`, which is also what
# a newer Unicode's emoji is to this Python.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Mn", "Zl", "Zp", "Zs"})
# Hangul's fillers and the empty cell of Braille are letters and symbols to Unicode, and blank to everybody.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def seen(text: str) -> bool:
    """Whether a reader would see anything of `text`."""
    return any(unicodedata.category(letter) not in _UNSEEN and letter not in _BLANK for letter in text)


@dataclass(frozen=True, slots=True)
class Due:
    """A wall-clock time in a zone; the instant is computed anew each time, so that a change of the rules is followed.

    Attributes:
        local: naive local date and time.
        zone: IANA name.
    """

    local: datetime
    zone: str

    def instant(self) -> datetime:
        """Return the instant, aware UTC.

        A time that summer time skips is read as the hour after; one that occurs twice, as the first.
        """
        return self.local.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """The text of a Post in one language."""

    language: str
    text: str

    @property
    def written(self) -> bool:
        """Whether there is anything to send."""
        return seen(self.text)

    @property
    def digest(self) -> str:
        """SHA-256 of the NFC text, hexadecimal: what a confirmation remembers."""
        return hashlib.sha256(unicodedata.normalize("NFC", self.text.strip()).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Media:
    """A picture that was copied in.

    Attributes:
        hash: SHA-256 of the bytes, hexadecimal.
        size: bytes.
        alt: alt text per language code.
    """

    hash: str
    name: str
    mime: str
    size: int
    alt: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def with_alt(self, language: str, text: str) -> Media:
        """Return the same picture with another alt text."""
        return replace(self, alt=MappingProxyType({**self.alt, language: text}))


@dataclass(frozen=True, slots=True)
class Poll:
    """A question to the public; the text asks, these answer.

    Attributes:
        options: the answers per language code, in the same order in each.
        minutes: how long it is open.
        multiple: whether more than one answer may be chosen.
    """

    options: Mapping[str, tuple[str, ...]]
    minutes: int = 1_440
    multiple: bool = False

    def in_languages(self, languages: Sequence[str]) -> tuple[str, ...]:
        """Return the answers as one text gives them, which may be in several languages."""
        options = [self.options.get(code, ()) for code in languages]
        # Where a half has fewer, a check says so.
        return tuple(_joined(answers) for answers in zip(*options, strict=False))


class PairState(StrEnum):
    """How the Ukrainian and the English Version stand to each other."""

    MISSING = "missing"
    DRAFTED = "drafted"
    CONFIRMED = "confirmed"
    STALE = "stale"
    PROMISED = "promised"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """An Officer said: these say the same."""

    digests: Mapping[str, str]
    officer: Officer
    at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """The other half follows by a set time."""

    reason: str
    by: datetime
    officer: Officer
    at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """This post needs no other half."""

    reason: str
    officer: Officer
    at: datetime


@dataclass(frozen=True, slots=True)
class Pair:
    """What Officers have said about the two halves; the state is derived by `Post.pair_state`."""

    confirmation: Confirmation | None = None
    promise: Promise | None = None
    release: Release | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """An Officer's recorded reason for sending despite a `warn`.

    Attributes:
        rule: id of the finding.
        text: the text or the account it was given for; empty means every place. A changed text needs a new reason.
    """

    rule: str
    reason: str
    officer: Officer
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One message; the unit of the draft queue.

    Attributes:
        revision: grows by one with each snapshot of one editing process; a check of an older revision is dropped.
        accounts: ids of the Accounts it goes to.
        warnings: per language code, what stands before the text where the network can fold it (content warning).
        poll: asked where the network has polls; None for none.
        as_thread: whether a text that is too long goes out as a thread where the network has threads.
        updated_at: aware UTC.
    """

    id: str
    topic: str = ""
    versions: Mapping[str, Version] = field(default_factory=lambda: MappingProxyType({}))
    media: tuple[Media, ...] = ()
    pair: Pair = field(default_factory=Pair)
    accounts: tuple[str, ...] = ()
    due: Due | None = None
    overrides: tuple[Override, ...] = ()
    as_thread: bool = False
    warnings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    poll: Poll | None = None
    revision: int = 0
    created_at: datetime = _NEVER
    updated_at: datetime = _NEVER

    @staticmethod
    def new(now: datetime, *, accounts: tuple[str, ...] = ()) -> Post:
        """Return an empty Post with an id of its own."""
        return Post(id=uuid.uuid4().hex, accounts=accounts, created_at=now, updated_at=now)

    def text(self, language: str) -> str:
        """Return the text in `language`, empty where it is not written."""
        version = self.versions.get(language)
        return version.text if version else ""

    def with_text(self, language: str, text: str) -> Post:
        """Return the Post with another text in `language`."""
        return replace(self, versions=MappingProxyType({**self.versions, language: Version(language, text)}))

    def warning(self, languages: Sequence[str]) -> str:
        """Return the content warning of a text in these languages, empty where there is none."""
        return _joined([self.warnings.get(code, "") for code in languages])

    def written(self, language: str) -> bool:
        """Whether there is a text in `language`."""
        return seen(self.text(language))

    @property
    def empty(self) -> bool:
        """Whether nothing at all was written or attached."""
        return not self.topic.strip() and not self.media and not any(v.written for v in self.versions.values())

    @property
    def title(self) -> str:
        """The topic, else the first line of the first written Version."""
        if self.topic.strip():
            return self.topic.strip()
        for version in self.versions.values():
            if version.written:
                return next(line.strip() for line in version.text.splitlines() if seen(line))
        return ""

    @property
    def pair_state(self) -> PairState:
        """How the halves stand; see `PairState`."""
        if self.pair.release:
            return PairState.RELEASED
        if not all(self.written(language) for language in PAIR_LANGUAGES):
            return PairState.PROMISED if self.pair.promise else PairState.MISSING
        if self.pair.confirmation is None:
            return PairState.DRAFTED
        return PairState.STALE if self.changed_since_confirmed else PairState.CONFIRMED

    @property
    def changed_since_confirmed(self) -> tuple[str, ...]:
        """The languages whose text is no longer the one an Officer confirmed."""
        if self.pair.confirmation is None:
            return ()
        return tuple(
            language
            for language in PAIR_LANGUAGES
            if self.pair.confirmation.digests.get(language) != Version(language, self.text(language)).digest
        )

    @property
    def missing_languages(self) -> tuple[str, ...]:
        """The halves of the Pair that are not written."""
        return tuple(language for language in PAIR_LANGUAGES if not self.written(language))


def _joined(parts: Sequence[str]) -> str:
    return " / ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))
