"""The promise of wellbeing: what is told about groups, what is shared, how long data is kept."""

from datetime import date, timedelta

from django.db.models import Exists, Max, Min, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.models import FrozenBlock, Person
from people.own_data import privacy_checks
from people.own_data.privacy_checks import NOTES, RULES, Rule
from people.own_data.traces import TRACES
from people.tenancy.context import everywhere
from people.weeks import Block, months_before
from wellbeing.groups.actions import BLOCKS_SHOWN
from wellbeing.groups.recount import Recount
from wellbeing.models import BlockResult, CheckIn, Share, Tombstone
from wellbeing.rules.bands import DAYS, STRAIN
from wellbeing.rules.lines import LINE_NAMES

from .retention import ANSWERS_MONTHS, NOTHING_TOLD, TO_SUNDAY

# 52 weeks.
BLOCKS_A_YEAR = 13
# The job that deletes old data runs once a day, and may run late.
JOB_MAY_WAIT = timedelta(days=2)


# --- Groups -------------------------------------------------------------------------------------


def readable_blocks(viewer: Person, kept: type[FrozenBlock] = BlockResult) -> QuerySet[FrozenBlock]:
    """What is told about a viewer's organisation in the blocks that its people can read."""
    mine = kept.objects.said().filter(unit__organisation=viewer.organisation_id)
    return mine.filter(block__gt=Block.latest_on(viewer.today).number - BLOCKS_SHOWN)


def told_otherwise(viewer: Person) -> bool:
    """Find anything told about the newest block that differs from its weeks, counted again."""
    return Recount(viewer).differs


def told_below_withheld(viewer: Person) -> QuerySet:
    """Find a group that is told although the one it lies in is withheld."""
    return privacy_checks.below_a_withheld_one(readable_blocks(viewer))


def other_words(viewer: Person) -> QuerySet:
    """Find anything kept about a group that is not one of the words."""
    bands = [word for _edge, word in DAYS]
    odd = privacy_checks.not_a_size() | ~Q(strain__in=[word for _edge, word in STRAIN])
    for line in LINE_NAMES:
        odd |= ~Q(**{f"{line}__in": [*bands, ""]}) | Q(size="5-9") & ~Q(**{line: ""})
    return readable_blocks(viewer).filter(odd)


def told_early(viewer: Person) -> bool:
    """Find a block that was frozen while its weeks could still be sent."""
    return privacy_checks.any_told_early(readable_blocks(viewer))


def chance_decided(viewer: Person) -> str:
    """Say in how many blocks of the last full year chance decided a band.

    A year is thirteen blocks, from the organisation's first one on, and nothing is told before a
    year is over: told block by block, it would take the chance out of each.
    """
    kept = BlockResult.objects.filter(unit__organisation=viewer.organisation_id)
    ends = kept.aggregate(Min("block"), Max("block"))
    if ends["block__min"] is None:
        return ""
    first, newest = ends["block__min"], ends["block__max"]
    years = (newest - first + 1) // BLOCKS_A_YEAR
    if not years:
        return ""
    last = first + years * BLOCKS_A_YEAR - 1
    year = kept.filter(block__gt=last - BLOCKS_A_YEAR, block__lte=last, by_chance=True)
    n = year.values("block").distinct().count()
    return ngettext(
        "In the last full year chance decided a band in %(n)s of %(all)s blocks: the mean was "
        "near an edge.",
        "In the last full year chance decided a band in %(n)s of %(all)s blocks: the mean was "
        "near an edge.",
        n,
    ) % {"n": n, "all": BLOCKS_A_YEAR}


# --- Sharing ------------------------------------------------------------------------------------


def shared_too_long(viewer: Person) -> QuerySet:
    """Find a share that still counts as open after its day, or after it was taken back."""
    door = Share.objects.open_on(viewer.today).filter(person__organisation=viewer.organisation_id)
    return door.filter(~Q(withdrawn_at=None) | Q(until__lt=viewer.today))


def read_unshared(viewer: Person) -> QuerySet:
    """Find an answer that this viewer could read without an open share today."""
    given = Share.objects.filter(
        to=viewer,
        withdrawn_at=None,
        until__gte=viewer.today,
        person=OuterRef("person"),
        from_week__lte=OuterRef("week"),
        to_week__gte=OuterRef("week"),
    )
    others = CheckIn.objects.visible_to(viewer).exclude(person=viewer)
    return others.filter(~Exists(given))


def across_organisations(viewer: Person) -> bool:
    """Find a share that leads out of the organisation."""
    mine = Share.objects.filter(person__organisation=viewer.organisation_id)
    with everywhere():  # or else a reader there would not be found
        return mine.exclude(to__organisation=viewer.organisation_id).exists()


# --- Keeping ------------------------------------------------------------------------------------


def ends(viewer: Person, months: int) -> date:
    """The day before which no data may be left, with a margin for a late job."""
    return months_before(viewer.today - JOB_MAY_WAIT, months)


def kept_too_long(viewer: Person) -> QuerySet:
    """Find single answers or a note of a week that ended more than twelve months ago."""
    old = CheckIn.objects.filter(week__lt=ends(viewer, ANSWERS_MONTHS) - TO_SUNDAY)
    mine = old.filter(person__organisation=viewer.organisation_id)
    return mine.filter(~Q(**NOTHING_TOLD))


def kept_at_all(viewer: Person) -> list[QuerySet]:
    """Find anything that was over longer ago than its kind is kept."""
    return [
        one.rows.filter(
            one.over_before(ends(viewer, one.months)),
            **{f"{one.whose}__organisation": viewer.organisation_id},
        )
        for one in TRACES
        if one.over
    ]


def came_back(viewer: Person) -> bool:
    """Find answers from before their person deleted everything, or what was said in that week.

    Who deletes everything does so at every place; a week is deleted where it was sent.
    """
    later = Tombstone.objects.filter(before=None, at__gt=OuterRef("recorded_at"))
    places = Person.objects.filter(account=OuterRef(OuterRef("person__account")))
    whole = later.filter(week=None, person__in=places.values("public_id"))
    mine = CheckIn.objects.undeleted().filter(person__organisation=viewer.organisation_id)
    with everywhere():  # or else what was deleted at another place would not be found
        if mine.filter(Exists(whole)).exists():
            return True
    week = later.filter(week=OuterRef("week"), person=OuterRef("person__public_id"))
    return any(one.holds for one in mine.filter(Exists(week)))


RULES += [
    (
        _("Groups"),
        [
            Rule(
                _(
                    "With this check the newest block was counted again, from the weeks themselves "
                    "and with the same chance. Every group that is shown, every band and every "
                    "size is what the rule gives."
                ),
                told_otherwise,
            ),
            Rule(_("Below a group that is withheld, nothing is shown."), told_below_withheld),
            Rule(
                _(
                    "For groups only words are shown: how many people, and which of three bands. "
                    "Single lines only from 10 answers."
                ),
                other_words,
            ),
            Rule(
                _("No block was published before its last week was closed for everybody."),
                told_early,
            ),
        ],
    ),
    (
        _("Sharing"),
        [
            Rule(
                _(
                    "Nothing that was shared can be read after its last day, or after sharing "
                    "was stopped."
                ),
                shared_too_long,
            ),
            Rule(
                _(
                    "You can read nobody’s answers but your own and those that somebody lets you "
                    "read today."
                ),
                read_unshared,
                own=True,
            ),
            Rule(_("Nobody’s answers are shared outside your organisation."), across_organisations),
        ],
    ),
    (
        _("Keeping data"),
        [
            Rule(
                _(
                    "Single answers and notes are deleted 12 months after their week. Only what "
                    "they added up to is kept."
                ),
                kept_too_long,
            ),
            Rule(_("After 24 months nothing is left of what somebody answered."), kept_at_all),
            Rule(_("What somebody deleted has not come back."), came_back),
        ],
    ),
]
NOTES += [chance_decided]
