"""The unit on the command line: the key ceremony, the daily round, and the day a key is stolen."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from nacl.pwhash import argon2id

from embassy_assistant.app.session import Exit
from embassy_assistant.guidelines.keyfile import new_key, public_key
from embassy_assistant.guidelines.plain import FORMAT
from tests.helpers.mission import pack_bytes
from tests.helpers.packs import a_folder, a_rule_of

if TYPE_CHECKING:
    from pathlib import Path

Run = Callable[..., tuple[int, str, str]]
NAMES = ("anna", "bohdan", "vira", "targets", "online", "other")


class Office:
    """The unit's keys, each under its own passphrase, and its repository."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder, self._run = folder, run
        self.repository = folder / "repository"
        for name in NAMES:
            cheap = new_key(phrase(name), passes=argon2id.OPSLIMIT_MIN, memory=argon2id.MEMLIMIT_MIN)
            self.key(name).write_bytes(cheap)
        code, self.said, _ = self.run("begin", *self.keepers("anna", "bohdan", "vira"), *self.all_day,
                                      typed=("anna", "bohdan", "targets", "online"))  # fmt: skip
        assert code == Exit.DONE

    @property
    def all_day(self) -> list[str]:
        return ["--targets-key", str(self.key("targets")), "--online-key", str(self.key("online"))]

    @property
    def online(self) -> list[str]:
        return ["--online-key", str(self.key("online"))]

    def key(self, name: str) -> Path:
        return self.folder / f"{name}.key"

    def id(self, name: str) -> str:
        return public_key(self.key(name).read_bytes()).keyid[:16]

    def keepers(self, *names: str) -> list[str]:
        return [part for name in names for part in ("--root-key", str(self.key(name)))]

    def run(self, command: str, *arguments: str, typed: tuple[str, ...] = ()) -> tuple[int, str, str]:
        stdin = "".join(f"{phrase(name)}\n" for name in typed)
        return self._run("guidelines", command, str(self.repository), *arguments, stdin=stdin)

    def sign(self, data: bytes, *more: str, key: str = "targets") -> tuple[int, str, str]:
        (self.folder / "pack.json").write_bytes(data)
        return self.run("sign", str(self.folder / "pack.json"), "--key", str(self.key(key)), *more, typed=(key,))

    def publish(self, key: str = "online") -> tuple[int, str, str]:
        return self.run("publish", "--online-key", str(self.key(key)), typed=(key,))


def phrase(name: str) -> str:
    return f"парольна фраза: {name}"


@pytest.fixture
def office(tmp_path: Path, run_in: Run) -> Office:
    return Office(tmp_path, run_in)


def pack(version: str) -> bytes:
    return pack_bytes(version)


def taken_in(office: Office, run_in: Run, place: Path | None = None) -> str:
    """Sync a mission from the repository or another place, and return what it says."""
    return run_in("guidelines", "sync", str(place or office.repository))[1].splitlines()[0]


@pytest.fixture
def mission(office: Office, run_in: Run) -> Callable[..., str]:
    fingerprint = office.said.strip().splitlines()[-1]
    root = str(office.repository / "metadata" / "1.root.json")
    assert run_in("guidelines", "trust", root, "--fingerprint", fingerprint, "--mission", "usa")[0] == Exit.DONE
    return lambda place=None: taken_in(office, run_in, place)


def test_a_key_is_made_once_under_a_passphrase(run_in: Run, tmp_path: Path) -> None:
    file = tmp_path / "new.key"
    code, said, _ = run_in("guidelines", "make-key", str(file), stdin=phrase("new"))
    assert (code, public_key(file.read_bytes()).keyid[:16] in said) == (Exit.DONE, True)
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    assert run_in("guidelines", "make-key", str(file), stdin=phrase("new"))[0] == Exit.UNUSABLE
    assert file.read_bytes() == before
    code, _, error = run_in("guidelines", "make-key", str(tmp_path / "weak.key"), stdin="12345")
    assert (code, "too short" in error) == (Exit.UNUSABLE, True)
    assert not (tmp_path / "weak.key").exists()


def test_what_is_signed_and_published_reaches_a_mission(office: Office, mission: Callable[..., str]) -> None:
    assert office.sign(pack("2"))[:2] == (
        Exit.DONE,
        "Version 2 was signed as ministry/pack.json. Missions see it once it is published.\n",
    )
    code, said, _ = office.publish()
    assert (code, said.startswith("Published.")) == (Exit.DONE, True)
    assert mission() == "Guidelines 2 are in force now."


def test_a_pack_is_signed_from_its_source_and_only_where_its_examples_hold(office: Office, tmp_path: Path) -> None:
    good = a_rule_of("term", examples={"match": ["спецоперації"], "pass": ["війна"]})
    bad = a_rule_of("term", examples={"match": ["війна"], "pass": ["спецоперація"]})
    sign = ("--key", str(office.key("targets")))
    source = a_folder(tmp_path / "good", good)
    assert office.run("sign", str(source), *sign, typed=("targets",))[0] == Exit.DONE
    code, _, error = office.run("sign", str(a_folder(tmp_path / "bad", bad)), *sign, typed=("targets",))
    assert (code, "Nothing was signed" in error) == (Exit.NEEDS_PERSON, True)


def test_rules_that_nothing_here_can_try_are_not_signed(office: Office) -> None:
    newer = {**a_rule_of("term", id="a.newer"), "kind": "song"}
    document = {**json.loads(pack("2")), "format_version": FORMAT + 1, "rules": [newer]}
    code, _, error = office.sign(json.dumps(document).encode())
    assert (code, "a.newer" in error) == (Exit.UNUSABLE, True)


def test_a_mission_has_a_pack_of_its_own(office: Office, mission: Callable[..., str]) -> None:
    office.sign(pack("2"))
    code, _, _ = office.run("missions", "usa", "pol", *office.all_day, typed=("targets", "online"))
    assert code == Exit.DONE
    assert office.sign(pack("7"), "--mission", "usa")[0] == Exit.DONE
    office.publish()
    assert mission() == "Guidelines 2 + 7 are in force now."
    code, _, error = office.sign(pack("7"), "--mission", "nowhere")
    assert (code, "nowhere" in error) == (Exit.UNUSABLE, True)


def test_a_courier_file_and_a_stick_carry_it(office: Office, mission: Callable[..., str], tmp_path: Path) -> None:
    office.sign(pack("2"))
    courier, stick = tmp_path / "mail.courier", tmp_path / "stick"
    code, said, _ = office.run("export", str(courier), *office.online, typed=("online",))
    assert (code, str(courier) in said) == (Exit.DONE, True)
    assert mission(courier) == "Guidelines 2 are in force now."
    office.sign(pack("3"))
    assert office.run("export", str(stick), "--folder", *office.online, typed=("online",))[0] == Exit.DONE
    assert mission(stick) == "Guidelines 3 are in force now."
    code, _, error = office.run("export", str(courier), *office.online, typed=("online",))
    assert (code, "there already" in error) == (Exit.UNUSABLE, True)


def test_a_stolen_online_key_is_replaced_and_missions_follow(office: Office, mission: Callable[..., str]) -> None:
    office.sign(pack("2"))
    office.publish()
    mission()
    code, said, _ = office.run(
        "rotate-key", "online", *office.keepers("anna", "vira"), "--remove", office.id("online"),
        "--add", str(office.key("other")), typed=("other", "anna", "vira"),
    )  # fmt: skip
    assert (code, office.id("other") in said) == (Exit.DONE, True)
    assert office.publish("online")[0] == Exit.UNUSABLE
    office.sign(pack("3"))
    assert office.publish("other")[0] == Exit.DONE
    assert mission() == "Guidelines 3 are in force now."


def test_a_new_targets_key_signs_from_then_on(office: Office, mission: Callable[..., str]) -> None:
    office.sign(pack("2"))
    office.publish()
    rotate = ("rotate-key", "targets", *office.keepers("anna", "vira"), "--remove", office.id("targets"),
              "--add", str(office.key("other")))  # fmt: skip
    assert office.run(*rotate)[0] == Exit.UNUSABLE
    assert office.run(*rotate, *office.online, typed=("other", "anna", "vira", "online"))[0] == Exit.DONE
    assert mission() == "Guidelines 2 are in force now."
    assert office.sign(pack("3"))[0] == Exit.UNUSABLE
    assert office.sign(pack("3"), key="other")[0] == Exit.DONE


def test_who_keeps_the_root_changes(office: Office, mission: Callable[..., str]) -> None:
    rotate = ("rotate-key", "root", "--remove", office.id("vira"), "--add", str(office.key("other")))
    code, _, error = office.run(*rotate, *office.keepers("anna"), typed=("other", "anna"))
    assert (code, "Too few" in error) == (Exit.UNUSABLE, True)
    code, said, _ = office.run(*rotate, *office.keepers("anna", "bohdan"), typed=("other", "anna", "bohdan"))
    assert (code, office.id("vira") in said) == (Exit.DONE, True)
    office.sign(pack("2"))
    office.publish()
    assert mission() == "Guidelines 2 are in force now."
    listed = dict(line.split("  ") for line in office.run("keys")[1].splitlines())
    assert set(listed["root"].split()) == {office.id("anna"), office.id("bohdan"), office.id("other")}
    assert listed["online"] == office.id("online")
    code, _, error = office.run(*rotate, *office.keepers("anna", "bohdan"), typed=("other", "anna", "bohdan"))
    assert (code, "No single key" in error) == (Exit.UNUSABLE, True)


def test_what_is_offline_is_renewed_before_it_runs_out(office: Office, mission: Callable[..., str]) -> None:
    office.sign(pack("2"))
    code, said, _ = office.run(
        "renew", *office.keepers("anna", "bohdan"), *office.all_day, typed=("anna", "bohdan", "targets", "online")
    )
    assert (code, said.startswith("Published.")) == (Exit.DONE, True)
    assert mission() == "Guidelines 2 are in force now."
    assert (office.repository / "metadata" / "2.root.json").exists()


def test_another_passphrase_signs_nothing(office: Office) -> None:
    code, _, error = office.run("publish", *office.online, typed=("anna",))
    assert (code, "does not open the key" in error) == (Exit.UNUSABLE, True)


def test_the_fingerprint_is_read_in_groups(office: Office) -> None:
    assert re.fullmatch(r"([0-9a-f]{4} ){15}[0-9a-f]{4}", office.said.strip().splitlines()[-1])
