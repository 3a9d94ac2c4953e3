"""Pages of people and units: for admins, at or below their unit, and for nobody else."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from people import access_kinds
from people.models import AccessEvent, Invitation, Membership, Person, Role, Unit
from people.weeks import today
from people.writing.formats import short_day
from tests.makers import (
    change_account,
    enter,
    judge_stale,
    make_membership,
    make_person,
    make_unit,
    make_worker,
    make_workers,
)

NOBODY = uuid.UUID(int=0)


@pytest.fixture
def team_admin(chiang_mai):
    """Administers the team, not the head office above it."""
    person = make_person("dao", chiang_mai.organisation)
    make_membership(person, chiang_mai, Role.ADMIN)
    return person


@pytest.fixture
def signed_in(client, ploy):
    enter(client, ploy)
    return client


def pages_of(person, unit):
    return [
        "/people/",
        "/people/?q=a",
        "/people/?state=invited",
        "/people/?state=left",
        "/units/",
        "/people/invite/",
        f"/people/{person.public_id}/",
        f"/people/{person.public_id}/join/",
        f"/people/{person.public_id}/roles/{person.memberships.get().pk}/",
        "/units/new/",
        f"/units/{unit.public_id}/",
    ]


def test_an_admin_opens_every_page_in_both_languages(signed_in, nok, chiang_mai):
    for language in ("en", "th"):
        signed_in.cookies["django_language"] = language
        for page in pages_of(nok, chiang_mai):
            assert signed_in.get(page).status_code == 200, page


@pytest.mark.parametrize("who", ["nok", "wipa", "siriporn", "anan", "orathai", "noi"])
def test_for_everybody_else_the_pages_are_not_there(who, request, client, nok, chiang_mai):
    enter(client, request.getfixturevalue(who))
    for page in pages_of(nok, chiang_mai):
        assert client.get(page).status_code == 404, page
        assert client.post(page).status_code == 404, page


def test_signed_out_every_page_leads_to_the_sign_in(client, nok, chiang_mai):
    for page in [*pages_of(nok, chiang_mai), "/account/", "/account/keys/", "/account/opened/"]:
        assert client.get(page)["Location"].startswith("/sign-in/?next="), page


def test_another_organisation_answers_like_nothing_at_all(signed_in, noi, rest_house):
    for theirs, missing in [
        (f"/people/{noi.public_id}/", f"/people/{NOBODY}/"),
        (f"/people/{noi.public_id}/join/", f"/people/{NOBODY}/join/"),
        (f"/units/{rest_house.public_id}/", f"/units/{NOBODY}/"),
        (f"/people/invite/?unit={rest_house.public_id}", f"/people/invite/?unit={NOBODY}"),
        (f"/units/new/?unit={rest_house.public_id}", "/units/new/?unit=no-such-thing"),
    ]:
        there, nowhere = signed_in.get(theirs), signed_in.get(missing)
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert plain(there) == plain(nowhere)


def plain(response):
    """The page without what changes each time, and without its own address."""
    return re.sub(
        r'(nonce|name="csrfmiddlewaretoken" value|name="next" value)="[^"]*"', "", response.text
    )


def test_an_admin_below_sees_nothing_above(client, team_admin, office, siriporn, nok):
    enter(client, team_admin)
    assert client.get(f"/people/{nok.public_id}/").status_code == 200
    assert client.get(f"/people/{siriporn.public_id}/").status_code == 404
    assert client.get(f"/units/{office.public_id}/").status_code == 404
    assert "Head office" not in client.get("/people/").text
    assert "Siriporn" not in client.get("/people/?q=siri").text


def test_a_role_is_only_given_at_or_below(client, team_admin, office, nok):
    enter(client, team_admin)
    sent = {"unit": office.public_id, "role": "admin", "job": "office", "day": "2026-11-24"}
    response = client.post(f"/people/{nok.public_id}/join/", sent)
    assert response.status_code == 422
    assert not nok.memberships.filter(role=Role.ADMIN).exists()


def test_the_list_shows_people_roles_and_hours_and_who_is_invited_stands_under_a_pill(
    signed_in, nok, chiang_mai, ploy
):
    signed_in.post("/people/invite/", invitation_to(chiang_mai))
    text = signed_in.get("/people/").text
    for shown in ["Chiang Mai team", "Kanokwan Srisuk", "กนกวรรณ ศรีสุข"]:
        assert shown in text
    assert "40 h a week" in signed_in.get(f"/people/?unit={chiang_mai.public_id}").text
    assert "new@example.org" not in text
    assert "new@example.org" in signed_in.get("/people/?state=invited").text


def names_in(answer):
    """The people of a list, in its order."""
    return [person.full_name_en for person in answer.context["page"]]


def test_one_unit_shows_its_own_people_and_its_lead_first(
    signed_in, office, chiang_mai, nok, wipa, siriporn
):
    fang = make_unit(office.organisation, "Fang", parent=chiang_mai)
    make_workers(1, fang)
    answer = signed_in.get(f"/people/?unit={chiang_mai.public_id}")
    assert names_in(answer) == [wipa.full_name_en, nok.full_name_en]
    assert siriporn.full_name_en in names_in(signed_in.get("/people/"))
    assert "Wipa leads" in answer.text


def test_states_have_counts_and_who_left_is_under_left(signed_in, chiang_mai, nok, wipa, ploy):
    day = today(timezone.now())
    nok.memberships.update(ends=day - timedelta(days=1))
    unit = f"?unit={chiang_mai.public_id}"
    signed_in.post("/people/invite/", invitation_to(chiang_mai))
    answer = signed_in.get(f"/people/{unit}")
    assert [(state, n) for state, _, n in answer.context["states"]] == [
        ("here", 1),
        ("awaited", 0),
        ("invited", 1),
        ("left", 1),
        ("ending", 0),
    ]
    assert names_in(signed_in.get(f"/people/{unit}&state=left")) == [nok.full_name_en]
    nok.memberships.update(ends=day)
    assert signed_in.get(f"/people/{unit}").context["found"].counts["left"] == 0


def test_who_begins_later_is_here_with_the_day(signed_in, nok):
    first = today(timezone.now()) + timedelta(days=3)
    nok.memberships.update(starts=first)
    written = short_day(first).replace("\u00a0", " ")
    assert f"from {written}" in signed_in.get("/people/?q=kanok").text


def test_who_moved_to_another_unit_has_not_left(signed_in, office, chiang_mai, nok):
    day = today(timezone.now())
    lamphun = make_unit(office.organisation, "Lamphun", parent=office)
    nok.memberships.update(ends=day - timedelta(days=1))
    make_membership(nok, lamphun)
    left = signed_in.get(f"/people/?unit={chiang_mai.public_id}&state=left")
    assert names_in(left) == []


def test_a_role_chooses_and_a_wrong_one_chooses_nothing(signed_in, nok, wipa, chiang_mai):
    unit = f"/people/?unit={chiang_mai.public_id}"
    assert names_in(signed_in.get(f"{unit}&role=supervisor")) == [wipa.full_name_en]
    assert len(names_in(signed_in.get(f"{unit}&role=king"))) == 2
    assert len(names_in(signed_in.get(f"{unit}&state=asleep&page=x"))) == 2


def test_an_admin_of_a_team_reads_no_role_that_a_person_has_above(client, team_admin, office, nok):
    make_membership(nok, office, Role.TRAINER)
    enter(client, team_admin)
    answer = client.get("/people/?q=kanok")
    assert answer.context["page"][0].named_roles == ["Worker"]
    assert names_in(client.get("/people/?role=trainer")) == []


def test_what_kind_of_unit_it_is_is_not_put_back_by_an_older_page(signed_in, chiang_mai):
    judge_stale(
        signed_in,
        f"/units/{chiang_mai.public_id}/",
        change=lambda: Unit.objects.filter(pk=chiang_mai.pk).update(kind="shelter"),
        typed={"name_en": "Chiang Mai crew"},
        told=["Shelter"],
    )


@pytest.mark.parametrize("path", ["/people/?unit={}", "/units/?unit={}"])
def test_the_tree_opens_no_unit_of_another_organisation(signed_in, rest_house, office, path):
    assert signed_in.get(path.format(rest_house.public_id)).status_code == 404
    assert signed_in.get(path.format("no-such-thing")).status_code == 404
    assert signed_in.get(path.format(office.public_id)).status_code == 200


def test_the_tree_says_who_leads_and_where_nobody_does(
    signed_in, office, chiang_mai, wipa, nok, siriporn
):
    mae_sot = make_unit(office.organisation, "Mae Sot", parent=office)
    make_workers(2, mae_sot)
    text = signed_in.get("/units/").text
    assert text.count("nobody leads") == 1
    assert "Wipa leads" in text
    make_membership(siriporn, chiang_mai, Role.SUPERVISOR)
    assert "2 lead together" in signed_in.get("/units/").text


def test_a_big_tree_opens_the_branch_that_is_looked_at(signed_in, office):
    teams = [make_unit(office.organisation, f"T {n:02}", parent=office) for n in range(24)]
    make_unit(office.organisation, "Small desk", parent=teams[3])
    assert "Small desk" not in signed_in.get("/units/").text
    assert "1 unit below" in signed_in.get("/units/").text
    assert "Small desk" in signed_in.get(f"/units/?unit={teams[3].public_id}").text


@pytest.mark.parametrize("wanted", ["kanok", "กนก", "นก", "NOK"])
def test_people_are_found_by_any_of_their_names(signed_in, nok, wipa, wanted):
    text = signed_in.get("/people/", {"q": wanted}).text
    assert "Kanokwan" in text
    assert "Thongdee" not in text


@pytest.mark.parametrize("wanted", ["%00", "%25_", "x" * 5000, "%E0%B8", "' OR 1=1 --"])
def test_any_search_is_only_a_search(signed_in, nok, wanted):
    response = signed_in.get(f"/people/?q={wanted}")
    assert response.status_code == 200
    assert ("Kanokwan" in response.text) is (wanted == "%00")


def cost(client, path):
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


@pytest.mark.parametrize("path", ["/people/", "/people/?q=worker", "unit"])
def test_a_page_costs_the_same_for_any_organisation(path, signed_in, office, chiang_mai, nok):
    make_workers(1, chiang_mai)
    path = f"/units/{chiang_mai.public_id}/" if path == "unit" else path
    small = cost(signed_in, path)
    for number in range(10):
        make_workers(3, make_unit(office.organisation, f"Team {number}", parent=office))
    make_workers(30, chiang_mai)
    assert cost(signed_in, path) == small
    assert small <= 17  # one reads what waits for the admin


def test_lists_of_people_have_pages_of_twelve(signed_in, chiang_mai):
    make_workers(25, chiang_mai)
    for page in (f"/people/?unit={chiang_mai.public_id}", f"/units/{chiang_mai.public_id}/?"):
        assert "1 to 12 of 25" in re.sub(r"\s+", " ", signed_in.get(page).text)
        assert len(signed_in.get(f"{page}&page=3").context["page"]) == 1


def test_opening_a_person_is_noted_and_they_can_read_it(signed_in, client, nok, ploy):
    signed_in.get(f"/people/{nok.public_id}/")
    event = AccessEvent.objects.get()
    assert (event.viewer, event.viewer_role, event.what, event.person) == (
        ploy,
        Role.ADMIN,
        access_kinds.MEMBERSHIP,
        nok,
    )
    enter(client, nok)
    text = client.get("/account/opened/").text
    assert "Ploy Suwannarat" in text
    assert "Organisation admin" in text
    assert "managing people" in text


def test_a_list_of_people_is_a_look_at_each_of_them_and_at_nobody_else(
    signed_in, nok, ploy, noi, chiang_mai, office
):
    def looks_at(person, page):
        before = AccessEvent.objects.about(person).count()
        assert signed_in.get(page).status_code == 200
        return AccessEvent.objects.about(person).count() - before

    for page in ("/people/", "/people/?q=kanok", f"/units/{chiang_mai.public_id}/"):
        assert looks_at(nok, page) == 1
    for page in ("/people/?q=nobody", f"/units/{office.public_id}/", "/units/new/"):
        assert looks_at(nok, page) == 0
    assert not AccessEvent.objects.about(noi).exists()
    assert not AccessEvent.objects.about(ploy).exists()


@pytest.mark.parametrize("method", ["get", "options", "post"])
@pytest.mark.parametrize("page", ["join/", "roles/{}/"])
def test_a_page_about_a_person_is_a_look_however_it_is_asked_for(signed_in, nok, page, method):
    address = f"/people/{nok.public_id}/" + page.format(nok.memberships.get().pk)
    answer = getattr(signed_in, method)(address)
    assert "Kanokwan Srisuk" in answer.text
    assert [event.person for event in AccessEvent.objects.all()] == [nok]


def test_opening_oneself_is_no_look(signed_in, ploy):
    signed_in.get(f"/people/{ploy.public_id}/")
    assert not AccessEvent.objects.exists()


# --- Inviting ----------------------------------------------------------------------------------


def invitation_to(unit, **changes):
    return {
        "email": "New@Example.org",
        "language": "en",
        "unit": unit.public_id,
        "role": "worker",
        "job": "specialist",
        "hours": "๔๐",
    } | changes


def test_an_invitation_goes_out_and_stands_in_the_unit(signed_in, chiang_mai, ploy):
    response = signed_in.post("/people/invite/", invitation_to(chiang_mai))
    assert response["Location"] == f"/units/{chiang_mai.public_id}/"
    made = Invitation.objects.get()
    assert (made.email, made.unit, made.role, made.hours, made.invited_by) == (
        "new@example.org",
        chiang_mai,
        "worker",
        40,
        ploy,
    )
    assert [message.to for message in mail.outbox] == [["new@example.org"]]
    assert "new@example.org" in signed_in.get(response["Location"]).text


def test_the_admins_own_language_is_chosen_at_first(signed_in, ploy):
    for language in ("en", "th"):
        change_account(ploy, language=language)
        page = signed_in.get("/people/invite/").text
        assert f'<option value="{language}" selected>' in page


def test_a_language_that_is_not_offered_is_refused_at_its_field(signed_in, chiang_mai):
    answer = signed_in.post("/people/invite/", invitation_to(chiang_mai, language="my"))
    assert 'id="id_language_error"' in answer.text
    assert 'href="#id_language"' in answer.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": "nok@example.org"}, "already has an account here"),
        ({"email": "no address"}, "valid email"),
        ({"hours": "85"}, "at most 84"),
        ({"hours": "forty"}, "number"),
        ({"role": "trainer"}, "Only workers and supervisors"),
        ({"role": "king"}, "Please choose from the list."),
        ({"language": "fr"}, "This language is not offered here."),
        ({"language": ""}, "Please fill this in: Language of the invitation."),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(signed_in, nok, chiang_mai, changes, sentence):
    sent = invitation_to(chiang_mai, **changes)
    response = signed_in.post("/people/invite/", sent)
    assert response.status_code == 422
    assert sentence in response.text
    assert f'value="{sent["email"]}"' in response.text
    assert "<title>Error: " in response.text
    assert not Invitation.objects.exists()
    assert mail.outbox == []


def test_a_second_invitation_says_where_the_first_one_waits(signed_in, chiang_mai):
    sent = invitation_to(chiang_mai)
    signed_in.post("/people/invite/", sent)
    refused = signed_in.post("/people/invite/", sent)
    assert "it waits under People, Invited" in refused.text
    assert sent["email"].lower() in signed_in.get("/people/?state=invited").text


def test_an_invitation_is_sent_again_or_taken_back(signed_in, chiang_mai):
    signed_in.post("/people/invite/", invitation_to(chiang_mai))
    made = Invitation.objects.get()
    page = f"/people/waiting/{made.public_id}/"
    signed_in.post(page, {"do": "renew"})
    assert Invitation.objects.get().token_hash != made.token_hash
    assert len(mail.outbox) == 2
    signed_in.post(page, {"do": "withdraw"})
    assert not Invitation.objects.exists()
    assert signed_in.post(page, {"do": "withdraw"}).status_code == 404


def test_nobody_touches_invitations_of_others(signed_in, client, chiang_mai, noi, rest_house):
    make_membership(noi, rest_house, Role.ADMIN)
    signed_in.post("/people/invite/", invitation_to(chiang_mai))
    enter(client, noi)
    page = f"/people/waiting/{Invitation.objects.get().public_id}/"
    assert client.post(page, {"do": "withdraw"}).status_code == 404
    assert client.get(page).status_code == 405
    assert Invitation.objects.exists()


# --- Units -------------------------------------------------------------------------------------


def test_a_unit_is_added_below_and_renamed(signed_in, office, chiang_mai):
    made = signed_in.post(
        f"/units/new/?unit={chiang_mai.public_id}", {"name_en": "Fang", "name_th": "ฝาง"}
    )
    fang = Unit.objects.get(name__en="Fang")
    assert made["Location"] == f"/units/{fang.public_id}/"
    assert fang.path == f"{chiang_mai.path}{fang.pk}."
    changed = {"name_en": "Fang team", "name_th": "ทีมฝาง", "kind": "evidence"}
    signed_in.post(f"/units/{fang.public_id}/", changed)
    fang.refresh_from_db()
    assert (fang.name["en"], fang.name["th"]) == ("Fang team", "ทีมฝาง")
    assert (fang.kind, fang.parent) == ("evidence", chiang_mai)


def test_a_name_that_is_there_is_refused(signed_in, office, chiang_mai):
    other = make_unit(office.organisation, "Lamphun", parent=office)
    new = signed_in.post(f"/units/new/?unit={office.public_id}", {"name_en": "Lamphun"})
    again = signed_in.post(f"/units/{other.public_id}/", {"name_en": "Chiang Mai team"})
    for response in (new, again):
        assert response.status_code == 422
        assert "already a unit of this name" in response.text
    assert Unit.objects.filter(name__en="Lamphun").count() == 1
    # The heading still says the stored name; the field keeps what was typed.
    assert "<h1>Lamphun</h1>" in again.text


# --- A person's roles --------------------------------------------------------------------------


def place(unit, **changes):
    return {
        "unit": unit.public_id,
        "role": "worker",
        "job": "specialist",
        "hours": "40",
        "day": today(timezone.now()).isoformat(),
    } | changes


def test_a_person_moves_from_a_day_in_either_era(signed_in, office, nok):
    day = today(timezone.now())
    lamphun = make_unit(office.organisation, "Lamphun", parent=office)
    page = f"/people/{nok.public_id}/roles/{nok.memberships.get().pk}/"
    thai = f"{day.day}/{day.month}/{day.year + 543}"
    assert signed_in.post(page, place(lamphun, day=thai)).status_code == 302
    old, new = nok.memberships.order_by("starts")
    assert (old.ends, new.starts, new.unit) == (day - timedelta(days=1), day, lamphun)


def test_a_role_to_come_that_a_colleague_put_right_is_not_changed_back(signed_in, office, nok):
    role = nok.memberships.get()
    day = today(timezone.now()) + timedelta(days=9)
    Membership.objects.filter(pk=role.pk).update(starts=day, role="trainer", hours=None)
    judge_stale(
        signed_in,
        f"/people/{nok.public_id}/roles/{role.pk}/",
        change=lambda: Membership.objects.filter(pk=role.pk).update(role="worker"),
        typed={"job": "specialist", "day": day.isoformat()},
        told=["Worker"],
    )


def test_a_role_ends_after_a_day(signed_in, nok):
    page = f"/people/{nok.public_id}/roles/{nok.memberships.get().pk}/"
    day = today(timezone.now())
    assert signed_in.post(page, {"do": "end", "last_day": "yesterday"}).status_code == 422
    before = signed_in.post(page, {"do": "end", "last_day": "2001-01-01"})
    assert before.status_code == 422
    assert "The last day is before the first." in before.text
    assert signed_in.post(page, {"do": "end", "last_day": day.isoformat()}).status_code == 302
    assert nok.memberships.get().ends == day


def test_a_second_post_says_what_the_week_comes_to(signed_in, office, nok):
    page = f"/people/{nok.public_id}/join/"
    assert signed_in.post(page, place(office, hours="16")).status_code == 302
    shown = " ".join(signed_in.get(f"/people/{nok.public_id}/").text.split())
    assert "40 h Chiang Mai team, 16 h Head office, <b>56 h in all</b>" in shown


@pytest.mark.parametrize(
    ("hours", "sentence"),
    [
        ("44.1", "With the 40 h at Chiang Mai team that is more than 84 h a week."),
        ("168", "Contracted hours must be more than 0 and at most 84."),
    ],
)
def test_more_hours_than_a_week_holds_are_refused_at_their_field(
    signed_in, office, nok, hours, sentence
):
    response = signed_in.post(f"/people/{nok.public_id}/join/", place(office, hours=hours))
    assert response.status_code == 422
    assert sentence in response.text[response.text.index('_hours_error"') :][:400]
    assert f'value="{hours}"' in response.text
    assert nok.memberships.count() == 1


def test_hours_twice_in_one_unit_are_refused_with_the_place(signed_in, chiang_mai, nok):
    page = f"/people/{nok.public_id}/join/"
    response = signed_in.post(page, place(chiang_mai, role="supervisor"))
    assert response.status_code == 422
    assert "Contracted hours are already recorded at: Chiang Mai team." in response.text
    trainer = place(chiang_mai, role="trainer", hours="")
    assert signed_in.post(page, trainer).status_code == 302


def test_the_last_admin_stays(signed_in, ploy, wipa):
    page = f"/people/{ploy.public_id}/"
    role, day = f"{page}roles/{ploy.memberships.get().pk}/", today(timezone.now()).isoformat()
    for path, sent, sentence in [
        (page, {"do": "close"}, "You cannot give yourself a role or change your own."),
        (role, {"do": "end", "last_day": day}, "This is the last admin here."),
    ]:
        response = signed_in.post(path, sent)
        assert response.status_code == 422
        assert sentence in response.text
    ploy.refresh_from_db()
    assert ploy.is_active
    assert ploy.memberships.get().ends is None


def test_a_closed_account_stays_findable_and_opens_again(signed_in, client, nok):
    page = f"/people/{nok.public_id}/"
    signed_in.post(page, {"do": "close"})
    Membership.objects.filter(person=nok).update(ends=today(timezone.now()) - timedelta(days=3))
    assert "Closed" in signed_in.get("/people/?q=kanok").text
    signed_in.post(page, {"do": "open"})
    assert Person.objects.get(pk=nok.pk).is_active


def test_who_went_elsewhere_is_looked_after_there(client, team_admin, office, nok):
    enter(client, team_admin)
    yesterday = today(timezone.now()) - timedelta(days=1)
    nok.memberships.update(ends=yesterday)
    assert client.get(f"/people/{nok.public_id}/").status_code == 200
    make_membership(nok, office)
    assert client.get(f"/people/{nok.public_id}/").status_code == 404


def test_a_role_above_is_shown_but_not_changed(client, team_admin, office, nok):
    above = make_membership(nok, office, Role.TRAINER)
    enter(client, team_admin)
    text = client.get(f"/people/{nok.public_id}/").text
    assert "Trainer" in text
    assert f"/roles/{above.pk}/" not in text
    assert client.get(f"/people/{nok.public_id}/roles/{above.pk}/").status_code == 404


def test_an_admin_below_closes_no_account_that_belongs_above_too(client, team_admin, ploy, nok):
    make_membership(ploy, nok.home.unit, Role.CARE)
    enter(client, team_admin)
    response = client.post(f"/people/{ploy.public_id}/", {"do": "close"})
    assert response.status_code == 422
    assert "a unit that you do not look after" in response.text
    ploy.refresh_from_db()
    assert ploy.is_active
    assert {one.ends for one in ploy.memberships.all()} == {None}


def test_a_role_of_somebody_else_is_not_at_this_person(signed_in, nok, wipa):
    wrong = f"/people/{nok.public_id}/roles/{wipa.memberships.get().pk}/"
    assert signed_in.get(wrong).status_code == 404


def test_markup_in_names_stays_text(signed_in, chiang_mai):
    make_worker(chiang_mai, "x1", full_name_en="<script>alert(1)</script>")
    for page in ["/people/", "/people/?q=<script>", f"/units/{chiang_mai.public_id}/"]:
        assert "<script>alert" not in signed_in.get(page).text


def test_an_empty_field_is_named_above_the_form_in_the_readers_language(signed_in, nok):
    response = signed_in.post(f"/people/{nok.public_id}/join/", {})
    assert '<a href="#id_day">Please fill this in: From.</a>' in response.text
    signed_in.cookies["django_language"] = "th"
    response = signed_in.post(f"/people/{nok.public_id}/join/", {})
    assert "กรุณากรอก: ตั้งแต่" in response.text


def test_days_are_offered_in_the_readers_era(signed_in, nok):
    day, page = today(timezone.now()), f"/people/{nok.public_id}/join/"
    assert f'value="{day.day}/{day.month}/{day.year}"' in signed_in.get(page).text
    signed_in.cookies["django_language"] = "th"
    assert f'value="{day.day}/{day.month}/{day.year + 543}"' in signed_in.get(page).text
