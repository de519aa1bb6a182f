"""Links: they say where they lead, over an encrypted connection, and carry nobody's tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.language.links import find_links

if TYPE_CHECKING:
    from collections.abc import Iterator
    from urllib.parse import SplitResult

    from embassy_assistant.domain.post import Version
    from embassy_assistant.domain.review import ReviewContext
    from embassy_assistant.language.links import Link

SHORTENERS: Final = frozenset(
    {
        "bit.ly", "bitly.com", "buff.ly", "clck.ru", "cutt.ly", "dlvr.it", "fb.me", "goo.gl", "goo.su", "if.ht",
        "ift.tt", "is.gd", "lnkd.in", "ow.ly", "rb.gy", "rebrand.ly", "s.id", "shorturl.at", "surl.li", "t.co", "t.ly",
        "tiny.cc", "tinyurl.com", "trib.al", "u.to", "v.gd", "vk.cc",
    }
)  # fmt: skip
"""Services that hide where a link leads, and can change it later."""

TRACKING: Final = frozenset(
    {
        "_ga", "_gl", "dclid", "fbclid", "gbraid", "gclid", "gclsrc", "igsh", "igshid", "li_fat_id", "mc_cid", "mc_eid",
        "mibextid", "mkt_tok", "msclkid", "oly_anon_id", "oly_enc_id", "rdt_cid", "s_cid", "ttclid", "twclid",
        "vero_id", "wbraid", "wickedid", "yclid", "ysclid",
    }
)  # fmt: skip
"""Parameters that name the reader or the campaign, and nothing of the page."""

_TRACKING_STARTS: Final = ("utm_", "mtm_", "pk_", "hsa_", "__hs")
_TRACKING_AT: Final = {
    "youtube.com": frozenset({"si", "feature", "pp"}),
    "youtu.be": frozenset({"si", "feature"}),
    "x.com": frozenset({"s", "t"}),
    "twitter.com": frozenset({"s", "t"}),
}
"""Parameters that track on one site, and mean something on others."""


def check_links(context: ReviewContext) -> Iterator[Finding]:
    """Yield one finding per link that is not plain and safe, with the mended link where there is one.

    A scheme that no reader can open safely blocks; `http` warns; a shortener warns; tracking parameters are advice.

    Args:
        context: The snapshot.
    """
    for version in context.versions():
        for link in find_links(version.text):
            yield from _check_link(version, link)


def _check_link(version: Version, link: Link) -> Iterator[Finding]:
    if link.scheme not in {"", "http", "https"}:
        yield _finding("links.scheme", Severity.BLOCK, version, link, scheme=link.scheme)
        return
    try:
        parts = urlsplit(link.address)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        # Brackets that are no IPv6 address, a port that is none.
        yield _finding("links.malformed", Severity.WARN, version, link)
        return
    if link.scheme == "http":
        yield _finding("links.not-encrypted", Severity.WARN, version, link, f"https{link.text[4:]}")
    if host in SHORTENERS:
        yield _finding("links.shortener", Severity.WARN, version, link, host=host)
    tracking = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True) if _tracks(name, host)]
    if tracking:
        cleaned = _without(parts, frozenset(tracking))
        if not link.scheme:
            cleaned = cleaned.removeprefix("https://")
        yield _finding(
            "links.tracking", Severity.ADVISE, version, link, cleaned, names=", ".join(dict.fromkeys(tracking))
        )


def _tracks(name: str, host: str) -> bool:
    name = name.lower()
    return name in TRACKING or name.startswith(_TRACKING_STARTS) or name in _TRACKING_AT.get(host, ())


def _without(parts: SplitResult, names: frozenset[str]) -> str:
    """Return a link without some parameters; the others keep their spelling."""
    kept = [
        piece
        for piece in parts.query.split("&")
        if not any(name in names for name, _ in parse_qsl(piece, keep_blank_values=True))
    ]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _finding(
    rule: str, severity: Severity, version: Version, link: Link, *suggestions: str, **parameters: str
) -> Finding:
    return Finding(
        rule,
        severity,
        version=version.language,
        span=Span(link.start, link.end),
        matched=link.text,
        suggestions=suggestions,
        parameters={"link": link.text, **parameters},
    )
