"""The walk through the life of a queue while guidelines change: rules come and go, crises begin and end."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from embassy_assistant.domain.delivery import UNSENT, Cause, Kind
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.domain.finding import Severity
from embassy_assistant.domain.guideline import Rule, RuleKind, Source, Surface
from embassy_assistant.domain.network import Reconciliation
from embassy_assistant.domain.rule_body import Freeze
from tests.helpers.memory import EmptyGuidelines
from tests.services.test_outbox_at_random import WALKS, OutboxAtRandom

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery, Prepared, Published
    from embassy_assistant.domain.network import SignedIn

SOURCE = Source("Issuer", "Title")
REASON = {"uk": "Перевірка.", "en": "A test."}


def forbidding(number: int) -> Rule:
    """Return a rule against the post with this number, in English."""
    words = (Surface(f"number {number}"),)
    return Rule(f"no.number-{number}", RuleKind.TERM, Severity.BLOCK, "en", words, REASON, SOURCE)


class GuidelinesAtRandom(OutboxAtRandom):
    """Whatever the order: nothing forbidden leaves, and what a freeze held goes only after a look."""

    def make_guidelines(self) -> EmptyGuidelines:
        self.guidelines = EmptyGuidelines()
        self.forbidden: set[int] = set()
        self.freezes = 0
        self.frozen = False
        self.left_in_spite: list[str] = []
        self.held: dict[str, int] = {}
        return self.guidelines

    @initialize()
    def begin(self) -> None:
        super().begin()
        publish = self.bench.network.publish

        def watched(prepared: Prepared, account: SignedIn) -> Published:
            asked = json.loads(prepared.payload)
            if "delete" not in asked:
                said = str(asked.get("text", ""))
                if self.frozen or any(f"number {number}" in said for number in self.forbidden):
                    self.left_in_spite.append(said)
            return publish(prepared, account)

        self.bench.network.publish = watched  # type: ignore[method-assign]

    def take_in(self) -> None:
        """Put the rules of the moment in force."""
        rules = [forbidding(number) for number in sorted(self.forbidden)]
        if self.frozen:
            body = Freeze(self.bench.clock.now() - timedelta(days=30))
            name = f"freeze.{self.freezes}"
            rules.append(Rule(name, RuleKind.FREEZE, Severity.BLOCK, "", (), REASON, SOURCE, body=body))
        pack = self.guidelines.pack
        self.guidelines.pack = replace(pack, version=str(int(pack.version) + 1), rules=tuple(rules))
        self.bench.desk.events.publish(GuidelinesChanged(changed=True))

    @rule(number=st.integers(1, 4))
    def a_rule_comes_or_goes(self, number: int) -> None:
        self.forbidden ^= {number}
        self.take_in()

    @rule()
    def a_crisis_begins_or_ends(self) -> None:
        self.frozen = not self.frozen
        self.freezes += self.frozen
        self.take_in()
        if self.frozen:
            steps = len(self.bench.store.deliveries.steps)
            self.held.update({row.id: steps for row in self.rows() if row.state in UNSENT})

    def rows(self) -> list[Delivery]:
        """Return what publishes or corrects."""
        return [row for row in self.bench.store.deliveries.rows.values() if row.kind is not Kind.DELETE]

    @invariant()
    def nothing_forbidden_left(self) -> None:
        if hasattr(self, "left_in_spite"):
            assert self.left_in_spite == []

    @invariant()
    def what_a_freeze_held_was_looked_at(self) -> None:
        if hasattr(self, "bench"):
            steps = self.bench.store.deliveries.steps
            for row_id, since in self.held.items():
                seen = False
                for step in steps[since:]:
                    if step.delivery_id == row_id:
                        seen = seen or '"action"' in step.note
                        assert seen or step.cause is not Cause.COMMITTED_TO_SEND

    def teardown(self) -> None:
        if hasattr(self, "bench"):
            self.forbidden, self.frozen = set(), False
            self.take_in()
            super().teardown()
            now = self.bench.clock.now()
            # What was not sent says so to a person: nothing waits in silence for what will never come.
            assert not [row for row in self.rows() if row.state in UNSENT and row.good_until < now]


class ListReadGuidelinesAtRandom(GuidelinesAtRandom):
    """The same walk on a network without keys."""

    kind = Reconciliation.LIST_READ


class GuidelinesAtLength(GuidelinesAtRandom):
    """Many more walks, where there is time for them."""


GuidelinesAtRandom.TestCase.settings = ListReadGuidelinesAtRandom.TestCase.settings = WALKS
GuidelinesAtLength.TestCase.settings = settings(WALKS, max_examples=100)
TestGuidelines = GuidelinesAtRandom.TestCase
TestGuidelinesListRead = ListReadGuidelinesAtRandom.TestCase
TestGuidelinesAtLength = pytest.mark.slow(GuidelinesAtLength.TestCase)
