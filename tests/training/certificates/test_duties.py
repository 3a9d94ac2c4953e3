"""Duties that a certificate allows: when they rest, since when, and when they are back."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tests.makers import NOW, enter, make_worker, make_workers
from tests.training.conftest import (
    make_certificate,
    make_certificate_type,
    make_places,
    make_requirement,
    make_session,
)
from training.certificates import actions as certificates
from training.certificates import duties
from training.certificates.duties import Duty
from training.models import CertificateType
from training.requirements import actions as requirements
from training.requirements import cover, needs
from training.rules.certificates import CertificateState, may, over_since, state

FRIDAY = date(2026, 11, 20)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def children(saphan):
    """A certificate that allows a duty."""
    return make_certificate_type(saphan, "Child interviewing", allows={"en": "Interview children"})


def stakes(person, viewer=None, day=FRIDAY) -> list[Duty]:
    return duties.at_stake_of(person, viewer=viewer or person, day=day)


def text(answer) -> str:
    return answer.content.decode()


# --- The rule -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("held", "free"),
    [
        (CertificateState.VALID, True),
        (CertificateState.DUE, True),
        (CertificateState.EXPIRED, False),
        (None, False),
    ],
)
def test_a_duty_is_free_only_while_its_certificate_holds(held, free):
    assert may(held) is free


@pytest.mark.parametrize(
    ("expires", "revoked", "since"),
    [
        (None, None, None),
        (FRIDAY, None, FRIDAY + DAY),
        (None, FRIDAY, FRIDAY),
        (FRIDAY, FRIDAY, FRIDAY),
        (FRIDAY - DAY, FRIDAY, FRIDAY),
        (FRIDAY - 2 * DAY, FRIDAY, FRIDAY - DAY),
    ],
)
def test_a_certificate_is_over_after_its_last_day_or_on_that_of_a_revocation(
    expires, revoked, since
):
    assert over_since(expires, revoked) == since


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-999, 999))
def test_what_is_over_allows_nothing_and_what_is_not_does(expires, days):
    day = expires + days * DAY
    assert may(state(expires, day)) is (day < over_since(expires, None))


# --- Whose duty rests -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "since", "renew_by"),
    [
        (-30, FRIDAY - 29 * DAY, None),
        (-1, FRIDAY, None),
        (0, None, FRIDAY),
        (1, None, FRIDAY + DAY),
        (60, None, FRIDAY + 60 * DAY),
    ],
)
def test_it_holds_on_the_last_day_and_rests_from_the_next(
    nok, children, siriporn, left, since, renew_by
):
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY + left * DAY)
    assert stakes(nok) == [Duty(children, since, renew_by)]
    assert duties.of_this(nok, children, FRIDAY) is (left < 0)


@pytest.mark.parametrize("expires", [FRIDAY + 61 * DAY, None])
def test_nothing_is_said_of_what_lasts(nok, children, siriporn, expires):
    make_certificate(nok, children, by=siriporn, expires_on=expires)
    assert stakes(nok) == []
    assert not duties.of_this(nok, children, FRIDAY)


def test_a_certificate_that_allows_nothing_removes_nothing(nok, interview, siriporn):
    make_certificate(nok, interview, by=siriporn, expires_on=FRIDAY - DAY)
    assert stakes(nok) == []
    assert not duties.of_this(nok, interview, FRIDAY)


def test_who_never_held_one_may_not_and_is_told_with_the_requirements(nok, children):
    assert duties.of_this(nok, children, FRIDAY)
    assert stakes(nok) == []


@pytest.mark.parametrize("expires", [FRIDAY + 300 * DAY, None])
def test_a_revoked_certificate_rests_the_duty_on_that_day(nok, children, siriporn, expires):
    held = make_certificate(nok, children, by=siriporn, expires_on=expires)
    certificates.revoke(certificate=held, reason="A mistake", by=siriporn, now=NOW)
    assert stakes(nok) == [Duty(children, since=FRIDAY)]
    assert duties.of_this(nok, children, FRIDAY)


def test_revoking_the_newer_one_rests_it_unless_the_one_before_still_holds(nok, children, siriporn):
    before = make_certificate(nok, children, by=siriporn, expires_on=FRIDAY, current=False)
    newer = make_certificate(
        nok, children, by=siriporn, issued_on=date(2026, 1, 1), expires_on=FRIDAY + 300 * DAY
    )
    certificates.revoke(certificate=newer, reason="A mistake", by=siriporn, now=NOW)
    assert stakes(nok) == [Duty(children, renew_by=before.expires_on)]
    assert stakes(nok, day=FRIDAY + DAY) == [Duty(children, since=FRIDAY + DAY)]


def test_an_exemption_allows_nothing(nok, children, siriporn):
    make_requirement(children, by=siriporn, job="specialist")
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY - DAY)
    requirements.exempt(
        person=nok, kind=children, reason="Studies", until=FRIDAY, by=siriporn, now=NOW
    )
    [need] = needs.needs_of(viewer=siriporn, person=nok, day=FRIDAY)
    assert (need.standing, need.blocks) == ("exempt", True)
    assert stakes(nok) == [Duty(children, since=FRIDAY)]
    assert cover.read(viewer=siriporn, kind=children, day=FRIDAY).holding == []


def test_an_exemption_takes_nothing_from_who_still_holds_one(nok, children, siriporn):
    make_requirement(children, by=siriporn, job="specialist")
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY)
    requirements.exempt(
        person=nok, kind=children, reason="Studies", until=FRIDAY, by=siriporn, now=NOW
    )
    [need] = needs.needs_of(viewer=siriporn, person=nok, day=FRIDAY)
    assert (need.standing, need.blocks) == ("exempt", False)


def test_renewing_brings_the_duty_back_on_the_same_day(
    nok, children, siriporn, saphan, interviewing
):
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY - DAY)
    interviewing.certificate_type = children
    interviewing.save()
    session = make_session(interviewing, siriporn, day=FRIDAY)
    make_places(session, [nok])
    assert stakes(nok) == [Duty(children, since=FRIDAY)]
    certificates.issue(session=session, people=[nok.pk], by=siriporn)
    assert stakes(nok) == []
    assert not duties.of_this(nok, children, FRIDAY)


def test_who_sees_whose_duty_rests(
    nok, children, wipa, siriporn, anan, orathai, ploy, noi, chiang_mai
):
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY - DAY)
    for viewer in (nok, wipa, siriporn, anan, ploy):
        assert stakes(nok, viewer) == [Duty(children, since=FRIDAY)]
    for viewer in (orathai, noi, make_worker(chiang_mai)):
        assert stakes(nok, viewer) == []


@pytest.mark.parametrize("crew", [1, 3])
def test_it_takes_one_statement_for_any_number(
    crew, chiang_mai, wipa, children, siriporn, django_assert_num_queries
):
    people = make_workers(crew, unit=chiang_mai)
    for person in people:
        make_certificate(person, children, by=siriporn, expires_on=FRIDAY - DAY)
    wipa.charge, wipa.current_memberships  # noqa: B018 - read before the count
    with django_assert_num_queries(1):
        found = duties.at_stake(viewer=wipa, people=[one.pk for one in people], day=FRIDAY)
    assert len(found) == crew


# --- The pages ------------------------------------------------------------------------------------


def test_a_person_reads_since_when_and_by_when(client, nok, children, siriporn, saphan):
    second = make_certificate_type(saphan, "Evidence", allows={"en": "Review material"})
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY - DAY)
    make_certificate(nok, second, by=siriporn, expires_on=FRIDAY)
    enter(client, nok)
    own = text(client.get(reverse("my_certificates")))
    assert "Not allowed since 20 November 2026. When Child interviewing is renewed, it is" in own
    assert (
        "Evidence expires on 20 November 2026. "
        "Please renew it by then, or you may not do this for now."
    ) in own
    assert "Who can cover" not in own


def test_a_supervisor_reads_it_and_who_can_cover_is_one_press_away(
    client, nok, wipa, children, siriporn
):
    make_certificate(nok, children, by=siriporn, expires_on=FRIDAY - DAY)
    enter(client, wipa)
    covers = reverse("who_covers", args=[children.public_id])
    for page in (f"/team/{nok.public_id}/", f"/training/requirements/{nok.public_id}/"):
        shown = text(client.get(page))
        assert "Not allowed since 20 November 2026." in shown
        assert covers in shown
    board = text(client.get("/team/"))
    assert "Not allowed since 20 Nov 2026: Interview children" in board
    assert covers in board


def test_a_trainer_says_that_the_law_asks_for_it(client, siriporn):
    enter(client, siriporn)
    sent = {
        "certificate-name_en": "Child interviewing",
        "certificate-allows_en": "Interview children",
        "certificate-by_law": "on",
        "do": "certificate",
    }
    page = text(client.post(reverse("courses"), sent, follow=True))
    assert CertificateType.objects.get().by_law
    assert "required by law" in page
