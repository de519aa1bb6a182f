"""Expired guidelines are said over every view, with what to do; the status bar tells their version and age."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from embassy_assistant.domain.errors import Damaged, Untrusted
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.ui.views.guidelines import GuidelinesView
from embassy_assistant.ui.widgets.announcer import Announcer
from tests.helpers.guidelines_desk import guided_desk, signed
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


@pytest.mark.parametrize(
    ("ago", "status", "banner"),
    [
        (timedelta(minutes=5), "Guidelines 2026.46, verified 5 min ago", ""),
        (timedelta(hours=30), "Guidelines 2026.46, verified 30 h ago", ""),
        (timedelta(days=3), "Guidelines 2026.46, verified 3 days ago", ""),
        (timedelta(days=9), "Guidelines 2026.46 have expired", "9 days ago, and its word has run out"),
        (timedelta(days=31), "Guidelines 2026.46 are too old to send by", "nothing may be sent by them after 30 days"),
        (timedelta(days=-3), "Guidelines 2026.46, age unknown", "nobody can say how old they are"),
    ],
)
def test_the_age_is_said_in_the_status_bar_and_what_it_means_over_every_view(
    desktop: Show, ago: timedelta, status: str, banner: str
) -> None:
    shown = desktop(guided_desk(ago=ago)[0])
    window = shown.window
    assert window.status.guidelines.text() == status
    assert window.status.guidelines.toolTip()
    assert window.age_banner.isVisible() is bool(banner)
    assert banner in window.age_banner.text


def test_what_came_with_the_program_has_no_age_and_no_banner(desktop: Show) -> None:
    bench, source, _ = guided_desk()
    source.fresh = None
    shown = desktop(bench)
    assert shown.window.status.guidelines.text() == "Guidelines shipped with version 2026.46"
    assert "Nobody has taken in any" in shown.window.status.guidelines.toolTip()
    assert not shown.window.age_banner.isVisible()


def test_the_banner_brings_fresh_ones_and_is_gone(desktop: Show) -> None:
    bench, _, intake = guided_desk(ago=timedelta(days=31))
    shown = desktop(bench)
    window = shown.window
    get = window.age_banner.findChild(QPushButton)
    assert get is not None
    get.click()
    assert window.context.workers.idle("guidelines", 30)
    shown.settle()
    assert intake.asked == [""]
    view = window.view("guidelines")
    assert isinstance(view, GuidelinesView)
    assert view.isVisible()
    assert not window.age_banner.isVisible()
    assert window.status.guidelines.text() == "Guidelines 2026.46, verified just now"


def test_guidelines_that_another_program_took_in_are_seen(desktop: Show) -> None:
    bench, source, _ = guided_desk(ago=timedelta(days=31))
    shown = desktop(bench)
    assert shown.window.age_banner.isVisible()
    source.fresh = signed(timedelta(hours=1))
    bench.desk.events.publish(GuidelinesChanged(changed=False))
    shown.settle()
    assert not shown.window.age_banner.isVisible()


def test_the_banner_speaks_the_window_s_language(desktop: Show) -> None:
    shown = desktop(guided_desk(ago=timedelta(days=31))[0])
    shown.window.context.languages.use("uk")
    shown.settle()
    assert "30 днів" in shown.window.age_banner.text
    assert shown.window.status.guidelines.text() == "Настанови 2026.46 застаріли: надсилати не можна"


def test_what_cannot_be_read_leaves_what_was_known(desktop: Show) -> None:
    bench, source, _ = guided_desk()
    shown = desktop(bench)
    before = shown.window.status.guidelines.text()
    source.unreadable = Damaged("guidelines.damaged", path="a.json")
    shown.window.age_banner.refresh()
    shown.settle()
    assert shown.window.status.guidelines.text() == before


def test_guidelines_that_were_edited_on_the_disk_are_told_of_once_the_drafts_are_open(desktop: Show) -> None:
    bench, _, intake = guided_desk()
    intake.tampered = Untrusted("guidelines.tampered")
    shown = desktop(bench)
    assert shown.window.context.workers.idle("guidelines", 30)
    shown.settle()
    assert shown.window.status.guidelines.text() == "Guidelines cannot be relied on"
    assert shown.window.age_banner.text == shown.window.context.messages.error(intake.tampered)


def test_the_button_of_the_banner_keeps_the_keyboard_while_the_age_is_looked_up_again(desktop: Show) -> None:
    shown = desktop(guided_desk(ago=timedelta(days=31))[0])
    banner = shown.window.age_banner
    get = banner.findChild(QPushButton)
    assert get is not None
    get.setFocus()
    banner.refresh()
    shown.settle()
    assert banner.findChildren(QPushButton) == [get]
    assert get.hasFocus()


def test_the_banner_is_read_out_once(desktop: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(Announcer, "say", lambda _self, sentence: heard.append(sentence))
    shown = desktop(guided_desk(ago=timedelta(days=31))[0])
    banner = shown.window.age_banner
    banner.refresh()
    shown.settle()
    assert heard.count(banner.text) == 1
