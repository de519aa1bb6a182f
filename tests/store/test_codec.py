from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - read at run time
from types import MappingProxyType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embassy_assistant.domain.delivery import Published
from embassy_assistant.domain.post import Post, Version
from embassy_assistant.store.codec import dumps, dumps_optional, loads, loads_optional
from tests.helpers.drafts import NOON, account, full_post


def test_a_post_with_everything_in_it_comes_back_equal() -> None:
    post = full_post()
    again = loads(Post, dumps(post))
    assert again == post
    assert isinstance(again.versions, MappingProxyType)


def test_an_account_comes_back_equal() -> None:
    assert loads(type(account()), dumps(account())) == account()


@given(text=st.text(st.characters()), topic=st.text())
@example(text="half a flag \ud83c", topic="\udde6")
def test_any_text_survives(text: str, topic: str) -> None:
    post = Post("p", topic=topic, versions=MappingProxyType({"uk": Version("uk", text)}), updated_at=NOON)
    assert loads(Post, dumps(post)) == post


def test_a_field_that_an_older_program_did_not_write_takes_its_default() -> None:
    assert loads(Post, '{"id":"p"}') == Post("p")


def test_a_field_that_this_program_does_not_know_is_left_out() -> None:
    assert loads(Post, json.dumps({"id": "p", "mood": "hopeful"})) == Post("p")


def test_an_empty_column_is_none_both_ways() -> None:
    assert dumps_optional(None) is None
    assert loads_optional(Published, None) is None
    published = Published("ref", "https://example.org")
    assert loads_optional(Published, dumps_optional(published)) == published


@dataclass(frozen=True)
class Strange:
    value: complex


def test_a_type_without_a_spelling_is_a_defect_that_stays_loud() -> None:
    with pytest.raises(TypeError, match="complex"):
        dumps(Strange(1j))
    with pytest.raises(TypeError, match="complex"):
        loads(Strange, '{"value": 1}')


@dataclass(frozen=True)
class Whole:
    number: int
    at: datetime
    note: str | None = None


def test_plain_fields_come_back_in_their_types() -> None:
    value = Whole(3, NOON, note="так")
    again = loads(Whole, dumps(value))
    assert (again.number, again.at, again.note) == (3, NOON, "так")
