"""Certificates: their list, who gets them, who sees how they stand."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Person, Role
from tests.makers import NOW, make_membership, make_worker
from tests.training.conftest import THURSDAY, make_certificate_type, make_session, make_study
from training.certificates import actions as certificates
from training.certificates.actions import HeldCertificate
from training.models import Certificate, CertificateType, Course, Evidence
from training.rules.certificates import CertificateState


def test_a_certificate_type_is_added_to_ones_own_organisation(siriporn, saphan):
    certificates.add_type(by=siriporn, name={"en": "First aid"}, validity_months=24)
    assert list(CertificateType.objects.values_list("organisation", "validity_months")) == [
        (saphan.pk, 24)
    ]


def test_a_second_certificate_of_the_name_is_refused_here_and_taken_elsewhere(
    siriporn, interview, noi
):
    make_membership(noi, noi.current_memberships[0].unit, Role.TRAINER)
    noi = Person.objects.get(pk=noi.pk)
    with pytest.raises(ValidationError, match="already a certificate of this name"):
        certificates.add_type(by=siriporn, name=interview.name)
    certificates.add_type(by=noi, name=interview.name)


@pytest.mark.parametrize("months", [0, 601])
def test_a_validity_of_no_time_or_half_a_century_is_refused(months, siriporn):
    with pytest.raises(ValidationError) as refused:
        certificates.add_type(by=siriporn, name={"en": "First aid"}, validity_months=months)
    assert list(refused.value.error_dict) == ["validity_months"]


def test_a_certificate_expires_its_months_after_the_session(session, siriporn, nok):
    [issued] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    assert (issued.issued_on, issued.expires_on) == (THURSDAY, date(2028, 11, 19))
    issued.refresh_from_db()
    assert (issued.current, issued.issued_by) == (True, siriporn)


def test_a_session_certifies_only_people_whom_the_trainer_trains(session, siriporn, nok, phuket):
    beyond = make_worker(phuket)
    for verb in (certificates.issue, certificates.withdraw):
        with pytest.raises(ValidationError, match="You cannot do this"):
            verb(session=session, people=[nok.pk, beyond.pk], by=siriporn)
    assert not Certificate.objects.exists()


def test_a_certificate_without_months_never_lapses(session, interview, siriporn, nok):
    CertificateType.objects.filter(pk=interview.pk).update(validity_months=None)
    session.refresh_from_db()
    [issued] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    assert issued.expires_on is None
    assert issued.state(date(2100, 1, 1)) is CertificateState.VALID


def test_nobody_is_certified_twice_for_a_session(session, siriporn, nok):
    certificates.issue(session=session, people=[nok.pk], by=siriporn)
    assert certificates.issue(session=session, people=[nok.pk], by=siriporn) == []
    assert Certificate.objects.count() == 1


def test_the_earlier_certificate_of_the_type_is_history(session, interviewing, siriporn, nok):
    renewal = make_session(interviewing, siriporn, day=THURSDAY + timedelta(days=1))
    [first] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    [second] = certificates.issue(session=renewal, people=[nok.pk], by=siriporn)
    assert list(Certificate.objects.current()) == [second]
    certificates.withdraw(session=renewal, people=[nok.pk], by=siriporn)
    assert list(Certificate.objects.current()) == [first]


@pytest.mark.parametrize("confirmed", [False, True])
def test_a_corrected_roll_neither_forgets_nor_mends_what_was_revoked(
    confirmed, session, siriporn, nok, noi
):
    """It stays with its reason for who checks it, and a tick taken away and set is no pardon."""
    [given] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    if confirmed:
        Certificate.objects.update(confirmed_at=NOW, confirmed_by=noi)
    certificates.revoke(certificate=given, reason="Sat in for another", by=siriporn, now=NOW)
    assert certificates.withdraw(session=session, people=[nok.pk], by=siriporn) == 0
    assert certificates.issue(session=session, people=[nok.pk], by=siriporn) == []
    left = Certificate.objects.values_list("pk", "current", "revoked_reason")
    assert list(left) == [(given.pk, False, "Sat in for another")]


@pytest.mark.parametrize("added", ["hours", "file"])
def test_a_corrected_roll_does_not_delete_what_its_holder_added_to_a_certificate(
    added, session, siriporn, nok
):
    """Hours, with what shows them, and files are theirs; it can be revoked, which keeps them."""
    [given] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    if added == "hours":
        make_study(nok, given.type, siriporn)
    else:
        Evidence.objects.create(certificate=given, kind=Evidence.Kind.PDF, content=b"%PDF")
    kept = list(Evidence.objects.values_list("pk"))
    with pytest.raises(ValidationError, match="Hours or a file were added"):
        certificates.withdraw(session=session, people=[nok.pk], by=siriporn)
    certificates.revoke(certificate=given, reason="Sat in for another", by=siriporn, now=NOW)
    assert certificates.withdraw(session=session, people=[nok.pk], by=siriporn) == 0
    assert list(Evidence.objects.values_list("pk")) == kept


def test_other_types_and_other_people_are_left_alone(session, saphan, siriporn, crew):
    first_aid = Course.objects.create(
        organisation=saphan,
        name={"en": "First aid"},
        hours=6,
        certificate_type=make_certificate_type(saphan, "First aid"),
    )
    other = make_session(first_aid, siriporn)
    nok, montri, *_ = [person.pk for person in crew]
    certificates.issue(session=session, people=[nok, montri], by=siriporn)
    certificates.issue(session=other, people=[nok], by=siriporn)
    assert certificates.withdraw(session=session, people=[nok], by=siriporn) == 1
    assert set(Certificate.objects.current().values_list("person", "session")) == {
        (montri, session.pk),
        (nok, other.pk),
    }


def test_a_course_that_leads_to_no_certificate_issues_none(session, interviewing, siriporn, nok):
    Course.objects.filter(pk=interviewing.pk).update(certificate_type=None)
    session.refresh_from_db()
    with pytest.raises(ValidationError, match="leads to no certificate"):
        certificates.issue(session=session, people=[nok.pk], by=siriporn)


def test_states_tell_what_the_viewer_may_see_in_one_statement(
    session, interview, siriporn, nok, noi, wipa, django_assert_num_queries
):
    certificates.issue(session=session, people=[nok.pk], by=siriporn)
    held = {interview.pk: HeldCertificate(date(2028, 11, 19), CertificateState.VALID)}
    assert siriporn.roles
    with django_assert_num_queries(1):
        found = certificates.states(viewer=siriporn, people=[nok.pk, wipa.pk], day=THURSDAY)
    assert found == {nok.pk: held, wipa.pk: {}}
    assert certificates.states(viewer=nok, people=[nok.pk], day=THURSDAY) == {nok.pk: held}
    assert certificates.states(viewer=noi, people=[nok.pk], day=THURSDAY) == {nok.pk: {}}


def test_who_sees_a_certificate(session, siriporn, nok, wipa, anan, ploy, orathai, noi):
    certificates.issue(session=session, people=[nok.pk], by=siriporn)
    seen = {
        person.username: Certificate.objects.visible_to(person).count()
        for person in (siriporn, nok, wipa, anan, ploy, orathai, noi)
    }
    assert seen == {
        "siriporn": 1,
        "nok": 1,
        "wipa": 1,
        "anan": 1,
        "ploy": 1,
        "orathai": 0,
        "noi": 0,
    }


@pytest.mark.parametrize("days_left", [None, -400, -1, 0, 1, 59, 60, 61, 400])
def test_the_query_and_the_rule_agree_on_what_wants_renewal(days_left, session, siriporn, nok):
    [one] = certificates.issue(session=session, people=[nok.pk], by=siriporn)
    ends = None if days_left is None else THURSDAY + timedelta(days=days_left)
    Certificate.objects.filter(pk=one.pk).update(expires_on=ends)
    one.refresh_from_db()
    wanted = Certificate.objects.wanting(THURSDAY).exists()
    assert wanted == (one.state(THURSDAY) in {CertificateState.DUE, CertificateState.EXPIRED})
