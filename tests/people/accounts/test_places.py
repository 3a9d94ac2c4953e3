"""One account above a person's place in each organisation: neither sees the other.

Nok works in Saphan's team, and has a second place with Baan Suk Shelters.
"""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import access_kinds
from people.accounts import places, tokens
from people.members import invitations, memberships
from people.members.role_events import OPERATOR
from people.models import AccessEvent, Account, Membership, Person, Role, Visit
from people.own_data import record
from tests.makers import (
    NOW,
    NOWHERE,
    PASSWORD,
    change_account,
    enter,
    give_password,
    make_checkin,
    make_membership,
    make_person,
    make_week,
)
from tests.people.members.test_invitations import invite
from tests.training.conftest import make_certificate, make_certificate_type
from training.certificates import actions as certificates
from training.passport import actions as passport
from training.recognition import thanks_links
from wellbeing.models import CheckIn, Tombstone
from wellbeing.own_data import answerable, erasing

PLACES = "/account/places/"


@pytest.fixture
def second(nok, rest_house):
    """Nok's place with the other organisation."""
    person = make_person(
        "nok2", rest_house.organisation, account=nok.account, full_name_en="Kanokwan S."
    )
    make_membership(person, rest_house)
    return person


def sign_in(client, login="nok"):
    return client.post(reverse("account_login"), {"login": login, "password": PASSWORD})


def here(client) -> str:
    """The name of the organisation where a session is."""
    page = client.get(PLACES).text
    return page.split("You are here")[0].rsplit("<b>", 1)[1].split("</b>")[0]


# --- Where one is -------------------------------------------------------------------------------


def test_who_has_one_place_sees_no_switch(client, nok):
    sign_in(client)
    assert PLACES not in client.get("/account/").text
    assert here(client) == "Saphan Foundation"


def test_who_has_two_goes_from_one_to_the_other_and_comes_back_there(client, nok, second):
    sign_in(client)
    assert PLACES in client.get("/account/").text
    for one in (nok, second, nok, second):
        assert client.post(PLACES, {"place": one.public_id})["Location"] == "/"
        assert here(client) == str(one.organisation)
    again = Client()
    sign_in(again)
    assert here(again) == "Baan Suk Shelters"


def test_at_each_place_is_what_belongs_there(client, nok, second):
    make_week(nok, points="31.5")
    enter(client, nok)
    assert "31.5" in client.get("/my-trend/").text
    client.post(PLACES, {"place": second.public_id})
    assert "31.5" not in client.get("/my-trend/").text
    assert "Kanokwan S." in client.get("/account/").text


@pytest.mark.parametrize("place", ["", "x", NOWHERE])
def test_what_is_no_place_is_not_found(client, nok, second, place):
    enter(client, nok)
    assert client.post(PLACES, {"place": place}).status_code == 404


def test_another_persons_place_is_not_found_and_changes_nothing(client, nok, second, noi):
    enter(client, nok)
    assert client.post(PLACES, {"place": noi.public_id}).status_code == 404
    assert here(client) == "Saphan Foundation"


def test_an_account_has_one_place_in_an_organisation(nok, second):
    twice = Person(account=nok.account, organisation=nok.organisation, full_name_en="Nok")
    with pytest.raises(ValidationError, match="belongs to the organisation already"):
        twice.full_clean()


# --- What the organisations see -----------------------------------------------------------------


def test_no_admin_finds_the_other_place(client, nok, second, ploy):
    enter(client, ploy)
    page = client.get(f"/people/{nok.public_id}/")
    assert page.status_code == 200
    for word in ("Baan Suk", "Rest house", "Kanokwan S.", str(second.public_id)):
        assert word not in page.text
    assert client.get(f"/people/{second.public_id}/").status_code == 404


def test_an_admin_knows_the_address_she_was_invited_by_and_no_other(client, nok, rest_house):
    now = timezone.now()
    invitation = invite(rest_house, now=now, email="kanokwan@example.net")
    about = {"account": nok.account, "now": now, "full_name_en": "Kanokwan S."}
    joined = invitations.accept_with(invitation=invitation, **about)
    admin = make_person("admin", rest_house.organisation)
    make_membership(admin, rest_house, Role.ADMIN)
    enter(client, admin)
    for page in (f"/people/{joined.public_id}/", "/people/?q=Kanokwan", "/people/?q=nok%40example"):
        assert "nok@example.org" not in client.get(page).text
    assert "kanokwan@example.net" in client.get(f"/people/{joined.public_id}/").text
    with pytest.raises(ValidationError, match="already has an account here"):
        invite(rest_house, email="kanokwan@example.net")
    assert invite(rest_house, email="nok@example.org").email == "nok@example.org"


def test_an_admin_who_closes_her_membership_leaves_her_account_and_other_place(
    client, nok, second, ploy
):
    enter(client, second)
    elsewhere = Client()
    enter(elsewhere, nok)
    elsewhere.post(PLACES, {"place": nok.public_id})  # chosen last, and closed now
    memberships.deactivate(person=nok, by=ploy, now=timezone.now())
    assert client.get("/my-week/").status_code == 200
    assert Visit.objects.get().person == second
    again = Client()
    assert sign_in(again)["Location"] == "/"
    assert here(again) == "Baan Suk Shelters"
    again.post(PLACES, {"place": nok.public_id})
    assert "You have no role here" in again.get("/").text
    assert again.get(reverse("my_record")).status_code == 200
    assert again.get("/my-week/").status_code == 404


def test_a_printed_code_and_the_record_outlive_the_membership(client, nok, ploy, siriporn):
    certificate = make_certificate(nok, make_certificate_type(nok.organisation), by=siriporn)
    proof = passport.show(person=nok, certificates=[certificate], name=True, now=NOW)
    address = reverse("check_proof", args=[proof.public_id])
    memberships.deactivate(person=nok, by=ploy, now=timezone.now())
    assert Client().get(address).status_code == 200
    enter(client, nok)
    assert client.get(reverse("my_record")).status_code == 200
    assert client.get(reverse("passport")).status_code == 200


def test_the_passport_shows_what_was_earned_at_every_place(client, nok, second, siriporn):
    earned = make_certificate(nok, make_certificate_type(nok.organisation), by=siriporn)
    enter(client, second)
    page = client.get(reverse("passport")).text
    assert str(earned.public_id) in page
    assert "Saphan Foundation" in page
    made = client.post(reverse("passport"), {"certificates": earned.public_id, "name": "1"})
    assert client.get(made["Location"]).status_code == 200
    found = passport.shown(nok)[0]
    shown = Client().get(reverse("check_proof", args=[found.public_id]))
    assert (shown.status_code, str(earned.type) in shown.text) == (200, True)
    client.post(PLACES, {"place": nok.public_id})
    assert client.get(made["Location"]).status_code == 200
    client.post(reverse("passport"), {"withdraw": found.public_id})
    assert passport.shown(second) == []


def test_nobody_shows_another_accounts_certificate(nok, second, noi, siriporn):
    earned = make_certificate(nok, make_certificate_type(nok.organisation), by=siriporn)
    with pytest.raises(ValidationError):
        passport.show(person=noi, certificates=[earned], name=True, now=NOW)


def test_the_record_in_one_file_has_every_place(nok, second, noi):
    for one, hours in ((nok, 41), (second, 8)):
        make_week(one, hours=hours)
    whole = json.loads(record.as_json(second, NOW))
    there = whole["elsewhere"]["Saphan Foundation"]
    sent = [{float(one["hours"]) for one in parts["weeks"]} for parts in (whole["parts"], there)]
    assert sent == [{8}, {41}]
    assert "elsewhere" not in json.loads(record.as_json(noi, NOW))
    with ZipFile(BytesIO(record.as_zip(nok, NOW))) as packed:
        names = set(packed.namelist())
    assert {"weeks.csv", "Baan Suk Shelters/weeks.csv"} <= names


def test_a_download_stands_in_the_list_of_every_place(client, nok, second):
    enter(client, second)
    give_password(client)
    assert client.get(reverse("record_json")).status_code == 200
    for one in (nok, second):
        assert [event.what for event in AccessEvent.objects.about(one)] == ["download"]


def test_what_was_told_is_deleted_at_every_place_and_comes_back_at_none(client, nok, second, noi):
    for one in (nok, second, noi):
        make_checkin(one)
    enter(client, second)
    give_password(client)
    page = client.post(reverse("erase"), {"what": "all", "do": "see"})
    assert "<dt>Weeks you sent, with answers and note</dt><dd>2</dd>" in page.text
    assert "Saphan Foundation" in page.text
    client.post(reverse("erase"), {"what": "all", "do": "erase"})
    assert set(CheckIn.objects.undeleted().values_list("person", flat=True)) == {noi.pk}
    for one in (nok, second):
        assert [event.what for event in AccessEvent.objects.about(one)] == ["erased"]
    CheckIn.objects.filter(person=nok).delete()
    make_checkin(nok)  # as an older backup has it
    CheckIn.objects.filter(person=nok).update(recorded_at=NOW - timedelta(days=900))
    assert erasing.replay(Tombstone.objects.get()) == 1


def test_nobody_confirms_their_own_certificate_at_another_place(nok, second, siriporn):
    earned = make_certificate(nok, make_certificate_type(nok.organisation), by=siriporn)
    make_membership(second, second.organisation.units.get(), Role.TRAINER)
    with pytest.raises(ValidationError, match="another organisation has to confirm"):
        certificates.confirm(certificate=earned, by=Person.objects.get(pk=second.pk), now=NOW)


def test_nobody_thanks_themselves_from_another_place(nok, second):
    link = thanks_links.hand_out(person=nok, name="Nok", days=30, notes=5, now=NOW)
    said = {"words": "Well done.", "partner": "Baan Suk", "writer": ""}
    with pytest.raises(ValidationError, match="your own link"):
        thanks_links.judge(link, giver=second, **said)


def test_the_data_protection_contact_answers_from_where_they_work(nok, second, settings):
    settings.DATA_PROTECTION_CONTACT = "nok@example.org"
    assert answerable.reader() == nok
    nok.memberships.update(ends=NOW.date().replace(year=2025))
    assert answerable.reader() == second


def test_a_role_by_hand_asks_at_which_place(nok, second, chiang_mai):
    with pytest.raises(CommandError, match="several organisations"):
        call_command("give_role", "nok", "care")
    call_command("give_role", "nok", "care", unit=str(chiang_mai.public_id))
    assert nok.memberships.filter(role=Role.CARE).get().unit == chiang_mai


# --- Coming to a second place -------------------------------------------------------------------


@pytest.fixture
def invited(nok, rest_house):
    """The page of an invitation to the other organisation, by Nok's address."""
    now = timezone.now()
    invitation = invite(rest_house, now=now, email="nok@example.org")
    return f"/invitation/{invitations.new_link(invitation=invitation, now=now)}/"


NAMES = {"full_name_en": "Kanokwan Srisuk", "full_name_th": "", "nickname_en": "Nok"}


def test_an_invitation_is_accepted_with_the_account_that_is_there(client, nok, invited, rest_house):
    page = client.get(invited)
    assert f"/sign-in/?next={invited}" in page.text
    sign_in(client)
    page = client.get(invited)
    assert 'value="Kanokwan Srisuk"' in page.text
    assert 'name="password"' not in page.text
    assert client.post(invited, NAMES)["Location"] == "/"
    assert here(client) == "Baan Suk Shelters"
    assert nok.account.people.count() == 2
    joined = nok.account.people.get(organisation=rest_house.organisation)
    assert [m.unit for m in joined.current_memberships] == [rest_house]


def test_an_invitation_to_an_address_joins_nobody_by_itself(client, nok, invited):
    chosen = NAMES | {"username": "thief", "password": "seven small rivers", "language": "en"}
    answer = client.post(invited, chosen)
    assert answer.status_code == 422
    assert "There is already an account with this address." in answer.text
    assert (Account.objects.count(), nok.account.people.count()) == (1, 1)


def test_who_is_inside_already_is_told_so_and_the_link_stays(client, nok, chiang_mai):
    now = timezone.now()
    invitation = invite(chiang_mai, now=now, email="other@example.org")
    page = f"/invitation/{invitations.new_link(invitation=invitation, now=now)}/"
    enter(client, nok)
    answer = client.post(page, NAMES)
    assert answer.status_code == 422
    assert "This account belongs to the organisation already." in answer.text
    invitation.refresh_from_db()
    assert invitation.accepted_at is None


def test_a_link_joins_one_account_once(client, nok, second, noi, chiang_mai):
    now = timezone.now()
    invitation = invite(chiang_mai, now=now, email="noi@example.org")
    about = {"invitation": invitation, "account": noi.account, "now": now, "full_name_en": "Noi"}
    invitations.accept_with(**about)
    with pytest.raises(ValidationError, match="has been used"):
        invitations.accept_with(**about)
    assert noi.account.people.count() == 2


def test_a_new_account_without_an_address_is_one_of_many(saphan):
    make_person("a", saphan, email="")
    make_person("b", saphan, email="")
    make_person("c", saphan, email="c@example.org")
    with pytest.raises(ValidationError) as refused:
        Account(username="d", email="c@example.org", password="x").full_clean()  # noqa: S106 - no account has it
    assert list(refused.value.error_dict) == ["email"]


# --- What is the account's, at all places -------------------------------------------------------


def test_signing_out_everywhere_ends_visits_at_every_place(client, nok, second):
    enter(client, nok)
    other = Client()
    enter(other, second)
    client.post("/account/signing-in/", {"end": "others"})
    assert other.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_every_place_lists_and_ends_the_visits_of_all(client, nok, second):
    enter(client, nok)
    other = Client()
    enter(other, second)
    there = Visit.objects.get(person=second)
    client.post("/account/signing-in/", {"end": there.pk})
    assert other.get("/account/").status_code == 302


def test_a_change_of_the_ways_in_stands_in_the_trail_of_every_place(nok, second):
    call_command("lost_phone", "nok")
    for one in (nok, second):
        assert [event.what for event in AccessEvent.objects.about(one)] == [access_kinds.LOST]


def test_the_language_is_of_the_account(client, nok, second):
    change_account(nok, language="th")
    assert Person.objects.get(pk=second.pk).language == "th"


def test_closing_ones_account_needs_the_last_role_at_every_place(nok, second):
    held = Membership.objects.filter(person=nok)
    held.update(ends=NOW.date().replace(year=2025))
    with pytest.raises(ValidationError, match="still have a role"):
        memberships.close_own(person=Person.objects.get(pk=nok.pk), now=timezone.now())
    second.memberships.update(ends=NOW.date().replace(year=2025))
    memberships.close_own(person=Person.objects.get(pk=nok.pk), now=timezone.now())
    assert not Account.objects.get().is_active
    assert not Person.objects.filter(is_active=True).exists()
    assert sign_in(Client())["Location"] == "/sign-in/inactive/"
    memberships.reactivate(person=second, by=OPERATOR, now=timezone.now())
    assert Account.objects.get().is_active
    assert Person.objects.get(is_active=True) == second


def test_a_key_of_a_program_reaches_the_place_where_it_was_made(nok, second):
    _token, key = tokens.make(person=second, name="sheet")
    assert tokens.key_of_token(key).person == second


def test_a_place_with_a_role_comes_before_one_without(nok, second):
    assert places.workplaces_of(nok.account) == [second, nok]
    held = Membership.objects.filter(person=second, role=Role.WORKER)
    held.update(ends=NOW.date().replace(year=2025))
    assert places.workplaces_of(nok.account) == [nok, second]
