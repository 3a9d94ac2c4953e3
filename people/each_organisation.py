"""Do the work of a night for each organisation by itself."""

import logging
from collections.abc import Callable

from .models import Organisation

log = logging.getLogger(__name__)


class SomeFailedError(RuntimeError):
    """It failed in some organisations, and was done in the others."""


def each_by_itself(work: Callable[[Organisation], object], what: str) -> None:
    """Do something for every organisation; one in which it fails holds up no other.

    Then the job has failed after all: operators read it, and it is tried again.
    """
    failed = 0
    for organisation in Organisation.objects.order_by("pk"):
        try:
            work(organisation)
        except Exception as broken:  # noqa: BLE001 - whatever it is, it holds up no other one
            failed += 1
            log.error("%s: %s", what, type(broken).__name__)
    if failed:
        raise SomeFailedError(f"{what}: {failed}")
