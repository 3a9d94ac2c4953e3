"""One's own account: names, language, address, keys, and who has looked."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people.access_kinds import ACCESS_KINDS
from people.accounts import addresses, tokens
from people.accounts.tasks import forget_ended
from people.audit import actions as audit
from people.models import AccessEvent, AddressChange, ApiToken, Role
from tests.makers import (
    PASSWORD,
    at,
    change_account,
    enter,
    give_password,
    make_membership,
    make_person,
)
from workload import access_kinds


@pytest.fixture(autouse=True)
def no_tries_yet(db):
    cache.clear()


@pytest.fixture
def mine(client, nok):
    enter(client, nok)
    return client


NAMES, ADDRESS = "/account/names/", "/account/address/"


def names(**changes):
    return {
        "rank": "",
        "full_name_en": "Kanokwan Srisuk",
        "full_name_th": "กนกวรรณ ศรีสุข",
        "nickname_en": "Nok",
        "nickname_th": "นก",
        "language": "en",
    } | changes


def test_everybody_has_an_account_page(client, nok, wipa, siriporn, orathai, ploy, noi):
    for person in (nok, wipa, siriporn, orathai, ploy, noi):
        enter(client, person)
        for path in ("/account/", NAMES, ADDRESS, "/account/offer/", "/account/keys/"):
            assert client.get(path).status_code == 200


def test_names_and_language_are_saved_and_said_in_the_new_language(mine, nok):
    response = mine.post(NAMES, names(nickname_en="Nokky", language="th"))
    assert response["Location"] == "/account/"
    assert response.cookies["django_language"].value == "th"
    nok.refresh_from_db()
    assert (nok.nickname_en, nok.language) == ("Nokky", "th")


@pytest.mark.parametrize(("language", "first"), [("en", "full_name_en"), ("th", "full_name_th")])
def test_a_name_is_needed_and_what_was_typed_stays(language, first, mine, nok):
    mine.cookies["django_language"] = language
    nameless = names(full_name_en=" ", full_name_th="", nickname_en="Nokky")
    response = mine.post(NAMES, nameless)
    assert response.status_code == 422
    assert 'value="Nokky"' in response.text
    assert f'href="#id_{first}"' in response.text
    nok.refresh_from_db()
    assert nok.nickname_en == "Nok"


@pytest.mark.parametrize("kept", ["full_name_en", "full_name_th"])
def test_one_of_the_two_names_is_enough(kept, mine, nok):
    alone = dict.fromkeys(("full_name_en", "full_name_th", "nickname_en", "nickname_th"), "")
    response = mine.post(NAMES, names(**alone | {kept: names()[kept]}))
    assert response.status_code == 302
    nok.refresh_from_db()
    assert nok.name == names()[kept]


def test_the_name_in_the_readers_language_is_asked_for_first(mine):
    for language, first, second in (("en", "_en", "_th"), ("th", "_th", "_en")):
        mine.cookies["django_language"] = language
        page = mine.get(NAMES).text
        assert page.index(f'id="id_full_name{first}"') < page.index(f'id="id_full_name{second}"')


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"full_name_th": "ร.ต.อ.หญิง"}, "a title or rank without a name"),
        ({"full_name_en": "Dr."}, "a title or rank without a name"),
        ({"full_name_en": "<b>Nok</b>"}, "HTML and control signs"),
        ({"rank": "<i>Major</i>"}, "HTML and control signs"),
        ({"nickname_th": "ร.ต.อ."}, "a title or rank without a name"),
        ({"nickname_en": "Pol. Capt."}, "a title or rank without a name"),
        ({"nickname_th": "นก\u202e"}, "HTML and control signs"),
        ({"language": "fr"}, "This language is not offered here."),
    ],
)
def test_a_name_that_is_none_is_refused_at_its_field(wrong, said, mine, nok):
    response = mine.post(NAMES, names(**wrong))
    assert response.status_code == 422
    assert said in response.text.split(f'id="id_{next(iter(wrong))}_error"')[1]


@pytest.mark.parametrize(
    ("theirs", "status"),
    [
        ({"full_name_en": "Kanokwan  Srisuk"}, 422),
        ({"full_name_en": "Ms Kanokwan Srisuk"}, 422),
        ({"full_name_en": "KANOKWAN srisuk"}, 422),
        ({"full_name_en": "Ｋａｎｏｋｗａｎ Ｓｒｉｓｕｋ"}, 422),
        ({"full_name_en": "K\u0430n\u043ekwan Sr\u0456suk"}, 422),
        ({"full_name_en": "Kanokwan Srisukh"}, 302),
        ({"full_name_en": "", "full_name_th": "นางสาวกนกวรรณ ศรีสุข"}, 422),
        ({"full_name_en": "Kanokwan Srisuk", "nickname_en": "Kan"}, 302),
        ({"full_name_en": "Kanokwan Srisuk", "is_active": False}, 302),
        ({"full_name_en": "Kanokwan Sukjai"}, 302),
    ],
)
def test_of_two_people_of_one_name_the_second_is_asked_for_a_nickname(
    mine, nok, chiang_mai, theirs, status
):
    make_person("other", chiang_mai.organisation, **{"nickname_en": ""} | theirs)
    own = {"full_name_en": "Kanokwan Srisuk", "full_name_th": "กนกวรรณ ศรีสุข"}
    response = mine.post(NAMES, names(**own, nickname_en="", nickname_th=""))
    assert response.status_code == status
    if status == 422:
        about = response.text.split('id="id_nickname_en_error"')[1]
        assert "A colleague has the same name." in about.partition("<input")[0]
        again = names(**own, nickname_en="Nok", nickname_th="")
        assert mine.post(NAMES, again).status_code == 302


def test_a_name_of_another_organisation_is_nobodys_colleague(mine, nok, rest_house):
    make_person("other", rest_house.organisation, full_name_en="Kanokwan Srisuk", nickname_en="")
    own = {"full_name_en": "Kanokwan Srisuk", "nickname_en": "", "nickname_th": ""}
    assert mine.post(NAMES, names(**own)).status_code == 302


@pytest.mark.parametrize("password", ["", "wrong"])
def test_another_address_needs_the_password(mine, nok, password):
    response = mine.post(ADDRESS, {"email": "n@example.org", "password": password})
    assert response.status_code == 422
    assert "Please give your password" in response.text
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"


def link_to(address):
    message = next(one for one in mail.outbox if one.to == [address])
    return re.search(r"http://localhost:8000(/address/\S+)", message.body)[1]


def ask(mine, email="N@example.org"):
    return mine.post(ADDRESS, {"email": email, "password": PASSWORD}, follow=True)


def test_a_new_address_counts_only_after_its_link_was_followed(mine, nok, wipa):
    for one in (nok, wipa):
        kept = {"email": one.email, "primary": True, "verified": True}
        EmailAddress.objects.create(user=one.account, **kept)
    assert "We sent a link to n@example.org." in ask(mine).text
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"
    # Told first: a thief who followed the link at once would else read the warning.
    assert [one.to for one in mail.outbox] == [["nok@example.org"], ["n@example.org"]]
    assert "n@example.org" not in mail.outbox[0].subject + mail.outbox[0].body
    link = link_to("n@example.org")
    nobody = type(mine)()
    assert nobody.get(link).status_code == 200  # as a program that reads mail does
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"
    assert nobody.post(link)["Location"] == "/account/"
    nok.refresh_from_db()
    assert nok.email == "n@example.org"
    assert nobody.get(link).status_code == 404
    assert AccessEvent.objects.about(nok).get().what == "address"
    old = nobody.post("/sign-in/", {"login": "nok@example.org", "password": PASSWORD})
    new = nobody.post("/sign-in/", {"login": "n@example.org", "password": PASSWORD})
    assert (old.status_code, new.status_code) == (422, 302)
    assert EmailAddress.objects.get().user == wipa.account


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (73, 404)])
def test_the_link_works_for_three_days(mine, nok, hours, status):
    ask(mine)
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        assert mine.get(link_to("n@example.org")).status_code == status


@pytest.mark.parametrize(("hours", "kept"), [(71, True), (73, False)])
def test_an_address_is_forgotten_once_its_link_has_run_out(mine, nok, hours, kept):
    ask(mine)
    with time_machine.travel(timezone.now() + timedelta(hours=hours), tick=False):
        forget_ended.call()
    assert AddressChange.objects.visible_to(nok).exists() is kept


def test_a_change_is_taken_back_and_a_newer_one_replaces_it(mine, nok):
    ask(mine)
    first = link_to("n@example.org")
    ask(mine, "nn@example.org")
    assert mine.get(first).status_code == 404
    assert mine.post(ADDRESS, {"keep_address": "1"})["Location"] == ADDRESS
    assert mine.get(link_to("nn@example.org")).status_code == 404
    assert "We sent a link to" not in mine.get(ADDRESS).text


def test_a_new_password_takes_a_change_back_that_a_thief_may_have_asked_for(mine, nok, wipa):
    addresses.ask(person=wipa, email="w@example.org", now=timezone.now())
    ask(mine)
    new = {"password1": "seven small rivers", "password2": "seven small rivers"}
    mine.post("/password/", {"oldpassword": PASSWORD} | new)
    assert mine.get(link_to("n@example.org")).status_code == 404
    assert AddressChange.objects.get().person == wipa


def test_an_address_that_was_taken_meanwhile_is_refused(mine, nok, wipa):
    ask(mine)
    change_account(wipa, email="n@example.org")
    answer = mine.post(link_to("n@example.org"))
    assert (answer.status_code, "already an account" in answer.text) == (422, True)
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"


def test_each_sees_only_the_change_of_their_own(mine, nok, wipa, noi):
    ask(mine)
    assert AddressChange.objects.visible_to(nok).count() == 1
    for other in (wipa, noi):
        assert not AddressChange.objects.visible_to(other).exists()


@pytest.mark.parametrize("whose", ["wipa", "noi"])
def test_whether_an_address_is_taken_is_said_only_to_who_reads_its_mail(
    mine, nok, wipa, noi, whose
):
    """Even in another organisation: the accounts of an installation share their addresses."""
    taken = {"wipa": wipa, "noi": noi}[whose].email
    for address in ("nobody@example.org", taken):
        assert f"We sent a link to {address}." in ask(mine, address).text
    answer = mine.post(link_to(taken))
    assert (answer.status_code, "already an account" in answer.text) == (422, True)
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"


def test_the_password_is_not_guessed_here_either(mine, nok):
    for _guess in range(5):
        mine.post(ADDRESS, {"email": "n@example.org", "password": "a guess"})
    response = mine.post(ADDRESS, {"email": "n@example.org", "password": PASSWORD})
    assert response.status_code == 422
    assert "Too many tries" in response.text
    nok.refresh_from_db()
    assert nok.email == "nok@example.org"


def test_nothing_but_the_form_is_changed(mine, nok, wipa):
    sent = names(username="boss", organisation=1, is_active="", role="admin")
    for path in (NAMES, ADDRESS, "/account/offer/"):
        mine.post(path, sent | {"email": nok.email})
    before = (nok.username, nok.organisation_id, nok.is_active, nok.roles)
    nok.refresh_from_db()
    assert (nok.username, nok.organisation_id, nok.is_active, nok.roles) == before


def test_what_was_typed_as_an_address_stays_where_it_is_refused(mine):
    answer = mine.post(ADDRESS, {"email": "not an address", "password": PASSWORD})
    assert answer.status_code == 422
    assert 'value="not an address"' in answer.text
    assert 'href="#id_email"' in answer.text


def test_each_line_says_what_is_set_now(mine, nok, wipa):
    page = unescape(mine.get("/account/").text)
    for said in (
        "Nok",
        "nok@example.org",
        "off",
        "with a password",
        "on 1 device",
        "with nobody",
        "not read yet",
        "Nobody has looked in the last 8 weeks.",
    ):
        assert f"{said}<" in page or f">{said}" in page, said
    nok.languages, nok.open_to_talk = ["th", "my"], True
    nok.save()
    tokens.make(person=nok, name="my script")
    ask(mine)
    page = unescape(mine.get("/account/").text)
    for said in (
        "Nok · Thai, Burmese",
        "n@example.org: waiting for the link to be opened",
        "1 key",
        ">on<",
    ):
        assert said in page, said
    assert 'href="/account/messages/"' in page
    assert "Sign out" in page


def test_the_picture_counts_looks_by_role_and_week_and_none_of_ones_own(mine, nok, wipa, siriporn):
    with time_machine.travel(at("2026-11-20 09:00"), tick=False):
        enter(mine, nok)
        for day, times in (
            ("2026-11-20", 3),
            ("2026-11-09", 1),
            ("2026-09-28", 1),
            ("2026-09-27", 1),
        ):
            for _ in range(times):
                look(wipa, nok, at(f"{day} 08:00"))
        look(siriporn, nok, at("2026-11-15 23:59"), role=Role.TRAINER)
        audit.note_own(person=nok, what="password", at=at("2026-11-19 08:00"))
        page = unescape(mine.get("/account/").text)
    assert "Supervisor, times opened a week: 1, 0, 0, 0, 0, 0, 1, 3" in page
    assert "Trainer, times opened a week: 0, 0, 0, 0, 0, 0, 1, 0" in page
    assert "Worker, looks a week" not in page
    assert re.findall(r'middle">(\d+)<', page) == [str(n) for n in range(40, 48)]
    assert page.count('r="9"') == 1


# --- Keys --------------------------------------------------------------------------------------


def test_a_key_is_shown_once(mine, nok):
    give_password(mine)
    shown = mine.post("/account/keys/", {"scopes": ["own"], "name": "my script"}).text
    key = ApiToken.objects.get()
    text = shown.split("<code>")[1].split("</code>")[0]
    assert tokens.key_of_token(text).person == nok
    later = mine.get("/account/keys/").text
    assert text not in later
    assert key.token_hash not in later
    assert "my script" in later


def test_a_key_is_not_made_on_a_device_that_somebody_found_unlocked(mine, nok):
    """It would open the account after every visit was ended, and after a new password."""
    answer = mine.post("/account/keys/", {"scopes": ["own"], "name": "not hers"})
    assert answer["Location"].startswith("/password/again/")
    assert not ApiToken.objects.exists()


def test_with_the_password_a_key_is_made_from_what_was_typed(mine, nok):
    again = mine.post("/account/keys/", {"scopes": ["own"], "name": "my script"})["Location"]
    shown = mine.post(again, {"password": PASSWORD, "next": "/account/keys/"}).text
    assert tokens.key_of_token(shown.split("<code>")[1].split("</code>")[0]).person == nok


def test_a_new_key_stands_in_the_trail_and_is_mailed(mine, nok, mailoutbox):
    give_password(mine)
    mine.post("/account/keys/", {"scopes": ["own"], "name": "my script"})
    assert [one.what for one in AccessEvent.objects.about(nok)] == ["way_added"]
    assert [one.subject for one in mailoutbox] == ["How you sign in has changed"]


def test_a_key_is_removed(mine, nok):
    key, text = tokens.make(person=nok, name="my script")
    assert mine.post("/account/keys/", {"remove": key.pk}).status_code == 302
    assert tokens.key_of_token(text) is None


@pytest.mark.parametrize("which", ["theirs", "0", "x", "٣", "9" * 40])
def test_nobody_elses_key_is_removed(mine, wipa, which):
    key, text = tokens.make(person=wipa, name="hers")
    asked = key.pk if which == "theirs" else which
    assert mine.post("/account/keys/", {"remove": asked}).status_code == 404
    assert tokens.key_of_token(text).person == wipa


def test_a_key_without_a_name_and_the_eleventh_are_refused(mine, nok):
    give_password(mine)
    assert mine.post("/account/keys/", {"scopes": ["own"], "name": " "}).status_code == 422
    for number in range(10):
        tokens.make(person=nok, name=str(number))
    response = mine.post("/account/keys/", {"scopes": ["own"], "name": "one more"})
    assert response.status_code == 422
    assert "You have ten keys." in response.text


def test_a_key_says_until_when_it_opens_and_when_it_did_last(mine, nok):
    with time_machine.travel(at("2026-11-20 09:00"), tick=False):
        give_password(mine)
        form = mine.get("/account/keys/").text
        assert 'value="20/11/2027"' in form
        mine.post(
            "/account/keys/", {"scopes": ["own"], "name": "half a year", "last_day": "20/5/2027"}
        )
        listed = unescape(mine.get("/account/keys/").text)
        assert "until 20 May 2027" in listed
        assert "not used yet" in listed
    ApiToken.objects.update(used_on="2026-12-01")
    with time_machine.travel(at("2027-05-21 09:00"), tick=False):
        enter(mine, nok)
        listed = unescape(mine.get("/account/keys/").text)
    assert "expired on 20 May 2027" in listed
    assert "last used on 1 Dec 2026" in listed


@pytest.mark.parametrize("last_day", ["21/11/2027", "19/11/2026", "20/11/2571", "9999-99-99"])
def test_a_key_for_longer_is_refused_at_its_field_and_what_was_typed_stays(mine, last_day):
    with time_machine.travel(at("2026-11-20 09:00"), tick=False):
        give_password(mine)
        answer = mine.post(
            "/account/keys/", {"scopes": ["own"], "name": "my script", "last_day": last_day}
        )
    assert answer.status_code == 422
    assert 'href="#id_last_day"' in answer.text
    assert f'value="{last_day}"' in answer.text
    assert 'value="my script"' in answer.text
    assert not ApiToken.objects.exists()


# --- Who has looked ----------------------------------------------------------------------------


def look(viewer, person, when=None, what=access_kinds.BOARD, role=Role.SUPERVISOR):
    audit.note_access(viewer=viewer, role=role, what=what, at=when or timezone.now(), person=person)


def test_a_look_says_who_as_what_why_and_when(mine, nok, wipa):
    look(wipa, nok, at("2026-11-23 08:05"))
    text = mine.get("/account/opened/").text
    for part in ("Wipa Thongdee", "Supervisor", "weekly board", "Mon 08:05"):
        assert part in text


def test_a_look_is_told_in_thai_too(mine, nok, wipa):
    look(wipa, nok, at("2026-11-23 08:05"))
    mine.cookies["django_language"] = "th"
    text = mine.get("/account/opened/").text
    for part in ("วิภา ทองดี", "จ. 08.05 น."):
        assert part in text
    assert "weekly board" not in text


def test_nobody_reads_about_others(mine, nok, wipa, siriporn):
    look(siriporn, wipa, role=Role.TRAINER)
    text = mine.get("/account/opened/").text
    assert "Siriporn" not in text
    assert "Nobody has looked yet" in text


def test_every_kind_of_look_says_what_it_shows(mine):
    text = unescape(mine.get("/account/opened/").text)
    for kind in ACCESS_KINDS.values():
        assert kind.meaning, kind
        assert str(kind.label) in text


def test_looks_are_gathered_by_week_and_person_and_counted(mine, nok, wipa, siriporn):
    for moment in ("2026-11-23 08:05", "2026-11-23 09:05", "2026-11-29 23:59"):
        look(wipa, nok, at(moment))
    look(wipa, nok, at("2026-11-30 00:00"))
    look(siriporn, nok, at("2026-11-24 10:00"), role=Role.TRAINER)
    answer = mine.get("/account/opened/")
    weeks = answer.context["weeks"]
    assert [(one.week.number, [group.count for group in one.groups]) for one in weeks] == [
        (49, [1]),
        (48, [3, 1]),
    ]
    text = " ".join(answer.text.split())
    assert "Wipa Thongdee, Supervisor, 3 times" in text
    assert "Siriporn Maneewong, Trainer, once" in text
    assert "weekly board · 3×" in text


def test_a_role_narrows_the_looks_and_an_unknown_one_does_not(mine, nok, wipa, siriporn):
    look(wipa, nok)
    look(siriporn, nok, role=Role.TRAINER)
    only = mine.get("/account/opened/?role=trainer")
    assert [group.viewer for one in only.context["weeks"] for group in one.groups] == [siriporn]
    assert only.context["all_looks"] == 2
    assert len(mine.get("/account/opened/?role=king").context["weeks"][0].groups) == 2


def test_every_single_look_can_be_reached(mine, nok, wipa):
    for minute in range(40):
        look(wipa, nok, timezone.now() - timedelta(minutes=minute))
    assert mine.get("/account/opened/").context["weeks"][0].groups[0].others >= 1
    pages = [mine.get(f"/account/opened/?each=1&page={n}").context["page"] for n in (1, 2)]
    assert len({event.pk for page in pages for event in page}) == 40


def test_the_looks_are_taken_as_a_table_once_the_password_was_given(mine, nok, wipa, noi):
    look(wipa, nok, at("2026-11-23 08:05"))
    assert mine.get("/account/opened/table.csv").status_code == 302
    give_password(mine)
    answer = mine.get("/account/opened/table.csv")
    assert answer["Content-Disposition"].startswith('attachment; filename="looks-')
    head, *rows = answer.content.decode("utf-8-sig").splitlines()
    assert head.startswith("When,Who,Role")
    assert "2026-11-23 08:05+07:00,Wipa Thongdee,Supervisor" in rows[-1]


def test_the_list_is_paged_by_weeks_and_costs_the_same(mine, nok, wipa):
    costs = []
    for looks in (1, 40):
        for number in range(looks):
            look(wipa, nok, timezone.now() - timedelta(days=number))
        with CaptureQueriesContext(connection) as seen:
            text = mine.get("/account/opened/").text
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert "1 to 4 of" in " ".join(text.split())


def test_the_account_page_costs_a_few_statements(mine, nok, office):
    for role in (Role.TRAINER, Role.CARE):
        make_membership(nok, office, role)
    with CaptureQueriesContext(connection) as seen:
        mine.get("/account/")
    # Who is here (3), what waits (1), who looked (1), and a line each: passkeys, visits, keys, an
    # address that waits, shares, the agreement.
    assert len(seen) <= 12


def test_languages_are_ticked_kept_in_order_and_shown(mine, nok):
    assert mine.post(NAMES, names(languages=["shn", "th", "my"])).status_code == 302
    nok.refresh_from_db()
    assert nok.spoken == "Thai, Burmese, Shan"
    assert mine.get(NAMES).text.count(" checked") == 3


def test_a_language_nobody_knows_is_refused(mine, nok):
    assert mine.post(NAMES, names(languages=["xx"])).status_code == 422
    nok.refresh_from_db()
    assert nok.languages == []


def test_an_admin_reads_the_languages(client, ploy, nok):
    nok.languages = ["my"]
    nok.save()
    enter(client, ploy)
    assert "Burmese" in client.get(f"/people/{nok.public_id}/").text


def test_an_address_that_was_not_changed_says_so(client, nok):
    enter(client, nok)
    answer = client.post(ADDRESS, {"email": nok.email, "password": ""}, follow=True)
    assert "Nothing was changed: this is your address already." in answer.text
