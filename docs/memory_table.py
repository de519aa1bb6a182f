"""Writes `memory.md`: what each part of the program weighs on this machine. `make memory`, on an idle one."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).with_name("memory.md")

_QT: Final = "from PySide6.QtWidgets import QApplication, QMainWindow; app = QApplication([]); "
_TEXT: Final = "'Today the ministers of Europe met to speak about their security'"

PARTS: Final = {
    "Python alone": "pass",
    "the domain and the services": "import embassy_assistant.services.assemble",
    "the store's libraries (SQLCipher, sqlite-utils, libsodium)": (
        "import embassy_assistant.store.driver, nacl.pwhash, nacl.public"
    ),
    "the network's libraries (requests)": "import embassy_assistant.net.transport, embassy_assistant.networks",
    "the keyring's libraries": "import keyring; keyring.get_keyring()",
    "the language detectors, loaded": (f"from embassy_assistant.language.identify import identify; identify({_TEXT})"),
    "the shipped guidelines, loaded": (
        "from embassy_assistant.guidelines.library import ShippedGuidelines; ShippedGuidelines().active()"
    ),
    "the Ukrainian dictionary (only who compiles packs)": (
        "from embassy_assistant.language.forms import expand; expand('країна')"
    ),
    "an empty Qt window": f"{_QT}window = QMainWindow(); window.show(); app.processEvents()",
}

_MEASURE: Final = """
import os, re, time
start = time.perf_counter()
{code}
seconds = time.perf_counter() - start
with open("/proc/self/smaps_rollup", encoding="ascii") as rollup:
    pss = int(re.search(r"^Pss:\\s+(\\d+)", rollup.read(), re.MULTILINE)[1])
print(pss, seconds, flush=True)
os._exit(0)
"""


def measure(code: str) -> tuple[float, float]:
    """Run the code in a process of its own, twice, the first time to warm the page cache.

    Returns:
        Its proportional set size in MB, and what the code took in seconds.
    """
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _MEASURE.format(code=code)]
    outputs = [
        subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout  # noqa: S603
        for _ in range(2)
    ]
    kilobytes, seconds = outputs[-1].split()
    return int(kilobytes) / 1024, float(seconds)


def page() -> str:
    """Measure everything and return the page as Markdown."""
    figures = {part: measure(code) for part, code in PARTS.items()}
    alone = figures["Python alone"][0]
    rows = ["| part, in a process of its own | MB | of which its own | to load, s |", "|---|---:|---:|---:|"]
    rows += [
        f"| {part} | {size:.0f} | {max(size - alone, 0):.0f} | {seconds:.2f} |"
        for part, (size, seconds) in figures.items()
    ]
    machine = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    return "\n".join(
        [
            "# What the program weighs",
            "",
            f"*Made by `make memory` ({machine}). Proportional set size (PSS) with warm caches. Parts share",
            "libraries, so they do not add up: `make bench` weighs the whole window, with everything loaded, beside an",
            "empty one. Whoever makes the program load a model or a dictionary makes this page anew.*",
            "",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
