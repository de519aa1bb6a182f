"""Links: they say where they lead, over an encrypted connection, and carry nobody's tracking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from embassy_assistant.domain.finding import Finding, Severity, Span
from embassy_assistant.language.alphabets import script_of
from embassy_assistant.language.links import find_links, find_mistyped

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
    "open.spotify.com": frozenset({"si"}),
    "facebook.com": frozenset({"rdid", "share_url", "__tn__"}),
    "x.com": frozenset({"s", "t"}),
    "twitter.com": frozenset({"s", "t"}),
}
"""Parameters that track on one site, and mean something on others."""

_AFTER_SCHEME: Final = ":;/\\"
_PREFIXES: Final = ("www.", "m.", "mobile.")
_LOOK_ALIKE: Final = frozenset("асеорхуіјѕһԁԛԝӏ")
"""Cyrillic letters that a reader takes for Latin ones."""


def check_links(context: ReviewContext) -> Iterator[Finding]:
    """Yield one finding per link that is not plain and safe, with the mended link where there is one.

    A scheme that no reader can open safely blocks; `http`, a shortener, and an address that leads elsewhere than it
    seems to, or nowhere, warn; tracking parameters are advice.

    Args:
        context: The snapshot.
    """
    for version in context.versions():
        for link in find_links(version.text):
            yield from _check_link(version, link)
        for link in find_mistyped(version.text):
            scheme = "https" if link.text[:5].lower() == "https" else "http"
            mended = f"{scheme}://{link.text[len(scheme) :].lstrip(_AFTER_SCHEME)}"
            yield _finding("links.malformed", Severity.WARN, version, link, mended)


def _check_link(version: Version, link: Link) -> Iterator[Finding]:
    if link.scheme not in {"", "http", "https"}:
        yield _finding("links.scheme", Severity.BLOCK, version, link, scheme=link.scheme)
        return
    try:
        parts = urlsplit(link.address)
        host, real = _host(parts), _disguised(parts)
    except ValueError:
        # Brackets that are no IPv6 address, a port that is none.
        yield _finding("links.malformed", Severity.WARN, version, link)
        return
    if real:
        yield _finding("links.disguised", Severity.WARN, version, link, host=real)
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


def _host(parts: SplitResult) -> str:
    """Return the site without the prefixes that lead to the same one.

    Raises:
        ValueError: The port is none.
    """
    _ = parts.port  # reading it refuses one that is no number or too large
    host = parts.hostname or ""
    return next((host.removeprefix(prefix) for prefix in _PREFIXES if host.startswith(prefix)), host)


def _disguised(parts: SplitResult) -> str:
    """Return the site that really opens where a reader would take it for another one, else ""."""
    host = parts.hostname or ""
    labels = [_readable(label) for label in host.split(".")]
    *names, top = labels
    mixed = any({"cyrillic", "latin"} <= {script_of(letter) for letter in label} for label in labels)
    alike = top.isascii() and any(label and set(label) <= _LOOK_ALIKE for label in names)
    if parts.username is None and not mixed and not alike:
        return ""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _readable(label: str) -> str:
    """Return a part of a host as a browser may show it: `xn--…` stands for other letters."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode")
    except UnicodeError:
        return label


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
