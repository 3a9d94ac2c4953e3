"""One's own answers beside one's own usual: read, and said in words."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils.translation import override

from people.models import Job, Person, Role
from tests.makers import WEEK, make_membership
from wellbeing import usual, usual_words
from wellbeing.models import CheckIn
from wellbeing.rules import Answers
from wellbeing.signals import Signal
from wellbeing.usual import Standing

USUAL_WEEKS = (35, 40, 45, 40, 50, 35, 40, 35)
HEAVIER = (45, 55, None, 60, 65, 60)
TWELVE = [WEEK - back for back in reversed(range(12))]


def answer(person, unit, *strains, until=WEEK):
    """Store one strain a week, the last of them in this week; None is a week without a row."""
    first = until - (len(strains) - 1)
    two = Answers(worn=2, far=1)
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
        return usual.read(nok, shown, excused)

    return weeks


def test_without_any_answer_nothing_is_known(read):
    trend = read()
    assert (trend.standing, trend.latest, trend.open) == (Standing.UNKNOWN, None, False)
    assert trend.strains == [None] * 12


def test_the_worked_example_is_told_the_person_at_its_fourth_week(read):
    trend = read(*USUAL_WEEKS, *HEAVIER[:-1])
    assert round(trend.now.z, 4) == 54.4195
    assert (trend.standing, trend.support) == (Standing.DRIFTED, False)
    assert trend.strains[-6:] == [35, 45, 55, None, 60, 65]


def test_a_week_later_support_is_offered(read):
    trend = read(*USUAL_WEEKS, *HEAVIER)
    assert (trend.now.signal, trend.support) == (Signal.SUPPORT, True)


def test_a_usual_that_is_older_than_what_is_shown_still_holds(read):
    trend = read(*USUAL_WEEKS, *[40] * 10, shown=TWELVE[-4:])
    assert trend.now.usual.mean == 40
    assert [state.t for state in trend.states] == [7, 8, 9, 10]


def test_weeks_after_the_last_that_is_shown_play_no_part(read, nok):
    read(*USUAL_WEEKS, *HEAVIER)
    before = usual.read(nok, [WEEK - back for back in (10, 9, 8, 7, 6)])
    assert (before.now.usual.mean, before.now.t) == (40, 0)


def test_leave_is_passed_over_and_a_gap_is_not(read, nok):
    read(*USUAL_WEEKS, 70, 75, None, None, None)
    gaps = [WEEK - 2, WEEK - 1, WEEK]
    assert usual.read(nok, TWELVE).standing is Standing.STALE
    assert usual.read(nok, TWELVE, gaps).support
    assert usual.read(nok, TWELVE, gaps[:1]).support


def test_an_answer_too_short_for_a_figure_is_a_gap_in_the_drift_and_no_silence(read, nok):
    trend = read(*USUAL_WEEKS, 45)
    row = CheckIn.objects.get(week=WEEK.monday)
    add_up(row, None)
    row.save()
    again = usual.read(nok, TWELVE)
    assert (again.strains[-1], again.answered) == (None, True)
    assert again.now.z == trend.states[-2].z


@pytest.mark.parametrize(
    ("job", "role", "settled"),
    [
        (Job.SPECIALIST, Role.WORKER, True),
        (Job.SHELTER, Role.WORKER, False),
        (Job.SPECIALIST, Role.SUPERVISOR, False),
    ],
)
def test_a_new_role_begins_a_new_usual_and_a_new_unit_does_not(
    read, nok, office, job, role, settled
):
    read(*USUAL_WEEKS, 40, 40)
    begins = (WEEK - 1).monday + timedelta(days=2)
    nok.memberships.update(ends=begins - timedelta(days=1))
    make_membership(nok, office, role, job=job, hours=Decimal(40), starts=begins)
    trend = usual.read(Person.objects.get(pk=nok.pk), TWELVE)
    assert trend.states[-2].settled() is settled
    assert len(trend.now.latest) == (8 if settled else 2)


def test_lines_in_other_words_begin_a_new_usual(read, nok):
    read(*USUAL_WEEKS, 40, 40)
    CheckIn.objects.filter(week__gte=(WEEK - 1).monday).update(item_set=2)
    assert len(usual.read(nok, TWELVE).now.latest) == 2


@pytest.mark.parametrize("weeks", [1, 104])
def test_reading_costs_two_statements_for_any_history(read, nok, weeks, django_assert_num_queries):
    read(*[40] * weeks)
    nok = Person.objects.get(pk=nok.pk)
    with django_assert_num_queries(2):
        usual.read(nok, TWELVE)


# --- In words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("strains", "short", "sentences"),
    [
        ((40,) * 3, "Not known yet", ["Your own usual is not known yet."]),
        (
            (40,) * 7,
            "First sketch",
            ["A first sketch of your usual: 7 of 8 answered weeks are there."],
        ),
        (USUAL_WEEKS, "As usual", ["Your answers are within your own usual."]),
        (
            (*USUAL_WEEKS, 40, None, None, None),
            "Nothing new",
            ["The last 3 weeks have no answers, so nothing is said of now."],
        ),
        (
            (*USUAL_WEEKS, *HEAVIER),
            "Drifted",
            [
                "Your answers have drifted from your own usual.",
                "Your latest answered week alone would prove nothing.",
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
                "Your latest week lies far from your own usual.",
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
    assert usual_words.short(trend) == short
    assert [sentence for _icon, sentence, _detail in usual_words.tell(trend)] == sentences


def test_the_words_never_judge(read):
    trend = read(*USUAL_WEEKS, *HEAVIER)
    for language in ("en", "th"):
        with override(language):
            said = str(usual_words.tell(trend)) + usual_words.thanks(trend)
        for word in ("burnout", "risk", "score", "หมดไฟ", "เสี่ยง", "คะแนน", "ป่วย"):
            assert word not in said


@pytest.mark.parametrize(
    ("strains", "beginning"),
    [
        ((), "You kept the five lines to yourself"),
        ((40,), "Thank you for saying how it was."),
        ((*USUAL_WEEKS, 40), "You are about where you usually are."),
        ((*USUAL_WEEKS, 15), "This week was lighter than your usual."),
        ((*USUAL_WEEKS, 70), "It has been heavier than your usual. Please"),
        ((*USUAL_WEEKS, 70, 75), "It has been heavier than your usual for a while."),
    ],
)
def test_a_week_that_was_sent_gets_one_kind_sentence_back(read, strains, beginning):
    assert usual_words.thanks(read(*strains)).startswith(beginning)


def test_the_picture_is_named_for_who_does_not_see_it(read):
    label = usual_words.label(read(*USUAL_WEEKS, *HEAVIER))
    assert "12 weeks, 11 of them answered. Now: Drifted." in label
