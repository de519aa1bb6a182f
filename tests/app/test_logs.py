"""The log: private, bounded, and without secrets or drafts."""

from __future__ import annotations

import logging
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import logs

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "canary-secret-8d1f0c"
DRAFT = "Canary sentence of a draft."


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """Write a log into a folder; returns its path."""
    path = logs.set_up(tmp_path)
    assert path is not None
    yield path
    logs.stop()


def written(path: Path) -> str:
    """Return everything that was logged, in older files too."""
    return "".join(file.read_text(encoding="utf-8") for file in path.parent.glob(path.name + "*"))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("Authorization: Bearer {}", id="header"),
        pytest.param("{{'Authorization': 'DPoP {}'}}", id="header in a dict"),
        pytest.param("sent bearer {}", id="scheme alone"),
        pytest.param('"accessJwt": "{}"', id="access token"),
        pytest.param("refresh_jwt={}&x=1", id="refresh token in a form"),
        pytest.param("password={}", id="password"),
        pytest.param("Set-Cookie: session={}; Path=/", id="cookie"),
        pytest.param("https://olena:{}@proxy.example:3128", id="proxy with a password"),
    ],
)
def test_what_looks_like_a_credential_is_not_written(log: Path, line: str) -> None:
    logging.getLogger("test").info(line.format(CANARY))
    assert CANARY not in written(log)
    assert logs.GONE in written(log)


@pytest.mark.parametrize(
    "secret",
    [
        pytest.param("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", id="JWT"),
        pytest.param("abcd-efgh-ijkl-mnop", id="Bluesky app password"),
        pytest.param("ABCD-EFGH-JKMN-PQRS-TVWX-YZ12-34", id="recovery code"),
    ],
)
def test_what_has_the_form_of_a_secret_is_not_written(log: Path, secret: str) -> None:
    logging.getLogger("test").info("seen %s here", secret)
    assert not any(part in written(log) for part in (secret, secret[-12:]))


def test_a_registered_secret_is_never_written_in_a_traceback_either(log: Path) -> None:
    logs.hide(CANARY)
    logger = logging.getLogger("test")
    logger.info("the word %s", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        logger.info("failed", exc_info=True)
    assert CANARY not in written(log)
    assert "ValueError" in written(log)


def test_a_traceback_names_types_and_lines_and_quotes_nobody(log: Path) -> None:
    try:
        try:
            raise KeyError(DRAFT)
        except KeyError as error:
            raise RuntimeError(DRAFT) from error
    except RuntimeError:
        logging.getLogger("test").info("failed", exc_info=True)
    text = written(log)
    assert DRAFT not in text
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text


def test_an_ordinary_line_stays_as_it_is(log: Path) -> None:
    logging.getLogger("test").info("delivery 3f2a moved to sent, 2 attempts, network.timeout")
    assert "delivery 3f2a moved to sent, 2 attempts, network.timeout" in written(log)


def test_only_its_owner_reads_the_log(log: Path) -> None:
    logging.getLogger("test").info("hello")
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_does_not_grow_without_end(log: Path) -> None:
    logger = logging.getLogger("test")
    for _ in range(60):
        logger.info("x" * 100_000)
    files = list(log.parent.glob("assistant.log*"))
    assert len(files) <= 4
    assert sum(file.stat().st_size for file in files) < 5_000_000


def test_without_a_workspace_nothing_is_written(tmp_path: Path) -> None:
    assert logs.set_up(tmp_path / "nowhere") is None
    logging.getLogger("test").info("hello")
    logs.stop()
    assert list(tmp_path.iterdir()) == []


def test_stderr_gets_the_same_redaction(capsys: pytest.CaptureFixture[str]) -> None:
    logs.set_up(None, verbose=True)
    logging.getLogger("test").info("password=%s", CANARY)
    logs.stop()
    assert CANARY not in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_log_for_which_there_is_no_room_costs_its_lines_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / logs.FILE_NAME).symlink_to("/dev/full")
    logs.set_up(tmp_path)
    try:
        logging.getLogger("embassy_assistant").info("a line")
    finally:
        logs.stop()
    assert capsys.readouterr().err == ""
    assert logs.current() is None
