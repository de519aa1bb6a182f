"""A fault run is judged by what the public sees, and by what may be asked of a person."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.delivery import Delivery, FrozenSegment, State
from embassy_assistant.domain.delivery import Kind as Change
from tests.faults.judging import ALLOWED as ALLOWED_FILE
from tests.faults.judging import Outcome, Tally, allowed_on, done, judge, tally, wanted_of
from tests.faults.plans import KINDS, kinds_for, plan_of
from tests.faults.runner import Results, broken_promises, table
from tests.faults.stages import STAGES, Copy
from tests.faults.summary import summary
from tests.helpers.faults import Cut
from tests.helpers.memory import START

if TYPE_CHECKING:
    from pathlib import Path

THREAD = [("one", 1), ("two", 0), ("three", 0)]
ONE, TWO, THREE = Copy("1", "one", 1, ""), Copy("2", "two", 0, "1"), Copy("3", "three", 0, "2")
OTHER = Copy("9", "of another post", 0, "")
SENT = Outcome(7, "pair", "publishing", "killed", ("sent", "sent"), 0, 0, Tally())
ASKED = replace(SENT, states=("needs-human", "sent"), asked=1)
ALLOWED = {("publishing", "killed", "pair"): "nobody can tell"}


def test_a_thread_that_is_out_whole_has_nothing_wrong() -> None:
    assert tally(THREAD, [OTHER, ONE, TWO, THREE]) == Tally()


@pytest.mark.parametrize(
    ("copies", "wrong"),
    [
        ([ONE, TWO], Tally(lost=1)),
        ([], Tally(lost=3)),
        ([ONE, TWO, THREE, replace(THREE, id="4")], Tally(double=1)),
        ([ONE, TWO, replace(THREE, parent="1")], Tally(disordered=1)),
        ([ONE, TWO, replace(THREE, parent="")], Tally(disordered=1)),
        ([TWO, ONE, THREE], Tally(disordered=1)),
        ([replace(ONE, parent="9"), TWO, THREE], Tally(disordered=1)),
        ([replace(ONE, pictures=0), TWO, THREE], Tally(bare=1)),
        ([ONE, THREE], Tally(lost=1, disordered=1)),
    ],
)
def test_each_thing_that_is_wrong_is_counted(copies: list[Copy], wrong: Tally) -> None:
    assert tally(THREAD, copies) == wrong


def test_all_sent_once_is_good() -> None:
    assert SENT.good({})
    assert not list(broken_promises([SENT], {}))


@pytest.mark.parametrize(
    "bad",
    [
        replace(SENT, tally=Tally(lost=1)),
        replace(SENT, tally=Tally(double=1)),
        replace(SENT, tally=Tally(disordered=1)),
        replace(SENT, tally=Tally(bare=1)),
        replace(SENT, states=("missed", "sent")),
        replace(SENT, states=("waiting",)),
        replace(ASKED, broke="nothing-read"),
        replace(ASKED, phase="published"),
        replace(ASKED, kind="thread"),
        replace(SENT, tally=Tally(stale=1)),
        replace(ASKED, needlessly=1),
    ],
)
def test_what_breaks_the_promise_is_told(bad: Outcome) -> None:
    assert not bad.good(ALLOWED)
    assert len(list(broken_promises([SENT, bad], ALLOWED))) == 1


def test_a_person_may_be_asked_where_the_table_says_why() -> None:
    assert ASKED.good(ALLOWED)
    assert not ASKED.by_itself


def test_every_entry_of_the_table_has_its_reason_and_names_kinds_that_there_are() -> None:
    assert tomllib.loads(ALLOWED_FILE.read_text(encoding="utf-8")).keys() <= STAGES.keys()
    for network, stage in STAGES.items():
        allowed = allowed_on(network)
        assert all(reason.endswith(".") for reason in allowed.values())
        assert {kind for _, _, kind in allowed} <= {kind.name for kind in KINDS}
        if network == "mastodon-mock":
            # It knows keys, but not for what it keeps for later.
            assert {kind for _, _, kind in allowed} <= {kind.name for kind in kinds_for(stage.can) if kind.parked}
    assert not allowed_on("practice")
    assert not allowed_on("bluesky")


@pytest.mark.parametrize("network", sorted(STAGES))
def test_every_kind_meets_every_cut_and_kills(network: str) -> None:
    kinds = kinds_for(STAGES[network].can)
    plans = [plan_of(seed, kinds) for seed in range(1, 2 * len(kinds) * len(Cut) + 1)]
    assert {(plan.kind, plan.cut) for plan in plans} == {(kind, cut) for kind in kinds for cut in (*Cut, None)}
    assert plans[0] == plan_of(1, kinds)


@pytest.mark.parametrize("network", sorted(STAGES))
def test_fifteen_seeds_show_what_a_network_can_do_besides_publishing(network: str) -> None:
    kinds = kinds_for(STAGES[network].can)
    met = {plan_of(seed, kinds).kind for seed in range(1, 16)}
    assert met >= {kind for kind in kinds if kind.needs}


def _row(text: str, **changes: object) -> Delivery:
    row = Delivery(text, "post", "account", "practice", FrozenSegment(text, ("en",)), text, START, START)
    return replace(row, **changes)  # type: ignore[arg-type]


def test_what_was_corrected_or_deleted_must_be_gone_and_the_correction_be_there() -> None:
    rows = [
        _row("old"),
        _row("new", kind=Change.EDIT, about="old"),
        _row("bad"),
        _row("bad again", kind=Change.DELETE, about="bad", segment=FrozenSegment("bad", ("en",))),
        _row("never", state=State.CANCELLED),
    ]
    wanted = wanted_of(rows)["account"]
    assert (wanted.threads, wanted.gone) == ([[("new", 0)]], ["old", "bad"])
    assert not judge(wanted, [Copy("1", "new", 0, "")])
    assert judge(wanted, [Copy("1", "old", 0, ""), Copy("2", "bad", 0, "")]) == Tally(lost=1, stale=2)


@pytest.mark.parametrize(("copies", "published", "deleted"), [([], 0, 1), ([ONE], 1, 0), ([ONE, ONE], 2, 0)])
def test_a_deletion_is_done_where_nothing_is_left(copies: list[Copy], published: int, deleted: int) -> None:
    assert done(_row("one"), copies) == published
    assert done(_row("one", kind=Change.DELETE), copies) == deleted


def test_a_series_that_was_stopped_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    first = Results(path, resume=False)
    first.add(SENT)
    first.add(replace(ASKED, seed=8))
    with path.open("a", encoding="utf-8") as file:
        file.write('{"seed": 9, "kind": "pa')
    again = Results(path, resume=True)
    assert again.outcomes == {7: SENT, 8: replace(ASKED, seed=8)}
    again.add(replace(SENT, seed=9))
    assert set(Results(path, resume=True).outcomes) == {7, 8, 9}
    assert not Results(path, resume=False).outcomes


def test_a_series_of_another_program_is_not_gone_on_with(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "results.jsonl"
    path.write_text('{"program": "another"}\n{"seed": 1}\n', encoding="utf-8")
    assert not Results(path, resume=True).outcomes
    assert "another version" in capsys.readouterr().err


def test_the_table_has_a_line_for_each_phase_and_one_for_all() -> None:
    lines = list(table([SENT, replace(SENT, tally=Tally(lost=2)), replace(ASKED, phase="published")]))
    assert [line.split()[:5] for line in lines[1:]] == [
        ["published", "killed", "1", "0", "1"],
        ["publishing", "killed", "2", "2", "0"],
        ["all", "3", "2", "1", "2"],
    ]


def test_the_summary_has_a_row_for_each_network_and_a_cell_for_each_sender() -> None:
    lines = list(
        summary(
            {
                ("practice", "ours"): [SENT],
                ("practice", "retry"): [SENT, replace(SENT, tally=Tally(double=2))],
                ("snac", "ours"): [SENT, ASKED],
            }
        )
    )
    assert len(lines) == 2 + len(STAGES)
    assert "| practice | 1 | 0, 0, 0, 0, 0 | 0, 2, 0, 0, 0 | not run | 0 |" in lines
    assert "| snac | 2 | 0, 0, 0, 0, 0 | not run | not run | 1 |" in lines
