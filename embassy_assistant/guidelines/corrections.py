"""Forms that the dictionary wrote and a person knows better: struck out of a term, or given another replacement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from embassy_assistant.guidelines.sheets import read_line, write_line
from embassy_assistant.language.forms import expand

if TYPE_CHECKING:
    from embassy_assistant.domain.workshop import Sheet

_FIELDS: Final = ("terms", "wrong.uk", "wrong.en")


def correct(sheet: Sheet, form: str, instead: str | None) -> Sheet:
    """Return a sheet on which a form of an inflected term is corrected; the same one where no term has the form.

    Args:
        sheet: The rule.
        form: The form.
        instead: What to write in its place; None strikes the form out.
    """
    for name in _FIELDS:
        lines = sheet.get(name, "").splitlines()
        for number, line in enumerate(lines):
            term = read_line(name, line.strip())
            if isinstance(term, CommentedMap) and _has(term, form):
                _correct(term, form, instead)
                lines[number] = write_line(term)
                return {**sheet, name: "\n".join(lines)}
    return sheet


def _has(term: CommentedMap, form: str) -> bool:
    if term.get("inflect") is not True:
        return False
    try:
        written = {surface.text for surface in expand(str(term["text"]), str(term.get("replacement", "")))}
    except (KeyError, ValueError):
        return False
    return form in written


def _correct(term: CommentedMap, form: str, instead: str | None) -> None:
    dropped = term.setdefault("drop", CommentedSeq())
    if form not in dropped:
        dropped.append(form)
    added = CommentedSeq(one for one in term.get("add", ()) if one.get("surface") != form)
    if instead is not None:
        added.append(CommentedMap(surface=form, replacement=instead))
    term.pop("add", None)
    if added:
        term["add"] = added
