"""What new guidelines mean for a mission that works without the window: what changed, what is frozen, what is held."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app import wiring
from embassy_assistant.app.session import Exit
from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.guidelines.trust import MINISTRY
from embassy_assistant.services.workspace import Workspace
from tests.helpers.crisis import crisis, lines
from tests.helpers.mission import pack_bytes
from tests.helpers.packs import a_rule_of
from tests.helpers.tuf_repository import Repository

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

POST = """
officer = "Olena Kovalenko"
accounts = ["practice:uk", "practice:en"]
confirmed = true
[versions.uk]
text = "Посольство вітає відкриття дороги."
[versions.en]
text = "The Embassy welcomes the opening of the road."
"""
BOTH = {"uk": "Про дорогу", "en": "Of roads"}


def pack(version: str, *rules: dict[str, object]) -> bytes:
    document = json.loads(pack_bytes(version))
    document["rules"] += rules
    return json.dumps(document, ensure_ascii=False).encode()


ROAD = a_rule_of("term", id="no.road", severity="block", language="en", terms=[{"text": "road"}], title=BOTH)
ROAD["examples"] = {"match": ["A road."], "pass": ["A lane."]}
FREEZE = a_rule_of("freeze", severity="block")


@pytest.fixture
def unit(run_in: Run, tmp_path: Path) -> Repository:
    """A unit whose first pack this mission has taken in."""
    made = Repository(pack("1"), MINISTRY)
    made.write(tmp_path / "stick")
    run_in("guidelines", "trust", str(tmp_path / "stick" / "metadata" / "1.root.json"))
    code, _, error = run_in("guidelines", "sync", str(tmp_path / "stick"))
    # Nothing was written yet, so nothing can be locked.
    assert (code, "locked" in error) == (Exit.DONE, False)
    return made


@pytest.fixture
def queued(run_in: Run, unit: Repository) -> str:
    for language in ("uk", "en"):
        run_in("accounts", "add", "practice", language, "--languages", language, stdin="practice\n")
    post = run_in("posts", "add", "-", stdin=POST)[1].strip()
    assert run_in("queue", post)[0] == Exit.DONE
    return post


def sync(run_in: Run, unit: Repository, tmp_path: Path, data: bytes) -> tuple[int, str, str]:
    unit.publish(data)
    unit.write(tmp_path / "stick")
    return run_in("guidelines", "sync", str(tmp_path / "stick"))


def test_a_sync_says_what_changed_and_which_post_it_holds(
    run_in: Run, unit: Repository, queued: str, tmp_path: Path
) -> None:
    code, said, _ = sync(run_in, unit, tmp_path, pack("2", ROAD))
    assert code == Exit.NEEDS_PERSON
    assert "1 → 2: 1 rule differs.\n    New: Of roads (no.road)" in said
    assert "These guidelines hold 1 post of the queue." in said
    assert said.splitlines()[-1] == f"    {queued[:12]}  Посольство вітає відкриття дороги.: Of roads (no.road)"
    # The same can be asked for again.
    again = run_in("guidelines", "changes")
    assert (again[0], again[1]) == (Exit.NEEDS_PERSON, said.partition("today.\n")[2])


def test_a_sync_says_that_a_freeze_is_in_force(run_in: Run, unit: Repository, queued: str, tmp_path: Path) -> None:
    said = sync(run_in, unit, tmp_path, pack("2", FREEZE))[1]
    assert "A freeze is in force: so (a.freeze). Only approved lines may be sent" in said
    _, said, _ = run_in("queue")
    assert said.count("A freeze holds it. Nothing is lost") == 2
    assert "Mend the post" not in said
    said = sync(run_in, unit, tmp_path, pack("3", {**FREEZE, "allow": "nothing"}))[1]
    assert "A freeze is in force: so (a.freeze). Nothing may be sent" in said


def test_a_post_is_shown_with_what_really_holds_it(run_in: Run, unit: Repository, queued: str, tmp_path: Path) -> None:
    run_in("hold")
    sync(run_in, unit, tmp_path, pack("2", ROAD))
    _, said, _ = run_in("posts", "show", queued)
    assert "Goes out as soon as" not in said
    assert "Everything is held." in said
    run_in("hold", "--release")
    assert "hold it now. Mend the post and queue it again. Of roads (no.road)" in run_in("posts", "show", queued)[1]


def test_many_changes_are_counted_and_all_of_them_can_be_listed(run_in: Run, unit: Repository, tmp_path: Path) -> None:
    more = [{**ROAD, "id": f"no.road-{number:02}"} for number in range(15)]
    code, said, _ = sync(run_in, unit, tmp_path, pack("2", *more))
    assert code == Exit.DONE
    assert said.count("    New: ") == 10
    assert "And 5 more; “guidelines changes” lists them all." in said
    assert run_in("guidelines", "changes")[1].count("    New: ") == 15


def test_of_locked_drafts_nobody_says_what_is_held(
    run_in: Run, unit: Repository, queued: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_workspace: Workspace) -> None:
        raise DraftsLocked

    monkeypatch.setattr(Workspace, "open", locked)
    code, said, error = sync(run_in, unit, tmp_path, pack("2", ROAD))
    assert (code, "New: Of roads" in said) == (Exit.DONE, True)
    assert "what these guidelines hold in the queue is not known yet" in error


def test_guidelines_that_are_too_old_are_named_in_the_queue(
    run_in: Run, queued: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("embassy_assistant.services.review.Review.unreliable", lambda *_: True)
    _, said, _ = run_in("queue")
    assert said.count("It waits until fresh ones are taken in. “guidelines sync” does that.") == 2


def test_before_anybody_is_trusted_the_way_is_shown(run_in: Run, tmp_path: Path) -> None:
    code, _, error = run_in("guidelines", "sync", str(tmp_path))
    assert code == Exit.NEEDS_PERSON
    assert "“guidelines trust ROOT”" in error
    code, said, _ = run_in("guidelines", "age")
    assert (code, "came with the program" in said) == (Exit.DONE, True)


def test_approved_lines_are_found_by_their_words_in_both_languages(
    run_in: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = crisis(*lines())
    run_in("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    monkeypatch.setattr(wiring, "open_desk", lambda *_, **__: bench.desk)
    code, said, _ = run_in("guidelines", "lines", "opening", "consul")
    assert code == Exit.DONE
    assert said.splitlines()[0] == "Opening hours of the consulate (line.hours)"
    assert "    [uk] " in said
    assert "    [en] The consular section is open as usual." in said
    assert len(run_in("guidelines", "lines")[1].splitlines()) == 9
    code, said, error = run_in("guidelines", "lines", "zebra")
    assert (code, said) == (Exit.DONE, "")
    assert "no such approved line" in error
