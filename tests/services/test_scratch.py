"""What stands in an unanswered dialog is kept by name, forgotten when it is answered, and told of once."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.services.scratch import MOST, Scratch
from tests.helpers.memory import memory_desk


@pytest.fixture
def scratch() -> Scratch:
    return Scratch(memory_desk().desk.workspace)


def test_each_dialog_has_its_own_texts_and_the_newest_of_them(scratch: Scratch) -> None:
    assert scratch.kept("release p1") == {}
    scratch.keep("release p1", {"reason": "В"})
    scratch.keep("release p1", {"reason": "Відповідь"})
    scratch.keep("release p2", {"reason": "Інша"})
    assert scratch.kept("release p1") == {"reason": "Відповідь"}
    assert scratch.kept("release p2") == {"reason": "Інша"}


def test_what_was_answered_is_forgotten(scratch: Scratch) -> None:
    scratch.keep("release p1", {"reason": "Відповідь"})
    scratch.forget("release p1")
    scratch.forget("release p1")
    assert scratch.kept("release p1") == {}
    assert not scratch.news()


def test_it_is_told_of_once_and_again_when_more_was_typed(scratch: Scratch) -> None:
    assert not scratch.news()
    scratch.keep("release p1", {"reason": "Так"})
    assert scratch.news()
    assert not scratch.news()
    scratch.keep("release p1", {"reason": "Так, але"})
    assert scratch.news()


def test_only_the_newest_are_kept(scratch: Scratch) -> None:
    for number in range(MOST + 1):
        scratch.keep(f"release p{number}", {"reason": str(number)})
    scratch.keep("release p1", {"reason": "again"})
    scratch.keep("release new", {"reason": "new"})
    assert scratch.kept("release p0") == {}
    assert scratch.kept("release p2") == {}
    assert scratch.kept("release p1") == {"reason": "again"}
    assert scratch.kept(f"release p{MOST}") == {"reason": str(MOST)}


def test_while_the_drafts_are_locked_nothing_can_be_kept() -> None:
    desk = memory_desk(opened=False).desk
    with pytest.raises(DraftsLocked):
        Scratch(desk.workspace).keep("release p1", {"reason": "Так"})
