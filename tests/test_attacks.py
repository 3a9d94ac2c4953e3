"""Attacks on the whole product at once: every page, every field, every role.

Who answered what is the secret of this product, and every page of another person is written down.
"""

import re
import threading
import uuid
import zipfile
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.apps import apps
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django_q.models import OrmQ

from people.accounts import tokens
from people.members import invitations
from people.models import AccessEvent, ApiToken, Membership, Person, Role, Visit
from people.phones import phone_keys
from people.weeks import Block
from tests.makers import (
    NOW,
    WEEK,
    enter,
    job_of,
    make_checkin,
    make_line,
    make_share,
    make_week,
    make_worker,
    make_workers,
)
from tests.roles import as_the_owner
from tests.test_permissions import ACTORS, ROWS, address, boss, friday, objects
from training.evaluations import actions as evaluations
from training.models import Course, Evaluation, Session
from training.rules import evaluations as evaluation_rules
from wellbeing.checkins import actions as checkins
from wellbeing.checkins import consent
from wellbeing.events import actions as events
from wellbeing.groups import freezing, restrictions
from wellbeing.help import contacts
from wellbeing.models import BlockResult, CheckIn, ContactRequest, Share
from wellbeing.own_data import erasing
from wellbeing.rules.moments import After
from wellbeing.rules.pulse import PulseAnswers
from workload.flags import actions as flags
from workload.models import Flag, FlagStep, Transfer, WorkWeek
from workload.policies import actions as policies
from workload.weeks import actions as weeks

from .workload.weeks.test_views import form

__all__ = ["boss", "friday", "objects"]

STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
# What belongs to a visitor, or comes and goes by itself.
OWN_TABLES = {"sessions.Session", "people.AccessEvent"}


def dump() -> dict[str, list]:
    """Every row of every table but the visitor's own."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.label not in OWN_TABLES
    }


@pytest.fixture
def cast(request, objects):
    """Everybody, with a week that is heavy enough for a flag, so that each page has something."""
    people = {name: request.getfixturevalue(name) for name in STAFF}
    make_line(people["nok"])
    week = make_week(people["nok"], WEEK - 1, points="33.3")
    flags.assess(person=people["nok"], weeks=[week], now=NOW)
    contacts.ask(person=people["nok"], contact=people["orathai"], now=NOW)
    return people


@pytest.fixture
def addresses(objects):
    return [address(row[0], row[1], objects) for row in ROWS]


# --- Looking changes nothing -------------------------------------------------------------------

# Who works beside one may be chosen by name there: it tells nothing that a colleague does not know.
TEAMMATES = ("/thanks/new/", "/awards/cycles/", "/training/groups/new/")


def opener(row: list[str]) -> str:
    """Name the first who may open a page, or who is refused first where nobody may.

    They ask for its options too: what a view makes of that word does not hang on who says it.
    """
    return min(STAFF, key=lambda who: row[ACTORS.index(who) + 2] != "200")


@pytest.mark.rendered
@pytest.mark.parametrize("who", STAFF)
def test_looking_writes_nothing_but_one_look_where_somebody_is_named(
    client, cast, addresses, friday, who
):
    """Nok finds on her own page each time that one of them was shown her name."""
    nok = cast["nok"]
    enter(client, cast[who])
    before = dump()
    of_her = AccessEvent.objects.about(nok)  # asked once for each page
    looks, marks = of_her.count(), (nok.full_name_en, str(nok.public_id))
    for row, path in zip(ROWS, addresses, strict=True):
        for ask in (client.get, client.options)[: 1 + (who == opener(row))]:
            answer = ask(path)
            before_it, looks = looks, of_her.count()
            looked = looks - before_it
            said = text_of(answer) if answer.status_code == 200 else ""
            named = any(mark in said for mark in marks)
            # What a holder shows to anyone is looked at by people whom nobody knows.
            shown = path.startswith(("/training/check/", *TEAMMATES)) or who in ("nok", "noi")
            # Of those who could stand in, an admin chooses one by name.
            shown |= "/absence/" in path
            named = named and not shown
            # Who could take work or a post is looked through often: that is noted once a day.
            daily = path.endswith(("/move/", "/gap/")) or path.startswith("/programme/wished/")
            each = named and not daily
            assert looked == 1 if each else looked <= 1, path
            assert looks > 0 or not named, path
    assert dump() == before


@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy"])
def test_a_program_that_is_told_of_somebody_leaves_a_look(client, cast, addresses, friday, who):
    """What a person's own key opens for them is noted as their pages are, once a day at least."""
    nok, viewer = cast["nok"], cast[who]
    _key, text = tokens.make(person=viewer, name="x")
    of_her, marks = AccessEvent.objects.about(nok), (nok.full_name_en, str(nok.public_id))
    paths = [path for path in addresses if path.startswith("/api/")]
    session = Session.objects.get(trainer=cast["siriporn"])
    paths += [f"/api/v1/people/{nok.public_id}", f"/api/v1/sessions/{session.public_id}"]
    told = set()
    for path in paths:
        with as_the_owner():
            AccessEvent.objects.all().delete()
        answer = client.get(path, headers={"Authorization": f"Bearer {text}"})
        if answer.status_code == 200 and any(mark in text_of(answer) for mark in marks):
            told.add(path)
            assert of_her.exists(), path
    assert told or who == "orathai"


# --- Markup stays text -------------------------------------------------------------------------

# What is no text: markup in it is shown by other programs, as text.
FILES = ("application/pdf", "application/zip", "application/vnd.openxmlformats")
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "' onfocus=alert(1) autofocus x='",
    "{{ 7|add:7 }}{% now %}",
    "]]>--></textarea></title><b>",
    "javascript:alert(1)",
)
# Ends an attribute of either quote; short enough for every field.
EITHER = "'\"><img src=x onerror=alert(1)>"


class Nodes(HTMLParser):
    """The elements of a page with the names of their attributes: what markup would change."""

    def __init__(self, text: str):
        super().__init__()
        self.found: list[tuple] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, *sorted(name for name, _value in attrs)))


def written(text: str, version: int | None = None) -> flags.Plan:
    """A plan that holds for a week."""
    return flags.Plan(("move",), text, due_on=WEEK.sunday + timedelta(days=5), version=version)


def rename(text: str) -> None:
    """Put a text wherever people can put one."""
    Course.objects.update(name={"en": text[:120], "th": text[:120]})
    for model in (Person, Membership):
        for field in model._meta.fields:
            if field.name.startswith(("full_name", "nickname", "name_", "rank")):
                model.objects.update(**{field.name: text[: field.max_length]})
    named = ("programme.DirectoryEntry", "programme.OwnService", "programme.Pathway")
    for label in ("people.Unit", "people.Organisation", "training.CertificateType", *named):
        for n, row in enumerate(apps.get_model(label).objects.all()):
            row.name = {"en": f"{text}{n}", "th": f"{text}{n}"}
            row.save()
    apps.get_model("training.Session").objects.update(place=text)
    apps.get_model("programme.Lesson").objects.update(title=text[:120], text=text)
    entries = apps.get_model("programme.DirectoryEntry").objects.all()
    entries.update(desk=text[:120], looking_for=text, hours_note=text[:60], line_id=text[:41])
    for step in FlagStep.objects.select_related("flag"):
        step.write(text)
        step.save()
    Transfer.objects.update(word=text, answer=text)
    ApiToken.objects.update(name=text)


@pytest.mark.rendered
@pytest.mark.parametrize(
    ("who", "language"),
    [(who, ("en", "th")[n % 2]) for n, who in enumerate(STAFF[:-1])] + [("ploy", "en")],
)
def test_markup_in_any_text_is_shown_as_text_on_every_page(
    client, cast, addresses, friday, who, language
):
    for person in cast.values():
        tokens.make(person=person, name="x")
    flag = cast["nok"].flags.get()
    flags.plan(flag, by=cast["wipa"], plan=written("x"), now=NOW)
    flags.answer(flag, by=cast["nok"], text="x", now=NOW)
    enter(client, cast[who])
    client.cookies["django_language"] = language
    rename("plain")
    answers = {path: client.get(path) for path in addresses}
    shapes = {
        path: Nodes(text_of(answer)).found
        for path, answer in answers.items()
        if answer.status_code == 200 and not answer["Content-Type"].startswith(FILES)
    }
    rename(EITHER)
    assert {path: Nodes(text_of(client.get(path))).found for path in shapes} == shapes


@pytest.mark.parametrize("payload", PAYLOADS[:4])
def test_markup_that_was_typed_comes_back_as_text(client, cast, friday, payload):
    """A refused form keeps what was typed; a search says what was looked for."""

    def shape(text):
        return Nodes(text).found

    def asked(who, path, name, sent=None):
        enter(client, cast[who])
        pages = []
        for text in ("²", payload):
            data = {**(sent or {}), name: text}
            answer = client.get(path, data) if sent is None else client.post(path, data)
            assert answer.status_code in {200, 409, 422}, (path, name)
            pages.append(shape(answer.text))
        assert pages[0] == pages[1], (path, name)

    for name in ("hours", "key", "contact", "corrects", "material_unit", "line-0-kind"):
        lines = {"lines": "1", "line-0-phase": "active", "line-0-count": "²"}
        asked("nok", "/my-week/?do=preview", name, form() | lines)
    asked("wipa", f"/team/{cast['nok'].public_id}/move/", "search", {"to": "²"})
    asked("wipa", f"/team/{cast['nok'].public_id}/move/", "word", {"to": "²"})
    asked("ploy", "/people/", "q")
    asked("ploy", "/people/invite/", "email", {"hours": "²"})
    asked("siriporn", "/training/sessions/new/", "place", {"day": "²"})
    asked("siriporn", "/training/courses/", "course-name_en", {"do": "course"})


# --- Who answered what -------------------------------------------------------------------------

CANARY = "canary-7f3a"
PAST = WEEK - 3


def send(nok, week, answered: bool, **changes):
    """One week, with the pulse lines and a note or without them; the work is the same."""
    answers = PulseAnswers(worn=4, far=4, back=4, rest=0, team=0) if answered else PulseAnswers()
    note = CANARY if answered else ""
    sent = {"key": uuid.UUID(int=7), "hours": 40, "answers": answers, "note": note} | changes
    friday = NOW - timedelta(days=(WEEK.monday - week.monday).days)
    weeks.record(person=nok, week=week, sent=weeks.Sent(**sent), now=friday)


def seen_by(person, addresses) -> list:
    """Everything that one person can get out of the product: bytes, headers, statements."""
    Visit.objects.filter(person=person).delete()  # each look is the only one
    client = Client()
    enter(client, person)
    token = ApiToken.objects.filter(person=person).first()
    found = []
    for path in addresses:
        statements = []  # written down as they are: Django would fill in the values of each

        def listen(execute, sql, *about, heard=statements):
            heard.append(sql)
            return execute(sql, *about)

        with connection.execute_wrapper(listen):
            answer = client.get(path, headers={"Authorization": f"Bearer {KEYS[token.pk]}"})
        headers = sorted((k, v) for k, v in answer.headers.items() if k not in BY_CHANCE)
        found.append((path, answer.status_code, stable(text_of(answer)), headers, len(statements)))
    return found


KEYS: dict[int, str] = {}
# Another one with every answer, and what is left of one's own calls.
BY_CHANCE = {"Set-Cookie", "X-Request-Id", "RateLimit-Remaining", "RateLimit-Reset"}


def text_of(answer) -> str:
    """What an answer says; a file is no text, and one of files has the time of each."""
    said = answer.getvalue()
    if said.startswith(b"PK"):
        packed = zipfile.ZipFile(BytesIO(said))
        return repr([(name, packed.read(name)) for name in packed.namelist()])
    return said.decode(errors="replace")


def stable(text: str) -> str:
    """A page without what is drawn anew each time."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    text = re.sub(r'"token": "\w+"', "", text)  # the same, as a phone reads it
    text = re.sub(r'"(created|at)[^"]*"', "", text)
    return re.sub(r'name="key" value="[^"]+"', "", text)


@pytest.mark.rendered
@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "ploy"])
def test_nobody_can_tell_whether_nok_said_how_a_session_was(request, cast, addresses, friday, who):
    """Every page of training, the pictures of its year too."""
    viewer, nok = request.getfixturevalue(who), cast["nok"]
    session = Session.objects.get(trainer=cast["siriporn"])
    near = [one for one in addresses if one.startswith("/training/")]
    key, text = tokens.make(person=viewer, name="x")
    KEYS[key.pk] = text
    tokens.key_of_token(text)  # the first use of a day is written
    pages = []
    for answers in (
        evaluation_rules.EvaluationAnswers(),
        evaluation_rules.EvaluationAnswers(0, 0, 0, 0),
    ):
        with as_the_owner():
            AccessEvent.objects.all().delete()
        policies.forget()
        evaluations.answer(session=session, person=nok, answers=answers, now=NOW)
        pages.append(seen_by(viewer, near))
    assert Evaluation.objects.filter(person=nok).exists()
    for without, with_answers in zip(*pages, strict=True):
        assert without == with_answers


def test_a_note_and_what_was_typed_stay_out_of_jobs_mails_logs_and_the_file(
    client, cast, friday, caplog, settings
):
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    enter(client, cast["nok"])
    refused = client.post("/my-week/", form(note=f"{CANARY} 1101700207030"))
    sent = client.post("/my-week/", form(note=CANARY, worn="4"))
    client.post("/my-trend/answer/", {"text": f"{CANARY} {CANARY}"})
    Client().post("/sign-in/", {"login": CANARY, "password": CANARY})
    Client().post("/password/reset/", {"email": f"{CANARY}@example.org"})
    client.get("/people/", {"q": CANARY})
    assert (refused.status_code, sent.status_code) == (422, 302)

    assert OrmQ.objects.exists()
    assert not [row for row in OrmQ.objects.all() if CANARY in repr(row.task)]
    assert not [message for message in mail.outbox if CANARY in message.subject + message.body]
    assert CANARY not in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM wellbeing_checkin")
        assert CANARY not in repr(cursor.fetchall())


HEAVY = {"worn": 4, "far": 4, "back": 4, "rest": 0, "team": 0}


def told_by(people, unit) -> None:
    """Let each say something of their own for a block, the last nothing, and freeze it."""
    CheckIn.objects.all().delete()
    BlockResult.objects.all().delete()
    block = Block.latest(NOW)
    for n, person in enumerate(people[:-1]):
        for week in range(1 + n % 4):
            make_checkin(person, block.first + week, unit, **(HEAVY if n == 0 else {"worn": n % 4}))
    freezing.freeze(block, now=block.freezes)


def send_lately(nok, answered: bool) -> None:
    """Send two weeks: one with its answers at once, the present one with them in a correction."""
    WorkWeek.objects.filter(person=nok, week__gte=(WEEK - 1).monday).delete()
    send(nok, WEEK - 1, answered, key=uuid.UUID(int=6))
    send(nok, WEEK, False)
    send(nok, WEEK, answered, key=uuid.UUID(int=8), corrects=uuid.UUID(int=7))
    WorkWeek.objects.filter(person=nok).update(changed_at=NOW)


@pytest.mark.rendered
@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "orathai", "ploy", "noi", "boss"])
def test_nobody_can_tell_whether_nok_answered_or_what(
    request, cast, addresses, friday, who, caplog
):
    """Every page and address of the program's door, byte for byte, with headers and statements.

    Nok says nothing at all, or is the only heavy one of her team's block and answers in two weeks
    more: no page, answer or mail may tell which. Her team is told the same of itself.
    """
    viewer, nok = request.getfixturevalue(who), cast["nok"]
    unit = nok.current_memberships[0].unit
    Share.objects.update(withdrawn_at=NOW)  # what she shares she tells herself
    key, text = tokens.make(person=viewer, name="x")
    KEYS[key.pk] = text
    tokens.key_of_token(text)  # the first use of a day is written
    crew = make_workers(7, unit)
    pages, told = [], []
    for answered, people in ((False, [*crew, nok]), (True, [nok, *crew])):
        mail.outbox.clear()
        told_by(people, unit)
        send_lately(nok, answered)
        with as_the_owner():
            AccessEvent.objects.all().delete()
        policies.forget()  # the first page of a process reads them once
        phone_keys.forget()
        pages.append(seen_by(viewer, addresses))
        told.append([(message.to, message.subject, message.body) for message in mail.outbox])
    assert BlockResult.objects.get(unit=unit).size == "5-9"  # there was something to give away
    assert CheckIn.objects.get(person=nok, week=WEEK.monday).note == CANARY
    assert CheckIn.objects.get(person=nok, week=(WEEK - 1).monday).note == CANARY
    for without, with_answers in zip(*pages, strict=True):
        assert without == with_answers
    assert told[0] == told[1]
    assert CANARY not in caplog.text


def choose_in_private(nok, orathai) -> None:
    """Do all that Nok may do about what she says of herself, and that is nobody else's."""
    make_checkin(nok, PAST, worn=4)
    checkins.correct(person=nok, week=PAST, answers=PulseAnswers(4), note=CANARY, now=NOW)
    erasing.erase_week(person=nok, week=PAST, now=NOW)
    event = events.log(person=nok, kind="raid", day=NOW.date() - timedelta(days=4), now=NOW)
    events.answer(event=event, answers=After(edge=3), now=NOW)
    events.ask_no_more(event)
    events.switch(person=nok, on=False, now=NOW)
    make_share(nok, orathai, WEEK - 2)
    consent.confirm(person=nok, now=NOW)
    restrictions.begin(person=nok, now=NOW)
    consent.withdraw(person=nok, now=NOW)
    asked = ContactRequest.objects.get(person=nok, contact=orathai, done_at=None)
    contacts.finish(asked, by=nok, now=NOW)


@pytest.mark.rendered
@pytest.mark.parametrize("who", ["wipa", "siriporn", "anan", "ploy"])
def test_nobody_else_can_tell_what_nok_chose_or_deleted(request, cast, addresses, friday, who):
    """Every page of whom it is not for is the same, byte for byte, and no mail comes to them."""
    viewer, nok = request.getfixturevalue(who), cast["nok"]
    Share.objects.update(withdrawn_at=NOW)  # what she shares she tells herself
    key, text = tokens.make(person=viewer, name="x")
    KEYS[key.pk] = text
    tokens.key_of_token(text)  # the first use of a day is written
    pages = []
    acts = (
        lambda: None,
        lambda: choose_in_private(nok, cast["orathai"]),
        lambda: erasing.erase(person=nok, before=None, now=NOW + timedelta(minutes=1)),
    )
    for act in acts:
        mail.outbox.clear()
        act()
        with as_the_owner():
            AccessEvent.objects.all().delete()
        policies.forget()
        phone_keys.forget()
        assert not [message for message in mail.outbox if viewer.email in message.to]
        pages.append(seen_by(viewer, addresses))
    for before, chosen, deleted in zip(*pages, strict=True):
        assert before == chosen
        assert before == deleted


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "ploy", "boss"])
def test_no_page_of_one_place_knows_the_other(request, client, cast, addresses, friday, who):
    """Nok works in a second organisation, under another name: each sees its own Nok alone."""
    nok, boss = cast["nok"], request.getfixturevalue("boss")
    there = make_worker(
        boss.current_memberships[0].unit, "nok2", account=nok.account, full_name_en=f"{CANARY} N."
    )
    heavy = make_week(there, WEEK - 1, points="33.3", hours=53)
    assert flags.assess(person=there, weeks=[heavy], now=NOW)
    make_checkin(there)
    viewer = request.getfixturevalue(who)
    hidden = (nok.full_name_en, str(nok.public_id)) if who == "boss" else (CANARY, "53.0")
    hidden += (str(Flag.objects.get(person=nok if who == "boss" else there).public_id),)
    enter(client, viewer)
    # What a holder shows to anyone is the account's; and where she works is listed for her alone.
    shown = ("/training/check/", "/thanks/read/", *(["/account/places/"] if who == "nok" else []))
    for path in addresses:
        if not path.startswith(shown):
            answer = text_of(client.get(path)).replace(path, "")
            assert [word for word in hidden if word in answer] == [], path
    # Or else the others would look for what is nowhere.
    seen = client.get("/team/").text if who in ("wipa", "boss") else ""
    assert not seen or (CANARY in seen) == (who == "boss")


# --- Two at once -------------------------------------------------------------------------------


def at_once(*verbs) -> list:
    """Run each in a thread with a connection of its own; give what came of it."""
    start, found = threading.Barrier(len(verbs)), [None] * len(verbs)

    def run(place, verb):
        try:
            start.wait(60)
            found[place] = verb()
        except ValidationError as refused:
            found[place] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in enumerate(verbs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def refusals(found) -> list:
    return [getattr(one, "code", "") for one in found if isinstance(one, ValidationError)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_an_invitation_one_comes_in(chiang_mai, ploy):
    invited = invitations.invite(
        unit=chiang_mai,
        email="mali@example.org",
        role=Role.WORKER,
        job=job_of(chiang_mai, "caseworker"),
        hours=40,
        invited_by=ploy,
        now=NOW,
    )

    def accept(name):
        return lambda: invitations.accept(
            invitation=invited,
            username=name,
            password="seven small rivers",
            now=NOW,
            full_name_en=name,
        )

    found = at_once(*(accept(f"mali{n}") for n in range(4)))
    assert refusals(found) == ["used"] * 3
    assert Person.objects.filter(account__email="mali@example.org").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_corrections_at_once_one_holds_and_the_others_are_told(nok):
    first, _new = weeks.record(person=nok, week=WEEK, sent=weeks.Sent(uuid.uuid4(), 40), now=NOW)

    def correct(hours):
        sent = weeks.Sent(uuid.uuid4(), Decimal(hours), corrects=first.key)
        return lambda: weeks.record(person=nok, week=WEEK, sent=sent, now=NOW)

    found = at_once(*(correct(hours) for hours in range(41, 45)))
    assert refusals(found) == ["already_sent"] * 3
    (row,) = [one[0] for one in found if isinstance(one, tuple)]
    assert WorkWeek.objects.get().hours == row.hours


@pytest.mark.django_db(transaction=True)
def test_of_jobs_that_freeze_at_once_one_does(chiang_mai):
    block = Block.latest(NOW)
    for person in make_workers(5, chiang_mai):
        make_checkin(person, block.first)
    found = at_once(*[lambda: freezing.freeze(block, now=block.freezes)] * 3)
    assert sorted(found) == [0, 0, 2]


@pytest.mark.django_db(transaction=True)
def test_a_flag_is_seen_once_and_of_two_plans_the_second_reads_the_first(nok, wipa):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)

    def plan(n):
        mine = written(f"plan {n}", version=flag.version)
        return lambda: flags.plan(flag, by=wipa, plan=mine, now=NOW)

    see = [lambda: flags.see(flag, by=wipa, now=NOW)] * 3
    assert refusals(at_once(*see, *(plan(n) for n in range(3)))) == ["changed"] * 2
    kinds = Counter(flag.steps.values_list("kind", flat=True))
    assert kinds == {"opened": 1, "seen": 1, "planned": 1}
