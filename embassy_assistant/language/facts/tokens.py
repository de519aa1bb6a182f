"""A text as pieces that facts are made of: figures, words, signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import regex

from embassy_assistant.domain.finding import Span
from embassy_assistant.language.facts.words import words_of
from embassy_assistant.language.links import find_all_addresses, find_tags
from embassy_assistant.language.text import read_with_positions

if TYPE_CHECKING:
    from embassy_assistant.language.facts.words import Words

_TOKEN: Final = regex.compile(
    r"(?P<clock>(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9:]))"
    r"|(?P<day>(?<![0-9.])[0-9]{1,2}(?:\.[0-9]{1,2}\.|/[0-9]{1,2}/)(?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|(?<![0-9-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9-]))"
    r"|(?P<figures>[0-9]{1,3}(?P<sep>[ ,.’])[0-9]{3}(?:(?P=sep)[0-9]{3})*+(?![0-9])(?:[.,][0-9]++)?"
    r"|[0-9]++(?:[.,][0-9]++)?)"
    r"|(?P<word>\p{L}(?:\.\p{L})++(?!\p{L})|\p{L}[\p{L}\p{M}]*+(?:’\p{L}++)*+)"
    r"|(?P<end>[.!?;\n…])|(?P<sign>\S)",
    regex.V1,
)
_PADDING: Final = 12
_BLANK: Final = "\n"


class Token(NamedTuple):
    """One piece of a text.

    Attributes:
        kind: `clock`, `day`, `figures`, `word`, `end` or `sign`.
        text: in small letters.
        raw: as it stands in the text.
        start: first character of the text as it is read.
        end: behind the last.
    """

    kind: str
    text: str
    raw: str
    start: int
    end: int


class Line:
    """A text in pieces; behind its end there is always one more."""

    def __init__(self, text: str, language: str) -> None:
        """Part the text.

        Args:
            text: Any text; what stands in links, mentions and tags is not read.
            language: `uk` or `en`.
        """
        self.language = language
        self.words: Words = words_of(language)
        self._source = text
        letters = list(text)
        for start, end in (*find_all_addresses(text), *((tag.start, tag.end) for tag in find_tags(text))):
            letters[start:end] = _BLANK * (end - start)
        self._read = read_with_positions("".join(letters))
        end = len(self._read.text)
        self.tokens = [
            Token(str(found.lastgroup), raw.lower(), raw, *found.span())
            for found in _TOKEN.finditer(self._read.text)
            for raw in (found.group(),)
        ]
        self.size = len(self.tokens)
        self.tokens += [Token("end", "", "", end, end)] * _PADDING

    def __getitem__(self, at: int) -> Token:
        return self.tokens[at]

    def before(self, at: int, back: int = 1) -> Token:
        """Return a piece before another; the end of a text where there is none."""
        return self.tokens[at - back] if at >= back else self.tokens[-1]

    def has(self, role: str, at: int) -> bool:
        """Tell whether a piece has a role."""
        return self.words.get(role, self.tokens[at].text) is not None

    def glued(self, at: int) -> bool:
        """Tell whether a piece follows the one before it without a space."""
        return at > 0 and self.tokens[at].start == self.tokens[at - 1].end

    def span(self, at: int, end: int) -> tuple[Span, str]:
        """Return where some pieces stand in the text, and what is written there.

        Args:
            at: first piece.
            end: behind the last one.
        """
        start, stop = self._read.source(self.tokens[at].start, self.tokens[end - 1].end)
        return Span(start, stop), self._source[start:stop]
