"""One's own answers beside one's own usual: read, and said in words."""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils.translation import override

from people.keys.ring import WrongOwnerError
from people.models import Person, Role
from people.weeks import FIRST_BLOCK, Week
from tests.makers import NOW, WEEK, make_membership
from wellbeing.checkins import baseline, cards
from wellbeing.checkins import words as checkins_words
from wellbeing.checkins.baseline import BaselineStanding
from wellbeing.models import CardChoice, CheckIn
from wellbeing.models.checkin import ITEM_SET
from wellbeing.rules.drift import AnsweredWeek, Signal
from wellbeing.rules.pulse import PulseAnswers

USUAL_WEEKS = (35, 40, 45, 40, 50, 35, 40, 35)
HEAVIER = (45, 55, None, 60, 65, 60)
# A Monday from which half-years are counted.
FIRST = Week(FIRST_BLOCK) + 104
TWELVE = [WEEK - back for back in reversed(range(12))]


def answer(person, unit, *strains, until=WEEK):
    """Store one strain a week, the last of them in this week; None is a week without a row."""
    first = until - (len(strains) - 1)
    two = PulseAnswers(worn=2, far=1)
    for n, strain in enumerate(strains):
        if strain is not None:
            row = CheckIn.of(two, person=person, unit=unit, week=(first + n).monday)
            add_up(row, strain)
            row.save()


def add_up(row, strain):
    """Let a row's answers add up to this, whatever they are; None: to nothing."""
    row.scored = strain is not None
    row.sealed_strain = b""
    if row.scored:
        row.keep("sealed_strain", {"strain": str(strain)})


@pytest.fixture
def read(nok, chiang_mai):
    def weeks(*strains, shown=TWELVE, excused=()):
        answer(nok, chiang_mai, *strains)
        return baseline.read(nok, shown, excused)

    return weeks


def test_without_any_answer_nothing_is_known(read):
    trend = read()
    assert (trend.standing, trend.latest, trend.open) == (BaselineStanding.UNKNOWN, None, False)
    assert trend.strains == [None] * 12


@pytest.mark.parametrize("name", ["sealed_answers", "sealed_strain"])
def test_what_was_said_of_another_week_is_refused(read, nok, name):
    """All weeks are opened without an object of each: they refuse what it would refuse."""
    read(40, 50)
    first, second = CheckIn.objects.filter(person=nok)
    setattr(second, name, getattr(first, name))
    second.save()
    with pytest.raises(WrongOwnerError):
        read()


def test_a_drift_is_told_the_person_at_its_fourth_week(read):
    trend = read(*USUAL_WEEKS, *HEAVIER[:-1])
    assert round(trend.now.z, 4) == 50.632
    assert (trend.standing, trend.support) == (BaselineStanding.DRIFTED, False)
    assert trend.strains[-6:] == [35, 45, 55, None, 60, 65]


def test_a_week_later_support_is_offered(read):
    trend = read(*USUAL_WEEKS, *HEAVIER)
    assert (trend.now.signal, trend.support) == (Signal.SUPPORT, True)


def test_a_usual_that_is_older_than_what_is_shown_still_holds(read):
    trend = read(*USUAL_WEEKS, *[40] * 10, shown=TWELVE[-4:])
    assert trend.now.usual.mean == 40
    assert [state.t for state in trend.states] == [3, 4, 5, 6]
    assert trend.now.usual.size == 12


def test_weeks_after_the_last_that_is_shown_play_no_part(read, nok):
    read(*USUAL_WEEKS, *HEAVIER)
    before = baseline.read(nok, [WEEK - back for back in (10, 9, 8, 7, 6)])
    assert (before.now.usual.mean, before.now.t) == (40, 0)


def test_leave_is_passed_over_and_a_gap_is_not(read, nok):
    read(*USUAL_WEEKS, 70, 75, None, None, None)
    gaps = [WEEK - 2, WEEK - 1, WEEK]
    assert baseline.read(nok, TWELVE).standing is BaselineStanding.STALE
    assert baseline.read(nok, TWELVE, gaps).support
    assert baseline.read(nok, TWELVE, gaps[:1]).support


def test_an_answer_too_short_for_a_figure_is_a_gap_in_the_drift_and_no_silence(read, nok):
    trend = read(*USUAL_WEEKS, 45)
    row = CheckIn.objects.get(week=WEEK.monday)
    add_up(row, None)
    row.save()
    again = baseline.read(nok, TWELVE)
    assert (again.strains[-1], again.answered) == (None, True)
    assert again.now.z == trend.states[-2].z


@pytest.mark.parametrize(
    ("job", "role", "settled"),
    [
        ("specialist", Role.WORKER, True),
        ("shelter", Role.WORKER, False),
        ("specialist", Role.SUPERVISOR, False),
    ],
)
def test_a_new_role_begins_a_new_usual_and_a_new_unit_does_not(
    read, nok, office, job, role, settled
):
    read(*USUAL_WEEKS, 40, 40)
    begins = (WEEK - 1).monday + timedelta(days=2)
    nok.memberships.update(ends=begins - timedelta(days=1))
    make_membership(nok, office, role, job=job, hours=Decimal(40), starts=begins)
    trend = baseline.read(Person.objects.get(pk=nok.pk), TWELVE)
    assert trend.states[-2].settled() is settled
    assert len(trend.now.latest) == (10 if settled else 2)


def test_lines_in_other_words_begin_a_new_usual(read, nok):
    read(*USUAL_WEEKS, 40, 40)
    CheckIn.objects.filter(week__gte=(WEEK - 1).monday).update(item_set=ITEM_SET + 1)
    assert len(baseline.read(nok, TWELVE).now.latest) == 2


@pytest.mark.parametrize("weeks", [1, 104])
def test_reading_costs_three_statements_for_any_history(
    read, nok, weeks, django_assert_num_queries
):
    read(*[40] * weeks)
    nok = Person.objects.get(pk=nok.pk)
    with django_assert_num_queries(3):
        baseline.read(nok, TWELVE)


# --- The card on long heavy weeks -----------------------------------------------------------------


def test_who_is_always_strained_has_a_card_and_no_signal(read):
    """The attack: a usual of 70 never drifts, so nothing was ever said."""
    trend = read(*[70] * 8)
    assert (trend.standing, trend.open, trend.card) == (BaselineStanding.USUAL, False, True)
    assert checkins_words.thanks(trend).startswith(
        "Thank you for saying how it was. It has been heavy"
    )


@pytest.mark.parametrize(("more", "card"), [(3, True), (4, False), (25, False), (26, True)])
def test_the_card_is_there_for_four_weeks_and_comes_again_after_26(read, more, card):
    assert read(*[70] * (8 + more)).card is card


def test_who_chose_no_card_has_none_and_who_asks_again_has_it_at_once(read, nok):
    assert read(*[70] * 20).card is False
    cards.choose(person=nok, wanted=False, now=NOW)
    assert baseline.read(nok, TWELVE).wants_card is False
    cards.choose(person=nok, wanted=True, now=NOW)
    again = baseline.read(nok, TWELVE)
    assert (again.wants_card, again.card) == (True, True)


def test_a_choice_made_twice_changes_nothing_and_the_card_needs_no_choice(nok):
    cards.choose(person=nok, wanted=True, now=NOW)
    assert not CardChoice.objects.exists()
    for now in (NOW, NOW + timedelta(days=1)):
        cards.choose(person=nok, wanted=False, now=now)
    assert CardChoice.objects.get().since == NOW


@pytest.mark.parametrize("person", ["wipa", "orathai", "noi"])
def test_a_choice_is_seen_by_nobody_else(nok, request, person):
    cards.choose(person=nok, wanted=False, now=NOW)
    assert not CardChoice.objects.visible_to(request.getfixturevalue(person)).exists()
    assert cards.choice(nok).wanted is False


def test_after_two_years_the_card_still_comes_twice_a_year_though_old_weeks_go(nok, chiang_mai):
    """The attack: the first week that is kept is a later one each week, and a count from there
    never reaches 26."""
    answer(nok, chiang_mai, *[None if n % 7 == 3 else 70 for n in range(170)])
    seen = []
    for week in (WEEK - back for back in reversed(range(60))):
        CheckIn.objects.filter(week__lt=(week - 104).monday).delete()
        trend = baseline.read(nok, [week])
        seen.append((trend.card, trend.now.usual.mean, trend.now.made_of))
    came = [n for n, (one, two) in enumerate(pairwise(seen)) if two[0] > one[0]]
    assert [18 <= two - one <= 34 for one, two in pairwise(came)] == [True]
    assert {mean for _card, mean, _weeks in seen} == {70}
    assert len({weeks for _card, _mean, weeks in seen}) <= 4


def test_long_histories_begin_at_a_half_year_whatever_is_missing_at_their_beginning():
    def begins(first, weeks):
        return first + baseline.first_half_year(
            [AnsweredWeek((first + n).monday) for n in range(weeks)]
        )

    assert {begins(FIRST + n, 104 - n) for n in range(1, 27)} == {FIRST + 26}
    assert begins(FIRST, 78) == FIRST
    assert begins(FIRST + 1, 77) == FIRST + 1
    assert begins(FIRST + 1, 78) == FIRST + 26


# --- In words ------------------------------------------------------------------------------------


def told(trend):
    """All that is said of how the answers stand."""
    return [checkins_words.tell_standing(trend), *checkins_words.tell_chance(trend)]


@pytest.mark.parametrize(
    ("strains", "short", "sentences"),
    [
        ((), "Not known yet", ["Your own usual is not known yet."]),
        (
            (90,) * 3,
            "Not known yet",
            ["Your own usual is not known yet: 3 of 8 answered weeks are there."],
        ),
        (
            (40, 40, 40, 40, 75),
            "A heavy week",
            ["Your latest week was far above your weeks so far."],
        ),
        (
            (40,) * 7,
            "First sketch",
            ["A first sketch of your usual: 7 of 8 answered weeks are there."],
        ),
        (USUAL_WEEKS, "As usual", ["Your answers are within your own usual."]),
        (
            (*USUAL_WEEKS, 40, None, None, None),
            "Nothing new",
            ["The last 3 weeks have no answers, so nothing is shown about now."],
        ),
        (
            (*USUAL_WEEKS, *HEAVIER),
            "Drifted",
            [
                "Your answers have drifted from your own usual.",
                "Your latest answered week alone would not prove anything.",
            ],
        ),
        (
            (*USUAL_WEEKS, 70),
            "Drifted",
            [
                "Your answers have drifted from your own usual.",
                "Your latest answered week was heavier than your usual.",
            ],
        ),
        (
            (*USUAL_WEEKS, 0, 0, 0, 75),
            "A heavy week",
            [
                "Your latest week was far above your own usual.",
                "Your latest answered week was heavier than your usual.",
            ],
        ),
        (
            (*USUAL_WEEKS, 15),
            "As usual",
            [
                "Your answers are within your own usual.",
                "Your latest answered week was lighter than your usual.",
            ],
        ),
    ],
)
def test_how_it_stands_is_said_in_plain_words(read, strains, short, sentences):
    trend = read(*strains)
    assert checkins_words.short(trend) == short
    assert [sentence for _icon, sentence, _detail in told(trend)] == sentences


def test_the_words_never_judge(read):
    trend = read(*USUAL_WEEKS, *HEAVIER)
    for language in ("en", "th"):
        with override(language):
            said = str(told(trend)) + checkins_words.thanks(trend)
        for word in ("burnout", "risk", "score", "หมดไฟ", "เสี่ยง", "คะแนน", "ป่วย"):
            assert word not in said


@pytest.mark.parametrize(
    ("strains", "beginning"),
    [
        ((), "You kept your answers to yourself"),
        ((40,), "Thank you for telling us how it was. After a few"),
        ((40, 40, 40, 40, 75), "This week was much heavier than those before."),
        ((75,) * 4, "Thank you for saying how it was. It has been heavy"),
        ((*USUAL_WEEKS, 40), "You are about where you usually are."),
        ((*USUAL_WEEKS, 15), "This week was lighter than your usual."),
        ((*USUAL_WEEKS, 70), "It has been heavier than your usual. Please"),
        ((*USUAL_WEEKS, 70, 75), "It has been heavier than your usual for a while."),
    ],
)
def test_a_week_that_was_sent_gets_one_kind_sentence_back(read, strains, beginning):
    assert checkins_words.thanks(read(*strains)).startswith(beginning)


def test_the_picture_is_named_for_who_does_not_see_it(read):
    label = checkins_words.label(read(*USUAL_WEEKS, *HEAVIER))
    assert "12 weeks, 11 of them answered. Now: Drifted." in label
