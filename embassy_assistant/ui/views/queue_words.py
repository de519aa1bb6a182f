"""The words, signs and colours of the queue: one place for the list, the panel and the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from embassy_assistant.domain.delivery import FINAL, UNSENT, Action, Kind, State
from embassy_assistant.domain.errors import AssistantError
from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.post import PairState
from embassy_assistant.services.gates import Wait
from embassy_assistant.ui.clocks import clock, two_clocks
from embassy_assistant.ui.models.deliveries import done
from embassy_assistant.ui.views.queue_actions import DECIDE, OPEN_POST, SIGN_IN, ActionWords
from embassy_assistant.ui.views.rule_words import rule_title
from embassy_assistant.ui.widgets.looks import KIND_LOOKS, LOOKS, PAIR_LOOKS, WAIT_LOOKS, Look

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.services.post_rows import PostRows
    from embassy_assistant.ui.context import Context

_LIKELY: Final = {
    Wait.SIGN_IN: SIGN_IN,
    Wait.RULE: OPEN_POST,
    Wait.LOOK: Action.SEND_NOW.value,
    Wait.ACCOUNT: Action.TAKE_BACK.value,
    # To send it now would change nothing while it is stopped.
    Wait.HELD: "",
    Wait.GUIDELINES: "",
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
        actions: words of what may be done.
        zone: IANA name of the Mission's zone.
        offline: whether the sender last found no network.
    """

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Use the language that `context` has at the moment of asking."""
        super().__init__(parent)
        self._context = context
        self.zone = "Europe/Kyiv"
        self.offline = False
        self.actions = ActionWords(self)

    # Rows

    def row(self, group: PostRows, row: Delivery) -> RowWords:
        """Word one Delivery."""
        wait = group.waits.get(row.id, Wait.NOTHING)
        likely = self._likely(row, wait)
        if row.state in {State.WAITING, State.PREPARED}:
            state, sentence = self._waiting(group, row, wait)
            made = RowWords(WAIT_LOOKS.get(wait, LOOKS[row.state]), state, sentence, likely)
        else:
            state = self._context.messages.state(row.state)
            if row.state is State.SENT and row.armed_at:
                state = self.tr("{state} {time}").format(state=state, time=clock(row.armed_at, self.zone))
            if row.state is State.PARKED:
                state = self.tr("On {network}’s server").format(network=self.network(row.network))
            made = RowWords(LOOKS[row.state], state, self._short(row), likely)
            if row.state is State.PARKED and any(change.state not in FINAL for change in group.changes(row)):
                made = replace(made, sentence=self.tr("It is being taken back from there."), likely="")
        if row.kind is not Kind.PUBLISH:
            named = self.tr("Correction: {state}") if row.kind is Kind.EDIT else self.tr("Deletion: {state}")
            return replace(made, state=named.format(state=_small(made.state)))
        return self._as_changed(group, row, made) if row.state is State.SENT else made

    def _as_changed(self, group: PostRows, row: Delivery, made: RowWords) -> RowWords:
        """Say of what is out that it was corrected, or that it is not there any more."""
        done = [change for change in group.changes(row) if change.state is State.SENT and change.armed_at]
        if not done:
            return made
        last = done[-1]
        at = self.tr("{state} {time}")
        when = clock(last.armed_at or last.queued_at, self.zone)
        if last.kind is Kind.DELETE:
            was = self.tr("It was out from {time} on.").format(time=clock(row.armed_at or row.queued_at, self.zone))
            return RowWords(KIND_LOOKS[Kind.DELETE], at.format(state=self.tr("Deleted"), time=when), was)
        sentence = self.tr("The corrected text is out.")
        return RowWords(LOOKS[State.SENT], at.format(state=self.tr("Corrected"), time=when), sentence, made.likely)

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
            case State.PARKED if row.problem:
                return self._context.messages.problem(row.problem)
            case State.PARKED:
                parked = self.tr("Goes out at {time} by itself.")
                return parked.format(time=clock(row.instant, self.zone))
            case State.SENT if row.kind is not Kind.PUBLISH:
                return self.tr("The server has done it.")
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
        # Not among those of this workspace: which those are is in a file, and rows are worded while they are painted.
        try:
            network = self._context.desk.accounts.network(name)
        except AssistantError:
            return name
        return self.tr("Practice network") if network.practice else network.title

    def language(self, row: Delivery) -> str:
        """Name the languages of a row's text."""
        return self._context.messages.join(
            [self._context.messages.text(f"language.{code}") for code in row.segment.languages]
        )

    def evidence(self, row: Delivery) -> tuple[str, str]:
        """Return what stands over two texts: what was sent, with its time where that is known, and what was read."""
        read = self.tr("What we read back")
        if row.armed_at is None:
            return self.tr("What was queued"), read
        sent = self.tr("What we sent")
        return f"{sent}, {clock(row.armed_at, self.zone)}", read

    def _waiting(self, group: PostRows, row: Delivery, wait: Wait) -> tuple[str, str]:
        account = group.accounts.get(row.account_id)
        network = self.network(row.network)
        waiting = self._context.messages.state(State.WAITING)
        if stopped := self._stopped(wait, group.rules.get(row.id)):
            return stopped
        match wait:
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

    def _stopped(self, wait: Wait, rule: Rule | None) -> tuple[str, str] | None:
        match wait:
            case Wait.HELD:
                return self.tr("Held"), self.tr("Everything is held. It waits until you let it go.")
            case Wait.SIGN_IN:
                return self.tr("Sign in again"), self.tr("Password refused; the post is kept.")
            case Wait.PAUSED:
                return self.tr("Paused"), self.tr("You paused this account; the post is kept.")
            case Wait.RULE if rule and rule.kind is RuleKind.FREEZE:
                return self.tr("Held"), self.tr("“{freeze}” holds it. Nothing is lost.").format(
                    freeze=self._named(rule)
                )
            case Wait.RULE:
                mend = self.tr("Open the post, mend it, queue it again.")
                named = self._named(rule) if rule else self.tr("The guidelines have changed")
                return self.tr("Held"), f"{named}. {mend}"
            case Wait.LOOK:
                look = self.tr("A freeze held it and is lifted. Look whether it is still right to say.")
                return self.tr("Waits for your look"), look
            case Wait.GUIDELINES:
                return self.tr("Held"), self.tr("The guidelines cannot be relied on. It waits for fresh ones.")
            case Wait.ACCOUNT:
                return self.tr("Held"), self.tr("This account was removed. Take the post back.")
        return None

    def _named(self, rule: Rule) -> str:
        return rule_title(rule, self._context.languages.language)

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
            accounts = len({row.account_id for row in group.out})
            if not accounts and any(row.kind is Kind.DELETE and row.state is State.SENT for row in group.rows):
                return KIND_LOOKS[Kind.DELETE], self.tr("Deleted everywhere")
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


def _small(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"
