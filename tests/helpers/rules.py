"""Rules applied to texts: one pack of a few rules, one snapshot, what is found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.post import Media, Poll
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.guidelines.pack import read_pack
from tests.helpers.packs import BOTH, a_rule_of
from tests.helpers.review import NOW, context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.post import Due
    from embassy_assistant.domain.review import ReviewContext
    from tests.helpers.packs import Json


def a_pack_of(*rules: Json) -> GuidelinePack:
    """Return a pack of these rules, validated as one that travels."""
    document = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-22", "rules": list(rules)}
    return read_pack(compile_pack(json.dumps(document).encode())).pack()


def given(
    *rules: Json | GuidelinePack,
    topic: str = "",
    now: datetime = NOW,
    due: Due | None = None,
    network: str = "",
    mission: str = "",
    media: Sequence[Media] = (),
    warnings: Mapping[str, str] | None = None,
    poll: Poll | None = None,
    **texts: str,
) -> ReviewContext:
    """Return what a check is given: texts by language, and a pack or the rules of one."""
    first, *_ = rules
    pack = a_pack_of(*(rule for rule in rules if isinstance(rule, dict))) if isinstance(first, dict) else first
    made = context(media=media, pack=pack, now=now, texts=texts)
    post = replace(made.post, topic=topic, due=due, warnings=warnings or {}, poll=poll)
    return replace(made, post=post, mission=mission, networks=frozenset({network} if network else ()))


def found(*rules: Json | GuidelinePack, **more: object) -> list[Finding]:
    """Return what the rules say; see `given`."""
    return list(check_rules(given(*rules, **more)))  # type: ignore[arg-type]


def said(*rules: Json | GuidelinePack, **more: object) -> list[tuple[str, str]]:
    """Return the text found and what precisely is said of it, for each finding."""
    return [(finding.matched, finding.detail.removeprefix("rule.")) for finding in found(*rules, **more)]


def a_picture(name: str = "a.png", **alt: str) -> Media:
    """Return a picture with its descriptions by language."""
    return Media("ab" * 32, name, "image/png", 7, alt)


__all__ = ["a_pack_of", "a_picture", "a_rule_of", "found", "given", "said"]
