"""A network that keeps state and lies when told to, and the clock that both it and the laptop are driven by."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from embassy_assistant.domain.account import TextRules
from embassy_assistant.domain.clock import ClockEvidence
from embassy_assistant.domain.delivery import Prepared, Published
from embassy_assistant.domain.errors import NetworkRefused, RequestFailed, ServerTrouble
from embassy_assistant.domain.network import Profile, Reconciliation, Sight, Sighting
from embassy_assistant.networks.plain import PlainNetwork

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import FrozenSegment
    from embassy_assistant.domain.network import Ability, SignedIn, ThreadPlace

START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class ManualClock:
    """A laptop's clock that moves when told to, and may be set wrong; `time` is the true time, which servers have.

    Attributes:
        told: whether a server has said what time it is.
    """

    def __init__(self, start: datetime = START) -> None:
        self.time = start
        self.wrong = timedelta()
        self.run = 1
        self.told = False
        self._started = start

    def now(self) -> datetime:
        return self.time + self.wrong

    def evidence(self) -> ClockEvidence:
        return ClockEvidence(self.now(), self.boot(), (self.time - self._started).total_seconds())

    def ahead(self) -> timedelta | None:
        return self.wrong if self.told else None

    def boot(self) -> str:
        return f"boot {self.run}"

    def forward(self, **by: float) -> None:
        self.time += timedelta(**by)

    def restart(self) -> None:
        """Start the machine anew."""
        self.run += 1
        self._started = self.time


@dataclass
class LyingNetwork(PlainNetwork):
    """A network that keeps what was published, and answers what `script` says.

    Each call of `publish` takes the next word of `script`: `ok`; `lost` (nothing left the machine); `mute` (published,
    no answer); `dropped` (left the machine, not published); `trouble` (a 500, published all the same); `parked` (taken
    for later, and published then); or an exception to raise, with nothing published. An empty script means `ok`.
    What is prepared with a time is kept in `scheduled` until `tick` finds it due; keys are forgotten after `key_life`.
    """

    name: str = "practice"
    title: str = "Practice"
    default_server: str = "http://127.0.0.1:1"
    needs: tuple[str, ...] = ("password",)
    text_rules: TextRules = field(default_factory=lambda: TextRules("graphemes", 500))
    kind: Reconciliation = Reconciliation.KEYED
    key_life: timedelta | None = None
    look_after: tuple[timedelta, ...] = (timedelta(seconds=60), timedelta(minutes=5))
    practice: bool = True
    able: frozenset[Ability] = frozenset()
    clock: ManualClock = field(default_factory=ManualClock)
    script: list[str | Exception] = field(default_factory=list)
    finding: list[str | Exception] = field(default_factory=list)
    preparing: list[Exception] = field(default_factory=list)
    preflights: list[Exception] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    out: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    scheduled: dict[str, dict[str, Any]] = field(default_factory=dict)
    first_seen: dict[str, datetime] = field(default_factory=dict)
    up: bool = True
    keys: int = 0

    def reconciliation(self, account: Account, prepared: Prepared) -> Reconciliation:
        return self.kind

    def abilities(self, account: Account) -> frozenset[Ability]:
        return self.able

    def sign_in(self, account: SignedIn, password: str) -> Profile:
        account.secrets.set("password", password)
        return self.test(account)

    def test(self, account: SignedIn) -> Profile:
        self.asked.append(account.account.id)
        if not self.up:
            raise RequestFailed(left_the_machine=False)
        return Profile(f"id-{account.account.handle}", account.account.handle, account.account.server)

    def sign_out(self, account: SignedIn) -> None:
        """There is nothing to revoke."""

    def preflight(self, prepared: Prepared, account: SignedIn) -> None:
        if self.preflights:
            raise self.preflights.pop(0)
        super().preflight(prepared, account)

    def prepare(
        self,
        segment: FrozenSegment,
        account: SignedIn,
        media: Callable[[str], bytes],
        place: ThreadPlace | None,
        at: datetime | None = None,
    ) -> Prepared:
        return self._prepared(
            {
                "account": account.account.id,
                "text": segment.text,
                "media": [hashlib.sha256(media(m.hash)).hexdigest() for m in segment.media],
                "parent": place.parent if place else "",
                "at": at.isoformat() if at else "",
            },
            newest=str(self.keys) if self.keys else "",
        )

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        there = [copy["text"] for copy in self.out.get(published.reference, [])]
        if was is not None and there not in ([], [was.text]):
            raise NetworkRefused("network.edited-meanwhile")
        return self._prepared({"edit": published.reference, "text": segment.text})

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        return self._prepared({"delete": published.reference})

    def _prepared(self, payload: dict[str, Any], newest: str = "") -> Prepared:
        if self.preparing:
            raise self.preparing.pop(0)
        self.keys += 1
        return Prepared(f"key-{self.keys}", json.dumps(payload, ensure_ascii=False), newest=newest)

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        self.tick()
        word = self.script.pop(0) if self.script else "ok"
        if isinstance(word, Exception):
            raise word
        if word == "lost":
            raise RequestFailed(left_the_machine=False)
        if word == "dropped":
            raise RequestFailed(left_the_machine=True)
        self._act(prepared)
        if word == "mute":
            raise RequestFailed(left_the_machine=True)
        if word == "trouble":
            raise ServerTrouble(status=500)
        edited = json.loads(prepared.payload).get("edit")
        if edited:
            return Published(edited, f"http://example.test/{edited}")
        if prepared.key in self.scheduled:
            return Published(f"scheduled-{prepared.key}", parked=True)
        return Published(prepared.key, f"http://example.test/{prepared.key}", parked=word == "parked")

    def _act(self, prepared: Prepared) -> None:
        payload = json.loads(prepared.payload)
        if "edit" in payload:
            for copy in self.out.get(payload["edit"], []):
                copy["text"] = payload["text"]
            return
        if "delete" in payload:
            self.out.pop(payload["delete"], None)
            self.scheduled.pop(payload["delete"].removeprefix("scheduled-"), None)
            return
        if self._known(prepared.key) and (self.out.get(prepared.key) or prepared.key in self.scheduled):
            return
        self.first_seen[prepared.key] = self.clock.time
        if payload["at"] and datetime.fromisoformat(payload["at"]) > self.clock.time:
            self.scheduled[prepared.key] = payload
        else:
            self.out.setdefault(prepared.key, []).append(payload)

    def _known(self, key: str) -> bool:
        """Whether a repeat under the key is recognised."""
        if self.kind is not Reconciliation.KEYED:
            return False
        return self.key_life is None or self.clock.time < self.first_seen.get(key, self.clock.time) + self.key_life

    def tick(self) -> None:
        """Publish what is due of what is kept for later."""
        for key, payload in list(self.scheduled.items()):
            if datetime.fromisoformat(payload["at"]) <= self.clock.time:
                self.out.setdefault(key, []).append(self.scheduled.pop(key))

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        self.tick()
        word = self.finding.pop(0) if self.finding else "truth"
        if isinstance(word, Exception):
            raise word
        payload = json.loads(prepared.payload)
        if word == "unclear" or self.kind is Reconciliation.BLIND:
            return Sighting(Sight.UNCLEAR)
        if word == "unpublished":
            return Sighting(Sight.ABSENT, unpublished=True)
        if "edit" in payload:
            now = [copy["text"] for copy in self.out.get(payload["edit"], [])]
            reference = payload["edit"]
            done = now == [payload["text"]]
            return Sighting(Sight.ONE, Published(reference)) if done else Sighting(Sight.ABSENT)
        if "delete" in payload:
            there = payload["delete"] in self.out or payload["delete"].removeprefix("scheduled-") in self.scheduled
            return Sighting(Sight.ABSENT if there else Sight.ONE)
        copies = len(self.out.get(prepared.key, []))
        if word != "blind" and prepared.key in self.scheduled:
            return Sighting(Sight.ONE, Published(f"scheduled-{prepared.key}", parked=True))
        if word == "blind" or not copies:
            return Sighting(Sight.ABSENT)
        if copies > 1:
            return Sighting(Sight.SEVERAL)
        return Sighting(Sight.ONE, Published(prepared.key, f"http://example.test/{prepared.key}"))

    def online(self, account: Account) -> bool:
        return self.up

    @property
    def texts(self) -> list[str]:
        """What the public sees, in the order it came."""
        return [str(copy["text"]) for copies in self.out.values() for copy in copies]
