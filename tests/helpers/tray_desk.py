"""A network that corrects and deletes, and queues in which something of the tray waits."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Credential
from embassy_assistant.domain.delivery import Prepared, Published, State
from embassy_assistant.domain.network import Ability, Sight, Sighting
from embassy_assistant.domain.post import Due
from tests.helpers.memory import OFFICER, LyingNetwork, memory_desk
from tests.helpers.pictures import flag
from tests.helpers.queue_desk import queued

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.account import Account
    from embassy_assistant.domain.delivery import Delivery, FrozenSegment
    from embassy_assistant.domain.network import SignedIn
    from embassy_assistant.domain.post import Post
    from tests.helpers.memory import Bench

UK = "28 листопада консульський відділ працює з 9:00 до 12:00.\nО 16:00 запалюємо свічку пам’яті."
EN = "On 28 November the consular section is open from 9:00 to 12:00.\nAt 16:00 we light a candle."
READ_BACK = "On 28 November the consular section is open from 9:00 to 13:00.\nAt 16:00 we light a candle."


@dataclass
class AbleNetwork(LyingNetwork):
    """Can what it is told it can; what was deleted is gone, what was corrected says so."""

    can: frozenset[Ability] = frozenset({Ability.EDIT, Ability.DELETE})
    address: str = "https://network.example"

    def abilities(self, account: Account) -> frozenset[Ability]:
        return self.can

    def page(self, account: Account) -> str:
        return f"{self.address}/@{account.handle}" if self.address else ""

    def prepare_edit(
        self,
        segment: FrozenSegment,
        published: Published,
        account: SignedIn,
        media: Callable[[str], bytes],
        was: FrozenSegment | None = None,
    ) -> Prepared:
        return Prepared(f"edit {published.reference}", json.dumps({"edit": published.reference, "text": segment.text}))

    def prepare_delete(self, published: Published, account: SignedIn) -> Prepared:
        return Prepared(f"delete {published.reference}", json.dumps({"delete": published.reference}))

    def publish(self, prepared: Prepared, account: SignedIn) -> Published:
        asked = json.loads(prepared.payload)
        if "delete" not in asked and "edit" not in asked:
            return super().publish(prepared, account)
        key = asked.get("delete") or asked["edit"]
        if "delete" in asked:
            self.out.pop(key)
        else:
            self.out[key][-1]["text"] = asked["text"]
        return _published(key)

    def find(self, prepared: Prepared, account: SignedIn) -> Sighting:
        asked = json.loads(prepared.payload)
        if "delete" in asked:
            return Sighting(Sight.ABSENT if asked["delete"] in self.out else Sight.ONE, _published(asked["delete"]))
        return super().find(prepared, account)


def _published(key: str) -> Published:
    return Published(key, f"https://network.example/{key}")


def tray_desk(network: LyingNetwork | None = None, **more: bool) -> Bench:
    """Return a desk with one account for each half."""
    bench = memory_desk(network=network or AbleNetwork(), **more)  # type: ignore[arg-type]
    bench.account("embassy-uk", "uk")
    bench.account("embassy-en", "en")
    return bench


def accounts(bench: Bench) -> tuple[Account, ...]:
    return tuple(bench.store.accounts.all())


def half_out(bench: Bench, state: State) -> Post:
    """Queue a post whose Ukrainian half is out and whose English half is in `state`."""
    return queued(bench, "Opening hours", UK, EN, accounts(bench), (State.SENT, state), None)


def both_out(bench: Bench) -> Post:
    """Send both halves through the sender itself."""
    post = bench.post(UK, EN)
    bench.desk.outbox.queue(post, OFFICER)
    bench.clock.forward(minutes=1)
    bench.desk.sender.drain()
    return post


def in_doubt(bench: Bench, seen: str = READ_BACK) -> Delivery:
    """Return a row of which `seen` was read back, and that only a person can tell of."""
    post = half_out(bench, State.NEEDS_HUMAN)
    row = next(row for row in bench.store.deliveries.of_post(post.id) if row.state is State.NEEDS_HUMAN)
    fresh = replace(row, evidence=seen)
    bench.store.deliveries.rows[row.id] = fresh
    return fresh


def expiring(bench: Bench, days: float, handle: str = "embassy-en", credential: Credential = Credential.WORKS) -> Post:
    """Queue a post for in ten days, for accounts of which one must be signed in to again in `days`."""
    account = next(each for each in accounts(bench) if each.handle == handle)
    until = bench.clock.now() + timedelta(days=days)
    bench.store.accounts.save(replace(account, credential_until=until, credential=credential))
    due = Due(datetime(2026, 12, 2, 14, 0), "Europe/Berlin")
    return queued(bench, "Visit", UK, EN, accounts(bench), (State.WAITING, State.WAITING), due)


def overdue(bench: Bench) -> Post:
    """Save a post whose English half was promised for an hour ago."""
    now = bench.clock.now()
    post = replace(bench.desk.drafting.new(()).with_text("uk", UK), topic="Reception on Sunday")
    post = bench.desk.drafting.promise(post, OFFICER, "The translator is on a train", now - timedelta(hours=1))
    bench.desk.drafting.save(post)
    return post


def whole_tray(bench: Bench) -> Bench:
    """Fill the tray with one of everything."""
    in_doubt(bench)
    picture = bench.desk.drafting.attach(flag(120, 80), "flag.png")
    bench.desk.drafting.save(replace(expiring(bench, 5), media=(picture,)))
    overdue(bench)
    queued(
        bench,
        "Film evening, reminder",
        "Кіновечір уже сьогодні.",
        "The film evening is tonight.",
        accounts(bench),
        (State.MISSED, State.MISSED),
        Due(datetime(2026, 11, 21, 18, 0), "Europe/Berlin"),
    )
    queued(
        bench,
        "On the server",
        "На сервері.",
        "On the server.",
        accounts(bench),
        (State.PARKED, State.PARKED),
        Due(datetime(2026, 11, 24, 14, 0), "Europe/Berlin"),
    )
    return bench
