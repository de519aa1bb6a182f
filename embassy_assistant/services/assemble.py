"""Builds the services over a set of ports; what `app.wiring` and the tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from embassy_assistant.domain.events import Events
from embassy_assistant.services.accounts import AccountBook
from embassy_assistant.services.desk import Desk
from embassy_assistant.services.drafting import Drafting
from embassy_assistant.services.freezes import Freezes
from embassy_assistant.services.guidelines import Guidelines
from embassy_assistant.services.keeping import Keeping
from embassy_assistant.services.lines import ApprovedLines
from embassy_assistant.services.notes import UnitNotes, WriteFile
from embassy_assistant.services.outbox import Outbox
from embassy_assistant.services.preferences import Preferences
from embassy_assistant.services.record import Means
from embassy_assistant.services.review import Review
from embassy_assistant.services.sender import Sender
from embassy_assistant.services.sign_in import BrowserSignIn
from embassy_assistant.services.syncing import Syncing
from embassy_assistant.services.verifying import Verifying
from embassy_assistant.services.workshop import Workshop
from embassy_assistant.services.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from embassy_assistant.domain.guideline_ports import GuidelineIntake, GuidelineSource
    from embassy_assistant.domain.keeping import Keeper
    from embassy_assistant.domain.network import OpenLoopback
    from embassy_assistant.domain.ports import (
        Clock,
        Networks,
        Opener,
        SecretsFor,
        SenderLock,
        Settings,
        Vault,
    )
    from embassy_assistant.domain.workshop import SourceFolders


def assemble(
    *,
    opener: Opener,
    keeper: Keeper,
    plain: Settings,
    networks: Networks,
    secrets_for: SecretsFor,
    guidelines: GuidelineSource,
    intake: GuidelineIntake | None = None,
    folders: SourceFolders | None = None,
    vault: Vault,
    lock: SenderLock,
    clock: Clock,
    write_file: WriteFile,
    events: Events | None = None,
    checkpoint: Callable[[str], None] = lambda _name: None,
    exchanges: Callable[[], Sequence[object]] = tuple,
    open_loopback: OpenLoopback | None = None,
) -> Desk:
    """Return the services of one workspace.

    Args:
        opener: opens the store.
        keeper: keeps copies of it.
        plain: settings that must be known before the key arrives.
        networks: the social networks.
        secrets_for: an account's secrets.
        guidelines: the active pack.
        intake: takes newer ones in; None where they come from nowhere but the program.
        folders: opens what packs are made from; None where nobody writes any.
        vault: the keyring, for its state.
        lock: the workspace's sender lock.
        clock: where the time comes from.
        write_file: writes what leaves the workspace as a file.
        events: where the services say what happened; new when None.
        checkpoint: see `Means`.
        exchanges: see `Means`.
        open_loopback: opens what a browser comes back to; None where codes are carried over by hand.
    """
    events = events or Events()
    workspace = Workspace(opener, events)
    preferences = Preferences(workspace, plain, events, vault)
    accounts = AccountBook(workspace, networks, secrets_for, preferences, events)
    review = Review(accounts, guidelines, clock, lambda: preferences.mission)
    lines = ApprovedLines(workspace, review)
    freezes = Freezes(workspace, review, lines)
    events.subscribe(freezes.heard)
    verifying = Verifying(workspace, guidelines, intake, events)
    notes = UnitNotes(workspace, preferences, clock, write_file)
    taking_in = Guidelines(guidelines, intake, events, clock, verifying, notes)
    sync = Syncing(taking_in, clock).before_sending
    means = Means(accounts, review, events, clock, checkpoint, exchanges, verifying.whole, sync)
    return Desk(
        events=events,
        clock=clock,
        vault=vault,
        workspace=workspace,
        preferences=preferences,
        drafting=Drafting(workspace, events, clock),
        review=review,
        accounts=accounts,
        outbox=Outbox(workspace, review, accounts, events, clock),
        sender=Sender(workspace, lock, means),
        sign_in=BrowserSignIn(accounts, open_loopback),
        keeping=Keeping(workspace, keeper, plain, events, clock),
        guidelines=taking_in,
        lines=lines,
        freezes=freezes,
        workshop=Workshop(folders),
    )
