"""What people have learnt: certificates, courses, and sessions past and coming."""

from collections import defaultdict
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import UUID

from people.models import Person, Role
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
from training.models import State as Place
from training.rules import add_months

from .staff import Member
from .subjects import RENEWAL, SUBJECTS, Subject
from .world import World, at, uid

EXCUSE = "อบรมแล้วที่หน่วยงานเดิม กำลังรอเอกสาร"
# How many days from now the certificates of a session run out, and how many people went there.
ROUNDS = ((-70, 4), (-12, 5), (24, 8), (51, 6), (140, 30), (220, 27), (325, 20))
# More of them for what holds for two years or longer.
LONG_ROUNDS = ((410, 28), (540, 24), (700, 18))
NEVER = 14
# The rounds of two courses are not held on the same days; what is due soon stays due.
APART, FAR = 13, 100
# By how many days a certificate was renewed too late, below nought before its end, and who had one.
LATE = (-24, -10, -3, 0, 9, 31)
HAD_ONE = 0.8
TOLD_OF = 1500
# What is told of somebody: subject and the days until it runs out. All others of the team: valid.
TOLD = {
    ("supaporn", "First aid"): 15,
    ("montri", "Child forensic interviewing"): 20,
    ("kriangkrai", "Vicarious trauma and self-care"): -22,
    ("kriangkrai", "Evidence handling and material exposure"): -9,
}
TEAM = "Chiang Mai team"
TOGETHER = ("Looking after each other", "ดูแลใจกันในทีม")
PLACES = {
    "Saphan Foundation": "ห้องประชุมชั้น 2 สำนักงานเชียงใหม่",
    "Lanna Anti-Trafficking Division": "ห้องอบรม ฝ่ายอำนวยการ",
    "Baan Suk Shelters": "ศาลาบ้านสวน",
}


class School:
    """One organisation's courses, and the people who go there."""

    def __init__(self, world: World, trainer: Member, members: list[Member]):
        self.world, self.trainer, self.members = world, trainer.person, members
        self.organisation = trainer.person.organisation
        self.chance = world.chance("school", self.organisation.name_en)
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
        self.earlier()
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
                name_en=subject.name[0],
                name_th=subject.name[1],
                validity_months=subject.months,
                allows_en=subject.allows[0],
                allows_th=subject.allows[1],
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
        interviewing = next(kind for kind in kinds if kind.name_en == "Child forensic interviewing")
        courses.append(self.course(RENEWAL, 8, interviewing, "C"))
        Course.objects.bulk_create(courses)
        self.courses = {course.name_en: course for course in courses}

    def ask(self, kinds: list[CertificateType]) -> None:
        """Ask each certificate of those who need it."""
        Requirement.objects.bulk_create(
            Requirement(
                organisation=self.organisation,
                type=kind,
                added_by=self.trainer,
                added_at=at(self.world.days(-400), 9),
                **asked,
            )
            for subject, kind in zip(SUBJECTS, kinds, strict=True)
            for asked in subject.asked
        )

    def excuse(self) -> None:
        """Excuse somebody whose certificate is missing for a while."""
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
                made_at=at(self.world.days(-20), 10),
            )

    def course(
        self, name: tuple[str, str], hours: int, certified: CertificateType, kind: str
    ) -> Course:
        """Write one course."""
        return Course(
            public_id=uid(self.chance),
            organisation=self.organisation,
            name_en=name[0],
            name_th=name[1],
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
            place=PLACES[self.organisation.name_en],
            trainer=self.trainer,
            recorded_at=at(day, 17, 5) if recorded else None,
            recorded_by=self.trainer if recorded else None,
            version=1 if recorded else 0,
        )
        self.sessions.append(row)
        return row

    def certify(self, subject: Subject) -> None:
        """Hold a course's past sessions, each for those whose certificate is from that day."""
        groups: dict[int, list[Person]] = defaultdict(list)
        for member in self.members:
            if subject.needed_by(member) and (left := self.days_left(member, subject)) is not None:
                groups[left].append(member.person)
        for left, people in sorted(groups.items()):
            day = self.day_of(subject, left)
            session = self.session(subject.name[0], day)
            for person in people:
                self.pass_(session, person, subject)
            self.absent(session, people)

    def days_left(self, member: Member, subject: Subject) -> int | None:
        """Draw in how many days somebody's certificate runs out; None where they have none."""
        if told := TOLD.get((member.person.username, subject.name[0])):
            return told
        in_team = member.unit.name_en == TEAM
        every = ROUNDS + (LONG_ROUNDS if (subject.months or 0) > 12 else ())
        rounds = [(left, share) for left, share in every if not in_team or left > 60]
        choices = [left for left, _ in rounds] + ([] if in_team else [None])
        left = self.chance.choices(
            choices, [share for _, share in rounds] + [NEVER] * (not in_team)
        )[0]
        if left is None or left < FAR:
            return left
        return left + SUBJECTS.index(subject) * APART % 41 - 20

    def day_of(self, subject: Subject, left: int) -> date:
        """Find the day of a session whose certificates run out in so many days."""
        if subject.months is None:
            return self.world.days(2 * left - 800)
        return add_months(self.world.days(left), -subject.months)

    def earlier(self) -> None:
        """Let most people have held each certificate before: renewed in time, or somewhat late."""
        subjects = {one.name[0]: one for one in SUBJECTS if one.months}
        since = {one.person.pk: one.membership.starts for one in self.members}
        held: dict[UUID, tuple[Session, list[Person]]] = {}
        for one in self.certificates:
            held.setdefault(one.session.public_id, (one.session, []))[1].append(one.person)
        for session, people in held.values():
            if (subject := subjects.get(session.course.name_en)) is None:
                continue
            late = timedelta(days=self.chance.choice(LATE))
            day = add_months(session.day, -subject.months) - late
            there = [one for one in people if since[one.pk] <= day]
            had = [one for one in there if self.chance.random() < HAD_ONE]
            if had and day >= self.world.days(-TOLD_OF):
                before = self.session(subject.name[0], day)
                for person in had:
                    self.pass_(before, person, subject, current=False)

    def pass_(
        self, session: Session, person: Person, subject: Subject, current: bool = True
    ) -> None:
        """Let somebody pass, with the certificate that follows."""
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
        """Hold a session last week whose results are still to be written down."""
        session = self.session("Safeguarding", self.world.days(-5), recorded=False, morning=False)
        self.enrol(session, 9)

    def lately(self) -> None:
        """Hold a morning without a certificate last week: who was there may say how it was."""
        chance = self.world.chance("school", self.organisation.name_en, "lately")
        course = Course(
            public_id=uid(chance),
            organisation=self.organisation,
            name_en=TOGETHER[0],
            name_th=TOGETHER[1],
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
            place=PLACES[self.organisation.name_en],
            trainer=self.trainer,
            recorded_at=at(day, 12, 10),
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
            session = self.session(name, world.days(days), recorded=False)
            session.seats, session.open_to_all = seats + days % 3, days > 15
            self.enrol(session, seats, "nok", "supaporn" if days == 9 else "montri")
        self.invite()

    def invite(self) -> None:
        """Invite some people to a session that is far away; one of them cannot come."""
        session = self.session("Safeguarding", self.world.days(58), recorded=False)
        session.seats = 20
        carries = [one.person for one in self.members if one.carries]
        first = [one for one in carries if one.username in {"nok", "wipa"}]
        others = self.chance.sample([one for one in carries if one not in first], 6)
        self.enrolments += [
            Enrolment(
                session=session,
                person=one,
                state=Place.DECLINED if one == others[-1] else Place.INVITED,
                since=at(self.world.days(-2), 10),
            )
            for one in (*first, *others)
        ]

    def enrol(self, session: Session, seats: int, *first: str) -> None:
        """Give seats in a session: to some in particular, then to anybody."""
        carries = [one.person for one in self.members if one.carries]
        people = [person for person in carries if person.username in first]
        others = [person for person in carries if person not in people]
        people += self.chance.sample(others, min(len(others), seats - len(people)))
        self.enrolments += [Enrolment(session=session, person=person) for person in people]


def simulate(world: World, members: list[Member]) -> None:
    """Open a school in every organisation."""
    for trainer in members:
        if trainer.membership.role == Role.TRAINER:
            organisation = trainer.person.organisation_id
            own = [one for one in members if one.person.organisation_id == organisation]
            School(world, trainer, own).teach()
