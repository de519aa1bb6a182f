"""How many occurrences of its terms the engine finds in real text: `make evaluate CORPORA=DIR`.

    python -m tests.evaluate.recall DIR

Another lemmatiser, simplemma, which shares neither dictionary nor code with ours, reads the Ukrainian corpora; wherever
it sees the lemma of a term, a rule with this term must have found it. The terms are the inflected ones of the starter
pack, without their exceptions, and, since the texts hold too few of these, `NEUTRAL`: everyday words of such texts that
no guideline objects to, in a pack made for this. Misses are listed; why each is one stands in `recall-misses.tsv`.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import regex
import simplemma

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.domain.review import ReviewContext
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.guidelines.pack import read_pack
from tests.evaluate.corpora import paragraphs
from tests.helpers.packs import BOTH, a_rule_of, starter_pack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import GuidelinePack
    from tests.evaluate.corpora import Paragraph

NEUTRAL: Final = (
    "агресор",
    "армія",
    "виборець",
    "відбудова",
    "війна",
    "влада",
    "громадянин",
    "держава",
    "дипломат",
    "договір",
    "домовленість",
    "допомога",
    "експорт",
    "енергетика",
    "закон",
    "захист",
    "звернення",
    "зустріч",
    "історія",
    "командувач",
    "конституція",
    "континент",
    "країна",
    "лідер",
    "лікарня",
    "людина",
    "міністр",
    "місто",
    "місяць",
    "народ",
    "населення",
    "незалежність",
    "нафта",
    "область",
    "окупант",
    "особа",
    "партнер",
    "перемога",
    "переговори",
    "підприємство",
    "подія",
    "посол",
    "право",
    "президент",
    "прем'єр-міністр",
    "проблема",
    "ракета",
    "режим",
    "рішення",
    "розмова",
    "санкція",
    "світ",
    "свобода",
    "союз",
    "суд",
    "територія",
    "уряд",
    "університет",
    "фінансування",
    "хвилина",
)
MISSES: Final = Path(__file__).with_name("recall-misses.tsv")
GOAL: Final = 99.5
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}]*(?:[-'’ʼ]\p{L}[\p{L}\p{M}]*)*")
_ANY_DAY: Final = datetime(2026, 10, 13, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where the other lemmatiser sees a term."""

    term: str
    start: int
    end: int


def main(folder: Path) -> None:
    """Print the recall of the starter pack's terms and of the neutral ones, and the misses.

    Args:
        folder: The corpora.
    """
    explained = _explained()
    seen: Counter[str] = Counter()
    missed: Counter[tuple[str, str]] = Counter()
    own = set(starter_terms())
    terms = [*own, *NEUTRAL]
    pack = pack_of_terms(terms)
    for paragraph in paragraphs(folder, "uk"):
        for occurrence in occurrences(paragraph.text, terms):
            seen[occurrence.term] += 1
            if not _is_found(occurrence, found_in(paragraph, pack)):
                missed[occurrence.term, paragraph.text[occurrence.start : occurrence.end]] += 1
    for name, group in (("starter pack", own), ("neutral", set(NEUTRAL)), ("all", set(terms))):
        total = sum(count for term, count in seen.items() if term in group)
        lost = sum(count for (term, _), count in missed.items() if term in group)
        recall = 100 * (total - lost) / max(1, total)
        sys.stdout.write(
            f"{name}: {total} occurrences of {len(group & seen.keys())} terms, {total - lost} found: "
            f"{recall:.2f} in 100 (goal {GOAL})\n"
        )
    for (term, text), count in sorted(missed.items()):
        sys.stdout.write(f"    {count:>3}  {text} ({term}): {explained.get((term, text), 'NOT EXPLAINED')}\n")


def starter_terms() -> Iterator[str]:
    """Yield the terms of the starter pack that its compiler inflects."""
    for rule in starter_pack().plain()["rules"]:
        for term in (*(rule.get("terms") or ()), *(rule.get("wrong") or {}).get("uk", ())):
            if term.get("inflect"):
                yield term["text"]


def pack_of_terms(terms: list[str]) -> GuidelinePack:
    """Return a pack with a rule of its own for each term, so that none hides another."""
    rules = [
        a_rule_of("term", id=f"recall.term-{number}", terms=[{"text": term, "inflect": True}])
        for number, term in enumerate(terms)
    ]
    document = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-10-13", "rules": rules}
    return read_pack(compile_pack(json.dumps(document).encode())).pack()


def occurrences(text: str, terms: list[str]) -> Iterator[Occurrence]:
    """Yield where the other lemmatiser sees a term: its lemmas, one behind the other.

    Args:
        text: Any text.
        terms: In the nominative.
    """
    words = list(_WORD.finditer(text))
    lemmas = [_lemma(word.group()) for word in words]
    for term in terms:
        wanted = [_lemma(word) for word in _WORD.findall(term)]
        for first in range(len(lemmas) - len(wanted) + 1):
            if lemmas[first : first + len(wanted)] == wanted:
                start, end = words[first].start(), words[first + len(wanted) - 1].end()
                if not regex.search(r"[.!?]", text[start:end]):
                    yield Occurrence(term, start, end)


def found_in(paragraph: Paragraph, pack: GuidelinePack) -> list[tuple[int, int]]:
    """Return where the engine finds terms of a pack."""
    post = Post("p", versions={"uk": Version("uk", paragraph.text)})
    findings = check_rules(ReviewContext(post, (), pack, _ANY_DAY))
    return [(finding.span.start, finding.span.end) for finding in findings if finding.span]


def _is_found(occurrence: Occurrence, places: list[tuple[int, int]]) -> bool:
    return (occurrence.start, occurrence.end) in places


def _lemma(word: str) -> str:
    return str(simplemma.lemmatize(word.replace("’", "'").replace("ʼ", "'").lower(), lang="uk")).lower()


def _explained() -> dict[tuple[str, str], str]:
    with MISSES.open(encoding="utf-8", newline="") as file:
        return {(row["term"], row["text"]): row["why"] for row in csv.DictReader(file, delimiter="\t")}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
