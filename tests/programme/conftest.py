"""Two organisations in one programme, each with an admin and a person of the office."""

from datetime import date

import pytest

from people.models import Person, Role
from programme.members import actions as programmes
from programme.models import (
    KeeperAsk,
    PostHolder,
    PostQuestion,
    Programme,
    ProgrammeMember,
    ProgrammePost,
    ProgrammeReport,
    ReportFile,
    SessionWish,
    Station,
    VolunteerPage,
)
from programme.reports import building
from programme.reports.parts import ReportContent, ReportPart, ReportPicture
from tests.makers import NOW, job_of, make_membership, make_person
from tests.training.conftest import make_certificate_type
from training.models import Course

SINCE = date(2026, 1, 5)


def again(person: Person) -> Person:
    """Read a person anew, as the next request does."""
    return Person.objects.select_related("account", "organisation").get(pk=person.pk)


def make_station(organisation, name="Anti-trafficking desk", province="TH-50", **changes):
    return Station.objects.create(
        organisation=organisation, name={"en": name}, province=province, **changes
    )


def make_post(
    organisation, *holders, province="TH-50", job="", since=SINCE, **changes
) -> ProgrammePost:
    """A post, held since the day on which it began by those who are named."""
    job = job_of(organisation, job or organisation.jobs.get(key="specialist").key)
    asked = changes.pop("certificates", ())
    post = ProgrammePost.objects.create(
        organisation=organisation, province=province, job=job, since=since, **changes
    )
    post.certificates.set(asked)
    for person in holders:
        make_holder(post, person)
    return post


def make_holder(post, person, starts=SINCE, ends=None, **changes):
    return PostHolder.objects.create(
        post=post,
        person=person,
        starts=starts,
        ends=ends,
        entered_by=person,
        entered_at=NOW,
        **changes,
    )


@pytest.fixture
def sumalee(rest_house):
    """The admin of Baan Suk Shelters."""
    person = make_person("sumalee", rest_house.organisation, full_name_en="Sumalee Chantha")
    make_membership(person, rest_house, Role.ADMIN, hours=None)
    return again(person)


@pytest.fixture
def ratree(rest_house):
    """The programme office of Baan Suk Shelters."""
    person = make_person("ratree", rest_house.organisation, full_name_en="Ratree Wongchan")
    make_membership(person, rest_house, Role.PROGRAMME, hours=None)
    return again(person)


@pytest.fixture
def ours(ploy):
    """Saphan founded a programme."""
    about = {"name": {"en": "Safe North", "th": "เหนือปลอดภัย"}, "now": NOW}
    return programmes.found(organisation=ploy.organisation, by=ploy, **about)


@pytest.fixture
def theirs(ours, ploy, sumalee):
    """Baan Suk Shelters joined it with a code."""
    code = programmes.invite(member=ours, by=ploy, now=NOW)
    return programmes.join(organisation=sumalee.organisation, code=code, by=sumalee, now=NOW)


@pytest.fixture
def seat(ours, theirs, ploy, sumalee, anan):
    """Both members' admins named Anan for the office."""
    seat = programmes.name_person(member=ours, person=again(anan), by=ploy, now=NOW)
    programmes.confirm_person(seat=seat, by=sumalee, now=NOW)
    return seat


def make_question(post, person, **changes) -> PostQuestion:
    """A question whether a person would take a post, without an answer so far."""
    about = {"starts": SINCE, "asked_by": person, "asked_at": NOW} | changes
    return PostQuestion.objects.create(post=post, person=person, **about)


def make_wish(post, **changes) -> SessionWish:
    """A wish for a session with a certificate that a post asks for."""
    kind = post.certificates.first() or make_certificate_type(post.organisation, "Wished")
    post.certificates.add(kind)
    by = Person.objects.filter(organisation=post.organisation).first()
    about = {"asked_by": by, "asked_on": NOW.date()} | changes
    return SessionWish.objects.create(organisation=post.organisation, kind=kind, post=post, **about)


def make_keeper_ask(post, **changes) -> KeeperAsk:
    """What the office of a programme asks about a post, without an answer so far."""
    by = Person.objects.filter(organisation=post.organisation).first()
    about = {"kind": "person", "asked_by": by, "asked_at": NOW} | changes
    return KeeperAsk.objects.create(post=post, programme=founded_by(by).programme, **about)


def founded_by(by) -> ProgrammeMember:
    """The programme of a person's organisation; it is founded where there is none."""
    if own := ProgrammeMember.objects.present().filter(organisation=by.organisation).first():
        return own
    programme = Programme.objects.create(name={"en": "Safe North"}, founded_at=NOW)
    about = {"programme": programme, "joined_by": by, "joined_at": NOW}
    return ProgrammeMember.objects.create(organisation=by.organisation, **about)


def make_volunteer_page(by, **changes) -> VolunteerPage:
    """The public page for volunteers of a person's organisation, open to everybody."""
    about = {
        "who": {"en": "We help people home.", "th": "เราพาคนกลับบ้าน"},
        "what": {"en": "You keep people company.", "th": "คุณอยู่เป็นเพื่อน"},
        "sources": ["school", "faith"],
        "is_open": True,
        "changed_at": NOW,
    }
    organisation = by.organisation
    return VolunteerPage.objects.create(organisation=organisation, changed_by=by, **about | changes)


def make_report(person, period="block-34", **changes) -> ProgrammeReport:
    """A report that was made of the units of a person's office, with a file that says so."""
    units = [m.unit for m in person.current_memberships if m.role == Role.PROGRAMME]
    about = {"scope": "own", "language": "th", "asked_at": NOW, "made_at": NOW} | changes
    made = ProgrammeReport.objects.create(
        organisation=person.organisation,
        asked_by=person,
        period=period,
        office=f"{person.pk:064}",
        **about,
    )
    made.units.set(units)
    bars = ReportPicture("load", "แผนภูมิ", "รอบ", ("1",), ("1",), (("ปกติดี", (2,)),))
    part = ReportPart("load", "ภาระงาน", facts=(("หน่วย", 2),), pictures=(bars,))
    drawings = {"load": "<svg xmlns='http://www.w3.org/2000/svg'/>"}
    content = ReportContent("รายงาน", "ของเรา", "วัน", "ทำแล้ว", "เกณฑ์", (part,), drawings)
    building.keep(made, content, {ReportFile.Kind.PDF: b"%PDF-1.7 of us"}, "", NOW)
    return ProgrammeReport.objects.get(pk=made.pk)


def make_course(kind):
    """A course that leads to a certificate."""
    return Course.objects.create(
        organisation=kind.organisation, name=kind.name, hours=6, certificate_type=kind
    )
