"""The command line: finds a command, imports only that one, and words whatever goes wrong."""

from __future__ import annotations

import errno
import importlib
import io
import logging
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click
from typing_extensions import override

from embassy_assistant import __version__
from embassy_assistant.app.help import HelpContext
from embassy_assistant.app.session import Exit, Session, exit_code, shared_options
from embassy_assistant.app.usage import language_named, say_usage
from embassy_assistant.domain.errors import AssistantError, DiskFull, Unusable

if TYPE_CHECKING:
    from collections.abc import Sequence

_log: Final = logging.getLogger(__name__)

COMMANDS: Final = {
    # name: (module in app.commands, what `--help` says of it)
    "window": ("window", "Open the window (also when no command is given)."),
    "check": ("check", "Say what stands between a post and the queue."),
    "count": ("count", "Count a text as a network counts it."),
    "identify": ("identify", "Say which language each line is written in."),
    "pair": ("pair", "Say where an English and a Ukrainian text disagree."),
    "romanise": ("romanise", "Write Ukrainian names in Latin letters."),
    "names": ("names", "Say which names of two halves stand for each other."),
    "facts": ("facts", "Say which numbers, dates, times and sums a text has."),
    "posts": ("posts", "Add, list, show and search posts."),
    "queue": ("queue", "Queue posts, or show the queue."),
    "hold": ("hold", "Hold everything, or let it go."),
    "send": ("send", "Send what is due."),
    "accounts": ("accounts", "Add, list, test and remove accounts."),
    "practice": ("practice", "Run the practice network."),
    "demo": ("demo", "Show the whole way of three posts, offline and on the practice network."),
    "backup": ("backup", "Make a verified backup."),
    "restore": ("restore", "Bring a backup back, or save what can be read."),
    "move": ("move", "Take the workspace to another laptop."),
    "guidelines": ("guidelines", "Write and publish guidelines, and take in what was published."),
    "doctor": ("doctor", "Examine this computer and this workspace."),
    "self-test": ("selftest", "Prove that this installation works."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called, so that each starts as quickly as it can."""

    context_class = HelpContext

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"embassy_assistant.app.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        _share(command)
        return command

    @override
    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    @override
    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run, and leave with the exit code that the outcome has; a traceback goes to the log only."""
        session = Session()
        _speak_utf8()
        line = list(sys.argv[1:] if args is None else args)
        if os.environ.get("NO_COLOR"):
            extra["color"] = False
        try:
            code = super().main(line, prog_name, complete_var, standalone_mode=False, obj=session, **extra)
        except AssistantError as error:
            _log.info("ended by %s", error.id)
            session.explain(error)
            code = exit_code(error)
        except click.ClickException as error:
            session.language = session.language or language_named(line)
            click.echo(say_usage(error, session.words, line), err=True)
            code = Exit.UNUSABLE
        except (click.Abort, KeyboardInterrupt):
            code = _interrupted(session)
        except (BrokenPipeError, SystemExit):
            # Nobody reads on. As a shell reports it: neither 0 nor click's own 1 would be true of what was not said.
            code = 141
        except OSError as error:
            code = _unusable_disk(session, error)
        except Exception:
            code = _defect(session)
        finally:
            session.close()
        sys.exit(int(code or 0))


def _speak_utf8() -> None:
    """Write UTF-8 to files and pipes, and to a terminal of another encoding whatever it can show."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _share(command: click.Command) -> None:
    """Let a command, and those below it, take the shared options too, and be listed in the language of the run."""
    command.context_class = HelpContext
    # Click would cut it short where it stands in a list, and no catalogue has half a sentence.
    command.short_help = (command.help or "").partition("\n\n")[0]
    taken = {parameter.name for parameter in command.params}
    command.params += [option for option in shared_options() if option.name not in taken]
    if isinstance(command, click.Group):
        for below in command.commands.values():
            _share(below)


def _unusable_disk(session: Session, error: OSError) -> Exit:
    """Say that the system refuses the workspace; an `OSError` that is about nothing of it is a defect of ours."""
    full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    named = Path(os.fsdecode(error.filename)).absolute() if isinstance(error.filename, str | bytes) else None
    ours = named and (named.is_relative_to(session.workspace) or session.workspace.is_relative_to(named))
    if not ours and not full:
        return _defect(session)
    if named is None:
        # It was the output: what is still to be written there must not be tried again at the end.
        sys.stdout = io.StringIO()
    problem = DiskFull() if full else Unusable("workspace.unusable", path=str(session.workspace))
    session.explain(problem)
    return exit_code(problem)


def _interrupted(session: Session) -> int:
    """Say that ^C ended the run, and what becomes of what it was at; a second ^C does not cut the closing short."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Below the ^C that the terminal shows, or the question that was not answered.
    click.echo(f"\n{session.words.text('cli.interrupted')}", err=True)
    session.close()
    signal.signal(signal.SIGINT, before)
    return 130  # as a shell reports an interrupt


def _defect(session: Session) -> Exit:
    """Say that the program is at fault, and where its log is."""
    from embassy_assistant.app import logs

    path = logs.current() or logs.set_up(session.workspace if session.workspace.is_dir() else None)
    if path is None:
        path = logs.set_up_temporary()
    _log.exception("a defect")
    click.echo(session.words.text("cli.defect", path=str(path)), err=True)
    return Exit.DEFECT


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    params=shared_options(),
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done or sendable; 1 not sendable or needs a person; 2 unusable input; "
    "3 keyring locked or missing; 4 no network; 5 another sender is running; 70 a defect.",
)
@click.version_option(__version__, prog_name="embassy-assistant")
@click.pass_context
def cli(context: click.Context) -> None:
    """Write public messages in Ukrainian and English, check them by the guidelines, and send each exactly once."""
    if context.invoked_subcommand is None:
        window = cli.get_command(context, "window")
        if window is not None:
            context.exit(int(context.invoke(window) or 0))
