"""Two trainers at once: real threads, each with its own connection to the real database."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import Person, Role
from tests.makers import (
    NOW,
    make_cycle,
    make_membership,
    make_nomination,
    make_person,
    make_promotion,
)
from tests.workload.weeks.test_together import together
from training.careers import promotions
from training.certificates import actions as certificates
from training.certificates import elsewhere
from training.hours import actions as hours
from training.models import (
    Attendance,
    Award,
    CareerLevel,
    Certificate,
    HeldLevel,
    Opinion,
    PromotionOpinion,
    Session,
    Study,
)
from training.recognition import nominations
from training.sessions import actions as sessions
from training.sessions.actions import RollResult

from .conftest import THURSDAY, make_certificate, make_places, make_session, make_study

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 8


def taps(verb, *people):
    """Call a verb many times at once, by each of these people in turn, as separate requests do."""

    def tap(person):
        def job():
            try:
                verb(Person.objects.get(pk=person.pk))
            except ValidationError as refused:
                return getattr(refused, "code", None) or "refused"
            return "done"

        return job

    return together([tap(people[n % len(people)]) for n in range(AT_ONCE)])


@pytest.fixture
def pim(office, saphan):
    """Another trainer of the organisation."""
    person = make_person("pim", saphan)
    make_membership(person, office, Role.TRAINER)
    return person


def test_of_many_confirmations_of_a_session_long_past_one_counts(
    interviewing, siriporn, crew, pim, office, saphan
):
    third = make_person("third", saphan)
    make_membership(third, office, Role.TRAINER)
    past = make_session(interviewing, siriporn, day=THURSDAY - timedelta(days=365))
    make_places(past, crew)
    results = {one.pk: RollResult(Attendance.FULL, certified=True) for one in crew}
    sessions.record(session=past, results=results, version=0, by=siriporn, at=NOW)
    said = taps(lambda by: sessions.confirm(session=past, version=1, by=by, at=NOW), pim, third)
    assert sorted(said) == ["done"] + ["second"] * (AT_ONCE - 1)
    assert Certificate.objects.count() == len(crew)
    assert Session.objects.get().version == 2


def test_hours_that_two_trainers_decide_at_once_are_decided_once_for_all(
    nok, interview, siriporn, pim
):
    study = make_study(nok, interview, siriporn)

    def decide(by):
        counts = by.pk == pim.pk
        return hours.decide(
            study=study, counts=counts, reason="" if counts else "No.", by=by, now=NOW
        )

    assert set(taps(decide, siriporn, pim)) == {"done"}
    study.refresh_from_db()
    # One decision stands as a whole: never the state of one with the name of the other.
    whole = {pim: (Study.State.CONFIRMED, ""), siriporn: (Study.State.REFUSED, "No.")}
    assert whole[study.decided_by] == (study.state, study.reason)


def test_a_certificate_that_two_trainers_renew_at_once_is_renewed_once(
    nok, interview, siriporn, pim
):
    study = make_study(nok, interview, siriporn, hours=32, state=Study.State.CONFIRMED)
    said = taps(
        lambda by: hours.renew(certificate=study.certificate, by=by, now=NOW), siriporn, pim
    )
    assert sorted(said) == ["done"] + ["missing"] * (AT_ONCE - 1)
    assert [one.current for one in Certificate.objects.order_by("pk")] == [False, True]


def test_a_certificate_that_two_trainers_issue_at_once_is_issued_once(
    nok, interview, siriporn, pim
):
    def issue(by):
        about = {"kind": interview, "people": [nok], "issued_on": THURSDAY}
        return elsewhere.issue(**about, by=by, now=NOW)

    said = taps(issue, siriporn, pim)
    assert sorted(said) == ["done"] + ["refused"] * (AT_ONCE - 1)
    assert Certificate.objects.count() == 1


def test_a_request_that_its_panel_decides_at_once_gives_one_level(nok, saphan, siriporn, wipa):
    level = CareerLevel.objects.create(organisation=saphan, name={"en": "First"})
    asked = make_promotion(nok, level, siriporn, wipa)
    for one in (siriporn, wipa):
        PromotionOpinion.objects.create(promotion=asked, by=one, aye=True, words="Yes", at=NOW)
    said = taps(
        lambda by: promotions.decide(asked, by=by, reasons="Ready.", now=NOW), siriporn, wipa
    )
    assert sorted(said) == ["done"] + ["not_yours"] * (AT_ONCE - 1)
    assert HeldLevel.objects.count() == 1


def test_a_nomination_that_its_panel_decides_at_once_gives_one_award(nok, siriporn, wipa, ploy):
    cycle = make_cycle(ploy, siriporn, wipa)
    named = make_nomination(cycle, ploy, nok)
    for one in (siriporn, wipa):
        Opinion.objects.create(nomination=named, by=one, aye=True, words="Yes", at=NOW)
    said = taps(lambda by: nominations.decide(named, by=by, words="Calm.", now=NOW), siriporn, wipa)
    assert sorted(said) == ["done"] + ["not_yours"] * (AT_ONCE - 1)
    assert Award.objects.count() == 1


def test_a_certificate_that_two_organisations_confirm_at_once_is_confirmed_by_one(
    nok, interview, siriporn, noi, rest_house
):
    held = make_certificate(nok, interview, by=siriporn)
    make_membership(noi, rest_house, Role.TRAINER)
    busaba = make_person("busaba", rest_house.organisation)
    make_membership(busaba, rest_house, Role.ADMIN)
    said = taps(lambda by: certificates.confirm(certificate=held, by=by, now=NOW), noi, busaba)
    assert sorted(said) == ["confirmed"] * (AT_ONCE - 1) + ["done"]
    held.refresh_from_db()
    assert held.confirmed_by in (noi, busaba)
