"""Packs made ready: the same findings, read when they are needed, and never another pack than the verified one."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.checks.rules import check_rules
from embassy_assistant.domain.errors import Damaged, Unusable
from embassy_assistant.guidelines.compiler import compile_pack
from embassy_assistant.guidelines.library import SHIPPED
from embassy_assistant.guidelines.pack import read_pack
from embassy_assistant.guidelines.plain import rule_of
from embassy_assistant.guidelines.ready import ReadyPacks, make_ready, open_ready
from embassy_assistant.locations import data_dir
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


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def findings(pack: GuidelinePack) -> list[Any]:
    return list(check_rules(given(pack, topic="aid", media=[a_picture(uk="Kiev")], **TEXTS)))


def refuse() -> bytes:
    raise AssertionError("what is kept was not used")


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


def test_what_is_kept_is_used_without_the_pack(tmp_path: Path) -> None:
    data = every_kind()
    made = ReadyPacks(tmp_path / "kept").get(digest_of(data), lambda: data)
    again = ReadyPacks(tmp_path / "kept").get(digest_of(data), refuse, "2.0")
    assert tuple(again.rules) == tuple(made.rules)
    assert again.shipped_with == "2.0"


def test_only_the_newest_is_kept(tmp_path: Path) -> None:
    old, new = every_kind(), every_kind(pack_version="8")
    assert ReadyPacks(tmp_path).get(digest_of(old), lambda: old).version == "7"
    assert ReadyPacks(tmp_path).get(digest_of(new), lambda: new).version == "8"
    assert [path.stem for path in tmp_path.iterdir()] == [digest_of(new)]


@pytest.mark.parametrize("spoil", ["cut", "bit", "empty", "key", "other"])
def test_what_is_not_whole_or_not_ours_is_made_anew(spoil: str, tmp_path: Path) -> None:
    data, other = every_kind(), every_kind(pack_version="8")
    ReadyPacks(tmp_path, b"ours").get(digest_of(data), lambda: data)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    if spoil in {"key", "other"}:
        key, what = (b"theirs", data) if spoil == "key" else (b"ours", other)
        ReadyPacks(tmp_path / "elsewhere", key).get(digest_of(what), lambda: what)
        path.write_bytes(next((tmp_path / "elsewhere").iterdir()).read_bytes())
    else:
        path.write_bytes({"cut": whole[:-1], "bit": whole[:-9] + b"!" + whole[-8:], "empty": b""}[spoil])
    with pytest.raises(AssertionError):
        ReadyPacks(tmp_path, b"ours").get(digest_of(data), refuse)
    assert ReadyPacks(tmp_path, b"ours").get(digest_of(data), lambda: data).version == "7"
    assert path.read_bytes() == whole


def test_another_pack_than_the_verified_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Damaged) as refused:
        ReadyPacks(tmp_path).get(digest_of(every_kind()), lambda: every_kind(pack_version="8"))
    assert refused.value.id == "guidelines.not-the-verified"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_pack_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        ReadyPacks(tmp_path).get(digest_of(b"{}"), lambda: b"{}")


def test_a_folder_that_cannot_be_written_costs_time_only(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    data = every_kind()
    assert ReadyPacks(tmp_path / "file" / "kept").get(digest_of(data), lambda: data).version == "7"


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


def test_a_mission_s_own_rules_join_a_ready_pack() -> None:
    data = every_kind()
    ready = open_ready(make_ready(read_pack(data).plain()))
    document = json.loads(data)
    document["rules"] = [a_rule_of("term", id="local.term", language="en", terms=[{"text": "Odessa"}])]
    both = ready.with_local(read_pack(json.dumps(document).encode()).pack())
    assert [finding.rule for finding in check_rules(given(both, en="Odessa"))] == ["local.term"]


def test_the_starter_pack_is_the_same_when_it_is_ready() -> None:
    model = starter_pack()
    assert tuple(open_ready(make_ready(model.plain())).rules) == tuple(model.pack().rules)
