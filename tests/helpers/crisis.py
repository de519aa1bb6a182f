"""A desk whose guidelines hold approved lines and, if asked, a freeze."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from embassy_assistant.domain.delivery import State
from embassy_assistant.domain.events import GuidelinesChanged
from embassy_assistant.domain.post import Due
from tests.helpers.memory import Bench, EmptyGuidelines, LyingNetwork, memory_desk
from tests.helpers.packs import a_rule_of
from tests.helpers.queue_desk import queued
from tests.helpers.rules import a_pack_of

if TYPE_CHECKING:
    from tests.helpers.packs import Json

VERIFYING = {
    "uk": "Ми знаємо про повідомлення, що надходять, і перевіряємо їх. Підтверджені дані оприлюднить міністерство.",
    "en": "We are aware of the reports and are verifying them. The ministry will publish confirmed information.",
}
HOTLINE = {
    "uk": "Громадяни України, яким потрібна допомога, можуть цілодобово телефонувати: {phone_number}.",
    "en": "Citizens of Ukraine who need help can call at any hour: {phone_number}.",
}
HOURS = {
    "uk": "Консульський відділ працює у звичайному режимі. Про зміни повідомимо на цій сторінці.",
    "en": "The consular section is open as usual. Any change will be announced on this page.",
}
OLD = {
    "uk": "Посольство тимчасово зачинене, сьогодні прийому громадян не буде.",
    "en": "The embassy is closed for the time being and receives nobody today.",
}
SOME: dict[str, Any] = {"allow": "nothing", "scope": {"topics": ["consular"], "networks": ["bluesky"]}}
"""What makes a freeze cover only some posts."""


def guidelines_of(*rules: Json) -> EmptyGuidelines:
    """Return a source whose active pack holds these rules."""
    made = EmptyGuidelines()
    _put(made, *rules)
    return made


def take(bench: Bench, *rules: Json) -> None:
    """Take these rules in, as a newer pack."""
    source = bench.desk.review._guidelines  # noqa: SLF001 - the bench's own double
    assert isinstance(source, EmptyGuidelines)
    _put(source, *rules)
    bench.desk.events.publish(GuidelinesChanged(changed=True))


def _put(guidelines: EmptyGuidelines, *rules: Json) -> None:
    version = int(guidelines.pack.version) + 1
    guidelines.before, guidelines.pack = guidelines.pack, replace(a_pack_of(*rules), version=str(version))


def a_line(name: str, uk: str, en: str, text: Json, **more: object) -> Json:
    """Return an approved line."""
    return a_rule_of("line", id=f"line.{name}", title={"uk": uk, "en": en}, text=text, **more)


def lines() -> tuple[Json, ...]:
    """Return three lines in force, and one that was withdrawn."""
    return (
        a_line("verifying", "Ми перевіряємо", "We are verifying", VERIFYING),
        a_line("hotline", "Допомога громадянам", "Help for citizens", HOTLINE, scope={"topics": ["emergency"]}),
        a_line("hours", "Години роботи консульства", "Opening hours of the consulate", HOURS),
        a_line(
            *("closed", "Посольство зачинене", "The embassy is closed", OLD),
            withdrawn="2026-11-20T09:00Z",
            superseded_by="line.hours",
        ),
    )


def a_freeze(name: str = "freeze.crisis", **more: object) -> Json:
    """Return a freeze that lets approved lines through, unless said otherwise."""
    common = {
        "id": name,
        "severity": "block",
        "title": {"uk": "Режим тиші", "en": "Freeze"},
        "source": {"issuer": "Цифровий відділ міністерства", "title": "Order", "number": "12", "read": True},
        "since": "2026-11-22T09:40Z",
    }
    return a_rule_of("freeze", **{**common, **more})


def crisis(*rules: Json, opened: bool = True, problem: str = "") -> Bench:
    """Return a desk with two accounts and two queued posts under these rules; a freeze and the lines by default."""
    network = LyingNetwork(name="bluesky", title="Bluesky", default_server="https://bsky.social", practice=False)
    guidelines = guidelines_of(*lines())
    bench = memory_desk(network=network, guidelines=guidelines, opened=opened, problem=problem, practice=False)
    if opened:
        accounts = bench.account("ua.berlin", "uk"), bench.account("ukrinde", "en")
        for title, day in (("Minister’s visit to Berlin", 24), ("Energy agreement in Berlin", 25)):
            due = Due(datetime(2026, 11, day, 14, 0), "Europe/Berlin")
            both = (State.WAITING, State.WAITING)
            queued(bench, title, f"{title}: українською.", f"{title}: in English.", accounts, both, due)
    take(bench, *(rules or (*lines(), a_freeze())))
    return bench


def lifted() -> Bench:
    """Return a desk whose freeze is over; what it held waits for a look."""
    bench = crisis()
    take(bench, *lines())
    return bench
