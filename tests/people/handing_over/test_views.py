"""The page of a hand-over: from the role that ends to who takes what."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from people.handing_over.tasks import give_over
from people.models import AccessEvent, HandOver, Person, Role
from tests.makers import (
    NOW,
    enter,
    make_membership,
    make_person,
    make_week,
    make_worker,
)
from workload.flags import actions as flags
from workload.models import Flag

DAY = timedelta(days=1)
LAST = NOW.date() + 10 * DAY
TYPED = f"{LAST.day}/{LAST.month}/{LAST.year}"


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def malee(office):
    """Leads the head office: the level above."""
    person = make_person("malee", office.organisation, full_name_en="Malee Rattanakul")
    make_membership(person, office, Role.SUPERVISOR)
    return person


@pytest.fixture
def flag(nok):
    return flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)


def place(person, name="hand_over") -> str:
    return reverse(name, args=[person.public_id, person.memberships.get().pk])


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("sent", ["31/2/2027", "soon", "๓๑/๑๒/๙๙๙๙", ""])
def test_a_last_day_that_cannot_be_read_ends_no_role_today(client, nok, wipa, malee, ploy, sent):
    enter(client, ploy)
    chosen = {"last_day": sent, "everything": str(malee.public_id)}
    answer = client.post(place(wipa), chosen)

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert wipa.memberships.get().ends is None
    assert not HandOver.objects.exists()


def test_the_end_of_a_role_leads_to_what_rests_with_it(client, nok, wipa, malee, ploy):
    enter(client, ploy)
    answer = client.post(place(wipa, "membership"), {"do": "end", "last_day": TYPED})
    assert answer["Location"].startswith(place(wipa))
    page = text(client.get(answer["Location"]))
    assert "Wipa leaves Chiang Mai team" in page
    assert "Last day: 30 November 2026" in page
    assert "Hand over on 30 November" in page
    assert "Open flags" in page
    assert "Requests to get in touch" in page


def test_a_role_with_which_nothing_rests_ends_as_before(client, nok, ploy):
    enter(client, ploy)
    answer = client.post(place(nok, "membership"), {"do": "end", "last_day": TYPED})
    assert answer["Location"] == reverse("person", args=[nok.public_id])
    assert nok.memberships.get().ends == LAST


def test_a_day_on_which_it_cannot_end_is_refused_beside_its_field(client, nok, wipa, malee, ploy):
    enter(client, ploy)
    answer = client.post(place(wipa, "membership"), {"do": "end", "last_day": "1/11/2026"})
    assert answer.status_code == 422
    assert "A role like this ends today at the earliest." in text(answer)


def test_one_choice_gives_everything_and_the_day_after_it_is_theirs(
    client, friday, nok, wipa, malee, ploy, flag
):
    enter(client, ploy)
    chosen = {"last_day": TYPED, "everything": str(malee.public_id)}
    answer = client.post(place(wipa), chosen, follow=True)
    assert "It is settled who takes what." in text(answer)
    assert wipa.memberships.get().ends == LAST
    friday.move_to(NOW + 11 * DAY)
    give_over.call()
    assert list(Flag.objects.handled_by(Person.objects.get(pk=malee.pk))) == [flag]
    enter(client, malee)
    page = text(client.get(reverse("handed_to_me")))
    assert "Wipa Thongdee" in page
    assert "Open flags" in page


@pytest.mark.parametrize("chosen", ["", "noi", "nok", "rubbish"])
def test_a_line_that_nobody_takes_is_refused_beside_it(client, nok, wipa, malee, ploy, noi, chosen):
    enter(client, ploy)
    people = {"noi": str(noi.public_id), "nok": str(nok.public_id)}
    answer = client.post(place(wipa), {"last_day": TYPED, "flag": people.get(chosen, chosen)})
    assert answer.status_code == 422
    assert 'id="id_flag_error"' in answer.content.decode()
    assert wipa.memberships.get().ends is None
    assert not HandOver.objects.exists()


def test_without_a_successor_the_button_is_closed_and_says_what_is_missing(client, nok, wipa, ploy):
    enter(client, ploy)
    answer = client.get(place(wipa))
    page = text(answer)
    assert "Wipa cannot hand over yet." in page
    assert "Nobody else could take: Open flags" in page
    assert "disabled" in page
    assert client.post(place(wipa), {"last_day": TYPED}).status_code == 422


def test_the_load_of_who_could_lead_is_said_before(client, nok, wipa, malee, ploy):
    make_week(malee, points="13")
    enter(client, ploy)
    page = text(client.get(place(wipa)))
    assert "Leading 1 person is 5.2 points a week, 20% of their capacity." in page
    assert "What they carry now, only they and their supervisor see." in page
    assert "50.0%" not in page


def test_who_supervises_the_successor_reads_the_load_of_now(client, nok, wipa, ploy, office):
    make_membership(ploy, office, Role.SUPERVISOR)
    montri = make_person("montri", office.organisation)
    make_membership(montri, wipa.memberships.get().unit, Role.SUPERVISOR)
    make_week(montri, points="13")
    enter(client, ploy)
    assert "They carry 50.0% of their capacity now." in text(client.get(place(wipa)))


def test_without_a_supervisor_of_its_own_the_page_names_the_level_above(
    client, nok, wipa, malee, ploy
):
    enter(client, ploy)
    page = text(client.get(place(wipa)))
    assert "Chiang Mai team has no supervisor of its own then" in page
    assert "the level above, sees every flag from the first hour." in page


def test_nobody_hands_over_a_role_of_their_own(client, ploy):
    enter(client, ploy)
    assert client.get(place(ploy)).status_code == 404


def test_the_page_names_nobody_with_a_flag_and_notes_the_look(client, nok, wipa, malee, ploy, flag):
    enter(client, ploy)
    page = text(client.get(place(wipa)))
    assert "Kanokwan" not in page
    event = AccessEvent.objects.get(person=wipa)
    assert (event.viewer, event.what) == (ploy, "membership")


def test_the_statements_do_not_grow_with_the_team(
    client, nok, wipa, malee, ploy, chiang_mai, django_assert_max_num_queries
):
    enter(client, ploy)
    client.get(place(wipa))
    for _n in range(8):
        fon = make_worker(chiang_mai)
        flags.assess(person=fon, weeks=[make_week(fon, points="33")], now=NOW)
    with django_assert_max_num_queries(60):
        client.get(place(wipa))


def settled_in(answer) -> str:
    """What the page has read of who takes what."""
    return re.search('name="version" value="(.*?)"', answer.content.decode())[1]


def test_of_two_admins_the_second_reads_whom_the_first_has_chosen(
    client, nok, wipa, malee, ploy, office
):
    montri, dao = (make_person(name, office.organisation) for name in ("montri", "dao"))
    make_membership(montri, office, Role.SUPERVISOR)
    make_membership(dao, office, Role.ADMIN)
    # Of another role, and the page of Wipa's says nothing of it.
    HandOver.objects.create(membership=malee.memberships.get(), made_by=dao, made_at=NOW)
    enter(client, ploy)
    chosen = {"last_day": TYPED, "version": settled_in(client.get(place(wipa)))}
    for _pressed_twice in range(2):
        first = client.post(place(wipa), chosen | {"everything": str(malee.public_id)})
        assert first.status_code == 302
    enter(client, dao)
    mine = {"everything": str(montri.public_id)}
    answer = client.post(place(wipa), chosen | mine)
    assert answer.status_code == 422
    assert "Another admin has settled this meanwhile, with: Malee Rattanakul." in text(answer)
    takers = HandOver.objects.get(membership__person=wipa).lines.values_list("taker", flat=True)
    assert set(takers) == {malee.pk}
    client.post(place(wipa), chosen | mine | {"version": settled_in(answer)})
    assert set(takers.all()) == {montri.pk}


def test_who_takes_nothing_reads_so(client, nok):
    enter(client, nok)
    assert "Nothing is handed over to you" in text(client.get(reverse("handed_to_me")))


def test_another_organisation_hands_nothing_over_here(client, nok, wipa, malee, rest_house):
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.ADMIN)
    enter(client, boss)
    assert client.get(place(wipa)).status_code == 404
    assert client.post(place(wipa), {"last_day": TYPED}).status_code == 404
