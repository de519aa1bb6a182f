"""Where a browser comes back to after a sign-in."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.net import Client, Request
from embassy_assistant.net.loopback import LoopbackListener

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def listener() -> Iterator[LoopbackListener]:
    made = LoopbackListener("uk", "Поверніться", "Сторінку можна закрити.")
    yield made
    made.close()


def visit(url: str) -> tuple[int, str]:
    reply = Client().exchange(Request("GET", url))
    return reply.status, reply.body.decode()


def test_what_the_browser_brings_is_handed_over_and_it_is_told_so(listener: LoopbackListener) -> None:
    status, page = visit(f"{listener.redirect}?code=abc&state=s%20t")
    assert (status, "Сторінку можна закрити." in page) == (200, True)
    assert listener.wait(threading.Event()) == {"code": "abc", "state": "s t"}


def test_only_the_first_answer_counts(listener: LoopbackListener) -> None:
    visit(f"{listener.redirect}?code=first&state=s")
    visit(f"{listener.redirect}?code=second&state=s")
    assert (listener.wait(threading.Event()) or {})["code"] == "first"


def test_what_is_no_answer_is_not_taken_for_one(listener: LoopbackListener) -> None:
    assert visit(listener.redirect)[0] == 404
    assert visit(listener.redirect.replace("signed-in", "favicon.ico?code=x"))[0] == 404
    stop = threading.Event()
    stop.set()
    assert listener.wait(stop) is None


def test_it_listens_on_this_machine_only(listener: LoopbackListener) -> None:
    assert listener.redirect.startswith("http://127.0.0.1:")


def test_a_port_that_is_taken_is_told(listener: LoopbackListener) -> None:
    port = int(listener.redirect.split(":")[2].split("/")[0])
    with pytest.raises(Unusable) as caught:
        LoopbackListener("en", "Back", "Close it.", port)
    assert caught.value.id == "sign-in.no-port"
