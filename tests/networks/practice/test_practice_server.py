"""The practice server: what it shows, what it refuses, how it misbehaves when told to."""

from __future__ import annotations

import json
import os
import queue
import shutil
import sqlite3
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from embassy_assistant.domain.account import Visibility
from embassy_assistant.domain.delivery import FrozenPoll, FrozenSegment, Prepared
from embassy_assistant.domain.errors import NetworkRefused, RateLimited, RequestFailed
from embassy_assistant.domain.network import Sight, SignedIn
from embassy_assistant.net import Client, Reply, Request
from embassy_assistant.networks.practice import PracticeNetwork, set_conditions
from embassy_assistant.networks.practice.book import Book, Entry
from embassy_assistant.networks.practice.serving import serve

if TYPE_CHECKING:
    from pathlib import Path

    from embassy_assistant.networks.practice.server import PracticeServer

pytestmark = pytest.mark.long


def prepared(network: PracticeNetwork, account: SignedIn, text: str = "Добрий день") -> Prepared:
    return network.prepare(FrozenSegment(text, ("uk",)), account, {"": b""}.__getitem__, None)


def ask(server: PracticeServer, method: str, path: str, body: object = None, **headers: str) -> Reply:
    data = None if body is None else json.dumps(body).encode()
    return Client().exchange(
        Request(method, server.url + path, {name.replace("_", "-"): text for name, text in headers.items()}, data)
    )


def page(server: PracticeServer, path: str = "/") -> str:
    return ask(server, "GET", path).body.decode()


def test_the_timeline_shows_a_post_and_that_it_is_practice(
    server: PracticeServer, network: PracticeNetwork, account: SignedIn
) -> None:
    text = "Читайте https://mfa.gov.ua\n<script>alert(1)</script> javascript://x"
    published = network.publish(prepared(network, account, text), account)
    shown = page(server, "/timeline/embassy")
    assert published.url.startswith(f"{server.url}/timeline/embassy#")
    assert f'id="{published.url.partition("#")[2]}"' in shown
    assert '<a href="https://mfa.gov.ua" rel="noreferrer">https://mfa.gov.ua</a>' in shown
    assert "&lt;script&gt;" in shown
    assert 'href="javascript' not in shown
    assert "Practice: nobody but you can see any of this" in shown


def test_the_newest_post_comes_first(server: PracticeServer, network: PracticeNetwork, account: SignedIn) -> None:
    for text in ("Перший допис", "Другий допис"):
        network.publish(prepared(network, account, text), account)
    shown = page(server)
    assert shown.index("Другий допис") < shown.index("Перший допис")


def test_a_warning_hides_the_text_until_it_is_opened_and_a_poll_shows_its_answers(
    server: PracticeServer, network: PracticeNetwork, account: SignedIn
) -> None:
    segment = FrozenSegment("Текст", ("uk",), warning="<Увага>", poll=FrozenPoll(("Так", "Ні"), 90))
    network.publish(network.prepare(segment, account, {"": b""}.__getitem__, None), account)
    shown = page(server)
    assert '<details><summary lang="uk">&lt;Увага&gt;</summary><p class="text" lang="uk">Текст</p>' in shown
    assert shown.count('<input type="radio" disabled>') == 2
    assert "Until 20" in shown


def test_an_unlisted_post_is_on_its_accounts_page_only(
    server: PracticeServer, network: PracticeNetwork, account: SignedIn
) -> None:
    segment = FrozenSegment("Тихо", ("uk",), visibility=Visibility.UNLISTED)
    network.publish(network.prepare(segment, account, {"": b""}.__getitem__, None), account)
    assert "Тихо" not in page(server)
    assert "Unlisted" in page(server, "/timeline/embassy")


def test_a_post_that_waits_is_shown_at_the_time_it_was_due(
    server: PracticeServer, network: PracticeNetwork, account: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = datetime.now(UTC) + timedelta(hours=2)
    segment = FrozenSegment("На потім", ("uk",))
    network.publish(network.prepare(segment, account, {"": b""}.__getitem__, None, due), account)
    network.publish(prepared(network, account, "Зараз"), account)
    assert "На потім" not in page(server)
    monkeypatch.setattr(time, "time", lambda: due.timestamp())
    shown = page(server)
    assert shown.index("На потім") < shown.index("Зараз")
    assert f'<time datetime="{due.isoformat()}">' in shown


def test_a_book_of_before_is_read_on(tmp_path: Path) -> None:
    home = tmp_path / "old"
    book = Book(home)
    book.publish("embassy", "k", Entry("Давно", ("uk",)))
    book.close()
    database = sqlite3.connect(home / "practice.db")
    database.execute("ALTER TABLE posts DROP COLUMN due")
    database.commit()
    database.close()
    again = Book(home)
    assert [kept.entry.text for kept in again.timeline()] == ["Давно"]
    again.close()


def test_it_ends_when_its_folder_is_deleted(tmp_path: Path) -> None:
    home, address = tmp_path / "home", queue.SimpleQueue[str]()
    running = threading.Thread(target=serve, args=(home,), kwargs={"started": lambda made: address.put(made.url)})
    running.start()
    url = address.get(timeout=60)
    assert Client().exchange(Request("GET", url)).ok
    shutil.rmtree(home)
    running.join(60)
    assert not running.is_alive()
    with pytest.raises(RequestFailed):
        Client().exchange(Request("GET", url))


def test_it_ends_when_nobody_has_asked_it_anything_for_long_and_comes_back_where_it_was(tmp_path: Path) -> None:
    met = []

    def ask_once(made: PracticeServer) -> None:
        met.append(made.url)
        threading.Thread(target=Client().exchange, args=(Request("GET", made.url),)).start()

    for _ in range(2):
        assert serve(tmp_path / "home", unused_for=0.2, started=ask_once)
    assert met[0] == met[1]


def test_an_account_nobody_made_has_no_timeline(server: PracticeServer) -> None:
    assert ask(server, "GET", "/timeline/nobody").status == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "error"),
    [
        ("POST", "/sessions", {"handle": "two words", "password": "x"}, 400, "handle"),
        ("POST", "/sessions", {"handle": "embassy", "password": ""}, 401, "password"),
        ("POST", "/sessions", ["odd"], 400, "unreadable"),
        ("POST", "/conditions", {"mode": "off"}, 403, "secret"),
        ("PUT", "/posts/key", {"text": "x", "languages": []}, 401, "sign-in"),
        ("GET", "/posts/key", None, 401, "sign-in"),
        ("GET", "/nowhere", None, 404, "unknown"),
        ("GET", "/pictures/none", None, 404, "unknown"),
        ("GET", "/accounts/embassy", None, 404, "unknown"),
    ],
)
def test_what_it_refuses_to_anybody(
    server: PracticeServer, method: str, path: str, body: object, status: int, error: str
) -> None:
    reply = ask(server, method, path, body)
    assert (reply.status, reply.json()["error"]) == (status, error)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"text": "  "}, "empty"),
        ({"text": "ї" * 501}, "too-long"),
        ({"text": None, "languages": None}, "unreadable"),
        ({"pictures": [{"alt": "no hash"}]}, "unreadable"),
        ({"pictures": [{"hash": "0" * 64}]}, "no-picture"),
        ({"pictures": [{"hash": "0" * 64}] * 5}, "too-many-pictures"),
        ({"reply_to": "embassy/none"}, "no-parent"),
        ({"warning": "ї" * 491}, "too-long"),
        ({"visibility": "nobody"}, "visibility"),
        ({"at": "tomorrow"}, "time"),
        ({"at": "2026-11-24T12:00:00"}, "time"),
        ({"poll": {"options": ["Так"], "minutes": 60}}, "poll-answers"),
        ({"poll": {"options": ["Так", "Так"], "minutes": 60}}, "poll-answers"),
        ({"poll": {"options": ["Так", "ї" * 51], "minutes": 60}}, "poll-answers"),
        ({"poll": {"options": ["Так", "Ні"], "minutes": 1}}, "poll-time"),
        ({"poll": {"options": ["Так", "Ні"]}}, "unreadable"),
    ],
)
def test_a_post_is_held_against_the_rules(
    server: PracticeServer, account: SignedIn, change: dict[str, Any], error: str
) -> None:
    post = {"text": "Добрий день", "languages": ["uk"], **change}
    token = account.secrets.get("access")
    reply = ask(server, "PUT", "/posts/key", post, Authorization=f"Bearer {token}")
    assert (reply.status, reply.json()["error"]) == (400, error)


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/pictures/" + "0" * 64, "image/png", 400),
        ("/pictures/" + "0" * 64, "application/pdf", 415),
    ],
)
def test_a_picture_must_be_what_it_says(
    server: PracticeServer, account: SignedIn, path: str, kind: str, status: int
) -> None:
    token = account.secrets.get("access")
    assert ask(server, "PUT", path, "x", Authorization=f"Bearer {token}", Content_Type=kind).status == status


def test_a_page_of_the_web_cannot_reach_it_under_another_name(server: PracticeServer) -> None:
    assert ask(server, "GET", "/", Host="attacker.example:80").status == 403


def test_a_page_of_another_site_makes_no_account_here(server: PracticeServer) -> None:
    words = {"handle": "stranger", "password": "x"}
    assert ask(server, "POST", "/sessions", words, Origin="https://attacker.example").status == 403
    assert ask(server, "POST", "/sessions", words, Origin=server.url).ok
    assert server.book.handles() == ["stranger"]


def test_a_secret_in_other_letters_is_refused_with_an_answer(server: PracticeServer) -> None:
    headers = {"X-Practice-Secret": "секрет".encode().decode("latin-1")}
    assert ask(server, "POST", "/conditions", {"mode": "off"}, **headers).status == 403


def test_markup_in_a_post_stays_text(server: PracticeServer, network: PracticeNetwork, account: SignedIn) -> None:
    network.publish(prepared(network, account, '<script>alert(1)</script> "> https://a.example/"onclick=x'), account)
    shown = page(server)
    assert "<script" not in shown
    assert '"onclick' not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_a_reply_leads_to_what_it_answers_and_its_time_is_this_clocks(server: PracticeServer) -> None:
    server.book.sign_in("embassy")
    server.book.publish("embassy", "k1", Entry("Перше", ("uk",), created_at="odd"))
    moment = datetime.now(UTC)
    entry = Entry("Друге", ("uk",), reply_to="embassy/k1", created_at=moment.isoformat())
    server.book.publish("embassy", "k2", entry)
    shown = page(server)
    assert '<a href="/timeline/embassy#k1">@embassy</a>' in shown
    assert f">{moment.astimezone():%Y-%m-%d %H:%M}</time>" in shown


def test_a_reply_outlives_what_it_answers(server: PracticeServer, account: SignedIn) -> None:
    signed = {"Authorization": f"Bearer {account.secrets.get('access')}"}
    reply = {"text": "Друге", "languages": ["uk"], "reply_to": "embassy/root"}
    assert ask(server, "PUT", "/posts/root", {"text": "Перше", "languages": ["uk"]}, **signed).status == 201
    assert ask(server, "PUT", "/posts/reply", reply, **signed).status == 201
    assert ask(server, "DELETE", "/posts/root", **signed).status == 200
    assert ask(server, "PUT", "/posts/reply", reply, **signed).status == 200
    assert ask(server, "PATCH", "/posts/reply", {"text": "Друге, виправлене"}, **signed).status == 200
    assert ask(server, "PUT", "/posts/another", reply, **signed).json()["error"] == "no-parent"


def test_a_key_that_was_half_written_when_the_power_went_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / f"practice.{os.getpid()}").write_bytes(b"half")
    book = Book(tmp_path)
    book.publish("a", "k", Entry("Слава", ("uk",)))
    book.close()
    again = Book(tmp_path)
    assert again.find("a", "k") is not None
    again.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["practice.db", "practice.key"]
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_the_key_of_a_post_is_plain(server: PracticeServer, account: SignedIn) -> None:
    post = {"text": "Добрий день", "languages": ["uk"]}
    reply = ask(server, "PUT", "/posts/a%20b", post, Authorization=f"Bearer {account.secrets.get('access')}")
    assert reply.json()["error"] == "key"


def test_switched_off_it_drops_every_connection(
    server: PracticeServer, network: PracticeNetwork, account: SignedIn, tmp_path: Path
) -> None:
    ready = prepared(network, account)
    set_conditions(tmp_path, mode="off")
    assert not network.online(account.account)
    with pytest.raises(RequestFailed):
        network.publish(ready, account)
    set_conditions(tmp_path, mode="on")
    assert network.online(account.account)
    assert network.find(ready, account).sight is Sight.ABSENT
    assert server.conditions.mode == "on"


def test_breaking_it_stores_the_post_and_does_not_say_so(
    network: PracticeNetwork, account: SignedIn, tmp_path: Path
) -> None:
    ready = prepared(network, account)
    set_conditions(tmp_path, mode="breaks")
    with pytest.raises(RequestFailed) as caught:
        network.publish(ready, account)
    assert caught.value.left_the_machine
    assert network.find(ready, account).sight is Sight.ONE


def test_an_answer_can_be_made_to_wait(network: PracticeNetwork, account: SignedIn, tmp_path: Path) -> None:
    set_conditions(tmp_path, answer_delay=0.05)
    assert network.publish(prepared(network, account), account).url


def test_conditions_that_do_not_exist_change_nothing(server: PracticeServer) -> None:
    reply = ask(server, "POST", "/conditions", {"mode": "chaos"}, X_Practice_Secret=server.secret)
    assert reply.status == 400
    assert server.conditions.mode == "on"


def test_posts_that_come_too_often_are_told_to_wait(
    network: PracticeNetwork, account: SignedIn, tmp_path: Path
) -> None:
    set_conditions(tmp_path, posts_a_minute=1)
    first = prepared(network, account)
    network.publish(first, account)
    with pytest.raises(RateLimited):
        network.publish(prepared(network, account), account)
    assert network.publish(first, account).url


def test_a_handle_that_is_none_is_refused(network: PracticeNetwork, account: SignedIn) -> None:
    odd = SignedIn(
        type(account.account)("practice:a b", "practice", "a b", "", account.account.policy), account.secrets
    )
    with pytest.raises(NetworkRefused):
        network.sign_in(odd, "a password")
