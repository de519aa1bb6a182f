"""Facets: which bytes of a post's text are links, mentions and tags (`app.bsky.richtext.facet`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from embassy_assistant.language.links import find_links, find_mentions, find_tags

if TYPE_CHECKING:
    from collections.abc import Callable

_TAG_GRAPHEMES = 64


def facets(text: str, resolve: Callable[[str], str | None]) -> tuple[list[dict[str, Any]], list[str]]:
    """Mark what of a text is a link, a mention or a tag.

    Args:
        text: what is published.
        resolve: handle -> DID, or None where there is no such account: such a mention stays plain text.

    Returns:
        The facets, in reading order and apart, as positions in the text's UTF-8 bytes; and the mentions of no account.
    """
    found, unknown = [], []
    for link in find_links(text):
        if link.scheme in {"", "http", "https"}:
            found.append((link.start, link.end, {"$type": "app.bsky.richtext.facet#link", "uri": link.address}))
    for mention in find_mentions(text):
        # A handle is a domain name; `@name@host` is an address elsewhere in the fediverse.
        if "." in mention.name and not mention.host:
            did = resolve(mention.name.lower())
            if did is None:
                unknown.append(f"@{mention.name}")
            else:
                found.append((mention.start, mention.end, {"$type": "app.bsky.richtext.facet#mention", "did": did}))
    for tag in find_tags(text):
        if len(tag.name) <= _TAG_GRAPHEMES:
            found.append((tag.start, tag.end, {"$type": "app.bsky.richtext.facet#tag", "tag": tag.name}))
    marks, last = [], 0
    for start, end, feature in sorted(found, key=lambda item: item[:2]):
        # A tag or a mention inside a link's address is part of the link.
        if start >= last:
            index = {"byteStart": _bytes(text, start), "byteEnd": _bytes(text, end)}
            marks.append({"index": index, "features": [feature]})
            last = end
    return marks, unknown


def _bytes(text: str, position: int) -> int:
    """Return the position in UTF-8 bytes of a position in code points."""
    return len(text[:position].encode())
