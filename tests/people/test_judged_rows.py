"""What may be there once is saved twice at one moment: the second is refused with a sentence."""

from datetime import timedelta
from decimal import Decimal

import pytest

from people.members import employments
from people.models import Person
from people.units import actions as units
from tests.makers import NOW, WEEK, make_cycle, make_week
from tests.postgresql.races import meanwhile, needs_two_connections
from training.catalogue import actions as catalogue
from training.certificates import actions as certificates
from training.meetings import actions as meetings
from training.models import SupervisionShare, VolunteerTerms
from training.recognition import nominations
from training.volunteers import actions as volunteers
from workload.time import talks, time_off

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]
NAME = {"en": "Mae Sai", "th": "แม่สาย"}
TODAY = NOW.date()
# From the first statement of each to its last.
MOMENTS = (1, 3, 5, 6, 7, 8, 9, 10, 11, 13, 15, 16, 17)


@pytest.fixture
def again():
    """The person of a request of their own."""
    return lambda person: Person.objects.get(pk=person.pk)


@pytest.fixture
def verbs(ploy, siriporn, nok, wipa, office, again):
    """What two presses do, by what it adds."""
    make_week(nok, hours=Decimal(50), contracted_hours=Decimal(40))
    cycle = make_cycle(ploy, wipa)
    award = {"opens": TODAY, "closes": TODAY + timedelta(days=9), "quorum": 2}
    talk = {"supervisor": wipa, "day": TODAY, "minutes": 30, "words": "We spoke."}
    terms = {"kind": VolunteerTerms.Kind.values[0], "hours": Decimal(4), "clearance": None}
    terms |= {"tasks": VolunteerTerms.Task.values[:1], "until": TODAY + timedelta(days=90)}
    shares = {SupervisionShare._meta.get_field("kind").choices[0][0]: Decimal("0.5")}
    return {
        "unit": lambda: units.add(parent=office, by=again(ploy), name=NAME),
        "certificate": lambda: certificates.add_type(by=again(siriporn), name=NAME),
        "course": lambda: catalogue.add(by=again(siriporn), name=NAME, hours=Decimal(6)),
        "award": lambda: nominations.open_cycle(
            by=again(ploy), criteria={"en": "Kind.", "th": "ใจดี"}, name=NAME, **award
        ),
        "name": lambda: nominations.nominate(
            cycle, by=again(nok), words="Kind.", person=wipa, now=NOW
        ),
        "talk": lambda: talks.write(person=again(nok), by=again(nok), now=NOW, **talk),
        "hours": lambda: time_off.grant(
            person=again(nok), by=again(wipa), week=WEEK, hours=Decimal(2), now=NOW
        ),
        "terms": lambda: volunteers.write(person=nok, by=again(ploy), now=NOW, **terms),
        "share": lambda: meetings.set_shares(by=again(ploy), shares=shares, now=NOW),
    }


# Written anew by the second, as it is by a second press a minute later.
REPLACED = {"terms", "share"}


@pytest.mark.parametrize("after", MOMENTS)
@pytest.mark.parametrize(
    "what", ["unit", "certificate", "course", "award", "name", "talk", "hours", *sorted(REPLACED)]
)
def test_of_two_presses_one_counts_and_neither_breaks(verbs, what, after):
    said = meanwhile(verbs[what], verbs[what], after=after)

    assert not [one for one in said if one.startswith("broken")]
    # Where the first was done before, the second did not begin.
    assert said.count("done") == (2 if what in REPLACED and all(said) else 1)


@pytest.mark.parametrize("after", [1, 3, 5, 8, 12])
def test_a_number_is_given_to_one_of_two_people(ploy, wipa, nok, again, after):
    def numbered(person):
        about = {"person": person, "number": "77", "phone": ""}
        return lambda: employments.number(**about, by=again(ploy), now=NOW)

    said = meanwhile(numbered(nok), numbered(wipa), after=after)

    assert sorted(said) == ["done", "refused"]
    assert Person.objects.filter(employee_number="77").count() == 1
