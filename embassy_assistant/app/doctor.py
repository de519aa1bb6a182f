"""The examination: each question is a function that yields verdicts, ids with parameters."""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from embassy_assistant import __version__
from embassy_assistant.app import wiring
from embassy_assistant.app.session import Exit, exit_code
from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.domain.freshness import Standing
from embassy_assistant.domain.keeping import BackupKind
from embassy_assistant.messages import clock_sentence
from embassy_assistant.services.gates import clock_error
from embassy_assistant.services.guidelines import age_sentence
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from embassy_assistant.domain.errors import Parameter
    from embassy_assistant.services.desk import Desk

# No clock that is right shows a time before this program was written.
_WRITTEN: Final = datetime(2026, 11, 1, tzinfo=UTC)
_LITTLE_ROOM: Final = 500_000_000
_NO_ROOM: Final = 50_000_000
_OLD_BACKUP: Final = 3
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_WINDOW_PATIENCE: Final = 60

# A process of its own: a library that is missing must not end the examination, nor a display be needed for it.
_WINDOW_PROBE: Final = """
from PySide6.QtGui import QFontDatabase, QGuiApplication
app = QGuiApplication(["doctor"])
writes = QFontDatabase.families(QFontDatabase.WritingSystem.Cyrillic)
print(len(writes))
"""


class Mark(StrEnum):
    """How a question came out."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


_AGES: Final = {Standing.FRESH: Mark.GOOD, Standing.EXPIRED: Mark.NOTE, Standing.HELD: Mark.BAD}


@dataclass(frozen=True, slots=True)
class Verdict:
    """One line of the examination.

    Attributes:
        id: of the sentence.
        exit: what the program's exit code should say, for a BAD one.
    """

    id: str
    mark: Mark = Mark.GOOD
    parameters: dict[str, Parameter] = field(default_factory=dict)
    exit: Exit = Exit.NEEDS_PERSON


def examine(
    workspace: Path,
    *,
    online: bool,
    progress: Callable[..., contextlib.AbstractContextManager[None]] = lambda *_a, **_k: contextlib.nullcontext(),
) -> Iterator[Verdict]:
    """Yield what is found, question by question.

    Args:
        workspace: need not exist; nothing is made or changed in it.
        online: whether to ask the servers of the accounts.
        progress: shown while a question takes long.
    """
    yield Verdict(
        "doctor.program",
        parameters={"version": __version__, "python": platform.python_version(), "system": platform.platform()},
    )
    yield from _clock()
    yield from _guidelines(workspace)
    with progress("doctor.trying-window"):
        window = list(_window())
    yield from window
    yield from _disk(workspace)
    unusable = list(_unusable(workspace))
    yield from unusable
    if unusable:
        return
    if not (workspace / "workspace.json").exists():
        yield Verdict("doctor.no-workspace", Mark.NOTE, {"path": str(workspace)})
        yield from _keyring_alone()
        return
    yield from _permissions(workspace)
    desk = wiring.open_desk(workspace)
    try:
        with progress("cli.opening"):
            opened = list(_drafts(desk))
        yield from opened
        if desk.workspace.access is Access.OPEN:
            yield from _clock_of_drafts(desk)
            with progress("doctor.reading-files"):
                files = list(_files(desk))
            yield from files
            yield from _backups(desk)
            yield from _accounts(desk, online=online, progress=progress)
            yield from _clock_of_servers(desk)
    finally:
        desk.workspace.close()


def _clock() -> Iterator[Verdict]:
    now = datetime.now(UTC)
    if now < _WRITTEN:
        yield Verdict("doctor.clock-behind", Mark.BAD, {"now": now.isoformat()})
    else:
        yield Verdict("doctor.clock", parameters={"now": now.isoformat()})
    try:
        ZoneInfo("Europe/Kyiv")
    except (KeyError, OSError):
        yield Verdict("doctor.no-zones", Mark.BAD)


def _guidelines(workspace: Path) -> Iterator[Verdict]:
    now = datetime.now(UTC)
    source = wiring.guidelines_in(workspace)
    try:
        trouble = source.trouble()
        pack = source.active()
        freshness = source.freshness()
    except (AssistantError, OSError) as error:
        yield Verdict("doctor.guidelines-unreadable", Mark.BAD, {"reason": type(error).__name__})
    else:
        if trouble:
            yield Verdict(trouble.id, Mark.BAD, dict(trouble.parameters))
        yield Verdict("doctor.guidelines", parameters={"version": pack.version, "count": len(pack.rules)})
        if freshness:
            age, named = age_sentence(freshness, now)
            yield Verdict(age, _AGES[freshness.standing(now)], dict(named))


def _window() -> Iterator[Verdict]:
    """Start Qt without a display, and count the fonts that can write Ukrainian."""
    if getattr(sys, "frozen", False):
        # A bundle has no interpreter to hand the probe to; `self-test` opens its window.
        yield Verdict("doctor.window-bundled")
        return
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    try:
        probe = subprocess.run(  # noqa: S603 - our own interpreter and our own text
            [sys.executable, "-c", _WINDOW_PROBE],
            capture_output=True,
            text=True,
            timeout=_WINDOW_PATIENCE,
            env=environment,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        yield Verdict("doctor.window-broken", Mark.BAD, {"reason": type(error).__name__})
        return
    lines = probe.stderr.strip().splitlines()
    if probe.returncode != 0:
        yield Verdict("doctor.window-broken", Mark.BAD, {"reason": lines[-1] if lines else str(probe.returncode)})
        return
    fonts = int(probe.stdout.strip() or 0)
    if fonts:
        yield Verdict("doctor.window", parameters={"fonts": fonts})
    else:
        yield Verdict("doctor.no-fonts", Mark.BAD)
    has_display = sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if not has_display:
        yield Verdict("doctor.no-display", Mark.NOTE)


def _disk(workspace: Path) -> Iterator[Verdict]:
    there = next(folder for folder in (workspace, *workspace.absolute().parents) if _exists(folder))
    free = shutil.disk_usage(there).free
    if free < _NO_ROOM:
        yield Verdict("doctor.no-room", Mark.BAD, {"free": free})
    elif free < _LITTLE_ROOM:
        yield Verdict("doctor.little-room", Mark.NOTE, {"free": free})
    else:
        yield Verdict("doctor.room", parameters={"free": free})


def _unusable(workspace: Path) -> Iterator[Verdict]:
    """Try to write where the workspace is or would be: a file without a name, which leaves nothing behind."""
    there = next(folder for folder in (workspace, *workspace.absolute().parents) if _exists(folder))
    try:
        with tempfile.TemporaryFile(dir=there):
            pass
    except OSError as error:
        # No room is a trouble of its own, and is said as such.
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            yield Verdict("workspace.unusable", Mark.BAD, {"path": str(workspace)}, Exit.UNUSABLE)


def _exists(path: Path) -> bool:
    """Return whether something is there that can be looked at."""
    try:
        return path.exists()
    except OSError:
        return False


def _permissions(workspace: Path) -> Iterator[Verdict]:
    if os.name != "posix":
        return
    open_to_others = [
        path for path in (workspace, *workspace.rglob("*")) if not path.is_symlink() and path.stat().st_mode & _OTHERS
    ]
    if open_to_others:
        first = str(open_to_others[0])
        yield Verdict("doctor.open-to-others", Mark.BAD, {"path": first, "count": len(open_to_others)})
    else:
        yield Verdict("doctor.private", parameters={"path": str(workspace)})


def _drafts(desk: Desk) -> Iterator[Verdict]:
    if desk.workspace.access is Access.NEW:
        yield Verdict("doctor.not-begun", Mark.NOTE)
        return
    try:
        desk.workspace.open()
    except AssistantError as error:
        yield Verdict(error.id, Mark.BAD, dict(error.parameters), exit_code(error))
        return
    yield Verdict("keyring.ready")
    yield Verdict("doctor.drafts", parameters={"count": len(desk.drafting.ids())})


def _keyring_alone() -> Iterator[Verdict]:
    """Ask the keyring for an entry that nobody has, to learn whether it answers."""
    from embassy_assistant.domain.events import Events
    from embassy_assistant.vault import KeyringVault

    try:
        KeyringVault("doctor", Events()).get("probe")
    except AssistantError as error:
        yield Verdict(error.id, Mark.BAD, dict(error.parameters), exit_code(error))
    else:
        yield Verdict("keyring.ready")


def _clock_of_drafts(desk: Desk) -> Iterator[Verdict]:
    """Compare the clock with the newest thing written: time does not run backwards."""
    newest = max((row.updated_at for row in desk.drafting.summaries(desk.drafting.ids()[:1])), default=None)
    if newest is not None and newest > desk.clock.now():
        yield Verdict("doctor.clock-went-back", Mark.BAD, {"newest": newest.isoformat()})


def _clock_of_servers(desk: Desk) -> Iterator[Verdict]:
    """Compare the clock with what the servers said while they were asked."""
    error = clock_error(desk.clock)
    if error is not None:
        sentence, parameters = clock_sentence(error)
        yield Verdict(sentence, Mark.BAD, {**parameters})


def _files(desk: Desk) -> Iterator[Verdict]:
    """Read every page of the store, where damage may lie that nothing has met yet."""
    try:
        desk.workspace.store.check()
    except AssistantError as error:
        yield Verdict(error.id, Mark.BAD, dict(error.parameters), exit_code(error))
    else:
        yield Verdict("doctor.files-whole")


def _backups(desk: Desk) -> Iterator[Verdict]:
    now = desk.clock.now()
    daily = [kept for kept in desk.keeping.backups() if kept.kind is BackupKind.DAILY]
    if desk.keeping.moved is not None:
        yield Verdict("moved.away", Mark.BAD)
    if not daily:
        yield Verdict("doctor.no-backup", Mark.NOTE)
        return
    days = (now - daily[0].at).days
    mark = Mark.GOOD if 0 <= days < _OLD_BACKUP else Mark.NOTE
    parameters: dict[str, Parameter] = {"at": daily[0].at.isoformat(), "days": max(days, 0), "count": len(daily)}
    yield Verdict("doctor.backup", mark, parameters)


def _accounts(
    desk: Desk, *, online: bool, progress: Callable[..., contextlib.AbstractContextManager[None]]
) -> Iterator[Verdict]:
    accounts = desk.accounts.all()
    kind = "doctor.practice" if desk.preferences.practice else "doctor.accounts"
    yield Verdict(kind, parameters={"count": len(accounts)})
    for account in accounts:
        if not account.can_send:
            yield Verdict("doctor.account-closed", Mark.NOTE, {"account": account.id})
        if online:
            with progress("cli.testing", account=account.id):
                answers = desk.accounts.network(account.network).online(account)
            parameters: dict[str, Parameter] = {"account": account.id, "server": account.server}
            if answers:
                yield Verdict("doctor.server-answers", parameters=parameters)
            else:
                yield Verdict("doctor.server-silent", Mark.BAD, parameters, Exit.NO_NETWORK)
