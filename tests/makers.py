"""Plain functions that make one thing each, with believable defaults."""

import itertools
import re
import uuid
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import time_machine
from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.db.models import QuerySet
from django.urls import reverse

from people.groups.rule import Said
from people.jobs.starter import give_starter_set
from people.messages.tasks import send_own_mail
from people.models import (
    Absence,
    Account,
    Job,
    Membership,
    Organisation,
    OutgoingLetter,
    Person,
    Role,
    RoleProposal,
    Unit,
)
from people.statements import StatementOnce
from people.weeks import BANGKOK, Week
from training.models import (
    Award,
    AwardCycle,
    Goal,
    Nomination,
    Promotion,
    Thanks,
    ThanksLink,
    VolunteerTerms,
)
from wellbeing.events import actions as events
from wellbeing.instruments import instrument_named
from wellbeing.models import Assessment, CheckIn, HardEvent, Hotline, Share, WordingPack
from wellbeing.rules.lines import LINE_NAMES
from wellbeing.rules.pulse import PulseAnswers
from wellbeing.scales import actions as scales
from workload.models import CaseloadLine, LoadPolicy, WorkWeek
from workload.policies.policy_numbers import TABLES, policy_of, stored_number
from workload.rules import load as load_rules

PASSWORD = "kamlangjai-demo"
LONG_AGO = date(2024, 1, 1)
# A public id that nothing has. Not made anew: every process of a run names its tests alike.
NOWHERE = "9d2f5b1c-0000-4000-8000-0123456789ab"
count = itertools.count(1)


def at(text: str) -> datetime:
    """Read a moment in Bangkok: '2026-11-20 09:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=BANGKOK)


# Friday of week 47: the week is open. Tests take their time from here, never from the clock.
WEEK = Week(date(2026, 11, 16))
NOW = datetime.combine(date(2026, 11, 20), time(9), BANGKOK)


FRIDAY_AFTERNOON = datetime.combine(date(2026, 11, 20), time(15), BANGKOK)


def deliver(now=FRIDAY_AFTERNOON) -> None:
    """Send the mails of the day, if it is their hour."""
    with time_machine.travel(now, tick=False):
        send_own_mail.call()


def make_failed_letter(person, since=None, **changes) -> OutgoingLetter:
    """A letter that the person's mailbox refused."""
    about = {"kind": "move", "key": "1", "state": OutgoingLetter.State.REFUSED, "next_try": NOW}
    about |= {"recipient": person, "failing_since": since or NOW}
    return OutgoingLetter.objects.create(**about | changes)


def said_in(letter) -> str:
    """What a mail says between its greeting and the two sentences at the end of each."""
    return "\n\n".join(letter.body.split("\n\n")[1:-2])


def make_organisation(name="Saphan Foundation", thai="", **changes) -> Organisation:
    fields = {"name": {"en": name, "th": thai}, "kind": Organisation.Kind.NGO} | changes
    organisation = Organisation.objects.create(**fields)
    give_starter_set(organisation)
    return organisation


@StatementOnce
def jobs_called(organisation_id: int, key: str) -> QuerySet[Job]:
    return Job.objects.filter(organisation_id=organisation_id, key=key)


def job_of(place, code="specialist") -> Job:
    """A job of the organisation of a unit or a person, or of an organisation itself."""
    at = place if isinstance(place, Organisation) else place.organisation
    [job] = jobs_called(organisation_id=at.pk, key=code)
    job.organisation = at
    return job


def make_unit(organisation, name="Chiang Mai team", parent=None, thai="", **changes) -> Unit:
    changes = {"name": {"en": name, "th": thai}} | changes
    return Unit.objects.create(organisation=organisation, parent=parent, **changes)


# Of a person's account; all else is of the place.
ACCOUNT = ("email", "language", "password", "short_password")


def make_account(username, **changes) -> Account:
    fields = {
        "email": f"{username}@example.org",
        "language": "en",
        # A hash made once: the tests sign in by `enter`, or with PASSWORD in the browser.
        "password": HASH,
    } | changes
    return Account.objects.create(username=username, **fields)


def make_person(username, organisation, account=None, **changes) -> Person:
    """A person with an account of their own, or at one more place of an account."""
    own = {name: changes.pop(name) for name in ACCOUNT if name in changes}
    account = account or make_account(username, **own)
    fields = {
        "account": account,
        "work_email": account.email,
        "organisation": organisation,
        "full_name_en": username.title(),
        "nickname_en": username.title(),
    } | changes
    return Person.objects.create(**fields)


def change_account(person, **changes) -> None:
    """Change what is the account's and not the place's: its language, address, password."""
    for name, value in changes.items():
        setattr(person.account, name, value)
    person.account.save()


def enter(client, person) -> None:
    """Sign a person's account in, at the person's place."""
    account = person.account
    account.person = person
    client.force_login(account)


def make_membership(person, unit, role=Role.WORKER, **changes) -> Membership:
    carries = Role(role).carries_load
    fields = {
        "job": "specialist" if carries else "office",
        "hours": Decimal(40) if carries else None,
        "starts": LONG_AGO,
    } | changes
    if isinstance(fields["job"], str):
        fields["job"] = job_of(unit, fields["job"])
    return Membership.objects.create(person=person, unit=unit, role=role, **fields)


def make_other_admins(unit, elsewhere) -> list[Person]:
    """An admin of a part of the organisation only, and one of another organisation."""
    admins = [
        make_person(name, at.organisation) for name, at in (("part", unit), ("other", elsewhere))
    ]
    for person, at in zip(admins, (unit, elsewhere), strict=True):
        make_membership(person, at, Role.ADMIN)
    return admins


def make_proposal(person, role=Role.TRAINER, **changes) -> RoleProposal:
    """A role that an admin proposes for herself, in the first unit of hers."""
    unit = person.current_memberships[0].unit
    fields = {"unit": unit, "job": job_of(unit, "office"), "day": NOW.date()}
    fields |= {"kind": RoleProposal.Kind.GIVE, "made_at": NOW} | changes
    return RoleProposal.objects.create(person=person, role=role, **fields)


def make_worker(unit, username=None, **changes) -> Person:
    """A person who works in this unit, 40 hours a week."""
    person = make_person(username or f"worker{next(count)}", unit.organisation, **changes)
    make_membership(person, unit)
    return person


def end_roles(person, *roles) -> Person:
    """End somebody's roles, all or these, on the day before NOW; read the person anew."""
    held = person.memberships.filter(role__in=roles) if roles else person.memberships.all()
    held.update(ends=NOW.date() - timedelta(days=1))
    return Person.objects.get(pk=person.pk)


def move_to(person, unit, role=None) -> Person:
    """Let somebody go on in another unit from NOW on, in the same role or another."""
    was = person.memberships.order_by("pk").last()
    end_roles(person)
    make_membership(person, unit, role or was.role, starts=NOW.date())
    return Person.objects.get(pk=person.pk)


def make_workers(crew, unit) -> list[Person]:
    return [make_worker(unit) for _ in range(crew)]


def _hash() -> str:
    return make_password(PASSWORD)


HASH = _hash()


def give_password(client) -> None:
    """Give the password once more, as files with people in them ask for."""
    cache.clear()  # where wrong tries are counted
    sent = {"password": PASSWORD, "next": reverse("account")}
    assert client.post(reverse("account_reauthenticate"), sent).status_code == 302


def make_line(person, phase="active", **changes):
    """A line of the present caseload; ten active cases unless said otherwise."""
    fields = {"count": 1 if changes.get("reference") else 10, "opened_at": NOW} | changes
    return CaseloadLine.objects.create(
        person=person, organisation=person.organisation, phase=phase, **fields
    )


def make_share(person, to, week=WEEK, **changes) -> Share:
    """One week that a person lets somebody read."""
    fields = {"from_week": week.monday, "to_week": week.monday, "purpose": Share.Purpose.TALK}
    fields |= {"until": (week + 6).monday, "shared_at": NOW} | changes
    share = Share.of(person=person, to=to, **fields)
    share.save()
    return share


def make_thanks(giver, receiver, words="Thank you for staying.", **changes) -> Thanks:
    """A note that only its receiver reads."""
    fields = {"organisation": receiver.organisation, "given_at": NOW} | changes
    note = Thanks(giver=giver, receiver=receiver, **fields)
    note.write(words)
    note.save()
    return note


def make_thanks_link(person, name="Nok", **changes) -> ThanksLink:
    """A link by which people outside can thank somebody, open for a month and five notes."""
    fields = {"made_at": NOW, "last_day": date(2026, 12, 19), "most": 5} | changes
    link = ThanksLink(organisation=person.organisation, person=person, **fields)
    link.call(name)
    link.save()
    return link


def make_thanks_outside(
    link, words="Thank you for staying.", partner="Prosecutor's office", writer="", **changes
) -> Thanks:
    """A note that somebody of the prosecutor's office left through a link; it waits."""
    fields = {"organisation": link.organisation, "given_at": NOW, "audience": ""} | changes
    note = Thanks(receiver=link.person, link=link, **fields)
    note.write(words)
    note.sign(partner=partner, writer=writer)
    note.save()
    return note


def wording_of(name="who-5", languages=("en",), **changes) -> dict:
    """A wording pack's entries; nobody's words: "Item 1", "Answer 0"."""
    key = instrument_named(name)
    return {
        "instrument": name,
        "version": "1",
        "licence": "public-domain",
        "holder": "Somebody",
        "items": {lang: {item: f"Item {item}" for item in key.items} for lang in languages},
        "labels": {lang: [f"Answer {n}" for n in sorted(key.values)] for lang in languages},
    } | changes


def make_pack(organisation, name="who-5", active=True, languages=("en",), **changes) -> WordingPack:
    """A wording in use, without an end."""
    found = wording_of(name, languages)
    fields = {
        "instrument": name,
        "version": "1",
        "basis": "public-domain",
        "holder": "Somebody",
        "adapted": False,
        "items": found["items"],
        "labels": found["labels"],
        "loaded_at": NOW,
    } | changes
    return WordingPack.objects.create(organisation=organisation, active=active, **fields)


def make_cycle(made_by, *panel, **changes) -> AwardCycle:
    """An award for which people can be named this month."""
    fields = {
        "name": {"en": f"Steady hands {next(count)}"},
        "criteria": {"en": "Calm in a hard moment."},
    }
    fields |= {"opens": date(2026, 11, 1), "closes": date(2026, 11, 30), "quorum": 2} | changes
    cycle = AwardCycle.objects.create(organisation=made_by.organisation, made_by=made_by, **fields)
    cycle.panel.set(panel)
    return cycle


def make_nomination(cycle, by, person=None, **changes) -> Nomination:
    """That somebody names a colleague."""
    fields = {"words": "She stayed until everybody had eaten.", "made_at": NOW} | changes
    return Nomination.objects.create(
        organisation=cycle.organisation, cycle=cycle, by=by, person=person, **fields
    )


def make_award(person, **changes) -> Award:
    """Three years here, without an answer yet."""
    fields = {"years": 3, "given_on": NOW.date()} | changes
    return Award.objects.create(organisation=person.organisation, person=person, **fields)


def make_event(person, day=date(2026, 11, 17), kind="raid") -> HardEvent:
    """A hard event that somebody noted, three days before NOW."""
    return events.log(person=person, kind=kind, day=day, now=NOW)


def make_hotline(organisation, number="1300", **changes) -> Hotline:
    """A number of an organisation that nobody has checked yet."""
    fields = {"name": {"en": "Social assistance centre"}} | changes
    return Hotline.objects.create(organisation=organisation, number=number, **fields)


def make_checkin(person, week=WEEK, unit=None, **answers) -> CheckIn:
    """One week's answers; strain 50 unless said otherwise."""
    given = dict.fromkeys(LINE_NAMES, 2) | answers
    unit = unit or person.current_memberships[0].unit
    row = CheckIn.of(PulseAnswers(**given), person=person, unit=unit, week=week.monday)
    row.save()
    return row


def make_assessment(person, pack, answers=None, at=NOW) -> Assessment:
    """A scale that somebody took; every item answered with the lowest, unless said otherwise."""
    filled = answers or dict.fromkeys(pack.key.items, pack.key.lowest)
    return scales.take(person=person, pack=pack, answers=filled, language="en", now=at)


def make_goal(person, words="Lead a joint interview", **changes) -> Goal:
    """A goal without a day and without a mentor."""
    return Goal.objects.create(person=person, words=words, **{"made_at": NOW} | changes)


def make_promotion(person, level, *panel, **changes) -> Promotion:
    """That somebody asks for a level."""
    fields = {"organisation": person.organisation, "asked_at": NOW} | changes
    asked = Promotion.objects.create(person=person, level=level, **fields)
    asked.panel.set(panel)
    return asked


def make_policy(organisation, starts=WEEK, unit_kind="", made_by=None, **numbers) -> LoadPolicy:
    """A version with these numbers (phases_court="2.4"), and the usual ones beside them."""
    changed = {code_of(name): value for name, value in numbers.items()}
    return LoadPolicy.objects.create(
        organisation=organisation,
        unit_kind=unit_kind,
        starts=starts.monday,
        numbers=stored_number(policy_of("", changed, load_rules.usual(organisation.kind))),
        made_by=made_by or make_person(f"admin{next(count)}", organisation),
        made_at=NOW,
    )


def code_of(name: str) -> str:
    """Write a keyword as the code of a number: add_ons_child is add_ons-child."""
    table = next((one for one in (*TABLES, "limits") if name.startswith(f"{one}_")), "")
    return f"{table}-{name.removeprefix(table + '_')}" if table else name


def make_week(person, week=WEEK, points="20", capacity="26", **changes):
    """A week that was sent, with a load of points in percent of capacity."""
    points, capacity = Decimal(points), Decimal(capacity)
    percent = 100 * points / capacity if capacity else None
    fields = {
        "organisation": person.organisation,
        "unit": person.base.unit,
        "key": uuid.uuid4(),
        "contracted_hours": Decimal(40),
        "hours": Decimal(40),
        "case_count": 10,
        "case_points": points,
        "night_points": 0,
        "supervision_points": 0,
        "capacity": capacity,
        "percent": None if percent is None else percent.quantize(Decimal("0.0001")),
        "level": load_rules.level(percent) or "",
        "policy": load_rules.usual(person.organisation.kind).version,
        "sent_at": week.opens,
        "changed_at": week.opens,
    } | changes
    return WorkWeek.objects.create(person=person, week=week.monday, **fields)


def make_unweighed_week(person, week=WEEK, **changes):
    """A week that was sent without contracted hours: points, and nothing to compare them with."""
    fields = {"hours": Decimal(7), "case_count": 0} | changes
    row = make_week(person, week, points="0", **fields)
    row.contracted_hours = row.capacity = row.percent = None
    row.level = ""
    row.save()
    return row


def make_terms(person, by, hours=10, until=date(2027, 6, 30)) -> VolunteerTerms:
    """The terms on which a person volunteers."""
    return VolunteerTerms.objects.create(
        person=person,
        kind=VolunteerTerms.Kind.FAITH,
        hours=hours,
        tasks=["house"],
        until=until,
        written_by=by,
        written_at=NOW,
    )


NO_LINES = ("",) * len(LINE_NAMES)


def group_said(size: str, strain: str, lines=NO_LINES) -> Said:
    """What is said of a group's answers: without lines, as below ten people."""
    return Said(size, strain, lines)


def make_absence(person, **changes) -> Absence:
    """A long absence from NOW's day until the end of March."""
    days = {"starts": NOW.date(), "ends": date(2027, 3, 31)}
    fields = {"kind": Absence.Kind.PARENTAL, "entered_at": NOW} | days | changes
    return Absence.objects.create(person=person, **fields)


def as_shown(page) -> dict:
    """What a browser would send of a page's form as it was opened."""
    fields = {one.html_name: one.value() for one in page.context["form"]}
    typed = {name: "" if one is None else one for name, one in fields.items() if one is not False}
    [mark] = {*re.findall(r'name="shown" value="([^"]+)"', page.text)}
    return typed | {"shown": mark}


def judge_stale(client, address, change, typed, told) -> None:
    """Say that who typed on a page older than a change is asked to look, and saves after that."""
    opened = as_shown(client.get(address))
    change()
    answer = client.post(address, opened | typed)
    assert answer.status_code == 422
    page = " ".join(answer.text.split())
    assert "Something changed since you looked." in page
    for sentence in told:
        assert f"Now: {sentence}<" in page
    again = as_shown(answer)
    assert again["shown"] != opened["shown"]
    assert client.post(address, opened | typed | {"shown": again["shown"]}).status_code == 302
    # The same again, as by a second press of the older page, asks nobody to look.
    assert client.post(address, opened | typed).status_code == 302
