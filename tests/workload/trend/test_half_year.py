"""Half a year of somebody's work: the same page for them and for whoever supervises them."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.access_kinds import ACCESS_KINDS
from people.models import AccessEvent, Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_membership,
    make_person,
    make_thanks,
    make_week,
    make_worker,
)
from tests.training.conftest import make_certificate_type
from tests.workload.time.test_talks import make_talk
from training.careers import actions as careers
from training.models import Certificate
from wellbeing.checkins import actions as checkins
from wellbeing.rules.pulse import PulseAnswers
from workload import access_kinds
from workload.flags import actions as flags
from workload.models import Flag, SupervisionTalk
from workload.time import talks
from workload.trend import half_year

OWN = "/my-trend/half-year/"


def of(person) -> str:
    return f"/team/{person.public_id}/half-year/"


def text(answer) -> str:
    return answer.content.decode()


def line(phase, count):
    return {"phase": phase, "count": count, "add_ons": [], "further_victims": 0, "part": "primary"}


def test_a_week_that_was_not_sent_is_a_gap_and_no_zero(nok, friday):
    make_week(nok, WEEK - 2, points="13", hours=Decimal("44.5"))
    page = half_year.read(nok, nok, NOW)
    # Week 47 is still open: the last week that is shown is the one before.
    assert (page.weeks[-1], len(page.weeks)) == (WEEK - 1, 26)
    assert page.loads[-2:] == [50, None]
    assert page.hours.words[-2:] == ["44.5 h", "–"]
    make_week(nok, WEEK)
    assert half_year.read(nok, nok, NOW).weeks[-1] == WEEK


@pytest.mark.parametrize(("back", "shown"), [(25, 1), (26, 0)])
def test_it_reaches_26_weeks_back(nok, back, shown):
    make_week(nok, WEEK)
    make_week(nok, WEEK - back)
    page = half_year.read(nok, nok, NOW)
    assert sum(load is not None for load in page.loads) == 1 + shown


def test_cases_are_counted_by_their_phase_and_a_phase_nobody_had_is_left_out(nok):
    make_week(nok, WEEK - 1, lines=[line("active", 8), line("active", 2), line("court", 1)])
    make_week(nok, WEEK, lines=[line("active", 6)])
    page = half_year.read(nok, nok, NOW)
    assert [(one.label, one.words[-3:]) for one in page.phases] == [
        ("Active", ["–", "10", "6"]),
        ("Court", ["–", "1", "0"]),
    ]


def test_flags_that_stood_in_these_weeks_are_told_with_their_steps(nok, wipa):
    long_ago, lately = NOW - timedelta(weeks=60), NOW - timedelta(weeks=20)
    for opened in (long_ago, lately):
        flag = flags.assess(
            person=nok,
            weeks=[make_week(nok, WEEK - (NOW - opened).days // 7, points="40")],
            now=opened,
        )
        flags.see(flag, by=wipa, now=opened)
        flags.end(flag, by=wipa, text="Two cases moved", version=None, now=opened)
    found = half_year.read(nok, nok, NOW).flags
    assert [flag.opened_at for flag in found] == [lately]
    assert [step.kind for step in found[0].steps.all()] == ["opened", "seen", "ended"]


def test_talks_are_days_and_nothing_else(as_wipa, nok, wipa, office):
    make_talk(wipa, nok, day=date(2026, 11, 10), words="CANARY")
    page = text(as_wipa.get(of(nok)))
    assert "10 Nov 2026" in page
    assert "CANARY" not in page
    assert half_year.read(nok, nok, NOW).talks == [date(2026, 11, 10)]


def test_both_see_the_same_page_but_for_the_way_back(client, nok, wipa, friday):
    make_week(nok, WEEK - 1, points="30", lines=[line("active", 8)])
    flags.assess(person=nok, weeks=list(nok.work_weeks.all()), now=NOW)
    pages = []
    for reader, address in ((nok, OWN), (wipa, of(nok))):
        enter(client, reader)
        page = text(client.get(address))
        assert ("Only you see this" in page) is (reader == nok)
        # The way to write down a talk is the supervisor's.
        page = re.sub(r'<p class="gap-top screen-only"><a.*?</a></p>', "", page, flags=re.S)
        # But for what only the person reads.
        beyond = r'<section class="sheet" aria-labelledby="h-beyond">.*?</section>'
        parts = re.split(beyond, page, flags=re.S)
        page = re.sub(r"\s+", " ", "".join(parts))
        pages.append(re.search(r'<section class="sheet".*</section>', page, re.S)[0])
    assert pages[0] == pages[1]


def test_a_look_is_noted_and_ones_own_is_not(client, nok, wipa, friday):
    enter(client, nok)
    client.get(OWN)
    assert not AccessEvent.objects.about(nok)
    enter(client, wipa)
    client.get(of(nok))
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["flag"]


def test_what_is_told_of_the_look_names_all_that_the_page_shows():
    told = str(ACCESS_KINDS[access_kinds.FLAG].meaning)
    for part in ("load and hours", "talks", "certificates", "thanks that you share with your name"):
        assert part in told


def test_nothing_of_the_answers_is_on_it(as_wipa, nok, chiang_mai):
    make_week(nok)
    before = text(as_wipa.get(of(nok)))
    answers = PulseAnswers(worn=4, far=4, back=4, rest=0, team=0)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="CANARY")
    after = text(as_wipa.get(of(nok)))
    bare = [re.sub(r'value="[^"]+"', "", page) for page in (before, after)]
    assert bare[0] == bare[1]


def test_staff_care_that_was_invited_to_a_flag_does_not_see_half_a_year(
    client, nok, orathai, friday
):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="40")], now=NOW)
    flags.invite(flag, by=nok, contact=orathai, now=NOW)
    enter(client, orathai)
    assert client.get(f"/team/{nok.public_id}/").status_code == 200
    assert client.get(of(nok)).status_code == 404


@pytest.mark.parametrize("weeks", [1, 26])
def test_it_costs_the_same_for_any_history(as_wipa, nok, wipa, weeks):
    for back in range(weeks):
        make_week(nok, WEEK - back, lines=[line("active", 8)])
    with CaptureQueriesContext(connection) as ran:
        assert as_wipa.get(of(nok)).status_code == 200
    assert len(ran) <= 13


def test_before_the_first_week_the_page_says_so(as_nok):
    assert "No week sent yet" in text(as_nok.get(OWN))


def test_a_supervisor_of_another_unit_does_not_find_it(client, nok, office, friday):
    other = make_person("other", office.organisation)
    make_membership(other, make_worker(office).home.unit, Role.TRAINER)
    enter(client, other)
    assert client.get(of(nok)).status_code == 404


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (("40", "40"), "In none of 2 weeks you worked more than your contract says."),
        (("40", "41.5"), "In 1 of 2 weeks you worked more than your contract says: 1.5 h."),
        (("48", "52"), "In 2 of 2 weeks you worked more than your contract says: 20 h in all."),
    ],
)
def test_a_person_reads_the_hours_beyond_the_contract(as_nok, nok, wipa, hours, said):
    make_week(nok, WEEK - 26, hours=Decimal(70))
    for back, one in enumerate(hours):
        make_week(nok, WEEK - back, hours=Decimal(one))
    make_week(wipa, hours=Decimal(70))
    assert said in text(as_nok.get(OWN))
    assert half_year.read(nok, nok, NOW).hours.values[-1] == Decimal(hours[0])


def test_beside_the_hours_stands_the_level_that_is_held(as_nok, nok, ploy, siriporn, chiang_mai):
    make_week(nok)
    levels = careers.set_up_ladder(by=ploy)
    for person, level in zip((nok, make_worker(chiang_mai)), levels, strict=False):
        careers.give(person=person, level=level, since=date(2025, 3, 1), by=siriporn)
    page = text(as_nok.get(OWN))
    assert "Your level in these weeks: Victim specialist I, since 1 Mar 2025." in page
    assert page.count("since 1 Mar 2025") == 1


def test_the_hours_of_supervision_that_both_agreed_on_are_counted(as_nok, client, nok, wipa):
    make_week(nok)
    agreed = [make_talk(wipa, nok, day=date(2026, 11, day), minutes=45) for day in (3, 10)]
    for talk in agreed:
        talks.agree(talk, by=nok, version=talk.version, now=NOW)
    make_talk(wipa, nok, day=date(2026, 11, 12), minutes=120)  # only she wrote it down
    SupervisionTalk.objects.filter(pk=agreed[0].pk).update(day=date(2026, 5, 25))
    assert "Supervision in these weeks: 1.5 h" in text(as_nok.get(OWN))
    SupervisionTalk.objects.filter(pk=agreed[0].pk).update(day=date(2026, 5, 24))
    assert "Supervision in these weeks: 0.8 h" in text(as_nok.get(OWN))
    # Who led them was not supervised in them.
    make_week(wipa)
    enter(client, wipa)
    assert "Supervision in these weeks" not in text(client.get(OWN))
    assert "Supervision in these weeks" not in text(client.get(of(nok)))


def test_a_reader_finds_nothing_of_a_colleague_nor_of_a_week_sent_alone(nok, wipa, chiang_mai):
    colleague, long_ago = make_worker(chiang_mai), (WEEK - 40).opens
    flags.assess(person=colleague, weeks=[make_week(colleague, points="40")], now=NOW)
    make_talk(wipa, colleague, day=date(2026, 11, 3))
    make_week(nok)
    make_week(nok, WEEK - 1, alone=True)
    Flag.objects.create(
        organisation=nok.organisation,
        person=nok,
        level="red",
        opened_week=(WEEK - 40).monday,
        opened_at=long_ago,
        closed_at=long_ago,
    )
    read = half_year.read(nok, wipa, NOW)
    assert (read.flags, read.talks, read.loads[-2]) == ([], [], None)
    assert half_year.read(nok, nok, NOW).loads[-2] is not None


def test_learning_is_what_came_in_this_time_and_what_is_to_renew(nok, siriporn):
    day = NOW.date()
    for name, issued, until in (
        ("New", day - timedelta(days=30), None),
        ("Old and good", day - timedelta(days=400), day + timedelta(days=400)),
        ("Old and due", day - timedelta(days=400), day + timedelta(days=10)),
        ("Expired", day - timedelta(days=900), day - timedelta(days=1)),
    ):
        kind = make_certificate_type(nok.organisation, name)
        Certificate.objects.create(
            type=kind, person=nok, issued_by=siriporn, issued_on=issued, expires_on=until
        )
    found = half_year.read(nok, nok, NOW).learnt
    assert {one.name: one.good for one in found} == {
        "New": True,
        "Old and due": False,
        "Expired": False,
    }


def test_only_thanks_that_the_person_shares_are_read(client, nok, wipa, siriporn, friday):
    shared = make_thanks(siriporn, nok, audience="inside")
    private = make_thanks(wipa, nok)
    assert half_year.read(nok, wipa, NOW).thanks == [shared]
    assert half_year.read(nok, nok, NOW).thanks == [shared]
    shared.hidden_at = NOW
    shared.save()
    assert half_year.read(nok, wipa, NOW).thanks == []
    assert private.pk


def test_thanks_shared_without_a_name_stay_without_one(as_wipa, nok, wipa, siriporn, friday):
    make_week(nok)
    make_thanks(siriporn, nok, "Kept nameless.", audience="inside", named=False)
    assert half_year.read(nok, wipa, NOW).thanks == []
    assert half_year.read(nok, nok, NOW).thanks == []
    assert "Kept nameless." not in text(as_wipa.get(of(nok)))
