"""The words, signs and colours of the queue: one place for the list, the panel and the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from embassy_assistant.domain.delivery import UNSENT, Action, State
from embassy_assistant.domain.post import PairState
from embassy_assistant.services.gates import Wait
from embassy_assistant.ui.clocks import clock, two_clocks
from embassy_assistant.ui.models.deliveries import done
from embassy_assistant.ui.widgets.looks import ACTION_SIGNS, LOOKS, PAIR_LOOKS, WAIT_LOOKS, Look

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.services.outbox import PostRows
    from embassy_assistant.ui.context import Context


SIGN_IN: Final = "sign-in"
DECIDE: Final = "decide"
HISTORY: Final = "history"
OPEN_POST: Final = "open-post"

_LIKELY: Final = {
    Wait.SIGN_IN: SIGN_IN,
    Wait.RULE: OPEN_POST,
    Wait.ACCOUNT: Action.TAKE_BACK.value,
    # To send it now would change nothing while it is stopped.
    Wait.HELD: "",
    Wait.PAUSED: "",
}


@dataclass(frozen=True, slots=True)
class RowWords:
    """One Delivery in words.

    Attributes:
        state: the state's word, shown in bold.
        sentence: what it means now.
        likely: the likely action: a value of `Action`, `sign-in`, `decide`, `open-post`, or empty.
    """

    look: Look
    state: str
    sentence: str
    likely: str = ""


class QueueWords(QObject):
    """Words Deliveries in the window's language and the Mission's time zone.

    Attributes:
        zone: IANA name of the Mission's zone.
        offline: whether the sender last found no network.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Use the language that `context` has at the moment of asking."""
        super().__init__(parent)
        self._context = context
        self.zone = "Europe/Kyiv"
        self.offline = False

    # Rows

    def row(self, group: PostRows, row: Delivery) -> RowWords:
        """Word one Delivery."""
        wait = group.waits.get(row.id, Wait.NOTHING)
        likely = self._likely(row, wait)
        if row.state in {State.WAITING, State.PREPARED}:
            state, sentence = self._waiting(group, row, wait)
            return RowWords(WAIT_LOOKS.get(wait, LOOKS[row.state]), state, sentence, likely)
        state = self._context.messages.state(row.state)
        if row.state is State.SENT and row.armed_at:
            state = self.tr("{state} {time}").format(state=state, time=clock(row.armed_at, self.zone))
        return RowWords(LOOKS[row.state], state, self._short(row), likely)

    def _short(self, row: Delivery) -> str:
        """Say in a few words what a state means; the panel and the history say more."""
        network = self.network(row.network)
        match row.state:
            case State.NEEDS_HUMAN:
                return self.tr("Not known if it is out.")
            case State.UNKNOWN if row.not_before:
                look = self.tr("{network} did not answer; next look at {time}.")
                return look.format(network=network, time=clock(row.not_before, self.zone))
            case State.UNKNOWN:
                return self.tr("{network} did not answer; looking now.").format(network=network)
            case State.MISSED:
                return self.tr("Its time has passed; nothing was sent.")
            case State.PARKED:
                return self.tr("{network} sends it by itself; this laptop may be off.").format(network=network)
        return self._context.messages.state_sentence(row, self._context.desk.clock.now())

    def sentence(self, group: PostRows, row: Delivery | None) -> str:
        """Word a header or a Delivery in one sentence, for eyes and for screen readers."""
        if row is None:
            title = self.title(group)
            stop = "" if title.endswith((".", "!", "?", "…")) else "."
            return f"{title}{stop} {self.when(group)}. {self.pair(group)[1]}."
        words = self.row(group, row)
        where = self.account(group.accounts.get(row.account_id), row.account_id)
        return f"{where}, {self.language(row)}. {words.state}. {words.sentence}"

    def handle(self, group: PostRows, row: Delivery) -> str:
        """Name the account of a row by its handle."""
        account = group.accounts.get(row.account_id)
        return account.handle if account else row.account_id.partition(":")[2]

    def account(self, account: Account | None, account_id: str = "") -> str:
        """Name an account with its network; None without an id stands for all of them."""
        if account is None and not account_id:
            return self.tr("All accounts")
        network, _, handle = account_id.partition(":")
        if account is not None:
            network, handle = account.network, account.handle
        return f"{self.network(network)}, {handle}"

    def network(self, name: str) -> str:
        """Return a network's proper name."""
        for network in self._context.desk.accounts.networks():
            if network.name == name:
                return self.tr("Practice network") if network.practice else network.title
        return name

    def language(self, row: Delivery) -> str:
        """Name the languages of a row's text."""
        return self._context.messages.join(
            [self._context.messages.text(f"language.{code}") for code in row.segment.languages]
        )

    def _waiting(self, group: PostRows, row: Delivery, wait: Wait) -> tuple[str, str]:
        account = group.accounts.get(row.account_id)
        network = self.network(row.network)
        waiting = self._context.messages.state(State.WAITING)
        match wait:
            case Wait.HELD:
                return self.tr("Held"), self.tr("Everything is held. It waits until you let it go.")
            case Wait.SIGN_IN:
                return self.tr("Sign in again"), self.tr("Password refused; the post is kept.")
            case Wait.PAUSED:
                return self.tr("Paused"), self.tr("You paused this account; the post is kept.")
            case Wait.RULE:
                return self.tr("Held"), self.tr("The guidelines have changed: open the post, mend it, queue it again.")
            case Wait.ACCOUNT:
                return self.tr("Held"), self.tr("This account was removed. Take the post back.")
            case Wait.UNDO if row.instant <= (row.undo_until or row.instant):
                until = clock(row.undo_until or row.queued_at, self.zone)
                return waiting, self.tr("It can be undone; it goes out after {time}.").format(time=until)
            case Wait.DUE | Wait.UNDO:
                return waiting, self._awake(row)
            case Wait.SEGMENT:
                return waiting, self.tr("Part {number} of a thread; it follows the part before it.").format(
                    number=row.segment.index + 1
                )
            case Wait.OTHER_HALF:
                return self.tr("Waiting for the other half"), self.tr("Neither half goes out alone.")
            case Wait.PAUSE:
                problem = self._context.messages.problem(row.problem)
                again = self.tr("Next try at {time}.").format(time=clock(row.not_before or row.queued_at, self.zone))
                return waiting, f"{problem} {again}".strip()
        if self.offline:
            return waiting, self.tr("Offline. Sending waits.")
        return waiting, self.tr("It goes out next to {handle}.").format(handle=account.handle if account else network)

    def _awake(self, row: Delivery) -> str:
        # The header above has the day, and the time on both clocks.
        return self.tr("This laptop must be awake at {time}.").format(time=clock(row.instant, self.zone))

    def _likely(self, row: Delivery, wait: Wait) -> str:
        if row.state in UNSENT and wait in _LIKELY:
            return _LIKELY[wait]
        if row.state is State.REJECTED:
            return OPEN_POST
        if Action.MARK_SENT in row.actions:
            return DECIDE
        if Action.OPEN in row.actions and not (row.published and row.published.url):
            return ""
        return row.actions[0].value if row.actions else ""

    # Headers

    def title(self, group: PostRows) -> str:
        """Name a Post."""
        return group.post.title or self.tr("Untitled post")

    def when(self, group: PostRows) -> str:
        """Say when a Post is due or was sent, on both clocks."""
        due, queued_at = group.rows[-1].due, self.moment(group.rows[-1].queued_at)
        sent = [row.armed_at for row in group.rows if row.state is State.SENT and row.armed_at]
        ahead = any(row.state in UNSENT or row.state is State.PARKED for row in group.rows)
        if sent and not ahead:
            return self.tr("Sent {when}").format(when=self.moment(max(sent)))
        if due:
            when = self.moment(due.instant())
            return self.tr("Due {when}").format(when=when) if ahead else self.tr("Was due {when}").format(when=when)
        if ahead:
            return self.tr("Queued {when}, goes out as soon as it can").format(when=queued_at)
        return self.tr("Queued {when}").format(when=queued_at)

    def pair(self, group: PostRows) -> tuple[Look, str]:
        """Say the loudest about a Post: one half is out, someone is needed, it is done, or how its halves stand."""
        if group.half_out:
            return Look("clock-alert-outline", "on_yellow", "yellow"), self.tr("One half is out")
        if group.asks:
            return Look("account-question", "on_yellow", "yellow"), self.tr("%n needs you", "", len(group.asks))
        if done(group):
            accounts = len({row.account_id for row in group.rows if row.state is State.SENT})
            if not accounts:
                return LOOKS[State.CANCELLED], self.tr("Nothing was sent")
            return LOOKS[State.SENT], self.tr("Sent to %n account(s)", "", accounts)
        state = group.post.pair_state
        words = {
            PairState.CONFIRMED: self.tr("Pair confirmed"),
            PairState.RELEASED: self.tr("One language"),
            PairState.PROMISED: self.tr("Other half promised"),
            PairState.STALE: self.tr("A half changed"),
            PairState.DRAFTED: self.tr("Pair not confirmed"),
            PairState.MISSING: self.tr("A half is missing"),
        }
        return PAIR_LOOKS[state], words[state]

    def moment(self, at: datetime) -> str:
        """Return a time on both clocks."""
        return two_clocks(at, self.zone, self._context.locale)

    # Actions

    def action(self, name: str, state: State | None = None) -> str:
        """Name an action as its button does; what was refused is put away, since there is nothing left to drop."""
        if name == Action.DROP and state is State.REJECTED:
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
            OPEN_POST: self.tr("Open the post"),
        }[name]

    def sign(self, name: str) -> str:
        """Name the icon of an action."""
        signs = {SIGN_IN: "key-outline", DECIDE: "arrow-right", OPEN_POST: "pencil-outline"}
        return signs.get(name) or ACTION_SIGNS[Action(name)]
