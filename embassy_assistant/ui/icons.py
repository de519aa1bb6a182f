"""Icons: code points of two icon fonts, painted in the colour of a token at the moment of painting.

The fonts are the files that QtAwesome ships. Importing that package would cost 0.16 s and 45 MB, so only its folder is
looked up.
"""

from __future__ import annotations

import functools
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QIconEngine, QPainter, QPixmap
from typing_extensions import override

from embassy_assistant.ui.theme import tokens

MATERIAL_FILE: Final = "materialdesignicons6-webfont-6.9.96.ttf"
BRANDS_FILE: Final = "fontawesome6-brands-webfont-6.7.2.ttf"

MATERIAL: Final = {
    "account-multiple-outline": 0xF000F,
    "account-outline": 0xF0013,
    "account-plus-outline": 0xF0801,
    "account-question": 0xF0B59,
    "airplane": 0xF001D,
    "alert": 0xF0026,
    "alert-circle-outline": 0xF05D6,
    "alert-octagon": 0xF0029,
    "arrow-left": 0xF004D,
    "arrow-right": 0xF0054,
    "auto-fix": 0xF0068,
    "bell-outline": 0xF009C,
    "book-check-outline": 0xF14F4,
    "calendar-clock-outline": 0xF16E1,
    "camera-outline": 0xF0D5D,
    "cancel": 0xF073A,
    "candle": 0xF05E2,
    "check": 0xF012C,
    "check-bold": 0xF0E1E,
    "check-circle": 0xF05E0,
    "check-decagram-outline": 0xF1740,
    "checkbox-blank-outline": 0xF0131,
    "checkbox-marked": 0xF0132,
    "chevron-down": 0xF0140,
    "chevron-left": 0xF0141,
    "chevron-right": 0xF0142,
    "chevron-up": 0xF0143,
    "circle-medium": 0xF09DE,
    "circle-outline": 0xF0766,
    "clock-alert-outline": 0xF05CE,
    "clock-outline": 0xF0150,
    "close": 0xF0156,
    "close-circle-outline": 0xF015A,
    "cloud-check-outline": 0xF1BEC,
    "cloud-off-outline": 0xF0164,
    "cloud-outline": 0xF0163,
    "cog-outline": 0xF08BB,
    "comment-alert-outline": 0xF017E,
    "comment-text-multiple-outline": 0xF0861,
    "content-copy": 0xF018F,
    "content-save-alert-outline": 0xF0F43,
    "content-save-check-outline": 0xF18EB,
    "dots-horizontal": 0xF01D8,
    "drag": 0xF01DB,
    "email-outline": 0xF01F0,
    "equal": 0xF01FC,
    "eye-off-outline": 0xF06D1,
    "eye-outline": 0xF06D0,
    "file-document-multiple-outline": 0xF1518,
    "file-plus-outline": 0xF0EED,
    "filter-variant": 0xF0236,
    "fingerprint": 0xF0237,
    "flask-outline": 0xF0096,
    "folder-outline": 0xF0256,
    "format-list-bulleted": 0xF0279,
    "format-quote-close": 0xF027E,
    "gauge": 0xF029A,
    "help-circle-outline": 0xF0625,
    "history": 0xF02DA,
    "image-outline": 0xF0976,
    "image-plus-outline": 0xF1B46,
    "information-outline": 0xF02FD,
    "key-alert-outline": 0xF1984,
    "key-outline": 0xF0DD6,
    "lan-connect": 0xF0318,
    "laptop": 0xF0322,
    "lightbulb-on-outline": 0xF06E9,
    "link-variant": 0xF0339,
    "loading": 0xF0772,
    "lock-open-outline": 0xF0340,
    "lock-outline": 0xF0341,
    "magnify": 0xF0349,
    "magnify-scan": 0xF1276,
    "matrix": 0xF0628,
    "minus-circle-outline": 0xF0377,
    "not-equal-variant": 0xF098E,
    "open-in-new": 0xF03CC,
    "paperclip": 0xF03E2,
    "pause-circle-outline": 0xF03E6,
    "pause-octagon": 0xF03E7,
    "pencil": 0xF03EB,
    "pencil-circle-outline": 0xF0776,
    "pencil-outline": 0xF0CB6,
    "play-circle-outline": 0xF040D,
    "plus": 0xF0415,
    "plus-circle-outline": 0xF0419,
    "printer-outline": 0xF1786,
    "progress-clock": 0xF0996,
    "radiobox-blank": 0xF043D,
    "radiobox-marked": 0xF043E,
    "rss": 0xF046B,
    "school-outline": 0xF1180,
    "send-outline": 0xF1165,
    "server": 0xF048B,
    "shield-alert-outline": 0xF0ECD,
    "shield-check-outline": 0xF0CC8,
    "shield-key-outline": 0xF0BC5,
    "swap-horizontal": 0xF04E1,
    "sync": 0xF04E6,
    "tag-outline": 0xF04FC,
    "timer-outline": 0xF051B,
    "timer-sand": 0xF051F,
    "trash-can-outline": 0xF0A7A,
    "tray-arrow-down": 0xF0120,
    "tray-full": 0xF1296,
    "undo": 0xF054C,
    "usb-flash-drive-outline": 0xF129F,
    "web": 0xF059F,
}

BRANDS: Final = {
    "bluesky": 0xE671,
    "facebook-f": 0xF39E,
    "instagram": 0xF16D,
    "linkedin-in": 0xF0E1,
    "mastodon": 0xF4F6,
    "telegram": 0xF2C6,
    "threads": 0xE618,
    "x-twitter": 0xE61B,
    "youtube": 0xF167,
}

NETWORK_ICONS: Final = {
    "bluesky": "bluesky",
    "practice": "flask-outline",
    "x": "x-twitter",
    "facebook": "facebook-f",
    "telegram": "telegram",
    "mastodon": "mastodon",
    "instagram": "instagram",
    "threads": "threads",
    "linkedin": "linkedin-in",
    "youtube": "youtube",
    "matrix": "matrix",
    "wordpress": "rss",
}

SEVERITY_ICONS: Final = {"block": "alert-octagon", "warn": "alert", "advise": "lightbulb-on-outline"}


def font_folder() -> Path:
    """Return the folder that holds the icon fonts.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    found = find_spec("qtawesome")
    for place in (found.submodule_search_locations or ()) if found else ():
        folder = Path(place) / "fonts"
        if folder.is_dir():
            return folder
    message = "the icon fonts of QtAwesome are not installed"
    raise FileNotFoundError(message)


@functools.cache
def _family(file: str) -> str:
    """Load one font, once, and return the name of its family."""
    number = QFontDatabase.addApplicationFont(str(font_folder() / file))
    families = QFontDatabase.applicationFontFamilies(number)
    if not families:
        message = f"cannot read the icon font {file}"
        raise FileNotFoundError(message)
    return families[0]


def glyph(name: str) -> tuple[str, str]:
    """Return the font family and the character of the icon called `name`.

    Raises:
        KeyError: there is no such icon.
    """
    if name in BRANDS:
        return _family(BRANDS_FILE), chr(BRANDS[name])
    return _family(MATERIAL_FILE), chr(MATERIAL[name])


def paint_icon(painter: QPainter, rect: QRect, name: str, colour: str) -> None:
    """Paint the icon called `name` into `rect` in the colour of the token `colour`."""
    _paint(painter, rect, name, tokens().colour(colour))


def _paint(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    family, character = glyph(name)
    font = QFont(family)
    # Brand glyphs fill their em square; a little air makes them as large as the others.
    font.setPixelSize(max(1, round(rect.height() * (0.84 if name in BRANDS else 1.0))))
    painter.save()
    painter.setFont(font)
    painter.setPen(colour)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, character)
    painter.restore()


@functools.lru_cache(maxsize=512)
def _drawn(name: str, colour: str, width: int, height: int) -> QPixmap:
    """Return a glyph as a picture; a status bar asks for the same few at every key press."""
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _paint(painter, QRect(0, 0, width, height), name, QColor(colour))
    painter.end()
    return pixmap


class _GlyphEngine(QIconEngine):
    """Paints one glyph; the colour is looked up at each painting, so that a change of scheme needs no new icon."""

    def __init__(self, name: str, colour: str, checked: str) -> None:
        super().__init__()
        self._name, self._colour, self._checked = name, colour, checked

    @override
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        chosen = self._checked if state == QIcon.State.On else self._colour
        paint_icon(painter, rect, self._name, "text2" if mode == QIcon.Mode.Disabled else chosen)

    @override
    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        token = self._checked if state == QIcon.State.On else self._colour
        colour = tokens().colour("text2" if mode == QIcon.Mode.Disabled else token).name()
        return _drawn(self._name, colour, size.width(), size.height())

    @override
    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._name, self._colour, self._checked)


def icon(name: str, colour: str = "text", *, checked: str = "") -> QIcon:
    """Return an icon that follows the colour scheme.

    Args:
        name: a name of `MATERIAL` or `BRANDS`.
        colour: name of the colour in `theme.Tokens`.
        checked: its colour where the button is checked; by default the same.
    """
    if name not in MATERIAL and name not in BRANDS:
        raise KeyError(name)
    return QIcon(_GlyphEngine(name, colour, checked or colour))


def network_icon_name(network: str) -> str:
    """Return the icon name of a network; a globe for one that has none."""
    return NETWORK_ICONS.get(network, "web")
