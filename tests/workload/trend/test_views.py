"""My trend: one's own figures, and nobody else's."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from django_q.models import OrmQ

from people.audit import actions as audit
from people.models import Role
from tests.makers import NOW, WEEK, enter, make_share, make_week
from wellbeing.checkins import actions as checkins
from wellbeing.rules.pulse import PulseAnswers
from workload import access_kinds
from workload.flags import actions as flags
from workload.models import Flag

PAGE = "/my-trend/"


def text(answer) -> str:
    return answer.content.decode()


def test_before_the_first_week_it_says_what_will_appear(as_nok):
    assert "Your first week will appear here" in text(as_nok.get(PAGE))


def test_load_and_answers_stand_week_by_week_with_gaps(as_nok, nok, chiang_mai):
    make_week(nok, WEEK - 2, points="20")
    make_week(nok, WEEK, points="26.1")
    answers = PulseAnswers(worn=4, far=None, rest=0)
    checkins.record(person=nok, unit=chiang_mai, week=WEEK, answers=answers, note="")
    page = text(as_nok.get(PAGE))
    assert "weeks 36 to 47" in page
    assert "76.9%, not available, 100.4% of capacity" in page
    rows = re.findall(r'<th scope="row">(\d+)</th>(.*?)</tr>', page)
    cells = {week: re.findall(r">([^<>]+)</td>", row) for week, row in rows}
    assert cells["47"] == ["100.4%", "–", "6–7", "–", "–", "None", "–"]
    assert cells["46"] == ["–"] * 7


def test_the_week_before_and_the_hours_are_told_in_words(as_nok, nok):
    make_week(nok, WEEK - 1, points="20")
    make_week(nok, WEEK, points="26.1", hours=61)
    page = text(as_nok.get(PAGE))
    assert "Your load is 100.4% of capacity." in page
    assert "The week before it was 76.9%." in page
    assert "That is 21 h more than your contract says." in page


def test_the_person_sees_who_looked_and_why(as_nok, nok, wipa):
    audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what=access_kinds.FLAG, person=nok, at=NOW)
    page = text(as_nok.get(PAGE))
    assert "Wipa Thongdee" in page
    assert "Reason: load flag" in page


def test_looks_are_put_together_by_person_and_only_of_the_last_week(as_nok, nok, wipa, siriporn):
    for back in (0, 1, 2):
        at = timezone.now() - timedelta(days=back)
        audit.note_access(
            viewer=wipa, role=Role.SUPERVISOR, what=access_kinds.BOARD, person=nok, at=at
        )
    old = timezone.now() - timedelta(days=8)
    audit.note_access(
        viewer=siriporn, role=Role.TRAINER, what=access_kinds.MOVE, person=nok, at=old
    )
    page = words(as_nok.get(PAGE))
    assert "Wipa Thongdee , Supervisor 3 times: Load, hours and duty. Reason: weekly board" in page
    assert "Siriporn" not in page
    for what, back in ((access_kinds.MOVE, 3), (access_kinds.FLAG, 4)):
        at = timezone.now() - timedelta(days=back)
        audit.note_access(viewer=wipa, role=Role.SUPERVISOR, what=what, person=nok, at=at)
    page = words(as_nok.get(PAGE))
    assert "5 times: Load, hours and duty. Reason: weekly board · 2 other reasons" in page


def test_a_flag_has_four_stations_with_their_days(as_nok, nok, wipa):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    page = words(as_nok.get(PAGE))
    assert "Raised 20 Nov 2 Seen by 25 Nov 3 Planned 4 Checked" in page
    flags.plan(flag, by=wipa, plan=flags.Plan(("move",), "", due_on=date(2026, 12, 1)), now=NOW)
    page = words(as_nok.get(PAGE))
    assert "Seen 20 Nov Planned 20 Nov 4 Checked 1 Dec, in 11 days" in page
    assert "office.css" in text(as_nok.get(PAGE))


def test_the_person_sees_their_flag_and_answers_it(as_nok, nok, wipa):
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    flags.plan(
        flag,
        by=wipa,
        plan=flags.Plan(("move",), "Two cases move.", due_on=date(2026, 12, 1)),
        now=NOW,
    )
    page = text(as_nok.get(PAGE))
    assert "A flag on your load" in page
    assert "Two cases move." in page
    assert as_nok.post("/my-trend/answer/", {"text": "Thank you."})["Location"] == PAGE
    assert "Thank you." in text(as_nok.get(PAGE))


def test_an_empty_answer_is_refused_in_place(as_nok, nok):
    flags.assess(person=nok, weeks=[make_week(nok, points="33.3")], now=NOW)
    answer = as_nok.post("/my-trend/answer/", {"text": " "})
    assert answer.status_code == 422
    assert text(answer).count("Please write a few words.") == 2


def test_without_a_flag_there_is_nothing_to_answer(as_nok, wipa):
    flags.assess(person=wipa, weeks=[make_week(wipa, points="33.3")], now=NOW)
    assert as_nok.post("/my-trend/answer/", {"text": "mine?"}).status_code == 404


# --- One's own usual -----------------------------------------------------------------------------

USUAL_WEEKS = [(1, 1, 1, 2, 3)] * 8
CHOICE = "When your weeks have been heavy for a long time, a card on this page says so"
HEAVY = (4, 3, 3, 1, 2)


def live(person, unit, answers, until=WEEK, **changes):
    """Weeks that were sent with these answers, the last of them in `until`; None is a gap."""
    for back, given in enumerate(reversed(answers)):
        if given is not None:
            make_week(person, until - back, **changes)
            checkins.record(
                person=person, unit=unit, week=until - back, answers=PulseAnswers(*given), note=""
            )


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text(answer)).split())


def test_a_drift_is_told_in_words_and_support_offered_after_two_weeks(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, [*USUAL_WEEKS, HEAVY])
    page = words(as_nok.get(PAGE))
    assert "Your answers have drifted from your own usual." in page
    assert "Nothing was sent to anyone. Ask someone to get in touch" in page
    assert 'id="beside"' not in text(as_nok.get(PAGE))
    nok.checkins.all().delete()
    nok.work_weeks.all().delete()
    live(nok, chiang_mai, [*USUAL_WEEKS, HEAVY, HEAVY])
    page = words(as_nok.get(PAGE))
    assert "Would it help to talk?" in page
    assert "Ask someone to get in touch You choose whom." in page
    assert "1323 Mental health hotline" in page


def test_nobody_else_sees_a_word_of_it_and_nobody_is_told(
    as_wipa, nok, wipa, chiang_mai, mailoutbox
):
    live(nok, chiang_mai, [*USUAL_WEEKS, HEAVY, HEAVY, HEAVY])
    enter(as_wipa, nok)
    as_wipa.get(PAGE)
    enter(as_wipa, wipa)
    for address in ("/team/", f"/team/{nok.public_id}/", PAGE, "/talk/"):
        page = words(as_wipa.get(address)).lower()
        assert "drifted" not in page
        assert "help to talk" not in page
    assert mailoutbox == []


ALWAYS = [(3, 3, 3, 1, 2)] * 8  # a strain of 70, week by week


def test_who_is_always_strained_reads_who_can_help_and_how_to_change_the_work(
    as_nok, nok, chiang_mai
):
    """The attack: somebody whose weeks are always heavy drifts from nothing and heard nothing."""
    live(nok, chiang_mai, ALWAYS)
    page = words(as_nok.get(PAGE))
    assert "Your weeks have been heavy for a long time" in page
    assert "That is not a small thing; here is who can help, and how to change the work." in page
    for address in ("/talk/", "/help/", "tel:1323", "/my-trend/half-year/", "/my-time/"):
        assert f'href="{address}"' in text(as_nok.get(PAGE))
    assert "drifted" not in page


def test_the_card_is_put_away_for_good_until_it_is_asked_for_again(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, ALWAYS)
    assert "Not again, thank you" in words(as_nok.get(PAGE))
    assert as_nok.post("/my-trend/card/", {"card": "off"})["Location"] == PAGE
    page = words(as_nok.get(PAGE))
    assert "heavy for a long time, a card" not in page
    assert "Your weeks have been heavy" not in page
    assert "You chose no card" in page
    assert as_nok.post("/my-trend/card/", {"card": "on"})["Location"] == PAGE
    assert "Your weeks have been heavy for a long time" in words(as_nok.get(PAGE))


@pytest.mark.parametrize("sent", [{}, {"card": ""}, {"card": "maybe"}, {"cards": "off"}])
def test_a_choice_that_is_none_changes_nothing(as_nok, nok, chiang_mai, sent):
    live(nok, chiang_mai, ALWAYS)
    assert as_nok.post("/my-trend/card/", sent)["Location"] == PAGE
    assert "Not again, thank you" in words(as_nok.get(PAGE))


def test_the_card_can_be_chosen_away_before_there_ever_was_one(as_nok, nok, chiang_mai):
    """Or a row would say that somebody's weeks have been heavy."""
    live(nok, chiang_mai, USUAL_WEEKS)
    assert "Not for me, thank you" in words(as_nok.get(PAGE))


def test_nobody_else_sees_the_card_and_nothing_is_opened_or_sent(
    as_nok, nok, wipa, orathai, chiang_mai, mailoutbox
):
    """Not whoever reads shared weeks either: they read answers, and no word about them."""
    live(nok, chiang_mai, ALWAYS)
    share = make_share(nok, orathai)
    as_nok.get(PAGE)
    queued = OrmQ.objects.count()
    for viewer, addresses in (
        (wipa, ("/team/", f"/team/{nok.public_id}/", PAGE, "/talk/", "/groups/")),
        (orathai, (f"/shared/{share.public_id}/", "/talk/", "/groups/", PAGE)),
    ):
        enter(as_nok, viewer)
        for address in addresses:
            assert "heavy for a long time" not in words(as_nok.get(address)).replace(CHOICE, "")
    assert (mailoutbox, OrmQ.objects.count()) == ([], queued)
    assert not Flag.objects.exists()


def test_a_week_that_was_sent_gets_one_kind_sentence_back(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, USUAL_WEEKS)
    page = words(as_nok.get(PAGE + "?sent=2026-W47"))
    assert "You are about where you usually are." in page
    assert "You are about where" not in words(as_nok.get(PAGE))


def test_what_changed_alongside_is_said_beside_the_weeks_of_the_usual(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, USUAL_WEEKS, until=WEEK - 4)
    live(nok, chiang_mai, [HEAVY] * 4, hours=52, nights=2, court_days=1, material_minutes=600)
    page = words(as_nok.get(PAGE))
    assert "A week, on average Now Usual Hours worked 52 40 On-call nights 2 none" in page
    assert "Court days 1 none Distressing material 10 h none" in page


def test_weeks_of_leave_do_not_make_a_silence_and_are_called_so(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, [*USUAL_WEEKS, HEAVY, HEAVY], until=WEEK - 4)
    # The open week is no gap yet.
    assert "The last 3 weeks have no answers" in words(as_nok.get(PAGE))
    timeoff = nok.time_off.create(
        organisation=nok.organisation, kind="leave", first=NOW, last=NOW, planned_at=NOW
    )
    for back in (1, 2, 3):
        for day in range(3):
            nok.days_off.create(time_off=timeoff, day=(WEEK - back).monday + timedelta(days=day))
    page = words(as_nok.get(PAGE))
    assert "Would it help to talk?" in page
    assert "46 – Leave" in page


@pytest.mark.parametrize(
    ("asked", "shown"),
    [("", 12), ("12", 12), ("26", 26), ("104", 104), ("52", 12), ("x", 12), ("-1", 12)],
)
def test_one_looks_at_12_26_or_104_weeks(as_nok, nok, chiang_mai, asked, shown):
    live(nok, chiang_mai, USUAL_WEEKS)
    page = text(as_nok.get(PAGE, {"weeks": asked}))
    assert f"Your last {shown} weeks" in page
    assert len(re.findall(r'<th scope="row">[\dW-]+<', page.split("<tfoot")[0])) == shown
    assert f'href="?weeks={shown}" aria-current="true"' in page
    axis = page.rsplit('<svg class="chart" aria-hidden="true"', 1)[1].split("</svg>")[0]
    assert re.findall(r">([^<>]+)</text>", axis)[-1] == ("Nov 2026" if shown == 104 else "47")


def test_two_years_are_drawn_with_a_few_paths(as_nok, nok, chiang_mai):
    live(nok, chiang_mai, [*[(1, 1, 1, 2, 3)] * 60, None, *[HEAVY] * 43])
    page = text(as_nok.get(PAGE, {"weeks": "104"}))
    assert page.count("<path") < 40
    assert page.count("<rect") < 20
    assert "style=" not in page


@pytest.mark.parametrize(
    ("language", "newest", "oldest"),
    [("en", "2026-W47", "2024-W48"), ("th", "47/2569", "48/2567")],
)
def test_two_years_of_weeks_have_years_as_the_reader_counts(as_nok, nok, language, newest, oldest):
    make_week(nok)
    with override(language):
        page = text(as_nok.get(PAGE, {"weeks": "104"}, headers={"accept-language": language}))
    rows = re.findall(r'<th scope="row">([\dW/-]+)<', page)
    assert (rows[0], rows[-1]) == (newest, oldest)


@pytest.mark.parametrize("span", ["12", "104"])
@pytest.mark.parametrize("weeks", [1, 104])
def test_the_page_costs_the_same_for_any_history(as_nok, nok, chiang_mai, weeks, span):
    live(nok, chiang_mai, [HEAVY] * weeks)
    with CaptureQueriesContext(connection) as ran:
        as_nok.get(PAGE, {"weeks": span})
    # One of them is about the looks at the person's unit: each unit is read by its own index.
    assert len(ran) == 12, [q["sql"][:80] for q in ran]
