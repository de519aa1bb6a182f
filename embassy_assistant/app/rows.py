"""Where a queued post stands, in the same words for every command that shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.services.gates import Wait

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery
    from embassy_assistant.messages import Messages
    from embassy_assistant.services.post_rows import PostRows


def where(words: Messages, group: PostRows, row: Delivery) -> str:
    """Return the word for a Delivery's state, and why it is not out yet, or what became of it."""
    wait, rule = group.waits[row.id], group.rules.get(row.id)
    if wait is Wait.NOTHING:
        why = words.state_sentence(row)
    elif wait is Wait.RULE and rule is not None and rule.kind is RuleKind.FREEZE:
        # No mending helps against a freeze.
        why = words.text("wait.freeze")
    else:
        why = f"{words.text(f'wait.{wait.value}')} {words.command(f'wait.{wait.value}')}".strip()
    return " ".join(part for part in (f"{words.state(row.state)}.", why, words.rule(rule) if rule else "") if part)
