"""No word of the window is cut, in either language, at the smallest and the usual size."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import Due
from embassy_assistant.guidelines.library import ShippedGuidelines
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.main_window import LEAST
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.views.writing.queue_button import QueueButton
from embassy_assistant.ui.widgets.banner import STRIPES
from embassy_assistant.ui.widgets.buttons import ElidedButton
from embassy_assistant.ui.widgets.labels import ElidedLabel
from tests.helpers import guidelines_scenes
from tests.helpers.guidelines_desk import guided_desk, starter
from tests.helpers.memory import Bench, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.queue_desk import busy_queue
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.guideline import Rule
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]

pytestmark = pytest.mark.long

LANGUAGES = ("en", "uk")
SIZES = [pytest.param((1280, 720), id="1280x720"), pytest.param((1920, 1080), id="1920x1080", marks=pytest.mark.slow)]
VIEWS = ("write", "queue", "guidelines", "accounts", "settings")
# These say the whole in a tooltip where it does not fit, and paint their own words.
ELIDES = (ElidedLabel, ElidedButton, QueueButton)


def cut(root: QWidget) -> Iterator[str]:
    """Yield each label or button that has less room than its words need."""
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or isinstance(widget, ELIDES):
            continue
        if isinstance(widget, QLabel) and widget.text():
            yield from _cut_label(widget)
        elif isinstance(widget, QPushButton) and widget.text() and _too_small(widget):
            yield f"{type(widget).__name__} {widget.objectName()} “{widget.text()}”: {widget.size()}"


def _too_small(button: QPushButton) -> bool:
    return button.width() < button.sizeHint().width() or button.height() < button.minimumSizeHint().height()


def _cut_label(label: QLabel) -> Iterator[str]:
    high = label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
    wide = 0 if label.wordWrap() else label.sizeHint().width()
    longest = max((label.fontMetrics().horizontalAdvance(word) for word in label.text().split()), default=0)
    if label.textFormat() is Qt.TextFormat.RichText:
        longest = 0
    if label.height() < high or label.width() < max(wide, longest if label.wordWrap() else 0):
        yield f"{type(label).__name__} {label.objectName()} “{label.text()}”: {label.size()} needs {wide}×{high}"


def beyond(root: QWidget, window: QWidget) -> Iterator[str]:
    """Yield each button that reaches out of what can be seen of the widget around it, sideways."""
    for widget in root.findChildren(QAbstractButton):
        around = widget.parentWidget()
        if not widget.isVisible() or around is None or around is window or not widget.text():
            continue
        if widget.geometry().right() > around.width() or widget.geometry().left() < 0:
            yield f"{widget.objectName()} “{widget.text()}” leaves {type(around).__name__}"


@pytest.fixture
def bench() -> Bench:
    """Return a desk with something of everything: findings of each kind, a picture, a due time, three accounts."""
    made = memory_desk(guidelines=ShippedGuidelines())
    made.account("embassy-uk", "uk")
    made.account("ukrindeutschland.example.social", "en")
    made.account("both", "uk", "en")
    picture = made.desk.drafting.attach(flag(), "flag-of-ukraine.png")
    post = made.desk.drafting.new(tuple(account.id for account in made.store.accounts.all()))
    post = replace(
        post, topic="Minister’s visit", media=(picture,), due=Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin")
    )
    post = post.with_text("uk", "Зустріч на Україні. " * 30)
    post = post.with_text("en", "The delegation from Kiev. See http://mfa.gov.ua/en now. Привіт, світе, як справи?")
    made.desk.drafting.save(replace(post, revision=1))
    return made


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_word_has_the_room_it_needs(
    desktop: Show, bench: Bench, view: str, language: str, size: tuple[int, int]
) -> None:
    shown = desktop(bench, language=language, size=size)
    shown.window.open_post(bench.desk.drafting.ids()[0])
    shown.settle()
    shown.window.show_view(view)
    shown.settle()
    assert list(cut(shown.window)) == []
    assert list(beyond(shown.window, shown.window)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_busy_queue_has_the_room_it_needs(desktop: Show, language: str) -> None:
    bench = memory_desk()
    busy_queue(bench)
    shown = desktop(bench, language=language, size=(1280, 720))
    shown.window.show_view("queue")
    shown.settle()
    assert list(cut(shown.window)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_practice_says_all_it_has_to_in_the_smallest_window(desktop: Show, language: str) -> None:
    shown = desktop(memory_desk(practice=True), language=language, size=LEAST)
    assert (shown.window.width(), shown.window.height()) == LEAST
    banner = shown.window.practice_banner
    assert list(cut(banner)) == []
    assert list(beyond(banner, shown.window)) == []
    assert banner.timeline.geometry().right() < banner.width() - STRIPES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_unfolded_without_a_cut(desktop: Show, bench: Bench, language: str) -> None:
    shown = desktop(bench, language=language, size=(1280, 720))
    shown.window.open_post(bench.desk.drafting.ids()[0])
    shown.settle()
    for card in shown.window.write.panel.findings.cards:
        shown.window.write.panel.findings.make_current(card.finding)
        shown.settle()
        assert list(cut(shown.window.write.panel)) == []
        assert list(beyond(shown.window.write.panel, shown.window)) == []


@pytest.mark.parametrize("size", [*SIZES, pytest.param(LEAST, id="least")])
@pytest.mark.parametrize("language", LANGUAGES)
def test_guidelines_that_changed_and_hold_a_post_say_all_of_it(
    desktop: Show, language: str, size: tuple[int, int]
) -> None:
    shown = desktop(guidelines_scenes.too_old(), language=language, size=size)
    shown.window.show_view("guidelines")
    shown.settle()
    view = shown.window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    for about in (False, True):
        view.about.setChecked(about)
        shown.settle()
        assert list(cut(shown.window)) == []
        assert list(beyond(shown.window, shown.window)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_rule_of_each_kind_has_the_room_it_needs(desktop: Show, language: str) -> None:
    bench = guided_desk(starter())[0]
    shown = desktop(bench, language=language, size=(1280, 720))
    shown.window.show_view("guidelines")
    shown.settle()
    view = shown.window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    seen = set()
    for rule in bench.desk.review.pack.rules:
        if rule.kind not in seen:
            seen.add(rule.kind)
            view.show_rule(rule.id)
            shown.settle()
            assert list(cut(view.detail)) == [], rule.id
            assert list(beyond(view.detail, shown.window)) == [], rule.id
    assert len(seen) == len(RuleKind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialogs_of_the_guidelines_have_the_room_they_need(desktop: Show, language: str) -> None:
    shown = desktop(guidelines_scenes.untrusting(), language=language, size=(1280, 720))
    shown.window.show_view("guidelines")
    shown.settle()
    guidelines_scenes.trust(shown.window)
    view = shown.window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    assert list(cut(view.panel)) == []
    view.write_note(bench_rule(shown))
    shown.settle()
    dialogs = view.findChildren(Sheet)
    assert len(dialogs) == 2
    for dialog in dialogs:
        assert list(cut(dialog)) == []
        assert dialog.height() <= 720
        dialog.reject()
    shown.settle()


def bench_rule(shown: Desktop) -> Rule:
    return shown.window.context.desk.review.pack.rules[0]
