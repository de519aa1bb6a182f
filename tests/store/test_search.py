from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embassy_assistant.store.search import even, match_expression, search_text
from tests.helpers.drafts import full_post, plain_post

if TYPE_CHECKING:
    from embassy_assistant.store.workspace import SqliteStore


@pytest.mark.parametrize(
    ("text", "query"),
    [
        pytest.param("Зустріч у Києві", "києв", id="prefix, any case"),
        pytest.param("пам'ять", "пам’ять", id="typewriter apostrophe in the text"),
        pytest.param("пам’ять", "памʼя", id="modifier apostrophe in the query"),
        pytest.param("памʼять", "пам'ять", id="modifier apostrophe in the text"),
        pytest.param("За\u0301мок на горі", "замок", id="stress mark in the text"),
        pytest.param(unicodedata.normalize("NFD", "їжак"), "їжак", id="decomposed letters"),
        pytest.param("дипло\u00adматія", "дипломатія", id="soft hyphen"),
        pytest.param("Embassy of Ukraine", "ukr emb", id="any order"),
        pytest.param("Слава Україні! 🇺🇦", "🇺🇦 слава", id="an emoji is no word"),
    ],
)
def test_a_search_finds_what_a_person_means(store: SqliteStore, text: str, query: str) -> None:
    store.posts.save(plain_post("p1", uk=text))
    store.posts.save(plain_post("p2", uk="зовсім інше"))
    assert store.posts.ids(query=query) == ["p1"]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "Київ OR",
        "NOT",
        "NEAR(а б)",
        "text:",
        "uk:Київ",
        "*",
        "^ю",
        "(",
        "а-б",
        "{a}",
        "a\0b",
        "'; DROP TABLE",
        "+",
    ],
)
def test_what_looks_like_an_operator_is_only_text(store: SqliteStore, query: str) -> None:
    store.posts.save(plain_post("p1", uk="ані слова про це"))
    assert store.posts.ids(query=query) == []


@settings(deadline=None)
@given(query=st.text(max_size=300))
def test_no_query_breaks_the_search(query: str) -> None:
    expression = match_expression(query)
    assert expression is None or expression.count('"') % 2 == 0


def test_й_and_и_are_different_letters(store: SqliteStore) -> None:
    store.posts.save(plain_post("p1", uk="май"))
    assert store.posts.ids(query="маи") == []


def test_a_query_without_a_word_finds_nothing_and_a_blank_one_everything(store: SqliteStore) -> None:
    store.posts.save(plain_post("p1", uk="слово"))
    assert store.posts.ids(query="!?") == []
    assert store.posts.ids(query="  ") == ["p1"]


def test_topics_texts_and_alt_texts_are_found(store: SqliteStore) -> None:
    store.posts.save(full_post("p1"))
    for query in ("голодомор", "пам", "memory", "свічка", "candle"):
        assert store.posts.ids(query=query) == ["p1"]
    assert "A candle" in search_text(full_post())


def test_the_search_follows_a_change(store: SqliteStore) -> None:
    store.posts.save(plain_post("p1", uk="перше"))
    store.posts.save(plain_post("p1", uk="друге"))
    assert store.posts.ids(query="перше") == []
    assert store.posts.ids(query="друге") == ["p1"]


@given(text=st.text())
def test_evening_out_twice_changes_nothing_more(text: str) -> None:
    assert even(even(text)) == even(text)
