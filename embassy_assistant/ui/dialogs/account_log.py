"""The log of one account: what was sent, read back and refused there, and when, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from embassy_assistant.services.account_log import account_log
from embassy_assistant.ui.dialogs.base import Sheet
from embassy_assistant.ui.dialogs.log_lines import LogLines
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import scrolled, worded

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account
    from embassy_assistant.services.account_log import AccountLog, LogEntry
    from embassy_assistant.ui.context import Context

POSTS: Final = 100
LINES: Final = 60


class AccountLogDialog(Sheet):
    """Newest first, a page at a time."""

    def __init__(
        self, context: Context, account: Account, log: AccountLog, zone: str, parent: QWidget | None = None
    ) -> None:
        """Show `log` in the Mission's zone."""
        network = context.desk.accounts.network(account.network)
        title = self.tr("Practice network") if network.practice else network.title
        super().__init__(self.tr("Account log"), f"{title}, {account.handle}", self.tr("Close"), "", parent)
        self.cancel.hide()
        self._rest: list[LogEntry] = list(log.entries)
        self._lines = LogLines(context, zone, titles=True)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._lines)
        self._more = worded(self.tr("Show earlier entries"), small=True)
        self._more.setObjectName("log-more")
        self._more.clicked.connect(self._show_more)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        if not log.entries:
            column.addWidget(label(self.tr("Nothing has gone to this account yet."), tone="quiet", wrap=True))
        if not log.whole:
            text = self.tr("Of the last %n post(s). The history of an earlier one is at its row.", "", POSTS)
            column.addWidget(label(text, kind="caption", wrap=True))
        column.addStretch(1)
        self.body.addWidget(scrolled(inside), 1)
        self.resize(720, 560)
        self._show_more()

    def _show_more(self) -> None:
        page, self._rest = self._rest[:LINES], self._rest[LINES:]
        self._lines.show_entries(page)
        self._more.setVisible(bool(self._rest))


def show_account_log(context: Context, account: Account, window: QWidget) -> None:
    """Read the log of `account` and show it over `window`."""
    desk = context.desk

    def read() -> tuple[AccountLog, str]:
        return account_log(desk.outbox, account.id, POSTS), desk.preferences.mission.zone

    def show(answer: tuple[AccountLog, str]) -> None:
        AccountLogDialog(context, account, *answer, window).show_over_window()

    context.workers.run(read, show, owner=window)
