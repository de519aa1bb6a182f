"""The demo and the self-test: each says what it proved, and fails when it proved nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import demo, postfile, selftest, wiring
from embassy_assistant.app.offline import review, target
from embassy_assistant.app.session import Session
from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.errors import KeyringUnavailable, Unusable
from embassy_assistant.locations import data_dir
from embassy_assistant.networks.practice import is_running
from embassy_assistant.services.workspace import Access
from embassy_assistant.store.keys import ENTRY

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.services.desk import Desk

pytestmark = pytest.mark.long

PROGRAM = (sys.executable, "-m", "embassy_assistant")
ROOT = Path(__file__).parents[2]


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program in a folder."""
    return subprocess.run(
        [*PROGRAM, *arguments, "--language", "en"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=150,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


@pytest.mark.slow
def test_the_self_test_passes_and_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    done = run("self-test", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "This installation works." in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_fails_is_named_and_the_others_go_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def broken(_self: selftest.SelfTest) -> None:
        raise OSError("broken on purpose")

    for part in ("_drafts", "_window"):
        monkeypatch.setattr(selftest.SelfTest, part, broken)
    outcomes = {outcome.part: outcome.problem for outcome in selftest.SelfTest(tmp_path).run()}
    assert outcomes["files"] == outcomes["languages"] == ""
    assert outcomes["drafts"] == "OSError: broken on purpose"
    # It needs a draft, and there is none.
    assert outcomes["checks"] == "Failed: drafts"


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.usefixtures("real_keyring")
def test_the_demo_proves_that_each_post_is_out_once(tmp_path: Path) -> None:
    done = run("demo", "--pictures", "pictures", "--workspace", "workspace", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Proven: 7 deliveries, 7 posts on the timelines, each exactly once." in done.stdout
    assert "was killed (exit code -9)" in done.stdout
    assert "the program was stopped in mid-send" in done.stdout
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 10
    # A second run starts anew, in the same folder.
    again = run("demo", "--no-pictures", "--workspace", "workspace", folder=tmp_path)
    assert again.returncode == 0, again.stdout + again.stderr


def test_three_posts_are_written_offline_mended_and_queued(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pictures: list[str] = []
    show = demo.Demo(Session(language="en"), folder, lambda _desk, name, _view, _post: pictures.append(name))
    desk = show.begin()
    try:
        show.write_and_queue(desk)
        rows = desk.outbox.open()
        assert len(rows) == 7
        assert {row.state for row in rows} == {State.WAITING}
        texts = " ".join(row.segment.text for row in rows)
        assert not any(word in texts for word in ("Kiev", "the Ukraine", "на Україні", "special military operation"))
        assert len(pictures) == 7
        # Nothing went out: the network is away.
        assert desk.sender.drain().offline
    finally:
        desk.sender.stop()
        desk.workspace.close()
    assert "“Kiev” → “Kyiv” (name.kyiv)" in capsys.readouterr().out


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many drafts each window has shown; one over a locked store is counted as none."""
    seen: list[int] = []

    def run_window(desk: Desk, *, language: str, theme: str) -> int:
        assert (language, theme) == ("en", "dark")
        seen.append(len(desk.drafting.draft_ids()) if desk.workspace.access is Access.OPEN else 0)
        desk.workspace.close()
        return 0

    monkeypatch.setattr("embassy_assistant.ui.start.run_window", run_window)
    return seen


def test_the_window_opens_on_a_demo_workspace_and_keeps_it(
    run_in: Callable[..., tuple[int, str, str]], folder: Path, shown: list[int]
) -> None:
    assert run_in("window", "--demo", "--theme", "dark")[0] == 0
    made = (folder / "workspace.json").read_bytes()
    assert run_in("window", "--demo", "--theme", "dark")[0] == 0
    assert shown == [3, 3]
    assert (folder / "workspace.json").read_bytes() == made


@pytest.mark.parametrize("state", ["locked", "no-backend", "dismissed", "gone"])
def test_a_demo_whose_keyring_is_away_today_is_kept(
    run_in: Callable[..., tuple[int, str, str]],
    folder: Path,
    shown: list[int],
    monkeypatch: pytest.MonkeyPatch,
    state: str,
) -> None:
    def away(_keyring: object, _name: str) -> str:
        raise KeyringUnavailable(state)

    run_in("window", "--demo", "--theme", "dark")
    made = (folder / "workspace.json").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(selftest.KeyInMemory, "get", away)
        assert run_in("window", "--demo", "--theme", "dark")[0] == 0
    assert run_in("window", "--demo", "--theme", "dark")[0] == 0
    assert shown == [3, 0, 3]
    assert (folder / "workspace.json").read_bytes() == made


def test_a_demo_whose_key_is_gone_for_good_is_made_anew_and_says_so(
    run_in: Callable[..., tuple[int, str, str]], folder: Path, shown: list[int]
) -> None:
    run_in("window", "--demo", "--theme", "dark")
    made = (folder / "workspace.json").read_bytes()
    wiring.open_desk(folder).vault.delete(ENTRY)
    code, _, said = run_in("window", "--demo", "--theme", "dark")
    assert (code, shown) == (0, [3, 3])
    assert "no longer opens; it is made anew" in said
    assert (folder / "workspace.json").read_bytes() != made


def test_a_demo_that_cannot_be_prepared_leaves_no_process_and_no_key(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("broken on purpose")

    monkeypatch.setattr(demo, "store", broken)
    with pytest.raises(OSError, match="broken on purpose"):
        demo.Demo(Session(language="en"), folder, lambda *_: None).begin()
    assert not is_running(folder / "practice")
    assert wiring.open_desk(folder).vault.get(ENTRY) is None


def test_a_demo_without_a_keyring_says_what_it_needs(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def away(*_: object) -> None:
        raise KeyringUnavailable("no-backend")

    monkeypatch.setattr(selftest.KeyInMemory, "set", away)
    with pytest.raises(KeyringUnavailable) as caught:
        demo.Demo(Session(language="en"), folder, lambda *_: None).begin()
    assert caught.value.id == "keyring.no-backend"
    assert "cannot begin without one" in capsys.readouterr().out


def test_the_demo_touches_no_folder_that_is_not_its_own(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Unusable) as caught:
        demo.fresh(tmp_path)
    assert caught.value.id == "demo.not-fresh"
    assert (tmp_path / "letter.txt").exists()


def test_an_earlier_demo_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "workspace").mkdir()
    (tmp_path / "workspace" / demo.MARK).touch()
    assert not demo.complete(tmp_path / "workspace")
    demo.fresh(tmp_path / "workspace")
    assert not (tmp_path / "workspace").exists()


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("1-clean.toml", {"pair.drafted"}),
        (
            "2-terms.toml",
            {"pair.drafted", "length.too-long", "name.in-ukraine", "war.special-operation.uk", "war.special-operation",
             "occupied.new-regions.uk", "occupied.new-regions", "name.ukraine-article", "name.kyiv", "name.odesa",
             "name.kharkiv"},
        ),
        ("3-half.toml", {"pair.missing"}),
    ],
)  # fmt: skip
def test_the_demos_posts_show_what_they_are_there_to_show(name: str, rules: set[str]) -> None:
    folder = data_dir("resources") / "demo"
    post = postfile.read((folder / name).read_bytes(), name=name, folder=folder).post(
        datetime(2026, 11, 22, tzinfo=UTC), officer=None, zone="Europe/Kyiv"
    )
    result = review().check_against(post, [target(account, post) for account in post.accounts])
    assert {finding.rule for finding in result.findings} == rules
