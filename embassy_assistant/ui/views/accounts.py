"""Accounts: where the mission speaks, in which languages, and whether each credential works."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.ui.dialogs.account import AddAccountDialog
from embassy_assistant.ui.dialogs.account_log import show_account_log
from embassy_assistant.ui.dialogs.confirm import ConfirmDialog
from embassy_assistant.ui.dialogs.signing_in import ask_server, sign_in_again, through_browser
from embassy_assistant.ui.views.account_card import AccountCard
from embassy_assistant.ui.views.base import View
from embassy_assistant.ui.widgets.buttons import button
from embassy_assistant.ui.widgets.empty import Empty
from embassy_assistant.ui.widgets.labels import label
from embassy_assistant.ui.widgets.parts import Notice, clear, scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.account import Account, LanguagePolicy, Visibility
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.ui.context import Context


class AccountsView(View):
    """A card per account.

    Signals:
        added: an account was added, its id.
    """

    added = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        """Build the view; what it shows is read when it is first shown."""
        super().__init__(context, parent)
        self._accounts: Sequence[Account] = ()
        self._known = False
        self._waiting: dict[str, int] = {}
        self._cards: dict[str, AccountCard] = {}
        self._build()
        self.retranslate()
        for signal in (
            context.bridge.accounts_changed,
            context.bridge.deliveries_changed,
            context.bridge.workspace_changed,
        ):
            signal.connect(self.read)

    def _build(self) -> None:
        self._title = label(kind="h1")
        self._lead = label(tone="quiet", wrap=True)
        self._add = button("primary", icon_name="account-plus-outline", name="accounts-add")
        self._add.clicked.connect(self.add)
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._lead)
        head.addLayout(words, 1)
        head.addWidget(self._add)
        self._notice = Notice()
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(12)
        self._empty = Empty("account-multiple-outline")
        self._empty.action.clicked.connect(self.add)
        self._pages = QStackedLayout()
        self._scroll = scrolled(inside)
        self._pages.addWidget(self._scroll)
        self._pages.addWidget(self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._notice)
        whole.addLayout(self._pages, 1)

    @override
    def retranslate(self) -> None:
        self._title.setText(self.tr("Accounts"))
        if self._context.desk.preferences.practice:
            self._lead.setText(self.tr("Practice accounts only: real accounts cannot be added here."))
        else:
            self._lead.setText(self.tr("Secrets are kept in this computer’s keyring, one entry for each."))
        self._add.setText(self.tr("Add an account…"))
        self._empty.set_words(
            self.tr("No account yet"),
            self.tr("Writing works without one. Posts can be queued once an account is here."),
            self.tr("Add an account…"),
        )
        self._rebuild()

    # Reading

    @override
    def read(self) -> None:
        if not self.isVisible():
            return
        desk = self._context.desk

        def read() -> tuple[Sequence[Account], dict[str, int]]:
            return desk.accounts.all(), dict(Counter(row.account_id for row in desk.outbox.open()))

        def show(answer: tuple[Sequence[Account], dict[str, int]]) -> None:
            self._notice.say("")
            if not self._known or answer != (self._accounts, self._waiting):
                self._known = True
                self._accounts, self._waiting = answer
                self._rebuild()

        self._context.workers.run(read, show, self._trouble, owner=self, newest="accounts")

    def _rebuild(self) -> None:
        focused, context = self._focused(), self._context
        said = {account_id: made.said for account_id, made in self._cards.items()}
        clear(self._column)
        self._cards = {}
        for account in self._accounts:
            made = AccountCard(self._context, account, self._waiting.get(account.id, 0))
            made.test.clicked.connect(lambda _=False, each=account: self._test(each))
            made.sign_in.clicked.connect(lambda _=False, each=account: self._sign_in(each))
            made.pause.clicked.connect(lambda _=False, each=account: self._pause(each))
            made.log.clicked.connect(lambda _=False, each=account: show_account_log(context, each, self))
            made.remove.clicked.connect(lambda _=False, each=account: self._remove(each))
            made.policy_chosen.connect(lambda policy, each=account: self._set_policy(each, policy))
            made.publishing_chosen.connect(
                lambda visibility, park, each=account: self._set_publishing(each, visibility, park=park)
            )
            if account.id in said:
                made.say(*said[account.id])
            self._cards[account.id] = made
            self._column.addWidget(made)
        self._column.addStretch(1)
        # Until it was read, nobody knows that there is none: the workspace may be locked.
        self._pages.setCurrentWidget(self._empty if self._known and not self._accounts else self._scroll)
        self._add.setVisible(bool(self._accounts))
        self._focus(*focused)

    def _focused(self) -> tuple[str, str]:
        """Return on which account, and on what of its card, the keyboard is; empty where it is elsewhere."""
        inside: QWidget | None = self.focusWidget()
        for account_id, made in self._cards.items():
            if inside in made.findChildren(QWidget):
                return account_id, inside.objectName()
        return "", ""

    def _focus(self, account_id: str, name: str) -> None:
        made = self._cards.get(account_id)
        again = made.findChild(QWidget, name) if made is not None and name else None
        if made is not None and again is not None:
            made.show()  # Qt would show it later, and what is not shown yet cannot take the focus.
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    # Acting

    def add(self) -> None:
        """Ask for a new account."""
        networks = self._context.desk.accounts.networks()
        dialog = AddAccountDialog(networks, self)

        def give() -> None:
            network, handle, password = dialog.network, dialog.handle, dialog.password
            policy, server = dialog.policy, dialog.server
            if dialog.by_browser:
                sign_in, language = self._context.desk.sign_in, self._context.languages.language

                def added(account: Account) -> None:
                    dialog.accept()
                    self._say_added(account)

                through_browser(
                    self._context,
                    lambda by_hand: sign_in.begin(network, server, policy, language=language, by_hand=by_hand),
                    added,
                    dialog,
                )
                return
            ask_server(
                self._context,
                dialog,
                lambda: self._context.desk.accounts.add(network, handle, password, policy, server),
                self._say_added,
            )

        dialog.given.connect(give)
        dialog.show_over_window()

    def _say_added(self, account: Account) -> None:
        self._context.shell.toast(self.tr("{handle} was added.").format(handle=account.handle))
        self.added.emit(account.id)

    def _sign_in(self, account: Account) -> None:
        def done(kept: Account) -> None:
            made = self._cards.get(account.id)
            if made is not None:
                made.say("", "ok")
            self._context.shell.toast(self.tr("Signed in as {handle}.").format(handle=kept.handle))

        sign_in_again(self._context, account, self, done)

    def _test(self, account: Account) -> None:
        self._cards[account.id].set_busy(busy=True)

        def say(text: str, severity: str) -> None:
            made = self._cards.get(account.id)
            if made is not None:
                made.set_busy(busy=False)
                made.say(text, severity)

        self._context.workers.run(
            lambda: self._context.desk.accounts.test(account.id),
            lambda _account: say(self.tr("The server accepts this account."), "ok"),
            lambda error: say(self._context.messages.error(error), "warn"),
            owner=self,
            lane="slow",
        )

    def _pause(self, account: Account) -> None:
        paused = not account.paused
        self._context.workers.run(
            lambda: self._context.desk.accounts.pause(account.id, paused),
            failed=self._trouble,
            owner=self,
            lane="writes",
        )

    def _set_policy(self, account: Account, policy: LanguagePolicy) -> None:
        self._context.workers.run(
            lambda: self._context.desk.accounts.set_policy(account.id, policy),
            failed=self._trouble,
            owner=self,
            lane="writes",
        )

    def _set_publishing(self, account: Account, visibility: Visibility, *, park: bool) -> None:
        self._context.workers.run(
            lambda: self._context.desk.accounts.set_publishing(account.id, visibility, park),
            failed=self._trouble,
            owner=self,
            lane="writes",
        )

    def _remove(self, account: Account) -> None:
        waiting = self._waiting.get(account.id, 0)
        lead = self.tr("Its secret is deleted from the keyring. What it has sent stays public and in the history.")
        if waiting:
            lead += " " + self.tr("%n post(s) still wait for it: take them back in the queue first.", "", waiting)
        dialog = ConfirmDialog(
            self.tr("Remove {handle}?").format(handle=account.handle),
            lead,
            self.tr("Remove this account"),
            destructive=True,
            parent=self,
        )
        dialog.confirm.setEnabled(not waiting)
        dialog.accepted.connect(
            lambda: self._context.workers.run(
                lambda: self._context.desk.accounts.remove(account.id), failed=self._trouble, owner=self, lane="slow"
            )
        )
        dialog.show_over_window()

    def _trouble(self, error: AssistantError) -> None:
        self._notice.say(self._context.messages.error(error))
