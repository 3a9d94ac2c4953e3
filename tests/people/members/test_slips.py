"""Slips: a code on paper for a person without an address, once, for fourteen days."""

import hashlib
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from people.keys import paper_codes
from people.members import invitations
from people.members import tasks as members_tasks
from people.members.slips import codes as slips
from people.members.slips.codes import SLIPS
from people.models import Account, Invitation, Membership, Person, Role
from people.pending.own import expired_invitations
from tests.makers import NOW, PASSWORD, enter, make_membership
from tests.people.members.test_invitations import CHOSEN, LASTS, SECOND, arrive, invite

SLIP, ARRIVAL = "/slip/", "/slip/arrival/"
CODE = re.compile(r'class="slip-code"[^>]*>([A-Z]{4} [A-Z]{4} [A-Z]{4})<')
NOT_OPEN = "This code does not work."


@pytest.fixture(autouse=True)
def no_tries_before(db):
    cache.clear()


def make_slip(unit, now=NOW, **changes):
    """A slip with its code."""
    made = invite(unit, now, **{"email": "", "name": "มะลิ ใจดี", **changes})
    return made, slips.write(invitation=made, now=now)


def asked(unit, **changes):
    """What an admin types for somebody without an address."""
    return {
        "email": "",
        "name": "มะลิ  ใจดี",
        "language": "th",
        "unit": unit.public_id,
        "role": "worker",
        "job": "specialist",
        "hours": "40",
    } | changes


@pytest.fixture
def admin(client, ploy):
    enter(client, ploy)
    return client


# --- The code ----------------------------------------------------------------------------------


def test_a_code_is_twelve_letters_that_look_like_no_others(chiang_mai):
    _slip, code = make_slip(chiang_mai)
    assert len(code) == 12
    assert not set(code) - set(paper_codes.LETTERS)
    assert not set(paper_codes.LETTERS) & set("AEIOUYLQ01258")
    assert [len(group) for group in paper_codes.in_groups(code)] == [4, 4, 4]
    assert len({paper_codes.new_code() for _ in range(500)}) == 500


def test_a_code_opens_its_slip_until_the_last_second(chiang_mai):
    slip, code = make_slip(chiang_mai)
    assert SLIPS.behind(code, now=NOW + LASTS - SECOND) == slip
    assert SLIPS.behind(code, now=NOW + LASTS) is None


def test_a_stolen_table_opens_nothing(chiang_mai, settings):
    _slip, code = make_slip(chiang_mai)
    kept = Invitation.objects.values().get()
    assert code not in str(kept)
    assert kept["token_hash"] != hashlib.sha256(code.encode()).hexdigest()
    assert invitations.behind(code, now=NOW) is None
    assert SLIPS.behind(kept["token_hash"], now=NOW) is None
    settings.KEY_RING = ["another key of another installation, long"]
    assert SLIPS.behind(code, now=NOW) is None


def test_a_code_outlives_a_new_key_in_front(chiang_mai, settings):
    slip, code = make_slip(chiang_mai)
    settings.KEY_RING = ["a new key in front of the old one, long", *settings.KEY_RING]
    assert SLIPS.behind(code, now=NOW) == slip


@pytest.mark.parametrize("between", ["", " ", "-", " – ", "\u00a0", "."])
def test_a_code_is_read_as_people_type_it(between):
    assert paper_codes.read_code(between.join(["bcdf", "Ghjk", "MNPR"])) == "BCDFGHJKMNPR"
    assert paper_codes.read_code("ｂｃｄｆ") == "BCDF"


def test_a_new_code_ends_the_old(chiang_mai, ploy):
    slip, code = make_slip(chiang_mai)
    invitations.renew(invitation=slip, by=ploy, now=NOW + LASTS)
    fresh = slips.write(invitation=slip, now=NOW + LASTS)
    assert SLIPS.behind(code, now=NOW) is None
    assert SLIPS.behind(fresh, now=NOW + LASTS + SECOND) == slip


def test_no_job_mails_a_slip_and_no_code_is_made_for_a_mail(chiang_mai):
    slip, code = make_slip(chiang_mai, timezone.now())
    Invitation.objects.update(sent_at=None)
    members_tasks.send_invitation.call(slip.pk)
    assert mail.outbox == []
    assert SLIPS.behind(code, now=timezone.now()) == slip
    assert slips.write(invitation=invite(chiang_mai), now=NOW) is None


@pytest.mark.parametrize(
    "name",
    ["", "  ", "<b>Mali</b>", "นาย", "x" * 121],
    ids=["none", "blank", "tags", "title", "long"],
)
def test_a_slip_is_for_somebody(chiang_mai, name):
    with pytest.raises(ValidationError) as refused:
        make_slip(chiang_mai, name=name)
    assert list(refused.value.error_dict) == ["name"]


def test_a_name_has_one_open_slip_and_a_page_sent_twice_makes_no_second(chiang_mai, rest_house):
    make_slip(chiang_mai)
    with pytest.raises(ValidationError) as refused:
        make_slip(chiang_mai, name=" มะลิ   ใจดี")
    assert list(refused.value.error_dict) == ["name"]
    make_slip(rest_house)
    make_slip(chiang_mai, name="สม ใจงาม")
    make_slip(chiang_mai, NOW + LASTS)


def test_the_database_keeps_no_invitation_to_nobody(chiang_mai):
    slip, _code = make_slip(chiang_mai)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.filter(pk=slip.pk).update(name="")


def test_a_name_is_not_kept_beside_an_address(chiang_mai):
    assert invite(chiang_mai, name="Mali").name == ""


def test_an_admin_without_an_address_gives_slips_too(chiang_mai, ploy):
    Account.objects.filter(pk=ploy.account_id).update(email="")
    ploy.refresh_from_db()
    assert make_slip(chiang_mai, invited_by=ploy)[1]


def test_a_used_name_is_forgotten(chiang_mai):
    slip, code = make_slip(chiang_mai)
    mali = arrive(slip)
    assert mali.email == ""
    assert SLIPS.behind(code, now=NOW) is None
    assert slips.write(invitation=slip, now=NOW) is None
    slip.refresh_from_db()
    assert (slip.name, slip.accepted_by) == ("", mali)


# --- The admin ---------------------------------------------------------------------------------


def test_a_slip_is_shown_once_with_all_that_is_needed_and_no_mail_goes_out(admin, chiang_mai):
    page = admin.post("/people/invite/", asked(chiang_mai))
    (code,) = CODE.findall(page.text)
    assert SLIPS.behind(paper_codes.read_code(code), now=timezone.now()) == Invitation.objects.get()
    for word in ("มะลิ ใจดี", "มูลนิธิสะพาน", "/slip/<", "<svg", 'lang="th"', "data-print"):
        assert word in page.text
    assert mail.outbox == []
    for path in ("/people/?state=invited", f"/units/{chiang_mai.public_id}/", "/people/invite/"):
        shown = admin.get(path).text
        assert code not in shown
        assert paper_codes.read_code(code) not in shown


def test_a_waiting_slip_stands_by_its_name_is_found_renewed_and_withdrawn(admin, chiang_mai):
    (old,) = CODE.findall(admin.post("/people/invite/", asked(chiang_mai)).text)
    made = Invitation.objects.get()
    unit, listed = (admin.get(p) for p in (f"/units/{chiang_mai.public_id}/", "/people/?q=มะลิ"))
    for page in (unit, listed):
        assert "มะลิ ใจดี" in page.text
        assert "Has a slip, code works until" in page.text
    door = f"/people/waiting/{made.public_id}/"
    renewed = admin.post(door, {"do": "renew"})
    (fresh,) = CODE.findall(renewed.text)
    assert re.search(r'href="/people/"\s+aria-current="true"', renewed.text)
    now = timezone.now()
    assert SLIPS.behind(paper_codes.read_code(old), now=now) is None
    assert SLIPS.behind(paper_codes.read_code(fresh), now=now) == made
    said = admin.post(door, {"do": "withdraw"}, follow=True)
    assert "The slip is withdrawn." in said.text
    assert SLIPS.behind(paper_codes.read_code(fresh), now=now) is None
    assert admin.post(door, {"do": "renew"}).status_code == 404


def test_a_slip_that_nobody_used_waits_for_the_admin(admin, chiang_mai, ploy):
    slip, _code = make_slip(chiang_mai, timezone.now() - LASTS)
    assert list(expired_invitations(ploy, timezone.now())) == [slip]
    assert "The code has expired" in admin.get(f"/units/{chiang_mai.public_id}/").text
    assert "1 invitation has expired" in admin.get("/people/").text


def test_another_organisations_admin_finds_no_slip(client, chiang_mai, noi, rest_house):
    make_membership(noi, rest_house, Role.ADMIN)
    slip, code = make_slip(chiang_mai, timezone.now())
    enter(client, noi)
    for what in ("renew", "withdraw"):
        door = f"/people/waiting/{slip.public_id}/"
        assert client.post(door, {"do": what}).status_code == 404
    assert SLIPS.behind(code, now=timezone.now()) == slip


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Please give an address, or a name for a slip."),
        ({"name": "Mr"}, "title or rank without a name"),
    ],
)
def test_a_refused_slip_keeps_what_was_typed(admin, chiang_mai, changes, sentence):
    page = admin.post("/people/invite/", asked(chiang_mai, **changes))
    assert page.status_code == 422
    assert sentence in page.text
    assert not Invitation.objects.exists()


# --- Whoever has the slip ----------------------------------------------------------------------


def come_in(client, code, **changes):
    client.post(SLIP, {"code": code})
    return client.post(ARRIVAL, CHOSEN | changes)


def test_who_has_a_slip_comes_in_with_small_letters_and_spaces(client, chiang_mai):
    _slip, code = make_slip(chiang_mai, timezone.now())
    typed = " ".join(paper_codes.in_groups(code)).lower()
    assert SLIP in client.get("/sign-in/").text
    assert client.post(SLIP, {"code": f" {typed} "})["Location"] == ARRIVAL
    page = client.get(ARRIVAL).text
    assert 'name="full_name_th" value="มะลิ ใจดี"' in page
    assert code not in page
    assert client.post(ARRIVAL, CHOSEN)["Location"] == "/"
    mali = Person.objects.get(account__username="mali")
    assert client.session["_auth_user_id"] == str(mali.account_id)
    assert (mali.account.email, Membership.objects.get().person) == ("", mali)
    assert client.get("/", follow=True).status_code == 200


def test_an_english_name_begins_in_its_field(client, chiang_mai):
    _slip, code = make_slip(chiang_mai, timezone.now(), name="Mali Jaidee")
    client.post(SLIP, {"code": code})
    assert 'name="full_name_en" value="Mali Jaidee"' in client.get(ARRIVAL).text


def test_used_late_wrong_and_mailed_codes_read_the_same(client, chiang_mai):
    now = timezone.now()
    _slip, used = make_slip(chiang_mai, now)
    come_in(Client(), used)
    _slip, late = make_slip(chiang_mai, now - LASTS)
    mailed = invitations.new_link(invitation=invite(chiang_mai, now), now=now)
    heads = Person.objects.count()
    answers = [
        client.post(SLIP, {"code": code})
        for code in (used, late, "BCDF GHJK MNPR", mailed, "กำลังใจ", "---", "\0")
    ]
    assert [answer.status_code for answer in answers] == [422] * 7
    for answer in answers[:-1]:
        assert NOT_OPEN in answer.text
        assert 'id="id_code_error"' in answer.text
        assert client.get(ARRIVAL)["Location"] == SLIP
    shown = {re.sub(r"<[^>]*>", "", answer.text) for answer in answers[:-1]}
    assert len(shown) == 1
    assert Person.objects.count() == heads


def test_a_slip_used_meanwhile_brings_nobody_in_twice(client, chiang_mai):
    _slip, code = make_slip(chiang_mai, timezone.now())
    client.post(SLIP, {"code": code})
    come_in(Client(), code)
    assert client.post(ARRIVAL, CHOSEN | {"username": "second"})["Location"] == SLIP
    assert Person.objects.count() == 1


def test_a_typed_code_counts_for_an_hour_and_not_after_a_new_one(client, chiang_mai, ploy):
    slip, code = make_slip(chiang_mai, timezone.now())
    client.post(SLIP, {"code": code})
    session = client.session
    assert SLIPS.typed_in(session, now=timezone.now()) == slip
    assert SLIPS.typed_in(session, now=timezone.now() + timedelta(hours=1)) is None
    invitations.renew(invitation=slip, by=ploy, now=timezone.now())
    assert client.get(ARRIVAL)["Location"] == SLIP


def test_guessing_ends_at_the_limit_of_the_place_and_of_the_code(client, chiang_mai):
    _slip, code = make_slip(chiang_mai, timezone.now())
    for _try in range(5):
        assert client.post(SLIP, {"code": "BCDF GHJK MNPR"}).status_code == 422
    again = client.post(SLIP, {"code": "bcdf-ghjk-mnpr"})
    assert again.status_code == 429
    assert "Too many tries." in again.text
    for _try in range(14):
        assert client.post(SLIP, {"code": paper_codes.new_code()}).status_code == 422
    assert client.post(SLIP, {"code": code}).status_code == 429
    assert client.get(ARRIVAL)["Location"] == SLIP


def test_a_person_with_an_account_joins_with_it(client, chiang_mai, noi):
    _slip, code = make_slip(chiang_mai, timezone.now(), name="Noi Rakthai")
    enter(client, noi)
    assert client.post(SLIP, {"code": code})["Location"] == ARRIVAL
    page = client.get(ARRIVAL)
    assert "You join with your own account, noi." in page.text
    assert client.post(ARRIVAL, {"full_name_en": "Noi Rakthai"})["Location"] == "/"
    assert Person.objects.filter(account=noi.account).count() == 2
    assert noi.account.email


def test_who_signs_in_after_typing_the_code_joins_with_their_account(client, chiang_mai, noi):
    _slip, code = make_slip(chiang_mai, timezone.now(), name="Noi Rakthai")
    client.post(SLIP, {"code": code})
    assert f"?next={ARRIVAL}" in client.get(ARRIVAL).text
    typed = {"login": "noi", "password": PASSWORD, "next": ARRIVAL}
    assert client.post("/sign-in/", typed)["Location"] == ARRIVAL
    assert "You join with your own account, noi." in client.get(ARRIVAL).text


def test_an_admin_who_left_gives_no_role_by_a_slip(client, chiang_mai, ploy):
    _slip, code = make_slip(chiang_mai, timezone.now(), role=Role.SUPERVISOR, invited_by=ploy)
    Membership.objects.filter(person=ploy).delete()
    page = come_in(client, code)
    assert page.status_code == 422
    assert "no longer valid" in page.text
    assert not Account.objects.filter(username="mali").exists()


def test_the_page_of_a_slip_opens_in_its_language(client):
    opened = client.get(f"{SLIP}?language=th", follow=True)
    assert opened.redirect_chain == [(SLIP, 302)]
    assert '<html lang="th"' in opened.text


# --- Without an address ------------------------------------------------------------------------


def test_the_account_says_that_it_has_no_address_and_takes_one(client, chiang_mai):
    _slip, code = make_slip(chiang_mai, timezone.now())
    come_in(client, code, language="en")
    assert "None yet. You can add one" in client.get("/account/").text
    page = "/account/address/"
    assert "Your account has no address." in client.get(page).text
    assert client.post(page, {"email": ""}).status_code == 422
    client.post(page, {"email": "mali@example.org", "password": CHOSEN["password"]})
    assert [message.to for message in mail.outbox] == [["mali@example.org"]]
    (link,) = set(re.findall(r"(/address/[\w-]+/)", mail.outbox[0].body))
    client.post(link)
    assert Account.objects.get(username="mali").email == "mali@example.org"
    assert "None yet." not in client.get("/account/").text


def test_nothing_is_mailed_to_who_has_no_address(client, chiang_mai, ploy):
    _slip, code = make_slip(chiang_mai, timezone.now())
    come_in(client, code)
    client.logout()
    for typed in ("mali", "mali@example.org"):
        client.post("/password/reset/", {"email": typed})
    assert mail.outbox == []
    mali = Person.objects.get(account__username="mali")
    enter(client, ploy)
    shown = client.get(f"/people/{mali.public_id}/").text
    assert re.search(r"mali(?! ·)", shown)
    assert "mali · <" not in shown


def test_a_lost_phone_promises_no_mail_to_who_has_no_address(client, chiang_mai, capsys):
    _slip, code = make_slip(chiang_mai, timezone.now())
    come_in(client, code)
    call_command("lost_phone", "mali")
    assert "no address for a link" in capsys.readouterr().out
    assert mail.outbox == []
