"""Whatever the keyring is at, the window takes typing and says what it waits for, in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.ports import VaultState
from embassy_assistant.messages import Messages
from tests.helpers.memory import memory_desk
from tests.helpers.window import desktop as desktop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.helpers.window import Desktop

STATES = [state.value for state in VaultState if state not in {VaultState.READY, VaultState.UNKNOWN}]


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("state", [*STATES, "missing"])
def test_the_window_says_what_it_waits_for_and_takes_typing(
    desktop: Callable[..., Desktop], monkeypatch: pytest.MonkeyPatch, state: str, language: str
) -> None:
    problem = KeyringUnavailable(state, backend="PlaintextKeyring")
    bench = memory_desk(opened=False)

    def refuse() -> None:
        raise problem

    monkeypatch.setattr(bench.opener, "open", refuse)
    shown = desktop(bench, language=language)
    assert shown.window.context.workers.idle("slow", 30)
    shown.settle()
    sentence = Messages(language).error(problem)
    assert len(sentence) > 30
    assert shown.window.banner.isVisible()
    assert sentence in shown.window.banner.text
    shown.type("uk", "Слово")
    assert [post.text("uk") for post in bench.opener.sealed] == ["Слово"]
