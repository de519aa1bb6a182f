"""The cards of the tray: one for each thing that needs a person, with what is known and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.services.gates import Wait
from embassy_assistant.ui.differences import Piece, compare, excerpt
from embassy_assistant.ui.icons import icon
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.views.queue_actions import COMPARE, OPEN_POST, PAGE, sign
from embassy_assistant.ui.widgets.buttons import ICON_COLOURS, ElidedButton
from embassy_assistant.ui.widgets.choice import Choice
from embassy_assistant.ui.widgets.labels import ElidedLabel, Icon, label
from embassy_assistant.ui.widgets.marked import text_box
from embassy_assistant.ui.widgets.parts import Avatar, card

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords

_EXCERPT: Final = 240
_CHOICES: Final = ((Action.MARK_SENT, "ok"), (Action.SEND_AGAIN, "accent"), (Action.DROP, "warn"))


class RowCards(QObject):
    """Builds the cards of Deliveries.

    Signals:
        chosen: group, Delivery and what to do, as in `QueueList.chosen`.
    """

    chosen = Signal(object, object, str)

    def __init__(self, context: Context, words: QueueWords, parent: QObject) -> None:
        """Word them through `words`."""
        super().__init__(parent)
        self._context = context
        self._words = words

    def card(self, group: PostRows, row: Delivery) -> QFrame:
        """Return the card of a row that asks."""
        made = self._decide(group, row) if Action.MARK_SENT in row.actions else self._late(group, row)
        made.setProperty("delivery", row.id)
        return made

    def _decide(self, group: PostRows, row: Delivery) -> QFrame:
        """Return the card of a row whose outcome only a person can tell: what we sent, what we read, three choices."""
        made = card(tone="yellow")
        column = card_column(made, spacing=10)
        column.addLayout(self._head(group, row))
        why = self._context.messages.state_sentence(row, self._context.desk.clock.now())
        column.addWidget(label(why, wrap=True))
        column.addLayout(self._evidence(row))
        column.addLayout(self._looking(group, row))
        for action, colour in _CHOICES:
            name = action.value
            words, consequence = self._words.actions.name(name, row), self._words.actions.consequence(name, row)
            choice = Choice(sign(name), colour, words, consequence, name=f"needs-{name}")
            choice.clicked.connect(lambda _=False, chosen=name: self.chosen.emit(group, row, chosen))
            column.addWidget(choice)
        return made

    def _head(self, group: PostRows, row: Delivery) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Avatar(group.accounts.get(row.account_id), row.network, 32), 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(0)
        title = ElidedLabel(self._words.title(group))
        title.setFont(font(14, bold=True))
        where = self._words.account(group.accounts.get(row.account_id), row.account_id)
        place = label(f"{where}, {self._words.language(row)}", kind="caption", wrap=True)
        # A handle without an end makes no card wider than the tray.
        place.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        place.setToolTip(where)
        names.addWidget(title)
        names.addWidget(place)
        line.addLayout(names, 1)
        return line

    def _evidence(self, row: Delivery) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        sent, read = self._words.evidence(row)
        ours, theirs = compare(row.segment.text, row.evidence.strip())
        line.addWidget(text_box(sent, excerpt(ours, _EXCERPT), self._pictures(row), ours=True), 1)
        nothing = self.tr("Nothing. Looked %n time(s).", "", row.looks) if row.looks else self.tr("Nothing.")
        back = excerpt(theirs, _EXCERPT) or [Piece(nothing, differs=False)]
        line.addWidget(text_box(read, back, ours=False), 1)
        return line

    def _pictures(self, row: Delivery) -> str:
        return self.tr("%n picture(s)", "", len(row.segment.media)) if row.segment.media else ""

    def _looking(self, group: PostRows, row: Delivery) -> QVBoxLayout:
        """Return the ways to look closer: both texts in full, and the page at the network."""
        column = QVBoxLayout()
        column.setSpacing(0)
        names = {COMPARE: self._words.actions.name(COMPARE)} if row.evidence.strip() else {}
        account = group.accounts.get(row.account_id)
        if account is not None and self._context.desk.accounts.network(account.network).page(account):
            names[PAGE] = self.tr("Look at {network}, {handle}").format(
                network=self._words.network(account.network), handle=account.handle
            )
        for name, words in names.items():
            look = elided(words, name, "flat")
            look.setObjectName(f"needs-{name}")
            look.clicked.connect(lambda _=False, chosen=name: self.chosen.emit(group, row, chosen))
            column.addWidget(look)
        return column

    def _late(self, group: PostRows, row: Delivery) -> QFrame:
        """Return the card of a row that was missed or refused: what happened, and the actions that its state allows."""
        made = card()
        column = card_column(made)
        words = self._words.row(group, row)
        column.addLayout(self._head(group, row))
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Icon(words.look.symbol, words.look.colour, 20), 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(f"{words.state}. {words.sentence}", wrap=True), 1)
        column.addLayout(line)
        if row.due:
            due = self.tr("Was due {when}").format(when=self._words.moment(row.due.instant()))
            column.addWidget(label(due, kind="caption", wrap=True))
        rule = group.rules.get(row.id)
        if rule:
            column.addWidget(label(self._context.messages.rule(rule), kind="caption", wrap=True))
        refused = row.state is State.REJECTED
        for name in _late_names(group, row):
            kind = "destructive" if name == Action.DROP and not refused else "normal"
            act = wide_button(self._words.actions.name(name, row), name, kind)
            act.setObjectName(f"late-{name}")
            act.clicked.connect(lambda _=False, chosen=name: self.chosen.emit(group, row, chosen))
            column.addWidget(act)
        return made


def _late_names(group: PostRows, row: Delivery) -> tuple[str, ...]:
    """Return what may be done with a row that is not out: where words must change, the post is opened first."""
    names = tuple(action.value for action in row.actions)
    if group.waits.get(row.id) is Wait.RULE:
        # Neither now nor at another time: a rule holds it.
        names = tuple(name for name in names if name == Action.TAKE_BACK)
    return (OPEN_POST, *names) if row.state is State.REJECTED or row in group.held else names


def elided(words: str, name: str, kind: str = "normal") -> QPushButton:
    """Return a small button that says the whole in a tooltip where its words do not fit."""
    made = ElidedButton()
    made.setAutoDefault(False)
    mark(made, kind=kind, small=True)
    made.setIcon(icon(sign(name), ICON_COLOURS.get(kind, "text")))
    made.setIconSize(QSize(22, 18))
    made.set_whole(words)
    return made


def wide_button(words: str, name: str, kind: str = "normal") -> QPushButton:
    """Return a button as wide as its card."""
    made = elided(words, name, kind)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made


def card_column(made: QFrame, spacing: int = 8) -> QVBoxLayout:
    """Return the column of a card."""
    column = QVBoxLayout(made)
    column.setContentsMargins(12, 12, 12, 12)
    column.setSpacing(spacing)
    return column
