"""Finding links, mentions and tags in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embassy_assistant.language.links import find_addresses, find_links, find_mentions, find_mistyped, find_tags


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Див. https://mfa.gov.ua/news.", ["https://mfa.gov.ua/news"], id="full stop behind"),
        pytest.param("(https://mfa.gov.ua/a_(b))", ["https://mfa.gov.ua/a_(b)"], id="brackets"),
        pytest.param("mfa.gov.ua/uk/news/dovgyi-shliakh", ["mfa.gov.ua/uk/news/dovgyi-shliakh"], id="no scheme"),
        pytest.param("на сайті президент.укр сьогодні", ["президент.укр"], id="Cyrillic domain"),
        pytest.param("див. xn--d1abbgf6aiiy.xn--j1amh.", ["xn--d1abbgf6aiiy.xn--j1amh"], id="encoded domain"),
        pytest.param("Кінець.Початок", [], id="a forgotten space"),
        pytest.param("see notes.md and main.py", [], id="file names"),
        pytest.param("ask@mfa.gov.ua", [], id="an e-mail address"),
        pytest.param("@mfa.gov.ua hello", [], id="a handle"),
        pytest.param("ftp://example.org/x", ["ftp://example.org/x"], id="another scheme"),
        pytest.param("javascript:alert(1)", ["javascript:alert(1)"], id="a dangerous scheme"),
        pytest.param("«https://mfa.gov.ua»", ["https://mfa.gov.ua"], id="in quotation marks"),
        pytest.param("https://", [], id="a scheme alone"),
        pytest.param("https://... or javascript:... or so", [], id="a scheme and dots"),
        pytest.param("Data:5 and file:name and Note:x", [], id="colons without a space"),
        pytest.param("data:text/html,x", ["data:text/html,x"], id="a document inside a link"),
        pytest.param("ukraine.ua tinyurl.com war.co", ["ukraine.ua", "tinyurl.com"], id="short names"),
        pytest.param("Ціна 3.50 або 10.000", [], id="numbers"),
        pytest.param(
            "https://mfa.gov.ua\u200b/x mfa.gov.ua/\u00adx", ["https://mfa.gov.ua", "mfa.gov.ua/"], id="unseen"
        ),
        pytest.param("https://mfa.gov.ua/🇺🇦 слава", ["https://mfa.gov.ua/🇺🇦"], id="emoji in a path"),
    ],
)
def test_links_are_found_as_a_reader_sees_them(text: str, expected: list[str]) -> None:
    assert [link.text for link in find_links(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See https:/mfa.gov.ua/x.", ["https:/mfa.gov.ua/x"]),
        ("(https//mfa.gov.ua)", ["https//mfa.gov.ua"]),
        ("Http;//mfa.gov.ua or https:\\\\mfa.gov.ua", ["Http;//mfa.gov.ua", "https:\\\\mfa.gov.ua"]),
        ("https://mfa.gov.ua http://a.ua/https:/x", []),
        ("https:// and https: / and http/2", []),
    ],
)
def test_a_mistyped_scheme_is_found(text: str, expected: list[str]) -> None:
    assert [link.text for link in find_mistyped(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Пишіть на info@kiev.example.ua.", ["info@kiev.example.ua"]),
        ("mailto:press+uk@mfa.gov.ua, a_b@в.укр", ["press+uk@mfa.gov.ua", "a_b@в.укр"]),
        ("@mfa.gov.ua, a@b, 5 @ 3.20", []),
    ],
)
def test_addresses_are_found(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_addresses(text)] == expected


def test_a_link_without_a_scheme_means_https() -> None:
    (link,) = find_links("mfa.gov.ua/uk")
    assert (link.scheme, link.address) == ("", "https://mfa.gov.ua/uk")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Дякуємо @mfa.gov.ua!", [("mfa.gov.ua", "")]),
        ("@ukraine@social.example hi", [("ukraine", "social.example")]),
        ("ask@mfa.gov.ua", []),
        ("@ alone", []),
        ("(@a_b.bsky.social)", [("a_b.bsky.social", "")]),
    ],
)
def test_mentions_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(mention.name, mention.host) for mention in find_mentions(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#StandWithUkraine і #КримЦеУкраїна.", ["StandWithUkraine", "КримЦеУкраїна"]),
        ("#З’їзд", ["З’їзд"]),
        ("№ #1 is no tag", []),
        ("a#b &#39;", []),
    ],
)
def test_tags_are_found(text: str, expected: list[str]) -> None:
    assert [tag.name for tag in find_tags(text)] == expected


@given(text=st.text(alphabet="ab.:/@#?&=()[]«»й🇺🇦 \n'’-_1", max_size=120))
def test_what_is_found_stands_where_it_says(text: str) -> None:
    for link in find_links(text):
        assert text[link.start : link.end] == link.text
    for mention in find_mentions(text):
        assert text[mention.start] == "@"
        assert text[mention.start + 1 : mention.end].startswith(mention.name)
    for tag in find_tags(text):
        assert text[tag.start + 1 : tag.end] == tag.name


def test_a_name_with_more_labels_than_any_has_is_no_link() -> None:
    assert not list(find_links("a." * 50_000 + "com"))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["a.", ".", "-", "_", "a+", "@a", "@", "a@b.", "«", "(", "://", "#a", "я", "a-", "\u0301"]
)
@pytest.mark.parametrize("end", ["", "@", "a.ua", "://"])
def test_no_row_of_signs_takes_more_than_its_length(unit: str, end: str) -> None:
    # A search that begins anew at every letter takes minutes.
    text = f"{unit * (200_000 // len(unit))}{end}"
    for find in (find_links, find_addresses, find_mentions, find_mistyped, find_tags):
        assert len(list(find(text))) <= len(text)
