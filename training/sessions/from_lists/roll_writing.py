"""A list of attendance is written: places given, results of many sessions saved at once."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from people.lists.kinds import Bringing, Effect, RowVerdict
from people.mandates import not_yours
from people.models import Person, Role
from training import access_kinds
from training.certificates.of_sessions import PlaceKey, match_results
from training.evaluations import tasks as evaluations_tasks
from training.models import Enrolment, PlaceState, Session
from training.rules.certificates import needs_second
from training.sessions import actions as sessions

from .roll_plans import PlaceOfRow, has_place, place_key, roll_result, stand_of_place


def lock_rolls(bringing: Bringing) -> None:
    """Hold the sessions of the list until all is written."""
    mine = Session.objects.filter(pk__in=Session.objects.taught_by(bringing.by).values("pk"))
    if bringing.about:
        mine = mine.filter(pk=bringing.about.pk)
    list(mine.select_for_update().order_by("pk").values_list("pk", flat=True))


def write_rolls(bringing: Bringing, verdicts: list[RowVerdict]) -> list[Effect]:
    """Give places and save results of all sessions at once, as the roll does for one.

    Asked once more: whether the sessions and the people are the trainer's, and never themselves.
    """
    plans = {place_key(one.plan): one.plan for one in verdicts if one.writes}
    held = {one.session.pk: one.session for one in plans.values()}
    refuse_untaught(bringing.by, held, {one.person.pk for one in plans.values()})
    # As they were: what is kept here stays as it was judged.
    before = {key: stand_of_place(one.before) for key, one in plans.items()}
    give_places([one for one in plans.values() if not has_place(one.before)], bringing.now)
    there = Enrolment.objects.filter(
        session__in=list(held), person__in={one.person.pk for one in plans.values()}
    )
    rows = {(one.session_id, one.person_id): one for one in there.select_related("person")}
    record(bringing, plans, {key: rows[key] for key in plans}, held)
    return [
        Effect(
            one.row.number,
            "training.Enrolment",
            rows[key].pk,
            before[key],
            stand_of_place(rows[key]) or {},
        )
        for one in verdicts
        if one.writes
        for key in [place_key(one.plan)]
    ]


def refuse_untaught(viewer: Person, held: Mapping[int, Session], people: set[int]) -> None:
    """Refuse sessions and people that are not the trainer's, and the trainer themselves."""
    mine = Session.objects.taught_by(viewer).filter(pk__in=list(held))
    taught = (
        Person.objects.in_office_of(viewer, Role.TRAINER)
        .exclude(pk=viewer.pk)
        .filter(pk__in=people)
    )
    if mine.count() < len(held) or taught.count() < len(people):
        raise not_yours()


def give_places(plans: list[PlaceOfRow], now: datetime) -> None:
    """Give places to people who were there without one; on the day each has a chair."""
    Enrolment.objects.bulk_create(
        [
            Enrolment(session=one.session, person=one.person, state=PlaceState.BOOKED, since=now)
            for one in plans
        ],
        update_conflicts=True,
        unique_fields=["session", "person"],
        update_fields=["state", "since"],
        batch_size=1000,
    )


def record(
    bringing: Bringing,
    plans: Mapping[tuple[int, int], PlaceOfRow],
    rows: Mapping[tuple[int, int], Enrolment],
    held: Mapping[int, Session],
) -> None:
    """Store results: those of a session long past wait for a second trainer, the others count."""
    by, now = bringing.by, bringing.now
    of_session: dict[int, list[Enrolment]] = defaultdict(list)
    for key, plan in plans.items():
        result = roll_result(plan)
        if sessions.differs(rows[key], result, plan.session):
            passed = sessions.passed(result, plan.session)
            rows[key].propose(result.attendance, passed, by)
            of_session[plan.session.pk].append(rows[key])
    asked: list[int] = []
    counting: dict[int, Session] = {}
    for pk, some in of_session.items():
        session = held[pk]
        session.version += 1
        if needs_second(session.day, bringing.today):
            sessions.note(session, some, access_kinds.LATE_WRITTEN, by, now)
            continue
        for place in some:
            place.accept()
        session.recorded_at, session.recorded_by = now, by
        counting[pk] = session
        asked += sessions.to_ask(session, some, now)
    keep_places(
        [one for some in of_session.values() for one in some], [held[pk] for pk in of_session]
    )
    counted = [one for pk in counting for one in of_session[pk]]
    results: dict[PlaceKey, bool] = {
        (one.session_id, one.person_id): bool(one.passed) for one in counted
    }
    match_results(results=results, sessions=counting, viewer=by)
    if asked:
        evaluations_tasks.ask_how_they_found_it.enqueue(asked)


def keep_places(rows: list[Enrolment], changed: list[Session]) -> None:
    """Store places, and that their sessions changed; two statements for each thousand."""
    # An insert that meets its own row: bulk_update would write a CASE for every column.
    Enrolment.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["state", "since", *sessions.RESULT],
        batch_size=1000,
    )
    fields = ["version", "recorded_at", "recorded_by"]
    Session.objects.bulk_update(changed, fields, batch_size=200)
