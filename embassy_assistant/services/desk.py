"""The desk: every service of one workspace, handed to the window and the command line as one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.ports import Clock, Vault
    from embassy_assistant.services.accounts import AccountBook
    from embassy_assistant.services.drafting import Drafting
    from embassy_assistant.services.freezes import Freezes
    from embassy_assistant.services.guidelines import Guidelines
    from embassy_assistant.services.keeping import Keeping
    from embassy_assistant.services.lines import ApprovedLines
    from embassy_assistant.services.outbox import Outbox
    from embassy_assistant.services.preferences import Preferences
    from embassy_assistant.services.review import Review
    from embassy_assistant.services.sender import Sender
    from embassy_assistant.services.sign_in import BrowserSignIn
    from embassy_assistant.services.workshop import Workshop
    from embassy_assistant.services.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """What an Officer works with. Built by `app.wiring`; tests build it over ports of their own."""

    events: Events
    clock: Clock
    vault: Vault
    workspace: Workspace
    preferences: Preferences
    drafting: Drafting
    review: Review
    accounts: AccountBook
    outbox: Outbox
    sender: Sender
    keeping: Keeping
    sign_in: BrowserSignIn
    guidelines: Guidelines
    lines: ApprovedLines
    freezes: Freezes
    workshop: Workshop
