"""A small folder that a pack is made from, as people write one: comments, styles of their own, keys nobody knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.guidelines.sheets import cells_of, fields_of, with_cell
from embassy_assistant.guidelines.workshop import begin_folder, open_folder
from embassy_assistant.locations import data_dir
from embassy_assistant.store.files import write_whole
from tests.helpers.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from embassy_assistant.domain.workshop import Field, Order, Published, Sources
    from tests.helpers.vaults import MemoryVault

PACK = """\
format: 2
id: tiny
version: "2026.1"
title: {uk: Мале, en: Tiny}
issuer: {uk: Відділ, en: Unit}
issued: 2026-11-23
"""
RULES = """\
# Names of cities.

- id: place.kyiv   # the capital
  kind: term
  severity: block
  language: en
  title: {uk: Київ, en: "Kyiv, not Kiev"}
  reason: {uk: Так., en: So.}
  terms:
  # the old spelling
  - {text: Kiev, replacement: Kyiv}
  source: {issuer: Unit, title: House style, read: true}
  examples:
    match: [In Kiev]
    pass: [In Kyiv]

# Between the two.

- id: war.name
  kind: term
  severity: warn
  language: uk
  title:
    uk: Назва
    en: Name
  reason:
    uk: Так.
    en: So.
  terms:
  - text: українська криза
    replacement: війна Росії проти України
    inflect: true
  source:
    issuer: Unit
    title: House style
  examples:
    match: [під час української кризи]
    pass: [під час війни]
"""
LINE = """\
---
id: line.peace
severity: warn   # for now
title: {uk: Мир, en: Peace}
reason: {uk: Так., en: So.}
source: {issuer: Unit, title: House style}
examples:
  match: [{text: "Ukraine seeks a comprehensive, just and quick peace based on the Charter.", language: en}]
  pass: [{text: "Ukraine seeks a comprehensive, just and lasting peace based on the Charter.", language: en}]
---
# uk

Мир зараз.

# en

Ukraine seeks a comprehensive, just and lasting peace based on the Charter.
"""


def write_folder(folder: Path) -> Path:
    """Write the folder."""
    for name, text in (("pack.yaml", PACK), ("rules/names.yaml", RULES), ("lines/line.peace.md", LINE)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


class RealFolders:
    """Opens folders as the program does."""

    def __init__(self, keyring: MemoryVault | None = None) -> None:
        """Find signing keys in files, and in this keyring."""
        self._keyring = keyring

    @staticmethod
    def fields(kind: str) -> Sequence[Field]:
        return fields_of(kind)

    @staticmethod
    def cells(field: Field, line: str) -> Sequence[str]:
        return cells_of(field, line)

    @staticmethod
    def with_cell(field: Field, line: str, column: int, text: str) -> str:
        return with_cell(field, line, column, text)

    @staticmethod
    def open(folder: Path) -> Sources:
        return open_folder(folder, write_whole)

    @staticmethod
    def begin(folder: Path) -> None:
        begin_folder(folder, data_dir("resources") / "guidelines" / "new")

    def publish(self, order: Order) -> Published:
        return publish(order, self._keyring)
