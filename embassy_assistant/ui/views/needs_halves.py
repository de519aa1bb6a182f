"""The loudest card: one half is out and the other is not, since when, and every way out of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from embassy_assistant.domain.delivery import UNSENT, Action, Kind, State
from embassy_assistant.domain.network import Ability
from embassy_assistant.services.gates import STUCK, Wait
from embassy_assistant.ui.theme import mark
from embassy_assistant.ui.views.needs_cards import card_column
from embassy_assistant.ui.views.queue_actions import DELETE, DROP_HALF, OPEN_POST, SIGN_IN
from embassy_assistant.ui.widgets.choice import Choice
from embassy_assistant.ui.widgets.labels import Icon, label
from embassy_assistant.ui.widgets.parts import card

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords


def stuck(group: PostRows) -> tuple[Delivery, ...]:
    """Return the rows of the half that is not out and will not go by itself."""
    out = {language for row in group.out for language in row.segment.languages}
    return tuple(
        row
        for row in group.rows
        if row.kind is Kind.PUBLISH
        and not out.issuperset(row.segment.languages)
        and (row in group.asks or group.waits.get(row.id) in STUCK)
    )


class HalfCards(QObject):
    """Builds the card of a Post one half of which is out.

    Signals:
        chosen: group, Delivery and what to do, as in `QueueList.chosen`.
    """

    chosen = Signal(object, object, str)

    def __init__(self, context: Context, words: QueueWords, parent: QObject) -> None:
        """Word them through `words`."""
        super().__init__(parent)
        self._context = context
        self._words = words

    def card(self, group: PostRows) -> QFrame:
        """Return the card of `group`."""
        made = card(tone="yellow")
        made.setObjectName("half-out")
        whole = QVBoxLayout(made)
        whole.setContentsMargins(2, 2, 2, 2)
        whole.setSpacing(0)
        whole.addWidget(self._head(group))
        inside = QFrame()
        mark(inside, role="plain")
        column = card_column(inside)
        column.addWidget(label(self._sentence(group), wrap=True))
        left = stuck(group)
        for row in left:
            self._way_on(column, group, row)
        if left and all(Action.DROP in row.actions or Action.TAKE_BACK in row.actions for row in left):
            column.addWidget(self._drop(group, left))
        self._delete(column, group)
        whole.addWidget(inside)
        return made

    def _head(self, group: PostRows) -> QFrame:
        head = QFrame()
        mark(head, role="loud")
        row = QHBoxLayout(head)
        row.setContentsMargins(12, 8, 12, 8)
        row.addWidget(Icon("clock-alert-outline", "on_yellow", 22))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(self.tr("One half is out"), kind="h2", wrap=True))
        since = min((row.armed_at for row in group.out if row.armed_at), default=None)
        if since is not None:
            said = self.tr("since {when}").format(when=self._words.moment(since))
            words.addWidget(label(said, kind="caption", tone="yellow", wrap=True))
        row.addLayout(words, 1)
        return head

    def _sentence(self, group: PostRows) -> str:
        out, left = self._languages(group.out), self._languages(stuck(group))
        return self.tr("“{title}”: {out} is out; {stuck}, as far as is known, is not.").format(
            title=self._words.title(group), out=out, stuck=left
        )

    def _way_on(self, column: QVBoxLayout, group: PostRows, row: Delivery) -> None:
        """Offer what would bring the other half out at one account."""
        where = self._words.account(group.accounts.get(row.account_id), row.account_id)
        language = self._words.language(row)
        if Action.MARK_SENT in row.actions:
            text = self.tr("{account}: not known whether {language} is out. Decide below.")
            column.addWidget(label(text.format(account=where, language=language), wrap=True))
        elif row.state is State.REJECTED:
            words = self.tr("Mend {language} and queue it again…").format(language=language)
            why = self._context.messages.state_sentence(row, self._context.desk.clock.now())
            self._add(column, group, row, OPEN_POST, ("pencil-outline", words, f"{where}: {why}"))
        elif group.waits.get(row.id) is Wait.SIGN_IN:
            words = self.tr("Sign in to {account} again…").format(account=where)
            text = self.tr("{language} then goes out by itself.").format(language=language)
            self._add(column, group, row, SIGN_IN, ("key-outline", words, text))
        elif Action.SEND_NOW in row.actions and row.state not in UNSENT:
            words = self.tr("Send {language} now…").format(language=language)
            text = self.tr("To {account}, as soon as this laptop is online.").format(account=where)
            self._add(column, group, row, Action.SEND_NOW.value, ("send-outline", words, text))
        else:
            waits = self._words.row(group, row)
            column.addWidget(label(f"{where}: {waits.state}. {waits.sentence}", wrap=True))

    def _drop(self, group: PostRows, left: tuple[Delivery, ...]) -> Choice:
        words = self.tr("Leave it at {out}…").format(out=self._languages(group.out))
        text = self.tr("{stuck} is not sent any more, and nobody is asked again.").format(stuck=self._languages(left))
        made = Choice("minus-circle-outline", "warn", words, text, name=f"half-{DROP_HALF}")
        made.clicked.connect(lambda: self.chosen.emit(group, left[0], DROP_HALF))
        return made

    def _delete(self, column: QVBoxLayout, group: PostRows) -> None:
        """Offer to delete what is out, account by account, or say that it cannot be done from here."""
        for row in group.out:
            if row.state is not State.SENT:
                continue
            where = self._words.account(group.accounts.get(row.account_id), row.account_id)
            if group.can(row, Ability.DELETE):
                words = self.tr("Delete {language} at {account}…")
                text = self.tr("Neither half is out then. Whoever has read it, has read it.")
                named = words.format(language=self._words.language(row), account=where)
                self._add(column, group, row, DELETE, ("trash-can-outline", named, text))
            elif not group.changes(row):
                text = self.tr("{account}: what is out there cannot be deleted from here.").format(account=where)
                column.addWidget(label(text, kind="caption", wrap=True))

    def _add(self, column: QVBoxLayout, group: PostRows, row: Delivery, name: str, shown: tuple[str, str, str]) -> None:
        """Add a choice: its sign, its words, what follows from it."""
        colour = "block" if name == DELETE else "accent"
        made = Choice(shown[0], colour, shown[1], shown[2], name=f"half-{name}")
        made.clicked.connect(lambda: self.chosen.emit(group, row, name))
        column.addWidget(made)

    def _languages(self, rows: Iterable[Delivery]) -> str:
        return self._context.messages.join(sorted({self._words.language(row) for row in rows}))
