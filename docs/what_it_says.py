"""Writes `what-it-says.md` from the list of cases in `cases.toml` and the catalogues: `make docs`.

Each case is something that goes wrong around the program. The page shows what an Officer reads then, in both languages,
and which test brings the case about.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from embassy_assistant.messages import messages

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = Path(__file__).with_name("what-it-says.md")
_CASES: Final = Path(__file__).with_name("cases.toml")
_WINDOW: Final = ROOT / "translations/window/uk.ts"

_PARTS: Final = {4: "The store", 5: "The keyring", 6: "The clock and the laptop"}

_OPENING: Final = """\
# What it says when something goes wrong

*Made from `docs/cases.toml` and the catalogues by `make docs`; a test fails when they differ, and when a case names a
test that does not exist.*

Every sentence says what happened, what it means and what to do. Names and numbers in it are examples. Of two sentences
with the same beginning, the first is said where the program goes on by itself, the second to a person who asked for
something and waits. In italics is why nothing is said: everything goes on as it should. On the command line, the
command that helps follows the sentence. All were read in both languages, against the code behind them, in November
2026.
"""


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that goes wrong.

    Attributes:
        name, uk: what happens, in each language.
        says: ids of the core's catalogue, each with example parameters.
        window: sentences of the window's catalogue, as their source text.
        quiet: why nothing need be said, in English and Ukrainian; only where everything goes on as it should.
        where: who says it: window, command line, doctor.
        test: `file::test` or `file::Class::test`.
    """

    part: int
    name: str
    uk: str
    where: str
    test: str
    says: tuple[tuple[str, dict[str, Any]], ...] = ()
    window: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()

    @property
    def is_tested(self) -> bool:
        """Whether the test that it names exists."""
        file, *names = self.test.split("::")
        path = ROOT / file
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        found = (re.search(rf"^\s*(?:async )?(?:def|class) {re.escape(name)}\b", text, re.MULTILINE) for name in names)
        return bool(names) and all(found)


def cases() -> list[Case]:
    """Return the checked-in cases, those of one part together."""
    listed = tomllib.loads(_CASES.read_text(encoding="utf-8"))["case"]
    read = [
        Case(
            **{
                **case,
                "says": tuple((name, values) for name, values in case.get("says", ())),
                "window": tuple(case.get("window", ())),
                "quiet": tuple(case.get("quiet", ())),
            }
        )
        for case in listed
    ]
    return sorted(read, key=lambda case: case.part)


def sentences(case: Case, language: str) -> list[str]:
    """Return what the program says in a case, or why it says nothing.

    Raises:
        KeyError: a catalogue does not have it.
    """
    words = messages(language)
    said = []
    for name, values in case.says:
        if not words.knows(name):
            raise KeyError(name)
        said.append(words.render(name, values))
    window = _in_ukrainian()
    said += [window[source] if language == "uk" else source for source in case.window]
    return said or [f"*{case.quiet[language == 'uk']}*"]


def page() -> str:
    """Return the page as Markdown: a table for each part."""
    pieces = [_OPENING.strip()]
    known = cases()
    for part, title in _PARTS.items():
        rows = ["| case | in English | українською | where | test |", "|---|---|---|---|---|"]
        rows += [_row(case) for case in known if case.part == part]
        pieces += [f"## {title}", "\n".join(rows)]
    return "\n\n".join(pieces) + "\n"


def _row(case: Case) -> str:
    name = case.test.rpartition("::")[2].removeprefix("test_")
    cells = [
        f"{case.name}<br>{case.uk}",
        "<br><br>".join(sentences(case, "en")),
        "<br><br>".join(sentences(case, "uk")),
        case.where,
        f"[{name}](../{case.test.partition('::')[0]})",
    ]
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


@cache
def _in_ukrainian() -> dict[str, str]:
    """Return the window's sentences: source text -> Ukrainian."""
    found = {}
    for message in ElementTree.parse(_WINDOW).iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        if translation is not None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
