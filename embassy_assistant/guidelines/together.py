"""Several packs as one: the ministry's, and a mission's own beside it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeVar

from embassy_assistant.domain.finding import Severity
from embassy_assistant.guidelines.plain import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MISTAKES: Final = (KeyError, TypeError, ValueError, AttributeError, RecursionError)
"""What comes of JSON that is not a pack."""

_Made = TypeVar("_Made")


def of_validated(packs: Iterable[bytes], make: Callable[[Mapping[str, Any]], _Made]) -> _Made:
    """Return what is made of packs that were validated before, by this program or an older one.

    Args:
        packs: What travelled, the ministry's first.
        make: Makes it of the JSON of a valid pack, in which all of them are one.

    Raises:
        Unusable: One of them is no pack, whoever said so.
    """
    kept = list(packs)
    try:
        documents = [json.loads(data) for data in kept]
        if all(document["format_version"] <= FORMAT for document in documents):
            return make(_one(documents))
    except MISTAKES:
        pass
    # Validation is 90 ms of imports; it knows what to set aside of a newer format, and what is wrong with the rest.
    from embassy_assistant.guidelines.pack import read_pack

    return make(_one([read_pack(data).plain() for data in kept]))


def _one(documents: Iterable[Mapping[str, Any]]) -> Mapping[str, Any]:
    """Return several packs as one.

    Only the ministry may block, so that a `block` of another pack warns; and no rule of another pack takes the place of
    one of the ministry's.
    """
    first, *others = documents
    if not others:
        return first
    rules, unchecked = list(first["rules"]), list(first.get("unchecked", ()))
    taken = {*(rule["id"] for rule in rules), *unchecked}
    for other in others:
        for rule in other["rules"]:
            if rule["id"] not in taken:
                blocks = rule["severity"] == Severity.BLOCK
                rules.append({**rule, "severity": Severity.WARN.value} if blocks else rule)
        unchecked += [rule_id for rule_id in other.get("unchecked", ()) if rule_id not in taken]
        taken |= {*(rule["id"] for rule in rules), *unchecked}
    topics = {topic["id"]: topic for document in (*reversed(others), first) for topic in document.get("topics", ())}
    version = "+".join(document["pack_version"] for document in (first, *others))
    return {**first, "pack_version": version, "rules": rules, "unchecked": unchecked, "topics": list(topics.values())}
