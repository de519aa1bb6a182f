"""What is wrong with a command line, in the language of the run: click itself says it in English only."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

import click

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.messages import Messages

_PROGRAM: Final = "embassy-assistant"


def say_usage(error: click.ClickException, words: Messages, line: Sequence[str]) -> str:
    """Return how the command is called, and what is wrong with the way it was called here.

    Args:
        error: what click refused.
        words: the language of the run.
        line: the arguments that were given.
    """
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        # A group called by its bare name: its help is what is wanted.
        return error.format_message()
    context = error.ctx if isinstance(error, click.UsageError) else None
    sentence, parameters = _worded(error, line)
    command = context.command_path if context else _PROGRAM
    said = words.render(f"cli.usage-{sentence}", {"command": command, **parameters})
    more = words.text("cli.usage-help", command=command)
    return "\n".join((*([context.get_usage()] if context else []), f"{said} {more}"))


def language_named(line: Sequence[str]) -> str:
    """Return what a command line has for `--language`; click may refuse the line before it has read as far."""
    for place, word in enumerate(line):
        if word.startswith("--language="):
            return word.partition("=")[2]
        if word == "--language" and place + 1 < len(line):
            return line[place + 1]
    return ""


def _worded(error: click.ClickException, line: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the sentence for an error of click's, and what it names."""
    if isinstance(error, click.NoSuchOption):
        return _unknown("option", error.option_name, error.possibilities or ())
    if isinstance(error, click.exceptions.NoSuchCommand):
        # Click itself knows of no command that is not imported yet.
        group = error.ctx.command if error.ctx else None
        known = group.list_commands(error.ctx) if error.ctx and isinstance(group, click.Group) else []
        return _unknown("command", error.command_name, get_close_matches(error.command_name, known))
    if isinstance(error, click.BadOptionUsage):
        # Click has one class for both: an option that wants a value and has none is the last word of the line.
        wants = bool(line) and line[-1] == error.option_name
        return "needs-value" if wants else "takes-no-value", {"name": error.option_name}
    if isinstance(error, click.MissingParameter):
        return "missing", {"name": _name(error)}
    if isinstance(error, click.BadParameter):
        return _bad_value(error)
    # All that is left is an argument too many, which click names in brackets, and a group without its command.
    name = error.message.partition("(")[2].rpartition(")")[0]
    return ("too-much", {"name": name}) if name else ("which-command", {})


def _unknown(kind: str, name: str, near: Sequence[str]) -> tuple[str, dict[str, str]]:
    if near:
        return f"no-{kind}-guess", {"name": name, "guess": near[0]}
    return f"no-{kind}", {"name": name}


def _bad_value(error: click.BadParameter) -> tuple[str, dict[str, str]]:
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return "choice", {"name": _name(error), "choices": ", ".join(str(choice) for choice in kind.choices)}
    if isinstance(kind, click.IntRange | click.FloatRange):
        sentence = "at-least" if kind.max is None else "between"
        return sentence, {"name": _name(error), "least": str(kind.min), "most": str(kind.max)}
    return "folder", {"name": _name(error)}


def _name(error: click.BadParameter) -> str:
    """Return a parameter as it is typed: `--format`, `NETWORK`."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx).strip("[].") if error.param and error.ctx else ""
