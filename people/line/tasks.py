"""Jobs of LINE: what is left of the month, and codes that were not sent."""

import logging

from django.tasks import task
from django.utils import timezone

from people.messages.calls import HostAwayError, RefusedAddressError

from . import actions, messaging_api, standing
from .messaging_api import LineRefusedError

log = logging.getLogger(__name__)


@task
def look_at_line() -> None:
    """Once a night, delete codes that are over and read the quota for the admins' page."""
    actions.forget_codes(now=timezone.now())
    if not messaging_api.is_configured():
        return
    try:
        standing.read_quota()
    except (HostAwayError, RefusedAddressError, LineRefusedError) as away:
        standing.note_trouble(str(away))
        log.warning("The quota of LINE could not be read (%s).", away)
