"""Signing keys in the keyring and in files, as the unit types it; and what its mistakes do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

import click
import pytest

from embassy_assistant.app import unit
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.errors import NeedsOfficer, Unusable
from embassy_assistant.domain.events import Events
from embassy_assistant.guidelines.publisher import Publisher
from embassy_assistant.store.file_lock import take
from embassy_assistant.vault import KeyringVault
from tests.helpers.mission import pack_bytes
from tests.helpers.vaults import Backend

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]
PHRASE = "п’ять випадкових слів"
SEED = re.compile(r"ed25519:[0-9a-f]{64}")

pytestmark = pytest.mark.usefixtures("cheap_passphrases")


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch) -> Backend:
    backend = Backend()
    monkeypatch.setattr(unit, "keyring", lambda: KeyringVault("signing", Events(), find_backend=lambda: backend))
    return backend


def begin(run_in: Run, folder: Path) -> list[str]:
    """Hold a ceremony whose keys are all in the keyring, and return the options of those of every day."""
    for name in ("anna", "bohdan", "vira", "targets", "online"):
        assert run_in("guidelines", "make-key", f"keyring:{name}")[0] == Exit.DONE
    keepers = [part for name in ("anna", "bohdan", "vira") for part in ("--root-key", f"keyring:{name}")]
    both = ["--targets-key", "keyring:targets", "--online-key", "keyring:online"]
    assert run_in("guidelines", "begin", str(folder), *keepers, *both)[0] == Exit.DONE
    return both


def test_with_keys_in_the_keyring_nobody_types_a_passphrase(run_in: Run, backend: Backend, tmp_path: Path) -> None:
    both = begin(run_in, tmp_path / "repository")
    (tmp_path / "pack.json").write_bytes(pack_bytes("2"))
    place = str(tmp_path / "repository")
    assert run_in("guidelines", "sign", place, str(tmp_path / "pack.json"), "--key", "keyring:targets")[0] == Exit.DONE
    assert run_in("guidelines", "publish", place, "--online-key", "keyring:online")[0] == Exit.DONE
    code, said, _ = run_in("guidelines", "missions", place, "usa", "pol", *both)
    assert (code, "2 missions were added" in said) == (Exit.DONE, True)
    assert len(backend.entries) == 5


def test_the_private_half_is_said_and_logged_nowhere(
    run_in: Run, backend: Backend, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(0)
    told = [run_in("--verbose", "guidelines", "make-key", "keyring:online")]
    told.append(run_in("--verbose", "guidelines", "copy-key", "keyring:online", str(tmp_path / "a.key"), stdin=PHRASE))
    assert "guidelines copy-key" in told[0][1]
    kept = next(iter(backend.entries.values()))
    assert SEED.fullmatch(kept)
    everything = f"{told}{caplog.text}{os.environ}{(tmp_path / 'a.key').read_text()}"
    assert kept.removeprefix("ed25519:") not in everything
    assert PHRASE not in everything


def test_without_a_keyring_it_is_said_and_the_exit_code_tells_scripts(
    run_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    code, _, error = run_in("guidelines", "make-key", "keyring:online")
    assert (code, bool(error)) == (Exit.KEYRING, True)


def test_at_the_keyboard_a_wrong_passphrase_is_asked_for_again_three_times_in_all(
    run_in: Run, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(run_in, tmp_path / "repository")
    file = str(tmp_path / "online.key")
    run_in("guidelines", "copy-key", "keyring:online", file, stdin=PHRASE)
    typed: list[str] = []
    monkeypatch.setattr("embassy_assistant.app.signing_keys.sys", Keyboard())
    monkeypatch.setattr("embassy_assistant.app.signing_keys.ask_secret", lambda *_, **__: typed.pop(0))
    publish = ("guidelines", "publish", str(tmp_path / "repository"), "--online-key", file)
    typed[:] = ["wrong", "wrong", PHRASE]
    assert run_in(*publish)[0] == Exit.DONE
    typed[:] = ["wrong", "wrong", "wrong", PHRASE]
    code, _, error = run_in(*publish)
    assert (code, error.count("does not open the key"), typed) == (Exit.UNUSABLE, 3, [PHRASE])
    (tmp_path / "online.key").unlink()
    assert run_in(*publish)[0] == Exit.UNUSABLE
    assert typed == [PHRASE]


class Keyboard:
    """What is left of `sys` where somebody sits at a terminal."""

    class stdin:  # noqa: N801 - its name in `sys`
        @staticmethod
        def isatty() -> bool:
            return True


def test_ctrl_c_at_a_passphrase_changes_nothing(
    run_in: Run, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(run_in, tmp_path / "repository")
    run_in("guidelines", "copy-key", "keyring:online", str(tmp_path / "online.key"), stdin=PHRASE)

    def press(*_: object, **__: object) -> str:
        raise click.Abort

    monkeypatch.setattr("embassy_assistant.app.signing_keys.ask_secret", press)
    before = files(tmp_path)
    code, _, _ = run_in("guidelines", "publish", str(tmp_path / "repository"),
                        "--online-key", str(tmp_path / "online.key"))  # fmt: skip
    assert code == 130
    assert run_in("guidelines", "make-key", str(tmp_path / "new.key"))[0] == 130
    assert files(tmp_path) == before


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.suffix != ".log"}


# Many missions.


def test_a_list_of_missions_is_added_at_once_and_a_slip_in_it_adds_none(
    run_in: Run, backend: Backend, tmp_path: Path
) -> None:
    both = begin(run_in, tmp_path / "repository")
    listed = tmp_path / "missions.yaml"
    listed.write_text("- {code: usa, title: Washington}\n- USA\n", "utf-8")
    add = ("guidelines", "missions", str(tmp_path / "repository"), "fra", "--from", str(listed), *both)
    code, _, error = run_in(*add)
    assert (code, "Line 2 of missions.yaml" in error) == (Exit.UNUSABLE, True)
    assert "fra" not in run_in("guidelines", "keys", str(tmp_path / "repository"))[1]
    listed.write_text("- {code: usa, title: Washington}\n- pol\n", "utf-8")
    code, said, _ = run_in(*add)
    assert (code, "3 missions were added" in said) == (Exit.DONE, True)
    assert run_in("guidelines", "missions", str(tmp_path / "repository"), *both)[0] == Exit.UNUSABLE


def test_of_many_packs_the_one_with_a_mistake_is_named_and_none_is_signed(
    run_in: Run, backend: Backend, tmp_path: Path
) -> None:
    both = begin(run_in, tmp_path / "repository")
    run_in("guidelines", "missions", str(tmp_path / "repository"), "usa", "pol", *both)
    own = tmp_path / "own"
    own.mkdir()
    (own / "pol.json").write_bytes(pack_bytes("7"))
    (own / "usa.json").write_bytes(b"{}")
    sign = ("guidelines", "sign-missions", str(tmp_path / "repository"), str(own), "--key", "keyring:targets")
    code, _, error = run_in(*sign)
    assert (code, f"In {own / 'usa.json'}:" in error) == (Exit.UNUSABLE, True)
    assert not (tmp_path / "repository/targets/missions").exists()
    (own / "usa.json").write_bytes(pack_bytes("7").replace(b"Kiev", b"Kyiv"))
    code, _, error = run_in(*sign)
    assert (code, "Nothing was signed" in error) == (Exit.NEEDS_PERSON, True), error
    (own / "usa.json").write_bytes(pack_bytes("8"))
    code, said, _ = run_in(*sign)
    assert (code, "2 packs of missions signed; 0 were signed" in said) == (Exit.DONE, True)


# Two at once.


def test_of_two_ceremonies_in_one_folder_at_once_one_is_held_and_whole(
    run_in: Run, backend: Backend, tmp_path: Path
) -> None:
    """Both begin in earnest: each has its keys, and only the lock decides."""
    begin(run_in, tmp_path / "other")
    keys = unit.signing_keys()
    signers = [keys.open(f"keyring:{name}", str) for name in ("anna", "bohdan", "vira", "targets", "online")]
    anna, bohdan, vira, targets, online = signers
    together, ended = threading.Barrier(2), []

    def hold() -> None:
        publisher = unit.publisher_in(tmp_path / "repository")
        together.wait(60)
        try:
            publisher.begin([one.public_key for one in (anna, bohdan, vira)], [anna, bohdan], targets, online)
            ended.append("held")
        except Unusable as error:
            ended.append(error.id)

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["guidelines.repository-there", "held"]
    assert len(list((tmp_path / "repository/metadata").glob("*.root.json"))) == 1
    assert unit.publisher_in(tmp_path / "repository").keys["root"]


def test_while_another_program_publishes_it_is_waited_for_and_then_told(
    run_in: Run, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(run_in, tmp_path / "repository")
    monkeypatch.setattr(unit, "_PATIENCE", 0.0)
    descriptor = take(tmp_path / "repository/.publishing/lock")
    assert descriptor is not None
    publish = ("guidelines", "publish", str(tmp_path / "repository"), "--online-key", "keyring:online")
    code, _, error = run_in(*publish)
    assert (code, "Another program is publishing" in error) == (Exit.UNUSABLE, True)
    os.close(descriptor)
    assert run_in(*publish)[0] == Exit.DONE


def test_on_a_share_that_knows_no_locks_it_is_published_all_the_same(
    run_in: Run, backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _patience: float) -> int:
        raise NeedsOfficer("store.unusable-disk", path=path.name)

    monkeypatch.setattr(unit, "wait_for", refuse)
    begin(run_in, tmp_path / "repository")
    publish = ("guidelines", "publish", str(tmp_path / "repository"), "--online-key", "keyring:online")
    assert run_in(*publish)[0] == Exit.DONE


@pytest.mark.real
@pytest.mark.usefixtures("real_keyring")
def test_the_keyring_of_the_system_keeps_the_key_and_the_command_line_never_shows_it(tmp_path: Path) -> None:
    def run(*words: str, stdin: str = "") -> str:
        line = [sys.executable, "-m", "embassy_assistant", "--workspace", str(tmp_path / "w"), "guidelines", *words]
        done = subprocess.run(line, input=stdin, capture_output=True, text=True, encoding="utf-8", check=True)
        return done.stdout + done.stderr

    said = [run("make-key", f"keyring:{name}") for name in ("anna", "bohdan", "vira", "targets", "online")]
    keepers = [part for name in ("anna", "bohdan", "vira") for part in ("--root-key", f"keyring:{name}")]
    place = str(tmp_path / "repository")
    both = ["--targets-key", "keyring:targets", "--online-key", "keyring:online"]
    said.append(run("begin", place, *keepers, *both))
    (tmp_path / "pack.json").write_bytes(pack_bytes("2"))
    said.append(run("sign", place, str(tmp_path / "pack.json"), "--key", "keyring:targets"))
    said.append(run("publish", place, "--online-key", "keyring:online"))
    said.append(run("copy-key", "keyring:online", str(tmp_path / "safe.key"), stdin=f"{PHRASE}\n"))
    said.append(run("publish", place, "--online-key", str(tmp_path / "safe.key"), stdin=f"{PHRASE}\n"))
    assert Publisher(tmp_path / "repository", lambda _path, _data: None).holds(pack_bytes("2"))
    assert not SEED.search("".join(said))
