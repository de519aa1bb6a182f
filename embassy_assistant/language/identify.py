"""Which language a text is written in: letters first, then two detectors, and an honest "not certain".

1. Links, mentions, e-mail addresses, tags, emoji and digits are taken out.
2. Letters that only one language has decide (`alphabets`).
3. From 25 characters on eldc decides among the languages that the letters allow; where langdetect agrees, that is
   certain.
4. Shorter texts without such letters are undetermined: the field that the text was typed into is trusted.

Where sentences of several languages stand together, each stretch is reported with its place.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.language.alphabets import UNDETERMINED, Letters, read_letters, script_of
from embassy_assistant.language.detectors import PROFILES, ask_eldc, ask_langdetect
from embassy_assistant.language.links import find_all_addresses, find_tags

if TYPE_CHECKING:
    from collections.abc import Iterator

SHORTEST: Final = 25
"""Characters of cleaned text from which statistics are believed."""

_FOREIGN_LETTERS: Final = 15
_FOREIGN_WORDS: Final = 3
"""Letters, and words in lower case, from which another script inside a sentence is a stretch, not a name."""

_SHARE: Final = 2 / 3
_SHARES: Final = {"latin": 0.85}
"""How much of a text its main script must make up to be certain. Ukrainian is full of names in Latin letters; a Latin
text with Cyrillic words in it may be a Ukrainian one that announces a long English title."""

_NOT_TEXT: Final = regex.compile(r"[^\p{L}\p{M}\s.,!?;:’ʼ'\-–—]+")
_SPACES: Final = regex.compile(r"\s+")
_SENTENCE: Final = regex.compile(r"[^\n.!?…]*(?:[.!?…]+[»”\"’')\]]*(?=\s|\Z)|\n|[.!?…]+|\Z)\s*")
_WORD: Final = regex.compile(r"[\p{L}\p{M}][\p{L}\p{M}’ʼ'\-]*")


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """A stretch of text in one language.

    Attributes:
        start: First code point.
        end: Behind the last code point.
        language: ISO 639-1 code.
    """

    start: int
    end: int
    language: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a text's language.

    Attributes:
        language: ISO 639-1 code of most of the text, or `und`.
        certain: Whether the letters decide or both detectors agree.
        spans: The stretches, where the text mixes languages; else none.
    """

    language: str
    certain: bool
    spans: tuple[LanguageSpan, ...] = ()


@lru_cache(maxsize=64)
def identify(text: str) -> Verdict:
    """Return the language of a text. Safe to call from any thread.

    Args:
        text: Any text.
    """
    whole = _judge(clean(text))
    spans = _stretches(text, whole)
    languages = {span.language for span in spans}
    if len(languages) < 2:
        return Verdict(*whole)
    size = {
        language: sum(_letters(text, span) for span in spans if span.language == language) for language in languages
    }
    main = max(languages, key=lambda language: (size[language], language == whole[0]))
    # A text that is half one language and half another is not certainly either.
    certain = size[main] * 3 >= sum(size.values()) * 2
    return Verdict(main, certain and (whole[1] or main != whole[0]), spans)


def rules_out(text: str, language: str) -> bool:
    """Tell whether the letters of a text long enough to judge cannot be those of a language.

    Args:
        text: Any text.
        language: ISO 639-1 code.
    """
    cleaned = clean(text)
    letters = read_letters(cleaned)
    return letters.count >= SHORTEST and language in letters.excluded and _rules(cleaned, letters)


def clean(text: str) -> str:
    """Return the text without what is in no language: links, mentions, addresses, tags, emoji, digits.

    Args:
        text: Any text.
    """
    return _SPACES.sub(" ", _NOT_TEXT.sub(" ", _blank(text))).strip(" .,!?;:-–—'’ʼ")


def _blank(text: str) -> str:
    """Replace links, mentions, addresses and tags by as many spaces, so that positions stay."""
    letters = list(text)
    for start, end in (*find_all_addresses(text), *((tag.start, tag.end) for tag in find_tags(text))):
        letters[start:end] = " " * (end - start)
    return "".join(letters)


def _judge(cleaned: str) -> tuple[str, bool]:
    """Return the language of a cleaned text and whether that is certain."""
    letters = read_letters(cleaned)
    if not letters.count:
        return UNDETERMINED, False
    own = _of_script(cleaned, letters.script)
    mixed = sum(map(str.isalpha, own)) < letters.count
    # Names are written in any script, small words in that of the sentence: «Зустріч із Friedrich Merz про Taurus».
    small = read_letters(" ".join(word for word in cleaned.split() if word.islower()))
    if mixed and small.script not in {"", letters.script}:
        own = _of_script(cleaned, small.script)
        return _judge_own(own, read_letters(own))[0], False
    language, certain = _judge_own(own, letters)
    if not letters.only and small.count * 3 < letters.count and not cleaned.isupper():
        # «Харкова, Полтава, Суми» may be in any language with these letters; so may «Kyiv, Odesa, Dnipro», though
        # English titles are written like that too.
        if letters.script == "cyrillic" and language != letters.likely:
            return (language if language == "uk" else UNDETERMINED), False
        if letters.script == "latin" and not small.count and not certain:
            return UNDETERMINED, False
    # «Слава Україні! Glory to Ukraine!» is in neither language for certain.
    return language, certain and _rules(cleaned, letters) and (small.count > 0 or not mixed)


def _rules(cleaned: str, letters: Letters) -> bool:
    """Tell whether the words of the main script are enough of a text to speak for all of it."""
    own = sum(map(str.isalpha, _of_script(cleaned, letters.script)))
    return own >= letters.count * _SHARES.get(letters.script, _SHARE)


def _judge_own(own: str, letters: Letters) -> tuple[str, bool]:
    """Judge the words of the main script."""
    if len(own) < SHORTEST:
        return _judge_short(own, letters)
    if letters.only == "uk":
        return "uk", True
    guess = ask_eldc(own)
    if guess in letters.excluded or guess == UNDETERMINED:
        fallback = letters.only or letters.likely
        return (fallback, bool(letters.only)) if fallback else (UNDETERMINED, False)
    if guess == letters.only:
        return guess, True
    if guess not in PROFILES:
        # langdetect has no profile of it (Belarusian, all others): one voice, so not certain.
        return guess, False
    return guess, ask_langdetect(own) == guess


def _judge_short(cleaned: str, letters: Letters) -> tuple[str, bool]:
    """Judge a text too short for statistics by its letters alone."""
    if letters.only:
        # One ї or ы decides against the other language, but ru and be share most of theirs.
        return letters.only, letters.only != "ru" or ask_eldc(cleaned) == "ru"
    if not letters.likely:
        return UNDETERMINED, False
    # і without ы, э or ў is nearly always Ukrainian, yet «Я не бачу нічога» is Belarusian.
    guess = ask_eldc(cleaned)
    return (guess, guess == letters.likely) if guess in {"uk", "be"} else (letters.likely, False)


def _of_script(cleaned: str, script: str) -> str:
    """Return the words of the main script: an English name inside a Ukrainian sentence tells nothing."""
    kept = [word for word in _WORD.findall(cleaned) if script_of(word[0]) == script]
    return " ".join(kept)


def _letters(text: str, span: LanguageSpan) -> int:
    return sum(character.isalpha() for character in text[span.start : span.end])


def _stretches(text: str, whole: tuple[str, bool]) -> tuple[LanguageSpan, ...]:
    """Return the stretches of a text; neighbours of one language are one stretch."""
    pieces = list(_pieces(text))
    if len(pieces) < 2:
        return ()
    judged: list[tuple[int, int, str]] = []
    for start, end, cleaned in pieces:
        language = _language_of_piece(cleaned, whole[0])
        judged.append((start, end, language))
    known = [language for *_, language in judged if language]
    if len(set(known)) < 2:
        return ()
    merged: list[LanguageSpan] = []
    for start, end, language in judged:
        # What is too short to tell belongs to its neighbour.
        language = language or (merged[-1].language if merged else known[0])
        if merged and merged[-1].language == language:
            merged[-1] = LanguageSpan(merged[-1].start, end, language)
        else:
            merged.append(LanguageSpan(start, end, language))
    return tuple(_trimmed(text, span) for span in merged)


def _trimmed(text: str, span: LanguageSpan) -> LanguageSpan:
    stretch = text[span.start : span.end]
    start = span.start + len(stretch) - len(stretch.lstrip())
    return LanguageSpan(start, max(start, span.start + len(stretch.rstrip())), span.language)


def _language_of_piece(cleaned: str, main: str) -> str:
    """Return the language of a sentence, "" where it is too short to tell.

    A sentence is said to be in another language than the whole only where its letters rule the whole's language out,
    or both detectors agree: one short sentence is easily misjudged.
    """
    letters = read_letters(cleaned)
    if not letters.count:
        return ""
    if letters.only:
        return letters.only
    if len(cleaned) < SHORTEST:
        return letters.likely if letters.likely == main or main in letters.excluded else ""
    if ask_eldc(_of_script(cleaned, letters.script)) == main:
        return main
    guess, certain = _judge(cleaned)
    settled = guess != UNDETERMINED and (certain or main in letters.excluded)
    return guess if settled else ""


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and cleaned text of each sentence, and of each long run of another script inside one."""
    blank = _blank(text)
    for match in _SENTENCE.finditer(blank):
        if match.end() > match.start():
            for start, end in _runs(blank, match.start(), match.end()):
                yield start, end, clean(blank[start:end])


def _runs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of one script; a short run (a name, an abbreviation) stays with what is around it."""
    runs: list[tuple[int, str, int, int]] = []
    for match in _WORD.finditer(text, start, end):
        word = match.group()
        script, plain = script_of(word[0]), int(word.islower())
        if runs and runs[-1][1] == script:
            first, _, letters, lower = runs[-1]
            runs[-1] = (first, script, letters + len(word), lower + plain)
        else:
            runs.append((match.start(), script, len(word), plain))
    long = [run for run in runs if run[2] >= _FOREIGN_LETTERS and run[3] >= _FOREIGN_WORDS]
    cuts = [after[0] for before, after in itertools.pairwise(long) if before[1] != after[1]]
    yield from itertools.pairwise([start, *cuts, end])
