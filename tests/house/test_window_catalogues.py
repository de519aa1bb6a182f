"""Every sentence of the window is in its catalogues, translated, and compiled."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from embassy_assistant.locations import data_dir
from embassy_assistant.messages import LANGUAGES as CORE_LANGUAGES
from embassy_assistant.ui.i18n import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator

WINDOW = data_dir("translations") / "window"
PACKAGE = Path(__file__).parents[2] / "embassy_assistant"


def tool(name: str) -> str:
    return str(Path(sys.executable).parent / name)


def messages(catalogue: Path) -> Iterator[tuple[str, ET.Element]]:
    """Yield each message with its name: where it stands and what it says."""
    for context in ET.parse(catalogue).iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            yield f"{context.findtext('name')}: {message.findtext('source')}", message


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the catalogues as they would be if they were made now."""
    folder = tmp_path_factory.mktemp("window")
    sources = sorted(str(path) for path in (PACKAGE / "ui").rglob("*.py"))
    made = {}
    for language in LANGUAGES:
        made[language] = folder / f"{language}.ts"
        shutil.copy(WINDOW / f"{language}.ts", made[language])
        plurals = ["-pluralonly"] if language == "en" else []
        command = [tool("pyside6-lupdate"), "-no-obsolete", "-locations", "none", *plurals, *sources, "-ts"]
        subprocess.run([*command, str(made[language])], check=True, capture_output=True)
    return made


def test_the_window_speaks_the_languages_of_the_core() -> None:
    assert set(LANGUAGES) == set(CORE_LANGUAGES)
    for folder, kind in (
        (WINDOW, "ts"),
        (WINDOW, "qm"),
        (WINDOW.with_name("core"), "po"),
        (WINDOW.with_name("core"), "mo"),
    ):
        assert {file.stem for file in folder.glob(f"*.{kind}")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_window_lacks_its_translation(collected: dict[str, Path], language: str) -> None:
    unfinished = {
        name
        for name, message in messages(collected[language])
        if (words := message.find("translation")) is None or words.get("type") or not "".join(words.itertext()).strip()
    }
    assert unfinished == set(), "run `make translations`, then translate"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_holds_what_the_code_says_and_nothing_else(collected: dict[str, Path], language: str) -> None:
    kept = {name for name, _ in messages(WINDOW / f"{language}.ts")}
    assert kept == {name for name, _ in messages(collected[language])}, "run `make translations`"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_window_loads_was_compiled_from_the_catalogue(language: str, tmp_path: Path) -> None:
    made = tmp_path / f"{language}.qm"
    command = [tool("pyside6-lrelease"), str(WINDOW / f"{language}.ts"), "-qm", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    assert (WINDOW / f"{language}.qm").read_bytes() == made.read_bytes(), "run `make translations`"
