"""The doctor: each trouble is found and named."""

from __future__ import annotations

import errno
import shutil
import subprocess
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from embassy_assistant.app import doctor
from embassy_assistant.app.doctor import Mark, examine
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.messages import messages
from embassy_assistant.vault import KeyringVault
from tests.helpers.lying import ManualClock
from tests.helpers.memory import memory_desk


class Usage(NamedTuple):
    """What `shutil.disk_usage` returns."""

    total: int
    used: int
    free: int


def found(workspace: Path) -> dict[str, doctor.Verdict]:
    """Examine, and return the verdicts by id; each has its words."""
    verdicts = {verdict.id: verdict for verdict in examine(workspace, online=False)}
    for verdict in verdicts.values():
        assert messages("uk").render(verdict.id, verdict.parameters)
    return verdicts


def test_without_a_workspace_the_keyring_is_examined_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(_vault: KeyringVault, _name: str) -> str | None:
        raise KeyringUnavailable("locked")

    monkeypatch.setattr(KeyringVault, "get", locked)
    verdicts = found(tmp_path / "nowhere")
    assert verdicts["doctor.no-workspace"].mark is Mark.NOTE
    assert verdicts["keyring.locked"].exit is Exit.KEYRING
    assert not (tmp_path / "nowhere").exists()


def test_the_guidelines_and_the_windows_libraries_are_found(tmp_path: Path) -> None:
    verdicts = found(tmp_path)
    assert verdicts["doctor.guidelines"].mark is Mark.GOOD
    assert verdicts["doctor.window"].mark is Mark.GOOD


@pytest.mark.parametrize(
    ("free", "verdict"),
    [(10_000_000, "doctor.no-room"), (100_000_000, "doctor.little-room"), (10_000_000_000, "doctor.room")],
)
def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, verdict: str) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 10**12 - free, free))
    assert verdict in found(tmp_path)


def test_a_clock_that_cannot_be_right_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Behind(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Behind:
            return cls(2001, 1, 1, tzinfo=UTC if tz else None)

    monkeypatch.setattr(doctor, "datetime", Behind)
    assert found(tmp_path)["doctor.clock-behind"].mark is Mark.BAD


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (subprocess.CompletedProcess([], 1, "", "ImportError: libEGL.so.1"), "doctor.window-broken"),
        (subprocess.CompletedProcess([], 0, "0\n", ""), "doctor.no-fonts"),
        (subprocess.TimeoutExpired("x", 1), "doctor.window-broken"),
    ],
)
def test_a_window_that_cannot_start_is_named(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: subprocess.CompletedProcess[str] | Exception,
    verdict: str,
) -> None:
    def run(*_arguments: object, **_options: object) -> subprocess.CompletedProcess[str]:
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(subprocess, "run", run)
    assert found(tmp_path)[verdict].mark is Mark.BAD


def test_a_workspace_that_was_only_begun_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    folder.mkdir(mode=0o700)
    (folder / "workspace.json").touch(mode=0o600)
    (folder / "workspace.json").write_text('{"id": "1"}', encoding="utf-8")
    assert found(folder)["doctor.not-begun"].mark is Mark.NOTE


@pytest.mark.parametrize("hours", [3, -3])
def test_a_clock_that_the_servers_do_not_share_is_named(hours: int) -> None:
    clock = ManualClock()
    clock.told, clock.wrong = True, timedelta(hours=hours)
    [verdict] = doctor._clock_of_servers(replace(memory_desk().desk, clock=clock))  # noqa: SLF001
    assert verdict.mark is Mark.BAD
    side = "поспішає" if hours > 0 else "відстає"
    said = messages("uk").render(verdict.id, verdict.parameters)
    assert said.startswith(f"Годинник цього ноутбука {side} на 3 години")


@pytest.mark.parametrize("place", ["file/workspace", "file"])
def test_a_workspace_that_cannot_be_written_is_not_called_a_new_one(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    verdicts = found(tmp_path / place)
    assert verdicts["workspace.unusable"].mark is Mark.BAD
    assert verdicts["workspace.unusable"].exit is Exit.UNUSABLE
    assert "doctor.no-workspace" not in verdicts


def test_a_folder_that_may_not_even_be_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.exists

    def guarded(path: Path) -> bool:
        if path.is_relative_to(tmp_path / "guarded"):
            raise PermissionError(13, "no", str(path))
        return real(path)

    def no_file(**_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "exists", guarded)
    monkeypatch.setattr(tempfile, "TemporaryFile", no_file)
    assert "workspace.unusable" in found(tmp_path / "guarded" / "workspace")


def test_to_examine_leaves_nothing_behind(tmp_path: Path) -> None:
    found(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_a_trial_is_said_as_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    assert "workspace.unusable" not in found(tmp_path)
