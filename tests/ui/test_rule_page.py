"""The page of a rule: every kind says what it asks for; examples are tried here, and so is what somebody types."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.domain.guideline import Example, Scope
from embassy_assistant.domain.rule_body import Calendar, Freeze, Line, Readability
from embassy_assistant.services.trying import Trying
from embassy_assistant.ui.views.rule_detail import RuleDetail
from embassy_assistant.ui.views.rule_examples import RuleExamples
from embassy_assistant.ui.views.rule_facts import RuleFacts
from embassy_assistant.ui.views.rule_words import RuleWords
from embassy_assistant.ui.widgets.parts import Notice
from embassy_assistant.ui.widgets.underlined import Underlined
from tests.helpers.memory import EmptyGuidelines, memory_desk
from tests.helpers.packs import NEEDS, a_rule_of
from tests.helpers.rules import a_pack_of
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QUrl
    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from tests.helpers.stage import Stage

    Page = Callable[..., tuple[RuleDetail, Stage]]

OWN = {
    "term": ["Looks for: спецоперація", "Write instead: війна"],
    "pattern": [r"Looks for the pattern: \bKiev(an)?\b", r"Write instead: Kyiv\1"],
    "name": ["Official name: Київ / Kyiv", "Looks for: Kiev"],
    "line": ["Use it: word for word"],
    "require": ["Needs the hashtag: #Разом / #Us"],
    "embargo": ["May be said from: Tue 1 Dec, 09:00 Kyiv", "What is meant: summit"],
    "calendar": ["Days: 22 November to 28 November, every year", "Does not suit the day: emoji, exclamation marks"],
    "link": ["Sites: example.org", "What to do: Never."],
    "mention": ["Accounts: @nobody", "What to do: Look at it first, and say what you saw."],
    "readability": ["Limits: at most 3 emoji"],
    "media": ["A picture needs: a description for those who cannot see it"],
    "freeze": ["Began: Mon 23 Nov, 08:00 Kyiv", "Ends: when it is lifted", "May still be sent: Only approved lines."],
}
"""What stands on the page of `NEEDS`, one rule a kind."""


def a_rule(kind: str, /, **changes: object) -> Rule:
    return a_pack_of(a_rule_of(kind, **changes)).rules[0]


@pytest.fixture
def page(qtbot: QtBot, stage: Callable[..., Stage]) -> Page:
    """Return a function that shows a rule of a pack."""

    def show(rule: Rule, *, language: str = "en", pack: GuidelinePack | None = None) -> tuple[RuleDetail, Stage]:
        source = EmptyGuidelines()
        source.pack = pack or replace(source.pack, rules=(rule,), issued="2026-11-22")
        made = stage(memory_desk(guidelines=source).desk, language)
        words = RuleWords(made.context)
        detail = RuleDetail(made.context, words, Trying(made.context.desk.review))
        words.setParent(detail)
        qtbot.addWidget(detail)
        detail.resize(560, 900)
        detail.show()
        detail.show_rule(rule)
        made.settle()
        return detail, made

    return show


def facts(detail: RuleDetail, rule: Rule) -> list[str]:
    found = detail.findChild(RuleFacts)
    words = detail.findChild(RuleWords)
    assert words is not None
    return [f"{fact.name}: {fact.value}" for fact in (found or RuleFacts(words)).of(rule)]


def said(detail: RuleDetail) -> str:
    labels = [label.text() for label in detail.findChildren(QLabel) if label.isVisible()]
    return "\n".join(labels + [text.accessibleName() for text in detail.findChildren(Underlined)])


@pytest.mark.parametrize("kind", NEEDS)
def test_each_kind_says_what_it_asks_for(page: Page, kind: str) -> None:
    rule = a_rule(kind)
    detail, _ = page(rule)
    text = said(detail)
    for line in OWN[kind]:
        name, _, value = line.partition(": ")
        assert any(fact.startswith(line) for fact in facts(detail, rule))
        assert name in text
        assert value in text


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("kind", NEEDS)
def test_each_kind_has_reasons_examples_source_and_scope(page: Page, kind: str, language: str) -> None:
    rule = a_rule(kind, reason={"uk": "Бо так.", "en": "Because."})
    detail, _ = page(rule, language=language)
    text = said(detail)
    for words in ("Бо так.", "Because.", "Issuer, Title", rule.id, "Kiev", "Kyiv"):
        assert words in text, words
    if language == "uk":
        assert "Applies to" not in text
        assert "Source" not in text


def test_an_approved_line_shows_its_words_in_both_languages(page: Page) -> None:
    detail, _ = page(a_rule("line"))
    assert "Слова." in said(detail)
    assert "Words." in said(detail)


def test_more_that_only_some_rules_have_is_said(page: Page) -> None:
    at = datetime(2027, 1, 2, 12, tzinfo=UTC)
    rule = a_rule("term")
    detail, _ = page(rule)
    wordy = replace(
        rule,
        surfaces=(*rule.surfaces, replace(rule.surfaces[0], text="операція", deprecated=True)),
        exceptions=("спецоперація гномів",),
        case_sensitive=True,
        quotes_exempt=True,
        valid_from=date(2026, 3, 1),
        valid_until=date(2026, 4, 1),
        scope=Scope(frozenset({"state-visit", "aid"}), frozenset({"practice", "x"}), missions=frozenset({"usa"})),
    )
    lines = facts(detail, wordy)
    assert "Better not: операція" in lines
    assert "Right within: спецоперація гномів" in lines
    assert "Valid: from 1 March 2026 until 1 April 2026" in lines
    assert (
        "Applies to: Ukrainian text; only where the topic is aid or state visit; only on Practice or X; "
        "only for the mission USA; only with these capitals; not inside quotation marks"
    ) in lines
    line = replace(a_rule("line"), body=Line({"en": "Words."}, verbatim=False, withdrawn=at, superseded_by="b.line"))
    assert "Use it: word for word, or closely in other words" in facts(detail, line)
    assert "Withdrawn: Sat 2 Jan, 14:00 Kyiv (2027)" in facts(detail, line)
    assert "Use instead: b.line" in facts(detail, line)
    frozen = replace(a_rule("freeze"), body=Freeze(at, allow_lines=True, lines=("a.line",), until=at))
    assert "May still be sent: Only these approved lines: a.line" in facts(detail, frozen)
    assert "May still be sent: Nothing." in facts(detail, replace(frozen, body=Freeze(at)))
    solemn = replace(a_rule("calendar"), body=Calendar((("05-09", "05-09"),), emoji=True, exclamations=True))
    assert "Days: 9 May, every year" in facts(detail, solemn)
    limits = replace(a_rule("readability"), body=Readability(20, 3, 1, 2, camel_case_hashtags=True, plain_letters=True))
    assert "at most 20 words in a sentence" in "\n".join(facts(detail, limits))


@pytest.mark.parametrize(
    ("scope", "sentence"),
    [
        (Scope(), "every topic, network and mission"),
        (Scope(topics=frozenset({"aid"})), "every network and mission; only where the topic is aid"),
        (Scope(networks=frozenset({"x"})), "every topic and mission; only on X"),
        (Scope(missions=frozenset({"usa"})), "every topic and network; only for the mission USA"),
    ],
)
def test_where_a_rule_holds_is_one_sentence(page: Page, scope: Scope, sentence: str) -> None:
    rule = replace(a_rule("term"), scope=scope, language="en", surfaces=())
    detail, _ = page(rule)
    assert f"Applies to: English text, {sentence}" in facts(detail, rule)


def test_the_place_that_an_example_is_about_is_underlined(page: Page) -> None:
    rule = a_rule("pattern", examples={"match": ["To Kiev by night"], "pass": ["To Kyiv by night"]})
    detail, _ = page(rule)
    assert [shown.underlined for shown in detail.findChildren(Underlined)] == [["Kiev"], []]
    assert detail.grab().height() > 0


def test_an_example_that_does_not_hold_here_is_said(page: Page) -> None:
    rule = replace(a_rule("pattern"), match=(Example("Nothing of it"),))
    detail, _ = page(rule)
    examples = detail.findChild(RuleExamples)
    assert examples is not None
    assert "does not hold on this laptop" in examples.notice.text
    sound, _ = page(a_rule("pattern"))
    assert not any(notice.text for notice in sound.findChildren(Notice))


def try_out(detail: RuleDetail, made: Stage, qtbot: QtBot, text: str, wanted: str) -> None:
    trial = detail.trial
    assert trial is not None
    trial.field.setPlainText(text)
    qtbot.waitUntil(lambda: wanted in trial.says)
    made.settle()


def test_what_is_typed_is_checked_by_this_rule_alone(page: Page, qtbot: QtBot) -> None:
    pack = a_pack_of(a_rule_of("pattern"), a_rule_of("name"), a_rule_of("line"))
    detail, made = page(pack.rules[0], pack=pack)
    trial = detail.trial
    assert trial is not None
    try_out(detail, made, qtbot, "😀 Kievan and Kiev", "2 matches.")
    assert trial.says == "2 matches. Would be replaced with “Kyivan”, “Kyiv”."
    assert [chosen.cursor.selectedText() for chosen in trial.field.extraSelections()] == ["Kievan", "Kiev"]
    assert trial.field.accessibleDescription() == trial.says
    try_out(detail, made, qtbot, "Kyiv", "leaves it alone")
    assert trial.field.extraSelections() == []
    trial.field.clear()
    qtbot.waitUntil(lambda: not trial.says)


def test_a_rule_that_says_what_precisely_says_it_here_too(page: Page, qtbot: QtBot) -> None:
    detail, made = page(a_rule("readability"))
    try_out(detail, made, qtbot, "😀😀😀😀", "4 emoji; at most 3 are meant.")


def test_a_rule_about_pictures_is_tried_on_a_description(page: Page, qtbot: QtBot) -> None:
    rule = a_rule("media", alt_longest=20)
    detail, made = page(rule)
    try_out(detail, made, qtbot, "A flag that flies over the embassy", "at most 20")


def test_where_and_when_a_text_is_taken_to_go_is_said(page: Page) -> None:
    example = Example("Kiev", topics=("state-visit",), network="x", at=datetime(2026, 11, 24, 12, tzinfo=UTC))
    rule = replace(a_rule("pattern"), match=(example,), scope=Scope(networks=frozenset({"x"})))
    detail, _ = page(rule)
    assert "Checked as in its first example: Topic: state visit · X · Tue 24 Nov, 14:00 Kyiv" in said(detail)


def test_another_language_of_the_window_leaves_what_was_typed(page: Page, qtbot: QtBot) -> None:
    detail, made = page(a_rule("pattern"))
    try_out(detail, made, qtbot, "Kiev", "1 match")
    made.context.languages.use("uk")
    detail.retranslate()
    assert detail.trial is not None
    assert detail.trial.field.toPlainText() == "Kiev"
    detail.show_rule(a_rule("readability"))
    assert detail.trial is not None
    assert detail.trial.field.toPlainText() == ""


def test_the_address_of_a_source_is_opened(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    rule = a_rule("term", source={"issuer": "I", "title": "T", "url": "https://law.example/55"})
    detail, _ = page(rule)
    link = detail.findChild(QPushButton, "rule-source")
    assert link is not None
    assert link.text() == "law.example"
    link.click()
    assert [address.toString() for address in opened] == ["https://law.example/55"]


def test_the_day_of_a_source_is_written_as_people_write_it(page: Page) -> None:
    for written, shown in (("2018-10-02", "2 October 2018"), ("2018", "2018")):
        rule = a_rule("term", source={"issuer": "Issuer", "title": "T", "number": "55", "date": written})
        detail, _ = page(rule)
        assert f"Source: Issuer, T, No. 55, {shown}" in facts(detail, rule)


def test_nothing_that_is_found_is_said(page: Page) -> None:
    detail, made = page(a_rule("term"))
    detail.show_rule(None)
    made.settle()
    assert "No rule matches." in said(detail)
    detail.show_rule(None, "The guidelines are damaged.")
    made.settle()
    assert "The guidelines are damaged." in said(detail)


def test_only_a_line_shows_the_posts_that_it_touches(page: Page) -> None:
    asked: list[Rule] = []
    line = a_rule("line")
    detail, _ = page(line)
    detail.posts_wanted.connect(asked.append)
    posts = detail.findChild(QPushButton, "rule-posts")
    assert posts is not None
    posts.click()
    assert asked == [line]
    other, _ = page(a_rule("term"))
    assert other.findChild(QPushButton, "rule-posts") is None
    notes: list[Rule] = []
    detail.note_wanted.connect(notes.append)
    note = detail.findChild(QPushButton, "rule-note")
    assert note is not None
    note.click()
    assert notes == [line]
