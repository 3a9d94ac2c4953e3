"""For every verb with `by`: something it could be done to, and who may do it.

Each case is a function that makes what the verb works on, in the cast's house, and gives back a
call that lacks nothing but the caller. `tests/test_verbs.py` brings the callers.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from people.calendar import actions as calendars
from people.first_run import actions as first_steps
from people.first_run.steps import FIRST_STEPS
from people.jobs import actions as jobs
from people.languages.local_text import LocalText
from people.lists import actions as lists
from people.members import employments, memberships, proposals
from people.members import invitations as members_invitations
from people.members.absences import actions as absences
from people.messages import actions as messages
from people.models import (
    Absence,
    Invitation,
    LostSignIn,
    Organisation,
    OrganisationKey,
    Person,
    RefusedAddress,
    Role,
    Unit,
)
from people.modules import actions as modules
from people.naming import actions as naming
from people.organisation_keys import actions as organisation_keys
from people.programs import entering
from people.programs.schemas import PersonChangeIn, PersonIn
from people.rescue import actions as rescue
from people.units import actions as units
from programme.directory import actions as directory
from programme.directory import own_services
from programme.directory.plans import EntryPlan
from programme.gaps import actions as gaps
from programme.gaps import keeper_asks
from programme.lessons import actions as lessons
from programme.members import actions as programmes
from programme.models import ProgrammePost, Release
from programme.pathways import actions as pathways
from programme.posts import actions as posts
from programme.posts import stations
from programme.releases import actions as releases
from programme.releases import consents
from programme.reports import actions as reports
from programme.rules.periods import ReportPeriod
from programme.volunteering import actions as volunteering
from tests.makers import (
    NOW,
    WEEK,
    job_of,
    make_award,
    make_cycle,
    make_failed_letter,
    make_goal,
    make_hotline,
    make_line,
    make_membership,
    make_nomination,
    make_organisation,
    make_pack,
    make_person,
    make_policy,
    make_promotion,
    make_proposal,
    make_share,
    make_thanks,
    make_thanks_link,
    make_unit,
    make_week,
    make_worker,
    wording_of,
)
from tests.programme.conftest import (
    make_holder,
    make_keeper_ask,
    make_post,
    make_question,
    make_volunteer_page,
    make_wish,
)
from tests.programme.directory.makers import make_entry, make_lesson
from tests.training.conftest import (
    PDF,
    THURSDAY,
    make_certificate,
    make_certificate_type,
    make_places,
    make_session,
    make_study,
)
from training.careers import actions as careers
from training.careers import goals, promotions
from training.catalogue import actions as catalogue
from training.certificates import (
    actions as certificates,
)
from training.certificates import (
    elsewhere as certificates_elsewhere,
)
from training.certificates import (
    files,
)
from training.hours import actions as hours
from training.meetings import actions as groups
from training.models import (
    Attendance,
    Audience,
    CareerLevel,
    CertificateType,
    Competency,
    Course,
    Evidence,
    Exemption,
    GoalStep,
    Opinion,
    PromotionOpinion,
    Requirement,
    Session,
    SessionPartner,
    ThanksReport,
    VolunteerTerms,
)
from training.partners import actions as partners
from training.recognition import awards, nominations, thanks, thanks_links
from training.requirements import actions as requirements
from training.sessions import actions as sessions
from training.sessions import invitations, moving, places
from training.sessions.actions import RollResult
from training.starter import actions as starter
from training.volunteers import actions as volunteers
from wellbeing.groups import freezing
from wellbeing.help import actions as helping
from wellbeing.help import contacts
from wellbeing.models import ContactRequest
from wellbeing.scales import packs
from wellbeing.sharing import actions as sharing
from workload.flags import actions as flags
from workload.hands import actions as hands
from workload.models import Flag, FlagStep, HandRequest, PlanItem, RoomOffer, SupervisionTalk
from workload.moves import actions as moves
from workload.policies import actions as policies
from workload.policies import previews
from workload.policies.policy_numbers import written_number
from workload.rules import load as load_rules
from workload.time import talks, time_off

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
NEXT_MONDAY = TODAY + timedelta(days=3)
TEAM, OFFICE = "chiang_mai", "office"
CERTIFIED = RollResult(Attendance.FULL, certified=True)


@dataclass
class House:
    """Saphan Foundation: an office, a team, one worker and the two who answer for her."""

    saphan: Organisation
    office: Unit
    chiang_mai: Unit
    nok: Person
    wipa: Person
    siriporn: Person
    ploy: Person

    def interview(self, **changes) -> CertificateType:
        return make_certificate_type(self.saphan, **changes)

    def course(self) -> Course:
        return Course.objects.create(
            organisation=self.saphan,
            name={"en": "Interviewing"},
            hours=Decimal(6),
            certificate_type=self.interview(),
        )

    def session(self, day=THURSDAY) -> Session:
        found = make_session(self.course(), self.siriporn, day=day)
        make_places(found, [self.nok])
        return found

    def certificate(self):
        return make_certificate(self.nok, self.interview(), by=self.siriporn)

    def colleague(self, unit=None) -> Person:
        return make_worker(unit or self.chiang_mai)

    def level(self) -> CareerLevel:
        return CareerLevel.objects.create(organisation=self.saphan, name={"en": "First"})

    def flag(self) -> Flag:
        week = make_week(self.nok, percent=Decimal(130), level="red")
        flag = Flag.objects.create(
            organisation=self.saphan,
            person=self.nok,
            level="red",
            opened_week=week.week,
            opened_at=NOW,
        )
        flag.steps.create(kind=FlagStep.Kind.OPENED, at=NOW)
        return flag

    def talk(self) -> SupervisionTalk:
        return talks.write(
            supervisor=self.wipa,
            person=self.nok,
            by=self.wipa,
            day=TODAY,
            minutes=30,
            words="Less nights.",
            now=NOW,
        )

    def offer(self, unit=None, by=None) -> RoomOffer:
        return RoomOffer.objects.create(
            organisation=(unit or self.chiang_mai).organisation,
            unit=unit or self.chiang_mai,
            points=10,
            job=job_of(unit or self.chiang_mai, "shelter"),
            until=TOMORROW,
            offered_by=by or self.wipa,
            offered_at=NOW,
        )

    def neighbour(self) -> tuple[Unit, Person]:
        """A shelter of others, and who leads it."""
        unit = make_unit(make_organisation("Baan Rak", kind="shelter"), "Shelter")
        return unit, make_person("neighbour", unit.organisation)

    def session_of_others(self) -> Session:
        """A session of the neighbours."""
        unit, lead = self.neighbour()
        make_membership(lead, unit, Role.TRAINER)
        course = Course.objects.create(
            organisation=unit.organisation, name={"en": "Safety"}, hours=Decimal(3)
        )
        return make_session(course, lead, day=TOMORROW)

    def partner(self, session: Session, organisation: Organisation) -> SessionPartner:
        """That an organisation was offered seats in a session."""
        return SessionPartner.objects.create(
            host=session,
            organisation=organisation,
            day=session.day,
            offered_by=session.trainer,
            offered_at=NOW,
        )

    def hand(self) -> HandRequest:
        """That the neighbours ask this team for a hand."""
        unit, lead = self.neighbour()
        return HandRequest.objects.create(
            organisation=unit.organisation,
            offer=self.offer(),
            unit=unit,
            points=2,
            asked_by=lead,
            asked_at=NOW,
        )

    def move(self):
        piyada = make_worker(self.chiang_mai, "piyada")
        line = make_line(self.nok)
        return moves.propose(
            by=self.wipa, giver=self.nok, receiver=piyada, parts={line.public_id: 1}, now=NOW
        )


Call = Callable[[Person], object]


@dataclass(frozen=True)
class Case:
    """A verb, what it works on, and who may do it."""

    ready: Callable[[House], Call]
    # The role that gives the right, and at which unit; without one, it is somebody's own.
    role: Role | None = None
    unit: str = OFFICE
    # Whose own, by sign-in name.
    owner: str = "nok"
    # The role at any unit will do: the catalogue belongs to all trainers.
    anywhere: bool = False
    # Nothing of the house goes in: others do the same in theirs, and may.
    at_home: bool = False
    # Any colleague may; only strangers and whoever has left may not.
    colleagues: bool = False
    # Changes nothing and says nothing: repeating is safe, and so is another's tap.
    quiet: bool = False
    # Trainers of others may, and nobody of the house: they speak for a second organisation.
    elsewhere: bool = False


CASES: dict[str, Case] = {}


def verb(name: str, role: Role | None = None, unit: str = OFFICE, **about) -> Callable:
    """Put a case into the table."""

    def keep(ready: Callable[[House], Call]) -> Callable[[House], Call]:
        assert name not in CASES, name
        CASES[name] = Case(ready=ready, role=role, unit=unit, **about)
        return ready

    return keep


SONGKRAN = date(2027, 4, 13)
TRAINER, ADMIN, SUPERVISOR = Role.TRAINER, Role.ADMIN, Role.SUPERVISOR


# Programmes


def others_admin() -> Person:
    """An admin of another organisation, whom no verb is tried with."""
    other = Unit.objects.filter(name__en="Rest house").first()
    other = other or make_unit(make_organisation("Baan Suk Shelters", kind="shelter"), "Rest house")
    admin = make_person("others-admin", other.organisation)
    make_membership(admin, other, ADMIN, hours=None)
    return Person.objects.get(pk=admin.pk)


def house_admin(house: House) -> Person:
    admin = make_person("house-admin", house.saphan)
    make_membership(admin, house.office, ADMIN, hours=None)
    return Person.objects.get(pk=admin.pk)


def founded(house: House):
    return programmes.found(
        organisation=house.saphan, name={"en": "Together"}, by=house_admin(house), now=NOW
    )


def named_elsewhere(house: House):
    """A person of another member is named for the office by that member."""
    admin = others_admin()
    code = programmes.invite(
        member=founded(house), by=Person.objects.get(account__username="house-admin"), now=NOW
    )
    there = programmes.join(organisation=admin.organisation, code=code, by=admin, now=NOW)
    person = make_person("their-office", admin.organisation)
    make_membership(person, Unit.objects.get(name__en="Rest house"), Role.PROGRAMME, hours=None)
    return programmes.name_person(member=there, person=person, by=admin, now=NOW)


@verb("programme.members.actions.found", ADMIN)
def found_a_programme(house: House) -> Call:
    about = {"organisation": house.saphan, "name": {"en": "Together"}, "now": NOW}
    return lambda by: programmes.found(by=by, **about)


@verb("programme.members.actions.invite", ADMIN)
def invite_to_a_programme(house: House) -> Call:
    member = founded(house)
    return lambda by: programmes.invite(member=member, by=by, now=NOW)


@verb("programme.members.actions.join", ADMIN)
def join_a_programme(house: House) -> Call:
    admin = others_admin()
    there = programmes.found(
        organisation=admin.organisation, name={"en": "Together"}, by=admin, now=NOW
    )
    code = programmes.invite(member=there, by=admin, now=NOW)
    return lambda by: programmes.join(organisation=house.saphan, code=code, by=by, now=NOW)


@verb("programme.members.actions.agree", ADMIN)
def agree_to_a_part(house: House) -> Call:
    member = founded(house)
    return lambda by: programmes.agree(member=member, part="posts", by=by, now=NOW)


@verb("programme.members.actions.withdraw", ADMIN)
def withdraw_a_part(house: House) -> Call:
    member = founded(house)
    programmes.agree(
        member=member,
        part="posts",
        by=Person.objects.get(account__username="house-admin"),
        now=NOW,
    )
    return lambda by: programmes.withdraw(member=member, part="posts", by=by, now=NOW)


@verb("programme.members.actions.name_person", ADMIN)
def name_for_the_office(house: House) -> Call:
    member = founded(house)
    make_membership(house.nok, house.chiang_mai, Role.PROGRAMME, hours=None)
    return lambda by: programmes.name_person(member=member, person=house.nok, by=by, now=NOW)


@verb("programme.members.actions.confirm_person", ADMIN)
def name_too(house: House) -> Call:
    seat = named_elsewhere(house)
    return lambda by: programmes.confirm_person(seat=seat, by=by, now=NOW)


@verb("programme.members.actions.take_back", ADMIN)
def take_a_naming_back(house: House) -> Call:
    seat = named_elsewhere(house)
    programmes.confirm_person(
        seat=seat, by=Person.objects.get(account__username="house-admin"), now=NOW
    )
    # The other member's own admin could end the seat too: for them it is over already.
    seat.namings.filter(member=seat.member).update(withdrawn_at=NOW)
    return lambda by: programmes.take_back(seat=seat, by=by, now=NOW)


@verb("programme.members.actions.leave", ADMIN)
def leave_a_programme(house: House) -> Call:
    member = founded(house)
    return lambda by: programmes.leave(member=member, by=by, now=NOW)


@verb("programme.members.actions.end", ADMIN)
def end_a_programme(house: House) -> Call:
    member = founded(house)
    return lambda by: programmes.end(programme=member.programme, by=by, now=NOW)


# Posts


def office_of_two(house: House):
    """A person of the house is of the office, named by two members' admins."""
    own, admin = founded(house), others_admin()
    by = Person.objects.get(account__username="house-admin")
    code = programmes.invite(member=own, by=by, now=NOW)
    programmes.join(organisation=admin.organisation, code=code, by=admin, now=NOW)
    person = make_person("house-office", house.saphan)
    make_membership(person, house.office, Role.PROGRAMME, hours=None)
    about = {"member": own, "person": Person.objects.get(pk=person.pk), "now": NOW}
    seat = programmes.name_person(by=by, **about)
    programmes.confirm_person(seat=seat, by=admin, now=NOW)
    return own


def make_release(house: House, **changes) -> Release:
    programme = office_of_two(house).programme
    about = {"asked_by": house.ploy, "asked_at": NOW, "drafted_at": NOW} | changes
    return Release.objects.create(programme=programme, quarter="2026-Q3", **about)


@verb("programme.releases.actions.ask_for_release", owner="house-office")
def ask_for_a_release(house: House) -> Call:
    office_of_two(house)
    return lambda by: releases.ask_for_release(quarter="2026-Q3", by=by, now=NOW)


@verb("programme.releases.actions.approve_release", owner="house-office")
def approve_a_release(house: House) -> Call:
    release = make_release(house)
    return lambda by: releases.approve_release(release=release, by=by, now=NOW)


def draft_and_earlier(house: House) -> dict[str, Release]:
    draft = make_release(house)
    about = {"asked_by": house.ploy, "asked_at": NOW, "drafted_at": NOW, "published_at": NOW}
    earlier = Release.objects.create(programme=draft.programme, quarter="2026-Q2", **about)
    return {"release": draft, "corrected": earlier}


@verb("programme.releases.actions.write_correction", owner="house-office")
def write_a_correction(house: House) -> Call:
    text = LocalText({"en": "A name was wrong.", "th": "ชื่อหนึ่งผิด"})
    about = {"kind": "words", "wrong": text, "right": text, "now": NOW}
    both = draft_and_earlier(house)
    return lambda by: releases.write_correction(**both, **about, by=by)


@verb("programme.releases.actions.drop_correction", owner="house-office")
def drop_a_correction(house: House) -> Call:
    both = draft_and_earlier(house)
    about = {"kind": "words", "written_by": house.ploy, "written_at": NOW}
    both["release"].corrections.create(corrected=both["corrected"], **about)
    return lambda by: releases.drop_correction(**both, by=by, now=NOW)


@verb("programme.releases.actions.send_back", owner="house-office")
def send_a_release_back(house: House) -> Call:
    release = make_release(house)
    return lambda by: releases.send_back(release=release, by=by, now=NOW)


@verb("programme.releases.actions.withdraw_release", owner="house-office")
def withdraw_a_release(house: House) -> Call:
    release = make_release(house, published_at=NOW)
    return lambda by: releases.withdraw_release(release=release, by=by, now=NOW)


def sharing_releases(house: House):
    own = founded(house)
    by = Person.objects.get(account__username="house-admin")
    programmes.agree(member=own, part="releases", by=by, now=NOW)
    return own


@verb("programme.releases.consents.agree_to_release", ADMIN)
def agree_to_a_release(house: House) -> Call:
    about = {"member": sharing_releases(house), "parts": ["load"], "months": 12, "now": NOW}
    return lambda by: consents.agree_to_release(by=by, **about)


@verb("programme.releases.consents.end_release_consent", ADMIN)
def end_a_release_consent(house: House) -> Call:
    member = sharing_releases(house)
    by = Person.objects.get(account__username="house-admin")
    consents.agree_to_release(member=member, parts=["load"], months=12, by=by, now=NOW)
    return lambda by: consents.end_release_consent(member=member, by=by, now=NOW)


@verb("programme.releases.consents.place_unit", ADMIN)
def place_a_unit(house: House) -> Call:
    about = {"unit": house.chiang_mai, "province": "TH-50", "now": NOW}
    return lambda by: consents.place_unit(by=by, **about)


def plan_of(house: House, **changes) -> posts.PostPlan:
    return posts.PostPlan(job=job_of(house.saphan), province="TH-50", since=TODAY, **changes)


@verb("programme.posts.actions.open_post", Role.PROGRAMME, anywhere=True)
def open_a_post(house: House) -> Call:
    about = {"organisation": house.saphan, "plan": plan_of(house), "now": NOW}
    return lambda by: posts.open_post(by=by, **about)


@verb("programme.posts.actions.change_post", ADMIN)
def change_a_post(house: House) -> Call:
    post = make_post(house.saphan)
    return lambda by: posts.change_post(post=post, plan=plan_of(house, needed=2), by=by, now=NOW)


@verb("programme.posts.actions.close_post", ADMIN)
def close_a_post(house: House) -> Call:
    post = make_post(house.saphan)
    return lambda by: posts.close_post(post=post, by=by, now=NOW)


@verb("programme.posts.actions.give_post", ADMIN)
def give_a_post(house: House) -> Call:
    about = {"post": make_post(house.saphan), "person": house.nok, "starts": TODAY, "now": NOW}
    return lambda by: posts.give_post(by=by, **about)


@verb("programme.posts.actions.end_holding", ADMIN)
def end_a_holding(house: House) -> Call:
    holder = make_holder(make_post(house.saphan), house.nok)
    return lambda by: posts.end_holding(holder=holder, ends=TODAY, by=by, now=NOW)


@verb("programme.gaps.actions.ask_person", Role.PROGRAMME, anywhere=True)
def ask_for_a_post(house: House) -> Call:
    about = {"post": make_post(house.saphan), "person": house.nok, "starts": TODAY, "now": NOW}
    return lambda by: gaps.ask_person(by=by, **about)


@verb("programme.reports.actions.ask_report", Role.PROGRAMME, anywhere=True, at_home=True)
def ask_for_a_report(house: House) -> Call:
    about = {"period": ReportPeriod.parse("quarter-2026-3"), "scope": "own", "language": "en"}
    return lambda by: reports.ask_report(by=by, now=NOW, **about)


@verb("programme.gaps.actions.answer_question")
def answer_a_question(house: House) -> Call:
    question = make_question(make_post(house.saphan), house.nok)
    return lambda by: gaps.answer_question(question=question, yes=True, by=by, now=NOW)


@verb("programme.gaps.actions.confirm_question", ADMIN)
def confirm_a_yes(house: House) -> Call:
    about = {"state": "yes", "settled_at": NOW, "starts": TODAY}
    question = make_question(make_post(house.saphan), house.nok, **about)
    return lambda by: gaps.confirm_question(question=question, by=by, now=NOW)


@verb("programme.gaps.actions.withdraw_question", ADMIN)
def withdraw_a_question(house: House) -> Call:
    question = make_question(make_post(house.saphan), house.nok)
    return lambda by: gaps.withdraw_question(question=question, by=by, now=NOW)


def office_and_a_post_elsewhere(house: House) -> ProgrammePost:
    """Two members named a person of Saphan's office, and the other member shares its posts."""
    admin, member = others_admin(), founded(house)
    host = Person.objects.get(account__username="house-admin")
    code = programmes.invite(member=member, by=host, now=NOW)
    there = programmes.join(organisation=admin.organisation, code=code, by=admin, now=NOW)
    programmes.agree(member=there, part="posts", by=admin, now=NOW)
    person = make_person("of-the-office", house.saphan)
    make_membership(person, house.office, Role.PROGRAMME, hours=None)
    seat = programmes.name_person(
        member=member, person=Person.objects.get(pk=person.pk), by=host, now=NOW
    )
    programmes.confirm_person(seat=seat, by=admin, now=NOW)
    return make_post(admin.organisation)


@verb("programme.gaps.keeper_asks.ask_keepers", owner="of-the-office")
def ask_the_keepers_of_a_post(house: House) -> Call:
    about = {"post": office_and_a_post_elsewhere(house), "kind": "person", "now": NOW}
    return lambda by: keeper_asks.ask_keepers(by=by, **about)


@verb("programme.gaps.keeper_asks.withdraw_ask", owner="of-the-office")
def take_back_what_the_keepers_are_asked(house: House) -> Call:
    post = office_and_a_post_elsewhere(house)
    by = Person.objects.get(account__username="of-the-office")
    keeper_asks.ask_keepers(post=post, kind="person", by=by, now=NOW)
    return lambda by: keeper_asks.withdraw_ask(post=post, by=by, now=NOW)


@verb("programme.gaps.keeper_asks.answer_ask", ADMIN)
def answer_the_office_of_a_programme(house: House) -> Call:
    ask = make_keeper_ask(make_post(house.saphan))
    return lambda by: keeper_asks.answer_ask(ask=ask, answer="yes", by=by, now=NOW)


@verb("programme.volunteering.actions.save_page", ADMIN)
def open_a_page_for_volunteers(house: House) -> Call:
    words = {"who": {"en": "We help people home."}, "what": {"en": "You keep people company."}}
    about = words | {"sources": ["school"], "is_open": True, "now": NOW}
    return lambda by: volunteering.save_page(organisation=house.saphan, by=by, **about)


def application_at(house: House):
    page = make_volunteer_page(house.ploy)
    about = {"name": "Dao", "contact": "dao@example.org", "source": "school", "now": NOW}
    return volunteering.apply(page=page, **about)


@verb("programme.volunteering.actions.move_application", ADMIN)
def say_how_far_an_application_went(house: House) -> Call:
    about = {"application": application_at(house), "step": "talked", "now": NOW}
    return lambda by: volunteering.move_application(by=by, **about)


@verb("programme.volunteering.actions.delete_application", ADMIN)
def delete_an_application(house: House) -> Call:
    application = application_at(house)
    return lambda by: volunteering.delete_application(application=application, by=by)


@verb("programme.gaps.actions.wish_session", ADMIN)
def wish_for_a_session(house: House) -> Call:
    wish = make_wish(make_post(house.saphan))
    about = {"post": wish.post, "kind": wish.kind, "now": NOW}
    return lambda by: gaps.wish_session(by=by, **about)


@verb("programme.gaps.actions.decline_wish", TRAINER, anywhere=True)
def decline_a_wish(house: House) -> Call:
    wish = make_wish(make_post(house.saphan))
    return lambda by: gaps.decline_wish(wish=wish, by=by, now=NOW)


@verb("programme.posts.stations.add_usual", ADMIN)
def add_the_usual_stations(house: House) -> Call:
    return lambda by: stations.add_usual(organisation=house.saphan, by=by, now=NOW)


@verb("programme.posts.stations.save_station", ADMIN)
def save_a_station(house: House) -> Call:
    about = {"organisation": house.saphan, "name": {"en": "Desk"}, "province": "TH-50", "now": NOW}
    return lambda by: stations.save_station(by=by, **about)


# Directory, pathways and lessons


ENTRY = EntryPlan(name={"en": "Desk"}, services=["legal"], provinces=["TH-50"], phone="053 000 000")


@verb("programme.directory.actions.save_entry", Role.PROGRAMME, anywhere=True)
def save_an_entry(house: House) -> Call:
    about = {"organisation": house.saphan, "plan": ENTRY, "now": NOW}
    return lambda by: directory.save_entry(by=by, **about)


@verb("programme.directory.actions.confirm_entry", ADMIN)
def confirm_an_entry(house: House) -> Call:
    entry = make_entry(house.saphan, house.nok)
    return lambda by: directory.confirm_entry(entry=entry, by=by, now=NOW)


@verb("programme.directory.actions.retire_entry", ADMIN)
def retire_an_entry(house: House) -> Call:
    entry = make_entry(house.saphan, house.nok)
    return lambda by: directory.retire_entry(entry=entry, retired=True, by=by, now=NOW)


@verb("programme.directory.own_services.save_service", ADMIN)
def save_a_service(house: House) -> Call:
    about = {"organisation": house.saphan, "name": {"en": "Nets"}, "counts_as": "work", "now": NOW}
    return lambda by: own_services.save_service(by=by, **about)


@verb("programme.pathways.actions.save_pathway", ADMIN)
def save_a_pathway(house: House) -> Call:
    about = {"organisation": house.saphan, "name": {"en": "Home"}, "now": NOW}
    return lambda by: pathways.save_pathway(steps=["shelter", "work"], by=by, **about)


@verb("programme.lessons.actions.save_lesson", TRAINER, anywhere=True)
def save_a_lesson(house: House) -> Call:
    about = {"organisation": house.saphan, "subject": "trial", "title": "x", "text": "y"}
    return lambda by: lessons.save_lesson(by=by, now=NOW, **about)


@verb("programme.lessons.actions.retire_lesson", ADMIN)
def retire_a_lesson(house: House) -> Call:
    lesson = make_lesson(house.saphan, house.nok)
    return lambda by: lessons.retire_lesson(lesson=lesson, retired=True, by=by, now=NOW)


# Units


@verb("people.modules.actions.switch", ADMIN)
def switch_a_module(house: House) -> Call:
    change = {"organisation": house.saphan, "key": "forecast", "on": False, "now": NOW}
    return lambda by: modules.switch(by=by, **change)


@verb("people.messages.actions.send_again", ADMIN)
def send_a_letter_again(house: House) -> Call:
    make_failed_letter(house.nok)
    return lambda by: messages.send_again(by=by, now=NOW)


@verb("people.messages.actions.mark_returned", ADMIN)
def mark_an_address(house: House) -> Call:
    return lambda by: messages.mark_returned(by=by, person=house.nok, now=NOW)


@verb("people.messages.actions.take_mark_away", ADMIN)
def take_a_mark_away(house: House) -> Call:
    about = {"address": house.nok.email, "since": TODAY}
    RefusedAddress.objects.create(person=house.nok, **about)
    return lambda by: messages.take_mark_away(by=by, person=house.nok, now=NOW)


@verb("people.naming.actions.choose_naming", ADMIN)
def choose_how_people_are_named(house: House) -> Call:
    change = {"organisation": house.saphan, "rank_places": ["board"], "says_khun": True, "now": NOW}
    return lambda by: naming.choose_naming(by=by, **change)


def key_of_house(house: House) -> OrganisationKey:
    about = {"name": "Personnel", "scopes": ["people"], "now": NOW}
    return organisation_keys.make(by=house.ploy, **about)[0]


@verb("people.organisation_keys.actions.make", ADMIN, at_home=True)
def make_a_key_of_the_organisation(_house: House) -> Call:
    about = {"name": "Personnel", "scopes": ["people"], "now": NOW}
    return lambda by: organisation_keys.make(by=by, **about)


@verb("people.organisation_keys.actions.take_over", ADMIN)
def take_a_key_over(house: House) -> Call:
    key = key_of_house(house)
    return lambda by: organisation_keys.take_over(key=key, by=by, now=NOW)


@verb("people.organisation_keys.actions.revoke", ADMIN)
def revoke_a_key(house: House) -> Call:
    key = key_of_house(house)
    return lambda by: organisation_keys.revoke(key=key, by=by, now=NOW)


def sent_person(house: House) -> PersonIn:
    about = {"employee_number": "SP-900", "name_en": "Somchai Jaidee", "job": "shelter"}
    return PersonIn(**about, unit=house.chiang_mai.public_id)


@verb("people.programs.entering.enter", ADMIN)
def enter_people_by_program(house: House) -> Call:
    return lambda by: entering.enter(people=[sent_person(house)], by=by, now=NOW)


@verb("people.programs.entering.change", ADMIN)
def change_a_person_by_program(house: House) -> Call:
    sent = PersonChangeIn(phone="081 234 5678")
    about = {"person": house.nok, "sent": sent, "if_match": None, "now": NOW}
    return lambda by: entering.change(by=by, **about)


@verb("people.calendar.actions.rest_on_holidays", ADMIN)
def work_on_holidays(house: House) -> Call:
    change = {"organisation": house.saphan, "rests": False, "now": NOW}
    return lambda by: calendars.rest_on_holidays(by=by, **change)


@verb("people.calendar.actions.choose", ADMIN)
def work_on_a_holiday(house: House) -> Call:
    change = {"organisation": house.saphan, "day": SONGKRAN, "rests": False, "now": NOW}
    return lambda by: calendars.choose(by=by, **change)


@verb("people.calendar.actions.add_day", ADMIN)
def add_a_day_of_rest(house: House) -> Call:
    return lambda by: calendars.add_day(**a_day(house), by=by)


@verb("people.calendar.actions.remove_day", ADMIN)
def take_a_day_of_rest_out(house: House) -> Call:
    entry = calendars.add_day(**a_day(house), by=house.ploy)
    return lambda by: calendars.remove_day(entry=entry, by=by, now=NOW)


@verb("people.calendar.actions.add_span", ADMIN)
def name_some_days(house: House) -> Call:
    return lambda by: calendars.add_span(**a_span(house), by=by)


@verb("people.calendar.actions.remove_span", ADMIN)
def take_a_span_out(house: House) -> Call:
    span = calendars.add_span(**a_span(house), by=house.ploy)
    return lambda by: calendars.remove_span(span=span, by=by, now=NOW)


def a_day(house: House) -> dict:
    """A day of rest to type."""
    about = {"organisation": house.saphan, "day": SONGKRAN, "kind": "rests", "now": NOW}
    return about | {"name": {"en": "Ours"}}


def a_span(house: House) -> dict:
    """A span to type."""
    about = {"organisation": house.saphan, "kind": "recess", "now": NOW}
    return about | {"first": SONGKRAN, "last": SONGKRAN, "name": {"en": "Recess"}}


@verb("people.first_run.actions.leave_out", ADMIN, at_home=True)
def leave_a_first_step_out(house: House) -> Call:
    return lambda by: first_steps.leave_out(code="units", by=by)


@verb("people.first_run.actions.close", ADMIN, at_home=True)
def close_the_first_steps(house: House) -> Call:
    Organisation.objects.filter(pk=house.saphan.pk).update(
        first_run_open=True, first_run_skipped=[*FIRST_STEPS]
    )
    return lambda by: first_steps.close(by=by, now=NOW)


@verb("people.units.actions.add_outline", ADMIN)
def add_units_at_once(house: House) -> Call:
    return lambda by: units.add_outline(parent=house.office, by=by, outline="Mae Sot")


@verb("people.units.actions.add", ADMIN)
def add_a_unit(house: House) -> Call:
    return lambda by: units.add(parent=house.chiang_mai, by=by, name={"en": "Fang"})


@verb("people.units.actions.describe", ADMIN)
def describe_a_unit(house: House) -> Call:
    return lambda by: units.describe(unit=house.chiang_mai, by=by, name={"en": "North"})


# Lists


PASTED = {"subject": "trades", "text": "code\tname\nD1\tDriver\n", "now": NOW}


@verb("people.lists.actions.bring", ADMIN, at_home=True)
def bring_in_a_list(house: House) -> Call:
    return lambda by: lists.bring(by=by, **PASTED)


@verb("people.lists.actions.choose_columns", owner="ploy")
def choose_the_columns_of_a_list(house: House) -> Call:
    brought = lists.bring(by=house.ploy, **PASTED)
    columns = ["code", "th"]
    return lambda by: lists.choose_columns(brought=brought, columns=columns, by=by, now=NOW)


@verb("people.lists.actions.look", owner="ploy")
def look_at_a_list(house: House) -> Call:
    brought = lists.bring(by=house.ploy, **PASTED)
    return lambda by: lists.look(brought=brought, by=by, now=NOW)


@verb("people.lists.actions.save", owner="ploy")
def save_a_list(house: House) -> Call:
    brought = lists.bring(by=house.ploy, **PASTED)
    promised = lists.look(brought=brought, by=house.ploy, now=NOW).digest
    return lambda by: lists.save(brought=brought, promised=promised, by=by, now=NOW)


@verb("people.lists.actions.undo", owner="ploy")
def take_a_list_back(house: House) -> Call:
    brought = lists.bring(by=house.ploy, **PASTED)
    promised = lists.look(brought=brought, by=house.ploy, now=NOW).digest
    lists.save(brought=brought, promised=promised, by=house.ploy, now=NOW)
    return lambda by: lists.undo(brought=brought, by=by, now=NOW)


# Who belongs where, and in which role


@verb("people.jobs.actions.add_job", ADMIN)
def add_a_job(house: House) -> Call:
    return lambda by: jobs.add_job(
        organisation=house.saphan, name={"en": "Night watch"}, by=by, now=NOW
    )


@verb("people.jobs.actions.add_employment", ADMIN)
def add_a_kind_of_employment(house: House) -> Call:
    about = {"organisation": house.saphan, "name": {"en": "By the day"}, "has_hours": False}
    return lambda by: jobs.add_employment(**about, by=by, now=NOW)


@verb("people.jobs.actions.describe", ADMIN)
def rename_a_job(house: House) -> Call:
    job = job_of(house.office)
    return lambda by: jobs.describe(entry=job, name={"en": "Night watch"}, by=by, now=NOW)


@verb("people.jobs.actions.offer", ADMIN)
def retire_a_job(house: House) -> Call:
    job = job_of(house.office)
    return lambda by: jobs.offer(entry=job, offered=False, by=by, now=NOW)


@verb("people.members.memberships.join", ADMIN)
def give_a_role(house: House) -> Call:
    person = house.colleague()
    place = {
        "unit": house.chiang_mai,
        "role": TRAINER,
        "job": job_of(house.office, "office"),
        "hours": None,
    }
    return lambda by: memberships.join(person=person, **place, day=TODAY, by=by, now=NOW)


@verb("people.members.memberships.leave", ADMIN)
def end_a_role(house: House) -> Call:
    held = house.nok.memberships.get()
    return lambda by: memberships.leave(membership=held, last_day=TODAY, by=by, now=NOW)


@verb("people.members.memberships.move", ADMIN)
def change_a_role(house: House) -> Call:
    held = house.nok.memberships.get()
    place = {
        "unit": house.office,
        "role": Role.WORKER,
        "job": job_of(house.office, "office"),
        "hours": Decimal(20),
    }
    return lambda by: memberships.move(membership=held, **place, day=TODAY, by=by, now=NOW)


@verb("people.members.employments.employ", ADMIN)
def write_how_a_person_is_employed(house: House) -> Call:
    about = {"employment": house.saphan.employments.first(), "until": TODAY}
    return lambda by: employments.employ(person=house.nok, **about, by=by, now=NOW)


@verb("people.members.memberships.deactivate", ADMIN)
def close_an_account(house: House) -> Call:
    return lambda by: memberships.deactivate(person=house.nok, by=by, now=NOW)


@verb("people.members.memberships.reactivate", ADMIN)
def open_an_account_again(house: House) -> Call:
    Person.objects.filter(pk=house.nok.pk).update(is_active=False)
    house.nok.refresh_from_db()
    return lambda by: memberships.reactivate(person=house.nok, by=by, now=NOW)


def leave_of(house: House) -> Absence:
    days = {"starts": TODAY, "ends": TOMORROW}
    return Absence.objects.create(person=house.wipa, kind="sick", entered_at=NOW, **days)


@verb("people.members.absences.actions.enter", ADMIN)
def enter_an_absence(house: House) -> Call:
    about = {"person": house.wipa, "kind": "sick", "starts": TODAY, "ends": TOMORROW, "now": NOW}
    return lambda by: absences.enter(by=by, **about)


@verb("people.members.absences.actions.change", ADMIN)
def move_an_absence(house: House) -> Call:
    about = {"absence": leave_of(house), "kind": "sick", "starts": TODAY, "ends": TODAY, "now": NOW}
    return lambda by: absences.change(by=by, **about)


@verb("people.members.absences.actions.come_back", ADMIN)
def end_an_absence(house: House) -> Call:
    absence = leave_of(house)
    return lambda by: absences.come_back(absence=absence, day=TOMORROW, by=by, now=NOW)


@verb("people.members.absences.actions.stand_in", ADMIN)
def let_somebody_stand_in(house: House) -> Call:
    leave_of(house)
    about = {"membership": house.wipa.memberships.get(), "person": house.nok, "now": NOW}
    return lambda by: absences.stand_in(starts=TODAY, ends=TODAY, by=by, **about)


@verb("people.members.proposals.propose", owner="ploy")
def propose_a_role(house: House) -> Call:
    place = {
        "unit": house.office,
        "role": TRAINER,
        "job": job_of(house.office, "office"),
        "hours": None,
    }
    return lambda by: proposals.propose(**place, day=TODAY, by=by, now=NOW)


@verb("people.members.proposals.propose_change", owner="ploy")
def propose_another_role(house: House) -> Call:
    held = make_membership(house.ploy, house.office, TRAINER, hours=None)
    place = {
        "unit": house.chiang_mai,
        "role": TRAINER,
        "job": job_of(house.office, "office"),
        "hours": None,
    }
    return lambda by: proposals.propose_change(membership=held, **place, day=TODAY, by=by, now=NOW)


@verb("people.members.proposals.propose_end", owner="ploy")
def propose_an_end(house: House) -> Call:
    held = make_membership(house.ploy, house.office, TRAINER, hours=None)
    return lambda by: proposals.propose_end(membership=held, last_day=TODAY, by=by, now=NOW)


@verb("people.rescue.actions.ask", ADMIN)
def ask_for_help(house: House) -> Call:
    return lambda by: rescue.ask(person=house.nok, by=by, now=NOW)


def asked_by_ploy(house: House) -> LostSignIn:
    return LostSignIn.objects.create(person=house.nok, asked_by=house.ploy, asked_at=NOW)


@verb("people.rescue.actions.agree", SUPERVISOR, TEAM)
def agree_to_help(house: House) -> Call:
    asked = asked_by_ploy(house)
    return lambda by: rescue.agree(asked=asked, by=by, now=NOW)


@verb("people.rescue.actions.decline", SUPERVISOR, TEAM)
def decline_to_help(house: House) -> Call:
    asked = asked_by_ploy(house)
    return lambda by: rescue.decline(asked=asked, by=by, now=NOW)


@verb("people.rescue.actions.withdraw", owner="ploy")
def take_back_what_was_asked(house: House) -> Call:
    asked = asked_by_ploy(house)
    return lambda by: rescue.withdraw(asked=asked, by=by, now=NOW)


@verb("people.members.proposals.confirm", SUPERVISOR, TEAM, anywhere=True)
def confirm_a_role(house: House) -> Call:
    made = make_proposal(house.ploy)
    return lambda by: proposals.confirm(proposal=made, by=by, now=NOW)


@verb("people.members.proposals.decline", SUPERVISOR, TEAM, anywhere=True)
def decline_a_role(house: House) -> Call:
    made = make_proposal(house.ploy)
    return lambda by: proposals.decline(proposal=made, by=by, now=NOW)


@verb("people.members.proposals.withdraw", owner="ploy")
def take_a_proposal_back(house: House) -> Call:
    made = make_proposal(house.ploy)
    return lambda by: proposals.withdraw(proposal=made, by=by, now=NOW)


def waiting_invitation(house: House) -> Invitation:
    place = {"role": Role.WORKER, "job": job_of(house.office), "hours": Decimal(40)}
    return members_invitations.invite(
        unit=house.chiang_mai, email="new@example.org", invited_by=house.ploy, now=NOW, **place
    )


@verb("people.members.employments.number", ADMIN)
def write_a_persons_number(house: House) -> Call:
    about = {"number": "SP-1", "phone": "081 234 5678"}
    return lambda by: employments.number(person=house.nok, **about, by=by, now=NOW)


@verb("people.members.invitations.renew", ADMIN)
def renew_an_invitation(house: House) -> Call:
    made = waiting_invitation(house)
    return lambda by: members_invitations.renew(invitation=made, by=by, now=NOW)


@verb("people.members.invitations.withdraw", ADMIN)
def withdraw_an_invitation(house: House) -> Call:
    made = waiting_invitation(house)
    return lambda by: members_invitations.withdraw(invitation=made, by=by, now=NOW)


# Training: the catalogue


@verb("training.catalogue.actions.add", TRAINER, anywhere=True)
def add_a_course(house: House) -> Call:
    kind = house.interview()
    return lambda by: catalogue.add(
        by=by, name={"en": "Listening"}, hours=Decimal(6), certificate_type=kind
    )


@verb("training.starter.actions.take_over", ADMIN, at_home=True)
def take_a_starter_set_over(house: House) -> Call:
    house.siriporn.memberships.update(ends=TODAY - timedelta(days=1))
    chosen = [starter.ChosenTraining({"en": "Listening"}, Decimal(6))]
    return lambda by: starter.take_over(chosen=chosen, by=by, now=NOW)


@verb("training.catalogue.actions.classify", TRAINER, anywhere=True)
def classify(house: House) -> Call:
    course = house.course()
    return lambda by: catalogue.classify(course=course, kind="A", by=by)


@verb("training.sessions.actions.plan", TRAINER)
def plan_a_session(house: House) -> Call:
    course = house.course()
    return lambda by: sessions.plan(
        by=by,
        course=course,
        day=TODAY,
        starts=time(9),
        ends=time(12),
        place="Lamphun",
        trainer=house.siriporn,
    )


@verb("training.certificates.actions.add_type", TRAINER, anywhere=True, at_home=True)
def add_a_certificate(house: House) -> Call:
    return lambda by: certificates.add_type(by=by, name={"en": "First aid"})


@verb("training.requirements.actions.ask", TRAINER, anywhere=True)
def ask_a_certificate(house: House) -> Call:
    kind = house.interview()
    return lambda by: requirements.ask(kind=kind, of=["role-worker"], by=by, now=NOW)


# Training: sessions, places and results


@verb("training.sessions.actions.record", TRAINER)
def record_a_session(house: House) -> Call:
    session = house.session()
    results = {house.nok.pk: CERTIFIED}
    return lambda by: sessions.record(session=session, results=results, version=0, by=by, at=NOW)


@verb("training.sessions.actions.confirm", TRAINER)
def confirm_a_session_long_past(house: House) -> Call:
    session = house.session(THURSDAY - timedelta(days=365))
    session.enrolments.update(
        proposed_by=house.siriporn, proposed_attendance=Attendance.FULL, proposed_passed=True
    )
    return lambda by: sessions.confirm(session=session, version=0, by=by, at=NOW)


@verb("training.certificates.actions.issue", TRAINER)
def issue(house: House) -> Call:
    session = house.session()
    return lambda by: certificates.issue(session=session, people=[house.nok.pk], by=by)


@verb("training.certificates.actions.withdraw", TRAINER)
def withdraw_certificates(house: House) -> Call:
    session = house.session()
    kind = session.course.certificate_type
    make_certificate(house.nok, kind, by=house.siriporn, session=session)
    return lambda by: certificates.withdraw(session=session, people=[house.nok.pk], by=by)


@verb("training.sessions.places.book", TRAINER)
def book(house: House) -> Call:
    session, person = house.session(), house.colleague()
    return lambda by: places.book(session=session, people=[person], by=by, now=NOW)


@verb("training.sessions.places.invite", TRAINER)
def invite_to_a_session(house: House) -> Call:
    session, person = house.session(TOMORROW), house.colleague()
    return lambda by: places.invite(session=session, people=[person], by=by, now=NOW)


@verb("training.sessions.places.release", TRAINER)
def release(house: House) -> Call:
    place = house.session().enrolments.get()
    return lambda by: places.release(place=place, by=by, now=NOW)


@verb("training.sessions.places.arrange", TRAINER)
def arrange(house: House) -> Call:
    session = house.session(TOMORROW)
    return lambda by: places.arrange(
        session=session, seats=4, online="", open_to_all=True, by=by, now=NOW
    )


@verb("training.sessions.moving.move", TRAINER)
def move_a_session(house: House) -> Call:
    session = house.session(TOMORROW)
    when = {"day": TOMORROW, "starts": time(10), "ends": time(12), "place": "Lamphun"}
    return lambda by: moving.move(session=session, **when, by=by, now=NOW)


@verb("training.sessions.moving.call_off", TRAINER)
def call_a_session_off(house: House) -> Call:
    session = house.session(TOMORROW)
    return lambda by: moving.call_off(session=session, by=by, now=NOW)


@verb("training.partners.actions.offer", TRAINER)
def open_a_session_to_others(house: House) -> Call:
    session = house.session(TOMORROW)
    unit, lead = house.neighbour()
    make_membership(lead, unit, TRAINER)
    about = {"organisation": unit.organisation, "seats": 4, "now": NOW}
    return lambda by: partners.offer(session=session, by=by, **about)


@verb("training.partners.actions.withdraw", TRAINER)
def close_a_session_to_others(house: House) -> Call:
    partner = house.partner(house.session(TOMORROW), house.neighbour()[0].organisation)
    return lambda by: partners.withdraw(partner=partner, by=by, now=NOW)


@verb("training.partners.actions.accept", TRAINER, anywhere=True)
def take_part_in_a_session_of_others(house: House) -> Call:
    partner, course = house.partner(house.session_of_others(), house.saphan), house.course()
    return lambda by: partners.accept(partner=partner, course=course, by=by, now=NOW)


@verb("training.partners.actions.decline", TRAINER, anywhere=True)
def decline_a_session_of_others(house: House) -> Call:
    partner = house.partner(house.session_of_others(), house.saphan)
    return lambda by: partners.decline(partner=partner, by=by, now=NOW)


@verb("training.sessions.invitations.invite_needing", TRAINER)
def invite_needing(house: House) -> Call:
    session = house.session(TOMORROW)
    house.colleague()
    kind = session.course.certificate_type
    Requirement.objects.create(
        organisation=house.saphan, type=kind, role="worker", added_by=house.ploy, added_at=NOW
    )
    return lambda by: invitations.invite_needing(
        session=session, kind=kind, by=by, day=TODAY, now=NOW
    )


# Training: certificates and hours


@verb("training.certificates.actions.follow", TRAINER)
def follow(house: House) -> Call:
    held = house.certificate()
    return lambda by: certificates.follow(
        certificate=held, expires_on=date(2030, 1, 1), by=by, day=TODAY
    )


@verb("training.certificates.actions.revoke", TRAINER)
def revoke(house: House) -> Call:
    held = house.certificate()
    return lambda by: certificates.revoke(
        certificate=held, reason="Issued by mistake.", by=by, now=NOW
    )


@verb("training.certificates.actions.confirm", TRAINER, elsewhere=True)
def confirm(house: House) -> Call:
    held = house.certificate()
    return lambda by: certificates.confirm(certificate=held, by=by, now=NOW)


@verb("training.certificates.files.attach", TRAINER)
def attach(house: House) -> Call:
    held = house.certificate()
    return lambda by: files.attach(certificate=held, file=PDF, by=by, now=NOW)


@verb("training.certificates.files.take_away", TRAINER)
def take_away(house: House) -> Call:
    held = house.certificate()
    Evidence.objects.create(certificate=held, kind=Evidence.Kind.PDF, content=PDF)
    return lambda by: files.take_away(certificate=held, by=by, now=NOW)


@verb("training.certificates.elsewhere.issue", TRAINER)
def issue_from_elsewhere(house: House) -> Call:
    kind = house.interview()
    return lambda by: certificates_elsewhere.issue(
        kind=kind, people=[house.nok], issued_on=THURSDAY, by=by, now=NOW
    )


@verb("training.hours.actions.tell")
def tell_hours(house: House) -> Call:
    held = make_certificate(house.nok, house.interview(renewal_hours=32), by=house.siriporn)
    about = {"day": TODAY, "hours": Decimal(8), "what": "A course", "file": None, "now": NOW}
    return lambda by: hours.tell(certificate=held, by=by, **about)


@verb("training.hours.actions.take_back")
def take_hours_back(house: House) -> Call:
    study = make_study(house.nok, house.interview(), house.siriporn)
    return lambda by: hours.take_back(study=study, by=by)


@verb("training.hours.actions.send")
def send_hours(house: House) -> Call:
    study = make_study(house.nok, house.interview(), house.siriporn, hours=32)
    return lambda by: hours.send(certificate=study.certificate, by=by, now=NOW)


@verb("training.hours.actions.decide", TRAINER)
def decide_hours(house: House) -> Call:
    study = make_study(house.nok, house.interview(), house.siriporn)
    return lambda by: hours.decide(study=study, counts=True, by=by, now=NOW)


@verb("training.hours.actions.renew", TRAINER)
def renew(house: House) -> Call:
    study = make_study(house.nok, house.interview(), house.siriporn, hours=32, state="confirmed")
    return lambda by: hours.renew(certificate=study.certificate, by=by, now=NOW)


MET = {"day": TODAY, "kind": "clinical", "hours": Decimal("1.5"), "now": NOW}


@verb("training.meetings.actions.record", SUPERVISOR, TEAM)
def record_group(house: House) -> Call:
    there = [house.nok, house.colleague()]
    return lambda by: groups.record(by=by, people=there, **MET)


@verb("training.meetings.actions.tell")
def tell_group(house: House) -> Call:
    return lambda by: groups.tell(person=house.nok, by=by, leader=house.wipa, **MET)


@verb("training.meetings.actions.confirm", TRAINER)
def confirm_group(house: House) -> Call:
    told = groups.tell(
        person=house.nok, by=house.nok, leader=None, outside_leader="Dr Anong", **MET
    )
    return lambda by: groups.confirm(place=told, counts=True, by=by, now=NOW)


@verb("training.meetings.actions.leave")
def leave_group(house: House) -> Call:
    held = groups.record(by=house.wipa, people=[house.nok, house.colleague()], **MET)
    place = held.places.get(person=house.nok)
    return lambda by: groups.leave(place=place, by=by)


@verb("training.meetings.actions.take_back", owner="wipa")
def take_group_back(house: House) -> Call:
    held = groups.record(by=house.wipa, people=[house.nok, house.colleague()], **MET)
    return lambda by: groups.take_back(meeting=held, by=by)


@verb("training.meetings.actions.set_shares", ADMIN, at_home=True)
def set_group_shares(house: House) -> Call:
    return lambda by: groups.set_shares(by=by, shares={"peer": Decimal("0.5")}, now=NOW)


@verb("training.requirements.actions.exempt", TRAINER)
def exempt(house: House) -> Call:
    kind = house.interview()
    return lambda by: requirements.exempt(
        person=house.nok, kind=kind, reason="On leave", until=TOMORROW, by=by, now=NOW
    )


@verb("training.requirements.actions.end_exemption", TRAINER)
def end_exemption(house: House) -> Call:
    holding = Exemption.objects.create(
        person=house.nok,
        type=house.interview(),
        reason="On leave",
        until=TOMORROW,
        made_by=house.siriporn,
        made_at=NOW,
    )
    return lambda by: requirements.end_exemption(exemption=holding, by=by, now=NOW)


# Training: careers


@verb("training.careers.actions.set_up_ladder", ADMIN, at_home=True)
def found(house: House) -> Call:
    return lambda by: careers.set_up_ladder(by=by)


@verb("training.careers.actions.change", ADMIN)
def change_a_level(house: House) -> Call:
    level = house.level()
    return lambda by: careers.change(level, by=by, certificates=[], least={}, months=12)


@verb("training.careers.actions.place", TRAINER)
def place_at_a_level(house: House) -> Call:
    level = house.level()
    return lambda by: careers.place(person=house.nok, level=level, since=TODAY, by=by, day=TODAY)


@verb("training.careers.actions.assess", TRAINER)
def assess(house: House) -> Call:
    seen = Competency.objects.create(
        organisation=house.saphan, code="listen", name={"en": "Listening"}
    )
    return lambda by: careers.assess(
        person=house.nok, competency=seen, level=3, evidence="A joint talk", by=by, day=TODAY
    )


@verb("training.volunteers.actions.write", SUPERVISOR, TEAM)
def write_terms(house: House) -> Call:
    return lambda by: volunteers.write(
        person=house.nok,
        kind="faith",
        hours=Decimal(4),
        tasks=["house"],
        clearance=None,
        until=TOMORROW,
        by=by,
        now=NOW,
    )


@verb("training.volunteers.actions.end", SUPERVISOR, TEAM)
def end_terms(house: House) -> Call:
    VolunteerTerms.objects.create(
        person=house.nok,
        kind="faith",
        hours=4,
        tasks=["house"],
        until=TOMORROW,
        written_by=house.wipa,
        written_at=NOW,
    )
    return lambda by: volunteers.end(person=house.nok, by=by)


@verb("training.careers.promotions.join_panel", ADMIN)
def join_a_panel(house: House) -> Call:
    asked = make_promotion(house.nok, house.level())
    return lambda by: promotions.join_panel(asked, person=house.wipa, by=by, day=TODAY)


@verb("training.careers.promotions.leave_panel", ADMIN)
def leave_a_panel(house: House) -> Call:
    asked = make_promotion(house.nok, house.level(), house.wipa)
    return lambda by: promotions.leave_panel(asked, person=house.wipa, by=by)


@verb("training.careers.promotions.withdraw", owner="nok", quiet=True)
def withdraw_a_request(house: House) -> Call:
    asked = make_promotion(house.nok, house.level())
    return lambda by: promotions.withdraw(asked, by=by, now=NOW)


@verb("training.careers.promotions.say", owner="wipa")
def say_of_a_request(house: House) -> Call:
    asked = make_promotion(house.nok, house.level(), house.wipa)
    return lambda by: promotions.say(asked, by=by, aye=True, words="Ready.", now=NOW)


@verb("training.careers.promotions.decide", owner="wipa")
def decide_a_request(house: House) -> Call:
    asked = make_promotion(house.nok, house.level(), house.wipa, house.siriporn)
    for one in (house.wipa, house.siriporn):
        PromotionOpinion.objects.create(promotion=asked, by=one, aye=True, words="Yes", at=NOW)
    return lambda by: promotions.decide(asked, by=by, reasons="Ready.", now=NOW)


# Training: goals


@verb("training.careers.goals.add_step")
def add_a_step(house: House) -> Call:
    goal = make_goal(house.nok)
    return lambda by: goals.add_step(goal, by=by, words="Ask Wipa", by_day=None)


@verb("training.careers.goals.tick")
def tick(house: House) -> Call:
    step = GoalStep.objects.create(goal=make_goal(house.nok), words="Ask Wipa")
    return lambda by: goals.tick(step, done=True, by=by, now=NOW)


@verb("training.careers.goals.finish")
def finish_a_goal(house: House) -> Call:
    goal = make_goal(house.nok)
    return lambda by: goals.finish(goal, reached=True, by=by, now=NOW)


@verb("training.careers.goals.drop")
def drop_a_goal(house: House) -> Call:
    goal = make_goal(house.nok)
    return lambda by: goals.drop(goal, by=by)


@verb("training.careers.goals.choose_mentor")
def choose_a_mentor(house: House) -> Call:
    goal = make_goal(house.nok)
    return lambda by: goals.choose_mentor(goal, by=by, mentor=house.wipa, day=TODAY)


@verb("training.careers.goals.without_mentor", quiet=True)
def without_mentor(house: House) -> Call:
    goal = make_goal(house.nok, mentor=house.wipa, mentored_since=TODAY)
    return lambda by: goals.without_mentor(goal, by=by)


# Training: thanks and awards


@verb("training.recognition.awards.accept", quiet=True)
def accept_an_award(house: House) -> Call:
    award = make_award(house.nok)
    return lambda by: awards.accept(award, by=by, audience=Audience.PUBLIC)


@verb("training.recognition.awards.decline", quiet=True)
def decline_an_award(house: House) -> Call:
    award = make_award(house.nok)
    return lambda by: awards.decline(award, by=by, now=NOW)


@verb("training.recognition.nominations.open_cycle", ADMIN, at_home=True)
def open_a_cycle(house: House) -> Call:
    days = {"opens": TODAY, "closes": TOMORROW}
    return lambda by: nominations.open_cycle(
        by=by, name={"en": "Calm"}, criteria={"en": "Calm in a hard moment."}, **days
    )


@verb("training.recognition.nominations.join_panel", ADMIN)
def join_a_panel_of_an_award(house: House) -> Call:
    cycle = make_cycle(house.ploy)
    return lambda by: nominations.join_panel(cycle, person=house.wipa, by=by, day=TODAY)


@verb("training.recognition.nominations.leave_panel", ADMIN)
def leave_a_panel_of_an_award(house: House) -> Call:
    cycle = make_cycle(house.ploy, house.wipa)
    return lambda by: nominations.leave_panel(cycle, person=house.wipa, by=by)


@verb("training.recognition.nominations.nominate", Role.WORKER, TEAM, colleagues=True)
def nominate(house: House) -> Call:
    cycle = make_cycle(house.ploy)
    return lambda by: nominations.nominate(
        cycle, by=by, words="She stayed.", person=house.nok, now=NOW
    )


@verb("training.recognition.nominations.say", owner="wipa")
def say_of_a_nomination(house: House) -> Call:
    cycle = make_cycle(house.ploy, house.wipa)
    named = make_nomination(cycle, house.siriporn, house.nok)
    return lambda by: nominations.say(named, by=by, aye=True, words="Yes", now=NOW)


@verb("training.recognition.nominations.decide", owner="wipa")
def decide_a_nomination(house: House) -> Call:
    cycle = make_cycle(house.ploy, house.wipa, house.ploy)
    named = make_nomination(cycle, house.siriporn, house.nok)
    for one in (house.wipa, house.ploy):
        Opinion.objects.create(nomination=named, by=one, aye=True, words="Yes", at=NOW)
    return lambda by: nominations.decide(named, by=by, words="Calm.", now=NOW)


@verb("training.recognition.thanks.take_back", owner="wipa", quiet=True)
def take_a_note_back(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok)
    return lambda by: thanks.take_back(note, by=by, now=NOW)


@verb("training.recognition.thanks.choose", quiet=True)
def choose_who_reads(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok)
    return lambda by: thanks.choose(note, by=by, audience=Audience.PUBLIC)


@verb("training.recognition.thanks.put_away", quiet=True)
def put_a_note_away(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok)
    return lambda by: thanks.put_away(note, by=by, now=NOW)


@verb("training.recognition.thanks.take_out", quiet=True)
def take_a_note_out(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok, hidden_at=NOW)
    return lambda by: thanks.take_out(note, by=by)


@verb("training.recognition.thanks.report")
def report_a_note(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok)
    return lambda by: thanks.report(note, by=by, why="It is unkind.", now=NOW)


@verb("training.recognition.thanks.decide", ADMIN, quiet=True)
def decide_on_a_note(house: House) -> Call:
    note = make_thanks(house.wipa, house.nok)
    report = ThanksReport.objects.create(
        organisation=house.saphan, thanks=note, by=house.nok, at=NOW, why="Unkind"
    )
    return lambda by: thanks.decide(report, by=by, remove=True, now=NOW)


@verb("training.recognition.thanks_links.close", quiet=True)
def close_a_link(house: House) -> Call:
    link = make_thanks_link(house.nok)
    return lambda by: thanks_links.close(link, by=by, now=NOW)


# The load


@verb("workload.flags.actions.see", SUPERVISOR, TEAM)
def see_a_flag(house: House) -> Call:
    flag = house.flag()
    return lambda by: flags.see(flag, by=by, now=NOW)


@verb("workload.flags.actions.plan", SUPERVISOR, TEAM)
def plan_about_a_flag(house: House) -> Call:
    flag = house.flag()
    plan = flags.Plan(chosen=(PlanItem.MOVE,), due_on=TOMORROW)
    return lambda by: flags.plan(flag, by=by, plan=plan, now=NOW)


@verb("workload.flags.actions.answer")
def answer_a_flag(house: House) -> Call:
    flag = house.flag()
    return lambda by: flags.answer(flag, by=by, text="It was the raid.", now=NOW)


@verb("workload.flags.actions.invite", SUPERVISOR, TEAM)
def invite_to_a_flag(house: House) -> Call:
    flag = house.flag()
    care = make_person("care", house.saphan)
    make_membership(care, house.office, Role.CARE)
    return lambda by: flags.invite(flag, by=by, contact=care, now=NOW)


@verb("workload.flags.actions.end", SUPERVISOR, TEAM)
def end_a_flag(house: House) -> Call:
    flag = house.flag()
    return lambda by: flags.end(flag, by=by, text="It is over.", version=0, now=NOW)


@verb("workload.time.talks.write", owner="nok")
def write_a_talk(house: House) -> Call:
    about = {"day": TODAY, "minutes": 30, "words": "Less nights.", "now": NOW}
    return lambda by: talks.write(supervisor=house.wipa, person=house.nok, by=by, **about)


@verb("workload.time.talks.change", owner="nok")
def change_a_talk(house: House) -> Call:
    talk = house.talk()
    return lambda by: talks.change(talk, by=by, version=talk.version, words="More.", now=NOW)


@verb("workload.time.talks.agree", owner="nok")
def agree_to_a_talk(house: House) -> Call:
    talk = house.talk()
    return lambda by: talks.agree(talk, by=by, version=talk.version, now=NOW)


@verb("workload.time.time_off.enter", ADMIN)
def enter_days_off(house: House) -> Call:
    days = {"first": NEXT_MONDAY, "last": NEXT_MONDAY, "half": False, "now": NOW}
    return lambda by: time_off.enter(person=house.nok, by=by, **days)


@verb("workload.time.time_off.take_entered_back", ADMIN)
def take_entered_days_back(house: House) -> Call:
    days = {"first": NEXT_MONDAY, "last": NEXT_MONDAY, "half": False, "now": NOW}
    entered = time_off.enter(person=house.nok, by=house.ploy, **days)
    return lambda by: time_off.take_entered_back(entered, by=by, now=NOW)


@verb("workload.time.time_off.grant", SUPERVISOR, TEAM)
def grant_hours(house: House) -> Call:
    make_week(house.nok, WEEK - 1, hours=Decimal(50))
    about = {"week": WEEK - 1, "hours": Decimal(4), "now": NOW}
    return lambda by: time_off.grant(person=house.nok, by=by, **about)


@verb("workload.hands.actions.offer", SUPERVISOR, TEAM)
def offer_room(house: House) -> Call:
    job = job_of(house.chiang_mai, "shelter")
    about = {"points": Decimal(4), "job": job, "until": TOMORROW, "now": NOW}
    return lambda by: hands.offer(by=by, unit=house.chiang_mai, **about)


@verb("workload.hands.actions.close", SUPERVISOR, TEAM)
def close_an_offer(house: House) -> Call:
    offer = house.offer()
    return lambda by: hands.close(offer, by=by, now=NOW)


@verb("workload.hands.actions.ask", SUPERVISOR, TEAM)
def ask_for_a_hand(house: House) -> Call:
    wanted = house.offer(*house.neighbour())
    return lambda by: hands.ask(
        by=by, unit=house.chiang_mai, wanted=wanted, points=Decimal(2), now=NOW
    )


@verb("workload.hands.actions.agree", SUPERVISOR, TEAM)
def agree_to_lend(house: House) -> Call:
    asked = house.hand()
    return lambda by: hands.agree(asked, by=by, now=NOW)


@verb("workload.hands.actions.decline", SUPERVISOR, TEAM)
def decline_to_lend(house: House) -> Call:
    asked = house.hand()
    return lambda by: hands.decline(asked, by=by, now=NOW)


@verb("workload.hands.actions.withdraw", SUPERVISOR, TEAM)
def withdraw_a_hand(house: House) -> Call:
    asked = HandRequest.objects.create(
        organisation=house.saphan,
        offer=house.offer(*house.neighbour()),
        unit=house.chiang_mai,
        points=2,
        asked_by=house.wipa,
        asked_at=NOW,
    )
    return lambda by: hands.withdraw(asked, by=by, now=NOW)


@verb("workload.policies.actions.adopt", ADMIN, at_home=True)
def adopt(house: House) -> Call:
    about = {"starts": (WEEK + 1).monday, "numbers": written_number(load_rules.USUAL), "now": NOW}
    return lambda by: policies.adopt(by=by, **about)


@verb("workload.policies.actions.keep_usual", ADMIN, at_home=True)
def keep_the_usual_numbers(house: House) -> Call:
    return lambda by: policies.keep_usual(by=by, starts=(WEEK + 1).monday, now=NOW)


@verb("workload.policies.actions.withdraw", ADMIN)
def withdraw_a_policy(house: House) -> Call:
    policy = make_policy(house.saphan, WEEK + 1, made_by=house.ploy)
    return lambda by: policies.withdraw(policy, by=by, now=NOW)


@verb("workload.policies.previews.preview", ADMIN, at_home=True)
def preview(house: House) -> Call:
    for _ in range(24):
        person = house.colleague()
        for back in range(1, 10):
            make_week(person, WEEK - back)
    return lambda by: previews.preview(by=by, numbers=written_number(load_rules.USUAL), now=NOW)


@verb("workload.moves.actions.propose", SUPERVISOR, TEAM)
def propose_a_move(house: House) -> Call:
    line, receiver = make_line(house.nok), house.colleague()
    about = {"receiver": receiver, "parts": {line.public_id: 2}, "now": NOW}
    return lambda by: moves.propose(by=by, giver=house.nok, **about)


@verb("workload.moves.actions.accept", owner="piyada")
def accept_a_move(house: House) -> Call:
    move = house.move()
    return lambda by: moves.accept(move, by=by, now=NOW)


@verb("workload.moves.actions.decline", owner="piyada")
def decline_a_move(house: House) -> Call:
    move = house.move()
    return lambda by: moves.decline(move, by=by, now=NOW)


@verb("workload.moves.actions.withdraw", SUPERVISOR, TEAM)
def withdraw_a_move(house: House) -> Call:
    move = house.move()
    return lambda by: moves.withdraw(move, by=by, now=NOW)


# Answers, and what an organisation arranges around them


def asked_for_contact(house: House, **changes) -> ContactRequest:
    return ContactRequest.objects.create(
        organisation=house.saphan, person=house.nok, contact=house.wipa, asked_at=NOW, **changes
    )


@verb("wellbeing.help.contacts.finish", owner="wipa")
def finish_a_request(house: House) -> Call:
    request = asked_for_contact(house)
    return lambda by: contacts.finish(request, by=by, now=NOW)


@verb("wellbeing.help.contacts.reopen", owner="wipa", quiet=True)
def reopen_a_request(house: House) -> Call:
    request = asked_for_contact(house)
    contacts.finish(request, by=house.wipa, now=NOW)
    request = ContactRequest.objects.get()
    return lambda by: contacts.reopen(request, by=by)


@verb("wellbeing.help.actions.keep", ADMIN)
def keep_a_number(house: House) -> Call:
    number = make_hotline(house.saphan)
    number.number = "1669"
    return lambda by: helping.keep(number, by=by, now=NOW)


@verb("wellbeing.help.actions.begin_list", ADMIN, at_home=True)
def begin_a_list_of_numbers(house: House) -> Call:
    return lambda by: helping.begin_list(by=by)


@verb("wellbeing.help.actions.take_over", ADMIN, at_home=True)
def take_a_known_number_over(house: House) -> Call:
    return lambda by: helping.take_over("1300", by=by, now=NOW)


@verb("wellbeing.scales.packs.load", ADMIN, at_home=True)
def load_words(house: House) -> Call:
    data = json.dumps(wording_of()).encode()
    return lambda by: packs.load(by=by, data=data, now=NOW)


@verb("wellbeing.scales.packs.use", ADMIN)
def use_words(house: House) -> Call:
    pack = make_pack(house.saphan, active=False)
    return lambda by: packs.use(pack, by=by, now=NOW)


@verb("wellbeing.scales.packs.rest", ADMIN)
def rest_words(house: House) -> Call:
    pack = make_pack(house.saphan)
    return lambda by: packs.rest(pack, by=by)


@verb("wellbeing.groups.freezing.ask_for", ADMIN)
def ask_for_more_people(house: House) -> Call:
    return lambda by: freezing.ask_for(organisation=house.saphan, smallest=9, by=by)


@verb("wellbeing.sharing.actions.withdraw", quiet=True)
def withdraw_a_share(house: House) -> Call:
    share = make_share(house.nok, house.wipa)
    return lambda by: sharing.withdraw(share, by=by, now=NOW)


# What nobody does for themselves, whatever roles they hold: each case is about Nok.
NEVER_FOR_ONESELF = (
    "programme.gaps.actions.ask_person",
    "programme.members.actions.name_person",
    "programme.posts.actions.end_holding",
    "programme.posts.actions.give_post",
    "training.careers.actions.assess",
    "training.careers.actions.place",
    "training.certificates.files.attach",
    "training.certificates.files.take_away",
    "training.certificates.actions.confirm",
    "training.certificates.actions.follow",
    "training.certificates.actions.issue",
    "training.certificates.actions.revoke",
    "training.certificates.actions.withdraw",
    "training.hours.actions.decide",
    "training.hours.actions.renew",
    "training.meetings.actions.confirm",
    "training.meetings.actions.record",
    "training.sessions.actions.confirm",
    "training.sessions.actions.record",
    "training.recognition.nominations.decide",
    "training.recognition.nominations.nominate",
    "training.recognition.nominations.say",
    "training.certificates.elsewhere.issue",
    "training.careers.promotions.decide",
    "training.careers.promotions.join_panel",
    "training.careers.promotions.leave_panel",
    "training.careers.promotions.say",
    "training.requirements.actions.end_exemption",
    "training.requirements.actions.exempt",
    "training.volunteers.actions.end",
    "training.volunteers.actions.write",
    "workload.flags.actions.end",
    "workload.flags.actions.plan",
    "workload.flags.actions.see",
    "workload.time.time_off.grant",
    "workload.moves.actions.propose",
)

# Called by verbs that have asked by then, or to judge alone; none of them is a page's to call.
INSIDE = {
    "programme.releases.actions.note_corrected",
    # There it is the order of a list.
    "people.api_pages.cut",
    "people.api_pages.bound",
    "people.api_pages.position_in",
    "people.api_pages.salt_of",
    "people.organisation_keys.actions.note",
    "workload.time.time_off.note_days",
    "programme.releases.actions.note_step",
    "programme.releases.actions.same_side",
    "programme.releases.consents.close",
    "people.members.absences.actions.judge_admin",
    "people.members.absences.actions.note",
    "people.members.absences.own_gain.refuse_own_gain",
    "people.members.givers.administered",
    "people.members.givers.administers",
    "people.members.from_lists.subject.doors",
    "people.members.from_lists.subject.may_bring",
    "people.members.from_lists.undoing.take_people_back",
    "people.members.slips.many.write_many",
    "people.members.givers.judge_giver",
    "people.members.givers.judge_keeper",
    "people.members.invitations.refuse_own_mailbox",
    "people.handing_over.actions.arrange",
    "people.handing_over.actions.kept_or_nearest_takers",
    "people.handing_over.actions.nearest_takers",
    "people.handing_over.actions.offered",
    "people.handing_over.actions.pass_on",
    "people.handing_over.actions.refuse_settled",
    "people.handing_over.actions.what_rests",
    "people.members.memberships.note_account",
    "people.members.proposals.ask",
    "people.members.proposals.decide",
    "people.members.proposals.judge_confirmer",
    "people.members.proposals.refuse_beside_others",
    "people.members.proposals.refuse_without_supervisor",
    "people.rescue.actions.decide",
    "people.rescue.actions.judge_second",
    "people.rescue.actions.note",
    "people.rescue.actions.refuse_just_helped",
    "people.rescue.actions.refuse_new",
    "people.mandates.refuse_who_left",
    "people.mandates.refuse_out_of_reach",
    "people.mandates.refuse_part_admin",
    "people.mandates.refuse_without",
    "people.audit.security_log.note",
    "people.units.actions.refuse_other_admin",
    "training.careers.actions.give",
    "training.careers.actions.write",
    "training.certificates.files.held",
    "training.certificates.files.note",
    "training.certificates.actions.choose_current",
    "training.certificates.actions.may_confirm",
    "training.certificates.actions.refuse_untaught",
    "training.hours.actions.refuse_other",
    "training.hours.actions.refuse_other_trainer",
    "training.meetings.actions.fit",
    "training.meetings.actions.lock",
    "training.meetings.actions.refuse_long_day_of_leader",
    "training.partners.actions.end",
    "training.partners.actions.end_all",
    "training.partners.actions.may_be_invited",
    "training.partners.actions.refuse_other_host",
    "training.partners.actions.refuse_other_invited",
    "training.partners.actions.settle",
    "training.sessions.moving.held_for_change",
    "training.sessions.actions.certify",
    "training.sessions.actions.count",
    "training.sessions.actions.hold",
    "training.sessions.actions.note",
    "training.sessions.actions.propose",
    "training.careers.goals.own_goal",
    "training.recognition.nominations.judged",
    "training.certificates.elsewhere.refuse_people",
    "training.sessions.places.refuse_other_trainer",
    "training.careers.promotions.arranged",
    "training.careers.promotions.judged",
    "training.volunteers.actions.refuse_reach",
    "workload.flags.actions.moved",
    "workload.flags.actions.refuse_stranger",
    "workload.hands.actions.refuse_foreign_unit",
    "workload.hands.actions.settle",
    "people.calendar.actions.lock",
    "people.calendar.actions.note",
    "people.lists.actions.begin",
    "people.lists.actions.checked",
    "people.lists.actions.forget_unsaved",
    "people.lists.actions.own",
    "people.lists.actions.own_unlocked",
    "people.lists.looking.bringing_of",
    "people.lists.looking.found_about",
    "people.lists.looking.judge_list",
    "people.lists.looking.refuse_who_may_not",
    "people.jobs.actions.lock",
    "people.jobs.actions.note",
    "people.jobs.actions.write",
    "programme.members.actions.enter",
    "programme.members.actions.go",
    "programme.members.actions.lock",
    "programme.members.actions.lock_member",
    "programme.members.actions.note",
    "programme.members.actions.note_named",
    "programme.members.door.code_door",
    "programme.members.door.keep_new_programme",
    "programme.posts.actions.note_held",
    "programme.posts.keepers.refuse_other_keeper",
    "programme.volunteering.actions.note_applications_read",
    "programme.lessons.keepers.refuse_other_writer",
    "workload.policies.actions.judge",
    "people.members.supervision.answers_at_home",
    "people.members.supervision.answers_for",
    "workload.moves.actions.chosen",
    "workload.moves.actions.unit_given_to",
    "workload.moves.eligible.refuse_proposer",
    "workload.moves.eligible.why_them",
    "workload.time.talks.refuse_stranger",
    "workload.moves.actions.answer",
    "workload.moves.actions.refuse_other",
}

# What is written without naming who does it, and why nobody has to be asked.
ALONE = {
    "programme.volunteering.actions.apply": "whoever has the address of an open page",
    "programme.releases.drafting.draft": "a job",
    "programme.trends.freezing.freeze": "a job",
    "programme.coverage.nightly.count": "a job",
    "people.accounts.addresses.confirm": "whoever has the link that was mailed",
    "people.audit.chain.seal": "a job",
    "people.handing_over.actions.give_one": "a job",
    "people.leaving.freezing.freeze": "a job",
    "people.members.invitations.accept": "whoever has the link that was mailed, or a slip",
    "people.rescue.actions.come_in": "whoever has the code on paper",
    "people.rescue.actions.say_it_was_not_me": "the owner, signed in or by the mailed link",
    "people.line.actions.join_line": "whoever sends the code in LINE, as LINE says and signs",
    "people.webhooks.actions.switch_off": "a program that wants no more, as it answers",
    "people.webhooks.way.note_delivery": "the worker that sends letters",
    "people.messages.digest.post_digests": "a job",
    "people.messages.notices.keep_lines": "jobs and verbs that have asked",
    "people.messages.notices.post_lines": "a job",
    "people.messages.way_delivery.by_mail_instead": "the worker that sends letters",
    "people.messages.own.actions.stop_mail": "whoever has the link that was mailed",
    "training.passport.statuses.number": "a verb that made what it numbers, and a job",
    "people.keys.rotation.turn": "the operator",
    "people.lists.keeping.forget": "a job",
    "people.accounts.factors.turn_factor": "the operator",
    "people.units.actions.open_organisation": "the operator",
    "programme.demo.load": "the operator",
    "training.evaluations.actions.freeze": "a job",
    "training.recognition.forgetting.forget": "a job",
    "training.recognition.milestones.suggest": "a job",
    "training.recognition.milestones.suggest_certified": "a job",
    "wellbeing.checkins.actions.record_sealed": "inside the transaction of a sending",
    "wellbeing.events.actions.answer": "one's own: its page finds it among the viewer's events",
    "wellbeing.events.actions.newly_due": "a job",
    "wellbeing.events.actions.remove": "one's own: its page finds it among the viewer's events",
    "wellbeing.groups.freezing.freeze": "a job",
    "wellbeing.help.contacts.give_back": "inside the end of a role, which an admin may end",
    "wellbeing.help.contacts.notice_unanswered": "a job",
    "programme.staffing.actions.freeze_staffing": "a job",
    "workload.study.actions.keep_sums": "a job",
    "workload.units.actions.freeze": "a job",
    "workload.weeks.actions.forget_incident": "inside the transaction in which it is taken back",
    "workload.weeks.actions.judge_again": "inside the transaction of a policy or a correction",
}
