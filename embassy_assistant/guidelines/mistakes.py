"""From what validation says to mistakes that can be told in both languages, each with the path of its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.mistake import Mistake

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import ValidationError

_SENTENCES: Final = {
    # what pydantic calls it, or begins it with: our sentence
    "missing": "missing",
    "extra_forbidden": "unknown-key",
    "literal_error": "choice",
    "string_too_short": "empty",
    "string_too_long": "too-long",
    "string_pattern_mismatch": "shape",
    "string": "needs-text",
    "int": "needs-number",
    "bool": "needs-yes-no",
    "date_": "needs-day",
    "datetime": "needs-moment",
    "timezone": "needs-moment",
    "greater": "out-of-range",
    "less": "out-of-range",
    "tuple": "needs-list",
    "model": "needs-keys",
    "json": "not-json",
}


def mistakes_of(error: ValidationError) -> tuple[Mistake, ...]:
    """Return every mistake that validation found.

    Args:
        error: What pydantic raised.
    """
    found = error.errors(include_url=False, include_input=False)
    return tuple(_mistake(one["type"], one["loc"], one.get("ctx", {}), one["msg"]) for one in found)


def _mistake(kind: str, place: tuple[int | str, ...], context: Mapping[str, Any], said: str) -> Mistake:
    # `=` begins the tag of a union, which is no key of the document.
    path = tuple(part for part in place if not str(part).startswith("="))
    if kind.startswith("pack."):
        return Mistake(kind, path, dict(context))
    name = next((name for start, name in _SENTENCES.items() if kind == start), "")
    name = name or next((name for start, name in _SENTENCES.items() if kind.startswith(start)), "other")
    parameters = {"choices": context.get("expected", ""), "most": context.get("max_length", ""), "said": said}
    parameters |= {"pattern": context.get("pattern", "")}
    return Mistake(f"pack.{name}", path, {key: str(value) for key, value in parameters.items() if value != ""})
