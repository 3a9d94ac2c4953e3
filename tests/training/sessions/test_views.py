"""The trainer's pages: who may open them, what they cost, what they refuse."""

import re
import uuid
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.calendar import actions as calendars
from people.models import AccessEvent, Person, Role
from people.weeks import today
from tests.makers import (
    NOW,
    NOWHERE,
    enter,
    judge_stale,
    make_membership,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)
from tests.training.conftest import make_certificate_type, make_places, make_session
from training.careers import actions as careers
from training.catalogue import actions as catalogue
from training.certificates import actions as certificates
from training.models import (
    Certificate,
    CertificateType,
    Competency,
    Course,
    Enrolment,
    Session,
)
from training.sessions import actions as sessions
from training.sessions.actions import RollResult

PAGES = ("training", "plan_session", "courses")


@pytest.fixture
def yesterday():
    return today(timezone.now()) - timedelta(days=1)


@pytest.fixture
def held(interviewing, siriporn, crew, yesterday):
    """Yesterday's session, four people booked, nothing said."""
    session = make_session(interviewing, siriporn, day=yesterday)
    make_places(session, crew)
    return session


@pytest.fixture
def trainer(client, siriporn):
    enter(client, siriporn)
    return client


def address(session):
    return reverse("session", args=[session.public_id])


def filled(session, *, marks=None, certify=(), **changes):
    """What the browser sends: a mark for each place, ticks for some."""
    places = Enrolment.objects.filter(session=session).order_by("pk")
    sent = {f"attended-{place.pk}": "full" for place in places}
    names = {place.person.username: place.pk for place in places}
    sent |= {f"attended-{names[name]}": mark for name, mark in (marks or {}).items()}
    sent |= {f"certify-{names[name]}": "on" for name in certify}
    return {"do": "save", "version": session.version} | sent | changes


def plainly(answer):
    """The page without the address that was asked and the form's changing token."""
    return re.sub(r'[0-9a-f-]{36}|\w{64}|nonce="[^"]+"', "", answer.content.decode())


def events(what):
    found = AccessEvent.objects.filter(what=what)
    return sorted(
        found.values_list(
            "viewer__account__username", "person__account__username", "unit__name__en"
        )
    )


# --- Who may open what ---------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_only_trainers_open_the_pages(page, client, siriporn, nok, wipa, anan, orathai, ploy, noi):
    opened = {}
    for person in (siriporn, nok, wipa, anan, orathai, ploy, noi):
        enter(client, person)
        opened[person.username] = client.get(reverse(page)).status_code
    assert opened == {"siriporn": 200} | dict.fromkeys(
        ["nok", "wipa", "anan", "orathai", "ploy", "noi"], 404
    )


def test_a_session_of_another_organisation_is_missing(client, held, nok, noi, rest_house):
    make_membership(noi, rest_house, Role.TRAINER)
    enter(client, noi)
    foreign, missing = client.get(address(held)), client.get(f"/training/sessions/{uuid.uuid4()}/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert plainly(foreign) == plainly(missing)
    assert client.post(address(held), filled(held)).status_code == 404
    enter(client, nok)
    assert client.get(address(held)).status_code == 404
    assert not Enrolment.objects.exclude(attendance="").exists()


def test_a_trainer_of_a_branch_sees_and_saves_their_own_people_only(
    client, saphan, office, chiang_mai, held, nok
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    arthit = make_worker(lamphun, "arthit", full_name_en="Arthit Wongthai")
    make_places(held, [arthit])
    branch = make_person("branch", saphan, full_name_en="Branch Trainer")
    make_membership(branch, lamphun, Role.TRAINER)
    enter(client, branch)
    page = client.get(address(held)).content.decode()
    assert "Arthit Wongthai" in page
    assert "Kanokwan Srisuk" not in page
    assert client.post(address(held), filled(held)).status_code == 302
    marks = dict(Enrolment.objects.values_list("person__account__username", "attendance"))
    assert marks == {"arthit": "full", "nok": "", "montri": "", "piyada": "", "nantana": ""}


def test_a_trainer_of_a_branch_does_not_find_sessions_without_their_people(
    client, saphan, office, held
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    branch = make_person("branch", saphan)
    make_membership(branch, lamphun, Role.TRAINER)
    enter(client, branch)
    assert client.get(address(held)).status_code == 404
    assert b"Trauma-informed" not in client.get(reverse("training")).content


# --- The overview ----------------------------------------------------------------------------


def test_the_overview_parts_what_comes_from_what_has_no_result(
    trainer, interviewing, siriporn, held, yesterday, nok
):
    coming = make_session(interviewing, siriporn, day=yesterday + timedelta(days=1))
    done = make_session(interviewing, siriporn, day=yesterday)
    make_places(done, [nok])
    Enrolment.objects.filter(session=done).update(attendance="full")
    context = trainer.get(reverse("training")).context
    [left] = context["unsaid"]
    assert (context["coming"], left.session) == ([coming], held)
    assert (len(left.people), left.session.booked, left.session.unsaid) == (4, 4, 4)


@pytest.mark.parametrize(
    ("days_left", "words", "wanting"),
    [(61, "Valid to", 0), (60, "Due ", 1), (0, "Due ", 1), (-1, "Expired ", 1)],
)
def test_the_matrix_says_how_a_certificate_stands(
    days_left, words, wanting, trainer, held, nok, siriporn
):
    [one] = certificates.issue(session=held, people=[nok.pk], by=siriporn)
    ends = today(timezone.now()) + timedelta(days=days_left)
    Certificate.objects.filter(pk=one.pk).update(expires_on=ends)
    answer = trainer.get(reverse("training"), {"show": "all"})
    table = answer.content.decode().split("<tbody>")[-1]
    assert [word for word in ("Valid to", "Due ", "Expired ") if word in table] == [words]
    shown = trainer.get(reverse("training"), {"show": "action"}).context["board"].rows
    assert [row.person for row in shown] == [nok] * wanting
    assert len(answer.context["lapsing"]) == int(0 <= days_left <= 60)


def test_the_matrix_narrows_to_a_unit_in_reach(trainer, saphan, chiang_mai, nok, rest_house, noi):
    lamphun = make_unit(saphan, "Lamphun team", parent=chiang_mai.parent)
    arthit = make_worker(lamphun, "arthit")
    page = trainer.get(reverse("training"), {"unit": lamphun.public_id, "show": "all"})
    assert [row.person for row in page.context["board"].rows] == [arthit]
    for foreign in (rest_house.public_id, uuid.uuid4(), "nowhere"):
        assert trainer.get(reverse("training"), {"unit": foreign}).status_code == 404


def test_the_overview_is_noted_once_for_each_unit_shown(trainer, nok, wipa, chiang_mai, office):
    trainer.get(reverse("training"), {"unit": chiang_mai.public_id, "show": "all"})
    assert events("certificates") == [("siriporn", None, "Chiang Mai team")]
    assert AccessEvent.objects.about(nok).count() == 1


def test_people_are_shown_by_twelve(trainer, chiang_mai):
    make_workers(22, unit=chiang_mai)
    first = trainer.get(reverse("training"), {"show": "all"}).context["board"]
    last = trainer.get(reverse("training"), {"show": "all", "page": 2}).context["board"]
    assert (len(first.rows), len(last.rows)) == (12, 11)
    assert {row.person for row in first.rows}.isdisjoint(row.person for row in last.rows)
    odd = trainer.get(reverse("training"), {"show": "all", "page": "x"}).context["board"]
    assert odd.page.number == 1


def statements(client, url):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_pages_cost_the_same_for_one_person_and_for_twenty(
    trainer, siriporn, interviewing, chiang_mai, yesterday, saphan
):
    session = make_session(interviewing, siriporn, day=yesterday)
    first, *others = make_workers(20, unit=chiang_mai)
    make_places(session, [first])
    certificates.issue(session=session, people=[first.pk], by=siriporn)
    pages = [reverse("training"), address(session), reverse("courses"), reverse("plan_session")]
    trainer.get(pages[0])
    at_one = [statements(trainer, url) for url in pages]
    make_places(session, others)
    certificates.issue(session=session, people=[one.pk for one in others], by=siriporn)
    for number in range(5):
        kind = make_certificate_type(saphan, f"Certificate {number}")
        Course.objects.create(
            organisation=saphan, name={"en": f"Course {number}"}, hours=3, certificate_type=kind
        )
        make_places(make_session(interviewing, siriporn, day=yesterday), [first])
    assert [statements(trainer, url) for url in pages] == at_one
    assert max(at_one) <= 25  # the home reads in one of them what waits for the trainer


# --- Planning and the catalogue ----------------------------------------------------------------


@pytest.fixture
def plan(trainer, interviewing, siriporn):
    def send(**changes):
        sent = {
            "course": interviewing.public_id,
            "day": "24/11/2026",
            "starts": "09:00",
            "ends": "16:00",
            "place": "Chiang Mai",
            "trainer": siriporn.public_id,
        } | changes
        return trainer.post(reverse("plan_session"), sent)

    return send


def test_a_session_on_a_rest_or_in_a_span_is_planned_and_asked_about(trainer, plan, ploy):
    about = {"kind": "recess", "name": {"en": "Recess"}, "by": ploy, "now": NOW}
    days = {"first": date(2027, 4, 1), "last": date(2027, 4, 30)}
    calendars.add_span(organisation=ploy.organisation, **days, **about)
    for day, said in (
        ("13/4/2570", "Songkran Festival: do people work on this day?"),
        ("20/4/2570", "It lies in: Recess."),
    ):
        assert said in trainer.get(plan(day=day).url).text
    assert "Recess" not in trainer.get(plan(day="24/11/2026").url).text


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24/11/2026", date(2026, 11, 24)),
        ("24/11/2569", date(2026, 11, 24)),
        ("๒๔/๑๑/๒๕๖๙", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("29/02/2567", date(2024, 2, 29)),
    ],
)
def test_a_day_is_understood_in_both_eras(typed, day, plan):
    assert plan(day=typed).status_code == 302
    assert [session.day for session in Session.objects.all()] == [day]


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("day", "29/02/2568", "This is not a day in the calendar"),
        ("day", "31/11/2026", "This is not a day in the calendar"),
        ("day", "24/11/2300", "This is not a day in the calendar"),
        ("day", "", "Please fill this in"),
        ("starts", "25:00", "Please write a time like 08:30"),
        ("ends", "08:59", "The end is not after the beginning"),
        ("ends", "09:00", "The end is not after the beginning"),
        ("place", "Home of 1101700207030", "looks like a national ID"),
        ("course", NOWHERE, "Please choose from the list"),
        ("trainer", "nobody", "Please choose from the list"),
    ],
)
def test_a_plan_that_cannot_be_is_refused_at_its_field(field, typed, sentence, plan):
    answer = plan(**{field: typed})
    assert answer.status_code == 422
    assert [target for target, _ in answer.context["problems"]] == [f"id_{field}"]
    assert sentence in answer.context["problems"][0][1]
    page = answer.content.decode()
    assert 'role="alert"' in page
    assert "<title>Error:" in page
    assert 'value="24/11/2026"' in page or field == "day"
    assert not Session.objects.exists()


def test_times_are_understood_as_people_type_them(plan):
    assert plan(starts="๙.๐๐ น.", ends="16.30").status_code == 302
    assert Session.objects.get().times == "09:00–16:30"


def test_a_course_or_trainer_of_another_organisation_cannot_be_chosen(plan, noi, rest_house):
    foreign = Course.objects.create(organisation=noi.organisation, name={"en": "Theirs"}, hours=3)
    make_membership(noi, rest_house, Role.TRAINER)
    for changes in ({"course": foreign.public_id}, {"trainer": noi.public_id}):
        assert plan(**changes).status_code == 422
    assert not Session.objects.exists()


def test_without_a_course_the_plan_leads_to_the_catalogue(trainer):
    page = trainer.get(reverse("plan_session")).content.decode()
    assert "Add the first one to the catalogue" in page


def test_a_course_and_a_certificate_are_added(trainer, saphan):
    sent = {"do": "certificate", "certificate-name_en": "First aid"}
    assert trainer.post(reverse("courses"), sent).status_code == 302
    kind = CertificateType.objects.get()
    assert (str(kind), kind.validity_months) == ("First aid", None)
    sent = {
        "do": "course",
        "course-name_en": "First aid refresher",
        "course-hours": "๓,๕",
        "course-certificate_type": kind.public_id,
    }
    assert trainer.post(reverse("courses"), sent).status_code == 302
    course = Course.objects.get()
    assert (f"{course.hours}", course.certificate_type, course.organisation) == (
        "3.5",
        kind,
        saphan,
    )


@pytest.mark.parametrize(
    ("do", "field", "typed"),
    [
        ("course", "hours", "0"),
        ("course", "hours", "many"),
        ("course", "name_en", "<b>New</b>"),
        ("course", "name_en", "Trauma-informed interviewing"),
        ("certificate", "validity_months", "0"),
        ("certificate", "validity_months", "-1"),
        ("certificate", "name_en", "Victim interview"),
    ],
)
def test_a_wrong_entry_of_the_catalogue_is_refused_at_its_field(
    do, field, typed, trainer, interviewing
):
    good = {"name_en": "New", "name_th": "ใหม่", "hours": "3", "validity_months": "12"}
    sent = {f"{do}-{name}": value for name, value in (good | {field: typed}).items()}
    answer = trainer.post(reverse("courses"), {"do": do} | sent)
    assert answer.status_code == 422
    assert [target for target, _ in answer.context["problems"]] == [f"id_{do}-{field}"]
    assert "ใหม่" in answer.content.decode()
    assert (Course.objects.count(), CertificateType.objects.count()) == (1, 1)


# --- One session -------------------------------------------------------------------------------


def test_a_whole_session_is_saved_in_one_pass(trainer, held, crew, yesterday):
    sent = filled(held, marks={"nantana": "away"}, certify=["nok", "montri"])
    answer = trainer.post(address(held), sent, follow=True)
    assert answer.redirect_chain == [(address(held), 302)]
    assert "2 certificates are issued, valid to" in answer.content.decode()
    assert Certificate.objects.current().count() == 2
    assert Session.objects.get().recorded_at.date() >= yesterday


def test_a_certificate_that_never_lapses_is_issued_without_a_day(trainer, held, interview):
    CertificateType.objects.filter(pk=interview.pk).update(validity_months=None)
    sent = filled(held, certify=["nok"])
    asked = trainer.post(address(held), sent | {"do": "sum"}).content.decode()
    assert "Saving issues 1 certificate that does not expire." in asked
    answer = trainer.post(address(held), sent, follow=True)
    assert "The session is saved. 1 certificate is issued." in answer.content.decode()
    assert "No end" in trainer.get(reverse("training"), {"show": "all"}).content.decode()


def test_thai_pages_count_years_and_hours_as_in_thailand(trainer, held, yesterday, siriporn):
    page = trainer.get(address(held), headers={"Accept-Language": "th"}).content.decode()
    assert str(yesterday.year + 543) in page
    assert "09.00–16.00 น." in page
    assert "กนกวรรณ ศรีสุข" in page


def test_a_double_tap_issues_each_certificate_once(trainer, held):
    sent = filled(held, certify=["nok"])
    assert [trainer.post(address(held), sent).status_code for _ in range(2)] == [302, 302]
    assert Certificate.objects.count() == 1
    assert Session.objects.get().version == 1


def test_who_was_away_cannot_be_certified_and_everything_typed_is_kept(trainer, held):
    sent = filled(held, marks={"nok": "away", "montri": "part"}, certify=["nok"])
    answer = trainer.post(address(held), sent)
    assert answer.status_code == 422
    place = Enrolment.objects.get(session=held, person__account__username="nok")
    assert answer.context["problems"] == [
        (f"attended-{place.pk}", "Kanokwan Srisuk was away and cannot be certified.")
    ]
    rows = {row.place.person.username: row for row, _ in answer.context["rows"]}
    assert (rows["nok"].attended, rows["nok"].certify) == ("away", True)
    assert (rows["montri"].attended, rows["montri"].certify) == ("part", False)
    assert not Enrolment.objects.exclude(attendance="").exists()


@pytest.mark.parametrize("mark", ["", "late"])
def test_a_missing_or_unknown_mark_is_refused_at_its_person(mark, trainer, held):
    answer = trainer.post(address(held), filled(held, marks={"nok": mark}))
    assert answer.status_code == 422
    assert [sentence for _, sentence in answer.context["problems"]] == [
        "Please say whether Kanokwan Srisuk was there: full day, part or away."
    ]
    assert not Enrolment.objects.exclude(attendance="").exists()


def test_mark_all_fills_the_gaps_keeps_what_was_typed_and_stores_nothing(trainer, held):
    sent = filled(held, marks={"nok": "away", "montri": "", "piyada": ""}, certify=["piyada"])
    answer = trainer.post(address(held), sent | {"do": "all-full"})
    rows = {row.place.person.username: row for row, _ in answer.context["rows"]}
    assert {name: row.attended for name, row in rows.items()} == {
        "nok": "away",
        "montri": "full",
        "piyada": "full",
        "nantana": "full",
    }
    assert [name for name, row in rows.items() if row.certify] == ["piyada"]
    assert answer.status_code == 200
    assert not Enrolment.objects.exclude(attendance="").exists()


def test_certify_those_who_stayed_leaves_the_others_as_they_are(trainer, held):
    sent = filled(held, marks={"nok": "away", "montri": "part", "piyada": ""}, certify=["montri"])
    answer = trainer.post(address(held), sent | {"do": "certify-full"})
    rows = {row.place.person.username: row.certify for row, _ in answer.context["rows"]}
    assert rows == {"nok": False, "montri": True, "piyada": False, "nantana": True}
    assert not Certificate.objects.exists()


def test_the_sum_says_what_saving_would_do(trainer, held, siriporn, crew):
    nok, montri, *_ = crew
    results = {nok.pk: RollResult("full", True), montri.pk: RollResult("full", True)}
    sessions.record(session=held, results=results, version=0, by=siriporn, at=timezone.now())
    held.refresh_from_db()
    sent = filled(held, marks={"nantana": "away"}, certify=["nok", "piyada"], do="sum")
    answer = trainer.post(address(held), sent, headers={"HX-Request": "true"})
    text = " ".join(answer.content.decode().split())
    assert text.startswith('<p class="grow" id="sum"')
    assert "3 full day, 0 part, 1 away." in text
    assert "Saving issues 1 certificate, valid to" in text
    assert "Saving withdraws 1 certificate." in text
    assert events("booking") == []


def test_the_sum_warns_of_a_tick_for_somebody_away(trainer, held):
    sent = filled(held, marks={"nok": "away"}, certify=["nok", "montri"], do="sum")
    total = trainer.post(address(held), sent).context["sum"]
    assert (total.clashes, total.issues, total.withdraws, total.keeps) == (1, 1, 0, 0)


def test_two_trainers_at_once_lose_nothing(client, trainer, held, siriporn, office, crew):
    other = make_person("decha", siriporn.organisation, full_name_en="Decha Kaew")
    make_membership(other, office, Role.TRAINER)
    nok, montri, piyada, nantana = crew
    theirs = {one.pk: RollResult("full", True) for one in crew}
    sessions.record(session=held, results=theirs, version=0, by=other, at=timezone.now())
    before = list(Enrolment.objects.order_by("pk").values())
    mine = filled(held, marks={"nok": "part"}, certify=["nok", "montri", "piyada"])
    answer = trainer.post(address(held), mine)
    assert answer.status_code == 422
    assert list(Enrolment.objects.order_by("pk").values()) == before
    page = answer.content.decode()
    assert "Decha Kaew saved this session on" in page
    differing = {r.place.person.username: r for r, _ in answer.context["rows"] if r.differs}
    assert {name: (r.attended, r.certify) for name, r in differing.items()} == {
        "nok": ("part", True),
        "nantana": ("full", False),
    }
    assert page.count("Saved now:") == 2
    # Having seen both, the second trainer may still save.
    again = mine | {"version": answer.context["roll"]["version"].value()}
    assert trainer.post(address(held), again).status_code == 302
    assert set(Certificate.objects.values_list("person__account__username", flat=True)) == {
        "nok",
        "montri",
        "piyada",
    }


def test_a_session_to_come_takes_people_but_no_marks(trainer, interviewing, siriporn, crew):
    session = make_session(interviewing, siriporn, day=today(timezone.now()) + timedelta(days=1))
    sent = {"do": "book", "people": [one.public_id for one in crew[:2]]}
    assert trainer.post(address(session), sent).status_code == 302
    page = trainer.get(address(session)).content.decode()
    assert "2 people booked." in page
    assert 'type="radio"' not in page
    answer = trainer.post(address(session), filled(session))
    assert answer.status_code == 422
    assert "still to come" in answer.context["problems"][0][1]


def test_somebody_is_taken_out_again(trainer, interviewing, siriporn, crew, held, noi):
    session = make_session(interviewing, siriporn, day=today(timezone.now()) + timedelta(days=1))
    [mine] = make_places(session, crew[:1])
    [foreign] = make_places(make_session(interviewing, siriporn), [noi])
    for number in (foreign.pk, held.enrolments.first().pk, "x"):
        assert trainer.post(address(session), {"release": number}).status_code == 404
    answer = trainer.post(address(session), {"release": mine.pk}, follow=True)
    assert "Kanokwan Srisuk is removed." in answer.content.decode()
    assert not session.enrolments.exists()


def test_who_has_a_result_is_not_taken_out(trainer, held, nok):
    Enrolment.objects.filter(session=held, person=nok).update(attendance="away")
    place = held.enrolments.get(person=nok)
    answer = trainer.post(address(held), {"release": place.pk})
    assert answer.status_code == 422
    assert "Kanokwan Srisuk has a result here already" in answer.context["problems"][0][1]
    assert held.enrolments.count() == 4


def test_who_has_a_place_is_not_offered_and_not_booked_twice(trainer, held, crew):
    offered = [one for one, _ in trainer.get(address(held)).context["candidates"]]
    assert not set(offered) & set(crew)
    answer = trainer.post(address(held), {"do": "book", "people": [crew[0].public_id]})
    assert answer.status_code == 422
    assert answer.context["problems"] == [
        ("add-people", "Kanokwan Srisuk already has a place in this session.")
    ]
    assert held.enrolments.count() == 4


@pytest.mark.parametrize("people", [[], ["nobody"], [NOWHERE]])
def test_nobody_or_an_unknown_person_is_refused(people, trainer, held):
    answer = trainer.post(address(held), {"do": "book", "people": people})
    assert answer.status_code == 422
    assert len(answer.context["problems"]) == 1


def test_a_person_elsewhere_cannot_be_booked(trainer, held, noi):
    answer = trainer.post(address(held), {"do": "book", "people": [noi.public_id]})
    assert answer.status_code == 422
    assert held.enrolments.count() == 4
    assert "Noi Chantra" not in answer.content.decode()


def test_people_are_found_by_unit_and_by_name_in_both_languages(
    trainer, held, saphan, office, wipa
):
    lamphun = make_unit(saphan, "Lamphun team", parent=office)
    arthit = make_worker(lamphun, "arthit", full_name_th="อาทิตย์ วงศ์ไทย")

    def found(**asked):
        return [one for one, _ in trainer.get(address(held), asked).context["candidates"]]

    assert found(unit=lamphun.public_id) == [arthit]
    assert found(name="อาทิตย์") == [arthit]
    assert found(name="ARTH") == [arthit]
    assert found(name="thong", unit=lamphun.public_id) == []
    assert found(name="thong") == [wipa]


def test_tick_everyone_listed_stores_nothing(trainer, held, wipa, siriporn):
    answer = trainer.post(f"{address(held)}?name=wipa", {"do": "tick-all"})
    assert answer.content.decode().count("checked") == 1
    assert held.enrolments.count() == 4


def test_opening_a_session_is_noted_for_everybody_booked(trainer, held, crew, siriporn, office):
    make_places(held, [siriporn])
    trainer.get(address(held))
    assert events("booking") == [
        ("siriporn", "montri", None),
        ("siriporn", "nantana", None),
        ("siriporn", "nok", None),
        ("siriporn", "piyada", None),
    ]


# --- One's own certificates ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days_left", "words"),
    [(61, "Valid to"), (60, "Still valid, to"), (0, "Still valid, to"), (-1, "Expired on")],
)
def test_people_see_their_own_certificates_in_words(
    days_left, words, client, held, siriporn, nok, crew
):
    certificates.issue(session=held, people=[one.pk for one in crew], by=siriporn)
    ends = today(timezone.now()) + timedelta(days=days_left)
    Certificate.objects.filter(person=nok).update(expires_on=ends)
    enter(client, nok)
    answer = client.get(reverse("my_certificates"))
    assert words in answer.content.decode()
    assert [certificate.person for certificate, _ in answer.context["held"]] == [nok]
    assert not AccessEvent.objects.exists()


def test_without_a_certificate_the_list_says_what_will_be_there(client, noi):
    enter(client, noi)
    assert b"No certificate yet" in client.get(reverse("my_certificates")).content


# --- Kinds of training -------------------------------------------------------------------------


def test_a_course_is_added_with_its_kind_and_the_catalogue_tells_it(trainer):
    sent = {"do": "course", "course-name_en": "Peer review", "course-hours": "2"}
    assert trainer.post(reverse("courses"), sent | {"course-kind": "B"}).status_code == 302
    assert Course.objects.get().kind == Course.Kind.SPECIALTY
    assert "2 h · Specialty (B)" in trainer.get(reverse("courses")).content.decode()


@pytest.mark.parametrize(("kind", "status"), [("A", 302), ("", 302), ("D", 422)])
def test_a_course_that_is_there_is_given_its_kind(kind, status, trainer, interviewing):
    Course.objects.update(kind="C")
    page = reverse("course", args=[interviewing.public_id])
    assert '<option value="C" selected>' in trainer.get(page).content.decode()
    assert trainer.post(page, {"kind": kind}).status_code == status
    assert Course.objects.get().kind == (kind if status == 302 else "C")


def test_a_course_says_what_it_teaches_and_the_catalogue_tells_it(
    trainer, interviewing, siriporn, ploy, noi
):
    careers.set_up_ladder(by=ploy)
    theirs = Competency.objects.create(
        organisation=noi.organisation, code="x", name={"en": "Theirs"}
    )
    page = reverse("course", args=[interviewing.public_id])
    sent = {"kind": "B", "competencies": ["communication", "records"]}
    assert trainer.post(page, sent | {"competencies": ["communication", "x"]}).status_code == 422
    catalogue.classify(course=interviewing, kind="B", competencies=[theirs], by=siriporn)
    assert not interviewing.competencies.exists()
    assert trainer.post(page, sent).status_code == 302
    told = "Trauma-informed communication, Documentation and confidentiality"
    assert f"Teaches: {told}" in trainer.get(reverse("courses")).text
    assert trainer.get(page).text.count("checked") == 2
    assert trainer.post(page, {"kind": "B"}).status_code == 302
    assert "Teaches:" not in trainer.get(reverse("courses")).text


def test_a_course_of_another_organisation_is_not_classified(interviewing, noi):
    make_membership(noi, noi.home.unit, Role.TRAINER)
    with pytest.raises(Course.DoesNotExist):
        catalogue.classify(course=interviewing, kind="A", by=Person.objects.get(pk=noi.pk))
    assert Course.objects.get().kind == ""


def test_a_course_names_its_certificate_only_where_that_has_another_name(trainer, saphan):
    kind = make_certificate_type(saphan, "First aid")
    for name in ("First aid", "First aid, again"):
        Course.objects.create(
            organisation=saphan, name={"en": name}, hours=3, certificate_type=kind
        )
    page = trainer.get(reverse("courses")).text
    assert page.count("3 h · with a certificate") == 1
    assert page.count("3 h · leads to “First aid”") == 1


@pytest.mark.parametrize("page", ["requirement_table", "evaluations", "training_report"])
def test_pages_of_several_offices_lead_back_to_ones_own_home(page, client, trainer, anan):
    for who, home in ((None, "training"), (anan, "programme")):
        if who:
            enter(client, who)
        assert f'href="{reverse("home")}"><svg' in client.get(reverse(page)).text
        assert client.get(reverse("home")).url == reverse(home)


def test_a_trainer_who_took_part_finds_no_mark_for_themselves(trainer, session, siriporn, crew):
    make_places(session, [siriporn])
    own = Enrolment.objects.get(person=siriporn)
    page = trainer.get(address(session)).text
    assert "Another trainer records how it went for you." in page
    assert f'name="attended-{own.pk}"' not in page
    # Sent all the same, it counts for nothing; everybody else is saved.
    answer = trainer.post(address(session), filled(session, certify=["nok", "siriporn"]))
    assert answer.status_code == 302
    assert [one.person.username for one in Certificate.objects.all()] == ["nok"]
    own.refresh_from_db()
    assert (own.attendance, own.passed) == ("", None)


@pytest.fixture
def past(interviewing, siriporn, crew):
    """A session of a year ago."""
    found = make_session(interviewing, siriporn, day=today(timezone.now()) - timedelta(days=365))
    make_places(found, crew)
    return found


def test_a_session_long_past_says_so_and_waits_on_its_page_for_a_second_trainer(
    client, trainer, past, siriporn, office, saphan
):
    said = "This session was more than 180 days ago."
    assert said in trainer.get(address(past)).text
    answer = trainer.post(address(past), filled(past, certify=["nok"]), follow=True)
    assert "Written down. It waits for a second trainer" in answer.text
    assert "Written by Siriporn Maneewong." in answer.text
    assert "I confirm what is written below" not in answer.text
    refused = trainer.post(address(past), {"do": "confirm", "version": 1})
    assert (refused.status_code, Certificate.objects.count()) == (422, 0)
    assert "A second trainer has to confirm this." in refused.text
    pim = make_person("pim", saphan)
    make_membership(pim, office, Role.TRAINER)
    enter(client, pim)
    page = client.get(address(past))
    assert "I confirm what is written below" in page.text
    rows = {row.place.person.username: row for row, _ in page.context["rows"]}
    assert (rows["nok"].attended, rows["nok"].certify) == ("full", True)
    answer = client.post(address(past), {"do": "confirm", "version": 1}, follow=True)
    assert "1 certificate is issued" in answer.text
    assert "Waits for a second trainer" not in answer.text
    assert [one.person.username for one in Certificate.objects.all()] == ["nok"]


def test_the_sum_of_a_session_long_past_promises_no_certificate(trainer, past):
    sent = filled(past, certify=["nok"]) | {"do": "sum"}
    answer = trainer.post(address(past), sent, headers={"HX-Request": "true"})
    assert "Nothing is issued or withdrawn before a second trainer confirms." in answer.text
    assert "Saving issues" not in answer.text


@pytest.mark.parametrize("version", ["", "x", "9" * 40, "0"])
def test_a_version_that_cannot_be_is_refused_when_confirming(
    client, trainer, past, office, saphan, version
):
    trainer.post(address(past), filled(past, certify=["nok"]))
    pim = make_person("pim", saphan)
    make_membership(pim, office, Role.TRAINER)
    enter(client, pim)
    assert client.post(address(past), {"do": "confirm", "version": version}).status_code == 422
    assert not Certificate.objects.exists()


def test_what_waits_for_a_second_trainer_is_listed_and_is_found_by_trainers_alone(
    client, trainer, past, nok, siriporn, office, saphan
):
    Enrolment.objects.filter(session=past).update(attendance="away")
    trainer.post(address(past), filled(past))
    assert "Waits for a second trainer" in trainer.get(reverse("training")).text
    beside = make_person("beside", saphan)
    make_membership(beside, make_unit(saphan, "Lamphun team", parent=office), Role.TRAINER)
    make_places(past, [beside])
    enter(client, beside)
    # They took part; their own trainings tell them of it, not the page that records it.
    assert client.get(address(past)).status_code == 404
    assert past.course.name["en"] not in client.get(reverse("training")).text


def test_a_session_that_a_colleague_moved_is_not_moved_back_by_an_older_page(
    trainer, interviewing, siriporn
):
    session = make_session(interviewing, siriporn, day=today(timezone.now()) + timedelta(days=9))
    moved = session.day + timedelta(days=7)
    judge_stale(
        trainer,
        reverse("change_session", args=[session.public_id]),
        change=lambda: Session.objects.update(day=moved),
        typed={"place": "Lamphun"},
        told=[f"{moved:%d/%m/%Y}"],
    )
