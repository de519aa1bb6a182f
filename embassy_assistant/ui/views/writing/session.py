"""The post that is being written: typing becomes snapshots, snapshots are kept and checked.

Nothing here draws. A snapshot is taken 150 ms after the last key, but never later than 500 ms after the first key that
is not kept yet: a timer that is only restarted starves while somebody types.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from embassy_assistant.ui.views.writing.surroundings import Surroundings

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.domain.post import Due, Post
    from embassy_assistant.domain.review import ReviewResult, Target
    from embassy_assistant.ui.context import Context

PAUSE: Final = 150
AT_MOST: Final = 500
TRY_AGAIN: Final = 3000
_CLOSING: Final = 5.0


class Session(QObject):
    """Holds one Post at a time.

    Attributes:
        around: mission, officer and accounts.
        result: what the checks said of the newest snapshot that they have seen.

    Signals:
        opened: another post is being written; carries it.
        changed: something other than a text was changed; carries the post.
        reviewed: the checks have spoken of the newest snapshot.
        saved: a snapshot is on disk; when (aware), and whether it is in the store (else sealed).
        unsaved: there is something that is not on disk yet.
        save_failed: it could not be written; it is kept in memory and tried again.
    """

    opened = Signal(object)
    changed = Signal(object)
    reviewed = Signal(object)
    saved = Signal(object, bool)
    unsaved = Signal()
    save_failed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Start with an empty post, before the key has arrived."""
        super().__init__(parent)
        self._context = context
        self._post = context.desk.drafting.new()
        self._kept = self._post
        self._touched = False
        self._on_disk = False
        # Of other posts, what could not be written yet; by id.
        self._left: dict[str, Post] = {}
        self.result: ReviewResult | None = None
        self.around = Surroundings(context, self)
        self.around.changed.connect(self._surrounded)
        self._pause = self._timer(PAUSE)
        self._deadline = self._timer(AT_MOST)
        self._again = self._timer(TRY_AGAIN)
        context.bridge.workspace_changed.connect(self._key_arrived)
        context.bridge.guidelines_changed.connect(self.look_again)

    @property
    def post(self) -> Post:
        """The post as it stands now."""
        return self._post

    @property
    def targets(self) -> tuple[Target, ...]:
        """The accounts the post goes to, with the text rules there."""
        return self.around.targets(self._post)

    @property
    def dirty(self) -> bool:
        """Whether something is not on disk yet, be it of a post that is no longer shown."""
        return self._changed or bool(self._left)

    @property
    def on_disk(self) -> bool:
        """Whether the post was kept already, or is about to be."""
        return self._on_disk

    @property
    def untouched(self) -> bool:
        """Whether nobody has written anything yet."""
        return not self._touched and self._post.empty

    def open(self, post: Post, *, stored: bool = True) -> None:
        """Write `post` from now on; what was being written is kept first.

        Args:
            post: what to write.
            stored: whether the store has it.
        """
        self.flush()
        self._post = self._kept = post
        self._touched = False
        self._on_disk = stored
        self.result = None
        self.opened.emit(post)
        self._check()

    def new(self) -> None:
        """Start a new post for all accounts that can send."""
        chosen = tuple(account.id for account in self.around.accounts)
        self.open(self._context.desk.drafting.new(chosen), stored=False)

    def load(self, post_id: str) -> None:
        """Read a post and write it from now on; what was being written is kept first."""
        self.flush()
        if post_id in self._left:
            self.open(self._left[post_id])
            return
        drafting = self._context.desk.drafting
        # Behind the saves under way: read before them, an older text would come back and be written on.
        self._context.workers.run(lambda: drafting.get(post_id), self._loaded, owner=self, lane="writes", newest="load")

    def resume(self) -> None:
        """Go on with the newest draft, unless somebody has begun to write."""
        if not self.untouched:
            return
        drafting = self._context.desk.drafting
        self._context.workers.run(
            lambda: next((drafting.get(each) for each in drafting.draft_ids()[:1]), None),
            self._resumed,
            owner=self,
            newest="load",
        )

    def write(self, language: str, text: str) -> None:
        """Take a text as it is after a key press."""
        if text != self._post.text(language):
            self._take(self._post.with_text(language, text))

    def title(self, topic: str) -> None:
        """Take a topic."""
        if topic != self._post.topic:
            self._take(replace(self._post, topic=topic))

    def change(self, edit: Callable[[Post], Post]) -> None:
        """Change something other than a text, keep it at once and check it."""
        changed = edit(self._post)
        if changed is self._post:
            return
        self._take(changed)
        self.changed.emit(changed)
        self.flush()

    def set_due(self, due: Due | None) -> None:
        """Take a due time; None for as soon as possible."""
        self.change(lambda post: post if post.due == due else replace(post, due=due))

    def look_again(self, _event: object = None) -> None:
        """Let the checks speak of the post once more: other rules are in force than when they last did."""
        self._check()

    def flush(self) -> None:
        """Take the snapshot now."""
        self._pause.stop()
        self._deadline.stop()
        self._again.stop()
        for left in tuple(self._left.values()):
            self._keep(left)
        if self._changed:
            self._snapshot()

    def finish(self) -> bool:
        """Put what is unsaved on disk before the window closes.

        Returns:
            False when the disk has not answered in time.
        """
        self.flush()
        return self._context.workers.idle("writes", _CLOSING)

    @property
    def _changed(self) -> bool:
        return self._kept is not self._post

    def _take(self, post: Post) -> None:
        self._touched = True
        self._post = post
        self._pause.start()
        if not self._deadline.isActive():
            self._deadline.start()
        self.unsaved.emit()

    def _snapshot(self) -> None:
        """Freeze the post with a revision of its own, and hand it to the writer and to the checks."""
        self._post = self._kept = replace(self._post, revision=self._post.revision + 1)
        # A post that was never anything but empty is no draft.
        if self._on_disk or not self._post.empty:
            self._on_disk = True
            self._keep(self._post)
        self._check()

    def _keep(self, snapshot: Post) -> None:
        drafting = self._context.desk.drafting
        if snapshot.id in self._left:
            self._left[snapshot.id] = snapshot
        self._context.workers.run(
            lambda: drafting.save(snapshot),
            lambda stored: self._saved(snapshot, stored),
            lambda error: self._not_saved(snapshot, error),
            owner=self,
            lane="writes",
            newest=f"save {snapshot.id}",
        )

    def _check(self) -> None:
        snapshot, review = self._post, self._context.desk.review
        self._context.workers.run(
            lambda: review.check(snapshot), self._reviewed, owner=self, lane="review", newest="review"
        )

    def _reviewed(self, result: ReviewResult) -> None:
        if (result.post_id, result.revision) == (self._post.id, self._post.revision):
            self.result = result
            self.reviewed.emit(result)

    def _saved(self, snapshot: Post, stored: bool) -> None:
        if self._left.get(snapshot.id) is snapshot:
            del self._left[snapshot.id]
        self.saved.emit(datetime.now().astimezone(), stored)

    def _not_saved(self, snapshot: Post, error: AssistantError) -> None:
        if snapshot.id == self._post.id:
            # Not kept after all: the next key, or the clock, tries again.
            self._kept = snapshot
            self._post = replace(self._post) if self._post is snapshot else self._post
        else:
            self._left[snapshot.id] = snapshot
        self._again.start()
        self.save_failed.emit(error)

    def _loaded(self, post: Post | None) -> None:
        if post is None:
            return
        # Of the post that is being written, nothing older than what the window shows.
        if post.id == self._post.id and (self._changed or (self._touched and post.revision <= self._post.revision)):
            return
        self.open(post)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _key_arrived(self, event: object) -> None:
        if getattr(event, "state", "") != "open":
            return
        self.around.look()
        if self._changed or self._touched:
            self._snapshot()
        else:
            self.resume()

    def _resumed(self, newest: Post | None) -> None:
        if newest is not None and self.untouched:
            self.open(newest)

    def _surrounded(self) -> None:
        accounts = self.around.accounts
        if self._post.empty and not self._post.accounts and accounts:
            # A post that was begun before anybody knew the accounts goes to all of them, as a new one does.
            kept = self._kept is self._post
            self._post = replace(self._post, accounts=tuple(account.id for account in accounts))
            self._kept = self._post if kept else self._kept
        self._check()
