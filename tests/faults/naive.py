"""Two senders as programs commonly have them, for comparison; each as good as its idea allows.

Both work off a list of what is to be sent, in order, and write what they have done to a file before they go on. They
make the same requests as Embassy Assistant does, and a thread hangs together by the same references.

*Retry on error* ticks a post off once the server has said yes. Until then it tries again, from the beginning, with what
was written for it: pictures uploaded anew, a new key.

*Fire and forget* ticks a post off, then sends it once. An error is noted down, and the next post is sent.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from embassy_assistant.domain.delivery import Kind
from embassy_assistant.domain.errors import AssistantError, Refused
from embassy_assistant.domain.network import ThreadPlace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from embassy_assistant.domain.delivery import Delivery
    from tests.helpers.workbench import Workbench


class _Jobs:
    """What is to be sent, and what of it is done; the file is replaced whole."""

    def __init__(self, bench: Workbench) -> None:
        deliveries = bench.desk.workspace.store.deliveries
        self._bench = bench
        self._file: Path = bench.directory / "jobs.json"
        self._done: dict[str, Any] = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        self._all = deliveries.of_posts(bench.desk.outbox.post_ids())
        self._ours = {row.id for row in deliveries.open()}

    def left(self) -> Sequence[Delivery]:
        """Return what has not been ticked off, in order."""
        return [row for row in self._all if row.id in self._ours and row.id not in self._done]

    def tick(self, row: Delivery, reference: str = "") -> None:
        """Tick off, durably."""
        self._done[row.id] = reference
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(self._done), encoding="utf-8")
        os.replace(new, self._file)  # noqa: PTH105 - atomic

    def send(self, row: Delivery, checkpoint: Callable[[str], None]) -> str:
        """Upload and publish; returns the reference of what is out."""
        desk = self._bench.desk
        network = desk.accounts.network(row.network)
        account = desk.accounts.get(row.account_id)
        assert account is not None
        signed_in = desk.accounts.signed_in(account)
        read = desk.workspace.store.media.read
        there = next((other.published for other in self._all if other.id == row.about), None)
        if there is None:
            prepared = network.prepare(row.segment, signed_in, read, self._place(row))
        elif row.kind is Kind.EDIT:
            prepared = network.prepare_edit(row.segment, there, signed_in, read)
        else:
            prepared = network.prepare_delete(there, signed_in)
        checkpoint("publishing")
        published = network.publish(prepared, signed_in)
        checkpoint("published")
        return published.reference

    def _place(self, row: Delivery) -> ThreadPlace | None:
        """Return the last post of its thread that is out, as far as is known."""
        before = [
            other for other in self._all if other.thread == row.thread and other.segment.index < row.segment.index
        ]
        followed = next((other for other in self._all if row.segment.follows and other.id == row.segment.follows), None)
        if before and before[0].segment.follows:
            followed = next(other for other in self._all if other.id == before[0].segment.follows)
        known = [followed.published.reference] if followed and followed.published else []
        known += [self._done[other.id] for other in before if self._done.get(other.id)]
        return ThreadPlace(known[0], known[-1]) if known else None


def retry(bench: Workbench, checkpoint: Callable[[str], None], passes: int) -> None:
    """Send what is left in order; what fails is tried again in the next pass, and holds up what stands behind it."""
    jobs = _Jobs(bench)
    for _ in range(passes):
        for row in jobs.left():
            if row.instant > bench.clock.now():
                continue
            checkpoint("taken up")
            try:
                jobs.tick(row, jobs.send(row, checkpoint))
            except Refused:
                jobs.tick(row)
            except AssistantError:
                break
            checkpoint("ticked off")
        if not jobs.left():
            return
        bench.clock.forward(seconds=30)


def forget(bench: Workbench, checkpoint: Callable[[str], None], passes: int) -> None:
    """Send what is left in order, each once."""
    jobs = _Jobs(bench)
    for _ in range(passes):
        for row in jobs.left():
            if row.instant > bench.clock.now():
                continue
            jobs.tick(row)
            checkpoint("ticked off")
            try:
                jobs.tick(row, jobs.send(row, checkpoint))
            except AssistantError:
                continue
            checkpoint("noted")
        if not jobs.left():
            return
        bench.clock.forward(seconds=30)
