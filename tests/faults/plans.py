"""What a fault run queues and what breaks on its way; a seed names both."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Final

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from tests.helpers.faults import Cut

KILLED: Final = "killed"
KILLED_TWICE: Final = "killed-twice"

_PAIR: Final = (("uk", LanguagePolicy(("uk",))), ("en", LanguagePolicy(("en",))))


def _both(bilingual: Bilingual) -> tuple[tuple[str, LanguagePolicy], ...]:
    return (("uk", LanguagePolicy(("uk", "en"), bilingual)),)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is queued.

    Attributes:
        accounts: who sends it: a name of the stage's, and the languages it speaks.
        words: how many words each language has; many make a thread.
        due: it is queued for later.
        continued: its thread was cut short after the first post, and what is left is queued again.
    """

    name: str
    accounts: tuple[tuple[str, LanguagePolicy], ...] = _PAIR
    words: int = 4
    picture: bool = False
    thread: bool = False
    due: bool = False
    continued: bool = False


KINDS: Final = (
    Kind("one post", _PAIR[:1]),
    Kind("pair"),
    Kind("pair, picture", picture=True),
    Kind("thread", words=60, thread=True),
    Kind("two posts", _both(Bilingual.TWO_POSTS)),
    Kind("combined, picture", _both(Bilingual.COMBINED), picture=True),
    Kind("uk under en", _both(Bilingual.THREAD)),
    Kind("pair, due", due=True),
    Kind("thread, again", words=60, thread=True, continued=True),
)
"""An odd number, and no multiple of the number of cuts: so that every kind meets every cut."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What breaks in one run.

    Attributes:
        cut: None to kill the process instead.
        place: where among the checkpoints or requests of a run in which nothing breaks, from 0 to 1.
        times: how many requests in a row are cut, or how often the process is killed.
        at: where in the bytes.
    """

    seed: int
    kind: Kind
    cut: Cut | None
    place: float
    times: int
    at: float

    def index(self, count: int) -> int:
        """Return which of `count` places it is, from 0."""
        return min(int(self.place * count), count - 1)


def plan_of(seed: int) -> Plan:
    """Return the run that `seed` names: odd ones kill the process, even ones cut the network."""
    chance = random.Random(seed)  # noqa: S311 - a plan, not a secret
    cuts = tuple(Cut)
    cut = None if seed % 2 else cuts[(seed // 2) % len(cuts)]
    return Plan(seed, KINDS[seed % len(KINDS)], cut, chance.random(), chance.choice((1, 1, 1, 2)), chance.random())


def phase_of(request_line: str) -> str:
    """Return the request that a line makes, without what differs from one run to the next."""
    method, path, *_ = request_line.split(" ")
    parts = path.partition("?")[0].split("/")
    named = ("*" if re.search(r"\d", part) and not re.fullmatch(r"v\d", part) else part for part in parts)
    return f"{method} {'/'.join(named)}"
