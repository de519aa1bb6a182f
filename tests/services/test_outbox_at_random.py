"""A walk at random through the whole life of a queue, against a server that lies."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.delivery import EDGES, FINAL, Action, Kind, State
from embassy_assistant.domain.errors import NetworkRefused, NotSendable, RequestFailed, ServerTrouble, Unusable
from embassy_assistant.domain.network import Ability, Reconciliation
from embassy_assistant.domain.post import Due
from embassy_assistant.services.standing import standing
from tests.helpers.memory import OFFICER, Bench, LyingNetwork, memory_desk

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline_ports import GuidelineSource
    from embassy_assistant.domain.post import Post

WORDS = ("ok", "lost", "mute", "dropped", "trouble", "refused")
NUMBERED = re.compile(r"(\d)-(\d+)\.")
KEYED = Reconciliation.KEYED
ABLE = frozenset({Ability.PARK, Ability.EDIT, Ability.DELETE})


class Killed(BaseException):
    """The process ends here."""


class OutboxAtRandom(RuleBasedStateMachine):
    """Queue, send, kill, lie, hold, decide: whatever the order, nothing is out twice and nothing is lost."""

    kind = KEYED
    key_life: timedelta | None = None

    @initialize()
    def begin(self) -> None:
        self.die_at: str | None = None
        network = LyingNetwork(kind=self.kind, key_life=self.key_life, able=ABLE)
        guidelines = self.make_guidelines()
        self.bench: Bench = memory_desk(network=network, checkpoint=self._checkpoint, guidelines=guidelines)
        self.bench.account("uk", "uk")
        self.bench.account("en", "en")
        for language in ("uk", "en"):
            parking = self.bench.account(f"later-{language}", language)
            self.bench.store.accounts.save(replace(parking, park=True))
        both = self.bench.account("both", "uk", "en")
        self.bench.store.accounts.save(replace(both, policy=LanguagePolicy(("uk", "en"), Bilingual.THREAD)))
        self.posts = self.edits = 0
        self.queue_a_thread()

    def make_guidelines(self) -> GuidelineSource | None:
        """Return the guidelines of the walk; None for none."""
        return None

    def queue(self, post: Post) -> None:
        """Queue a Post, if the guidelines let it."""
        with contextlib.suppress(NotSendable):
            self.bench.desk.outbox.queue(post, OFFICER)

    def _checkpoint(self, name: str) -> None:
        if self.die_at is not None and name.startswith(self.die_at):
            self.die_at = None
            raise Killed

    @rule()
    def queue_a_post(self) -> None:
        if self.posts < 4:
            self.posts += 1
            accounts = ("practice:uk", "practice:en")
            post = self.bench.post(f"Повідомлення {self.posts}", f"Message number {self.posts}", *accounts)
            self.queue(post)

    @rule()
    def queue_a_thread(self) -> None:
        if self.posts < 4:
            self.posts += 1
            words = " ".join(f"Слово{self.posts}-{number}." for number in range(80))
            post = self.bench.post(words, f"Message number {self.posts}", "practice:both", "practice:uk")
            self.queue(replace(post, as_thread=True))

    @rule(minutes=st.sampled_from([15, 60, 200]))
    def queue_for_later(self, minutes: int) -> None:
        if self.posts < 4:
            self.posts += 1
            accounts = ("practice:later-uk", "practice:later-en")
            due = Due((self.bench.clock.now() + timedelta(minutes=minutes)).replace(tzinfo=None), "UTC")
            post = self.bench.post(f"Згодом {self.posts}", f"Later number {self.posts}", *accounts)
            self.queue(replace(post, due=due))

    @rule(data=st.data(), what=st.sampled_from(["correct", "delete"]))
    def an_officer_changes_what_is_out(self, data: st.DataObject, what: str) -> None:
        out = [row for row in self.bench.store.deliveries.rows.values() if row.state is State.SENT]
        if not out:
            return
        row = data.draw(st.sampled_from(out))
        self.edits += 1
        with contextlib.suppress(Unusable, NotSendable):
            if what == "delete":
                self.bench.desk.outbox.delete(row.id, OFFICER)
            else:
                # Only words without numbers: the numbered ones say what went out of a thread.
                self.bench.desk.outbox.correct(row.id, f"{row.segment.text} {self.edits}", OFFICER)

    @rule()
    def the_machine_is_started_anew(self) -> None:
        self.bench.clock.restart()

    @rule(hours=st.sampled_from([-24, 24, 0, 0]))
    def the_clock_is_set(self, hours: int) -> None:
        self.bench.clock.wrong = timedelta(hours=hours)

    @rule(data=st.data())
    def somebody_writes_on(self, data: st.DataObject) -> None:
        posts = list(self.bench.store.posts.kept.values())
        if posts:
            post = data.draw(st.sampled_from(posts))
            self.edits += 1
            language = data.draw(st.sampled_from(["uk", "en"]))
            post = post.with_text(language, f"{post.text(language)} {self.edits}!")
            self.bench.desk.drafting.save(self.bench.desk.drafting.confirm(post, OFFICER))

    @rule(word=st.sampled_from(WORDS))
    def the_server_will(self, word: str) -> None:
        self.bench.network.script.append(NetworkRefused() if word == "refused" else word)

    @rule(before=st.integers(0, 4))
    def something_is_refused_on_the_way(self, before: int) -> None:
        self.bench.network.script[:] = ["ok"] * before + [NetworkRefused()]
        self.all_is_well_for_a_while()

    @rule(what=st.sampled_from(["hold", "release", "down", "up", "before", "after", "publishing", "published"]))
    def something_odd_happens(self, what: str) -> None:
        """Everything is held or let go, the network goes or comes, or the process is about to die at that point."""
        if what in {"hold", "release"}:
            getattr(self.bench.desk.outbox, what)()
        elif what in {"down", "up"}:
            self.bench.network.up = what == "up"
        else:
            self.die_at = what

    @rule(error=st.sampled_from([RequestFailed(left_the_machine=True), ServerTrouble(status=500), NetworkRefused()]))
    def an_account_will_not_be_ready(self, error: Exception) -> None:
        self.bench.network.preflights.append(error)

    @rule(error=st.sampled_from([RequestFailed(left_the_machine=True), ServerTrouble(status=500)]))
    def reading_back_will_fail(self, error: Exception) -> None:
        self.bench.network.finding.append(error)

    @rule(seconds=st.sampled_from([1, 31, 31, 60, 400, 1800, 7 * 3600]))
    def time_passes(self, seconds: int) -> None:
        self.bench.clock.forward(seconds=seconds)
        with contextlib.suppress(Killed):
            self.bench.desk.sender.drain()

    @rule()
    def all_is_well_for_a_while(self) -> None:
        self.bench.network.up = True
        self.bench.desk.outbox.release()
        for _ in range(3):
            self.time_passes(31)

    @rule(data=st.data())
    def queue_again(self, data: st.DataObject) -> None:
        posts = list(self.bench.store.posts.kept.values())
        if posts:
            self.queue(data.draw(st.sampled_from(posts)))

    @rule(data=st.data())
    def an_officer_acts(self, data: st.DataObject) -> None:
        rows = [row for row in self.bench.store.deliveries.rows.values() if row.actions and row.state is not State.SENT]
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        allowed = [a for a in row.actions if a not in {Action.NEW_TIME, Action.SEND_AGAIN, Action.MARK_SENT}]
        if not allowed:
            return
        with contextlib.suppress(Unusable):
            self.bench.desk.outbox.act(row.id, data.draw(st.sampled_from(allowed)), OFFICER)

    @invariant()
    def nothing_is_out_twice(self) -> None:
        if hasattr(self, "bench"):
            self.bench.network.tick()
            copies = [copy for copies in self.bench.network.out.values() for copy in copies]
            out = Counter((copy["account"], copy["text"]) for copy in copies)
            assert max(out.values(), default=0) <= 1
            # Word by word: the rest of a thread that goes on begins where what is out ends.
            said: dict[tuple[object, str], list[int]] = {}
            for copy in copies:
                for post, number in NUMBERED.findall(str(copy["text"])):
                    said.setdefault((copy["account"], post), []).append(int(number))
            deleted = any(row.kind is Kind.DELETE for row in self.bench.store.deliveries.rows.values())
            assert all(len(numbers) == len(set(numbers)) for numbers in said.values())
            assert deleted or all(numbers == list(range(len(numbers))) for numbers in said.values())

    @invariant()
    def what_is_said_to_be_sent_is_out(self) -> None:
        if hasattr(self, "bench"):
            self.bench.network.tick()
            rows = list(self.bench.store.deliveries.rows.values())
            changing = {row.about for row in rows if row.state not in FINAL}
            for row in standing(rows):
                if row.state is State.SENT and row.id not in changing:
                    assert row.segment.text in self.bench.network.texts

    @invariant()
    def what_was_deleted_is_gone(self) -> None:
        if hasattr(self, "bench"):
            for row in self.bench.store.deliveries.rows.values():
                if row.kind is Kind.DELETE and row.state is State.SENT:
                    assert row.published
                    assert row.published.reference not in self.bench.network.out

    @invariant()
    def every_step_is_in_the_table(self) -> None:
        if hasattr(self, "bench"):
            edges = {(edge.source, edge.target, edge.cause) for edge in EDGES}
            assert all((s.source, s.target, s.cause) in edges for s in self.bench.store.deliveries.steps)

    def teardown(self) -> None:
        if not hasattr(self, "bench"):
            return
        self.die_at = None
        self.bench.network.up = True
        self.bench.network.script.clear()
        self.bench.network.finding.clear()
        self.bench.network.preflights.clear()
        self.bench.clock.wrong = timedelta()
        self.bench.desk.outbox.release()
        for _ in range(60):
            self.bench.desk.sender.drain()
            self.bench.clock.forward(minutes=30)
        rows = list(self.bench.store.deliveries.rows.values())
        # A half whose other half was dropped or missed stays where a person decides; nothing is in doubt any more.
        assert not [row for row in rows if row.state in {State.ARMED, State.UNKNOWN, State.PARKED}]
        if self.kind is KEYED and self.key_life is None:
            assert not [row for row in rows if row.state is State.NEEDS_HUMAN]
        for row in rows:
            if row.state in FINAL and row.state is not State.SENT:
                resent = any(other.segment.text == row.segment.text and other.state is State.SENT for other in rows)
                if row.armed_at is None and not resent:
                    assert row.segment.text not in self.bench.network.texts


class ForgetfulAtRandom(OutboxAtRandom):
    """The same walk on a server that forgets keys after a while, from a laptop whose clock cannot be trusted."""

    key_life = timedelta(minutes=50)


class ListReadAtRandom(OutboxAtRandom):
    """The same walk on a network without keys: a person is asked rather than anything sent twice."""

    kind = Reconciliation.LIST_READ


class KeyedAtLength(OutboxAtRandom):
    """Many more walks, where there is time for them."""


class ForgetfulAtLength(ForgetfulAtRandom):
    """See `KeyedAtLength`."""


class ListReadAtLength(ListReadAtRandom):
    """See `KeyedAtLength`."""


WALKS = settings(max_examples=15, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck))
for short, long in (
    (OutboxAtRandom, KeyedAtLength),
    (ForgetfulAtRandom, ForgetfulAtLength),
    (ListReadAtRandom, ListReadAtLength),
):
    short.TestCase.settings = WALKS
    long.TestCase.settings = settings(WALKS, max_examples=100)
TestKeyed = OutboxAtRandom.TestCase
TestForgetful = ForgetfulAtRandom.TestCase
TestListRead = ListReadAtRandom.TestCase
TestKeyedAtLength = pytest.mark.slow(KeyedAtLength.TestCase)
TestForgetfulAtLength = pytest.mark.slow(ForgetfulAtLength.TestCase)
TestListReadAtLength = pytest.mark.slow(ListReadAtLength.TestCase)
