"""Real text to measure on, from a folder that does not ship with the program.

`news-<ISO 639-2 code>.txt` has one sentence a line; `addresses-uk-en.json` has aligned paragraphs, some of whose
Ukrainian halves are in fact Russian: what is certainly of another language is left out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.language.identify import identify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NEWS: Final = {"uk": "news-ukr.txt", "en": "news-eng.txt"}
ADDRESSES: Final = "addresses-uk-en.json"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One text, as it might be posted.

    Attributes:
        line: From 1; of the addresses, which pair.
    """

    file: str
    line: int
    language: str
    text: str


def paragraphs(folder: Path, *languages: str) -> Iterator[Paragraph]:
    """Yield all that a folder has in some languages, in a fixed order.

    Args:
        folder: The corpora.
        languages: `uk`, `en` or both.
    """
    pairs = json.loads((folder / ADDRESSES).read_text("utf-8"))
    for language in languages:
        lines = (folder / NEWS[language]).read_text("utf-8").splitlines()
        found = [Paragraph(NEWS[language], number, language, text) for number, text in enumerate(lines, 1)]
        found += [Paragraph(ADDRESSES, number, language, pair[language]) for number, pair in enumerate(pairs, 1)]
        yield from filter(_is_what_it_says, found)


def _is_what_it_says(paragraph: Paragraph) -> bool:
    if not paragraph.text.strip():
        return False
    verdict = identify(paragraph.text)
    return verdict.language == paragraph.language or not verdict.certain
