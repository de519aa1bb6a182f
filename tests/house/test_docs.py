"""What the documentation says of the code is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.delivery_states import PAGE, page

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PACKAGE = ROOT / "embassy_assistant"


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_page_of_delivery_states_is_the_table() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_every_link_leads_somewhere(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))
    inside = [target for target in targets if "://" not in target and not target.startswith("mailto:")]
    assert [target for target in inside if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("document", PAGES, ids=name)
def test_every_path_in_backticks_exists(document: Path) -> None:
    named = re.findall(
        r"`((?:embassy_assistant|tests|docs|resources|translations|\.ci)/[\w./-]*)`", document.read_text("utf-8")
    )
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_every_make_target_that_is_documented_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {
        target for document in PAGES for target in re.findall(r"`make ([a-z-]+)", document.read_text(encoding="utf-8"))
    }
    assert named - targets == set()


def test_the_architecture_page_names_every_part_of_the_package() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
    parts = {path.stem for path in PACKAGE.iterdir() if not path.name.startswith(("__", "."))} - {"py"}
    assert [part for part in sorted(parts) if not re.search(rf"`{part}[/.`]", text)] == []


def test_the_architecture_page_names_every_folder_of_tests_that_mirrors_nothing() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text("utf-8")
    mirrored = {path.stem for path in PACKAGE.iterdir()}
    own = {path.parent.name for path in (ROOT / "tests").glob("[a-z]*/*") if path.is_file()}
    assert [folder for folder in sorted(own - mirrored) if f"`tests/{folder}/`" not in text] == []


def test_the_tests_that_contributors_are_told_to_run_are_there() -> None:
    runs = re.findall(r"pytest -m (\w+) (tests/\S+)", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert runs
    assert [
        run
        for run in runs
        if not any(f"mark.{run[0]}" in path.read_text("utf-8") for path in (ROOT / run[1]).rglob("test_*.py"))
    ] == []


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = [int(path.name[:4]) for path in sorted(ROOT.glob("docs/adr/[0-9]*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))
