"""The models of the queue, the accounts and the guidelines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source, Surface
from embassy_assistant.ui.models.accounts import AccountRole, AccountsModel
from embassy_assistant.ui.models.deliveries import FIRST_PAGE, PAGE, DeliveriesModel, QueueRole
from embassy_assistant.ui.models.rule_entries import Entry, entries
from embassy_assistant.ui.models.rules import Group, RuleRole, RulesModel
from tests.helpers.queue_desk import busy_queue

if TYPE_CHECKING:
    from pytestqt.modeltest import ModelTester

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows


def sentence(group: PostRows, row: Delivery | None) -> str:
    return row.id if row else group.post.title


def asked_of(model: DeliveriesModel) -> list[list[str]]:
    asked: list[list[str]] = []
    model.wanted.connect(asked.append)
    return asked


def test_the_queue_model_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    outbox = busy_queue().desk.outbox
    model = DeliveriesModel(sentence)
    ids = outbox.post_ids()
    model.set_ids(ids)
    model.add_page(ids, outbox.groups(ids))
    qtmodeltester.check(model)


def test_only_the_first_page_is_asked_for_at_the_start() -> None:
    model = DeliveriesModel(sentence)
    asked = asked_of(model)
    model.set_ids([f"p{number}" for number in range(100_000)])
    assert [len(page) for page in asked] == [FIRST_PAGE]
    assert not model.canFetchMore(QModelIndex())


def test_the_next_page_is_asked_for_when_the_list_is_scrolled_to_its_end() -> None:
    model = DeliveriesModel(sentence)
    asked = asked_of(model)
    ids = [f"p{number}" for number in range(1000)]
    model.set_ids(ids)
    model.add_page(asked[0], [])
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked[1] == ids[FIRST_PAGE : FIRST_PAGE + PAGE]


def test_a_page_whose_reading_failed_can_be_asked_for_again() -> None:
    model = DeliveriesModel(sentence)
    asked = asked_of(model)
    model.set_ids([f"p{number}" for number in range(1000)])
    model.page_lost()
    model.fetchMore(QModelIndex())
    assert asked[1][0] == "p0"


def test_an_answer_to_an_older_question_is_dropped() -> None:
    outbox = busy_queue().desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    model.set_ids(list(reversed(ids)))
    model.add_page(ids, outbox.groups(ids))
    assert model.rowCount() == 0


def test_a_post_that_lost_a_row_keeps_its_place(qtmodeltester: ModelTester) -> None:
    bench = busy_queue()
    outbox = bench.desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    model.set_ids(ids)
    groups = outbox.groups(ids)
    model.add_page(ids, groups)
    before = model.rowCount()
    bench.store.accounts.remove(groups[0].rows[0].account_id)
    from dataclasses import replace

    fewer = replace(groups[0], rows=groups[0].rows[1:])
    assert model.replace_group(fewer)
    assert model.rowCount() == before - 1
    assert model.replace_group(groups[0])
    assert model.rowCount() == before
    qtmodeltester.check(model)


def test_the_last_row_of_a_post_knows_that_it_is_the_last() -> None:
    outbox = busy_queue().desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    model.set_ids(ids, outbox.groups(ids), len(ids))
    ends = [
        model.index(at).data(QueueRole.LAST) for at in range(model.rowCount()) if model.index(at).data(QueueRole.ROW)
    ]
    assert ends.count(True) == len(ids) - 1, "of the one that is done only the header is shown"


def test_what_is_done_is_folded_when_it_is_first_seen_and_what_becomes_so_stays_as_it_is() -> None:
    bench = busy_queue()
    outbox = bench.desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    model.set_ids(ids, outbox.groups(ids), len(ids))
    groups = outbox.groups(ids)
    folded = [group.post.title for group in groups if model.header(group.post.id).data(QueueRole.FOLDED)]
    assert folded == ["Consul’s day"]
    waiting = next(group for group in groups if all(row.state is State.WAITING for row in group.rows))
    for row in waiting.rows:
        outbox.act(row.id, row.actions[-1], bench.desk.preferences.officer)
    finished = outbox.group(waiting.post.id)
    assert finished is not None
    assert all(row.state is State.CANCELLED for row in finished.rows)
    model.set_ids(ids, outbox.groups(ids), len(ids))
    assert not model.header(waiting.post.id).data(QueueRole.FOLDED)


def test_folding_takes_the_rows_away_and_unfolding_brings_them_back(qtmodeltester: ModelTester) -> None:
    outbox = busy_queue().desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    groups = outbox.groups(ids)
    model.set_ids(ids, groups, len(ids))
    before = model.rowCount()
    model.fold(ids[0], folded=True)
    assert model.rowCount() == before - len(groups[0].rows)
    assert "Folded." in model.header(ids[0]).data(Qt.ItemDataRole.AccessibleTextRole)
    assert not model.find(groups[0].rows[0].id).isValid()
    qtmodeltester.check(model)
    model.fold(ids[0], folded=False)
    assert model.rowCount() == before
    qtmodeltester.check(model)


def words(account: Account | None) -> str:
    return account.handle if account else "all"


def test_the_accounts_model_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    model = AccountsModel(words, with_all=True)
    model.set_accounts(busy_queue().store.accounts.all())
    qtmodeltester.check(model)


def test_the_row_that_stands_for_all_accounts_has_an_empty_id() -> None:
    model = AccountsModel(words, with_all=True)
    model.set_accounts(busy_queue().store.accounts.all())
    assert model.index(0).data(AccountRole.ID) == ""
    assert model.row_of("practice:embassy-en") == 2
    assert model.row_of("practice:nobody") == -1


def rule(rule_id: str, title: str, uk: str) -> Rule:
    return Rule(
        rule_id,
        RuleKind.TERM,
        Severity.WARN,
        "en",
        (Surface("Kiev", "Kyiv"),),
        {"en": "Because.", "uk": uk},
        Source("MFA", "A letter"),
        {"en": title},
    )


RULES = [rule("name.kyiv", "Kyiv, not Kiev", "Пам’ять"), rule("name.odesa", "Odesa, not Odessa", "Інше")]


def in_words(row: Entry | Group, mark: str) -> str:
    return f"{row.id} {mark}".strip() if isinstance(row, Entry) else f"{row.key} {row.count}"


def test_the_rules_model_keeps_qt_s_rules(qtmodeltester: ModelTester) -> None:
    model = RulesModel(in_words)
    model.set_entries(entries(RULES))
    qtmodeltester.check(model)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("", ["name.kyiv", "name.odesa"], id="nothing typed shows all"),
        pytest.param("ODESA not", ["name.odesa"], id="every word counts, case does not"),
        pytest.param("пам'ять", ["name.kyiv"], id="any apostrophe will do"),
        pytest.param("Lviv", [], id="what is not there is not found"),
    ],
)
def test_rules_are_found_by_word(typed: str, found: list[str]) -> None:
    model = RulesModel(in_words)
    model.set_entries(entries(RULES))
    model.set_marks({"name.odesa": "new"})
    model.search(typed)
    rows = [model.index(at) for at in range(model.rowCount())]
    assert [row.data(RuleRole.ENTRY).id for row in rows if row.data(RuleRole.ENTRY)] == found
    assert [row.data(RuleRole.GROUP).count for row in rows if row.data(RuleRole.GROUP)] == [len(found)] * bool(found)
    said = [row.data(Qt.ItemDataRole.AccessibleTextRole) for row in rows]
    assert said[1:] == [f"{each} new" if each == "name.odesa" else each for each in found]
    assert (model.shown, model.count(lambda _entry: True)) == (len(found), len(RULES))
    assert model.first.data(Qt.ItemDataRole.DisplayRole) == (said[1] if found else None)


def test_a_post_that_is_as_it_was_is_not_painted_again_and_another_only_row_by_row() -> None:
    bench = busy_queue()
    outbox = bench.desk.outbox
    ids = outbox.post_ids()
    model = DeliveriesModel(sentence)
    model.set_ids(ids, outbox.groups(ids), len(ids))
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: changed.append((first.row(), last.row())))
    groups = outbox.groups(ids)
    assert all(model.replace_group(group) for group in groups)
    assert not changed
    waiting = next(group for group in groups if all(row.state is State.WAITING for row in group.rows))
    outbox.act(waiting.rows[0].id, waiting.rows[0].actions[-1], bench.desk.preferences.officer)
    newer = outbox.group(waiting.post.id)
    assert newer is not None
    assert model.replace_group(newer)
    first = model.header(waiting.post.id).row()
    assert changed == [(at, at) for at in range(first, first + 1 + len(newer.rows))]
