"""Help in the language of the run: English stands in the code, other languages in `translations/help/<language>.mo`.

Every text passes through the formatter on its way to the page, so that no command and no option needs to know of it.
"""

from __future__ import annotations

import gettext
from functools import cache
from typing import TYPE_CHECKING, Any

import click
from typing_extensions import override

from embassy_assistant.app.session import Session
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Iterable

_AS_IT_STANDS = "\b"
_REMARK = "  # "
# What click itself writes behind the name of a command.
_PLACES = ("[OPTIONS]", "COMMAND", "[ARGS]")


class HelpContext(click.Context):
    """A context whose help speaks the language of its run."""

    @override
    def make_formatter(self) -> click.HelpFormatter:
        language = self.ensure_object(Session).words.language
        return _Formatter(language, width=self.terminal_width, max_width=self.max_content_width)


def say_help(language: str, text: str) -> str:
    """Return a help text in `language`, each paragraph for itself; one that has no translation stays English."""
    return "\n\n".join(
        "\n".join(_line(language, line) for line in paragraph.split("\n"))
        if paragraph.startswith(_AS_IT_STANDS)
        else _paragraph(language, paragraph)
        for paragraph in text.split("\n\n")
    )


class _Formatter(click.HelpFormatter):
    """Writes help in one language."""

    def __init__(self, language: str, **sizes: Any) -> None:  # noqa: ANN401 - as declared by click
        super().__init__(**sizes)
        self._language = language

    @override
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for word in _PLACES:
            args = args.replace(word, _paragraph(self._language, word))
        super().write_usage(prog, args, f"{_paragraph(self._language, 'Usage:')} " if prefix is None else prefix)

    @override
    def write_heading(self, heading: str) -> None:
        super().write_heading(_paragraph(self._language, heading))

    @override
    def write_text(self, text: str) -> None:
        super().write_text(say_help(self._language, text))

    @override
    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        said = []
        for name, text in rows:
            # Click puts the default behind the text.
            words, gap, more = text.partition("  [")
            said.append((name, f"{say_help(self._language, words)}{gap}{more.replace('default:', self._default())}"))
        super().write_dl(said, col_max, col_spacing)

    def _default(self) -> str:
        return _paragraph(self._language, "default:")


def _line(language: str, line: str) -> str:
    """Return a line of what stands as it is: only what is said to a person, the whole of it or behind a #, changes."""
    code, mark, remark = line.rpartition(_REMARK)
    return f"{code}{mark}{_paragraph(language, remark)}" if mark or not line.startswith((" ", _AS_IT_STANDS)) else line


def _paragraph(language: str, text: str) -> str:
    words = " ".join(text.split())
    return _catalogue(language).gettext(words) if words else text


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    file = data_dir("translations") / "help" / f"{language}.mo"
    if not file.exists():
        # English is what stands in the code.
        return gettext.NullTranslations()
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)
