"""The list of drafts: pages of rows, read elsewhere, whatever their number."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from embassy_assistant.domain.post import PairState
from embassy_assistant.domain.summaries import PostSummary
from embassy_assistant.ui.models.posts import PAGE, SUMMARY, PostsModel
from tests.helpers.memory import memory_desk
from tests.helpers.stage import stage as stage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pytest
    from pytestqt.modeltest import ModelTester

    from tests.helpers.stage import Stage

MANY = 100_000


def test_the_model_keeps_to_qts_rules(stage: Callable[..., Stage], qtmodeltester: ModelTester) -> None:
    bench = memory_desk()
    for number in range(5):
        bench.post(f"Допис {number}")
    made = stage(bench.desk)
    model = PostsModel(made.context)
    model.look()
    made.settle()
    qtmodeltester.check(model)
    assert model.rowCount() == 5


def test_only_the_pages_that_are_looked_at_are_read(
    stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = memory_desk()
    read: list[int] = []

    def ids(*, query: str = "", queued: bool | None = None) -> Sequence[str]:
        return range(MANY) if not query and queued is False else ()  # type: ignore[return-value]

    def summaries(page: Sequence[str]) -> Sequence[PostSummary]:
        read.append(len(page))
        at = datetime(2026, 11, 22, tzinfo=UTC)
        return [PostSummary(str(each), f"Post {each}", PairState.DRAFTED, None, at) for each in page]

    monkeypatch.setattr(bench.store.posts, "ids", ids)
    monkeypatch.setattr(bench.store.posts, "summaries", summaries)
    made = stage(bench.desk)
    model = PostsModel(made.context)
    model.look()
    made.settle()
    assert model.rowCount() == MANY
    assert model.index(MANY - 1).data() == ""
    made.settle()
    assert model.index(MANY - 1).data() == f"Post {MANY - 1}"
    assert model.index(MANY - 1).data(SUMMARY).pair is PairState.DRAFTED
    assert read == [PAGE]


def test_a_locked_store_is_an_empty_list(stage: Callable[..., Stage]) -> None:
    made = stage(memory_desk(opened=False).desk)
    model = PostsModel(made.context)
    model.look("words")
    made.settle()
    assert model.rowCount() == 0
    assert model.query == "words"
