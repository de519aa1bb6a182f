"""How well the program tells languages apart on real text: `make evaluate CORPORA=DIR`.

The folder holds `news-<ISO 639-2 code>.txt` with one sentence a line, the same line number in every language, and
`addresses-uk-en.json` with aligned paragraphs. Neither ships with the program. The first 70 % of each file is what it
was tuned on, the rest is held back; both are measured, so that whoever tunes does not fool themselves.

Texts are cut to 25 to 60 characters, are whole (60 and more), or are made to look like posts by a seeded recipe: links,
mentions, hashtags and emoji around 60 to 200 characters. `uk` and `en` are right by name, any other language as
neither. Beside it stand langdetect as it comes, lingua and py3langid, each asked for the language of the same text.

    python -m tests.evaluate.languages DIR
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import py3langid
from langdetect import detect
from langdetect.lang_detect_exception import LangDetectException
from lingua import IsoCode639_1, LanguageDetectorBuilder

from embassy_assistant.language.alphabets import UNDETERMINED
from embassy_assistant.language.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from lingua import LanguageDetector

    Texts = Mapping[str, Sequence[str]]

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
OWN: Final = ("uk", "en")
HELD_BACK: Final = 0.7
SEED: Final = 2026
SHORT, WHOLE, LONGEST_POST = 25, 60, 200
RUSSIAN: Final = 40
_BEFORE: Final = ("", "", "🇺🇦 ", "❗️", "📣 ", "@MFA_Ukraine ", "RT @zelenskyyua: ", "🔴 LIVE: ")
_BEHIND: Final = (
    "",
    " #StandWithUkraine",
    " #Україна #Ukraine",
    " https://mfa.gov.ua/en/news/2411",
    " https://t.co/x7Yq2 🙏",
    " @EU_Commission @NATO",
    " #RussiaIsATerroristState 👉 https://war.ukraine.ua",
    "\n\n📷 @ukrinform #Kyiv",
)


def main(folder: Path) -> None:
    """Print the tables.

    Args:
        folder: The corpora.
    """
    out = sys.stdout
    lines = {code: _lines(folder / f"news-{name}.txt") for name, code in CODES.items()}
    out.write("part       texts      language   number  right %  und %  certain %  right of certain %")
    out.write("".join(f"  {name} %" for name in PEERS) + "\n")
    for part, first, last in (("tuned", 0.0, HELD_BACK), ("held back", HELD_BACK, 1.0)):
        some = {code: texts[int(len(texts) * first) : int(len(texts) * last)] for code, texts in lines.items()}
        for kind, made in (("25 to 60", _short(some)), ("60 and more", _whole(some)), ("as posts", _posts(some))):
            for group, texts in _groups(made):
                _print_row(part, kind, group, texts, peers=part == "held back")
        taken = sum(identify(text).language == "uk" for text in some["ru"] if len(text) >= RUSSIAN)
        out.write(f"{part}: Russian of {RUSSIAN} characters and more taken for Ukrainian: {taken}\n")
    held = {code: texts[int(len(texts) * HELD_BACK) :] for code, texts in lines.items()}
    for one, other in (("uk", "en"), ("en", "uk"), ("uk", "ru"), ("ru", "uk")):
        for gap in ("\n\n", " "):
            _print_mixed(held, one, other, gap)
    out.write(_speed(folder))


def _lines(path: Path) -> list[str]:
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def _short(lines: Texts) -> Texts:
    cut = {code: [_cut(line, WHOLE) for line in texts] for code, texts in lines.items()}
    return {code: [text for text in texts if len(text) >= SHORT] for code, texts in cut.items()}


def _whole(lines: Texts) -> Texts:
    return {code: [text for text in texts if len(text) >= WHOLE] for code, texts in lines.items()}


def _posts(lines: Texts) -> Texts:
    draw = random.Random(SEED)  # noqa: S311 - a recipe that is the same each time
    return {
        code: [f"{draw.choice(_BEFORE)}{_cut(text, LONGEST_POST)}{draw.choice(_BEHIND)}" for text in texts]
        for code, texts in _whole(lines).items()
    }


def _cut(line: str, length: int) -> str:
    """Return the first words that fit; at least one."""
    text = ""
    for word in line.split():
        if text and len(text) + 1 + len(word) > length:
            break
        text = f"{text} {word}".strip()
    return text


def _groups(texts: Texts) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Yield `uk`, `en` and all other languages together, each text with its language."""
    for code in OWN:
        yield code, [(text, code) for text in texts[code]]
    yield "other", [(text, code) for code, some in texts.items() if code not in OWN for text in some]


def _is_right(found: str, code: str) -> bool:
    return found == code if code in OWN else found not in {*OWN, UNDETERMINED}


def _print_row(part: str, kind: str, group: str, texts: Sequence[tuple[str, str]], *, peers: bool) -> None:
    count: Counter[str] = Counter()
    for text, code in texts:
        verdict = identify(text)
        right = _is_right(verdict.language, code)
        count["right"] += right
        count["und"] += verdict.language == UNDETERMINED
        count["certain"] += verdict.certain
        count["certain and right"] += verdict.certain and right
    total, certain = len(texts), max(1, count["certain"])
    share = {what: 100 * number / total for what, number in count.items()}
    sys.stdout.write(
        f"{part:10} {kind:11}  {group:8} {total:6} {share['right']:8.2f} {share['und']:6.2f} {share['certain']:10.1f} "
        f"{100 * count['certain and right'] / certain:19.2f}"
    )
    for name, ask in PEERS.items() if peers else ():
        hits = sum(_is_right(ask(text), code) for text, code in texts)
        sys.stdout.write(f"  {100 * hits / total:{len(name)}.2f}  ")
    sys.stdout.write("\n")


def _print_mixed(corpora: Texts, first: str, second: str, gap: str) -> None:
    pairs = [
        (one, other)
        for one, (_, other) in zip(corpora[first], pairwise(corpora[second]), strict=False)
        if min(len(one), len(other)) >= RUSSIAN
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
    texts = [pair[code] for pair in pairs[int(len(pairs) * HELD_BACK) :] for code in OWN]
    identify.cache_clear()
    start = time.process_time()
    for text in texts:
        identify(text)
    return f"{(time.process_time() - start) / len(texts) * 1e6:.0f} µs a paragraph ({len(texts)} paragraphs)\n"


def _ask_langdetect(text: str) -> str:
    try:
        return str(detect(text))
    except LangDetectException:
        return UNDETERMINED


@cache
def _lingua() -> LanguageDetector:
    codes = [getattr(IsoCode639_1, code.upper()) for code in CODES.values()]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).build()


def _ask_lingua(text: str) -> str:
    found = _lingua().detect_language_of(text)
    return found.iso_code_639_1.name.lower() if found else UNDETERMINED


def _ask_py3langid(text: str) -> str:
    return str(py3langid.classify(text)[0])


PEERS: Final[Mapping[str, Callable[[str], str]]] = {
    "langdetect": _ask_langdetect,
    "lingua": _ask_lingua,
    "py3langid": _ask_py3langid,
}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
