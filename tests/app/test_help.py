"""Help in both languages: no text of it is forgotten, and the language is the one asked for."""

from __future__ import annotations

import importlib
import re
from inspect import cleandoc
from typing import TYPE_CHECKING

import click
import polib
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


def said_in(example: str) -> list[str]:
    """Return what an example says to a person: its heading, and what stands behind a #."""
    heading, *lines = example.removeprefix("\b\n").splitlines()
    return [heading, *(line.partition("  # ")[2] for line in lines if "  # " in line)]


def paragraphs() -> list[str]:
    found = ["Usage:", "Options", "Commands", "default:", "Show this message and exit.", "Show the version and exit."]
    found += ["[OPTIONS]", "COMMAND", "[ARGS]", "For missions", "For the unit"]
    found += [text for _, text in COMMANDS.values()]
    modules = (importlib.import_module(f"embassy_assistant.app.commands.{name}") for name, _ in COMMANDS.values())
    for command in (cli, *(module.command for module in modules)):
        for text in texts(command):
            for part in cleandoc(text).split("\n\n"):
                found += said_in(part) if part.startswith("\b") else [part] if part else []
    return sorted({" ".join(part.split()) for part in found})


@pytest.mark.parametrize("text", paragraphs())
def test_every_text_of_the_help_has_its_ukrainian(text: str) -> None:
    assert re.search("[а-яіїєґ]", say_help("uk", text), re.IGNORECASE)
    assert say_help("en", text) == text


def test_the_catalogue_has_nothing_that_no_help_says() -> None:
    catalogue = polib.pofile(str(data_dir("translations") / "help" / "uk.po"))
    assert sorted(entry.msgid for entry in catalogue) == paragraphs()


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
    listed = re.split("(?:Команди|Для установ):", capsys.readouterr().out)[1]
    assert listed
    assert "…" not in listed
    assert "..." not in listed
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", listed)


def test_officers_find_their_commands_apart_from_those_of_the_unit(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli(["guidelines", "--language", "en", "--help"])
    missions, unit = capsys.readouterr().out.partition("For missions:")[2].split("For the unit:")
    ours = ["age", "changes", "lines", "note", "notes", "sync", "trust"]
    assert re.findall(r"^  ([a-z-]+)", missions, re.MULTILINE) == ours
    assert {"lint", "publish", "make-key"} <= set(re.findall(r"^  ([a-z-]+)", unit, re.MULTILINE))


def test_of_an_example_only_what_is_said_to_a_person_is_translated() -> None:
    said = say_help("uk", '\b\nA post file:\n  topic = "# no"\n  path = "a.jpg"   # beside this file')
    assert said == '\b\nФайл допису:\n  topic = "# no"\n  path = "a.jpg"   # поруч із цим файлом'


def test_what_has_no_translation_stays() -> None:
    assert say_help("uk", "No such text.") == "No such text."
