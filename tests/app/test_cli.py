"""The command line: shapes, exit codes and sentences that scripts and people rely on."""

from __future__ import annotations

import errno
import gc
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import cli as cli_module
from embassy_assistant.app import session as session_module
from embassy_assistant.app.cli import cli
from embassy_assistant.app.session import Exit, exit_code
from embassy_assistant.domain.errors import (
    AnotherSender,
    CertificateRefused,
    DiskFull,
    DraftsLocked,
    KeyringUnavailable,
    NotSendable,
    RequestFailed,
    Unusable,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError

    Run = Callable[..., tuple[int, str, str]]

UKRAINIAN = "Посольство запрошує всіх на відкриття виставки в суботу о шостій вечора."
ENGLISH = "The Embassy invites everybody to the opening of the exhibition on Saturday at six."
CLEAN = f"""
released = "a reply"
accounts = ["bluesky:ukrinde.bsky.social"]
[versions.uk]
text = "{UKRAINIAN}"
"""
DRAFTED = f"""
[versions.uk]
text = "{UKRAINIAN}"
[versions.en]
text = "{ENGLISH}"
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs the command line in this process: (exit code, stdout, stderr)."""

    def run_it(*arguments: str, stdin: str | bytes = "") -> tuple[int, str, str]:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            cli(list(arguments))
        captured = capsys.readouterr()
        return int(ended.value.code or 0), captured.out, captured.err

    return run_it


def test_check_prints_the_shape_that_scripts_read(run: Run) -> None:
    post = '[versions.en]\ntext = "We speak about the Ukraine."'
    code, out, _ = run("check", "-", "--format", "json", "--language", "en", stdin=post)
    assert code == Exit.NEEDS_PERSON
    result = json.loads(out)
    assert result["sendable"] is False
    assert result["pair"] == {"state": "missing"}
    for finding in result["findings"]:
        assert set(finding) == {
            "rule", "severity", "account", "version", "start", "end", "message", "suggestions",
        }  # fmt: skip
    article = next(finding for finding in result["findings"] if finding["rule"] == "name.ukraine-article")
    assert (article["version"], article["start"], article["end"]) == ("en", 15, 26)
    assert article["suggestions"][0] == "Ukraine"
    missing = next(finding for finding in result["findings"] if finding["rule"] == "pair.missing")
    assert (missing["start"], missing["end"]) == (None, None)


def test_positions_are_code_points_even_behind_emoji(run: Run) -> None:
    _, out, _ = run("check", "-", "--format", "json", stdin='[versions.en]\ntext = "😀🇺🇦 Kiev stands."')
    kyiv = next(finding for finding in json.loads(out)["findings"] if finding["rule"] == "name.kyiv")
    assert (kyiv["start"], kyiv["end"]) == (4, 8)


def test_a_sendable_post_is_exit_0(run: Run) -> None:
    code, out, _ = run("check", "-", "--format", "json", stdin=CLEAN)
    assert (code, json.loads(out)["sendable"]) == (Exit.DONE, True)


def test_an_override_in_the_file_makes_a_warning_sendable(run: Run) -> None:
    post = DRAFTED + '[[overrides]]\nrule = "pair.drafted"\nreason = "read aloud by both of us"'
    code, out, _ = run("check", "-", stdin=post)
    assert code == Exit.DONE
    assert "A reason was given" in out


def test_check_speaks_ukrainian_when_asked_before_or_after_the_command(run: Run) -> None:
    assert "Обидві версії написано" in run("--language", "uk", "check", "-", stdin=DRAFTED)[1]
    assert "Обидві версії написано" in run("check", "--language", "uk", "-", stdin=DRAFTED)[1]


def test_check_needs_no_workspace_and_makes_none(run: Run, own_home: Path) -> None:
    run("check", "-", stdin=CLEAN)
    assert not any(own_home.rglob("workspace.json"))


def test_check_says_which_network_it_does_not_know(run: Run) -> None:
    code, _, err = run("check", "-", "--language", "en", stdin='accounts = ["blusky:a"]')
    assert code == Exit.UNUSABLE
    assert "bluesky, mastodon, practice" in err


def test_unusable_input_is_exit_2_with_a_sentence(run: Run) -> None:
    code, out, err = run("check", "-", "--language", "en", stdin="topic = ")
    assert (code, out) == (Exit.UNUSABLE, "")
    assert "line 1" in err
    assert "Traceback" not in err


def test_a_file_that_is_not_there_is_exit_2(run: Run) -> None:
    assert run("check", "/nowhere/post.toml")[0] == Exit.UNUSABLE


def test_a_misspelt_option_is_exit_2(run: Run) -> None:
    assert run("check", "--formt", "json", "-")[0] == Exit.UNUSABLE


@pytest.mark.parametrize(
    ("text", "length", "valid"),
    [
        pytest.param("Слава Україні!\n", 14, True, id="a newline at the end is the shell's"),
        pytest.param("👩‍👩‍👧‍👦" * 3, 3, True, id="one family is one grapheme"),
        pytest.param("ї" * 301, 301, False, id="one too many"),
        pytest.param("", 0, True, id="nothing"),
    ],
)
def test_count_prints_the_shape_that_scripts_read(run: Run, text: str, length: int, valid: bool) -> None:
    code, out, _ = run("count", "--network", "bluesky", "--format", "json", stdin=text)
    assert code == Exit.DONE
    assert json.loads(out) == {
        "network": "bluesky", "length": length, "limit": 300, "unit": "graphemes", "valid": valid,
    }  # fmt: skip


def test_count_says_that_it_is_the_bytes_which_do_not_fit(run: Run) -> None:
    _, out, _ = run("count", "--network", "bluesky", "--language", "en", stdin="👨‍👩‍👧‍👦" * 121)
    assert "121 of 300 characters, but 3,025 of 3,000 bytes" in out


def test_count_reads_a_file_too(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text.txt").write_text("Слава", encoding="utf-8")
    code, out, _ = run("count", "--network", "bluesky", str(tmp_path / "text.txt"), "--language", "uk")
    assert (code, out) == (Exit.DONE, "5 з 300 знаків; лишилося 295.\n")


def test_count_refuses_what_is_not_utf_8(run: Run) -> None:
    assert run("count", "--network", "bluesky", stdin="Київ".encode("cp1251"))[0] == Exit.UNUSABLE


def test_identify_prints_one_object_for_each_line(run: Run) -> None:
    code, out, _ = run("identify", "--format", "json", stdin=f"{UKRAINIAN}\n\n{ENGLISH}\n")
    assert code == Exit.DONE
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["language"] for line in lines] == ["uk", "und", "en"]
    assert [line["certain"] for line in lines] == [True, False, True]
    assert all(line["spans"] == [] for line in lines)


def test_identify_shows_where_languages_mix(run: Run) -> None:
    _, out, _ = run("identify", "--format", "json", stdin=f"{UKRAINIAN} {ENGLISH}")
    spans = json.loads(out)["spans"]
    assert {span["language"] for span in spans} == {"uk", "en"}
    assert all(set(span) == {"start", "end", "language"} for span in spans)


def test_romanise_writes_what_it_is_given_or_what_it_reads(run: Run) -> None:
    assert run("romanise", "Біла", "Церква")[:2] == (Exit.DONE, "Bila Tserkva\n")
    for arguments in (["romanise"], ["romanise", "-"]):
        assert run(*arguments, stdin="Щастя\nЩАСТЯ\n")[:2] == (Exit.DONE, "Shchastia\nSHCHASTIA\n")


def test_a_workspace_that_is_not_there_is_unusable_input(run: Run, tmp_path: Path) -> None:
    for command in (["posts", "list"], ["queue"], ["hold"], ["send"], ["accounts", "list"]):
        code, _, err = run(*command, "--workspace", str(tmp_path / "nowhere"), "--language", "en")
        assert code == Exit.UNUSABLE
        assert "There is no workspace" in err
    assert not (tmp_path / "nowhere").exists()


def test_without_a_keyring_the_drafts_stay_closed_and_the_exit_code_says_so(tmp_path: Path) -> None:
    (tmp_path / "post.toml").write_text(CLEAN, encoding="utf-8")

    def run_alone(*arguments: str) -> tuple[int, str]:
        """Run a process of its own: the keyring package remembers the first backend that a process found."""
        done = subprocess.run(
            [sys.executable, "-m", "embassy_assistant", *arguments, "--workspace", "workspace", "--language", "en"],
            cwd=tmp_path,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(cli_module.__file__).parents[2]),
                "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            },
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return done.returncode, done.stderr

    code, err = run_alone("posts", "add", "post.toml")
    # Made all the same: the recovery code opens it, and is printed.
    assert code == Exit.DONE
    assert "recovery code" in err
    code, err = run_alone("posts", "list")
    assert code == Exit.KEYRING
    assert "keyring" in err


def test_a_password_is_never_an_argument(run: Run) -> None:
    assert run("accounts", "add", "bluesky", "a.bsky.social", "secret")[0] == Exit.UNUSABLE
    assert run("accounts", "add", "bluesky", "a.bsky.social", "--password", "secret")[0] == Exit.UNUSABLE


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unusable(), Exit.UNUSABLE),
        (NotSendable(), Exit.NEEDS_PERSON),
        (DiskFull(), Exit.NEEDS_PERSON),
        (KeyringUnavailable("locked"), Exit.KEYRING),
        (DraftsLocked(), Exit.KEYRING),
        (RequestFailed(left_the_machine=False), Exit.NO_NETWORK),
        (CertificateRefused(), Exit.NEEDS_PERSON),
        (AnotherSender(), Exit.ANOTHER_SENDER),
    ],
)
def test_each_error_has_its_exit_code(error: AssistantError, code: Exit) -> None:
    assert exit_code(error) is code


@pytest.mark.log_warnings_expected("a defect")
def test_a_defect_is_one_sentence_and_its_traceback_is_in_the_log(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_file: str) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr("embassy_assistant.app.commands.identify.read_text", broken)
    code, out, err = run("identify", "-", "--workspace", str(tmp_path), "--language", "en")
    assert (code, out) == (Exit.DEFECT, "")
    assert "Traceback" not in err
    assert "ZeroDivisionError" in (tmp_path / "assistant.log").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["accounts add practice embassy --password-stdin", "practice serve"])
def test_a_workspace_below_a_file_is_said_and_is_no_defect(run: Run, tmp_path: Path, command: str) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    workspace = tmp_path / "file" / "workspace"
    code, out, err = run("--workspace", str(workspace), "--language", "en", *command.split(), stdin="pw")
    assert code == Exit.UNUSABLE
    assert str(workspace) in err
    assert "Traceback" not in out + err


def test_a_disk_that_is_full_is_said_and_is_no_defect(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(path: Path, *_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "no room", str(path))

    monkeypatch.setattr(Path, "mkdir", no_room)
    code, _, err = run("--workspace", str(tmp_path / "w"), "--language", "en", "practice", "serve")
    assert code == Exit.NEEDS_PERSON
    assert "disk is full" in err


@pytest.mark.log_warnings_expected("a defect")
def test_another_file_that_cannot_be_opened_is_a_defect_with_a_log(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError(errno.EACCES, "no", "/elsewhere/resource")

    monkeypatch.setattr(Path, "mkdir", broken)
    code, _, _ = run("--workspace", str(tmp_path / "w"), "practice", "serve")
    assert code == Exit.DEFECT


def test_help_names_every_command_and_every_exit_code(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == Exit.DONE
    for word in ("demo", "check", "posts", "self-test", "5 another sender"):
        assert word in " ".join(out.split())


@pytest.mark.parametrize(
    "command",
    ["window", "check", "count", "identify", "romanise", "posts", "posts add", "queue", "hold", "send", "accounts",
     "accounts add", "accounts test", "practice serve", "demo", "doctor", "self-test"],
)  # fmt: skip
def test_every_command_takes_the_shared_options(run: Run, command: str) -> None:
    code, out, _ = run(*command.split(), "--help")
    assert code == Exit.DONE
    assert "--workspace" in out
    assert "--language" in out


def test_the_language_is_the_systems_where_nobody_chose(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "uk_UA.UTF-8")
    assert "Обидві" in run("check", "-", stdin=DRAFTED)[1]
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "Both halves" in run("check", "-", stdin=DRAFTED)[1]


def test_the_workspaces_own_language_wins_over_the_systems(run: Run, tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text('{"language": "uk"}', encoding="utf-8")
    assert "У " in run("posts", "list", "--workspace", str(tmp_path / "x"), "--language", "uk")[2]
    session = session_module.Session(chosen=tmp_path)
    assert session.words.language == "uk"


def test_a_relative_workspace_stays_the_same_from_wherever_it_is_used() -> None:
    assert session_module.Session(chosen=Path(".demo")).workspace == Path.cwd() / ".demo"


def test_help_imports_neither_qt_nor_the_store() -> None:
    script = (
        "import sys; from embassy_assistant.app.cli import cli\n"
        "try: cli(['--help'])\n"
        "except SystemExit: pass\n"
        "print([n for n in sys.modules if n.split('.')[0] in "
        "{'PySide6', 'sqlite_utils', 'requests', 'keyring', 'pydantic'}])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_window_waits_for_no_check_to_load(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from embassy_assistant.app.wiring import open_desk\n"
        "import embassy_assistant.ui.start\n"
        "desk = open_desk(Path(sys.argv[1]))\n"
        "print([n for n in sys.modules if n.startswith('embassy_assistant.checks.')])"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "workspace")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"


def test_progress_is_shown_only_for_what_takes_longer_than_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A buffer that only grows: to empty one that another thread writes to would lose words now and then.
    monkeypatch.setattr(sys, "stderr", said := io.StringIO())
    session = session_module.Session(language="en")
    with session.progress("cli.checking"):
        pass
    assert said.getvalue() == ""
    monkeypatch.setattr(session_module, "_SHOW_PROGRESS_AFTER", 0.01)
    monkeypatch.setattr(session_module, "_DOTS_EVERY", 0.01)
    deadline = time.monotonic() + 30
    with session.progress("cli.checking"):
        while "Checking." not in said.getvalue() and time.monotonic() < deadline:
            time.sleep(0.001)
    assert said.getvalue().startswith("Checking.")


def test_the_table_of_commands_names_modules_that_exist() -> None:
    folder = Path(cli_module.__file__).parent / "commands"
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {module for module, _ in cli_module.COMMANDS.values()} == modules


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a display be missing")
def test_without_a_display_the_window_says_so(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    code, _, err = run("--workspace", str(tmp_path / "w"), "--language", "en")
    assert code == Exit.NEEDS_PERSON
    assert "There is no display here" in err
    assert gc.isenabled()
    assert not (tmp_path / "w").exists()


def _printing_to(stdout: int) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "embassy_assistant", "--language", "en", "check", "-"],
        input=CLEAN.encode(),
        stdout=stdout,
        stderr=subprocess.PIPE,
        timeout=60,
        env={"PATH": "/usr/bin", "PYTHONPATH": str(Path(cli_module.__file__).parents[2])},
        check=False,
    )


def test_a_reader_that_went_away_is_told_nothing_and_the_verdict_is_neither_yes_nor_no() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = _printing_to(writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_output_for_which_there_is_no_room_is_no_defect() -> None:
    with Path("/dev/full").open("wb") as full:
        done = _printing_to(full.fileno())
    assert done.returncode == Exit.NEEDS_PERSON
    assert b"disk is full" in done.stderr
    assert b"Traceback" not in done.stderr


def test_ukrainian_reaches_a_pipe_whatever_the_locale_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "embassy_assistant", "--language", "uk", "check", "-"],
        input=DRAFTED.encode(),
        capture_output=True,
        timeout=60,
        env={"PATH": "/usr/bin", "PYTHONPATH": str(Path(cli_module.__file__).parents[2]), "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    assert done.returncode == Exit.NEEDS_PERSON
    assert "Обидві версії написано" in done.stdout.decode()
