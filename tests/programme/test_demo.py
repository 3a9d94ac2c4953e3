"""The demo loads once, always the same, and never beside real people."""

import hashlib
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from people.models import AccessEvent, Membership, Organisation, Person, Unit
from people.weeks import Week
from programme import demo
from programme.models import QuarterFigure, ReleasedRow, StaffingBlock
from programme.models.staffing import FIGURES
from tests.makers import at, make_organisation
from training.models import (
    Award,
    Certificate,
    Enrolment,
    Evaluation,
    Goal,
    HeldLevel,
    MeetingPlace,
    Session,
    SessionEvaluation,
    Thanks,
)
from wellbeing.models import BlockResult, CheckIn, ContactRequest, Share
from workload.models import (
    BesideLog,
    CaseloadLine,
    DayOff,
    Flag,
    FlagStep,
    LieuGrant,
    StudyLog,
    SupervisionTalk,
    TimeOff,
    Transfer,
    UnitLoad,
    WorkWeek,
)

KEY_ROWS = {
    Organisation: ("public_id", "name", "demo"),
    Unit: ("public_id", "name", "organisation__name"),
    Person: ("public_id", "account__username", "full_name_en", "nickname_th", "rank"),
    Membership: (
        "person__account__username",
        "unit__name__en",
        "role",
        "job__key",
        "hours",
        "starts",
    ),
    WorkWeek: (
        "key",
        "person__account__username",
        "week",
        "hours",
        "percent",
        "level",
        "sent_at",
        "lines",
    ),
    CaseloadLine: (
        "public_id",
        "person__account__username",
        "phase",
        "count",
        "reference",
        "opened_at",
    ),
    Flag: ("public_id", "person__account__username", "level", "opened_at", "closed_at"),
    FlagStep: ("flag__public_id", "kind", "due_on", "at"),
    SupervisionTalk: ("public_id", "person__account__username", "day", "minutes", "agreed_at"),
    TimeOff: ("public_id", "person__account__username", "first", "last"),
    DayOff: ("person__account__username", "day", "share"),
    LieuGrant: ("public_id", "person__account__username", "week", "hours"),
    StudyLog: ("person__account__username", "week", "phase", "cases", "hours"),
    BesideLog: ("person__account__username", "week", "kind", "hours"),
    Transfer: (
        "public_id",
        "giver__account__username",
        "receiver__account__username",
        "state",
        "proposed_at",
    ),
    BlockResult: ("unit__public_id", "block", "size", "strain", "worn", "by_chance", "frozen_at"),
    UnitLoad: ("unit__public_id", "block", "size", "band", "by_chance", "frozen_at"),
    StaffingBlock: ("unit__public_id", "block", "size", "band", *FIGURES, "frozen_at"),
    CheckIn: ("person__account__username", "week", "scored"),
    ContactRequest: ("public_id", "person__account__username", "asked_at", "done_at"),
    Share: (
        "public_id",
        "person__account__username",
        "to__account__username",
        "from_week",
        "to_week",
        "until",
    ),
    Session: ("public_id", "course__name__en", "day", "recorded_at"),
    Enrolment: ("session__public_id", "person__account__username", "attendance", "passed"),
    Evaluation: ("session__public_id", "person__account__username", "answered_at"),
    SessionEvaluation: ("session__public_id", "size", "use", "clear", "safe", "time", "people"),
    Certificate: ("public_id", "person__account__username", "issued_on", "expires_on"),
    Thanks: (
        "public_id",
        "giver__account__username",
        "receiver__account__username",
        "given_at",
        "audience",
    ),
    MeetingPlace: ("public_id", "meeting__public_id", "meeting__hours", "state", "meeting__day"),
    ReleasedRow: ("release__public_id", "block", "place", "measure", "band"),
    Award: ("public_id", "person__account__username", "years", "given_on", "audience"),
    HeldLevel: ("person__account__username", "level__name__en", "since"),
    Goal: ("public_id", "person__account__username", "words", "by_day"),
    QuarterFigure: ("organisation__name__en", "quarter", "measure", "size", "told"),
    AccessEvent: ("viewer__account__username", "what", "unit__name__en", "at"),
}


def digest() -> dict[str, str]:
    """Sum up what is in the database, without the ids that it gives itself."""
    return {
        model.__name__: hashlib.sha256(
            repr(
                sorted(
                    repr([without_units(value) for value in row])
                    for row in model.objects.values_list(*fields)
                )
            ).encode()
        ).hexdigest()
        for model, fields in KEY_ROWS.items()
    }


def without_units(value):
    """The lines of a week without the numbers of their units, which the database gives."""
    if not isinstance(value, list):
        return value
    return [
        {name: one for name, one in line.items() if name != "unit"}
        if isinstance(line, dict)
        else line
        for line in value
    ]


def loaded_at(now) -> dict[str, str]:
    """Load the demo, sum it up, and take it out again."""
    with transaction.atomic():
        assert demo.load(now=now)
        found = digest()
        transaction.set_rollback(True)
    return found


def test_the_same_day_gives_the_same_data_at_any_hour(db, django_assert_max_num_queries):
    """Rows go in together: 1,674 statements are enough, and one a table to sum up.

    Of these 80 freeze the figures of staffing for the blocks that are shown, and 18 ask of three
    letters whether their readers are away.
    """
    with django_assert_max_num_queries(1_674 + len(KEY_ROWS)):
        early = loaded_at(at("2026-11-20 00:01"))
    assert early == loaded_at(at("2026-11-20 23:59"))


def test_another_seed_draws_another_chance():
    assert demo.chance_of(1)("names").random() != demo.chance_of(2)("names").random()
    assert demo.chance_of(1)("names").random() == demo.chance_of(1)("names").random()


@pytest.mark.parametrize("day", ["2026-11-25 10:00", "2026-12-31 10:00"])
def test_on_a_day_without_senders_everybodys_last_week_is_the_closed_one(db, day):
    """A Wednesday has no open week; on a Thursday nobody has sent the new one yet."""
    now = at(day)
    demo.load(now=now)
    newest = WorkWeek.objects.order_by("-week").first()
    last = Week.of(now.date()) - 1
    assert newest.iso == last
    assert not WorkWeek.objects.filter(sent_at__gte=now).exists()
    assert WorkWeek.objects.get(person__account__username="nok", week=last.monday).percent > 128


def test_a_database_with_other_people_is_refused_and_stays_as_it_is(saphan):
    with pytest.raises(ValidationError) as refused:
        demo.load(now=timezone.now())
    assert refused.value.code == "not_demo"
    assert [*Organisation.objects.all()] == [saphan]


def test_the_command_says_why_it_refuses(saphan):
    with pytest.raises(CommandError, match="people who are not the demo's"):
        call_command("load_demo")


def test_a_demo_beside_other_people_is_refused_too(saphan):
    make_organisation("Left over", demo=True)
    with pytest.raises(CommandError):
        call_command("load_demo")


def test_the_command_loads_once_and_then_keeps_what_is_there(db):
    said = StringIO()
    call_command("load_demo", stdout=said)
    before = digest()
    call_command("load_demo", "--seed", "7", stdout=said)
    assert said.getvalue().splitlines() == [
        "The demo is loaded. Everybody in it is invented.",
        "The demo is here already and was kept as it is.",
    ]
    assert digest() == before
