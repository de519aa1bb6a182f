"""The practice network's web page: what an Officer published, as the public would see it, and plainly not public."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from html import escape
from string import Template
from typing import TYPE_CHECKING

from embassy_assistant.language.links import find_links
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.networks.practice.book import Kept


def timeline_page(handle: str, handles: Sequence[str], posts: Sequence[Kept]) -> str:
    """Return the page of one account, or of all.

    Args:
        handle: whose page; "" for all.
        handles: every account, for the links at the top.
        posts: newest first.
    """
    links = "".join(
        f'<a href="/timeline/{escape(name)}"{" class=here" if name == handle else ""}>@{escape(name)}</a>'
        for name in handles
    )
    return _template().substitute(
        title=escape(f"@{handle} · ") if handle else "",
        here="" if handle else "here",
        accounts=links,
        posts="".join(_article(post) for post in posts),
    )


def _article(post: Kept) -> str:
    entry = post.entry
    language = escape(entry.languages[0]) if entry.languages else "und"
    pictures = "".join(
        f'<figure><img src="/pictures/{escape(picture.hash)}" alt="{escape(picture.alt)}">'
        f"<figcaption>{escape(picture.alt)}</figcaption></figure>"
        for picture in entry.pictures
    )
    parent, _, key = entry.reply_to.partition("/")
    address = f"/timeline/{escape(parent)}#{escape(key)}"
    reply = f'<p class="reply">↳ <a href="{address}">@{escape(parent)}</a></p>' if parent else ""
    tags = "".join(f"<span>{escape(tag)}</span>" for tag in entry.languages)
    moment = escape(_local(entry.created_at))
    return (
        f'<article id="{escape(post.key)}"><header><b>@{escape(post.handle)}</b>{tags}'
        f'<time datetime="{escape(entry.created_at)}">{moment}</time></header>{reply}'
        f'<p class="text" lang="{language}">{_linked(entry.text)}</p><div class="pictures">{pictures}</div></article>'
    )


def _local(moment: str) -> str:
    """Return an ISO time as the clock of this computer shows it, where the reader sits too."""
    try:
        return datetime.fromisoformat(moment).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return ""


def _linked(text: str) -> str:
    """Return the text with its links as links; nothing else in it is markup."""
    pieces, last = [], 0
    for link in find_links(text):
        if link.scheme not in {"", "http", "https"}:
            continue
        pieces.append(escape(text[last : link.start]))
        pieces.append(f'<a href="{escape(link.address)}" rel="noreferrer">{escape(link.text)}</a>')
        last = link.end
    return "".join([*pieces, escape(text[last:])])


@cache
def _template() -> Template:
    return Template((data_dir("resources") / "practice" / "timeline.html").read_text(encoding="utf-8"))
