"""What other numbers would make of the last frozen block: shares of all people, told once."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.keys.chance import chance_keys, uniform
from people.models import AccessEvent, Person, Role, Unit
from people.weeks import Block
from tests.makers import (
    NOW,
    make_membership,
    make_person,
    make_policy,
    make_unit,
    make_week,
    make_worker,
    make_workers,
)
from tests.workload.weeks.test_together import together
from wellbeing.groups import restrictions
from workload import access_kinds
from workload.models import PolicyDraft
from workload.policies import previews
from workload.policies import tasks as policies_tasks
from workload.policies.block_sums import BlockSums
from workload.policies.policy_numbers import number_of, written_number
from workload.rules import load as load_rules
from workload.rules.shares import share_above

from .test_block_sums import BLOCK, FIRST, LAST, lived

USUAL = written_number(load_rules.USUAL)


def numbers(**changes):
    changed = {code.replace("__", "-"): number_of(n) for code, n in changes.items()}
    return USUAL | changed


def preview(by, unit_kind="", now=NOW, **changes):
    return previews.preview(by=by, numbers=numbers(**changes), now=now, unit_kind=unit_kind)


def crew_of(size, unit, above=0, **figures):
    """People of whom some have these figures in their last week, the others forty calm hours."""
    people = make_workers(size, unit)
    for n, person in enumerate(people):
        make_week(person, LAST, **figures if n < above else {})
    return people


@pytest.fixture
def crew(chiang_mai):
    return crew_of(24, chiang_mai)


@pytest.fixture
def heavy(chiang_mai):
    """Of twenty-four people eighteen at 50 hours and at 103.8 %, the others with one case."""
    people = make_workers(24, chiang_mai)
    for n, person in enumerate(people):
        heavy = n < 18
        lived(person, {"count": 18 if heavy else 1}, week=LAST, hours=Decimal(50 if heavy else 40))
    return people


def test_shares_are_told_now_and_then(ploy, heavy):
    found = preview(ploy, limits__long_hours="50", limits__mean_hours="45")
    assert found.block == BLOCK
    assert (found.draft.now["long_hours"], found.draft.then["long_hours"]) == ("few", "most")
    assert found.draft.now["amber"] == found.draft.then["amber"] == "most"
    assert found.draft.now["red"] == "few"


def test_other_weights_are_counted_on_the_lines_of_the_weeks(ploy, chiang_mai):
    for person in make_workers(24, chiang_mai):
        lived(person, {"count": 16}, week=LAST)  # 92.3 %, and by 1.75 points a case 107.7 %
    found = preview(ploy, phases__active="1.75").draft
    assert (found.now["watch"], found.now["amber"]) == ("most", "few")
    assert (found.then["amber"], found.then["red"]) == ("most", "few")


def test_now_are_the_numbers_that_held_in_the_blocks_last_week(ploy, heavy):
    make_policy(ploy.organisation, LAST - 1, amber="105")
    make_policy(ploy.organisation, LAST + 1, amber="115")
    assert preview(ploy).before.amber == 105


def test_of_a_kind_of_units_now_are_its_own_numbers(ploy, office, saphan):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    crew_of(20, house)
    make_policy(saphan, LAST - 1, amber="105")
    make_policy(saphan, LAST - 1, unit_kind="shelter", amber="110")
    assert preview(ploy, "shelter").before.amber == 110


def test_who_is_counted_in_no_group_stays_one_of_the_people_and_is_above_no_limit(ploy, heavy):
    people = BlockSums.of(ploy.organisation, BLOCK)
    counted = len(people.totals(load_rules.USUAL))
    for person in heavy[:9]:
        restrictions.begin(person=person, now=BLOCK.freezes - timedelta(hours=1))
    after = BlockSums.of(ploy.organisation, BLOCK)
    assert (after.size, after.name) == (people.size, people.name)
    assert len(after.totals(load_rules.USUAL)) == counted - 9


def test_a_person_without_a_week_counts_as_not_above(ploy, chiang_mai):
    crew_of(12, chiang_mai, above=12, hours=Decimal(60))
    assert preview(ploy) is None
    make_workers(28, chiang_mai)
    # Twelve of forty: chance makes no less than 10.5 and no more than 13.5 of them.
    assert preview(ploy).draft.now["long_hours"] == "quarter"


@pytest.mark.parametrize(("people", "told"), [(19, False), (20, True)])
def test_a_share_is_told_of_twenty_people(ploy, chiang_mai, people, told):
    crew_of(people, chiang_mai)
    assert (preview(ploy) is not None) is told


def test_who_was_only_entered_makes_no_share_large_enough(ploy, chiang_mai):
    crew_of(19, chiang_mai)
    entered = make_worker(chiang_mai, awaited=True)
    assert preview(ploy) is None
    Person.objects.filter(pk=entered.pk).update(awaited=False)
    assert preview(ploy)


@pytest.mark.parametrize(("asked", "told"), [(24, True), (25, False)])
def test_an_organisation_may_ask_for_more_people(ploy, crew, asked, told):
    ploy.organisation.smallest_group = asked
    ploy.organisation.save()
    assert (preview(ploy) is not None) is told


@pytest.mark.parametrize(("people", "word"), [(39, "some"), (40, "half")])
def test_from_forty_people_on_there_are_five_words(ploy, chiang_mai, people, word):
    crew_of(people, chiang_mai, above=20, hours=Decimal(60))
    assert preview(ploy).draft.now["long_hours"] == word


@pytest.mark.parametrize(("size", "told"), [(19, False), (20, True)])
def test_a_kind_of_units_is_told_from_twenty_of_its_own_people(
    ploy, office, saphan, crew, size, told
):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    crew_of(size, house, above=size, hours=Decimal(60))
    found = preview(ploy, "shelter")
    assert (found is not None) is told
    if told:
        assert found.draft.now["long_hours"] == "most"


def test_a_general_draft_counts_all_people_also_kinds_with_their_own_numbers(
    ploy, office, saphan, crew
):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    crew_of(24, house, above=24, hours=Decimal(60))
    make_policy(saphan, FIRST, unit_kind="shelter")
    assert preview(ploy).draft.now["long_hours"] == "half"


def draws(heads, crowd, key, figure, limit):
    """The word for so many people above a limit, with the chance that is drawn for it."""
    chance = uniform(key, "preview", BLOCK.number, crowd.name, figure, limit)
    return share_above(heads, crowd.size, chance).value


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hours=st.lists(st.integers(30, 75), min_size=20, max_size=44), limit=st.integers(10, 12))
def test_the_word_is_that_of_the_count_with_the_chance_of_its_limit(ploy, saphan, hours, limit):
    PolicyDraft.objects.all().delete()
    unit = make_unit(saphan, f"Team {Unit.objects.count()}", kind=Unit.Kind.EVIDENCE)
    for person in BlockSums.of(saphan, BLOCK).units:
        Person.objects.get(pk=person).memberships.all().delete()
    for person, worked in zip(make_workers(len(hours), unit), hours, strict=True):
        make_week(person, LAST, hours=Decimal(worked))
    crowd, key = BlockSums.of(saphan, BLOCK), chance_keys([saphan.pk])[saphan.pk]
    found = preview(
        ploy,
        limits__long_hours=str(5 * limit),
        limits__mean_hours="40",
        limits__very_long_hours="65",
    ).draft
    for told, at in ((found.now, 55), (found.then, 5 * limit)):
        above = sum(worked >= at for worked in hours)
        assert told["long_hours"] == draws(above, crowd, key, "hours", str(at))
    if limit == 11:
        assert found.now["long_hours"] == found.then["long_hours"]


def test_chance_stays_where_a_limit_stays(ploy, chiang_mai):
    """Eight of twenty-four are the edge: which word it is, chance decides once for the block."""
    crew_of(24, chiang_mai, above=8, hours=Decimal(56))
    told = [preview(ploy, limits__nights_in_a_row=str(n)).draft for n in range(1, 6)]
    assert len({one.now["long_hours"] for one in told}) == 1
    assert all(one.now == one.then for one in told)


# --- Kept, and five of them --------------------------------------------------------------------


def test_an_answer_is_given_again_whatever_changed_since(ploy, heavy):
    first = preview(ploy, amber="105").draft
    for person in heavy:
        person.work_weeks.all().delete()
    assert preview(ploy, amber="105.00").draft == first
    assert preview(ploy, amber="105").draft.then == first.then
    assert PolicyDraft.objects.count() == 1


def test_the_sixth_draft_of_a_block_is_refused_and_says_when_there_are_more(ploy, crew):
    for nights in range(1, 6):
        assert preview(ploy, limits__nights_in_a_row=str(nights)).draft.place == nights
    with pytest.raises(ValidationError, match="from Wednesday 16.{4}December, 06:00 on") as refused:
        preview(ploy, limits__nights_in_a_row="6")
    assert refused.value.code == "drafts"
    assert preview(ploy, limits__nights_in_a_row="3").draft.place == 3
    freezes = (BLOCK + 1).freezes
    assert freezes.day == 16
    with pytest.raises(ValidationError):
        preview(ploy, now=freezes - timedelta(seconds=1), limits__nights_in_a_row="6")
    assert preview(ploy, now=freezes, limits__nights_in_a_row="6").draft.place == 1


def test_the_drafts_of_all_admins_and_all_kinds_count_together(ploy, office, crew):
    other = make_person("second", ploy.organisation)
    make_membership(other, office, Role.ADMIN)
    for by, kind, night in [(ploy, "", 1), (other, "", 1), (other, "casework", 1), (ploy, "", 2)]:
        preview(by, kind, limits__nights_in_a_row=str(night))
    assert [one.place for one in PolicyDraft.objects.all()] == [1, 2, 3]


def test_another_organisation_has_drafts_of_its_own(ploy, crew, rest_house):
    boss = make_person("boss", rest_house.organisation)
    make_membership(boss, rest_house, Role.ADMIN)
    crew_of(20, rest_house)
    for nights in range(1, 6):
        preview(ploy, limits__nights_in_a_row=str(nights))
    assert preview(boss).draft.place == 1
    assert PolicyDraft.objects.visible_to(boss).count() == 1
    assert PolicyDraft.objects.visible_to(ploy).count() == 5


@pytest.mark.parametrize("place", [0, 6])
def test_the_database_itself_has_five_places(ploy, crew, place):
    draft = preview(ploy).draft
    draft.pk, draft.public_id, draft.digest, draft.place = None, uuid.uuid4(), "other", place
    with pytest.raises(IntegrityError), transaction.atomic():
        draft.save(force_insert=True)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_drafts_at_once_five_are_told(ploy, chiang_mai):
    crew_of(20, chiang_mai)

    def job(nights):
        def run():
            by = Person.objects.get(pk=ploy.pk)
            return preview(by, limits__nights_in_a_row=str(nights)).draft.place

        return run

    found = together([job(nights) for nights in range(1, 21)])
    assert sorted(found, key=str) == [1, 2, 3, 4, 5, *["drafts"] * 15]
    assert PolicyDraft.objects.count() == 5
    assert AccessEvent.objects.filter(what=access_kinds.DRAFT).count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_twenty_alike_at_once_one_is_the_answer(ploy, chiang_mai):
    crew_of(20, chiang_mai)

    def run():
        return preview(Person.objects.get(pk=ploy.pk), amber="105").draft.place

    assert together([run] * 20) == [1] * 20
    assert PolicyDraft.objects.count() == 1


# --- Who, and what is left ---------------------------------------------------------------------


@pytest.mark.parametrize("who", ["nok", "wipa", "anan", "siriporn", "orathai"])
def test_only_an_admin_of_the_whole_organisation_is_told(request, crew, who):
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        preview(by)
    assert not PolicyDraft.objects.exists()


def test_an_admin_of_a_part_is_told_nothing(ploy, crew, chiang_mai):
    part = make_person("part", chiang_mai.organisation)
    make_membership(part, chiang_mai, Role.ADMIN)
    with pytest.raises(PermissionDenied):
        preview(part)
    preview(ploy)
    assert not PolicyDraft.objects.visible_to(part).exists()
    assert PolicyDraft.objects.visible_to(ploy).count() == 1


@pytest.mark.parametrize(
    "changes", [{"amber": "101"}, {"limits__material_minutes_a_week": "1201"}, {"night": "-1"}]
)
def test_numbers_that_are_refused_use_no_draft(ploy, crew, changes):
    with pytest.raises(ValidationError):
        preview(ploy, **changes)
    assert not PolicyDraft.objects.exists()


def test_each_draft_is_in_the_trail_of_everybody_it_counted(ploy, crew, office, saphan):
    house = make_unit(saphan, "Rest house", parent=office, kind=Unit.Kind.SHELTER)
    (som,) = make_workers(1, house)
    drafts = [preview(ploy, limits__nights_in_a_row=str(n)).draft for n in (1, 2, 2)][:2]
    for person in (crew[0], som):
        looks = AccessEvent.objects.about(person)
        assert {one.subject for one in looks} == {one.public_id for one in drafts}
        assert {(one.viewer, one.viewer_role, one.what) for one in looks} == {
            (ploy, "admin", "draft")
        }


def test_where_nobody_is_told_of_nobody_is_noted(ploy, nok):
    assert preview(ploy) is None
    assert not AccessEvent.objects.exists()
    assert not PolicyDraft.objects.exists()


def test_drafts_go_when_they_are_older_than_two_blocks(ploy, crew):
    preview(ploy)
    last = BLOCK + 2
    assert previews.forget((last + 1).freezes - timedelta(seconds=1)) == 0
    assert previews.forget((last + 1).freezes) == 1


def test_a_job_drops_old_drafts(ploy, crew):
    preview(ploy)
    PolicyDraft.objects.update(block=0)
    policies_tasks.forget_drafts.call()
    assert not PolicyDraft.objects.exists()


@pytest.mark.parametrize("size", [20, 30])
def test_a_preview_takes_the_same_statements_for_any_size(ploy, saphan, chiang_mai, size):
    crew_of(size, chiang_mai)
    chance_keys([saphan.pk])
    preview(ploy)
    for changes, most in (({"amber": "105"}, 11), ({"amber": "105"}, 2)):
        with CaptureQueriesContext(connection) as ran:
            preview(ploy, **changes)
        assert len(ran) <= most, [one["sql"][:90] for one in ran]


def test_the_block_is_closed_and_frozen(ploy, crew):
    assert preview(ploy).block == Block.latest(NOW)
    assert preview(ploy).block.freezes <= NOW
