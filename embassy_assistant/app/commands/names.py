"""`names`: which names of an English and a Ukrainian text stand for each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from embassy_assistant.app.session import Exit, Session, print_json, read_text
from embassy_assistant.domain.post import ENGLISH, UKRAINIAN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.language.names.glossary import Glossary
    from embassy_assistant.language.names.matching import Pair
    from embassy_assistant.language.names.reading import Name, Word

_NOTHING: Final = "-"


@click.command("names")
@click.argument("english", metavar="EN")
@click.argument("ukrainian", metavar="UK")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@click.pass_obj
def command(session: Session, english: str, ukrainian: str, form: str) -> int:
    """Say which names in the file EN, in English, stand for which in the file UK, in Ukrainian.

    On each line a name in Ukrainian, what stands for it in English, and how that is spelt where it is missing or spelt
    otherwise.
    """
    from embassy_assistant.app import offline
    from embassy_assistant.language.names.glossary import read_glossary

    texts = {UKRAINIAN: read_text(ukrainian), ENGLISH: read_text(english)}
    rows = list(_rows(texts, read_glossary(offline.review(session.chosen).pack.rules)))
    if form == "json":
        print_json({"names": rows})
    else:
        for row in rows:
            cells = [(row[code] or {}).get("text", _NOTHING) for code in (UKRAINIAN, ENGLISH)]
            click.echo("\t".join([*cells, row["spelt"]]).rstrip())
    return Exit.DONE


def _rows(texts: dict[str, str], glossary: Glossary) -> Iterator[dict[str, Any]]:
    """Yield the names of the Ukrainian text with their counterparts, then the English ones that have none."""
    from embassy_assistant.language.names.glossary import spell
    from embassy_assistant.language.names.matching import counterparts
    from embassy_assistant.language.names.reading import find_names, read_words

    ours, theirs = (read_words(texts[code], code) for code in (UKRAINIAN, ENGLISH))
    found = counterparts(ours, theirs, glossary)
    for name in find_names(texts[UKRAINIAN], ours, UKRAINIAN):
        pairs = [pair for pair in found.pairs if pair.ours in name.words]
        spelt = _spelt(pairs) if pairs else spell(name, ENGLISH, glossary)
        words = sorted({pair.theirs.span: pair.theirs for pair in pairs}.values(), key=lambda word: word.span)
        yield {UKRAINIAN: _named(name), ENGLISH: _told(words), "spelt": spelt or ""}
    taken = {pair.theirs for pair in found.pairs}
    for name in find_names(texts[ENGLISH], theirs, ENGLISH):
        if taken.isdisjoint(name.words):
            yield {UKRAINIAN: None, ENGLISH: _named(name), "spelt": spell(name, UKRAINIAN, glossary) or ""}


def _spelt(pairs: list[Pair]) -> str:
    """Return how the English words are spelt, if one of them is spelt otherwise; else nothing."""
    return " ".join(pair.spelt or pair.theirs.text for pair in pairs) if any(pair.spelt for pair in pairs) else ""


def _named(name: Name) -> dict[str, object]:
    return {
        "kind": name.kind.value,
        "lemmas": list(name.lemmas),
        **_place(list(name.words)),
    }


def _told(words: list[Word]) -> dict[str, object] | None:
    return _place(words) if words else None


def _place(words: list[Word]) -> dict[str, object]:
    return {
        "text": " ".join(word.text for word in words),
        "start": words[0].span.start,
        "end": words[-1].span.end,
    }
