"""Past posts in files: what is read, from where, and that nothing is passed over in silence."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines import corpus
from embassy_assistant.guidelines.corpus import read_corpus

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.guidelines.corpus import Past

PAIR = {"uk": "Зустріч у Києві.", "en": "A meeting in Kyiv."}


def read(folder: Path, name: str, text: str | bytes) -> list[tuple[str, dict[str, str]]]:
    """Return name and texts of each post in a file."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return [(past.name, said(past)) for past in read_corpus(path)]


def said(past: Past) -> dict[str, str]:
    return {language: version.text for language, version in past.post.versions.items()}


def test_posts_of_a_plain_text_stand_between_hyphens(tmp_path: Path) -> None:
    text = "\ufeff\nПерший допис.\n\nІз двома абзацами.\n---\nThe second post, in English.\n-----\n\n"
    assert read(tmp_path, "posts.txt", text) == [
        ("posts.txt:2", {"uk": "Перший допис.\n\nІз двома абзацами."}),
        ("posts.txt:6", {"en": "The second post, in English."}),
    ]


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.TSV", "\t")])
def test_rows_have_columns_for_both_languages(name: str, mark: str, tmp_path: Path) -> None:
    rows = [("id", "uk", "en"), ("7", '"Один,\nдва."', "One"), ("8", "", ""), ("9", "", "Alone", "more")]
    text = "\n".join(mark.join(row) for row in rows)
    assert read(tmp_path, name, text) == [
        (f"{name}:2", {"uk": "Один,\nдва.", "en": "One"}),
        (f"{name}:5", {"en": "Alone"}),
    ]


def test_a_row_may_say_its_language_or_leave_it_to_the_letters(tmp_path: Path) -> None:
    text = "text,language\nBonjour,FR\nSo,a language\nТак,\nСегодня был очень хороший день для всех нас,\n"
    assert [texts for _, texts in read(tmp_path, "a.csv", text)] == [
        {"fr": "Bonjour"},
        {"en": "So"},
        {"uk": "Так"},
        {"ru": "Сегодня был очень хороший день для всех нас"},
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("names", [("uk", "en"), ("Українська", "English"), (" UA ", "ENG")])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_what_an_office_program_saves_is_read(
    mark: str, names: tuple[str, str], end: str, encoding: str, tmp_path: Path
) -> None:
    rows = [("№", *names), ("1", f'"{PAIR["uk"]}{end}Так, це; воно."', PAIR["en"])]
    text = "".join(mark.join(row) + end for row in rows)
    (found,) = read(tmp_path, "a.csv", text.encode(encoding))
    assert found == ("a.csv:2", {"uk": f"{PAIR['uk']}{end}Так, це; воно.", "en": PAIR["en"]})


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    assert [name for name, _ in read(tmp_path, "a.txt", "One\r\n---\r\nTwo\r\n")] == ["a.txt:1", "a.txt:3"]
    assert [name for name, _ in read(tmp_path, "a.jsonl", '{"en": "One"}\r\n{"post": "Two"}\r\n')] == [
        "a.jsonl:1",
        "a.jsonl:2",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "date;words\n1;So"), ("a.csv", "One,Two\n"), ("a.jsonl", '{"id": 1}'), ("a.json", "[{}]")],
)
def test_a_file_in_which_no_post_is_understood_is_not_passed_over(name: str, text: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"corpus\.columns"):
        read(tmp_path, name, text)


def test_a_text_that_is_too_long_for_a_post_is_told_how_posts_are_parted(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(tmp_path, "a.txt", "so\n---\n\n" + "word " * 25_000)
    assert (caught.value.id, caught.value.parameters["line"]) == ("corpus.long", 4)


def test_objects_stand_on_lines_or_in_one_list(tmp_path: Path) -> None:
    lines = f"{json.dumps(PAIR)}\n\n{json.dumps({'text': 'Words.', 'language': 5})}\n"
    assert read(tmp_path, "a.jsonl", lines) == [("a.jsonl:1", PAIR), ("a.jsonl:3", {"en": "Words."})]
    assert read(tmp_path, "a.json", json.dumps([PAIR, {"en": "Words."}, {"id": 3}], indent=1)) == [
        ("a.json:2", PAIR),
        ("a.json:6", {"en": "Words."}),
    ]
    assert read(tmp_path, "b.json", f" [{json.dumps(PAIR)}]\n") == [("b.json:1", PAIR)]


def test_a_folder_is_read_whole_in_the_order_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    (tmp_path / "2026" / "b.txt").write_text("Later")
    (tmp_path / "a.txt").write_text("Sooner")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    assert [past.post.text("en") for past in read_corpus(tmp_path)] == ["Later", "Sooner"]


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("a.txt", b"so\n\xff", 2),
        ("a.jsonl", "{}\nnot an object", 2),
        ("a.jsonl", "[]", 1),
        ("a.jsonl", "[" * 100_000, 1),
        ("a.json", "{}", 1),
        ("a.json", '[{"en": "So"},\n{"en": 5}]', 2),
        ("a.json", '[{"en": "So"},\n\nso]', 3),
        ("a.json", '[{"en": "So"}\n,', 2),
        ("a.json", '[{"en": "So"}] so ]', 1),
        ("a.csv", f"en\nSo\n{'a' * 200_000}\n", 3),
        ("a.csv", f"{'a' * 200_000}\nSo\n", 1),
        ("a.jsonl", json.dumps({"en": "a" * 100_001}), 1),
    ],
)
def test_what_is_no_post_is_told_with_its_line(name: str, text: str | bytes, line: int, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(tmp_path, name, text)
    assert (caught.value.id, caught.value.parameters) == ("corpus.unreadable", {"file": name, "line": line})


def test_other_files_and_none_and_too_large_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text, id_ in [("a.docx", "so", "corpus.kind"), ("a.txt", " \n---\n", "corpus.empty")]:
        with pytest.raises(Unusable) as caught:
            read(tmp_path, name, text)
        assert caught.value.id == id_
    with pytest.raises(Unusable) as caught:
        read_corpus(tmp_path / "nowhere.txt")
    assert caught.value.id == "input.no-file"
    monkeypatch.setattr(corpus, "LARGEST", 1)
    with pytest.raises(Unusable) as caught:
        read(tmp_path, "b.txt", "so")
    assert caught.value.id == "corpus.large"


@given(
    data=st.binary(max_size=60) | st.text('[]{}",:\\nае ', max_size=40).map(str.encode),
    kind=st.sampled_from([".csv", ".json", ".jsonl", ".tsv", ".txt"]),
)
def test_no_bytes_bring_anything_but_posts_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, kind: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{kind}"
    path.write_bytes(data)
    with suppress(Unusable):
        assert all(past.post.versions for past in read_corpus(path))


def test_lines_may_end_as_on_an_old_macintosh(tmp_path: Path) -> None:
    found = read(tmp_path, "a.csv", "uk;en\rТак;So\rНі;No\r")
    assert [texts["en"] for _, texts in found] == ["So", "No"]
