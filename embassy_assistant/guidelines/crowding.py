"""How many phrases of a pack meet in one place of a text, which is what a check takes time for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final, NamedTuple

from embassy_assistant.guidelines.pack_parts import PhraseModel, TermModel
from embassy_assistant.guidelines.pack_rules import WordsModel, WrongNames
from embassy_assistant.language.text import fold_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.guidelines.pack_parts import Part

MOST_RULES: Final = 200
"""Rules that may meet at one letter of a text: 130 missions may each have one of their own for the same word."""
MOST_PHRASES: Final = 40
"""Different phrases that may end there, each being the end of the next."""


class Crowd(NamedTuple):
    """Phrases that meet: all end where the longest of them does.

    Attributes:
        phrases: how many different ones.
        looked_for: how often they are looked for, by whichever rules.
        text: the longest, folded.
        rules: the numbers of the rules that look for them.
    """

    phrases: int
    looked_for: int
    text: str
    rules: tuple[int, ...]

    @property
    def share(self) -> float:
        """How much there is of what may be; over 1 it is too much."""
        return max(self.phrases / MOST_PHRASES, self.looked_for / MOST_RULES)


def densest(rules: Sequence[Part]) -> Crowd:
    """Return where most phrases meet; word edges, languages and scopes are not asked for.

    Args:
        rules: The models of the rules.
    """
    texts, numbers = [], []
    for number, rule in enumerate(rules):
        for text in _phrases(rule):
            texts.append(text)
            numbers.append(number)
    looked_for: defaultdict[str, list[int]] = defaultdict(list)
    for folded, number in zip(fold_all(texts), numbers, strict=True):
        looked_for[folded[::-1]].append(number)
    return _densest(looked_for)


def _densest(looked_for: dict[str, list[int]]) -> Crowd:
    """Return it for phrases that are written backwards: sorted so, each stands behind those that it ends with."""
    found, within, often = Crowd(0, 0, "", ()), list[str](), 0
    for text in sorted(looked_for):
        while within and not text.startswith(within[-1]):
            often -= len(looked_for[within.pop()])
        within.append(text)
        often += len(looked_for[text])
        crowd = Crowd(len(within), often, text[::-1], ())
        if crowd.share > found.share:
            rules = {number for one in within for number in looked_for[one]} if crowd.share > 1 else ()
            found = crowd._replace(rules=tuple(sorted(rules)))
    return found


def _phrases(part: object) -> Iterator[str]:
    """Yield the phrases of a rule, or of a part of one, that a text is searched for."""
    match part:
        case str():
            yield part
        case TermModel():
            yield from (form.surface for form in part.forms) if part.forms else (part.text,)
        case PhraseModel():
            yield from part.forms or (part.text,)
        case tuple():
            for one in part:
                yield from _phrases(one)
        case WordsModel() | WrongNames():
            yield from _phrases(part.uk)
            yield from _phrases(part.en)
        case _:
            for name in ("terms", "wrong", "exceptions", "words", "openings"):
                yield from _phrases(getattr(part, name, ()) or ())
