"""Topics: what a post about something needs, and what may not be said of it yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.checks.rules.run import finding_at
from embassy_assistant.checks.rules.scan import Role
from embassy_assistant.domain.finding import Finding
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Embargo, Require
from embassy_assistant.language.text import fold, is_word_edge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from embassy_assistant.checks.rules.run import Piece, Run
    from embassy_assistant.checks.rules.scan import Scan
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.language.places import Place


def find_missing(run: Run) -> Iterator[Finding]:
    """Yield one finding per hashtag, link, phrase or disclaimer that a topic needs and a text lacks.

    Args:
        run: The snapshot and the pack.
    """
    for number, rule, require in run.rules(RuleKind.REQUIRE, Require):
        for piece in run.pieces_of(rule):
            if not piece.main or not _is_about(run, rule, number, piece):
                continue
            # A disclaimer may stand in the content warning.
            around = [other.scan for other in run.pieces if other.language == piece.language and other.media is None]
            for need in require.needs:
                wanted = need.text.get(piece.language, "")
                for scan in around:
                    run.effort.read(len(scan.text), times=3)
                if wanted and not any(_has(scan, need.what, wanted) for scan in around):
                    yield finding_at(rule, piece, detail=f"rule.needs-{need.what}", needed=wanted)


def find_embargoed(run: Run) -> Iterator[Finding]:
    """Yield what may not be said at the time when the post goes out.

    Args:
        run: The snapshot and the pack.
    """
    for number, rule, embargo in run.rules(RuleKind.EMBARGO, Embargo):
        if run.at >= embargo.until:
            continue
        until = embargo.until.isoformat()
        spoken = list(run.pieces_of(rule))
        if rule.words:
            for piece in spoken:
                for place in _words(run, number, piece):
                    yield finding_at(rule, piece, place, detail="rule.embargo", until=until)
        elif spoken:
            yield Finding(rule.id, rule.severity, parameters={"until": until}, detail="rule.embargo")


def _is_about(run: Run, rule: Rule, number: int, piece: Piece) -> bool:
    return not rule.words or any(True for _ in _words(run, number, piece))


def _words(run: Run, number: int, piece: Piece) -> Iterator[Place]:
    return (place for place in run.places(piece, number, Role.WORD) if not piece.scan.addresses.hold(place))


def _has(scan: Scan, what: str, wanted: str) -> bool:
    if what == "hashtag":
        return fold(wanted.lstrip("#＃")) in scan.tag_names
    if what == "link":
        return _links_to(wanted, (link.text for link in scan.links))
    return _says(scan.folded.text, fold(wanted))


def _links_to(wanted: str, links: Iterable[str]) -> bool:
    """Tell whether one of some links leads to an address, or below it."""
    start = _bare(wanted)
    return any(link == start or link.startswith((f"{start}/", f"{start}?", f"{start}#")) for link in map(_bare, links))


def _bare(link: str) -> str:
    """Return an address without what makes no difference to where it leads."""
    host, slash, path = link.partition("://")[2 if "://" in link else 0].removeprefix("www.").partition("/")
    return (host.lower() + slash + path).rstrip("/")


def _says(folded: str, wanted: str) -> bool:
    """Tell whether a folded text says a folded phrase, as words of its own."""
    return any(
        (is_word_edge(folded, start) or not wanted[:1].isalnum())
        and (is_word_edge(folded, start + len(wanted)) or not wanted[-1:].isalnum())
        for start in _occurrences(folded, wanted)
    )


def _occurrences(text: str, wanted: str) -> Iterator[int]:
    start = text.find(wanted) if wanted else -1
    while start >= 0:
        yield start
        start = text.find(wanted, start + 1)
