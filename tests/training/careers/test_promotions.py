"""Promotions: asked for when everything is there, judged by others, decided with reasons."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError

from people.models import AccessEvent, Membership, Person, Role
from tests.makers import (
    NOW,
    end_roles,
    enter,
    make_goal,
    make_membership,
    make_person,
    make_promotion,
    make_worker,
)
from training.careers import actions as careers
from training.careers import promotions
from training.careers import tasks as careers_tasks
from training.careers.path import career_path
from training.models import CareerLevel, HeldLevel, Promotion, PromotionOpinion

STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


@pytest.fixture
def levels(ploy, nok, siriporn):
    """Nok holds the first level; the second asks for a year here, which she has."""
    first, second, third, *_others = careers.set_up_ladder(by=ploy)
    careers.change(second, by=ploy, certificates=[], least={}, months=12, hours=0)
    careers.place(person=nok, level=first, since=date(2024, 3, 1), by=siriporn, day=TODAY)
    return first, second, third


@pytest.fixture
def asked(levels, nok):
    return promotions.ask(person=nok, level=levels[1], words="I am ready.", now=NOW)


@pytest.fixture
def judged(asked, wipa, siriporn):
    """Asked, with a panel of two."""
    asked.panel.set([wipa, siriporn])
    return asked


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def say(promotion, by, aye=True):
    return promotions.say(promotion, by=again(by), aye=aye, words="I saw her work.", now=NOW)


def decide(promotion, by, reasons="She is ready."):
    return promotions.decide(promotion, by=again(by), reasons=reasons, now=NOW)


def text(answer) -> str:
    return answer.content.decode()


def test_a_level_of_which_something_is_missing_is_not_asked_for(levels, nok):
    with pytest.raises(ValidationError, match="still missing"):
        promotions.ask(person=nok, level=levels[2], now=NOW)


@pytest.mark.parametrize(
    ("begin", "fine"), [(date(2025, 11, 20), True), (date(2025, 11, 21), False)]
)
def test_it_is_asked_for_on_the_day_on_which_the_time_is_there(levels, nok, begin, fine):
    Membership.objects.filter(person=nok).update(starts=begin)
    if fine:
        assert promotions.ask(person=nok, level=levels[1], now=NOW)
    else:
        with pytest.raises(ValidationError, match="still missing"):
            promotions.ask(person=nok, level=levels[1], now=NOW)


def test_a_level_held_passed_or_of_others_is_no_step(levels, nok, noi, siriporn):
    careers.place(person=nok, level=levels[1], since=TODAY, by=siriporn, day=TODAY)
    for person, level in ((nok, levels[1]), (nok, levels[0]), (noi, levels[0])):
        with pytest.raises(ValidationError, match="You cannot ask for this level yet"):
            promotions.ask(person=again(person), level=level, now=NOW)


def test_one_request_waits_at_a_time_and_can_be_taken_back(asked, levels, nok, wipa):
    with pytest.raises(ValidationError, match="already asked"):
        promotions.ask(person=nok, level=levels[1], now=NOW)
    promotions.withdraw(asked, by=wipa, now=NOW)
    assert Promotion.objects.waiting().exists()
    promotions.withdraw(asked, by=nok, now=NOW)
    assert not Promotion.objects.waiting().exists()
    anew = promotions.ask(person=nok, level=levels[1], now=NOW)
    promotions.withdraw(asked, by=nok, now=NOW + timedelta(days=1))
    assert Promotion.objects.waiting().get() == anew
    assert Promotion.objects.get(pk=asked.pk).withdrawn_at == NOW


def test_the_admins_are_told_and_then_the_panel_and_at_last_who_asked(
    asked, cast, chiang_mai, office
):
    make_membership(cast["noi"], cast["noi"].home.unit, Role.ADMIN)
    make_membership(cast["orathai"], chiang_mai, Role.ADMIN)
    make_membership(cast["nok"], office, Role.ADMIN)
    careers_tasks.tell_asked.call(asked.pk)
    make_promotion(cast["orathai"], asked.level, cast["anan"])
    careers_tasks.tell_panel.call(asked.pk, cast["anan"].pk)
    for member in ("wipa", "siriporn"):
        promotions.join_panel(asked, person=cast[member], by=cast["ploy"], day=TODAY)
        promotions.join_panel(asked, person=cast[member], by=cast["ploy"], day=TODAY)
        say(asked, cast[member])
    decide(asked, cast["wipa"])
    careers_tasks.tell_decided.call(asked.pk)
    told = [message.to[0].split("@")[0] for message in mail.outbox]
    assert told == ["ploy", "wipa", "siriporn", "nok"]
    assert not any("specialist" in m.subject + m.body for m in mail.outbox)


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "anan", "noi", "deputy"])
def test_only_an_admin_of_the_whole_finds_the_panel(asked, cast, chiang_mai, who):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.ADMIN)
    by = (cast | {"deputy": deputy})[who]
    with pytest.raises(Promotion.DoesNotExist):
        promotions.join_panel(asked, person=cast["wipa"], by=by, day=TODAY)


@pytest.mark.parametrize("who", ["nok", "noi"])
def test_neither_who_asked_nor_a_stranger_is_on_the_panel(asked, cast, who):
    with pytest.raises(ValidationError):
        promotions.join_panel(asked, person=cast[who], by=cast["ploy"], day=TODAY)


def test_an_admin_who_asks_finds_no_panel_for_themselves(levels, ploy):
    own = make_promotion(ploy, levels[1], ploy)
    assert not Promotion.objects.arranged_by(ploy).exists()
    assert not Promotion.objects.judged_by(ploy).exists()
    with pytest.raises(ValidationError, match="You cannot"):
        say(own, ploy)


def test_who_sees_a_request(judged, cast):
    seeing = {
        name for name, one in cast.items() if Promotion.objects.visible_to(again(one)).exists()
    }
    assert seeing == {"nok", "wipa", "siriporn", "ploy"}


def test_two_must_have_spoken_and_the_yes_is_the_level_from_today(judged, nok, wipa, siriporn):
    say(judged, wipa)
    with pytest.raises(ValidationError, match="Not enough"):
        decide(judged, wipa)
    say(judged, siriporn)
    decide(judged, wipa)
    way = career_path(again(nok), TODAY)
    assert (way.here.level, way.here.held.since) == (judged.level, TODAY)
    assert HeldLevel.objects.filter(person=nok, until=None).count() == 1


def test_a_no_gives_its_reasons_and_no_level(judged, nok, wipa, siriporn, levels):
    say(judged, wipa)
    say(judged, siriporn, aye=False)
    for reasons in ("", "  ", "a" * 601, "1101700207030"):
        with pytest.raises(ValidationError) as refused:
            decide(judged, wipa, reasons)
        assert refused.value.message_dict.keys() == {"words"}
    assert decide(judged, wipa, "Court days first.").granted is False
    assert career_path(again(nok), TODAY).here.level == levels[0]
    with pytest.raises(ValidationError, match="You cannot"):
        say(judged, wipa)
    assert promotions.ask(person=nok, level=levels[1], now=NOW)


def test_a_side_track_is_asked_for_and_the_ladder_stays(levels, cast):
    nok = cast["nok"]
    reviewer = CareerLevel.objects.get(track="reviewer")
    careers.change(reviewer, by=cast["ploy"], certificates=[], least={}, hours=0)
    asked = promotions.ask(person=nok, level=reviewer, now=NOW)
    asked.panel.set([cast["wipa"], cast["anan"]])
    for one in ("wipa", "anan"):
        say(asked, cast[one])
    decide(asked, cast["wipa"])
    held = {one.level for one in nok.levels.filter(until=None)}
    assert held == {levels[0], reviewer}


def test_who_leaves_the_panel_takes_their_word_along(judged, wipa, siriporn, ploy):
    say(judged, wipa)
    stays = say(judged, siriporn)
    promotions.leave_panel(judged, person=wipa, by=ploy)
    assert PromotionOpinion.objects.get() == stays


def test_a_panel_judges_its_own_request_and_reads_of_each_apart(client, judged, levels, cast):
    about = {"organisation": judged.organisation, "person": cast["orathai"], "level": levels[1]}
    other = Promotion.objects.create(asked_at=NOW, **about)
    other.panel.set([cast["wipa"]])
    with pytest.raises(ValidationError, match="You cannot decide this one"):
        say(other, cast["siriporn"])
    say(judged, cast["siriporn"])
    mine = say(other, cast["wipa"])
    enter(client, cast["wipa"])
    page = "/careers/requests/{}/".format
    shown = [client.get(page(one.public_id)).context for one in (judged, other)]
    assert [one["mine"] for one in shown] == [None, mine]
    assert [list(one["said"]) for one in shown] == [[], []]


def test_who_left_the_organisation_judges_no_request_any_more(judged, wipa, siriporn):
    say(judged, wipa)
    say(judged, siriporn)
    end_roles(wipa)
    for judge in (say, decide):
        with pytest.raises(ValidationError, match="You cannot decide this one"):
            judge(judged, wipa)


# --- The pages -----------------------------------------------------------------------------------


def test_from_asking_to_the_reasons_on_the_pages(client, cast, levels):
    enter(client, cast["nok"])
    page = f"/my-career/ask/{levels[1].public_id}/"
    assert "Ask for this level" in text(client.get("/my-career/"))
    assert client.post(page, {"words": "1101700207030"}).status_code == 422
    assert client.post(page, {"do": "ask", "words": "I am ready."}).status_code == 302
    assert "A panel looks at it." in text(client.get("/my-career/"))
    asked = Promotion.objects.get()
    request = f"/careers/requests/{asked.public_id}/"
    enter(client, cast["ploy"])
    assert request in text(client.get("/my-career/"))
    assert "Is this the right person?" in text(client.post(request, {"do": "find", "name": "wipa"}))
    client.post(request, {"do": "send", "name": "wipa", "to": str(cast["wipa"].public_id)})
    client.post(request, {"do": "me"})
    client.post(request, {"do": "off", "member": str(cast["wipa"].public_id)})
    client.post(request, {"do": "send", "name": "wipa", "to": str(cast["wipa"].public_id)})
    own = client.post(request, {"do": "send", "name": "kanokwan", "to": str(cast["nok"].public_id)})
    assert (own.status_code, "Nobody judges their own request." in text(own)) == (422, True)
    for name in ("ploy", "wipa"):
        enter(client, cast[name])
        assert client.post(request, {"do": "say", "words": "x"}).status_code == 422
        client.post(request, {"do": "say", "aye": "yes", "words": f"{name} saw it"})
    assert "ploy saw it" in text(client.get(request))
    assert client.post(request, {"do": "me"}).status_code == 404
    assert client.post(request, {"do": "decide", "reasons-words": ""}).status_code == 422
    client.post(request, {"do": "decide", "reasons-words": "Calm and kind."})
    assert client.get(request).status_code == 404
    enter(client, cast["nok"])
    shown = text(client.get("/my-career/"))
    assert "You are Victim specialist II now" in shown
    assert "Calm and kind." in shown
    assert {e.what for e in AccessEvent.objects.about(cast["nok"])} == {"career", "named"}


def test_a_level_with_something_missing_shows_no_form(client, nok, levels):
    enter(client, nok)
    page = f"/my-career/ask/{levels[2].public_id}/"
    assert "still missing" in text(client.get(page))
    assert client.post(page, {"do": "ask"}).status_code == 422
    assert not Promotion.objects.exists()


def test_a_request_is_taken_back_on_its_page(client, asked, nok, levels):
    enter(client, nok)
    page = f"/my-career/ask/{levels[1].public_id}/"
    assert "I am ready." in text(client.get(page))
    client.post(page, {"do": "withdraw"})
    assert "You asked for" not in text(client.get("/my-career/"))
    assert not Promotion.objects.waiting().exists()


def test_ones_own_request_is_not_on_the_page_of_the_panel(client, judged, nok):
    enter(client, nok)
    assert client.get(f"/careers/requests/{judged.public_id}/").status_code == 404


@pytest.mark.parametrize("crew", [1, 3])
def test_my_page_costs_the_same_for_any_number(
    crew, client, nok, wipa, levels, django_assert_num_queries
):
    for _ in range(crew):
        other = make_worker(nok.home.unit)
        make_goal(nok, mentor=wipa)
        make_goal(other, mentor=nok)
        make_promotion(other, levels[1], nok)
    enter(client, nok)
    with django_assert_num_queries(19):
        client.get("/my-career/")
