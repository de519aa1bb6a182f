"""What tells one run of the machine from another, on each system."""

from __future__ import annotations

import subprocess
import sys
import time
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import boot
from embassy_assistant.app.wiring import SystemClock
from embassy_assistant.net import since_start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    boot.boot_id.cache_clear()
    yield
    boot.boot_id.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="reads what only Linux has")
def test_linux_says_which_run_it_is_and_counts_its_seconds() -> None:
    evidence = SystemClock().evidence()
    assert len(evidence.boot) == 36
    assert evidence.since_boot is not None
    assert evidence.since_boot > 0


def test_a_mac_is_asked_once_and_without_a_shell(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def run(command: tuple[str, ...], **_more: object) -> SimpleNamespace:
        asked.append(command)
        return SimpleNamespace(stdout="8A4D-11\n")

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    assert [boot.boot_id(), boot.boot_id()] == ["8A4D-11", "8A4D-11"]
    assert asked == [("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")]


def test_a_mac_counts_through_its_sleep(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(time, "clock_gettime", {time.CLOCK_MONOTONIC: 42.0}.__getitem__)
    assert since_start() == 42.0


def test_a_system_that_counts_no_other_way_counts_by_its_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(time, "monotonic", lambda: 7.0)
    assert since_start() == 7.0


@pytest.mark.parametrize(
    "why", [OSError(), subprocess.TimeoutExpired("sysctl", 10)], ids=lambda why: type(why).__name__
)
def test_a_system_that_does_not_say_leaves_keys_in_doubt(monkeypatch: pytest.MonkeyPatch, why: Exception) -> None:
    def run(*_arguments: object, **_more: object) -> None:
        raise why

    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(subprocess, "run", run)
    evidence = SystemClock().evidence()
    assert (evidence.boot, evidence.since_boot) == ("", None)


def test_a_linux_without_its_file_says_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(boot, "_LINUX", tmp_path / "none")
    assert boot.boot_id() == ""
