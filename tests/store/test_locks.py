from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import NeedsOfficer, RequestFailed
from embassy_assistant.store.file_lock import RENEWAL_FILE, RenewalLock, take, wait_for
from embassy_assistant.store.sender_lock import SenderFileLock

if TYPE_CHECKING:
    from pathlib import Path


def test_only_one_holds_the_sender_lock(tmp_path: Path) -> None:
    first, second = SenderFileLock(tmp_path), SenderFileLock(tmp_path)
    assert [first.acquire(), first.acquire(), second.acquire()] == [True, True, False]
    assert [second.holder] == [os.getpid()]
    first.release()
    first.release()
    assert [second.holder] == [None]
    assert [second.acquire()] == [True]
    second.release()


def test_the_lock_of_a_killed_sender_is_free(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from embassy_assistant.store.sender_lock import SenderFileLock\n"
        "lock = SenderFileLock(Path(sys.argv[1])); print(lock.acquire(), flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == "True\n"
        lock = SenderFileLock(tmp_path)
        assert not lock.acquire()
        assert lock.holder == other.pid
        other.kill()
        other.wait()
    assert lock.acquire()
    lock.release()


def test_a_lock_file_says_nothing_before_anybody_held_it(tmp_path: Path) -> None:
    assert SenderFileLock(tmp_path).holder is None


def test_a_full_disk_keeps_nobody_from_sending(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int, _data: bytes) -> int:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "write", full)
    lock, other = SenderFileLock(tmp_path), SenderFileLock(tmp_path)
    assert [lock.acquire(), other.acquire(), other.holder] == [True, False, None]
    lock.release()
    assert other.acquire()
    other.release()


def test_a_disk_that_knows_no_locks_is_not_taken_for_another_sender(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_descriptor: int, _how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    with pytest.raises(NeedsOfficer, match=r"store\.unusable-disk"):
        SenderFileLock(tmp_path).acquire()


def test_one_renewal_at_a_time_whoever_wants_it(tmp_path: Path) -> None:
    inside: list[int] = []

    def renew(number: int) -> None:
        with RenewalLock(tmp_path).alone():
            inside.append(number)
            assert take(tmp_path / "renewal.lock") is None
            assert inside == [number]
            inside.remove(number)

    with ThreadPoolExecutor(8) as several:
        assert list(several.map(renew, range(24))) == [None] * 24


def test_a_lock_that_another_program_has_is_waited_for(tmp_path: Path) -> None:
    other = ExitStack()
    other.enter_context(RenewalLock(tmp_path).alone())
    rests: list[float] = []

    def let_go(seconds: float) -> None:
        rests.append(seconds)
        other.close()

    descriptor = wait_for(tmp_path / RENEWAL_FILE, 60, rest=let_go)
    assert descriptor is not None
    os.close(descriptor)
    assert len(rests) == 1


def test_a_renewal_that_hangs_in_another_program_is_given_up_with_nothing_sent(tmp_path: Path) -> None:
    with RenewalLock(tmp_path).alone():
        with pytest.raises(RequestFailed) as refused, RenewalLock(tmp_path, patience=0).alone():
            pytest.fail("two were in at once")
        assert (refused.value.id, refused.value.left_the_machine) == ("store.busy", False)


def test_the_turn_of_a_program_that_was_killed_passes_on(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from embassy_assistant.store.file_lock import RenewalLock\n"
        "with RenewalLock(Path(sys.argv[1])).alone(): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "in\n"
        assert take(tmp_path / "renewal.lock") is None
        other.kill()
        other.wait()
    with RenewalLock(tmp_path, patience=0).alone():
        pass


def test_a_folder_that_is_there_keeps_its_rights_when_a_file_in_it_is_locked(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    descriptor = take(tmp_path / "lock")
    assert descriptor is not None
    os.close(descriptor)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
