"""Accounts, their language policy, and the text rules of the networks they live on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003 - dataclass fields are read at run time by the store
from enum import StrEnum


class Bilingual(StrEnum):
    """How an Account of several languages publishes a Pair."""

    TWO_POSTS = "two-posts"
    COMBINED = "combined"
    THREAD = "thread"


class Visibility(StrEnum):
    """Who is shown a post by the network itself; both can be read by everybody."""

    PUBLIC = "public"
    UNLISTED = "unlisted"


@dataclass(frozen=True, slots=True)
class LanguagePolicy:
    """The languages an Account speaks, in the order they go out."""

    languages: tuple[str, ...]
    bilingual: Bilingual = Bilingual.TWO_POSTS

    @property
    def only(self) -> str | None:
        """The language of a one-language Account, else None."""
        return self.languages[0] if len(self.languages) == 1 else None


@dataclass(frozen=True, slots=True)
class TextRules:
    """How a network counts and limits a text; data, so that checks need no network.

    Attributes:
        counter: name of a counter in `language.counting`: `graphemes`, `weighted`, `mastodon`, `code-points`, `utf-16`.
        limit: the most units one post may have.
        byte_limit: the most UTF-8 bytes, where the network has such a limit.
        link_length: what a link counts as, where the network shortens links.
        unit: the unit's name in `count` output.
        images: the most pictures one post may carry.
        image_bytes: the most bytes one picture may have.
        threads: whether a long text may go out as a thread.
        alt_limit: the most units of `counter` in an alt text.
        warning_counts: whether a content warning counts against `limit`.
        poll_options: the most answers of a poll; 0 where there are no polls.
        poll_option_limit: the most units of `counter` in one answer.
    """

    counter: str
    limit: int
    byte_limit: int | None = None
    link_length: int | None = None
    unit: str = "graphemes"
    images: int = 4
    image_bytes: int = 2_000_000
    threads: bool = True
    alt_limit: int = 2_000
    warning_counts: bool = False
    poll_options: int = 0
    poll_option_limit: int = 50


class Credential(StrEnum):
    """What is known of an Account's credential."""

    UNTESTED = "untested"
    WORKS = "works"
    REFUSED = "refused"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Account:
    """One address on one network; its secrets live in the keyring under names that start with `id`.

    Attributes:
        id: `network:handle`, unique in a workspace; what post files and the command line use.
        server: base address, such as `https://bsky.social`.
        remote_id: the network's own lasting id (a DID), once known.
        limits: text rules read from the server and kept for offline use; None means the network's documented ones.
        software: what the server says it runs, such as `mastodon 4.5.2`; empty where a network has one kind of server.
        visibility: who is shown its posts, where the network asks.
        credential_until: when the credential will expire, aware UTC; None where that is not known.
        park: whether posts that are due later are handed to the server at once, so that the laptop need not be awake.
    """

    id: str
    network: str
    handle: str
    server: str
    policy: LanguagePolicy
    remote_id: str = ""
    display_name: str = ""
    paused: bool = False
    credential: Credential = Credential.UNTESTED
    limits: TextRules | None = None
    software: str = ""
    visibility: Visibility = Visibility.PUBLIC
    credential_until: datetime | None = None
    park: bool = False

    @staticmethod
    def id_of(network: str, handle: str) -> str:
        """Return the id of `handle` on `network`."""
        return f"{network}:{handle.removeprefix('@')}"

    @property
    def label(self) -> str:
        """What a person calls it: the handle."""
        return self.handle

    @property
    def can_send(self) -> bool:
        """Whether the account's own gate is open."""
        return not self.paused and self.credential not in {Credential.REFUSED, Credential.MISSING}
