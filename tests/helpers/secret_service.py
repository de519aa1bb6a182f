"""A real gnome-keyring on a session bus of its own, and a program that uses the vault there.

Needs the Debian packages `dbus` and `gnome-keyring`; tests of dialogs also `xvfb` and `xdotool`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "private"
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_NAME = ("org.freedesktop.secrets",)
_ROOT = Path(__file__).parents[2]
_CONFIG = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={run}</listen>
  <auth>EXTERNAL</auth>
  {services}
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


class Session:
    """A session bus with a HOME and a runtime directory of its own.

    Attributes:
        environment: for processes that belong to the session.
    """

    def __init__(self, directory: Path, *, activates: bool, display: str = "") -> None:
        """Start the bus; `activates` lets it start a keyring, or its dialog, when somebody asks for one."""
        home, run = directory / "home", directory / "run"
        for private in (home, run):
            private.mkdir(mode=0o700)
        config = directory / "bus.conf"
        services = "<standard_session_servicedirs/>" if activates else ""
        config.write_text(_CONFIG.format(run=run, services=services))
        keep = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
        self.environment = keep | {"HOME": str(home), "XDG_RUNTIME_DIR": str(run), "PYTHONPATH": str(_ROOT)}
        if display:
            self.environment["DISPLAY"] = display
        self._daemon = _startable(directory)
        self._log = (directory / "log").open("wb")
        self._bus = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._bus.stdout is not None
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self._bus.stdout.readline().strip()

    def unlock(self) -> None:
        """Start an unlocked keyring, and wait until the bus knows it."""
        subprocess.run(
            [self._daemon, "--unlock", "--components=secrets"],
            input=PASSWORD.encode(),
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=self._log,
            check=True,
        )
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            while not connection.send_and_get_reply(new_method_call(_BUS, "NameHasOwner", "s", _NAME)).body[0]:
                pass

    def lock(self) -> None:
        """Lock the default collection, as the desktop does."""
        program = "import secretstorage as s; s.get_default_collection(s.dbus_init()).lock()"
        subprocess.run([sys.executable, "-c", program], env=self.environment, check=True)

    def keyring_pid(self) -> int:
        """Return the daemon's process id."""
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            ask = new_method_call(_BUS, "GetConnectionUnixProcessID", "s", _NAME)
            return int(connection.send_and_get_reply(ask).body[0])

    def kill_keyring(self) -> None:
        """Kill the daemon, and wait until the bus knows."""
        os.kill(self.keyring_pid(), signal.SIGKILL)
        self.until_gone()

    def until_gone(self) -> None:
        """Wait until the bus knows that the daemon has ended."""
        with open_dbus_connection(self.environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
            while connection.send_and_get_reply(new_method_call(_BUS, "NameHasOwner", "s", _NAME)).body[0]:
                pass

    def kill_bus(self) -> None:
        """Kill the bus; what lives on it leaves with it."""
        self._bus.kill()
        self._bus.wait()

    def close(self) -> None:
        """End everything."""
        self.kill_bus()
        assert self._bus.stdout is not None
        self._bus.stdout.close()
        self._log.close()

    @contextmanager
    def program(self, patience: float = 20.0) -> Iterator[Program]:
        """Start a program that uses the vault in this session."""
        process = subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(patience)],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        with process:
            try:
                yield Program(process)
            finally:
                process.kill()


class Program:
    """The program at the other end of a pipe."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._answers: list[Any] = []
        self._states: list[str] = []

    def begin(self, method: str, *arguments: str) -> None:
        """Call a method of the vault and do not wait for its answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps([method, *arguments]) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:  # noqa: ANN401 - what the vault returned, or the id of its error
        """Return the next answer: what the vault returned, or `{"error": id}`."""
        while not self._answers:
            self._read()
        return self._answers.pop(0)

    def ask(self, method: str, *arguments: str) -> Any:  # noqa: ANN401 - what the vault returned
        """Call a method of the vault and return its answer."""
        self.begin(method, *arguments)
        return self.answer()

    def wait_at_most(self, seconds: float) -> None:
        """Have the vault wait for a dialog no longer than that from now on; until then a busy machine is no dialog."""
        assert self.ask("wait_at_most", str(seconds)) is None

    def until(self, state: str) -> None:
        """Wait until the vault announces a state; what it announced before is over."""
        while state not in self._states:
            self._read()
        del self._states[: self._states.index(state) + 1]

    def _read(self) -> None:
        assert self._process.stdout is not None
        line = json.loads(self._process.stdout.readline())
        if "state" in line:
            self._states.append(line["state"])
        else:
            self._answers.append(line["result"])


_PROGRAM = """
import json, sys, threading
from embassy_assistant.domain.errors import KeyringUnavailable
from embassy_assistant.domain.events import Events
from embassy_assistant.vault import KeyringVault

lock = threading.Lock()

def say(**line):
    with lock:
        print(json.dumps(line), flush=True)

events = Events()
events.subscribe(lambda event: say(state=event.state))
vault = KeyringVault("test", events, patience=float(sys.argv[1]))
for line in sys.stdin:
    method, *arguments = json.loads(line)
    if method == "wait_at_most":
        vault.patience = float(arguments[0])
        say(result=None)
        continue
    try:
        say(result=getattr(vault, method)(*arguments))
    except KeyringUnavailable as error:
        say(result={"error": error.id})
"""


def _startable(directory: Path) -> str:
    daemon = shutil.which("gnome-keyring-daemon")
    assert daemon, "needs the package gnome-keyring"
    if subprocess.run([daemon, "--version"], check=False, capture_output=True).returncode:
        # Its file capability makes it unstartable where a container may not grant it; a copy has none.
        return shutil.copy(daemon, str(directory / "gnome-keyring-daemon"))
    return daemon


@contextmanager
def display(directory: Path) -> Iterator[str]:
    """Start an X server without a screen and yield its name."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "800x600x24"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=directory,
    )
    with server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.kill()
