"""What an insider tried with roles, by the pages alone: each was possible once."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from people.accounts import tokens
from people.models import AccessEvent, ApiToken, Membership, Role, Visit
from people.weeks import today
from tests.makers import enter, make_membership, make_person

WATCHED = ["supervisor", "care", "programme", "admin"]


def asked(unit, role, day=None, **changes):
    hours = "" if role != "supervisor" else "40"
    day = (day or today(timezone.now())).isoformat()
    return {"unit": unit.public_id, "role": role, "job": "office", "hours": hours, "day": day} | (
        changes
    )


@pytest.fixture
def dao(office):
    """A second admin of the whole organisation."""
    person = make_person("dao", office.organisation, full_name_en="Dao Inta")
    make_membership(person, office, Role.ADMIN)
    return person


@pytest.fixture
def as_ploy(client, ploy, dao):
    enter(client, ploy)
    return client


@pytest.mark.parametrize("role", WATCHED)
def test_an_admin_gives_herself_no_role(as_ploy, ploy, chiang_mai, role):
    response = as_ploy.post(f"/people/{ploy.public_id}/join/", asked(chiang_mai, role))
    assert response.status_code == 422
    assert "You cannot give yourself a role or change your own" in response.text
    assert ploy.memberships.count() == 1


def test_an_admin_changes_no_role_of_her_own(as_ploy, ploy, chiang_mai):
    member = ploy.memberships.get()
    page = f"/people/{ploy.public_id}/roles/{member.pk}/"
    for sent in (
        asked(chiang_mai, "supervisor"),
        asked(chiang_mai, "supervisor", member.starts),
        {"do": "end", "last_day": "2039-01-01"},
    ):
        assert as_ploy.post(page, sent).status_code == 422
    assert as_ploy.post(f"/people/{ploy.public_id}/", {"do": "close"}).status_code == 422
    assert [(m.role, m.ends) for m in ploy.memberships.all()] == [(Role.ADMIN, None)]


@pytest.mark.parametrize("role", WATCHED)
def test_a_role_that_opens_records_is_not_back_dated(as_ploy, nok, anan, chiang_mai, role):
    day = today(timezone.now()) - timedelta(days=1)
    response = as_ploy.post(f"/people/{anan.public_id}/join/", asked(chiang_mai, role, day))
    assert response.status_code == 422
    assert "begins today at the earliest" in response.text
    member = nok.memberships.get()
    page = f"/people/{nok.public_id}/roles/{member.pk}/"
    for early in (member.starts, member.starts + timedelta(days=1), day):
        assert as_ploy.post(page, asked(chiang_mai, role, early)).status_code == 422
    assert nok.memberships.get().role == Role.WORKER
    assert anan.memberships.count() == 1


def test_an_old_role_is_not_rewritten_in_place(as_ploy, nok, office):
    member = nok.memberships.get()
    page = f"/people/{nok.public_id}/roles/{member.pk}/"
    sent = asked(office, "worker", member.starts, hours="20")
    assert as_ploy.post(page, sent).status_code == 422
    assert nok.memberships.get().unit == member.unit


def test_an_admin_invites_herself_at_no_second_name_of_her_mailbox(as_ploy, chiang_mai):
    sent = asked(chiang_mai, "supervisor") | {"email": "Ploy+wipa@example.org", "language": "en"}
    response = as_ploy.post("/people/invite/", sent)
    assert response.status_code == 422
    assert mail.outbox == []


@pytest.mark.parametrize("role", WATCHED)
def test_a_role_given_is_seen_by_its_person_and_mailed(
    as_ploy, client, nok, anan, chiang_mai, role
):
    as_ploy.post(f"/people/{anan.public_id}/join/", asked(chiang_mai, role))
    assert anan.memberships.count() == 2
    (message,) = mail.outbox
    assert message.to == ["anan@example.org"]
    for word in ("Chiang Mai", "Ploy", "upervisor", "dmin"):
        assert word not in message.body + message.subject
    enter(client, anan)
    text = client.get("/account/opened/").text
    assert "A role given" in text
    assert str(Role(role).label) in text
    assert "Chiang Mai team" in text


def test_a_new_supervisor_is_told_to_the_people_of_the_unit(as_ploy, client, nok, anan, chiang_mai):
    as_ploy.post(f"/people/{anan.public_id}/join/", asked(chiang_mai, "supervisor"))
    enter(client, nok)
    text = client.get("/account/opened/").text
    assert "Ploy Suwannarat" in text
    assert "Anan Chaiyaporn" in text
    assert AccessEvent.objects.about(nok).exclude(what="membership").count() == 1


def test_the_last_role_ends_with_its_keys_and_the_sign_in_stays(as_ploy, client, nok):
    _key, text = tokens.make(person=nok, name="script")
    Membership.objects.filter(person=nok).update(ends=today(timezone.now()) - timedelta(days=1))
    assert tokens.key_of_token(text) is None


def test_closing_an_account_ends_its_visits(as_ploy, client, nok):
    nok_browser = Client()
    enter(nok_browser, nok)
    as_ploy.post(f"/people/{nok.public_id}/", {"do": "close"})
    as_ploy.post(f"/people/{nok.public_id}/", {"do": "open"})
    assert not Visit.objects.filter(person=nok).exists()
    assert nok_browser.get("/account/").status_code == 302
    assert not ApiToken.objects.exists()
