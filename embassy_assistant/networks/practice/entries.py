"""A post as a client hands it to the practice network, held against the rules that hold there."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from embassy_assistant.domain.account import Visibility
from embassy_assistant.language.counting import measure
from embassy_assistant.networks.practice.book import Entry, Picture, Poll
from embassy_assistant.networks.practice.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.networks.practice.book import Book

_POLL_MINUTES: Final = range(5, 30 * 24 * 60 + 1)


class Problem(Exception):  # noqa: N818
    """An answer that says no."""

    def __init__(self, status: int, error: str, message: str, **headers: str) -> None:
        """Word it for whoever reads the answer."""
        super().__init__(error)
        self.status = status
        self.error = error
        self.message = message
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def read_entry(given: dict[str, Any], book: Book) -> Entry:
    """Read a post and hold it against the rules.

    Raises:
        Problem: it is none, or does not fit.
    """
    try:
        entry = Entry(
            str(given["text"]),
            tuple(str(language) for language in given["languages"]),
            tuple(Picture(str(item["hash"]), str(item.get("alt", ""))) for item in given.get("pictures", ())),
            str(given.get("reply_to", "")),
            str(given.get("created_at", "")),
            str(given.get("warning", "")),
            _poll(given.get("poll")),
            str(given.get("visibility", Visibility.PUBLIC)),
            str(given.get("at", "")),
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Problem(400, "unreadable", "A post has a text, languages and pictures.") from None
    _hold_text(entry)
    _hold_pictures(entry, book)
    _hold_poll(entry)
    if entry.visibility not in set(Visibility):
        raise Problem(400, "visibility", "A post is public or unlisted.")
    _hold_time(entry.at)
    return entry


def hold_parent(entry: Entry, book: Book) -> None:
    """Refuse a new post whose parent is not there; one that is there already outlives its parent.

    Raises:
        Problem: what it answers is not there.
    """
    parent, _, key = entry.reply_to.partition("/")
    if entry.reply_to and book.find(parent, key) is None:
        raise Problem(400, "no-parent", "The post to be answered is not there.")


def corrected(entry: Entry, given: dict[str, Any], book: Book) -> Entry:
    """Return what a correction makes of a post; what it does not name stays.

    Raises:
        Problem: it does not fit.
    """
    return read_entry({**asdict(entry), **given}, book)


def _poll(given: dict[str, Any] | None) -> Poll | None:
    if given is None:
        return None
    return Poll(tuple(map(str, given["options"])), int(given["minutes"]), bool(given.get("multiple")))


def _hold_text(entry: Entry) -> None:
    if not entry.text.strip() and not entry.pictures and entry.poll is None:
        raise Problem(400, "empty", "There is nothing in this post.")
    # A warning counts too, as it does at Mastodon.
    if measure(f"{entry.warning}{entry.text}", RULES) > RULES.limit:
        raise Problem(400, "too-long", f"A post has up to {RULES.limit} characters.")


def _hold_pictures(entry: Entry, book: Book) -> None:
    if len(entry.pictures) > RULES.images:
        raise Problem(400, "too-many-pictures", f"A post has up to {RULES.images} pictures.")
    if any(book.picture(picture.hash) is None for picture in entry.pictures):
        raise Problem(400, "no-picture", "A picture was not uploaded.")


def _hold_poll(entry: Entry) -> None:
    if entry.poll is None:
        return
    if entry.pictures:
        raise Problem(400, "poll-with-pictures", "A post has pictures or a poll.")
    if not _fit(entry.poll.options):
        most, long = RULES.poll_options, RULES.poll_option_limit
        raise Problem(400, "poll-answers", f"A poll has 2 to {most} different answers of up to {long} characters.")
    if entry.poll.minutes not in _POLL_MINUTES:
        raise Problem(400, "poll-time", "A poll is open for 5 minutes to 30 days.")


def _fit(options: Sequence[str]) -> bool:
    whole = all(option.strip() and measure(option, RULES) <= RULES.poll_option_limit for option in options)
    return whole and 2 <= len(options) == len(set(options)) <= RULES.poll_options


def _hold_time(at: str) -> None:
    try:
        aware = not at or datetime.fromisoformat(at).tzinfo is not None
    except ValueError:
        aware = False
    if not aware:
        raise Problem(400, "time", "The time has no zone, or is none.")
