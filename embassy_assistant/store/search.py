"""What is indexed and what is asked, so that a search finds what a person means in Ukrainian and English.

The index splits words at anything that is neither letter nor digit and folds case, Cyrillic too. Three things must be
evened out before: composed and decomposed letters, the three apostrophes that occur in Ukrainian words (U+02BC counts
as a letter and would stay inside the word), and what is invisible or only marks the stress.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from embassy_assistant.domain.post import Post

# Word joiners, soft hyphens and zero widths are in category Cf; U+0301 is the stress mark.
_EVEN: Final = str.maketrans({"'": "’", "\u02bc": "’", "\u2018": "’", "\u0301": None})
_LONGEST_QUERY: Final = 200


def search_text(post: Post) -> str:
    """Return everything of a Post that a search may find it by."""
    parts = [post.topic, *(version.text for version in post.versions.values())]
    parts += [alt for media in post.media for alt in media.alt.values()]
    return even("\n".join(parts))


def even(text: str) -> str:
    """Return `text` in the one spelling that the index uses."""
    composed = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_EVEN))
    return "".join(_visible(letter) for letter in composed)


def _visible(letter: str) -> str:
    match unicodedata.category(letter):
        case "Cc":
            return " "
        case "Cf" | "Cs":
            return ""
        case _:
            return letter


def match_expression(query: str) -> str | None:
    """Return the FTS5 expression for what a person typed: every word, each as a prefix, in any order.

    Each word is a quoted string, so that nothing in it is read as an operator.

    Returns:
        The expression; None when `query` has no letter and no digit.
    """
    words = (word for word in even(query[:_LONGEST_QUERY]).split() if any(map(str.isalnum, word)))
    quoted = [f'"{word.replace(chr(34), chr(34) * 2)}"*' for word in words]
    return " AND ".join(quoted) or None
