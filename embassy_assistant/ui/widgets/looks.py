"""Signs and colours of states and actions; the words stand beside them, so that all of it reads in greyscale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from embassy_assistant.domain.delivery import Action, Kind, State
from embassy_assistant.domain.post import PairState
from embassy_assistant.services.gates import Wait


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown: sign, colour of the sign, and the tone of a pill."""

    symbol: str
    colour: str
    tone: str = ""


LOOKS: Final = {
    State.WAITING: Look("clock-outline", "text2"),
    State.PREPARED: Look("clock-outline", "accent"),
    State.ARMED: Look("send-outline", "accent"),
    State.PARKED: Look("server", "ok"),
    State.UNKNOWN: Look("magnify-scan", "accent"),
    State.NEEDS_HUMAN: Look("account-question", "on_yellow", "yellow"),
    State.MISSED: Look("timer-sand", "warn"),
    State.SENT: Look("check-circle", "ok", "ok"),
    State.REJECTED: Look("alert-octagon", "block"),
    State.CANCELLED: Look("minus-circle-outline", "text2", "quiet"),
}

KIND_LOOKS: Final = {
    Kind.PUBLISH: Look("send-outline", "accent"),
    Kind.EDIT: Look("pencil-outline", "accent"),
    Kind.DELETE: Look("trash-can-outline", "text2", "quiet"),
}

WAIT_LOOKS: Final = {
    Wait.HELD: Look("pause-octagon", "warn"),
    Wait.RULE: Look("pause-octagon", "warn"),
    Wait.GUIDELINES: Look("pause-octagon", "warn"),
    Wait.LOOK: Look("account-question", "warn"),
    Wait.SIGN_IN: Look("key-alert-outline", "warn"),
    Wait.ACCOUNT: Look("alert", "warn"),
    Wait.PAUSED: Look("pause-circle-outline", "warn"),
    Wait.OTHER_HALF: Look("clock-alert-outline", "warn"),
}

PAIR_LOOKS: Final = {
    PairState.CONFIRMED: Look("check-circle", "ok", "ok"),
    PairState.RELEASED: Look("check-circle", "quiet", "quiet"),
    PairState.PROMISED: Look("clock-alert-outline", "warn", "warn"),
    PairState.STALE: Look("not-equal-variant", "warn", "warn"),
    PairState.DRAFTED: Look("not-equal-variant", "warn", "warn"),
    PairState.MISSING: Look("alert-octagon", "block", "block"),
}

ACTION_SIGNS: Final = {
    Action.SEND_NOW: "send-outline",
    Action.NEW_TIME: "calendar-clock-outline",
    Action.TAKE_BACK: "undo",
    Action.MARK_SENT: "check-circle",
    Action.SEND_AGAIN: "send-outline",
    Action.DROP: "trash-can-outline",
    Action.OPEN: "open-in-new",
}
