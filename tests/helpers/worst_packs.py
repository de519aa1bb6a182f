"""Packs that the format takes, and the text that each of them finds most in: what a check may take at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tests.helpers.packs import a_rule_of

if TYPE_CHECKING:
    from tests.helpers.packs import Json

DAYS: Final = [{"from": "01-01", "until": "12-31"}]
WORDS: Final = {"en": [{"text": "a"}]}


def a_term(number: int, text: str = "a", **more: object) -> Json:
    """Return a rule about a term."""
    return a_rule_of("term", id=f"t.{number}", language="en", terms=[{"text": text, "replacement": "z"}], **more)


def of_kind(kind: str, often: int, **needs: object) -> list[Json]:
    """Return many rules of one kind that ask for the same."""
    return [a_rule_of(kind, id=f"{kind}.{number}", **needs) for number in range(often)]


WORST: Final[dict[str, tuple[list[Json], str]]] = {
    "one word": ([a_term(number) for number in range(200)], "a "),
    "one within the other": ([a_term(number, "a " * number + "a") for number in range(40)], "a "),
    "all exempt": ([a_term(number, quotes_exempt=True) for number in range(200)], "«a a a a» "),
    "exceptions": ([a_term(number, exceptions=[{"text": "a a"}]) for number in range(100)], "a "),
    "patterns that match": (of_kind("pattern", 300, pattern=r"\w", replacement=""), "a "),
    "patterns that match nothing": (of_kind("pattern", 300, pattern=r"\b|q", replacement=""), "a "),
    "large patterns": (of_kind("pattern", 200, pattern="(?:x|y|a.{0,90}){0,9}Q"), "ab"),
    "readability": (of_kind("readability", 999, sentence_words=1, capitals=1, plain_letters=True), "AB CD 𝐛. "),
    "days": (of_kind("calendar", 999, days=DAYS), "a! 🎉 "),
    "days with words": (of_kind("calendar", 200, days=DAYS, words=WORDS, emoji=True, exclamations=True), "a "),
    "embargoes": (of_kind("embargo", 200, words=WORDS), "a "),
    "needs": (of_kind("require", 999), "#a b "),
    "links": (of_kind("link", 99, domains=["a.ua"]), "b.a.ua "),
    "mentions": (of_kind("mention", 99, accounts=["a"]), "@a "),
    "pictures": (of_kind("media", 999, credit=True), "a "),
    "lines": (of_kind("line", 99, text={"uk": "x", "en": "so it is " * 60 + "now"}), "so it is "),
    "lines withdrawn": (of_kind("line", 999, text={"uk": "x", "en": "a"}, withdrawn="2026-01-01T00:00Z"), "a "),
    "freezes": (of_kind("freeze", 999, since="2026-01-01T00:00Z"), "a "),
}
"""By what there is too much of: the rules, and the words that are said again and again."""
