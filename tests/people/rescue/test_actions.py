"""Two help somebody in again, neither of them alone, and the owner has the last word."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from people.accounts import addresses, factors, tokens
from people.members import invitations
from people.messages import refused
from people.models import (
    AccessEvent,
    Account,
    AddressChange,
    LostSignIn,
    Membership,
    Person,
    RefusedAddress,
    Role,
    Visit,
)
from people.pending.reading import read_pending
from people.rescue import actions as rescue
from people.rescue import codes, helpers, retention
from people.tenancy import context as tenancy
from tests.makers import (
    NOW,
    enter,
    job_of,
    make_membership,
    make_other_admins,
    make_person,
    make_worker,
)
from tests.test_attacks import at_once

from .conftest import anew

DAY = timedelta(days=1)
PASSWORD = "seven small rivers"


def helped(person, admin, second, now=NOW) -> tuple[LostSignIn, str]:
    asked = rescue.ask(person=person, by=anew(admin), now=now)
    return asked, rescue.agree(asked=asked, by=anew(second), now=now)


def come_in(code, now=NOW):
    return rescue.come_in(given=codes.HELP.behind(code, now=now), password=PASSWORD, now=now)


# --- Who asks, and who agrees --------------------------------------------------------------------


def test_an_admin_asks_the_supervisor_agrees_and_the_code_lets_them_in(mali, ploy, wipa):
    asked, code = helped(mali, ploy, wipa)
    assert come_in(code) == mali
    assert anew(mali).account.check_password(PASSWORD)
    kept = LostSignIn.objects.get(pk=asked.pk)
    assert (kept.asked_by, kept.decided_by, kept.agreed) == (ploy, wipa, True)
    assert code not in str(vars(kept))


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "anan", "orathai", "noi", "mali"])
def test_none_but_their_admin_asks(request, mali, nok, wipa, siriporn, anan, orathai, noi, who):
    with pytest.raises(ValidationError, match="cannot do this"):
        rescue.ask(person=mali, by=request.getfixturevalue(who), now=NOW)
    assert not LostSignIn.objects.exists()


def test_who_objects_to_what_was_declined_loses_no_way_in(mali, nok, ploy, wipa):
    other = rescue.ask(person=nok, by=ploy, now=NOW)
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    rescue.decline(asked=asked, by=wipa, now=NOW)
    rescue.say_it_was_not_me(given=asked, now=NOW)
    assert LostSignIn.objects.waiting(NOW).get() == other
    account = anew(mali).account
    assert account.has_usable_password()
    assert account.helped_at is None


def test_an_admin_asks_no_help_for_themselves(ploy, pim):
    with pytest.raises(ValidationError, match="cannot do this"):
        rescue.ask(person=ploy, by=ploy, now=NOW)
    assert not LostSignIn.objects.exists()


@pytest.mark.parametrize("who", ["ploy", "nok", "mali", "siriporn", "anan", "orathai", "noi"])
def test_none_but_another_admin_or_their_supervisor_agrees(
    request, mali, nok, wipa, ploy, siriporn, anan, orathai, noi, who
):
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    for verb in (rescue.agree, rescue.decline):
        with pytest.raises(ValidationError, match="cannot do this"):
            verb(asked=asked, by=request.getfixturevalue(who), now=NOW)
    assert Account.objects.get(username="mali").has_usable_password()


def test_a_second_admin_agrees_too(mali, ploy, pim, wipa):
    assert helpers.second_people(mali, ploy, NOW) == [pim, wipa]
    assert come_in(helped(mali, ploy, pim)[1]) == mali


def test_an_admin_cannot_be_the_second_by_a_second_place_of_their_account(
    mali, ploy, wipa, rest_house
):
    """Whoever has one account is one person, wherever they hold a role."""
    there = make_person("ploy-there", rest_house.organisation, account=ploy.account)
    make_membership(there, rest_house, Role.SUPERVISOR)
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    with pytest.raises(ValidationError, match="cannot do this"):
        rescue.agree(asked=asked, by=there, now=NOW)


def since(person, days):
    """Let a person have their role for so many days."""
    person.memberships.update(starts=(NOW - days * DAY).date())
    return anew(person)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERVISOR])
@pytest.mark.parametrize(("days", "counts"), [(29, False), (30, True)])
def test_who_was_made_admin_or_supervisor_lately_is_no_second_person(
    mali, ploy, chiang_mai, role, days, counts
):
    """Ploy could have made her second person yesterday, and be both."""
    new = make_person("new", chiang_mai.organisation)
    make_membership(new, chiang_mai, role)
    since(new, days)
    make_membership(make_person("dao", chiang_mai.organisation), chiang_mai, Role.ADMIN)
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    assert (new in helpers.second_people(mali, ploy, NOW)) is counts
    assert bool(read_pending(anew(new), NOW).lines) is counts
    if counts:
        assert rescue.agree(asked=asked, by=anew(new), now=NOW)
        return
    for verb in (rescue.agree, rescue.decline):
        with pytest.raises(ValidationError, match="for thirty days"):
            verb(asked=asked, by=anew(new), now=NOW)
    assert anew(mali).account.has_usable_password()


def test_nor_does_a_new_admin_ask_so_that_who_made_them_agrees(mali, ploy, pim):
    with pytest.raises(ValidationError, match="for thirty days"):
        rescue.ask(person=mali, by=since(pim, 29), now=NOW)
    assert rescue.ask(person=mali, by=since(pim, 30), now=NOW)


def test_whose_hours_changed_lately_has_had_the_role_all_along(mali, ploy, wipa, chiang_mai):
    wipa.memberships.update(ends=(NOW - DAY).date())
    make_membership(wipa, chiang_mai, Role.SUPERVISOR, starts=NOW.date())
    assert helpers.second_people(mali, ploy, NOW) == [wipa]
    assert helped(mali, ploy, wipa)


@pytest.mark.parametrize("others", [1, 5])
def test_who_could_be_the_second_costs_the_same_however_many_there_are(
    mali, ploy, wipa, chiang_mai, office, phuket, others, django_assert_num_queries
):
    for number in range(others):
        for unit, role in (
            (chiang_mai, Role.SUPERVISOR),
            (office, Role.ADMIN),
            (phuket, Role.ADMIN),
            (phuket, Role.SUPERVISOR),
        ):
            name = f"one{number}{unit.pk}{role}"
            make_membership(make_person(name, office.organisation), unit, role)
    with django_assert_num_queries(6):
        found = helpers.second_people(mali, ploy, NOW)
    assert len(found) == 1 + 2 * others


def test_without_a_second_person_the_operator_is_named(mali, ploy):
    with pytest.raises(ValidationError, match="ask the operator"):
        rescue.ask(person=mali, by=ploy, now=NOW)


def test_one_request_waits_at_a_time_and_lapses_after_three_days(mali, ploy, wipa):
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    with pytest.raises(ValidationError, match="asked for this already"):
        rescue.ask(person=mali, by=ploy, now=NOW + 2 * DAY)
    with pytest.raises(ValidationError, match="decided already"):
        rescue.agree(asked=asked, by=wipa, now=NOW + 3 * DAY)
    rescue.ask(person=mali, by=ploy, now=NOW + 3 * DAY)


def test_what_was_declined_or_withdrawn_is_not_agreed_to(mali, nok, ploy, wipa):
    other = rescue.ask(person=nok, by=ploy, now=NOW)
    for verb, by in ((rescue.decline, wipa), (rescue.withdraw, ploy)):
        asked = rescue.ask(person=mali, by=ploy, now=NOW)
        verb(asked=asked, by=by, now=NOW)
        with pytest.raises(ValidationError, match="decided already"):
            rescue.agree(asked=asked, by=wipa, now=NOW)
    assert anew(mali).account.closed_before is None
    assert LostSignIn.objects.waiting(NOW).get() == other


def test_only_who_asked_withdraws(mali, ploy, pim, wipa):
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    for other in (pim, wipa, mali):
        with pytest.raises(ValidationError, match="cannot do this"):
            rescue.withdraw(asked=asked, by=other, now=NOW)


def test_an_admin_who_is_none_any_more_has_asked_for_nothing(mali, ploy, wipa):
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    Membership.objects.filter(person=ploy).update(ends=(NOW - DAY).date())
    with pytest.raises(ValidationError, match="no admin"):
        rescue.agree(asked=asked, by=wipa, now=NOW)


def test_whoever_was_just_helped_in_helps_nobody(mali, nok, ploy, pim, wipa):
    """Or else one help would open the way to the next."""
    _asked, code = helped(pim, ploy, make_second_admin(ploy))
    come_in(code)
    with pytest.raises(ValidationError, match="were helped"):
        rescue.ask(person=nok, by=anew(pim), now=NOW)
    asked = rescue.ask(person=nok, by=ploy, now=NOW)
    assert pim not in helpers.second_people(nok, ploy, NOW)
    with pytest.raises(ValidationError, match="were helped"):
        rescue.agree(asked=asked, by=anew(pim), now=NOW)


def make_second_admin(admin):
    unit = admin.memberships.get().unit
    person = make_person("dao", admin.organisation)
    make_membership(person, unit, Role.ADMIN)
    return person


# --- What ends, and what the code opens ----------------------------------------------------------


def ways_in(person, key) -> list[bool]:
    return [
        Visit.objects.filter(person=person).exists(),
        tokens.key_of_token(key) is not None,
        Authenticator.objects.filter(user=person.account).exists(),
        AddressChange.objects.filter(person=person).exists(),
        anew(person).account.has_usable_password(),
    ]


def make_ways_in(person) -> str:
    enter(Client(), person)
    _token, key = tokens.make(person=person, name="on the phone")
    addresses.ask(person=person, email=f"{person.pk}@example.org", now=NOW)
    kind = Authenticator.Type.WEBAUTHN
    Authenticator.objects.create(user=person.account, type=kind, data={})
    return key


def test_with_the_agreement_every_way_in_ends_and_none_of_another(nok, mali, siriporn, ploy, wipa):
    """Mali was helped before, and has her code in her hand."""
    _asked, code = helped(mali, ploy, wipa)
    key, hers = make_ways_in(nok), make_ways_in(siriporn)
    asked = rescue.ask(person=nok, by=ploy, now=NOW)
    assert ways_in(nok, key) == [True] * 5
    rescue.agree(asked=asked, by=wipa, now=NOW)
    assert ways_in(nok, key) == [False] * 5
    assert ways_in(siriporn, hers) == [True] * 5
    assert codes.HELP.behind(code, now=NOW).person == mali


def test_a_code_works_once_for_three_days_and_the_next_one_ends_it(mali, nok, ploy, wipa):
    _asked, hers = helped(nok, ploy, wipa)
    _asked, code = helped(mali, ploy, wipa)
    assert codes.HELP.behind(code, now=NOW + 3 * DAY) is None
    given = codes.HELP.behind(code, now=NOW)
    come_in(code)
    assert codes.HELP.behind(code, now=NOW) is None
    with pytest.raises(ValidationError, match="has been used"):
        rescue.come_in(given=given, password=PASSWORD, now=NOW)
    _asked, second = helped(mali, ploy, wipa)
    _asked, third = helped(mali, ploy, wipa)
    assert codes.HELP.behind(second, now=NOW) is None
    assert codes.HELP.behind(third, now=NOW)
    assert codes.HELP.behind(hers, now=NOW).person == nok


def test_a_weak_password_uses_no_code(mali, ploy, wipa):
    _asked, code = helped(mali, ploy, wipa)
    with pytest.raises(ValidationError):
        rescue.come_in(given=codes.HELP.behind(code, now=NOW), password="mali", now=NOW)
    assert come_in(code) == mali


# --- What the owner is told, and says ------------------------------------------------------------


def test_the_owner_is_told_at_each_step_by_mail_and_both_are_named_in_the_trail(nok, ploy, wipa):
    _asked, code = helped(nok, ploy, wipa)
    come_in(code)
    told = [one for one in mail.outbox if one.to == [nok.email]]
    assert len(told) == 3
    assert all("/not-me/" in one.body and code not in one.body for one in told)
    assert trail(nok) >= {("help_asked", ploy), ("help_agreed", wipa)}
    assert trail(nok) >= {("lost", nok), ("help_used", nok)}


def trail(person):
    """Read what stands in a person's own trail, and who did it."""
    return {(one.what, one.viewer) for one in AccessEvent.objects.about(person)}


def test_the_second_people_are_told_that_one_waits(mali, ploy, pim, wipa, noi):
    rescue.ask(person=mali, by=ploy, now=NOW)
    assert {one.to[0] for one in mail.outbox} == {pim.email, wipa.email}
    for person, count in ((pim, 1), (wipa, 1), (ploy, 0), (noi, 0), (mali, 0)):
        waits = [one for one in read_pending(person, NOW).lines if one.kind.code == "lost_sign_in"]
        assert len(waits) == count, person


def test_the_owner_opens_it_after_seven_days_and_not_before(mali, ploy, wipa):
    helped(mali, ploy, wipa)
    account = anew(mali).account
    assert account.closed_before == NOW
    with pytest.raises(ValidationError, match="not over"):
        rescue.say_it_was_me(account=account, now=NOW + 7 * DAY - timedelta(seconds=1))
    rescue.say_it_was_me(account=account, now=NOW + 7 * DAY)
    assert anew(mali).account.closed_before is None


def test_a_short_password_chosen_with_the_code_beside_an_app_is_not_left_alone(nok, ploy, wipa):
    """Nok came in by a mailed link first, and made an app before she typed the code."""
    _asked, code = helped(nok, ploy, wipa)
    kind = Authenticator.Type.TOTP
    app = Authenticator.objects.create(user=anew(nok).account, type=kind, data={})
    given = codes.HELP.behind(code, now=NOW)
    rescue.come_in(given=given, password="ma12fzhu", now=NOW)
    assert not factors.may_go(Authenticator.objects.get(pk=app.pk))


def test_it_was_me_waits_for_a_longer_password_where_what_goes_was_beside_it(
    client, friday, nok, ploy, wipa
):
    """The app, made since she was helped, ends as she says it; the page of her password is open."""
    _asked, code = helped(nok, ploy, wipa)
    Authenticator.objects.create(user=anew(nok).account, type=Authenticator.Type.TOTP, data={})
    rescue.come_in(given=codes.HELP.behind(code, now=NOW), password="ma12fzhu", now=NOW)
    friday.move_to(NOW + 8 * DAY)
    enter(client, anew(nok))
    refused = client.post(reverse("helped"), {"do": "me"})
    assert (refused.status_code, "fewer than 15 characters" in refused.text) == (422, True)
    assert Authenticator.objects.exists()
    assert anew(nok).account.closed_before
    assert client.get(reverse("account_change_password")).status_code == 200
    longer = {"oldpassword": "ma12fzhu", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post(reverse("account_change_password"), longer).status_code == 302
    assert client.post(reverse("helped"), {"do": "me"}).status_code == 302
    assert not Authenticator.objects.exists()
    assert anew(nok).account.closed_before is None


def test_it_was_me_ends_what_was_made_meanwhile_and_keeps_this_visit_and_the_own_password(
    client, friday, mali, ploy, wipa
):
    """Wipa had the code in her hand; whatever she made with it opens nothing when it opens."""
    _asked, code = helped(mali, ploy, wipa)
    come_in(code)
    enter(client, anew(mali))
    enter(elsewhere := Client(), anew(mali))
    _token, key = tokens.make(person=anew(mali), name="meanwhile")
    for one in (mali, wipa):
        kind = Authenticator.Type.WEBAUTHN
        Authenticator.objects.create(user=one.account, type=kind, data={"name": "hers"})
    _token, kept = tokens.make(person=wipa, name="her own")
    friday.move_to(NOW + 8 * DAY)
    enter(client, anew(mali))
    enter(elsewhere, anew(mali))
    here = client.session.session_key
    rescue.say_it_was_me(account=anew(mali).account, now=NOW + 8 * DAY, visit=here)
    assert Authenticator.objects.get().user == wipa.account
    assert tokens.key_of_token(key) is None
    assert tokens.key_of_token(kept)
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert anew(mali).account.check_password(PASSWORD)


def test_the_owner_is_mailed_when_it_is_opened_and_can_stop_it_then(nok, ploy, wipa):
    """Perhaps it is one of the two who says on the eighth day that it was Nok."""
    asked, code = helped(nok, ploy, wipa)
    come_in(code)
    mail.outbox.clear()
    rescue.say_it_was_me(account=anew(nok).account, now=NOW + 8 * DAY)
    (told,) = mail.outbox
    assert told.to == [nok.email]
    assert "is open there again" in told.body
    assert "/not-me/" in told.body
    assert ("was_me", nok) in trail(nok)
    rescue.say_it_was_not_me(given=asked, now=NOW + 8 * DAY)
    assert anew(nok).account.closed_before == NOW + 8 * DAY
    assert ("was_not_me", nok) in trail(nok)


@pytest.mark.parametrize("day", [31, 400])
def test_who_waits_for_long_before_it_is_opened_is_mailed_of_and_stopped_too(
    client, nok, ploy, wipa, day
):
    """Wipa kept the code's password to herself, and says on a late day that it was Nok."""
    asked, code = helped(nok, ploy, wipa)
    come_in(code)
    later = NOW + day * DAY
    retention.forget(now=later)
    assert helpers.last_help(anew(nok).account, now=later) == asked
    mail.outbox.clear()
    rescue.say_it_was_me(account=anew(nok).account, now=later)
    (told,) = mail.outbox
    assert told.to == [nok.email]
    rescue.say_it_was_not_me(given=asked, now=later + 29 * DAY)
    assert anew(nok).account.closed_before == later + 29 * DAY
    assert not anew(nok).account.has_usable_password()


def test_the_link_of_a_help_before_the_last_one_stops_nothing_later(nok, ploy, wipa):
    first, _code = helped(nok, ploy, wipa)
    rescue.say_it_was_me(account=anew(nok).account, now=NOW + 8 * DAY)
    helped(nok, ploy, wipa, now=NOW + 50 * DAY)
    with pytest.raises(ValidationError, match="is over"):
        rescue.say_it_was_not_me(given=first, now=NOW + 51 * DAY)


def test_it_was_me_leaves_a_way_in_of_an_account_that_nobody_helped(nok):
    Authenticator.objects.create(user=nok.account, type=Authenticator.Type.WEBAUTHN, data={})
    rescue.say_it_was_me(account=nok.account, now=NOW)
    assert Authenticator.objects.exists()


def test_it_stays_closed_for_as_long_as_the_owner_says_nothing(mali, ploy, wipa):
    helped(mali, ploy, wipa)
    assert anew(mali).account.closed_before == NOW  # no clock opens it


def test_an_objection_stops_a_request_that_waits(mali, ploy, wipa):
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    rescue.say_it_was_not_me(given=asked, now=NOW)
    with pytest.raises(ValidationError, match="decided already"):
        rescue.agree(asked=asked, by=wipa, now=NOW)
    assert anew(mali).account.has_usable_password()


def test_an_objection_ends_code_visits_and_password_and_the_seven_days_begin_anew(
    client, mali, ploy, pim, wipa, chiang_mai, rest_house
):
    make_other_admins(chiang_mai, rest_house)
    asked, code = helped(mali, ploy, wipa)
    come_in(code)
    enter(client, anew(mali))
    rescue.say_it_was_me(account=anew(mali).account, now=NOW + 8 * DAY)
    mail.outbox.clear()
    rescue.say_it_was_not_me(given=LostSignIn.objects.get(pk=asked.pk), now=NOW + 9 * DAY)
    account = anew(mali).account
    assert account.closed_before == NOW + 9 * DAY
    assert not account.has_usable_password()
    assert not Visit.objects.filter(person=mali).exists()
    assert {one.to[0] for one in mail.outbox} == {ploy.email, pim.email}
    with pytest.raises(ValidationError, match="said already"):
        rescue.say_it_was_not_me(given=asked, now=NOW + 9 * DAY)


def test_an_objection_stops_what_was_agreed_a_moment_before(mali, ploy, wipa):
    """The owner's page was read while the request still waited."""
    asked, code = helped(mali, ploy, wipa)
    before = LostSignIn(pk=asked.pk, person=mali, asked_by=ploy, asked_at=NOW)
    come_in(code)
    rescue.say_it_was_not_me(given=before, now=NOW)
    assert not anew(mali).account.has_usable_password()


def test_an_objection_ends_the_code_of_a_later_help_too_and_a_change_of_address(nok, ploy, wipa):
    first, _code = helped(nok, ploy, wipa)
    _second, code = helped(nok, ploy, wipa)
    addresses.ask(person=nok, email="thief@example.org", now=NOW)
    rescue.say_it_was_not_me(given=LostSignIn.objects.get(pk=first.pk), now=NOW)
    assert codes.HELP.behind(code, now=NOW) is None
    assert not AddressChange.objects.exists()


@pytest.mark.parametrize(("day", "stays"), [(-1, True), (8, False)])
def test_an_objection_takes_back_an_address_that_was_given_since_the_help(
    nok, nok_there, anan, siriporn, ploy, wipa, day, stays
):
    """A new password would be mailed to it. What others have stays."""
    refused.mark_address(anan, NOW.date(), told=True)
    Person.objects.filter(pk=nok_there.pk).update(work_email="nok@there.example.org")
    Person.objects.filter(pk=anan.pk).update(work_email="new@example.org")
    if stays:
        new_address(nok, NOW + day * DAY)
    asked, code = helped(nok, ploy, wipa)
    come_in(code)
    if not stays:
        rescue.say_it_was_me(account=anew(nok).account, now=NOW + day * DAY)
        new_address(nok, NOW + day * DAY)
    theirs = addresses.ask(person=siriporn, email="her@example.org", now=NOW + 8 * DAY)
    addresses.confirm(change=theirs, now=NOW + 8 * DAY)
    for one in (nok, siriporn):
        # As the sign-in's own list of addresses may still have it: it would stay a name to type.
        EmailAddress.objects.create(user=one.account, email=anew(one).email)
    rescue.say_it_was_not_me(given=asked, now=NOW + 9 * DAY)
    assert EmailAddress.objects.filter(user=nok.account).exists() is stays
    assert EmailAddress.objects.filter(user=siriporn.account).exists()
    assert anew(siriporn).email == anew(siriporn).work_email == "her@example.org"
    assert RefusedAddress.objects.filter(person=anan).exists()
    assert anew(nok_there).work_email == "nok@there.example.org"
    assert anew(anan).work_email == "new@example.org"
    found = anew(nok)
    # Neither does the product write to it, nor do colleagues.
    assert found.email == found.work_email == ("new@example.org" if stays else "")


@pytest.mark.parametrize("opened", [False, True])
def test_an_objection_takes_back_the_phone_where_it_could_have_been_given_since(
    nok, ploy, wipa, opened
):
    """The next two who help call it: whoever gave it would say that they are Nok."""
    Account.objects.filter(pk=nok.account_id).update(phone="+66812345678")
    asked, code = helped(nok, ploy, wipa)
    come_in(code)
    if opened:
        rescue.say_it_was_me(account=anew(nok).account, now=NOW + 8 * DAY)
    rescue.say_it_was_not_me(given=asked, now=NOW + 9 * DAY)
    assert anew(nok).account.phone == ("" if opened else "+66812345678")


def new_address(person, now):
    addresses.confirm(
        change=addresses.ask(person=person, email="new@example.org", now=now), now=now
    )


@pytest.fixture
def nok_there(nok, rest_house):
    """Nok's place with another organisation, which helped nobody."""
    person = make_person("nok-there", rest_house.organisation, account=nok.account)
    make_membership(person, rest_house)
    return person


def test_the_owner_objects_from_another_place_of_theirs(nok, ploy, pim, wipa, nok_there):
    _asked, code = helped(nok, ploy, wipa)
    come_in(code)
    later = NOW + 8 * DAY
    with tenancy.of_request(nok_there.organisation_id):
        rescue.say_it_was_me(account=anew(nok_there).account, now=later)
        mail.outbox.clear()
        given = helpers.last_help(anew(nok_there).account, now=later)
        rescue.say_it_was_not_me(given=given, now=later)
    assert LostSignIn.objects.get().objected_at == later
    assert not anew(nok).account.has_usable_password()
    assert anew(nok).account.closed_before == later
    assert {one.to[0] for one in mail.outbox} == {ploy.email, pim.email}


@pytest.mark.django_db(transaction=True)
def test_of_coming_in_and_an_objection_at_once_the_objection_stands(mali, ploy, wipa):
    asked, code = helped(mali, ploy, wipa)
    given = codes.HELP.behind(code, now=NOW)
    found = at_once(
        lambda: rescue.come_in(given=given, password=PASSWORD, now=NOW),
        lambda: rescue.say_it_was_not_me(given=asked, now=NOW),
    )
    assert found[1] is None
    assert not anew(mali).account.has_usable_password()
    assert codes.HELP.behind(code, now=NOW) is None


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_in_with_one_code_at_once_one_does(mali, ploy, wipa):
    _asked, code = helped(mali, ploy, wipa)
    places = [codes.HELP.behind(code, now=NOW) for _n in range(2)]
    passwords = ("seven small rivers", "eight large mountains")
    found = at_once(
        *(
            lambda given=given, password=password: rescue.come_in(
                given=given, password=password, now=NOW
            )
            for given, password in zip(places, passwords, strict=True)
        )
    )
    came = [one for one in found if one == mali]
    assert len(came) == 1
    account = anew(mali).account
    assert account.check_password(passwords[found.index(mali)])
    assert came[0].account.password == account.password


def test_thirty_days_after_it_was_opened_nothing_is_objected_to_any_more(mali, ploy, wipa):
    asked, _code = helped(mali, ploy, wipa)
    opened = NOW + 8 * DAY
    rescue.say_it_was_me(account=anew(mali).account, now=opened)
    last = opened + 30 * DAY - timedelta(seconds=1)
    assert helpers.last_help(anew(mali).account, now=last) == asked
    assert helpers.last_help(anew(mali).account, now=opened + 30 * DAY) is None
    with pytest.raises(ValidationError, match="is over"):
        rescue.say_it_was_not_me(given=asked, now=opened + 30 * DAY)


def test_who_asked_is_told_of_and_objected_to_for_thirty_days_from_the_decision(
    mali, nok, ploy, wipa
):
    """On the first page, and where the owner objects: one and the same days."""
    asked = rescue.ask(person=mali, by=ploy, now=NOW)
    rescue.agree(asked=asked, by=wipa, now=NOW + 2 * DAY)
    helped(nok, ploy, wipa, now=NOW + 3 * DAY)
    last = NOW + 32 * DAY - timedelta(seconds=1)
    assert helpers.last_help(anew(mali).account, now=last) == asked
    rescue.say_it_was_not_me(given=asked, now=last)
    assert helpers.last_help(anew(mali).account, now=last + timedelta(seconds=1)) is None


# --- Ways round it -------------------------------------------------------------------------------


def test_a_slip_or_an_invitation_to_the_same_address_is_another_way_to_no_account(
    nok, ploy, chiang_mai
):
    """Inviting the address of an account resets nothing: it joins none by itself."""
    about = {"unit": chiang_mai, "role": Role.WORKER, "job": job_of(chiang_mai), "hours": 40}
    with pytest.raises(ValidationError):
        invitations.invite(email=nok.email, invited_by=ploy, now=NOW, **about)
    slip = invitations.invite(email="", name="Nok", invited_by=ploy, now=NOW, **about)
    names = {"full_name_en": "Nok Two", "nickname_en": "Nok two"}
    with pytest.raises(ValidationError):  # the sign-in name is taken
        invitations.accept(invitation=slip, username="nok", password=PASSWORD, now=NOW, **names)
    assert anew(nok).account.has_usable_password()


def test_whoever_was_helped_in_joins_no_other_place_meanwhile(mali, ploy, wipa, rest_house):
    helped(mali, ploy, wipa)
    there = make_person("boss", rest_house.organisation)
    make_membership(there, rest_house, Role.ADMIN)
    about = {"unit": rest_house, "role": Role.WORKER, "job": job_of(rest_house), "hours": 40}
    invited = invitations.invite(email="", name="Mali", invited_by=there, now=NOW, **about)
    with pytest.raises(ValidationError, match="were helped"):
        invitations.accept_with(
            invitation=invited, account=anew(mali).account, now=NOW, full_name_en="Mali"
        )


def test_the_operator_prints_a_code_where_there_is_no_address_and_closes_likewise(mali, capsys):
    call_command("lost_phone", "mali")
    said = capsys.readouterr().out
    code = said.partition("the code ")[2].partition(" ")[0].replace("-", "")
    assert anew(mali).account.closed_before == NOW
    assert come_in(code) == mali
    assert helpers.last_help(anew(mali).account, now=NOW).by_operator


def test_the_operator_mails_a_link_where_there_is_an_address_and_closes_likewise(nok, capsys):
    call_command("lost_phone", "nok")
    assert "no address" not in capsys.readouterr().out
    assert anew(nok).account.closed_before == NOW
    assert not LostSignIn.objects.exclude(code_hash="").exists()


@pytest.mark.parametrize("name", ["mali", "nok"])
def test_the_operator_helps_into_no_closed_account_and_it_loses_nothing(
    mali, nok, mailoutbox, name
):
    """No link and no code would open it; an admin opens the place first."""
    person = {"mali": mali, "nok": nok}[name]
    Account.objects.filter(pk=person.account_id).update(is_active=False)
    with pytest.raises(CommandError, match="is closed"):
        call_command("lost_phone", name)
    assert not mailoutbox
    assert anew(person).account.has_usable_password()
    assert anew(person).account.helped_at is None


def test_whom_the_operator_helped_is_not_mailed_that_two_people_did(nok, ploy, wipa):
    call_command("lost_phone", "nok")
    told = " ".join(one.body for one in mail.outbox if one.to == [nok.email])
    assert "The operator of this installation has helped you" in told
    assert "Two people" not in told


def test_it_is_forgotten_after_a_year(mali, ploy, wipa):
    helped(mali, ploy, wipa)
    rescue.say_it_was_me(account=anew(mali).account, now=NOW + 8 * DAY)
    retention.forget(now=NOW + 365 * DAY)
    assert LostSignIn.objects.exists()
    retention.forget(now=NOW + 366 * DAY)
    assert not LostSignIn.objects.exists()


@pytest.mark.parametrize("state", [{"is_active": False}, {"awaited": True}])
def test_a_closed_account_and_one_not_come_in_yet_is_helped_by_nobody(
    chiang_mai, ploy, wipa, state
):
    gone = make_worker(chiang_mai, **state)
    with pytest.raises((ValidationError, PermissionDenied)):
        rescue.ask(person=gone, by=ploy, now=NOW)
