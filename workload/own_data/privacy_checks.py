"""The privacy checks of workload: what is told of the load of units."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import MAY, Membership, Person
from people.own_data import privacy_checks
from people.own_data.privacy_checks import RULES, Rule
from people.weeks import Block
from wellbeing.groups.recount import Recount
from wellbeing.own_data.privacy_checks import JOB_MAY_WAIT, readable_blocks
from workload.models import Flag, UnitLoad, WorkWeek
from workload.units.actions import BANDS, LoadCrowd

from . import retention


def loads(viewer: Person) -> QuerySet[UnitLoad]:
    """What is said of the loads of a viewer's organisation in the blocks that can be read."""
    return readable_blocks(viewer, UnitLoad)


class LoadRecount(Recount):
    """The newest block of loads: what was told of it, and what counts now."""

    kept_in = UnitLoad
    crowd_of = LoadCrowd

    def weeks_changed(self, moment: datetime) -> set[int]:
        """Find the people with weeks of the block changed after a moment; none is taken back."""
        weeks = Block(self.number).first.monday, Block(self.number).last.monday
        late = WorkWeek.objects.filter(week__range=weeks, changed_at__gt=moment)
        mine = late.filter(organisation=self.organisation)
        return set(mine.values_list("person_id", flat=True))

    def sent_in(self, people: set[int]) -> set[int]:
        """Find the units in which people sent weeks."""
        sent = WorkWeek.objects.filter(person__in=people).order_by()
        return set(sent.values_list("unit_id", flat=True).distinct())


def load_told_otherwise(viewer: Person) -> bool:
    """Find any load told of the newest block that its weeks do not say, counted once more."""
    return LoadRecount(viewer).differs


def load_below_a_withheld_one(viewer: Person) -> QuerySet:
    """Find a load that is told though that of the unit above is withheld."""
    return privacy_checks.below_a_withheld_one(loads(viewer))


def load_in_other_words(viewer: Person) -> QuerySet:
    """Find anything kept of a load that is not one of the words."""
    odd = privacy_checks.not_a_size() | ~Q(band__in={*BANDS.values()})
    return loads(viewer).filter(odd)


def load_told_early(viewer: Person) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    return privacy_checks.any_told_early(loads(viewer))


def flag_that_nobody_answers_for(viewer: Person) -> QuerySet:
    """Find an open flag on a person with no role in which supervisors answer for the load."""
    lately = Membership.objects.lasting(viewer.today - JOB_MAY_WAIT)
    answers = lately.filter(person=OuterRef("person"), role__in=MAY.carry_load)
    flags = Flag.objects.open().filter(organisation=viewer.organisation_id)
    return flags.filter(~Exists(answers))


def kept_too_long(viewer: Person) -> list[QuerySet]:
    """Find any work that was over longer ago than the policy over its person says."""
    groups = list(retention.limits(viewer.organisation_id, viewer.today - JOB_MAY_WAIT))
    return [
        retention.beyond(trace, people, limit)
        for trace in retention.WORK
        for people, limit in groups
    ]


RULES += [
    (
        _("Load of units"),
        [
            Rule(
                _(
                    "With this check the loads of the newest block were counted again, from the "
                    "weeks themselves and with the same chance. What is shown is what the rule "
                    "gives."
                ),
                load_told_otherwise,
            ),
            Rule(
                _("Below a unit whose load is withheld, no load is shown."),
                load_below_a_withheld_one,
            ),
            Rule(
                _("For loads only words are shown: how many people, and which of three bands."),
                load_in_other_words,
            ),
            Rule(
                _("No load was published before the last of its weeks was closed for everybody."),
                load_told_early,
            ),
        ],
    ),
    (
        _("Weeks that nobody else reads"),
        [
            Rule(
                _(
                    "No flag is open on anybody who only trains, cares for staff, or works in an "
                    "office: these people send their week for themselves."
                ),
                flag_that_nobody_answers_for,
            )
        ],
    ),
    (
        _("Keeping records of work"),
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
