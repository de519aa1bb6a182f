"""`python -m tests.bench.syncing`: what taking guidelines in costs, on the starter pack and 130 missions.

Beside it, on the same repository and the same machine, what `tuf` alone takes to find out that nothing changed.
"""

from __future__ import annotations

import hashlib
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tuf.ngclient import Updater

from embassy_assistant.guidelines.https_fetcher import HttpsFetcher
from embassy_assistant.guidelines.library import SHIPPED
from embassy_assistant.locations import data_dir
from embassy_assistant.net import Client
from tests.helpers.mission import pack_bytes
from tests.helpers.unit import Laptop, Unit
from tests.helpers.web import web

if TYPE_CHECKING:
    from collections.abc import Callable

MISSIONS: Final = tuple(f"m-{number:03}" for number in range(130))
LIMITS: Final = {"same_ratio": 2, "changed_bytes": 20_000, "wasted_percent": 5}
"""What a figure may be at most."""
_TRIES: Final = 15
_CUT: Final = 65_536
_LARGE: Final = 20_000_000


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long something takes; the median of some tries."""
    times = []
    for _ in range(_TRIES):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1_000)
    return statistics.median(times)


def measured(folder: Path) -> dict[str, Any]:
    """Return the figures."""
    starter = (data_dir("resources") / SHIPPED).read_bytes()
    unit = Unit(folder / "repository", starter)
    unit.publisher.add_missions(MISSIONS, unit.targets)
    for code in MISSIONS[:100]:
        unit.publisher.sign(pack_bytes(code[2:], rule="its.own"), unit.targets, code)
    unit.publisher.publish(unit.online)
    laptop = Laptop(folder / "laptop", unit.root, MISSIONS[7])
    told: dict[str, Any] = {"pack_bytes": len(starter)}
    with web(unit.files) as server:
        start = time.perf_counter()
        laptop.sync(server.base)
        told |= {"first_ms": (time.perf_counter() - start) * 1_000, "first_bytes": server.sent}
        told["first_requests"] = len(server.asked)
        told["same_ms"] = milliseconds(lambda: laptop.sync(server.base))
        told["tuf_alone_ms"] = milliseconds(lambda: _alone(folder, server.base, unit.root))
        told["same_ratio"] = told["same_ms"] / told["tuf_alone_ms"]
        pin = laptop.intake.verify()
        told["verify_ms"] = milliseconds(lambda: laptop.intake.verify(pin))
        unit.publish(pack_bytes("2", rule="its.own"), MISSIONS[7])
        server.files, server.sent = unit.files, 0
        server.asked.clear()
        laptop.sync(server.base)
        told |= {"changed_bytes": server.sent, "changed_requests": len(server.asked)}
    return told | _wasted()


def _alone(folder: Path, base: str, root: bytes) -> None:
    (folder / "alone").mkdir(exist_ok=True)
    Updater(str(folder / "alone"), f"{base}metadata/", fetcher=HttpsFetcher(Client()), bootstrap=root).refresh()


def _wasted() -> dict[str, float]:
    """Return what share of the bytes over a link that is cut all the time came for nothing."""
    large = hashlib.shake_256(b"a large pack").digest(_LARGE)
    with web({"pack": large}) as server:
        server.cut = _CUT
        got = HttpsFetcher(Client(), wait=lambda _: None).download_bytes(f"{server.base}pack", _LARGE)
    return {"whole": got == large, "wasted_percent": 100 * (server.sent / _LARGE - 1), "connections": len(server.asked)}


def main() -> int:
    """Print the figures; 1 where one is over its limit."""
    with tempfile.TemporaryDirectory() as folder:
        told = measured(Path(folder))
    sys.stdout.write(json.dumps(told, indent=1) + "\n")
    over = [f"{name} is over {limit}" for name, limit in LIMITS.items() if told[name] > limit]
    sys.stdout.write("".join(f"{line}\n" for line in over))
    return int(bool(over) or not told["whole"])


if __name__ == "__main__":
    sys.exit(main())
