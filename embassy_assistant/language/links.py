"""Links, mentions and tags in running text: one finder for counting, for the link check and for rich text of networks.

A link without a scheme counts when its last label is a top-level domain, as social networks do; see `domains.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.domains import COUNTRY, GENERIC, as_read

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL: Final = r"[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}_-]*[\p{L}\p{N}\p{M}])?"
# A name of the DNS has at most 253 characters (RFC 1035, section 2.3.4), so no more labels than this.
_LABELS: Final = rf"(?:{_LABEL}\.){{1,126}}"
# Characters pasted without being seen end a link: with them it would lead nowhere.
_UNSEEN: Final = r"\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_TAIL: Final = rf"(?::\d{{2,5}})?(?:[/?#][^\s<>\"«»„“”‘’`{{}}|\\^{_UNSEEN}]*)?"
_LINK: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}\p{{M}}_@./#$-])"
    rf"(?:(?P<scheme>[a-z][a-z0-9+.-]{{0,20}})://[^\s<>\"«»„“”`{{}}|\\^{_UNSEEN}]+"
    rf"|(?P<danger>javascript|vbscript|data(?=:[a-z]+/)|file(?=:/)):[^\s<>\"«»„“”]+"
    rf"|(?P<host>{_LABELS}(?P<top>[\p{{L}}][\p{{L}}\p{{N}}-]*[\p{{L}}\p{{N}}])){_TAIL})",
    regex.IGNORECASE,
)
_MENTION: Final = regex.compile(
    r"(?<![\p{L}\p{N}\p{M}_@./=-])@(?P<name>[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?)(?:@(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?))?",
    regex.IGNORECASE,
)
# A tag holds at least one letter; «#1» is a number. Ukrainian apostrophes belong to it.
_TAG: Final = regex.compile(r"(?<![\p{L}\p{N}\p{M}_&/#＃])[#＃](?P<name>[\p{L}\p{N}\p{M}_]+(?:[’ʼ'][\p{L}\p{M}]+)*)")
_MISTYPED: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{N}}_./-])https?(?::/|//|;/{{1,2}}|:\\{{1,2}})(?=[\p{{L}}\p{{N}}])[^\s<>\"«»„“”`{{}}|^{_UNSEEN}]+",
    regex.IGNORECASE,
)
# What stands before it ends no such run, so that each is read once, however long it is.
_ADDRESS: Final = regex.compile(rf"(?<![\p{{L}}\p{{N}}._%+-])[\p{{L}}\p{{N}}._%+-]++@{_LABELS}{_LABEL}")
_TRAILING: Final = frozenset(".,;:!?…'’\"»”*_~")
_BRACKETS: Final = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text.

    Attributes:
        start: First code point.
        end: Behind the last code point.
        text: The link as written.
        scheme: Its scheme in lower case, or "" where none is written.
    """

    start: int
    end: int
    text: str
    scheme: str

    @property
    def address(self) -> str:
        """The full address; a link without a scheme is taken to mean https."""
        return self.text if self.scheme else f"https://{self.text}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of an account.

    Attributes:
        start: First code point, the @.
        end: Behind the last code point.
        name: The name without the @, such as `ukraine` or `mfa.bsky.social`.
        host: The server named behind a second @, or "".
    """

    start: int
    end: int
    name: str
    host: str


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag.

    Attributes:
        start: First code point, the #.
        end: Behind the last code point.
        name: The tag without the #.
    """

    start: int
    end: int
    name: str


def find_links(text: str) -> Iterator[Link]:
    """Yield every link in reading order; punctuation that ends the sentence is not part of it.

    Args:
        text: Any text.
    """
    if "." not in text and ":" not in text:
        return
    for match in _LINK.finditer(text):
        scheme = (match["scheme"] or match["danger"] or "").lower()
        if not scheme and not _is_public_host(match["host"], match["top"], match.end("host") < match.end()):
            continue
        start, end = match.start(), _trim(text, match.start(), match.end())
        if end <= start + len(scheme) + (len("://") if match["scheme"] else 1):
            # Nothing but punctuation stood behind the scheme.
            continue
        yield Link(start, end, text[start:end], scheme)


def find_mistyped(text: str) -> Iterator[Link]:
    """Yield what was meant to be a link with a scheme and is none: `https:/mfa.gov.ua`, `https//mfa.gov.ua`.

    Args:
        text: Any text.
    """
    for match in _MISTYPED.finditer(text):
        start, end = match.start(), _trim(text, match.start(), match.end())
        yield Link(start, end, text[start:end], "")


def find_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every e-mail address in reading order.

    Args:
        text: Any text.
    """
    if "@" not in text:
        return
    for match in _ADDRESS.finditer(text):
        yield match.span()


def find_all_addresses(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of every link, mention and e-mail address: no words, and to change a letter would break them.

    Args:
        text: Any text.
    """
    yield from ((link.start, link.end) for link in find_links(text))
    yield from ((mention.start, mention.end) for mention in find_mentions(text))
    yield from find_addresses(text)


def _is_public_host(host: str, top: str, has_path: bool) -> bool:
    """Tell whether a name without a scheme is a link.

    `word.co` typed without a space behind a full stop looks like a short country domain, so one label and a country
    count only with a path behind them.
    """
    top = as_read(top)
    if top in GENERIC:
        return True
    return top in COUNTRY and (has_path or host.count(".") > 1 or top in {"ua", "tv", "eu", "укр"})


def _trim(text: str, start: int, end: int) -> int:
    """Return the end of a link without the punctuation and the unpaired brackets behind it."""
    unpaired = {
        closing: text.count(closing, start, end) - text.count(opening, start, end)
        for closing, opening in _BRACKETS.items()
    }
    while _is_loose(text[end - 1], unpaired):
        end -= 1
    return end


def _is_loose(last: str, unpaired: dict[str, int]) -> bool:
    """Tell whether the last character of a link belongs to the sentence around it; a letter never does."""
    if last in unpaired:
        unpaired[last] -= 1
        return unpaired[last] >= 0
    return last in _TRAILING


def find_mentions(text: str) -> Iterator[Mention]:
    """Yield every `@name` and `@name@host` in reading order; an e-mail address is none.

    Args:
        text: Any text.
    """
    if "@" not in text:
        return
    for match in _MENTION.finditer(text):
        yield Mention(match.start(), match.end(), match["name"], match["host"] or "")


def find_tags(text: str) -> Iterator[Tag]:
    """Yield every `#tag` with a letter in it, in reading order.

    Args:
        text: Any text.
    """
    if "#" not in text and "＃" not in text:
        return
    for match in _TAG.finditer(text):
        if any(character.isalpha() for character in match["name"]):
            yield Tag(match.start(), match.end(), match["name"])
