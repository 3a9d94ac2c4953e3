"""Moving work: proposed by a supervisor, accepted by the receiver, all of it or nothing."""

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Membership, Person, Role
from tests.makers import (
    NOW,
    WEEK,
    make_line,
    make_membership,
    make_person,
    make_unit,
    make_week,
    make_worker,
    said_in,
)
from tests.workload.weeks.test_together import together
from workload.flags import actions as flags
from workload.models import CaseloadLine, Flag, FlagStep, Transfer, TransferLine
from workload.moves import actions as moves
from workload.moves import stories
from workload.moves.standing import LoadChange
from workload.moves.tasks import tell_about_move
from workload.rules import load as load_rules
from workload.weeks import actions as weeks
from workload.weeks import caseloads
from workload.weeks.caseloads import LineData


@pytest.fixture
def piyada(chiang_mai):
    return make_worker(chiang_mai, "piyada", full_name_en="Piyada Khamsaen")


@pytest.fixture
def proposed(nok, wipa, piyada, friday):
    """Two of ten active cases, and one with a reference."""
    many, one = make_line(nok), make_line(nok, "court", reference="QX-4F7")
    return moves.propose(
        by=wipa,
        giver=nok,
        receiver=piyada,
        parts={many.public_id: 2, one.public_id: 1},
        word="Could you take these?",
        now=NOW,
    )


def carried(person):
    """What a person carries, as (phase, count, reference)."""
    lines = CaseloadLine.objects.filter(person=person, closed_at=None).order_by("pk")
    return [(line.phase, line.count, line.reference) for line in lines]


def again(transfer) -> Transfer:
    """Read it as another request would."""
    return Transfer.objects.in_full().get(pk=transfer.pk)


def refused(verb, *args, **kwargs) -> str:
    """Call a verb that refuses, and give its sentence."""
    with pytest.raises(ValidationError) as found:
        verb(*args, **kwargs)
    return found.value.messages[0]


def test_a_proposal_moves_nothing_and_remembers_the_cases(nok, piyada, proposed):
    assert carried(nok) == [("active", 10, ""), ("court", 1, "QX-4F7")]
    assert carried(piyada) == []
    assert [(part.count, part.written["points"]) for part in proposed.lines.all()] == [
        (2, "3"),
        (1, "2.1"),
    ]
    assert (proposed.state, proposed.version, proposed.cases) == ("proposed", 0, 3)


def test_accepting_splits_a_line_and_moves_a_case_with_a_reference_whole(nok, piyada, proposed):
    case = CaseloadLine.objects.get(reference="QX-4F7")
    moves.accept(again(proposed), by=piyada, word="Gladly.", now=NOW)
    assert carried(nok) == [("active", 8, "")]
    assert carried(piyada) == [("court", 1, "QX-4F7"), ("active", 2, "")]
    assert CaseloadLine.objects.get(pk=case.pk).public_id == case.public_id
    stored = again(proposed)
    assert (stored.state, stored.answer, stored.answered_by) == ("accepted", "Gladly.", piyada)
    assert (stored.answered_at, stored.version) == (NOW, 1)


def test_work_that_was_taken_over_stands_on_the_flag(nok, piyada, proposed):
    flags.assess(person=piyada, weeks=[make_week(piyada, points="40")], now=NOW)
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="40")], now=NOW)
    moves.accept(again(proposed), by=piyada, now=NOW)
    step = flag.steps.last()
    assert (step.kind, step.by, step.cases, step.points) == ("moved", piyada, 3, Decimal("5.1"))


def test_without_a_flag_a_move_leaves_no_step(nok, piyada, proposed):
    moves.accept(again(proposed), by=piyada, now=NOW)
    assert not FlagStep.objects.exists()


def test_the_new_line_is_like_the_old_one(nok, wipa, piyada, friday):
    line = make_line(
        nok,
        "intake",
        count=5,
        add_ons=["child", "risk"],
        further_victims=2,
        part="secondary",
        kind="scam",
        opened_at=NOW.replace(year=2025),
    )
    move = moves.propose(by=wipa, giver=nok, receiver=piyada, parts={line.public_id: 3}, now=NOW)
    moves.accept(again(move), by=piyada, now=NOW)
    fresh, line = CaseloadLine.objects.get(person=piyada), CaseloadLine.objects.get(pk=line.pk)
    names = [name for name in (*caseloads.FIELDS, "opened_at", "organisation") if name != "count"]
    assert {name: getattr(fresh, name) for name in names} == {
        name: getattr(line, name) for name in names
    }
    assert (fresh.count, line.count) == (3, 2)


def test_a_page_opened_before_the_move_cannot_bring_the_cases_back(nok, piyada, proposed):
    before = [LineData.of(line) for line in CaseloadLine.objects.filter(person=nok)]
    moves.accept(again(proposed), by=piyada, now=NOW)
    sent = weeks.Sent(key=uuid.uuid4(), hours=Decimal(40), lines=before)
    assert "no longer here" in refused(weeks.record, person=nok, week=WEEK, sent=sent, now=NOW)
    assert carried(nok) == [("active", 8, "")]


def test_weeks_that_were_sent_stay_and_the_next_one_is_lighter(nok, piyada, proposed):
    lines = [LineData.of(line) for line in CaseloadLine.objects.filter(person=nok)]
    sent = weeks.Sent(key=uuid.uuid4(), hours=Decimal(40), lines=lines)
    week, _ = weeks.record(person=nok, week=WEEK, sent=sent, now=NOW)
    moves.accept(again(proposed), by=piyada, now=NOW)
    kept = list(week.lines)
    week.refresh_from_db()
    assert (week.case_points, week.lines) == (Decimal("17.1"), kept)
    later = NOW.replace(day=27)
    for person, points in ((nok, "12"), (piyada, "5.1")):
        sent = weeks.Sent(key=uuid.uuid4(), hours=Decimal(40))
        week, _ = weeks.record(person=person, week=WEEK + 1, sent=sent, now=later)
        assert week.case_points == Decimal(points)


def test_declining_and_withdrawing_move_nothing(nok, wipa, piyada, proposed):
    moves.decline(again(proposed), by=piyada, word="I am on leave.", now=NOW)
    assert again(proposed).answer == "I am on leave."
    other = moves.propose(
        by=wipa,
        giver=nok,
        receiver=piyada,
        parts={line.public_id: 1 for line in nok.caseload.all()},
        now=NOW,
    )
    moves.withdraw(again(other), by=wipa, now=NOW)
    assert again(other).state == "withdrawn"
    assert carried(nok) == [("active", 10, ""), ("court", 1, "QX-4F7")]
    assert carried(piyada) == []


STATES = {"accepted": "accept", "declined": "decline", "withdrawn": "withdraw"}


@pytest.mark.parametrize("first", STATES)
@pytest.mark.parametrize("second", STATES.values())
def test_what_was_answered_stays_answered(nok, wipa, piyada, proposed, first, second):
    by = {"accept": piyada, "decline": piyada, "withdraw": wipa}
    stale = again(proposed)
    getattr(moves, STATES[first])(again(proposed), by=by[STATES[first]], now=NOW)
    after = carried(nok), carried(piyada)
    sentence = refused(getattr(moves, second), stale, by=by[second], now=NOW)
    assert sentence.startswith(f"This was {'' if first == 'withdrawn' else 'already '}{first}")
    assert (carried(nok), carried(piyada)) == after
    assert (again(proposed).state, again(proposed).version) == (first, 1)


@pytest.mark.parametrize("count", [0, -1, 11, 10_000])
def test_a_count_below_one_or_above_the_line_is_refused(nok, wipa, piyada, friday, count):
    line = make_line(nok)
    sentence = refused(
        moves.propose,
        by=wipa,
        giver=nok,
        receiver=piyada,
        parts={line.public_id: count},
        now=NOW,
    )
    assert sentence == ("This line has 10 cases only." if count > 10 else "At least 1, please.")
    assert not Transfer.objects.exists()


def test_what_is_already_proposed_is_not_proposed_again(nok, wipa, piyada, friday):
    line = make_line(nok)

    def propose(count):
        return moves.propose(
            by=wipa, giver=nok, receiver=piyada, parts={line.public_id: count}, now=NOW
        )

    first = propose(8)
    assert refused(propose, 3) == "8 cases of this line are already proposed to somebody."
    propose(2)
    moves.decline(again(first), by=piyada, now=NOW)
    propose(8)


def test_nobody_moves_nothing(nok, wipa, piyada, friday):
    ask = {"by": wipa, "giver": nok, "receiver": piyada, "now": NOW}
    assert "at least one case" in refused(moves.propose, parts={}, **ask)


def test_a_line_of_somebody_else_or_a_closed_one_is_refused(nok, wipa, piyada, friday):
    for line in (make_line(piyada), make_line(nok, closed_at=NOW)):
        ask = {"by": wipa, "giver": nok, "receiver": piyada, "now": NOW}
        sentence = refused(moves.propose, parts={line.public_id: 1}, **ask)
        assert sentence.startswith("A case is closed meanwhile, or with somebody else.")


def test_a_receiver_who_cannot_take_work_is_refused_in_words(
    nok, wipa, noi, orathai, piyada, friday
):
    line = make_line(nok)
    gone = make_person("gone", nok.organisation, is_active=False, full_name_en="Gone Away")
    for receiver, sentence in (
        (nok, "Work moves to somebody else, not to oneself."),
        (noi, "This person works in another organisation."),
        (gone, "Gone Away has no open account here."),
        (orathai, "Orathai Pimthong has no unit with contracted hours."),
    ):
        ask = {"by": wipa, "giver": nok, "receiver": receiver, "now": NOW}
        assert refused(moves.propose, parts={line.public_id: 1}, **ask) == sentence
    assert not TransferLine.objects.exists()


def test_only_the_givers_supervisor_proposes(nok, wipa, piyada, anan, ploy, noi, friday):
    line = make_line(nok)
    for by in (nok, piyada, anan, ploy, noi):
        ask = {"by": by, "giver": nok, "receiver": piyada, "now": NOW}
        sentence = refused(moves.propose, parts={line.public_id: 1}, **ask)
        assert sentence.startswith("Only somebody’s own supervisor")


def test_only_the_receiver_answers_and_only_a_supervisor_withdraws(nok, wipa, piyada, proposed):
    for verb in (moves.accept, moves.decline):
        for by in (nok, wipa):
            assert "Only the person who was asked" in refused(verb, again(proposed), by=by, now=NOW)
    for by in (nok, piyada):
        assert "supervisor" in refused(moves.withdraw, again(proposed), by=by, now=NOW)
    assert again(proposed).state == "proposed"


@pytest.mark.parametrize("text", ["x" * 501, "she is 1101700207030"])
def test_too_long_a_word_and_an_identity_are_refused(nok, wipa, piyada, proposed, text):
    line = nok.caseload.first()
    ask = {"by": wipa, "giver": nok, "receiver": piyada, "parts": {line.public_id: 1}}
    refused(moves.propose, word=text, now=NOW, **ask)
    refused(moves.accept, again(proposed), by=piyada, word=text, now=NOW)
    refused(moves.decline, again(proposed), by=piyada, word=text, now=NOW)
    assert (Transfer.objects.count(), again(proposed).state) == (1, "proposed")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"closed_at": NOW}, "A case was closed meanwhile. Nothing was moved."),
        ({"count": 1}, "Only 1 case of a line is left meanwhile. Nothing was moved."),
        ("moved", "A case is with somebody else meanwhile. Nothing was moved."),
    ],
)
def test_a_line_that_changed_meanwhile_moves_nothing_at_all(
    nok, wipa, piyada, proposed, change, sentence
):
    line = CaseloadLine.objects.get(phase="active")
    changed = {"person": wipa} if change == "moved" else change
    CaseloadLine.objects.filter(pk=line.pk).update(**changed)
    assert refused(moves.accept, again(proposed), by=piyada, now=NOW) == sentence
    assert again(proposed).state == "proposed"
    assert carried(piyada) == []
    assert ("court", 1, "QX-4F7") in carried(nok)


def test_a_case_that_went_on_moves_as_it_is_now(nok, piyada, proposed):
    CaseloadLine.objects.filter(phase="active").update(phase="court")
    moves.accept(again(proposed), by=piyada, now=NOW)
    assert carried(piyada) == [("court", 1, "QX-4F7"), ("court", 2, "")]
    assert [part.written["points"] for part in again(proposed).lines.all()] == ["4.2", "2.1"]


def test_a_case_that_is_no_longer_the_givers_is_told_as_it_was_proposed(
    nok, wipa, piyada, proposed
):
    CaseloadLine.objects.filter(phase="active").update(phase="intake", closed_at=NOW)
    CaseloadLine.objects.filter(phase="court").update(phase="dormant", person=wipa)
    told = stories.story(again(proposed), wipa, NOW)
    assert [entry.points for entry in told.entries] == [3, Decimal("2.1")]


def test_an_answer_is_told_for_four_weeks(nok, piyada, proposed):
    moves.decline(again(proposed), by=piyada, now=NOW)
    told = [len(stories.recent(nok, NOW + timedelta(days=days))) for days in (27, 28)]
    assert told == [1, 0]


def test_a_receiver_who_left_meanwhile_cannot_accept(nok, piyada, proposed):
    Membership.objects.filter(person=piyada).update(ends="2026-11-19")
    sentence = refused(moves.accept, again(proposed), by=piyada, now=NOW)
    assert sentence == "Piyada Khamsaen has no unit with contracted hours."
    assert carried(nok) == [("active", 10, ""), ("court", 1, "QX-4F7")]


def test_a_receiver_above_capacity_is_warned_and_never_stopped(nok, piyada, proposed):
    make_line(piyada, "intake", count=20)
    moves.accept(again(proposed), by=piyada, now=NOW)
    assert len(carried(piyada)) == 3


def test_it_hangs_on_the_open_flag(nok, wipa, piyada, friday):
    flags.assess(person=piyada, weeks=[make_week(piyada, points="33")], now=NOW)
    flag = flags.assess(person=nok, weeks=[make_week(nok, points="33")], now=NOW)
    line = make_line(nok)
    ask = {"by": wipa, "giver": nok, "receiver": piyada, "parts": {line.public_id: 1}}
    assert moves.propose(now=NOW, **ask).flag == flag
    Flag.objects.filter(pk=flag.pk).update(closed_at=NOW)
    assert moves.propose(now=NOW, **ask).flag is None


def test_who_sees_a_move(proposed, nok, wipa, piyada, siriporn, anan, orathai, ploy, noi, office):
    director = make_person("director", office.organisation)
    make_membership(director, office, Role.SUPERVISOR)
    colleague = make_worker(piyada.home.unit)
    seen = {
        one.username
        for one in (nok, wipa, piyada, siriporn, anan, orathai, ploy, noi, director, colleague)
        if Transfer.objects.visible_to(one).exists()
    }
    assert seen == {"nok", "wipa", "piyada"}
    # What a page of one person tells of moves is of them.
    told = {one.username for one in (nok, wipa, piyada, colleague) if stories.recent(one, NOW)}
    assert told == {"nok", "piyada"}


def test_the_other_units_supervisor_sees_it_and_is_told(nok, wipa, office, friday, mailoutbox):
    lamphun = make_unit(office.organisation, "Lamphun team", parent=office)
    away = make_worker(lamphun, "away")
    lead = make_person("lead", lamphun.organisation)
    make_membership(lead, lamphun, Role.SUPERVISOR)
    ask = {"by": wipa, "giver": nok, "receiver": away, "parts": {make_line(nok).public_id: 4}}
    move = moves.propose(now=NOW, **ask)
    assert Transfer.objects.visible_to(lead).get() == move
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        "away@example.org",
        "lead@example.org",
        "nok@example.org",
    ]


def test_a_notice_names_nobody_and_goes_out_once(nok, wipa, piyada, friday, mailoutbox):
    ask = {"by": wipa, "giver": nok, "receiver": piyada, "parts": {make_line(nok).public_id: 4}}
    proposed = moves.propose(now=NOW, **ask)
    tell_about_move.func(proposed.pk, "proposed")  # a job that runs twice
    assert sorted(mail.to[0] for mail in mailoutbox) == ["nok@example.org", "piyada@example.org"]
    assert {(mail.subject, said_in(mail)) for mail in mailoutbox} == {
        (
            "Kamlangjai: there is something to read",
            "There is news for you. Please look when you have a moment:\n"
            f"http://localhost:8000/moves/{proposed.public_id}/",
        )
    }
    mailoutbox.clear()
    moves.decline(again(proposed), by=piyada, now=NOW)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["nok@example.org", "wipa@example.org"]


LINES = st.lists(
    st.tuples(
        st.sampled_from([*load_rules.Phase]),
        st.sets(st.sampled_from([*load_rules.AddOn])),
        st.integers(1, 200),
        st.floats(0.001, 1),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


@settings(
    max_examples=60,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(told=LINES)
def test_a_move_keeps_the_total_of_cases_and_of_points(nok, wipa, piyada, friday, told):
    CaseloadLine.objects.all().delete()
    parts = {}
    for n, (phase, add_ons, count, share, named) in enumerate(told):
        reference = f"QX-{n}" if named else ""
        size = 1 if named else count
        line = make_line(nok, phase, add_ons=sorted(add_ons), count=size, reference=reference)
        parts[line.public_id] = max(1, round(size * share))
    before = sum_of(nok, piyada)
    move = moves.propose(by=wipa, giver=nok, receiver=piyada, parts=parts, now=NOW)
    moves.accept(again(move), by=piyada, now=NOW)
    assert sum_of(nok, piyada) == before
    assert sum_of(piyada)[0] == sum(parts.values())
    written = [part.written["points"] for part in again(move).lines.all()]
    assert sum_of(piyada)[1] == sum(map(Decimal, written))
    assert not CaseloadLine.objects.filter(count__lt=1).exists()


def sum_of(*people) -> tuple[int, Decimal]:
    """Add up what people carry: cases and points."""
    lines = CaseloadLine.objects.filter(person__in=people, closed_at=None)
    return (
        sum(line.count for line in lines),
        sum((load_rules.points(line.rule) for line in lines), Decimal()),
    )


@pytest.mark.parametrize(
    ("cases", "capacity", "above"), [("26", 26, False), ("26.01", 26, True), ("1", 0, False)]
)
def test_a_load_that_fills_the_capacity_is_not_above_it(cases, capacity, above):
    load = load_rules.Load(Decimal(cases), Decimal(), Decimal(), Decimal(capacity))
    assert LoadChange("Nok", load, load).above is above


@pytest.mark.parametrize("size", [1, 20])
def test_accepting_costs_the_same_for_any_number_of_cases(
    nok, wipa, piyada, friday, size, django_assert_num_queries, settings
):
    settings.LETTERS_AT_ONCE = False
    parts = {make_line(nok, reference=f"QX-{n}").public_id: 1 for n in range(size)}
    move = again(moves.propose(by=wipa, giver=nok, receiver=piyada, parts=parts, now=NOW))
    with django_assert_num_queries(25):  # five to move, the others to tell everybody
        moves.accept(move, by=piyada, now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_twenty_answers_at_once_one_wins(chiang_mai):
    lead = make_person("lead", chiang_mai.organisation)
    make_membership(lead, chiang_mai, Role.SUPERVISOR)
    giver, receiver = (make_worker(chiang_mai) for _ in range(2))
    line = make_line(giver)
    ask = {"by": lead, "giver": giver, "receiver": receiver, "parts": {line.public_id: 4}}
    move = moves.propose(now=NOW, **ask)

    def job(verb):
        def run():
            verb(again(move), by=Person.objects.get(pk=receiver.pk), now=NOW)
            return verb.__name__

        return run

    found = together([job(moves.accept)] * 10 + [job(moves.decline)] * 10)
    assert found.count("answered") == 19
    moved = 4 if "accept" in found else 0
    assert [sum_of(giver)[0], sum_of(receiver)[0]] == [10 - moved, moved]


@pytest.mark.django_db(transaction=True)
def test_a_week_sent_while_work_moves_loses_and_doubles_nothing(chiang_mai):
    lead = make_person("lead", chiang_mai.organisation)
    make_membership(lead, chiang_mai, Role.SUPERVISOR)
    giver, receiver = (make_worker(chiang_mai) for _ in range(2))
    line = make_line(giver)
    ask = {"by": lead, "giver": giver, "receiver": receiver, "parts": {line.public_id: 4}}
    move = moves.propose(now=NOW, **ask)
    data = LineData.of(line)

    def send():
        sent = weeks.Sent(key=uuid.uuid4(), hours=Decimal(40), lines=[data])
        weeks.record(person=Person.objects.get(pk=giver.pk), week=WEEK, sent=sent, now=NOW)
        return "sent"

    def accept():
        moves.accept(again(move), by=Person.objects.get(pk=receiver.pk), now=NOW)
        return "moved"

    assert "moved" in together([send, accept])
    assert [sum_of(giver)[0], sum_of(receiver)[0]] == [6, 4]


@pytest.mark.django_db(transaction=True)
def test_a_case_that_two_supervisors_propose_at_once_is_proposed_once(chiang_mai):
    leads = [make_person(name, chiang_mai.organisation) for name in ("lead", "second")]
    for lead in leads:
        make_membership(lead, chiang_mai, Role.SUPERVISOR)
    giver, *receivers = (make_worker(chiang_mai) for _ in range(3))
    line = make_line(giver, "court", reference="QX-4F7")

    def propose(lead, receiver):
        def run():
            people = {
                name: Person.objects.get(pk=one.pk)
                for name, one in {"by": lead, "giver": giver, "receiver": receiver}.items()
            }
            moves.propose(parts={line.public_id: 1}, now=NOW, **people)
            return "proposed"

        return run

    found = together([propose(*some) for some in zip(leads, receivers, strict=True)] * 10)
    assert sorted(found) == ["move"] * 19 + ["proposed"]
    assert Transfer.objects.count() == 1
