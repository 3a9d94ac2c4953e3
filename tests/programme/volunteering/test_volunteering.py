"""The public page for volunteers: closed until an admin opens it; a name and a contact, sealed."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from people.models import AccessEvent, Organisation
from programme.models import VolunteerApplication, VolunteerPage
from programme.volunteering import actions, tasks
from tests.makers import NOW, enter, judge_stale
from tests.programme.conftest import again, make_volunteer_page

OFFICE, FUNNEL = "/programme/volunteers/", "/programme/volunteers/funnel/"
SAID = {"name": "Dao Meesuk", "contact": "081 234 5678", "agree": "on"}
ID_NUMBER = "1101700207030"


@pytest.fixture(autouse=True)
def friday(db):
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def page(ploy) -> VolunteerPage:
    return make_volunteer_page(ploy)


def address(page, source="") -> str:
    return f"/volunteer/{page.slug}/" + (f"?from={source}" if source else "")


def text(answer) -> str:
    return answer.content.decode()


def apply(page, now=NOW, **changes) -> VolunteerApplication:
    about = {"name": "Dao Meesuk", "contact": "081 234 5678", "source": "school"} | changes
    return actions.apply(page=page, now=now, **about)


def test_a_page_is_closed_until_an_admin_opens_it_and_after_they_close_it(client, ploy):
    enter(client, ploy)
    words = {"who_en": "We help.", "who_th": "เราช่วย", "what_en": "You help.", "what_th": "คุณช่วย"}
    assert client.post(OFFICE, words | {"sources": ["school"]}).status_code == 302
    page = VolunteerPage.objects.get()
    visitor = Client()
    assert visitor.get(address(page)).status_code == 404
    client.post(OFFICE, words | {"sources": ["school"], "is_open": "on"})
    assert "We help." in text(visitor.get(address(page)))
    assert f"{address(page)}?from=school" in text(client.get(OFFICE))
    client.post(OFFICE, words)
    assert visitor.get(address(page)).status_code == 404
    assert visitor.post(address(page), SAID).status_code == 404
    assert VolunteerPage.objects.get().slug == page.slug


def test_anybody_applies_with_a_name_and_a_contact_and_both_are_sealed(page, ploy):
    answer = Client().post(address(page, "school"), SAID)
    assert (answer.status_code, answer["Location"]) == (302, "/volunteer/sent/")
    one = VolunteerApplication.objects.get()
    assert one.said == {"name": "Dao Meesuk", "contact": "081 234 5678"}
    assert (one.source, one.step, one.organisation) == ("school", "new", ploy.organisation)
    assert b"Dao" not in bytes(one.sealed_said)
    assert mail.outbox == []


@pytest.mark.parametrize("source", ["", "community", "prison", "school' OR 1=1", "ส" * 300])
def test_a_word_that_is_not_handed_out_is_elsewhere(page, source):
    Client().post("/volunteer/" + page.slug + "/", SAID, query_params={"from": source})
    assert VolunteerApplication.objects.get().source == "other"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"contact": " "},
        {"agree": ""},
        {"name": ID_NUMBER},
        {"contact": f"call {ID_NUMBER}"},
        {"contact": "๑๑๐๑๗๐๐๒๐๗๐๓๐"},
        {"name": "www.example.com"},
        {"name": "\u200b\u2800"},
        {"contact": "– · –"},
        {"name": "Dao <b>"},
        {"contact": "081 \u202e234"},
        {"name": "x" * 81},
        {"contact": "x" * 81},
    ],
)
def test_what_is_refused_keeps_nothing_and_what_was_typed_stays(page, changes):
    answer = Client().post(address(page), SAID | changes)
    assert answer.status_code == 422
    assert not VolunteerApplication.objects.exists()


def test_two_taps_are_one_application(page):
    assert apply(page) == apply(page)
    apply(page, name="Fah")
    apply(page, now=NOW + timedelta(days=1))
    assert VolunteerApplication.objects.count() == 3


def test_who_applies_at_two_places_is_with_both_and_fills_the_table_of_neither(
    page, sumalee, monkeypatch
):
    beside = make_volunteer_page(sumalee)
    monkeypatch.setattr(actions, "APPLICATIONS_AT_MOST", 1)
    found = [apply(one).organisation for one in (page, beside)]
    assert found == [page.organisation, beside.organisation]


def test_no_verb_takes_what_no_form_would(page, ploy):
    for said in ({"name": "x" * 81}, {"contact": "x" * 81}):
        with pytest.raises(ValidationError, match="80"):
            apply(page, **said)
    one = apply(page)
    with pytest.raises(ValidationError):
        actions.move_application(application=one, step="hired", by=again(ploy), now=NOW)
    one.refresh_from_db()
    assert one.step == "new"


def test_a_page_that_was_closed_meanwhile_takes_nobody(page):
    VolunteerPage.objects.update(is_open=False)
    with pytest.raises(ValidationError, match="closed"):
        apply(page)


def test_a_form_without_its_token_is_refused(page):
    assert Client(enforce_csrf_checks=True).post(address(page), SAID).status_code == 403


def test_a_place_applies_ten_times_an_hour(page):
    visitor = Client()
    answers = [visitor.post(address(page), SAID | {"name": f"Dao {n}"}) for n in range(11)]
    assert [one.status_code for one in answers] == [302] * 10 + [429]


def test_a_flood_ends_at_the_most_of_an_organisation(page, monkeypatch):
    monkeypatch.setattr(actions, "APPLICATIONS_AT_MOST", 2)
    for name in ("one", "two"):
        apply(page, name=name)
    with pytest.raises(ValidationError, match="Many people"):
        apply(page, name="three")


def test_after_ninety_days_it_is_deleted_and_again_is_safe(page):
    apply(page, now=NOW - timedelta(days=90))
    kept = apply(page, name="Fah", now=NOW - timedelta(days=90) + timedelta(seconds=1))
    tasks.forget_applications.call()
    tasks.forget_applications.call()
    assert list(VolunteerApplication.objects.all()) == [kept]


def test_only_admins_of_the_whole_organisation_read_names_and_it_is_noted(
    client, page, ploy, wipa, nok, anan, noi
):
    apply(page)
    enter(client, ploy)
    before = AccessEvent.objects.filter(what="vol_applied").count()
    assert "Dao Meesuk" in text(client.get(OFFICE))
    assert AccessEvent.objects.filter(what="vol_applied").count() == before + 1
    for other in (wipa, nok, anan, noi):
        assert not VolunteerApplication.objects.visible_to(again(other)).exists()
        enter(client, other)
        assert client.get(OFFICE).status_code == 404


def test_an_admin_says_how_far_it_went_and_deletes_it(client, page, ploy):
    one, other = apply(page), apply(page, name="Fah")
    enter(client, ploy)
    about = {"application": str(one.public_id)}
    client.post(OFFICE, about | {"do": "step", "step": "clearance"})
    one.refresh_from_db()
    assert one.step == "clearance"
    assert client.post(OFFICE, about | {"do": "step", "step": "hired"}).status_code == 404
    client.post(OFFICE, about | {"do": "delete"})
    assert VolunteerApplication.objects.get() == other
    other.refresh_from_db()
    assert other.step == "new"
    assert client.post(OFFICE, about | {"do": "delete"}).status_code == 404


def test_an_application_of_another_organisation_is_not_there(client, page, sumalee):
    one = apply(page)
    enter(client, sumalee)
    about = {"application": str(one.public_id), "do": "delete"}
    assert client.post(OFFICE, about).status_code == 404


def test_those_who_write_terms_read_how_far_people_came_in_words_alone(client, page, wipa, noi):
    for n in range(4):
        apply(page, name=f"Dao {n}")
    enter(client, wipa)
    shown = text(client.get(FUNNEL))
    assert "fewer than 5" in shown
    assert "Dao" not in shown
    apply(page, name="Dao 5")
    assert "5–9" in text(client.get(FUNNEL))
    assert VolunteerApplication.objects.counted_for(again(noi)) == []


def test_an_application_moved_to_another_row_does_not_open(page):
    one, other = apply(page), apply(page, name="Fah")
    VolunteerApplication.objects.filter(pk=other.pk).update(sealed_said=one.sealed_said)
    other.refresh_from_db()
    with pytest.raises(Exception, match=r"VolunteerApplication.said"):
        _ = other.said


def test_without_the_module_the_page_is_not_there(client, page, ploy):
    Organisation.objects.filter(pk=page.organisation_id).update(modules_off=["volunteers"])
    assert Client().get(address(page)).status_code == 404
    enter(client, again(ploy))
    assert client.get(OFFICE).status_code == 404


def test_the_page_shows_national_numbers_and_collects_no_tip(page):
    shown = text(Client().get(address(page)))
    assert 'href="tel:1300"' in shown
    assert "081-932-0000" not in shown
    assert shown.count("<form") - shown.count('action="/language/"') == 1
    assert "<textarea" not in shown


def test_words_of_the_page_stay_text(page):
    page.who = {"en": "Come <b>now</b> & help"}
    page.save()
    assert "&lt;b&gt;now&lt;/b&gt; &amp; help" in text(Client().get(address(page)))


def test_a_page_needs_words_and_a_source_of_the_list_and_is_ones_own(ploy, sumalee):
    about = {"organisation": ploy.organisation, "is_open": True, "by": again(ploy), "now": NOW}
    words = {"who": {"en": "We"}, "what": {"en": "You"}}
    with pytest.raises(ValidationError):
        actions.save_page(**about, **words | {"what": {}}, sources=[])
    with pytest.raises(ValidationError):
        actions.save_page(**about, **words | {"who": {"en": f"Call {ID_NUMBER}"}}, sources=[])
    with pytest.raises(ValidationError):
        actions.save_page(**about, **words, sources=["prison"])
    assert not VolunteerPage.objects.exists()
    theirs = make_volunteer_page(sumalee)
    kept = actions.save_page(**about, **words, sources=["faith", "school"])
    assert (kept.organisation, kept.sources) == (ploy.organisation, ["school", "faith"])
    assert actions.save_page(**about, **words, sources=[]).pk == kept.pk
    theirs.refresh_from_db()
    assert (theirs.who["en"], theirs.organisation) == ("We help people home.", sumalee.organisation)


def test_addresses_are_not_guessed_and_no_two_are_alike(page, sumalee):
    other = make_volunteer_page(sumalee)
    assert page.slug != other.slug
    assert len(page.slug) == 12
    assert Client().get("/volunteer/saphan/").status_code == 404


def test_a_page_that_a_colleague_closed_is_not_opened_by_who_words_it_anew(client, page, ploy):
    enter(client, ploy)
    judge_stale(
        client,
        OFFICE,
        change=lambda: VolunteerPage.objects.update(is_open=False),
        typed={"who_en": "We are here."},
        told=["–"],
    )
