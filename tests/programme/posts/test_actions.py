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
from tests.makers import NOW, enter, job_of, judge_stale, make_membership, make_worker
from tests.programme.conftest import SINCE, again, make_holder, make_post, make_station
from tests.training.conftest import make_certificate_type

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
    kind, their_kind = make_certificate_type(saphan), make_certificate_type(rest_house.organisation)
    plan = {"job": job_of(saphan), "province": "TH-50", "since": SINCE}
    for changes, field in (
        ({"job": job_of(noi)}, ""),
        ({"province": "TH-99"}, "province"),
        ({"station": theirs}, "station"),
        ({"station": far}, "station"),
        ({"unit": rest_house}, "unit"),
        ({"certificates": (kind, their_kind)}, "certificates"),
        ({"since": TODAY + timedelta(days=1)}, "since"),
        ({"needed": 0}, "needed"),
        ({"needed": 21}, "needed"),
    ):
        wanted = PostPlan(**(plan | changes))
        about = {"organisation": saphan, "plan": wanted, "by": anan, "now": NOW}
        assert refused_at(lambda about=about: actions.open_post(**about)) == {field}
    assert not ProgrammePost.objects.exists()
    plan |= {"certificates": (kind,), "languages": ("my", "th")}
    made = actions.open_post(organisation=saphan, plan=PostPlan(**plan), by=anan, now=NOW)
    assert (made.languages, list(made.certificates.all())) == (["th", "my"], [kind])


def test_who_holds_a_post_is_of_the_organisation_and_not_who_enters_it(saphan, anan, nok, noi):
    post = make_post(saphan)
    for person in (noi, anan):
        with pytest.raises(ValidationError, match="cannot"):
            give(post, person, anan)
    held = give(post, nok, anan)
    assert AccessEvent.objects.about(nok).get(what="post_held").subject == post.public_id
    with pytest.raises(ValidationError):
        actions.end_holding(holder=held, ends=TODAY, by=again(noi), now=NOW)
    actions.end_holding(holder=held, ends=TODAY, by=again(anan), now=NOW)
    noted = AccessEvent.objects.about(nok).filter(what="post_held")
    assert [one.subject for one in noted] == [post.public_id] * 2


def test_days_that_overlap_and_more_than_are_needed_are_refused_at_their_field(saphan, anan, nok):
    team = nok.memberships.get().unit
    post, mali = make_post(saphan), make_worker(team)
    make_post(saphan, mali)
    make_holder(post, nok, ends=TODAY + timedelta(days=9))
    assert refused_at(lambda: give(post, nok, anan)) == {"person"}
    assert refused_at(lambda: give(post, mali, anan)) == {"starts"}
    early = {"starts": SINCE - timedelta(days=1), "ends": SINCE - timedelta(days=1)}
    assert refused_at(lambda: give(post, mali, anan, **early)) == {"starts"}
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
    Person.objects.filter(pk=nok.pk).update(awaited=False, is_active=False)
    assert refused_at(lambda: give(post, nok, anan)) == {"person"}
    Person.objects.filter(pk=nok.pk).update(is_active=True)
    actions.close_post(post=post, by=again(anan), now=NOW)
    assert refused_at(lambda: give(post, nok, anan)) == {"starts"}
    give(post, nok, anan, starts=SINCE, ends=TODAY - timedelta(days=1))


def test_the_list_counts_holders_as_the_board_does(client, saphan, anan, nok):
    make_post(saphan, nok)
    enter(client, anan)
    assert [held for _post, held in client.get("/programme/posts/").context["posts"]] == [1]
    nok.memberships.update(ends=TODAY - timedelta(days=1))
    assert [held for _post, held in client.get("/programme/posts/").context["posts"]] == [0]


def test_who_held_a_post_and_who_will_hold_it_hold_it_on_no_other_day(saphan, nok, wipa, noi):
    post, day = make_post(saphan), timedelta(days=1)
    over, today_alone = (
        make_holder(post, nok, ends=TODAY - day),
        make_holder(post, wipa, TODAY, TODAY),
    )
    later = make_holder(post, nok, TODAY + day)
    make_post(noi.organisation, noi)
    ours = PostHolder.objects.visible_to(nok)
    for when, holder in ((TODAY - day, over), (TODAY, today_alone), (TODAY + day, later)):
        assert ours.on(when).get() == holder


def test_a_page_is_of_one_post_and_of_none_of_others(client, saphan, anan, nok, wipa, noi):
    post, theirs = make_post(saphan, nok), make_post(noi.organisation, noi)
    make_post(saphan, wipa)
    enter(client, anan)
    shown = client.get(f"/programme/posts/{post.public_id}/").context["holders"]
    assert [holder.person for holder, _now in shown] == [nok]
    assert client.get(f"/programme/posts/{theirs.public_id}/").status_code == 404
    assert len(client.get("/programme/posts/").context["posts"]) == 2


def test_a_number_without_end_names_no_holder(client, saphan, anan):
    enter(client, anan)
    path = f"/programme/posts/{make_post(saphan).public_id}/"
    assert client.post(path, {"do": f"end:{'9' * 5000}"}).status_code == 404


def test_the_usual_stations_come_once_and_are_the_organisations_own(saphan, anan, noi):
    about = {"organisation": saphan, "by": anan, "now": NOW}
    name = {"en": "Immigration Bureau"}
    make_station(saphan, name["en"], province="TH-50")
    n = stations.add_usual(**about)
    own = Station.objects.visible_to(anan)
    assert n == own.count() - 1 > 10
    assert [one.province for one in own if one.name["en"] == name["en"]] == ["TH-50"]
    # One that was renamed does not come again.
    usual = own.exclude(key="").first()
    stations.save_station(station=usual, name={"en": "Ours"}, province=usual.province, **about)
    assert (stations.add_usual(**about), own.count()) == (0, n + 1)
    assert not Station.objects.visible_to(noi).exists()
    with pytest.raises(ValidationError):
        stations.save_station(name=name, province="TH-10", **about)
    with pytest.raises(ValidationError, match="province"):
        stations.save_station(name={"en": "New desk"}, province="TH-01", **about)


def test_a_station_of_others_stays_and_a_full_list_takes_no_new_one(
    saphan, anan, rest_house, monkeypatch
):
    theirs = make_station(rest_house.organisation)
    about = {"organisation": saphan, "province": "TH-10", "by": anan, "now": NOW}
    ours = stations.save_station(name={"en": "Our desk"}, **about | {"province": "TH-50"})
    with pytest.raises(ValidationError, match="cannot"):
        stations.save_station(station=theirs, name={"en": "Taken"}, **about)
    theirs.refresh_from_db()
    assert (theirs.province, theirs.organisation) == ("TH-50", rest_house.organisation)
    monkeypatch.setattr(stations, "AT_MOST", 1)
    with pytest.raises(ValidationError, match="too many"):
        stations.save_station(name={"en": "One more"}, **about)
    stations.save_station(station=ours, name=ours.name, is_offered=False, **about)
    moved = Station.objects.visible_to(anan).get()
    assert (moved.pk, moved.province, moved.is_offered) == (ours.pk, "TH-10", False)


def test_how_many_a_post_needs_is_not_put_back_by_an_older_page(client, saphan, anan):
    post = make_post(saphan)
    enter(client, anan)
    judge_stale(
        client,
        f"/programme/posts/{post.public_id}/",
        change=lambda: ProgrammePost.objects.filter(pk=post.pk).update(needed=7),
        typed={"do": "save", "job": "shelter"},
        told=["7"],
    )


def test_a_station_that_a_colleague_retired_is_not_offered_again_by_an_older_page(
    client, saphan, anan
):
    station = make_station(saphan)
    enter(client, anan)
    judge_stale(
        client,
        f"/programme/stations/{station.public_id}/",
        change=lambda: Station.objects.filter(pk=station.pk).update(is_offered=False),
        typed={"name_en": "Desk against trafficking"},
        told=["–"],
    )


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
