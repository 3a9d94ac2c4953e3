"""What flags promised and did not keep: weeks that hid a load, and looks that hid a flag."""

from datetime import timedelta

from people.models import Role
from tests.makers import NOW, WEEK, make_membership, make_person, make_week
from workload.flags import actions as flags
from workload.flags.sweep import sweep
from workload.models import Flag
from workload.rules.load import Level
from workload.rules.reasons import ReasonCode, kept, reason

DAY = timedelta(days=1)
LONG = kept([reason(ReasonCode.HOURS, Level.RED, 65, 60)])
SHORT_REST = kept([reason(ReasonCode.REST, Level.RED, 6, 11)])


def send(person, back, percent=None, **changes):
    """Send the week so many weeks before this one, on its Friday, with a load in percent."""
    now = NOW - back * 7 * DAY
    if percent is None:
        changes |= {"capacity": "0", "nights": 1}
        make_week(person, WEEK - back, points="20", **changes)
    else:
        make_week(person, WEEK - back, points=str(percent), capacity="100", **changes)
    lived = list(person.work_weeks.filter(week__lte=(WEEK - back).monday).order_by("week"))
    flags.assess(person=person, weeks=lived[-20:], now=now)


def flag_of(person):
    return Flag.objects.filter(person=person, closed_at=None).first()


def test_one_calm_week_after_65_hours_closes_nothing(nok):
    """65 h on Tuesday and 40 h on Thursday closed a flag though the load stayed 86.5 %."""
    send(nok, 1, 86.5, hours=65, reasons=LONG)
    send(nok, 0, 86.5, hours=40)
    assert flag_of(nok).level == "red"
    assert "closed" not in {step.kind for step in flag_of(nok).steps.all()}


def test_every_other_week_unsent_does_not_hide_a_load(nok):
    """13 weeks at 115 % with every other week unsent raised none."""
    for back in range(24, -1, -2):
        send(nok, back, 115)
    assert flag_of(nok).level == "amber"


def test_one_red_week_does_not_stay_red_for_half_a_year(nok):
    """One red week, then now and then one above the limit: red for 24 weeks."""
    send(nok, 24, 130)
    for back in range(23, -1, -1):
        send(nok, back, 98 if back % 2 else 112)
        if back == 22:
            assert flag_of(nok).level == "amber"
    assert flag_of(nok).level == "amber"


def test_a_look_does_not_stop_the_clock_for_ever(nok, wipa, office):
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    send(nok, 0, 130)
    flags.see(flag_of(nok), by=wipa, now=NOW)
    assert sweep(NOW + 7 * DAY) == []
    assert [(step.kind, step.to) for step in sweep(NOW + 8 * DAY)] == [("passed", director)]


def test_a_red_flag_without_a_load_ends(nok):
    """On call through the leave: no capacity, so no load, and the flag never ended."""
    send(nok, 2, reasons=SHORT_REST)
    assert flag_of(nok).level == "red"
    send(nok, 1)
    assert flag_of(nok).level == "red"
    send(nok, 0)
    assert flag_of(nok) is None
    assert Flag.objects.get().steps.last().why == "beside"


def test_a_flag_of_somebody_who_sends_no_more_rests_and_ends(nok):
    send(nok, 0, 130)
    assert [step.kind for step in sweep(NOW + 32 * DAY)] == []
    assert [step.kind for step in sweep(NOW + 33 * DAY)] == ["rested"]
    assert flag_of(nok).rests_since == WEEK.monday
    assert sweep(NOW + 186 * DAY) == []
    assert [(one.kind, one.why) for one in sweep(NOW + 187 * DAY)] == [("closed", "unsent")]
    assert flag_of(nok) is None
