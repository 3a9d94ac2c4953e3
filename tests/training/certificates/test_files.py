"""A file for a certificate that is there: added, put in place of another, taken away, or kept."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import AccessEvent, Role
from people.own_data.record import as_json
from tests.makers import NOW, enter, make_membership, make_person, make_unit
from tests.training.conftest import PDF, count_queries, make_certificate
from training.certificates import actions as certificates
from training.certificates import elsewhere, files
from training.models import Certificate, Evidence

from .sample_files import HOSTILE, picture

HOUR = timedelta(hours=1)
PHOTO = picture()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def held(nok, interview, siriporn):
    return make_certificate(nok, interview, by=siriporn)


@pytest.fixture
def stranger(noi, rest_house):
    """A trainer of another organisation."""
    make_membership(noi, rest_house, Role.TRAINER)
    return noi


def attach(certificate, by, file=PDF, now=NOW):
    return files.attach(certificate=certificate, file=file, by=by, now=now)


def take_away(certificate, by, now=NOW):
    files.take_away(certificate=certificate, by=by, now=now)


def confirm(certificate, by, now=NOW):
    certificates.confirm(certificate=certificate, by=by, now=now)


def trail(person):
    """What the holder reads in their list, oldest first."""
    return [(one.what, one.viewer.username) for one in AccessEvent.objects.about(person)][::-1]


def kinds():
    return [one.kind for one in Evidence.objects.all()]


# --- The verbs ------------------------------------------------------------------------------------


def test_a_file_is_added_put_in_place_of_another_and_taken_away_and_each_step_is_in_the_trail(
    held, nok, siriporn
):
    first = attach(held, siriporn)
    assert (first.added_by, first.added_at, first.holder) == (siriporn, NOW, nok)
    second = attach(held, siriporn, file=PHOTO)
    assert kinds() == ["jpg"]
    assert second.public_id != first.public_id
    take_away(held, siriporn)
    assert kinds() == []
    assert trail(nok) == [
        ("file_added", "siriporn"),
        ("file_added", "siriporn"),
        ("file_removed", "siriporn"),
    ]
    assert {one.subject for one in AccessEvent.objects.about(nok)} == {held.public_id}


def test_also_to_one_that_came_from_a_sessions_roll(session, nok, siriporn):
    [made] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    attach(made, siriporn)
    assert bytes(made.evidence.content) == PDF


def test_nobody_adds_a_file_to_their_own_or_takes_it_away(interview, siriporn, ploy):
    own = make_certificate(siriporn, interview, by=ploy)
    Evidence.objects.create(certificate=own, kind="pdf", content=PDF)
    for act in (attach, take_away):
        with pytest.raises(ValidationError, match="Somebody else has to issue yours"):
            act(own, siriporn)


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "ploy", "orathai", "noi"])
@pytest.mark.parametrize("act", [attach, take_away])
def test_only_who_trains_its_holder_adds_one_or_takes_it_away(who, act, request, held, siriporn):
    attach(held, siriporn)
    with pytest.raises(Certificate.DoesNotExist):
        act(held, request.getfixturevalue(who))
    assert kinds() == ["pdf"]


def test_there_is_nothing_to_take_away_twice(held, nok, siriporn):
    attach(held, siriporn)
    take_away(held, siriporn)
    with pytest.raises(ValidationError, match="no file any more"):
        take_away(held, siriporn)
    assert len(trail(nok)) == 2


@pytest.mark.parametrize("name", ["empty", "svg", "pdf with a program"])
def test_an_unfit_file_leaves_the_one_that_is_there(name, held, nok, siriporn):
    attach(held, siriporn)
    with pytest.raises(ValidationError) as refused:
        attach(held, siriporn, file=HOSTILE[name])
    assert list(refused.value.error_dict) == ["file"]
    assert kinds() == ["pdf"]
    assert len(trail(nok)) == 1


# --- Beside a confirmation ------------------------------------------------------------------------


def test_what_was_there_when_another_organisation_confirmed_stays(held, siriporn, stranger):
    attach(held, siriporn)
    confirm(held, stranger, NOW)
    for act in (attach, take_away):
        with pytest.raises(ValidationError, match="confirmed this certificate with its file"):
            act(held, siriporn, now=NOW + HOUR)
    assert kinds() == ["pdf"]


def test_what_came_with_the_certificate_stays_too(interview, nok, siriporn, stranger):
    [made] = elsewhere.issue(
        kind=interview,
        people=[nok],
        issued_on=date(2026, 11, 2),
        file=PDF,
        by=siriporn,
        now=NOW,
    )
    confirm(made, stranger)
    with pytest.raises(ValidationError, match="confirmed this certificate with its file"):
        take_away(made, siriporn)


def test_a_file_that_came_after_the_confirmation_is_no_part_of_it(held, siriporn, stranger):
    confirm(held, stranger)
    attach(held, siriporn, now=NOW + HOUR)
    attach(held, siriporn, file=PHOTO, now=NOW + 2 * HOUR)
    assert kinds() == ["jpg"]
    take_away(held, siriporn)
    assert kinds() == []


def test_of_a_revoked_one_the_file_can_go_and_none_can_come(held, siriporn, stranger):
    attach(held, siriporn)
    confirm(held, stranger)
    certificates.revoke(certificate=held, reason="Somebody else's file", by=siriporn, now=NOW)
    with pytest.raises(ValidationError, match="revoked already"):
        attach(held, siriporn)
    take_away(held, siriporn)
    assert kinds() == []


def test_the_holders_own_files_say_since_when_it_is_there(held, nok, siriporn):
    attach(held, siriporn)
    [told] = json.loads(as_json(nok, NOW))["parts"]["certificates"]
    assert told["file"] is True
    assert told["file_added_at"].startswith("2026-11-20")


# --- The page -------------------------------------------------------------------------------------


@pytest.fixture
def page(client, held, siriporn):
    enter(client, siriporn)
    return client


def sent(file=PDF, **changes):
    return {"attach": "1", "file": SimpleUploadedFile("a.pdf", file)} | changes


def text(answer) -> str:
    return answer.content.decode()


def test_a_trainer_adds_it_on_the_certificates_page_and_everybody_reads_since_when(
    page, client, held, nok
):
    address = reverse("certificate", args=[held.public_id])
    assert "Add a file" in text(page.get(address))
    answer = page.post(address, sent(), follow=True)
    assert answer.redirect_chain == [(address, 302)]
    assert "Everybody who sees the certificate can open it." in text(answer)
    assert "Added on 20 November 2026 by Siriporn" in text(answer)
    assert "Choose another file" in text(answer)
    enter(client, nok)
    own = text(client.get(address))
    assert "Added on 20 November 2026 by Siriporn" in own
    assert "Choose another file" not in own
    assert "Remove the file" not in own


def test_she_takes_it_away_again(page, held, siriporn):
    attach(held, siriporn)
    address = reverse("certificate", args=[held.public_id])
    answer = page.post(address, {"take_away": "1"}, follow=True)
    assert "The file is removed." in text(answer)
    assert kinds() == []
    answer = page.post(address, {"take_away": "1"})
    assert (answer.status_code, "There is no file any more." in text(answer)) == (422, True)


def test_beside_a_confirmation_the_page_says_why_the_file_stays(page, held, siriporn, stranger):
    attach(held, siriporn)
    confirm(held, stranger)
    address = reverse("certificate", args=[held.public_id])
    shown = text(page.get(address))
    assert "confirmed this certificate with its file, so the file stays." in shown
    assert "Remove the file" not in shown
    assert page.post(address, sent(PHOTO)).status_code == 422
    assert kinds() == ["pdf"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        ({"file": ""}, "Please choose a file."),
        ({"file": SimpleUploadedFile("a.pdf", HOSTILE["svg"])}, "cannot be read as a PDF"),
        ({"file": SimpleUploadedFile("a.pdf", HOSTILE["too large"])}, "Up to 5 MB, please."),
    ],
)
def test_what_is_wrong_with_it_stands_at_its_field(file, sentence, page, held):
    answer = page.post(reverse("certificate", args=[held.public_id]), {"attach": "1"} | file)
    assert answer.status_code == 422
    [(target, told)] = answer.context["problems"]
    assert (target, sentence in told) == ("id_file", True)
    assert 'aria-invalid="true"' in text(answer)
    assert 'id="reason-error"' not in text(answer)
    assert kinds() == []


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "ploy", "orathai", "noi"])
@pytest.mark.parametrize("act", [sent, lambda: {"take_away": "1"}])
def test_who_may_not_issue_finds_nothing_to_do(who, act, client, request, held, siriporn):
    attach(held, siriporn)
    enter(client, request.getfixturevalue(who))
    address = reverse("certificate", args=[held.public_id])
    assert client.post(address, act()).status_code == 404
    assert kinds() == ["pdf"]
    assert "Choose another file" not in text(client.get(address))


def test_a_trainer_of_another_unit_neither_sees_nor_changes_it(client, held, saphan, office):
    fang = make_unit(saphan, "Fang team", parent=office)
    far = make_person("far", saphan)
    make_membership(far, fang, Role.TRAINER)
    enter(client, far)
    assert client.post(reverse("certificate", args=[held.public_id]), sent()).status_code == 404


def test_the_page_costs_the_same_with_a_file_and_without(page, held, siriporn):
    address = reverse("certificate", args=[held.public_id])
    page.get(address)
    before = count_queries(page, address)
    attach(held, siriporn)
    assert count_queries(page, address) == before <= 12
