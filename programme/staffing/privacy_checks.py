"""The privacy checks of staffing: what is told of the work of units in figures."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import FrozenQuerySet, Person
from people.own_data import privacy_checks
from people.own_data.privacy_checks import RULES, Rule
from people.weeks import Block
from programme.models import StaffingBlock
from programme.models.staffing import FIGURES

from .reading import BLOCKS_BACK

NO_FIGURE = Q(**dict.fromkeys(FIGURES, ""))


def staffing_told(viewer: Person) -> FrozenQuerySet:
    """What is told of the work of a viewer's organisation in the blocks that can be read."""
    mine = StaffingBlock.objects.said().filter(unit__organisation=viewer.organisation_id)
    return mine.filter(block__gt=Block.latest_on(viewer.today).number - BLOCKS_BACK)


def figure_of_a_few(viewer: Person) -> QuerySet:
    """Find a figure of fewer than ten people, or one below a unit of which it is withheld."""
    told = staffing_told(viewer).exclude(NO_FIGURE)
    above = StaffingBlock.objects.exclude(NO_FIGURE)
    above = above.filter(unit=OuterRef("unit__parent"), block=OuterRef("block"))
    return told.filter(Q(size="5-9") | (Q(unit__parent__isnull=False) & ~Exists(above)))


def work_below_a_withheld_one(viewer: Person) -> QuerySet:
    """Find a unit that is told although the unit it lies in is withheld."""
    return privacy_checks.below_a_withheld_one(staffing_told(viewer))


def work_told_early(viewer: Person) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    return privacy_checks.any_told_early(staffing_told(viewer))


RULES += [
    (
        _("Figures of the work"),
        [
            Rule(
                _(
                    "The programme office reads figures of units: load, hours, how many people "
                    "are needed. None is of fewer than ten people, and none can be worked out."
                ),
                figure_of_a_few,
            ),
            Rule(_("Below a unit without a result no figure is shown."), work_below_a_withheld_one),
            Rule(
                _("No figure was published before its weeks were closed for everybody."),
                work_told_early,
            ),
        ],
    )
]
