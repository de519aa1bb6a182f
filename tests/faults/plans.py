"""What a fault run queues and what breaks on its way; a seed names both."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.account import Bilingual, LanguagePolicy
from embassy_assistant.domain.delivery import Kind as Change
from embassy_assistant.domain.network import Ability
from tests.helpers.faults import Cut

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

KILLED: Final = "killed"
KILLED_TWICE: Final = "killed-twice"

_PAIR: Final = (("uk", LanguagePolicy(("uk",))), ("en", LanguagePolicy(("en",))))


def _both(bilingual: Bilingual) -> tuple[tuple[str, LanguagePolicy], ...]:
    return (("uk", LanguagePolicy(("uk", "en"), bilingual)),)


@dataclass(frozen=True, slots=True)
class Leg:
    """A stretch of a run in which the sender works, by minutes since its beginning.

    Attributes:
        broken, mended: when it works while something breaks, and when it works after that.
        passes: how often it tries once mended, half a minute apart.
    """

    broken: int = 6
    mended: int = 30
    passes: int = 60


@dataclass(frozen=True, slots=True)
class Kind:
    """What is queued.

    Attributes:
        accounts: who sends it: a name of the stage's, and the languages it speaks.
        words: how many words each language has; many make a thread.
        due: it is queued for later, in so many minutes; 0 for at once.
        parked: its server is to publish it by itself when it is due.
        continued: its thread was cut short after the first post, and what is left is queued again.
        change: what is done with it once it is out, and what breaks is this.
        legs: when the sender works.
    """

    name: str
    accounts: tuple[tuple[str, LanguagePolicy], ...] = _PAIR
    words: int = 4
    picture: bool = False
    thread: bool = False
    due: int = 0
    parked: bool = False
    continued: bool = False
    change: Change = Change.PUBLISH
    legs: tuple[Leg, ...] = (Leg(),)

    @property
    def needs(self) -> Ability | None:
        """What a network must be able to do."""
        if self.parked:
            return Ability.PARK
        return {Change.EDIT: Ability.EDIT, Change.DELETE: Ability.DELETE}.get(self.change)

    @property
    def later(self) -> bool:
        """Whether so much time passes before the sender works that a session has ended meanwhile."""
        return bool(self.due) or self.change is not Change.PUBLISH


KINDS: Final = (
    Kind("one post", _PAIR[:1]),
    Kind("pair, picture", picture=True),
    Kind("thread", words=60, thread=True),
    Kind("pair, parked", due=25, parked=True, legs=(Leg(1, 6, 12), Leg(26, 50))),
    Kind("pair, corrected", picture=True, change=Change.EDIT),
    Kind("pair, deleted", change=Change.DELETE),
    Kind("pair"),
    Kind("two posts", _both(Bilingual.TWO_POSTS)),
    Kind("combined, picture", _both(Bilingual.COMBINED), picture=True),
    Kind("uk under en", _both(Bilingual.THREAD)),
    Kind("pair, due", due=5),
    Kind("thread, again", words=60, thread=True, continued=True),
)
"""Neither the number of all nor of those that a network can do is a multiple of the number of cuts: each meets each."""


CHANGING: Final = frozenset(kind.needs for kind in KINDS if kind.needs)
"""What networks can or cannot do that decides which kinds they meet."""


def kinds_for(abilities: Collection[Ability]) -> tuple[Kind, ...]:
    """Return the kinds that a network of these abilities can do."""
    return tuple(kind for kind in KINDS if kind.needs is None or kind.needs in abilities)


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


def plan_of(seed: int, kinds: Sequence[Kind] = KINDS) -> Plan:
    """Return the run that `seed` names: odd ones kill the process, even ones cut the network."""
    chance = random.Random(seed)  # noqa: S311 - a plan, not a secret
    cuts = tuple(Cut)
    cut = None if seed % 2 else cuts[(seed // 2) % len(cuts)]
    # Few seeds are to show many kinds: those of the kills are far from those of the cuts.
    kind = kinds[(seed // 2 + seed % 2 * (len(kinds) // 2)) % len(kinds)]
    return Plan(seed, kind, cut, chance.random(), chance.choice((1, 1, 1, 2)), chance.random())


def phase_of(request_line: str) -> str:
    """Return the request that a line makes, without what differs from one run to the next."""
    method, path, *_ = request_line.split(" ")
    parts = path.partition("?")[0].split("/")
    named = ("*" if re.search(r"\d", part) and not re.fullmatch(r"v\d", part) else part for part in parts)
    return f"{method} {'/'.join(named)}"
