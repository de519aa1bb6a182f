"""A queue with every state in it, and the context that a view is given."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from embassy_assistant.domain.account import Account, Credential, LanguagePolicy
from embassy_assistant.domain.delivery import Action, Cause, Delivery, Prepared, Published, State, Step, advance
from embassy_assistant.domain.post import Due
from tests.helpers.memory import OFFICER, Bench, memory_desk

if TYPE_CHECKING:
    from collections.abc import Callable

    from embassy_assistant.domain.guideline import Rule
    from embassy_assistant.domain.post import Post

ROADS = {
    State.WAITING: (),
    State.PREPARED: (Cause.PREPARED_THERE,),
    State.ARMED: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND),
    State.PARKED: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.TAKEN_FOR_LATER),
    State.SENT: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.ACCEPTED),
    State.REJECTED: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.REFUSED),
    State.UNKNOWN: (Cause.PREPARED_THERE, Cause.COMMITTED_TO_SEND, Cause.OUTCOME_UNCLEAR),
    State.NEEDS_HUMAN: (
        Cause.PREPARED_THERE,
        Cause.COMMITTED_TO_SEND,
        Cause.OUTCOME_UNCLEAR,
        Cause.NOT_THERE_YET,
        Cause.CANNOT_TELL,
    ),
    State.MISSED: (Cause.TOO_LATE,),
    State.CANCELLED: (Cause.TAKEN_BACK,),
}


@dataclass
class QuietShell:
    """Remembers what a view asked of the window."""

    opened: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)

    def show_view(self, name: str) -> None:
        self.shown.append(name)

    def open_post(self, post_id: str) -> None:
        self.opened.append(post_id)

    def show_lines(self) -> None:
        self.shown.append("lines")

    def write_line(self, rule: Rule, *, new: bool) -> None:
        self.opened.append(f"{'new' if new else 'open'} {rule.id}")

    def toast(self, text: str, undo: Callable[[], object] | None = None, undo_text: str = "") -> None:
        self.toasts.append(text)

    def trouble(self, error: Exception) -> None:
        self.troubles.append(error)


def walk(bench: Bench, row: Delivery, state: State) -> Delivery:
    """Take a queued row to `state`, step by step, as the sender would."""
    deliveries = bench.store.deliveries
    for at, cause in enumerate(ROADS[state]):
        changes: dict[str, object] = {}
        now = bench.clock.now() + timedelta(seconds=at)
        if cause is Cause.PREPARED_THERE:
            changes["prepared"] = Prepared(f"key-{row.id}", "{}")
        if cause is Cause.COMMITTED_TO_SEND:
            changes["armed_at"] = now
        if cause in {Cause.ACCEPTED, Cause.TAKEN_FOR_LATER}:
            changes["published"] = Published("ref", f"http://example.test/{row.id}")
        if cause in {Cause.OUTCOME_UNCLEAR, Cause.NOT_THERE_YET}:
            changes["not_before"] = now + timedelta(minutes=1)
            changes["looks"] = row.looks + 1
            changes["problem"] = json.dumps({"id": "network.no-answer", "parameters": {"server": "example.test"}})
        if cause is Cause.REFUSED:
            changes["problem"] = json.dumps({"id": "network.refused", "parameters": {"reason": "too long"}})
        if cause is Cause.CANNOT_TELL:
            changes["problem"] = ""
        after = advance(row, cause, **changes)
        deliveries.apply(row, after, Step(row.id, row.state, after.state, cause, now))
        row = after
    return row


def queued(
    bench: Bench,
    topic: str,
    uk: str,
    en: str,
    accounts: tuple[Account, ...],
    states: tuple[State, ...],
    due: Due | None,
) -> Post:
    """Queue a confirmed Post and take its rows to `states`, in their order."""
    desk = bench.desk
    post = replace(bench.post(uk, en, *(account.id for account in accounts)), topic=topic, due=due)
    desk.drafting.save(post)
    rows = desk.outbox.queue(post, OFFICER)
    for row, state in zip(rows, states, strict=True):
        walk(bench, row, state)
    return post


def add_account(bench: Bench, handle: str, *languages: str, credential: Credential = Credential.WORKS) -> Account:
    """Add an account in a given state."""
    made = Account(
        Account.id_of(bench.network.name, handle),
        bench.network.name,
        handle,
        bench.network.default_server,
        LanguagePolicy(languages),
        credential=credential,
    )
    bench.store.accounts.save(made)
    return made


def busy_queue(bench: Bench | None = None) -> Bench:
    """Return a desk whose queue has a row in every state, and a Post one half of which is out."""
    bench = bench or memory_desk()
    uk = bench.account("embassy-uk", "uk")
    en = bench.account("embassy-en", "en")
    refused = add_account(bench, "consul-en", "en", credential=Credential.REFUSED)
    local = datetime(2026, 11, 24, 14, 0)
    visit = Due(local, "Europe/Berlin")
    queued(
        bench,
        "Minister’s visit to Berlin",
        "24 листопада міністерка закордонних справ України відвідає Берлін із робочим візитом.",
        "The Minister of Foreign Affairs of Ukraine visits Berlin on 24 November.",
        (uk, en, refused),
        (State.WAITING, State.WAITING, State.WAITING),
        visit,
    )
    queued(
        bench,
        "Opening hours on 28 November",
        "28 листопада консульський відділ працює з 9:00 до 12:00.\nО 16:00 запалюємо свічку пам’яті.",
        "On 28 November the consular section is open from 9:00 to 12:00.\nAt 16:00 we light a candle.",
        (uk, en),
        (State.SENT, State.NEEDS_HUMAN),
        None,
    )
    queued(
        bench,
        "Film evening, reminder",
        "Кіновечір уже сьогодні.",
        "The film evening is tonight.",
        (uk, en),
        (State.MISSED, State.MISSED),
        Due(datetime(2026, 11, 21, 18, 0), "Europe/Berlin"),
    )
    queued(
        bench,
        "Condolences",
        "Сумуємо разом із родинами загиблих.",
        "We mourn together with the families.",
        (uk, en),
        (State.UNKNOWN, State.PREPARED),
        None,
    )
    queued(
        bench,
        "A title that is much too long for one line of the queue, so that it has to be cut somewhere sensible",
        "Довгий допис.",
        "A long post.",
        (uk, en),
        (State.SENT, State.REJECTED),
        None,
    )
    queued(
        bench, "Energy deal", "Угода про енергію.", "A deal on energy.", (uk, en), (State.ARMED, State.CANCELLED), None
    )
    queued(bench, "Consul’s day", "День консула.", "The consul’s day.", (uk, en), (State.SENT, State.SENT), None)
    queued(bench, "On the server", "На сервері.", "On the server.", (uk, en), (State.PARKED, State.PARKED), visit)
    return bench


__all__ = ["Action", "QuietShell", "add_account", "busy_queue", "queued", "walk"]
