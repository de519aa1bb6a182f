"""Packs made ready: the same findings, read when they are needed, and never another pack than the verified one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.errors import DiskFull, Unusable
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.guidelines.library import SHIPPED
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import rule_of
from embassy_assistant.guidelines.ready import ReadyPacks, make_ready, open_ready
from embassy_assistant.locations import data_dir
from embassy_assistant.store.files import write_whole
from tests.helpers.packs import BOTH, NEEDS, a_rule_of, starter_pack
from tests.helpers.rules import a_picture, given

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.domain.guideline import GuidelinePack, Rule

TEXTS: dict[str, Any] = {
    "uk": "Спецоперації в Киев 🎉! {дата} https://example.org @nobody summit",
    "en": "Kiev Kievan summit https://example.org @nobody 🎉🎉🎉🎉 Chicken Kiev",
    "de": "Kiev",
}


def every_kind(**changes: object) -> bytes:
    rules = [a_rule_of(kind) for kind in NEEDS] + [{**a_rule_of("link"), "id": "a.newer", "kind": "hologram"}]
    rules[1]["exceptions"] = ["Chicken Kiev"]
    document = {"format_version": 2, "pack_version": "7", "title": BOTH, "issued": "2026-11-23", "rules": rules}
    return compile_pack(json.dumps({**document, **changes}).encode())


def kept_in(workspace: Path) -> ReadyPacks:
    return ReadyPacks(workspace / "ready", write_whole)


def findings(pack: GuidelinePack) -> list[Any]:
    return list(check_rules(given(pack, topic="aid", media=[a_picture(uk="Kiev")], **TEXTS)))


@pytest.mark.parametrize("data", [every_kind(), (data_dir("resources") / SHIPPED).read_bytes()])
def test_a_pack_made_ready_says_what_the_pack_says(data: bytes) -> None:
    model = read_pack(data)
    plain, ready = model.pack("1.0"), open_ready(make_ready(model.plain()), "1.0")
    assert tuple(ready.rules) == tuple(plain.rules)
    assert ready.rules[-2:] == tuple(plain.rules)[-2:]
    assert (ready.version, ready.title, ready.issued, ready.shipped_with, ready.unchecked) == (
        plain.version,
        plain.title,
        plain.issued,
        "1.0",
        plain.unchecked,
    )
    assert list(ready.timed) == list(plain.timed)
    assert findings(ready) == findings(plain) != []
    for rule in plain.rules:
        assert ready.rule(rule.id) == rule
    assert ready.rule("no.rule") is None


def test_what_is_kept_is_used(tmp_path: Path) -> None:
    pack = every_kind()
    made = kept_in(tmp_path).get({"d": pack})
    # The hash is all that is looked at: who verified the pack has computed it.
    again = kept_in(tmp_path).get({"d": b"{}"}, "2.0")
    assert tuple(again.rules) == tuple(made.rules)
    assert again.shipped_with == "2.0"


def test_a_pack_is_told_from_another_of_its_version(tmp_path: Path) -> None:
    packs = kept_in(tmp_path)
    made, again = packs.get({"d": every_kind()}), packs.get({"d": every_kind()})
    other = packs.get({"e": every_kind()})
    assert made.digest == again.digest
    assert made.version == other.version
    assert made.digest != other.digest


def test_only_the_newest_is_kept(tmp_path: Path) -> None:
    assert kept_in(tmp_path).get({"old": every_kind()}).version == "7"
    (first,) = (tmp_path / "ready").iterdir()
    assert kept_in(tmp_path).get({"new": every_kind(pack_version="8")}).version == "8"
    (second,) = (tmp_path / "ready").iterdir()
    assert first != second


@pytest.mark.parametrize("spoil", ["cut", "bit", "empty", "other", "program"])
def test_what_is_not_whole_or_not_of_these_packs_is_made_anew(
    spoil: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept_in(tmp_path).get({"d": every_kind()})
    (path,) = (tmp_path / "ready").iterdir()
    whole = path.read_bytes()
    if spoil == "other":
        (tmp_path / "elsewhere").mkdir()
        kept_in(tmp_path / "elsewhere").get({"e": every_kind()})
        path.write_bytes(next((tmp_path / "elsewhere" / "ready").iterdir()).read_bytes())
    elif spoil == "program":
        monkeypatch.setattr("embassy_assistant.guidelines.ready._LAYOUT", b"ready 1 99.0 little 4")
    else:
        path.write_bytes({"cut": whole[:-1], "bit": whole[:-9] + b"!" + whole[-8:], "empty": b""}[spoil])
    with pytest.raises(Unusable):
        kept_in(tmp_path).get({"d": b"{}"})
    assert kept_in(tmp_path).get({"d": every_kind()}).version == "7"
    assert (path.read_bytes() == whole) is (spoil != "program")


@pytest.mark.parametrize("made", [b"", b"{}\n", b"[" * 100_000 + b"\n", b"{\n"])
def test_what_has_the_right_seal_and_is_no_pack_is_made_anew(
    made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.guidelines.ready.make_ready", lambda _: made)
    with pytest.raises((ValueError, KeyError, RecursionError)):
        kept_in(tmp_path).get({"d": every_kind()})
    monkeypatch.undo()
    assert kept_in(tmp_path).get({"d": every_kind()}).version == "7"


def test_what_is_no_pack_is_refused_and_not_kept(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        kept_in(tmp_path).get({"d": b"{}"})
    assert list(tmp_path.iterdir()) == []


def test_where_there_is_no_workspace_nothing_is_kept(tmp_path: Path) -> None:
    nowhere = tmp_path / "none"
    assert kept_in(nowhere).get({"d": every_kind()}).version == "7"
    assert not nowhere.exists()


def test_a_disk_that_is_full_costs_time_only(tmp_path: Path) -> None:
    def full(_path: Path, _data: bytes) -> None:
        raise DiskFull("store.disk-full")

    assert ReadyPacks(tmp_path / "ready", full).get({"d": every_kind()}).version == "7"


def test_of_a_ready_pack_a_check_reads_few_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    rules = [a_rule_of("term", id=f"a.{n}", language="en", terms=[{"text": f"word{n}"}]) for n in range(200)]
    document = json.loads(every_kind())
    document["rules"] = rules
    pack = open_ready(make_ready(read_pack(json.dumps(document).encode()).plain()))

    def counting(rule: dict[str, Any]) -> Rule:
        read.append(rule["id"])
        return rule_of(rule)

    monkeypatch.setattr("embassy_assistant.guidelines.ready.rule_of", counting)
    assert [finding.matched for finding in check_rules(given(pack, en="word7 and word77"))] == ["word7", "word77"]
    assert read == ["a.7", "a.77"]


def test_the_starter_pack_is_the_same_when_it_is_ready() -> None:
    model = starter_pack()
    assert tuple(open_ready(make_ready(model.plain())).rules) == tuple(model.pack().rules)
