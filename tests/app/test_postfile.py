"""Post files: what they say becomes a Post, and a mistake is named with its line."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.app import postfile
from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.officer import Officer
from embassy_assistant.domain.post import PairState
from embassy_assistant.messages import messages

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 16
WHOLE = """\
topic = "Свічка"
due = 2026-12-01T14:00:00
zone = "Europe/Berlin"
officer = "Olena Kovalenko"
accounts = ["bluesky:@ukrinde.bsky.social"]
promised = {reason = "translator", time = 2026-12-01T18:00:00}

[versions.uk]
text = "Запаліть свічку."

[[media]]
path = "flag.png"
alt.uk = "Прапор"
alt.en = "A flag"

[[overrides]]
rule = "links.shortener"
reason = "the ministry's own"
"""


def read(text: str, folder: Path = Path()) -> postfile.PostFile:
    """Read a post file."""
    return postfile.read(text.encode(), name="post.toml", folder=folder)


def test_a_whole_file_becomes_a_post(tmp_path: Path) -> None:
    (tmp_path / "flag.png").write_bytes(PNG)
    post = read(WHOLE, tmp_path).post(NOW, officer=None, zone="Europe/Kyiv")
    assert post.topic == "Свічка"
    assert post.accounts == ("bluesky:ukrinde.bsky.social",)
    assert post.due is not None
    assert post.due.instant() == datetime(2026, 12, 1, 13, 0, tzinfo=UTC)
    assert post.pair_state is PairState.PROMISED
    assert post.pair.promise is not None
    assert post.pair.promise.by == datetime(2026, 12, 1, 17, 0, tzinfo=UTC)
    assert post.pair.promise.officer == Officer("Olena Kovalenko", "OK")
    assert (post.media[0].mime, post.media[0].alt["en"]) == ("image/png", "A flag")
    assert [(one.rule, one.reason, one.text) for one in post.overrides] == [
        ("links.shortener", "the ministry's own", "")
    ]


def test_the_example_in_the_help_is_a_post_file() -> None:
    example = postfile.EXAMPLE.split("\n", 2)[2].replace("time = …", "time = 2026-12-01T18:00:00")
    found = read(example)
    assert (found.topic, found.zone, len(found.media), found.released) == ("Exhibition", "Europe/Berlin", 1, "a reply")


def test_a_release_may_be_a_reason_alone() -> None:
    post = read('released = "a reply"\n[versions.en]\ntext = "Thank you."').post(NOW, officer=None, zone="Europe/Kyiv")
    assert post.pair_state is PairState.RELEASED
    assert post.pair.release is not None
    assert post.pair.release.reason == "a reply"


def test_a_time_is_local_to_the_missions_zone_where_the_file_names_none() -> None:
    post = read('due = "2026-07-01 09:30"').post(NOW, officer=None, zone="Europe/Kyiv")
    assert post.due is not None
    assert post.due.instant() == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)


def test_an_officer_may_say_in_the_file_that_the_halves_agree() -> None:
    halves = '[versions.en]\ntext = "Thank you."\n[versions.uk]\ntext = "Дякуємо."'
    for said, state in (("true", PairState.CONFIRMED), ("false", PairState.DRAFTED)):
        post = read(f"confirmed = {said}\n{halves}").post(NOW, officer=None, zone="Europe/Kyiv")
        assert post.pair_state is state
    half = read('confirmed = true\n[versions.en]\ntext = "Thank you."').post(NOW, officer=None, zone="Europe/Kyiv")
    assert half.pair_state is PairState.MISSING


def test_the_workspaces_officer_decides_where_the_file_names_nobody() -> None:
    officer = Officer("Iryna Test", "IT")
    post = read('released = {reason = "a reply"}').post(NOW, officer=officer, zone="Europe/Kyiv")
    assert post.pair.release is not None
    assert post.pair.release.officer == officer


@pytest.mark.parametrize(
    ("text", "message_id", "line"),
    [
        pytest.param("topic = 'a'\naccuonts = []", "postfile.unknown-key-guess", 2, id="misspelt key"),
        pytest.param("topic = 'a'\nzzzzzz = 1", "postfile.unknown-key", 2, id="key nobody knows"),
        pytest.param("\n\ntopic = ", "postfile.not-toml", 3, id="broken TOML"),
        pytest.param("a = " + "[" * 5000 + "]" * 5000, "postfile.not-toml", 1, id="brackets in brackets"),
        pytest.param("a = " + "1" * 5000, "postfile.not-toml", 1, id="a number of thousands of digits"),
        pytest.param("due = 0001-01-01T00:00:00", "postfile.wrong-kind", 1, id="before all instants"),
        pytest.param(
            "[promised]\nreason = 'x'\ntime = 9999-12-31T23:59:59", "postfile.wrong-kind", 3, id="behind all instants"
        ),
        pytest.param("topic = 3", "postfile.wrong-kind", 1, id="a number for a text"),
        pytest.param("due = 'soon'", "postfile.wrong-kind", 1, id="no time"),
        pytest.param("due = 2026-12-01", "postfile.wrong-kind", 1, id="a day is no time"),
        pytest.param("due = 2026-12-01T14:00:00Z", "postfile.time-with-offset", 1, id="time with an offset"),
        pytest.param("zone = 'Europe/Kiev2'", "postfile.unknown-zone", 1, id="no such zone"),
        pytest.param("accounts = ['bluesky']", "postfile.wrong-account", 1, id="network without a handle"),
        pytest.param("accounts = 'bluesky:a'", "postfile.wrong-kind", 1, id="accounts not a list"),
        pytest.param("released = {}", "postfile.missing-key", 1, id="release without a reason"),
        pytest.param("promised = {reason = 'x'}", "postfile.missing-key", 1, id="promise without a time"),
        pytest.param(
            "released = 'r'\npromised = {reason = 'x', time = 2026-12-01T18:00:00}",
            "postfile.released-and-promised",
            2,
            id="both released and promised",
        ),
        pytest.param("[versions.english]\ntext = ''", "postfile.not-a-language", 1, id="no language code"),
        pytest.param("versions.uk = 'x'", "postfile.wrong-kind", 1, id="text without its table"),
        pytest.param("[versions.uk]\ntxet = ''", "postfile.unknown-key-guess", 2, id="misspelt text"),
        pytest.param("media = 'x'", "postfile.wrong-kind", 1, id="media not tables"),
        pytest.param("media = ['x']", "postfile.wrong-kind", 1, id="media not tables but texts"),
        pytest.param("[[media]]\nalt.uk = 'x'", "postfile.missing-key", 1, id="picture without a path"),
        pytest.param("[[overrides]]\nrule = 'x'", "postfile.missing-key", 1, id="override without a reason"),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, message_id: str, line: int) -> None:
    with pytest.raises(Unusable) as caught:
        read(text)
    assert (caught.value.id, caught.value.parameters["line"]) == (message_id, line)
    for language in ("uk", "en"):
        assert "post.toml" in messages(language).error(caught.value)


def test_a_misspelt_key_is_asked_back() -> None:
    with pytest.raises(Unusable) as caught:
        read("oficer = 'A'")
    assert messages("en").error(caught.value).endswith("Did you mean “officer”?")


def test_a_misspelt_zone_is_asked_back() -> None:
    with pytest.raises(Unusable) as caught:
        read("zone = 'Europe/Kyv'")
    assert caught.value.parameters["guess"] == "Europe/Kyiv"


def test_what_is_not_utf_8_is_refused() -> None:
    with pytest.raises(Unusable) as caught:
        postfile.read("topic = 'Київ'".encode("cp1251"), name="post.toml", folder=Path())
    assert caught.value.id == "postfile.not-utf8"


def test_a_file_of_megabytes_is_refused_unread() -> None:
    with pytest.raises(Unusable) as caught:
        postfile.read(b"#" * (postfile.LARGEST_FILE + 1), name="post.toml", folder=Path())
    assert caught.value.id == "postfile.too-large"


def test_a_picture_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Unusable) as caught:
        read(WHOLE, tmp_path).post(NOW, officer=None, zone="Europe/Kyiv")
    assert caught.value.id == "postfile.no-picture"


def test_a_file_that_only_looks_like_a_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "flag.png").write_text("no picture")
    with pytest.raises(Unusable) as caught:
        read(WHOLE, tmp_path).post(NOW, officer=None, zone="Europe/Kyiv")
    assert caught.value.id == "postfile.not-a-picture"


def test_a_film_named_as_a_picture_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "flag.png").open("wb") as file:
        file.truncate(postfile.LARGEST_PICTURE + 1)
    with pytest.raises(Unusable) as caught:
        read(WHOLE, tmp_path).post(NOW, officer=None, zone="Europe/Kyiv")
    assert caught.value.id == "postfile.picture-too-large"


@given(data=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_whatever_the_bytes_are_the_answer_is_a_post_or_a_sentence(data: bytes) -> None:
    with contextlib.suppress(Unusable):
        assert isinstance(postfile.read(data, name="post.toml", folder=Path()), postfile.PostFile)
