"""The words and signs of what may be done in the queue; what comes of each is said beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from embassy_assistant.domain.delivery import Action, Kind, State
from embassy_assistant.ui.widgets.looks import ACTION_SIGNS

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery

SIGN_IN: Final = "sign-in"
DECIDE: Final = "decide"
HISTORY: Final = "history"
OPEN_POST: Final = "open-post"
CORRECT: Final = "correct"
DELETE: Final = "delete"
ACCOUNT_LOG: Final = "account-log"
COMPARE: Final = "compare"
PAGE: Final = "page"
DROP_HALF: Final = "drop-half"
PUT_AWAY: Final = "put-away"

_SIGNS: Final = {
    SIGN_IN: "key-outline",
    DECIDE: "arrow-right",
    HISTORY: "history",
    OPEN_POST: "pencil-outline",
    CORRECT: "pencil-outline",
    DELETE: "trash-can-outline",
    ACCOUNT_LOG: "history",
    COMPARE: "magnify",
    PAGE: "open-in-new",
    PUT_AWAY: "check",
}


def sign(name: str) -> str:
    """Name the icon of an action."""
    return _SIGNS.get(name) or ACTION_SIGNS[Action(name)]


class ActionWords(QObject):
    """Words actions in the window's language."""

    def name(self, name: str, row: Delivery | None = None) -> str:
        """Name an action as its button does.

        Args:
            name: an `Action`'s value, or one of this module's.
            row: what it would be done to, where the words depend on it.
        """
        if row is not None and row.kind is not Kind.PUBLISH:
            changing = self._changing(row.kind).get(name)
            if changing:
                return changing
        if name == Action.DROP and row is not None and row.state is State.REJECTED:
            # There is nothing left to drop.
            return self.tr("Put it away…")
        return {
            Action.SEND_NOW.value: self.tr("Send now…"),
            Action.NEW_TIME.value: self.tr("New time…"),
            Action.TAKE_BACK.value: self.tr("Take back"),
            Action.MARK_SENT.value: self.tr("It is there: mark as sent"),
            Action.SEND_AGAIN.value: self.tr("It is not there: send it now"),
            Action.DROP.value: self.tr("Drop it for this account"),
            Action.OPEN.value: self.tr("Open"),
            SIGN_IN: self.tr("Sign in…"),
            DECIDE: self.tr("Look and decide"),
            HISTORY: self.tr("History…"),
            OPEN_POST: self.tr("Open the post"),
            CORRECT: self.tr("Correct…"),
            DELETE: self.tr("Delete…"),
            ACCOUNT_LOG: self.tr("Account log…"),
            COMPARE: self.tr("Compare word by word…"),
        }[name]

    def consequence(self, name: str, row: Delivery) -> str:
        """Say what comes of one of the three choices where only a person can tell what is out."""
        if row.kind is Kind.PUBLISH:
            return {
                Action.MARK_SENT.value: self.tr("Nothing more is sent."),
                Action.SEND_AGAIN.value: self.tr("If it was there after all, it would appear twice."),
                Action.DROP.value: self.tr("Nothing is sent; the other accounts are not touched."),
            }[name]
        return {
            Action.MARK_SENT.value: self.tr("Nothing more is asked of the server."),
            Action.SEND_AGAIN.value: self.tr("Twice does no harm: the result is the same."),
            Action.DROP.value: self.tr("What is out stays as it is; the other accounts are not touched."),
        }[name]

    def _changing(self, kind: Kind) -> dict[str, str]:
        """Name what is otherwise named of a correction or a deletion."""
        if kind is Kind.EDIT:
            return {
                Action.SEND_NOW.value: self.tr("Correct now…"),
                Action.MARK_SENT.value: self.tr("It is corrected: mark as done"),
                Action.SEND_AGAIN.value: self.tr("It is not: correct it now"),
                Action.DROP.value: self.tr("Leave it as it is"),
            }
        return {
            Action.SEND_NOW.value: self.tr("Delete now…"),
            Action.MARK_SENT.value: self.tr("It is gone: mark as deleted"),
            Action.SEND_AGAIN.value: self.tr("It is still there: delete it now"),
            Action.DROP.value: self.tr("Leave it as it is"),
        }
