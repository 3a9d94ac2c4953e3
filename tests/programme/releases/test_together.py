"""An organisation takes its figures back while a release becomes public: it is told what holds."""

import pytest

from people.models import Person
from programme.members import actions as programmes
from programme.models import Release, SharedPart
from programme.releases import actions, consents
from tests.makers import NOW
from tests.postgresql.races import meanwhile, needs_two_connections

pytestmark = [pytest.mark.django_db(transaction=True), needs_two_connections]


@pytest.mark.parametrize("after", [1, 9, 14, 18, 22])
@pytest.mark.parametrize("how", ["consent", "part", "leaves"])
def test_what_is_not_public_when_a_member_ends_its_agreement_stays_so(
    drafted, two_of_office, members, witthaya, how, after
):
    anan, ratree, _thawat = two_of_office
    actions.approve_release(release=drafted, by=anan, now=NOW)
    own, found = members[witthaya], []

    def end():
        by = Person.objects.get(pk=witthaya.pk)
        if how == "part":
            programmes.withdraw(member=own, part=SharedPart.RELEASES, by=by, now=NOW)
        elif how == "leaves":
            programmes.leave(member=own, by=by, now=NOW)
        else:
            consents.end_release_consent(member=own, by=by, now=NOW)
        found.append(Release.objects.get(pk=drafted.pk).published_at)

    def approve():
        by = Person.objects.get(pk=ratree.pk)
        return actions.approve_release(release=drafted, by=by, now=NOW)

    said = meanwhile(approve, end, after=after)

    assert said in (["done", "done"], ["taken_back", "done"])
    assert found == [Release.objects.get(pk=drafted.pk).published_at]
