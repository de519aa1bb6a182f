"""One text, scanned once for all rules; what only some kinds need is found when they ask."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import starmap
from typing import TYPE_CHECKING

from embassy_assistant.language.emoji import find_emoji
from embassy_assistant.language.links import find_addresses, find_links, find_mentions, find_tags
from embassy_assistant.language.lookalikes import mend
from embassy_assistant.language.places import Places
from embassy_assistant.language.text import Folded, fold, fold_with_positions, quoted, read_with_positions, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from embassy_assistant.language.links import Link, Mention, Tag
    from embassy_assistant.language.places import Place


class Role(IntEnum):
    """What a rule looks for a phrase for."""

    SURFACE = 0
    EXCEPTION = 1
    WORD = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that a rule looks for, and where it stands in a folded text; rules with the same phrase share these."""

    role: Role
    places: Sequence[Place]


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
        place: Where it stands in the text as written.
        groups: What stands there, as patterns read it, and the groups; "" for one that took no part.
    """

    place: Place
    groups: tuple[str, ...]


Step = tuple[int, PatternMatch | None]
"""What looking for the next match takes, and what it found: nothing at the end, or where an empty match stood."""


class Scan:
    """What stands in one text. All positions are code points of the text as written.

    Attributes:
        hits: The phrases that stand in it, by the numbers of their rules.
        worth: The numbers of the rules whose patterns it may match; None before anybody looked.
        tried: What came of those that were tried, by the same numbers.
    """

    def __init__(self, text: str, find: Callable[[str, str], Mapping[int, Sequence[Hit]]], language: str) -> None:
        """Look for the phrases of all rules.

        Args:
            text: Any text.
            find: Finds the phrases of a language in a folded text, by the numbers of their rules.
            language: The language of the text.
        """
        self.text = text
        # A look-alike letter must not hide a word from a rule; it takes exactly the place of the right one.
        self._plain = mend(text)
        self.folded: Folded = fold_with_positions(self._plain)
        self.hits = find(language, self.folded.text)
        self._exempt: dict[int, Places] = {}
        self.worth: Sequence[int] | None = None
        self.tried: dict[int, Sequence[Step]] = {}

    def read(self, place: Place) -> str:
        """Return what stands in a place as it is read: in its capitals, without what only the folded text leaves."""
        return read_with_positions(self._plain[slice(*place)]).text

    def places(self, number: int, role: Role) -> Iterator[Place]:
        """Yield where the phrases of one rule stand."""
        return (self.folded.source(*place) for place in self.folded_places(number, role))

    def folded_places(self, number: int, role: Role) -> Iterator[Place]:
        """Yield where the phrases of one rule stand in the folded text."""
        return (place for hit in self.hits.get(number, ()) if hit.role is role for place in hit.places)

    def exempt(self, number: int) -> Places:
        """Return where the exceptions of one rule stand."""
        if number not in self._exempt:
            # Of those that begin together the longest holds whatever the others do.
            ends: dict[int, int] = {}
            for start, end in self.folded_places(number, Role.EXCEPTION):
                ends[start] = max(end, ends.get(start, 0))
            self._exempt[number] = Places(starmap(self.folded.source, ends.items()))
        return self._exempt[number]

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
    def tag_names(self) -> frozenset[str]:
        """The names of its hashtags, folded."""
        return frozenset(fold(tag.name) for tag in self.tags)

    @cached_property
    def emoji(self) -> tuple[Place, ...]:
        """Its emoji."""
        return tuple(find_emoji(self.text))

    @cached_property
    def addresses(self) -> Places:
        """Links, mentions and e-mail addresses: a replacement in one would break it."""
        own = [(link.start, link.end) for link in self.links]
        own += [(mention.start, mention.end) for mention in self.mentions]
        return Places((*own, *find_addresses(self.text)))

    @cached_property
    def quotations(self) -> Places:
        """What stands in quotation marks."""
        return Places(quoted(self.text))

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """Its words, without those of links."""
        folded = self.folded
        found = (
            Word(folded.text[start:end], *folded.source(start, end))
            for start, end in words(folded.text)
            # A mark on what is no letter, such as the frame of a keycap, is no word.
            if any(map(str.isalnum, folded.text[start:end]))
        )
        links = Places((link.start, link.end) for link in self.links)
        return tuple(word for word in found if not links.hold((word.start, word.end)))
