"""From a Post to what each account gets word for word, leaving out what is out there already.

What is out is never sent again. A thread of which only a part is out goes on under its last post that is out, as long
as its text still begins with the words that are out; where it does not, what was frozen stays as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Bilingual, Visibility
from embassy_assistant.domain.delivery import UNSENT, FrozenMedia, FrozenPoll, FrozenSegment, State
from embassy_assistant.domain.network import Ability
from embassy_assistant.domain.post import seen
from embassy_assistant.language.counting import split, under_warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import Target

_REPLACEABLE = UNSENT | {State.MISSED, State.REJECTED}
_Languages = tuple[str, ...]
_Piece = tuple[str, _Languages]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one account would get: its texts in order, one list per thread."""

    target: Target
    threads: tuple[tuple[FrozenSegment, ...], ...]


@dataclass(frozen=True, slots=True)
class Frozen:
    """What queueing a Post would do.

    Attributes:
        planned: what each account would get; without the accounts that would get nothing.
        replaced: the rows of earlier queueings that this one would cancel.
        changed: whether a thread cannot go on, because its text no longer begins with what of it is out.
    """

    planned: tuple[Planned, ...]
    replaced: tuple[Delivery, ...]
    changed: bool


class _BeginningChanged(Exception):  # noqa: N818 - never leaves this module
    """The text of a thread no longer begins with what of it is out."""


def freeze(post: Post, targets: Sequence[Target], earlier: Sequence[Delivery]) -> Frozen:
    """Return what queueing would do.

    Args:
        post: as written.
        targets: where it goes.
        earlier: its rows so far, oldest first.
    """
    planned, changed = [], False
    superseded: set[str] = set()
    for target in targets:
        place = _Place(post, target, [row for row in earlier if row.account_id == target.account.id])
        threads = []
        for texts in place.texts():
            try:
                left = place.left(texts)
            except _BeginningChanged:
                changed = True
                continue
            old = place.unsent(texts)
            waiting = [(row.segment.text, row.segment.languages) for row in old if row.state in UNSENT]
            if place.sent(texts) and left == waiting and len(waiting) == len(old):
                continue  # The rest of a thread that has begun goes on by itself, under the keys it has.
            superseded.update(row.id for row in old)
            if left:
                threads.append(place.segments(left, place.sent(texts)))
        if threads:
            planned.append(Planned(target, tuple(threads)))
    replaced = (r for r in earlier if r.state in _REPLACEABLE and (r.id in superseded or not _begun(r, earlier)))
    return Frozen(tuple(planned), tuple(replaced), changed)


class _Place:
    """One account, with what it has got of a Post so far."""

    def __init__(self, post: Post, target: Target, rows: Sequence[Delivery]) -> None:
        self._post = post
        self._target = target
        self._rows = rows

    def texts(self) -> Iterator[list[_Piece]]:
        """Yield the threads an account gets, uncut: one per language, or one of all where the account says so."""
        policy = self._target.account.policy
        written: list[_Piece] = [(text.text, (text.language,)) for text in self._target.texts(self._post)]
        if not written:
            return
        if policy.bilingual is Bilingual.THREAD:
            yield written
        elif policy.bilingual is Bilingual.COMBINED:
            yield from self._combined()
        else:
            for one in written:
                yield [one]

    def _combined(self) -> Iterator[list[_Piece]]:
        """Yield the halves as one text; once a half is out alone, only the other."""
        languages = tuple(code for code in self._target.account.policy.languages if self._post.written(code))
        sent = [row.segment.languages for row in self._rows if row.state is State.SENT]
        if languages not in sent:
            languages = tuple(code for code in languages if not any(code in out for out in sent))
        if languages:
            yield [("\n\n".join(self._post.text(code).strip() for code in languages), languages)]

    def sent(self, texts: Sequence[_Piece]) -> list[Delivery]:
        """Return the rows in the languages of `texts` that are out, in the order they went out."""
        return [row for row in self._in(texts) if row.state is State.SENT]

    def unsent(self, texts: Sequence[_Piece]) -> list[Delivery]:
        """Return the rows in the languages of `texts` that can be replaced."""
        return [row for row in self._in(texts) if row.state in _REPLACEABLE]

    def left(self, texts: Sequence[_Piece]) -> list[_Piece]:
        """Return what of a thread is not out yet, cut into pieces.

        Raises:
            _BeginningChanged: its text no longer begins with what is out.
        """
        left: list[_Piece] = []
        for text, languages in texts:
            sent = self.sent([(text, languages)])
            if not sent or not self._complete(sent[-1]):
                out = [row.segment.text for row in sent]
                left += [(piece, languages) for piece in self._after(text, languages, out)]
        return left

    def segments(self, pieces: Sequence[_Piece], sent: Sequence[Delivery]) -> tuple[FrozenSegment, ...]:
        """Return one thread, which goes on under the last of `sent` that can be replied to."""
        follows = next((row.id for row in reversed(sent) if row.published and row.published.reference), "")
        pictures = not follows and not any(_share(row, pieces[0][1]) for row in sent)
        seen = self._target.account.visibility
        visibility = seen if Ability.VISIBILITY in self._target.abilities else Visibility.PUBLIC
        return tuple(
            FrozenSegment(
                text,
                languages,
                self._media(languages[0]) if pictures and not index else (),
                index,
                len(pieces),
                "" if index else follows,
                self._target.warning(self._post, languages),
                self._poll(languages) if languages not in [later for _, later in pieces[index + 1 :]] else None,
                visibility,
            )
            for index, (text, languages) in enumerate(pieces)
        )

    def _in(self, texts: Sequence[_Piece]) -> list[Delivery]:
        return [row for row in self._rows if any(_share(row, languages) for _, languages in texts)]

    def _complete(self, last: Delivery) -> bool:
        """Whether nothing in its languages was left over of the thread that `last` belongs to."""
        return all(
            row.state is State.SENT
            for row in self._rows
            if row.thread == last.thread and row.segment.languages == last.segment.languages
        )

    def _poll(self, languages: _Languages) -> FrozenPoll | None:
        """Return the poll, which hangs on the last piece of a text."""
        poll = self._post.poll
        if poll is None or Ability.POLL not in self._target.abilities:
            return None
        return FrozenPoll(poll.in_languages(languages), poll.minutes, poll.multiple)

    def _after(self, text: str, languages: _Languages, sent: Sequence[str]) -> tuple[str, ...]:
        """Cut a text as it would be cut anew, without the pieces that are out."""
        pieces = self._cut(text, languages)
        if list(pieces[: len(sent)]) == list(sent):
            return pieces[len(sent) :]
        # Cut otherwise than before: by other limits, or because what is left was cut on its own.
        rest = text.strip()
        for piece in sent:
            if not rest.startswith(piece):
                raise _BeginningChanged
            rest = rest[len(piece) :]
            if rest and not rest[0].isspace():
                raise _BeginningChanged
            rest = rest.lstrip()
        return self._cut(rest, languages)

    def _cut(self, text: str, languages: _Languages) -> tuple[str, ...]:
        if not seen(text):
            return ()
        if self._post.as_thread and self._target.rules.threads:
            return split(text, under_warning(self._target.rules, self._target.warning(self._post, languages)))
        return (text.strip(),)

    def _media(self, language: str) -> tuple[FrozenMedia, ...]:
        return tuple(FrozenMedia(m.hash, m.name, m.mime, m.size, m.alt.get(language, "")) for m in self._post.media)


def _share(row: Delivery, languages: _Languages) -> bool:
    return not set(row.segment.languages).isdisjoint(languages)


def _begun(row: Delivery, rows: Sequence[Delivery]) -> bool:
    """Whether something of the row's thread is out."""
    return bool(row.segment.follows) or any(o.thread == row.thread and o.state is State.SENT for o in rows)
