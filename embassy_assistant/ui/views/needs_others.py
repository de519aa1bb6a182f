"""Cards for what is no Delivery: an account to sign in to again, an overdue half, and a withdrawn line that is out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from embassy_assistant.domain.account import Credential
from embassy_assistant.services.tray import NAMED
from embassy_assistant.ui.views.needs_cards import card_column, wide_button
from embassy_assistant.ui.views.queue_actions import OPEN_POST, PUT_AWAY, SIGN_IN
from embassy_assistant.ui.views.rule_words import rule_title
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.post import Post
    from embassy_assistant.services.lines import LineUse
    from embassy_assistant.services.tray import KeyTrouble
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


class OtherCards(QObject):
    """Builds these cards.

    Signals:
        sign_in: an account to sign in to again.
        open_post: id of a post to write on.
        decided: something was put away; what waits is to be read anew.
    """

    sign_in = Signal(object)
    open_post = Signal(str)
    decided = Signal()

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

    def withdrawn(self, rule: Rule, uses: Sequence[LineUse]) -> QFrame:
        """Return the card of an approved line that was withdrawn while posts are out with it."""
        made = card()
        title = rule_title(rule, self._context.languages.language)
        text = self.tr("The line “{title}” was withdrawn. %n post(s) are out with it.", "", len(uses))
        said = text.format(title=title)
        column = _said(made, "format-quote-close", said)
        for use in uses[:NAMED]:
            act = wide_button(use.title or self.tr("Untitled post"), OPEN_POST)
            act.setObjectName("needs-withdrawn")
            act.setAccessibleDescription(said)
            act.clicked.connect(lambda _=False, post_id=use.post_id: self.open_post.emit(post_id))
            column.addWidget(act)
        if len(uses) > NAMED:
            column.addWidget(label(self.tr("and %n more", "", len(uses) - NAMED), kind="caption", wrap=True))
        away = wide_button(self.tr("Leave them as they are"), PUT_AWAY)
        away.setObjectName("needs-put-away")
        away.setAccessibleDescription(said)
        away.clicked.connect(lambda: self._put_away(rule, [use.post_id for use in uses]))
        column.addWidget(away)
        return made

    def _put_away(self, rule: Rule, post_ids: Sequence[str]) -> None:
        self._context.workers.run(
            lambda: self._context.desk.lines.put_away(rule.id, post_ids),
            lambda _none: self.decided.emit(),
            self._context.shell.trouble,
            owner=self,
            lane="writes",
        )

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
