"""A recovery code that was put off is asked for until it is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPushButton

from embassy_assistant.ui.views.first_run import FirstRunView
from tests.helpers.memory import RECOVERY_CODE, memory_desk
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

    Show = Callable[..., Desktop]


def reminder(shown: Desktop) -> QPushButton:
    found = [each for each in shown.window.banner.findChildren(QPushButton) if each.text() == "Show the code"]
    assert shown.window.banner.isVisible()
    return found[-1]


def code_view(shown: Desktop) -> FirstRunView:
    reminder(shown).click()
    assert shown.window.context.workers.idle("slow", 30)
    shown.settle()
    return shown.window.findChildren(FirstRunView)[-1]


def test_the_next_start_shows_the_code_that_was_put_off_until_it_is_written_down(desktop: Show) -> None:
    bench = memory_desk()
    bench.desk.preferences.recovery_pending = RECOVERY_CODE
    shown = desktop(bench)
    view = code_view(shown)
    assert view.code_page.code == RECOVERY_CODE
    assert view.code_page.isVisible()
    later = view.findChild(QPushButton, "first-run-later")
    assert later is not None
    later.click()
    shown.settle()
    view = code_view(shown)
    view.code_page.typed.setText(view.code_page.group_asked)
    view.code_page.typed.textEdited.emit(view.code_page.group_asked)
    forward = view.findChild(QPushButton, "first-run-next")
    assert forward is not None
    forward.click()
    shown.settle()
    assert bench.desk.preferences.recovery_pending == ""
    assert not shown.window.banner.isVisible()
    assert shown.window.write.isVisible()


def test_a_code_that_is_written_down_is_not_asked_for(desktop: Show) -> None:
    assert not desktop().window.banner.isVisible()


def test_the_reminder_speaks_the_windows_language(desktop: Show) -> None:
    bench = memory_desk()
    bench.desk.preferences.recovery_pending = RECOVERY_CODE
    shown = desktop(bench)
    shown.window.context.languages.use("uk")
    shown.settle()
    assert "Код відновлення" in shown.window.banner.text
