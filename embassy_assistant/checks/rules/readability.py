"""Readability: sentences that are read to their end, and letters that a screen reader can speak."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Readability
from embassy_assistant.language.text import APOSTROPHES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.checks.rules.scan import Scan, Word
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.places import Place

_SENTENCE_END: Final = regex.compile(r"(?<![.!?…])[.!?…]++[»”\"’)\]]*+(?=\s|$)|[\n\r\u2028\u2029]")
# Letters from blocks that imitate bold, cursive, circled or wide ones: a screen reader spells them out or skips them.
_HOSTILE: Final = (
    r"[\U0001D400-\U0001D7FF\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\U0001F110-\U0001F129"
    r"\U0001F130-\U0001F149\U0001F150-\U0001F169\U0001F172-\U0001F17D\U0001F180-\U0001F189\u1D00-\u1D22]"
)
_HOSTILE_RUN: Final = regex.compile(rf"{_HOSTILE}+(?:[ \-’']{_HOSTILE}+)*|\p{{L}}\p{{M}}{{3,}}")
_JOIN: Final = regex.compile(r"[.,:/&+]")
_LIST: Final = regex.compile(r"[,;/|•()]")
_SEVERAL_WORDS: Final = {False: 16, True: 20}
"""Letters from which on a hashtag in one case is taken to be several words; True: not in plain Latin letters."""
_LONGEST_WORD: Final = 21
_ONE_WORD: Final = regex.compile(r"(?:i[sz]ations?|isms?|tions?|mental|ities)$", regex.IGNORECASE)


def find_unreadable(run: Run) -> Iterator[Finding]:
    """Yield what is over a limit of a rule, at the place where it goes over.

    Args:
        run: The snapshot and the pack.
    """
    for _, rule, limits in run.rules(RuleKind.READABILITY, Readability):
        for piece in run.pieces_of(rule):
            run.effort.read(len(piece.scan.text), times=8)
            if piece.main:
                yield from _over_limits(rule, limits, piece)
            if limits.plain_letters:
                yield from _hostile(rule, piece)


def _over_limits(rule: Rule, limits: Readability, piece: Piece) -> Iterator[Finding]:
    scan = piece.scan
    if limits.sentence_words is not None:
        yield from _long_sentences(rule, limits.sentence_words, piece)
    if limits.capitals is not None:
        yield from _shouting(rule, limits.capitals, piece)
    if limits.emoji is not None:
        yield from _too_many(rule, "emoji", limits.emoji, piece, scan.emoji)
    if limits.hashtags is not None:
        tags = tuple((tag.start, tag.end) for tag in scan.tags if not scan.addresses.hold((tag.start, tag.end)))
        yield from _too_many(rule, "hashtags", limits.hashtags, piece, tags)
    if limits.camel_case_hashtags:
        for tag in scan.tags:
            if _is_run_together(tag.name):
                yield finding_at(rule, piece, (tag.start, tag.end), detail="rule.camel-case")


def _too_many(rule: Rule, what: str, limit: int, piece: Piece, places: Sequence[Place]) -> Iterator[Finding]:
    if len(places) > limit:
        yield finding_at(rule, piece, places[limit], detail=f"rule.{what}", count=len(places), limit=limit)


def _long_sentences(rule: Rule, limit: int, piece: Piece) -> Iterator[Finding]:
    words = piece.scan.words
    if len(words) <= limit:
        return
    first = 0
    for end in _sentence_ends(piece.scan):
        last = bisect_right(words, end, lo=first, key=attrgetter("end"))
        inner, first = words[first:last], last
        # What is over the limit in parts may be within it as it is read.
        count = _count(piece.scan.text, inner) if len(inner) > limit else 0
        if count > limit:
            place = inner[0].start, inner[-1].end
            yield finding_at(rule, piece, place, detail="rule.long-sentence", count=count, limit=limit)


def _count(text: str, words: Sequence[Word]) -> int:
    """Count words as a reader does: “10,000”, “2&1”, “U.S.” and «км/год» are one each."""
    return 1 + sum(not _JOIN.fullmatch(text, before.end, word.start) for before, word in pairwise(words))


def _sentence_ends(scan: Scan) -> Iterator[int]:
    for match in _SENTENCE_END.finditer(scan.text):
        yield match.end()
    yield len(scan.text)


def _shouting(rule: Rule, limit: int, piece: Piece) -> Iterator[Finding]:
    text = piece.scan.text
    row: list[Place] = []
    for word in (*piece.scan.words, None):
        written = text[word.start : word.end] if word else ""
        if len(written) == 1:
            # A word of one letter is a capital or not by chance: it neither makes a row nor ends one.
            continue
        loud = _is_loud(written)
        # What commas part is a list: of what is written in capitals, «ЗСУ, НАТО, ЄС», or of weapons.
        if row and not (word and loud and not _LIST.search(text, row[-1][1], word.start)):
            if len(row) > limit:
                place = row[0][0], row[-1][1]
                yield finding_at(rule, piece, place, detail="rule.capitals", count=len(row), limit=limit)
            row = []
        if word and loud:
            row.append((word.start, word.end))


def _is_loud(written: str) -> bool:
    """Tell whether a word is in capitals, and no type of a weapon such as «F-16»."""
    return written.isupper() and not any(map(str.isdigit, written))


def _is_run_together(name: str) -> bool:
    name = "".join(letter for letter in unicodedata.normalize("NFC", name) if letter not in APOSTROPHES)
    if len(name) < _SEVERAL_WORDS[not name.isascii()] or not name.isalpha():
        return False
    if len(name) < _LONGEST_WORD and _ONE_WORD.search(name):
        return False
    return name.isupper() or name[1:].islower()


def _hostile(rule: Rule, piece: Piece) -> Iterator[Finding]:
    for match in _HOSTILE_RUN.finditer(piece.scan.text):
        plain = unicodedata.normalize("NFKC", match.group())
        mended = (plain,) if plain != match.group() and not regex.search(_HOSTILE, plain) else ()
        yield finding_at(rule, piece, match.span(), *mended, detail="rule.plain-letters")
