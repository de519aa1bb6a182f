"""What is known of the packs in force: whose, how old, what changed, what they hold, and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.freshness import Tried
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.ui.views.change_words import ChangeLine
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.widgets.labels import ElidedLabel
from embassy_assistant.ui.widgets.parts import Notice
from tests.helpers.guidelines_desk import FINGERPRINT, guided_desk, signed, starter
from tests.helpers.memory import OFFICER
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from embassy_assistant.ui.views.pack_panel import PackPanel
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

    Show = Callable[..., tuple[PackPanel, Stage]]


@pytest.fixture
def panel(qtbot: QtBot, stage: Callable[..., Stage]) -> Show:
    """Return a function that shows the view over a desk, and hands over its panel."""

    def show(bench: Bench, language: str = "en") -> tuple[PackPanel, Stage]:
        made = stage(bench.desk, language)
        view = GuidelinesView(made.context)
        qtbot.addWidget(view)
        view.resize(1184, 900)
        view.show()
        made.settle()
        return view.panel, made

    return show


def said(panel: PackPanel) -> str:
    shown = (label for label in panel.findChildren(QLabel) if label.isVisible())
    return "\n".join(label.whole if isinstance(label, ElidedLabel) else label.text() for label in shown)


def test_it_says_when_the_packs_were_verified_until_when_they_are_valid_and_what_follows(panel: Show) -> None:
    bench, _, _ = guided_desk()
    shown, _ = panel(bench)
    text = said(shown)
    assert "2 h ago: Sun 22 Nov, 11:00" in text
    assert "29 November 2026" in text
    assert "you are warned; from 22 December 2026 nothing is sent" in text
    assert "\n".join(" ".join(FINGERPRINT.split()[at : at + 4]) for at in range(0, 16, 4)) in text
    assert "https://guidelines.example/" in text
    assert "DEU" in text


def test_packs_that_never_hold_say_so_and_so_does_a_clock_that_cannot_tell(panel: Show) -> None:
    bench, source, _ = guided_desk()
    source.fresh = replace(signed(timedelta()), hold_after=None)
    assert "you are warned" in said(panel(bench)[0]).split("\n")
    source.fresh = signed(timedelta(days=-3))
    assert "unknown: this laptop’s clock is behind" in said(panel(bench)[0])


def test_what_came_with_the_program_says_so_and_asks_whom_to_trust(panel: Show) -> None:
    bench, source, _ = guided_desk(followed=None)
    source.fresh = None
    source.pack = replace(source.pack, shipped_with="0.1.0")
    shown, _ = panel(bench)
    assert "Guidelines shipped with version 0.1.0" in said(shown)
    assert "Nobody has taken in any" in said(shown)
    asked: list[bool] = []
    shown.trust_wanted.connect(lambda: asked.append(True))
    next(made for made in shown.findChildren(QPushButton) if made.text().startswith("Whose guidelines")).click()
    assert asked == [True]


def test_rules_that_this_program_cannot_check_and_rules_that_fail_here_are_named(panel: Show) -> None:
    bench, source, _ = guided_desk()
    failing = source.pack.rules[3].id
    source.pack = replace(source.pack, unchecked=("poll.sample",))
    source.showed = Tried("0.1.0", (failing,))
    source.wrong = Damaged("guidelines.damaged", path="a.json")
    shown, made = panel(bench)
    notices = [notice.text for notice in shown.findChildren(Notice)]
    assert made.context.messages.error(source.wrong) in notices
    assert "This program is too old to check 1 rule: poll.sample. Install the newest version." in notices
    assert any(notice.startswith("1 rule fails its own examples here.") for notice in notices)
    wanted: list[str] = []
    shown.rule_wanted.connect(wanted.append)
    link = shown.findChild(QPushButton, "pack-rule")
    assert link is not None
    link.click()
    assert wanted == [failing]


def test_a_queued_post_that_is_held_now_can_be_opened(panel: Show) -> None:
    bench, source, _ = guided_desk(replace(starter(), rules=()))
    bench.account("uk", "uk")
    bench.account("en", "en")
    post = bench.post("Добрий день.", "The ambassador was in Kiev.")
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    rule = next(rule for rule in starter().rules if rule.id == "name.kyiv")
    source.pack = replace(source.pack, version="2", rules=(replace(rule, severity=Severity.BLOCK),))
    shown, made = panel(bench)
    assert "1 queued post no longer passes, and is held:" in said(shown)
    opens = shown.findChild(QPushButton, "held-post")
    assert opens is not None
    assert post.title in opens.accessibleName()
    opens.click()
    assert made.shell.opened == [post.id]


def test_what_changed_is_said_in_words_with_old_and_new_severity(panel: Show) -> None:
    bench, source, _ = guided_desk()
    rules = tuple(source.pack.rules)
    word = bench.desk.review.pack.version
    before = replace(rules[1], severity=Severity.ADVISE, valid_until=date(2030, 1, 1))
    now = replace(rules[1], severity=Severity.BLOCK)
    source.before = replace(source.pack, version="2026.45", rules=(rules[0], before))
    source.pack = replace(source.pack, rules=(now, rules[2]))
    shown, made = panel(bench)
    old, new = (made.context.messages.severity(each) for each in (Severity.ADVISE, Severity.BLOCK))
    third = made.context.messages.severity(rules[2].severity)
    assert [line.sentence for line in shown.findChildren(ChangeLine)] == [
        f"Changed: {now.title['en']}: {old}, now {new}, when it is valid.",
        f"New: {rules[2].title['en']}: {third}.",
        f"Removed: {rules[0].title['en']}.",
    ]
    assert "Changed since 2026.45" in said(shown)
    assert word in said(shown)
    wanted: list[str] = []
    shown.rule_wanted.connect(wanted.append)
    first = shown.findChildren(ChangeLine)[0].findChild(QLabel)
    assert first is not None
    first.linkActivated.emit(now.id)
    assert wanted == [now.id]
    assert "line-through" in first.text()


def test_a_new_approved_line_is_called_so_and_needs_no_reason(panel: Show) -> None:
    bench, source, _ = guided_desk()
    rules = tuple(source.pack.rules)
    line = next(rule for rule in rules if rule.kind is RuleKind.LINE)
    source.before = replace(source.pack, version="2026.45", rules=tuple(rule for rule in rules if rule is not line))
    shown, _ = panel(bench)
    assert [each.sentence for each in shown.findChildren(ChangeLine)] == [f"New approved line: {line.title['en']}."]


def test_many_changes_are_shown_on_demand_and_none_is_said(panel: Show) -> None:
    bench, source, _ = guided_desk()
    source.before = replace(source.pack, version="2026.45", rules=())
    shown, made = panel(bench)
    more = shown.findChild(QPushButton, "pack-more-changes")
    assert more is not None
    assert len(shown.findChildren(ChangeLine)) == 12
    more.click()
    made.settle()
    assert len(shown.findChildren(ChangeLine)) > 12
    source.before = replace(source.pack, version="2026.45")
    shown, _ = panel(bench)
    assert "Nothing that you would notice." in said(shown)


def test_it_speaks_the_window_s_language(panel: Show) -> None:
    bench, source, _ = guided_desk()
    source.before = replace(source.pack, version="2026.45", rules=tuple(source.pack.rules)[5:])
    shown, made = panel(bench, "uk")
    text = said(shown)
    assert "Підтверджено" in text
    assert "Що змінилося після 2026.45" in text
    made.context.theme.use("dark")
    made.context.theme.use("light")
    assert shown.findChildren(ChangeLine)[0].sentence.startswith("Нове:")


def test_the_gravest_change_comes_first(panel: Show) -> None:
    bench, source, _ = guided_desk()
    order = (Severity.ADVISE, Severity.BLOCK, Severity.WARN)
    rules = tuple(replace(rule, severity=each) for rule, each in zip(tuple(source.pack.rules), order, strict=False))
    source.before = replace(source.pack, version="2026.45", rules=())
    source.pack = replace(source.pack, rules=rules)
    shown, _ = panel(bench)
    titles = [line.sentence for line in shown.findChildren(ChangeLine)]
    assert [rules[at].title["en"] in title for at, title in zip((1, 2, 0), titles, strict=True)] == [True] * 3
