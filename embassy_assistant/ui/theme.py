"""Colours, type and space: the one place that names them.

Widgets ask `tokens()` when they paint, so a change of the colour scheme needs no bookkeeping.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from embassy_assistant.locations import data_dir
from embassy_assistant.ui.stylesheet import stylesheet

Scheme = Literal["system", "light", "dark"]

SCHEME_VARIABLE: Final = "EMBASSY_ASSISTANT_SCHEME"

_STYLE: Final = "fusion"
CAPTION, BODY, EDITOR = 12, 14, 16
_HALF_LIGHT: Final = 128
_CONTRAST_ROLES: Final = (
    QPalette.ColorRole.Window,
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Base,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.Highlight,
    QPalette.ColorRole.HighlightedText,
)


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by what they mean, as hexadecimal strings."""

    dark: bool
    text: str
    text2: str
    accent: str
    on_accent: str
    control: str
    block: str
    warn: str
    advise: str
    ok: str
    practice_text: str
    rail_text: str
    window: str
    surface: str
    sunken: str
    border: str
    accent_tint: str
    block_tint: str
    warn_tint: str
    advise_tint: str
    ok_tint: str
    practice_tint: str
    diff_add: str
    diff_del: str
    rail: str
    rail_selected: str
    yellow: str = "#FFD500"
    on_yellow: str = "#241C00"
    freeze: str = "#9B1116"
    practice: str = "#6A2C91"
    on_solid: str = "#FFFFFF"
    primary: str = ""
    on_primary: str = ""

    def colour(self, name: str) -> QColor:
        """Return the colour of the token called `name`."""
        return QColor(getattr(self, name))

    def names(self) -> dict[str, str]:
        """Return the colours by name."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "dark"}

    def for_severity(self, severity: str) -> QColor:
        """Return the colour of `block`, `warn` or `advise`."""
        return self.colour(severity)


LIGHT: Final = Tokens(
    dark=False,
    text="#16202B",
    text2="#495665",
    accent="#0057B7",
    on_accent="#FFFFFF",
    control="#76838F",
    block="#B3201B",
    warn="#8A4600",
    advise="#0B6770",
    ok="#1A6A39",
    practice_text="#6A2C91",
    rail_text="#C9D6E8",
    window="#F2F4F7",
    surface="#FFFFFF",
    sunken="#E9EDF2",
    border="#D3DAE2",
    accent_tint="#E3EEFA",
    block_tint="#FCEBEA",
    warn_tint="#FFF1DF",
    advise_tint="#E1F3F4",
    ok_tint="#E4F3E9",
    practice_tint="#F3E9FA",
    diff_add="#DDF2E3",
    diff_del="#FBE3E1",
    rail="#0B2A52",
    rail_selected="#1B447C",
    primary="#0057B7",
    on_primary="#FFFFFF",
)

DARK: Final = Tokens(
    dark=True,
    text="#E9EEF4",
    text2="#AEBAC7",
    accent="#8ABBFF",
    on_accent="#06203F",
    control="#7D8B9A",
    block="#FF9C94",
    warn="#FFBE73",
    advise="#6FD3DC",
    ok="#83D6A0",
    practice_text="#D9B0F5",
    rail_text="#B6C6DC",
    window="#11161D",
    surface="#1A212A",
    sunken="#232C37",
    border="#36424F",
    accent_tint="#1B3352",
    block_tint="#43201F",
    warn_tint="#3E2A12",
    advise_tint="#12363B",
    ok_tint="#163522",
    practice_tint="#38234A",
    diff_add="#1B4A2D",
    diff_del="#5A2726",
    rail="#0A1A31",
    rail_selected="#1D3B66",
    primary="#8ABBFF",
    on_primary="#06203F",
)


def _in_practice(plain: Tokens) -> Tokens:
    """Return the tokens of a practice workspace: the rail and what would send are violet."""
    return replace(
        plain,
        rail="#4A1D66" if not plain.dark else "#2E1242",
        rail_selected="#7B3BA6" if not plain.dark else "#5B2A7D",
        rail_text="#EBDDF5",
        primary=plain.practice,
        on_primary=plain.on_solid,
    )


_PRACTICE: Final = {False: _in_practice(LIGHT), True: _in_practice(DARK)}


@functools.lru_cache(maxsize=4)
def _in_contrast(roles: tuple[str, ...]) -> Tokens:
    """Return the tokens of a high-contrast palette: its own few colours and no tints; shape and word tell states."""
    window, text, base, base_text, chosen, on_chosen = roles
    told_by_shape: dict[str, Any] = dict.fromkeys(
        ("text2", "control", "border", "block", "warn", "advise", "ok", "practice_text", "rail_text", "accent"), text
    )
    bare: dict[str, Any] = dict.fromkeys(
        ("accent_tint", "block_tint", "warn_tint", "advise_tint", "ok_tint", "practice_tint", "diff_add", "diff_del"),
        base,
    )
    return replace(
        DARK if QColor(window).lightness() < _HALF_LIGHT else LIGHT,
        **told_by_shape,
        **bare,
        text=base_text,
        window=window,
        surface=base,
        sunken=base,
        rail=window,
        rail_selected=chosen,
        on_accent=base,
        practice=chosen,
        on_solid=on_chosen,
        primary=chosen,
        on_primary=on_chosen,
    )


def tokens() -> Tokens:
    """Return the colours in force, read from the application's palette."""
    application = QApplication.instance()
    palette = QGuiApplication.palette()
    if application is not None and application.property("contrast"):
        return _in_contrast(tuple(palette.color(role).name() for role in _CONTRAST_ROLES))
    dark = palette.color(QPalette.ColorRole.Window).lightness() < _HALF_LIGHT
    if application is not None and application.property("practice"):
        return _PRACTICE[dark]
    return DARK if dark else LIGHT


def palette_of(colours: Tokens) -> QPalette:
    """Return `colours` as Qt's own roles, so that every stock widget follows."""
    role = QPalette.ColorRole
    palette = QPalette()
    for name, roles in {
        "window": (role.Window,),
        "surface": (role.Base, role.ToolTipBase, role.Light),
        "sunken": (role.AlternateBase, role.Button, role.Midlight),
        "text": (role.Text, role.WindowText, role.ButtonText, role.ToolTipText, role.BrightText),
        "text2": (role.PlaceholderText,),
        "accent": (role.Highlight, role.Accent, role.Link, role.LinkVisited),
        "on_accent": (role.HighlightedText,),
        "border": (role.Mid,),
        "control": (role.Dark,),
    }.items():
        for each in roles:
            palette.setColor(each, colours.colour(name))
    for each in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colours.colour("text2"))
    return palette


class Theme(QObject):
    """Puts the colours, the style sheet and the type on the application, and follows the system's colour scheme.

    Signals:
        changed: after another scheme was put on.
    """

    changed = Signal()

    def __init__(self, application: QApplication, *, practice: bool = False, scheme: Scheme | None = None) -> None:
        """Put the theme on.

        Args:
            application: the running application.
            practice: whether this workspace is one from which nothing can reach the public.
            scheme: `None` reads the environment's `EMBASSY_ASSISTANT_SCHEME`, else follows the system.
        """
        super().__init__(application)
        self._application = application
        forced = os.environ.get(SCHEME_VARIABLE, "")
        self._scheme: Scheme = scheme or ("dark" if forced == "dark" else "light" if forced == "light" else "system")
        if application.style().objectName() != _STYLE:
            application.setStyle(_STYLE)
        application.setProperty("practice", practice)
        application.setFont(body_font())
        hints = application.styleHints()
        hints.colorSchemeChanged.connect(self._follow)
        self._accessibility = hints.accessibility()
        self._accessibility.contrastPreferenceChanged.connect(self.use_contrast)
        self.use_contrast(self._accessibility.contrastPreference())

    @property
    def scheme(self) -> Scheme:
        """The scheme asked for."""
        return self._scheme

    def use(self, scheme: Scheme) -> None:
        """Put another scheme on; `system` follows the system from now on."""
        self._scheme = scheme
        self._apply()

    def use_contrast(self, preference: Qt.ContrastPreference) -> None:
        """Give way to the system's own palette where it asks for high contrast."""
        self._application.setProperty("contrast", preference is Qt.ContrastPreference.HighContrast)
        self._apply()

    def set_practice(self, practice: bool) -> None:
        """Tell whether this workspace is for practice."""
        if bool(self._application.property("practice")) != practice:
            self._application.setProperty("practice", practice)
            self._apply()

    def _follow(self) -> None:
        if self._scheme == "system":
            self._apply()

    def _apply(self) -> None:
        dark = self._scheme == "dark" or (
            self._scheme == "system" and self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        )
        if self._application.property("contrast"):
            # An empty palette is the system's.
            self._application.setPalette(QPalette())
            dark = tokens().dark
        else:
            self._application.setPalette(palette_of(DARK if dark else LIGHT))
        chevron = data_dir("resources") / "icons" / ("chevron-dark.svg" if dark else "chevron-light.svg")
        sheet = stylesheet({**tokens().names(), "chevron": chevron.as_posix()})
        # Putting a style sheet on styles every widget there is anew.
        if sheet != self._application.styleSheet():
            self._application.setStyleSheet(sheet)
        self.changed.emit()


def body_font() -> QFont:
    """Return the system's own font at the size of body text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPixelSize(BODY)
    return font


def font(size: int, *, bold: bool = False, tabular: bool = False) -> QFont:
    """Return the application's font at `size` px.

    Args:
        size: one of the sizes of this module.
        bold: semi-bold, for titles and states.
        tabular: figures of one width, for times and counters.
    """
    return QFont(_font(QApplication.font().family(), size, bold, tabular))


@functools.lru_cache(maxsize=64)
def _font(family: str, size: int, bold: bool, tabular: bool) -> QFont:
    """Return a font; a counter asks for two at every key press."""
    chosen = QFont(family)
    chosen.setPixelSize(size)
    if bold:
        chosen.setWeight(QFont.Weight.DemiBold)
    if tabular:
        chosen.setFeature(QFont.Tag("tnum"), 1)
    return chosen


def fitting(text: str, width: int, size: int, least: int, *, bold: bool = False) -> QFont:
    """Return the largest font, from `size` down to `least` px, in which `text` is at most `width` px wide."""
    for pixels in range(size, least, -1):
        chosen = font(pixels, bold=bold, tabular=True)
        if QFontMetrics(chosen).horizontalAdvance(text) <= width:
            return chosen
    return font(least, bold=bold, tabular=True)


def mark(widget: QWidget, **properties: str | bool) -> None:
    """Set what the style sheet looks at (`kind`, `role`, `tone`, ...); restyle the widget if it changed."""
    changed = False
    for name, value in properties.items():
        if widget.property(name) != value:
            widget.setProperty(name, value)
            changed = True
    if changed and widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)
        widget.update()
