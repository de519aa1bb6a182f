"""Writing: every snapshot is on disk before anybody is told that it is saved."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from embassy_assistant.domain.errors import Unusable
from embassy_assistant.domain.events import PostRemoved, PostSaved
from embassy_assistant.domain.post import PAIR_LANGUAGES, Confirmation, Override, Pair, Post, Promise, Release, Version
from embassy_assistant.services.pictures import without_notes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.finding import Finding
    from embassy_assistant.domain.officer import Officer
    from embassy_assistant.domain.ports import Clock
    from embassy_assistant.domain.post import Media
    from embassy_assistant.domain.summaries import PostSummary
    from embassy_assistant.services.workspace import Workspace

LARGEST_PICTURE = 50_000_000
"""Bytes; what no network takes by far, so that a film dropped by mistake does not fill the store."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
)


def picture_type(data: bytes) -> str:
    """Return the MIME type that the bytes themselves show.

    Raises:
        Unusable: they are not a PNG, JPEG, GIF or WebP picture.
    """
    for signature, mime in _SIGNATURES:
        if data.startswith(signature):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    raise Unusable("media.not-a-picture")


class Drafting:
    """Makes, keeps, finds and changes drafts. The methods that return a Post change nothing on disk; `save` does."""

    def __init__(self, workspace: Workspace, events: Events, clock: Clock) -> None:
        """Work on `workspace`."""
        self._workspace = workspace
        self._events = events
        self._clock = clock

    def new(self, accounts: tuple[str, ...] = ()) -> Post:
        """Return an empty Post; it is on disk once saved."""
        return Post.new(self._clock.now(), accounts=accounts)

    def save(self, post: Post) -> bool:
        """Put the snapshot on disk.

        Returns:
            True when it is in the store, False when it was sealed until the key arrives.

        Raises:
            AssistantError: it could not be written, such as `DiskFull`; nothing older is lost.
        """
        stored = self._workspace.keep(replace(post, updated_at=self._clock.now()))
        self._events.publish(PostSaved(post.id, post.revision))
        return stored

    def get(self, post_id: str) -> Post | None:
        """Return the Post, or None."""
        return self._workspace.store.posts.get(post_id)

    def ids(self, query: str = "") -> Sequence[str]:
        """Return the ids of all posts that match, newest first."""
        return self._workspace.store.posts.ids(query=query)

    def draft_ids(self, query: str = "") -> Sequence[str]:
        """Return the ids of posts that were never queued, newest first."""
        return self._workspace.store.posts.ids(query=query, queued=False)

    def overdue(self) -> Sequence[Post]:
        """Return the posts whose other half was promised for a time that has passed, the longest overdue first."""
        now = self._clock.now()
        promised = self._workspace.store.posts.promised()
        late = [(post.pair.promise.by, post) for post in promised if post.pair.promise and post.pair.promise.by <= now]
        return [post for _by, post in sorted(late, key=lambda each: each[0])]

    def summaries(self, ids: Sequence[str]) -> Sequence[PostSummary]:
        """Return the rows for a page of ids."""
        return self._workspace.store.posts.summaries(ids)

    def revisions(self, post_id: str) -> Sequence[Post]:
        """Return earlier snapshots, newest first."""
        return self._workspace.store.posts.revisions(post_id)

    def remove(self, post_id: str) -> None:
        """Discard a draft; `restore` brings it back."""
        self._workspace.store.posts.remove(post_id)
        self._events.publish(PostRemoved(post_id))

    def restore(self, post_id: str) -> None:
        """Bring a discarded draft back."""
        self._workspace.store.posts.restore(post_id)
        self._events.publish(PostSaved(post_id, 0))

    def attach(self, data: bytes, name: str) -> Media:
        """Copy a picture in, encrypted, without the notes in it of where, when and by what it was taken.

        Raises:
            Unusable: not a picture (`media.not-a-picture`), not a whole one (`media.broken`), or larger than any
                network takes (`media.too-large`).
        """
        if len(data) > LARGEST_PICTURE:
            raise Unusable("media.too-large", name=name, size=len(data), limit=LARGEST_PICTURE)
        mime = picture_type(data)
        return self._workspace.store.media.add(without_notes(data, mime), name=name, mime=mime)

    def picture(self, digest: str) -> bytes:
        """Return the bytes of a picture that was copied in."""
        return self._workspace.store.media.read(digest)

    def confirm(self, post: Post, officer: Officer) -> Post:
        """Record that an Officer said: these halves say the same."""
        digests = {language: Version(language, post.text(language)).digest for language in PAIR_LANGUAGES}
        confirmation = Confirmation(MappingProxyType(digests), officer, self._clock.now())
        return replace(post, pair=replace(post.pair, confirmation=confirmation))

    def promise(self, post: Post, officer: Officer, reason: str, by: datetime) -> Post:
        """Record that the other half follows by a set time."""
        return replace(post, pair=replace(post.pair, promise=Promise(reason, by, officer, self._clock.now())))

    def release(self, post: Post, officer: Officer, reason: str) -> Post:
        """Record that this post needs no other half."""
        return replace(post, pair=replace(post.pair, release=Release(reason, officer, self._clock.now())))

    def unpair(self, post: Post) -> Post:
        """Take back what was said of the Pair."""
        return replace(post, pair=Pair())

    def override(self, post: Post, finding: Finding, officer: Officer, reason: str) -> Post:
        """Record an Officer's reason for sending despite a `warn`.

        Raises:
            Unusable: no reason was given.
        """
        if not reason.strip():
            raise Unusable("override.no-reason")
        kept = tuple(o for o in post.overrides if (o.rule, o.text) != (finding.rule, finding.place))
        given = Override(finding.rule, reason.strip(), officer, self._clock.now(), finding.place)
        return replace(post, overrides=(*kept, given))

    def fix(self, post: Post, finding: Finding, suggestion: str) -> Post:
        """Return the Post with the finding's span replaced.

        Raises:
            Unusable: the text has changed since and the span no longer holds what was found.
        """
        if finding.version is None or finding.span is None:
            raise Unusable("finding.no-place")
        text = post.text(finding.version)
        if finding.matched and text[finding.span.start : finding.span.end] != finding.matched:
            raise Unusable("finding.moved")
        mended = text[: finding.span.start] + suggestion + text[finding.span.end :]
        return post.with_text(finding.version, mended)
