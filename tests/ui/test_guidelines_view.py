"""The Guidelines view: a list that is read beside the window, groups, marks, search, keys, and what a sync changes."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, overload

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from typing_extensions import override

from embassy_assistant.domain.errors import Damaged
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, RuleList, Scope
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.models.rule_entries import PAGE, Entry
from embassy_assistant.ui.models.rules import Group, RuleRole
from embassy_assistant.ui.views.guidelines import NARROW, GuidelinesView
from tests.helpers.guidelines_desk import guided_desk, starter
from tests.helpers.memory import EmptyGuidelines, memory_desk
from tests.helpers.stage import stage as stage
from tests.helpers.window import key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytestqt.qtbot import QtBot

    from embassy_assistant.domain.guideline import GuidelinePack
    from tests.helpers.memory import Bench
    from tests.helpers.stage import Stage

    Shown = tuple[GuidelinesView, Stage]
    Show = Callable[..., Shown]


@pytest.fixture
def show(qtbot: QtBot, stage: Callable[..., Stage]) -> Show:
    """Return a function that shows the view over a desk."""

    def made(bench: Bench, language: str = "en", width: int = 1184, *, wait: bool = True) -> Shown:
        over = stage(bench.desk, language)
        view = GuidelinesView(over.context)
        qtbot.addWidget(view)
        view.resize(width, 654)
        view.show()
        if wait:
            over.settle()
        return view, over

    return made


@pytest.fixture
def shown(show: Show) -> Shown:
    return show(memory_desk(guidelines=ShippedGuidelines()))


def said(view: GuidelinesView) -> str:
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def listed(view: GuidelinesView) -> list[Entry | Group]:
    model = view.rules.model
    rows = (model.index(row) for row in range(model.rowCount()))
    return [index.data(RuleRole.ENTRY) or index.data(RuleRole.GROUP) for index in rows]


def search(view: GuidelinesView, qtbot: QtBot, words: str, wanted: int) -> None:
    view.rules.search.setText(words)
    qtbot.waitUntil(lambda: view.rules.model.shown == wanted)


class WatchedRules(RuleList):
    """Many rules, each made when it is asked for; remembers on which thread."""

    def __init__(self, like: Rule, count: int) -> None:
        self._like, self._count = like, count
        self.threads: set[str] = set()
        self.read = 0
        self.may = threading.Event()
        self.may.set()

    @override
    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, index: int) -> Rule: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Rule]: ...
    @override
    def __getitem__(self, index: int | slice) -> Rule | Sequence[Rule]:
        numbers = range(self._count)[index]
        return self._rule(numbers) if isinstance(numbers, int) else tuple(map(self._rule, numbers))

    @override
    def find(self, rule_id: str) -> Rule | None:
        return self._rule(int(rule_id.removeprefix("a.rule-")))

    @property
    @override
    def timed(self) -> Sequence[Rule]:
        return ()

    def _rule(self, number: int) -> Rule:
        if number >= PAGE:
            assert self.may.wait(30)
        self.threads.add(threading.current_thread().name)
        self.read += 1
        return replace(self._like, id=f"a.rule-{number}", title={"en": f"Rule {number}", "uk": f"Правило {number}"})


def many(count: int = 11_000) -> tuple[Bench, WatchedRules]:
    pack = ShippedGuidelines().active()
    rules = WatchedRules(pack.rules[0], count)
    source = EmptyGuidelines()
    source.pack = replace(pack, rules=rules)
    return memory_desk(guidelines=source), rules


def test_eleven_thousand_rules_are_read_beside_the_window_a_page_at_a_time(show: Show, qtbot: QtBot) -> None:
    bench, rules = many()
    rules.may.clear()
    view, made = show(bench, wait=False)
    qtbot.waitUntil(lambda: view.rules.model.shown > 0)
    qtbot.waitUntil(lambda: "to go" in said(view))
    assert view.rules.model.shown == PAGE, "what is seen first does not wait for the rest"
    assert "Reading the rules: 10750 to go" in said(view)
    view.show_rule("a.rule-10999")
    rules.may.set()
    qtbot.waitUntil(lambda: view.rules.model.shown == 11_000)
    made.settle()
    assert view.detail.rule is not None
    assert view.detail.rule.id == "a.rule-10999", "a rule that was asked for comes when it is read"
    assert threading.main_thread().name not in rules.threads
    before = rules.read
    search(view, qtbot, "rule 10777", 1)
    made.settle()
    assert rules.read <= before + 1, "a search reads only the page of what it found"


def test_rules_stand_in_groups_with_their_count(shown: Shown) -> None:
    view, _ = shown
    rows = listed(view)
    groups = [row for row in rows if isinstance(row, Group)]
    assert [group.key for group in groups][:2] == [RuleKind.NAME.value, RuleKind.TERM.value]
    for group in groups:
        of_kind = [row for row in rows if isinstance(row, Entry) and row.kind.value == group.key]
        assert len(of_kind) == group.count > 0
    lines = sum(isinstance(row, Entry) and row.kind is RuleKind.LINE for row in rows)
    assert view.tabs["lines"].text() == f"Approved lines {lines}"
    assert view.tabs["rules"].text() == f"Rules {len(rows) - len(groups) - lines}"


def test_rules_can_be_grouped_by_topic(show: Show) -> None:
    pack = ShippedGuidelines().active()
    scoped = replace(pack.rules[0], id="b.one", scope=Scope(frozenset({"state-visit", "aid"})))
    source = EmptyGuidelines()
    source.pack = replace(pack, rules=(pack.rules[0], scoped))
    view, _ = show(memory_desk(guidelines=source))
    menu = {action.text(): action for action in view.rules.filter.menu().actions()}
    menu["Group by topic"].trigger()
    assert [row.key if isinstance(row, Group) else row.id for row in listed(view)] == [
        "aid",
        "b.one",
        "state-visit",
        "b.one",
        "",
        pack.rules[0].id,
    ]
    assert view.rules.model.shown == 2
    words = [view.rules.model.index(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in (0, 2, 4)]
    assert words == ["1 rule: Aid", "1 rule: State visit", "1 rule: Every topic"]
    menu["Group by kind"].trigger()
    assert sum(isinstance(row, Group) for row in listed(view)) == 1


def test_the_list_can_be_narrowed_to_what_blocks(shown: Shown) -> None:
    view, made = shown
    word = made.context.messages.severity(Severity.BLOCK)
    menu = {action.text(): action for action in view.rules.filter.menu().actions()}
    menu[f"Only: {word}"].trigger()
    entries = [row for row in listed(view) if isinstance(row, Entry)]
    assert entries
    assert {entry.severity for entry in entries} == {Severity.BLOCK}
    assert f"{len(entries)} rules found" in said(view)
    made.settle()
    other = next(r for r in made.context.desk.review.pack.rules if r.severity is Severity.ADVISE)
    view.show_rule(other.id)
    made.settle()
    assert view.detail.rule == other, "a rule that is asked for is shown, whatever the list was narrowed to"
    assert menu["Show all rules"].isChecked()


def test_a_search_looks_through_forms_reasons_and_sources(shown: Shown, qtbot: QtBot) -> None:
    view, made = shown
    view.rules.search.setText("Kharkov")
    qtbot.waitUntil(lambda: 1 <= view.rules.model.shown < 10)
    made.settle()
    assert "Kharkiv" in said(view)
    search(view, qtbot, "nothing like this", 0)
    made.settle()
    assert "No rule matches." in said(view)
    view.rules.search.clear()
    qtbot.waitUntil(lambda: view.rules.model.shown > 100)
    made.settle()
    assert view.detail.rule is not None


def test_the_keyboard_goes_from_the_search_over_the_rules_to_the_field_to_try_one(shown: Shown, qtbot: QtBot) -> None:
    view, made = shown
    with qtbot.waitActive(view):
        view.activateWindow()
    view.rules.search.setFocus()
    key(view.rules.search, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view.rules.list
    rows = listed(view)
    last = next(at for at in range(2, len(rows)) if isinstance(rows[at], Group)) - 1
    view.rules.list.setCurrentIndex(view.rules.model.index(last))
    key(view.rules.list, Qt.Key.Key_Down)
    assert view.rules.list.currentIndex().row() == last + 2, "the head of a group is passed over"
    made.settle()
    key(view.rules.list, Qt.Key.Key_Return)
    assert view.detail.trial is not None
    assert QApplication.focusWidget() is view.detail.trial.field


def test_each_row_says_the_whole_to_a_screen_reader(shown: Shown) -> None:
    view, made = shown
    rule = next(r for r in made.context.desk.review.pack.rules if r.language == "uk" and r.kind is RuleKind.TERM)
    view.show_rule(rule.id)
    words = view.rules.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == f"{rule.title['en']}. {made.context.messages.severity(rule.severity)}. Ukrainian."
    for part in (view.rules.list, view.rules.search, view.rules.filter, view.more):
        assert part.accessibleName()


def changed_pack() -> tuple[GuidelinePack, GuidelinePack]:
    """Return two packs: a rule is new, one is stricter, one is gone."""
    before = starter("2026.46")
    rules = tuple(before.rules)
    stricter = next(rule for rule in rules[1:] if rule.severity is Severity.ADVISE)
    after = [replace(rule, severity=Severity.WARN) if rule is stricter else rule for rule in rules[1:]]
    new = replace(rules[1], id="b.new", title={"en": "Something new", "uk": "Щось нове"})
    return before, replace(before, version="2026.47", rules=(*after, new))


def test_what_a_sync_brought_is_marked_and_can_be_seen_alone(show: Show, qtbot: QtBot) -> None:
    before, after = changed_pack()
    bench, _source, intake = guided_desk(before)
    intake.result = lambda: after
    view, made = show(bench)
    assert not any(view.rules.model.mark(row.id) for row in listed(view) if isinstance(row, Entry))
    current = view.detail.rule
    view.get.click()
    qtbot.waitUntil(lambda: "2026.47 are in use now" in view.updates.outcome.text)
    made.settle()
    assert intake.asked == [""]
    marks = {row.id: view.rules.model.mark(row.id) for row in listed(view) if isinstance(row, Entry)}
    stricter = next(rule_id for rule_id, word in marks.items() if word == "changed")
    assert marks["b.new"] == "new"
    assert view.detail.rule is not None
    assert current is not None
    menu = {action.text(): action for action in view.rules.filter.menu().actions()}
    menu["Only new and changed rules"].trigger()
    assert {row.id for row in listed(view) if isinstance(row, Entry)} == {"b.new", stricter}
    view.rules.list.viewport().grab()
    text = said(view)
    assert "Guidelines 2026.47" in text
    assert "Changed since 2026.46" in text


def test_a_sync_that_brings_nothing_new_says_so_and_is_fresh_again(show: Show, qtbot: QtBot) -> None:
    bench, source, _ = guided_desk()
    source.fresh = None
    view, made = show(bench)
    view.get.click()
    qtbot.waitUntil(lambda: "These are the newest guidelines" in view.updates.outcome.text)
    made.settle()
    assert "just now" in said(view)


def test_what_cannot_be_read_is_said_in_place_of_a_rule(show: Show) -> None:
    bench, source, _ = guided_desk()
    source.unreadable = Damaged("guidelines.damaged", path="a.json")
    view, made = show(bench)
    assert made.context.messages.error(source.unreadable) in said(view)


def test_another_language_is_in_force_at_once(shown: Shown) -> None:
    view, made = shown
    made.context.languages.use("uk")
    made.settle()
    assert view.get.text() == "Отримати оновлення"
    assert "Настанови" in said(view)
    assert view.rules.list.accessibleName() == "Правила"


def test_a_narrow_window_shows_the_panel_in_place_of_the_rule_on_demand(show: Show) -> None:
    view, _ = show(guided_desk()[0], width=NARROW - 1)
    assert (view.detail.isVisible(), view.panel.isVisible(), view.about.isVisible()) == (True, False, True)
    view.about.click()
    assert (view.detail.isVisible(), view.panel.isVisible()) == (False, True)
    view.show_rule(view.rules.model.first.data(RuleRole.ENTRY).id)
    assert view.detail.isVisible()
    view.resize(NARROW, 654)
    assert (view.detail.isVisible(), view.panel.isVisible(), view.about.isVisible()) == (True, True, False)


def test_the_approved_lines_have_a_page_of_their_own(shown: Shown) -> None:
    view, made = shown
    view.show_lines()
    made.settle()
    assert not view.rules.isVisible()
    assert view.tabs["lines"].isChecked()
    view.show_rule(made.context.desk.review.pack.rules[0].id)
    assert view.rules.isVisible()
