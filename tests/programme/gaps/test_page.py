"""The page of a gap over a small world: effect, people, two taps, and what is never said."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.db.models.signals import post_init

from people.models import AccessEvent, Person, Role
from people.tenancy import context as tenancy
from people.weeks import today
from programme.gaps.page import SUGGESTED_AT_MOST, read_gap
from programme.models import PostQuestion, SessionWish
from tests.makers import (
    NOW,
    enter,
    make_absence,
    make_membership,
    make_person,
    make_week,
    make_worker,
    make_workers,
)
from tests.programme.conftest import again, make_course, make_post
from tests.training.conftest import make_certificate, make_certificate_type
from training.models import Enrolment, HeldLevel, Session

TODAY = today(NOW)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def kind(saphan):
    return make_certificate_type(saphan)


def gap(viewer, post):
    with tenancy.of_request(viewer.organisation_id):
        return read_gap(again(viewer), post, now=NOW)


def named(page):
    return [one.person for one in page.suggested]


def test_who_is_suggested_fits_today_and_is_of_the_own_organisation(
    saphan, anan, nok, wipa, noi, kind, chiang_mai, siriporn
):
    fits, lapsed, silent, far, other, mute, busy = make_workers(7, chiang_mai)
    Person.objects.update(languages=["th", "my"])
    Person.objects.filter(pk__in=(silent.pk, mute.pk)).update(languages=["th"])
    for person, ends in ((fits, TODAY), (silent, None), (lapsed, TODAY - timedelta(days=1))):
        make_certificate(person, kind, by=siriporn, expires_on=ends)
    job = fits.memberships.get().job
    asks = {"certificates": [kind], "languages": ["my"]}
    post = make_post(saphan, job=job.code, **asks)
    make_post(saphan, busy, job=job.code)
    assert named(gap(anan, post)) == [fits]
    [plan] = gap(anan, post).plans
    assert set(plan.people) >= {lapsed, far, other}
    assert not {fits, silent, mute, busy, noi} & set(plan.people)
    assert (plan.effect.covered, plan.effect.vacant) == (1, 1)
    # A person on a long absence stands there as the others do, without a word of it.
    make_absence(fits)
    assert named(gap(anan, post)) == [fits]
    assert gap(anan, post).suggested[0].reasons[-1] == "holds no post"


def test_who_is_out_of_reach_has_not_come_in_or_carries_no_load_is_not_suggested(
    saphan, anan, ploy, office, chiang_mai
):
    here, far = make_worker(chiang_mai), make_worker(office)
    make_worker(chiang_mai, awaited=True)
    ploy.memberships.update(job=(job := here.memberships.get().job))
    part = make_person("part", saphan)
    make_membership(part, chiang_mai, Role.PROGRAMME, hours=None)
    post = make_post(saphan, job=job.code)
    assert set(named(gap(anan, post))) == {here, far}
    assert named(gap(part, post)) == [here]


def test_the_effect_counts_uncovered_posts_and_lapses(saphan, anan, kind, chiang_mai, siriporn):
    one, two, holder, safe = make_workers(4, chiang_mai)
    job = one.memberships.get().job.code
    Person.objects.filter(organisation=saphan).exclude(
        pk__in=[one.pk, two.pk, holder.pk, safe.pk, anan.pk]
    ).update(is_active=False)
    vacant = [make_post(saphan, job=job, certificates=[kind]) for _post in range(3)]
    lapsing = make_post(saphan, holder, job=job, certificates=[kind])
    make_post(saphan, safe, job=job, certificates=[kind])
    make_certificate(holder, kind, by=siriporn, expires_on=TODAY + timedelta(days=60))
    make_certificate(safe, kind, by=siriporn, expires_on=TODAY + timedelta(days=61))
    [plan] = gap(anan, vacant[0]).plans
    effect = plan.effect
    assert (effect.covered, effect.vacant, effect.mended, effect.lapsing) == (2, 3, 1, 1)
    assert set(plan.people) == {one, two, holder}
    [plan] = gap(anan, lapsing).plans
    assert plan.people[0] == holder


def test_load_is_read_only_of_people_the_viewer_supervises(saphan, anan, nok, wipa, chiang_mai):
    post = make_post(saphan, job=nok.memberships.get().job.code)
    make_week(nok, level="red")
    assert not any("load" in word for one in gap(anan, post).suggested for word in one.reasons)
    make_membership(wipa, chiang_mai, Role.PROGRAMME, hours=None)
    found = {one.person: one.reasons for one in gap(wipa, post).suggested}
    assert "load: Help this week" in found[nok]


def test_two_taps_lead_to_the_sent_question_and_to_the_wish(
    client, saphan, anan, nok, kind, siriporn
):
    make_course(kind)
    post = make_post(saphan, job=nok.memberships.get().job.code)
    asks = make_post(saphan, job=nok.memberships.get().job.code, certificates=[kind])
    enter(client, anan)
    board = client.get("/programme/coverage/").text
    path = f"/programme/posts/{post.public_id}/gap/"
    assert path in board
    text = client.get(path).text
    assert "holds no post" in text
    assert AccessEvent.objects.filter(what="post_fit", person=nok).count() == 1
    client.get(path)
    assert AccessEvent.objects.filter(what="post_fit", person=nok).count() == 1
    do = {"do": f"ask:{nok.public_id}"}
    wrong = client.post(path, do | {"starts": "1/1/2569"})
    assert (wrong.status_code, "A day from today" in wrong.text, "1/1/2569" in wrong.text) == (
        422,
        True,
        True,
    )
    assert client.post(path, do | {"starts": "20/11/2569"}).status_code == 302
    asked = PostQuestion.objects.get()
    assert (asked.person, asked.starts) == (nok, date(2026, 11, 20))
    assert "Waits for an answer" in client.get(path).text
    for unknown in ("confirm:x", f"withdraw:{nok.public_id}", f"wish:{post.public_id}", "x"):
        assert client.post(path, {"do": unknown}).status_code == 404
    wish = f"/programme/posts/{asks.public_id}/gap/"
    assert "With this session 1 of 2 uncovered posts would be covered" in client.get(wish).text
    client.post(wish, {"do": f"wish:{kind.public_id}"})
    assert "The trainers were asked on" in client.get(wish).text
    enter(client, siriporn)
    path = f"/programme/wished/{SessionWish.objects.get().public_id}/"
    text = client.get(path).text
    assert "With this session" in text
    assert "/training/sessions/new/" in text
    client.post(path)
    assert "no longer waits" in client.get(path).text


def test_the_answer_is_given_on_the_own_page_alone(client, saphan, anan, nok, wipa):
    post = make_post(saphan)
    asked = PostQuestion.objects.create(
        post=post, person=nok, starts=TODAY, asked_by=anan, asked_at=NOW
    )
    path = f"/programme/asked/{asked.public_id}/"
    for other in (wipa, anan):
        enter(client, other)
        assert (client.get(path).status_code, client.post(path).status_code) == (404, 404)
    enter(client, nok)
    assert "Would you take this post from" in client.get(path).text
    assert client.post(path, {"do": "maybe"}).status_code == 404
    client.post(path, {"do": "no"})
    enter(client, anan)
    page = client.get(f"/programme/posts/{post.public_id}/gap/")
    assert "Not taken up" in page.text
    assert nok not in named(page.context["gap"])


def test_a_trainer_who_keeps_posts_comes_to_a_form_with_course_and_people(
    client, saphan, siriporn, chiang_mai, kind, noi
):
    make_membership(siriporn, chiang_mai, Role.PROGRAMME, hours=None)
    course, person = make_course(kind), make_worker(chiang_mai)
    post = make_post(saphan, job=person.memberships.get().job.code, certificates=[kind])
    [plan] = gap(siriporn, post).plans
    assert str(person.public_id) in parse_qs(urlsplit(plan.address).query)["person"]
    enter(client, siriporn)
    page = client.get(f"{plan.address}&person={noi.public_id}&person=x")
    assert str(course.public_id) in page.text
    assert noi.name not in page.text
    sent = {"course": str(course.public_id), "day": "27/11/2569", "starts": "9", "ends": "16"}
    sent |= {"place": "Chiang Mai", "trainer": str(siriporn.public_id)}
    sent |= {"invite": [str(person.public_id)]}
    assert client.post(plan.address, sent | {"invite": [str(noi.public_id)]}).status_code == 422
    assert not Session.objects.exists()
    assert client.post(plan.address, sent).status_code == 302
    assert Enrolment.objects.get(session=Session.objects.get()).person == person


def test_a_level_or_one_above_on_its_track_is_asked_for(saphan, anan, ploy, nok, wipa, levels):
    low, high = levels[0], levels[1]
    post = make_post(saphan, job=nok.memberships.get().job.code, level=high)
    about = {"person": nok, "since": TODAY, "given_by": ploy}
    HeldLevel.objects.create(level=low, **about)
    assert nok not in named(gap(anan, post))
    HeldLevel.objects.create(level=high, **about)
    [found] = [one for one in gap(anan, post).suggested if one.person == nok]
    assert found.reasons[0] == str(high)


@pytest.fixture
def levels(ploy):
    from training.careers import actions as careers

    return careers.set_up_ladder(by=ploy)


def test_the_page_costs_as_much_for_many_people_as_for_few(
    saphan, anan, kind, chiang_mai, django_assert_max_num_queries
):
    crew = make_workers(30, chiang_mai)
    job = crew[0].memberships.get().job.code
    posts = [make_post(saphan, job=job, certificates=[kind]) for _post in range(20)]
    viewer = again(anan)
    assert viewer.roles
    with django_assert_max_num_queries(16), tenancy.of_request(viewer.organisation_id):
        assert read_gap(viewer, posts[0], now=NOW).plans


def test_people_are_read_by_name_only_where_the_page_names_them(saphan, anan, chiang_mai):
    post = make_post(saphan, job=make_worker(chiang_mai).memberships.get().job.code)
    read: list[int] = []

    def note(instance, **_said):
        read.append(instance.pk)

    def persons_read() -> int:
        viewer = again(anan)
        _ = viewer.current_memberships, viewer.paths(*Role)
        read.clear()
        with tenancy.of_request(viewer.organisation_id):
            page = read_gap(viewer, post, now=NOW)
        assert len(page.suggested) == SUGGESTED_AT_MOST
        return len(read)

    make_workers(SUGGESTED_AT_MOST, chiang_mai)
    post_init.connect(note, sender=Person)
    try:
        few = persons_read()
        make_workers(30, chiang_mai)
        assert persons_read() == few
    finally:
        post_init.disconnect(note, sender=Person)
