"""How many names find their counterpart in the other half, on real pairs: `make evaluate CORPORA=DIR`.

The folder holds `addresses-uk-en.json` (aligned paragraphs) and `news-ukr.txt` beside `news-eng.txt` (a sentence a
line). The first 70 % of each is what was tuned on, the rest is held back; both are measured. What counts is each word
with a capital that it does not owe to the beginning of a sentence, without days, months and pronouns, and without
headings in capitals.

In a shuffled pair the halves are of different texts. Both may be about Ukraine all the same, so that a counterpart is
right; *strangers* are halves of texts of which neither has a word that begins with the same four letters as a name of
the other, in Ukrainian or in English: there, whatever is found is wrong.
The guidelines that came with the program are in force.

    python -m tests.evaluate.names DIR
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.app import offline
from embassy_assistant.language.names.glossary import read_glossary
from embassy_assistant.language.names.matching import counterparts
from embassy_assistant.language.names.reading import read_words
from tests.evaluate.halves import HELD_BACK, SEED, addresses, news

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from embassy_assistant.language.names.glossary import Glossary
    from embassy_assistant.language.names.reading import Word

    Half = tuple[Word, ...]
    Pair = tuple[Half, Half]

LETTERS: Final = 4
TRIES: Final = 50


def main(folder: Path) -> None:
    """Print the table.

    Args:
        folder: The corpora.
    """
    glossary = read_glossary(offline.review().pack.rules)
    out = sys.stdout
    out.write("with a counterpart, of all words of names, in % (uk, en)\n")
    out.write("pairs               part      pairs   names           true       shuffled      strangers  ms a pair\n")
    totals: dict[str, list[Counts]] = {}
    for name, texts in (("addresses", addresses(folder)), ("news", news(folder))):
        cut = int(len(texts) * HELD_BACK)
        for part, some in (("tuned", texts[:cut]), ("held back", texts[cut:])):
            pairs = [(read_words(uk, "uk"), read_words(en, "en")) for uk, en in some]
            started = time.process_time()
            true = _count(pairs, glossary)
            speed = f"{(time.process_time() - started) / len(pairs) * 1000:9.1f}"
            counts = [true, _count(_shuffled(pairs), glossary), _count(_strangers(pairs), glossary)]
            out.write(_row(name, part, counts) + speed + "\n")
            before = totals.setdefault(part, [Counts(), Counts(), Counts()])
            totals[part] = [one + other for one, other in zip(before, counts, strict=True)]
    for part, counts in totals.items():
        out.write(_row("together", part, counts) + "\n")


@dataclass(frozen=True, slots=True)
class Counts:
    """Words of names in the Ukrainian and in the English half, and how many of them have a counterpart."""

    pairs: int = 0
    names: tuple[int, int] = (0, 0)
    found: tuple[int, int] = (0, 0)

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.pairs + other.pairs,
            (self.names[0] + other.names[0], self.names[1] + other.names[1]),
            (self.found[0] + other.found[0], self.found[1] + other.found[1]),
        )


def _count(pairs: Iterable[Pair], glossary: Glossary) -> Counts:
    total = Counts()
    for ours, theirs in pairs:
        result = counterparts(ours, theirs, glossary)
        names = sum(word.sure for word in ours), sum(word.sure for word in theirs)
        total += Counts(1, names, (names[0] - len(result.ours_left), names[1] - len(result.theirs_left)))
    return total


def _row(name: str, part: str, counts: Sequence[Counts]) -> str:
    shares = [[100 * found / max(1, all_) for found, all_ in zip(one.found, one.names, strict=True)] for one in counts]
    said = "".join(f"{ours:7.1f}, {theirs:5.1f} " for ours, theirs in shares)
    return f"{name:18}  {part:9} {counts[0].pairs:5} {sum(counts[0].names):7}  {said} "


def _shuffled(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield each Ukrainian half with the English half of another pair."""
    draw = random.Random(SEED)  # noqa: S311 - a recipe that is the same each time
    for place, (ours, _) in enumerate(pairs):
        other = draw.randrange(len(pairs) - 1)
        yield ours, pairs[other + (other >= place)][1]


def _strangers(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Yield each Ukrainian half with the English half of a pair that has nothing to do with it, if one is drawn."""
    draw = random.Random(SEED)  # noqa: S311 - a recipe that is the same each time
    beginnings = [tuple({_beginning(word) for word in half} for half in pair) for pair in pairs]
    names = [tuple({_beginning(word) for word in half if word.sure} for half in pair) for pair in pairs]
    for place, (ours, _) in enumerate(pairs):
        for other in draw.sample(range(len(pairs)), min(TRIES, len(pairs))):
            both = ((place, other), (other, place))
            if all(names[one][half].isdisjoint(beginnings[two][half]) for one, two in both for half in (0, 1)):
                yield ours, pairs[other][1]
                break


def _beginning(word: Word) -> str:
    return word.text[:LETTERS].lower()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
