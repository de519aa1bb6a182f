"""Finding out what became of a row: reading back, and judging what was read."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import Cause, Kind, State
from embassy_assistant.domain.errors import AssistantError, Refused, Unusable
from embassy_assistant.domain.network import Reconciliation, Sight, Sighting
from embassy_assistant.services.record import CALLED_BACK, FROZEN
from embassy_assistant.services.stored import read_table, texts_of

if TYPE_CHECKING:
    from datetime import datetime

    from embassy_assistant.domain.delivery import Delivery, Published
    from embassy_assistant.domain.network import Network
    from embassy_assistant.services.record import Pass

# A server that has not published by then what it was to publish may never do it: a person is told.
_LATEST: Final = timedelta(hours=1)
_WORD: Final = re.compile(r"\w+")
_FIRST_WORDS: Final = 4
_ALIKE: Final = 200


class Looking:
    """Reads back the rows whose outcome is not known, and those that a server was to publish by itself."""

    def __init__(self, run: Pass) -> None:
        """Look during one pass."""
        self._run = run

    def found_armed(self, row: Delivery) -> Delivery:
        """The program was stopped between the arming and the answer: what went out is not known."""
        first_look = self._run.network(row).look_after[0]
        return self._run.write(row, Cause.FOUND_ARMED_AT_START, looks=0, not_before=self._since(row) + first_look)

    def look(self, row: Delivery) -> Delivery:
        """Read back what became of a row."""
        run = self._run
        if row.state is State.PARKED and row.instant > run.gates.due_by and self._deletion(row) is None:
            rule = run.gates.calls_back(row)
            return self._call_back(row, rule) if rule else row
        if not run.gates.may_look(row):
            return row
        if row.prepared is None:
            return run.write(row, Cause.CANNOT_TELL)
        network = run.network(row)
        try:
            sighting = network.find(row.prepared, run.accounts.signed_in(run.gates.account(row)))
        except AssistantError as error:
            run.close_gates(row, error)
            if row.state is State.PARKED:
                return self._not_known(row, error)
            if isinstance(error, Refused):
                return run.write(row, Cause.CANNOT_TELL, error)
            return run.write(
                row,
                Cause.READING_FAILED,
                error,
                attempts=row.attempts + 1,
                not_before=run.after(error, row.attempts),
            )
        if sighting.sight is Sight.ONE and self._of_another(row, sighting.published):
            sighting = Sighting(Sight.ABSENT, seen=sighting.seen)
        return self._judge(row, sighting, network)

    def _judge(self, row: Delivery, sighting: Sighting, network: Network) -> Delivery:
        run, now = self._run, self._run.clock.now()
        there = sighting.published if sighting.sight is Sight.ONE else None
        if row.kind is Kind.DELETE and sighting.sight is Sight.ONE:
            # What was deleted stays on record as what the row had published.
            return run.write(row, Cause.READ_BACK, problem="", evidence=sighting.seen, not_before=None)
        if there and not there.parked:
            return run.write(row, Cause.READ_BACK, published=there, problem="", evidence=sighting.seen, not_before=None)
        if there:
            return self._still_kept(row, there)
        if row.state is State.PARKED:
            deletion = self._deletion(row)
            if sighting.sight is Sight.ABSENT and deletion is not None:
                return self._is_back(row, deletion)
            return run.write(row, Cause.NOT_THERE_WHEN_DUE, not_before=now + network.look_after[0], looks=0)
        if sighting.sight is not Sight.ABSENT:
            return run.write(row, Cause.CANNOT_TELL, problem="", evidence=sighting.seen)
        looks = row.looks + 1
        if looks < len(network.look_after):
            later = max(self._since(row) + network.look_after[looks], now)
            return run.write(row, Cause.NOT_THERE_YET, looks=looks, not_before=later)
        if self._safe(row, sighting):
            return run.write(row, Cause.NOT_THERE_AND_SAFE, looks=0, not_before=None)
        return run.write(row, Cause.CANNOT_TELL, looks=looks, problem="", evidence=sighting.seen)

    def _still_kept(self, row: Delivery, there: Published) -> Delivery:
        """The server has it and has not published it yet. To send it again now could only do harm."""
        run = self._run
        if row.state is not State.PARKED:
            return run.write(row, Cause.TAKEN_FOR_LATER, published=there, problem="", not_before=None)
        deletion = self._deletion(row)
        if deletion is None or self._order(deletion)["id"] != CALLED_BACK:
            return self._not_known(row, Unusable("delivery.still-kept"))
        # A server may need a moment to forget it.
        until = self._since(deletion) + run.network(row).look_after[0]
        return self._still_there(row) if run.clock.now() >= until else row

    def _still_there(self, row: Delivery) -> Delivery:
        """What must not go out is at its server still, and will go out from there: a person is told at once."""
        if row.problem:
            return row
        return self._run.write(row, Cause.NOT_THERE_YET, Unusable("delivery.not-taken-back"))

    def _not_known(self, row: Delivery, why: AssistantError) -> Delivery:
        """What a server was to publish by itself is not known to be out: a person is told when it is long over."""
        if row.problem or self._run.gates.due_by < row.instant + _LATEST:
            return row
        return self._run.write(row, Cause.NOT_THERE_YET, why)

    def _since(self, row: Delivery) -> datetime:
        """Return since when it may be out; a time that is still to come was told by a clock that was set back."""
        now = self._run.clock.now()
        times = [row.armed_at, row.prepared.at if row.prepared else None]
        return max((time for time in times if time is not None and time <= now), default=now)

    def _of_another(self, row: Delivery, there: Published | None) -> bool:
        """Whether what was found is what another row sent: the same words may go out twice, each once."""
        if row.kind is not Kind.PUBLISH or there is None:
            return False
        deliveries = self._run.store.deliveries
        words = " ".join(_WORD.findall(row.segment.text)[:_FIRST_WORDS])
        posts = deliveries.post_ids(query=words, account=row.account_id, limit=_ALIKE)
        return any(
            other.id != row.id and other.published is not None and other.published.reference == there.reference
            for other in deliveries.of_posts(posts)
            if other.kind is Kind.PUBLISH and other.account_id == row.account_id
        )

    def _safe(self, row: Delivery, sighting: Sighting) -> bool:
        """Whether what is not there may be sent again without asking a person."""
        if row.kind is not Kind.PUBLISH:
            return True  # The same words twice, or a deletion twice, is the same to the public.
        kind = self._run.keys.reconciliation(row)
        return kind is Reconciliation.KEYED or (kind is Reconciliation.STATE_BEARING and sighting.unpublished)

    def _deletion(self, row: Delivery) -> Delivery | None:
        """Return what had it deleted at the server before its time; None where nothing has."""
        rows = self._run.store.deliveries.of_post(row.post_id)
        return next((o for o in rows if o.about == row.id and o.kind is Kind.DELETE and o.state is State.SENT), None)

    def _call_back(self, row: Delivery, rule: str) -> Delivery:
        """Have what is forbidden now deleted at the server, unless that is under way; a person is told if it cannot."""
        if any(other.about == row.id for other in self._run.store.deliveries.of_post(row.post_id)):
            return row
        if row.published is not None and row.published.reference:
            self._run.call_back(row, rule)
            return row
        return self._still_there(row)

    def _is_back(self, row: Delivery, deletion: Delivery) -> Delivery:
        """It was deleted before its time: by an Officer for good, by a rule for as long as the rule stands."""
        order = self._order(deletion)
        if order["id"] == CALLED_BACK:
            return self._run.bring_back(row, order.get(FROZEN, ""))
        return self._run.write(row, Cause.DELETED_THERE, problem="")

    def _order(self, deletion: Delivery) -> dict[str, str]:
        """Return who or what ordered a deletion; the id is empty where an Officer did."""
        steps = self._run.store.deliveries.history(deletion.id)
        notes = (step.note for step in steps if step.cause is Cause.ORDERED)
        return {"id": "", **texts_of(read_table(next(notes, None)))}
