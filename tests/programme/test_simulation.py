"""What the demo tells: three organisations, thirty weeks, and nobody in two places."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.contrib.auth.hashers import check_password
from django.db import connection, transaction
from django.db.models import Count, F, Q

from people.models import Absence, AccessEvent, Membership, Organisation, Person, Role, Unit
from people.own_data.privacy_checks import privacy_check
from people.weeks import today
from programme import demo
from programme.simulation.training.volunteers import CLEARANCE
from tests.makers import NOW, WEEK
from training.certificates import evidence
from training.evaluations import actions as evaluations
from training.models import (
    CareerLevel,
    Certificate,
    Course,
    Enrolment,
    Evaluation,
    Evidence,
    HeldLevel,
    Session,
    SessionEvaluation,
    SessionPartner,
    VolunteerTerms,
)
from training.rules.certificates import CertificateState, state
from training.rules.evaluations import evaluation_closes
from training.volunteers import actions as volunteers
from training.year import actions as year_actions
from wellbeing.models import CheckIn, ContactRequest, Share
from workload import access_kinds
from workload.flags.actions import turns
from workload.flags.sweep import lately, open_flags, works
from workload.forecast import actions as forecast
from workload.models import (
    CaseloadLine,
    Flag,
    FlagStep,
    LieuGrant,
    LoadPolicy,
    RoomOffer,
    SupervisionTalk,
    TimeOff,
    Transfer,
    UnitLoad,
    WorkWeek,
)
from workload.policies import actions as policies
from workload.rules import load as load_rules
from workload.study import actions as study
from workload.weeks import actions as weeks

CAST = {
    "nok": (Role.WORKER, "Chiang Mai team", "Kanokwan Srisuk", "กนกวรรณ ศรีสุข"),
    "wipa": (Role.SUPERVISOR, "Chiang Mai team", "Wipa Thongdee", "วิภา ทองดี"),
    "siriporn": (Role.TRAINER, "Head office", "Siriporn Maneewong", "ศิริพร มณีวงศ์"),
    "anan": (Role.PROGRAMME, "Head office", "Anan Chaiyaporn", "อนันต์ ชัยพร"),
    "orathai": (Role.CARE, "Head office", "Orathai Pimthong", "อรทัย พิมพ์ทอง"),
    "ploy": (Role.ADMIN, "Head office", "Ploypailin Intharat", "พลอยไพลิน อินทรัตน์"),
    "noi": (Role.WORKER, "Rest house", "Noi Chantra", "น้อย จันทรา"),
}
TEAM = "Chiang Mai team"
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    """Load the demo once for all of these; nothing here changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(now=NOW)
        # Else each test would check its hundred thousand keys anew at its end.
        connection.check_constraints()
        yield
        transaction.set_rollback(True)


def person(username) -> Person:
    return Person.objects.get(account__username=username)


def test_there_are_three_demo_organisations_of_three_kinds():
    assert [*Organisation.objects.order_by("pk").values_list("kind", "demo")] == [
        ("ngo", True),
        ("police", True),
        ("shelter", True),
    ]


def test_units_have_3_to_25_people():
    sizes = [*Unit.objects.annotate(people=Count("memberships")).values_list("people", flat=True)]
    assert len(sizes) >= 12
    assert (min(sizes), max(sizes)) == (3, 25)


def test_everybody_has_names_in_both_languages():
    people = Person.objects.all()
    assert people.count() >= 120
    assert not people.filter(full_name_th="").exists()
    assert not people.filter(nickname_th="").exists()
    accounts = people.values("account").distinct().count()
    assert people.values("full_name_en").distinct().count() == accounts


def test_police_have_ranks_and_others_have_none():
    ranked = Person.objects.exclude(rank="")
    assert {*ranked.values_list("organisation__kind", flat=True)} == {"police"}
    assert not Person.objects.filter(rank="", organisation__kind="police").exists()


@pytest.mark.parametrize("username", CAST)
def test_the_cast_is_there_in_its_roles(username):
    role, unit, english, thai = CAST[username]
    found = person(username)
    membership = found.memberships.get()
    assert (membership.role, membership.unit.name["en"]) == (role, unit)
    assert (found.full_name_en, found.full_name_th) == (english, thai)
    assert check_password("kamlangjai-demo", found.account.password)


def test_one_unit_has_no_supervisor_and_large_ones_have_several():
    led = Membership.objects.filter(role=Role.SUPERVISOR).values_list("unit__name__en", flat=True)
    assert {*Unit.objects.values_list("name__en", flat=True)} - {*led} == {"Legal aid desk"}
    large = Unit.objects.annotate(people=Count("memberships")).filter(people__gte=10)
    for unit in large:
        assert unit.memberships.filter(role=Role.SUPERVISOR).count() >= 2


def test_the_weeks_are_thirty_and_the_open_one():
    mondays = sorted({*WorkWeek.objects.values_list("week", flat=True)})
    assert mondays == [(WEEK - back).monday for back in range(30, -1, -1)]


def test_only_wipas_team_has_sent_the_open_week_and_not_all_of_it():
    sent = WorkWeek.objects.filter(week=WEEK.monday)
    assert {*sent.values_list("unit__name__en", flat=True)} == {TEAM}
    team = Membership.objects.filter(unit__name__en=TEAM, hours__isnull=False).count()
    assert (sent.count(), team) == (7, 11)
    assert not sent.filter(person__account__username="nok").exists()


def test_noks_load_is_that_of_her_page():
    latest = person("nok").work_weeks.order_by("-week")[:8]
    loads = [f"{week.percent:.1f}" for week in reversed(latest)]
    assert loads == ["84.0", "87.9", "92.1", "96.9", "98.8", "108.1", "116.7", "128.1"]
    now = latest[0]
    assert (now.points, now.capacity, now.nights) == (Decimal("33.3"), Decimal(26), 3)
    assert (now.iso, now.hours, now.court_days, now.material_minutes) == (WEEK - 1, 61, 2, 840)


def test_noks_lines_are_those_of_her_page():
    lines = person("nok").caseload.filter(closed_at=None)
    assert [
        (line.reference or line.count, line.phase, load_rules.points(line.rule)) for line in lines
    ] == [
        ("QX-4F7", "court", Decimal("4.60")),
        ("RT-92K", "intake", Decimal("3.35")),
        ("MB-7H3", "court", Decimal("3.10")),
        ("LN-3C8", "active", Decimal("3.00")),
        ("WD-58P", "active", Decimal("2.50")),
        (6, "active", Decimal("12.00")),
        (2, "aftercare", Decimal("1.50")),
        ("FJ-84V", "dormant", Decimal("0.25")),
    ]


def test_every_load_follows_from_its_lines():
    for week in WorkWeek.objects.all():
        lines = [
            load_rules.CaseLine(
                load_rules.Phase(line["phase"]),
                frozenset(map(load_rules.AddOn, line["add_ons"])),
                line["further_victims"],
                load_rules.Part(line["part"]),
                line["count"],
            )
            for line in week.lines
        ]
        policy = policies.named(week.policy)
        load = load_rules.load(
            lines,
            hours=week.contracted_hours,
            nights=week.nights,
            leave_days=week.leave_days,
            supervisees=week.supervision_points / policy.supervisee,
            policy=policy,
        )
        weights = [load_rules.points(line, policy) for line in lines]
        assert [Decimal(line["points"]) for line in week.lines] == weights
        assert week.case_points == load.cases
        assert week.case_count == sum(line.count for line in lines)
        assert week.level == (load_rules.level(load.percent, policy) or "")
        if load.percent is None:
            assert week.percent is None
        else:
            assert abs(week.percent - load.percent) < Decimal("0.001")


def test_supervisors_carry_the_people_they_answer_for():
    # Since today a lead of the shelters is away: others carry, or do not carry, their load.
    away = Absence.objects.values("person__organisation")
    leads = Person.objects.filter(memberships__role=Role.SUPERVISOR)
    for lead in leads.exclude(organisation__in=away):
        carried = {week.supervision_points for week in lead.work_weeks.all()}
        due = weeks.supervisees(lead, NOW) * load_rules.USUAL.supervisee
        assert carried == {due.quantize(Decimal("0.0001"))}


def test_the_caseload_is_in_step_with_the_latest_week():
    for someone in Person.objects.filter(memberships__hours__isnull=False):
        latest = someone.work_weeks.order_by("-week").first()
        lines = weeks.breakdown(
            [*someone.caseload.filter(closed_at=None)],
            policies.named(latest.policy),
            with_units=bool(latest.parts),
        )
        assert lines == latest.lines


def test_each_organisation_has_numbers_of_its_own_and_one_version_is_to_come():
    judged = WorkWeek.objects.values("organisation__kind", "unit__kind", "policy").distinct()
    own = {
        (row["organisation__kind"], row["unit__kind"]) for row in judged if row["policy"].isdigit()
    }
    assert own == {("shelter", "shelter"), ("police", "evidence")}
    assert LoadPolicy.objects.filter(starts__gt=NOW.date()).get().made_by.username == "ploy"


def test_the_load_of_units_differs_and_changes():
    told = UnitLoad.objects.said()
    assert {*told.values_list("band", flat=True)} == {"steady", "watch", "above"}
    mae_sot = told.filter(unit__name__en="Mae Sot team").order_by("block")
    assert len({*mae_sot.values_list("band", flat=True)}) > 1
    assert {*told.filter(unit__name__en=TEAM).values_list("band", flat=True)} == {"steady"}


def test_leave_weeks_have_no_level_and_missed_weeks_no_row():
    away = WorkWeek.objects.filter(capacity=0)
    assert away.exists()
    assert {*away.values_list("percent", "level", "hours")} == {(None, "", 0)}
    rows = Person.objects.annotate(rows=Count("work_weeks")).filter(rows__gt=0)
    assert rows.filter(rows__lt=30).exists()


def test_flags_stand_as_the_table_says():
    """A sweep of the day finds nothing that a row of the table would still change."""
    for flag in open_flags(NOW):
        assert turns(flag.standing, lately(flag), works=works(flag), now=NOW) == []


def test_flags_are_open_planned_answered_and_closed():
    assert Flag.objects.open().exists()
    assert Flag.objects.exclude(closed_at=None).exists()
    # What the clock asks for and people add by hand is not simulated.
    later = {"checked", "passed", "invited", "ended", "moved", "lapsed", "handed", "given"}
    seen = {*FlagStep.objects.values_list("kind", flat=True)}
    assert {*FlagStep.Kind.values} - later - {"rested", "woken"} <= seen <= {*FlagStep.Kind.values}
    assert not seen & later
    assert not FlagStep.objects.filter(kind="planned", chosen=[]).exists()
    assert not FlagStep.objects.filter(at__gte=NOW).exists()


def test_flags_were_raised_on_many_days():
    days = [opened.date() for opened in Flag.objects.values_list("opened_at", flat=True)]
    assert len(set(days)) >= 30
    assert max(days.count(day) for day in set(days)) <= len(days) / 10


def test_noks_flag_was_raised_and_waits_for_wipa():
    flag = person("nok").flags.get()
    assert (flag.level, flag.closed_at) == ("red", None)
    assert [step.kind for step in flag.steps.all()] == ["opened", "raised"]


def test_the_flag_of_thanakorn_was_seen_and_has_no_plan():
    flag = person("thanakorn").flags.open().get()
    assert (flag.level, [step.kind for step in flag.steps.all()]) == ("amber", ["opened", "seen"])


def test_somebody_recovered_after_a_plan_and_an_answer():
    flag = person("arthit").flags.get()
    assert flag.closed_at is not None
    assert {"planned", "answered", "closed"} <= {step.kind for step in flag.steps.all()}


def test_work_moved_waits_and_was_declined():
    moves = Transfer.objects.filter(proposed_by__account__username="wipa").order_by("proposed_at")
    assert [
        *moves.values_list("giver__account__username", "receiver__account__username", "state")
    ] == [
        ("arthit", "montri", "accepted"),
        ("thanakorn", "kriangkrai", "declined"),
        ("thanakorn", "piyada", "proposed"),
    ]
    assert person("noi").moves_to.get().waits
    for move in Transfer.objects.prefetch_related("lines__line"):
        owner = move.receiver if move.state == "accepted" else move.giver
        assert {part.line.person_id for part in move.lines.all()} == {owner.pk}


def test_another_organisation_offers_room():
    offer = RoomOffer.objects.get()
    assert (offer.organisation.kind, offer.spoken) == ("shelter", "Thai, Burmese")
    assert RoomOffer.objects.visible_to(person("wipa")).get() == offer


def test_people_speak_languages_and_piyada_speaks_burmese():
    assert not Person.objects.filter(languages=[]).exists()
    assert person("piyada").languages == ["th", "my", "shn"]


def test_only_supervisors_plan():
    planned = FlagStep.objects.filter(kind__in=["seen", "planned"])
    assert {*planned.values_list("by__memberships__role", flat=True)} == {Role.SUPERVISOR}


def test_every_sent_week_has_its_check_in_and_some_say_nothing():
    rows = list(CheckIn.objects.all())
    assert len(rows) == WorkWeek.objects.count()
    told = [one for one in rows if one.answers.any]
    assert len(rows) * 0.5 < len(told) < len(rows)
    assert any(one.answers.worn is None for one in told)


def test_noks_note_opens_for_nok():
    notes = [row.note for row in person("nok").checkins.exclude(sealed_note=b"").order_by("week")]
    assert notes[-1].endswith("พี่วิภา")


def test_arthit_waits_for_wipa_and_nantana_for_staff_care():
    waiting = ContactRequest.objects.waiting().order_by("person__account__username")
    assert list(waiting.values_list("person__account__username", "contact__account__username")) == [
        ("arthit", "wipa"),
        ("nantana", "orathai"),
    ]


def test_sessions_are_past_today_and_coming_and_one_waits_for_its_results():
    own = Session.objects.filter(trainer__account__username="siriporn")
    today = NOW.date()
    assert own.filter(day=today).count() == 1
    assert own.filter(day__gt=today).count() == 6
    assert own.filter(day__lt=today, recorded_at=None).count() == 1
    assert not Session.objects.filter(recorded_at__gte=NOW).exists()
    assert Course.objects.filter(organisation__kind="ngo").count() == 13


def test_no_coming_session_is_planned_for_a_weekend():
    coming = Session.objects.filter(day__gt=NOW.date()).values_list("day", flat=True)
    assert {day.weekday() for day in coming} <= {*range(5)}


def test_one_morning_is_held_with_the_shelters_and_a_trainer_from_outside():
    [shared] = SessionPartner.objects.select_related("host", "session").all()
    host, own = shared.host, shared.session
    assert (host.organisation.name["en"], str(own.held_by)) == ("Saphan Foundation",) * 2
    assert host.outside == own.outside == "Marie Legrand, University of Chiang Saen"
    assert (own.day, own.place, own.seats) == (host.day, host.place, shared.seats)
    for session in (host, own):
        there = session.enrolments.values_list("person__organisation", flat=True)
        assert set(there) == {session.organisation_id}


def test_siriporn_finds_most_sessions_told_and_some_withheld():
    own = SessionEvaluation.objects.visible_to(person("siriporn"))
    withheld = own.filter(size="").count()
    assert 4 <= withheld <= own.count() / 4
    lines = own.values_list("use", "clear", "safe", "time")
    assert {band for row in lines for band in row} == {"", "little", "partly", "mostly"}


def test_most_past_sessions_were_held_for_eight_to_twenty_people():
    held = Session.objects.filter(evaluation__isnull=False).annotate(
        there=Count("enrolments", filter=~Q(enrolments__attendance="away"))
    )
    assert held.filter(there__range=(8, 20)).count() >= 0.75 * held.count()
    assert not held.filter(there__gt=25).exists()


def test_single_answers_are_kept_for_a_year_and_what_was_told_of_all_stays():
    old = SessionEvaluation.objects.filter(session__day__lt=NOW.date() - timedelta(days=370))
    assert old.said().exists()
    assert not Evaluation.objects.filter(session__in=old.values("session")).exists()
    assert all(
        evaluation_closes(one.session.day) < today(one.frozen_at) <= NOW.date() for one in old
    )


def test_nok_may_still_say_how_one_session_was():
    found = evaluations.open_to(person("nok"), NOW.date())
    assert [one.course.name["en"] for one in found] == ["Looking after each other"]
    assert not SessionEvaluation.objects.filter(session__in=found).exists()


def test_certificates_are_valid_due_expired_and_missing():
    rows = Certificate.objects.current().values_list("expires_on", flat=True)
    assert {state(until, NOW.date()) for until in rows} == {*CertificateState}
    first_aid = Certificate.objects.current().filter(type__name__en="First aid")
    holders = first_aid.values("person").count()
    assert holders < Membership.objects.filter(hours__isnull=False).count()


@pytest.mark.parametrize(
    ("username", "subject", "expected"),
    [
        ("supaporn", "First aid", CertificateState.DUE),
        ("montri", "Child forensic interviewing", CertificateState.DUE),
        ("kriangkrai", "Vicarious trauma and self-care", CertificateState.EXPIRED),
        ("kriangkrai", "Evidence handling and material exposure", CertificateState.EXPIRED),
    ],
)
def test_four_certificates_of_wipas_team_need_a_renewal(username, subject, expected):
    current = Certificate.objects.current()
    row = current.get(person__account__username=username, type__name__en=subject)
    assert state(row.expires_on, NOW.date()) is expected


def test_nobody_else_of_wipas_team_needs_one():
    current = Certificate.objects.current()
    paid = Membership.objects.filter(unit__name__en=TEAM, hours__isnull=False)
    team = current.filter(person__in=paid.values("person"))
    states = [state(until, NOW.date()) for until in team.values_list("expires_on", flat=True)]
    assert len([one for one in states if one is not CertificateState.VALID]) == 4


def test_a_certificate_comes_from_a_place_that_was_passed():
    trained = Certificate.objects.exclude(type__name__en=CLEARANCE[0])
    for row in trained.select_related("session"):
        assert row.session.enrolments.filter(person=row.person_id, passed=True).exists()


def test_two_years_of_training_can_be_set_side_by_side():
    siriporn = Person.objects.get(account__username="siriporn")
    this, last = (year_actions.read(siriporn, year, NOW.date()) for year in (2027, 2026))
    assert this.total.hours > 0
    assert this.before.hours > 0
    busy = [month for month in last.months if month.line.hours and month.before.hours]
    assert len(busy) >= 8
    assert 0 < last.total.lapsed < last.total.issued
    assert 0.4 < last.total.hours / last.before.hours < 2.5
    assert all(now.percent >= 50 for _kind, now, _then in this.held)


def test_wipas_mondays_are_in_the_trail():
    looks = AccessEvent.objects.filter(viewer__account__username="wipa", what=access_kinds.BOARD)
    assert looks.count() >= 28
    assert {look.at.astimezone(NOW.tzinfo).weekday() for look in looks} == {0}
    assert not AccessEvent.objects.filter(at__gte=NOW).exists()


@pytest.mark.parametrize(
    ("model", "one", "other"),
    [
        (Unit, "organisation", "parent__organisation"),
        (Membership, "person__organisation", "unit__organisation"),
        (WorkWeek, "organisation", "person__organisation"),
        (WorkWeek, "organisation", "unit__organisation"),
        (CaseloadLine, "organisation", "person__organisation"),
        (Flag, "organisation", "person__organisation"),
        (Transfer, "organisation", "giver__organisation"),
        (Transfer, "organisation", "receiver__organisation"),
        (Transfer, "organisation", "proposed_by__organisation"),
        (FlagStep, "flag__organisation", "by__organisation"),
        (CheckIn, "person__organisation", "unit__organisation"),
        (ContactRequest, "person__organisation", "contact__organisation"),
        (ContactRequest, "organisation", "person__organisation"),
        (Share, "person__organisation", "to__organisation"),
        (Session, "organisation", "trainer__organisation"),
        (Session, "organisation", "course__organisation"),
        (Enrolment, "session__organisation", "person__organisation"),
        (Certificate, "type__organisation", "person__organisation"),
        (Certificate, "session__organisation", "issued_by__organisation"),
        (Certificate, "session__organisation", "person__organisation"),
        (AccessEvent, "organisation", "viewer__organisation"),
        (AccessEvent, "organisation", "unit__organisation"),
    ],
)
def test_no_row_crosses_organisations(model, one, other):
    rows = model.objects.exclude(**{other: None})
    assert rows.exists()
    assert not rows.exclude(**{other: F(one)}).exists()


def test_the_told_team_talks_plans_days_and_gets_hours_back():
    paid = Membership.objects.filter(unit__name__en=TEAM, hours__isnull=False)
    team = Person.objects.filter(pk__in=paid.filter(role=Role.WORKER).values("person"))
    assert {person for person in team if not person.talks.exists()} == set()
    waiting = SupervisionTalk.objects.filter(agreed_at=None)
    assert [talk.person.username for talk in waiting] == ["nok"]
    assert waiting[0].words
    assert not SupervisionTalk.objects.filter(day__gt=NOW.date()).exists()
    assert TimeOff.objects.filter(first__gt=NOW.date()).count() == 3
    assert LieuGrant.objects.exists()


@pytest.mark.parametrize("username", ["nok", "ploy", "noi"])
def test_what_the_product_promises_holds_of_every_organisation(username):
    """Groups are frozen when all who sent weeks are there, volunteers and second posts too."""
    found = privacy_check(person(username), NOW)
    assert [str(part.title) for part in found.parts if part.broken] == []


def test_what_is_shared_is_read_by_whoever_it_was_shared_with():
    with time_machine.travel(NOW, tick=False):
        (now,) = Share.objects.readable_by(person("wipa"))
        assert (now.person.username, now.is_open(NOW.date())) == ("arthit", True)
        assert CheckIn.objects.visible_to(person("wipa")).filter(person=now.person).exists()
        assert not Share.objects.readable_by(person("orathai")).exists()
        assert Share.objects.filter(person__account__username="nok").exists()


def test_the_time_study_of_the_told_team_offers_weights():
    offered = study.weights_to_adopt(Person.objects.get(account__username="ploy"))
    assert offered.keys() == {
        load_rules.Phase.ACTIVE,
        load_rules.Phase.COURT,
        load_rules.Phase.AFTERCARE,
    }
    assert offered["active"] > load_rules.USUAL.phases["active"]


def test_cases_have_come_and_gone_so_there_is_a_forecast():
    gone = CaseloadLine.objects.exclude(closed_at=None)
    assert not gone.filter(closed_at__lte=F("opened_at")).exists()
    assert [one.reference for one in person("nok").caseload.exclude(closed_at=None)] == ["KD-2M6"]
    with time_machine.travel(NOW, tick=False):
        assert forecast.read(person("wipa"), NOW).forecast.flow.opened > 20


def test_two_volunteers_help_in_wipas_team_and_the_clearance_of_one_has_lapsed():
    found = {}
    for terms in VolunteerTerms.objects.select_related("person"):
        standing = volunteers.standing(terms.person, terms.person, NOW.date())
        found[terms.person.username] = (terms.kind, [one.open for one in standing.duties])
    assert found == {
        "boonsri": ("faith", [False, True, True]),
        "tawan": ("school", [True, True, True]),
    }
    levels = HeldLevel.objects.filter(person__account__username__in=found)
    assert {*levels.values_list("level__track", flat=True)} == {CareerLevel.Track.VOLUNTEER}


def test_one_certificate_of_noks_has_a_file_that_would_be_taken():
    [file] = Evidence.objects.select_related("certificate__type", "certificate__person")
    assert (file.holder.username, str(file.certificate)) == ("nok", "Child forensic interviewing")
    assert evidence.judged(bytes(file.content))[0] == file.kind == "png"


def test_a_trainer_works_at_two_organisations_with_one_account():
    first, second = Person.objects.filter(account__username="boonlert").order_by("pk")
    assert first.account == second.account
    assert first.organisation != second.organisation
    for one in (first, second):
        assert [m.role for m in one.current_memberships] == [Role.TRAINER]
