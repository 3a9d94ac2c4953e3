"""Two trainers write certificates of one person at once: one of a type is current, the newest."""

from datetime import date, timedelta

import pytest

from people.models import Person, Role
from tests.makers import NOW, make_membership, make_person
from tests.postgresql.races import meanwhile, needs_two_connections
from tests.training.conftest import THURSDAY, make_certificate, make_places, make_session
from training.certificates import actions as certificates
from training.certificates import elsewhere
from training.models import Certificate
from training.sessions import actions as sessions
from training.sessions.actions import RollResult

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
# In all of a verb: before anything is locked, before and after each is written, and at the end.
MOMENTS = (1, 2, 4, 7, 9, 11, 14, 18, 21, 23)


@pytest.fixture
def second(office):
    """Another trainer of the organisation."""
    person = make_person("ann", office.organisation)
    make_membership(person, office, Role.TRAINER)
    return person


def again(person):
    """The person of a request of their own."""
    return Person.objects.get(pk=person.pk)


def held_by(person):
    """The certificates of a person, oldest first: which of them is current."""
    found = Certificate.objects.filter(person=person).order_by("issued_on", "pk")
    return list(found.values_list("current", flat=True))


def roll(session, person, trainer):
    """Save that a person passed."""
    result = {person.pk: RollResult("full", certified=True)}
    about = {"session": session, "results": result, "version": session.version}
    return lambda: sessions.record(**about, by=again(trainer), at=NOW)


def revoking(certificate, trainer):
    about = {"certificate": certificate, "reason": "Issued in error."}
    return lambda: certificates.revoke(**about, by=again(trainer), now=NOW)


@pytest.mark.parametrize("after", MOMENTS)
def test_two_rolls_of_one_course_are_saved_at_once(siriporn, second, nok, interviewing, after):
    earlier = make_session(interviewing, siriporn, day=THURSDAY - timedelta(days=1))
    later = make_session(interviewing, second, day=THURSDAY)
    for one in (earlier, later):
        make_places(one, [nok])

    said = meanwhile(roll(earlier, nok, siriporn), roll(later, nok, second), after=after)

    assert (said, held_by(nok)) == (["done", "done"], [False, True])


@pytest.mark.parametrize("after", MOMENTS[:6])
@pytest.mark.parametrize("how", ["revoked", "issued"])
def test_one_is_revoked_while_another_is(siriporn, second, nok, interview, how, after):
    days = [date(2026, 9, day) for day in (1, 2, 3)]
    _oldest, older, newest = (
        make_certificate(nok, interview, by=siriporn, issued_on=one, current=one == days[-1])
        for one in days
    )
    issued = {"kind": interview, "people": [nok], "issued_on": date(2026, 9, 4)}

    def issue():
        return elsewhere.issue(**issued, by=again(second), now=NOW)

    meantime = revoking(older, second) if how == "revoked" else issue
    said = meanwhile(revoking(newest, siriporn), meantime, after=after)

    wanted = [True, False, False] if how == "revoked" else [False, False, False, True]
    assert (said, held_by(nok)) == (["done", "done"], wanted)


@pytest.mark.parametrize("after", [1, 2, 3, 4, 5, 6, 7])
def test_what_another_organisation_confirms_at_this_moment_is_not_taken_back(
    siriporn, noi, rest_house, nok, interviewing, after
):
    make_membership(noi, rest_house, Role.TRAINER)
    session = make_session(interviewing, siriporn, day=THURSDAY)
    shown = make_certificate(nok, interviewing.certificate_type, by=siriporn, session=session)

    def correct():
        return certificates.withdraw(session=session, people=[nok.pk], by=again(siriporn))

    def confirm():
        return certificates.confirm(certificate=shown, by=again(noi), now=NOW)

    said = meanwhile(correct, confirm, after=after)

    stays = Certificate.objects.filter(pk=shown.pk, confirmed_at=NOW).exists()
    assert (said, stays) in ((["confirmed", "done"], True), (["done", "over"], False))
