"""Starts this same program as a process of its own, from a checkout, an installation or a bundle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def start(*arguments: str) -> subprocess.Popen[str]:
    """Start the command line with `arguments`; what it prints can be read, with errors in their place."""
    frozen = bool(getattr(sys, "frozen", False))
    program = [sys.executable] if frozen else [sys.executable, "-m", "embassy_assistant"]
    environment = dict(os.environ)
    if not frozen:
        # The child finds the package wherever this process found it.
        roots = (str(Path(__file__).resolve().parents[2]), environment.get("PYTHONPATH", ""))
        environment["PYTHONPATH"] = os.pathsep.join(root for root in roots if root)
    return subprocess.Popen(  # noqa: S603 - our own program
        [*program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        env={**environment, "PYTHONIOENCODING": "utf-8"},
    )
