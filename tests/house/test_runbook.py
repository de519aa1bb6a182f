"""The runbook for publishing guidelines is followed word by word, and a mission takes in what comes of it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.commands.guidelines import command
from embassy_assistant.app.session import Exit
from embassy_assistant.guidelines.shelf import Shelf
from embassy_assistant.store.files import write_whole
from tests.helpers.mission import pack_bytes
from tests.helpers.runbook import Served, Unit, sections, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = (Path(__file__).parents[2] / "docs" / "guidelines-publishing.md").read_text(encoding="utf-8")

CEREMONY = "The key ceremony"
TRUST = "What a mission does once"
PACK = "A new version of the ministry's pack"
WEIGH = "What a new rule would have flagged"
WEEK = "Every week, with nothing new"
COURIER = "A mission without a network"
MISSIONS = "Packs of missions"
OWN = "A mission that signs its own pack"
YEAR = "Once a year"
KEEPER = "A keeper changes, or a root key was stolen or lost"
ONLINE = "The online key was stolen"
TARGETS = "The targets key was stolen"
ANEW = "Two root keys were stolen, or too many were lost"

pytestmark = [pytest.mark.usefixtures("cheap_passphrases"), pytest.mark.long]


@pytest.fixture
def served() -> Iterator[Served]:
    yield from serve()


@pytest.fixture
def unit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, served: Served) -> Unit:
    """Return the unit after its ceremony and its first pack, which a mission has taken in."""
    unit = Unit(tmp_path, TEXT, monkeypatch, served)
    unit.instead["4a1f 09c2 …"] = "repository"
    unit.follow(CEREMONY)
    unit.follow(TRUST)
    unit.follow(PACK)
    assert in_force(unit) == "1"
    return unit


def in_force(unit: Unit) -> str:
    """Return what the packs of the mission call themselves."""
    active = Shelf(unit["mission/guidelines"], write_whole).active()
    assert active is not None
    return " + ".join(active.versions)


def sign(unit: Unit, version: str, *, key: str = "targets/targets", online: str = "keyring:online") -> None:
    """Bring a new version of the ministry's pack out, with the commands of its chapter."""
    pack = unit["/media/unit/our-pack/pack.yaml"]
    pack.write_text(re.sub("(?m)^version:.*$", f'version: "{version}"', pack.read_text("utf-8")), "utf-8")
    unit.instead["/media/targets/targets.key"] = f"/media/{key}.key"
    unit.instead["keyring:online"] = online
    unit.follow(PACK, first=1)


def test_every_command_it_names_exists() -> None:
    names = {words[2] for lines in sections(TEXT).values() for words in lines if words[0] == "embassy-assistant"}
    assert {*names, *re.findall(r"`(?:embassy-assistant )?guidelines ([a-z-]+)", TEXT)} <= command.commands.keys()


def test_every_chapter_that_has_commands_is_followed_by_a_test() -> None:
    assert list(sections(TEXT)) == [
        CEREMONY, TRUST, PACK, WEIGH, WEEK, COURIER, MISSIONS, OWN, YEAR, KEEPER, ONLINE, TARGETS, ANEW,
    ]  # fmt: skip


def test_no_secret_is_anywhere_but_where_it_belongs(unit: Unit) -> None:
    seed = re.compile(rb"ed25519:[0-9a-f]{64}")
    for path in unit.folder.rglob("*"):
        if path.is_file():
            assert not seed.search(path.read_bytes())
    assert not any(seed.search(said.encode()) for said in unit.said)
    assert not any(path.suffix == ".key" for path in unit["/srv"].rglob("*"))


def test_second_copies_of_the_keys_open_with_a_passphrase_too(unit: Unit) -> None:
    shutil.rmtree(unit["/media/targets"])
    sign(unit, "2", key="second-safe/targets")
    assert in_force(unit) == "2"


def test_a_new_version_reaches_the_mission(unit: Unit) -> None:
    sign(unit, "2")
    assert in_force(unit) == "2"


def test_a_new_rule_is_weighed_on_past_posts(unit: Unit) -> None:
    shutil.copytree(unit["/media/unit/our-pack"], unit["/media/unit/last-pack"])
    unit["/media/unit/posts"].mkdir()
    unit["/media/unit/posts/2026.txt"].write_text("A meeting in Kiev.\n---\nA meeting in Kyiv.\n", "utf-8")
    post = unit["post.toml"]
    post.write_text('[versions.en]\ntext = "A meeting in Kiev."\n', "utf-8")
    assert unit.type("posts", "add", str(post))[0] == Exit.DONE
    unit.follow(WEIGH)
    assert ["⟦Kiev⟧" in said for said in unit.said[-4:]] == [True, False, False, False]


def test_weekly_renewal_keeps_missions_from_being_warned(unit: Unit) -> None:
    unit.time.passes(days=6)
    unit.follow(WEEK)
    unit.time.passes(days=6)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    unit.time.passes(days=2)
    code, said = unit.type("guidelines", "sync")
    assert (code, "a date that has passed" in said) == (Exit.NEEDS_PERSON, True)
    unit.follow(WEEK)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE


def test_a_mission_without_a_network_takes_in_what_was_sent_for_thirty_days(unit: Unit) -> None:
    sign(unit, "2")
    unit.time.passes(hours=1)
    unit.follow(COURIER, last=2)
    unit.time.passes(days=29)
    unit.follow(COURIER, first=2)
    unit.time.passes(days=2)
    assert unit.type("guidelines", "sync", "/media/unit/for-a-stick")[0] == Exit.NEEDS_PERSON
    assert in_force(unit) == "2"


def test_packs_for_130_missions_take_three_commands(unit: Unit) -> None:
    codes = ["usa", *(f"m-{number:03}" for number in range(129))]
    unit["/media/unit/missions.txt"].write_text("".join(f"{code}  Посольство\n" for code in codes), "utf-8")
    unit["/media/unit/own-packs"].mkdir()
    for code in codes:
        unit[f"/media/unit/own-packs/{code}.json"].write_bytes(pack_bytes("7", severity="warn", rule=f"{code}.x"))
    unit.follow(MISSIONS)
    assert "130 missions were added" in unit.said[-3]
    assert "130 packs of missions signed" in unit.said[-2]
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    assert in_force(unit) == "1 + 7"
    only = ["--online-key", "keyring:online", "--mission", "usa"]
    unit.type("guidelines", "export", "/media/unit/repository", "/media/unit/usa.courier", *only)
    assert unit["/media/unit/usa.courier"].stat().st_size < 40_000
    assert unit.type("guidelines", "sync", "/media/unit/usa.courier")[0] == Exit.DONE
    unit["/media/unit/own-packs/usa.json"].write_bytes(pack_bytes("8", severity="warn", rule="usa.x"))
    unit.follow(MISSIONS)
    assert "0 missions were added" in unit.said[-3]
    assert "1 pack of missions signed; 129 were signed already" in unit.said[-2]
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    assert in_force(unit) == "1 + 8"


def publish_to_the_web(unit: Unit) -> None:
    """Copy what is published to the web server."""
    unit.follow(WEEK, first=1)


def test_a_mission_signs_its_own_pack_and_only_its_own(unit: Unit) -> None:
    unit.follow(OWN, last=2)
    publish_to_the_web(unit)
    unit.type("guidelines", "new", "/media/usa/our-own-pack")
    unit.follow(OWN, first=2)
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    assert in_force(unit) == "1 + 1"
    code, said = unit.type("guidelines", "sign", "/media/usa/repository", "/media/usa/our-own-pack",
                           "--key", "/media/usa/usa.key")  # fmt: skip
    assert (code, "This key does not count" in said) == (Exit.UNUSABLE, True), said


def test_what_a_mission_sends_back_with_another_signature_is_not_published(unit: Unit) -> None:
    unit.follow(OWN, last=2)
    publish_to_the_web(unit)
    unit.type("guidelines", "new", "/media/usa/our-own-pack")
    unit.follow(OWN, first=2, last=4)
    signed = max(unit["/media/usa/repository/metadata"].glob("*.mission-usa.json"))
    document = json.loads(signed.read_bytes())
    document["signed"]["targets"] = {}
    signed.write_text(json.dumps(document), "utf-8")
    unit.follow(OWN, first=4, fails=True)
    assert signed.name in unit.said[-1]


def test_once_a_year_it_is_said_in_time_and_a_missed_day_is_mended(unit: Unit) -> None:
    unit.time.passes(days=360)
    unit.follow(WEEK)
    assert "runs out" in unit.said[-1]
    unit.follow(YEAR)
    assert "runs out" not in unit.said[-1]
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    unit.time.passes(days=410)
    code, said = unit.type("guidelines", "sync")
    assert (code, "a date that has passed" in said) == (Exit.NEEDS_PERSON, True)
    assert in_force(unit) == "1"
    unit.follow(YEAR)
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE


def test_missions_follow_when_a_keeper_changes(unit: Unit) -> None:
    unit.instead["3f9c21"] = unit.id("vira/root-vira")
    unit.follow(KEEPER)
    publish_to_the_web(unit)
    sign(unit, "2")
    assert in_force(unit) == "2"
    # The one who left signs nothing any more; the new one does.
    gone = ["--root-key", "/media/vira/root-vira.key", "--root-key", "/media/anna/root-anna.key"]
    both = ["--targets-key", "/media/targets/targets.key", "--online-key", "/media/online/online.key"]
    assert unit.type("guidelines", "renew", "/media/unit/repository", *gone, *both)[0] == Exit.UNUSABLE
    gone[1] = "/media/halyna/root-halyna.key"
    assert unit.type("guidelines", "renew", "/media/unit/repository", *gone, *both)[0] == Exit.DONE
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE


def test_missions_recover_from_a_stolen_online_key(unit: Unit) -> None:
    shutil.copytree(unit["/media/unit/repository"], unit["good-copy"])
    sign(unit, "2")
    # The thief publishes again and again, far into the future, and every mission takes it in.
    unit.time.passes(days=300)
    unit.follow(WEEK)
    unit.type("guidelines", "sync")
    unit.time.passes(days=-300)
    shutil.rmtree(unit["/media/unit/repository"])
    shutil.copytree(unit["good-copy"], unit["/media/unit/repository"])
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.NEEDS_PERSON
    unit.instead["77b0e4"] = unit.id("online/online")
    unit.follow(ONLINE)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    code, said = unit.type(
        "guidelines", "publish", "/media/unit/repository", "--online-key", "/media/online/online.key"
    )
    assert (code, "does not count" in said) == (Exit.UNUSABLE, True), said
    sign(unit, "3", online="keyring:online-2")
    assert in_force(unit) == "3"


def test_missions_follow_a_new_targets_key(unit: Unit) -> None:
    unit.instead["a90d3b"] = unit.id("targets/targets")
    unit.follow(TARGETS)
    publish_to_the_web(unit)
    assert unit.type("guidelines", "sync")[0] == Exit.DONE
    with pytest.raises(AssertionError, match="does not count"):
        sign(unit, "2")
    sign(unit, "2", key="targets/targets-2")
    assert in_force(unit) == "2"


def test_missions_trust_a_new_ceremony_where_root_keys_were_stolen(unit: Unit) -> None:
    unit.instead["b77e 51d0 …"] = "repository-2"
    unit.follow(ANEW)
    assert in_force(unit) == "1"
    code, _ = unit.type("guidelines", "sync", "/media/unit/repository")
    assert code == Exit.NEEDS_PERSON
    unit.instead["b77e 51d0 …"] = "repository"
    code, said = unit.type("guidelines", "trust", "/media/unit/repository-2/metadata/1.root.json",
                           "--fingerprint", "b77e 51d0 …")  # fmt: skip
    assert (code, "fingerprint" in said) == (Exit.NEEDS_PERSON, True), said


# What goes wrong in the middle.


def test_a_second_ceremony_in_the_same_folder_is_refused_and_changes_nothing(unit: Unit) -> None:
    files = {path: path.read_bytes() for path in unit["/media/unit/repository"].rglob("*") if path.is_file()}
    begin = next(words for words in unit.sections[CEREMONY] if words[2] == "begin")
    code, said = unit.type(*begin[1:])
    assert (code, "a repository" in said) == (Exit.UNUSABLE, True)
    assert {path: path.read_bytes() for path in unit["/media/unit/repository"].rglob("*") if path.is_file()} == files


def test_a_key_file_that_is_gone_or_damaged_changes_nothing(unit: Unit) -> None:
    key = unit["/media/targets/targets.key"]
    for damage, said in ((b"{", "not a key file"), (None, "cannot be read")):
        if damage is None:
            key.unlink()
        else:
            key.write_bytes(damage)
        code, told = unit.type(*unit.sections[PACK][3][1:])
        assert (code, said in told) == (Exit.UNUSABLE, True), told
