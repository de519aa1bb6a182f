"""The practice network's web page: what an Officer published, as the public would see it, and plainly not public."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from html import escape
from string import Template
from typing import TYPE_CHECKING

from embassy_assistant.language.links import find_links
from embassy_assistant.locations import data_dir

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.networks.practice.book import Entry, Kept


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
    if entry.visibility != "public":
        tags += "<span>Не в стрічках · Unlisted</span>"
    at = entry.at or entry.created_at
    content = f'<p class="text" lang="{language}">{_linked(entry.text)}</p>{_poll(entry)}'
    content += f'<div class="pictures">{pictures}</div>'
    if entry.warning:
        content = f'<details><summary lang="{language}">{escape(entry.warning)}</summary>{content}</details>'
    return (
        f'<article id="{escape(post.key)}"><header><b>@{escape(post.handle)}</b>{tags}'
        f'<time datetime="{escape(at)}">{escape(_local(at))}</time></header>{reply}{content}</article>'
    )


def _poll(entry: Entry) -> str:
    """Return the answers of a poll, as who could vote would see them, and until when they could."""
    if entry.poll is None:
        return ""
    kind = "checkbox" if entry.poll.multiple else "radio"
    answers = "".join(
        f'<li><label><input type="{kind}" disabled> {escape(option)}</label></li>' for option in entry.poll.options
    )
    until = _local(entry.at or entry.created_at, entry.poll.minutes)
    return f'<ul class="poll">{answers}</ul><p class="until">До · Until {escape(until)}</p>'


def _local(moment: str, minutes: int = 0) -> str:
    """Return an ISO time, or so many minutes later, as the clock of this computer shows it, where the reader sits."""
    try:
        return (datetime.fromisoformat(moment).astimezone() + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M")
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
