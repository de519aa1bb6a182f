"""How well facts of two halves are held against each other, on real pairs: `make evaluate CORPORA=DIR`.

The folder holds `addresses-uk-en.json` (aligned paragraphs) and `news-ukr.txt` beside `news-eng.txt` (a sentence a
line). The first 70 % of each is what the check was tuned on, the rest is held back; both are measured. A mistake is
made in each pair by a seeded recipe that does not ask the check what a fact is: a figure or a number word is another
one, thousands are millions, a day or a month is another, an hour, a currency. Pairs that already have an alarm are left
out. The alarms are those on the pairs as they are; many of these are true disagreements of the translation.

    python -m tests.evaluate.facts DIR [--show]
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.pair_facts import check_pair_facts
from tests.evaluate.halves import HELD_BACK, SEED, addresses, news
from tests.helpers.review import context

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.finding import Finding

    Pair = tuple[str, str]
    Change = Callable[[str, random.Random], str]

_MONTHS: Final = (
    ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня", "листопада"),
    ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November"),
)
_WORDS: Final = (
    ("два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять", "десять", "дванадцять", "двадцять"),
    ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty"),
)
_SCALES: Final = (
    ("тисяч", "мільйонів", "мільярдів"),
    ("thousand", "million", "billion"),
)
_MONEY: Final = (
    ("доларів", "євро", "гривень", "фунтів"),
    ("dollars", "euros", "hryvnias", "pounds"),
)
_SIGNS: Final = ("$", "€", "£")


def _any(words: Sequence[str]) -> str:
    return rf"(?<![\w’'])(?:{'|'.join(words)})(?![\w’'])"


def _digit(found: str, draw: random.Random) -> str:
    """Return figures with one of them another; the first is no zero."""
    places = [place for place, sign in enumerate(found) if sign.isdecimal()]
    place = draw.choice(places)
    choices = [digit for digit in "123456789" if digit != found[place]]
    return found[:place] + draw.choice(choices) + found[place + 1 :]


def _other(words: Sequence[str]) -> Change:
    def change(found: str, draw: random.Random) -> str:
        return draw.choice([word for word in words if word != found])

    return change


def _day(found: str, draw: random.Random) -> str:
    return re.sub(r"\d+", lambda day: str(draw.choice([n for n in range(1, 29) if n != int(day[0])])), found, count=1)


def _hour(found: str, draw: random.Random) -> str:
    hour = re.search(r"\d+", found)
    return (
        found.replace(hour[0], str(draw.choice([n for n in range(1, 12) if n != int(hour[0]) % 12])), 1)
        if hour
        else found
    )


RECIPES: Final[dict[str, tuple[tuple[tuple[str, Change], ...], ...]]] = {
    # what: for Ukrainian and for English, what is changed, and how
    "number": tuple(
        ((r"(?<![\d.,:/])\d[\d.,]*\d|(?<![\d.,:/])\d", _digit), (_any(words), _other(words))) for words in _WORDS
    ),
    "magnitude": tuple(((_any(words), _other(words)),) for words in _SCALES),
    "date": (
        ((rf"\b\d{{1,2}} (?=(?:{'|'.join(_MONTHS[0])}))", _day), (rf"(?<=\d ){_any(_MONTHS[0])}", _other(_MONTHS[0]))),
        (
            (rf"(?<=\b)(?:{'|'.join(_MONTHS[1])}) \d{{1,2}}\b|\b\d{{1,2}} (?=(?:{'|'.join(_MONTHS[1])}))", _day),
            (rf"{_any(_MONTHS[1])}(?= \d)", _other(_MONTHS[1])),
        ),
    ),
    "hour": (
        ((r"\b\d{1,2}:\d\d|\b\d{1,2}(?= (?:годині|ранку|вечора))", _hour),),
        ((r"\b\d{1,2}:\d\d|\b\d{1,2}(?= ?(?:[ap]\.?m\b|o'clock))", _hour),),
    ),
    "currency": tuple(
        ((_any(words), _other(words)), (r"[$€£](?=\d)", _other(_SIGNS))) for words in _MONEY
    ),
}  # fmt: skip


def main(folder: Path, *, show: bool) -> None:
    """Print the table.

    Args:
        folder: The corpora.
        show: Whether to print the texts whose mistake was not found, too.
    """
    out = sys.stdout
    out.write(f"pairs       part      pairs  alarms %  ms  found % of {', '.join(RECIPES)}\n")
    totals: dict[tuple[str, str], list[int]] = {}
    for name, pairs in (("addresses", addresses(folder)), ("news", news(folder))):
        cut = int(len(pairs) * HELD_BACK)
        for part, some in (("tuned", pairs[:cut]), ("held back", pairs[cut:])):
            started = time.process_time()
            clean = [pair for pair in some if not findings(pair)]
            speed = 1000 * (time.process_time() - started) / len(some)
            said = ""
            for kind in RECIPES:
                tries = [changed for pair in clean if (changed := _changed(pair, kind))]
                missed = [pair for pair in tries if not findings(pair)]
                total = totals.setdefault((part, kind), [0, 0])
                total[0] += len(tries) - len(missed)
                total[1] += len(tries)
                said += f"{100 * (1 - len(missed) / max(1, len(tries))):7.1f} of {len(tries):4}"
                if show and part == "tuned":
                    out.writelines(f"  {kind}: {pair[0]}\n     {pair[1]}\n" for pair in missed)
            alarms = 100 * (1 - len(clean) / len(some))
            out.write(f"{name:10}  {part:9} {len(some):5} {alarms:8.1f} {speed:5.1f} {said}\n")
    for part in ("tuned", "held back"):
        said = "".join(
            f"{100 * totals[part, kind][0] / max(1, totals[part, kind][1]):7.1f} of {totals[part, kind][1]:4}"
            for kind in RECIPES
        )
        out.write(f"together    {part:30} {said}\n")


def findings(pair: Pair) -> list[Finding]:
    """Return what the check says of a pair.

    Args:
        pair: The Ukrainian and the English half.
    """
    return list(check_pair_facts(context(texts={"uk": pair[0], "en": pair[1]})))


def _changed(pair: Pair, kind: str) -> Pair | None:
    """Return a pair with one mistake; the same one each time."""
    draw = random.Random(f"{SEED} {kind} {pair[0]}")  # noqa: S311 - a recipe that is the same each time
    places = [
        (half, match, change)
        for half, recipes in enumerate(RECIPES[kind])
        for pattern, change in recipes
        for match in re.finditer(pattern, pair[half])
    ]
    if not places:
        return None
    half, match, change = draw.choice(places)
    text = pair[half][: match.start()] + change(match.group(), draw) + pair[half][match.end() :]
    return (text, pair[1]) if half == 0 else (pair[0], text)


if __name__ == "__main__":
    main(Path(sys.argv[1]), show="--show" in sys.argv)
