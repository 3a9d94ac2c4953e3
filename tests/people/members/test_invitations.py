"""Invitations: one mailed link, once, for fourteen days."""

import hashlib
import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone

from people.members import invitations
from people.members import tasks as members_tasks
from people.members.role_events import OPERATOR
from people.messages.delivery import Deliverer
from people.models import Invitation, Membership, OutgoingLetter, Person, Role
from people.weeks import today
from tests.makers import NOW, enter, job_of, make_membership
from tests.workload.weeks.test_together import together

SECOND = timedelta(seconds=1)
LASTS = timedelta(days=14)


def invite(unit, now=NOW, **changes):
    asked = {
        "email": "mali@example.org",
        "role": Role.WORKER,
        "job": job_of(unit),
        "hours": Decimal(40),
        "invited_by": OPERATOR,
    } | changes
    return invitations.invite(unit=unit, now=now, **asked)


def arrive(invitation, now=NOW, **changes):
    chosen = {
        "username": "mali",
        "password": "seven small rivers",
        "full_name_en": "Mali Jaidee",
        "language": "th",
    } | changes
    return invitations.accept(invitation=invitation, now=now, **chosen)


@pytest.fixture
def link(chiang_mai):
    """An invitation to the team, with the token that was mailed."""
    invitation = invite(chiang_mai)
    return invitation, invitations.new_link(invitation=invitation, now=NOW)


def test_no_admin_invites_their_own_mailbox_or_renews_a_link_to_it(ploy, chiang_mai):
    own = {"email": "Ploy+two@example.org"}
    with pytest.raises(ValidationError, match="your own mailbox"):
        invite(chiang_mai, invited_by=ploy, **own)
    made = invite(chiang_mai, **own)
    with pytest.raises(ValidationError, match="your own mailbox"):
        invitations.renew(invitation=made, by=ploy, now=NOW)
    made.refresh_from_db()
    assert made.invited_by is None


def test_an_admin_who_renews_a_link_to_their_own_mailbox_reads_why_it_stays(
    client, ploy, chiang_mai
):
    made = invite(chiang_mai, email="ploy+two@example.org")
    enter(client, ploy)
    said = client.post(f"/people/waiting/{made.public_id}/", {"do": "renew"}, follow=True)
    assert "This is your own mailbox." in said.text
    made.refresh_from_db()
    assert made.invited_by is None


def test_who_was_just_helped_in_joins_no_other_place_before_they_say_it_was_them(link, noi):
    noi.account.helped_at = NOW
    about = {"invitation": link[0], "account": noi.account, "now": NOW}
    with pytest.raises(ValidationError) as refused:
        invitations.accept_with(**about, full_name_en="Noi Chantra")
    assert refused.value.code == "just_helped"
    noi.account.claimed_at = NOW
    assert invitations.accept_with(**about, full_name_en="Noi Chantra").account == noi.account


def test_a_link_opens_its_invitation_until_the_last_second(link):
    invitation, token = link
    assert invitations.behind(token, now=NOW + LASTS - SECOND) == invitation
    assert invitations.behind(token, now=NOW + LASTS) is None


def test_only_the_hash_is_kept(link):
    _invitation, token = link
    kept = Invitation.objects.values().get()
    assert kept["token_hash"] == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(kept)


def test_accepting_makes_the_person_and_their_membership(link, chiang_mai):
    invitation, token = link
    mali = arrive(invitation, nickname_th="มะลิ")
    assert (mali.email, mali.organisation) == ("mali@example.org", chiang_mai.organisation)
    assert mali.account.check_password("seven small rivers")
    member = mali.memberships.get()
    assert (member.unit, member.role, member.hours) == (chiang_mai, Role.WORKER, 40)
    assert (member.starts, member.ends) == (today(NOW), None)
    invitation.refresh_from_db()
    assert (invitation.accepted_by, invitation.accepted_at) == (mali, NOW)
    assert invitations.behind(token, now=NOW) is None


def test_a_link_opens_once(link):
    invitation, _token = link
    arrive(invitation)
    with pytest.raises(ValidationError) as refused:
        arrive(invitation, username="second")
    assert refused.value.code == "used"
    assert Person.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"password": "only14letters!"}, "password"),
        ({"password": "fifteen letters"}, None),
        ({"password": "mali@example.org"}, "password"),
        ({"username": "Mali S"}, "username"),
        ({"username": "nok"}, "username"),
        ({"full_name_en": ""}, "full_name_en"),
        ({"full_name_en": "", "full_name_th": "มะลิ สุขใจ"}, None),
        ({"full_name_en": "Pol. Capt."}, "full_name_en"),
        ({"full_name_en": "<b>Mali</b>"}, "full_name_en"),
        ({"nickname_th": "ร.ต.อ."}, "nickname_th"),
        ({"full_name_en": "Kanokwan Srisuk", "nickname_en": "Kan"}, None),
        ({"full_name_en": "Mr Kanokwan Srisuk", "nickname_en": "นก"}, "nickname_en"),
        ({"language": "fr"}, "language"),
    ],
)
def test_a_refused_arrival_leaves_the_link_open(link, nok, changes, field):
    invitation, token = link
    if field is None:
        assert arrive(invitation, **changes)
        return
    with pytest.raises(ValidationError) as refused:
        arrive(invitation, **changes)
    assert list(refused.value.error_dict) == [field]
    assert invitations.behind(token, now=NOW) == invitation
    assert Person.objects.count() == 1


def test_an_address_of_this_organisation_is_said_and_of_another_is_not(nok, chiang_mai, rest_house):
    with pytest.raises(ValidationError) as refused:
        invite(chiang_mai, email="NOK@example.org")
    assert list(refused.value.error_dict) == ["email"]
    # The other organisation's admin learns nothing; only whoever opens the link does.
    elsewhere = invite(rest_house, email="nok@example.org")
    with pytest.raises(ValidationError) as refused:
        arrive(elsewhere)
    assert list(refused.value.error_dict) == ["email"]


def test_an_address_is_invited_once_at_a_time(chiang_mai, rest_house):
    first = invite(chiang_mai)
    with pytest.raises(ValidationError):
        invite(chiang_mai, email="Mali@Example.org ")
    invite(rest_house)
    assert invite(chiang_mai, now=NOW + LASTS) != first


@pytest.mark.parametrize("to", [{"email": "mali@example.org"}, {"email": "", "name": "มะลิ ใจดี"}])
def test_one_that_ran_out_is_not_renewed_beside_the_one_that_was_sent_since(chiang_mai, ploy, to):
    late, now = invite(chiang_mai, **to), NOW + LASTS
    since = invite(chiang_mai, now=now, **to)
    renew = {"by": ploy, "now": now}
    with pytest.raises(ValidationError) as refused:
        invitations.renew(invitation=late, **renew)
    assert list(refused.value.error_dict) == [[*to][-1]]
    invitations.renew(invitation=since, **renew)
    invitations.withdraw(invitation=since, by=ploy, now=now)
    invitations.renew(invitation=late, **renew)


def test_one_that_ran_out_is_not_renewed_for_who_came_in_since(chiang_mai, ploy):
    late = invite(chiang_mai)
    arrive(invite(chiang_mai, now=NOW + LASTS), NOW + LASTS)
    with pytest.raises(ValidationError, match="already has an account here"):
        invitations.renew(invitation=late, by=ploy, now=NOW + LASTS)


@pytest.mark.parametrize(
    ("role", "hours"),
    [(Role.WORKER, 0), (Role.SUPERVISOR, 85), (Role.TRAINER, 40), (Role.WORKER, 85)],
)
def test_hours_fit_the_role(chiang_mai, role, hours):
    with pytest.raises(ValidationError) as refused:
        invite(chiang_mai, role=role, hours=Decimal(hours))
    assert list(refused.value.error_dict) == ["hours"]


def test_a_new_link_closes_the_old(link, ploy):
    invitation, token = link
    invitations.renew(invitation=invitation, by=ploy, now=NOW + LASTS)
    fresh = invitations.new_link(invitation=invitation, now=NOW + LASTS)
    assert invitations.behind(token, now=NOW + LASTS) is None
    assert invitations.behind(fresh, now=NOW + LASTS + SECOND) == invitation
    other = invite(invitation.unit, now=NOW + LASTS, email="som@example.org")
    assert invitations.new_link(invitation=other, now=NOW + LASTS)
    assert invitations.behind(fresh, now=NOW + LASTS + SECOND) == invitation


def test_what_was_used_is_neither_renewed_nor_taken_back(link, ploy):
    invitation, _token = link
    arrive(invitation)
    invitations.renew(invitation=invitation, by=ploy, now=NOW)
    invitations.withdraw(invitation=invitation, by=ploy, now=NOW)
    assert invitations.new_link(invitation=invitation, now=NOW) is None
    assert Invitation.objects.get().accepted_by.username == "mali"


def test_an_admin_sees_invitations_at_or_below(link, ploy, noi, rest_house, nok):
    invitation, _token = link
    make_membership(noi, rest_house, Role.ADMIN)
    assert list(Invitation.objects.visible_to(ploy)) == [invitation]
    assert list(Invitation.objects.visible_to(noi)) == []
    assert list(Invitation.objects.visible_to(nok)) == []


# --- The message -------------------------------------------------------------------------------


def test_without_a_choice_the_message_is_in_both_languages_and_it_names_nobody(chiang_mai, ploy):
    invitation = invite(chiang_mai, now=timezone.now(), invited_by=ploy)
    members_tasks.send_invitation.call(invitation.pk)
    message = mail.outbox[0]
    assert message.to == ["mali@example.org"]
    assert message.subject.endswith("An invitation")
    for name in ("Saphan", "สะพาน", "Chiang Mai", "Ploy", "Worker"):
        assert name not in message.subject + message.body
    tokens = set(re.findall(r"/invitation/([\w-]+)/", message.body))
    assert [invitations.behind(token, now=timezone.now()) for token in tokens] == [invitation]


@pytest.mark.parametrize(("language", "begin"), [("th", "เพื่อนร่วมงาน"), ("en", "A colleague")])
def test_the_message_is_in_the_language_that_was_chosen_and_its_page_opens_in_it(
    client, chiang_mai, language, begin
):
    invitation = invite(chiang_mai, now=timezone.now(), language=language)
    members_tasks.send_invitation.call(invitation.pk)
    (message,) = mail.outbox
    assert message.body.split("\n\n")[1].startswith(begin)
    assert "* * *" not in message.body
    (link,) = re.findall(r"https?://[^/]+(/invitation/\S+)", message.body)
    client.cookies["django_language"] = "en" if language == "th" else "th"
    page = client.get(link, follow=True)
    assert f'<html lang="{language}"' in page.text
    assert f'<option value="{language}" selected>' in page.text
    assert page.redirect_chain == [(link.partition("?")[0], 302)]


def test_people_choose_another_language_on_the_page_and_it_stays(client, chiang_mai):
    invitation = invite(chiang_mai, now=timezone.now(), language="th")
    members_tasks.send_invitation.call(invitation.pk)
    (link,) = re.findall(r"(/invitation/\S+)", mail.outbox[0].body)
    address = client.get(link)["Location"]
    client.post("/language/", {"language": "en", "next": address})
    assert '<html lang="en"' in client.get(address).text


def test_a_link_with_an_unknown_language_opens_as_the_device_reads(client, page):
    assert '<html lang="en"' in client.get(f"{page}?language=fr").text


def test_a_language_that_is_switched_off_meanwhile_is_written_in_each(chiang_mai):
    invitation = invite(chiang_mai, now=timezone.now(), language="th")
    Invitation.objects.update(language="my")
    members_tasks.send_invitation.call(invitation.pk)
    assert "* * *" in mail.outbox[0].body
    assert "?language" not in mail.outbox[0].body


def test_a_language_that_is_not_offered_is_refused_at_its_field(chiang_mai):
    with pytest.raises(ValidationError) as refused:
        invite(chiang_mai, language="my")
    assert list(refused.value.error_dict) == ["language"]
    assert "not offered here" in refused.value.messages[0]


def test_a_job_that_runs_twice_sends_one_message(chiang_mai):
    invitation = invite(chiang_mai, now=timezone.now())
    members_tasks.send_invitation.call(invitation.pk)
    members_tasks.send_invitation.call(invitation.pk)
    members_tasks.send_invitation.call(0)
    assert len(mail.outbox) == 1


def test_while_the_mail_server_is_away_it_waits_and_each_try_has_a_new_link(chiang_mai, settings):
    invitation = invite(chiang_mai, now=timezone.now())
    settings.LETTERS_AT_ONCE = False
    members_tasks.send_invitation.call(invitation.pk)
    members_tasks.send_invitation.call(invitation.pk)
    assert OutgoingLetter.objects.get().invitation == invitation
    settings.MAILERS = {"default": {"BACKEND": "tests.people.messages.test_outbox.Away"}}
    assert Deliverer().round(timezone.now()) == 0
    assert OutgoingLetter.objects.get().invitation == invitation


# --- The page ----------------------------------------------------------------------------------

CHOSEN = {
    "full_name_en": "Mali Jaidee",
    "full_name_th": "มะลิ ใจดี",
    "nickname_th": "มะลิ",
    "language": "th",
    "username": "Mali",
    "password": "seven small rivers",
}


@pytest.fixture
def page(chiang_mai):
    invitation = invite(chiang_mai, now=timezone.now())
    return f"/invitation/{invitations.new_link(invitation=invitation, now=timezone.now())}/"


def test_an_invited_person_comes_in(client, page):
    assert client.get(page).status_code == 200
    response = client.post(page, CHOSEN)
    assert response["Location"] == "/"
    assert response.cookies["django_language"].value == "th"
    assert response.cookies["sessionid"]["max-age"] == ""
    mali = Person.objects.get(account__username="mali")
    assert client.session["_auth_user_id"] == str(mali.account_id)
    assert Membership.objects.get().person == mali


def test_used_expired_and_unknown_links_are_one_page(client, page, chiang_mai):
    client.post(page, CHOSEN)
    client.logout()
    expired = invite(chiang_mai, now=timezone.now() - LASTS, email="late@example.org")
    token = invitations.new_link(invitation=expired, now=timezone.now())
    pages = [page, f"/invitation/{token}/", "/invitation/unknown/", "/invitation/กำลังใจ/"]
    answers = [client.get(path) for path in pages] + [client.post(pages[1], CHOSEN)]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert len({text_of(answer) for answer in answers}) == 1


def text_of(response):
    return re.sub(r"<[^>]*>", "", response.text)


def test_a_link_is_no_way_to_try_out_who_has_a_sign_in_name(client, page, nok):
    """With a password that is refused nothing is used up: twenty arrivals an hour are judged."""
    cache.clear()
    weak = CHOSEN | {"password": "tiny"}
    for n in range(20):
        assert client.post(page, weak | {"username": f"nobody{n}"}).status_code == 422
    response = client.post(page, weak | {"username": "nok"})
    assert response.status_code == 422
    assert "This sign-in name is taken." not in response.text
    assert "Too many tries. Please wait an hour." in response.text
    assert 'value="มะลิ ใจดี"' in response.text
    cache.clear()
    assert client.post(page, CHOSEN).status_code == 302


def test_a_refused_arrival_keeps_what_was_typed(client, page, nok):
    response = client.post(page, CHOSEN | {"username": "nok", "password": "tiny"})
    assert response.status_code == 422
    assert "This sign-in name is taken." in response.text
    assert 'value="มะลิ ใจดี"' in response.text
    assert "tiny" not in response.text
    assert "<title>Error: " in response.text
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_invited_many_times_at_once_has_one_invitation(chiang_mai):
    job = job_of(chiang_mai)

    def ask():
        try:
            invite(chiang_mai, job=job)
        except ValidationError as refused:
            return list(refused.message_dict)
        return ["invited"]

    found = together([ask] * 10)
    assert sorted(found) == [["email"]] * 9 + [["invited"]]
    assert Invitation.objects.count() == 1
