"""Lending a hand: until both sides agree, nothing but points, work, languages and a day crosses."""

import re
import uuid
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.accounts import tokens
from people.models import AccessEvent, Job, Organisation, Person, Role
from people.weeks import today
from tests.makers import (
    NOW,
    enter,
    job_of,
    make_line,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    said_in,
)
from tests.workload.weeks.test_together import together
from workload.hands import actions as hands
from workload.models import HandRequest, RoomOffer

PAGE = "/lend-a-hand/"
DAY = today(NOW)


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.fixture
def boss(rest_house):
    """Supervises the rest house, of another organisation."""
    person = make_person("boss", rest_house.organisation, full_name_en="Busaba Rakdee")
    make_membership(person, rest_house, Role.SUPERVISOR)
    return person


@pytest.fixture
def third(db):
    """Leads a team of a third organisation, which neither offers nor asks."""
    unit = make_unit(make_organisation("Northern Network"), "Udon team")
    person = make_person("third", unit.organisation, full_name_en="Thida Meesuk")
    make_membership(person, unit, Role.SUPERVISOR)
    return person


@pytest.fixture
def offered(boss, rest_house, friday):
    return hands.offer(
        by=boss,
        unit=rest_house,
        points=Decimal(10),
        job=job_of(rest_house, "shelter"),
        languages=["my", "th"],
        until=DAY + timedelta(days=30),
        now=NOW,
    )


@pytest.fixture
def asked(offered, wipa, chiang_mai):
    return hands.ask(by=wipa, unit=chiang_mai, wanted=offered, points=Decimal(6), now=NOW)


def refused(verb, *args, **kwargs) -> str:
    with pytest.raises(ValidationError) as found:
        verb(*args, **kwargs)
    return found.value.messages[0]


NAMES = ("Busaba", "boss@", "Rest house", "Baan Suk", "Wipa", "wipa@", "Chiang Mai", "Saphan")


def foreign(page: str, own: tuple[str, ...]) -> set[str]:
    """The names of the other side that a page shows."""
    return {name for name in NAMES if name in page and name not in own}


SAPHAN, BAAN_SUK = ("Wipa", "wipa@", "Chiang Mai", "Saphan"), ("Busaba", "boss@", "Rest house")


def looks_at(person):
    return [(event.viewer, event.what) for event in AccessEvent.objects.about(person)]


def test_no_name_and_no_case_crosses_before_both_agree(client, nok, wipa, boss, asked):
    make_line(nok, reference="QX-4F7")
    enter(client, wipa)
    page = text(client.get(PAGE))
    assert "10.0 points a week" in page
    assert "Shelters" in page
    assert "Thai, Burmese" in page
    assert foreign(page, SAPHAN) == set()
    enter(client, boss)
    page = text(client.get(PAGE))
    assert "6.0 points a week" in page
    assert "Foundation or NGO" in page
    assert foreign(page, (*BAAN_SUK, "Baan Suk")) == set()
    assert "QX-4F7" not in page
    assert not AccessEvent.objects.about(wipa)


def test_once_agreed_the_two_supervisors_see_each_other_and_it_is_noted(client, wipa, boss, asked):
    hands.agree(asked, by=boss, now=NOW)
    enter(client, wipa)
    page = text(client.get(PAGE))
    assert {"Busaba", "boss@", "Rest house", "Baan Suk"} <= foreign(page, SAPHAN)
    assert "4.0 points a week" in page  # what is left
    enter(client, boss)
    page = text(client.get(PAGE))
    assert set(SAPHAN) <= foreign(page, (*BAAN_SUK, "Baan Suk"))
    assert "4.0 of 10.0 points left" in page
    assert looks_at(wipa) == [(boss, "hand")]
    assert looks_at(boss) == [(wipa, "hand")]


@pytest.mark.parametrize("verb", ["decline", "withdraw"])
def test_without_an_agreement_no_name_ever_crosses(client, wipa, boss, asked, verb):
    getattr(hands, verb)(asked, by=boss if verb == "decline" else wipa, now=NOW)
    enter(client, wipa)
    assert foreign(text(client.get(PAGE)), SAPHAN) == set()
    enter(client, boss)
    assert foreign(text(client.get(PAGE)), (*BAAN_SUK, "Baan Suk")) == set()


@pytest.mark.parametrize("who", ["nok", "siriporn", "anan", "orathai", "ploy", "noi"])
def test_only_supervisors_lend_a_hand(client, request, who, offered):
    person = request.getfixturevalue(who)
    enter(client, person)
    assert client.get(PAGE).status_code == 404
    assert not RoomOffer.objects.visible_to(person).exists()
    assert not HandRequest.objects.visible_to(person).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"points": Decimal(0)}, "More than 0 and up to 200 points, please."),
        ({"points": Decimal(-1)}, "More than 0 and up to 200 points, please."),
        ({"points": Decimal(201)}, "More than 0 and up to 200 points, please."),
        ({"until": DAY - timedelta(days=1)}, "A day from today to three months ahead, please."),
        ({"until": DAY + timedelta(days=93)}, "A day from today to three months ahead, please."),
    ],
)
def test_an_offer_that_cannot_be_is_refused(boss, rest_house, friday, change, sentence):
    fields = {"points": Decimal(10), "job": job_of(boss, "shelter"), "until": DAY} | change
    assert refused(hands.offer, by=boss, unit=rest_house, now=NOW, **fields) == sentence
    assert not RoomOffer.objects.exists()


def test_nobody_speaks_for_a_unit_of_others(wipa, boss, chiang_mai, rest_house, offered, asked):
    sentence = "Only a supervisor of the unit can do this."
    job = job_of(rest_house, "shelter")
    fields = {"points": Decimal(1), "job": job, "until": DAY, "now": NOW}
    assert refused(hands.offer, by=wipa, unit=rest_house, **fields) == sentence
    assert "cannot" in refused(hands.offer, by=wipa, unit=chiang_mai, **fields)
    ask = {"unit": rest_house, "wanted": offered, "points": Decimal(1), "now": NOW}
    assert refused(hands.ask, by=wipa, **ask) == sentence
    assert refused(hands.agree, asked, by=wipa, now=NOW) == sentence
    assert refused(hands.decline, asked, by=wipa, now=NOW) == sentence
    assert refused(hands.withdraw, asked, by=boss, now=NOW) == sentence
    assert refused(hands.close, offered, by=wipa, now=NOW) == sentence


def test_more_than_is_left_is_neither_asked_nor_agreed(
    wipa, boss, chiang_mai, offered, asked, saphan
):
    third = make_unit(make_organisation("Third"), "Third team")
    lead = make_person("lead", third.organisation)
    make_membership(lead, third, Role.SUPERVISOR)
    ask = {"by": lead, "unit": third, "wanted": offered, "now": NOW}
    assert "Only 10.0 points" in refused(hands.ask, points=Decimal("10.1"), **ask)
    for points in (0, -1):
        assert "More than 0" in refused(hands.ask, points=Decimal(points), **ask)
    other = hands.ask(points=Decimal(5), **ask)
    hands.agree(asked, by=boss, now=NOW)
    assert refused(hands.agree, other, by=boss, now=NOW) == "Only 4.0 points of this are left."
    other.refresh_from_db()
    assert other.state == "asked"


def test_a_past_or_closed_offer_and_ones_own_are_refused(
    wipa, boss, chiang_mai, rest_house, offered
):
    ask = {"wanted": offered, "points": Decimal(1)}
    late = NOW + timedelta(days=31)
    assert refused(hands.ask, by=wipa, unit=chiang_mai, now=late, **ask) == "This offer has ended."
    own = refused(hands.ask, by=boss, unit=rest_house, now=NOW, **ask)
    assert own == "This offer is from your own unit."
    hands.close(offered, by=boss, now=NOW)
    assert refused(hands.ask, by=wipa, unit=chiang_mai, now=NOW, **ask) == "This offer has ended."


def test_taking_an_offer_back_answers_those_who_wait(
    boss, wipa, chiang_mai, rest_house, offered, asked
):
    job, later = job_of(rest_house, "shelter"), NOW + timedelta(hours=1)
    fields = {"points": Decimal(1), "job": job, "until": DAY, "now": NOW}
    other = hands.offer(by=boss, unit=rest_house, **fields)
    ask = {"by": wipa, "unit": chiang_mai, "points": Decimal(1), "now": NOW}
    waits = hands.ask(wanted=other, **ask)
    agreed = hands.agree(asked, by=boss, now=NOW)
    again = hands.ask(wanted=offered, **ask)
    for now in (NOW, later):
        hands.close(offered, by=boss, now=now)
    for one in (offered, other, waits, agreed, again):
        one.refresh_from_db()
    assert (offered.closed_at, other.closed_at) == (NOW, None)
    assert (again.state, waits.state, agreed.state) == ("declined", "asked", "agreed")


def test_the_same_room_offered_twice_on_a_day_is_one_offer_until_somebody_asks(
    offered, boss, wipa, chiang_mai, rest_house
):
    room = {"points": offered.points, "job": offered.job, "until": offered.until}
    again = {"by": boss, "unit": rest_house, "languages": ["th", "my"], "now": NOW, **room}
    assert hands.offer(**again) == offered
    other = hands.offer(**again | {"points": Decimal(9)})
    tomorrow = hands.offer(**again | {"now": NOW + timedelta(days=1)})
    assert len({offered, other, tomorrow}) == RoomOffer.objects.count() == 3
    for one in (other, tomorrow):
        hands.close(one, by=boss, now=NOW)
    hands.ask(by=wipa, unit=chiang_mai, wanted=offered, points=Decimal(10), now=NOW)
    assert hands.offer(**again) != offered


@pytest.mark.django_db(transaction=True)
def test_of_two_taps_at_once_on_the_same_room_one_offer_is_made(boss, rest_house, friday):
    room = {"points": Decimal(10), "job": job_of(rest_house, "shelter"), "until": DAY, "now": NOW}

    def tap():
        return hands.offer(by=Person.objects.get(pk=boss.pk), unit=rest_house, **room).pk

    assert len(set(together([tap] * 4))) == RoomOffer.objects.count() == 1


def test_a_unit_asks_once_at_a_time(wipa, chiang_mai, offered, asked):
    ask = {"by": wipa, "unit": chiang_mai, "wanted": offered, "points": Decimal(1), "now": NOW}
    assert refused(hands.ask, **ask) == "Your unit has already asked for this."
    hands.withdraw(asked, by=wipa, now=NOW)
    hands.ask(**ask)


def test_who_asked_and_leads_the_other_unit_too_agrees_to_nothing_of_their_own(
    client, wipa, boss, chiang_mai, phuket
):
    """Another lead of that unit does; what waits can be taken back, or answered: not now."""
    lead = make_person("lead", phuket.organisation)
    make_membership(lead, phuket, Role.SUPERVISOR)
    room = {"points": Decimal(10), "job": job_of(phuket), "until": DAY, "now": NOW}
    offered = hands.offer(by=lead, unit=phuket, **room)
    request = hands.ask(by=wipa, unit=chiang_mai, wanted=offered, points=Decimal(6), now=NOW)
    make_membership(wipa, phuket, Role.SUPERVISOR, hours=None)
    both = Person.objects.get(pk=wipa.pk)
    assert refused(hands.agree, request, by=both, now=NOW) == (
        "You asked for this yourself. Another supervisor of the other unit agrees to it."
    )
    pages = {}
    for viewer in (both, lead):
        enter(client, viewer)
        pages[viewer] = client.get(PAGE).content.decode()
    assert all('value="decline"' in page for page in pages.values())
    assert [viewer for viewer, page in pages.items() if 'value="agree"' in page] == [lead]
    assert hands.agree(request, by=lead, now=NOW).state == "agreed"


def test_what_was_settled_stays(wipa, boss, asked):
    stale = HandRequest.objects.get()
    late = NOW + timedelta(days=31)
    assert refused(hands.agree, stale, by=boss, now=late) == "This offer has ended."
    hands.withdraw(asked, by=wipa, now=NOW)
    assert refused(hands.agree, stale, by=boss, now=NOW) == "This was withdrawn meanwhile."
    assert HandRequest.objects.get().state == "withdrawn"


@pytest.mark.django_db(transaction=True)
def test_of_many_agreements_at_once_no_more_is_promised_than_offered(
    boss, rest_house, saphan, friday
):
    job = job_of(rest_house, "shelter")
    fields = {"points": Decimal(10), "job": job, "until": DAY, "now": NOW}
    offered = hands.offer(by=boss, unit=rest_house, **fields)
    requests = []
    for n in range(6):
        unit = make_unit(saphan, f"Team {n}")
        lead = make_person(f"lead{n}", saphan)
        make_membership(lead, unit, Role.SUPERVISOR)
        ask = {"by": lead, "unit": unit, "wanted": offered, "points": Decimal(4), "now": NOW}
        requests.append(hands.ask(**ask))

    def job(request):
        def run():
            found = HandRequest.objects.select_related("offer__unit").get(pk=request.pk)
            hands.agree(found, by=Person.objects.get(pk=boss.pk), now=NOW)
            return "agreed"

        return run

    assert together([job(one) for one in requests]).count("agreed") == 2
    assert hands.left(offered) == 2


def test_notices_name_nobody_and_reach_the_other_side(wipa, boss, chiang_mai, offered, mailoutbox):
    ask = {"by": wipa, "unit": chiang_mai, "wanted": offered, "points": Decimal(1), "now": NOW}
    request = hands.ask(**ask)
    hands.agree(request, by=boss, now=NOW)
    assert [mail.to for mail in mailoutbox] == [["boss@example.org"], ["wipa@example.org"]]
    assert {said_in(mail) for mail in mailoutbox} == {
        "There is news for you. Please look when you have a moment:\n"
        "http://localhost:8000/lend-a-hand/"
    }


def post(client, **sent):
    return client.post(PAGE, sent)


def test_the_whole_way_over_the_page(client, wipa, boss, chiang_mai, rest_house, friday):
    enter(client, boss)
    sent = {"do": "offer", "unit": rest_house.public_id, "job": "shelter", "until": "20/12/2569"}
    assert post(client, points="๗,๕", languages=["my"], **sent)["Location"] == PAGE
    offered = RoomOffer.objects.get()
    assert (offered.points, offered.languages) == (Decimal("7.5"), ["my"])
    enter(client, wipa)
    ask = {"do": "ask", "id": offered.public_id, "unit": chiang_mai.public_id, "points": "5"}
    assert post(client, **ask)["Location"] == PAGE
    enter(client, boss)
    assert post(client, do="agree", id=HandRequest.objects.get().public_id)["Location"] == PAGE
    assert post(client, do="close", id=offered.public_id)["Location"] == PAGE
    assert HandRequest.objects.get().state == "agreed"
    assert RoomOffer.objects.get().closed_at is not None


def test_until_when_is_chosen_with_one_tap(as_wipa, chiang_mai):
    assert 'name="until_pick" value="2026-12-04"' in as_wipa.get(PAGE).content.decode()
    sent = {"do": "offer", "unit": chiang_mai.public_id, "points": "4", "job": "shelter"}
    assert post(as_wipa, **sent, until_pick="2026-12-04", until="").status_code == 302
    assert RoomOffer.objects.get().until == date(2026, 12, 4)
    far = post(as_wipa, **sent, until_pick="2027-12-04", until="")
    assert 'id="f-until" ' in far.content.decode()
    assert "A day from today to three months ahead, please." in text(far)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"points": ""}, "Please write how many points a week."),
        ({"points": "many"}, "Please write a number, like 4."),
        ({"points": "1000"}, "More than 0 and up to 200 points, please."),
        ({"points": "0"}, "More than 0 and up to 200 points, please."),
        ({"until": ""}, "Until when? Please write a day."),
        ({"until": "31/2/2569"}, "This is not a day in the calendar."),
        ({"until": "1/1/2570"}, None),
        ({"until": "1/1/2571"}, "A day from today to three months ahead, please."),
    ],
)
def test_a_refused_offer_is_said_in_place_and_kept(as_wipa, chiang_mai, change, sentence):
    sent = {"unit": chiang_mai.public_id, "points": "4", "job": "shelter", "until": "20/12/2026"}
    answer = as_wipa.post(PAGE, {"do": "offer", **sent, **change})
    if sentence is None:
        assert answer.status_code == 302
        return
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2
    assert all(f'value="{value}"' in text(answer) for value in change.values())
    assert not RoomOffer.objects.exists()


@pytest.mark.parametrize("step", [{}, {"do": "another"}])
def test_what_names_no_step_is_answered_as_an_offer(as_wipa, chiang_mai, step):
    answer = as_wipa.post(PAGE, step | {"points": "4", "until_day": "31/2/2569"})
    assert answer.status_code == 422
    assert 'href="#f-until' in text(answer)


@pytest.mark.parametrize("do", ["ask", "close", "agree", "decline", "withdraw"])
def test_a_foreign_object_and_a_missing_one_answer_alike(
    as_wipa, noi, boss, rest_house, do, friday
):
    job = job_of(rest_house, "shelter")
    hands.offer(by=boss, unit=rest_house, points=Decimal(1), job=job, until=DAY, now=NOW)
    RoomOffer.objects.update(closed_at=NOW)
    pages = [
        as_wipa.post(PAGE, {"do": do, "id": one, "points": "1"})
        for one in (RoomOffer.objects.get().public_id, uuid.uuid4(), "x")
    ]
    assert [page.status_code for page in pages] == [404] * 3
    masked = {re.sub(r'value="[^"]+"', "", text(page)) for page in pages}
    assert len(masked) == 1


@pytest.mark.parametrize("size", [1, 8])
def test_the_page_costs_the_same_for_any_number(as_wipa, boss, wipa, rest_house, chiang_mai, size):
    job = job_of(rest_house, "shelter")
    for _ in range(size):
        fields = {"points": Decimal(5), "job": job, "until": DAY, "now": NOW}
        one = hands.offer(by=boss, unit=rest_house, **fields)
        ask = {"by": wipa, "unit": chiang_mai, "wanted": one, "points": Decimal(1), "now": NOW}
        hands.agree(hands.ask(**ask), by=boss, now=NOW)
    with CaptureQueriesContext(connection) as ran:
        assert as_wipa.get(PAGE).status_code == 200
    assert len(ran) == 10, [q["sql"][:80] for q in ran]


@pytest.fixture(params=["asks", "offers"])
def switch_off(request, saphan, rest_house):
    """Lets one of the two organisations switch this off."""

    def switch():
        one = saphan if request.param == "asks" else rest_house.organisation
        Organisation.objects.filter(pk=one.pk).update(modules_off=["forecast", "lend_a_hand"])
        return request.param

    return switch


def test_nothing_is_agreed_once_either_organisation_has_switched_this_off(
    client, wipa, boss, asked, switch_off
):
    off = switch_off()
    stale = HandRequest.objects.get()
    assert refused(hands.agree, stale, by=boss, now=NOW) == "This offer has ended."
    if off == "asks":
        answer = call(client, boss, "post", f"requests/{asked.public_id}/agree")
        assert answer.status_code == 422
        assert foreign(answer.content.decode(), BAAN_SUK) == set()
        enter(client, boss)
        page = post(client, do="agree", id=asked.public_id)
        assert page.status_code == 422
        assert foreign(text(page), (*BAAN_SUK, "Baan Suk")) == set()
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_requests_are_hidden_once_either_organisation_has_switched_this_off(
    client, wipa, boss, asked, switch_off
):
    hands.agree(asked, by=boss, now=NOW)
    shown, own = (boss, (*BAAN_SUK, "Baan Suk")) if switch_off() == "asks" else (wipa, SAPHAN)
    assert call(client, shown, "get", "requests").json() == []
    enter(client, shown)
    page = client.get(PAGE)
    assert (page.status_code, foreign(text(page), own)) == (200, set())
    assert not AccessEvent.objects.about(wipa)
    assert not AccessEvent.objects.about(boss)


def test_a_request_can_still_be_withdrawn_from_who_has_switched_this_off_and_not_asked_anew(
    client, wipa, asked, rest_house, chiang_mai
):
    assert hands.open_offers(wipa, NOW) == [asked.offer]
    Organisation.objects.filter(pk=rest_house.organisation_id).update(modules_off=["lend_a_hand"])
    assert hands.open_offers(wipa, NOW) == []
    answer = call(client, wipa, "post", f"requests/{asked.public_id}/withdraw")
    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    ask = {"by": wipa, "unit": chiang_mai, "points": Decimal(1), "now": NOW}
    assert refused(hands.ask, wanted=RoomOffer.objects.get(), **ask) == "This offer has ended."


API = "/api/v1/hands"


def call(client, person, verb, path, body=None):
    _token, key = tokens.make(person=person, name="test")
    headers = {"Authorization": f"Bearer {key}"}
    data = {} if body is None else {"data": body, "content_type": "application/json"}
    return getattr(client, verb)(f"{API}/{path}", headers=headers, **data)


def test_a_hand_is_lent_over_the_api_and_names_cross_at_the_end_only(
    client, wipa, chiang_mai, boss, rest_house, friday
):
    room = {"points": "10", "job": "shelter", "until": str(DAY), "languages": ["my"]}
    made = call(client, boss, "post", "offers", room | {"unit": str(rest_house.public_id)})
    assert (made.status_code, made.json()["left"]) == (201, "10")
    found = call(client, wipa, "get", "offers")
    assert [one["name"] for one in found.json()["units"]] == ["Chiang Mai team"]
    assert foreign(found.content.decode(), SAPHAN) == set()
    body = {"offer": made.json()["id"], "unit": found.json()["units"][0]["id"], "points": "6"}
    asked = call(client, wipa, "post", "requests", body)
    assert (asked.status_code, asked.json()["with_person"]) == (201, None)
    seen = call(client, boss, "get", "requests")
    assert foreign(seen.content.decode(), BAAN_SUK) == set()
    assert not AccessEvent.objects.about(wipa)
    address = f"requests/{asked.json()['id']}"
    assert call(client, wipa, "post", f"{address}/agree").status_code == 422
    agreed = call(client, boss, "post", f"{address}/agree").json()
    assert (agreed["with_person"], agreed["with_unit"]) == ("Wipa Thongdee", "Chiang Mai team")
    assert call(client, wipa, "get", "requests").json()[0]["with_person"] == "Busaba Rakdee"
    assert AccessEvent.objects.about(wipa)
    assert call(client, boss, "post", f"{address}/decline").status_code == 409
    assert call(client, wipa, "get", "offers").json()["offers"][0]["left"] == "4.0"
    closed = call(client, boss, "post", f"offers/{made.json()['id']}/close")
    assert closed.status_code == 200
    assert call(client, wipa, "get", "offers").json()["offers"] == []


def test_a_buddhist_year_over_the_api_is_asked_about_in_the_common_era(
    client, boss, rest_house, friday
):
    room = {"points": "10", "job": "shelter", "until": f"2569{str(DAY)[4:]}", "languages": []}
    answer = call(client, boss, "post", "offers", room | {"unit": str(rest_house.public_id)})
    assert answer.status_code == 422
    assert "the year of the common era: 2026" in answer.json()["detail"]


def test_the_api_of_hands_is_for_supervisors_and_their_own_units(
    client, nok, noi, wipa, boss, offered, rest_house
):
    assert call(client, nok, "get", "offers").status_code == 403
    body = {"offer": str(offered.public_id), "unit": str(rest_house.public_id), "points": "1"}
    assert call(client, wipa, "post", "requests", body).status_code == 404
    assert call(client, wipa, "post", f"offers/{offered.public_id}/close").status_code == 404
    assert call(client, wipa, "post", f"requests/{uuid.uuid4()}/agree").status_code == 404
    assert not HandRequest.objects.exists()


@pytest.mark.parametrize("who", ["third", "malee"])
def test_of_a_request_no_third_supervisor_reads_or_settles_anything(
    client, request, wipa, boss, asked, who
):
    """Neither one of another organisation, nor one of another team of those who asked."""
    other = request.getfixturevalue(who)
    verbs = [f"requests/{asked.public_id}/{verb}" for verb in ("agree", "decline", "withdraw")]
    assert [call(client, other, "post", verb).status_code for verb in verbs] == [404] * 3
    hands.agree(asked, by=boss, now=NOW)
    assert call(client, other, "get", "requests").json() == []
    enter(client, other)
    own = ("Saphan",) if who == "malee" else ()
    assert foreign(text(client.get(PAGE)), own) == set()
    assert not AccessEvent.objects.filter(viewer=other).exists()


def test_listed_is_what_can_be_asked_for_today_and_to_supervisors_alone(
    nok, wipa, boss, rest_house, offered
):
    def room(points):
        fields = {"points": Decimal(points), "job": job_of(rest_house, "shelter"), "until": DAY}
        return hands.offer(by=boss, unit=rest_house, now=NOW, **fields)

    today_too, past, closed = (room(points) for points in (5, 6, 7))
    RoomOffer.objects.filter(pk=past.pk).update(until=DAY - timedelta(days=1))
    hands.close(closed, by=boss, now=NOW)
    for viewer in (wipa, boss):
        assert set(hands.open_offers(viewer, NOW)) == {offered, today_too}
    assert hands.open_offers(nok, NOW) == []
    assert set(RoomOffer.objects.visible_to(boss)) == {offered, today_too, past, closed}
    assert set(RoomOffer.objects.visible_to(wipa)) == {offered, today_too, past}


def test_a_closed_offer_of_others_is_as_one_that_is_not_there_over_the_api(
    client, wipa, boss, chiang_mai, offered
):
    hands.close(offered, by=boss, now=NOW)
    body = {"offer": str(offered.public_id), "unit": str(chiang_mai.public_id), "points": "1"}
    assert call(client, wipa, "post", "requests", body).status_code == 404


def test_the_api_lists_ones_own_units_jobs_and_offers_as_ones_own(
    client, wipa, boss, offered, office
):
    """Wipa works in the head office besides, for which she does not speak."""
    make_membership(wipa, office, hours=Decimal(8))
    Job.objects.filter(pk=offered.job_id).update(name={"en": "House parent"})
    theirs, mine = (call(client, who, "get", "offers").json() for who in (wipa, boss))
    assert [one["own"] for one in theirs["offers"]] == [False]
    assert [one["own"] for one in mine["offers"]] == [True]
    assert [one["name"] for one in theirs["units"]] == ["Chiang Mai team"]
    assert "House parent" in {one["name"] for one in mine["jobs"]}
    assert "House parent" not in {one["name"] for one in theirs["jobs"]}


def test_of_two_requests_the_answer_is_about_the_one_that_was_settled(
    client, wipa, boss, malee, chiang_rai, offered, asked
):
    newer = hands.ask(by=malee, unit=chiang_rai, wanted=offered, points=Decimal(2), now=NOW)
    for one in (asked, newer):
        answer = call(client, boss, "post", f"requests/{one.public_id}/agree").json()
        assert (answer["id"], answer["state"]) == (str(one.public_id), "agreed")


@pytest.mark.parametrize("points", ["0", "-1", "200.1", "1.25", "x"])
def test_points_that_cannot_be_meant_are_refused_over_the_api(
    client, wipa, chiang_mai, offered, points
):
    body = {"offer": str(offered.public_id), "unit": str(chiang_mai.public_id), "points": points}
    assert call(client, wipa, "post", "requests", body).status_code == 422
