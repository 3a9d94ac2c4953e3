"""A draft that was sent back, and one of another programme, tell of no difference."""

import pytest
from django.http import Http404

from people.models import Organisation
from programme import pending
from programme.models import ProgrammeMember, Release
from programme.releases import actions, consents, drafting, page
from programme.releases.published import WITHHELD
from tests.makers import NOW
from tests.programme.releases.conftest import QUARTER
from tests.programme.releases.makers import make_programme
from tests.programme.releases.test_actions import approve, bands
from wellbeing.models import CheckIn
from workload.models import WorkWeek


def drafted_anew(draft, by):
    actions.send_back(release=draft, by=by, now=NOW)
    made = actions.ask_for_release(quarter=str(QUARTER), by=by, now=NOW)
    assert made.public_id != draft.public_id
    return made


def test_a_draft_made_anew_of_the_same_organisations_tells_the_same(
    drafted, two_of_office, crews, office, ploy
):
    """Or an office that saw both would read the one person by whom they differ: who was erased,
    or moved to another region, or asked for larger groups.
    """
    before = bands(drafted)
    CheckIn.objects.filter(person__in=crews[1][:4]).delete()
    WorkWeek.objects.filter(person__in=crews[1]).update(percent=300, usual_percent=None)
    consents.place_unit(unit=office, province="TH-50", by=ploy, now=NOW)
    Organisation.objects.update(smallest_group=50)

    made = drafted_anew(drafted, two_of_office[0])

    assert bands(made) == before
    assert made.entries.count() == 3


def test_what_was_sent_back_is_nowhere_and_gone_once_the_quarter_is_public(drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    made = drafted_anew(drafted, anan)

    assert page.read_release(anan, drafted.public_id, NOW) is None
    assert [one.release for one in page.read_releases(anan, NOW).lines] == [made]
    assert list(pending.drafts_to_read(anan, NOW)) == [made]
    for verb in (actions.approve_release, actions.send_back, actions.withdraw_release):
        with pytest.raises(Http404):
            verb(release=drafted, by=ratree, now=NOW)
    assert drafting.draft(drafted.pk, now=NOW) is False
    approve(made, anan, ratree)
    assert [*Release.objects.all()] == [made]


def test_a_draft_that_was_not_made_yet_leaves_nothing_when_it_is_sent_back(drafted, two_of_office):
    Release.objects.update(drafted_at=None)
    actions.send_back(release=drafted, by=two_of_office[0], now=NOW)

    assert not Release.objects.exists()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_an_organisation_is_in_the_quarter_of_one_programme_only(
    drafted, two_of_office, members, ploy, sumalee, witthaya, withdrawn
):
    """Three of four who left to found another programme would tell of the fourth."""
    approve(drafted, *two_of_office[:2])
    if withdrawn:
        actions.withdraw_release(release=drafted, by=two_of_office[0], now=NOW)
    elsewhere = make_programme("Another one")
    ProgrammeMember.objects.update(programme=elsewhere)
    made = Release.objects.create(
        programme=elsewhere, quarter=str(QUARTER), asked_by=two_of_office[0], asked_at=NOW
    )
    drafting.draft(made.pk, now=NOW)

    assert set(bands(made).values()) == {WITHHELD}
    assert made.entries.count() == 0
