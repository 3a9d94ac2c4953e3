"""Careers: the ladder of an organisation, a level given, what was seen, and who sees it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import AccessEvent, Membership, Person, Role
from tests.makers import NOW, enter, judge_stale, make_membership, make_workers
from tests.training.conftest import (
    make_certificate,
    make_certificate_type,
    make_places,
    make_session,
    make_study,
)
from training.careers import actions as careers
from training.careers.path import career_path
from training.certificates import actions as certificates
from training.models import (
    CareerLevel,
    Competency,
    CompetencyAssessment,
    Course,
    Enrolment,
    HeldLevel,
    Study,
)
from training.rules import usual_ladder

TODAY = NOW.date()
STAFF = ("nok", "wipa", "siriporn", "anan", "orathai", "ploy", "noi")
WORDS = "In a hard talk on Tuesday."


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(request):
    return {name: request.getfixturevalue(name) for name in STAFF}


@pytest.fixture
def levels(ploy):
    """The usual ladder of the foundation, by its English names."""
    return {one.name["en"]: one for one in careers.set_up_ladder(by=ploy)}


@pytest.fixture
def first(levels):
    return levels["Victim specialist I"]


@pytest.fixture
def second(levels):
    return levels["Victim specialist II"]


def again(person) -> Person:
    return Person.objects.get(pk=person.pk)


def competency(code="care") -> Competency:
    return Competency.objects.get(code=code)


def assess(person, by, level=3, code="care", day=TODAY, evidence=WORDS):
    return careers.assess(
        person=person,
        competency=competency(code),
        level=level,
        evidence=evidence,
        by=again(by),
        day=day,
    )


def place(person, level, by, since=TODAY):
    return careers.place(person=person, level=level, since=since, by=again(by), day=TODAY)


def text(answer) -> str:
    return answer.content.decode()


# --- The ladder ----------------------------------------------------------------------------------


def test_the_usual_ladder_asks_for_more_with_each_level(levels):
    main = [one for one in CareerLevel.objects.order_by("position") if one.track == "main"]
    assert [one.months for one in main] == [0, 24, 48, 72, 96]
    assert [one.hours for one in main] == sorted(one.hours for one in main)
    assert all(one.source for one in CareerLevel.objects.all())
    assert Competency.objects.count() == len(usual_ladder.COMPETENCIES) == 10
    for lower, higher in zip(main[1:], main[2:], strict=False):
        wanted = higher.gate().competencies
        assert all(wanted[one] >= least for one, least in lower.gate().competencies.items())


def test_a_ladder_is_set_out_once_and_for_one_organisation(levels, ploy, noi):
    with pytest.raises(ValidationError, match="already"):
        careers.set_up_ladder(by=ploy)
    assert not CareerLevel.objects.visible_to(noi).exists()
    make_membership(noi, noi.home.unit, Role.ADMIN)
    theirs = careers.set_up_ladder(by=Person.objects.get(pk=noi.pk))
    assert len(theirs) == len(levels)
    # A track that is not there is set out alone.
    CareerLevel.objects.visible_to(ploy).filter(track="credential").delete()
    assert {one.track for one in careers.set_up_ladder(by=ploy)} == {"credential"}


def test_a_level_is_changed_and_what_people_hold_stays(levels, second, nok, siriporn, ploy, saphan):
    place(nok, second, siriporn)
    kind, _spare = make_certificate_type(saphan), make_certificate_type(saphan, "Spare")
    changed = careers.change(
        second, by=ploy, certificates=[kind], least={competency("care"): 2}, months=12, hours=0
    )
    gate = CareerLevel.objects.get(pk=changed.pk).gate()
    assert (gate.months, gate.hours) == (12, {})
    assert gate.certificates == {kind.pk}
    assert gate.competencies == {competency("care").pk: 2}
    assert HeldLevel.objects.get().level == second


def test_a_certificate_of_another_organisation_is_not_asked_for(levels, second, ploy, rest_house):
    foreign = make_certificate_type(rest_house.organisation)
    careers.change(second, by=ploy, certificates=[foreign], least={})
    assert not second.certificates.exists()


# --- Levels that people hold ---------------------------------------------------------------------


def test_a_new_level_ends_the_one_before_and_a_side_track_does_not(
    nok, siriporn, first, second, levels
):
    place(nok, first, siriporn, date(2025, 1, 1))
    place(nok, levels["Evidence reviewer"], siriporn, date(2025, 6, 1))
    place(nok, second, siriporn, date(2026, 3, 1))
    found = {one.level: (one.since, one.until) for one in nok.levels.all()}
    assert found == {
        first: (date(2025, 1, 1), date(2026, 2, 28)),
        levels["Evidence reviewer"]: (date(2025, 6, 1), None),
        second: (date(2026, 3, 1), None),
    }
    place(nok, first, siriporn)
    assert nok.levels.get(since=date(2025, 1, 1)).until == date(2026, 2, 28)
    rotation = nok.levels.get(level=levels["Evidence reviewer"])
    assert rotation.ends_by() == date(2028, 6, 1)


def test_a_level_of_the_same_day_replaces_a_slip(nok, siriporn, first, second):
    place(nok, first, siriporn)
    place(nok, second, siriporn)
    assert [one.level for one in nok.levels.all()] == [second]


@pytest.mark.parametrize(
    ("since", "field"), [(TODAY + timedelta(days=1), "since"), (date(2024, 1, 1), "since")]
)
def test_a_level_begins_neither_tomorrow_nor_before_the_present_one(
    nok, siriporn, first, second, since, field
):
    place(nok, first, siriporn, date(2025, 1, 1))
    with pytest.raises(ValidationError) as refused:
        place(nok, second, siriporn, since)
    assert refused.value.message_dict.keys() == {field}


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "orathai", "noi"])
def test_only_a_trainer_or_an_admin_gives_a_level(cast, first, who):
    with pytest.raises(ValidationError, match="You cannot"):
        place(cast["nok"], first, cast[who])
    assert place(cast["nok"], first, cast["ploy"])


def test_nobody_gives_themselves_a_level(siriporn, first):
    with pytest.raises(ValidationError, match="You cannot"):
        place(siriporn, first, siriporn)


# --- What was seen -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "fine"),
    [("wipa", True), ("siriporn", True)]
    + [(who, False) for who in ("nok", "anan", "orathai", "ploy", "noi")],
)
def test_a_supervisor_or_trainer_says_what_they_saw_of_others(cast, levels, who, fine):
    if fine:
        assert assess(cast["nok"], cast[who]).by == cast[who]
    else:
        with pytest.raises(ValidationError, match="You cannot"):
            assess(cast["nok"], cast[who])


def test_who_says_what_they_saw_of_one_says_it_of_no_other(levels, nok, wipa, malee):
    for person, by in ((malee, wipa), (nok, malee)):
        with pytest.raises(ValidationError, match="You cannot"):
            assess(person, by)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": 5}, "level"),
        ({"level": -1}, "level"),
        ({"evidence": ""}, "evidence"),
        ({"evidence": "1101700207030"}, "evidence"),
        ({"evidence": "a" * 281}, "evidence"),
    ],
)
def test_what_is_said_has_a_level_and_evidence(nok, wipa, levels, changes, field):
    with pytest.raises(ValidationError) as refused:
        assess(nok, wipa, **changes)
    assert refused.value.message_dict.keys() == {field}


def test_the_newest_counts_even_when_it_is_lower(nok, wipa, levels):
    assess(nok, wipa, 4, day=date(2026, 1, 1))
    assess(nok, wipa, 2, day=date(2026, 6, 1))
    assess(nok, wipa, 3, day=date(2025, 1, 1))
    (found,) = careers.newest(nok, TODAY).values()
    assert found.level == 2
    (before,) = careers.newest(nok, date(2026, 5, 31)).values()
    assert before.level == 4


@pytest.mark.parametrize(
    ("who", "sees"),
    [(who, who in {"nok", "wipa", "siriporn", "anan", "ploy"}) for who in STAFF],
)
def test_who_sees_a_career(cast, levels, first, who, sees):
    place(cast["nok"], first, cast["siriporn"])
    assess(cast["nok"], cast["wipa"])
    viewer = again(cast[who])
    assert HeldLevel.objects.visible_to(viewer).exists() is sees
    assert CompetencyAssessment.objects.visible_to(viewer).exists() is sees


# --- The way -------------------------------------------------------------------------------------


def stands(nok, day=TODAY) -> dict[str, tuple[str, bool]]:
    return {line.words: (line.stands, line.met) for line in career_path(again(nok), day).next.lines}


def test_what_is_met_and_missing_is_said_in_words(
    nok, wipa, siriporn, first, second, ploy, saphan, interviewing, interview
):
    place(nok, first, siriporn, date(2025, 1, 1))
    session = make_session(interviewing, siriporn)
    make_places(session, [nok])
    session.enrolments.update(attendance="full")
    certificates.issue(session=session, people=[nok.pk], by=siriporn)
    lapsed = make_certificate_type(saphan, "First aid")
    careers.change(
        second,
        by=ploy,
        certificates=[interview, lapsed],
        least={competency("care"): 2, competency("safety"): 3, competency("records"): 3},
        months=24,
        hours=60,
    )
    assess(nok, wipa, 3, "care")
    assess(nok, wipa, 3, "safety", day=date(2024, 11, 19))
    Membership.objects.filter(person=nok).update(starts=date(2024, 11, 20))
    assert stands(nok) == {
        "24 months in the programme": ("Met: 24 months", True),
        "60 hours of training": ("So far: 6 hours", False),
        "Victim interview": ("Met: valid", True),
        "First aid": ("Not held, or no longer valid", False),
        "Looking after oneself: does it with somebody beside them": (
            "Does it alone, observed on 20\u00a0November\u00a02026",
            True,
        ),
        "Crisis intervention and safety planning: does it alone": (
            "Does it alone, on 19\u00a0November\u00a02024. "
            "That is over 24 months ago: it needs a new look.",
            False,
        ),
        "Documentation and confidentiality: does it alone": (
            "Nobody has looked at it yet",
            False,
        ),
    }


def test_what_others_have_and_what_is_not_sure_counts_for_no_level(
    nok, wipa, siriporn, saphan, interviewing, interview
):
    Course.objects.filter(pk=interviewing.pk).update(kind=Course.Kind.FOUNDATION)
    of_wipa, later = (
        make_session(interviewing, siriporn, day=TODAY + timedelta(days=n)) for n in (-1, 1)
    )
    make_places(of_wipa, [wipa])
    make_places(later, [nok])
    Enrolment.objects.update(attendance="full")
    advocate, medical, old = (make_certificate_type(saphan, name) for name in "ABC")
    told = {"kind": Course.Kind.FOUNDATION, "state": Study.State.CONFIRMED, "day": TODAY}
    make_study(wipa, advocate, siriporn, **told)
    for changes in ({"state": Study.State.TOLD}, {"day": TODAY + timedelta(days=1)}):
        make_study(nok, advocate, siriporn, **told | changes)
    make_certificate(wipa, interview, by=siriporn)
    make_certificate(nok, medical, by=siriporn, current=False)
    make_certificate(nok, old, by=siriporn, expires_on=TODAY - timedelta(days=1))
    found = careers.standing(again(nok), TODAY, None, {})
    assert (found.certificates, found.hours) == ({advocate.pk}, {"": 0})


def test_half_a_day_there_is_no_hour_of_training(nok, siriporn, levels, interviewing):
    session = make_session(interviewing, siriporn)
    make_places(session, [nok])
    session.enrolments.update(attendance="part")
    assert stands(nok)["40 hours of training"] == ("So far: 0 hours", False)


def test_the_next_level_follows_the_highest_held(nok, siriporn, first, second, levels):
    assert career_path(nok, TODAY).next.level == first
    place(nok, second, siriporn)
    way = career_path(again(nok), TODAY)
    assert (way.here.level, way.next.level) == (second, levels["Senior specialist, mentor"])
    assert [step.done for step in way.steps] == [True, False, False, False, False]
    place(nok, levels["National lead"], siriporn)
    assert career_path(again(nok), TODAY).next is None


def test_the_way_costs_the_same_for_any_number(
    nok, wipa, siriporn, first, django_assert_num_queries
):
    def count(n):
        with django_assert_num_queries(n):
            career_path(again(nok), TODAY)

    count(12)
    place(nok, first, siriporn)
    for code in usual_ladder.CODES:
        assess(nok, wipa, code=code)
    count(12)


# --- The pages -----------------------------------------------------------------------------------


def test_nok_sees_her_way(client, nok, wipa, siriporn, first):
    place(nok, first, siriporn)
    assess(nok, wipa)
    enter(client, nok)
    page = text(client.get("/my-career/"))
    assert "Here since 1 January 2024" in page
    assert "For Victim specialist II: " in page
    assert WORDS in page


def test_without_a_ladder_the_page_says_so_calmly(client, nok):
    enter(client, nok)
    assert "not set out yet" in text(client.get("/my-career/"))


def test_the_ladder_is_begun_by_an_admin_alone(client, nok, ploy):
    enter(client, nok)
    assert client.post("/careers/ladder/").status_code == 404
    assert "Begin with" not in text(client.get("/careers/ladder/"))
    enter(client, ploy)
    assert "Begin with" in text(client.get("/careers/ladder/"))
    client.post("/careers/ladder/")
    client.post("/careers/ladder/")
    assert CareerLevel.objects.count() == len(usual_ladder.RUNGS)
    assert "Senior specialist, mentor" in text(client.get("/careers/ladder/"))


def form_of(level, **changes) -> dict:
    fields = {"name_en": level.name["en"], "name_th": "", "months": "๒๔", "hours": "60"}
    fields |= dict.fromkeys(("foundation", "specialty", "advanced", "work"), "0")
    fields |= {f"least-{code}": "0" for code in usual_ladder.CODES} | {"least-care": "3"}
    return fields | changes


def test_a_level_is_changed_on_its_page(client, ploy, second, saphan):
    kind = make_certificate_type(saphan)
    enter(client, ploy)
    page = f"/careers/ladder/{second.public_id}/"
    sent = form_of(second, certificates=[str(kind.public_id)], longest_months="36")
    assert client.post(page, sent).status_code == 302
    gate = CareerLevel.objects.get(pk=second.pk).gate()
    assert (gate.months, gate.certificates) == (24, {kind.pk})
    assert gate.competencies == {competency("care").pk: 3}
    assert f'value="{kind.public_id}"' in text(client.get(page))
    assert "checked" in text(client.get(page))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"months": "-1"}, "greater than or equal to 0"),
        ({"months": "x"}, "Enter a whole number."),
        ({"name_en": "Victim specialist I"}, "There is already a level of this name."),
        ({"least-care": "9"}, "Please choose from the list."),
        ({"longest_months": "0"}, "greater than or equal to 1"),
    ],
)
def test_a_level_that_does_not_fit_is_said_at_its_field(client, ploy, second, changes, sentence):
    enter(client, ploy)
    answer = client.post(f"/careers/ladder/{second.public_id}/", form_of(second, **changes))
    assert (answer.status_code, text(answer).count(sentence)) == (422, 2)


def test_wipa_writes_down_what_she_saw_and_nok_finds_the_look(client, nok, wipa, levels):
    enter(client, wipa)
    page = f"/careers/{nok.public_id}/"
    opened = text(client.get(page))
    assert "Level held already" not in opened
    assert "It counts for 24 months." in opened
    sent = {"do": "assess", "competency": "care", "level": "3", "evidence": WORDS}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent | {"evidence": ""}).status_code == 422
    assert client.post(page, {"do": "place"}).status_code == 404
    assert CompetencyAssessment.objects.get().by == wipa
    looks = [(e.what, e.viewer_role) for e in AccessEvent.objects.about(nok)]
    assert looks == [("career", "supervisor")] * 2


def test_siriporn_writes_down_a_level(client, nok, siriporn, second):
    enter(client, siriporn)
    page = f"/careers/{nok.public_id}/"
    sent = {"do": "place", "place-to": str(second.public_id), "place-since": "1/3/2569"}
    assert client.post(page, sent | {"place-since": "1/3/2570"}).status_code == 422
    assert client.post(page, sent).status_code == 302
    assert HeldLevel.objects.get().since == date(2026, 3, 1)


def test_ones_own_career_is_not_on_the_page_for_others(client, siriporn, levels):
    enter(client, siriporn)
    assert client.get(f"/careers/{siriporn.public_id}/").status_code == 404


def test_the_list_shows_whom_one_answers_for_and_notes_each_look(
    client, nok, wipa, noi, first, siriporn
):
    place(nok, first, siriporn)
    enter(client, wipa)
    page = text(client.get("/careers/"))
    assert "Kanokwan Srisuk" in page
    assert "Victim specialist I" in page
    assert [e.what for e in AccessEvent.objects.about(nok)] == ["career"]
    assert "Nobody by this name" in text(client.get("/careers/", {"q": "noi"}))


@pytest.mark.parametrize("crew", [1, 3])
def test_the_list_costs_the_same_for_any_number(
    crew, client, wipa, siriporn, chiang_mai, first, django_assert_num_queries
):
    for one in make_workers(crew, chiang_mai):
        place(one, first, siriporn)
    enter(client, wipa)
    with django_assert_num_queries(8):
        client.get("/careers/")


def test_staff_care_and_a_worker_do_not_reach_the_list(client, nok, orathai):
    for one in (nok, orathai):
        enter(client, one)
        assert client.get("/careers/").status_code == 404


def test_no_number_of_a_level_is_changed_back_by_an_older_page(client, levels, second, ploy):
    enter(client, ploy)

    def change():
        careers.change(second, by=ploy, certificates=[], least={competency("care"): 2}, months=7)

    judge_stale(
        client,
        reverse("level", args=[second.public_id]),
        change=change,
        typed={"hours": "3"},
        told=["7"],
    )
