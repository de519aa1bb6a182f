"""`guidelines`: a pack is begun, read, tried and compiled on the command line."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.doctor import examine
from embassy_assistant.app.session import Exit
from embassy_assistant.guidelines import intake
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.trust import MINISTRY
from tests.helpers.mission import pack_bytes
from tests.helpers.packs import BOTH, a_folder, a_rule_of
from tests.helpers.tuf_repository import Repository
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


def test_a_new_pack_has_no_mistakes_and_its_examples_hold(run_in: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ours"
    code, said, _ = run_in("guidelines", "new", str(folder))
    assert (code, str(folder) in said) == (Exit.DONE, True)
    assert run_in("guidelines", "lint", str(folder))[:2] == (Exit.DONE, "Version 1: 3 rules, no mistakes.\n")
    code, said, _ = run_in("guidelines", "test", str(folder))
    assert (code, said.startswith("All examples of ")) == (Exit.DONE, True)


def test_a_folder_that_is_there_is_left_alone(run_in: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    code, _, error = run_in("guidelines", "new", str(tmp_path))
    assert code == Exit.UNUSABLE
    assert "is there already" in error
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


@pytest.mark.parametrize("what", ["lint", "test"])
def test_all_mistakes_are_named_at_once(what: str, run_in: Run, tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "s", a_rule_of("term", severity="fatal"), a_rule_of("link", domains=[]))
    code, said, error = run_in("guidelines", what, str(folder))
    assert (code, said) == (Exit.UNUSABLE, "")
    assert error.startswith("2 mistakes in the source of the pack.")
    assert [line.split(" ")[1].rstrip(":") for line in error.splitlines()[1:]] == ["severity", "domains"]


def test_an_example_that_does_not_hold_is_named_and_nothing_is_written(run_in: Run, tmp_path: Path) -> None:
    examples = {"match": ["війна"], "pass": ["спецоперація"]}
    folder = a_folder(tmp_path / "s", a_rule_of("term", examples=examples))
    code, said, _ = run_in("guidelines", "test", str(folder))
    assert code == Exit.NEEDS_PERSON
    assert said.splitlines() == [
        "a.term does not object, though it must: війна",
        "a.term objects, though it must not: спецоперація",
    ]
    output = tmp_path / "pack.json"
    code, _, error = run_in("guidelines", "compile", str(folder), "--output", str(output))
    assert (code, output.exists()) == (Exit.NEEDS_PERSON, False)
    assert "Nothing was written" in error


def test_what_is_compiled_is_a_pack(run_in: Run, tmp_path: Path) -> None:
    examples = {"match": ["спецоперації"], "pass": ["війна"]}
    folder = a_folder(tmp_path / "s", a_rule_of("term", examples=examples))
    output = tmp_path / "pack.json"
    code, said, _ = run_in("guidelines", "compile", str(folder), "--output", str(output))
    assert (code, said) == (Exit.DONE, f"Version 2026.10 with 1 rule was written: {output}\n")
    assert [rule.id for rule in read_pack(output.read_bytes()).pack().rules] == ["a.term"]


def test_rules_that_cannot_be_tried_are_named_and_nothing_is_called_tested(
    run_in: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.guidelines.plain._KINDS", frozenset())
    folder = a_folder(tmp_path / "s", a_rule_of("freeze"))
    code, said, error = run_in("guidelines", "test", str(folder))
    assert (code, said) == (Exit.UNUSABLE, "")
    assert "cannot try 1 rule of the pack: a.freeze" in error


def test_a_post_checked_by_half_the_guidelines_is_never_called_checked_silently(
    run_in: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.json"
    rules = [a_rule_of("term", terms=[{"text": "Kiev"}]), {**a_rule_of("link"), "kind": "hologram"}]
    header = {"format_version": 2, "pack_version": "1", "title": BOTH, "issued": "2026-11-23"}
    path.write_text(json.dumps({**header, "rules": rules}), encoding="utf-8")
    monkeypatch.setattr("embassy_assistant.guidelines.library.SHIPPED", str(path))
    post = tmp_path / "post.toml"
    post.write_text('accounts = ["practice:embassy.example"]\n[versions.uk]\ntext = "Слава Україні!"\n')
    _, _, error = run_in("check", str(post))
    assert "too old to check 1 rule of the guidelines" in error


def test_guidelines_are_trusted_taken_in_and_grow_old(run_in: Run, tmp_path: Path) -> None:
    unit = Repository(pack_bytes("7", hold_after_days=10), MINISTRY)
    unit.write(tmp_path / "stick")
    root = tmp_path / "root.json"
    root.write_bytes(unit.root)
    digest = hashlib.sha256(unit.root).hexdigest()
    code, _, error = run_in("guidelines", "trust", str(root), "--fingerprint", "00")
    # In groups, as two people read it to each other.
    assert (code, f"{digest[:4]} {digest[4:8]} " in error) == (Exit.NEEDS_PERSON, True)
    code, said, _ = run_in("guidelines", "trust", str(root), "--fingerprint", f"{digest[:32].upper()} {digest[32:]}")
    assert (code, digest[:4] in said) == (Exit.DONE, True)
    assert run_in("guidelines", "age")[:2] == (
        Exit.DONE,
        "These are the guidelines that came with the program. Nobody has taken in any from the ministry’s unit yet.\n",
    )
    said = run_in("guidelines", "sync", str(tmp_path / "stick"))[1]
    assert said.startswith("Guidelines 7 are in force now.\nThe ministry’s unit confirmed these guidelines today.")
    assert run_in("guidelines", "sync", str(tmp_path / "stick"))[1].startswith("Guidelines 7 are the newest there are.")
    code, _, error = run_in("guidelines", "sync")
    assert (code, "No address" in error) == (Exit.NEEDS_PERSON, True)


def test_rules_that_do_not_work_here_are_named_when_they_are_taken_in(
    run_in: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.loads(pack_bytes("7"))
    wrong = {**document["rules"][0], "id": "a.wrong", "examples": {"match": ["Lviv"], "pass": ["Kyiv"]}}
    newer = {**document["rules"][0], "id": "a.newer", "kind": "hologram"}
    document |= {"format_version": 3, "rules": [*document["rules"], wrong, newer]}
    unit = Repository(json.dumps(document).encode(), MINISTRY)
    unit.write(tmp_path / "stick")
    run_in("guidelines", "trust", str(tmp_path / "stick" / "metadata" / "1.root.json"))
    _, _, error = run_in("guidelines", "sync", str(tmp_path / "stick"))
    assert "too old to check 1 rule of the guidelines" in error
    assert "1 rule does not find on this laptop what its own examples show" in error
    assert "a.wrong" in error
    assert "no time" not in error
    monkeypatch.setattr(intake, "_TRYING", -1)
    monkeypatch.setattr(intake, "__version__", "99")
    assert "There was no time to try 2 rules" in run_in("guidelines", "sync", str(tmp_path / "stick"))[2]


def test_the_doctor_and_the_check_go_by_what_was_taken_in(
    run_in: Run, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Repository(pack_bytes("7"), MINISTRY).write(tmp_path / "stick")
    run_in("guidelines", "trust", str(tmp_path / "stick" / "metadata" / "1.root.json"))
    run_in("guidelines", "sync", str(tmp_path / "stick"))
    monkeypatch.setattr("embassy_assistant.app.doctor._window", tuple)
    verdicts = {verdict.id: verdict.parameters for verdict in examine(folder, online=False)}
    assert verdicts["doctor.guidelines"]["version"] == "7"
    assert "guidelines.age-today" in verdicts
    assert "doctor.private" in verdicts
    post = tmp_path / "post.toml"
    texts = '[versions.uk]\ntext = "Слово"\n[versions.en]\ntext = "A visit to Kiev"\n'
    post.write_text(f'accounts = ["practice:uk"]\n{texts}', encoding="utf-8")
    assert "a.kyiv" in run_in("check", str(post))[1]
    for file in (folder / "guidelines" / "packs").iterdir():
        file.write_bytes(b"damaged")
    assert "guidelines.damaged" in {verdict.id for verdict in examine(folder, online=False)}


def test_guidelines_come_over_the_web_too(run_in: Run, tmp_path: Path) -> None:
    unit = Repository(pack_bytes("8"), MINISTRY)
    root = tmp_path / "root.json"
    root.write_bytes(unit.root)
    with web(unit.files) as server:
        run_in("guidelines", "trust", str(root), "--address", server.base)
        code, said, _ = run_in("guidelines", "sync")
    assert (code, said.splitlines()[0]) == (Exit.DONE, "Guidelines 8 are in force now.")
