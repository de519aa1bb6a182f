"""Links and mentions that a rule refuses or wants looked at."""

from __future__ import annotations

import pytest

from embassy_assistant.domain.finding import Severity
from tests.helpers.rules import a_picture, a_rule_of, found, said


@pytest.mark.parametrize(
    ("domain", "text", "wanted"),
    [
        ("example.org", "See https://example.org/a.", ["https://example.org/a"]),
        ("example.org", "See HTTPS://WWW.EXAMPLE.ORG", ["HTTPS://WWW.EXAMPLE.ORG"]),
        ("example.org", "See news.example.org today", ["news.example.org"]),
        ("example.org", "See https://example.org.ua and https://myexample.org", []),
        ("example.org", "See https://mfa.gov.ua/?to=example.org", []),
        ("*.ru", "See https://a.b.ru/x", ["https://a.b.ru/x"]),
        ("приклад.укр", "See https://xn--80aikifvh.xn--j1amh/", ["https://xn--80aikifvh.xn--j1amh/"]),
        ("приклад.укр", "See https://приклад.xn--j1amh/", ["https://приклад.xn--j1amh/"]),
        ("приклад.укр", "See https://Ünï.xn--80aikifvh.укр", ["https://Ünï.xn--80aikifvh.укр"]),
        ("xn--80aikifvh.xn--j1amh", "See https://приклад.укр/", ["https://приклад.укр/"]),
        ("*.XN--80aikifvh.укр", "See a.xn--80aikifvh.xn--j1amh", ["a.xn--80aikifvh.xn--j1amh"]),
        ("straße.de", "See https://xn--strae-oqa.de", ["https://xn--strae-oqa.de"]),
        ("bu\u0308cher.de", "See https://b\u00fccher.de", ["https://b\u00fccher.de"]),
        ("xn--0000h.example", "See https://xn--0000h.example/", ["https://xn--0000h.example/"]),
        ("xn--a-\u00e4.example", "See https://xn--a-\u00e4.example/", ["https://xn--a-\u00e4.example/"]),
        ("example.org", "Write to me@example.org", []),
        ("example.org", "https://[::1 https://example.org:99999/ http://", ["https://example.org:99999/"]),
    ],
)
def test_a_site_is_named_with_all_below_it(domain: str, text: str, wanted: list[str]) -> None:
    assert said(a_rule_of("link", domains=[domain]), en=text) == [(link, "link-refuse") for link in wanted]


def test_a_better_link_is_offered() -> None:
    (finding,) = found(a_rule_of("link", instead="https://mfa.gov.ua"), uk="https://example.org")
    assert (finding.suggestions, finding.parameters["whom"]) == (("https://mfa.gov.ua",), "example.org")


@pytest.mark.parametrize(("action", "severity"), [("refuse", Severity.BLOCK), ("verify", Severity.WARN)])
def test_what_is_to_be_looked_at_is_never_blocked(action: str, severity: Severity) -> None:
    (link,) = found(a_rule_of("link", severity="block", action=action), en="https://example.org")
    (mention,) = found(a_rule_of("mention", severity="block", action=action), en="@nobody")
    assert (link.severity, link.detail) == (severity, f"rule.link-{action}")
    assert (mention.severity, mention.detail) == (severity, f"rule.mention-{action}")


@pytest.mark.parametrize(
    ("account", "text", "wanted"),
    [
        ("@nobody", "Thanks @NoBody!", ["@NoBody"]),
        ("nobody", "@nobody", ["@nobody"]),
        ("@nobody", "@nobody2 nobody nobody@example.org", []),
        ("@nobody", "@nobody@social.example", []),
        ("@nobody@social.example", "@nobody@Social.Example.", ["@nobody@Social.Example"]),
        ("nobody.bsky.social", "@nobody.bsky.social", ["@nobody.bsky.social"]),
    ],
)
def test_an_account_is_one_address_on_one_server(account: str, text: str, wanted: list[str]) -> None:
    assert [what for what, _ in said(a_rule_of("mention", accounts=[account]), en=text)] == wanted


def test_a_picture_s_description_may_not_lead_there_either() -> None:
    assert said(a_rule_of("link"), en="So", media=[a_picture(en="example.org")]) == [("example.org", "link-refuse")]


@pytest.mark.parametrize("kind", ["link", "mention"])
def test_what_is_named_for_one_network_is_left_alone_on_others(kind: str) -> None:
    rule = a_rule_of(kind, scope={"networks": ["x"]})
    assert said(rule, en="@nobody https://example.org", network="bluesky") == []
    assert len(said(rule, en="@nobody https://example.org", network="x")) == 1


def test_a_host_longer_than_any_leads_nowhere() -> None:
    assert said(a_rule_of("link"), en=f"https://{'a.' * 121}example.org https://{'a.' * 122}example.org") == [
        (f"https://{'a.' * 121}example.org", "link-refuse")
    ]
