"""What holds for any pack over any text: nothing raises, places exist, the order never changes, sentences fit."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.rule_body import Pattern
from embassy_assistant.messages import messages
from tests.helpers.packs import NEEDS, starter_pack
from tests.helpers.review import NOW, assert_in_order
from tests.helpers.rules import a_pack_of, a_picture, a_rule_of, given

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack

pytestmark = pytest.mark.long

TOPICS = ("", "aid", "crimea, statement", "freeze-drill", "condolence; fundraising", "🇺🇦")
STRANGE = (
    *("'", "’", "ʼ", "`", "-", "‑", "–", "—", "\u00a0", "\u202f", "\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"),
    *("\u0301", "\u0306", "\u0308", "\ufe0f", "\n", "\r\n", "\t", "  ", "«", "»", "“", '"', "{", "}", "{date}"),
    *(
        "ß",
        "İ",
        "ﬁ",
        "Ǆ",
        "ΐ",
        "𝐛𝐨𝐥𝐝",
        "ⓐ",
        "🇺",
        "🇺🇦",
        "👨‍👩‍👧",
        "🕯️",
        "\ud83d",
        "\x00",
        "\ue000",
        "!",
        ".",
        "#",
        "@",
        "://",
    ),
)


@cache
def starter() -> GuidelinePack:
    return starter_pack().pack()


@cache
def phrases() -> list[str]:
    """Return what the starter pack looks for and what its examples say."""
    rules = starter().rules
    looked_for = [surface.text for rule in rules for surface in (*rule.surfaces[:2], *rule.words[:2])]
    return looked_for + [example.text for rule in rules for example in (*rule.match[:1], *rule.no_match[:1])]


def written() -> st.SearchStrategy[str]:
    """Return texts in which rules find much, in all the ways that people and programs write."""
    pieces = st.one_of(st.sampled_from(phrases()), st.sampled_from(STRANGE), st.text(max_size=4), st.just(" "))
    return st.lists(pieces, max_size=10).map("".join)


def one_of_each() -> GuidelinePack:
    return a_pack_of(*map(a_rule_of, NEEDS))


@given_any(uk=written(), en=written(), alt=written(), topic=st.sampled_from(TOPICS))
@settings(deadline=None)
def test_no_text_raises_or_is_pointed_at_where_it_is_not(uk: str, en: str, alt: str, topic: str) -> None:
    given = context_of(starter(), uk=uk, en=en, alt=alt, topic=topic)
    findings = list(check_rules(given))
    assert_in_order(findings, given)
    again = context_of(replace(starter()), uk=uk, en=en, alt=alt, topic=topic)
    assert findings == list(check_rules(again))


def context_of(pack: GuidelinePack, *, uk: str, en: str, alt: str, topic: str) -> Any:  # noqa: ANN401
    picture = a_picture(uk=alt, en=alt)
    return given(pack, topic=topic, media=[picture], warnings={"uk": alt}, network="x", uk=uk, en=en)


@given_any(
    surfaces=st.lists(st.one_of(st.sampled_from(STRANGE), st.text(max_size=6)), min_size=1, max_size=4),
    pattern=st.text(max_size=12),
    line=st.one_of(written(), st.text(max_size=30)),
    text=written(),
)
@settings(deadline=None)
def test_no_pack_raises_or_points_where_nothing_is(surfaces: list[str], pattern: str, line: str, text: str) -> None:
    """Not even one that no validation has seen."""
    rules = []
    for rule in one_of_each().rules:
        strange = tuple(replace(surface, text=some) for surface in rule.surfaces for some in surfaces)
        words = tuple(replace(surface, text=some) for surface in rule.words for some in surfaces)
        body: Any = rule.body
        if isinstance(body, Pattern):
            body = Pattern(pattern, replacement=line)
        elif rule.kind == "line":
            body = replace(body, text={"uk": line, "en": line})
        elif rule.kind == "link":
            body = replace(body, domains=tuple(surfaces))
        elif rule.kind == "mention":
            body = replace(body, accounts=tuple(surfaces))
        rules.append(replace(rule, surfaces=strange, words=words, exceptions=tuple(surfaces[1:]), body=body))
    pack = replace(one_of_each(), rules=tuple(rules))
    context = given(pack, topic="aid", media=[a_picture(en=text)], en=f"{text}{line}{''.join(surfaces)}")
    assert_in_order(check_rules(context), context)


@given_any(start=written(), end=written(), how=st.sampled_from(["нашої спецоперації", "НАШОЇ\u00a0СПЕЦОПЕРАЦІЇ"]))
@settings(deadline=None)
def test_what_stands_around_a_term_does_not_hide_it(start: str, end: str, how: str) -> None:
    text = f"{start}\n\n{how}\n\n{end}"
    context = given(a_pack_of(a_rule_of("term")), uk=text)
    assert how.split()[-1] in {finding.matched for finding in check_rules(context)}


@pytest.mark.parametrize("language", ["uk", "en"])
def test_whatever_a_rule_says_has_a_sentence_that_fits(language: str, caplog: pytest.LogCaptureFixture) -> None:
    pack = starter()
    said = set()
    for rule in pack.rules:
        for example in rule.match:
            more: dict[str, Any] = {example.language or rule.language or "uk": example.text or "…"}
            context = given(
                replace(pack, rules=(rule,)),
                now=example.at or NOW,
                topic=", ".join(example.topics),
                network=example.network or next(iter(rule.scope.networks), ""),
                media=[a_picture(uk=picture.alt, en=picture.alt) for picture in example.pictures],
                **more,
            )
            for finding in check_rules(context):
                words = messages(language).finding(finding, pack)
                assert words.title
                assert "{" not in words.why.replace(finding.matched, "")
                said.add(finding.detail)
    assert len(said) >= 22
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
