"""The list of missions, as lines or as YAML; a slip is told with its line, and nothing is guessed."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.guidelines.missions import read_missions

LINES = """\
\ufeff# Missions, as of November
usa  Embassy in the United States
pol\tПосольство в Польщі   # Warsaw

un-new-york
"""


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("list.txt", LINES),
        ("list.yaml", "- usa\n- code: pol\n  title: Посольство в Польщі\n- un-new-york\n"),
        ("LIST.YML", "usa: Embassy\npol: {title: Посольство}\nun-new-york:\n"),
    ],
)
def test_a_list_names_missions_in_its_order(file: str, text: str) -> None:
    assert read_missions(text.encode(), file) == ("usa", "pol", "un-new-york")


@pytest.mark.parametrize(
    ("file", "data", "line"),
    [
        ("list", b"", 1),
        ("list", b"# nothing\n", 1),
        ("list", b"usa\nUSA\n", 2),
        ("list", "usa\n\nСША\n".encode(), 3),
        ("list", b"usa\n\xff\n", 2),
        ("list.yaml", b"", 1),
        ("list.yaml", b"usa", 1),
        ("list.yaml", b"- usa\n- title: Poland\n", 2),
        ("list.yaml", b"- usa\n- [pol]\n", 2),
        ("list.yaml", b"- usa\n- {code: [pol]}\n", 2),
        ("list.yaml", b"usa: x\nusa: y\n", 2),
    ],
)
def test_a_line_that_is_no_mission_is_named(file: str, data: bytes, line: int) -> None:
    with pytest.raises(Unusable) as caught:
        read_missions(data, file)
    assert (caught.value.id, caught.value.parameters) == ("guidelines.missions-line", {"file": file, "line": line})


@pytest.mark.parametrize(("file", "text"), [("list", "usa\npol\nusa\n"), ("list.yml", "- usa\n- pol\n- code: usa\n")])
def test_a_mission_that_stands_twice_is_named_with_both_lines(file: str, text: str) -> None:
    with pytest.raises(Unusable) as caught:
        read_missions(text.encode(), file)
    assert caught.value.id == "guidelines.missions-twice"
    assert caught.value.parameters == {"file": file, "line": 3, "code": "usa", "first": 1}
