"""Writes `delivery-states.md` from the table that the program runs on: `make docs`."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from embassy_assistant.domain.delivery import EDGES, FINAL, NEEDS_A_PERSON, State
from embassy_assistant.messages import messages

PAGE: Final = Path(__file__).with_name("delivery-states.md")

_OPENING: Final = """\
# The life of a Delivery

*Made from `EDGES` in `embassy_assistant/domain/delivery.py` by `make docs`; a test fails when the two differ.*

A Delivery is the sending of one segment of one post to one account. It moves only along the arrows below: the store
writes each step, with its cause, in one transaction, and refuses any other. The arrow into `armed` is committed
**before the first byte** of the publishing request. So whatever happens to the program or the network from then on,
the row says that something may have gone out, and the program reads the account back before it does anything else.
"""


def _label(state: State) -> str:
    return state.name.lower().replace("_", "-")


def page() -> str:
    """Return the page as Markdown: a diagram, the states and the steps."""
    words = messages("en")
    diagram = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.WAITING.name}"]
    diagram += [f"    {edge.source.name} --> {edge.target.name}: {edge.cause.value}" for edge in EDGES]
    diagram += [f"    {state.name} --> [*]" for state in State if state in FINAL]
    diagram += ["```"]
    states = ["| state | shown as | asks for a person | final |", "|---|---|---|---|"]
    states += [
        f"| {_label(state)} | {words.state(state)} | {'yes' if state in NEEDS_A_PERSON else ''} "
        f"| {'yes' if state in FINAL else ''} |"
        for state in State
    ]
    steps = ["| from | to | cause | in words |", "|---|---|---|---|"]
    steps += [
        f"| {_label(edge.source)} | {_label(edge.target)} | `{edge.cause.value}` | {words.cause(edge.cause)} |"
        for edge in EDGES
    ]
    parts = [_OPENING.strip(), "\n".join(diagram), "## States", "\n".join(states), "## Steps", "\n".join(steps)]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
