"""The promise of workload: what is told of the load of units."""

from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people import promises
from people.models import Person
from people.promises import RULES, Rule
from people.traces import Trace
from wellbeing.promise import JOB_MAY_WAIT, readable

from . import retention
from .models import UnitLoad
from .unit_loads import BANDS


def loads(viewer: Person) -> QuerySet[UnitLoad]:
    """What is said of the loads of a viewer's organisation in the blocks that can be read."""
    return readable(viewer, UnitLoad)


def load_of_too_few(viewer: Person) -> bool:
    """Find a load told from too few people."""
    return promises.any_of_too_few(loads(viewer))


def load_subtractable(viewer: Person) -> bool:
    """Find a load that leads to a few people, less those below it or what it lies in."""
    told = loads(viewer)
    return promises.any_with_a_rest(told) or promises.any_below_a_withheld_one(told)


def load_in_other_words(viewer: Person) -> bool:
    """Find anything kept of a load that is not one of the words."""
    odd = promises.not_a_size() | ~Q(band__in={*BANDS.values()})
    return loads(viewer).filter(odd).exists()


def load_told_early(viewer: Person) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    return promises.any_told_early(loads(viewer))


def kept_too_long(viewer: Person) -> bool:
    """Find any work that was over longer ago than the policy over its person says."""
    day = viewer.today - JOB_MAY_WAIT
    groups = list(retention.limits(viewer.organisation_id, day))
    return any(trace.rows.filter(beyond(trace, groups)).exists() for trace in retention.WORK)


def beyond(trace: Trace, groups: list[tuple[QuerySet[Person], date]]) -> Q:
    """Match what is too old of some people or of some others, each by their own day."""
    old = [Q(**{f"{trace.whose}__in": some}) & trace.over_before(day) for some, day in groups]
    return reduce(or_, old)


RULES += [
    (
        _("Load of units"),
        [
            Rule(
                _(
                    "Every unit whose load is told had 5 or more people who sent their weeks, or "
                    "as many as your organisation asks for."
                ),
                load_of_too_few,
            ),
            Rule(
                _("Of no load can a few people be found by subtracting the units below."),
                load_subtractable,
            ),
            Rule(
                _("Of a load only words are told: how many people, and which of three bands."),
                load_in_other_words,
            ),
            Rule(
                _("No load was told before the last of its weeks was closed for everybody."),
                load_told_early,
            ),
        ],
    ),
    (
        _("Keeping work"),
        [
            Rule(
                _(
                    "No week, day, closed case or flag, move or talk is kept longer than the "
                    "policy of your organisation says."
                ),
                kept_too_long,
            )
        ],
    ),
]
