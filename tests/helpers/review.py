"""Snapshots to check: a Post, its targets, a pack, a time."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from embassy_assistant.domain.account import Account, Bilingual, LanguagePolicy, TextRules
from embassy_assistant.domain.post import Media, Pair, Post, Version
from embassy_assistant.domain.review import ReviewContext, Target
from embassy_assistant.guidelines.library import ShippedGuidelines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack

NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
RULES: Final = TextRules("graphemes", limit=300, byte_limit=3000)


@cache
def shipped_pack() -> GuidelinePack:
    """Return the pack that ships with the program."""
    return ShippedGuidelines().active()


def target(
    *languages: str,
    handle: str = "embassy.example",
    rules: TextRules = RULES,
    bilingual: Bilingual = Bilingual.TWO_POSTS,
) -> Target:
    """Return an Account that speaks these languages."""
    account_id = Account.id_of("practice", handle)
    policy = LanguagePolicy(languages or ("uk", "en"), bilingual)
    return Target(Account(account_id, "practice", handle, "http://127.0.0.1", policy), rules)


def context(
    *targets: Target,
    media: Iterable[Media] = (),
    pair: Pair | None = None,
    pack: GuidelinePack | None = None,
    as_thread: bool = False,
    now: datetime = NOW,
    texts: Mapping[str, str] | None = None,
    **more: str,
) -> ReviewContext:
    """Return what a check is given; `uk="…"` and `en="…"`, or `texts`, are the Versions."""
    post = Post(
        id="p1",
        versions=MappingProxyType({code: Version(code, text) for code, text in {**(texts or {}), **more}.items()}),
        media=tuple(media),
        pair=pair or Pair(),
        as_thread=as_thread,
    )
    return ReviewContext(post, targets, pack, now)


def rules_of(findings: Iterable[Finding]) -> list[str]:
    """Return the ids of findings, in order."""
    return [finding.rule for finding in findings]


def marked(found: Finding, given: ReviewContext) -> str:
    """Return the text that a finding points at."""
    assert found.version is not None
    assert found.span is not None
    return given.post.text(found.version)[found.span.start : found.span.end]


def assert_in_order(findings: Iterable[Finding], given: ReviewContext) -> None:
    """Assert that every place exists and that every parameter can be put into a sentence."""
    for finding in findings:
        if finding.span is not None:
            assert finding.version is not None
            assert 0 <= finding.span.start <= finding.span.end <= len(given.post.text(finding.version))
            if finding.matched:
                assert marked(finding, given) == finding.matched
        assert all(
            value is None or isinstance(value, str | int | float | bool) for value in finding.parameters.values()
        )


def any_texts() -> st.SearchStrategy[str]:
    """Return texts of every kind: what people write, what they paste, and what nobody should."""
    pieces = st.sampled_from(
        [
            "Сьогодні посольство відкрило виставку про нашу культуру. ",
            "Today the embassy opened an exhibition about our culture. ",
            "Сегодня посольство открыло выставку о нашей культуре, ура! ",
            "спецоперації в Kiev, на Україні «ДНР» ",
            "https://bit.ly/x?utm_source=a http://mfa.gov.ua/?fbclid=1&a=2 ftp://x.y/z http://[::1 ",
            "🇺🇦👨‍👩‍👧‍👦 Ки\u0306їв з'їзд\u00ad ",
            "\n\n",
            '"«“',
        ]
    )
    return st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=12).map("".join))
