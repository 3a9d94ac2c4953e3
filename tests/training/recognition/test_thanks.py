"""Thanks: between two people until the receiver says otherwise; reported, decided, not counted."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import connection

from people.models import AccessEvent, Membership, Person, Role
from people.own_data.record import as_json
from tests.makers import NOW, enter, make_membership, make_person, make_thanks, make_worker
from training.finding.colleagues import SHOWN_AT_MOST, TEAMMATES_AT_MOST
from training.models import Audience, Thanks, ThanksReport
from training.recognition import tasks as recognition_tasks
from training.recognition import thanks

WORDS = "You noticed I had not eaten."
STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def note(nok, wipa):
    """Wipa thanks Nok."""
    return make_thanks(wipa, nok, WORDS)


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


def readers(cast) -> set[str]:
    """Who of the cast reads a note, each on a request of their own."""
    again = {name: Person.objects.get(pk=one.pk) for name, one in cast.items()}
    return {name for name, one in again.items() if Thanks.objects.visible_to(one).exists()}


def give(giver, receiver, words=WORDS, now=NOW):
    return thanks.give(giver=giver, receiver=receiver, words=words, now=now)


def text(answer) -> str:
    return answer.content.decode()


# --- Who reads it --------------------------------------------------------------------------------


def test_a_note_is_between_two_until_its_receiver_says_otherwise(cast, note):
    assert readers(cast) == {"nok", "wipa"}


@pytest.mark.parametrize("audience", ["inside", "public"])
def test_what_its_receiver_shares_the_organisation_reads_and_nobody_beyond(cast, note, audience):
    thanks.choose(note, by=cast["nok"], audience=audience)
    assert readers(cast) == set(STAFF) - {"noi"}
    assert Thanks.objects.public(NOW.date()).exists() is (audience == "public")
    thanks.choose(note, by=cast["nok"], audience="private")
    assert readers(cast) == {"nok", "wipa"}


@pytest.mark.parametrize("who", ["wipa", "ploy", "noi"])
def test_only_its_receiver_chooses_who_reads_a_note(cast, note, who):
    thanks.choose(note, by=cast[who], audience="public")
    thanks.put_away(note, by=cast[who], now=NOW)
    note.refresh_from_db()
    assert (note.audience, note.hidden_at) == ("private", None)


def test_without_a_name_others_read_a_colleague(client, cast, note):
    """Some work here is undercover: thanks for it can be shared all the same."""
    pages = ["/thanks/", f"/thanks/{note.public_id}/", f"/thanks/{note.public_id}/report/"]
    enter(client, cast["nok"])
    sent = {"note": str(note.public_id), "do": "choose", "audience": "public"}
    client.post("/thanks/", sent)
    enter(client, cast["siriporn"])
    shown = [text(client.get(page)) for page in pages]
    assert all(WORDS in page and "Kanokwan" not in page for page in shown)
    assert "To a colleague, from Wipa Thongdee" in shown[0]
    enter(client, cast["nok"])
    client.post("/thanks/", sent | {"named": "on"})
    enter(client, cast["siriporn"])
    assert all("Kanokwan" in text(client.get(page)) for page in pages)


def test_an_admin_who_decides_on_a_report_and_the_writer_know_to_whom_it_is(client, cast, note):
    thanks.choose(note, by=cast["nok"], audience="inside", named=False)
    enter(client, cast["wipa"])
    assert "Kanokwan Srisuk" in text(client.get("/thanks/"))
    thanks.report(note, by=cast["siriporn"], why="Not kind.", now=NOW)
    enter(client, cast["ploy"])
    assert "To Kanokwan Srisuk, from" in text(client.get("/thanks/reports/"))


def test_whether_it_is_shared_with_the_name_is_in_the_receivers_files_alone(cast, note):
    thanks.choose(note, by=cast["nok"], audience="inside", named=False)
    told = {
        who: json.loads(as_json(cast[who], NOW))["parts"]["thanks"][0]["with_name"]
        for who in ("nok", "wipa")
    }
    assert told == {"nok": False, "wipa": ""}


def test_what_is_put_away_nobody_else_sees_and_taken_out_it_is_private(cast, note):
    thanks.choose(note, by=cast["nok"], audience="public")
    thanks.put_away(note, by=cast["nok"], now=NOW)
    assert readers(cast) == {"nok", "wipa"}
    assert not Thanks.objects.public(NOW.date()).exists()
    thanks.take_out(note, by=cast["nok"])
    note.refresh_from_db()
    assert (note.audience, note.hidden_at) == ("private", None)


def test_what_is_chosen_for_one_note_is_chosen_for_no_other(cast, note):
    other = make_thanks(cast["wipa"], cast["nok"], "You stayed.", audience="inside")

    def stands() -> tuple:
        other.refresh_from_db()
        return other.audience, other.hidden_at, other.removed_at

    thanks.choose(note, by=cast["nok"], audience="public")
    thanks.put_away(note, by=cast["nok"], now=NOW)
    assert stands() == ("inside", None, None)
    thanks.put_away(other, by=cast["nok"], now=NOW)
    thanks.take_out(note, by=cast["nok"])
    assert stands() == ("inside", NOW, None)
    waiting = report(other, cast["nok"])
    thanks.decide(report(note, cast["nok"]), by=cast["ploy"], remove=True, now=NOW)
    assert stands() == ("inside", NOW, None)
    assert ThanksReport.objects.waiting().get() == waiting
    gone = give(cast["wipa"], cast["nok"], "You came.")
    assert thanks.take_back(gone, by=cast["wipa"], now=NOW)
    assert set(Thanks.objects.all()) == {note, other}


def test_what_somebody_shared_goes_with_their_account(cast, note):
    """The page behind the link too: whoever is gone could not take it back."""
    thanks.choose(note, by=cast["nok"], audience="public")
    assert Thanks.objects.public(NOW.date()).exists()
    Person.objects.filter(pk=cast["nok"].pk).update(is_active=False)
    assert "siriporn" not in readers(cast)
    assert not Thanks.objects.public(NOW.date()).exists()


def test_the_words_do_not_stand_in_the_file(note):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM training_thanks")
        assert WORDS not in repr(cursor.fetchall())
    assert Thanks.objects.get().words == WORDS


# --- Giving --------------------------------------------------------------------------------------


def test_a_note_is_told_once_in_neutral_words(nok, wipa):
    made = give(wipa, nok)
    recognition_tasks.tell_thanked.call(made.pk)
    (message,) = mail.outbox
    assert message.to == ["nok@example.org"]
    assert not re.search("Wipa|Kanokwan|eaten", message.subject + message.body)
    assert "/thanks/" in message.body


def test_the_same_words_twice_are_one_note_and_on_another_day_two(nok, wipa):
    assert give(wipa, nok) == give(wipa, nok)
    assert give(wipa, nok, now=NOW + timedelta(days=1)) != give(wipa, nok)


def test_the_same_words_to_two_are_two_notes(nok, wipa, siriporn):
    assert [give(wipa, one).receiver for one in (nok, siriporn)] == [nok, siriporn]


@pytest.mark.parametrize("who", ["noi", "wipa", "gone"])
def test_only_a_colleague_is_thanked(wipa, noi, chiang_mai, who):
    gone = make_worker(chiang_mai, "gone")
    Membership.objects.filter(person=gone).update(ends=NOW.date() - timedelta(days=1))
    with pytest.raises(ValidationError) as refused:
        give(wipa, {"noi": noi, "wipa": wipa, "gone": gone}[who])
    assert refused.value.message_dict.keys() == {"to"}


@pytest.mark.parametrize("words", ["", "  ", "a" * 281, "Thanks for 1101700207030"])
def test_words_are_few_and_hold_no_identity(nok, wipa, words):
    with pytest.raises(ValidationError) as refused:
        give(wipa, nok, words)
    assert refused.value.message_dict.keys() == {"words"}
    assert give(wipa, nok, "a" * 280).words == "a" * 280


def test_ten_notes_are_enough_for_a_day(nok, wipa):
    for n in range(thanks.A_DAY):
        give(wipa, nok, f"Thank you {n}")
    with pytest.raises(ValidationError, match="reached today’s limit"):
        give(wipa, nok, "One more")
    give(wipa, nok, "One more", now=NOW + timedelta(days=1))


def test_a_slip_is_taken_back_on_the_same_day_by_its_writer_alone(nok, wipa):
    note = give(wipa, nok)
    tomorrow = NOW + timedelta(days=1)
    assert not thanks.take_back(note, by=nok, now=NOW)
    assert not thanks.take_back(note, by=wipa, now=tomorrow)
    assert thanks.take_back(note, by=wipa, now=NOW)
    assert not Thanks.objects.exists()


def test_what_was_reported_is_not_taken_back_before_an_admin_has_decided(nok, wipa, ploy):
    note = give(wipa, nok)
    found = report(note, nok)
    assert not thanks.take_back(note, by=wipa, now=NOW)
    thanks.decide(found, by=ploy, remove=False, now=NOW)
    assert thanks.take_back(note, by=wipa, now=NOW)


# --- Reports -------------------------------------------------------------------------------------


def report(note, by, why="It is not kind."):
    return thanks.report(note, by=by, why=why, now=NOW)


def test_a_reported_note_leaves_the_wall_until_an_admin_decides(cast, note):
    thanks.choose(note, by=cast["nok"], audience="public")
    found = report(note, cast["siriporn"])
    assert report(note, cast["nok"]) == found
    assert readers(cast) == {"nok", "wipa", "ploy"}
    assert not Thanks.objects.public(NOW.date()).exists()
    thanks.decide(found, by=cast["ploy"], remove=False, now=NOW)
    assert readers(cast) == set(STAFF) - {"noi"}


@pytest.mark.parametrize("audience", ["private", "inside", "public"])
def test_what_is_taken_down_only_its_writer_finds_again(cast, note, audience):
    thanks.choose(note, by=cast["nok"], audience=audience)
    found = report(note, cast["nok"])
    thanks.decide(found, by=cast["ploy"], remove=True, now=NOW)
    assert readers(cast) == {"wipa"}
    assert not Thanks.objects.public(NOW.date()).exists()
    assert not Thanks.objects.received(cast["nok"]).exists()


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "noi", "deputy"])
def test_only_an_admin_of_the_organisation_decides(cast, note, chiang_mai, who):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    found = report(note, cast["nok"])
    thanks.decide(found, by=(cast | {"deputy": deputy})[who], remove=True, now=NOW)
    assert ThanksReport.objects.waiting().get() == found


@pytest.mark.parametrize("side", ["giver", "receiver"])
def test_an_admin_does_not_decide_on_a_note_of_their_own(nok, wipa, ploy, side):
    pair = {"giver": nok, "receiver": nok} | {side: ploy}
    found = report(make_thanks(**pair), nok)
    thanks.decide(found, by=ploy, remove=True, now=NOW)
    assert ThanksReport.objects.waiting().get() == found


def test_the_admins_are_told_once_and_who_is_concerned_is_not(nok, wipa, ploy, office):
    other = make_person("other", office.organisation)
    make_membership(other, office, Role.ADMIN)
    found = report(make_thanks(wipa, ploy), wipa)
    recognition_tasks.tell_reported.call(found.pk)
    assert [message.to for message in mail.outbox] == [["other@example.org"]]


# --- The pages -----------------------------------------------------------------------------------


def sent(**changes) -> dict:
    return {"name": "kanokwan", "words": WORDS, "do": "find"} | changes


def test_a_colleague_is_found_chosen_and_thanked(client, nok, wipa):
    enter(client, wipa)
    found = client.post("/thanks/new/", sent())
    assert found.status_code == 200
    assert "Kanokwan Srisuk" in text(found)
    assert "Chiang Mai team" in text(found)
    assert WORDS in text(found)
    assert not Thanks.objects.exists()
    answer = client.post("/thanks/new/", sent(do="send", to=str(nok.public_id)), follow=True)
    assert "Your note is on its way." in text(answer)
    assert Thanks.objects.get().receiver == nok


def test_sending_without_a_tick_sends_nothing(client, nok, wipa, noi):
    enter(client, wipa)
    for to in ("", "x", str(noi.public_id), str(wipa.public_id)):
        client.post("/thanks/new/", sent(do="send", to=to))
    assert not Thanks.objects.exists()


def test_a_teammate_is_thanked_by_a_chip_without_a_search(client, nok, wipa):
    enter(client, wipa)
    chips = client.get("/thanks/new/")
    assert f'name="to" value="{nok.public_id}"' in text(chips)
    picked = client.post("/thanks/new/", sent(name="", to=str(nok.public_id)))
    assert "Send it to Nok" in text(picked)
    assert not Thanks.objects.exists()
    client.post("/thanks/new/", sent(name="", to=str(nok.public_id), do="send"))
    assert Thanks.objects.get().receiver == nok
    assert not AccessEvent.objects.about(nok).exists()


def test_chips_are_of_ones_own_units_bounded_and_never_of_another_organisation(
    client, nok, wipa, siriporn, noi, chiang_mai
):
    for n in range(30):
        make_worker(chiang_mai, f"colleague{n}")
    enter(client, wipa)
    chips = client.get("/thanks/new/").context["form"].chips
    assert len(chips) == TEAMMATES_AT_MOST
    assert not {wipa, siriporn, noi} & set(chips)


def test_while_a_name_is_typed_who_is_meant_is_suggested_and_nothing_is_sent(client, nok, wipa):
    enter(client, wipa)
    typed = {"name": "kanok", "words": "", "do": "suggest"}
    answer = client.post("/thanks/new/", typed)
    assert answer.status_code == 200
    assert "Send it to Nok" in text(answer)
    assert "There is a problem" not in text(answer)
    assert text(answer).count(f'value="{nok.public_id}"') == 1
    assert "Nobody by this name works here." in text(
        client.post("/thanks/new/", typed | {"name": "noi"})
    )
    assert not Thanks.objects.exists()


def test_who_was_looked_for_finds_the_look_noted(client, nok, wipa):
    enter(client, wipa)
    client.get("/thanks/new/")
    assert not AccessEvent.objects.about(nok)
    client.post("/thanks/new/", sent())
    assert [(e.what, e.viewer_role) for e in AccessEvent.objects.about(nok)] == [
        ("named", "supervisor")
    ]


def test_a_name_that_is_typed_letter_by_letter_is_one_look(client, nok, wipa):
    enter(client, wipa)
    for letters in range(3, 8):
        sent_so_far = {"name": "Kanokwan"[:letters], "words": "", "do": "suggest"}
        assert "Send it to Nok" in text(client.post("/thanks/new/", sent_so_far))
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["named"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": "k"}, "Please type at least two letters of the name."),
        ({"name": "k."}, "Please type at least two letters of the name."),
        ({"name": "นาย ก"}, "Please type at least two letters of the name."),
        ({"name": "noi"}, "Nobody by this name works here."),
        ({"name": "colleague"}, "Several people have this name."),
        ({"name": "", "to": ""}, "Please choose a colleague, or type a name."),
        ({"words": ""}, "Please fill this in: Your words."),
        ({"words": "1101700207030", "do": "send"}, "This looks like a national ID number."),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_is_kept(
    client, nok, wipa, noi, chiang_mai, changes, sentence
):
    for n in range(SHOWN_AT_MOST + 1):
        make_worker(chiang_mai, f"colleague{n}")
    enter(client, wipa)
    answer = client.post("/thanks/new/", sent(to=str(nok.public_id)) | changes)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert (changes.get("words", WORDS) or "kanokwan") in text(answer)
    assert not Thanks.objects.exists()


def test_the_page_shows_ones_own_and_what_is_shared_and_no_number(client, cast, note):
    shared = make_thanks(cast["nok"], cast["siriporn"], "For the quiet room.", audience="inside")
    enter(client, cast["nok"])
    page = text(client.get("/thanks/"))
    assert WORDS in page
    assert "To Siriporn Maneewong, from Kanokwan Srisuk" in page
    enter(client, cast["noi"])
    assert shared.words not in text(client.get("/thanks/"))


def test_choosing_and_putting_away_on_the_page(client, nok, wipa, note):
    enter(client, nok)
    client.post("/thanks/", {"note": str(note.public_id), "do": "choose", "audience": "public"})
    note.refresh_from_db()
    assert note.audience is not None
    assert Audience(note.audience).is_shared
    client.post("/thanks/", {"note": str(note.public_id), "do": "choose", "audience": "everybody"})
    assert Thanks.objects.public(NOW.date()).exists()
    client.post("/thanks/", {"note": str(note.public_id), "do": "away"})
    assert not Thanks.objects.public(NOW.date()).exists()
    assert "Put back" in text(client.get("/thanks/"))
    client.post("/thanks/", {"note": str(note.public_id), "do": "back"})
    assert "Put back" not in text(client.get("/thanks/"))


def test_a_note_is_taken_back_on_the_page(client, nok, wipa, note):
    old = make_thanks(wipa, nok, given_at=NOW - timedelta(days=1))
    enter(client, wipa)
    assert text(client.get("/thanks/")).count('value="undo"') == 1
    for one in (old, note):
        client.post("/thanks/", {"note": str(one.public_id), "do": "undo"})
    assert [*Thanks.objects.all()] == [old]
    enter(client, nok)
    answer = client.post("/thanks/", {"note": str(old.public_id), "do": "undo"})
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["wipa", "ploy", "noi"])
def test_another_ones_note_is_not_there_to_change(client, cast, note, who):
    enter(client, cast[who])
    for wanted in (str(note.public_id), "x", ""):
        assert client.post("/thanks/", {"note": wanted, "do": "away"}).status_code == 404


def test_the_public_page_names_the_receiver_and_not_the_writer(client, nok, note):
    address = f"/thanks/{note.public_id}/"
    assert client.get(address).status_code == 404
    thanks.choose(note, by=nok, audience="public")
    answer = client.get(address)
    assert "Thank you, Kanokwan Srisuk" in text(answer)
    assert "Wipa" not in text(answer)
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_a_note_is_reported_and_decided_on_the_pages(client, cast, note):
    enter(client, cast["nok"])
    page = f"/thanks/{note.public_id}/report/"
    assert client.post(page, {"why": ""}).status_code == 422
    assert client.post(page, {"why": "1101700207030"}).status_code == 422
    assert client.post(page, {"why": "It hurts."}).status_code == 302
    enter(client, cast["ploy"])
    assert "A note was reported." in text(client.get("/thanks/"))
    assert "It hurts." in text(client.get("/thanks/reports/"))
    assert [event.what for event in AccessEvent.objects.about(cast["wipa"])] == ["thanks"]
    found = ThanksReport.objects.get()
    client.post("/thanks/reports/", {"report": str(found.public_id), "do": "remove"})
    assert "Nothing to look at" in text(client.get("/thanks/reports/"))
    enter(client, cast["wipa"])
    assert "taken down by an admin" in text(client.get("/thanks/"))


def test_who_reported_a_note_finds_the_look_of_the_admin_noted_too(client, cast, note):
    thanks.choose(note, by=cast["nok"], audience="inside")
    report(note, cast["siriporn"])
    enter(client, cast["ploy"])
    client.get("/thanks/reports/")
    looks = AccessEvent.objects.about(cast["siriporn"])
    assert [(one.viewer, one.what) for one in looks] == [(cast["ploy"], "thanks")]


def test_an_admin_of_a_part_does_not_read_reports(client, nok, wipa, note, chiang_mai):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    report(note, nok)
    enter(client, deputy)
    assert client.get("/thanks/reports/").status_code == 404


@pytest.mark.parametrize("crew", [1, 3])
def test_the_page_costs_the_same_for_any_number(
    crew, client, nok, wipa, siriporn, django_assert_num_queries
):
    for n in range(crew):
        make_thanks(wipa, nok, f"a{n}")
        make_thanks(nok, wipa, f"b{n}", audience="inside")
        make_thanks(wipa, siriporn, f"c{n}", audience="inside")
    enter(client, nok)
    with django_assert_num_queries(6):
        client.get("/thanks/")


@pytest.mark.parametrize("crew", [1, 3])
def test_the_search_costs_the_same_for_any_number(
    crew, client, wipa, chiang_mai, django_assert_num_queries
):
    for n in range(crew):
        make_worker(chiang_mai, f"pim{n}")
    enter(client, wipa)
    with django_assert_num_queries(8):
        client.post("/thanks/new/", sent(name="pim"))
    with django_assert_num_queries(7):  # what was noted today is not noted again
        client.post("/thanks/new/", sent(name="pim"))
