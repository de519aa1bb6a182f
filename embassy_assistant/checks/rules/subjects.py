"""What a post is about: the topics of the guidelines that an Officer's own words name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from embassy_assistant.language.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from embassy_assistant.domain.guideline import Topic

_BREAK: Final = re.compile(r"[,;/]")
_WORD: Final = re.compile(r"\w+")


def topics_of(said: str, declared: Sequence[Topic] = ()) -> frozenset[str]:
    """Return a Post's topics as rules name them.

    A topic that the guidelines declare is found wherever one of its names stands as words of its own, in either
    language; the longest name counts where one holds another. Beside these, each part between commas is a topic in
    small letters with hyphens: of guidelines that declare none, their rules' own names are all there is.

    Args:
        said: The topic as an Officer wrote it.
        declared: The topics of the guidelines.
    """
    parts = {"-".join(_WORD.findall(part)) for part in _BREAK.split(said.lower())}
    if not declared:
        return frozenset(parts)
    pattern, ids = _reader(tuple(declared))
    return frozenset(parts.union(ids[match.group()] for match in pattern.finditer(fold(said))))


def names_of(topic: Topic) -> tuple[str, ...]:
    """Return all that a topic may be called, folded, each once."""
    names = (topic.uk, topic.en, topic.id, topic.id.replace("-", " "), *topic.also)
    return tuple(dict.fromkeys(folded for name in names if (folded := fold(name).strip())))


@lru_cache(maxsize=4)
def _reader(declared: tuple[Topic, ...]) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return what finds names, the longest first, and whose each is; where two share one, it is the first one's."""
    ids: dict[str, str] = {}
    for topic in declared:
        for name in names_of(topic):
            ids.setdefault(name, topic.id)
    either = "|".join(re.escape(name) for name in sorted(ids, key=len, reverse=True))
    # An apostrophe or a hyphen between letters is inside a word.
    return re.compile(rf"(?<!\w)(?<!\w[’-])(?:{either})(?!\w|[’-]\w)"), ids
