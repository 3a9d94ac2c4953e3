"""Volunteers: their terms, their clearance, their own levels, and who writes and sees them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from people.models import Membership, Person
from tests.makers import NOW, as_shown, enter, judge_stale, make_membership
from tests.training.conftest import make_certificate, make_certificate_type
from training.careers import actions as careers
from training.careers.path import career_path
from training.models import AskedCompetency, CareerLevel, VolunteerTerms
from training.own_data.record import volunteer_terms
from training.rules.certificates import CertificateState
from training.rules.volunteers import WITH_PEOPLE, may_do, over_cap
from training.volunteers import actions as volunteers

TODAY = NOW.date()
DAY = timedelta(days=1)
NEXT_YEAR = date(2027, 11, 20)
STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
TASKS = tuple(VolunteerTerms.Task.values)


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


@pytest.fixture
def clearance(saphan):
    return make_certificate_type(saphan, "Police check", thai="ตรวจประวัติ", validity_months=12)


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def write(person, by, **changes):
    fields = {
        "kind": "faith",
        "hours": Decimal(40),
        "tasks": ["house", "company"],
        "clearance": None,
        "until": NEXT_YEAR,
    }
    return volunteers.write(person=person, by=again(by), now=NOW, **fields | changes)


def stands(person, day=TODAY) -> volunteers.Volunteer:
    return volunteers.standing(again(person), again(person), day)


def text(answer) -> str:
    return answer.content.decode()


# --- What may be done ----------------------------------------------------------------------------


@given(
    tasks=st.sets(st.sampled_from(TASKS)),
    state=st.sampled_from([None, *CertificateState]),
    until=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_nothing_with_people_without_a_clearance_and_nothing_after_the_end(tasks, state, until):
    free = may_do(tasks, clearance=state, until=until, day=TODAY)
    if until < TODAY:
        assert not free
    elif state in {CertificateState.VALID, CertificateState.DUE}:
        assert free == tasks
    else:
        assert free == tasks - WITH_PEOPLE


@pytest.mark.parametrize(("contracted", "over"), [(None, False), (8, False), ("8.5", True)])
def test_as_many_hours_as_the_cap_are_fine(contracted, over):
    assert over_cap(contracted and Decimal(contracted), Decimal(8)) is over


def test_every_task_with_people_is_on_the_list():
    assert set(TASKS) > WITH_PEOPLE


# --- The terms -----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STAFF)
def test_a_supervisor_or_an_admin_writes_the_terms(cast, who):
    if who in {"wipa", "ploy"}:
        assert write(cast["nok"], cast[who]).written_by == cast[who]
    else:
        with pytest.raises(ValidationError, match="You cannot"):
            write(cast["nok"], cast[who])


def test_nobody_writes_their_own_terms(ploy):
    with pytest.raises(ValidationError, match="You cannot"):
        write(ploy, ploy)


def test_new_terms_replace_the_ones_before_and_end_alone(nok, wipa, ploy, siriporn, clearance):
    others = write(wipa, ploy, clearance=clearance)
    make_certificate(nok, clearance, by=siriporn, issued_on=TODAY)
    assert stands(wipa).clearance is None
    write(nok, wipa)
    write(nok, ploy, tasks=["events", "office", "events"], hours=Decimal("0.5"))
    found = VolunteerTerms.objects.get(person=nok)
    assert (found.tasks, found.hours) == (["office", "events"], Decimal("0.5"))
    volunteers.end(person=nok, by=again(wipa))
    volunteers.end(person=nok, by=again(wipa))
    assert VolunteerTerms.objects.get() == others


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal("48.5")}, "hours"),
        ({"tasks": []}, "tasks"),
        ({"tasks": ["house", "night"]}, "tasks"),
        ({"kind": "company"}, "kind"),
        ({"until": TODAY - DAY}, "until"),
        ({"until": date(2028, 11, 21)}, "until"),
    ],
)
def test_terms_out_of_bounds_are_refused_at_their_field(nok, wipa, changes, field):
    with pytest.raises(ValidationError) as refused:
        write(nok, wipa, **changes)
    assert field in refused.value.message_dict
    assert not VolunteerTerms.objects.exists()


def test_the_edges_of_terms_are_fine(nok, wipa):
    assert write(nok, wipa, hours=Decimal(48), until=TODAY)
    assert write(nok, wipa, until=date(2028, 11, 20))


def test_a_clearance_has_an_end_and_is_of_the_same_organisation(nok, wipa, saphan, rest_house):
    endless = make_certificate_type(saphan, "Thanks", validity_months=None)
    foreign = make_certificate_type(rest_house.organisation)
    for one in (endless, foreign):
        with pytest.raises(ValidationError, match="A clearance must have an end"):
            write(nok, wipa, clearance=one)


@pytest.mark.parametrize("who", STAFF)
def test_who_sees_the_terms(cast, who):
    write(cast["nok"], cast["wipa"])
    seen = VolunteerTerms.objects.visible_to(again(cast[who])).exists()
    assert seen is (who in {"nok", "wipa", "siriporn", "anan", "ploy"})


# --- How they stand ------------------------------------------------------------------------------


def test_without_a_clearance_there_is_no_task_with_people(nok, wipa, clearance):
    write(nok, wipa)
    assert stands(nok).sentences == ["No task with people until a clearance is named in the terms."]
    write(nok, wipa, clearance=clearance)
    found = stands(nok)
    assert found.sentences == ["No task with people until the clearance is here: Police check."]
    assert [(one.label, one.open) for one in found.duties] == [
        ("Keeping somebody company", False),
        ("Kitchen, house and garden", True),
    ]


def test_a_clearance_holds_on_its_last_day_and_not_after(nok, wipa, siriporn, clearance):
    write(nok, wipa, clearance=clearance)
    held = make_certificate(nok, clearance, by=siriporn, issued_on=date(2025, 11, 20))
    assert held.expires_on == TODAY
    assert stands(nok).sentences == []
    assert all(one.open for one in stands(nok).duties)
    after = stands(nok, TODAY + DAY)
    assert after.sentences == [
        "Police check expired on 20\u00a0November\u00a02026. "
        "No task with people until it is renewed."
    ]
    assert [one.open for one in after.duties] == [False, True]


def test_a_certificate_of_another_kind_is_no_clearance(nok, wipa, siriporn, clearance, saphan):
    write(nok, wipa, clearance=clearance)
    make_certificate(nok, make_certificate_type(saphan, "First aid"), by=siriporn, issued_on=TODAY)
    assert "until the clearance is here" in stands(nok).sentences[0]


def test_terms_hold_on_their_last_day_and_not_after(nok, wipa):
    write(nok, wipa, until=TODAY)
    assert [one.open for one in stands(nok).duties] == [False, True]
    after = stands(nok, TODAY + DAY)
    assert after.sentences == [
        "These terms ended on 20\u00a0November\u00a02026. No task until new terms are written."
    ]
    assert not any(one.open for one in after.duties)


@pytest.mark.parametrize(("contracted", "said"), [(None, False), (8, False), ("8.5", True)])
def test_a_cap_below_the_contracted_hours_is_said(nok, wipa, siriporn, clearance, contracted, said):
    make_certificate(nok, clearance, by=siriporn, issued_on=TODAY)
    Membership.objects.filter(person=nok).update(hours=contracted)
    write(nok, wipa, hours=Decimal(8), clearance=clearance)
    sentence = "Contracted: 8.5 h a week. The terms allow 8 h. Please bring the two together."
    assert stands(nok).sentences == [sentence] * said


def test_the_hours_of_two_posts_are_added_up_against_the_cap(
    nok, wipa, siriporn, clearance, chiang_rai
):
    make_certificate(nok, clearance, by=siriporn, issued_on=TODAY)
    Membership.objects.filter(person=nok).update(hours=6)
    make_membership(nok, chiang_rai, hours=4)
    write(nok, wipa, hours=Decimal(8), clearance=clearance)
    [sentence] = stands(nok).sentences
    assert "Contracted: 10 h a week." in sentence
    assert volunteers.standing(again(nok), again(wipa), TODAY).sentences == []


def test_who_is_no_volunteer_has_no_terms_and_one_statement(nok, django_assert_num_queries):
    viewer = again(nok)
    viewer.charge, viewer.current_memberships  # noqa: B018 - read before the count
    with django_assert_num_queries(1):
        assert volunteers.standing(viewer, viewer, TODAY) is None


def test_the_terms_are_in_ones_own_files(nok, wipa, clearance):
    write(nok, wipa, clearance=clearance)
    assert list(volunteer_terms(nok)) == [
        ("faith", Decimal(40), "company; house", "Police check", NEXT_YEAR, "Wipa Thongdee")
    ]


# --- Their own levels ----------------------------------------------------------------------------


def test_volunteers_climb_their_own_levels_and_the_last_leads_to_a_paid_post(nok, siriporn, ploy):
    levels = careers.set_up_ladder(by=ploy)
    own = [one for one in levels if one.track == "volunteer"]
    first = next(one for one in levels if one.track == "main")
    assert [one.hours for one in own] == [0, 20, first.hours]
    careers.place(person=nok, level=own[1], since=TODAY, by=again(siriporn), day=TODAY)
    way = career_path(again(nok), TODAY)
    assert [(bool(one.held), one.done) for one in way.volunteers] == [
        (False, True),
        (True, False),
        (False, False),
    ]
    assert (way.here, way.next.level) == (None, first)
    assert not {one.level for one in way.sides} & set(own)
    assert way.step_to(own[2].public_id) == way.volunteers[2]


def test_a_paid_level_ends_the_one_held_as_a_volunteer(nok, siriporn, ploy):
    levels = careers.set_up_ladder(by=ploy)
    own = [one for one in levels if one.track == "volunteer"]
    by = {"by": again(siriporn), "day": TODAY}
    careers.place(person=nok, level=own[2], since=date(2026, 1, 1), **by)
    careers.place(person=nok, level=levels[0], since=date(2026, 11, 1), **by)
    found = {one.level: one.until for one in nok.levels.all()}
    assert found == {own[2]: date(2026, 10, 31), levels[0]: None}
    way = career_path(again(nok), TODAY)
    assert (way.here.level, way.volunteered) == (levels[0], False)


def test_a_level_as_a_volunteer_leaves_the_paid_one(nok, siriporn, ploy):
    levels = careers.set_up_ladder(by=ploy)
    own = next(one for one in levels if one.track == "volunteer")
    by = {"by": again(siriporn), "day": TODAY}
    careers.place(person=nok, level=levels[0], since=date(2026, 1, 1), **by)
    careers.place(person=nok, level=own, since=date(2026, 11, 1), **by)
    assert nok.levels.filter(until=None).count() == 2


def test_an_organisation_with_an_older_ladder_adds_the_levels_of_volunteers(client, ploy):
    careers.set_up_ladder(by=ploy)
    AskedCompetency.objects.filter(level__track="volunteer").delete()
    CareerLevel.objects.filter(track="volunteer").delete()
    before = set(CareerLevel.objects.values_list("pk", flat=True))
    enter(client, ploy)
    assert "Add them" in text(client.get("/careers/ladder/"))
    client.post("/careers/ladder/")
    assert CareerLevel.objects.exclude(pk__in=before).count() == 3
    assert set(CareerLevel.objects.exclude(pk__in=before).values_list("track", flat=True)) == {
        "volunteer"
    }
    assert "Add them" not in text(client.get("/careers/ladder/"))


def test_a_name_that_is_taken_is_said_and_nothing_is_added(client, ploy):
    careers.set_up_ladder(by=ploy)
    CareerLevel.objects.filter(track="volunteer").delete()
    CareerLevel.objects.filter(name__en="Trainer").update(name={"en": "Trained volunteer"})
    enter(client, ploy)
    page = client.post("/careers/ladder/", follow=True)
    assert "There is already a level of this name." in text(page)
    assert not CareerLevel.objects.filter(track="volunteer").exists()


# --- The pages -----------------------------------------------------------------------------------


def form_of(**changes) -> dict:
    fields = {
        "kind": "school",
        "hours": "๘,๕",
        "tasks": ["house", "company"],
        "until": "20/11/2570",
    }
    return fields | changes


def test_wipa_writes_terms_and_nok_reads_them_on_her_path(client, nok, wipa, clearance):
    enter(client, nok)
    assert "As a volunteer" not in text(client.get("/my-career/"))
    enter(client, wipa)
    page = f"/careers/{nok.public_id}/volunteer/"
    assert page in text(client.get(f"/careers/{nok.public_id}/"))
    sent = form_of(clearance=str(clearance.public_id))
    answer = client.post(page, sent, follow=True)
    assert "until the clearance is here: Police check." in text(answer)
    assert 'value="20/11/2027"' in text(client.get(page))
    enter(client, nok)
    own = text(client.get("/my-career/"))
    assert "until the clearance is here: Police check." in own
    assert "Up to 8.5 h a week, until 20 November 2027." in own
    assert page not in own


def test_the_terms_are_ended_on_their_page(client, nok, wipa):
    write(nok, wipa)
    enter(client, wipa)
    page = f"/careers/{nok.public_id}/volunteer/"
    assert client.post(page, {"do": "end"}).status_code == 302
    assert not VolunteerTerms.objects.exists()
    assert "no longer volunteer" not in text(client.get(page))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"hours": "0"}, "greater than or equal to 0.5"),
        ({"hours": "x"}, "Enter a number."),
        ({"tasks": []}, "Please fill this in: What they may help with."),
        ({"tasks": ["night"]}, "Please choose from the list."),
        ({"clearance": "x"}, "Please choose from the list."),
        ({"until": "19/11/2026"}, "This day is in the past."),
    ],
)
def test_what_does_not_fit_is_said_at_its_field_and_kept(client, nok, wipa, changes, sentence):
    enter(client, wipa)
    answer = client.post(f"/careers/{nok.public_id}/volunteer/", form_of(**changes))
    assert (answer.status_code, text(answer).count(sentence)) == (422, 2)
    assert 'value="school" selected' in text(answer)


def test_a_volunteer_without_terms_sees_their_levels_once_they_hold_one(
    client, nok, siriporn, ploy
):
    level = next(one for one in careers.set_up_ladder(by=ploy) if one.track == "volunteer")
    enter(client, nok)
    assert "As a volunteer" not in text(client.get("/my-career/"))
    careers.place(person=nok, level=level, since=TODAY, by=again(siriporn), day=TODAY)
    own = text(client.get("/my-career/"))
    assert "The last of these leads to a paid post: Victim specialist I." in own


@pytest.mark.parametrize(("hours", "said"), [("7.5", False), ("8", False), ("8.5", True)])
def test_hours_beyond_the_terms_are_said_when_the_week_is_sent(nok, wipa, hours, said):
    write(nok, wipa, hours=Decimal(8))
    sentence = volunteers.beyond_cap(
        person=again(nok), hours=Decimal(hours), monday=date(2026, 11, 16)
    )
    assert sentence.startswith("You wrote 8.5 h, and your terms as a volunteer allow 8") is said
    assert bool(sentence) is said


@pytest.mark.parametrize(
    ("until", "said"), [(date(2026, 11, 23), True), (date(2026, 11, 22), False)]
)
def test_terms_that_ended_before_the_week_say_nothing_of_it(nok, wipa, until, said):
    write(nok, wipa, hours=Decimal(8), until=until)
    monday = date(2026, 11, 23)
    assert bool(volunteers.beyond_cap(person=again(nok), hours=Decimal(9), monday=monday)) is said


def test_who_is_no_volunteer_is_told_nothing_of_hours(nok):
    assert volunteers.beyond_cap(person=nok, hours=Decimal(60), monday=TODAY) == ""


def test_no_task_that_a_colleague_took_away_comes_back_with_an_older_page(client, nok, wipa):
    write(nok, wipa)
    enter(client, wipa)
    judge_stale(
        client,
        f"/careers/{nok.public_id}/volunteer/",
        change=lambda: VolunteerTerms.objects.update(tasks=["house"]),
        typed={"hours": "4", "tasks": ["house", "company"]},
        told=["Kitchen, house and garden"],
    )
    assert VolunteerTerms.objects.get().tasks == ["company", "house"]


def test_terms_that_a_colleague_ended_are_not_written_anew_by_an_older_page(client, nok, wipa):
    write(nok, wipa)
    enter(client, wipa)
    page = f"/careers/{nok.public_id}/volunteer/"
    opened = as_shown(client.get(page))
    VolunteerTerms.objects.all().delete()
    assert client.post(page, opened).status_code == 422
    assert not VolunteerTerms.objects.exists()
