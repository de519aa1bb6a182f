"""Carries out what is chosen in the queue: asks where something cannot be taken back, then hands it to the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.ui.dialogs.account_log import show_account_log
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.dialogs.history import HistoryDialog
from embassy_assistant.ui.dialogs.new_time import NewTimeDialog
from embassy_assistant.ui.dialogs.signing_in import sign_in_again
from embassy_assistant.ui.views.evidence_dialog import EvidenceDialog
from embassy_assistant.ui.views.queue_actions import (
    ACCOUNT_LOG,
    COMPARE,
    CORRECT,
    DELETE,
    DROP_HALF,
    HISTORY,
    OPEN_POST,
    PAGE,
    SIGN_IN,
)
from embassy_assistant.ui.views.queue_changes import QueueChanges

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery, Step
    from embassy_assistant.domain.post import Due
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


class QueueActs(QObject):
    """The one place from which the queue changes anything."""

    def __init__(self, context: Context, words: QueueWords, window: QWidget) -> None:
        """Show dialogs over `window`."""
        super().__init__(window)
        self._context = context
        self._words = words
        self._window = window
        self._changes = QueueChanges(context, words, window)

    def choose(self, group: PostRows, row: Delivery | None, name: str) -> None:
        """Do what was chosen.

        Args:
            group: the Post with its rows.
            row: the Delivery; None on a Post's header.
            name: an `Action`'s value, or a name of `queue_actions`.
        """
        if row is None or name == OPEN_POST:
            self._context.shell.open_post(group.post.id)
            return
        if name in {SIGN_IN, PAGE, ACCOUNT_LOG}:
            self._about_account(group.accounts.get(row.account_id), name)
            return
        acts: dict[str, Callable[[], None]] = {
            HISTORY: lambda: self._show_history(group, row),
            COMPARE: lambda: EvidenceDialog(self._words, group, row, self._window).show_over_window(),
            CORRECT: lambda: self._changes.correct(group, row),
            DELETE: lambda: self._changes.delete(group, row),
            DROP_HALF: lambda: self._changes.drop_half(group),
        }
        if name in acts:
            acts[name]()
        else:
            self._ask(group, row, Action(name))

    def sign_in(self, account: Account) -> None:
        """Ask for the account's password anew."""
        sign_in_again(
            self._context,
            account,
            self._window,
            lambda kept: self._context.shell.toast(self.tr("Signed in as {handle}.").format(handle=kept.handle)),
        )

    def hold(self, *, held: bool) -> None:
        """Hold everything, or let it go."""
        outbox = self._context.desk.outbox
        self._context.workers.run(outbox.hold if held else outbox.release, lane="writes")

    def _about_account(self, account: Account | None, name: str) -> None:
        """Do what is about a row's account; nothing where that was removed."""
        if account is None:
            return
        if name == SIGN_IN:
            self.sign_in(account)
        elif name == PAGE:
            QDesktopServices.openUrl(QUrl(self._context.desk.accounts.network(account.network).page(account)))
        else:
            show_account_log(self._context, account, self._window)

    def _ask(self, group: PostRows, row: Delivery, action: Action) -> None:
        where = self._words.account(group.accounts.get(row.account_id), row.account_id)
        if action is Action.OPEN:
            if row.published:
                QDesktopServices.openUrl(QUrl(row.published.url))
        elif action is Action.NEW_TIME:
            due = NewTimeDialog(
                self._words.title(group), self._words.zone, self._context.desk.clock.now, row.due, self._window
            )
            due.accepted.connect(lambda: self._act(row, action, due.due))
            due.show_over_window()
        elif action is Action.SEND_NOW:
            self._confirm(
                row,
                action,
                ConfirmDialog(
                    self.tr("Send this to {account} now?").format(account=where),
                    self.tr("It goes out as soon as this laptop is online. It does not wait for the other half."),
                    self.tr("Send now"),
                    text=row.segment.text,
                    parent=self._window,
                ),
            )
        elif action is Action.DROP and row.state is State.REJECTED:
            self._confirm(
                row,
                action,
                ConfirmDialog(
                    self.tr("Put this away for {account}?").format(account=where),
                    self.tr("It was refused and stays unsent. It no longer asks for a decision; the post is kept."),
                    self.tr("Put it away"),
                    text=row.segment.text,
                    parent=self._window,
                ),
            )
        elif action is Action.DROP:
            self._confirm(
                row,
                action,
                ConfirmDialog(
                    self.tr("Drop this for {account}?").format(account=where),
                    self.tr("Nothing is sent there. The other accounts are not touched, and the post is kept."),
                    self.tr("Drop it for this account"),
                    text=row.segment.text,
                    destructive=True,
                    parent=self._window,
                ),
            )
        else:
            self._act(row, action)

    def _confirm(self, row: Delivery, action: Action, dialog: ConfirmDialog) -> None:
        dialog.accepted.connect(lambda: self._act(row, action))
        dialog.show_over_window()

    def _act(self, row: Delivery, action: Action, due: Due | None = None) -> None:
        desk = self._context.desk

        def work() -> None:
            desk.outbox.act(row.id, action, desk.preferences.officer, due)

        self._context.workers.run(work, lambda _done: self._say(row, action), owner=self, lane="writes")

    def _say(self, row: Delivery, action: Action) -> None:
        done = {
            Action.TAKE_BACK: (
                self.tr("It is being deleted on the server. The post is kept.")
                if row.state is State.PARKED
                else self.tr("Taken back. The post is kept.")
            ),
            Action.NEW_TIME: self.tr("The new time is set."),
            Action.SEND_NOW: self.tr("It goes out next."),
            Action.SEND_AGAIN: self.tr("It goes out again."),
            Action.MARK_SENT: self.tr("Marked as sent."),
            Action.DROP: (
                self.tr("Put away. The post is kept.")
                if row.state is State.REJECTED
                else self.tr("Dropped for this account.")
            ),
        }
        self._context.shell.toast(done[action])

    def _show_history(self, group: PostRows, row: Delivery) -> None:
        def show(steps: Sequence[Step]) -> None:
            HistoryDialog(self._context, group, row, steps, self._words.zone, self._window).show_over_window()

        self._context.workers.run(lambda: self._context.desk.outbox.history(row.id), show, owner=self)
