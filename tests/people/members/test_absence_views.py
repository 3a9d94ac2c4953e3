"""The pages of a long absence: for the admins who manage the person, and with each refusal."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from people.models import Absence, AccessEvent, Membership, Role
from tests.makers import NOW, change_account, enter, make_membership, make_person, make_worker

TODAY = NOW.date()
DAYS = {"starts": "20/11/2026", "ends": "31/3/2027"}


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def montri(chiang_mai):
    return make_worker(chiang_mai, "montri", full_name_en="Montri Kaewta")


@pytest.fixture
def as_ploy(client, ploy):
    enter(client, ploy)
    return client


@pytest.fixture
def away(wipa, ploy):
    days = {"starts": TODAY, "ends": date(2027, 3, 31)}
    return Absence.objects.create(
        person=wipa, kind="parental", entered_by=ploy, entered_at=NOW, **days
    )


def page_of(person):
    return f"/people/{person.public_id}/absence/"


def choice_of(person):
    return f"{page_of(person)}{person.memberships.get().pk}/"


def test_an_admin_enters_an_absence_and_reads_before_who_is_told(as_ploy, nok, wipa, chiang_mai):
    page = as_ploy.get(page_of(wipa)).text
    assert "never why:" in page
    assert str(chiang_mai) in page
    response = as_ploy.post(page_of(wipa), {"kind": "parental", **DAYS})
    assert response.status_code == 302
    assert Absence.objects.get().ends == date(2027, 3, 31)
    assert "Meanwhile the team answers to the level above" in as_ploy.get(page_of(wipa)).text
    assert "Parental leave" in as_ploy.get(f"/people/{wipa.public_id}/").text
    assert AccessEvent.objects.filter(what="membership", person=wipa).exists()


def test_what_is_refused_stands_at_its_field_with_what_was_typed(as_ploy, wipa):
    sent = {"kind": "sick", "starts": "20/11/2026", "ends": "1/11/2026"}
    response = as_ploy.post(page_of(wipa), sent)
    assert response.status_code == 422
    assert "The last day is before the first." in response.text
    assert 'value="1/11/2026"' in response.text
    assert not Absence.objects.exists()


def shown_on(page):
    return re.findall(r'name="shown" value="([^"]*)"', page.text)


def test_who_enters_an_absence_moves_none_that_a_colleague_entered_meanwhile(as_ploy, wipa, ploy):
    """The page comes back with what was typed and what is entered; saved once more it is moved."""
    [opened] = shown_on(as_ploy.get(page_of(wipa)))
    assert opened == ""
    days = {"starts": TODAY, "ends": date(2027, 3, 31)}
    Absence.objects.create(
        person=wipa, kind="sick", entered_by=ploy, entered_at=NOW - timedelta(minutes=1), **days
    )
    typed = {"kind": "study", "starts": "20/11/2026", "ends": "1/12/2026"}
    page = as_ploy.post(page_of(wipa), typed | {"shown": opened})
    assert page.status_code == 422
    assert "Something changed since you looked." in page.text
    assert 'value="1/12/2026"' in page.text
    assert Absence.objects.get().ends == date(2027, 3, 31)
    assert len(set(shown_on(page))) == 1
    saved = as_ploy.post(page_of(wipa), typed | {"shown": shown_on(page)[0]})
    assert saved.status_code == 302
    assert (Absence.objects.get().kind, Absence.objects.get().ends) == ("study", date(2026, 12, 1))


def test_of_an_absence_that_a_colleague_moved_nothing_is_put_back(as_ploy, wipa, away):
    opened = shown_on(as_ploy.get(page_of(wipa)))[0]
    Absence.objects.update(ends=date(2027, 4, 30))
    for typed in ({"kind": "sick", **DAYS}, {"do": "back", "day": "1/12/2026"}):
        page = as_ploy.post(page_of(wipa), typed | {"shown": opened})
        assert page.status_code == 422
        assert "Something changed since you looked." in page.text
    assert Absence.objects.get().ends == date(2027, 4, 30)
    # Who typed just that, as with a second press, is not asked again.
    same = {"kind": "parental", "starts": "20/11/2026", "ends": "30/4/2027", "shown": opened}
    assert as_ploy.post(page_of(wipa), same).status_code == 302
    # Where it was taken away meanwhile, it is not entered anew by who moves it.
    Absence.objects.all().delete()
    page = as_ploy.post(page_of(wipa), same | {"ends": "1/12/2026"})
    assert page.status_code == 422
    assert not Absence.objects.exists()


def test_a_stand_in_is_found_by_name_and_chosen(as_ploy, wipa, montri, nok, away):
    page = as_ploy.get(choice_of(wipa)).text
    assert page.index("Kanokwan") < page.index("Montri")
    page = as_ploy.get(choice_of(wipa), {"q": "montri"}).text
    assert "Montri Kaewta" in page
    assert "Kanokwan" not in page
    response = as_ploy.post(choice_of(wipa), {"person": montri.public_id, **DAYS})
    assert response.status_code == 302
    assert "Montri Kaewta" in as_ploy.get(page_of(wipa)).text
    assert "Stands in for Wipa Thongdee" in as_ploy.get(f"/people/{montri.public_id}/").text


def test_a_second_stand_in_is_refused_at_the_field_and_the_choice_stays(
    as_ploy, wipa, montri, nok, away
):
    as_ploy.post(choice_of(wipa), {"person": montri.public_id, **DAYS})
    response = as_ploy.post(choice_of(wipa), {"person": nok.public_id, **DAYS})
    assert response.status_code == 422
    assert 'id="id_person_error"' in response.text
    assert f'value="{nok.public_id}" checked' in response.text
    assert Membership.objects.filter(acting_for=wipa).count() == 1


@pytest.mark.parametrize("person", ["", "nonsense", "9d2f5b1c-0000-4000-8000-0123456789ab"])
def test_no_choice_is_a_sentence_at_the_field(as_ploy, wipa, away, person):
    response = as_ploy.post(choice_of(wipa), {"person": person, **DAYS})
    assert response.status_code == 422
    assert "Please choose who stands in." in response.text


def test_a_colleague_of_another_organisation_is_not_found(as_ploy, wipa, away, noi):
    response = as_ploy.post(choice_of(wipa), {"person": noi.public_id, **DAYS})
    assert response.status_code == 422
    assert "Noi" not in response.text


def test_an_admin_cannot_make_herself_a_stand_in(as_ploy, ploy, wipa, away):
    assert ploy.name not in as_ploy.get(choice_of(wipa)).text.split("<main")[1]
    response = as_ploy.post(choice_of(wipa), {"person": ploy.public_id, **DAYS})
    assert response.status_code == 422
    assert "You cannot give yourself a role" in response.text
    assert ploy.memberships.count() == 1


def test_an_admin_has_no_page_to_hand_on_her_own_role(as_ploy, ploy):
    days = {"starts": TODAY, "ends": TODAY + timedelta(days=9)}
    Absence.objects.create(person=ploy, kind="other", entered_at=NOW, **days)
    assert as_ploy.get(choice_of(ploy)).status_code == 404
    assert "entered by another admin" in as_ploy.get(page_of(ploy)).text
    assert as_ploy.post(page_of(ploy), {"kind": "other", **DAYS}).status_code == 422


def test_who_is_not_away_has_no_stand_in(as_ploy, wipa):
    assert as_ploy.get(choice_of(wipa)).status_code == 404


def test_the_admin_enters_an_early_return(as_ploy, wipa, montri, away):
    as_ploy.post(choice_of(wipa), {"person": montri.public_id, **DAYS})
    late = as_ploy.post(page_of(wipa), {"do": "back", "day": "1/5/2027"})
    assert late.status_code == 422
    assert as_ploy.post(page_of(wipa), {"do": "back", "day": "23/11/2026"}).status_code == 302
    assert montri.memberships.get(acting_for=wipa).ends == date(2026, 11, 22)
    away.refresh_from_db()
    assert away.ends == date(2026, 11, 22)


def test_the_acting_role_is_ended_and_not_moved_on_its_own_page(as_ploy, wipa, montri, away):
    as_ploy.post(choice_of(wipa), {"person": montri.public_id, **DAYS})
    acting = montri.memberships.get(acting_for=wipa)
    page = as_ploy.get(f"/people/{montri.public_id}/roles/{acting.pk}/").text
    assert "Change or move" not in page
    assert "End this role" in page


def test_the_stand_in_reads_for_whom_and_until_when_on_each_home(client, wipa, montri, away):
    acting = {"acting_for": wipa, "ends": date(2027, 3, 31), "hours": None}
    make_membership(montri, wipa.memberships.get().unit, Role.SUPERVISOR, **acting)
    enter(client, montri)
    for page in ("/", reverse("my_week"), reverse("team")):
        found = client.get(page, follow=True).text
        assert "You stand in for Wipa Thongdee until 31 March 2027" in found.replace("\xa0", " ")
    enter(client, wipa)
    for page in ("/", reverse("team")):
        found = client.get(page, follow=True).text.replace("\xa0", " ")
        assert "You are away until 31 March 2027" in found


def test_the_team_reads_on_its_talk_page_who_is_away_who_stands_in_and_never_why(
    client, nok, wipa, montri, orathai, away
):
    enter(client, nok)
    page = client.get("/talk/").text.replace("\xa0", " ")
    assert "Wipa is away until 31 March 2027" in page
    acting = {"acting_for": wipa, "ends": date(2027, 3, 31), "hours": None}
    make_membership(montri, wipa.memberships.get().unit, Role.SUPERVISOR, **acting)
    page = client.get("/talk/").text.replace("\xa0", " ")
    assert "Montri stands in." in page
    assert "arental" not in page
    enter(client, orathai)
    assert "is away until" not in client.get("/talk/").text


def test_both_pages_open_in_thai(as_ploy, ploy, wipa, away):
    change_account(ploy, language="th")
    for page in (page_of(wipa), choice_of(wipa)):
        assert as_ploy.get(page).status_code == 200


def test_an_admin_below_enters_nothing_for_who_also_leads_above(client, wipa, chiang_mai, office):
    part = make_person("part", office.organisation)
    make_membership(part, chiang_mai, Role.ADMIN)
    make_membership(wipa, office, Role.SUPERVISOR, hours=None)
    enter(client, part)
    response = client.post(page_of(wipa), {"kind": "sick", **DAYS})
    assert response.status_code == 422
    assert "a unit that you do not look after" in response.text


def test_the_person_reads_why_and_who_stands_in_on_their_own_page_alone(
    client, wipa, montri, nok, away
):
    acting = {"acting_for": wipa, "ends": date(2027, 3, 31), "hours": None}
    make_membership(montri, wipa.memberships.get().unit, Role.SUPERVISOR, **acting)
    enter(client, wipa)
    page = client.get("/account/").text
    assert "Parental leave" in page
    assert "Montri Kaewta" in page
    for other in (montri, nok):
        enter(client, other)
        assert "Parental leave" not in client.get("/account/").text
