"""Posts and who holds them: what is refused, and at which field."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Person, Role
from people.weeks import today
from programme.models import PostHolder, ProgrammePost, Station
from programme.posts import actions, stations
from programme.posts.actions import PostPlan
from tests.makers import NOW, enter, job_of, make_membership, make_worker
from tests.programme.conftest import SINCE, again, make_holder, make_post, make_station

TODAY = today(NOW)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def refused_at(call) -> set[str]:
    with pytest.raises(ValidationError) as refused:
        call()
    return set(getattr(refused.value, "error_dict", {"": 0}))


def give(post, person, by, starts=TODAY, **changes):
    return actions.give_post(
        post=post, person=again(person), starts=starts, by=again(by), now=NOW, **changes
    )


def test_a_post_is_refused_with_what_is_not_the_organisations(saphan, anan, noi, rest_house):
    theirs = make_station(rest_house.organisation)
    far = make_station(saphan, "TICAC", province="TH-10")
    plan = {"job": job_of(saphan), "province": "TH-50", "since": SINCE}
    for changes, field in (
        ({"job": job_of(noi)}, ""),
        ({"province": "TH-99"}, "province"),
        ({"station": theirs}, "station"),
        ({"station": far}, "station"),
        ({"unit": rest_house}, "unit"),
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"needed": 0}, "needed"),
        ({"needed": 21}, "needed"),
    ):
        wanted = PostPlan(**(plan | changes))
        about = {"organisation": saphan, "plan": wanted, "by": anan, "now": NOW}
        assert refused_at(lambda about=about: actions.open_post(**about)) == {field}
    assert not ProgrammePost.objects.exists()
    made = actions.open_post(
        organisation=saphan, plan=PostPlan(**plan, languages=("my", "th")), by=anan, now=NOW
    )
    assert made.languages == ["th", "my"]


def test_who_holds_a_post_is_of_the_organisation_and_not_who_enters_it(saphan, anan, nok, noi):
    post = make_post(saphan)
    for person in (noi, anan):
        with pytest.raises(ValidationError, match="cannot"):
            give(post, person, anan)
    held = give(post, nok, anan)
    assert AccessEvent.objects.about(nok).get(what="post_held").subject == post.public_id
    with pytest.raises(ValidationError):
        actions.end_holding(holder=held, ends=TODAY, by=again(noi), now=NOW)


def test_days_that_overlap_and_more_than_are_needed_are_refused_at_their_field(saphan, anan, nok):
    team = nok.memberships.get().unit
    post, mali = make_post(saphan), make_worker(team)
    make_holder(post, nok, ends=TODAY + timedelta(days=9))
    assert refused_at(lambda: give(post, nok, anan)) == {"person"}
    assert refused_at(lambda: give(post, mali, anan)) == {"starts"}
    assert refused_at(lambda: give(post, mali, anan, starts=SINCE - timedelta(days=1))) == {
        "starts"
    }
    assert refused_at(lambda: give(post, mali, anan, ends=TODAY - timedelta(days=1))) == {"ends"}
    assert refused_at(lambda: give(post, mali, anan, acting=True)) == {"ends"}
    acting = give(post, mali, anan, acting=True, ends=TODAY + timedelta(days=3))
    next_one = give(post, mali, anan, starts=TODAY + timedelta(days=10))
    first = PostHolder.objects.get(person=nok)
    about = {"by": again(anan), "now": NOW}
    for holder, ends, field in (
        (first, TODAY + timedelta(days=10), "starts"),
        (acting, TODAY + timedelta(days=10), "person"),
        (next_one, TODAY, "ends"),
    ):
        assert refused_at(
            lambda holder=holder, ends=ends: actions.end_holding(holder=holder, ends=ends, **about)
        ) == {field}
    ProgrammePost.objects.filter(pk=post.pk).update(needed=2)
    give(post, make_worker(team), anan, starts=TODAY)


def test_a_person_who_has_left_or_not_begun_holds_nothing(saphan, anan, nok):
    post = make_post(saphan)
    nok.memberships.update(ends=TODAY - timedelta(days=1))
    assert refused_at(lambda: give(post, nok, anan)) == {"person"}


def test_a_closed_post_and_a_person_who_has_not_come_in_are_refused(saphan, anan, nok):
    post = make_post(saphan)
    Person.objects.filter(pk=nok.pk).update(awaited=True)
    assert refused_at(lambda: give(post, nok, anan)) == {"person"}
    Person.objects.filter(pk=nok.pk).update(awaited=False)
    actions.close_post(post=post, by=again(anan), now=NOW)
    assert refused_at(lambda: give(post, nok, anan)) == {"starts"}
    give(post, nok, anan, starts=SINCE, ends=TODAY - timedelta(days=1))


def test_the_list_counts_holders_as_the_board_does(client, saphan, anan, nok):
    make_post(saphan, nok)
    enter(client, anan)
    assert [held for _post, held in client.get("/programme/posts/").context["posts"]] == [1]
    nok.memberships.update(ends=TODAY - timedelta(days=1))
    assert [held for _post, held in client.get("/programme/posts/").context["posts"]] == [0]


def test_a_number_without_end_names_no_holder(client, saphan, anan):
    enter(client, anan)
    path = f"/programme/posts/{make_post(saphan).public_id}/"
    assert client.post(path, {"do": f"end:{'9' * 5000}"}).status_code == 404


def test_the_usual_stations_come_once_and_are_the_organisations_own(saphan, anan, noi):
    about = {"organisation": saphan, "by": anan, "now": NOW}
    make_station(saphan, "Immigration Bureau", province="TH-50")
    n = stations.add_usual(**about)
    assert n == Station.objects.visible_to(anan).count() - 1 > 10
    assert stations.add_usual(**about) == 0
    assert not Station.objects.visible_to(noi).exists()
    with pytest.raises(ValidationError):
        stations.save_station(name={"en": "Immigration Bureau"}, province="TH-10", **about)
    with pytest.raises(ValidationError, match="province"):
        stations.save_station(name={"en": "New desk"}, province="TH-01", **about)


def test_pages_keep_what_was_typed_and_say_what_is_wrong_at_its_field(client, saphan, anan, nok):
    enter(client, anan)
    station = make_station(saphan, province="TH-10")
    sent = {"do": "save", "job": job_of(saphan).code, "how_many": "2", "province": "TH-50"}
    sent |= {"since": "5/1/2569", "station": station.code, "on_call": "on"}
    refused = client.post("/programme/posts/new/", sent)
    assert refused.status_code == 422
    assert "This station is in Bangkok." in refused.text
    unknown = client.post("/programme/posts/new/", sent | {"station": "nowhere"})
    assert "There is no such station in your list." in unknown.text
    made = client.post("/programme/posts/new/", sent | {"province": "TH-10"})
    post = ProgrammePost.objects.get()
    path = f"/programme/posts/{post.public_id}/"
    assert (made.status_code, made["Location"], post.needed) == (302, path, 2)
    assert post.since == date(2026, 1, 5)
    for do, status in (("give", 422), ("save", 422), ("end:1", 404), ("end:x", 404)):
        assert client.post(path, {"do": do}).status_code == status
    client.post(path, {"do": "give", "person": str(nok.public_id), "starts": "20/11/2026"})
    held = PostHolder.objects.get()
    wrong = client.post(path, {"do": f"end:{held.pk}", "ends": "19/11/2026"})
    assert (wrong.status_code, "The last day is before the first." in wrong.text) == (422, True)
    client.post(path, {"do": f"end:{held.pk}", "ends": "30/11/2026"})
    held.refresh_from_db()
    assert held.ends == date(2026, 11, 30)
    assert "Kanokwan Srisuk" in client.get(path).text
    client.post(path, {"do": "close"})
    post.refresh_from_db()
    assert post.closed_on == TODAY
    assert client.get("/programme/posts/").context["posts"] == []


def test_an_admin_of_a_part_keeps_no_posts(client, chiang_mai, wipa):
    make_membership(wipa, chiang_mai, Role.ADMIN, hours=None)
    enter(client, wipa)
    assert client.get("/programme/posts/").status_code == 404
    assert not Person.objects.get(pk=wipa.pk).administers_all
