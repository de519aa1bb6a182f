"""Writes the inflected forms into a pack: run by whoever edits one, never by an officer's program.

    python -m embassy_assistant.guidelines.compiler resources/guidelines/pack.json

Terms and exceptions marked `"inflect": true` get all their forms; compiling a compiled pack changes nothing.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.language.forms import expand, inflect

Json = dict[str, Any]


def compile_pack(data: bytes) -> bytes:
    """Return a pack with the forms of all its terms, laid out so that changes are easy to read.

    Args:
        data: A pack in its travel format, with or without forms.

    Returns:
        The pack as UTF-8 JSON.

    Raises:
        ValueError: A term to inflect has no noun in the nominative.
        Unusable: The result is not what the format says.
    """
    pack: Json = json.loads(data)
    for rule in pack.get("rules", []):
        for term in rule.get("terms", []):
            _compile_term(term)
        for exception in rule.get("exceptions", []):
            _compile_exception(exception)
    compiled = _laid_out(pack).encode()
    read_pack(compiled)
    return compiled


def _compile_term(term: Json) -> None:
    term.pop("forms", None)
    if term.get("inflect"):
        term["forms"] = [
            {key: value for key, value in form.items() if value or key == "replacement"}
            for form in (
                {"surface": surface.text, "replacement": surface.replacement, "case": surface.case}
                for surface in expand(term["text"], term.get("replacement", ""))
            )
        ]


def _compile_exception(exception: Json) -> None:
    exception.pop("forms", None)
    if exception.get("inflect"):
        forms = inflect(exception["text"]).values()
        exception["forms"] = list(dict.fromkeys(form for slot in forms for form in slot))


def _laid_out(pack: Json) -> str:
    """Return JSON with one form or term a line: a thousand lines of brackets hide what changed."""
    text = json.dumps(_folded_leaves(pack), ensure_ascii=False, indent=1)
    for mark, value in _leaves(pack):
        text = text.replace(json.dumps(mark), json.dumps(value, ensure_ascii=False), 1)
    return text + "\n"


def _is_leaf(value: object) -> bool:
    """Tell whether a value goes on one line: an object or list that holds only plain values."""
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    plain = not any(isinstance(part, dict | list) for part in parts)
    return isinstance(value, dict | list) and plain and len(json.dumps(value, ensure_ascii=False)) <= 110


def _folded_leaves(value: object, path: str = "@") -> object:
    if _is_leaf(value):
        return path
    if isinstance(value, dict):
        return {key: _folded_leaves(part, f"{path}/{key}") for key, part in value.items()}
    if isinstance(value, list):
        return [_folded_leaves(part, f"{path}/{index}") for index, part in enumerate(value)]
    return value


def _leaves(value: object, path: str = "@") -> list[tuple[str, object]]:
    if _is_leaf(value):
        return [(path, value)]
    if isinstance(value, dict):
        return [leaf for key, part in value.items() for leaf in _leaves(part, f"{path}/{key}")]
    if isinstance(value, list):
        return [leaf for index, part in enumerate(value) for leaf in _leaves(part, f"{path}/{index}")]
    return []


def main(path: Path) -> None:
    """Compile a pack in place.

    Args:
        path: The pack.
    """
    path.write_bytes(compile_pack(path.read_bytes()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
