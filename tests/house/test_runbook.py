"""The runbook for publishing guidelines names commands and options that there are."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from embassy_assistant.app.commands.guidelines import command

TEXT = (Path(__file__).parents[2] / "docs" / "guidelines-publishing.md").read_text(encoding="utf-8")
LINES = re.findall(r"embassy-assistant guidelines ([a-z-]+)((?:[^\n`]*\\\n)*[^\n`]*)", TEXT)
NAMED = sorted({*(name for name, _ in LINES), *re.findall(r"`guidelines ([a-z-]+)", TEXT)})


@pytest.mark.parametrize("name", NAMED)
def test_every_command_it_names_exists(name: str) -> None:
    assert name in command.commands


@pytest.mark.parametrize(("name", "rest"), LINES, ids=[name for name, _ in LINES])
def test_every_line_to_type_has_what_the_command_asks_for(name: str, rest: str) -> None:
    given = set(re.findall(r"--[a-z-]+", rest))
    options = [option for option in command.commands[name].params if isinstance(option, click.Option)]
    assert given <= {spelled for option in options for spelled in option.opts}
    assert {option.opts[0] for option in options if option.required} <= given
