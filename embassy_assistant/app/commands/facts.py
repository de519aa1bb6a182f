"""`facts`: which numbers, dates, times, sums of money and measures a text has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from embassy_assistant.app.session import Exit, print_json, read_text
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN
from embassy_assistant.language.alphabets import script_of

if TYPE_CHECKING:
    from embassy_assistant.language.facts.model import Fact


@click.command("facts")
@click.option(
    "--written-in",
    "written",
    type=click.Choice([UKRAINIAN, ENGLISH]),
    help="Language of the text; by default the one it is written in.",
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.argument("file", default="-")
def command(written: str | None, form: str, file: str) -> int:
    """Say which facts stand in FILE (default: stdin): numbers, dates, times, money and measures.

    Links, mentions and tags are left out.
    """
    from embassy_assistant.language.facts.reading import read_facts

    text = read_text(file)
    language = written or (UKRAINIAN if _is_cyrillic(text) else ENGLISH)
    rows = [_told(fact) for fact in read_facts(text, language)]
    if form == "json":
        print_json({"language": language, "facts": rows})
    else:
        for row in rows:
            click.echo("\t".join(str(row[name]) for name in ("kind", "value", "unit", "text")))
    return Exit.DONE


def _is_cyrillic(text: str) -> bool:
    scripts = [script_of(letter) for letter in text]
    return scripts.count("cyrillic") > scripts.count("latin")


def _told(fact: Fact) -> dict[str, object]:
    return {
        "kind": fact.kind.value,
        "text": fact.text,
        "start": fact.span.start,
        "end": fact.span.end,
        "value": _written(fact),
        "unit": fact.unit,
        "approximate": fact.about,
        "loose": fact.loose,
    }


def _written(fact: Fact) -> float | str:
    """Return what a fact says: a number, a date as `2022-02-24` with `*` for what is not told, or a time.

    Args:
        fact: Any.
    """
    if fact.clock is not None:
        clock = fact.clock
        offset = f"{clock.offset:+d}" if clock.offset else ""
        zone = f" {clock.zone}{offset}" if clock.zone else ""
        return f"{clock.hour:02d}:{clock.minute:02d}{zone}"
    if any(fact.day.parts):
        year, month, day, weekday = fact.day.parts
        parts = [f"{year:04d}" if year else "*", *(f"{part:02d}" if part else "*" for part in (month, day))]
        return f"weekday {weekday}" if weekday else "-".join(parts)
    return int(fact.value) if fact.value == int(fact.value) else fact.value
