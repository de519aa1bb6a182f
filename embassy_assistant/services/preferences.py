"""The mission, the Officer, and what the window remembers.

What must be known before the key arrives (the window's language and theme, whether this is practice) is kept in clear;
everything that names people or places is in the encrypted store.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote, unquote, urlsplit

from embassy_assistant.domain.errors import NeedsOfficer
from embassy_assistant.domain.events import Event, SettingsChanged, WorkspaceChanged
from embassy_assistant.domain.officer import Mission, Officer
from embassy_assistant.services.pair_order import PAIR_FIRST, pair_order
from embassy_assistant.services.stored import read_table
from embassy_assistant.services.workspace import Access

if TYPE_CHECKING:
    from embassy_assistant.domain.events import Events
    from embassy_assistant.domain.ports import Settings, Vault
    from embassy_assistant.services.workspace import Workspace

LOCK_AFTER: Final = 15
"""Minutes, until an Officer chooses."""
_DIGITS: Final = 9

PROXY_ENTRY: Final = "proxy-password"
"""Name of the keyring's entry: the address that the password is for, a new line, and the password."""

_LONGEST_PASSWORD: Final = 512
"""Characters, which every keyring takes together with the address."""

NOBODY = Officer("", "")
NOWHERE = Mission("", "", "", "Europe/Kyiv")


@dataclass(frozen=True, slots=True)
class Connection:
    """How to reach the internet from here.

    Attributes:
        proxy: address such as `http://name@proxy.example:3128`; empty for none. A password in it is only passing by:
            what is kept in the store has none.
        authority: path of a private certificate authority's PEM file; empty for the system's.
    """

    proxy: str = field(default="", repr=False)
    authority: str = ""


_Kept = TypeVar("_Kept", Mission, Officer, Connection)


class Preferences:
    """Reads and writes settings."""

    def __init__(self, workspace: Workspace, plain: Settings, events: Events, vault: Vault) -> None:
        """Use `plain` for what must be known before the key arrives, and `vault` for a proxy's password."""
        self._workspace = workspace
        self._plain = plain
        self._events = events
        self._vault = vault
        self._known: tuple[str, str] | None = None
        self._forgotten = 0
        events.subscribe(self._heard)

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
        return _read(NOWHERE, stored)

    @mission.setter
    def mission(self, value: Mission) -> None:
        self._put("mission", json.dumps(asdict(value), ensure_ascii=False))

    @property
    def officer(self) -> Officer:
        """The person at the keyboard; `NOBODY` until somebody said."""
        stored = self._workspace.store.settings.get("officer")
        return _read(NOBODY, stored)

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
        stored = self._workspace.store.settings.get("lock-after") or ""
        return int(stored) if len(stored) <= _DIGITS and stored.isascii() and stored.isdecimal() else LOCK_AFTER

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
        """Proxy, without its password, and private certificate authority."""
        kept = self._kept_connection()
        return replace(kept, proxy=_without_password(kept.proxy)[0])

    @connection.setter
    def connection(self, value: Connection) -> None:
        """Keep it; a password goes to the keyring, and the one that is there stays for the same name and proxy.

        Raises:
            KeyringUnavailable: the password cannot be kept now; nothing was changed.
            NeedsOfficer: the proxy's address cannot be used.
        """
        proxy, password = _without_password(value.proxy)
        if (proxy and not _is_proxy(proxy)) or len(proxy) + len(password) > _LONGEST_PASSWORD:
            raise NeedsOfficer("settings.proxy-unusable")
        if password:
            self._vault.set(PROXY_ENTRY, f"{proxy}\n{password}")
        elif _has_name(self.connection.proxy) and self.connection.proxy != proxy:
            self._vault.delete(PROXY_ENTRY)
        self._put("connection", json.dumps(asdict(replace(value, proxy=proxy)), ensure_ascii=False))
        self._forget()

    def way_out(self) -> Connection:
        """Return the connection with the proxy's password; may wait for the keyring the first time.

        Raises:
            DraftsLocked: the store is closed.
            KeyringUnavailable: the password cannot be read now.
        """
        kept = self._kept_connection()
        if not _has_name(kept.proxy) or _without_password(kept.proxy)[1]:
            return kept
        known = self._known
        if known is None or known[0] != kept.proxy:
            forgotten = self._forgotten
            known = (kept.proxy, self._password_for(kept.proxy))
            # The drafts may have been locked, or the password changed, while the keyring was waited for.
            if forgotten == self._forgotten:
                self._known = known
        return replace(kept, proxy=_with_password(*known)) if known[1] else kept

    def _password_for(self, proxy: str) -> str:
        """Ask the keyring; what was kept for another proxy or name is not given to this one."""
        address, _, password = (self._vault.get(PROXY_ENTRY) or "").partition("\n")
        return password if address == proxy else ""

    def _forget(self) -> None:
        self._forgotten += 1
        self._known = None

    def _kept_connection(self) -> Connection:
        stored = self._workspace.store.settings.get("connection")
        return _read(Connection(), stored)

    def _heard(self, event: Event) -> None:
        """Forget the password with the store, and take one out of a store that still has it."""
        if not isinstance(event, WorkspaceChanged):
            return
        self._forget()
        if self._workspace.access is not Access.OPEN:
            return
        kept = self._kept_connection()
        if _without_password(kept.proxy)[1]:
            # Where the keyring cannot be had now, it is tried again when the store is opened the next time.
            with suppress(NeedsOfficer):
                self.connection = kept

    def _put(self, name: str, value: str) -> None:
        self._workspace.store.settings.set(name, value)
        self._events.publish(SettingsChanged(name))

    def _put_plain(self, name: str, value: str) -> None:
        self._plain.set(name, value)
        self._events.publish(SettingsChanged(name))


def _read(otherwise: _Kept, stored: str | None) -> _Kept:
    """Return what was stored, by this program or by one of another version.

    A field that this program does not know is passed over; what is missing, or cannot be this field's, is as nobody
    ever said it.
    """
    said = read_table(stored)
    known = {one.name: said[one.name] for one in fields(otherwise) if one.name in said}
    return replace(
        otherwise, **{name: value for name, value in known.items() if type(value) is type(getattr(otherwise, name))}
    )


def _is_proxy(address: str) -> bool:
    """Whether an address can be a proxy's; of any other it cannot be told where a password stands."""
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _without_password(proxy: str) -> tuple[str, str]:
    """Return a proxy's address without the password, and the password."""
    scheme, mark, rest = proxy.partition("://")
    user, at, host = rest.rpartition("@")
    name, colon, password = user.partition(":")
    return (f"{scheme}{mark}{name}{at}{host}", unquote(password)) if colon else (proxy, "")


def _with_password(proxy: str, password: str) -> str:
    """Return a proxy's address with a password in it."""
    user, at, host = proxy.rpartition("@")
    return f"{user}:{quote(password, safe='')}{at}{host}"


def _has_name(proxy: str) -> bool:
    """Whether a proxy's address says who asks it."""
    return "@" in proxy
