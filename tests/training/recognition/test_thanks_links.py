"""Thanks from outside: a link that shows one chosen name; what comes waits, seen by one alone."""

import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client

from people.models import AccessEvent, Organisation, Person
from people.own_data.record import as_json
from tests.makers import NOW, enter, make_thanks, make_thanks_link, make_thanks_outside
from training.models import Thanks, ThanksLink, ThanksReport
from training.recognition import forgetting, thanks, thanks_links
from training.recognition import tasks as recognition_tasks

WORDS = "You waited with her until the hearing began."
OFFICE = "Prosecutor's office, Chiang Mai"
STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
TODAY = NOW.date()
LONG_AGO = date(2026, 8, 21)  # 91 days before today; 90 days are kept


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def link(nok):
    """Nok shows herself as Nok."""
    return make_thanks_link(nok)


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def readers(cast) -> set[str]:
    """Who of the cast reads a note, each on a request of their own."""
    return {name for name, one in cast.items() if Thanks.objects.visible_to(again(one)).exists()}


def hand_out(person, now=NOW, **changes):
    fields = {"name": "Nok", "days": 30, "notes": 5} | changes
    return thanks_links.hand_out(person=person, now=now, **fields)


def write(link, words=WORDS, partner=OFFICE, now=NOW, **changes):
    return thanks_links.write(link, words=words, partner=partner, now=now, **changes)


def text(answer) -> str:
    return answer.content.decode()


# --- The link ------------------------------------------------------------------------------------


def test_a_link_is_open_to_its_last_day_and_its_last_note(nok):
    link = hand_out(nok, days=7, notes=1)
    for day, fine in ((TODAY + timedelta(days=6), True), (TODAY + timedelta(days=7), False)):
        assert ThanksLink.objects.open_on(day).exists() == fine
    write(link)
    assert not ThanksLink.objects.open_on(TODAY).exists()
    with pytest.raises(ValidationError) as refused:
        write(link, "Another.")
    assert refused.value.code == "closed"


def test_a_link_goes_with_the_account(nok, link):
    Person.objects.filter(pk=nok.pk).update(is_active=False)
    assert not ThanksLink.objects.open_on(TODAY).exists()


@pytest.mark.parametrize("who", ["wipa", "ploy", "noi"])
def test_only_its_holder_sees_and_closes_a_link(cast, link, who):
    assert not ThanksLink.objects.visible_to(cast[who]).exists()
    thanks_links.close(link, by=cast[who], now=NOW)
    assert ThanksLink.objects.open_on(TODAY).exists()
    thanks_links.close(link, by=cast["nok"], now=NOW)
    assert not ThanksLink.objects.open_on(TODAY).exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "n" * 81}, "name"),
        ({"name": "Nok 081 234 5678"}, "name"),
        ({"name": "1101700207030"}, "name"),
        ({"days": 365}, "__all__"),
        ({"notes": 1000}, "__all__"),
    ],
)
def test_what_no_link_may_be_is_refused(nok, changes, field):
    with pytest.raises(ValidationError) as refused:
        hand_out(nok, **changes)
    assert field in getattr(refused.value, "error_dict", {"__all__": 1})
    assert not ThanksLink.objects.exists()


def test_five_links_are_enough_and_a_used_one_does_not_count(nok, noi):
    links = [hand_out(nok, notes=1) for _ in range(thanks_links.AT_MOST)]
    with pytest.raises(ValidationError, match="5 links"):
        hand_out(nok)
    hand_out(noi)
    write(links[0])
    hand_out(nok)


# --- Writing -------------------------------------------------------------------------------------


def test_what_comes_waits_for_its_receiver_alone(cast, link):
    note = write(link, writer="Somchai")
    assert (note.receiver, note.giver, note.audience) == (cast["nok"], None, "")
    assert note.from_name == f"Somchai, {OFFICE}"
    assert note.waits
    assert readers(cast) == {"nok"}
    assert not Thanks.objects.public(NOW.date()).exists()


def test_nothing_of_it_stands_open_in_the_file(link):
    write(link, writer="Somchai")
    with connection.cursor() as cursor:
        for table in ("training_thanks", "training_thankslink"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 (two names of our own)
            assert not re.search(f"{WORDS}|{OFFICE}|Somchai|Nok", repr(cursor.fetchall()))
    found = Thanks.objects.get()
    assert (found.words, found.partner, found.writer) == (WORDS, OFFICE, "Somchai")
    assert found.to_name == "Nok"


def test_two_taps_are_one_note_also_where_it_is_the_last(nok):
    link = hand_out(nok, notes=1)
    assert write(link) == write(link)
    assert Thanks.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"words": " "}, "words"),
        ({"words": "a" * 281}, "words"),
        ({"words": "She is 1101700207030"}, "words"),
        ({"words": "Sign in at https://example.org"}, "words"),
        ({"words": "โทร 081-234-5678"}, "words"),
        ({"partner": " "}, "partner"),
        ({"partner": "p" * 81}, "partner"),
        ({"partner": "www.example.org"}, "partner"),
        ({"writer": "somchai@example.org"}, "writer"),
        ({"writer": "w" * 81}, "writer"),
    ],
)
def test_strangers_write_no_identity_and_no_way_elsewhere(link, changes, field):
    with pytest.raises(ValidationError) as refused:
        write(link, **changes)
    assert refused.value.message_dict.keys() == {field}
    assert not Thanks.objects.exists()


def test_somebody_of_another_organisation_writes_for_it_and_neither_sees_the_other(cast, link):
    note = write(link, partner="The palace", giver=cast["noi"])
    assert note.is_confirmed
    assert note.from_name == str(cast["noi"].organisation)
    assert "Noi" not in note.from_name
    assert note.to_name == "Nok"
    assert note.people == [cast["nok"]]
    assert readers(cast) == {"nok", "noi"}
    assert not Person.objects.visible_to(again(cast["noi"])).filter(pk=cast["nok"].pk).exists()
    assert not Person.objects.visible_to(again(cast["nok"])).filter(pk=cast["noi"].pk).exists()


def test_nobody_thanks_themselves_through_their_own_link(nok, link):
    with pytest.raises(ValidationError) as refused:
        write(link, giver=nok)
    assert refused.value.code == "own"


@pytest.mark.parametrize("lacks", ["giver", "partner"])
def test_the_table_holds_no_note_from_nobody(nok, wipa, link, lacks):
    note = make_thanks(wipa, nok) if lacks == "giver" else make_thanks_outside(link)
    empty = {"giver": None} if lacks == "giver" else {"sealed_partner": ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        Thanks.objects.filter(pk=note.pk).update(**empty)


def test_a_colleagues_note_never_waits(nok, wipa):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_thanks(wipa, nok, audience="")


def test_however_many_come_one_message_a_day_tells_of_them(nok, link):
    other = make_thanks_link(nok)
    for n in range(3):
        recognition_tasks.tell_thanked.call(write(link, f"Thank you {n}", writer="Somchai").pk)
    recognition_tasks.tell_thanked.call(write(other, "And once more").pk)
    (message,) = mail.outbox
    assert message.to == ["nok@example.org"]
    assert not re.search("Somchai|Prosecutor|outside", message.subject + message.body)
    recognition_tasks.tell_thanked.call(write(link, now=NOW + timedelta(days=1)).pk)
    assert len(mail.outbox) == 2


# --- What its receiver makes of it ---------------------------------------------------------------


def test_kept_it_is_read_by_whom_its_receiver_chooses(cast, link):
    note = write(link)
    thanks.choose(note, by=cast["nok"], audience="private")
    assert readers(cast) == {"nok"}
    thanks.choose(note, by=cast["nok"], audience="public")
    assert readers(cast) == set(STAFF) - {"noi"}


@pytest.mark.parametrize("known", [True, False])
def test_colleagues_read_too_whether_anybody_checked_who_wrote(client, cast, noi, link, known):
    """Else whoever has a link speaks to a whole organisation in anybody's name."""
    note = write(link, giver=noi if known else None)
    thanks.choose(note, by=cast["nok"], audience="inside")
    enter(client, cast["wipa"])
    page = text(client.get("/thanks/"))
    assert ("signed in with their organisation" in page) is known
    assert ("as they wrote it; nobody checked it" in page) is not known


@pytest.mark.parametrize("who", ["wipa", "ploy", "noi"])
def test_nobody_else_answers_it(cast, link, who):
    note = write(link)
    thanks.choose(note, by=cast[who], audience="public")
    thanks.put_away(note, by=cast[who], now=NOW)
    note.refresh_from_db()
    assert note.waits


def test_put_away_it_leaves_no_trace_with_its_writer(client, cast, link):
    """Noi's pages and files, byte for byte: waiting, kept, shown to everybody, put away."""
    note = write(link, giver=cast["noi"])
    enter(client, cast["noi"])

    def look():
        page = re.sub(r'value="[^"]*"', "", text(client.get("/thanks/")))
        return page, json.loads(as_json(again(cast["noi"]), NOW))["parts"]["thanks"]

    waiting = look()
    for audience in ("private", "inside", "public"):
        thanks.choose(note, by=cast["nok"], audience=audience)
        assert look() == waiting
    thanks.put_away(note, by=cast["nok"], now=NOW)
    assert look() == waiting
    assert mail.outbox == [] or {one.to[0] for one in mail.outbox} == {"nok@example.org"}


def test_it_is_taken_back_on_its_day_by_a_writer_with_an_account(cast, link):
    note = write(link, giver=cast["noi"])
    assert not thanks.take_back(note, by=cast["nok"], now=NOW)
    assert thanks.take_back(note, by=cast["noi"], now=NOW)


def test_reported_and_taken_down_its_link_is_closed_too(client, cast, link):
    note = write(link, "You will regret this.", giver=cast["noi"])
    other = make_thanks_link(cast["nok"], "Other")
    found = thanks.report(note, by=cast["nok"], why="It is a threat.", now=NOW)
    enter(client, cast["ploy"])
    page = text(client.get("/thanks/reports/"))
    assert "You will regret this." in page
    assert "Noi" not in page
    assert [event.what for event in AccessEvent.objects.about(cast["nok"])] == ["thanks"]
    assert not AccessEvent.objects.about(cast["noi"]).exists()
    client.post("/thanks/reports/", {"report": str(found.public_id), "do": "remove"})
    assert ThanksReport.objects.get().upheld
    assert ThanksLink.objects.open_on(TODAY).get() == other
    assert readers(cast) == {"noi"}


def test_kept_on_after_a_report_its_link_stays_open(cast, link):
    found = thanks.report(write(link), by=cast["nok"], why="Hm.", now=NOW)
    thanks.decide(found, by=cast["ploy"], remove=False, now=NOW)
    assert ThanksLink.objects.open_on(TODAY).exists()


# --- What is kept, and for how long --------------------------------------------------------------


def test_unkept_it_goes_after_90_days_and_kept_or_waiting_it_stays(link, ploy):
    at = NOW - timedelta(days=91)
    away = {"hidden_at": at, "given_at": at}
    gone = make_thanks_outside(link, "Gone", **away)
    fresh = make_thanks_outside(link, "Fresh", hidden_at=NOW - timedelta(days=90), given_at=at)
    waiting = make_thanks_outside(link, "Waiting", given_at=at)
    kept = make_thanks_outside(link, "Kept once", audience="private", **away)
    reported = make_thanks_outside(link, "Reported", **away)
    thanks.report(reported, by=link.person, why="Look.", now=NOW)
    judged = make_thanks_outside(link, "Judged", **away)
    found = thanks.report(judged, by=link.person, why="Look.", now=NOW)
    thanks.decide(found, by=ploy, remove=False, now=NOW)
    recognition_tasks.forget_links.call()
    recognition_tasks.forget_links.call()
    assert set(Thanks.objects.all()) == {fresh, waiting, kept, reported}
    assert not {gone, judged} & set(Thanks.objects.all())


def test_links_that_led_to_nothing_go_after_90_days(nok):
    make_thanks_link(nok, last_day=LONG_AGO)
    make_thanks_link(nok, withdrawn_at=NOW - timedelta(days=91))
    used = make_thanks_link(nok, last_day=LONG_AGO)
    make_thanks_outside(used)
    late = make_thanks_link(nok, last_day=LONG_AGO + timedelta(days=1))
    forgetting.forget(TODAY)
    assert set(ThanksLink.objects.all()) == {used, late}


def test_ones_own_files_hold_links_and_notes_and_no_address(nok, link):
    write(link, writer="Somchai")
    found = as_json(nok, NOW).decode()
    parts = json.loads(found)["parts"]
    assert [(one["shown_as"], one["notes_at_most"]) for one in parts["thanks_links"]] == [
        ("Nok", 5)
    ]
    assert [(one["from"], one["to"], one["words"]) for one in parts["thanks"]] == [
        (f"Somchai, {OFFICE}", "Kanokwan Srisuk", WORDS)
    ]
    assert str(link.public_id) not in found


def test_a_record_does_not_tell_what_others_made_of_ones_notes(nok, wipa):
    make_thanks(wipa, nok, audience="public")
    for who, told in ((wipa, ""), (nok, "public")):
        assert json.loads(as_json(who, NOW))["parts"]["thanks"][0]["audience"] == told


def test_who_goes_takes_links_and_notes_along(nok, link):
    write(link)
    nok.memberships.all().delete()
    nok.delete()
    assert not Thanks.objects.exists()
    assert not ThanksLink.objects.exists()


# --- The pages -----------------------------------------------------------------------------------


def sent(**changes) -> dict:
    return {"words": WORDS, "partner": OFFICE, "writer": ""} | changes


def page_of(link) -> str:
    return f"/thanks/write/{link.public_id}/"


def test_the_page_shows_the_chosen_name_and_no_other(client, nok, saphan, link):
    answer = client.get(page_of(link))
    page = text(answer)
    assert "A kind word for Nok" in page
    for hidden in (
        "Kanokwan",
        "nok@",
        "Saphan",
        saphan.name["th"],
        "Chiang Mai",
        nok.username + "<",
    ):
        assert hidden not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert answer["Cache-Control"] == "no-store"
    assert re.search("<title>(.*)</title>", page)[1] == "A thank-you note · Kamlangjai"


def test_a_note_is_left_signed_out_and_kept_by_its_receiver(client, cast, link):
    answer = client.post(page_of(link), sent(writer="Somchai"), follow=True)
    assert answer.redirect_chain == [("/thanks/sent/", 302)]
    assert "Your note is on its way." in text(answer)
    assert "Nok" not in text(answer)
    enter(client, cast["nok"])
    page = text(client.get("/thanks/"))
    assert f"Somchai, {OFFICE.replace(chr(39), '&#x27;')}" in page
    assert "as they wrote it; nobody checked it" in page
    note = Thanks.objects.get()
    answer = {"note": note.public_id, "do": "choose", "audience": "public", "named": "on"}
    client.post("/thanks/", answer)
    client.logout()
    public = text(client.get(f"/thanks/{note.public_id}/"))
    assert "Thank you, Nok" in public
    assert "From a partner" in public
    for hidden in ("Somchai", "Prosecutor", "Kanokwan", "Saphan"):
        assert hidden not in public


def test_signed_in_one_writes_for_ones_organisation(client, noi, link):
    enter(client, noi)
    page = text(client.get(page_of(link)))
    assert f"You write for {noi.organisation}" in page
    assert 'name="partner"' not in page
    client.post(page_of(link), sent(partner="The palace"))
    assert Thanks.objects.get().partner == str(noi.organisation)
    given = text(client.get("/thanks/"))
    assert "Withdraw it" in given
    assert "Kanokwan" not in given


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"words": ""}, "Please fill this in: Your words."),
        ({"partner": ""}, "Please fill this in: Your organisation."),
        ({"words": "1101700207030"}, "This looks like a national ID number."),
        (
            {"writer": "call 0812345678"},
            "Please leave out phone numbers",
        ),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(client, link, changes, sentence):
    answer = client.post(page_of(link), sent() | changes)
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2
    assert (changes.get("words", WORDS) or "Prosecutor") in text(answer)
    assert not Thanks.objects.exists()


def test_a_stranger_who_writes_a_book_holds_up_nobody(client, link):
    """What is too long to be kept is not looked through, so there is nothing to send all the same.

    Forty thousand letters of digits kept everybody else waiting for seven seconds.
    """
    some = sent(words="นายสมชาย " + "0 1 " * 10_000)
    answer = client.post(page_of(link), some)
    assert answer.status_code == 422
    assert "Please write at most 280 letters here." in text(answer)
    assert "all_the_same" not in text(answer)


@pytest.mark.parametrize("state", ["closed", "over", "used", "gone"])
def test_a_link_that_leads_nowhere_answers_like_one_that_never_was(client, nok, state):
    changes = {
        "closed": {"withdrawn_at": NOW},
        "over": {"last_day": TODAY - timedelta(days=1)},
        "used": {"most": 1},
        "gone": {},
    }[state]
    link = make_thanks_link(nok, **changes)
    if state == "used":
        make_thanks_outside(link)
    if state == "gone":
        Person.objects.filter(pk=nok.pk).update(is_active=False)
    missing = client.get(f"/thanks/write/{nok.public_id}/")
    posted = [sent(), sent(words=""), sent(words="1101700207030")]
    for answer in (client.get(page_of(link)), *(client.post(page_of(link), one) for one in posted)):
        assert answer.status_code == 404
        body, other = (re.sub(r'value="[^"]*"', "", text(one)) for one in (answer, missing))
        assert body.replace(str(link.public_id), "") == other.replace(str(nok.public_id), "")


def test_the_second_tap_on_the_last_note_is_thanked_too(client, nok):
    link = make_thanks_link(nok, most=1)
    for _tap in range(2):
        assert client.post(page_of(link), sent()).status_code == 302
    assert Thanks.objects.count() == 1


def test_a_link_takes_five_notes_an_hour(nok, link):
    """Each from another machine, so that only the link counts."""
    link = make_thanks_link(nok, most=20)
    found = [
        Client(REMOTE_ADDR=f"10.0.0.{n}").post(page_of(link), sent(words=f"Thank you {n}"))
        for n in range(6)
    ]
    assert [answer.status_code for answer in found] == [302] * 5 + [429]
    assert "Please try again in an hour." in text(found[-1])
    assert "Thank you 5" in text(found[-1])
    assert Thanks.objects.count() == 5
    with time_machine.travel(NOW + timedelta(minutes=61), tick=False):
        assert Client().post(page_of(link), sent()).status_code == 302


def test_a_machine_writes_ten_notes_an_hour_through_any_links(client, nok, wipa, siriporn):
    links = [make_thanks_link(one, most=5) for one in (nok, wipa, siriporn)]
    found = [
        client.post(page_of(links[n % 3]), sent(words=f"Thank you {n}")).status_code
        for n in range(12)
    ]
    assert found == [302] * 10 + [429] * 2


def test_a_bot_that_never_fits_fills_nothing(client, link):
    for _ in range(20):
        client.post(page_of(link), {"words": "buy"})
    assert not Thanks.objects.exists()
    assert mail.outbox == []
    assert client.post(page_of(link), sent()).status_code == 302


def test_a_note_without_its_token_is_refused(link):
    assert Client(enforce_csrf_checks=True).post(page_of(link), sent()).status_code == 403


def test_a_link_is_made_handed_on_and_closed_on_the_page(client, nok, wipa):
    enter(client, nok)
    refused = client.post("/thanks/links/", {"name": "", "days": "30", "notes": "5"})
    assert refused.status_code == 422
    client.post("/thanks/links/", {"name": "Khun N.", "days": "7", "notes": "1"})
    link = ThanksLink.objects.get()
    assert (link.name, link.most, link.last_day) == ("Khun N.", 1, TODAY + timedelta(days=6))
    page = text(client.get("/thanks/links/"))
    assert page.count(f"/thanks/write/{link.public_id}/") == 2
    assert "1 note left" in page
    close = {"close": str(link.public_id)}
    enter(client, wipa)
    assert str(link.public_id) not in text(client.get("/thanks/links/"))
    assert client.post("/thanks/links/", close).status_code == 404
    enter(client, nok)
    client.post("/thanks/links/", close)
    assert str(link.public_id) not in text(client.get("/thanks/links/"))
    assert client.get(page_of(link)).status_code == 404


@pytest.mark.parametrize("crew", [1, 3])
def test_the_pages_cost_the_same_for_any_number(crew, client, nok, wipa, django_assert_num_queries):
    for n in range(crew):
        link = make_thanks_link(nok, most=20)
        make_thanks_outside(link, f"a{n}")
        make_thanks_outside(link, f"b{n}", audience="inside")
        make_thanks_outside(make_thanks_link(wipa), f"c{n}", audience="inside")
    enter(client, nok)
    with django_assert_num_queries(6):
        client.get("/thanks/")
    with django_assert_num_queries(4):
        client.get("/thanks/links/")


def test_no_page_of_the_links_names_an_organisation(client, link):
    names = [str(one) for one in Organisation.objects.all()]
    for address in (page_of(link), "/thanks/sent/"):
        assert not any(name in text(client.get(address)) for name in names)
