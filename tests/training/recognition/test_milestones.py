"""Milestones of certificates: noticed quietly, once, rarely, and gone with what they rest on."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail

from people.models import Membership, Person
from people.own_data.record import as_json
from tests.makers import NOW, enter, make_award, make_membership, make_worker
from tests.training.conftest import (
    THURSDAY,
    make_certificate,
    make_certificate_type,
    make_requirement,
)
from training.certificates import actions as certificates
from training.models import Award, Certificate, VolunteerTerms
from training.recognition import awards, milestones
from training.recognition import tasks as recognition_tasks

TODAY = NOW.date()
A_MONTH = timedelta(days=31)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def first_aid(saphan):
    return make_certificate_type(saphan, "First aid", thai="ปฐมพยาบาล")


@pytest.fixture
def held(nok, interview, siriporn):
    """Nok's first certificate of interviewing, of yesterday."""
    return make_certificate(nok, interview, by=siriporn, issued_on=THURSDAY)


def found(day=TODAY) -> list[tuple[str, str, bool]]:
    """What the job writes down on a day."""
    return [
        (one.person.username, one.certificate.type.name["en"], one.complete)
        for one in milestones.suggest_certified(day=day)
    ]


def text(answer) -> str:
    return answer.content.decode()


# --- What is a milestone -------------------------------------------------------------------------


def test_the_first_of_its_type_is_one_and_it_is_written_once(held):
    for _again in range(2):
        assert found() == [("nok", "Victim interview", False)]
    assert Award.objects.count() == 1
    assert found(TODAY + A_MONTH) == []
    assert Award.objects.count() == 1


def test_a_renewal_is_none(nok, held, interview, siriporn):
    before = make_certificate(
        nok, interview, by=siriporn, current=False, issued_on=date(2024, 11, 1)
    )
    assert found() == []
    certificates.revoke(certificate=before, reason="Mistake", by=siriporn, now=NOW)
    assert found() == [("nok", "Victim interview", False)]


@pytest.mark.parametrize(
    ("day", "news"),
    [
        (date(2026, 10, 20), False),
        (date(2026, 10, 21), True),
        (TODAY, True),
        (date(2026, 11, 21), False),
    ],
)
def test_it_is_news_for_31_days_so_that_years_of_certificates_are_none(
    nok, interview, siriporn, day, news
):
    make_certificate(nok, interview, by=siriporn, issued_on=day)
    assert bool(found()) == news


@pytest.mark.parametrize(("left", "news"), [(-1, False), (0, True), (None, True)])
def test_only_one_that_holds_is_one(nok, interview, siriporn, left, news):
    until = None if left is None else TODAY + timedelta(days=left)
    make_certificate(nok, interview, by=siriporn, issued_on=THURSDAY, expires_on=until)
    assert bool(found()) == news


def test_who_left_or_whose_account_is_closed_is_left_in_peace(nok, held):
    Person.objects.filter(pk=nok.pk).update(is_active=False)
    assert found() == []
    Person.objects.filter(pk=nok.pk).update(is_active=True)
    Membership.objects.filter(person=nok).update(ends=THURSDAY)
    assert found() == []


def test_a_volunteer_has_milestones_like_everybody_but_a_clearance_is_none(
    nok, wipa, interview, first_aid, siriporn
):
    terms = {"kind": "faith", "hours": 4, "until": TODAY, "written_by": wipa, "written_at": NOW}
    VolunteerTerms.objects.create(person=nok, clearance=interview, **terms)
    make_certificate(nok, interview, by=siriporn, issued_on=THURSDAY)
    assert found() == []
    make_certificate(nok, first_aid, by=siriporn, issued_on=THURSDAY)
    assert found() == [("nok", "First aid", False)]


# --- All that the work asks for ------------------------------------------------------------------


@pytest.fixture
def asked(interview, first_aid, siriporn):
    """Every worker needs interviewing and first aid."""
    return [make_requirement(one, by=siriporn, role="worker") for one in (interview, first_aid)]


def test_all_that_is_asked_goes_before_the_newest(nok, held, asked, first_aid, saphan, siriporn):
    make_certificate(nok, first_aid, by=siriporn, issued_on=date(2025, 12, 1))
    other = make_certificate_type(saphan, "Driving")
    make_certificate(nok, other, by=siriporn, issued_on=TODAY)
    assert found() == [("nok", "Victim interview", True)]


def test_one_that_is_missing_or_has_ended_leaves_it_open(nok, held, asked, first_aid, siriporn):
    make_certificate(nok, first_aid, by=siriporn, issued_on=date(2024, 11, 1))
    Certificate.objects.filter(type=first_aid).update(expires_on=THURSDAY)
    assert found() == [("nok", "Victim interview", False)]


def test_a_renewal_that_brings_all_back_is_none(nok, asked, interview, first_aid, siriporn):
    for kind in (interview, first_aid):
        make_certificate(nok, kind, by=siriporn, issued_on=date(2024, 1, 1), current=False)
        make_certificate(nok, kind, by=siriporn, issued_on=THURSDAY)
    assert found() == []


def test_it_is_said_once_though_more_is_asked_later(nok, held, siriporn, saphan, interview):
    make_requirement(interview, by=siriporn, role="worker")
    make_award(
        nok,
        years=None,
        complete=True,
        certificate=make_certificate(nok, make_certificate_type(saphan, "Old"), by=siriporn),
        given_on=TODAY - A_MONTH,
    )
    assert found() == [("nok", "Victim interview", False)]


def test_what_another_organisation_asks_does_not_count(nok, held, noi):
    theirs = make_certificate_type(noi.organisation, "Shelter rules")
    make_requirement(theirs, by=noi, role="worker")
    assert found() == [("nok", "Victim interview", False)]


def test_what_a_second_role_asks_counts_too(nok, held, asked, chiang_mai, siriporn):
    asked[1].delete()
    make_requirement(make_certificate_type(nok.organisation, "Teaching"), by=siriporn, role="care")
    assert found() == [("nok", "Victim interview", True)]
    Award.objects.all().delete()
    make_membership(nok, chiang_mai, "care")
    assert found() == [("nok", "Victim interview", False)]


# --- Rarely, and without a message ---------------------------------------------------------------


def test_nobody_has_two_within_31_days(nok, held, first_aid, siriporn, saphan):
    make_certificate(nok, make_certificate_type(saphan, "Driving"), by=siriporn, issued_on=THURSDAY)
    assert len(found()) == 1
    later = TODAY + timedelta(days=1)
    make_certificate(nok, first_aid, by=siriporn, issued_on=later)
    assert found(TODAY + A_MONTH - timedelta(days=1)) == []
    # The other one of yesterday is no news any more: it was told of with the first.
    assert found(TODAY + A_MONTH) == [("nok", "First aid", False)]


def test_a_training_that_certifies_many_writes_to_nobody(crew, interview, siriporn):
    for one in crew:
        make_certificate(one, interview, by=siriporn, issued_on=THURSDAY)
    recognition_tasks.suggest_milestones.call()
    assert Award.objects.count() == len(crew)
    assert mail.outbox == []


@pytest.mark.parametrize("crew_size", [1, 5])
def test_suggesting_costs_the_same_for_any_number(
    crew_size, chiang_mai, asked, interview, first_aid, siriporn, django_assert_num_queries
):
    for _ in range(crew_size):
        person = make_worker(chiang_mai)
        for kind in (interview, first_aid):
            make_certificate(person, kind, by=siriporn, issued_on=THURSDAY)
    with django_assert_num_queries(9):
        assert len(milestones.suggest_certified(day=TODAY)) == crew_size


# --- What becomes of it --------------------------------------------------------------------------


def test_a_declined_one_stays_declined(nok, held):
    [one] = milestones.suggest_certified(day=TODAY)
    awards.decline(one, by=nok, now=NOW)
    for day in (TODAY, TODAY + timedelta(days=20), TODAY + A_MONTH):
        milestones.suggest_certified(day=day)
    assert Award.objects.get().declined_at == NOW


@pytest.mark.parametrize("audience", ["", "public"])
def test_a_revoked_certificate_takes_its_milestone_along_without_a_word(
    client, nok, held, siriporn, audience
):
    [one] = milestones.suggest_certified(day=TODAY)
    if audience:
        awards.accept(one, by=nok, audience=audience)
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    assert not Award.objects.exists()
    assert mail.outbox == []
    assert client.get(f"/awards/{one.public_id}/").status_code == 404


@pytest.mark.parametrize("how", ["revoke", "withdraw"])
@pytest.mark.parametrize(("answer", "stays"), [("", False), ("inside", True), ("no", True)])
def test_with_another_that_was_asked_only_an_unanswered_one_of_all_goes(
    nok, held, asked, first_aid, session, siriporn, how, answer, stays
):
    other = make_certificate(
        nok, first_aid, by=siriporn, issued_on=date(2025, 12, 1), session=session
    )
    [one] = milestones.suggest_certified(day=TODAY)
    assert one.complete
    if answer == "no":
        awards.decline(one, by=nok, now=NOW)
    elif answer:
        awards.accept(one, by=nok, audience=answer)
    if how == "revoke":
        certificates.revoke(certificate=other, reason="Mistake", by=siriporn, now=NOW)
    else:
        certificates.withdraw(session=session, people=[nok.pk], by=siriporn)
    assert Award.objects.filter(pk=one.pk).exists() == stays


def test_nothing_else_that_waits_for_an_answer_goes_with_a_certificate(
    nok, wipa, held, interview, first_aid, siriporn, saphan
):
    """Years here, a milestone of another certificate, and what is a colleague's."""
    kind = make_certificate_type(saphan, "Driving")
    theirs = make_certificate(wipa, interview, by=siriporn, issued_on=THURSDAY)
    others = {
        make_award(nok),
        make_award(nok, years=None, certificate=make_certificate(nok, kind, by=siriporn)),
        make_award(wipa, years=None, certificate=theirs, complete=True),
    }
    own = make_award(nok, years=None, certificate=held)
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    assert set(Award.objects.all()) == others
    assert own not in others


def test_a_corrected_roll_takes_the_milestone_of_its_own_certificate_along(
    nok, wipa, session, siriporn, first_aid
):
    certificates.issue(session=session, people=[nok.pk, wipa.pk], by=siriporn)
    assert [name for name, *_rest in found()] == ["nok", "wipa"]
    certificates.withdraw(session=session, people=[nok.pk], by=siriporn)
    assert [one.person for one in Award.objects.all()] == [wipa]


def test_it_is_in_ones_own_files(nok, held):
    milestones.suggest_certified(day=TODAY)
    [mine] = json.loads(as_json(nok, NOW))["parts"]["awards"]
    assert mine["name"] == "For the first time: Victim interview"


# --- The pages -----------------------------------------------------------------------------------


def test_the_page_of_certificates_leads_to_it_until_it_is_answered(client, nok, wipa, held):
    [one] = milestones.suggest_certified(day=TODAY)
    enter(client, nok)
    assert "A milestone is here for you" in text(client.get("/training/mine/"))
    shown = text(client.get("/awards/"))
    assert "For the first time: Victim interview" in shown
    client.post("/awards/", {"award": str(one.public_id), "do": "decline"})
    assert "A milestone is here for you" not in text(client.get("/training/mine/"))
    enter(client, wipa)
    assert "A milestone is here for you" not in text(client.get("/training/mine/"))
    assert "Victim interview" not in text(client.get("/awards/"))


@pytest.mark.parametrize(
    ("complete", "title"),
    [
        (False, "For the first time: Victim interview"),
        (True, "Every certificate that the work asks for"),
    ],
)
def test_its_public_page_says_what_it_is_and_thanks(client, nok, held, complete, title):
    one = make_award(nok, years=None, certificate=held, complete=complete, audience="public")
    page = text(client.get(f"/awards/{one.public_id}/"))
    assert title in page
    assert "Thank you for taking the time to learn." in page
