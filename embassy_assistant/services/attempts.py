"""Preparing and sending: what a Delivery goes through until its outcome is known or in doubt."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from embassy_assistant.domain.delivery import Cause, Kind
from embassy_assistant.domain.errors import (
    AssistantError,
    Damaged,
    KeyringUnavailable,
    NetworkRefused,
    RateLimited,
    Refused,
    RequestFailed,
    SignInAgain,
)
from embassy_assistant.services.gates import parks
from embassy_assistant.services.keys import arming_note
from embassy_assistant.services.standing import standing
from embassy_assistant.services.threads import place_of

if TYPE_CHECKING:
    from embassy_assistant.domain.delivery import Delivery, Prepared
    from embassy_assistant.domain.network import Network, SignedIn
    from embassy_assistant.services.record import Pass


class Attempts:
    """Takes rows that have not been sent towards the network."""

    def __init__(self, run: Pass) -> None:
        """Work during one pass."""
        self._run = run

    def prepare(self, row: Delivery) -> Delivery:
        """Upload and choose a key, if the gates are open."""
        run = self._run
        if run.gates.too_late(row):
            return run.write(row, Cause.TOO_LATE)
        if not run.gates.may_prepare(row):
            return row
        if row.prepared is not None and row.armed_at is not None:
            # Missed after an attempt, then given a new time: it keeps its key, for the attempt may be out after all.
            return run.write(row, Cause.PREPARED_THERE, problem="", attempts=0, not_before=None)
        signed_in = run.accounts.signed_in(run.gates.account(row))
        try:
            prepared = self._prepared(row, signed_in)
        except (Refused, Damaged) as error:
            return run.write(row, Cause.PREPARING_REFUSED, error)
        except AssistantError as error:
            run.close_gates(row, error)
            return run.write(
                row,
                Cause.PREPARING_FAILED,
                error,
                attempts=row.attempts + 1,
                not_before=run.after(error, row.attempts),
            )
        note = ""
        if prepared.unlinked:
            note = json.dumps({"id": "delivery.mention-unknown", "parameters": {"names": ", ".join(prepared.unlinked)}})
        return run.write(
            row, Cause.PREPARED_THERE, note=note, prepared=prepared, problem="", attempts=0, not_before=None
        )

    def send(self, row: Delivery) -> Delivery:
        """Arm and publish, if the gates are open."""
        run = self._run
        if run.gates.too_late(row):
            return run.write(row, Cause.TOO_LATE)
        if row.prepared is None or (row.armed_at is None and run.gates.expired(row, row.prepared)):
            return run.write(row, Cause.EXPIRED_THERE, prepared=None)
        if not run.gates.may_arm(row):
            return row
        if row.kind is Kind.PUBLISH and run.keys.in_doubt(row):
            return run.write(row, Cause.KEY_EXPIRED, looks=0, not_before=None)
        if not self._preflighted(row):
            return row
        network = run.network(row)
        signed_in = run.accounts.signed_in(run.gates.account(row))
        armed = run.write(
            row,
            Cause.COMMITTED_TO_SEND,
            note=arming_note(run.clock.evidence(), row.prepared.newest),
            armed_at=run.clock.now(),
            attempts=row.attempts + 1,
            looks=0,
        )
        run.checkpoint("publishing")
        try:
            published = network.publish(armed.prepared or row.prepared, signed_in)
        except AssistantError as error:
            return self._failed(armed, error, network)
        except Exception as error:
            # A defect of ours: what left the machine is not known, and the row must say so before it gets loud.
            run.write(armed, Cause.OUTCOME_UNCLEAR, note=type(error).__name__, not_before=run.clock.now())
            raise
        run.checkpoint("published")
        if armed.kind is Kind.DELETE:
            # What was deleted stays on record as what the row had published.
            return run.write(armed, Cause.ACCEPTED, problem="", not_before=None)
        cause = Cause.TAKEN_FOR_LATER if published.parked else Cause.ACCEPTED
        return run.write(armed, cause, published=published, problem="", not_before=None)

    def _prepared(self, row: Delivery, signed_in: SignedIn) -> Prepared:
        """Return what the network made ready.

        Raises:
            NetworkRefused: what the row is about is not known to be anywhere (`delivery.no-parent`).
            AssistantError: what the network said.
        """
        run = self._run
        network = run.network(row)
        if row.kind is Kind.DELETE and row.published:
            return network.prepare_delete(row.published, signed_in)
        if row.kind is Kind.EDIT:
            rows = standing(run.store.deliveries.of_post(row.post_id))
            out = next((other for other in rows if other.id == row.about), None)
            if out is None or out.published is None:
                raise NetworkRefused("delivery.no-parent")
            return network.prepare_edit(row.segment, out.published, signed_in, run.store.media.read, out.segment)
        at = row.instant if parks(row, run.gates.due_by) else None
        place = place_of(row, run.store.deliveries)
        prepared = network.prepare(row.segment, signed_in, run.store.media.read, place, at)
        return replace(prepared, at=at) if at else prepared

    def _preflighted(self, row: Delivery) -> bool:
        """Whether every account of both halves is ready; asked anew right before the first of them is armed."""
        run = self._run
        asked = False
        for other in run.gates.together(row):
            if not run.gates.may_prepare(other):
                return False
            if run.gates.preflighted(other) or other.prepared is None:
                continue
            asked = True
            signed_in = run.accounts.signed_in(run.gates.account(other))
            try:
                run.network(other).preflight(other.prepared, signed_in)
            except Refused as error:
                run.write(other, Cause.PREPARING_REFUSED, error)
                return False
            except AssistantError as error:
                run.close_gates(other, error)
                later = run.after(error, other.attempts)
                run.write(other, Cause.NOT_READY_THERE, error, attempts=other.attempts + 1, not_before=later)
                return False
            run.gates.remember_preflight(other)
        # Asking took its time, in which an Officer may have held everything.
        return not asked or run.gates.may_arm(row)

    def _failed(self, armed: Delivery, error: AssistantError, network: Network) -> Delivery:
        """Write what an error of the publishing request means; only plain refusals are certain."""
        run = self._run
        run.close_gates(armed, error)
        if isinstance(error, RequestFailed) and not error.left_the_machine:
            return run.write(armed, Cause.NOTHING_LEFT_THE_MACHINE, error, not_before=run.after(error, armed.attempts))
        if isinstance(error, RateLimited | SignInAgain | KeyringUnavailable):
            return run.write(armed, Cause.REFUSED_WITHOUT_ACTING, error, not_before=run.after(error, armed.attempts))
        if isinstance(error, NetworkRefused):
            return run.write(armed, Cause.REFUSED, error)
        return run.write(armed, Cause.OUTCOME_UNCLEAR, error, not_before=run.clock.now() + network.look_after[0])
