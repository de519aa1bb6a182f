"""The page and the schemas of the pack's format say what the models say."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from docs.guidelines_format import PAGE, page, schemas
from embassy_assistant.guidelines.pack_rules import RULE_MODELS

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_is_what_the_models_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `make docs`"


@pytest.mark.parametrize("path", schemas(), ids=lambda path: path.name)
def test_a_schema_is_what_the_models_say(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == schemas()[path], "run `make docs`"


def test_every_kind_stands_on_the_page_and_in_the_schema() -> None:
    kinds = list(RULE_MODELS)
    assert re.findall(r"^## `kind: (\w+)`$", page(), re.MULTILINE) == kinds
    rules = next(text for path, text in schemas().items() if path.name.startswith("rules"))
    assert [
        json.loads(rules)["$defs"][RULE_MODELS[kind].__name__]["properties"]["kind"]["const"] for kind in kinds
    ] == kinds


def test_every_part_that_the_page_refers_to_is_described_on_it() -> None:
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^### (.+)$", page(), re.MULTILINE)}
    assert set(re.findall(r"\(#([\w-]+)\)", page())) <= headings
