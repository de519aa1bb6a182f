"""What servers of Mastodon's interface answer and say of themselves, as its documentation describes it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from embassy_assistant.domain.errors import NetworkRefused, RateLimited, ServerTrouble, SignInAgain
from embassy_assistant.net import Reply
from embassy_assistant.networks.mastodon.answers import problem
from embassy_assistant.networks.mastodon.reading import alike, same_id, words_of
from embassy_assistant.networks.mastodon.server import RULES, describe

if TYPE_CHECKING:
    from embassy_assistant.domain.errors import AssistantError

SERVER = "https://social.example.test"


def reply(status: int, said: object = None) -> Reply:
    return Reply(status, {}, json.dumps(said if said is not None else {}).encode())


@pytest.mark.parametrize(
    ("answer", "kind", "id"),
    [
        pytest.param(
            reply(401, {"error": "The access token is invalid"}), SignInAgain, "account.sign-in-again", id="401"
        ),
        pytest.param(
            reply(403, {"error": "outside the authorized scopes"}), SignInAgain, "account.not-allowed", id="403"
        ),
        pytest.param(reply(404, {"error": "Record not found"}), NetworkRefused, "network.refused", id="404"),
        pytest.param(reply(413, {"error": "too large"}), NetworkRefused, "network.picture-too-large", id="413"),
        pytest.param(Reply(413, {}, b"<html>"), NetworkRefused, "network.picture-too-large", id="413 of a proxy"),
        pytest.param(reply(422, {"error": "Validation failed"}), NetworkRefused, "network.refused", id="422"),
        pytest.param(
            reply(422, {"error": "Cannot attach files that have not finished processing. Try again in a moment!"}),
            RateLimited,
            "network.picture-processing",
            id="still processing",
        ),
        pytest.param(reply(500, {"error": "boom"}), ServerTrouble, "network.server-trouble", id="500"),
        pytest.param(reply(418, {"error": "tea"}), ServerTrouble, "network.unlisted-answer", id="unlisted"),
        pytest.param(Reply(403, {}, b"<html>Hotel</html>"), ServerTrouble, "network.not-the-server", id="portal"),
    ],
)
def test_each_answer_has_its_meaning(answer: Reply, kind: type[AssistantError], id: str) -> None:
    error = problem(answer, "a@b")
    assert (type(error), error.id) == (kind, id)


def test_a_pause_lasts_until_the_servers_reset() -> None:
    reset = (datetime.now(UTC) + timedelta(minutes=4)).isoformat()
    error = problem(Reply(429, {"x-ratelimit-reset": reset}, b"{}"), "a@b")
    assert isinstance(error, RateLimited)
    assert timedelta(minutes=3) < error.retry_at - datetime.now(UTC) < timedelta(minutes=5)


def test_limits_come_from_whichever_description_there_is() -> None:
    limits = {
        "statuses": {"max_characters": 1234, "max_media_attachments": 6, "characters_reserved_per_url": 20},
        "media_attachments": {"image_size_limit": 999, "description_limit": 777},
        "polls": {"max_options": 8, "max_characters_per_option": 60},
    }
    said = {
        "/api/v2/instance": reply(404),
        "/api/v1/instance": reply(200, {"uri": "b.test", "configuration": limits}),
        "/.well-known/nodeinfo": reply(200, {"links": [{"href": f"{SERVER}/nodeinfo/2.0"}]}),
        "/nodeinfo/2.0": reply(200, {"software": {"name": "Mastodon", "version": "4.5.2"}}),
    }
    described = describe(said.__getitem__, SERVER)
    assert (described.software, described.host) == ("mastodon 4.5.2", "b.test")
    wanted = (1234, 6, 20, 999, 777, 8, 60)
    rules = described.limits
    assert wanted == (
        rules.limit,
        rules.images,
        rules.link_length,
        rules.image_bytes,
        rules.alt_limit,
        rules.poll_options,
        rules.poll_option_limit,
    )


def test_what_a_server_does_not_say_is_as_documented() -> None:
    said = {
        "/api/v2/instance": reply(200, {"domain": "b.test", "configuration": {"statuses": {"max_characters": -1}}}),
        "/.well-known/nodeinfo": reply(404),
    }
    described = describe(said.__getitem__, SERVER)
    assert (described.software, described.limits) == ("", RULES)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("<p>Слава<br>Україні</p><p>&lt;b&gt; &amp; #тег</p>", "Слава\nУкраїні\n\n<b> & #тег", id="breaks"),
        pytest.param(
            '<p><a href="https://mfa.gov.ua/a"><span class="invisible">https://</span><span>mfa.gov.ua/a</span></a></p>',
            "https://mfa.gov.ua/a",
            id="a shortened link",
        ),
        pytest.param('<p>до <a href="https://x.test/@bob">@<span>bob</span></a></p>', "до @bob@x.test", id="a mention"),
    ],
)
def test_a_page_reads_as_the_text_it_was_made_of(content: str, text: str) -> None:
    assert alike(words_of({"content": content}), text)


SAME = "c31e8f8b18d85a4cab36fd599feea12e"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("9", "9", True),
        ("9", "10", False),
        ("", "", True),
        (f"1795410401{SAME}", f"1795410402{SAME}", True),
        (f"1795410401{SAME}", f"1795410401{'0' * 32}", False),
        (f"1795410401{SAME}", "1795410401", False),
    ],
)
def test_an_id_that_begins_with_the_time_of_the_last_change_names_one_status(
    first: str, second: str, same: bool
) -> None:
    assert same_id(first, second) is same


def test_another_text_is_not_alike() -> None:
    assert not alike("о 14:00", "о 15:00")
