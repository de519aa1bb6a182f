"""`names`: which names of an English and a Ukrainian file stand for each other."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.session import Exit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

UKRAINIAN = "Вчора Володимир Зеленський бачив Джонсона у Києві. Потім вони були в Ірпені."
ENGLISH = "Yesterday Vladimir Zelensky saw Johnson in Kyiv. Then they spoke of Poland and of Blurb."


@pytest.fixture
def halves(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "en.txt").write_text(ENGLISH, "utf-8")
    (tmp_path / "uk.txt").write_text(UKRAINIAN, "utf-8")
    return str(tmp_path / "en.txt"), str(tmp_path / "uk.txt")


def test_each_name_stands_beside_its_counterpart_and_the_right_spelling(run_in: Run, halves: tuple[str, str]) -> None:
    code, said, _ = run_in("names", *halves)
    assert code == Exit.DONE
    assert [line.split("\t") for line in said.splitlines()] == [
        ["Володимир Зеленський", "Vladimir Zelensky", "Volodymyr Zelenskyy"],
        ["Джонсона", "Johnson"],
        ["Києві", "Kyiv"],
        ["Ірпені", "-", "Irpin"],
        ["-", "Poland", "Польща"],
        ["-", "Blurb"],
    ]


def test_a_program_reads_where_names_stand_and_what_bears_them(run_in: Run, halves: tuple[str, str]) -> None:
    code, said, _ = run_in("names", "--format", "json", *halves)
    assert code == Exit.DONE
    names = json.loads(said)["names"]
    assert names[0] == {
        "uk": {
            "kind": "person",
            "lemmas": ["володимир", "зеленський"],
            "text": "Володимир Зеленський",
            "start": 6,
            "end": 26,
        },
        "en": {"text": "Vladimir Zelensky", "start": 10, "end": 27},
        "spelt": "Volodymyr Zelenskyy",
    }
    assert names[3]["en"] is None
    assert [name["en"]["kind"] for name in names[4:]] == ["place", "unknown"]
    for name in names:
        for language, text in (("uk", UKRAINIAN), ("en", ENGLISH)):
            if name[language]:
                assert text[name[language]["start"] : name[language]["end"]] == name[language]["text"]
