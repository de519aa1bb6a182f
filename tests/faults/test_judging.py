"""A fault run is judged by what the public sees, and by what may be asked of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.faults.judging import Outcome, Tally, allowed_on, tally
from tests.faults.plans import KINDS, plan_of
from tests.faults.runner import Results, broken_promises, table
from tests.faults.stages import STAGES, Copy
from tests.helpers.faults import Cut

if TYPE_CHECKING:
    from pathlib import Path

THREAD = [("one", 1), ("two", 0), ("three", 0)]
ONE, TWO, THREE = Copy("1", "one", 1, ""), Copy("2", "two", 0, "1"), Copy("3", "three", 0, "2")
OTHER = Copy("9", "of another post", 0, "")
SENT = Outcome(7, "pair", "publishing", "killed", ("sent", "sent"), 0, 0, Tally())
ASKED = replace(SENT, states=("needs-human", "sent"), asked=1)
ALLOWED = {("publishing", "killed"): "nobody can tell"}


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
        replace(ASKED, needlessly=1),
    ],
)
def test_what_breaks_the_promise_is_told(bad: Outcome) -> None:
    assert not bad.good(ALLOWED)
    assert len(list(broken_promises([SENT, bad], ALLOWED))) == 1


def test_a_person_may_be_asked_where_the_table_says_why() -> None:
    assert ASKED.good(ALLOWED)
    assert not ASKED.by_itself


def test_every_entry_of_the_table_has_its_reason() -> None:
    for network in STAGES:
        assert all(reason.endswith(".") for reason in allowed_on(network).values())


def test_every_kind_meets_every_cut_and_kills() -> None:
    plans = [plan_of(seed) for seed in range(1, 301)]
    assert {(plan.kind, plan.cut) for plan in plans} >= {(kind, cut) for kind in KINDS for cut in (*Cut, None)}
    assert plans == [plan_of(seed) for seed in range(1, 301)]


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
