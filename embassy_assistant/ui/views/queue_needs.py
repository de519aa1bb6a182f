"""What needs a person: beside the queue, the loudest first, each choice with its consequence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from embassy_assistant.domain.delivery import Action, State
from embassy_assistant.ui.clocks import clock
from embassy_assistant.ui.theme import font, mark
from embassy_assistant.ui.views.queue_reading import Needs
from embassy_assistant.ui.views.queue_words import OPEN_POST
from embassy_assistant.ui.widgets.labels import ElidedLabel, Icon, Pill, label
from embassy_assistant.ui.widgets.parts import Avatar, card, clear, scrolled, worded

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.outbox import PostRows
    from embassy_assistant.ui.context import Context
    from embassy_assistant.ui.views.queue_words import QueueWords

SHOWN: Final = 12
_SENT_LINES: Final = 8


class Choice(QPushButton):
    """A full-width button with its consequence beneath its words."""

    def __init__(self, icon_name: str, colour: str, words: str, consequence: str) -> None:
        """Show both lines."""
        super().__init__()
        self.setAutoDefault(False)
        mark(self, kind="choice")
        self.setAccessibleName(words)
        self.setAccessibleDescription(consequence)
        text = QVBoxLayout()
        text.setSpacing(2)
        for made in (label(words, kind="strong", wrap=True), label(consequence, kind="caption", wrap=True)):
            made.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            text.addWidget(made)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(Icon(icon_name, colour, 22))
        row.addLayout(text, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.minimumSize() if layout else super().minimumSizeHint()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)


class NeedsPanel(QFrame):
    """Cards for what a person must decide.

    Signals:
        chosen: group, Delivery and what to do, as in `QueueList.chosen`.
        sign_in: an account whose credential no longer works.
    """

    chosen = Signal(object, object, str)
    sign_in = Signal(object)

    def __init__(self, context: Context, words: QueueWords, parent: QWidget | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        mark(self, role="panel")
        self._context = context
        self._words = words
        self._needs = Needs()
        self._known = False
        self._title = label(kind="h2", wrap=True)
        self._count = Pill()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon("account-question", "text", 20))
        head.addWidget(self._title, 1)
        head.addWidget(self._count)
        inside = QWidget()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(0, 0, 4, 0)
        self._cards.setSpacing(12)
        self._area = scrolled(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 14, 12, 12)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self._area, 1)

    def show_needs(self, needs: Needs) -> None:
        """Show what was read; nothing is rebuilt while it is the same."""
        if not self._known or needs != self._needs:
            self._known = True
            self._needs = needs
            self.retranslate()

    def retranslate(self) -> None:
        """Build the cards in the window's language."""
        self._title.setText(self.tr("Needs your decision"))
        self.setAccessibleName(self._title.text())
        self._count.setVisible(self._needs.count > 0)
        self._count.say("account-question", str(self._needs.count), "yellow")
        clear(self._cards)
        shown = 0
        for group in self._needs.groups:
            if shown >= SHOWN:
                break
            if group.half_out:
                self._cards.addWidget(self._half_out(group))
            for row in group.asks:
                self._cards.addWidget(self._card(group, row))
                shown += 1
        for account in self._needs.refused:
            self._cards.addWidget(self._refused(account))
            shown += 1
        rest = self._needs.count - shown
        if rest > 0:
            self._cards.addWidget(label(self.tr("and %n more in the list", "", rest), tone="quiet"))
        if self._known and not self._needs.count:
            nothing = self.tr("Nothing waits for you. What goes wrong, or cannot be known, is put here.")
            self._cards.addWidget(label(nothing, tone="quiet", wrap=True))
        self._cards.addStretch(1)

    def loudest(self, needs: Needs) -> str:
        """Say in one sentence what a screen reader should tell of `needs`; empty when nothing waits."""
        if any(group.half_out for group in needs.groups):
            return self.tr("One half is out") + ". " + self.tr("Needs your decision") + f": {needs.count}"
        return self.tr("Needs your decision") + f": {needs.count}" if needs.count else ""

    def focus_row(self, delivery_id: str) -> bool:
        """Bring the card of a Delivery into sight, its first choice focused."""
        for at in range(self._cards.count()):
            item = self._cards.itemAt(at)
            widget = item.widget() if item else None
            if widget is not None and widget.property("delivery") == delivery_id:
                self._area.ensureWidgetVisible(widget)
                first = widget.findChild(QPushButton)
                if first is not None:
                    first.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    # Cards

    def _half_out(self, group: PostRows) -> QFrame:
        made = QFrame()
        mark(made, role="loud")
        column = QVBoxLayout(made)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.addWidget(Icon("clock-alert-outline", "on_yellow", 22))
        head.addWidget(label(self.tr("One half is out"), kind="h2", wrap=True), 1)
        column.addLayout(head)
        out = sorted({self._words.language(row) for row in group.rows if row.state is State.SENT})
        stuck = sorted({self._words.language(row) for row in group.asks} - set(out))
        sentence = self.tr("“{title}”: {out} can be read, {stuck} cannot. Decide below.").format(
            title=self._words.title(group), out=", ".join(out), stuck=", ".join(stuck)
        )
        column.addWidget(label(sentence, wrap=True))
        return made

    def _card(self, group: PostRows, row: Delivery) -> QFrame:
        if Action.MARK_SENT in row.actions:
            return self._decide(group, row)
        return self._late(group, row)

    def _head(self, group: PostRows, row: Delivery) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Avatar(group.accounts.get(row.account_id), row.network, 32), 0, Qt.AlignmentFlag.AlignTop)
        names = QVBoxLayout()
        names.setSpacing(0)
        title = ElidedLabel(self._words.title(group))
        title.setFont(font(14, bold=True))
        where = self._words.account(group.accounts.get(row.account_id), row.account_id)
        place = ElidedLabel(f"{where}, {self._words.language(row)}")
        mark(place, type="caption")
        names.addWidget(title)
        names.addWidget(place)
        line.addLayout(names, 1)
        return line

    def _decide(self, group: PostRows, row: Delivery) -> QFrame:
        """Return the card of a row whose outcome only a person can tell: what we sent, what we read, three choices."""
        made = card(tone="yellow")
        made.setProperty("delivery", row.id)
        column = QVBoxLayout(made)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(10)
        column.addLayout(self._head(group, row))
        why = self._context.messages.state_sentence(row, self._context.desk.clock.now())
        column.addWidget(label(why, wrap=True))
        column.addLayout(self._evidence(row))
        choices = (
            (Action.MARK_SENT, "ok", self.tr("Nothing more is sent.")),
            (Action.SEND_AGAIN, "accent", self.tr("If it was there after all, it would appear twice.")),
            (Action.DROP, "warn", self.tr("Nothing is sent; the other accounts are not touched.")),
        )
        for action, colour, consequence in choices:
            choice = Choice(self._words.sign(action.value), colour, self._words.action(action.value), consequence)
            choice.setObjectName(f"needs-{action.value}")
            choice.clicked.connect(lambda _=False, act=action: self.chosen.emit(group, row, act.value))
            column.addWidget(choice)
        return made

    def _evidence(self, row: Delivery) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        when = f", {clock(row.armed_at, self._words.zone)}" if row.armed_at else ""
        sent = _first_lines(row.segment.text)
        if row.segment.media:
            sent += "\n" + self.tr("%n picture(s)", "", len(row.segment.media))
        read = row.evidence.strip() or self.tr("Nothing. Looked %n time(s).", "", max(1, row.looks))
        for title, text in ((self.tr("What we sent") + when, sent), (self.tr("What we read back"), read)):
            box = QFrame()
            mark(box, role="sunken")
            column = QVBoxLayout(box)
            column.setContentsMargins(10, 8, 10, 8)
            column.setSpacing(4)
            column.addWidget(label(title, kind="caption", wrap=True))
            column.addWidget(label(text, wrap=True))
            column.addStretch(1)
            line.addWidget(box, 1)
        return line

    def _late(self, group: PostRows, row: Delivery) -> QFrame:
        """Return the card of a row that was missed or refused: what happened, and the actions that its state allows."""
        made = card()
        made.setProperty("delivery", row.id)
        column = QVBoxLayout(made)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
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
        refused = row.state is State.REJECTED
        for name in ((OPEN_POST,) if refused else ()) + tuple(action.value for action in row.actions):
            kind = "destructive" if name == Action.DROP and not refused else "normal"
            act = worded(self._words.action(name, row.state), kind, icon_name=self._words.sign(name), small=True)
            act.setObjectName(f"late-{name}")
            act.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            act.clicked.connect(lambda _=False, chosen=name: self.chosen.emit(group, row, chosen))
            column.addWidget(act)
        return made

    def _refused(self, account: Account) -> QFrame:
        made = card()
        column = QVBoxLayout(made)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(Icon("key-alert-outline", "warn", 20), 0, Qt.AlignmentFlag.AlignTop)
        text = self.tr("{account}: the password was refused. Posts for it are kept and wait.")
        line.addWidget(label(text.format(account=self._words.account(account)), wrap=True), 1)
        column.addLayout(line)
        act = worded(self.tr("Sign in again…"), icon_name="key-outline", small=True)
        act.setObjectName("needs-sign-in")
        act.clicked.connect(lambda: self.sign_in.emit(account))
        column.addWidget(act)
        return made


def _first_lines(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(lines[:_SENT_LINES]) + ("\n…" if len(lines) > _SENT_LINES else "")
