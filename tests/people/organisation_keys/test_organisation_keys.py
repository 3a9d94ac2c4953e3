"""Keys of an organisation: who makes them, what they open and never open, and how they end."""

import json
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from people.access_kinds import KEY_MADE, KEY_REVOKED
from people.audit import chain
from people.members import memberships
from people.members.role_events import OPERATOR
from people.models import (
    FIRST_SCOPES,
    AccessEvent,
    KeyScope,
    Membership,
    OrganisationKey,
    Person,
    ProgramCall,
    Role,
    WaitingLine,
)
from people.organisation_keys import actions as organisation_keys
from people.organisation_keys.tasks import keep_organisation_keys
from tests.makers import NOW, PASSWORD, enter, make_membership, make_other_admins, make_person

PAGE = "/people/keys/"
DAY = NOW.date()
YEAR = date(2027, 11, 20)
WRONG_SCOPES = [[], ["everything"], ["people", "x"], *([one] for one in sorted(FIRST_SCOPES))]
OFFICE_SCOPES = {scope for scope in KeyScope if scope.for_organisations}


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def second(office):
    person = make_person("second", office.organisation, full_name_en="Suda Kaewta")
    make_membership(person, office, Role.ADMIN, hours=None)
    return person


def make(by, *scopes, name="Personnel", **more):
    about = {"name": name, "scopes": scopes or ["people"], "now": NOW}
    return organisation_keys.make(by=by, **about | more)


def call(text, path="/api/v1/people", verb="get", body=None, **headers):
    client = Client(headers={"authorization": f"Bearer {text}"} | headers)
    sent = {} if verb == "get" else {"data": json.dumps(body or {})}
    return client.generic(verb.upper(), path, content_type="application/json", **sent)


# --- Making --------------------------------------------------------------------------------------


def test_the_text_opens_and_only_its_hash_is_kept(ploy):
    key, text = make(ploy)
    assert text.startswith("kjo_")
    assert call(text).status_code == 200
    assert text not in str(OrganisationKey.objects.values().get())
    assert (key.acts_for, key.last_day) == (ploy, YEAR)


def test_only_admins_of_the_whole_make_take_over_and_revoke(ploy, nok, chiang_mai, rest_house):
    key, text = make(ploy)
    for by in [nok, *make_other_admins(chiang_mai, rest_house)]:
        for verb in (organisation_keys.take_over, organisation_keys.revoke):
            with pytest.raises(ValidationError, match="You cannot"):
                verb(key=key, by=by, now=NOW)
        assert not OrganisationKey.objects.visible_to(by).exists()
    with pytest.raises(ValidationError):
        make(nok)
    assert call(text).status_code == 200


@pytest.mark.parametrize("scopes", WRONG_SCOPES)
def test_no_key_of_an_organisation_is_for_what_is_a_persons_own(ploy, scopes):
    with pytest.raises(ValidationError) as refused:
        make(ploy, scopes=scopes)
    assert list(refused.value.message_dict) == ["scopes"]
    assert not OrganisationKey.objects.exists()


@pytest.mark.parametrize("last", [YEAR + timedelta(days=1), DAY - timedelta(days=1)])
def test_a_key_lasts_a_year_at_most(ploy, last):
    with pytest.raises(ValidationError) as refused:
        make(ploy, last_day=last)
    assert list(refused.value.message_dict) == ["last_day"]


def test_twenty_are_enough_and_a_name_is_needed(ploy):
    with pytest.raises(ValidationError):
        make(ploy, name="")
    for number in range(20):
        make(ploy, name=f"key {number}")
    with pytest.raises(ValidationError, match="twenty"):
        make(ploy)


# --- What it opens -------------------------------------------------------------------------------

OWN = ("/me/caseload", "/me/load", "/policy", "/team", "/groups", "/transfers", "/hands/offers")


@pytest.mark.parametrize("path", OWN)
def test_it_opens_nothing_of_its_admins_own_and_no_load(ploy, office, path):
    make_membership(ploy, office, Role.SUPERVISOR, hours=None)
    _key, text = make(ploy, *OFFICE_SCOPES)
    OrganisationKey.objects.update(scopes=[*KeyScope])  # as if a row had been changed by hand
    answer = call(text, f"/api/v1{path}")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope")


def test_it_sends_no_week_and_notes_no_day(ploy):
    _key, text = make(ploy, *OFFICE_SCOPES)
    for path in ("/api/v1/weeks", "/api/v1/days"):
        assert call(text, path, "post").json()["code"] == "scope"


def test_it_is_for_its_scopes_alone(ploy):
    _key, text = make(ploy, "absences")
    assert call(text, "/api/v1/absences").status_code == 200
    assert call(text).json()["scope"] == "people"


def test_it_reads_what_its_admin_reads_and_nothing_of_others(ploy, nok, noi):
    _key, text = make(ploy)
    numbers = {"nok": "SP-1", "noi": "BS-1"}
    for person in (nok, noi):
        Person.objects.filter(pk=person.pk).update(employee_number=numbers[person.username])
    assert call(text, "/api/v1/people/SP-1").status_code == 200
    missing = [call(text, f"/api/v1/people/{one}") for one in ("BS-1", noi.public_id, "SP-2")]
    assert {one.status_code for one in missing} == {404}
    assert len({one.content for one in missing}) == 1


# --- An admin goes -------------------------------------------------------------------------------


def test_when_its_admin_has_no_role_any_more_it_rests_and_another_one_takes_it_over(ploy, second):
    _kept, hers = make(second)
    key, text = make(ploy)
    Membership.objects.filter(person=ploy).update(role=Role.WORKER)
    answer = call(text)
    assert (answer.status_code, answer.json()["code"]) == (401, "key_rests")
    fresh = organisation_keys.take_over(key=key, by=second, now=NOW)
    assert call(fresh).status_code == 200
    assert call(text).json()["code"] == "no_key"  # who left may still have it
    assert call(hers).status_code == 200


def test_a_key_of_a_person_who_left_does_nothing_when_they_come_back(ploy, second, office):
    _key, text = make(ploy)
    memberships.deactivate(person=ploy, by=OPERATOR, now=NOW)
    memberships.reactivate(person=ploy, by=OPERATOR, now=NOW)
    again = Person.objects.get(pk=ploy.pk)
    make_membership(again, office, Role.ADMIN, hours=None, starts=DAY)
    assert call(text).json()["code"] == "key_rests"


@pytest.mark.parametrize("noticed_by", ["a call", "the day's work"])
def test_a_key_that_rested_does_not_wake_when_its_admin_becomes_one_again(ploy, second, noticed_by):
    _kept, hers = make(second)
    _key, text = make(ploy)
    office = Membership.objects.filter(person=ploy)
    office.update(role=Role.WORKER)
    if noticed_by == "a call":
        assert call(text).json()["code"] == "key_rests"
    else:
        keep_organisation_keys.call()
    office.update(role=Role.ADMIN)
    assert call(text).json()["code"] == "key_rests"
    assert call(hers).status_code == 200


def test_a_key_of_an_admin_stays_awake(ploy):
    _key, text = make(ploy)
    keep_organisation_keys.call()
    assert call(text).status_code == 200


def test_signing_out_everywhere_lets_it_rest(ploy, second, client):
    _kept, hers = make(second)
    _key, text = make(ploy)
    enter(client, ploy)
    client.post("/account/signing-in/", {"end": "others"})
    assert call(text).json()["code"] == "key_rests"
    assert call(hers).status_code == 200


def test_an_admin_of_a_part_is_none_for_it(ploy, chiang_mai):
    _key, text = make(ploy)
    Membership.objects.filter(person=ploy).update(unit=chiang_mai)
    assert call(text).json()["code"] == "key_rests"


# --- An end --------------------------------------------------------------------------------------


def test_revoked_by_any_admin_it_opens_nothing_at_once(ploy, second):
    key, text = make(ploy)
    organisation_keys.revoke(key=key, by=second, now=NOW)
    assert call(text).json()["code"] == "no_key"


def test_after_its_last_day_it_is_told_so_and_not_taken_over(ploy, second, friday):
    key, text = make(ploy, last_day=DAY)
    friday.shift(timedelta(days=1))
    assert call(text).json()["code"] == "key_ended"
    with pytest.raises(ValidationError, match="expired"):
        organisation_keys.take_over(key=key, by=second, now=NOW + timedelta(days=1))


@pytest.mark.parametrize(("left", "told"), [(15, False), (14, True), (0, True), (-1, False)])
def test_two_weeks_before_all_admins_are_reminded_once(
    ploy, second, chiang_mai, rest_house, left, told
):
    make_other_admins(chiang_mai, rest_house)
    key, _text = make(ploy)
    WaitingLine.objects.all().delete()
    OrganisationKey.objects.update(last_day=DAY + timedelta(days=left))
    keep_organisation_keys.call()
    keep_organisation_keys.call()
    found = sorted(line.recipient_id for line in WaitingLine.objects.all())
    assert found == (sorted([ploy.pk, second.pk]) if told else [])
    organisation_keys.revoke(key=key, by=ploy, now=NOW)
    assert not WaitingLine.objects.filter(kind="org_key_ends").exists()


@pytest.mark.parametrize(("days", "kept"), [(30, True), (31, False)])
def test_ended_keys_and_old_calls_are_forgotten(ploy, days, kept):
    make(ploy)
    OrganisationKey.objects.update(last_day=DAY - timedelta(days=days))
    about = {"organisation": ploy.organisation, "key": uuid4(), "body_hash": "x"}
    ProgramCall.objects.create(**about, at=NOW - timedelta(days=days))
    keep_organisation_keys.call()
    assert OrganisationKey.objects.exists() is ProgramCall.objects.exists() is kept


# --- What is seen of it --------------------------------------------------------------------------


def test_making_and_revoking_is_in_the_trail_and_the_other_admins_hear_of_it(
    ploy, second, office, chiang_mai, rest_house
):
    make_other_admins(chiang_mai, rest_house)
    key, _text = make(ploy)
    organisation_keys.revoke(key=key, by=second, now=NOW)
    events = AccessEvent.objects.filter(subject=key.public_id).order_by("pk")
    assert [(one.what, one.viewer, one.unit) for one in events] == [
        (KEY_MADE, ploy, office),
        (KEY_REVOKED, second, office),
    ]
    assert {line.recipient for line in WaitingLine.objects.all()} == {ploy, second}


def test_only_the_day_of_the_last_use_is_kept(ploy):
    other, _text = make(ploy, name="Roster")
    key, text = make(ploy)
    assert key.used_on is None
    call(text)
    key.refresh_from_db()
    assert key.used_on == DAY
    assert OrganisationKey.objects.get(pk=other.pk).used_on is None


def test_what_it_reads_is_noted_with_its_name_and_a_page_after_it_is_not(ploy, nok, client):
    _key, text = make(ploy, name="Personnel office")
    call(text)
    event = AccessEvent.objects.get(person=nok)
    assert (event.viewer, event.viewer_role, event.program) == (
        ploy,
        Role.ADMIN,
        "Personnel office",
    )
    enter(client, ploy)
    client.get(f"/people/{nok.public_id}/")
    assert set(AccessEvent.objects.filter(person=nok).values_list("program", flat=True)) == {
        "Personnel office",
        "",
    }
    enter(client, nok)
    for page in ("/account/opened/", "/account/opened/?each=1"):
        assert "Ploy Suwannarat, by the program “Personnel office”" in client.get(page).text


def test_the_name_is_part_of_what_the_chain_seals(ploy, nok):
    _key, text = make(ploy)
    call(text)
    chain.seal()
    assert chain.first_broken() is None
    event = AccessEvent.objects.get(person=nok)
    before = AccessEvent.objects.filter(place=event.place - 1).values_list("seal", flat=True)
    assert chain.holds(event, before[0])
    event.program = "another"
    assert not chain.holds(event, before[0])


# --- The page ------------------------------------------------------------------------------------


@pytest.fixture
def here(client, ploy):
    enter(client, ploy)
    client.post("/password/again/", {"password": PASSWORD})
    return client


def test_a_key_is_made_shown_once_and_revoked(here, ploy, second):
    sent = {"name": "Personnel", "scopes": ["people", "absences"], "last_day": ""}
    page = here.post(PAGE, sent).text
    [text] = [
        part for part in page.replace("<", " ").replace(">", " ").split() if part[:4] == "kjo_"
    ]
    assert call(text).status_code == 200
    again = here.get(PAGE).text
    assert text not in again
    assert "acts for Ploy Suwannarat" in again
    assert "Read people: names, numbers, units and roles · Read who is away" in again
    other = Client()
    enter(other, second)
    key = OrganisationKey.objects.get()
    assert "The key is revoked." in other.post(PAGE, {"revoke": key.public_id}, follow=True).text
    assert call(text).status_code == 401


def test_the_password_is_asked_for_again_before_a_text_is_shown(client, ploy):
    key, _text = make(ploy)
    enter(client, ploy)
    for sent in ({"name": "x", "scopes": ["people"]}, {"take_over": key.public_id}):
        assert client.post(PAGE, sent)["Location"].startswith("/password/again/")
    assert OrganisationKey.objects.get().token_hash == key.token_hash


def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(here):
    answer = here.post(PAGE, {"name": "Personnel", "scopes": ["own"], "last_day": "1/1/2569"})
    assert answer.status_code == 422
    assert "Please choose what the program may do." in answer.text
    assert 'value="Personnel"' in answer.text
    assert 'value="1/1/2569"' in answer.text


def test_a_key_that_rests_says_so_and_is_taken_over(here, ploy, second):
    key, old = make(second)
    OrganisationKey.objects.update(rests=True)
    assert "It is on hold" in here.get(PAGE).text
    page = here.post(PAGE, {"take_over": key.public_id}).text
    assert "Here is the key" in page
    assert "It is on hold" not in page
    assert call(old).status_code == 401


@pytest.mark.parametrize("button", ["revoke", "take_over"])
def test_a_key_of_others_is_not_found(here, rest_house, button):
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.ADMIN, hours=None)
    key, text = make(boss)
    for wrong in (key.public_id, "x", "", uuid4()):
        assert here.post(PAGE, {button: wrong}).status_code == 404
    assert call(text).status_code == 200
