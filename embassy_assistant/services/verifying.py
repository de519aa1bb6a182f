"""Whether the guidelines on the disk are still those that the unit signed: asked before anything is sent by them."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.errors import Damaged, Untrusted
from embassy_assistant.domain.events import GuidelinesChanged, WorkspaceChanged
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from collections.abc import Iterator

    from embassy_assistant.domain.events import Event, Events
    from embassy_assistant.domain.guideline_ports import GuidelineIntake, GuidelineSource
    from embassy_assistant.services.workspace import Workspace

PIN: Final = "guidelines-pin"
"""The setting in the encrypted store that says whose guidelines were trusted, and how far their versions had come."""
_SWAPPED: Final = "guidelines.trust-changed"


class Verifying:
    """Verifies once after opening, and again whenever other guidelines have come into force."""

    def __init__(
        self, workspace: Workspace, source: GuidelineSource, intake: GuidelineIntake | None, events: Events
    ) -> None:
        """Verify what `intake` took in; where that is None, there is nothing to verify."""
        self._workspace = workspace
        self._source = source
        self._intake = intake
        self._events = events
        self._lock = threading.Lock()
        # For which of the stores that were opened, and for which guidelines.
        self._done: tuple[int, object] | None = None
        self._stores = 0
        # Another store may have been put in the place of the one that was open before.
        events.subscribe(self._heard)

    def whole(self) -> bool:
        """Verify what has not been verified yet, and return whether anything may be sent by it.

        Blocks: what it needs takes 200 ms to import the first time.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        if self._intake is None:
            return True
        with self._lock:
            if self._done != (self._stores, self._intake.stamp()):
                self._verify(self._intake)
        return self._source.trouble() is None

    def check_trust(self) -> None:
        """See to it that nothing is taken in from somebody whom no person chose to trust. Blocks, as `whole`.

        Raises:
            Untrusted: somebody else was put in the place of whom this laptop trusts.
        """
        if self._workspace.access is Access.OPEN and not self.whole():
            trouble = self._source.trouble()
            if trouble is not None and trouble.id == _SWAPPED:
                raise trouble

    @contextmanager
    def trusting_anew(self) -> Iterator[None]:
        """Let a person say anew whom to trust in the block; what was pinned before counts no more after it.

        Raises:
            DraftsLocked: the key has not arrived.
        """
        settings = None if self._workspace.access is Access.NEW else self._workspace.store.settings
        yield
        if settings is not None:
            settings.set(PIN, "")
        with self._lock:
            self._done = None

    def _verify(self, intake: GuidelineIntake) -> None:
        opened, settings = self._stores, self._workspace.store.settings
        before, known = settings.get(PIN) or "", self._source.trouble()
        stamp = intake.stamp()
        try:
            pin = intake.verify(before)
        except (Untrusted, Damaged):
            # The source knows now, and says why.
            pass
        else:
            settings.set(PIN, pin)
        self._done = opened, stamp
        if self._source.trouble() is not known:
            self._events.publish(GuidelinesChanged(changed=True))

    def _heard(self, event: Event) -> None:
        if isinstance(event, WorkspaceChanged):
            self._stores += 1
