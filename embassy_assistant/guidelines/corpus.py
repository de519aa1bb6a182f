"""Past posts that the unit keeps, in the files that such things come in: what a new rule is tried on.

| file | one post is |
|---|---|
| `.txt` | what stands between lines of three hyphens; the whole file where there are none |
| `.csv`, `.tsv` | a row; the first row names the columns |
| `.jsonl` | an object on a line |
| `.json` | an object in one list |

Columns and members are named `uk` and `en`, or `text` and, where it is known, `language`, in these or in other usual
words («допис», `post`, `ukrainian`); others are passed over. Columns stand between commas, semicolons or tabs, as the
program that saved them saw fit. What is said in no known language is told by its letters.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.post import ENGLISH, PAIR_LANGUAGES, UKRAINIAN, Post, seen
from embassy_assistant.language.alphabets import UNDETERMINED, script_of
from embassy_assistant.language.identify import identify

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.guideline import GuidelinePack
    from embassy_assistant.domain.review import Target

LARGEST: Final = 50_000_000
"""Bytes of one file: more than a mission writes in a hundred years, and less than a laptop's memory."""

_LONGEST: Final = 100_000
_PARTED: Final = re.compile(r"^-{3,}[ \t\r]*$", re.MULTILINE)
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_NAMES: Final = {
    UKRAINIAN: ("uk", "ua", "ukr", "ukrainian", "українська", "українською"),
    ENGLISH: ("en", "eng", "english", "англійська", "англійською"),
    "text": ("text", "post", "message", "content", "body", "full_text", "текст", "допис", "повідомлення"),
    "language": ("language", "lang", "мова"),
}
_MEANT: Final = {name: meant for meant, names in _NAMES.items() for name in names}
_SEPARATORS: Final = ",;\t"
_ITEM: Final = re.compile(r"\s*[,\]]?\s*")


@dataclass(frozen=True, slots=True)
class Past:
    """A post that rules are tried on, though it was written long ago.

    Attributes:
        name: where it stands (`posts.csv:12`), or what it is called.
        targets: the accounts that it goes to, as far as they are known.
        said_by: returns what a pack says of it, where that is known better than by its words alone.
    """

    name: str
    post: Post
    targets: tuple[Target, ...] = ()
    said_by: Callable[[GuidelinePack], Sequence[Finding]] | None = None


def read_corpus(place: Path) -> tuple[Past, ...]:
    """Read all posts in a file, or in all files of these kinds in a folder and below, in the order of their names.

    Args:
        place: The file or the folder.

    Raises:
        Unusable: There is no such place (`input.no-file`), no post in it (`corpus.empty`), or something that cannot be
            read (`corpus.unreadable`, with file and line).
    """
    if place.is_dir():
        files = sorted(path for path in place.rglob("*") if path.suffix.lower() in _READERS and path.is_file())
    else:
        files = [place]
    found = tuple(past for path in files for past in _file(path))
    if not found:
        raise Unusable("corpus.empty", path=str(place))
    return found


def _file(path: Path) -> Iterator[Past]:
    read = _READERS.get(path.suffix.lower())
    if read is None:
        raise Unusable("corpus.kind", file=path.name, kinds=", ".join(_READERS))
    try:
        if path.stat().st_size > LARGEST:
            raise Unusable("corpus.large", file=path.name, size=path.stat().st_size, limit=LARGEST)
        data = path.read_bytes()
    except OSError as error:
        raise Unusable("input.no-file", file=str(path)) from error
    # Office programs save as "Unicode" what begins with this mark.
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unreadable(path, data[: error.start].count(b"\n") + 1) from error
    empty = True
    for line, texts in read(path, text):
        post = Post(id=f"{path.name}:{line}")
        for language, said in texts.items():
            post = post.with_text(language, said)
        if not post.empty:
            empty = False
            yield Past(post.id, post)
    if empty and text.strip() and read is not _plain:
        raise Unusable("corpus.columns", file=path.name)


def _plain(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    start = 0
    for match in (*_PARTED.finditer(text), None):
        end = match.start() if match else len(text)
        said = text[start:end]
        line = text.count("\n", 0, start + len(said) - len(said.lstrip())) + 1
        if len(said) > _LONGEST:
            raise Unusable("corpus.long", file=path.name, line=line, limit=_LONGEST)
        yield line, _texts(path, line, {"text": said.strip()})
        start = match.end() if match else end


def _rows(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=_separator(text))
    before = 1
    try:
        for row in reader:
            yield before + 1, _texts(path, before + 1, row)
            before = reader.line_num
    except csv.Error as error:
        raise _unreadable(path, reader.line_num + 1) from error


def _separator(text: str) -> str:
    """Return what stands between the columns: that by which the most of the first line's names are understood."""
    begins = text.lstrip()

    def understood(mark: str) -> int:
        # What is no table by any of them, whoever reads the rows says.
        with suppress(csv.Error):
            names = next(csv.reader(io.StringIO(begins, newline=""), delimiter=mark), [])
            return sum(_meaning(name) in _NAMES for name in names)
        return 0

    return max(_SEPARATORS, key=understood)


def _lines(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _texts(path, number, _object(path, number, line))


def _list(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield the objects of one list, each with its line, which a parser of the whole would not tell."""
    decoder, at = json.JSONDecoder(), len(text) - len(text.lstrip())
    if not text.startswith("[", at):
        raise _unreadable(path, 1)
    if not text.rstrip().endswith("]"):
        # Cut short: the posts that are missing would look as if the rules left them alone.
        raise _unreadable(path, text.count("\n") + 1)
    line, counted = 1, 0
    at += 1
    while True:
        at = _end(_ITEM.match(text, at))
        if at >= len(text):
            return
        line, counted = line + text.count("\n", counted, at), at
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _unreadable(path, line) from error
        yield line, _texts(path, line, found)


def _end(match: re.Match[str] | None) -> int:
    assert match is not None, "it matches nothing, too"  # noqa: S101
    return match.end()


def _object(path: Path, line: int, text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _unreadable(path, line) from error


def _texts(path: Path, line: int, row: object) -> Mapping[str, str]:
    """Return what a row says, by language."""
    if not isinstance(row, dict):
        raise _unreadable(path, line)
    row = {_meaning(name): value for name, value in row.items() if value}
    said: dict[str, Any] = {key: row[key] for key in (*PAIR_LANGUAGES, "text") if key in row}
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in said.values()):
        raise _unreadable(path, line)
    if "text" in said:
        text, stated = said.pop("text"), row.get("language")
        stated = stated.strip().lower() if isinstance(stated, str) else ""
        said.setdefault(stated if _LANGUAGE.fullmatch(stated) else _language(text), text)
    return {language: text for language, text in said.items() if seen(text)}


def _meaning(name: object) -> str:
    """Return what a column holds, by its name; the name itself where nobody knows."""
    told = str(name).strip().lower()
    return _MEANT.get(told, told)


def _language(text: str) -> str:
    """Return the language of a text that states none: where nobody can tell, the one of the pair with such letters."""
    language = identify(text).language
    if language != UNDETERMINED:
        return language
    return UKRAINIAN if any(script_of(letter) == "cyrillic" for letter in text) else ENGLISH


def _unreadable(path: Path, line: int) -> Unusable:
    return Unusable("corpus.unreadable", file=path.name, line=line)


_READERS: Final = {".txt": _plain, ".csv": _rows, ".tsv": _rows, ".jsonl": _lines, ".json": _list}
