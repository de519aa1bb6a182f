"""Writes the inflected forms into a pack: run by whoever edits one, never by an officer's program.

Terms and phrases marked `"inflect": true` get all their forms; compiling a compiled pack changes nothing.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.mistake import Mistake
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.source import refuse_mistakes
from embassy_assistant.language.forms import expand, inflect

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterator

    from embassy_assistant.guidelines.source import Source

Json = dict[str, Any]
Place = tuple[str | int, ...]

_LINE: Final = 110
"""Characters up to which plain values go on one line."""


def compile_source(source: Source, progress: Callable[[int], None] = lambda _done: None) -> bytes:
    """Return the pack that a folder makes, as it travels.

    Args:
        source: The folder as read; its document is completed with the forms.
        progress: Told how many rules are done.

    Raises:
        Unusable: There are mistakes in the folder, found when it was read or now; `problems` has them all.
    """
    topics = {topic["id"] for topic in source.document.get("topics", ())}
    for done, (rule, place) in enumerate(zip(source.rules, source.places, strict=True), start=1):
        source.mistakes += map(place.mistake, (*write_forms(rule), *_undeclared(rule, topics)))
        progress(done)
    refuse_mistakes(source)
    compiled = f"{_laid_out(source.document)}\n".encode()
    read_pack(compiled)
    return compiled


def compile_pack(data: bytes) -> bytes:
    """Return a pack with the forms of all its terms, laid out so that changes are easy to read.

    Args:
        data: A pack in its travel format, with or without forms.

    Returns:
        The pack as UTF-8 JSON.

    Raises:
        Unusable: A term to inflect has no noun in the nominative, or the result is not what the format says.
    """
    pack: Json = json.loads(data)
    mistakes = [mistake for rule in pack.get("rules", []) for mistake in write_forms(rule)]
    if mistakes:
        raise Unusable("guidelines.malformed", count=len(mistakes), problems=tuple(mistakes))
    compiled = f"{_laid_out(pack)}\n".encode()
    read_pack(compiled)
    return compiled


def write_forms(rule: Json) -> Iterator[Mistake]:
    """Write the forms of a rule's terms and phrases into it.

    Args:
        rule: The rule as it travels.

    Yields:
        A mistake for each that cannot be inflected.
    """
    for place, term, replacement in _terms(rule):
        try:
            _compile_term(term, replacement)
        except ValueError:
            yield Mistake("pack.cannot-inflect", place, {"text": term["text"]})
    for place, phrase in _phrases(rule):
        try:
            _compile_phrase(phrase)
        except ValueError:
            yield Mistake("pack.cannot-inflect", place, {"text": phrase["text"]})


def _undeclared(rule: Json, topics: Container[str]) -> Iterator[Mistake]:
    """Yield a mistake for each topic that no officer could choose, so that the rule would never hold."""
    for index, topic in enumerate((rule.get("scope") or {}).get("topics") or ()):
        if topic not in topics:
            yield Mistake("pack.topic-unknown", ("scope", "topics", index), {"topic": topic})


def _terms(rule: Json) -> Iterator[tuple[Place, Json, str]]:
    """Yield what a rule objects to, and what stands instead where the term itself does not say."""
    for index, term in enumerate(rule.get("terms") or ()):
        yield ("terms", index), term, ""
    for language, wrong in (rule.get("wrong") or {}).items():
        for index, term in enumerate(wrong):
            yield ("wrong", language, index), term, rule["official"][language]


def _phrases(rule: Json) -> Iterator[tuple[Place, Json]]:
    for index, phrase in enumerate(rule.get("exceptions") or ()):
        if isinstance(phrase, dict):  # those of a pattern are fixed texts
            yield ("exceptions", index), phrase
    for key in ("words", "openings"):
        for language, phrases in (rule.get(key) or {}).items():
            for index, phrase in enumerate(phrases):
                yield (key, language, index), phrase


def _compile_term(term: Json, replacement: str) -> None:
    if replacement and not term.get("replacement"):
        term["replacement"] = replacement
    if not term.get("inflect"):
        return
    dropped, added = set(term.pop("drop", ())), term.pop("add", [])
    term["forms"] = [
        {key: value for key, value in form.items() if value or key == "replacement"}
        for form in (
            {"surface": surface.text, "replacement": surface.replacement, "case": surface.case}
            for surface in expand(term["text"], term.get("replacement", ""))
            if surface.text not in dropped
        )
    ] + added


def _compile_phrase(phrase: Json) -> None:
    if not phrase.get("inflect"):
        return
    dropped, added = set(phrase.pop("drop", ())), phrase.pop("add", [])
    forms = (form for slot in inflect(phrase["text"]).values() for form in slot)
    phrase["forms"] = [form for form in dict.fromkeys(forms) if form not in dropped] + added


def _laid_out(value: object, margin: str = "\n") -> str:
    """Return JSON with one form or term a line: a thousand lines of brackets hide what changed."""
    if not isinstance(value, dict | list) or _fits_a_line(value):
        return json.dumps(value, ensure_ascii=False)
    inner = margin + " "
    if isinstance(value, dict):
        opening, closing = "{}"
        parts = [f"{json.dumps(key, ensure_ascii=False)}: {_laid_out(part, inner)}" for key, part in value.items()]
    else:
        opening, closing = "[]"
        parts = [_laid_out(part, inner) for part in value]
    return f"{opening}{inner}{f',{inner}'.join(parts)}{margin}{closing}"


def _fits_a_line(value: Json | list[Any]) -> bool:
    """Tell whether an object or a list goes on one line: it holds only plain values, and not much of them."""
    parts = value.values() if isinstance(value, dict) else value
    plain = not any(isinstance(part, dict | list) for part in parts)
    return plain and len(json.dumps(value, ensure_ascii=False)) <= _LINE
