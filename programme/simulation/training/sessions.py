"""What people have learnt: certificates, courses, and sessions past and coming."""

from datetime import date, time
from decimal import Decimal

from people.models import Job, Person, Role
from programme.simulation.people.staff import SimulatedMember
from programme.simulation.world import World, clock_at, uid, weekday
from training.models import (
    Attendance,
    Certificate,
    CertificateType,
    Course,
    Enrolment,
    Exemption,
    Requirement,
    Session,
)
from training.models import PlaceState as Place
from training.rules.certificates import add_months

from .rounds import Rounds
from .subjects import RENEWAL, SUBJECTS, Subject

EXCUSE = "อบรมแล้วที่หน่วยงานเดิม กำลังรอเอกสาร"
TOGETHER = ("Looking after each other", "ดูแลใจกันในทีม")
PLACES = {
    "Saphan Foundation": "ห้องประชุมชั้น 2 สำนักงานเชียงใหม่",
    "Lanna Anti-Trafficking Division": "ห้องอบรม ฝ่ายอำนวยการ",
    "Baan Suk Shelters": "ศาลาบ้านสวน",
}


class School:
    """One organisation's courses, and the people who go there."""

    def __init__(self, world: World, trainer: SimulatedMember, members: list[SimulatedMember]):
        self.world, self.trainer, self.members = world, trainer.person, members
        self.organisation = trainer.person.organisation
        self.chance = world.chance("school", self.organisation.name["en"])
        self.courses: dict[str, Course] = {}
        self.sessions: list[Session] = []
        self.enrolments: list[Enrolment] = []
        self.certificates: list[Certificate] = []

    def teach(self) -> None:
        """Write everything that happened and that is planned."""
        self.found()
        for subject in SUBJECTS:
            self.certify(subject)
        self.unrecorded()
        self.coming()
        Session.objects.bulk_create(self.sessions)
        Enrolment.objects.bulk_create(self.enrolments, batch_size=500)
        Certificate.objects.bulk_create(self.certificates, batch_size=500)
        self.excuse()
        self.lately()

    def found(self) -> None:
        """Write the certificate types and their courses."""
        kinds = [
            CertificateType(
                public_id=uid(self.chance),
                organisation=self.organisation,
                name={"en": subject.name[0], "th": subject.name[1]},
                validity_months=subject.months,
                allows={"en": subject.allows[0], "th": subject.allows[1]},
                by_law=subject.by_law,
            )
            for subject in SUBJECTS
        ]
        CertificateType.objects.bulk_create(kinds)
        self.ask(kinds)
        courses = [
            self.course(one.name, one.hours, kind, one.kind)
            for one, kind in zip(SUBJECTS, kinds, strict=True)
        ]
        interviewing = next(
            kind for kind in kinds if kind.name["en"] == "Child forensic interviewing"
        )
        courses.append(self.course(RENEWAL, 8, interviewing, "C"))
        Course.objects.bulk_create(courses)
        self.courses = {course.name["en"]: course for course in courses}

    def ask(self, kinds: list[CertificateType]) -> None:
        """Ask each certificate of those who need it."""
        jobs = list(Job.objects.filter(organisation=self.organisation).order_by("pk"))
        Requirement.objects.bulk_create(
            Requirement(
                organisation=self.organisation,
                type=kind,
                added_by=self.trainer,
                added_at=clock_at(self.world.days(-400), 9),
                **asked,
            )
            for subject, kind in zip(SUBJECTS, kinds, strict=True)
            for asked in subject.asked_in(jobs)
        )

    def excuse(self) -> None:
        """Excuse a person with a missing certificate for a while."""
        holders = {(one.person_id, one.type_id) for one in self.certificates}
        kind = self.courses["First aid"].certificate_type
        without = [
            one.person
            for one in self.members
            if one.carries and (one.person.pk, kind.pk) not in holders
        ]
        for person in without[:1]:
            Exemption.objects.create(
                public_id=uid(self.chance),
                person=person,
                type=kind,
                reason=EXCUSE,
                until=self.world.days(80),
                made_by=self.trainer,
                made_at=clock_at(self.world.days(-20), 10),
            )

    def course(
        self, name: tuple[str, str], hours: int, certified: CertificateType, kind: str
    ) -> Course:
        """Write one course."""
        return Course(
            public_id=uid(self.chance),
            organisation=self.organisation,
            name={"en": name[0], "th": name[1]},
            hours=Decimal(hours),
            kind=kind,
            certificate_type=certified,
        )

    def session(self, name: str, day: date, recorded: bool = True, morning: bool = True) -> Session:
        """Hold a course on a day."""
        row = Session(
            public_id=uid(self.chance),
            organisation=self.organisation,
            course=self.courses[name],
            day=day,
            starts=time(9) if morning else time(13),
            ends=time(16, 30) if morning else time(16),
            place=PLACES[self.organisation.name["en"]],
            trainer=self.trainer,
            recorded_at=clock_at(day, 17, 5) if recorded else None,
            recorded_by=self.trainer if recorded else None,
            version=1 if recorded else 0,
        )
        self.sessions.append(row)
        return row

    def certify(self, subject: Subject) -> None:
        """Hold a course's past sessions, each with certificates for those who were there."""
        for one in Rounds(self.world, subject, self.members, self.chance).held():
            session = self.session(subject.name[0], one.day)
            for person in one.newest:
                self.pass_(session, person, subject)
            for person in one.renewed:
                self.pass_(session, person, subject, current=False)
            self.absent(session, one.newest + one.renewed)

    def pass_(
        self, session: Session, person: Person, subject: Subject, current: bool = True
    ) -> None:
        """Let a person pass, with the certificate that follows."""
        self.enrolments.append(
            Enrolment(session=session, person=person, attendance=Attendance.FULL, passed=True)
        )
        months = subject.months
        self.certificates.append(
            Certificate(
                public_id=uid(self.chance),
                person=person,
                type=session.course.certificate_type,
                session=session,
                issued_on=session.day,
                expires_on=add_months(session.day, months) if months else None,
                issued_by=self.trainer,
                current=current,
            )
        )

    def absent(self, session: Session, present: list[Person]) -> None:
        """Let one of the others have been away, now and then."""
        others = [one.person for one in self.members if one.carries and one.person not in present]
        if others and self.chance.random() < 0.4:
            away = self.chance.choice(others)
            self.enrolments.append(
                Enrolment(session=session, person=away, attendance=Attendance.AWAY, passed=False)
            )

    def unrecorded(self) -> None:
        """Hold a session last week with results that are still to be written down."""
        session = self.session("Safeguarding", self.world.days(-5), recorded=False, morning=False)
        self.enrol(session, 9)

    def lately(self) -> None:
        """Hold a morning without a certificate last week: who was there may say how it was."""
        chance = self.world.chance("school", self.organisation.name["en"], "lately")
        course = Course(
            public_id=uid(chance),
            organisation=self.organisation,
            name={"en": TOGETHER[0], "th": TOGETHER[1]},
            hours=Decimal(3),
        )
        day = self.world.days(-6)
        session = Session(
            public_id=uid(chance),
            organisation=self.organisation,
            course=course,
            day=day,
            starts=time(9),
            ends=time(12),
            place=PLACES[self.organisation.name["en"]],
            trainer=self.trainer,
            recorded_at=clock_at(day, 12, 10),
            recorded_by=self.trainer,
            version=1,
        )
        course.save()
        session.save()
        carries = [one.person for one in self.members if one.carries]
        first = [one for one in carries if one.username in {"nok", "noi"}]
        others = chance.sample([one for one in carries if one not in first], 8)
        Enrolment.objects.bulk_create(
            Enrolment(session=session, person=one, attendance=Attendance.FULL)
            for one in (*first, *others)
        )

    def coming(self) -> None:
        """Hold one session today, and plan the next."""
        world = self.world
        today = self.session("Vicarious trauma and self-care", world.today, recorded=False)
        self.enrol(today, 12, "kriangkrai", "arthit", "piyada")
        for name, days, seats in (
            ("First aid", 9, 10),
            (RENEWAL[0], 16, 6),
            ("Thai anti-trafficking law and referral", 30, 12),
            ("Psychological first aid", 44, 8),
        ):
            session = self.session(name, weekday(world.days(days)), recorded=False)
            session.seats, session.open_to_all = seats + days % 3, days > 15
            self.enrol(session, seats, "nok", "supaporn" if days == 9 else "montri")
        self.invite()

    def invite(self) -> None:
        """Invite some people to a session that is far away; one of them cannot come."""
        day = weekday(self.world.days(58))
        session = self.session("Safeguarding", day, recorded=False)
        session.seats = 20
        carries = [one.person for one in self.members if one.carries]
        first = [one for one in carries if one.username in {"nok", "wipa"}]
        others = self.chance.sample([one for one in carries if one not in first], 6)
        self.enrolments += [
            Enrolment(
                session=session,
                person=one,
                state=Place.DECLINED if one == others[-1] else Place.INVITED,
                since=clock_at(self.world.days(-2), 10),
            )
            for one in (*first, *others)
        ]

    def enrol(self, session: Session, seats: int, *first: str) -> None:
        """Give seats in a session: to some in particular, then to any others."""
        carries = [one.person for one in self.members if one.carries]
        people = [person for person in carries if person.username in first]
        others = [person for person in carries if person not in people]
        people += self.chance.sample(others, min(len(others), seats - len(people)))
        self.enrolments += [Enrolment(session=session, person=person) for person in people]


def simulate(world: World, members: list[SimulatedMember]) -> None:
    """Open a school in every organisation."""
    for trainer in members:
        if trainer.membership.role == Role.TRAINER:
            organisation = trainer.person.organisation_id
            own = [one for one in members if one.person.organisation_id == organisation]
            School(world, trainer, own).teach()
