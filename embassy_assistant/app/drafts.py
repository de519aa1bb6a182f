"""Drafts by post file and by the first letters of an id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.app import postfile
from embassy_assistant.domain.errors import Unusable

if TYPE_CHECKING:
    from embassy_assistant.app.session import Session
    from embassy_assistant.domain.post import Media, Post
    from embassy_assistant.services.desk import Desk


def store(session: Session, desk: Desk, found: postfile.PostFile) -> Post:
    """Put a post file among the drafts, its pictures copied in, and return the post."""

    def keep(picture: postfile.Picture) -> Media:
        data, _ = picture.read()
        media = desk.drafting.attach(data, picture.path.name)
        for language, text in picture.alt.items():
            media = media.with_alt(language, text)
        return media

    zone = desk.preferences.mission.zone or postfile.DEFAULT_ZONE
    with session.progress("cli.saving"):
        post = found.post(desk.clock.now(), officer=session.officer(desk), zone=zone, keep=keep)
        post = replace(post, revision=1)
        desk.drafting.save(post)
    return post


def find(desk: Desk, post_id: str) -> Post:
    """Return the post whose id begins with `post_id`.

    Raises:
        Unusable: none does, or several do.
    """
    post = desk.drafting.get(post_id)
    if post is not None:
        return post
    fitting = [one for one in desk.drafting.ids() if post_id and one.startswith(post_id)]
    post = desk.drafting.get(fitting[0]) if len(fitting) == 1 else None
    if post is None:
        raise Unusable("post.unknown", post=post_id, count=len(fitting))
    return post
