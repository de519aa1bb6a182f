"""Help in both languages: no text of it is forgotten, and the language is the one asked for."""

from __future__ import annotations

import importlib
import re
from inspect import cleandoc
from typing import TYPE_CHECKING

import click
import pytest

from embassy_assistant.app.cli import COMMANDS, cli
from embassy_assistant.app.help import say_help
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterator


def texts(command: click.Command) -> Iterator[str]:
    """Yield every text that the help of a command, and of those below it, is made of."""
    yield command.help or ""
    yield command.epilog or ""
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            yield parameter.help or ""
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from texts(below)


def paragraphs() -> list[str]:
    found = ["Usage:", "Options", "Commands", "default:", "Show this message and exit.", "Show the version and exit."]
    found += ["[OPTIONS]", "COMMAND", "[ARGS]"]
    found += [text for _, text in COMMANDS.values()]
    modules = (importlib.import_module(f"embassy_assistant.app.commands.{name}") for name, _ in COMMANDS.values())
    for command in (cli, *(module.command for module in modules)):
        for text in texts(command):
            found += [part for part in cleandoc(text).split("\n\n") if part and not part.startswith("\b")]
    return sorted({" ".join(part.split()) for part in found})


@pytest.mark.parametrize("text", paragraphs())
def test_every_text_of_the_help_has_its_ukrainian(text: str) -> None:
    assert re.search("[а-яіїєґ]", say_help("uk", text), re.IGNORECASE)
    assert say_help("en", text) == text


def test_the_catalogue_has_nothing_that_no_help_says() -> None:
    catalogue = (data_dir("translations") / "help" / "uk.po").read_text(encoding="utf-8")
    assert sorted(re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE)) == paragraphs()


@pytest.mark.parametrize("arguments", [["--language", "uk", "send", "--help"], ["send", "--language", "uk", "--help"]])
def test_help_speaks_the_language_that_was_asked_for(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli(arguments)
    assert not left.value.code
    said = capsys.readouterr().out
    assert said.startswith("Використання: ")
    assert "Надіслати те, чому настав час" in said


GROUPS = [
    name
    for name, (module, _) in COMMANDS.items()
    if isinstance(importlib.import_module(f"embassy_assistant.app.commands.{module}").command, click.Group)
]


@pytest.mark.parametrize("name", GROUPS)
def test_commands_are_listed_in_whole_sentences_of_the_language(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli([name, "--language", "uk", "--help"])
    listed = capsys.readouterr().out.partition("Команди:")[2]
    assert listed
    assert "…" not in listed
    assert "..." not in listed
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", listed)


def test_what_stands_as_it_is_and_what_has_no_translation_stay() -> None:
    assert say_help("uk", "\b\nA post file:\n  topic = 1") == "\b\nA post file:\n  topic = 1"
    assert say_help("uk", "No such text.") == "No such text."
