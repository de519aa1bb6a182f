"""From Write to the queue: the last look, then one transaction; and a draft that is thrown away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import ReviewResult
    from embassy_assistant.services.freezing import Planned
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.queue_sheet import QueueSheet
    from embassy_assistant.ui.views.writing.session import Session


class Queueing(QObject):
    """Queues and discards the post of a session."""

    def __init__(self, context: Context, session: Session, window: QWidget) -> None:
        """Ask over `window`."""
        super().__init__(window)
        self._context = context
        self._session = session
        self._window = window
        self.sheet: QueueSheet | None = None

    def start(self) -> None:
        """Check the post as it is now, and show each account once more."""
        self._session.finish()
        post, desk = self._session.post, self._context.desk
        self._context.workers.run(
            lambda: (desk.outbox.plan(post), desk.review.check(post), desk.outbox.replaced_by(post)),
            lambda seen: self._show(post, *seen),
            self._context.shell.trouble,
            owner=self,
            lane="review",
            newest="plan",
        )

    def discard(self) -> None:
        """Throw the draft away, with a way back."""
        session, desk = self._session, self._context.desk
        session.finish()
        post, on_disk = session.post, session.on_disk
        session.new()
        if not on_disk:
            return
        self._context.workers.run(
            lambda: desk.drafting.remove(post.id),
            lambda _none: self._context.shell.toast(
                self.tr("The draft is discarded."), lambda: self._restore(post.id), self.tr("Undo")
            ),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

    def _restore(self, post_id: str) -> None:
        desk, session = self._context.desk, self._session
        self._context.workers.run(
            lambda: desk.drafting.restore(post_id),
            lambda _none: session.load(post_id),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

    def _show(self, post: Post, plans: Sequence[Planned], result: ReviewResult, replaces: int) -> None:
        """Open the sheet, unless somebody wrote on meanwhile."""
        if post is not self._session.post or not result.sendable or not plans:
            return
        if self._session.around.speaker() is None:
            return
        # Imported when it is needed: the dialogs would cost the start 40 ms.
        from embassy_assistant.ui.dialogs.queue_sheet import QueueSheet

        window, zone = self._window.window(), self._session.around.mission.zone
        sheet = self.sheet = QueueSheet(self._context, post, plans, result, zone, window, replaces=replaces)
        sheet.accepted.connect(lambda: self._queue(post))
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def _queue(self, post: Post) -> None:
        desk, officer = self._context.desk, self._session.around.officer
        self._context.workers.run(
            lambda: desk.outbox.queue(post, officer),
            lambda rows: self._queued(post, rows),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

    def _queued(self, post: Post, rows: Sequence[Delivery]) -> None:
        count = len({row.account_id for row in rows})
        self._context.shell.toast(
            self.tr("Queued for %n account(s). You can take it back for 30 seconds.", "", count),
            lambda: self._context.shell.show_view("queue"),
            self.tr("See the queue"),
        )
        # Whoever has gone on meanwhile, here or in another post, is not torn out of it.
        if self._session.post is post:
            self._session.new()
