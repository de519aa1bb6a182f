"""A double of systemd-logind and of a screen saver, on a bus of its own."""

from __future__ import annotations

import os
import select
import threading
from typing import TYPE_CHECKING, Final

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from types import TracebackType

_BUS: Final = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_MANAGER: Final = DBusAddress("/org/freedesktop/login1", interface="org.freedesktop.login1.Manager")
OWN: Final = "/org/freedesktop/login1/session/_32"
OTHER: Final = "/org/freedesktop/login1/session/_33"


class Logind:
    """Answers `Inhibit` and `GetSession`, and says what the test tells it to.

    Attributes:
        asked: the arguments of each call, by method, in order.
    """

    def __init__(self, address: str, *, sessions: bool = True) -> None:
        """Take logind's name on the bus; without `sessions`, this program belongs to none."""
        self.asked: list[tuple[str, ...]] = []
        self._sessions = sessions
        self._delays: list[int] = []
        self._changed = threading.Condition()
        self._sending = threading.Lock()
        self._connection = open_dbus_connection(address, enable_fds=True)
        self._connection.send_and_get_reply(new_method_call(_BUS, "RequestName", "su", ("org.freedesktop.login1", 0)))
        self._woken, self._wake = os.pipe()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Logind:
        """Nothing to do: it serves already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bus."""
        os.write(self._wake, b"x")
        self._thread.join(10)
        self._connection.close()
        for each in (self._woken, self._wake, *self._delays):
            os.close(each)

    def delayed(self) -> bool:
        """Whether anybody still keeps the computer awake."""
        with self._changed:
            # The other end of the pipe was closed: a read would find its end.
            return any(not select.select([each], [], [], 0)[0] for each in self._delays)

    def sleep(self, asleep: bool) -> None:
        """Say that the computer is about to sleep, or that it woke."""
        self._say(_MANAGER, "PrepareForSleep", asleep)

    def session(self, signal: str, path: str = OWN) -> None:
        """Say `Lock` or `Unlock` of a session."""
        self._say(DBusAddress(path, interface="org.freedesktop.login1.Session"), signal)

    def screen(self, active: bool, interface: str = "org.freedesktop.ScreenSaver") -> None:
        """Say that a screen saver began or ended."""
        self._say(DBusAddress("/" + interface.replace(".", "/"), interface=interface), "ActiveChanged", active)

    def _say(self, who: DBusAddress, signal: str, *value: bool) -> None:
        with self._sending:
            self._connection.send(new_signal(who, signal, "b" if value else None, value))

    def _serve(self) -> None:
        while True:
            ready, _, _ = select.select([self._connection.sock, self._woken], [], [])
            if self._woken in ready:
                return
            message = self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            method = message.header.fields[HeaderFields.member]
            with self._sending, self._changed:
                self.asked.append((method, *message.body))
                if method == "Inhibit":
                    ours, theirs = os.pipe()
                    self._delays.append(ours)
                    self._connection.send(new_method_return(message, "h", (theirs,)))
                    os.close(theirs)
                elif self._sessions:
                    self._connection.send(new_method_return(message, "o", (OWN,)))
                else:
                    self._connection.send(new_error(message, "org.freedesktop.login1.NoSessionForPID"))
                self._changed.notify_all()
