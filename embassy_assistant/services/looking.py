"""Finding out what became of a row: reading back, and judging what was read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from embassy_assistant.domain.delivery import Cause, Kind, State
from embassy_assistant.domain.errors import AssistantError, Refused, Unusable
from embassy_assistant.domain.network import Reconciliation, Sight

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery, Published
    from embassy_assistant.domain.network import Network, Sighting
    from embassy_assistant.services.record import Pass

# A server that has not published by then what it was to publish may never do it: a person is told.
_LATEST: Final = timedelta(hours=1)


class Looking:
    """Reads back the rows whose outcome is not known, and those that a server was to publish by itself."""

    def __init__(self, run: Pass) -> None:
        """Look during one pass."""
        self._run = run

    def found_armed(self, row: Delivery) -> Delivery:
        """The program was stopped between the arming and the answer: what went out is not known."""
        first_look = self._run.network(row).look_after[0]
        return self._run.write(
            row, Cause.FOUND_ARMED_AT_START, looks=0, not_before=(row.armed_at or self._run.clock.now()) + first_look
        )

    def look(self, row: Delivery) -> Delivery:
        """Read back what became of a row."""
        run = self._run
        if row.state is State.PARKED and row.instant > run.gates.due_by and not self._deleted(row):
            return row
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
                return row
            if isinstance(error, Refused):
                return run.write(row, Cause.CANNOT_TELL, error)
            return run.write(
                row,
                Cause.READING_FAILED,
                error,
                attempts=row.attempts + 1,
                not_before=run.after(error, row.attempts),
            )
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
            if sighting.sight is Sight.ABSENT and self._deleted(row):
                return run.write(row, Cause.DELETED_THERE, problem="")
            return run.write(row, Cause.NOT_THERE_WHEN_DUE, not_before=now + network.look_after[0], looks=0)
        if sighting.sight is not Sight.ABSENT:
            return run.write(row, Cause.CANNOT_TELL, problem="", evidence=sighting.seen)
        looks = row.looks + 1
        if looks < len(network.look_after):
            since = row.armed_at or now
            if row.prepared and row.prepared.at:
                since = max(since, row.prepared.at)
            return run.write(
                row, Cause.NOT_THERE_YET, looks=looks, not_before=max(since + network.look_after[looks], now)
            )
        if self._safe(row, sighting):
            return run.write(row, Cause.NOT_THERE_AND_SAFE, looks=0, not_before=None)
        return run.write(row, Cause.CANNOT_TELL, looks=looks, problem="", evidence=sighting.seen)

    def _still_kept(self, row: Delivery, there: Published) -> Delivery:
        """The server has it and has not published it yet. To send it again now could only do harm."""
        run = self._run
        if row.state is not State.PARKED:
            return run.write(row, Cause.TAKEN_FOR_LATER, published=there, problem="", not_before=None)
        if row.problem or run.gates.due_by < row.instant + _LATEST:
            return row
        return run.write(row, Cause.NOT_THERE_YET, Unusable("delivery.still-kept"))

    def _safe(self, row: Delivery, sighting: Sighting) -> bool:
        """Whether what is not there may be sent again without asking a person."""
        if row.kind is not Kind.PUBLISH:
            return True  # The same words twice, or a deletion twice, is the same to the public.
        kind = self._run.keys.reconciliation(row)
        return kind is Reconciliation.KEYED or (kind is Reconciliation.STATE_BEARING and sighting.unpublished)

    def _deleted(self, row: Delivery) -> bool:
        """Whether an Officer had it deleted at the server before its time."""
        return any(
            other.about == row.id and other.kind is Kind.DELETE and other.state is State.SENT
            for other in self._run.store.deliveries.of_post(row.post_id)
        )
