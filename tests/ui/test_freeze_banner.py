"""The banner of a freeze: over every view, never closed, and true as long as the freeze lasts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel, QPushButton

from embassy_assistant.domain.delivery import Action
from embassy_assistant.ui.main_window import LEAST
from embassy_assistant.ui.views.approved_lines import ApprovedLinesPage
from embassy_assistant.ui.widgets.announcer import Announcer
from embassy_assistant.ui.widgets.freeze_banner import HEIGHT
from tests.helpers.crisis import a_freeze, crisis, lines, take
from tests.helpers.memory import OFFICER
from tests.helpers.window import desktop as desktop
from tests.ui.test_nothing_is_cut import beyond, cut

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAccessibleAnnouncementEvent

    from embassy_assistant.ui.widgets.freeze_banner import FreezeBanner
    from tests.helpers.memory import Bench
    from tests.helpers.packs import Json
    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


def banner(shown: Desktop) -> FreezeBanner:
    return shown.window.freezes.banner


def said(shown: Desktop, name: str) -> str:
    made = banner(shown).findChild(QLabel, name)
    assert made is not None
    return made.text()


def change(shown: Desktop, bench: Bench, *rules: Json) -> None:
    """Take other guidelines in."""
    take(bench, *rules)
    shown.settle()


def test_without_a_freeze_there_is_no_banner(desktop: Show) -> None:
    shown = desktop(crisis(*lines()))
    assert not banner(shown).isVisible()
    assert not shown.window.freezes.lifted.isVisible()


def test_it_says_what_may_be_sent_whose_order_it_is_what_it_covers_and_what_it_holds(desktop: Show) -> None:
    shown = desktop(crisis())
    assert banner(shown).isVisible()
    assert said(shown, "freeze-title") == "Freeze in force: only approved lines may be sent"
    detail = said(shown, "freeze-detail")
    assert "Цифровий відділ міністерства" in detail
    assert "Sun 22 Nov, 10:40 Berlin / 11:40 Kyiv" in detail
    assert "All topics, all networks, all missions, until lifted." in detail
    assert "4 deliveries are held; nothing is lost." in detail
    assert banner(shown).lines.text() == "What may be sent: 3 lines"
    assert banner(shown).held.text() == "See 4 held"


@pytest.mark.parametrize("view", ["write", "queue", "guidelines", "accounts", "settings"])
def test_it_stands_over_every_view_with_nothing_to_close_it(desktop: Show, view: str) -> None:
    shown = desktop(crisis())
    shown.window.show_view(view)
    shown.settle()
    assert banner(shown).isVisible()
    assert banner(shown).height() >= HEIGHT
    shown_buttons = {made.objectName() for made in banner(shown).findChildren(QPushButton) if made.isVisible()}
    assert shown_buttons == {"freeze-lines", "freeze-held"}


def test_its_buttons_lead_to_the_lines_and_to_the_queue(desktop: Show) -> None:
    shown = desktop(crisis())
    banner(shown).held.click()
    assert shown.window.view("queue").isVisible()
    banner(shown).lines.click()
    shown.settle()
    assert shown.window.view("guidelines").isVisible()
    page = shown.window.view("guidelines").findChild(ApprovedLinesPage)
    assert page is not None
    assert page.isVisible()


def test_a_freeze_of_everything_says_that_nothing_may_be_sent(desktop: Show) -> None:
    shown = desktop(crisis(*lines(), a_freeze(allow="nothing", until="2026-11-23T09:00Z")))
    assert said(shown, "freeze-title") == "Freeze in force: nothing may be sent"
    assert "until Mon 23 Nov, 10:00 Berlin / 11:00 Kyiv" in said(shown, "freeze-detail")
    assert "line" not in banner(shown).lines.text()


def test_of_several_the_widest_comes_first_and_each_can_be_read(desktop: Show) -> None:
    narrow = a_freeze("freeze.some", scope={"topics": ["consular"], "networks": ["bluesky"]})
    shown = desktop(crisis(*lines(), narrow, a_freeze()))
    assert said(shown, "freeze-number") == "1 / 2"
    assert said(shown, "freeze-title") == "Freeze in force: only approved lines may be sent"
    banner(shown).on.click()
    assert said(shown, "freeze-title").startswith("Freeze in force for some posts")
    assert "Topics: consular, networks: Bluesky, all missions" in said(shown, "freeze-detail")
    banner(shown).on.click()
    assert said(shown, "freeze-number") == "1 / 2"


def test_a_freeze_that_is_taken_in_while_somebody_types_shows_at_once_and_leaves_the_keyboard_alone(
    desktop: Show,
) -> None:
    bench = crisis(*lines())
    shown = desktop(bench)
    editor = shown.window.write.halves["uk"].editor
    editor.setFocus()
    change(shown, bench, *lines(), a_freeze())
    assert banner(shown).isVisible()
    assert editor.hasFocus()


def test_a_freeze_begins_and_ends_by_the_clock(desktop: Show) -> None:
    bench = crisis(*lines(), a_freeze(since="2026-11-30T09:00Z", until="2026-11-30T12:00Z"))
    shown = desktop(bench)
    assert not banner(shown).isVisible()
    for hour, there in ((10, True), (13, False)):
        wanted = datetime(2026, 11, 30, hour, tzinfo=UTC)
        bench.clock.time = wanted
        shown.window.freezes.look()
        shown.settle()
        assert banner(shown).isVisible() is there


def test_it_stands_while_the_drafts_are_locked_and_says_what_nobody_can_know_yet(desktop: Show) -> None:
    shown = desktop(crisis(opened=False, problem="locked"))
    assert banner(shown).isVisible()
    assert "What is held is shown once the drafts are unlocked." in said(shown, "freeze-detail")
    assert not banner(shown).held.isVisible()


def test_over_the_locked_page_it_has_no_button_that_would_lead_nowhere(desktop: Show) -> None:
    shown = desktop(crisis())
    shown.window.lay_cover()
    assert banner(shown).isVisible()
    assert not banner(shown).lines.isVisible()
    assert not banner(shown).held.isVisible()
    shown.window.take_cover()
    assert banner(shown).lines.isVisible()


def test_a_new_freeze_is_announced_over_everything_and_only_once(
    desktop: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = crisis(*lines())
    shown = desktop(bench)
    heard: list[str] = []
    monkeypatch.setattr(Announcer, "alarm", lambda _self, sentence: heard.append(sentence))
    change(shown, bench, *lines(), a_freeze())
    assert heard == [banner(shown).text]
    bench.clock.time += timedelta(minutes=1)
    change(shown, bench, *lines(), a_freeze())
    assert len(heard) == 1
    change(shown, bench, *lines())
    assert heard[1:] == [shown.window.freezes.lifted.text]
    assert heard[1].startswith("A freeze is lifted.")


def test_once_it_is_lifted_what_it_held_waits_for_a_look(desktop: Show) -> None:
    bench = crisis()
    shown = desktop(bench)
    change(shown, bench, *lines())
    lifted = shown.window.freezes.lifted
    assert not banner(shown).isVisible()
    assert lifted.isVisible()
    assert lifted.text.startswith("A freeze is lifted. 2 posts that it held wait for you")
    look = lifted.findChild(QPushButton)
    assert look is not None
    assert look.text() == "Look at 2 posts"
    look.click()
    assert shown.window.view("queue").isVisible()


def test_what_was_taken_back_after_it_waits_no_longer(desktop: Show) -> None:
    bench = crisis()
    shown = desktop(bench)
    change(shown, bench, *lines())
    for row in bench.store.deliveries.open():
        bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
    shown.settle()
    assert not shown.window.freezes.lifted.isVisible()


def test_an_alarm_interrupts_a_screen_reader(desktop: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", told.append)
    shown = desktop(crisis())
    urgent = [each for each in told if each.politeness() is QAccessible.AnnouncementPoliteness.Assertive]
    assert [each.message() for each in urgent] == [banner(shown).text]


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("size", [LEAST, (1280, 720)], ids=["least", "1280x720"])
def test_no_word_of_it_is_cut(desktop: Show, language: str, size: tuple[int, int]) -> None:
    some = a_freeze("freeze.some", allow="nothing", scope={"topics": ["consular", "elections"]})
    shown = desktop(crisis(*lines(), a_freeze(), some), language=language, size=size)
    for _ in range(2):
        assert list(cut(banner(shown))) == []
        assert list(beyond(banner(shown), shown.window)) == []
        banner(shown).on.click()
        shown.settle()
