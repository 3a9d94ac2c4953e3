"""Renewal by hours: the oracles, who confirms, and the next date."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import AccessEvent
from people.writing.texts import mark_of_text
from tests.makers import NOW, enter
from tests.training.conftest import PDF, make_certificate, make_certificate_type, make_study
from training.hours import actions as hours_actions
from training.models import Certificate, Evidence, Study
from training.requirements import actions as requirements
from training.rules.certificates import CertificateState
from training.rules.renewal import Progress, next_due

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


# --- The oracles ----------------------------------------------------------------------------------


def test_the_next_date_is_two_years_after_this_one():
    assert next_due(date(2026, 3, 15), 24) == date(2028, 3, 15)


@pytest.mark.parametrize(
    ("hours", "day", "lapsed", "renewable"),
    [
        (31, date(2028, 3, 15), True, False),
        (32, date(2028, 3, 15), False, True),
        (31, date(2028, 3, 14), False, False),
        (32, date(2028, 3, 16), False, False),
        (33, date(2027, 1, 1), False, True),
    ],
)
def test_on_the_day_31_hours_lapse_and_32_renew(hours, day, lapsed, renewable):
    found = Progress(Decimal(32), Decimal(hours), Decimal(hours), due=date(2028, 3, 15))
    assert (found.lapsed(day), found.renewable(day)) == (lapsed, renewable)


# --- Telling -----------------------------------------------------------------------------------


@pytest.fixture
def advocate(saphan, nok, siriporn):
    """Nok's certificate of 24 months, issued on 2 January 2025, that 32 hours renew."""
    kind = make_certificate_type(saphan, "Advocate", renewal_hours=32)
    return make_certificate(nok, kind, by=siriporn)


def tell(certificate, hours=8, day=FRIDAY, what="A course", file=None):
    return hours_actions.tell(
        certificate=certificate,
        by=certificate.person,
        day=day,
        hours=Decimal(hours),
        what=what,
        file=file,
        now=NOW,
    )


def confirm(study, by):
    return hours_actions.decide(study=study, counts=True, by=by, now=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"day": date(2025, 1, 1)}, "day"),
        ({"day": FRIDAY + timedelta(days=1)}, "day"),
        ({"hours": "0.4"}, "hours"),
        ({"hours": "200.5"}, "hours"),
        ({"what": " "}, "what"),
        ({"what": "With 1101700207030"}, "what"),
        ({"file": b"GIF89a"}, "file"),
    ],
)
def test_hours_that_cannot_be_are_refused_at_their_field(changes, field, advocate):
    with pytest.raises(ValidationError) as refused:
        tell(advocate, **changes)
    assert list(refused.value.error_dict) == [field]
    assert not Study.objects.exists()


def test_a_certificate_that_hours_do_not_renew_takes_none(nok, interview, siriporn, advocate):
    plain = make_certificate(nok, interview, by=siriporn)
    Certificate.objects.filter(pk=advocate.pk).update(current=False)
    advocate.refresh_from_db()
    for one in (plain, advocate):
        with pytest.raises(ValidationError, match="Hours do not renew this certificate"):
            tell(one)


def test_what_is_told_confirmed_and_refused_is_added_up(advocate, siriporn):
    first, second, third = (tell(advocate, hours=n) for n in (8, "4.5", 20))
    confirm(first, siriporn)
    hours_actions.decide(study=third, counts=False, reason="Not on this", by=siriporn, now=NOW)
    found = hours_actions.progress(advocate)
    assert (found.told, found.confirmed) == (Decimal("12.5"), Decimal(8))
    assert (found.missing, found.to_tell) == (Decimal(24), Decimal("19.5"))
    assert second.state == Study.State.TOLD


def test_what_is_decided_is_not_taken_back(advocate, siriporn):
    study, other = tell(advocate), tell(advocate)
    hours_actions.take_back(study=other, by=advocate.person)
    confirm(study, siriporn)
    with pytest.raises(ValidationError, match="decided already"):
        hours_actions.take_back(study=study, by=advocate.person)
    assert list(Study.objects.all()) == [study]


def test_nobody_confirms_their_own_hours_or_refuses_without_a_reason(advocate, nok, siriporn):
    study = tell(advocate)
    with pytest.raises(ValidationError, match="Somebody else"):
        confirm(study, nok)
    with pytest.raises(ValidationError, match="say why"):
        hours_actions.decide(study=study, counts=False, reason=" ", by=siriporn, now=NOW)
    study.refresh_from_db()
    assert study.state == Study.State.TOLD


# --- Sending and renewing ----------------------------------------------------------------------


def test_the_pack_is_sent_when_the_hours_are_there_and_told_once_a_day(advocate):
    tell(advocate, hours=31)
    with pytest.raises(ValidationError, match="still missing"):
        hours_actions.send(certificate=advocate, by=advocate.person, now=NOW)
    tell(advocate, hours=1)
    for _tap in range(2):
        hours_actions.send(certificate=advocate, by=advocate.person, now=NOW)
    assert [letter.to for letter in mail.outbox] == [["siriporn@example.org"]]
    assert "/training/hours/" in mail.outbox[0].body


def test_with_32_hours_it_is_renewed_from_the_old_date_and_counting_begins_anew(advocate, siriporn):
    confirm(tell(advocate, hours=31), siriporn)
    with pytest.raises(ValidationError, match="still missing"):
        hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)
    confirm(tell(advocate, hours=1), siriporn)
    fresh = hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)
    assert (fresh.issued_on, fresh.expires_on) == (FRIDAY, date(2029, 1, 2))
    assert list(Certificate.objects.current()) == [fresh]
    assert hours_actions.progress(fresh).told == 0
    with pytest.raises(ValidationError, match="still missing"):
        hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)


def test_hours_of_the_day_of_an_early_renewal_count_once(advocate, siriporn, nok, wipa):
    """They helped to renew it, so they are none of the next 32; what nobody confirmed did not."""
    told = tell(advocate, hours=5, day=FRIDAY)
    confirm(tell(advocate, hours=32, day=FRIDAY - timedelta(days=1)), siriporn)
    fresh = hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)
    tell(fresh, hours=2, day=FRIDAY)
    Study.objects.filter(pk=told.pk).update(state=Study.State.CONFIRMED)
    with pytest.raises(ValidationError, match="counted for the certificate before") as error:
        tell(fresh, hours=2, day=FRIDAY)
    assert list(error.value.message_dict) == ["day"]
    other = make_certificate_type(nok.organisation, "Children", renewal_hours=8)
    tell(make_certificate(nok, other, by=siriporn), hours=2, day=FRIDAY)
    tell(make_certificate(wipa, advocate.type, by=siriporn), hours=2, day=FRIDAY)


@pytest.mark.parametrize(("ends", "lapsed"), [(FRIDAY, False), (FRIDAY - timedelta(days=1), True)])
def test_after_its_date_hours_renew_nothing(ends, lapsed, advocate, siriporn):
    Certificate.objects.filter(pk=advocate.pk).update(expires_on=ends)
    confirm(tell(advocate, hours=32), siriporn)
    if not lapsed:
        fresh = hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)
        assert fresh.state(FRIDAY) is CertificateState.VALID
        return
    with pytest.raises(ValidationError, match="whole training has to be repeated"):
        hours_actions.renew(certificate=advocate, by=siriporn, now=NOW)


@pytest.mark.parametrize(("ends", "over"), [(FRIDAY, False), (FRIDAY - timedelta(days=1), True)])
def test_after_its_date_nobody_is_told_to_send_hours_for_it(ends, over, client, advocate, nok):
    """Whoever sent them was told that the trainers know, and could not be renewed by any."""
    Certificate.objects.filter(pk=advocate.pk).update(expires_on=ends)
    tell(advocate, hours=32)
    enter(client, nok)
    page = client.get(of(advocate)).content.decode()
    assert ("Send for renewal" in page) is not over
    assert ("The whole training has to be repeated." in page) is over
    assert client.post(of(advocate), {"send": 1}).status_code == (422 if over else 302)
    assert bool(mail.outbox) is not over
    Certificate.objects.filter(pk=advocate.pk).update(current=False)
    assert "has to be repeated" not in client.get(of(advocate)).content.decode()


# --- Pages -------------------------------------------------------------------------------------


def of(certificate):
    return reverse("study_hours", args=[certificate.public_id])


def test_of_whose_hours_wait_the_nearest_date_is_on_top_and_one_without_a_date_below(
    client, nok, wipa, mai, siriporn
):
    kind = make_certificate_type(siriporn.organisation, "Listening", thai="")
    for person, ends in ((nok, None), (wipa, date(2027, 5, 1)), (mai, date(2027, 1, 1))):
        make_certificate(person, kind, by=siriporn, expires_on=ends)
        make_study(person, kind, siriporn)
    enter(client, siriporn)
    found = client.get(reverse("renewals")).context["certificates"]
    assert [one.person for one in found] == [mai, wipa, nok]


def test_from_hours_to_the_renewed_certificate(client, advocate, nok, siriporn):
    enter(client, nok)
    sent = {"tell": 1, "what": "A course", "day": "1/3/2569", "hours": "๓๒", "kind": "C"}
    sent["file"] = SimpleUploadedFile("../../x.exe", PDF, content_type="text/html")
    assert client.post(of(advocate), sent).status_code == 302
    page = client.get(of(advocate))
    assert "Send for renewal" in page.content.decode()
    assert "32 h · Advanced (C) · Not confirmed yet" in page.content.decode()
    assert client.post(of(advocate), {"send": 1}).status_code == 302
    enter(client, siriporn)
    assert "Kanokwan Srisuk" in client.get(reverse("renewals")).content.decode()
    study = Study.objects.get()
    assert client.post(of(advocate), {"confirm": study.public_id}).status_code == 302
    assert "Renew the certificate" in client.get(of(advocate)).content.decode()
    assert client.post(of(advocate), {"renew": 1}).status_code == 302
    assert Certificate.objects.current().get().expires_on == date(2029, 1, 2)
    enter(client, nok)
    assert AccessEvent.objects.about(nok).filter(what="certificates").exists()


def test_what_is_typed_wrong_stays_typed(client, advocate, nok):
    enter(client, nok)
    sent = {"tell": 1, "what": "A course", "day": "30/2/2569", "hours": "8"}
    sent["file"] = SimpleUploadedFile("a.svg", b"<svg/>")
    answer = client.post(of(advocate), sent)
    assert answer.status_code == 422
    assert [target for target, _ in answer.context["problems"]] == ["id_day"]
    assert 'value="A course"' in answer.content.decode()
    sent |= {"day": "1/3/2569", "file": SimpleUploadedFile("a.svg", b"<svg/>")}
    answer = client.post(of(advocate), sent)
    assert [target for target, _ in answer.context["problems"]] == ["id_file"]


def test_everybody_does_only_what_is_theirs_to_do(client, advocate, nok, wipa, siriporn):
    study = tell(advocate)
    theirs = {
        nok: ({"confirm": study.public_id}, {"refuse": study.public_id}, {"renew": 1}),
        wipa: ({"confirm": study.public_id}, {"remove": study.public_id}, {"tell": 1}),
        siriporn: ({"remove": study.public_id}, {"tell": 1}, {"send": 1}),
    }
    for person, presses in theirs.items():
        enter(client, person)
        for press in presses:
            assert client.post(of(advocate), press).status_code == 404, (person, press)
    study.refresh_from_db()
    assert study.state == Study.State.TOLD


def test_what_is_asked_of_a_person_leads_to_their_hours_only_whom_the_page_opens_for(
    client, advocate, nok, wipa, siriporn, anan, ploy
):
    requirements.ask(kind=advocate.type, of=["role-worker"], by=siriporn, now=NOW)
    opens = {}
    for viewer in (wipa, siriporn, anan, ploy):
        enter(client, viewer)
        page = client.get(reverse("person_requirements", args=[nok.public_id])).text
        assert "See the certificate" in page
        opens[viewer.username] = client.get(of(advocate)).status_code == 200
        assert (of(advocate) in page) == opens[viewer.username], viewer
    assert list(opens.values()) == [True, True, False, False]


def test_hours_of_another_certificate_are_not_decided_here(client, advocate, wipa, siriporn):
    other = make_study(wipa, advocate.type, siriporn)
    enter(client, siriporn)
    assert client.post(of(advocate), {"confirm": other.public_id}).status_code == 404


def test_a_reason_is_asked_for_and_read(client, advocate, nok, siriporn):
    study = tell(advocate)
    enter(client, siriporn)
    answer = client.post(of(advocate), {"refuse": study.public_id, "reason": ""})
    assert answer.status_code == 422
    client.post(of(advocate), {"refuse": study.public_id, "reason": "It was before"})
    enter(client, nok)
    assert "It was before" in client.get(of(advocate)).content.decode()


def test_a_reason_that_looks_personal_comes_back_once_at_its_hours(client, advocate, siriporn):
    study, other = tell(advocate), tell(advocate, what="A talk")
    enter(client, siriporn)
    sent = {"refuse": study.public_id, "reason": "Ask Mrs. Somsri of the first"}
    answer = client.post(of(advocate), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="reason-{study.public_id}-error"' in page
    assert f'id="reason-{other.public_id}-error"' not in page
    assert page.count(sent["reason"]) == page.count(mark_of_text(sent["reason"])) == 1
    sent["all_the_same"] = mark_of_text(sent["reason"])
    assert client.post(of(advocate), sent).status_code == 302
    study.refresh_from_db()
    assert study.reason == sent["reason"]


def test_a_reason_to_revoke_that_looks_personal_comes_back_once(client, advocate, siriporn):
    enter(client, siriporn)
    page = reverse("certificate", args=[advocate.public_id])
    sent = {"reason": "Told by a@example.org"}
    answer = client.post(page, sent)
    assert (answer.status_code, mark_of_text(sent["reason"]) in answer.content.decode()) == (
        422,
        True,
    )
    assert (
        client.post(page, sent | {"all_the_same": mark_of_text(sent["reason"])}).status_code == 302
    )
    advocate.refresh_from_db()
    assert advocate.revoked_reason == sent["reason"]


def test_evidence_is_a_download_in_a_sandbox_and_its_reading_is_noted(client, nok, siriporn, wipa):
    kind = make_certificate_type(nok.organisation, "Advocate")
    study = make_study(nok, kind, siriporn)
    address = reverse("evidence", args=[study.evidence.public_id])
    enter(client, siriporn)
    answer = client.get(address)
    assert answer.content == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="evidence.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert AccessEvent.objects.get().subject == study.evidence.public_id
    enter(client, wipa)
    assert client.get(address).status_code == 404
    assert Evidence.objects.count() == 1
