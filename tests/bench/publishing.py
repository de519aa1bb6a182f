"""What the unit waits for: a folder of 10,000 terms, read, compiled and tried on its examples."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from embassy_assistant.guidelines.compiler import compile_source
from embassy_assistant.guidelines.examples import run_examples
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import read_source
from tests.bench.rules import ROOT, Words, a_large_pack
from tests.helpers.packs import BOTH

_A_FILE: Final = 500
_LETTERS: Final = "абвгдежзиклмнопрстуфхцчшюя"


def _nouns(wanted: int) -> list[str]:
    """Return Ukrainian nouns of the dictionary, some of each letter."""
    import pymorphy3

    words: list[str] = []
    for letter in _LETTERS:
        known = pymorphy3.MorphAnalyzer(lang="uk").iter_known_word_parses(letter)
        found = (one.word for one in known if {"NOUN", "nomn"} in one.tag and one.word == one.normal_form)
        words += (word for word, _ in zip(found, range(wanted // 15), strict=False))
    random.Random(3).shuffle(words)  # noqa: S311 - nothing is secret here
    return words[:wanted]


def write_source(folder: Path, terms: int) -> None:
    """Write a large pack as people edit it: half its terms are Ukrainian nouns whose forms are to be found."""
    document = json.loads(a_large_pack(terms, 500, 500)[0])
    rules: list[dict[str, Any]] = document["rules"]
    ours = [rule for rule in rules if rule["kind"] == "term" and rule["language"] == "uk"]
    nouns, others = _nouns(len(ours)), Words(4)
    for rule, noun in zip(ours, nouns, strict=True):
        rule["terms"] = [{"text": noun, "replacement": nouns[0], "inflect": True}]
    for rule in rules:
        language = rule.get("language", "en")
        match rule["kind"]:
            case "term":
                text = rule["terms"][0]["text"]
            case "name":
                text = rule["wrong"][language][0]["text"]
            case _:
                text = others.word(language)
                rule["pattern"] = rf"\b{text}(?:s|ed)?\b"
        rule["examples"] = {
            wanted: [{"text": f"{others.word(language)} {end}", "language": language}]
            for wanted, end in (("match", text), ("pass", others.word(language)))
        }
    (folder / "rules").mkdir(parents=True)
    (folder / "lines").mkdir()
    header = {"format": 2, "id": "large", "version": "1", "title": BOTH, "issuer": BOTH, "issued": "2026-11-23"}
    (folder / "pack.yaml").write_text(json.dumps(header, ensure_ascii=False), encoding="utf-8")
    for start in range(0, len(rules), _A_FILE):
        some = "".join(map(_as_people_write, rules[start : start + _A_FILE]))
        (folder / "rules" / f"{start:05}.yaml").write_text(some, encoding="utf-8")


def _as_people_write(rule: dict[str, Any]) -> str:
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in rule.items()]
    return "- " + "\n  ".join(lines) + "\n\n"


def compile_(folder: Path) -> dict[str, float]:
    """Return what `guidelines compile` takes of a processor, in seconds, and how many rules it compiled."""
    start = time.thread_time()
    source = read_source(folder)
    read = time.thread_time()
    told: list[int] = []
    model = read_pack(compile_source(source, told.append))
    compiled = time.thread_time()
    failed = list(run_examples(model.pack()))
    if failed or len(told) != len(model.rules):
        message = f"{len(failed)} examples fail, {len(told)} rules told"
        raise RuntimeError(message)
    tried = time.thread_time()
    return {"read": read - start, "compiled": compiled - read, "tried": tried - compiled, "all": tried - start}


def measured() -> dict[str, float]:
    """Return the figures, taken in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_source(Path(folder), 10_000)
        command = [sys.executable, "-m", "tests.bench.publishing", folder]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        told: dict[str, float] = json.loads(done.stdout)
        return told


if __name__ == "__main__":
    sys.stdout.write(json.dumps(compile_(Path(sys.argv[1]))))
