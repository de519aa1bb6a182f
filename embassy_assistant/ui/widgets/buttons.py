"""Buttons, made in one line."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton

from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import mark

_ICON_COLOURS = {"primary": "on_primary", "tint": "accent", "flat": "accent", "destructive": "block"}


def button(kind: str = "normal", *, icon_name: str = "", name: str = "", small: bool = False) -> QPushButton:
    """Return a push button without words; `retranslate` of its owner sets them.

    Args:
        kind: `primary`, `normal`, `flat`, `tint` or `destructive`.
        icon_name: an icon before the words.
        name: object name.
        small: 28 px high instead of 32.
    """
    made = QPushButton()
    made.setObjectName(name)
    made.setAutoDefault(False)
    mark(made, kind=kind, small=small)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    if icon_name:
        made.setIcon(icon(icon_name, _ICON_COLOURS.get(kind, "text")))
        made.setIconSize(QSize(18, 18))
    return made


def tool(icon_name: str, *, name: str = "", kind: str = "normal", colour: str = "text") -> QToolButton:
    """Return a square button with an icon; its owner gives it a tooltip and an accessible name."""
    made = QToolButton()
    made.setObjectName(name)
    made.setIcon(icon(icon_name, colour))
    made.setIconSize(QSize(18, 18))
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    mark(made, kind=kind)
    return made
