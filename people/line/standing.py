"""How LINE takes messages now, and how many of this month are left: kept for a while, for a reader.

An admin reads the quota in a few steps and of the night before: read before and after a reminder, a
number would tell how many of the people with LINE had not sent their week.
"""

from dataclasses import asdict, dataclass
from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from people.writing.sentences import Sentence

from . import messaging_api
from .messaging_api import LineQuota

TROUBLE, FULL, QUOTA = "line:trouble", "line:full", "line:quota"
DAY = timedelta(days=1)
# Asked again after so long whether a new month has begun.
FULL_FOR = timedelta(hours=1)
# What is told of the quota: from which hundredth on.
STEPS: tuple[tuple[int, Sentence], ...] = (
    (100, _("This month's messages by LINE are used up. Until next month they go by e-mail.")),
    (80, _("More than 80% of this month's messages by LINE are used.")),
    (50, _("More than half of this month's messages by LINE are used.")),
    (0, _("Less than half of this month's messages by LINE are used.")),
)
WITHOUT_LIMIT = _("The plan of the LINE account has no monthly limit.")
REFUSES = _("LINE takes no messages from here now. They wait for it, and then go by e-mail.")


@dataclass(frozen=True)
class LineStanding:
    """What an admin reads of LINE: whether it takes messages, and what of the month is left."""

    trouble: Sentence | str
    quota: Sentence | str


def note_trouble(cause: str) -> None:
    """Note why LINE takes nothing."""
    cache.set(TROUBLE, cause, DAY.total_seconds())


def note_taken() -> None:
    """Note that LINE took a message."""
    if cache.get(TROUBLE):
        cache.delete(TROUBLE)


def trouble() -> str:
    """Say why LINE took nothing when it was called last; nothing if it did."""
    return cache.get(TROUBLE, "")


def note_full() -> None:
    """Note that the messages of the month are used up."""
    cache.set(FULL, True, FULL_FOR.total_seconds())


def is_full() -> bool:
    """Say whether the messages of the month are used up."""
    return bool(cache.get(FULL))


def read_quota() -> LineQuota:
    """Ask LINE for the quota, and keep it for a day and a bit."""
    found = messaging_api.quota()
    cache.set(QUOTA, asdict(found), (2 * DAY).total_seconds())
    return found


def line_standing() -> LineStanding | None:
    """Say how LINE stands; None where the installation has no account there."""
    if not messaging_api.is_configured():
        return None
    kept = cache.get(QUOTA)
    told = quota_words(LineQuota(**kept)) if kept else ""
    return LineStanding(REFUSES if trouble() else "", STEPS[0][1] if is_full() else told)


def quota_words(quota: LineQuota) -> Sentence:
    """Say in steps how much of the month is used."""
    if quota.limit is None:
        return WITHOUT_LIMIT
    used = 100 * quota.used // quota.limit if quota.limit else 100
    return next(words for least, words in STEPS if used >= least)
