"""The office asks the keepers of another member's post: once, of them alone, and they answer."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from people.models import AccessEvent, Person, SentOnce
from programme.gaps import keeper_asks
from programme.members import actions as programmes
from programme.models import KeeperAsk, Programme, SharedPart
from tests.makers import NOW, enter
from tests.people.pending.waits import line_of, waits
from tests.programme.conftest import again, make_keeper_ask, make_post

State = KeeperAsk.State


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def post(seat, theirs, sumalee):
    """An uncovered post of Baan Suk, which shares its posts with the office."""
    programmes.agree(member=theirs, part=SharedPart.POSTS, by=sumalee, now=NOW)
    return make_post(sumalee.organisation)


def ask(post, by, kind="person", now=NOW) -> KeeperAsk:
    return keeper_asks.ask_keepers(post=post, kind=kind, by=again(by), now=now)


def answer(one, by, word, now=NOW):
    keeper_asks.answer_ask(ask=one, answer=word, by=again(by), now=now)
    one.refresh_from_db()


def test_the_keepers_find_it_and_no_other_person_of_theirs(post, anan, sumalee, ratree, noi, nok):
    one = ask(post, anan)
    assert [waits(who, "keeper_ask") for who in (sumalee, ratree, noi, nok, anan)] == [
        1,
        1,
        0,
        0,
        0,
    ]
    assert line_of(sumalee, "keeper_ask").address == f"/programme/asks/{one.public_id}/"
    assert not SentOnce.objects.filter(recipient=noi).exists()
    for who in (noi, nok, anan):
        assert not KeeperAsk.objects.visible_to(again(who)).exists()


@pytest.mark.parametrize(("word", "is_open"), [("yes", True), ("no", False), ("done", False)])
def test_an_answer_waits_no_more_and_a_yes_stays_open(post, anan, sumalee, word, is_open):
    one = ask(post, anan)
    answer(one, sumalee, word)
    assert (one.state, one.answered_by, waits(sumalee, "keeper_ask")) == (word, sumalee, 0)
    assert KeeperAsk.objects.open().exists() is is_open


def test_a_yes_becomes_done_and_what_is_done_stays(post, anan, sumalee, ratree):
    one, other = ask(post, anan), ask(make_post(sumalee.organisation), anan)
    answer(one, sumalee, "yes")
    for word, said in (("yes", "no longer open"), ("withdrawn", "choose"), ("asked", "choose")):
        with pytest.raises(ValidationError, match=said):
            answer(one, sumalee, word)
    answer(one, ratree, "done")
    with pytest.raises(ValidationError, match="no longer open"):
        answer(one, sumalee, "no")
    other.refresh_from_db()
    assert (one.state, other.state) == (State.DONE, State.ASKED)


def test_keepers_of_other_posts_and_people_without_the_role_do_not_answer(post, anan, ploy, noi):
    one = ask(post, anan)
    for who in (anan, ploy, noi):
        with pytest.raises(ValidationError):
            answer(one, who, "yes")


def test_one_thing_is_asked_about_a_post_at_a_time_and_again_after_90_days(post, anan, sumalee):
    one = ask(post, anan)
    with pytest.raises(ValidationError):
        ask(post, anan, "session")
    with pytest.raises(IntegrityError):
        KeeperAsk.objects.create(
            post=post, programme=one.programme, kind="session", asked_by=anan, asked_at=NOW
        )


def test_after_a_no_the_keepers_have_90_days_of_rest(post, anan, sumalee):
    answer(ask(post, anan), sumalee, "no")
    for days, refused in ((89, True), (90, False)):
        later = NOW + timedelta(days=days)
        with time_machine.travel(later, tick=False):
            if refused:
                with pytest.raises(ValidationError, match="were asked on"):
                    ask(post, anan, "session", later)
            else:
                assert ask(post, anan, "session", later).state == State.ASKED


@pytest.mark.parametrize("gone", ["withdraw", "leave", "end"])
def test_it_is_withdrawn_as_soon_as_the_member_shares_its_posts_no_more(
    post, anan, ours, theirs, ploy, sumalee, gone
):
    one = ask(post, anan)
    of_others = make_keeper_ask(make_post(ours.organisation))
    refused = make_keeper_ask(make_post(post.organisation), state=State.NO, settled_at=NOW)
    if gone == "withdraw":
        programmes.withdraw(member=theirs, part=SharedPart.POSTS, by=again(sumalee), now=NOW)
    elif gone == "leave":
        programmes.leave(member=theirs, by=again(sumalee), now=NOW)
    else:
        programmes.end(programme=ours.programme, by=again(ploy), now=NOW)
    one.refresh_from_db()
    assert (one.state, waits(sumalee, "keeper_ask")) == (State.WITHDRAWN, 0)
    for other in (of_others, refused):
        other.refresh_from_db()
    assert (of_others.state == State.ASKED, refused.state) == (gone != "end", State.NO)
    with pytest.raises(ValidationError):
        ask(post, anan)


def test_it_stays_when_the_member_withdraws_names_alone(post, anan, theirs, sumalee):
    programmes.agree(member=theirs, part=SharedPart.NAMES, by=sumalee, now=NOW)
    one = ask(post, anan)
    programmes.withdraw(member=theirs, part=SharedPart.NAMES, by=again(sumalee), now=NOW)
    one.refresh_from_db()
    assert one.state == State.ASKED


def test_another_programme_does_not_learn_what_was_asked_before(
    client, post, anan, theirs, sumalee
):
    answer(ask(post, anan), sumalee, "no")
    other = Programme.objects.create(name={"en": "Safe South"}, founded_at=NOW)
    # As if the member had come from there, where the post was asked for.
    KeeperAsk.objects.update(programme=other)
    page = f"/programme/posts/{post.public_id}/keepers/"
    enter(client, anan)
    answered = client.get(page).text
    assert "Not now" not in answered
    assert ask(post, anan).programme == theirs.programme


def test_what_the_office_withdrew_it_may_ask_again(post, anan, sumalee):
    ask(post, anan)
    ask(make_post(sumalee.organisation), anan)
    keeper_asks.withdraw_ask(post=post, by=again(anan), now=NOW)
    assert waits(sumalee, "keeper_ask") == 1
    ask(post, anan, "stand_in")
    assert waits(sumalee, "keeper_ask") == 2


def test_a_post_that_is_held_closed_or_ones_own_is_not_asked_for(post, anan, noi, saphan, sumalee):
    held = make_post(sumalee.organisation, noi)
    closed = make_post(sumalee.organisation, closed_on=NOW.date())
    for one in (held, closed, make_post(saphan)):
        with pytest.raises(ValidationError):
            ask(one, anan)
    assert not KeeperAsk.objects.exists()
    # Who holds another post does not fill this one.
    assert ask(post, anan).state == State.ASKED


def test_a_kind_that_is_not_there_is_refused(post, anan):
    with pytest.raises(ValidationError):
        ask(post, anan, "money")


def test_who_is_of_the_office_no_more_asks_no_more(post, anan, seat, ploy):
    programmes.take_back(seat=seat, by=again(ploy), now=NOW)
    with pytest.raises(ValidationError):
        ask(post, anan)


def test_two_taps_from_the_board_and_the_keepers_answer(client, post, anan, sumalee):
    enter(client, anan)
    board = client.get("/programme/coverage/").content.decode()
    address = f"/programme/posts/{post.public_id}/keepers/"
    assert address in board
    assert client.get(address).status_code == 200
    assert client.post(address, {"do": "ask", "kind": "stand_in"}).status_code == 302
    assert client.post(address, {"do": "ask", "kind": "person"}).status_code == 422
    one = KeeperAsk.objects.get()
    enter(client, sumalee)
    page = client.get(f"/programme/asks/{one.public_id}/").content.decode()
    assert "Agree on a stand-in" in page
    assert "Safe North" in page
    assert anan.full_name_en not in page
    client.post(f"/programme/asks/{one.public_id}/", {"do": "yes"})
    enter(client, anan)
    page = client.get(address).content.decode()
    assert "Agreed, not done yet" in page
    assert sumalee.full_name_en not in page
    assert client.post(address, {"do": "withdraw"}).status_code == 302
    assert KeeperAsk.objects.get().state == State.WITHDRAWN


def test_an_answer_that_is_none_is_not_there(client, post, anan, sumalee):
    one = ask(post, anan)
    enter(client, sumalee)
    assert client.post(f"/programme/asks/{one.public_id}/", {"do": "withdrawn"}).status_code == 404


def test_the_look_at_the_post_is_noted_at_the_member_that_has_it(post, anan, theirs):
    before = AccessEvent.objects.filter(subject=theirs.public_id).count()
    ask(post, anan)
    assert AccessEvent.objects.filter(subject=theirs.public_id).count() == before + 1


def test_a_person_who_keeps_no_posts_reads_none(client, post, anan, noi):
    one = ask(post, anan)
    enter(client, Person.objects.get(pk=noi.pk))
    assert client.get(f"/programme/asks/{one.public_id}/").status_code == 404
    assert client.get(f"/programme/posts/{post.public_id}/keepers/").status_code == 404
