"""What a post is about: whoever writes the topic in either language, or beside other words, meets the same rules."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.checks.rules import topics_of
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.guideline import Topic
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import pack_of
from embassy_assistant.guidelines.ready import make_ready, open_ready
from embassy_assistant.guidelines.together import of_validated
from tests.helpers.packs import BOTH, a_rule_of
from tests.helpers.rules import said

EMERGENCY = Topic("consular-emergency", "Надзвичайна ситуація", "Emergency", ("Евакуація", "дев’ята хвиля"))
CONSULAR = Topic("consular", "Консульські питання", "Consular matters")
VISIT = Topic("visit", "Візит", "Visit", ("U.N. week", "\u200b"))
TOPICS = (CONSULAR, EMERGENCY, VISIT)


def declared(topic: Topic) -> dict[str, Any]:
    return {"id": topic.id, "title": {"uk": topic.uk, "en": topic.en}, "also": [*topic.also][:1]}


def a_document(*rules: dict[str, Any], topics: tuple[Topic, ...] = TOPICS, **changes: object) -> dict[str, Any]:
    document = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-22"}
    return {**document, "topics": [declared(topic) for topic in topics], "rules": list(rules), **changes}


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        ("Надзвичайна ситуація", {"consular-emergency"}),
        ("НАДЗВИЧАЙНА  СИТУАЦІЯ: уламки дрона", {"consular-emergency"}),
        ("Drone debris (emergency)", {"consular-emergency"}),
        ("Consular emergency", {"consular-emergency"}),
        ("consular-emergency", {"consular-emergency"}),
        ("Консульські питання, візит", {"consular", "visit"}),
        ("Дев'ята хвиля", {"consular-emergency"}),
        ("u.n. week in Geneva", {"visit"}),
        ("Візитівка, revisit, visitor, візит-ефект, re-visit", set()),
        ("Надзвичайна", set()),
        ("", set()),
    ],
)
def test_a_topic_is_known_by_any_of_its_names(written: str, topics: set[str]) -> None:
    assert topics_of(written, TOPICS) & {topic.id for topic in TOPICS} == topics


def test_of_guidelines_that_declare_none_the_names_in_rules_are_the_topics() -> None:
    assert topics_of("Aid; Travel advice/візит") == {"aid", "travel-advice", "візит"}


def test_what_two_packs_call_the_same_is_the_first_one_s() -> None:
    assert "visit" in topics_of("Візит", (VISIT, Topic("tour", "Візит", "Tour")))


@given(written=st.text(st.sampled_from("Вівзит Надзвичайна ситуація-’,\u0301\u200b") | st.characters()))
def test_no_text_is_too_odd_for_a_topic(written: str) -> None:
    assert topics_of(f"{written} , візит", TOPICS) >= {"visit"}


@pytest.mark.parametrize(("topic", "findings"), [("Надзвичайна ситуація", 1), ("Drone debris: emergency", 1), ("", 0)])
def test_a_rule_holds_for_a_topic_in_the_officer_s_own_words(topic: str, findings: int) -> None:
    rule = a_rule_of("embargo", words=None, scope={"topics": ["consular-emergency"]})
    document = a_document({key: value for key, value in rule.items() if value is not None})
    for pack in (read_pack(json.dumps(document).encode()).pack(), open_ready(make_ready(document))):
        assert len(said(pack, topic=topic, uk="Слово.")) == findings


def test_the_ministry_s_topics_stand_before_a_mission_s_own() -> None:
    own = a_document(
        a_rule_of("term", id="b.term"), topics=(Topic("visit", "Тур", "Tour"), Topic("fair", "Ярмарок", "Fair"))
    )
    packs = [json.dumps(document).encode() for document in (a_document(a_rule_of("term"), topics=(VISIT,)), own)]
    assert {topic.id: topic.en for topic in of_validated(packs, pack_of).topics} == {"visit": "Visit", "fair": "Fair"}


@pytest.mark.parametrize(
    "other", [Topic("visit", "Тур", "Tour"), Topic("tour", "ВІЗИТ", "Tour"), Topic("tour", "Тур", "Visit")]
)
def test_a_name_of_two_topics_is_refused(other: Topic) -> None:
    with pytest.raises(Unusable) as caught:
        read_pack(json.dumps(a_document(a_rule_of("link"), topics=(VISIT, other))).encode())
    assert [mistake.id for mistake in caught.value.parameters["problems"]] == ["pack.topic-twice"]  # type: ignore[union-attr]


def test_a_topic_is_called_by_its_name_in_the_language_of_the_window() -> None:
    pack = read_pack(json.dumps(a_document(a_rule_of("link"))).encode()).pack()
    assert [pack.topic_title("visit", language) for language in ("uk", "en")] == ["Візит", "Visit"]
    assert pack.topic_title("state-visit", "uk") == "state visit"
