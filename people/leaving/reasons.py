"""Seal why a person leaves, for their row, and open it."""

from typing import Any

from people.keys import closed, sealing
from people.models import LeavingReason
from people.models.leaving import REASON_PURPOSE


def bound(row: LeavingReason) -> dict[str, Any]:
    """Name what a reason is bound to, as `BOUND_TO` does."""
    named = sealing.row_of(row.organisation_id, row.half_year)
    return {"purpose": REASON_PURPOSE, "owner": row.person_id, "row": named}


def keep_reason(row: LeavingReason, reason: str) -> None:
    """Seal a reason into its row."""
    row.sealed_reason = sealing.seal({"reason": str(reason)}, **bound(row))


def opened_reason(row: LeavingReason) -> LeavingReason.Reason:
    """Open a reason; refused in another row, if a key is missing, and while it is closed."""
    closed.refuse(row.said_at, row.person_id)
    return LeavingReason.Reason(sealing.unseal(bytes(row.sealed_reason), **bound(row))["reason"])
