"""Sentences and paragraphs of a text, in Ukrainian and English alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

# A mark that may end a sentence, the quotation marks and brackets that close with it, and what follows.
_END: Final = regex.compile(r"(?<![.!?…])([.!?…]++)[»”\"’)\]]*+(?=(\s+)|$)")
_LINE: Final = regex.compile(r"[^\n\r\u2028\u2029\v\f\x85]+")
_BULLET: Final = regex.compile(r"\s*+(?:(?:[-–—•·*▪●►]|\p{Emoji_Presentation}\ufe0f?|\p{N}{1,2}[.)])\s++)?+")
_LAST_WORD: Final = regex.compile(r"(?<![\p{L}\p{N}])(?:\p{L}\p{M}*[.\-])*\p{L}[\p{L}\p{M}’'ʼ\-]*$", regex.REVERSE)
_GOES_ON: Final = regex.compile(r"[«“„\"‘(\[—–\-\s]*+[\p{Ll}\p{N}]")
_GOES_ON_AFTER_A_QUESTION: Final = regex.compile(r"[—–\-\s]*+\p{Ll}")
_INITIAL: Final = regex.compile(r"\p{Lu}\p{M}*(?:[.\-]\p{Lu}\p{M}*)*")

_WORDS: Final = regex.compile(r"(?<![#@/\p{L}\p{N}])\p{L}[\p{L}\p{M}’'ʼ-]*")
_LEAST_WORDS: Final = 3
_LEAST_LETTERS: Final = 15

# Never the last word of a sentence: something is named behind it.
_BEFORE_A_NAME: Final = frozenset(
    """
    ім вул просп бул пров пл м с смт св проф акад доц гр див напр пор т ст.ст п пп гл буд кв оф тел дж
    mr mrs ms mx dr prof gen col maj lt sgt capt cmdr adm rev hon amb gov sen rep st vs e.g i.e cf fig vol
    jan feb mar apr jun jul aug sept sep oct nov dec
    """.split()  # noqa: SIM905 - a table of words reads better
)
# Often the last word: only a digit behind it tells that the sentence goes on.
_BEFORE_A_NUMBER: Final = frozenset(
    """
    no nos р рр ст тис млн млрд трлн грн коп обл р-н ін інш т.д т.п н.е год хв сек хвил км кг ред зам заст нар
    etc inc ltd co corp jr sr u.s u.k u.n e.u a.m p.m u.s.a d.c est dept approx min max mln bln
    """.split()  # noqa: SIM905 - a table of words reads better
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence, in order, without the space and the bullet around it.

    A line break ends a sentence. A full stop after an abbreviation or an initial («ім. Т. Шевченка», "Mr. J. Smith")
    does not, nor does one before a small letter or a digit.

    Args:
        text: Any text.
    """
    for line in _LINE.finditer(text):
        start, end = line.span()
        bullet = _BULLET.match(text, start, end)
        start = bullet.end() if bullet else start
        for mark in _END.finditer(text, start, end):
            if mark.end() > start and _is_end(text, start, mark, end):
                yield start, mark.end()
                start = mark.end(2) if mark.group(2) else end
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            yield start, end


def says_something(sentence: str) -> bool:
    """Tell whether a sentence says enough to be missed: an address («Українці!») or a line of tags does not.

    Args:
        sentence: Any text.
    """
    words = _WORDS.findall(sentence)
    return len(words) >= _LEAST_WORDS and sum(map(len, words)) >= _LEAST_LETTERS


def _is_end(text: str, start: int, mark: regex.Match[str], line_end: int) -> bool:
    """Tell whether a sentence that began at `start` ends with this mark."""
    if not mark.group(2) or mark.end(2) >= line_end:
        return True
    if mark.group(1) != ".":
        return not _GOES_ON_AFTER_A_QUESTION.match(text, mark.end(2), line_end)
    if _GOES_ON.match(text, mark.end(2), line_end) and not text[mark.end(2)].isdecimal():
        return False
    last = _LAST_WORD.search(text, max(start, mark.start() - 12), mark.start())
    if last is None:
        return True
    word = last.group()
    if word.lower() in _BEFORE_A_NUMBER:
        return not text[mark.end(2)].isdecimal()
    return word.lower() not in _BEFORE_A_NAME and not _INITIAL.fullmatch(word)
