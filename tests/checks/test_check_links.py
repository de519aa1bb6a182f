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
        pytest.param(
            "https://m.youtube.com/watch?v=1&si=2",
            [("links.tracking", "advise", "https://m.youtube.com/watch?v=1")],
            id="a site for telephones",
        ),
        pytest.param("https://[::1/x", [("links.malformed", "warn", "")], id="no address"),
        pytest.param("https://mfa.gov.ua:99999/", [("links.malformed", "warn", "")], id="no port"),
        pytest.param("https://mfa.gov.ua:8443/x", [], id="a port"),
        pytest.param("https:/mfa.gov.ua/x", [("links.malformed", "warn", "https://mfa.gov.ua/x")], id="one stroke"),
        pytest.param("HTTP//mfa.gov.ua", [("links.malformed", "warn", "http://mfa.gov.ua")], id="no colon"),
    ],
)
def test_links_are_mended(text: str, expected: list[tuple[str, str, str]]) -> None:
    findings = check_links(context(en=f"Read {text} today"))
    assert [
        (finding.rule, finding.severity.value, "".join(finding.suggestions[:1])) for finding in findings
    ] == expected


@pytest.mark.parametrize(
    ("link", "opens"),
    [
        pytest.param("https://mfa.gov.ua@evil.example/", "evil.example", id="a name before the site"),
        pytest.param("https://аррӏе.com/x", "xn--80ak6aa92e.com", id="look-alike letters"),
        pytest.param("https://xn--80ak6aa92e.com/x", "xn--80ak6aa92e.com", id="look-alike letters, encoded"),
        pytest.param("https://mfa.gоv.ua", "mfa.xn--gv-fmc.ua", id="one letter of another alphabet"),
        pytest.param("https://mfаa..gov.ua", "mfаa..gov.ua", id="a host that cannot be encoded"),
    ],
)
def test_a_link_that_leads_elsewhere_than_it_seems_says_where(link: str, opens: str) -> None:
    (finding,) = check_links(context(en=f"Read {link} today"))
    assert (finding.rule, finding.parameters["host"]) == ("links.disguised", opens)


@pytest.mark.parametrize(
    "link",
    [
        "https://президент.укр/",
        "https://україна.com",
        "https://www.youtube.com/@ukraine",
        "https://xn--d1alf.xn--j1amh",
        "https://xn--\u00e9.com",
        "https://xn--99999999.com",
    ],
)
def test_a_link_in_cyrillic_letters_is_as_good_as_any(link: str) -> None:
    assert list(check_links(context(uk=f"Див. {link} сьогодні"))) == []


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
