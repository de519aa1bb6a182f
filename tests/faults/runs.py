"""One fault run: a post is queued, its sender is killed or cut off, started anew, and the public's view is judged."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Action, State
from embassy_assistant.domain.delivery import Kind as Change
from embassy_assistant.domain.post import Due
from embassy_assistant.net import Client
from tests.faults.judging import Outcome, Tally, done, judge, wanted_of
from tests.faults.plans import CHANGING, KILLED, KILLED_TWICE, kinds_for, phase_of, plan_of
from tests.faults.worker import Orders, run_worker
from tests.helpers.faults import WAITING, Cut, Fault, FaultProxy
from tests.helpers.memory import OFFICER, START
from tests.helpers.pictures import flag
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.desk import Desk
    from tests.faults.plans import Kind, Leg, Plan
    from tests.faults.stages import Stage
    from tests.helpers.workbench import Workbench

# The proxy's minutes, in seconds: longer than a hasty sender waits, and shorter.
_FOR_EVER: Final = 30.0
_A_MOMENT: Final = 0.3
_ROUNDS: Final = 4
_MENDED_WORDS: Final = {"uk": "{} Виправлено.", "en": "{} Corrected."}
# Where the outcome of a request is not known; of two kills, the one that fell here is what matters.
_UNDER_WAY: Final = frozenset({"after committed-to-send", "publishing", "published"})


@dataclass(frozen=True, slots=True)
class _Clean:
    """What was seen during a leg of a run in which nothing broke."""

    checkpoints: list[str]
    requests: list[str]


class FaultRuns:
    """The runs of one sender on one network, whose server is running."""

    def __init__(self, stage: Stage, directory: Path, sender: str = "ours") -> None:
        """Keep the workspaces in `directory`."""
        self._stage = stage
        self._directory = directory
        self._sender = sender
        self._kinds = kinds_for(stage.can)
        self._clean: dict[str, list[_Clean]] = {}
        self._start = START
        self._client = Client()

    def run(self, seed: int) -> Outcome:
        """Do the run that `seed` names."""
        plan = plan_of(seed, self._kinds)
        clean = self._undisturbed(plan.kind)
        counts = [len(leg.checkpoints if plan.cut is None else leg.requests) for leg in clean]
        at = plan.index(sum(counts))
        workspace = self._directory / f"{self._sender}-{seed}"
        phase, broke = "", ""
        with self._proxy(plan.cut) as proxy:
            self._queue(workspace, proxy, plan.kind)
            for leg, count in zip(plan.kind.legs, counts, strict=True):
                self._stage.pass_time(leg.broken)
                if not 0 <= at < count:
                    self._work(workspace, leg.broken, passes=leg.passes)
                elif plan.cut is None:
                    phase, broke = self._kill(workspace, plan, leg, at)
                else:
                    phase, broke = self._cut(workspace, proxy, plan, leg, at)
                at -= count
            return self._judge(workspace, plan, phase, broke)

    def _proxy(self, cut: Cut | None = None) -> FaultProxy:
        return FaultProxy(*self._stage.address, minute=_A_MOMENT if cut is Cut.LATE else _FOR_EVER)

    def _undisturbed(self, kind: Kind) -> list[_Clean]:
        """Return the checkpoints and the requests of each leg of sending this kind when nothing breaks.

        Raises:
            RuntimeError: it is not out whole even then.
        """
        if kind.name not in self._clean:
            workspace = self._directory / f"{self._sender}-clean{len(self._clean)}"
            legs = []
            with self._proxy() as proxy:
                self._queue(workspace, proxy, kind)
                for leg in kind.legs:
                    self._stage.pass_time(leg.broken)
                    proxy.seen.clear()
                    passed = self._work(workspace, leg.broken, passes=leg.passes)
                    legs.append(_Clean(passed, list(proxy.seen)))
                outcome = self._judge(workspace, plan_of(0, self._kinds), "", "")
            if outcome.tally or outcome.asked or not any(leg.requests for leg in legs):
                message = f"{kind.name} is not out whole though nothing broke: {outcome}"
                raise RuntimeError(message)
            self._clean[kind.name] = legs
        return self._clean[kind.name]

    def _kill(self, workspace: Path, plan: Plan, leg: Leg, at: int) -> tuple[str, str]:
        phase, broke = self._work(workspace, leg.broken, kill_at=at + 1, passes=leg.passes)[-1], KILLED
        if plan.times > 1:
            # What is done on the way back up differs from what is done on the way down: it is killed there, too.
            again = self._work(workspace, leg.broken + 1, kill_at=plan.index(6) + 1, passes=leg.passes)
            phase, broke = again[-1] if again and again[-1] in _UNDER_WAY else phase, KILLED_TWICE
        self._work(workspace, leg.mended, passes=leg.passes)
        return phase, broke

    def _cut(self, workspace: Path, proxy: FaultProxy, plan: Plan, leg: Leg, at: int) -> tuple[str, str]:
        cut = plan.cut or Cut.SILENT
        shut = {Cut.BEFORE_CONNECT: proxy.refusing, Cut.SILENT: proxy.silent}.get(cut, nullcontext)
        if cut not in {Cut.BEFORE_CONNECT, Cut.SILENT}:
            proxy.plan = [Fault(cut, times=plan.times, after=at, at=plan.at)]
        with shut():
            self._work(workspace, leg.broken, passes=2 if cut in WAITING else 4, hasty=cut in WAITING)
        struck = [line for _, line in proxy.struck]
        proxy.plan = []
        self._work(workspace, leg.mended, passes=leg.passes)
        # Where two requests were cut, the one that changes something at the server is what matters.
        telling = [line for line in struck if not line.startswith("GET ")][-1:] or struck
        return (phase_of(telling[0]) if telling else "connecting"), str(cut)

    def _queue(self, workspace: Path, proxy: FaultProxy, kind: Kind) -> None:
        """Write a post and queue it; leave only the requests that sending makes in the proxy's memory."""
        # A server that publishes by itself goes by its own clock.
        self._start = datetime.now(UTC).replace(microsecond=0) if kind.parked else START
        self._stage.begin(workspace.name)
        self._stage.lead_through(workspace, proxy.url)
        self._make(workspace)
        bench = open_bench(workspace, clock=self._start, client=lambda: self._client)
        bench.desk.workspace.open()
        self._sign_in(bench, proxy, kind)
        post = self._write(bench.desk, kind)
        bench.desk.outbox.queue(post, OFFICER)
        bench.desk.workspace.close()
        if kind.continued:
            self._cut_short(workspace, post)
        if kind.change is not Change.PUBLISH:
            self._change(workspace, kind.change)
        if kind.later:
            self._stage.end_sessions(bench.vault)
        proxy.seen.clear()

    def _make(self, workspace: Path) -> None:
        """Make a workspace that holds nothing yet, as a copy: deriving the recovery code's key is slow on purpose."""
        empty = self._directory / f"{self._sender}-empty"
        if not empty.exists():
            bench = open_bench(empty, practice=self._stage.practice)
            bench.desk.workspace.create()
            bench.desk.workspace.close()
        shutil.copytree(empty, workspace, dirs_exist_ok=True)
        shutil.copy(_keyring(empty), _keyring(workspace))

    def _sign_in(self, bench: Workbench, proxy: FaultProxy, kind: Kind) -> None:
        accounts = bench.desk.accounts
        for who, policy in kind.accounts:
            handle, password = self._stage.handle(who), self._stage.password(who)
            account = accounts.add(self._stage.network, handle, password, policy, proxy.url)
            # Signing in found out the account's true home; the run leads it through the proxy all the same.
            bench.desk.workspace.store.accounts.save(replace(account, server=proxy.url, park=kind.parked))
            able = accounts.network(self._stage.network).abilities(account)
            if self._stage.can != able & CHANGING:
                message = f"{self._stage.name} can {sorted(able)}, and its stage says {sorted(self._stage.can)}"
                raise RuntimeError(message)

    def _write(self, desk: Desk, kind: Kind) -> Post:
        post = desk.drafting.new(tuple(account.id for account in desk.accounts.all()))
        for language, word in (("uk", "Слово {} допису."), ("en", "Word {} of the post.")):
            post = post.with_text(language, " ".join(word.format(number) for number in range(kind.words)))
        if kind.picture:
            media = desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flag")
            post = replace(post, media=(media,))
        due = Due(self._at(kind.due).replace(tzinfo=None), "UTC") if kind.due else None
        post = desk.drafting.confirm(replace(post, as_thread=kind.thread, due=due), OFFICER)
        desk.drafting.save(post)
        return post

    def _change(self, workspace: Path, change: Change) -> None:
        """Send what was queued, then queue its correction or its deletion."""
        run_worker(Orders(workspace, self._at(1)))
        bench = open_bench(workspace, clock=self._at(4))
        bench.desk.workspace.open()
        for row in self._rows(bench):
            if change is Change.EDIT:
                bench.desk.outbox.correct(row.id, _MENDED_WORDS[row.language].format(row.segment.text), OFFICER)
            else:
                bench.desk.outbox.delete(row.id, OFFICER)
        bench.desk.workspace.close()

    def _cut_short(self, workspace: Path, post: Post) -> None:
        """Send the first post of a thread, take back the rest, and queue what is left of it."""
        first = "after accepted"
        orders = Orders(workspace, self._at(1), stop_at=first)
        if run_worker(orders)[-1:] != [first]:
            message = "the first post of a thread was not sent"
            raise RuntimeError(message)
        bench = open_bench(workspace, clock=self._at(2))
        bench.desk.workspace.open()
        for row in self._rows(bench):
            if row.state in UNSENT and Action.TAKE_BACK in self._row(bench, row.id).actions:
                bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
        bench.desk.outbox.queue(post, OFFICER)
        bench.desk.workspace.close()

    def _at(self, minutes: int) -> datetime:
        return self._start + timedelta(minutes=minutes)

    def _work(
        self, workspace: Path, minutes: int, *, kill_at: int = 0, passes: int = 60, hasty: bool = False
    ) -> list[str]:
        return run_worker(Orders(workspace, self._at(minutes), self._sender, kill_at, passes=passes, hasty=hasty))

    def _judge(self, workspace: Path, plan: Plan, phase: str, broke: str) -> Outcome:
        rows = self._standing(workspace)
        asked = [row for row in rows if row.state is State.NEEDS_HUMAN]
        needlessly = sum(self._done(row) == 1 for row in asked)
        if self._sender == "ours":
            self._decide(workspace)
        total = Tally()
        for account, wanted in wanted_of(self._standing(workspace)).items():
            total += judge(wanted, self._stage.copies(self._who(account)))
        states = tuple(sorted(row.state.value for row in rows if row.state is not State.CANCELLED))
        return Outcome(plan.seed, plan.kind.name, phase, broke, states, len(asked), needlessly, total)

    def _decide(self, workspace: Path) -> None:
        """Do what a person does with the rows left to them: look at what is out, say so, or send again."""
        for round_ in range(_ROUNDS):
            minutes = (round_ + 2) * 60
            bench = open_bench(workspace, clock=self._at(minutes))
            bench.desk.workspace.open()
            asked = [row for row in self._rows(bench) if row.state is State.NEEDS_HUMAN]
            for row in asked:
                action = Action.MARK_SENT if self._done(row) else Action.SEND_AGAIN
                bench.desk.outbox.act(row.id, action, OFFICER)
            bench.desk.workspace.close()
            if not asked:
                return
            self._work(workspace, minutes)

    def _done(self, row: Delivery) -> int:
        return done(row, self._stage.copies(self._who(row.account_id)))

    def _who(self, account_id: str) -> str:
        return next(who for who in ("uk", "en") if account_id.endswith(f":{self._stage.handle(who)}"))

    def _standing(self, workspace: Path) -> Sequence[Delivery]:
        bench = open_bench(workspace)
        bench.desk.workspace.open()
        rows = self._rows(bench)
        bench.desk.workspace.close()
        return rows

    @staticmethod
    def _rows(bench: Workbench) -> Sequence[Delivery]:
        return bench.desk.workspace.store.deliveries.of_posts(bench.desk.outbox.post_ids())

    @staticmethod
    def _row(bench: Workbench, delivery_id: str) -> Delivery:
        row = bench.desk.workspace.store.deliveries.get(delivery_id)
        assert row is not None
        return row


def _keyring(workspace: Path) -> Path:
    return workspace.with_name(f"{workspace.name}-keyring.json")
