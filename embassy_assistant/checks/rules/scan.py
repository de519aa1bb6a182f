"""One text, scanned once for all rules; what only some kinds need is found when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING

from embassy_assistant.language.links import find_addresses, find_links, find_mentions, find_tags
from embassy_assistant.language.lookalikes import mend
from embassy_assistant.language.text import Folded, fold_with_positions, quoted, read_with_positions, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from embassy_assistant.language.links import Link, Mention, Tag

Place = tuple[int, int]


class Role(IntEnum):
    """What a rule looks for a phrase for."""

    SURFACE = 0
    EXCEPTION = 1
    WORD = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase in a folded text: first character, and the one behind the last."""

    role: Role
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, and where it stands in the text as written."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PatternMatch:
    """A match of a pattern.

    Attributes:
        number: Of the rule.
        place: Where it stands in the text as written.
        groups: What it matched, as patterns read it, and its groups; "" for one that took no part.
    """

    number: int
    place: Place
    groups: tuple[str, ...]


class Scan:
    """What stands in one text. All positions are code points of the text as written.

    Attributes:
        matches: Where patterns match; None before anybody looked.
    """

    def __init__(self, text: str, find: Callable[[str, str], Iterable[tuple[int, Hit]]], language: str) -> None:
        """Look for the phrases of all rules.

        Args:
            text: Any text.
            find: Finds phrases of a language in a folded text, each with the number of its rule.
            language: The language of the text.
        """
        self.text = text
        # A look-alike letter must not hide a word from a rule; it takes exactly the place of the right one.
        self._plain = mend(text)
        self.folded: Folded = fold_with_positions(self._plain)
        hits: dict[int, list[Hit]] = {}
        for number, hit in find(language, self.folded.text):
            hits.setdefault(number, []).append(hit)
        self.hits: Mapping[int, Sequence[Hit]] = hits
        self.matches: Sequence[PatternMatch] | None = None

    def places(self, number: int, role: Role) -> Iterator[Place]:
        """Yield where the phrases of one rule stand."""
        for hit in self.hits.get(number, ()):
            if hit.role is role:
                yield self.folded.source(hit.start, hit.end)

    @cached_property
    def readable(self) -> Folded:
        """The text as patterns read it."""
        return read_with_positions(self._plain)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Its links."""
        return tuple(find_links(self.text))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Its mentions."""
        return tuple(find_mentions(self.text))

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """Its hashtags."""
        return tuple(find_tags(self.text))

    @cached_property
    def addresses(self) -> tuple[Place, ...]:
        """Links, mentions and e-mail addresses: a replacement in one would break it."""
        own = [(link.start, link.end) for link in self.links]
        own += [(mention.start, mention.end) for mention in self.mentions]
        return (*own, *find_addresses(self.text))

    @cached_property
    def quotations(self) -> tuple[Place, ...]:
        """What stands in quotation marks."""
        return tuple(quoted(self.text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, without those of links."""
        folded = self.folded
        found = (
            Word(folded.text[start:end], *folded.source(start, end))
            for start, end in words(folded.text)
            # The mark behind an emoji that makes it one is no word.
            if any(map(str.isalnum, folded.text[start:end]))
        )
        links = [(link.start, link.end) for link in self.links]
        return tuple(word for word in found if not inside((word.start, word.end), links))


def inside(place: Place, places: Iterable[Place]) -> bool:
    """Whether a place lies within one of others."""
    return any(start <= place[0] and place[1] <= end for start, end in places)
