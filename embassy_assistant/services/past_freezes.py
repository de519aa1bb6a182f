"""Freezes that are over, and of which nobody wrote down what they held.

The computer slept through one that ran out by itself, or the drafts were locked while one came and was lifted. What
such a freeze would have held waits for a look all the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.guideline import RuleKind
from embassy_assistant.domain.rule_body import Freeze
from embassy_assistant.services.stored import read_table, texts_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from embassy_assistant.domain.guideline import GuidelinePack, Rule
    from embassy_assistant.domain.ports import Settings
    from embassy_assistant.services.review import Review

_OVER: Final = "freezes-over"
"""Setting: when each freeze ended by its id, and under the empty id which packs it was last looked at with."""
_MOMENT: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class PastFreeze:
    """A freeze that is over.

    Attributes:
        pack: the pack that it stood in.
        end: aware; what was queued later it never held.
        last: the last moment at which it was on, aware.
    """

    rule: Rule
    pack: GuidelinePack
    end: datetime
    last: datetime


def unwatched(
    settings: Settings, review: Review, on: Collection[str]
) -> tuple[Sequence[PastFreeze], Mapping[str, str]]:
    """Return the freezes that ended since the queue was last gone through, and what `remember` is to be told then.

    Args:
        settings: where it is written down which were seen to.
        review: knows the packs.
        on: ids of the freezes that are on now; they may end again.
    """
    known = _read(settings)
    now, code = review.here()
    found = list(_run_out(review.pack, now, code))
    # The pack before is read from the disk, once for each switch.
    before = review.pack_before if known.get("") != review.version else None
    if before is not None:
        found += _run_out(before, now, code)
        found += [PastFreeze(rule, before, now, now) for rule in review.freezes(before)]
    ended = [past for past in found if past.rule.id not in on and known.get(past.rule.id) != past.end.isoformat()]
    kept = {rule: end for rule, end in known.items() if not rule or (rule not in on and review.pack.rule(rule))}
    kept |= {past.rule.id: past.end.isoformat() for past in ended}
    return ended, kept if before is None else {**kept, "": review.version}


def remember(settings: Settings, known: Mapping[str, str]) -> None:
    """Write down that the queue was gone through for the freezes that `unwatched` returned."""
    if known != _read(settings):
        settings.set(_OVER, json.dumps(known))


def _read(settings: Settings) -> dict[str, str]:
    # What cannot be read is as nobody ever went through: a row more waits for a look, none less.
    return texts_of(read_table(settings.get(_OVER)))


def _run_out(pack: GuidelinePack, now: datetime, code: str) -> Iterator[PastFreeze]:
    """Yield the freezes of a pack that ended by themselves, and were meant for a mission."""
    from embassy_assistant.checks.rules import rules_of  # imported here: see `services.review`

    for rule in rules_of(pack, RuleKind.FREEZE):
        if not isinstance(rule.body, Freeze) or (rule.scope.missions and code not in rule.scope.missions):
            continue
        ends = [rule.body.until] if rule.body.until else []
        # One that is valid for ever may have the last day there is.
        if rule.valid_until is not None and rule.valid_until < date.max:
            ends.append(datetime.combine(rule.valid_until + timedelta(days=1), time(), now.tzinfo))
        # On which days a rule is valid is a matter of the mission's day, whatever zone the unit wrote the moment in.
        if ends and min(ends) <= now and rule.body.holds_at(last := (min(ends) - _MOMENT).astimezone(now.tzinfo)):
            yield PastFreeze(rule, pack, min(ends), last)
