"""The one thread that writes.

Whoever wants something written hands in a function; everything that waits while a commit runs goes into the next one,
so that many small writes cost one wait for the disk. A Future is done only once the commit is on the disk.
"""

from __future__ import annotations

import queue
import threading
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from embassy_assistant.domain.errors import AssistantError, DraftsLocked
from embassy_assistant.store.driver import Database, named_failures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")

# More would make the first of them wait for the last.
_MOST_TOGETHER: Final = 64


@dataclass(slots=True)
class _Job:
    work: Callable[[Database], Any]
    future: Future[Any]


class Writer:
    """Owns the writing connection; every write of this process goes through it, in the order it was handed in."""

    def __init__(
        self, connect: Callable[[], Database], path: Path, committed: Callable[[], object] = lambda: None
    ) -> None:
        """Start the thread and wait until it has its connection.

        Args:
            connect: opens the connection; called on the writer's thread. What it raises is raised here.
            path: the file, for the names of failures.
            committed: called on that thread once it is open, and after each commit before anybody hears of it.
        """
        self._committed = committed
        self._settle: Callable[[Database], None] | None = None
        self._path = path
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open = True
        self._gate = threading.Lock()
        ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(connect, ready), name="store-writer", daemon=True)
        self._thread.start()
        try:
            ready.result()
        except BaseException:
            self._thread.join()
            raise

    def submit(self, work: Callable[[Database], T]) -> Future[T]:
        """Run `work` in a transaction and return at once.

        `work` may run twice, when the transaction that it shared with others is lost: it must do nothing but use its
        argument. What it raises undoes only itself.

        Raises:
            DraftsLocked: after `close`.
        """
        future: Future[T] = Future()
        with self._gate:
            if not self._open:
                raise DraftsLocked
            self._jobs.put(_Job(work, future))
        return future

    def run(self, work: Callable[[Database], T]) -> T:
        """Run `work` in a transaction; on disk when this returns.

        Raises:
            AssistantError: `DiskFull`, `Damaged`, `TryLater` or `NeedsOfficer`; nothing of it was written.
        """
        return self.submit(work).result()

    def close(self, settle: Callable[[Database], None] | None = None) -> None:
        """Write what is still waiting, call `settle` on the writer's thread, then close the connection."""
        with self._gate:
            if self._open:
                self._open = False
                self._settle = settle
                self._jobs.put(None)
        self._thread.join()

    def _run(self, connect: Callable[[], Database], ready: Future[None]) -> None:
        try:
            database = connect()
        except BaseException as error:
            ready.set_exception(error)
            return
        try:
            self._committed()
            ready.set_result(None)
            while jobs := self._next_jobs():
                if not self._commit(database, jobs) and len(jobs) > 1:
                    # One of them took the others' transaction down with it; each on its own finds out which.
                    for job in jobs:
                        self._commit(database, [job])
            if self._settle is not None:
                # What keeps a log from being settled is said when the file is opened next, if it still stands.
                with suppress(AssistantError):
                    self._settle(database)
        finally:
            database.close()

    def _next_jobs(self) -> list[_Job]:
        jobs: list[_Job] = []
        job = self._jobs.get()
        while job is not None:
            jobs.append(job)
            if len(jobs) == _MOST_TOGETHER:
                return jobs
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return jobs
        if jobs:
            # The end came in the middle of a batch: put it back for the next round.
            self._jobs.put(None)
        return jobs

    def _commit(self, database: Database, jobs: list[_Job]) -> bool:
        """Write `jobs` in one transaction; False when it was lost after some of them ran, and they may try alone."""
        try:
            with named_failures(self._path):
                database.conn.execute("BEGIN IMMEDIATE")
        except BaseException as error:
            for job in jobs:
                job.future.set_exception(error)
            return True
        outcomes: list[tuple[_Job, Any, BaseException | None]] = []
        try:
            with named_failures(self._path):
                for job in jobs:
                    outcomes.append((job, *self._one(database, job)))
                database.conn.execute("COMMIT")
        except BaseException as error:
            if database.conn.in_transaction:
                database.conn.execute("ROLLBACK")
            if len(jobs) == 1:
                jobs[0].future.set_exception(error)
            return False
        self._committed()
        for job, result, failure in outcomes:
            if failure is None:
                job.future.set_result(result)
            else:
                job.future.set_exception(failure)
        return True

    def _one(self, database: Database, job: _Job) -> tuple[Any, BaseException | None]:
        try:
            with named_failures(self._path), database.atomic():
                return job.work(database), None
        except BaseException as error:
            # SQLite gives up the whole transaction when the disk is full or cannot be read.
            if not database.conn.in_transaction:
                raise
            return None, error
