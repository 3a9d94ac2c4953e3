"""Signing in and out, tries that are counted, and a password that was lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import make_password
from django.core import mail, signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import int_to_base36

from people.accounts.tasks import forget_ended
from people.models import Account
from tests.makers import NOW, PASSWORD, change_account, enter
from tests.quick.hashers import QuickArgon2id

SIGN_IN = "/sign-in/"


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


def sign_in(client, login="nok", password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": login, "password": password} | more)


@pytest.mark.parametrize("login", ["nok", "Nok", "nok@example.org", " NOK@example.org "])
def test_either_name_leads_in(client, nok, login):
    assert sign_in(client, login)["Location"] == "/"
    assert client.session["_auth_user_id"] == str(nok.account_id)


def test_the_session_ends_with_the_browser(client, nok):
    assert sign_in(client).cookies["sessionid"]["max-age"] == ""


def test_the_session_gets_a_new_name_on_the_way_in(client, nok):
    client.get(SIGN_IN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    sign_in(client)
    assert client.cookies["sessionid"].value != session.session_key


def test_the_person_reads_on_in_their_language(client, nok):
    change_account(nok, language="th")
    assert sign_in(client).cookies["django_language"].value == "th"


def test_a_language_chosen_on_this_device_stays(client, nok):
    client.cookies["django_language"] = "en"
    change_account(nok, language="th")
    assert "django_language" not in sign_in(client).cookies


def test_a_wrong_password_is_one_sentence_and_the_name_stays(client, nok):
    response = sign_in(client, password="wrong")
    assert response.status_code == 422
    assert response.text.count("Wrong sign-in name or password") == 1
    assert 'value="nok"' in response.text
    assert "wrong" not in response.text
    assert "<title>Error: Sign in" in response.text


def test_a_name_nobody_has_answers_the_same(client, nok):
    known, unknown = (sign_in(client, name, "wrong") for name in ("nok", "nik"))
    assert known.status_code == unknown.status_code == 422
    assert shape(known) == shape(unknown).replace('"nik"', '"nok"')


def shape(response):
    return re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", response.text)


def test_a_name_as_long_as_a_book_is_a_wrong_name(client, nok):
    assert sign_in(client, login="a" * 100_000).status_code == 422
    assert sign_in(client).status_code == 302


def test_five_tries_are_looked_at_and_the_sixth_is_refused(client, nok):
    for _ in range(5):
        assert "Wrong sign-in name or password" in sign_in(client, password="wrong").text
    response = sign_in(client)  # even the right one
    assert response.status_code == 422
    assert "Please wait 15 minutes" in response.text
    assert "_auth_user_id" not in client.session


def test_tries_are_counted_per_account_by_whichever_name(client, nok):
    for login in ["nok", "nok@example.org", "Nok", "NOK@example.org", "nok"]:
        assert "Wrong sign-in name or password" in sign_in(client, login, "wrong").text
    for login in ["nok@example.org", "nok"]:
        assert sign_in(client, login).status_code == 422  # even the right one
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(("times", "minutes"), [(5, 1), (100, 4)])
def test_tries_at_one_name_tell_nobody_that_another_is_of_the_same_account(
    client, nok, times, minutes
):
    """Nik has no account: whoever tries both names of either reads the same."""
    answers = []
    for name in ("nok", "nik"):
        guess(times, login=name, minutes=minutes)
        with time_machine.travel(NOW + times * timedelta(minutes=minutes), tick=False):
            other = sign_in(Client(REMOTE_ADDR="10.0.0.9"), f"{name}@example.org", "wrong")
        answers.append(shape(other).replace("nik", "nok"))
    assert answers[0] == answers[1]


class CountedArgon2id(QuickArgon2id):
    """Counts how often a password is hashed, to make a hash or to compare with one."""

    hashed = 0

    def encode(self, *given):
        CountedArgon2id.hashed += 1
        return super().encode(*given)

    def verify(self, *given):
        CountedArgon2id.hashed += 1
        return super().verify(*given)


def work_for(client, login):
    """How many hashes and statements a try with a wrong password takes."""
    cache.clear()
    before = CountedArgon2id.hashed
    with CaptureQueriesContext(connection) as statements:
        assert sign_in(client, login, "wrong").status_code == 422
    return CountedArgon2id.hashed - before, len(statements)


def test_a_wrong_password_is_as_much_work_whoever_has_the_name_or_the_address(
    client, nok, wipa, malee, settings
):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountedArgon2id"]
    wipa.account.set_unusable_password()
    wipa.account.save()
    Account.objects.filter(pk=malee.account_id).update(is_active=False)
    nobody = work_for(client, "nik")
    assert nobody[0] == 1
    for name in ("nok", "wipa", "malee", "nik"):
        for login in (name, f"{name}@example.org"):
            assert work_for(client, login) == nobody, login


@pytest.mark.parametrize("login", ["nok", "Nok@example.org", "nik", "nik@example.org"])
def test_an_account_is_looked_for_once_to_count_its_try_and_by_an_index(client, nok, login):
    """Among many accounts, reading each of them four times takes longer than the password."""
    cache.clear()
    with CaptureQueriesContext(connection) as statements:
        assert sign_in(client, login, "wrong").status_code == 422
    counted = 'SELECT "people_account"."username"'
    looked = [one["sql"] for one in statements if one["sql"].startswith(counted)]
    assert len(looked) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {looked[0]}")
            assert not any("SCAN" in step for *_numbers, step in cursor.fetchall())


def test_tries_are_counted_together_by_whichever_name_the_site_is_asked(client, nok):
    """One host of several has its port in its name, and a guest may write any."""
    tries = [("wrong", port) for port in range(8000, 8005)] + [(PASSWORD, 9000)]
    *before, last = [
        client.post(
            SIGN_IN, {"login": "nok", "password": password}, headers={"host": f"testserver:{port}"}
        ).text
        for password, port in tries
    ]
    assert all("Wrong sign-in name" in one for one in before)
    assert "Please wait" in last


def test_the_tries_of_one_do_not_lock_out_another(client, nok, wipa):
    for _ in range(6):
        sign_in(client, password="wrong")
    assert sign_in(client, "wipa").status_code == 302


def test_tries_stay_counted_however_many_others_are_counted(client, nok):
    for _try in range(5):
        sign_in(client, password="wrong")
    for name in range(400):
        cache.set(f"allauth:rl:other:{name}", [0.0], 900)
    assert "Too many tries" in sign_in(client).text


def test_counts_of_tries_are_deleted_when_they_count_for_nothing_any_more(client, nok):
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(5):
            sign_in(client, password="wrong")
        cache.set("longer", 1, 3600)
        forget_ended.call()
        assert "Too many tries" in sign_in(client).text
        # The wide limits count for a day, all others for fifteen minutes.
        for minutes, left in ((16, 3), (60, 2), (24 * 60, 0)):
            clock.shift(timedelta(minutes=minutes))
            forget_ended.call()
            assert entries() == left


def entries() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM cache_entry")
        return cursor.fetchone()[0]


def test_a_right_password_costs_no_try(client, nok):
    for _ in range(4):
        sign_in(client, password="wrong")
    for _ in range(3):
        assert sign_in(client).status_code == 302
        client.logout()


def test_too_much_at_once_is_a_page_and_kind(client, nok):
    answers = [client.post(SIGN_IN, {"login": "", "password": ""}) for _ in range(31)]
    assert answers[-1].status_code == 429
    assert "Please wait a few minutes" in answers[-1].text
    assert "<main" in answers[-1].text


@pytest.mark.parametrize("path", ["/password/again/", "/password/"])
def test_whoever_finds_a_device_unlocked_guesses_ten_times_in_fifteen_minutes(client, nok, path):
    enter(client, nok)
    guess = {"password": "a guess", "oldpassword": "a guess"} | two("seven small rivers")
    with time_machine.travel(NOW, tick=False) as clock:
        answers = [client.post(path, guess).status_code for _ in range(11)]
        clock.shift(timedelta(minutes=14))
        answers.append(client.post(path, guess).status_code)
    assert answers == [422] * 10 + [429] * 2


def test_nobody_fills_a_mailbox_with_links_for_new_passwords(client, nok):
    answers = [ask(client, "nok@example.org").status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert len(mail.outbox) == 5


def test_a_closed_account_does_not_open(client, nok):
    sign_in(client)
    Account.objects.filter(pk=nok.account_id).update(is_active=False)
    assert client.get("/account/")["Location"].startswith(SIGN_IN)
    client.cookies.clear()
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_signing_out_leaves_nothing_on_a_shared_device(client, nok):
    enter(client, nok)
    session = client.session
    session["visit"] = session["visit"] | {"shared": True}
    session.save()
    assert client.get("/sign-out/").status_code == 200
    assert "_auth_user_id" in client.session  # a link alone signs nobody out
    response = client.post("/sign-out/")
    assert response["Location"] == SIGN_IN
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert "_auth_user_id" not in client.session


def test_nobody_signs_up(client, db):
    for path in ("/signup/", "/accounts/signup/", "/sign-up/"):
        assert client.get(path).status_code == 404


# --- A lost password ---------------------------------------------------------------------------


def ask(client, email):
    return client.post("/password/reset/", {"email": email})


def link_in(message):
    return re.search(r"http://localhost:8000(/password/reset/key/\S+)", message.body)[1]


def test_a_lost_password_is_replaced(client, nok):
    response = ask(client, "NOK@example.org")
    assert response["Location"] == "/password/reset/sent/"
    message = mail.outbox[0]
    assert message.to == ["nok@example.org"]
    assert "nok" in message.body
    for name in ("Saphan", "Kanokwan", "testserver"):
        assert name not in message.subject + message.body
    form = client.get(link_in(message))["Location"]
    assert client.post(form, two("seven small rivers"))["Location"] == "/password/reset/done/"
    nok.refresh_from_db()
    assert nok.account.check_password("seven small rivers")


def two(password):
    return {"password1": password, "password2": password}


def test_the_message_is_in_the_persons_language(client, nok):
    change_account(nok, language="th")
    ask(client, nok.email)
    assert mail.outbox[0].subject != "A new password"


def test_an_unknown_address_answers_the_same_and_gets_nothing(
    client, nok, django_assert_num_queries
):
    known, unknown = ask(client, "nok@example.org"), ask(client, "nobody@example.org")
    assert known["Location"] == unknown["Location"]
    assert len(mail.outbox) == 1
    pages = {shape(client.get(answer["Location"])) for answer in (known, unknown)}
    assert len(pages) == 1


def test_a_closed_account_gets_no_link(client, nok):
    Account.objects.filter(pk=nok.account_id).update(is_active=False)
    ask(client, "nok@example.org")
    assert mail.outbox == []


@pytest.mark.parametrize("key", ["used", "x" * 40, f"dic3o0-{'0' * 32}"])
def test_a_wrong_key_is_as_much_work_whoever_has_the_number(client, nok, wipa, key):
    """A number that has an account, one whose account has no address, and one that has none."""
    Account.objects.filter(pk=wipa.account_id).update(email="")
    numbers = [nok.account_id, wipa.account_id, Account.objects.latest("pk").pk + 1]
    work = []
    for number in numbers:
        with CaptureQueriesContext(connection) as statements:
            page = client.get(f"/password/reset/key/{int_to_base36(number)}-{key}/").text
        assert "This link does not work any more" in page
        work.append([re.sub(r"\d+", "", one["sql"]) for one in statements])
    assert work[0] == work[1] == work[2]


def test_a_link_in_a_mail_ends_when_the_address_or_the_password_changes(client, nok):
    for change in ({"email": "kanokwan@example.org"}, {"password": make_password("a new one")}):
        before = Account.objects.get(pk=nok.account_id)
        ask(client, before.email)
        link = link_in(mail.outbox[-1])
        assert Client().get(link).status_code == 302
        Account.objects.filter(pk=nok.account_id).update(**change)
        assert "This link does not work any more" in Client().get(link).text


def test_a_link_works_once(client, nok):
    ask(client, nok.email)
    link = link_in(mail.outbox[0])
    client.post(client.get(link)["Location"], two("seven small rivers"))
    client.cookies.clear()
    again = client.get(link)
    assert "This link does not work any more" in again.text


def test_a_weak_new_password_is_refused_with_its_reason(client, nok):
    ask(client, nok.email)
    form = client.get(link_in(mail.outbox[0]))["Location"]
    assert client.get(form).status_code == 200
    response = client.post(form, two("only14letters!"))
    assert response.status_code == 422
    assert "at least 15 characters" in response.text
    nok.refresh_from_db()
    assert nok.account.check_password(PASSWORD)


def test_a_new_password_opens_after_too_many_tries(client, nok):
    for _ in range(6):
        sign_in(client, password="wrong")
    ask(client, nok.email)
    form = client.get(link_in(mail.outbox[0]))["Location"]
    client.post(form, two("seven small rivers"))
    assert sign_in(client, password="seven small rivers").status_code == 302


# --- Changing it -------------------------------------------------------------------------------


def test_a_password_is_changed_and_other_devices_are_signed_out(client, nok, django_user_model):
    elsewhere = type(client)()
    for device in (client, elsewhere):
        sign_in(device)
    sent = {"oldpassword": PASSWORD} | two("seven small rivers")
    assert client.post("/password/", sent)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302


def test_a_wrong_old_password_changes_nothing(client, nok):
    enter(client, nok)
    response = client.post("/password/", {"oldpassword": "wrong"} | two("seven small rivers"))
    assert response.status_code == 422
    assert "This is not your password." in response.text


def test_the_pages_around_signing_in_are_there(client, nok):
    for path in ("/sign-in/inactive/", "/password/reset/", "/password/reset/done/"):
        assert client.get(path).status_code == 200
    enter(client, nok)
    for path in ("/password/", "/password/again/"):
        assert client.get(path).status_code == 200
    assert client.post("/password/again/", {"password": "wrong"}).status_code == 422


# --- Who guesses elsewhere ------------------------------------------------------------------------


def guess(times, address="10.0.0.9", login="nok", minutes=4):
    """Somebody elsewhere tries wrong passwords, never more at once than one address may."""
    for number in range(times):
        with time_machine.travel(NOW + number * timedelta(minutes=minutes), tick=False):
            answer = sign_in(Client(REMOTE_ADDR=address), login, "wrong")
    return answer


def leave(client):
    """Sign out as a browser does, which keeps what it is known by; the test's client drops all."""
    known = client.cookies["known"].value
    client.logout()
    client.cookies["known"] = known


def test_who_guesses_elsewhere_locks_nobody_out(client, nok):
    for _try in range(6):
        sign_in(Client(REMOTE_ADDR="10.0.0.9"), password="wrong")
    assert "Please wait" in sign_in(Client(REMOTE_ADDR="10.0.0.9")).text
    assert sign_in(client).status_code == 302


def test_after_a_hundred_wrong_ones_in_a_day_no_more_is_looked_at_and_the_owner_hears_once(
    client, nok, mailoutbox
):
    assert "Wrong sign-in name or password" in guess(99).text
    assert mailoutbox == []
    later = NOW + timedelta(hours=8)
    with time_machine.travel(later, tick=False):
        assert "Wrong sign-in name or password" in sign_in(client, password="wrong").text
        assert [mail.to for mail in mailoutbox] == [["nok@example.org"]]
        assert "a hundred wrong passwords" in mailoutbox[0].body
        for address in ("10.0.0.7", "10.0.0.8"):
            assert "Too many tries" in sign_in(Client(REMOTE_ADDR=address)).text
        assert len(mailoutbox) == 1
    with time_machine.travel(later + timedelta(days=1), tick=False):
        assert sign_in(client).status_code == 302


def test_a_browser_that_signed_in_before_still_does(client, nok):
    with time_machine.travel(NOW - timedelta(days=1), tick=False):
        assert sign_in(client).status_code == 302
        leave(client)
    guess(100)
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        assert sign_in(Client()).status_code == 422
        assert sign_in(client).status_code == 302
        # And it has five tries of its own, no more.
        leave(client)
        for _try in range(5):
            sign_in(client, password="wrong")
        assert "Please wait" in sign_in(client).text


def test_on_a_device_that_others_use_too_no_browser_is_known(client, nok):
    assert "known" not in sign_in(client, shared="on").cookies
    assert "known" in sign_in(Client()).cookies


def test_what_a_browser_keeps_names_nobody_and_cannot_be_made_up(client, nok, wipa):
    kept = sign_in(client).cookies["known"].value
    about = signing.loads(kept, salt="config.sign_in.attempts.known")
    assert "nok" not in str(about)
    guess(100, login="wipa")
    for made_up in (kept[:-1], "x", signing.dumps(about, salt="other")):
        other = Client()
        other.cookies["known"] = made_up
        with time_machine.travel(NOW + timedelta(hours=8), tick=False):
            assert sign_in(other, "wipa").status_code == 422
    # Nok's own browser is not known to Wipa.
    leave(client)
    with time_machine.travel(NOW + timedelta(hours=8), tick=False):
        assert sign_in(client, "wipa").status_code == 422


def test_a_browser_of_several_people_is_known_to_each(client, nok, wipa):
    for login in ("nok", "wipa"):
        assert sign_in(client, login).status_code == 302
        leave(client)
    about = signing.loads(client.cookies["known"].value, salt="config.sign_in.attempts.known")
    assert len(about["accounts"]) == 2
