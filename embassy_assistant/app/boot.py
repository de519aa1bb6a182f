"""Which run of the machine this is, on each system that the program runs on.

A laptop's clock may be set to anything; a name of the run and the seconds counted in it may not.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

_LINUX: Final = Path("/proc/sys/kernel/random/boot_id")
# xnu, sysctl(3): "kern.bootsessionuuid", made anew at each start.
_MAC: Final = ("/usr/sbin/sysctl", "-n", "kern.bootsessionuuid")
# Counted up at each start. A start from the hibernation of "fast startup" goes on with the run before, as its count of
# milliseconds (GetTickCount64) does.
_WINDOWS: Final = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"


@cache
def boot_id() -> str:
    """Return what tells this run of the machine from any other; empty where the system does not say."""
    try:
        if sys.platform == "win32":
            return _of_windows()
        elif sys.platform == "darwin":
            told = subprocess.run(_MAC, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 - ours
            return told.stdout.strip()
        else:
            return _LINUX.read_text(encoding="ascii").strip()
    except (OSError, subprocess.SubprocessError):
        return ""


if sys.platform == "win32":

    def _of_windows() -> str:
        import winreg

        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, _WINDOWS) as key:
            return f"windows {winreg.QueryValueEx(key, 'BootId')[0]}"
