"""Rare facts of a release: from what was told already, and from nothing else.

Why people left and what participants said is deleted once it was told of each organisation. So a
release can only repeat it of several: every told fact stands for at least as many people as the
organisation asks for.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from people.groups.turnover import CalendarHalf
from people.models import LeavingReason, Turnover
from programme.rules.quarters import CalendarQuarter
from programme.rules.release import rare_is_told
from training.models import SessionEvaluation

from .catalogue import EXIT, NAMED

# A half-year is counted in the quarter after it: so each is in one release.
TELLS_HALF = (1, 3)


def exits(quarter: CalendarQuarter, organisations: Collection[int]) -> dict[str, str]:
    """Say which reasons to leave were named, in the half-year that was counted last."""
    if quarter.number not in TELLS_HALF:
        return {}
    half = CalendarHalf.latest_frozen(quarter.last)
    told = Turnover.objects.filter(organisation__in=organisations, half_year=half.first).exclude(
        size=""
    )
    rows = {one.organisation_id: (one.smallest, one.reasons.split(",")) for one in told}
    found = {}
    for reason in LeavingReason.Reason.values:
        inside = {one: least for one, (least, named) in rows.items() if reason in named}
        others = {
            one: least * (len(named) - 1) for one, (least, named) in rows.items() if one in inside
        }
        if rare_is_told(inside, others):
            found[f"{EXIT}{reason}"] = NAMED
    return found


def evaluations(quarter: CalendarQuarter, organisations: Collection[int]) -> dict[str, str]:
    """Say what most sessions of the quarter were told to be: of use at work, or less so.

    Most are more than half of the sessions, whatever their organisations ask for. How many people
    stand behind them says only whether it may be told.
    """
    told = SessionEvaluation.objects.said().exclude(use="")
    told = told.filter(session__organisation__in=organisations)
    told = told.filter(session__day__range=(quarter.first, quarter.last))
    sessions: Counter[str] = Counter()
    people: Mapping[str, Counter[int]] = defaultdict(Counter)
    for organisation, band, smallest in told.values_list(
        "session__organisation", "use", "smallest"
    ):
        sessions[band] += 1
        people[band][organisation] += smallest
    most = next((band for band, many in sessions.items() if 2 * many > sessions.total()), None)
    if most is None:
        return {}
    others: Counter[int] = sum(
        (people[band] for band in people if band != most), start=Counter[int]()
    )
    return {"evaluations": most} if rare_is_told(people[most], others) else {}
