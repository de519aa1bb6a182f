"""Corrects and deletes what is out, and lets go of a half that will not follow; each is asked about first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.domain.network import Ability
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.views.correct_dialog import CorrectDialog
from embassy_assistant.ui.views.needs_halves import stuck

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.desk import Desk
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


class QueueChanges(QObject):
    """What `QueueActs` leaves to it."""

    def __init__(self, context: Context, words: QueueWords, window: QWidget) -> None:
        """Show dialogs over `window`."""
        super().__init__(window)
        self._context = context
        self._words = words
        self._window = window

    def correct(self, group: PostRows, row: Delivery) -> None:
        """Show what is out, to be corrected."""
        dialog = CorrectDialog(self._context, self._words, group, row, self._window)
        dialog.delete.connect(lambda chosen: self.delete(group, chosen, anew=True))
        dialog.show_over_window()

    def delete(self, group: PostRows, row: Delivery, *, anew: bool = False) -> None:
        """Ask whether what is out is to be deleted, and say what that means for its thread.

        Args:
            group: the Post with its rows.
            row: what is out.
            anew: whether the post is opened then, to be mended and queued again.
        """
        row = next((out for out in group.out if out.id == row.id), row)
        where = self._words.account(group.accounts.get(row.account_id), row.account_id)
        if not group.can(row, Ability.DELETE):
            self._cannot(group, row, where)
            return
        lead = [self.tr("It disappears there for everybody, with its replies and likes. It cannot be brought back.")]
        hanging = group.hanging(row)
        if hanging:
            lead.append(self.tr("%n later part(s) of its thread stay out, and would follow nothing.", "", len(hanging)))
        others = {out.account_id for out in group.out if out.state is State.SENT} - {row.account_id}
        if others:
            lead.append(self.tr("It stays out at %n other account(s).", "", len(others)))
        dialog = ConfirmDialog(
            self.tr("Delete this at {account}?").format(account=where),
            " ".join(lead),
            self.tr("Delete it at {account}").format(account=where),
            text=row.segment.text,
            destructive=True,
            parent=self._window,
        )

        def delete() -> None:
            self._desk.outbox.delete(row.id, self._desk.preferences.officer)

        done = self.tr("It is deleted in 30 seconds. Until then, the queue can take that back.")
        if anew:
            done = self.tr("It is being deleted. Mend the post here and queue it again.")
            dialog.accepted.connect(lambda: self._context.shell.open_post(group.post.id))
        dialog.accepted.connect(lambda: self._run(delete, done))
        dialog.show_over_window()

    def drop_half(self, group: PostRows) -> None:
        """Ask whether the half that is not out is to be let go of."""
        rows = stuck(group)
        languages = self._context.messages.join(sorted({self._words.language(row) for row in rows}))
        dialog = ConfirmDialog(
            self.tr("Leave {language} out for good?").format(language=languages),
            self.tr("What is out stays out, in one language. Nothing more is sent and nobody is asked again."),
            self.tr("Leave {language} out").format(language=languages),
            text="\n\n".join(dict.fromkeys(row.segment.text for row in rows)),
            destructive=True,
            parent=self._window,
        )

        def drop() -> None:
            for row in rows:
                action = Action.DROP if Action.DROP in row.actions else Action.TAKE_BACK
                self._desk.outbox.act(row.id, action, self._desk.preferences.officer)

        done = self.tr("{language} is not sent any more.").format(language=languages)
        dialog.accepted.connect(lambda: self._run(drop, done))
        dialog.show_over_window()

    def _cannot(self, group: PostRows, row: Delivery, where: str) -> None:
        """Say why it cannot be deleted from here, and lead to where it can."""
        network = self._words.network(row.network)
        if group.changes(row):
            lead = self.tr("Another change of it is under way. When that is done, it can be deleted.")
        else:
            lead = self.tr("{network} deletes nothing at the request of this program. Delete it there by hand.")
            lead = lead.format(network=network)
        dialog = ConfirmDialog(
            self.tr("This cannot be deleted at {account} from here").format(account=where),
            lead,
            self.tr("Open it there"),
            text=row.segment.text,
            parent=self._window,
        )
        dialog.confirm.setVisible(bool(row.published and row.published.url))
        dialog.accepted.connect(lambda: self._open(row))
        dialog.show_over_window()

    def _open(self, row: Delivery) -> None:
        if row.published:
            QDesktopServices.openUrl(QUrl(row.published.url))

    def _run(self, work: Callable[[], object], done: str) -> None:
        self._context.workers.run(
            work,
            lambda _: self._context.shell.toast(done),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

    @property
    def _desk(self) -> Desk:
        return self._context.desk
