"""The mission, the Officer, and what the window remembers.

What must be known before the key arrives (the window's language and theme, whether this is practice) is kept in clear;
everything that names people or places is in the encrypted store.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.events import SettingsChanged
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.services.pair_order import PAIR_FIRST, pair_order

if TYPE_CHECKING:
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.ports import Settings
    from embassy_assistant.services.workspace import Workspace

LOCK_AFTER: Final = 15
"""Minutes, until an Officer chooses."""

NOBODY = Officer("", "")
NOWHERE = Mission("", "", "", "Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the internet from here.

    Attributes:
        proxy: address such as `http://user:password@proxy.example:3128`; empty for none.
        authority: path of a private certificate authority's PEM file; empty for the system's.
    """

    proxy: str = ""
    authority: str = ""


class Preferences:
    """Reads and writes settings."""

    def __init__(self, workspace: Workspace, plain: Settings, events: Events) -> None:
        """Use `plain` for what must be known before the key arrives."""
        self._workspace = workspace
        self._plain = plain
        self._events = events

    @property
    def practice(self) -> bool:
        """Whether this workspace is for practice, from which nothing can reach the public."""
        return self._plain.get("practice") == "yes"

    @practice.setter
    def practice(self, value: bool) -> None:
        self._put_plain("practice", "yes" if value else "no")

    @property
    def language(self) -> str:
        """The window's language, `en` or `uk`; empty until somebody chose."""
        return self._plain.get("language") or ""

    @language.setter
    def language(self, value: str) -> None:
        self._put_plain("language", value)

    @property
    def theme(self) -> str:
        """`light`, `dark` or empty for the system's."""
        return self._plain.get("theme") or ""

    @theme.setter
    def theme(self, value: str) -> None:
        self._put_plain("theme", value)

    @property
    def mission(self) -> Mission:
        """The Mission; `NOWHERE` until somebody said."""
        stored = self._workspace.store.settings.get("mission")
        return Mission(**json.loads(stored)) if stored else NOWHERE

    @mission.setter
    def mission(self, value: Mission) -> None:
        self._put("mission", json.dumps(asdict(value), ensure_ascii=False))

    @property
    def officer(self) -> Officer:
        """The person at the keyboard; `NOBODY` until somebody said."""
        stored = self._workspace.store.settings.get("officer")
        return Officer(**json.loads(stored)) if stored else NOBODY

    @officer.setter
    def officer(self, value: Officer) -> None:
        self._put("officer", json.dumps(asdict(value), ensure_ascii=False))

    @property
    def pair_first(self) -> str:
        """The language of the Pair that goes out first."""
        return pair_order(self._workspace.store)[0]

    @pair_first.setter
    def pair_first(self, language: str) -> None:
        self._put(PAIR_FIRST, language)

    @property
    def recovery_pending(self) -> str:
        """The recovery code, until an Officer has shown that it is written down; then empty."""
        return self._workspace.store.settings.get("recovery-pending") or ""

    @recovery_pending.setter
    def recovery_pending(self, code: str) -> None:
        self._put("recovery-pending", code)

    @property
    def lock_after(self) -> int:
        """After how many minutes without a key or a mouse the drafts are locked; 0 for never."""
        return int(self._workspace.store.settings.get("lock-after") or LOCK_AFTER)

    @lock_after.setter
    def lock_after(self, minutes: int) -> None:
        self._put("lock-after", str(minutes))

    @property
    def lock_waits(self) -> bool:
        """Whether the drafts stay unlocked while a post is due within the next hour."""
        return self._workspace.store.settings.get("lock-waits") != "no"

    @lock_waits.setter
    def lock_waits(self, value: bool) -> None:
        self._put("lock-waits", "yes" if value else "no")

    @property
    def lock_with_screen(self) -> bool:
        """Whether the drafts are locked when the screen is, or when the computer falls asleep."""
        return self._workspace.store.settings.get("lock-with-screen") != "no"

    @lock_with_screen.setter
    def lock_with_screen(self, value: bool) -> None:
        self._put("lock-with-screen", "yes" if value else "no")

    @property
    def connection(self) -> Connection:
        """Proxy and private certificate authority."""
        stored = self._workspace.store.settings.get("connection")
        return Connection(**json.loads(stored)) if stored else Connection()

    @connection.setter
    def connection(self, value: Connection) -> None:
        self._put("connection", json.dumps(asdict(value), ensure_ascii=False))

    def _put(self, name: str, value: str) -> None:
        self._workspace.store.settings.set(name, value)
        self._events.publish(SettingsChanged(name))

    def _put_plain(self, name: str, value: str) -> None:
        self._plain.set(name, value)
        self._events.publish(SettingsChanged(name))
