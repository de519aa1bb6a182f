"""`python -m tests.bench.rules`: how quick and how heavy the rules of a large pack are."""

from __future__ import annotations

import gc
import hashlib
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.domain.review import ReviewContext
from embassy_assistant.guidelines.plain import pack_of
from embassy_assistant.guidelines.ready import ReadyPacks
from embassy_assistant.store.files import write_whole
from tests.helpers.packs import BOTH, a_rule_of
from tests.helpers.review import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.guideline import GuidelinePack

ROOT: Final = Path(__file__).parents[2]
CHECKS: Final = 200
LENGTH: Final = 500
_LETTERS: Final = {"uk": "абвгдежзиклмнопрстухцчшюяіїє", "en": "abcdefghiklmnoprstuvwy"}
_ENDINGS: Final = ("", "а", "у", "ові", "ом", "і", "и", "ів", "ам", "ами", "ах", "е", "ою", "ої", "ий", "ого")
_REASON: Final = {
    "uk": "Це слово повторює мову агресора; держава називає речі тим, чим вони є.",
    "en": "This word repeats the language of the aggressor; a state calls things what they are.",
}


class Words:
    """Made-up words, the same in each run."""

    def __init__(self, seed: int) -> None:
        """Begin anew."""
        self._random = random.Random(seed)  # noqa: S311 - nothing is secret here

    def word(self, language: str) -> str:
        """Return a word."""
        letters = _LETTERS[language]
        return "".join(self._random.choice(letters) for _ in range(self._random.randint(4, 11)))

    def text(self, language: str, length: int, known: list[str]) -> str:
        """Return a text in which one word in twenty is known to the pack."""
        words: list[str] = []
        while sum(map(len, words)) + len(words) < length:
            words.append(self._random.choice(known) if self._random.random() < 0.05 else self.word(language))
            if self._random.random() < 0.1:
                words[-1] += self._random.choice([".", ",", "!\n", " 🇺🇦", " https://mfa.gov.ua/x"])
        return " ".join(words)[:length]


def a_large_pack(terms: int, names: int, patterns: int) -> tuple[bytes, dict[str, list[str]]]:
    """Return a pack as it travels, and words that it knows by language: half its terms have the forms of a noun."""
    words = Words(1)
    known: dict[str, list[str]] = {"uk": [], "en": []}
    rules: list[dict[str, Any]] = []
    for number in range(terms):
        language = ("uk", "en")[number % 2]
        text, instead = words.word(language), words.word(language)
        term: dict[str, Any] = {"text": text, "replacement": instead}
        if language == "uk":
            forms = [{"surface": text + ending, "replacement": instead + ending} for ending in _ENDINGS]
            term |= {"inflect": True, "forms": forms}
        known[language].append(text)
        rules.append(a_rule_of("term", id=f"term.{number}", language=language, reason=_REASON, terms=[term]))
    for number in range(names):
        official = {"uk": words.word("uk").title(), "en": words.word("en").title()}
        wrong = {
            code: [{"text": words.word(code).title(), "replacement": official[code]} for _ in "123"]
            for code in official
        }
        rules.append(a_rule_of("name", id=f"name.{number}", reason=_REASON, official=official, wrong=wrong))
    for number in range(patterns):
        language = ("uk", "en")[number % 2]
        one, other = words.word(language), words.word(language)
        pattern = (rf"{one}\w*\s+{other}", rf"\b{one}(?:s|ed)?\b", rf"\d+\s*{one}", rf"(?:{one}|{other})[,;]")[
            number % 4
        ]
        rules.append(a_rule_of("pattern", id=f"pattern.{number}", reason=_REASON, pattern=pattern, replacement=""))
    pack = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-23", "rules": rules}
    return json.dumps(pack, ensure_ascii=False).encode(), known


def resident() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6


def a_post(uk: str, en: str) -> Post:
    """Return a Post of two texts."""
    return Post("p", versions={"uk": Version("uk", uk), "en": Version("en", en)})


def milliseconds(pack: GuidelinePack, posts: list[Post]) -> list[float]:
    """Return how much of a processor each Post took."""
    taken = []
    for post in posts:
        context = ReviewContext(post, (), pack, NOW)
        start = time.thread_time()
        list(check_rules(context))
        taken.append((time.thread_time() - start) * 1_000)
    return taken


def kept_ready(folder: Path) -> GuidelinePack:
    """Return the pack in a folder as a start of the program does: read, held against its hash, and taken ready."""
    data = (folder / "pack.json").read_bytes()
    return ReadyPacks(folder / "ready", write_whole).get({hashlib.sha256(data).hexdigest(): data})


def make(folder: Path, terms: int) -> dict[str, Any]:
    """Write a pack, what is kept of it once it is ready, and posts; tell how long making it ready took."""
    data, known = a_large_pack(terms, 500, 500)
    (folder / "pack.json").write_bytes(data)
    words = Words(2)
    posts = [[words.text(code, LENGTH, known[code]) for code in ("uk", "en")] for _ in range(CHECKS)]
    (folder / "posts.json").write_text(json.dumps(posts), encoding="utf-8")
    start = time.thread_time()
    kept_ready(folder)
    return {"import": (time.thread_time() - start) * 1_000, "megabytes": len(data) / 1e6}


def check(folder: Path) -> dict[str, Any]:
    """Return the figures of the pack in a folder; nothing else was done in this process."""
    posts = [a_post(*texts) for texts in json.loads((folder / "posts.json").read_bytes())]
    # What any first check costs, whatever the pack.
    milliseconds(pack_of(json.loads(a_large_pack(1, 1, 1)[0])), posts[:1])
    gc.collect()
    before, start = resident(), time.thread_time()
    pack = kept_ready(folder)
    milliseconds(pack, posts[:1])
    load = (time.thread_time() - start) * 1_000
    gc.collect()
    memory = resident() - before
    full = milliseconds(pack, posts[1:])
    typed = milliseconds(pack, list(typing(posts[1])))
    return {
        "load": load,
        "memory": memory,
        "full": statistics.median(full),
        "slowest": max(full),
        "typed": statistics.median(typed),
        "after": resident() - before,
    }


def typing(post: Post) -> Iterator[Post]:
    """Yield a Post after each of some key presses in the middle of its first text."""
    uk, en = post.text("uk"), post.text("en")
    half = LENGTH // 2
    for end in range(1, CHECKS):
        yield a_post(uk[:half] + uk[half - end :], en)


def measured(terms: int) -> dict[str, float]:
    """Return the figures of a pack, each step in a process of its own."""
    told: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for step in ("make", "check"):
            command = [sys.executable, "-m", "tests.bench.rules", step, folder, str(terms)]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            told |= json.loads(done.stdout)
    return told


def main() -> None:
    """Print the figures of a small and a large pack."""
    told = {terms: measured(terms) for terms in (1_000, 10_000)}
    for terms, figures in told.items():
        said = ", ".join(f"{name} {value:.2f}" for name, value in figures.items())
        sys.stdout.write(f"{terms} terms: {said}\n")
    sys.stdout.write(f"growth {told[10_000]['full'] / told[1_000]['full']:.2f}\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["make", folder, terms]:
            sys.stdout.write(json.dumps(make(Path(folder), int(terms))))
        case ["check", folder, _]:
            sys.stdout.write(json.dumps(check(Path(folder))))
        case _:
            main()
