"""The team board and one person's page: who may see, what is said, what is never said."""

import re
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import AccessEvent, Role
from tests.makers import (
    NOW,
    WEEK,
    enter,
    make_line,
    make_membership,
    make_person,
    make_week,
    make_worker,
    make_workers,
)
from training.models import Certificate, CertificateType
from wellbeing.checkins import actions as checkins
from wellbeing.help import contacts
from wellbeing.rules.pulse import PulseAnswers
from workload.board import actions as board
from workload.flags import actions as flags
from workload.flags.sweep import sweep
from workload.models import Flag
from workload.policies import actions as policies

PAGE = "/team/"


def text(answer) -> str:
    return answer.content.decode()


def flag_for(person, points="33.3"):
    row = make_week(person, points=points)
    return flags.assess(person=person, weeks=[row], now=NOW)


@pytest.mark.parametrize("who", ["nok", "siriporn", "anan", "ploy", "noi"])
def test_only_supervisors_and_staff_care_have_a_team_page(client, request, who, nok, friday):
    enter(client, request.getfixturevalue(who))
    for address in (PAGE, f"{PAGE}{nok.public_id}/", f"{PAGE}{uuid.uuid4()}/"):
        assert client.get(address).status_code == 404


def test_a_supervisor_sees_own_people_and_nobody_else(as_wipa, nok, noi, wipa):
    page = text(as_wipa.get(PAGE))
    assert "Kanokwan Srisuk" in page
    assert "Noi Chantra" not in page
    assert page.count('class="person"') == 1


def test_a_foreign_person_and_a_missing_one_answer_alike(as_wipa, noi):
    foreign, missing = (as_wipa.get(f"{PAGE}{pk}/") for pk in (noi.public_id, uuid.uuid4()))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    masked = [re.sub(r'value="[^"]+"', "", text(one)) for one in (foreign, missing)]
    assert masked[0] == masked[1]  # but for the token and the address that was asked for


def test_who_needs_a_talk_comes_first(chiang_mai, wipa, friday):
    story = {"calm": "10", "amber": "30", "red": "40", "high": "25.9"}
    people = {name: make_worker(chiang_mai, name) for name in story}
    make_week(people["amber"], WEEK - 1, points="28")
    for name, points in story.items():
        flags.assess(
            person=people[name],
            weeks=[*people[name].work_weeks.all(), make_week(people[name], points=points)],
            now=NOW,
        )
    found = board.read(wipa, NOW)
    assert [row.name for row in found.flagged] == ["Red", "Amber"]
    assert [row.name for row in found.others] == ["High", "Calm"]
    assert (found.people, found.flags, found.with_room) == (4, 2, 1)
    assert found.points == Decimal("105.9")


def test_who_takes_a_flag_over_with_the_team_counts_its_people_as_their_own(
    chiang_mai, wipa, nok, friday
):
    """Wipa gave the flag to the deputy, who leads the team beside her."""
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    flags.hand_over(flag_for(nok), giver=wipa, taker=deputy, now=NOW)
    found = board.read(deputy, NOW)
    assert (found.people, found.flags, found.passed) == (1, 1, [])
    assert found.points == Decimal("33.3")


def test_a_flag_that_was_seen_stands_after_one_that_was_not(chiang_mai, wipa, friday):
    first, second = (make_worker(chiang_mai, name) for name in ("first", "second"))
    flags.see(flag_for(first, "50"), by=wipa, now=NOW)
    flag_for(second, "40")
    assert [row.name for row in board.read(wipa, NOW).flagged] == ["Second", "First"]


def test_who_was_passed_a_flag_can_acknowledge_and_moves_nothing(client, nok, wipa, office, friday):
    flag_for(nok)
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    sweep(NOW + timedelta(days=7))
    enter(client, director)
    [row] = re.findall('<li class="queue-flag">.*?</li>', text(client.get(PAGE)))
    assert re.findall(r"<button[^>]*>([^<]*)", row) == ["Acknowledge"]
    assert "Move work" not in row


def test_what_was_not_sent_stays_a_dash_and_never_a_zero(wipa, nok, friday):
    make_week(nok, WEEK - 1, points="20")
    work = board.read(wipa, NOW).others[0].work
    assert (work.sent, work.hours, work.shown, work.percent) == (
        False,
        "–",
        "week 46 shown",
        "77%",
    )


def test_somebody_who_never_sent_a_week_has_no_load(as_wipa, nok):
    assert "No week sent yet" in text(as_wipa.get(PAGE))


def test_a_week_of_leave_is_not_available(wipa, nok, friday):
    make_week(nok, points="20", capacity="0")
    row = board.read(wipa, NOW).others[0]
    assert (row.work.load, row.work.percent) == (None, "–")
    assert "Not available" in row.work.meter


def test_the_board_never_tells_who_answered_what(as_wipa, nok, chiang_mai):
    """Two people, the same work; one answered everything, one nothing: the rows are the same."""
    silent = make_worker(chiang_mai, full_name_en="Kanokwan Srisuk", nickname_en="Nok")
    for person in (nok, silent):
        make_week(person, points="20")
    answers = PulseAnswers(worn=4, far=4, back=4, rest=0, team=0)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="CANARY")
    board = text(as_wipa.get(PAGE)).split("</main>")[0]
    rows = board.split('<li class="person"')[1:]
    rows[-1] = rows[-1][: rows[-1].rindex("</li>") + len("</li> ")]
    bare = [
        re.sub(r"[0-9a-f-]{36}|person-row-\d+|กนกวรรณ ศรีสุข|<span lang=\"th\"></span>", "", r)
        for r in rows
    ]
    bare = [re.sub(r' <span lang="th"></span>', "", row) for row in bare]
    assert len(bare) == 2
    assert bare[0] == bare[1]
    pages = text(as_wipa.get(PAGE)) + text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert "CANARY" not in pages
    for word in ("answered", "checked in"):
        assert word not in pages.replace("whether someone answered the weekly questions", "")


def test_words_of_diagnosis_stand_on_no_page_of_others(as_wipa, nok):
    flag_for(nok)
    pages = text(as_wipa.get(PAGE)) + text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert not re.search(r"burn-?out|at risk|diagnos|score|compliance|performance", pages, re.I)


def test_a_look_at_the_board_is_noted_for_everybody_on_it(as_wipa, nok, wipa, noi):
    as_wipa.get(PAGE)
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["board"]
    assert not AccessEvent.objects.about(noi)
    as_wipa.get(f"{PAGE}{nok.public_id}/")
    newest = AccessEvent.objects.about(nok)[0]
    assert (newest.what, newest.viewer, newest.viewer_role) == ("flag", wipa, "supervisor")


def test_a_refused_step_shows_the_page_and_is_a_look_too(as_wipa, nok):
    flag_for(nok)
    assert as_wipa.post(f"{PAGE}{nok.public_id}/", {"do": "plan", "text": ""}).status_code == 422
    assert [event.what for event in AccessEvent.objects.about(nok)] == ["flag"]


def test_certificates_about_to_lapse_stand_beside_the_name(wipa, nok, saphan, friday):
    for name, day in (("First aid", "2026-12-09"), ("Self-care", "2026-11-02")):
        Certificate.objects.create(
            person=nok,
            type=CertificateType.objects.create(organisation=saphan, name={"en": name}),
            issued_on="2025-01-01",
            expires_on=day,
            issued_by=wipa,
        )
    row = board.read(wipa, NOW).others[0]
    assert row.work.certificate == "Self-care, 2\u00a0Nov\u00a02026"
    assert row.work.certificate_stands.word == "Expired"
    assert row.work.lapsing == 2


def test_a_request_for_contact_stands_on_top_and_is_done_in_one_tap(as_wipa, nok, wipa):
    asked = contacts.ask(person=nok, contact=wipa, now=NOW)
    assert "Asks you to get in touch" in text(as_wipa.get(PAGE))
    answer = as_wipa.post("/talk/", {"done": str(asked.public_id), "back": "team"})
    assert answer["Location"] == PAGE
    assert "Asks you to get in touch" not in text(as_wipa.get(PAGE))


def test_acknowledging_from_the_board_comes_back_to_it(as_wipa, nok):
    flag = flag_for(nok)
    address = f"{PAGE}{nok.public_id}/"
    assert as_wipa.post(address, {"do": "see", "back": "team"})["Location"] == PAGE
    assert [step.kind for step in flag.steps.all()] == ["opened", "seen"]
    assert "No plan yet" in text(as_wipa.get(PAGE))


def test_a_plan_is_kept_and_shown_and_a_poor_one_is_refused_in_place(as_wipa, nok):
    flag_for(nok)
    address = f"{PAGE}{nok.public_id}/"
    sent = {"do": "plan", "version": "0", "chosen": ["move"], "due_on": "27/11/2569"}
    refused = as_wipa.post(address, sent | {"text": "her id: 1101700207030"})
    assert refused.status_code == 422
    assert "her id: 1101700207030" in text(refused)
    assert text(refused).count("This looks like a national ID number.") == 2
    assert re.search(r'value="move" checked', text(refused))
    refused = as_wipa.post(address, sent | {"due_on": "31/02/2569"})
    assert text(refused).count("This is not a day in the calendar.") == 2
    assert 'value="31/02/2569"' in text(refused)
    refused = as_wipa.post(address, sent | {"text": "Two move.", "owner": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert "You cannot do this." in text(refused)
    assert "Two move." in text(refused)
    saved = as_wipa.post(address, sent | {"text": "Two go to Piyada.", "owner": str(nok.public_id)})
    assert saved["Location"] == address
    page = text(as_wipa.get(address))
    assert "Move cases to a colleague · Kanokwan Srisuk · by 27 November" in page
    assert "Two go to Piyada." in page


def test_the_day_of_a_plan_is_one_tap_away_and_none_that_is_refused_is_offered(as_wipa, nok):
    flag_for(nok)  # red: a plan lasts two weeks at most
    address = f"{PAGE}{nok.public_id}/"
    offered = re.findall(r'name="due_on_pick" value="([^"]*)"', text(as_wipa.get(address)))
    assert offered == ["2026-11-27", "2026-12-04", ""]
    sent = {"do": "plan", "version": "0", "chosen": ["move"], "due_on": ""}
    refused = as_wipa.post(address, sent | {"due_on_pick": ""})
    assert text(refused).count("Until when? Please write a day.") == 2
    assert as_wipa.post(address, sent | {"due_on_pick": "2026-12-04"})["Location"] == address
    assert "by 4 December" in text(as_wipa.get(address))


def test_two_supervisors_at_once_one_wins_and_the_other_sees_both(as_wipa, nok, wipa):
    flag = flag_for(nok)
    address = f"{PAGE}{nok.public_id}/"
    first = {"do": "plan", "version": "0", "chosen": ["move"], "due_on": "27/11/2026", "text": "A"}
    as_wipa.post(address, first)
    second = as_wipa.post(address, first | {"chosen": ["leave"], "text": "Mine is still here"})
    page = text(second)
    assert second.status_code == 409
    assert "Somebody wrote a plan meanwhile." in page
    assert "Mine is still here" in page
    assert "“A”" in page
    assert 'name="version" value="1"' in page
    assert [step.kind for step in flag.steps.all()] == ["opened", "seen", "planned"]


def test_closing_by_hand_says_why(as_wipa, nok):
    flag = flag_for(nok)
    address = f"{PAGE}{nok.public_id}/"
    assert as_wipa.post(address, {"do": "end", "version": "0", "why": ""}).status_code == 422
    as_wipa.post(address, {"do": "end", "version": "0", "why": "A slip of the pen."})
    flag.refresh_from_db()
    assert flag.closed_at == NOW
    assert flag.steps.last().text == "A slip of the pen."


def test_staff_care_sees_whom_it_was_invited_to_and_acts_on_nothing(
    client, nok, wipa, orathai, friday
):
    flag = flag_for(nok)
    enter(client, orathai)
    address = f"{PAGE}{nok.public_id}/"
    assert client.get(address).status_code == 404
    assert "Nobody has invited you" in text(client.get(PAGE))
    flags.invite(flag, by=nok, contact=orathai, now=NOW)
    assert "Kanokwan Srisuk" in text(client.get(PAGE))
    page = text(client.get(address))
    assert "Why this is flagged" in page
    assert "Save plan" not in page
    client.post(address, {"do": "end", "version": "0", "why": "no"})
    flag.refresh_from_db()
    assert flag.closed_at is None
    looks = [(event.what, event.viewer_role) for event in AccessEvent.objects.about(nok)]
    assert looks[:2] == [("flag", "care"), ("flag", "care")]
    # Until the flag closes.
    Flag.objects.filter(pk=flag.pk).update(closed_at=NOW)
    assert "Nobody has invited you" in text(client.get(PAGE))
    assert board.read(orathai, NOW).ordered == []
    assert client.get(address).status_code == 404
    assert [row.flag_id for row in board.read(wipa, NOW).ordered] == [None]


def test_a_step_without_an_open_flag_is_not_found(as_wipa, nok):
    assert as_wipa.post(f"{PAGE}{nok.public_id}/", {"do": "see"}).status_code == 404


def test_the_sum_stands_behind_the_percentage(as_wipa, nok):
    make_line(nok)
    make_week(
        nok,
        points="15",
        night_points=3,
        nights=3,
        lines=[
            {
                "phase": "active",
                "add_ons": ["interpreter"],
                "further_victims": 2,
                "part": "secondary",
                "count": 6,
                "kind": "labour",
                "reference": "",
                "weight": "1.25",
                "points": "7.5",
            }
        ],
    )
    page = text(as_wipa.get(f"{PAGE}{nok.public_id}/"))
    assert "6 × active · Forced labour" in page
    assert "6 × (1.5 + interpreter 0.5 + 2 further victims 0.5) × 0.5" in page
    assert "3 × 1.0" in page


@pytest.mark.parametrize("crew", [1, 10, 100])
def test_the_board_costs_the_same_for_any_team(as_wipa, chiang_mai, wipa, crew):
    for person in make_workers(crew, chiang_mai):
        make_week(person, WEEK - 1, points="20")
        flag_for(person)
    policies.working_days(chiang_mai.organisation, NOW.date())  # once in a process's life
    with CaptureQueriesContext(connection) as ran:
        assert as_wipa.get(PAGE).status_code == 200
    # Three say who is here, one what waits for them.
    assert len(ran) == 9, [q["sql"][:80] for q in ran]


def test_a_team_of_a_hundred_stands_on_one_page(as_wipa, chiang_mai):
    make_workers(100, chiang_mai)
    page = text(as_wipa.get(PAGE))
    assert page.count('class="person"') == 100
    assert "page=2" not in page


def test_a_longer_board_is_read_thirty_a_page(as_wipa, chiang_mai):
    make_workers(103, chiang_mai)
    pages = [text(as_wipa.get(f"{PAGE}?page={n}")) for n in (1, 2, 3, 4)]
    assert [page.count('class="person"') for page in pages] == [30, 30, 30, 13]
    assert "91 to 103 of 103" in pages[3]
    assert as_wipa.get(f"{PAGE}?page=x").status_code == 200
    there = as_wipa.get(f"{PAGE}?unit={chiang_mai.public_id}").content.decode()
    assert f"?unit={chiang_mai.public_id}&amp;page=2" in there


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_page_of_a_longer_board_is_small(as_wipa, chiang_mai, language):
    """A third have a flag, so the first page is of the longest rows that there are."""
    as_wipa.cookies["django_language"] = language
    for n in range(101):
        names = {"full_name_en": f"Kanokwan Srisuk {n}", "full_name_th": f"กนกวรรณ ศรีสุข {n}"}
        person = make_worker(chiang_mai, **names)
        made = [make_week(person, WEEK - back, points=("33", "20", "24")[n % 3]) for back in (1, 0)]
        flags.assess(person=person, weeks=made, now=NOW)
    pages = [as_wipa.get(f"{PAGE}?page={n}").content for n in (1, 2)]
    assert pages[0].count(b'class="queue-flag"') == 30
    assert max(map(len, pages)) < 60_000


def test_a_deputy_is_not_on_the_board_but_on_the_next_one(wipa, chiang_mai, office, friday):
    deputy = make_person("deputy", chiang_mai.organisation)
    make_membership(deputy, chiang_mai, Role.SUPERVISOR)
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    assert [row.name for row in board.read(wipa, NOW).others] == []
    assert sorted(row.name for row in board.read(director, NOW).others) == [
        "Deputy",
        "Wipa Thongdee",
    ]


@pytest.mark.parametrize("typed", ["", "x", "0", "-1", "²", "9" * 5000])
def test_a_page_number_that_is_none_shows_the_team(as_wipa, nok, typed):
    assert "Kanokwan Srisuk" in text(as_wipa.get(PAGE, {"page": typed}))


def test_somebody_without_certificates_has_none_to_renew_and_not_all_of_them_valid(
    client, wipa, nok
):
    make_week(nok, points="20")
    enter(client, wipa)
    assert not Certificate.objects.filter(person=nok).exists()
    assert "None to renew" in text(client.get(PAGE))
