"""`python -m tests.bench.worst`: what a check takes at most, whatever valid pack somebody has signed."""

from __future__ import annotations

import statistics
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.checks.rules import check_rules, forget_texts
from tests.helpers.rules import a_pack_of, a_picture, given
from tests.helpers.worst_packs import WORST, a_term

if TYPE_CHECKING:
    from embassy_assistant.domain.guideline import GuidelinePack

_LETTERS: Final = 8_192
_KILOBYTES: Final = _LETTERS / 1_024
_TIMES: Final = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """What a check takes of a processor, in milliseconds for each 1,024 letters.

    Attributes:
        floor: the same text under one rule that finds nothing in it.
    """

    kind: str
    full: float
    floor: float


def costs() -> list[Cost]:
    """Return what each of the worst packs costs, the dearest first."""
    nothing = a_pack_of(a_term(1, "nowhere"))
    found = []
    for kind, (rules, word) in WORST.items():
        text = (word * _LETTERS)[:_LETTERS]
        # What blocks is asked for twice, where there is too much of it.
        pack = a_pack_of(*({**rule, "severity": "block"} for rule in rules))
        found.append(Cost(kind, _milliseconds(pack, text), _milliseconds(nothing, text)))
    return sorted(found, key=lambda cost: -cost.full)


def _milliseconds(pack: GuidelinePack, text: str) -> float:
    context = given(pack, topic="aid", media=[a_picture()], en=text)
    # The first check makes the pack ready.
    list(check_rules(context))
    taken = []
    for _ in range(_TIMES):
        forget_texts()
        start = time.thread_time()
        list(check_rules(context))
        taken.append((time.thread_time() - start) * 1_000)
    return statistics.median(taken) / _KILOBYTES


def main() -> None:
    """Print the figures of all of them."""
    for cost in costs():
        sys.stdout.write(f"{cost.full:8.2f} ms CPU for 1,024 letters (floor {cost.floor:.2f}): {cost.kind}\n")


if __name__ == "__main__":
    main()
