"""How well the program tells languages apart on real text: `make evaluate CORPORA=DIR`.

The folder holds `news-<ISO 639-2 code>.txt` with one sentence a line, the same line number in every language, and
`addresses-uk-en.json` with aligned paragraphs. Neither ships with the program. Only the last 30 % of each file is
measured, so that whoever tunes on the rest does not fool themselves.

    python -m tests.evaluate.languages DIR
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Final

from embassy_assistant.language.alphabets import UNDETERMINED
from embassy_assistant.language.identify import identify

CODES: Final = {
    "ukr": "uk",
    "eng": "en",
    "rus": "ru",
    "bel": "be",
    "bul": "bg",
    "pol": "pl",
    "fra": "fr",
    "deu": "de",
    "spa": "es",
}
LENGTHS: Final = (25, 60, 140, 1000)
HELD_BACK: Final = 0.7


def main(folder: Path) -> None:
    """Print the tables.

    Args:
        folder: The corpora.
    """
    out = sys.stdout
    corpora = {code: _held_back(folder / f"news-{name}.txt") for name, code in CODES.items()}
    out.write("right: uk and en by name, any other language as neither; certain: what is said to be certain\n")
    out.write("  length  language  texts  right %  und %  certain %  right of certain %\n")
    for length in LENGTHS:
        for code, lines in corpora.items():
            _print_row(length, code, [_cut(line, length) for line in lines])
    for first, second in (("uk", "en"), ("en", "uk"), ("uk", "ru"), ("ru", "uk")):
        for gap in ("\n\n", " "):
            _print_mixed(corpora, first, second, gap)
    out.write(_speed(folder))


def _held_back(path: Path) -> list[str]:
    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
    return lines[int(len(lines) * HELD_BACK) :]


def _cut(line: str, length: int) -> str:
    """Return the first words that fit; at least one."""
    text = ""
    for word in line.split():
        if text and len(text) + 1 + len(word) > length:
            break
        text = f"{text} {word}".strip()
    return text


def _is_right(found: str, code: str) -> bool:
    return found == code if code in {"uk", "en"} else found not in {"uk", "en", UNDETERMINED}


def _print_row(length: int, code: str, texts: list[str]) -> None:
    count: Counter[str] = Counter()
    for text in texts:
        verdict = identify(text)
        right = _is_right(verdict.language, code)
        count["right"] += right
        count["und"] += verdict.language == UNDETERMINED
        count["certain"] += verdict.certain
        count["certain and right"] += verdict.certain and right
    total, certain = len(texts), max(1, count["certain"])
    sys.stdout.write(
        f"{length:>8} {code:>9} {total:>6} {100 * count['right'] / total:>8.1f} {100 * count['und'] / total:>6.1f} "
        f"{100 * count['certain'] / total:>10.1f} {100 * count['certain and right'] / certain:>19.2f}\n"
    )


def _print_mixed(corpora: dict[str, list[str]], first: str, second: str, gap: str) -> None:
    pairs = [
        (one, other)
        for one, (_, other) in zip(corpora[first], pairwise(corpora[second]), strict=False)
        if min(len(one), len(other)) >= 40
    ]
    found = exact = 0
    for one, other in pairs:
        spans = identify(f"{one}{gap}{other}").spans
        if [span.language for span in spans] == [first, second]:
            found += 1
            exact += spans[1].start == len(one) + len(gap)
    where = "next paragraph" if "\n" in gap else "same paragraph"
    sys.stdout.write(
        f"{first} then {second}, {where}: {len(pairs)} texts, both found {100 * found / len(pairs):.1f} %, "
        f"cut at the very place {100 * exact / len(pairs):.1f} %\n"
    )


def _speed(folder: Path) -> str:
    pairs = json.loads((folder / "addresses-uk-en.json").read_text("utf-8"))
    texts = [pair[code] for pair in pairs[int(len(pairs) * HELD_BACK) :] for code in ("uk", "en")]
    identify.cache_clear()
    start = time.process_time()
    for text in texts:
        identify(text)
    return f"{(time.process_time() - start) / len(texts) * 1e6:.0f} µs a paragraph ({len(texts)} paragraphs)\n"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
