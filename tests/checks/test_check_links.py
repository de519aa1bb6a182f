"""Links: plain, encrypted, and without tracking."""

from __future__ import annotations

import pytest
from hypothesis import given

from embassy_assistant.checks.links import check_links
from tests.helpers.review import any_texts, assert_in_order, context, marked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://mfa.gov.ua/news?id=7", [], id="a good link"),
        pytest.param("mfa.gov.ua/uk", [], id="no scheme"),
        pytest.param("http://mfa.gov.ua", [("links.not-encrypted", "warn", "https://mfa.gov.ua")], id="http"),
        pytest.param("ftp://mfa.gov.ua/x", [("links.scheme", "block", "")], id="ftp"),
        pytest.param("javascript:alert(1)", [("links.scheme", "block", "")], id="javascript"),
        pytest.param("https://bit.ly/3xYz", [("links.shortener", "warn", "")], id="a shortener"),
        pytest.param("bit.ly/3xYz", [("links.shortener", "warn", "")], id="a shortener without a scheme"),
        pytest.param(
            "https://mfa.gov.ua/n?id=7&utm_source=x&fbclid=A#top",
            [("links.tracking", "advise", "https://mfa.gov.ua/n?id=7#top")],
            id="tracking",
        ),
        pytest.param(
            "https://mfa.gov.ua/?UTM_Medium=x",
            [("links.tracking", "advise", "https://mfa.gov.ua/")],
            id="only",
        ),
        pytest.param("mfa.gov.ua/n?gclid=1", [("links.tracking", "advise", "mfa.gov.ua/n")], id="no scheme is added"),
        pytest.param(
            "https://youtu.be/abc?si=1&t=20", [("links.tracking", "advise", "https://youtu.be/abc?t=20")], id="YouTube"
        ),
        pytest.param("https://example.org/?si=1&t=20", [], id="the same names elsewhere"),
        pytest.param(
            "https://x.com/a/status/1?s=20",
            [("links.tracking", "advise", "https://x.com/a/status/1")],
            id="X",
        ),
        pytest.param(
            "https://example.org/?q=%D0%B0+b&fbclid=1",
            [("links.tracking", "advise", "https://example.org/?q=%D0%B0+b")],
            id="spelling",
        ),
        pytest.param("https://[::1/x", [("links.malformed", "warn", "")], id="no address"),
    ],
)
def test_links_are_mended(text: str, expected: list[tuple[str, str, str]]) -> None:
    findings = check_links(context(en=f"Read {text} today"))
    assert [
        (finding.rule, finding.severity.value, "".join(finding.suggestions[:1])) for finding in findings
    ] == expected


def test_a_link_is_pointed_at_without_the_full_stop() -> None:
    given_context = context(uk="🇺🇦 Див. http://mfa.gov.ua.")
    (finding,) = check_links(given_context)
    assert marked(finding, given_context) == "http://mfa.gov.ua"


def test_tracking_parameters_are_named_once() -> None:
    (finding,) = check_links(context(en="https://mfa.gov.ua/?utm_source=a&utm_source=b&fbclid=c"))
    assert finding.parameters["names"] == "utm_source, fbclid"


@given(text=any_texts())
def test_any_text_with_any_links_is_checked(text: str) -> None:
    given_context = context(uk=text)
    assert_in_order(check_links(given_context), given_context)


@given(text=any_texts())
def test_a_mended_link_needs_no_second_mending(text: str) -> None:
    for finding in check_links(context(uk=text)):
        if finding.rule == "links.tracking":
            again = check_links(context(uk=finding.suggestions[0]))
            assert "links.tracking" not in [other.rule for other in again]
