"""Every case that can go wrong around the program has its sentences in both languages and its test."""

from __future__ import annotations

import logging
from collections import Counter

import pytest

from docs.what_it_says import PAGE, Case, cases, page, sentences

CASES = cases()


def test_the_page_is_made_from_the_cases_and_the_catalogues() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_has_a_test_and_fitting_sentences(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    assert case.is_tested, case.test
    assert bool(case.says or case.window) != bool(case.quiet), "it says something, or why nothing need be said"
    with caplog.at_level(logging.WARNING):
        english, ukrainian = sentences(case, "en"), sentences(case, "uk")
    assert english
    assert len(english) == len(ukrainian)
    assert not caplog.records
    assert all(one != other for one, other in zip(english, ukrainian, strict=True))


def test_no_case_is_listed_twice() -> None:
    assert [name for name, times in Counter(case.name for case in CASES).items() if times > 1] == []


def test_a_case_whose_test_is_gone_is_noticed() -> None:
    gone = Case(6, "a", "б", "window", "tests/house/test_what_it_says.py::test_that_is_not_here")
    assert not gone.is_tested
    assert not Case(6, "a", "б", "window", "tests/no_such_file.py::test_x").is_tested
    assert not Case(6, "a", "б", "window", "tests/house/test_what_it_says.py").is_tested
