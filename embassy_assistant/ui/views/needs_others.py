"""Cards for what is no Delivery: an account to sign in to again, and a half that was promised and is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from embassy_assistant.domain.account import Credential
from embassy_assistant.ui.views.needs_cards import card_column, wide_button
from embassy_assistant.ui.views.queue_actions import OPEN_POST, SIGN_IN
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import card

if TYPE_CHECKING:
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.tray import KeyTrouble
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


class OtherCards(QObject):
    """Builds these cards.

    Signals:
        sign_in: an account to sign in to again.
        open_post: id of a post to write on.
    """

    sign_in = Signal(object)
    open_post = Signal(str)

    def __init__(self, context: Context, words: QueueWords, parent: QObject) -> None:
        """Word them through `words`."""
        super().__init__(parent)
        self._context = context
        self._words = words

    def key(self, trouble: KeyTrouble) -> QFrame:
        """Return the card of a credential: what is wrong, since or until when, and which posts it stops."""
        made = card()
        column = _said(made, "key-alert-outline", self._trouble(trouble))
        for line in self._stops(trouble):
            column.addWidget(label(line, kind="caption", wrap=True))
        act = wide_button(self.tr("Sign in again…"), SIGN_IN)
        act.setObjectName("needs-sign-in")
        act.setAccessibleDescription(self._trouble(trouble))
        act.clicked.connect(lambda: self.sign_in.emit(trouble.account))
        column.addWidget(act)
        return made

    def overdue(self, post: Post) -> QFrame:
        """Return the card of a post whose other half was promised for a time that has passed."""
        made = card()
        missing = [self._context.messages.text(f"language.{code}") for code in post.missing_languages]
        text = self.tr("“{title}”: the other half, {language}, is overdue.")
        title = post.title or self.tr("Untitled post")
        said = text.format(title=title, language=self._context.messages.join(missing))
        column = _said(made, "clock-alert-outline", said)
        if post.pair.promise is not None:
            promised = self.tr("Promised by {officer} for {when}: {reason}")
            line = promised.format(
                officer=post.pair.promise.officer.initials,
                when=self._words.moment(post.pair.promise.by),
                reason=post.pair.promise.reason,
            )
            column.addWidget(label(line, kind="caption", wrap=True))
        act = wide_button(self._words.actions.name(OPEN_POST), OPEN_POST)
        act.setObjectName("needs-overdue")
        act.setAccessibleDescription(said)
        act.clicked.connect(lambda: self.open_post.emit(post.id))
        column.addWidget(act)
        return made

    def _trouble(self, trouble: KeyTrouble) -> str:
        account = self._words.account(trouble.account)
        if trouble.account.credential is Credential.MISSING:
            return self.tr("{account}: the keyring no longer has its secret. What is queued for it is kept.").format(
                account=account
            )
        if trouble.until is None:
            return self.tr("{account}: its server refused the sign-in. What is queued for it is kept.").format(
                account=account
            )
        text = self.tr("{account}: the sign-in expires {when}.")
        if trouble.until <= self._context.desk.clock.now():
            text = self.tr("{account}: the sign-in expired {when}.")
        return text.format(account=account, when=self._words.moment(trouble.until))

    def _stops(self, trouble: KeyTrouble) -> list[str]:
        if not trouble.count:
            return [self.tr("It stops nothing that is queued.")]
        lines = [self.tr("It stops %n queued post(s):", "", trouble.count)]
        untitled = self.tr("Untitled post")
        lines += [f"• {stop.title or untitled}, {self._words.moment(stop.at)}" for stop in trouble.stops]
        rest = trouble.count - len(trouble.stops)
        return [*lines, self.tr("and %n more", "", rest)] if rest > 0 else lines


def _said(made: QFrame, symbol: str, text: str) -> QVBoxLayout:
    """Put a sign and a sentence on a card; returns its column."""
    column = card_column(made)
    line = QHBoxLayout()
    line.setSpacing(10)
    line.addWidget(Icon(symbol, "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(label(text, wrap=True), 1)
    column.addLayout(line)
    return column
