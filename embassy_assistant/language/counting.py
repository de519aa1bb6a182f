"""Length as each network counts it, and texts cut into threads.

A text is read as a row of units (a link, or one grapheme) that each have a cost. Length, overflow and threads all add
up the same units, so what is shown as "too long" is exactly what a thread moves on to its next segment.

- `graphemes`: extended grapheme clusters (AT Protocol, lexicon `app.bsky.feed.post`, `maxGraphemes`; its `maxLength` is
  in UTF-8 bytes and given as `TextRules.byte_limit`).
- `weighted`: after NFC 1 for Latin, Cyrillic and common punctuation, else 2; an emoji is 2 (twitter-text, `v3.json`).
- `mastodon`: grapheme clusters; of `@name@host` only `@name` (Mastodon, `StatusLengthValidator`).
- `code-points`: Unicode code points.
- `utf-16`: UTF-16 code units (Telegram Bot API, "Formatting options").

Where a network shortens links, each counts `TextRules.link_length`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.domain.finding import Span
from embassy_assistant.language.links import Link, find_links, find_mentions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.account import TextRules

_GRAPHEME: Final = regex.compile(r"\X", regex.DOTALL)
# Characters that are graphemes of their own whatever stands beside them: most posts have no others. A carriage return
# is none of them, because it joins a line feed.
_ONE_EACH: Final = regex.compile(r"[\n\x20-\x7e\u0400-\u0482\u048a-\u052f\u00a0«»–—’“”„…№]*")
_EMOJI: Final = regex.compile(
    r"\p{Regional_Indicator}{2}|[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?!\uFE0E)|\p{Emoji_Modifier}"
)
# config/v3.json of twitter-text: these ranges weigh 100 of 200, all else 200.
_LIGHT: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
_PARAGRAPH_END: Final = regex.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE_END: Final = regex.compile(r"(?<=[.!?…][»”\"')\]]*)\s+|\n\s*")
_GAP: Final = regex.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Unit:
    """An inseparable piece of text and what it costs."""

    start: int
    end: int
    cost: int
    size: int
    """UTF-8 bytes."""


def measure(text: str, rules: TextRules) -> int:
    """Return the length of a text as a network counts it.

    Args:
        text: The text to be sent.
        rules: The network's rules.

    Returns:
        The length in the unit that `rules.limit` is given in.
    """
    quick = _quick_length(text, rules)
    return sum(unit.cost for unit in _units(text, rules)) if quick is None else quick


def under_warning(rules: TextRules, warning: str) -> TextRules:
    """Return the rules for a text that stands under a content warning, which counts too where the network counts it.

    Args:
        rules: The network's rules.
        warning: The content warning; empty for none.
    """
    if not (warning and rules.warning_counts):
        return rules
    return replace(rules, limit=max(1, rules.limit - measure(warning, rules)))


def fits(text: str, rules: TextRules) -> bool:
    """Tell whether a network takes this text whole.

    Args:
        text: The text to be sent.
        rules: The network's rules; a byte limit counts too.
    """
    return overflow(text, rules) is None


def overflow(text: str, rules: TextRules) -> Span | None:
    """Return what would be cut off, from the first code point that does not fit to the end.

    Args:
        text: The text to be sent.
        rules: The network's rules.

    Returns:
        A span in code points, or None where the whole text fits. A link that does not fit begins the span.
    """
    quick = _quick_length(text, rules)
    if quick is not None and quick <= rules.limit and (rules.byte_limit is None or _utf8(text) <= rules.byte_limit):
        return None
    start = _first_that_does_not_fit(text, rules)
    return None if start is None else Span(start, len(text))


def _quick_length(text: str, rules: TextRules) -> int | None:
    """Return the length where it can be told without reading unit by unit, which is asked at each pause in typing."""
    if rules.link_length is None:
        if rules.counter == "code-points" or (rules.counter == "graphemes" and _ONE_EACH.fullmatch(text)):
            return len(text)
        if rules.counter == "utf-16":
            return _utf16(text)
    return None


def split(text: str, rules: TextRules) -> tuple[str, ...]:
    """Cut a text into the segments of a thread, at paragraphs, else at sentences, else at words.

    No word is lost; white space at a cut is. A link stays whole even where it alone is longer than the limit; any
    other word that long is cut between graphemes.

    Args:
        text: The text to be sent.
        rules: The network's rules.

    Returns:
        The segments in order; none for a text of white space only.
    """
    segments = []
    rest = text.strip()
    while rest:
        limit = _first_that_does_not_fit(rest, rules)
        if limit is None:
            segments.append(rest)
            break
        cut = _cut_before(rest, limit)
        segments.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return tuple(segments)


def _first_that_does_not_fit(text: str, rules: TextRules) -> int | None:
    cost = size = 0
    for unit in _units(text, rules):
        cost += unit.cost
        size += unit.size
        if cost > rules.limit or (rules.byte_limit is not None and size > rules.byte_limit):
            return unit.start
    return None


def _cut_before(text: str, limit: int) -> int:
    """Return the best place at or before `limit` to end a segment; always greater than 0."""
    for pattern, least in ((_PARAGRAPH_END, limit // 2), (_SENTENCE_END, limit // 2), (_GAP, 1)):
        # A gap that straddles the limit is a good cut too: its white space is dropped.
        ends = (match.start() for match in pattern.finditer(text, 0, limit + 64))
        best = max((end for end in ends if max(least, 1) <= end <= limit), default=0)
        if best:
            return best
    for link in find_links(text):
        if link.start <= limit < link.end:
            return link.start or link.end
    if limit:
        return limit
    # Not even the first grapheme fits (a limit of nothing): move on all the same, or this would never end.
    first = _GRAPHEME.match(text)
    return first.end() if first else len(text)


def _units(text: str, rules: TextRules) -> Iterator[_Unit]:
    """Yield the pieces of a text with their costs, in order and without gaps."""
    cost_of = _COSTS[rules.counter]
    free = _free_spans(text) if rules.counter == "mastodon" else {}
    position = 0
    for link in _counted_links(text, rules):
        yield from _plain_units(text, position, link.start, cost_of, free)
        cost = rules.link_length if rules.link_length is not None else _cost_of_all(link.text, cost_of)
        yield _Unit(link.start, link.end, cost, _utf8(link.text))
        position = link.end
    yield from _plain_units(text, position, len(text), cost_of, free)


def _counted_links(text: str, rules: TextRules) -> Iterator[Link]:
    for link in find_links(text):
        # Mastodon shortens only links with a scheme (`FetchLinkCardService::URL_PATTERN`); X any link it recognises.
        if rules.counter != "mastodon" or link.scheme in {"http", "https"}:
            yield link


def _free_spans(text: str) -> dict[int, int]:
    """Return start and end of the server part of each `@name@host`, which Mastodon does not count."""
    return {mention.end - len(mention.host) - 1: mention.end for mention in find_mentions(text) if mention.host}


def _plain_units(
    text: str, start: int, end: int, cost_of: Callable[[str], int], free: dict[int, int]
) -> Iterator[_Unit]:
    free_until = 0
    for match in _GRAPHEME.finditer(text, start, end):
        grapheme = match.group()
        free_until = max(free_until, free.get(match.start(), 0))
        cost = 0 if match.start() < free_until else cost_of(grapheme)
        yield _Unit(match.start(), match.end(), cost, _utf8(grapheme))


def _cost_of_all(text: str, cost_of: Callable[[str], int]) -> int:
    return sum(cost_of(grapheme) for grapheme in _GRAPHEME.findall(text))


def _utf8(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _weight(grapheme: str) -> int:
    """Return the weight of one grapheme on X; an emoji is 2 however many code points it has."""
    if len(grapheme) == 1 and ord(grapheme) <= _LIGHT[0][1] and grapheme not in "©®":
        return 1
    if _EMOJI.match(grapheme):
        return 2
    return sum(
        1 if any(low <= ord(character) <= high for low, high in _LIGHT) else 2
        for character in unicodedata.normalize("NFC", grapheme)
    )


def _utf16(grapheme: str) -> int:
    return len(grapheme.encode("utf-16-le", "surrogatepass")) // 2


_COSTS: Final[dict[str, Callable[[str], int]]] = {
    "graphemes": lambda _grapheme: 1,
    "weighted": _weight,
    "mastodon": lambda _grapheme: 1,
    "code-points": len,
    "utf-16": _utf16,
}
COUNTERS: Final = tuple(_COSTS)
"""The names a network may give as its counter."""
