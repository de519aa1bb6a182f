"""One fault run: a post is queued, its sender is killed or cut off, started anew, and the public's view is judged."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import UNSENT, Action, State
from embassy_assistant.domain.post import Due
from tests.faults.judging import Outcome, Tally, tally, threads_of
from tests.faults.plans import KILLED, KILLED_TWICE, phase_of, plan_of
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
    from tests.faults.plans import Kind, Plan
    from tests.faults.stages import Stage
    from tests.helpers.workbench import Workbench

_DUE: Final = START + timedelta(minutes=5)
_BROKEN: Final = START + timedelta(minutes=6)
_MENDED: Final = START + timedelta(minutes=30)
# The proxy's minutes, in seconds: longer than a hasty sender waits, and shorter.
_FOR_EVER: Final = 30.0
_A_MOMENT: Final = 0.3
_ROUNDS: Final = 4
# Where the outcome of a request is not known; of two kills, the one that fell here is what matters.
_UNDER_WAY: Final = frozenset({"after committed-to-send", "publishing", "published"})


class FaultRuns:
    """The runs of one sender on one network, whose server is running."""

    def __init__(self, stage: Stage, directory: Path, sender: str = "ours") -> None:
        """Keep the workspaces in `directory`."""
        self._stage = stage
        self._directory = directory
        self._sender = sender
        self._clean: dict[str, tuple[list[str], list[str]]] = {}

    def run(self, seed: int) -> Outcome:
        """Do the run that `seed` names."""
        plan = plan_of(seed)
        checkpoints, requests = self._undisturbed(plan.kind)
        workspace = self._directory / f"{self._sender}-{seed}"
        with self._proxy(plan.cut) as proxy:
            self._queue(workspace, proxy, plan.kind)
            if plan.cut is None:
                phase, broke = self._kill(workspace, plan, checkpoints)
            else:
                phase, broke = self._cut(workspace, proxy, plan, plan.cut, requests)
            proxy.plan = []
            self._work(workspace, _MENDED)
            return self._judge(workspace, plan, phase, broke)

    def _proxy(self, cut: Cut | None = None) -> FaultProxy:
        return FaultProxy(*self._stage.address, minute=_A_MOMENT if cut is Cut.LATE else _FOR_EVER)

    def _undisturbed(self, kind: Kind) -> tuple[list[str], list[str]]:
        """Return the checkpoints and the requests of sending this kind when nothing breaks.

        Raises:
            RuntimeError: it is not out whole even then.
        """
        if kind.name not in self._clean:
            workspace = self._directory / f"{self._sender}-clean{len(self._clean)}"
            with self._proxy() as proxy:
                self._queue(workspace, proxy, kind)
                passed = self._work(workspace, _BROKEN)
                self._clean[kind.name] = passed, list(proxy.seen)
                outcome = self._judge(workspace, plan_of(0), "", "")
            if outcome.tally or not passed:
                message = f"{kind.name} is not out whole though nothing broke: {outcome}"
                raise RuntimeError(message)
        return self._clean[kind.name]

    def _kill(self, workspace: Path, plan: Plan, checkpoints: Sequence[str]) -> tuple[str, str]:
        at = plan.index(len(checkpoints)) + 1
        phase = self._work(workspace, _BROKEN, kill_at=at)[-1]
        if plan.times == 1:
            return phase, KILLED
        # What is done on the way back up differs from what is done on the way down: it is killed there, too.
        again = self._work(workspace, _BROKEN + timedelta(minutes=1), kill_at=plan.index(6) + 1)
        return (again[-1] if again and again[-1] in _UNDER_WAY else phase), KILLED_TWICE

    def _cut(
        self, workspace: Path, proxy: FaultProxy, plan: Plan, cut: Cut, requests: Sequence[str]
    ) -> tuple[str, str]:
        shut = {Cut.BEFORE_CONNECT: proxy.refusing, Cut.SILENT: proxy.silent}.get(cut, nullcontext)
        if cut not in {Cut.BEFORE_CONNECT, Cut.SILENT}:
            proxy.plan = [Fault(cut, times=plan.times, after=plan.index(len(requests)), at=plan.at)]
        with shut():
            self._work(workspace, _BROKEN, passes=2 if cut in WAITING else 4, hasty=cut in WAITING)
        struck = [line for _, line in proxy.struck]
        # Where two requests were cut, the one that changes something at the server is what matters.
        telling = [line for line in struck if not line.startswith("GET ")][-1:] or struck
        return (phase_of(telling[0]) if telling else "connecting"), str(cut)

    def _queue(self, workspace: Path, proxy: FaultProxy, kind: Kind) -> None:
        """Write a post and queue it; leave only the requests that sending makes in the proxy's memory."""
        self._stage.begin(workspace.name)
        self._stage.lead_through(workspace, proxy.url)
        bench = open_bench(workspace, practice=self._stage.practice)
        desk = bench.desk
        desk.workspace.create()
        accounts = [
            desk.accounts.add(
                self._stage.network, self._stage.handle(who), self._stage.password(who), policy, proxy.url
            )
            for who, policy in kind.accounts
        ]
        for account in accounts:
            # Signing in found out the account's true home; the run leads it through the proxy all the same.
            desk.workspace.store.accounts.save(replace(account, server=proxy.url))
        post = desk.drafting.new(tuple(account.id for account in accounts))
        for language, word in (("uk", "Слово {} допису."), ("en", "Word {} of the post.")):
            post = post.with_text(language, " ".join(word.format(number) for number in range(kind.words)))
        if kind.picture:
            media = desk.drafting.attach(flag(), "flag.png").with_alt("uk", "Прапор").with_alt("en", "A flag")
            post = replace(post, media=(media,))
        due = Due(_DUE.replace(tzinfo=None), "UTC") if kind.due else None
        post = desk.drafting.confirm(replace(post, as_thread=kind.thread, due=due), OFFICER)
        desk.drafting.save(post)
        desk.outbox.queue(post, OFFICER)
        desk.workspace.close()
        if kind.continued:
            self._cut_short(workspace, post)
        proxy.seen.clear()

    def _cut_short(self, workspace: Path, post: Post) -> None:
        """Send the first post of a thread, take back the rest, and queue what is left of it."""
        first = "after accepted"
        orders = Orders(workspace, START + timedelta(minutes=1), stop_at=first)
        if run_worker(orders)[-1:] != [first]:
            message = "the first post of a thread was not sent"
            raise RuntimeError(message)
        bench = open_bench(workspace, clock=START + timedelta(minutes=2))
        bench.desk.workspace.open()
        for row in self._rows(bench):
            if row.state in UNSENT and Action.TAKE_BACK in self._row(bench, row.id).actions:
                bench.desk.outbox.act(row.id, Action.TAKE_BACK, OFFICER)
        bench.desk.outbox.queue(post, OFFICER)
        bench.desk.workspace.close()

    def _work(
        self, workspace: Path, clock: datetime, *, kill_at: int = 0, passes: int = 60, hasty: bool = False
    ) -> list[str]:
        return run_worker(Orders(workspace, clock, self._sender, kill_at, passes=passes, hasty=hasty))

    def _judge(self, workspace: Path, plan: Plan, phase: str, broke: str) -> Outcome:
        rows = self._standing(workspace)
        asked = [row for row in rows if row.state is State.NEEDS_HUMAN]
        needlessly = sum(self._there(row) == 1 for row in asked)
        if self._sender == "ours":
            self._decide(workspace)
        total = Tally()
        for account, threads in threads_of(self._standing(workspace)).items():
            copies = self._stage.copies(self._who(account))
            total = sum((tally(thread, copies) for thread in threads), total)
        states = tuple(sorted(row.state.value for row in rows if row.state is not State.CANCELLED))
        return Outcome(plan.seed, plan.kind.name, phase, broke, states, len(asked), needlessly, total)

    def _decide(self, workspace: Path) -> None:
        """Do what a person does with the rows left to them: look at what is out, say so, or send again."""
        for round_ in range(_ROUNDS):
            at = _MENDED + timedelta(hours=round_ + 1)
            bench = open_bench(workspace, clock=at)
            bench.desk.workspace.open()
            asked = [row for row in self._rows(bench) if row.state is State.NEEDS_HUMAN]
            for row in asked:
                action = Action.MARK_SENT if self._there(row) else Action.SEND_AGAIN
                bench.desk.outbox.act(row.id, action, OFFICER)
            bench.desk.workspace.close()
            if not asked:
                return
            self._work(workspace, at)

    def _there(self, row: Delivery) -> int:
        """Return how many copies of a row the public sees."""
        return sum(copy.text == row.segment.text for copy in self._stage.copies(self._who(row.account_id)))

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
