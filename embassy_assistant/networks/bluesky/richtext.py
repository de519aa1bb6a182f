"""Facets: which bytes of a post's text are links, mentions and tags (`app.bsky.richtext.facet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embassy_assistant.language.links import find_links, find_mentions, find_tags

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG_GRAPHEMES = 64


def facets(text: str, resolve: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """Return the facets of a text, in reading order, as positions in its UTF-8 bytes.

    Args:
        text: what is published.
        resolve: handle -> DID, or None where there is no such account: such a mention stays plain text.
    """
    found = []
    links = list(find_links(text))
    for link in links:
        if link.scheme in {"", "http", "https"}:
            found.append((link.start, link.end, {"$type": "app.bsky.richtext.facet#link", "uri": link.address}))
    for mention in find_mentions(text):
        # A handle is a domain name; `@name@host` is an address elsewhere in the fediverse.
        if "." in mention.name and not mention.host:
            did = resolve(mention.name.lower())
            if did:
                found.append((mention.start, mention.end, {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    for tag in find_tags(text):
        if len(tag.name) <= _TAG_GRAPHEMES and not any(link.start <= tag.start < link.end for link in links):
            found.append((tag.start, tag.end, {"$type": "app.bsky.richtext.facet#tag", "tag": tag.name}))
    return [
        {"index": {"byteStart": _bytes(text, start), "byteEnd": _bytes(text, end)}, "features": [feature]}
        for start, end, feature in sorted(found, key=lambda item: item[:2])
    ]


def _bytes(text: str, position: int) -> int:
    """Return the position in UTF-8 bytes of a position in code points."""
    return len(text[:position].encode())
