"""What every command shares: the workspace, the language, exit codes, and how things are printed."""

from __future__ import annotations

import contextlib
import json
import locale
import os
import sys
import threading
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from embassy_assistant.domain.errors import (
    AnotherSender,
    AssistantError,
    DraftsLocked,
    KeyringUnavailable,
    RateLimited,
    RequestFailed,
    ServerTrouble,
    Untrusted,
    Unusable,
)
from embassy_assistant.messages import LANGUAGES, Messages, messages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.services.desk import Desk

_SHOW_PROGRESS_AFTER: Final = 1.0
_DOTS_EVERY: Final = 0.5
_APP: Final = "embassy-assistant"


class Exit(IntEnum):
    """What the program's exit code says."""

    DONE = 0
    NEEDS_PERSON = 1
    UNUSABLE = 2
    KEYRING = 3
    NO_NETWORK = 4
    ANOTHER_SENDER = 5
    DEFECT = 70
    """EX_SOFTWARE of sysexits.h: a defect of ours; the log has the traceback."""


def exit_code(error: AssistantError) -> Exit:
    """Return the exit code that goes with an error."""
    kinds: tuple[tuple[type[AssistantError] | tuple[type[AssistantError], ...], Exit], ...] = (
        (Unusable, Exit.UNUSABLE),
        ((KeyringUnavailable, DraftsLocked), Exit.KEYRING),
        (AnotherSender, Exit.ANOTHER_SENDER),
        (Untrusted, Exit.NEEDS_PERSON),
        ((RequestFailed, ServerTrouble, RateLimited), Exit.NO_NETWORK),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), Exit.NEEDS_PERSON)


def default_workspace() -> Path:
    """Return where the workspace lies when nobody says: the system's folder for an application's data."""
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return base / _APP


@dataclass(slots=True)
class Session:
    """One run of the command line.

    Attributes:
        chosen: the workspace of `--workspace`, if it was given.
        language: of `--language`, if it was given.
        verbose: whether the log goes to stderr too.
    """

    chosen: Path | None = None
    language: str | None = None
    verbose: bool = False
    _closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    @property
    def workspace(self) -> Path:
        """The workspace in use."""
        # Absolute: children that are started from elsewhere are told where it is.
        return (self.chosen or default_workspace()).absolute()

    @property
    def has_workspace(self) -> bool:
        """Whether somebody works there."""
        return (self.workspace / "workspace.json").exists()

    @property
    def words(self) -> Messages:
        """The sentences, in the language asked for, else the workspace's, else the system's."""
        return messages(self.language or self._kept_language() or _system_language())

    def say(self, message_id: str, /, **parameters: object) -> None:
        """Print one sentence."""
        click.echo(self.words.text(message_id, **parameters))

    def note(self, message_id: str, /, **parameters: object) -> None:
        """Print one sentence to stderr, beside a command's proper output."""
        click.echo(self.words.text(message_id, **parameters), err=True)

    def say_held(self, desk: Desk) -> None:
        """Print that nothing goes out: an officer held it, or it went to another laptop."""
        if desk.keeping.moved is None:
            self.say("cli.held")
        else:
            click.echo(f"{self.words.text('moved.away')} {self.words.command('moved.away')}")

    def explain(self, error: AssistantError) -> None:
        """Print what went wrong to stderr, and the command that helps where there is one."""
        click.echo(" ".join(part for part in (self.words.error(error), self.words.command(error.id)) if part), err=True)

    def desk(self, *, create: bool = False, practice: bool | None = None, opened: bool = True) -> Desk:
        """Return the services of the workspace, its store open.

        Args:
            create: whether a workspace that is not there is made.
            practice: what a new one is for.
            opened: False leaves the store as it is, which may be closed, damaged or not there.

        Raises:
            Unusable: there is no workspace (`workspace.none`).
            AssistantError: what kept the store closed.
        """
        # Imported here: a command that needs no store starts in a tenth of the time.
        from embassy_assistant.app import logs
        from embassy_assistant.app.wiring import open_desk
        from embassy_assistant.services.workspace import Access

        if not create and not self.has_workspace:
            raise Unusable("workspace.none", path=str(self.workspace))
        desk = open_desk(self.workspace, practice=practice)
        logs.set_up(self.workspace, verbose=self.verbose)
        self._closing.callback(logs.stop)
        if not opened:
            return desk
        with self.progress("cli.opening"):
            if desk.workspace.access is Access.NEW:
                if not create:
                    raise Unusable("workspace.none", path=str(self.workspace))
                created = desk.workspace.create()
                logs.hide(created.recovery_code)
            else:
                created = None
                desk.workspace.open()
                if desk.keeping.log_lost:
                    self.note("store.log-lost")
        if created is not None:
            self.note("cli.created", path=str(self.workspace), code=created.recovery_code)
            if created.keyring_problem:
                self.note(created.keyring_problem, state="", backend="")
        self._closing.callback(desk.workspace.close)
        return desk

    def officer(self, desk: Desk, name: str | None = None) -> Officer:
        """Return who decides: the one named, the workspace's, or whoever is signed in to the system."""
        from embassy_assistant.app.postfile import officer_called

        if name:
            return officer_called(name)
        known = desk.preferences.officer
        if known.name:
            return known
        import getpass

        return officer_called(getpass.getuser())

    @contextlib.contextmanager
    def progress(self, message_id: str, /, **parameters: object) -> Iterator[None]:
        """Say on stderr what is going on, once it has taken longer than a second."""
        sentence = self.words.text(message_id, **parameters)
        done = threading.Event()

        def tell() -> None:
            if done.wait(_SHOW_PROGRESS_AFTER):
                return
            click.echo(sentence, nl=False, err=True)
            while not done.wait(_DOTS_EVERY):
                click.echo(".", nl=False, err=True)
            click.echo(err=True)

        teller = threading.Thread(target=tell, daemon=True)
        teller.start()
        try:
            yield
        finally:
            done.set()
            teller.join()

    def close(self) -> None:
        """Close what the run opened."""
        self._closing.close()

    def _kept_language(self) -> str:
        """Return the language chosen in the window; the file is plain, so that no key is needed."""
        try:
            return str(json.loads((self.workspace / "workspace.json").read_bytes()).get("language") or "")
        except (OSError, ValueError, AttributeError, RecursionError):
            return ""


def _asked(session: Session, message_id: str, parameters: dict[str, object]) -> str:
    return str(click.prompt(session.words.text(message_id, **parameters), hide_input=True, err=True))


def ask_secret(session: Session, message_id: str, *, again: str = "", **parameters: object) -> str:
    """Return what a person types unseen, or a line of stdin where nobody is at the keyboard.

    Args:
        session: the run.
        message_id: of the question.
        again: of the second question, where a secret is set; a script hands it over once.
        **parameters: of both questions.

    Raises:
        Unusable: the two are not the same (`cli.passphrases-differ`).
    """
    from embassy_assistant.app import logs

    if sys.stdin.isatty():
        secret = _asked(session, message_id, parameters)
        if again and _asked(session, again, parameters) != secret:
            raise Unusable("cli.passphrases-differ")
    else:
        secret = sys.stdin.readline().rstrip("\r\n")
    if secret:
        logs.hide(secret)
    return secret


def read_input(file: str) -> tuple[bytes, str, Path]:
    """Return a file's bytes (`-`: stdin), its name for errors, and the folder that its paths start from."""
    if file == "-":
        return sys.stdin.buffer.read(), "stdin", Path.cwd()
    path = Path(file)
    try:
        return path.read_bytes(), path.name, path.absolute().parent
    except OSError as error:
        raise Unusable("input.no-file", file=file) from error


def read_text(file: str) -> str:
    """Return a file's text, without the newline that ends it.

    Raises:
        Unusable: there is no such file, or it is not UTF-8.
    """
    data, name, _ = read_input(file)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable("postfile.not-utf8", file=name, line=data[: error.start].count(b"\n") + 1) from error
    return text.removesuffix("\n").removesuffix("\r")


def print_json(value: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print one JSON value on one line; letters as they are."""
    click.echo(json.dumps(value, ensure_ascii=False))


def _keep(name: str) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, _parameter: click.Parameter, value: Any) -> None:  # noqa: ANN401
        if value is not None and value is not False:
            setattr(context.ensure_object(Session), name, value)

    return callback


def shared_options() -> list[click.Parameter]:
    """Return the options that stand before or after any command."""
    return [
        click.Option(
            ["--workspace", "chosen"],
            type=click.Path(path_type=Path, file_okay=False),
            metavar="DIR",
            expose_value=False,
            callback=_keep("chosen"),
            is_eager=True,  # help, which is eager too, is printed in the language of the workspace
            help="Folder of the drafts and the queue.",
        ),
        click.Option(
            ["--language", "language"],
            type=click.Choice(LANGUAGES),
            expose_value=False,
            callback=_keep("language"),
            is_eager=True,
            help="Language of what is printed.",
        ),
        click.Option(
            ["--verbose", "verbose"],
            is_flag=True,
            expose_value=False,
            callback=_keep("verbose"),
            help="Write the log to stderr too.",
        ),
    ]


def _system_language() -> str:
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return named or locale.getlocale()[0] or "en"
