"""Pictures: described for those who do not see them, credited to those who took them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import regex

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.checks.rules.scan import Role
from embassy_assistant.domain.finding import Finding
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import MediaNeeds
from embassy_assistant.language.text import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.post import Media

# No network has a field for it: a credit is written in the post or in the description.
_CREDIT: Final = regex.compile(
    r"[©📷📸]|(?<!\p{L})(?:"
    r"(?:фото|світлин[аи]|знім(?:ок|ки)|кадри?|зображення|ілюстраці[яї]|авторк?а?|фотограф(?:ка)?|джерело)\s*(?:[:—–|/]|надал)"
    r"|(?:credits?|photos?|photographers?|sources?|pictures?|images?|illustrations?)\s*(?:[:—–|/]|by\b|credits?\b|courtesy\b)"
    r"|courtesy of\b)",
    regex.IGNORECASE,
)


def find_in_pictures(run: Run) -> Iterator[Finding]:
    """Yield what a picture lacks, once per picture and language.

    Args:
        run: The snapshot and the pack.
    """
    if not run.context.post.media:
        return
    for number, rule, needs in run.rules(RuleKind.MEDIA, MediaNeeds):
        described = {(piece.language, piece.media.hash): piece for piece in run.pieces if piece.media}
        for text in run.pieces_of(rule):
            for media in run.context.post.media if text.main else ():
                run.effort.read(len(text.scan.text) + len(media.alt.get(text.language, "")), times=4)
                yield from _find(rule, needs, number, text, media, described.get((text.language, media.hash)))


def _find(
    rule: Rule, needs: MediaNeeds, number: int, text: Piece, media: Media, described: Piece | None
) -> Iterator[Finding]:
    alt = described.scan.text if described else ""
    if needs.alt_text and not normalise(alt).strip():
        yield _finding(rule, text, media, "rule.alt-missing")
    if needs.alt_longest is not None and len(alt) > needs.alt_longest:
        yield _finding(rule, text, media, "rule.alt-long", count=len(alt), limit=needs.alt_longest)
    if described:
        for start, end in described.scan.places(number, Role.WORD):
            if not any(letter.isalnum() for letter in alt[:start]):
                yield finding_at(rule, described, (start, end), detail="rule.alt-opening")
                break
    if needs.credit and not any(_CREDIT.search(piece.scan.readable.text) for piece in (text, described) if piece):
        yield _finding(rule, text, media, "rule.no-credit")


def _finding(rule: Rule, text: Piece, media: Media, detail: str, **parameters: int) -> Finding:
    return Finding(
        rule.id,
        rule.severity,
        version=text.language,
        media=media.hash,
        parameters={"name": media.name, **parameters},
        detail=detail,
    )
