"""What sending costs: a full queue over six accounts, drained against the practice network in a process of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final
from unittest.mock import patch

from embassy_assistant.domain.account import LanguagePolicy
from embassy_assistant.domain.delivery import UNDO_GRACE, State
from embassy_assistant.net import Client
from embassy_assistant.networks.practice.process import ensure_running, set_conditions, stop
from embassy_assistant.store.writer import Writer
from tests.bench.filling import MISSION, OFFICER
from tests.helpers.workbench import open_bench

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.helpers.workbench import Workbench

DELIVERIES: Final = 1_000
_HANDLES: Final = ("berlin", "hamburg", "munich")


def drained(workspace: Path) -> tuple[float, float]:
    """Queue and send `DELIVERIES`; return milliseconds of own CPU while sending, and commits in all, for each.

    Raises:
        RuntimeError: something did not go out.
    """
    client = Client()  # One for all requests, as the program has it: its trusted certificates take 25 ms to read.
    bench = open_bench(workspace, practice=True, client=lambda: client)
    home = workspace / "practice"
    ensure_running(home)
    try:
        set_conditions(home, posts_a_minute=100 * DELIVERIES)
        return _measured(bench)
    finally:
        bench.desk.sender.stop()
        bench.desk.workspace.close()
        stop(home)


def _measured(bench: Workbench) -> tuple[float, float]:
    desk = bench.desk
    desk.workspace.create()
    desk.preferences.mission, desk.preferences.officer = MISSION, OFFICER
    for handle in _HANDLES:
        for language in ("uk", "en"):
            desk.accounts.add("practice", f"{handle}-{language}", "anything", LanguagePolicy((language,)))
    commits = 0
    run = Writer.run

    def counted(writer: Writer, work: Callable[..., object]) -> object:
        nonlocal commits
        commits += 1
        return run(writer, work)

    accounts = tuple(account.id for account in desk.accounts.all())
    with patch.object(Writer, "run", counted):
        number = 0
        while number < DELIVERIES:
            post = desk.drafting.new(accounts).with_text("uk", f"Повідомлення посольства, число {number}.")
            post = post.with_text("en", f"A message of the embassy, number {number}.")
            number += len(desk.outbox.queue(desk.drafting.confirm(post, OFFICER), OFFICER))
        bench.clock.forward(seconds=UNDO_GRACE.total_seconds() + 1)
        start = time.process_time()
        desk.sender.drain()
        spent = time.process_time() - start
    if desk.outbox.counts() != {State.SENT: number}:
        raise RuntimeError(f"not all went out: {desk.outbox.counts()}")
    return 1_000 * spent / number, commits / number
