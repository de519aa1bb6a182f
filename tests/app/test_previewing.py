"""`guidelines test --corpus` and `guidelines preview`: rules are weighed before they are published."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import wiring
from embassy_assistant.app.session import Exit
from tests.helpers.guidelines_desk import guided_desk
from tests.helpers.memory import OFFICER
from tests.helpers.packs import a_folder, a_rule_of
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

EXAMPLES = {"match": [{"text": "Kiev", "language": "en"}], "pass": ["Kyiv"]}
KIEV = a_rule_of("pattern", scope={"languages": ["en"]}, examples=EXAMPLES)
SUMMIT = a_rule_of(
    "term", id="a.summit", severity="advise", language="en", terms=[{"text": "summit"}],
    examples={"match": [{"text": "A summit", "language": "en"}], "pass": ["A meeting"]},
)  # fmt: skip
POST = 'topic = "Visit"\n[versions.en]\ntext = "A summit in Kiev."\n[versions.uk]\ntext = "Зустріч у Києві."\n'


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    place = tmp_path / "past.jsonl"
    posts = [{"en": "To Kiev.\nTo Kiev. To Kiev. To Kiev."}, {"en": "A summit."}, {"en": "Kyiv"}]
    place.write_text("".join(json.dumps(post) + "\n" for post in posts))
    return place


@pytest.fixture
def packs(tmp_path: Path) -> tuple[str, str]:
    old = a_folder(tmp_path / "old", KIEV, version="1")
    new = a_folder(tmp_path / "new", {**KIEV, "severity": "block"}, SUMMIT, version="2")
    return str(old), str(new)


def test_what_rules_would_have_flagged_is_shown_rule_by_rule(run_in: Run, packs: tuple[str, str], corpus: Path) -> None:
    code, said, _ = run_in("guidelines", "test", packs[1], "--corpus", str(corpus))
    assert code == Exit.DONE
    assert said.splitlines() == [
        "All examples of 2 rules hold.",
        "3 posts; the rules object to 2 of them.",
        "",
        "[Cannot be sent] a.pattern: 4 places in 1 post. so",
        "    past.jsonl:1: en 3–7 …To ⟦Kiev⟧. To Kiev. To Kiev. To K…",
        "    past.jsonl:1: en 12–16 …To Kiev. To ⟦Kiev⟧. To Kiev. To Kiev.…",
        "    past.jsonl:1: en 21–25 …To Kiev. To Kiev. To ⟦Kiev⟧. To Kiev.…",
        "    … and 1 more.",
        "",
        "[Advice] a.summit: 1 place in 1 post. so",
        "    past.jsonl:2: en 2–8 …A ⟦summit⟧.…",
    ]


def test_against_another_pack_only_what_differs_is_shown(run_in: Run, packs: tuple[str, str], corpus: Path) -> None:
    old, new = packs
    code, said, _ = run_in("guidelines", "test", new, "--corpus", str(corpus), "--against", old, "--format", "json")
    found = json.loads(said)
    assert (code, found["posts"]) == (Exit.DONE, 3)
    assert [(one["rule"], one["severity"], len(one["passages"])) for one in found["rules"]] == [
        ("a.pattern", "block", 4),
        ("a.summit", "advise", 1),
    ]
    assert [(one["rule"], one["severity"]) for one in found["gone"]] == [("a.pattern", "warn")]
    _, said, _ = run_in("guidelines", "test", old, "--corpus", str(corpus), "--against", new)
    assert "3 posts; the rules say something new of 1 of them." in said
    assert "Said no longer, in 2 posts:" in said
    code, said, _ = run_in("guidelines", "test", old, "--corpus", str(corpus), "--format", "json")
    assert "gone" not in json.loads(said)


def test_examples_that_do_not_hold_are_told_all_the_same(run_in: Run, tmp_path: Path, corpus: Path) -> None:
    wrong = a_folder(tmp_path / "s", {**KIEV, "examples": {"match": ["Kyiv"], "pass": ["so"]}})
    code, said, _ = run_in("guidelines", "test", str(wrong), "--corpus", str(corpus))
    assert code == Exit.NEEDS_PERSON
    assert "3 posts; the rules object to 1 of them." in said


def test_as_json_there_is_one_object_whatever_was_asked(run_in: Run, tmp_path: Path, corpus: Path) -> None:
    bound = {**SUMMIT, "scope": {"networks": ["bluesky"]}}
    wrong = a_folder(tmp_path / "s", {**KIEV, "examples": {"match": ["Kyiv"], "pass": ["so"]}}, bound)
    code, said, _ = run_in("guidelines", "test", str(wrong), "--format", "json")
    failed = [{"rule": "a.pattern", "text": "Kyiv", "missed": True}]
    assert (code, json.loads(said)) == (Exit.NEEDS_PERSON, {"failed": failed})
    code, said, _ = run_in("guidelines", "test", str(wrong), "--corpus", str(corpus), "--format", "json")
    told = json.loads(said)
    assert (code, told["failed"], told["untried"]) == (Exit.NEEDS_PERSON, failed, ["a.summit"])
    _, said, _ = run_in("guidelines", "test", str(wrong), "--corpus", str(corpus))
    told = "1 rule was not tried: it holds for certain topics, networks or missions only, and a corpus names none."
    assert said.endswith(f"{told} a.summit\n")


def test_what_is_wrong_with_the_posts_is_said_before_a_pack_is_compiled(run_in: Run, tmp_path: Path) -> None:
    for command in ("test", "preview"):
        nowhere, none = str(tmp_path / "nowhere"), str(tmp_path / "none.csv")
        code, _, error = run_in("guidelines", command, nowhere, "--corpus", none)
        assert (code, "none.csv" in error) == (Exit.UNUSABLE, True)


def test_another_pack_without_posts_to_try_it_on_is_refused(run_in: Run, packs: tuple[str, str]) -> None:
    code, _, error = run_in("guidelines", "test", packs[1], "--against", packs[0])
    assert (code, "--against needs --corpus" in error) == (Exit.UNUSABLE, True)


def test_two_packs_are_compared_rule_by_rule_and_post_by_post(
    run_in: Run, packs: tuple[str, str], corpus: Path
) -> None:
    old, new = packs
    code, said, _ = run_in("guidelines", "preview", old, new, "--corpus", str(corpus))
    assert code == Exit.DONE
    assert said.splitlines()[:6] == [
        "1 → 2: 2 rules differ.",
        "Changed: so (a.pattern): how severe it is",
        "New: so (a.summit)",
        "",
        "3 posts were judged by both; of 2 they say something else.",
        "past.jsonl:1",
    ]
    assert "    Needs a reason → Cannot be sent" in said
    assert "    nothing to object to → Advice" in said
    assert said.endswith("    + [Advice] a.summit: so\n        en 2–8 …A ⟦summit⟧.…\n")
    code, said, _ = run_in("guidelines", "preview", new, old, "--corpus", str(corpus), "--format", "json")
    found = json.loads(said)
    assert found["rules"] == [
        {"rule": "a.pattern", "change": "changed", "parts": ["severity"]},
        {"rule": "a.summit", "change": "removed"},
    ]
    assert [(one["post"], one["before"], one["after"]) for one in found["posts"]] == [
        ("past.jsonl:1", "block", "warn"),
        ("past.jsonl:2", "advise", None),
    ]


def test_without_a_workspace_packs_are_compared_alone(run_in: Run, packs: tuple[str, str]) -> None:
    code, said, noted = run_in("guidelines", "preview", *packs)
    assert (code, len(said.splitlines())) == (Exit.DONE, 3)
    assert "compared without posts" in noted
    code, said, _ = run_in("guidelines", "preview", packs[1])
    assert (code, "New: so (a.summit)" in said) == (Exit.DONE, True)


def test_the_posts_of_a_workspace_are_judged_by_what_is_in_force_and_by_a_new_pack(
    run_in: Run, packs: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "post.toml").write_text(POST, "utf-8")
    assert run_in("posts", "add", str(tmp_path / "post.toml"))[0] == Exit.DONE
    code, said, _ = run_in("guidelines", "preview", packs[1])
    assert code == Exit.DONE
    assert "1 post was judged by both; of 1 they say something else." in said
    assert "Draft: Visit" in said
    assert "    + [Advice] a.summit: so" in said


def test_what_is_queued_is_judged_by_the_words_in_the_queue_as_the_queue_itself_would(
    run_in: Run, packs: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench, source, _ = guided_desk(a_pack_of(a_rule_of("media")), followed=None)
    bench.account("en", "en")
    bench.account("en-2", "en")
    bench.account("uk", "uk")
    queued = bench.post("Зустріч у Києві.", "A summit in Kiev.")
    bench.desk.outbox.queue(queued, OFFICER)
    bench.desk.drafting.save(queued.with_text("en", "A meeting in Kyiv."))
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    monkeypatch.setattr(wiring, "open_desk", lambda *_, **__: bench.desk)

    code, said, _ = run_in("guidelines", "preview", packs[1])
    assert code == Exit.DONE
    assert "2 posts were judged by both; of 1 they say something else." in said
    assert "Waiting, practice:en and practice:en-2: Зустріч у Києві." in said
    assert "A summit in ⟦Kiev⟧." in said

    source.pack = replace(a_pack_of({**KIEV, "severity": "block"}), version="2")
    code, said, _ = run_in("queue", "--format", "json")
    held = {row["account"]: row["rule"] for row in map(json.loads, said.splitlines())}
    assert held == {"practice:en": "a.pattern", "practice:en-2": "a.pattern", "practice:uk": ""}


def test_more_than_two_packs_are_refused(run_in: Run, packs: tuple[str, str]) -> None:
    code, _, error = run_in("guidelines", "preview", *packs, packs[0])
    assert (code, "an old and a new one" in error) == (Exit.UNUSABLE, True)
