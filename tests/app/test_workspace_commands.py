"""Posts, queue, hold, send and accounts over a real store and the practice network, with the key in memory."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.app.session import Exit
from embassy_assistant.networks.practice import set_conditions, timeline
from embassy_assistant.store.sender_lock import SenderFileLock
from tests.helpers.pictures import flag

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

pytestmark = pytest.mark.long

POST = """
topic = "Виставка"
accounts = ["practice:ukrinde"]
[versions.uk]
text = "Посольство запрошує всіх на відкриття виставки в суботу."
[versions.en]
text = "The Embassy invites everybody to the opening of the exhibition on Saturday."
[[overrides]]
rule = "pair.drafted"
reason = "read by both of us"
"""


@pytest.fixture
def run(run_in: Run) -> Run:
    """Return a function that runs a command in the workspace: (exit code, stdout, stderr)."""
    return run_in


@pytest.fixture
def post_id(run: Run) -> str:
    """Return the id of a draft in a workspace with one practice account."""
    code, out, err = run("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    assert code == Exit.DONE, err
    assert "practice:ukrinde was added" in out
    code, out, _ = run("posts", "add", "-", stdin=POST)
    assert code == Exit.DONE
    return out.strip()


def test_a_post_is_added_listed_shown_and_found(run: Run, post_id: str) -> None:
    assert post_id[:12] in run("posts", "list")[1]
    assert json.loads(run("posts", "list", "--format", "json")[1])["title"] == "Виставка"
    assert post_id[:12] in run("posts", "search", "запрош")[1]
    assert run("posts", "search", "nowhere")[1:] == ("", "No post was found.\n")
    shown = json.loads(run("posts", "show", post_id[:8], "--format", "json")[1])
    assert shown["pair"] == {"state": "drafted"}
    assert shown["versions"]["en"].startswith("The Embassy")
    assert "[uk]" in run("posts", "show", post_id)[1]


def test_an_id_that_fits_no_post_is_unusable(run: Run, post_id: str) -> None:
    code, _, err = run("posts", "show", "zz" + post_id)
    assert code == Exit.UNUSABLE
    assert "0 posts begin" in err


def test_a_file_with_a_mistake_adds_nothing_of_the_others_either(run: Run, post_id: str, tmp_path: Path) -> None:
    (tmp_path / "good.toml").write_text(POST, encoding="utf-8")
    (tmp_path / "bad.toml").write_text("accuonts = []", encoding="utf-8")
    assert run("posts", "add", str(tmp_path / "good.toml"), str(tmp_path / "bad.toml"))[0] == Exit.UNUSABLE
    assert len(run("posts", "list")[1].splitlines()) == 1
    assert post_id


def test_a_post_with_a_picture_keeps_it_with_its_descriptions(run: Run, post_id: str, tmp_path: Path) -> None:
    assert post_id
    (tmp_path / "a.png").write_bytes(flag())
    (tmp_path / "p.toml").write_text('[[media]]\npath = "a.png"\nalt.uk = "Прапор"', encoding="utf-8")
    _, out, _ = run("posts", "add", str(tmp_path / "p.toml"))
    shown = json.loads(run("posts", "show", out.strip(), "--format", "json")[1])
    assert shown["media"][0]["alt"] == {"uk": "Прапор"}


def test_queued_posts_go_out_once_and_the_queue_says_where(run: Run, post_id: str, folder: Path) -> None:
    code, out, _ = run("queue", post_id, "--now", "--officer", "Olena Test")
    assert code == Exit.DONE
    assert "2 deliveries" in out
    code, out, _ = run("send", "--until-idle")
    assert code == Exit.DONE
    assert "2 deliveries sent." in out
    code, out, _ = run("queue", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert {row["state"] for row in rows} == {"sent"}
    seen = timeline(folder / "practice")
    assert sorted(one.url for one in seen) == sorted(row["url"] for row in rows)
    assert run("send")[1] == "0 deliveries sent.\n"
    assert "cause" not in run("posts", "show", post_id)[1]


def test_what_is_not_sendable_is_not_queued_and_says_why(run: Run, post_id: str) -> None:
    assert post_id
    _, out, _ = run("posts", "add", "-", stdin='accounts = ["practice:ukrinde"]\n[versions.uk]\ntext = "Привіт"')
    code, out, _ = run("queue", out.strip())
    assert code == Exit.NEEDS_PERSON
    assert "English is missing" in out
    assert run("queue")[1] == "The queue is empty.\n"


def test_a_post_for_an_account_nobody_added_is_not_quietly_left_out(run: Run, post_id: str) -> None:
    assert post_id
    _, out, _ = run("posts", "add", "-", stdin=POST.replace("ukrinde", "elsewhere"))
    code, _, err = run("queue", out.strip())
    assert code == Exit.UNUSABLE
    assert "no account practice:elsewhere" in err


def test_a_hold_keeps_everything_back_until_it_is_released(run: Run, post_id: str) -> None:
    run("queue", post_id, "--now")
    assert run("hold")[0] == Exit.DONE
    code, out, _ = run("send")
    assert code == Exit.DONE
    assert "0 deliveries sent." in out
    assert "Everything is held." in run("queue")[1]
    run("hold", "--release")
    assert "2 deliveries sent." in run("send")[1]


def test_without_a_network_sending_waits_and_the_exit_code_says_so(run: Run, post_id: str, folder: Path) -> None:
    run("queue", post_id, "--now")
    set_conditions(folder / "practice", mode="off")
    code, out, _ = run("send")
    assert code == Exit.NO_NETWORK
    assert "2 deliveries wait" in out
    set_conditions(folder / "practice", mode="on")
    assert run("send")[0] == Exit.DONE


def test_a_change_of_mind_is_waited_for(run: Run, post_id: str) -> None:
    run("queue", post_id)
    code, out, _ = run("send")
    assert code == Exit.DONE
    assert "2 deliveries wait" in out
    assert "It can still be taken back" in run("queue")[1]


def test_two_senders_do_not_share_a_workspace(run: Run, post_id: str, folder: Path) -> None:
    assert post_id
    lock = SenderFileLock(folder)
    assert lock.acquire()
    try:
        code, _, err = run("send")
    finally:
        lock.release()
    assert code == Exit.ANOTHER_SENDER
    assert "Another program is sending" in err


def test_accounts_are_listed_tested_and_removed(run: Run, post_id: str) -> None:
    assert post_id
    listed = json.loads(run("accounts", "list", "--format", "json")[1])
    assert (listed["id"], listed["languages"], listed["credential"]) == ("practice:ukrinde", ["uk", "en"], "works")
    assert "works" in run("accounts", "list")[1]
    assert run("accounts", "test")[0] == Exit.DONE
    assert run("accounts", "test", "practice:nobody")[0] == Exit.UNUSABLE
    assert run("accounts", "remove", "practice:ukrinde")[0] == Exit.DONE
    assert run("accounts", "list")[1:] == ("", "There are no accounts yet. “accounts add” adds one.\n")


def test_a_wrong_password_adds_no_account(run: Run, folder: Path) -> None:
    code, _, err = run("accounts", "add", "practice", "ukrinde", "--password-stdin", stdin="wrong\n")
    assert code == Exit.NEEDS_PERSON
    assert "does not know this name with this password" in err
    assert folder.is_dir()
    assert run("accounts", "list")[1] == ""


def test_a_list_without_posts_says_so(run: Run) -> None:
    run("accounts", "add", "practice", "ukrinde", stdin="practice\n")
    assert run("posts", "list")[1:] == ("", "There are no posts here yet.\n")


def test_no_password_adds_no_account(run: Run) -> None:
    assert run("accounts", "add", "practice", "ukrinde", "--password-stdin")[0] == Exit.UNUSABLE


def test_practice_and_the_public_never_share_a_workspace(run: Run, post_id: str) -> None:
    assert post_id
    code, _, err = run("accounts", "add", "bluesky", "ukrinde.bsky.social", stdin="abcd\n")
    assert code == Exit.UNUSABLE
    assert "for practice" in err


def test_languages_of_an_account_are_codes(run: Run) -> None:
    assert run("accounts", "add", "practice", "a", "--languages", "ukrainian", stdin="x\n")[0] == Exit.UNUSABLE


def test_check_uses_the_accounts_of_a_workspace_that_is_named(run: Run, post_id: str) -> None:
    assert post_id
    assert "practice:ukrinde [uk]" in run("check", "-", stdin=POST)[1]


def test_the_doctor_finds_a_workspace_in_order(run: Run, post_id: str) -> None:
    assert post_id
    code, out, _ = run("doctor", "--online", "--format", "json")
    verdicts = {line["id"]: line for line in map(json.loads, out.splitlines())}
    assert {one["verdict"] for one in verdicts.values()} <= {"good", "note"}
    assert code == Exit.DONE
    assert verdicts["doctor.drafts"]["count"] == 1
    assert verdicts["doctor.server-answers"]["account"] == "practice:ukrinde"


def test_the_doctor_finds_files_that_others_can_read(run: Run, post_id: str, folder: Path) -> None:
    assert post_id
    (folder / "workspace.json").chmod(0o644)
    code, out, _ = run("doctor")
    assert code == Exit.NEEDS_PERSON
    assert "can be read by others" in out


def test_no_password_reaches_the_disk(run: Run, folder: Path, own_home: Path) -> None:
    run("accounts", "add", "practice", "ukrinde", "--password-stdin", stdin="canary-secret-8d1f0c\n")
    run("accounts", "test")
    for path in (*folder.rglob("*"), *own_home.rglob("*")):
        assert not path.is_file() or b"canary-secret-8d1f0c" not in path.read_bytes(), path


def test_the_queue_shows_what_is_out_and_where(run: Run, post_id: str) -> None:
    run("queue", post_id, "--now")
    run("send")
    out = run("queue")[1]
    assert "Sent. It is out." in out
    assert "http://127.0.0.1" in out
    shown = run("posts", "show", post_id)[1]
    assert "the network took it → Sent" in shown
