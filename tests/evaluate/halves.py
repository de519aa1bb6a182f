"""How well a pair of halves is held against each other, on real pairs: `make evaluate CORPORA=DIR`.

The folder holds `addresses-uk-en.json` (aligned paragraphs) and `news-ukr.txt` beside `news-eng.txt` (a sentence a
line). The first 70 % of each is what the checks were tuned on, the rest is held back; both are measured. A mistake is
made in each pair by a seeded recipe: one sentence is left out, or one denial that both halves have. The alarms are
those on the pairs as they are; many of these are true omissions of the translation.

    python -m tests.evaluate.halves DIR
"""

from __future__ import annotations

import json
import random
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.pair_denials import check_pair_denials
from embassy_assistant.checks.pair_sentences import check_pair_sentences
from embassy_assistant.language.polarity import read_polarity
from embassy_assistant.language.sentences import sentences
from tests.helpers.review import context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Pair = tuple[str, str]
    Recipe = Callable[[Pair, random.Random], Pair | None]

HELD_BACK: Final = 0.7
SEED: Final = 2026
LEAST: Final = 30
_DENIAL: Final = {
    "uk": re.compile(r"(?<![\w’'ʼ-])не (?!лише|тільки|просто|раз|менш|можна не|може не)", re.IGNORECASE),
    "en": re.compile(r"(?<=\b(?:do|is|es|as|re|ve|id|ot|ld|ll|ad|an|st|ht) )not (?!only|just|least)|(?<=\w)n[’']t\b"),
}
_CYRILLIC: Final = re.compile("[а-яіїєґ]", re.IGNORECASE)
_RUSSIAN: Final = re.compile("[ыэъё]", re.IGNORECASE)


def main(folder: Path) -> None:
    """Print the table.

    Args:
        folder: The corpora.
    """
    out = sys.stdout
    out.write("pairs               part      pairs  alarms %  sentence left out %  denial left out %\n")
    for name, pairs in (("addresses", addresses(folder)), ("news", news(folder))):
        cut = int(len(pairs) * HELD_BACK)
        for part, some in (("tuned", pairs[:cut]), ("held back", pairs[cut:])):
            alarms = 100 * sum(map(_differs, some)) / len(some)
            found = [_found(recipe, some) for recipe in (_without_a_sentence, _without_a_denial)]
            said = "".join(f"{100 * hits / max(1, tries):13.1f} of {tries:4}" for hits, tries in found)
            out.write(f"{name:18}  {part:9} {len(some):5} {alarms:9.1f} {said}\n")


def addresses(folder: Path) -> list[Pair]:
    """Return the paragraphs that are in Ukrainian and in English.

    Args:
        folder: The corpora.
    """
    found = json.loads((folder / "addresses-uk-en.json").read_text("utf-8"))
    pairs = [(one["uk"], one["en"]) for one in found]
    return [
        (uk, en) for uk, en in pairs if not _RUSSIAN.search(uk) and not _CYRILLIC.search(en) and _CYRILLIC.search(uk)
    ]


def news(folder: Path) -> list[Pair]:
    """Return the lines of news in both languages.

    Args:
        folder: The corpora.
    """
    texts = [(folder / f"news-{code}.txt").read_text("utf-8").splitlines() for code in ("ukr", "eng")]
    return [(uk.strip(), en.strip()) for uk, en in zip(*texts, strict=True)]


def _differs(pair: Pair) -> bool:
    made = context(texts={"uk": pair[0], "en": pair[1]})
    return any(True for check in (check_pair_sentences, check_pair_denials) for _ in check(made))


def _found(recipe: Recipe, pairs: Sequence[Pair]) -> tuple[int, int]:
    """Return in how many pairs a mistake was found, and in how many it was made; pairs with an alarm are left out."""
    draw = random.Random(SEED)  # noqa: S311 - a recipe that is the same each time
    made = [changed for pair in pairs if not _differs(pair) and (changed := recipe(pair, draw)) is not None]
    return sum(map(_differs, made)), len(made)


def _without_a_sentence(pair: Pair, draw: random.Random) -> Pair | None:
    half = draw.randrange(2)
    spans = list(sentences(pair[half]))
    start, end = draw.choice(spans)
    if len(spans) < 2 or end - start < LEAST:
        return None
    return _changed(pair, half, start, end)


def _without_a_denial(pair: Pair, draw: random.Random) -> Pair | None:
    if not all(read_polarity(text, code).denials for text, code in zip(pair, ("uk", "en"), strict=True)):
        return None
    places = [(half, match) for half, code in enumerate(("uk", "en")) for match in _DENIAL[code].finditer(pair[half])]
    if not places:
        return None
    half, match = draw.choice(places)
    return _changed(pair, half, *match.span())


def _changed(pair: Pair, half: int, start: int, end: int) -> Pair:
    changed = pair[half][:start] + pair[half][end:]
    return (changed, pair[1]) if half == 0 else (pair[0], changed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
