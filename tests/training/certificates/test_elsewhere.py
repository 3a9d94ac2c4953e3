"""Certificates of trainings held elsewhere: to one or to many, with the file that shows it."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from people.models import AccessEvent
from people.own_data.record import as_json
from tests.makers import NOW, enter, make_person, make_worker
from tests.training.conftest import (
    PDF,
    count_queries,
    make_certificate,
    make_certificate_type,
    make_study,
)
from training.certificates import elsewhere
from training.models import Certificate, Evidence
from training.passport import actions as passport

from .sample_files import HOSTILE, MARK, REDRAWN

FRIDAY = date(2026, 11, 20)
PAGE = "/training/certificates/new/"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def issue(kind, people, by, day=FRIDAY, file=PDF):
    return elsewhere.issue(kind=kind, people=people, issued_on=day, file=file, by=by, now=NOW)


def refusal(*asked, **changes):
    with pytest.raises(ValidationError) as refused:
        issue(*asked, **changes)
    assert not Evidence.objects.exists()
    return refused.value


# --- The verb -------------------------------------------------------------------------------------


def test_each_has_the_certificate_and_a_file_of_their_own(interview, crew, siriporn):
    made = issue(interview, crew, siriporn, day=date(2026, 3, 31))
    assert {(one.issued_on, one.expires_on, one.session) for one in made} == {
        (date(2026, 3, 31), date(2028, 3, 31), None)
    }
    assert set(Certificate.objects.current().values_list("person", flat=True)) == {
        one.pk for one in crew
    }
    assert {bytes(one.content) for one in Evidence.objects.all()} == {PDF}
    crew[1].delete()
    assert Evidence.objects.count() == len(crew) - 1


def test_one_that_was_earned_later_stays_the_current_one(interview, nok, siriporn):
    newer = make_certificate(nok, interview, by=siriporn, issued_on=date(2026, 6, 1))
    issue(interview, [nok], siriporn, day=date(2026, 5, 31), file=None)
    assert list(Certificate.objects.current()) == [newer]
    [latest] = issue(interview, [nok], siriporn, day=date(2026, 6, 2), file=None)
    assert list(Certificate.objects.current()) == [latest]
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    ("day", "fine"),
    [
        (FRIDAY, True),
        (FRIDAY + timedelta(days=1), False),
        (date(2024, 11, 20), True),
        (date(2024, 11, 19), False),
    ],
)
def test_its_day_is_not_to_come_and_not_so_long_ago_that_it_is_over(
    day, fine, interview, nok, siriporn
):
    if fine:
        assert issue(interview, [nok], siriporn, day=day)
    else:
        assert list(refusal(interview, [nok], siriporn, day=day).error_dict) == ["issued_on"]


def test_what_never_lapses_is_never_over(saphan, nok, siriporn):
    kind = make_certificate_type(saphan, "First aid", validity_months=None)
    assert issue(kind, [nok], siriporn, day=date(1990, 1, 1))[0].expires_on is None


def test_a_second_tap_a_day_that_is_there_and_ones_own_are_refused(interview, crew, siriporn):
    issue(interview, crew[:1], siriporn, file=None)
    assert refusal(interview, crew, siriporn).messages == [
        "Kanokwan Srisuk already has this certificate from that day."
    ]
    assert Certificate.objects.count() == 1
    assert refusal(interview, [siriporn], siriporn).messages == [
        "Somebody else has to issue yours."
    ]


@pytest.mark.parametrize("who", ["wipa", "anan", "ploy", "orathai", "noi"])
def test_only_who_trains_all_of_them_issues_one(who, request, crew):
    by = request.getfixturevalue(who)
    kind = make_certificate_type(by.organisation, "First aid")
    assert list(refusal(kind, crew, by).error_dict) == ["people"]
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("more", [1, 12])
def test_it_is_issued_to_many_in_as_many_statements_as_to_one(
    more, interview, chiang_mai, siriporn, django_assert_num_queries
):
    crew = [make_worker(chiang_mai) for _ in range(more)]
    siriporn.charge, siriporn.current_memberships  # noqa: B018 - read before the count
    with django_assert_num_queries(9):
        issue(interview, crew, siriporn, file=None)


def test_a_file_is_for_twenty_at_most(interview, chiang_mai, siriporn):
    crew = [make_worker(chiang_mai) for _ in range(21)]
    assert list(refusal(interview, crew, siriporn).error_dict) == ["file"]
    assert len(issue(interview, crew[1:], siriporn)) == 20
    assert len(issue(interview, crew, siriporn, day=date(2026, 1, 1), file=None)) == 21


def test_the_database_knows_no_file_of_nothing_or_of_two_things(interview, nok, siriporn):
    study = make_study(nok, make_certificate_type(nok.organisation, "Advocate"), siriporn)
    for shows in ({}, {"study": study, "certificate": study.certificate}):
        Evidence.objects.all().delete()
        with pytest.raises(IntegrityError, match="evidence_shows_one_thing"), transaction.atomic():
            Evidence.objects.create(kind="pdf", content=PDF, **shows)


def test_it_is_in_the_holders_own_files_and_in_nobody_elses(interview, nok, noi, siriporn):
    issue(interview, [nok], siriporn)
    issue(interview, [nok], siriporn, day=date(2026, 1, 1), file=None)
    parts = json.loads(as_json(nok, NOW))["parts"]
    assert [one["file"] for one in parts["certificates"]] == [False, True]
    assert json.loads(as_json(noi, NOW))["parts"]["certificates"] == []


# --- Who opens the file ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nok", 200),
        ("wipa", 200),
        ("siriporn", 200),
        ("anan", 200),
        ("ploy", 200),
        ("orathai", 404),
        ("noi", 404),
    ],
)
def test_who_sees_the_certificate_opens_its_file_as_a_download_and_the_look_is_noted(
    who, status, client, request, interview, nok, siriporn
):
    [made] = issue(interview, [nok], siriporn)
    enter(client, request.getfixturevalue(who))
    address = reverse("evidence", args=[made.evidence.public_id])
    answer = client.get(address)
    assert answer.status_code == status
    page = client.get(reverse("certificate", args=[made.public_id]))
    assert page.status_code == status
    if status == 200:
        assert address in page.content.decode()
        assert answer["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"].startswith("sandbox")
    looks = AccessEvent.objects.about(nok).filter(subject=made.evidence.public_id)
    assert looks.count() == (status == 200 and who != "nok")


def test_nobody_outside_reads_of_the_file(client, interview, nok, siriporn):
    [made] = issue(interview, [nok], siriporn)
    proof = passport.show(person=nok, certificates=[made], name=True, now=NOW)
    page = client.get(reverse("check_proof", args=[proof.public_id])).content.decode()
    assert "Victim interview" in page
    assert str(made.evidence.public_id) not in page
    assert client.get(reverse("evidence", args=[made.evidence.public_id])).status_code == 302


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def page(client, siriporn):
    enter(client, siriporn)
    return client


def filled(kind, *people, file=None, **changes):
    sent = {"people": [one.public_id for one in people], "kind": kind.public_id}
    sent |= {"issued_on": "1/3/2569"} | changes
    return sent | ({"file": SimpleUploadedFile("a.pdf", file)} if file is not None else {})


def test_from_the_gap_of_one_person_to_the_file_on_her_page(page, interview, crew, siriporn, nok):
    address = f"{PAGE}?person={nok.public_id}&kind={interview.public_id}"
    shown = page.get(address)
    assert [one.username for one, _home in shown.context["candidates"]] == ["nok"]
    assert f'value="{interview.public_id}" selected' in shown.content.decode()
    answer = page.post(address, filled(interview, nok, file=PDF))
    made = Certificate.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        302,
        reverse("certificate", args=[made.public_id]),
    )
    assert (made.person, made.issued_on, made.issued_by) == (nok, date(2026, 3, 1), siriporn)
    assert bytes(made.evidence.content) == PDF


def test_many_at_once_without_a_file(page, interview, crew):
    assert page.post(PAGE, filled(interview, *crew)).status_code == 302
    assert Certificate.objects.current().count() == len(crew)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"people": []}, "id_people", "Please tick for whom."),
        ({"kind": ""}, "id_kind", "Please fill this in: Certificate."),
        ({"issued_on": "31/2/2569"}, "id_issued_on", "not a day in the calendar"),
        ({"issued_on": "21/11/2569"}, "id_issued_on", "not to come"),
        ({"issued_on": "1/1/2567"}, "id_issued_on", "expired on 1\u00a0Jan\u00a02026"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(
    changes, field, sentence, page, interview, nok
):
    answer = page.post(f"{PAGE}?name=", filled(interview, nok) | changes)
    assert answer.status_code == 422
    [(target, told)] = answer.context["problems"]
    assert target == field
    assert sentence in told
    text = answer.content.decode()
    assert f'id="{field}"' in text
    if "people" not in changes:
        assert f'value="{nok.public_id}" checked' in text
    if "kind" not in changes:
        assert f'value="{interview.public_id}" selected' in text
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(("file", "said"), [(PDF, True), (None, False)])
def test_whoever_chose_a_file_is_told_that_it_has_to_be_chosen_again(
    file, said, page, interview, nok
):
    answer = page.post(f"{PAGE}?name=", filled(interview, nok, file=file, issued_on="31/2/2569"))
    assert ("Only a file has to be chosen again." in answer.content.decode()) is said


# Each of them is refused in test_evidence.py; here, one of each way to be.
@pytest.mark.parametrize("name", ["empty", "svg", "pdf with a program", "too large"])
def test_a_hostile_file_issues_nothing(name, page, interview, nok):
    answer = page.post(PAGE, filled(interview, nok, file=HOSTILE[name]))
    assert (answer.status_code, [target for target, _ in answer.context["problems"]]) == (
        422,
        ["id_file"],
    )
    assert not Certificate.objects.exists()


def test_a_picture_is_handed_out_as_it_was_drawn_anew(page, interview, nok):
    page.post(PAGE, filled(interview, nok, file=REDRAWN["jpeg that is a page too"]))
    answer = page.get(reverse("evidence", args=[Evidence.objects.get().public_id]))
    assert answer["Content-Type"] in {"image/jpeg", "image/png"}
    assert answer["Content-Disposition"].startswith("attachment")
    assert MARK not in answer.content


def test_neither_people_nor_certificates_of_others_are_taken(page, interview, nok, noi):
    theirs = make_certificate_type(noi.organisation)
    for sent in (filled(interview, noi), filled(theirs, nok)):
        assert page.post(PAGE, sent).status_code == 422
    assert not Certificate.objects.exists()


def test_nobody_is_listed_before_they_are_looked_for_and_then_they_find_the_look(
    page, interview, nok
):
    text = page.get(PAGE).content.decode()
    assert nok.full_name_en not in text
    assert "Choose a unit, type a part of a name, or just press “Find”." in text
    assert not AccessEvent.objects.about(nok)
    assert nok.full_name_en in page.get(PAGE, {"name": ""}).content.decode()
    assert [one.what for one in AccessEvent.objects.about(nok)] == ["membership"]


def test_without_a_certificate_in_the_list_the_page_says_where_to_begin(page, nok):
    text = page.get(PAGE).content.decode()
    assert "First add the certificate to the list." in text


def test_the_page_costs_the_same_for_any_number(page, interview, chiang_mai, nok):
    address = f"{PAGE}?name="
    page.get(address)
    before = count_queries(page, address)
    for _ in range(12):
        make_worker(chiang_mai)
    assert count_queries(page, address) == before <= 15


def test_somebody_of_no_unit_is_listed_without_one(page, interview, saphan, siriporn):
    make_person("leaver", saphan)
    assert page.get(PAGE, {"name": "leaver"}).status_code == 200
