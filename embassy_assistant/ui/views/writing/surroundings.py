"""Who writes, for which mission, to which accounts: what a post that is being written is surrounded by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from embassy_assistant.domain.errors import DraftsLocked, OfficerUnknown
from embassy_assistant.services.preferences import NOBODY, NOWHERE
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.officer import Mission, Officer
    from embassy_assistant.domain.post import Post
    from embassy_assistant.domain.review import Target
    from embassy_assistant.ui.context import Context


class Surroundings(QObject):
    """Read anew whenever accounts or settings change; nobody and nowhere until the key has arrived.

    Signals:
        changed: mission, officer or accounts are known anew.
    """

    changed = Signal()

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        """Look around at once where the drafts are open."""
        super().__init__(parent)
        self._context = context
        self.mission: Mission = NOWHERE
        self.officer: Officer = NOBODY
        self.accounts: tuple[Account, ...] = ()
        self._rules: dict[str, Target] = {}
        context.bridge.accounts_changed.connect(self.look)
        context.bridge.settings_changed.connect(self.look)
        if self.known:
            self.look()

    @property
    def known(self) -> bool:
        """Whether the key has arrived, so that accounts and drafts can be read."""
        return self._context.desk.workspace.access is Access.OPEN

    def targets(self, post: Post) -> tuple[Target, ...]:
        """Return the accounts a post goes to, with the text rules there."""
        return tuple(self._rules[account] for account in post.accounts if account in self._rules)

    def speaker(self) -> Officer | None:
        """Return who is at the keyboard; where that is not known, say so and show where to tell."""
        if self.officer != NOBODY:
            return self.officer
        self._context.shell.trouble(OfficerUnknown() if self.known else DraftsLocked())
        if self.known:
            self._context.shell.show_view("settings")
        return None

    def look(self, _event: object = None) -> None:
        """Read all of it off the GUI thread."""
        desk = self._context.desk

        def read() -> tuple[Mission, Officer, tuple[Account, ...], tuple[Target, ...]]:
            try:
                accounts = tuple(desk.accounts.all())
                targets = desk.accounts.targets(account.id for account in accounts)
                return desk.preferences.mission, desk.preferences.officer, accounts, targets
            except DraftsLocked:
                return NOWHERE, NOBODY, (), ()

        self._context.workers.run(read, self._looked, owner=self, newest="surroundings")

    def _looked(self, seen: tuple[Mission, Officer, tuple[Account, ...], tuple[Target, ...]]) -> None:
        self.mission, self.officer, self.accounts, targets = seen
        self._rules = {target.account.id: target for target in targets}
        self.changed.emit()
