"""Asks for an account's password and hands it to the server: from the queue, from the accounts, for a new account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.ui.dialogs.account import SignInDialog
from embassy_assistant.ui.dialogs.browser import BrowserSheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.errors import AssistantError
    from embassy_assistant.services.sign_in import Begun
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.dialogs.base import Sheet


def sign_in_again(context: Context, account: Account, window: QWidget, then: Callable[[Account], object]) -> None:
    """Ask for the password of `account` over `window`; `then` gets the account once its server took it."""
    network = context.desk.accounts.network(account.network)
    if network.by_browser:
        sign_in, language = context.desk.sign_in, context.languages.language
        through_browser(
            context,
            lambda by_hand: sign_in.begin_again(account.id, language=language, by_hand=by_hand),
            then,
            window,
        )
        return
    dialog = SignInDialog(account, network, window)

    def give() -> None:
        password = dialog.password
        ask_server(context, dialog, lambda: context.desk.accounts.sign_in_again(account.id, password), then)

    dialog.given.connect(give)
    dialog.show_over_window()


def through_browser(
    context: Context, begin: Callable[[bool], Begun], then: Callable[[Account], object], parent: QWidget
) -> None:
    """Sign in on the server's own page; `then` gets the account."""
    BrowserSheet(context, begin, then, parent).show_over_window()


def ask_server(context: Context, dialog: Sheet, ask: Callable[[], Account], then: Callable[[Account], object]) -> None:
    """Ask the server; the dialog stays, with what the server said, until it says yes."""

    def done(account: Account) -> None:
        dialog.accept()
        then(account)

    def refused(error: AssistantError) -> None:
        dialog.set_busy(busy=False)
        dialog.say(context.messages.error(error))

    dialog.say("")
    dialog.set_busy(busy=True)
    context.workers.run(ask, done, refused, owner=dialog, lane="slow")
