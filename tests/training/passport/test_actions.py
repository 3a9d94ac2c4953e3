"""Showing certificates outside: as much as was chosen, true on the day, and taken back at once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.test import Client
from django.urls import reverse
from joserfc import jws, jwt
from joserfc.jwk import RSAKey

from config.checks import badge_key as check_key
from people.models import AccessEvent, Role
from people.writing import qr
from tests.makers import NOW, enter, make_membership, make_person
from tests.training.conftest import (
    badge_key,
    make_certificate,
    make_certificate_type,
    make_session,
    make_study,
)
from training.certificates import actions as certificates
from training.formats import openbadges
from training.hours import actions as hours_actions
from training.models import Certificate, Course, Proof
from training.passport import actions as passport
from training.passport import badges, keys

FRIDAY = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def friday(settings):
    settings.BADGE_KEY = badge_key()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def held(nok, interview, siriporn):
    return make_certificate(nok, interview, by=siriporn)


@pytest.fixture
def shown(nok, held):
    return passport.show(person=nok, certificates=[held], name=False, now=NOW)


def checked(client, proof):
    client.logout()
    return client.get(reverse("check_proof", args=[proof.public_id]))


# --- Revoking ------------------------------------------------------------------------------------


def test_a_revoked_certificate_is_history_with_its_reason_and_the_one_before_holds_again(
    held, nok, interview, siriporn
):
    later = make_certificate(nok, interview, by=siriporn, issued_on=date(2026, 1, 2), current=False)
    certificates.choose_current(kind=interview, people=[nok.pk], by=siriporn)
    certificates.revoke(certificate=later, reason="Issued by mistake", by=siriporn, now=NOW)
    later.refresh_from_db()
    assert (later.current, later.revoked_by, later.revoked_reason) == (
        False,
        siriporn,
        "Issued by mistake",
    )
    assert list(Certificate.objects.current()) == [held]


@pytest.mark.parametrize(
    ("by", "reason", "sentence"),
    [
        ("siriporn", "  ", "Please say why"),
        ("siriporn", "1101700207030", "looks like a national ID"),
        ("nok", "Mine", "Somebody else"),
    ],
)
def test_revoking_is_refused(by, reason, sentence, held, request):
    with pytest.raises(ValidationError, match=sentence):
        certificates.revoke(
            certificate=held, reason=reason, by=request.getfixturevalue(by), now=NOW
        )
    held.refresh_from_db()
    assert held.current


def test_revoking_twice_is_refused(held, siriporn):
    certificates.revoke(certificate=held, reason="Once", by=siriporn, now=NOW)
    with pytest.raises(ValidationError, match="revoked already"):
        certificates.revoke(certificate=held, reason="Twice", by=siriporn, now=NOW)


def test_a_trainer_revokes_on_the_page_and_the_holder_reads_why(
    client, held, siriporn, nok, wipa, ploy
):
    page = reverse("certificate", args=[held.public_id])
    for person in (nok, wipa):
        enter(client, person)
        assert not client.get(page).context["decides"]
        assert client.post(page, {"reason": "No"}).status_code == 404
    enter(client, ploy)
    assert client.get(page).context["decides"]
    enter(client, siriporn)
    answer = client.post(page, {"reason": ""})
    assert answer.status_code == 422
    assert "Please say why" in answer.content.decode()
    assert client.post(page, {"reason": "Never attended"}).status_code == 302
    enter(client, nok)
    assert "Never attended" in client.get(reverse("my_certificates")).content.decode()
    assert AccessEvent.objects.about(nok).count() >= 2


# --- Showing -------------------------------------------------------------------------------------


def test_an_outsider_sees_the_certificate_and_not_the_name(client, shown, siriporn):
    page = checked(client, shown).content.decode()
    assert "Victim interview" in page
    assert "Saphan Foundation" in page
    assert "Valid to 2 January 2027" in page
    for hidden in ("Kanokwan", "กนกวรรณ", "nok@", "Siriporn", "Chiang Mai", "/training/passport/"):
        assert hidden not in page


def test_with_the_name_only_if_it_was_chosen_and_only_the_chosen_certificates(
    client, nok, held, saphan, siriporn
):
    first_aid = make_certificate(nok, make_certificate_type(saphan, "First aid"), by=siriporn)
    proof = passport.show(person=nok, certificates=[first_aid], name=True, now=NOW)
    page = checked(client, proof).content.decode()
    assert "Kanokwan Srisuk" in page
    assert "First aid" in page
    assert "Victim interview" not in page


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (FRIDAY, "Valid to"),
        (FRIDAY - timedelta(days=1), "Expired on"),
        (None, "Valid, does not expire"),
    ],
)
def test_it_says_how_it_stands_today(ends, words, client, shown, held):
    Certificate.objects.filter(pk=held.pk).update(expires_on=ends)
    page = checked(client, shown).content.decode()
    assert [one for one in ("Valid to", "Expired on", "Valid, does not expire") if one in page] == [
        words
    ]


@pytest.mark.parametrize(
    ("until", "words"),
    [
        (FRIDAY + timedelta(days=700), "Renewed on 20 November 2026, valid to 20 October 2028"),
        (FRIDAY, "Renewed on 20 November 2026, valid to 20 November 2026"),
        (FRIDAY - timedelta(days=1), "Expired on"),
    ],
)
def test_a_printed_code_leads_on_to_the_certificate_that_followed(
    client, shown, held, siriporn, boss, until, words
):
    Certificate.objects.filter(pk=held.pk).update(expires_on=FRIDAY - timedelta(days=2))
    certificates.follow(certificate=held, expires_on=until, by=siriporn, day=FRIDAY)
    assert words in checked(client, shown).content.decode()
    enter(client, boss)
    address = reverse("check_proof", args=[shown.public_id])
    assert "Confirm for" not in client.get(address).content.decode()


def test_what_was_revoked_is_not_made_good_by_another(client, shown, held, siriporn):
    certificates.follow(
        certificate=held, expires_on=FRIDAY + timedelta(days=700), by=siriporn, day=FRIDAY
    )
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    page = checked(client, shown).content.decode()
    assert "Revoked" in page
    assert "Renewed on" not in page


def test_a_revoked_one_says_so_at_once_and_not_why(client, shown, held, siriporn):
    certificates.revoke(certificate=held, reason="Never attended", by=siriporn, now=NOW)
    page = checked(client, shown).content.decode()
    assert "Revoked" in page
    assert "Valid to" not in page
    assert "Never attended" not in page


def test_what_was_taken_back_or_belongs_to_a_closed_account_is_missing(client, shown, nok, held):
    other = passport.show(person=nok, certificates=[held], name=True, now=NOW)
    passport.withdraw(proof=shown, now=NOW)
    assert checked(client, shown).status_code == 404
    assert checked(client, other).status_code == 200
    nok.account.is_active = False
    nok.account.save()
    assert checked(client, other).status_code == 404


def test_what_cannot_be_shown_is_refused(nok, wipa, held, interview, siriporn):
    theirs = make_certificate(wipa, interview, by=siriporn)
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    held.refresh_from_db()
    for chosen, sentence in (([], "at least one"), ([theirs], "cannot"), ([held], "cannot")):
        with pytest.raises(ValidationError, match=sentence):
            passport.show(person=nok, certificates=chosen, name=True, now=NOW)


def test_there_are_twenty_addresses_at_most(nok, held):
    made = [passport.show(person=nok, certificates=[held], name=False, now=NOW) for _ in range(20)]
    with pytest.raises(ValidationError, match="20 addresses"):
        passport.show(person=nok, certificates=[held], name=False, now=NOW)
    passport.withdraw(proof=made[0], now=NOW)
    passport.show(person=nok, certificates=[held], name=False, now=NOW)


def test_what_never_ends_stands_below_what_does(client, nok, held, siriporn):
    lasting = make_certificate_type(nok.organisation, "Listening", thai="")
    lasts = make_certificate(nok, lasting, by=siriporn, expires_on=None)
    enter(client, nok)
    assert passport.earned(nok) == [held, lasts]
    own = client.get(reverse("my_certificates")).context["held"]
    assert [certificate for certificate, _state in own] == [held, lasts]


def test_the_holder_makes_prints_and_takes_back_a_page(client, nok, held):
    enter(client, nok)
    sent = {"certificates": [held.public_id], "name": "1"}
    made = client.post(reverse("passport"), sent, follow=True)
    proof = Proof.objects.get()
    page = made.content.decode()
    assert f"http://localhost:8000/training/check/{proof.public_id}/" in page
    assert made.context["path"].startswith("M4 4h1v1h-1z")
    assert "with your name" in client.get(reverse("passport")).content.decode()
    client.post(reverse("passport"), {"withdraw": proof.public_id})
    assert client.get(reverse("proof", args=[proof.public_id])).status_code == 404


@pytest.mark.parametrize("chosen", [[], ["x"], ["7b2c3d9e-0000-4000-8000-000000000000"]])
def test_choosing_nothing_is_refused_in_words(chosen, client, nok, held):
    enter(client, nok)
    answer = client.post(reverse("passport"), {"certificates": chosen})
    assert answer.status_code == 422
    assert "Please tick at least one certificate." in answer.content.decode()


# --- Confirming ----------------------------------------------------------------------------------


@pytest.fixture
def boss(rest_house):
    """A trainer of another organisation."""
    person = make_person("boss", rest_house.organisation, full_name_en="Busaba Rakdee")
    make_membership(person, rest_house, Role.TRAINER)
    return person


def test_a_trainer_elsewhere_confirms_what_the_holder_showed_and_it_stands(
    client, shown, held, boss, nok
):
    address = reverse("check_proof", args=[shown.public_id])
    enter(client, boss)
    page = client.get(address).content.decode()
    assert "Confirm for Baan Suk Shelters" in page
    line = shown.lines.get()
    assert client.post(address, {"confirm": line.public_id}).status_code == 302
    assert (
        "Confirmed by Baan Suk Shelters on 20 November 2026"
        in checked(client, shown).content.decode()
    )
    enter(client, nok)
    own = client.get(reverse("certificate", args=[held.public_id])).content.decode()
    assert "Baan Suk Shelters" in own
    enter(client, boss)
    again = client.post(address, {"confirm": line.public_id})
    assert (again.status_code, "confirmed already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("who", ["siriporn", "ploy", "noi", "nok"])
def test_only_trainers_and_admins_elsewhere_confirm(client, request, shown, held, who):
    person = request.getfixturevalue(who)
    enter(client, person)
    address = reverse("check_proof", args=[shown.public_id])
    assert "Confirm for" not in client.get(address).content.decode()
    assert client.post(address, {"confirm": shown.lines.get().public_id}).status_code == 404
    with pytest.raises(ValidationError, match="another organisation"):
        certificates.confirm(certificate=held, by=person, now=NOW)


def test_nobody_confirms_their_own_from_another_place_of_their_account(held, nok, rest_house):
    there = make_person("elsewhere", rest_house.organisation, account=nok.account)
    make_membership(there, rest_house, Role.TRAINER)
    with pytest.raises(ValidationError, match="another organisation"):
        certificates.confirm(certificate=held, by=there, now=NOW)


def test_nobody_confirms_signed_out_or_what_is_not_shown(client, shown, boss):
    address = reverse("check_proof", args=[shown.public_id])
    assert client.post(address, {"confirm": shown.lines.get().public_id}).status_code == 404
    enter(client, boss)
    for name in ("", "x", "7b2c3d9e-0000-4000-8000-000000000000"):
        assert client.post(address, {"confirm": name}).status_code == 404


def test_what_is_over_is_not_confirmed(held, boss, siriporn):
    held.expires_on = NOW.date() - timedelta(days=1)
    held.save()
    with pytest.raises(ValidationError, match="no longer valid"):
        certificates.confirm(certificate=held, by=boss, now=NOW)
    held.expires_on = NOW.date()
    held.save()
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    with pytest.raises(ValidationError, match="no longer valid"):
        certificates.confirm(certificate=held, by=boss, now=NOW)


def test_a_correction_of_the_session_does_not_take_back_what_was_confirmed(
    nok, interview, siriporn, boss
):
    course = Course.objects.create(
        organisation=nok.organisation, name={"en": "Talks"}, hours=6, certificate_type=interview
    )
    session = make_session(course, siriporn)
    given = make_certificate(nok, interview, by=siriporn, session=session)
    certificates.confirm(certificate=given, by=boss, now=NOW)
    with pytest.raises(ValidationError, match="Another organisation has confirmed"):
        certificates.withdraw(session=session, people=[nok.pk], by=siriporn)
    certificates.revoke(certificate=given, reason="A mix-up of names", by=siriporn, now=NOW)
    assert Certificate.objects.get(pk=given.pk).revoked_at == NOW


# --- Badges --------------------------------------------------------------------------------------


def badge(client, proof, person):
    enter(client, person)
    return client.get(reverse("badge", args=[proof.lines.get().public_id]))


def key_of(token):
    """Where the key lies, as the head of a badge names it."""
    return jws.extract_compact(token.encode()).headers()["kid"]


def public_key(client, token):
    """Fetch the key as an outsider would, from the address that the badge names."""
    address = key_of(token).removeprefix("http://localhost:8000")
    client.logout()
    return client.get(address).json()


def test_a_badge_is_verified_by_an_independent_library_with_the_published_key(
    client, shown, nok, held
):
    answer = badge(client, shown, nok)
    assert answer["Content-Disposition"] == 'attachment; filename="badge.jwt"'
    token = answer.content.decode()
    key = RSAKey.import_key(public_key(client, token))
    found = jwt.decode(token, key, algorithms=["RS256"]).claims
    assert found["sub"] == f"urn:uuid:{shown.subject}"
    assert found["validFrom"] == "2025-01-01T17:00:00Z"
    assert found["validUntil"] == "2027-01-02T17:00:00Z"
    assert found["credentialSubject"]["achievement"]["name"] == "Victim interview"
    assert "Kanokwan" not in str(found)


def test_a_badge_says_of_no_renewal_by_hours_that_the_training_was_attended_again(
    client, nok, interview, siriporn
):
    """What is asked for is that of the certificate, however this one was earned."""
    make_study(nok, interview, siriporn, hours=32, state="confirmed")
    held = Certificate.objects.get(person=nok, type=interview)
    renewed = hours_actions.renew(certificate=held, by=siriporn, now=NOW)
    proof = passport.show(person=nok, certificates=[renewed], name=False, now=NOW)
    token = badge(client, proof, nok).content.decode()
    key = RSAKey.import_key(public_key(client, token))
    found = jwt.decode(token, key, algorithms=["RS256"]).claims
    told = found["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert "or renewed it by hours of continuing education" in told


def test_two_proofs_of_one_person_are_two_subjects(nok, held, shown):
    other = passport.show(person=nok, certificates=[held], name=False, now=NOW)
    assert other.subject != shown.subject


def test_no_badge_without_a_key_of_a_revoked_one_or_of_somebody_else(
    client, shown, nok, wipa, held, siriporn, settings
):
    assert badge(client, shown, wipa).status_code == 404
    settings.BADGE_KEY = ""
    assert badge(client, shown, nok).status_code == 404
    assert client.get(reverse("badge_key", args=["x"])).status_code == 404
    settings.BADGE_KEY = badge_key()
    assert badge(client, shown, nok).status_code == 200
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    assert badge(client, shown, nok).status_code == 404


def test_a_pasted_badge_leads_to_its_page_and_any_other_is_refused(client, shown, nok):
    token = badge(client, shown, nok).content.decode()
    client.logout()
    page = reverse("check_badge")
    answer = client.post(page, {"badge": f"  {token}\n"})
    assert answer["Location"] == reverse("check_proof", args=[shown.public_id])
    for other in ("", "hello", token[:-3], token.replace(".", "!")):
        answer = client.post(page, {"badge": other})
        assert answer.status_code == 422
        assert "not signed here" in answer.content.decode()
    passport.withdraw(proof=shown, now=NOW)
    assert client.post(page, {"badge": token}).status_code == 422


def test_a_place_checks_twenty_badges_a_minute_and_keeps_what_it_pasted(client, shown, nok):
    token = badge(client, shown, nok).content.decode()
    client.logout()
    page = reverse("check_badge")
    found = [client.post(page, {"badge": f"try {n}"}) for n in range(19)]
    found += [client.post(page, {"badge": token}) for _again in range(2)]
    assert [answer.status_code for answer in found] == [422] * 19 + [302, 429]
    text = found[-1].content.decode()
    assert "Please try again in a minute." in text
    assert token in text
    assert client.get(page).status_code == 200
    elsewhere = Client(REMOTE_ADDR="10.0.0.9")
    assert elsewhere.post(page, {"badge": token}).status_code == 302
    with time_machine.travel(NOW + timedelta(seconds=61), tick=False):
        assert client.post(page, {"badge": token}).status_code == 302


def test_a_new_key_signs_and_the_one_before_still_reads(client, shown, nok, settings):
    old = badge(client, shown, nok).content.decode()
    settings.BADGE_KEY = badge_key(1) + badge_key()
    new = badge(client, shown, nok).content.decode()
    assert key_of(old) != key_of(new)
    for token in (old, new):
        assert badges.line_of(token, NOW) == shown.lines.get()
        assert public_key(client, token)["kty"] == "RSA"


@pytest.mark.parametrize("key", ["nonsense", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_key_that_cannot_sign_stops_the_start(key, settings):
    settings.BADGE_KEY = key
    with pytest.raises(ImproperlyConfigured):
        keys.key_ring(key)
    assert [one.id for one in check_key(None)] == ["kamlangjai.E005"]
    settings.BADGE_KEY = badge_key()
    assert check_key(None) == []


def test_a_foreign_trainer_neither_sees_nor_revokes(client, held, noi, rest_house):
    make_membership(noi, rest_house, Role.TRAINER)
    enter(client, noi)
    page = reverse("certificate", args=[held.public_id])
    assert client.get(page).status_code == 404
    assert client.post(page, {"reason": "x"}).status_code == 404


def test_the_code_can_be_read_back():
    side, path = qr.drawn("http://localhost:8000/training/check/1/")
    assert side == 29 + 8
    assert path.count("M") > 300
    assert openbadges.ALGORITHM == "RS256"
