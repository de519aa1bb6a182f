"""Says of a post that waits in the queue what becomes of changes to it; nothing modal, for somebody is writing."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from typing_extensions import override

from embassy_assistant.domain.delivery import UNSENT, State
from embassy_assistant.domain.errors import DraftsLocked
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import PAIR_LANGUAGES
from embassy_assistant.services.freezing import freeze
from embassy_assistant.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.delivery import Delivery, FrozenMedia, FrozenSegment
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.writing.half import Half
    from embassy_assistant.ui.views.writing.session import Session

_Text = tuple[str, tuple[str, ...], str, object]


class QueuedNotice(Banner):
    """Two choices for a queued post that was changed: queue the changes, or go back to what is queued.

    Attributes:
        differs: whether what stands in Write is not what is queued.
    """

    def __init__(
        self,
        context: Context,
        session: Session,
        halves: Mapping[str, Half],
        queue: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        """Follow the post of `session`; `queue` leads to the queue sheet."""
        super().__init__(parent)
        self.setObjectName("queued-notice")
        self._context, self._session, self._halves, self._queue = context, session, halves, queue
        self._waits = self.differs = False
        self._held: RuleKind | None = None
        session.opened.connect(self._opened)
        session.reviewed.connect(self._reviewed)
        context.bridge.deliveries_changed.connect(self._look)
        context.bridge.guidelines_changed.connect(self._look)

    def retranslate(self) -> None:
        """Say it again."""
        if not self._waits:
            self.say("")
        elif self.differs:
            self.say(
                self.tr("The queue still has this post as it was, and the guidelines hold it. Queue the changes.")
                if self._held
                else self.tr(
                    "The queue still has this post as it was, and sends it that way until you queue the changes."
                ),
                (self.tr("Queue the changes…"), self._queue),
                (self.tr("Back to what is queued"), self._go_back),
                icon_name="tray-full",
            )
        else:
            self.say(
                self._waiting(),
                (self.tr("See the queue"), lambda: self._context.shell.show_view("queue")),
                icon_name="tray-full",
            )

    def _waiting(self) -> str:
        if self._held is RuleKind.FREEZE:
            return self.tr("A freeze holds this post in the queue. Once it is lifted, the post waits for your look.")
        if self._held:
            return self.tr("The guidelines hold this post in the queue. Mend it here, then queue it again.")
        return self.tr("This post waits in the queue. What you change here goes out only once you queue it again.")

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _opened(self, _post: Post) -> None:
        self._show((False, False, None))
        self._look()

    def _reviewed(self, _result: object) -> None:
        # Only a post with rows in the queue costs a look at each snapshot.
        if self._waits:
            self._look()

    def _look(self, _event: object = None) -> None:
        post, desk = self._session.post, self._context.desk
        self._context.workers.run(
            lambda: standing(desk, post),
            lambda seen: self._show(seen) if self._session.post.id == post.id else None,
            owner=self,
            newest="queued notice",
        )

    def _show(self, seen: tuple[bool, bool, RuleKind | None]) -> None:
        if seen != (self._waits, self.differs, self._held):
            self._waits, self.differs, self._held = seen
            self.retranslate()

    def _go_back(self) -> None:
        post, desk = self._session.post, self._context.desk
        self._context.workers.run(
            lambda: as_queued(desk, post), self._put_back, self._context.shell.trouble, owner=self, lane="writes"
        )

    def _put_back(self, queued: Post | None) -> None:
        before = self._session.post
        if queued is None or queued.id != before.id:
            return
        self._write(queued)
        self._context.shell.toast(
            self.tr("The post stands as it is queued."), lambda: self._undo(before), self.tr("Undo")
        )

    def _undo(self, before: Post) -> None:
        if self._session.post.id == before.id:
            self._write(before)

    def _write(self, wanted: Post) -> None:
        """Make the post say what `wanted` says; the texts by steps that Undo takes back one by one."""
        for language in PAIR_LANGUAGES:
            self._halves[language].editor.rewrite(wanted.text(language))
        self._session.change(lambda post: replace(wanted, revision=post.revision, updated_at=post.updated_at))


def standing(desk: Desk, post: Post) -> tuple[bool, bool, RuleKind | None]:
    """Return whether rows of a post wait, whether they differ from what it says, and what kind of rule holds one."""
    try:
        group = desk.outbox.group(post.id)
        rows = group.rows if group else ()
        waiting = _waiting(rows)
        differ = bool(waiting) and not waiting <= _would_send(desk, post, rows)
        kinds = {rule.kind for rule in group.rules.values()} if group else set()
        return bool(waiting), differ, RuleKind.FREEZE if RuleKind.FREEZE in kinds else next(iter(kinds), None)
    except DraftsLocked:
        return False, False, None


def as_queued(desk: Desk, post: Post) -> Post | None:
    """Return the newest snapshot of a post that says what waits in the queue; None where nothing waits any more."""
    rows = _rows(desk, post.id)
    waiting = _waiting(rows)
    snapshots = desk.drafting.revisions(post.id) if waiting else ()
    return next((each for each in snapshots if waiting <= _would_send(desk, each, rows)), None)


def _rows(desk: Desk, post_id: str) -> Sequence[Delivery]:
    group = desk.outbox.group(post_id)
    return group.rows if group else ()


def _waiting(rows: Sequence[Delivery]) -> set[_Text]:
    return {(row.account_id, *_what(row.segment)) for row in rows if row.state in UNSENT | {State.MISSED}}


def _would_send(desk: Desk, post: Post, rows: Sequence[Delivery]) -> set[_Text]:
    """Return what the accounts would get of `post`, were only what is out there already queued."""
    out = [row for row in rows if row.state is State.SENT]
    return {
        (planned.target.account.id, *_what(segment))
        for planned in freeze(post, desk.accounts.targets_of(post), out).planned
        for thread in planned.threads
        for segment in thread
    }


def _what(segment: FrozenSegment) -> tuple[tuple[str, ...], str, tuple[FrozenMedia, ...]]:
    return segment.languages, segment.text, segment.media
