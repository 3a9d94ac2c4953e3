"""Badges outside: a program of somebody else believes them, and stops within a day of revoking."""

import base64
import gzip
import json
import re
from datetime import date, datetime, timedelta

import jwt
import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.tenancy import context as tenancy
from tests.makers import NOW, enter, make_person
from tests.training.conftest import (
    badge_key,
    make_certificate,
    make_certificate_type,
    make_session,
)
from training.certificates import actions as certificates
from training.formats import status_list
from training.models import BadgeStatus, Certificate
from training.passport import actions as passport
from training.passport import badges, keys, statuses, tasks

from .outside_reader import Reader, RefusedError

HOUR = timedelta(hours=1)
OPEN = ("Access-Control-Allow-Origin", "Cross-Origin-Resource-Policy")


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


@pytest.fixture
def served(live_server, settings):
    """The product over real HTTP, at the address that its badges name."""
    cache.clear()
    settings.SITE_URL = live_server.url
    return live_server


def line(proof):
    return badges.shared_line(proof.lines.get().public_id)


def token(proof):
    return badges.badge(line(proof))


def content(signed):
    return jwt.decode(signed, options={"verify_signature": False})


def revoked(organisation, number=1, now=NOW):
    """The places that a list tells as revoked."""
    found = statuses.published_list(organisation, number, now)
    return places(found["credentialSubject"]["encodedList"])


def places(text):
    assert text[0] == "u"
    bits = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    written = "".join(f"{one:08b}" for one in bits)
    return {place for place, bit in enumerate(written) if bit == "1"}


# --- Over HTTP ------------------------------------------------------------------------------------


def at(moment):
    return time_machine.travel(moment, tick=False)


@pytest.mark.django_db(transaction=True)
def test_a_program_elsewhere_verifies_a_badge_and_refuses_it_once_it_is_revoked(
    served, shown, held, siriporn
):
    signed, reader = token(shown), Reader()
    found = reader.check(signed, NOW)
    assert found["credentialSubject"]["achievement"]["name"] == "Victim interview"
    assert reader.get(found["id"], NOW) == signed  # the badge names where it can be had again
    head, body, signature = signed.split(".")
    forged = ("B" if signature[0] == "A" else "A") + signature[1:]
    with pytest.raises(RefusedError, match="signature"):
        reader.check(f"{head}.{body}.{forged}", NOW)
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    with pytest.raises(RefusedError, match="revoked"):
        Reader().check(signed, NOW)
    with pytest.raises(RefusedError, match="404"):
        Reader().get(found["id"], NOW)


@pytest.mark.django_db(transaction=True)
def test_a_revoked_badge_fails_everywhere_within_a_day(served, shown, held, siriporn):
    """Who keeps what it may asks again after an hour; who hears nothing more stops after a day."""
    signed, online, cut_off = token(shown), Reader(), Reader()
    late = NOW.replace(minute=59)  # the list was made an hour ago
    with at(late):
        for reader in (online, cut_off):
            reader.check(signed, late)
        certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=late)
    online.check(signed, late + HOUR - timedelta(seconds=1))
    with at(late + HOUR), pytest.raises(RefusedError, match="revoked"):
        online.check(signed, late + HOUR)
    cut_off.online = False
    stops = late.replace(minute=0) + timedelta(days=1)
    assert stops - late < timedelta(days=1)
    cut_off.check(signed, stops - timedelta(seconds=1))
    with pytest.raises(RefusedError, match="not valid at this time"):
        cut_off.check(signed, stops)


@pytest.mark.django_db(transaction=True)
def test_a_list_that_is_still_so_is_not_sent_again(served, shown, siriporn, nok, interview):
    reader, begun = Reader(), NOW.replace(minute=0)
    for minutes in (0, 59):
        with at(begun + timedelta(minutes=minutes)):
            reader.kept = {  # a reader that asks each time
                one: (text, begun, mark) for one, (text, _until, mark) in reader.kept.items()
            }
            reader.check(token(shown), begun + timedelta(minutes=minutes))
    address = content(token(shown))["credentialStatus"]["statusListCredential"]
    assert [code for where, code in reader.fetched if where == address] == [200, 304]


def test_who_may_keep_what_and_for_how_long(
    client, shown, held, nok, django_assert_max_num_queries
):
    status = line(shown).status
    held_list = reverse("badge_status_list", args=[held.type.organisation.public_id, status.number])
    issuer = reverse("badge_issuer", args=[held.type.organisation.public_id])
    name = next(iter(keys.published())).removeprefix("http://localhost:8000")
    for address in (held_list, issuer, reverse("badge_keys"), name):
        with django_assert_max_num_queries(4) as asked:
            answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=3600"
        assert answer["Access-Control-Allow-Origin"] == "*"
        still = client.get(address, headers={"If-None-Match": answer["ETag"]})
        assert (still.status_code, still.content) == (304, b"")
        # Who keeps an answer takes over the head of this one: pages of other sites go on reading.
        for name in ("Cache-Control", "ETag", *OPEN):
            assert still[name] == answer[name], name
        assert client.head(address)["ETag"] == answer["ETag"]
        assert not [one for one in asked if not one["sql"].startswith(("SELECT", "SAVEPOINT"))]
        assert client.post(address).status_code == 405
    one = reverse("shared_badge", args=[shown.lines.get().public_id])
    for kind in ("text/html", "application/vc+jwt"):
        with django_assert_max_num_queries(6) as asked:
            assert client.get(one, headers={"Accept": kind}).status_code in {200, 302}
        assert not [sql for sql in asked if not sql["sql"].startswith(("SELECT", "SAVEPOINT"))]
    # Beside a cookie nothing is kept, and a page of a person never is.
    enter(client, nok)
    assert client.get(reverse("passport"))["Cache-Control"] == "no-store"
    shared = reverse("shared_badge", args=[shown.lines.get().public_id])
    assert client.get(shared)["Cache-Control"] == "no-store"


# --- The address of a badge -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "badge"),
        ("*/*", "badge"),
        ("application/vc+jwt", "badge"),
        ("application/ld+json", "badge"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "page"),
        ("text/html", "page"),
    ],
)
def test_the_address_of_a_badge_leads_a_person_to_its_page_and_hands_a_program_the_badge(
    client, shown, accept, kind
):
    answer = client.get(content(token(shown))["id"], headers={"Accept": accept} if accept else {})
    assert "Accept" in answer["Vary"]
    if kind == "page":
        assert answer["Location"] == reverse("check_proof", args=[shown.public_id])
    else:
        assert answer["Content-Type"] == "application/vc+jwt"
        assert answer.content.decode() == token(shown)


def test_it_is_there_only_while_its_holder_shows_it_and_is_not_known_to_be_revoked(
    client, shown, held, nok, siriporn, settings
):
    other = passport.show(person=nok, certificates=[held], name=False, now=NOW)
    ours, theirs = content(token(shown))["id"], content(token(other))["id"]
    passport.withdraw(proof=shown, now=NOW)
    assert [client.get(one).status_code for one in (ours, theirs)] == [404, 200]
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    assert client.get(theirs).status_code == 404
    page = client.get(theirs, headers={"Accept": "text/html"}, follow=True)
    assert "Revoked" in page.content.decode()
    settings.BADGE_KEY = ""
    assert client.get(theirs, headers={"Accept": "text/html"}).status_code == 404


def test_a_badge_of_before_leads_to_its_page_too(client, shown):
    """Badges were named by a number alone, and by no issuer that could be read."""
    found = content(token(shown))
    found["id"] = found["jti"] = f"urn:uuid:{shown.lines.get().public_id}"
    del found["credentialStatus"]
    assert badges.line_of(keys.sign(found), NOW) == shown.lines.get()
    found["id"] = found["jti"] = "https://kamlangjai.example.org/training/check/badges/x/"
    assert badges.line_of(keys.sign(found), NOW) is None


# --- What is revoked ------------------------------------------------------------------------------


def test_a_list_tells_what_is_revoked_withdrawn_and_deleted_alike_and_never_gives_a_place_twice(
    nok, wipa, held, shown, siriporn, interviewing, interview
):
    saphan = nok.organisation
    session = make_session(interviewing, siriporn)
    given = make_certificate(wipa, interview, by=siriporn, session=session)
    theirs = passport.show(person=wipa, certificates=[given], name=True, now=NOW)
    again = passport.show(person=nok, certificates=[held], name=True, now=NOW)
    where = {proof.pk: line(proof).status.place for proof in (shown, theirs, again)}
    assert len(set(where.values())) == 3  # one a badge: two of one certificate are not alike
    assert revoked(saphan) == set()

    passport.withdraw(proof=again, now=NOW)
    assert revoked(saphan) == {where[again.pk]}
    certificates.withdraw(session=session, people=[wipa.pk], by=siriporn)
    assert revoked(saphan) == {where[again.pk], where[theirs.pk]}
    certificates.revoke(certificate=held, reason="Mistake", by=siriporn, now=NOW)
    assert revoked(saphan) == set(where.values())
    shown.delete()
    assert revoked(saphan) == set(where.values())
    assert BadgeStatus.objects.count() == 3


def test_closing_an_account_takes_no_certificate_away(nok, shown):
    """The certificate stays its holder's; a status of revocation could not be taken back."""
    nok.account.is_active = False
    nok.account.save()
    assert revoked(nok.organisation) == set()


def test_a_list_names_nobody(client, nok, held, shown, siriporn):
    certificates.revoke(certificate=held, reason="Never came", by=siriporn, now=NOW)
    answer = client.get(reverse("badge_status_list", args=[nok.organisation.public_id, 1]))
    found = content(answer.content.decode())
    subject = found.pop("credentialSubject")
    assert subject.keys() == {"id", "type", "statusPurpose", "encodedList", "ttl"}
    for hidden in ("Kanokwan", "Never", str(held.public_id), str(shown.public_id), "interview"):
        assert hidden not in json.dumps(found)


def test_what_was_earned_elsewhere_is_in_the_list_of_who_issued_it(
    client, nok, held, rest_house, siriporn, interviewing, interview
):
    second = make_person("nok2", rest_house.organisation, account=nok.account)
    session = make_session(interviewing, siriporn)
    given = make_certificate(
        nok, interview, by=siriporn, session=session, issued_on=date(2024, 1, 1), current=False
    )
    enter(client, second)
    sent = {"certificates": held.public_id, "name": "1"}
    made = client.post(reverse("passport"), sent)
    address = client.get(made["Location"]).context["lines"][0][0].public_id
    signed = client.get(reverse("badge", args=[address])).content.decode()
    client.logout()
    assert content(signed)["issuer"]["name"] == "Saphan Foundation"
    there = client.get(content(signed)["credentialStatus"]["statusListCredential"])
    assert there.status_code == 200
    other = reverse("badge_issuer", args=[rest_house.organisation.public_id])
    assert client.get(other).status_code == 404  # it has issued nothing, and is told to nobody
    # A trainer there takes back what is shown from here, within the walls of the request.
    with tenancy.everywhere():
        proof = passport.show(person=second, certificates=[given], name=False, now=NOW)
        place = line(proof).status.place
    with tenancy.of_request(nok.organisation_id):
        certificates.withdraw(session=session, people=[nok.pk], by=siriporn)
    with tenancy.everywhere():
        assert place in revoked(nok.organisation)


# --- Places ---------------------------------------------------------------------------------------


@given(st.sets(st.integers(0, status_list.SIZE - 1), max_size=30))
def test_each_place_is_its_own_bit_counted_from_the_left(chosen):
    assert places(status_list.encoded(chosen)) == chosen


def test_the_first_and_the_last_place_are_the_outermost_bits():
    text = status_list.encoded([0, status_list.SIZE - 1])
    bits = gzip.decompress(base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4)))
    assert (len(bits), bits[0], bits[-1], any(bits[1:-1])) == (16_384, 0x80, 0x01, False)
    with pytest.raises(IndexError):
        status_list.encoded([status_list.SIZE])


@pytest.mark.parametrize(
    ("given", "number"), [(0, 1), (65_535, 1), (65_536, 2), (131_071, 2), (131_072, 3)]
)
def test_a_new_list_begins_when_one_is_half_full(given, number):
    assert status_list.list_to_fill(given) == number


def test_places_tell_neither_how_many_badges_there_are_nor_their_order(nok, held):
    proofs = [
        passport.show(person=nok, certificates=[held], name=False, now=NOW) for _ in range(12)
    ]
    drawn = [line(one).status.place for one in proofs]
    assert drawn != sorted(drawn)
    assert max(drawn) > 1_000  # twelve draws below it: once in 10 to the 25


def test_what_was_shown_before_badges_had_a_place_gets_one_at_night(client, shown, nok):
    BadgeStatus.objects.all().delete()
    enter(client, nok)
    badge = reverse("badge", args=[shown.lines.get().public_id])
    assert client.get(badge).status_code == 404
    assert badge not in client.get(reverse("proof", args=[shown.public_id])).content.decode()
    for _twice in range(2):
        tasks.number_badges.call()
    assert BadgeStatus.objects.count() == 1
    assert client.get(badge).status_code == 200


# --- The rules of Open Badges 3.0 and of the W3C --------------------------------------------------

URI = re.compile(r"(https?://[^\s]+|urn:uuid:[0-9a-f-]{36})")


def uri(found):
    return isinstance(found, str) and URI.fullmatch(found) is not None


def stamp(found):
    return datetime.fromisoformat(found).utcoffset() is not None


def hashed_with_salt_or_plain(identity):
    if not identity["hashed"]:
        return True
    return identity["identityHash"].startswith("sha256$") and bool(identity.get("salt"))


# Each rule in our words; the contexts stand in this order in both specifications.
RULES = {
    "contexts in order": lambda b: (
        b["@context"][:2]
        == [
            "https://www.w3.org/ns/credentials/v2",
            "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
        ]
    ),
    "types": lambda b: {"VerifiableCredential", "OpenBadgeCredential"} <= set(b["type"]),
    "id is an address": lambda b: uri(b["id"]) and b["id"].startswith("http"),
    "issuer is a profile": lambda b: (
        b["issuer"]["type"] == ["Profile"]
        and uri(b["issuer"]["id"])
        and uri(b["issuer"]["url"])
        and bool(b["issuer"]["name"])
    ),
    "validFrom has a zone": lambda b: stamp(b["validFrom"]),
    "validUntil has one too": lambda b: stamp(b.get("validUntil", b["validFrom"])),
    "subject": lambda b: "AchievementSubject" in b["credentialSubject"]["type"],
    "subject has an id": lambda b: uri(b["credentialSubject"]["id"]),
    "identities": lambda b: all(
        one["type"] == "IdentityObject" and hashed_with_salt_or_plain(one)
        for one in b["credentialSubject"].get("identifier", [])
    ),
    "achievement": lambda b: (
        uri(b["credentialSubject"]["achievement"]["id"])
        and "Achievement" in b["credentialSubject"]["achievement"]["type"]
    ),
    "achievement in words": lambda b: all(
        b["credentialSubject"]["achievement"][one].strip() for one in ("name", "description")
    ),
    "criteria": lambda b: b["credentialSubject"]["achievement"]["criteria"]["narrative"].strip(),
    "no schema is named that a reader would have to fetch": lambda b: "credentialSchema" not in b,
    "status": lambda b: (
        b["credentialStatus"]["type"] == "BitstringStatusListEntry"
        and b["credentialStatus"]["statusPurpose"] == "revocation"
    ),
    "status has an id that is not the list's": lambda b: (
        uri(b["credentialStatus"]["id"])
        and b["credentialStatus"]["id"] != b["credentialStatus"]["statusListCredential"]
    ),
    "the place is a number in a text": lambda b: re.fullmatch(
        r"0|[1-9]\d*", b["credentialStatus"]["statusListIndex"]
    ),
    "claims": lambda b: (
        (b["iss"], b["jti"], b["sub"]) == (b["issuer"]["id"], b["id"], b["credentialSubject"]["id"])
    ),
    "nbf": lambda b: b["nbf"] == datetime.fromisoformat(b["validFrom"]).timestamp(),
    "exp only with an end": lambda b: (
        b.get("exp")
        == (datetime.fromisoformat(b["validUntil"]).timestamp() if "validUntil" in b else None)
    ),
    "no claim of before": lambda b: not b.keys() & {"vc", "issuanceDate", "expirationDate"},
}


@pytest.mark.parametrize("name", [True, False])
@pytest.mark.parametrize("ends", [date(2027, 1, 2), None])
def test_a_badge_keeps_every_rule_of_the_specification(name, ends, nok, held):
    Certificate.objects.update(expires_on=ends)
    proof = passport.show(person=nok, certificates=[held], name=name, now=NOW)
    signed = token(proof)
    found = content(signed)
    assert [rule for rule, holds in RULES.items() if not holds(found)] == []
    head = jwt.get_unverified_header(signed)
    # Only these; `typ` could be JWT and nothing else, and no key is carried along.
    assert head.keys() <= {"alg", "kid", "typ"}
    assert (head["alg"], head.get("typ", "JWT"), uri(head["kid"])) == ("RS256", "JWT", True)


def test_a_list_keeps_every_rule_of_the_w3c(client, nok, held, shown):
    status = content(token(shown))["credentialStatus"]
    answer = client.get(status["statusListCredential"])
    assert answer["Content-Type"] == "application/vc+jwt"
    found, badge = content(answer.content.decode()), content(token(shown))
    subject = found["credentialSubject"]
    assert found["@context"] == ["https://www.w3.org/ns/credentials/v2"]
    assert {"VerifiableCredential", "BitstringStatusListCredential"} == set(found["type"])
    assert found["id"] == status["statusListCredential"]
    # Its one context has no profiles: what it does not define would be read as another thing.
    assert found["issuer"] == {one: badge["issuer"][one] for one in ("id", "name")}
    assert (subject["type"], subject["statusPurpose"]) == ("BitstringStatusList", "revocation")
    assert re.fullmatch(r"u[\w-]+", subject["encodedList"], re.ASCII)
    assert subject["ttl"] == 3_600_000  # milliseconds, as long as the answer may be kept
    first, last = (datetime.fromisoformat(found[one]) for one in ("validFrom", "validUntil"))
    assert first <= NOW < first + HOUR
    assert last == first + timedelta(days=1)
    assert (found["nbf"], found["exp"]) == (first.timestamp(), last.timestamp())
    assert 0 <= int(status["statusListIndex"]) < status_list.SIZE


def test_the_issuer_names_every_key_that_its_badges_name(client, shown, nok, settings):
    old = token(shown)
    settings.BADGE_KEY = badge_key(1) + badge_key()
    new = token(shown)
    issuer = client.get(content(new)["issuer"]["id"]).json()
    assert issuer["name"] == "Saphan Foundation"
    named = {one["id"]: one["publicKeyJwk"] for one in issuer["verificationMethod"]}
    known = client.get("/.well-known/jwks.json").json()["keys"]
    assert [one["kid"] for one in known] == list(named) == issuer["assertionMethod"]
    for signed in (old, new):
        kid = jwt.get_unverified_header(signed)["kid"]
        assert client.get(kid.removeprefix("http://localhost:8000")).json() == named[kid]
        assert not named[kid].keys() & {"d", "p", "q"}
        jwt.decode(signed, jwt.PyJWK(named[kid]), ["RS256"])
    settings.BADGE_KEY = ""
    for address in ("/.well-known/jwks.json", issuer["id"]):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("number", ["0", "01", "2", "-1", "1.0", "\u0e51", "9" * 30, "9" * 5000])
def test_a_list_is_at_its_own_address_and_at_no_other(client, shown, nok, number):
    own = reverse("badge_status_list", args=[nok.organisation.public_id, 1])
    assert content(client.get(own).text)["id"].endswith(own)
    other = client.get(f"{own.removesuffix('1/')}{number}/")
    assert (other.status_code, other["Cache-Control"]) == (404, "no-store")


def test_issuers_are_held_in_one_order_so_that_no_two_wait_for_each_other(
    nok, held, rest_house, siriporn
):
    second = make_person("nok2", rest_house.organisation, account=nok.account)
    theirs = make_certificate(
        second, make_certificate_type(rest_house.organisation, "Listening"), by=siriporn
    )
    for chosen in ([held, theirs], [theirs, held]):
        passport.show(person=nok, certificates=chosen, name=False, now=NOW)
    first, last = sorted([held.type.organisation_id, theirs.type.organisation_id])
    given = BadgeStatus.objects.order_by("pk").values_list("organisation", flat=True)
    assert list(given) == [first, last] * 2


def test_an_organisation_that_issued_no_badge_is_told_to_nobody(client, nok, noi, shown):
    for args in ([noi.organisation.public_id, 1], [nok.organisation.public_id, 2]):
        assert client.get(reverse("badge_status_list", args=args)).status_code == 404
    assert client.get(reverse("badge_issuer", args=[noi.organisation.public_id])).status_code == 404


def test_the_pages_say_for_how_long_a_copy_may_look_valid(client, shown, held, nok, siriporn):
    client.logout()
    assert (
        "A saved badge may look valid for up to one day"
        in client.get(reverse("check_proof", args=[shown.public_id])).content.decode()
    )
    enter(client, nok)
    assert "a copy may still look valid to them for up to one day" in " ".join(
        client.get(reverse("proof", args=[shown.public_id])).content.decode().split()
    )
    enter(client, siriporn)
    page = client.get(reverse("certificate", args=[held.public_id])).content.decode()
    assert "may still look valid for up to one day" in page
