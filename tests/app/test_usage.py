"""A command line that cannot be read: what is wrong with it, in the language that it asks for."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.cli import cli
from embassy_assistant.app.session import Exit
from embassy_assistant.app.usage import language_named

if TYPE_CHECKING:
    from pathlib import Path

LATIN = re.compile(r"[A-Za-z]{2,}")


def refused(line: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """Run a line that cannot be read; return what is said of it on stderr."""
    with pytest.raises(SystemExit) as ended:
        cli(line, prog_name="embassy-assistant")
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (Exit.UNUSABLE, "")
    return said.err


LINES = [
    pytest.param("check --formt json", ["check", "--formt", "--format"], id="an option misspelt"),
    pytest.param("check --nowhere", ["--nowhere"], id="an option like no other"),
    pytest.param("chek", ["chek", "check"], id="a command misspelt"),
    pytest.param("qqq", ["qqq"], id="a command like no other"),
    pytest.param("posts", ["posts"], id="half a command"),
    pytest.param("posts show", ["POST_ID"], id="an argument missing"),
    pytest.param("accounts test a --format json", ["--format"], id="an option of another command"),
    pytest.param("accounts add bluesky a secret", ["«secret»"], id="an argument too many"),
    pytest.param("queue --format xml", ["--format", "text, json"], id="no such choice"),
    pytest.param("practice serve --port 99999", ["--port", "0", "65535"], id="a number out of range"),
    pytest.param("send --wait -1", ["--wait", "0"], id="a number too small"),
    pytest.param("send --until-idle=3", ["--until-idle"], id="a value where none belongs"),
]


@pytest.mark.parametrize(("line", "named"), LINES)
def test_what_is_wrong_is_said_in_ukrainian_and_named(
    line: str, named: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused([*line.split(), "--language=uk"], capsys)
    sentences = said.splitlines()[-1]
    assert [word for word in named if word not in sentences] == []
    assert "ічого не зроблено." in sentences
    # No word of click's own English is left between what was typed and what the program calls it.
    rest = sentences
    for word in ["embassy-assistant", "--help", *named, *line.split()]:
        rest = rest.replace(word, "")
    assert LATIN.findall(rest) == []


def test_an_option_at_the_end_without_its_value_is_told_from_one_that_takes_none(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "Після --wait бракує значення." in refused(["--language", "uk", "send", "--wait"], capsys)
    assert "needs a value" in refused(["--language", "en", "send", "--wait"], capsys)


def test_a_file_in_the_folders_place_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    said = refused(["--language", "uk", "--workspace", str(tmp_path / "file"), "doctor"], capsys)
    assert "Для --workspace потрібна тека" in said


def test_how_it_is_called_stands_above_in_the_same_language(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["posts", "--language", "uk"], capsys)
    assert said.startswith("Використання: embassy-assistant posts [ПАРАМЕТРИ] КОМАНДА [АРГУМЕНТИ]...")


def test_a_group_by_its_bare_name_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli(["accounts"])
    said = capsys.readouterr().err
    assert "test" in said
    assert "remove" in said


def test_the_line_is_the_processs_own_where_none_is_handed_in(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["embassy-assistant", "check", "--formt", "--language", "uk"])
    with pytest.raises(SystemExit):
        cli()
    assert "Параметра --formt" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "language"),
    [(["a", "--language", "uk"], "uk"), (["--language=en", "a"], "en"), (["a", "--language"], ""), ([], "")],
)
def test_the_language_is_found_in_a_line_that_click_refuses(line: list[str], language: str) -> None:
    assert language_named(line) == language
