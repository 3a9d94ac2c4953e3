"""The pages about the numbers: what holds, what would change, adopt, take back; and one's own."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Role
from people.phones import phone_keys
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_line,
    make_membership,
    make_person,
    make_policy,
    make_workers,
)
from tests.workload.study.test_actions import BLOCK, freeze, make_log
from tests.workload.weeks.test_views import form as week_form
from workload.flags import actions as flags
from workload.models import LoadPolicy, PolicyDraft, WorkWeek
from workload.policies import actions as policies
from workload.policies.policy_numbers import NUMBERS
from workload.rules import load as load_rules

from .test_block_sums import LAST, lived

LIST, NEW = "/people/load/", "/people/load/new/"


@pytest.fixture
def as_ploy(client, ploy, friday):
    enter(client, ploy)
    return client


def text(answer) -> str:
    return answer.content.decode()


def typed(**changes) -> dict:
    """What the browser sends when nothing was changed."""
    fields = {one.code: one.written(one.read(load_rules.USUAL)) for one in NUMBERS}
    more = {name.replace("__", "-"): value for name, value in changes.items()}
    return fields | {"starts": "2026-11-23", "note": ""} | more


def digest(answer) -> str:
    return re.search(r'name="adopt" value="(\w+)"', text(answer))[1]


def test_before_the_first_version_the_projects_numbers_hold(as_ploy):
    page = text(as_ploy.get(LIST))
    assert page.count("The project’s numbers") == 5
    assert page.count('href="/people/load/new/') == 5


def test_the_list_says_what_holds_what_comes_and_what_each_changed(as_ploy, ploy):
    make_policy(ploy.organisation, WEEK - 3, made_by=ploy, night="1.5")
    make_policy(ploy.organisation, WEEK - 2, "shelter", made_by=ploy, night="2")
    make_policy(ploy.organisation, WEEK + 1, made_by=ploy, night="1.5", phases_court="2.4")
    page = re.sub(r"<[^>]+>", "", text(as_ploy.get(LIST)))
    assert "Since 26 Oct 2026New from 23 Nov 2026" in page
    assert page.count("As for all kinds") == 3
    assert "Since 2 Nov 2026" in page
    assert "Court 2.1 → 2.4" in page
    assert "One on-call night 1 → 1.5" in page
    assert "One on-call night 1.5 → 2" in page


def test_a_new_version_begins_from_the_numbers_of_its_kind(as_ploy, ploy):
    make_policy(ploy.organisation, WEEK - 3, night="1.5")
    make_policy(ploy.organisation, WEEK - 2, "shelter", night="2.25")
    values = [
        re.search(r'name="night" value="([^"]+)"', text(as_ploy.get(address)))[1]
        for address in (NEW, f"{NEW}?kind=shelter", f"{NEW}?kind=office")
    ]
    assert values == ["1.5", "2.25", "1.5"]
    assert "Usually 1. [project default] In steps of 0.25." in text(as_ploy.get(NEW))
    assert as_ploy.get(f"{NEW}?kind=casino").status_code == 404


def test_measured_weights_are_filled_in_and_wait_for_the_admin(as_ploy, ploy, chiang_mai):
    make_policy(ploy.organisation, WEEK - 3, phases_active="1.7", night="1.5")
    assert "?measured" not in text(as_ploy.get("/time-study/weights/"))
    for person in make_workers(5, chiang_mai):
        for n in range(4):
            make_log(person, BLOCK + n, cases=6, hours="12.6")
    freeze()
    assert 'href="/people/load/new/?measured"' in text(as_ploy.get("/time-study/weights/"))
    page = text(as_ploy.get(f"{NEW}?measured"))
    # (10 × 1.5 + 252) / 130 = 2.05, on its grid; every other number is the one that held before
    for name, value in (("phases-active", "2"), ("phases-court", "2.1"), ("night", "1.5")):
        assert re.search(rf'name="{name}" value="([^"]+)"', page)[1] == value
    assert "the weights your people measured" in page
    assert LoadPolicy.objects.count() == 1


def plain(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text(answer)).split())


@pytest.fixture
def crew(chiang_mai):
    """Twenty people, of whom fifteen carry sixteen active cases (92.3 %), the others one."""
    people = make_workers(20, chiang_mai)
    for n, person in enumerate(people):
        lived(person, {"count": 16 if n < 15 else 1}, week=LAST)
    return people


def test_a_preview_says_in_words_how_many_lie_above_each_limit(as_ploy, crew):
    answer = as_ploy.post(NEW, typed(phases__active="1.75"))
    page = plain(answer)
    assert "All people of the organisation are counted." in page
    assert "the mean of their weeks from 19 October 2026 to 15 November 2026" in page
    assert "Help this week few above 120% few above 120%" in page
    assert "Help soon few above 100% most above 100%" in page
    assert "Watch most from 85% most from 85%" in page
    assert "This is draft 1 of 5 for these four weeks." in page
    assert "Long hours" not in page.partition("Adopt these numbers")[0]
    assert 'value="1.75"' in text(answer)
    assert not LoadPolicy.objects.exists()


def test_limits_beside_the_load_are_shown_where_they_differ(as_ploy, crew):
    sending = typed(**{"limits-long_hours": "50", "limits-open_cases": "15"})
    page = plain(as_ploy.post(NEW, sending))
    assert "Long hours in the week few from 55 h few from 50 h" in page
    assert "Many open cases few above 25 cases most above 15 cases" in page
    assert "Much distressing material in the week few" not in page


@pytest.mark.parametrize("size", [1, 19])
def test_few_people_are_shown_made_up_caseloads_and_no_share(as_ploy, chiang_mai, size):
    for person in make_workers(size, chiang_mai):
        lived(person, {"count": 17}, week=LAST)
    page = plain(as_ploy.post(NEW, typed(phases__active="1.75")))
    assert "With so few people a share could show who it is." in page
    assert "12 × active 12 × 1.5 → 12 × 1.75 18.0 21.0" in page
    assert "Share of capacity Watch 86.5% 98.1%" in page
    assert "Your own latest week" not in page
    assert not any(word in page for word in ("few above", "some above", "most above"))


def test_an_admin_who_works_sees_her_own_week_beside_them(client, chiang_mai, office, friday):
    both = make_workers(1, chiang_mai)[0]
    make_membership(both, office, Role.ADMIN)
    lived(both, {"count": 17}, nights=1, leave=1)
    enter(client, both)
    page = plain(client.post(NEW, typed(phases__active="1.75")))
    assert "Your own latest week" in page
    assert "17 × active 17 × 1.5 → 17 × 1.75 25.5 29.75" in page
    assert "Capacity 40 × 0.65 × 4/5 ÷ 20.8 ÷ 20.8" in page


def test_after_five_drafts_a_sentence_says_when_there_are_more(as_ploy, crew):
    for n in range(1, 6):
        as_ploy.post(NEW, typed(**{"limits-nights_in_a_row": str(n)}))
    sixth = typed(**{"limits-nights_in_a_row": "6", "note": "Longer nights"})
    answer = as_ploy.post(NEW, sixth)
    assert answer.status_code == 422
    page = text(answer)
    assert "can be looked at from Wednesday 16 December, 06:00 on" in page
    assert field_of(page, "limits-nights_in_a_row") == "6"
    assert "Longer nights</textarea>" in page
    assert "What the numbers do to made-up caseloads can always be seen" in page
    assert "above 100%" not in plain(answer)
    # Numbers that were not looked at can still be adopted: that tells nothing of anybody.
    assert as_ploy.post(NEW, sixth | {"adopt": digest(answer)}).status_code == 302


@pytest.mark.parametrize("three", ["3", "3:00", "๓ ชม.", "180 min", "3,0"])
def test_limits_of_material_are_typed_in_hours_and_kept_in_minutes(as_ploy, crew, three):
    page = text(as_ploy.get(NEW))
    assert field_of(page, "limits-material_minutes_a_day") == "4"
    assert field_of(page, "limits-material_minutes_a_week") == "20"
    assert "Usually 4." in page
    sent = typed(**{"limits-material_minutes_a_day": three})
    seen = as_ploy.post(NEW, sent)
    assert "4 → <b>3</b>" in text(seen)
    assert as_ploy.post(NEW, sent | {"adopt": digest(seen)}).status_code == 302
    assert LoadPolicy.objects.get().numbers["limits-material_minutes_a_day"] == "180"
    assert "In a day, at most 4 → <b>3</b>" in text(as_ploy.get(reverse("load_policies")))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ("much", "Please write hours like 1:30 or 1.5."),
        ("1.30", "Did you mean 1:30?"),
        ("25", "A week does not have that many."),
        ("-1", "This cannot be below 0."),
        ("", "Please write a number; 0 is fine."),
    ],
)
def test_a_limit_of_material_that_is_no_time_is_refused_at_its_field(
    as_ploy, crew, wrong, sentence
):
    answer = as_ploy.post(NEW, typed(**{"limits-material_minutes_a_day": wrong}))
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2


def test_a_number_off_its_grid_is_refused_at_its_field(as_ploy, crew):
    answer = as_ploy.post(NEW, typed(**{"limits-material_minutes_a_week": "20:01"}))
    assert answer.status_code == 422
    assert text(answer).count("Please take 20 or 21.") == 2
    assert field_of(text(answer), "limits-material_minutes_a_week") == "20:01"
    assert 'name="adopt"' not in text(answer)
    assert not PolicyDraft.objects.exists()


@pytest.mark.parametrize("profile", ["labour-act", "public-service", "eu"])
def test_the_limits_of_each_law_can_be_adopted_as_they_are_filled_in(as_ploy, profile):
    page = text(as_ploy.get(f"{NEW}?profile={profile}"))
    fields = re.findall(r'<input[^>]* name="([\w-]+)"(?: value="([^"]*)")?[^>]*>', page)
    filled = {name: value for name, value in fields if name in typed()}
    assert len(filled) == len(NUMBERS)
    seen = as_ploy.post(NEW, typed() | filled)
    assert as_ploy.post(NEW, typed() | filled | {"adopt": digest(seen)}).status_code == 302


def test_what_was_seen_is_adopted(as_ploy, ploy):
    numbers = typed(phases__court="๒,๕", note="Longer days")
    seen = as_ploy.post(f"{NEW}?kind=evidence", numbers)
    answer = as_ploy.post(f"{NEW}?kind=evidence", numbers | {"adopt": digest(seen)})
    made = LoadPolicy.objects.get()
    assert answer["Location"] == f"/people/load/{made.public_id}/"
    assert (made.unit_kind, made.note, made.numbers["phases-court"]) == (
        "evidence",
        "Longer days",
        "2.5",
    )
    page = text(as_ploy.get(answer["Location"]))
    assert "before 2.1" in page
    assert "Withdraw this version" in page


def test_numbers_changed_after_the_preview_are_shown_anew(as_ploy):
    seen = as_ploy.post(NEW, typed())
    answer = as_ploy.post(NEW, typed(night="3") | {"adopt": digest(seen)})
    assert "differ from the last preview" in text(answer)
    assert not LoadPolicy.objects.exists()
    assert as_ploy.post(NEW, typed(night="3") | {"adopt": digest(answer)}).status_code == 302


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"night": ""}, "0 is fine"),
        ({"night": "many"}, "like 1.5"),
        ({"night": "NaN"}, "like 1.5"),
        ({"night": "12345.5"}, "too long"),
        ({"night": "1e9"}, "like 1.5"),
        ({"night": "1.234"}, "Two decimals"),
        ({"night": "-1"}, "below 0"),
        ({"capacity_share": "1.2"}, "A share must be from 0.05 to 1"),
        ({"capacity_share": "0.66"}, "Please take 0.65 or 0.7."),
        ({"amber": "85"}, "above the one before it"),
        ({"starts": "2026-11-24"}, "a Monday to come"),
        ({"starts": "2026-11-16"}, "a Monday to come"),
        ({"starts": ""}, "a Monday to come"),
        ({"note": "x" * 301}, "300 letters"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(as_ploy, changes, sentence):
    answer = as_ploy.post(NEW, typed(phases__court="2.35") | changes)
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2
    assert 'value="2.35"' in text(answer)
    assert 'name="adopt"' not in text(answer)


def test_a_second_version_for_a_monday_is_refused_in_words(as_ploy, ploy):
    make_policy(ploy.organisation, WEEK + 1)
    seen = as_ploy.post(NEW, typed())
    answer = as_ploy.post(NEW, typed() | {"adopt": digest(seen)})
    assert answer.status_code == 422
    assert "already a version from this Monday" in text(answer)


def test_a_version_that_has_not_begun_is_taken_back(as_ploy, ploy):
    coming = make_policy(ploy.organisation, WEEK + 1)
    begun = make_policy(ploy.organisation, WEEK)
    addresses = [f"{LIST}{one.public_id}/" for one in (coming, begun)]
    codes = [as_ploy.post(one, {"do": "withdraw"}).status_code for one in addresses]
    assert codes == [302, 422]
    assert LoadPolicy.objects.get() == begun
    assert "Withdraw this version" not in text(as_ploy.get(addresses[1]))


def test_an_admin_of_a_part_of_the_organisation_sees_none_of_it(client, chiang_mai, friday):
    part = make_person("part", chiang_mai.organisation)
    make_membership(part, chiang_mai, Role.ADMIN)
    enter(client, part)
    assert [client.get(one).status_code for one in (LIST, NEW)] == [404, 404]
    assert "/people/load/" not in text(client.get("/people/"))


def field_of(page: str, name: str) -> str:
    return re.search(rf'name="{name}"(?: value="([^"]*)")?', page)[1]


def test_a_laws_limits_can_be_filled_in_and_looked_at_first(as_ploy):
    page = text(as_ploy.get(f"{NEW}?kind=shelter&profile=public-service"))
    assert "The limits are filled in as usual for: Public service" in page
    assert field_of(page, "limits-ceiling_hours") is None
    assert field_of(text(as_ploy.get(NEW)), "limits-ceiling_hours") == "84"
    assert as_ploy.get(f"{NEW}?profile=nonsense").status_code == 200


def test_an_empty_ceiling_is_adopted_as_no_limit(as_ploy):
    sending = typed(**{"limits-ceiling_hours": "", "limits-long_hours": "50"})
    seen = as_ploy.post(NEW, sending)
    assert "84 → <b>no limit</b>" in text(seen)
    assert as_ploy.post(NEW, sending | {"adopt": digest(seen)}).status_code == 302
    made = LoadPolicy.objects.get()
    assert (made.numbers["limits-ceiling_hours"], made.numbers["limits-long_hours"]) == ("", "50")
    assert "no limit" in text(as_ploy.get(f"{LIST}{made.public_id}/"))


def test_every_other_number_has_to_be_there(as_ploy):
    refused = as_ploy.post(NEW, typed(**{"limits-long_hours": ""}))
    assert refused.status_code == 422
    assert "Please write a number; 0 is fine." in text(refused)


@pytest.mark.parametrize("versions", [1, 7])
def test_the_list_takes_the_same_statements_for_any_history(as_ploy, ploy, versions):
    for back in range(versions):
        make_policy(ploy.organisation, WEEK - back)
    with CaptureQueriesContext(connection) as ran:
        as_ploy.get(LIST)
    assert len(ran) == 5, [q["sql"][:80] for q in ran]


def test_everybody_reads_the_numbers_that_count_for_them_with_their_sources(as_nok, saphan):
    make_policy(saphan, night="1.5")
    page = " ".join(re.sub(r"<[^>]+>", " ", text(as_nok.get("/my-trend/numbers/"))).split())
    assert "One on-call night 1.5 points usually 1" in page
    assert "(CWLA 2004). 5.2 points" in page
    assert "project default" not in page


def test_my_week_speaks_with_the_numbers_that_hold(as_nok, nok, saphan):
    make_policy(
        saphan,
        phases_active="1.75",
        add_ons_child="0.7",
        parts_secondary="0.4",
        night="1.5",
        further_victim="0.3",
        further_victims_at_most="3",
        capacity_share="0.6",
        watch="60",
    )
    make_line(nok, count=10)
    page = text(as_nok.get("/my-week/"))
    assert "17.5 of 24.0 points" in page
    assert "1.5 points a night" in page
    assert "+ 0.7</small>" in page
    assert "Secondary × 0.4" in page
    assert "+ 0.3 points each, up to 3.0" in page
    assert "40 h × 0.6 = 24.0" in page
    assert 'data-state="watch"' in page


def test_each_week_is_shown_with_the_numbers_it_was_judged_by(as_nok, nok, saphan):
    policy = policies.named(make_policy(saphan, WEEK - 5, night="1.5", amber="90").version)
    lived(nok, {"count": 16}, nights=2, policy=policy)  # 27 of 26
    make_policy(saphan, WEEK, night="9", amber="95")
    page = text(as_nok.get("/my-trend/"))
    assert "2 × 1.5" in page
    assert "help soon above 90% for two weeks" in page


def test_the_supervisor_reads_the_limit_of_the_week(as_wipa, nok, saphan, chiang_mai):
    policy = policies.named(make_policy(saphan, WEEK - 5, amber="90").version)
    lived_through = [lived(nok, {"count": 16}, week=WEEK - back, policy=policy) for back in (1, 0)]
    flags.assess(person=nok, weeks=lived_through, now=NOW)
    assert "2 weeks above 90%" in text(as_wipa.get("/team/"))
    assert "2 weeks in a row above 90%" in text(as_wipa.get(f"/team/{nok.public_id}/"))


def test_a_version_costs_my_week_and_a_sending_one_read_in_the_life_of_a_process(
    as_nok, nok, saphan
):
    make_line(nok, count=10)
    make_policy(saphan, night="1.5")
    # What a phone seals with is read once in ten minutes, by whoever comes first.
    phone_keys.public_half(timezone.now())
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as ran:
            as_nok.get("/my-week/")
        counts.append(len(ran))
    # One of them reads what waits for the person, and one whether it is their first week.
    assert (counts[0] <= 10, counts[0] - counts[1]) == (True, 1)
    with CaptureQueriesContext(connection) as ran:
        as_nok.post("/my-week/", week_form())
    assert len([q for q in ran.captured_queries if "SAVEPOINT" not in q["sql"]]) <= 14
    assert WorkWeek.objects.get().policy == str(LoadPolicy.objects.get().pk)
