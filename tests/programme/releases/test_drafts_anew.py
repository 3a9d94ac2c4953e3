"""A draft that was sent back, and one of another programme, tell of no difference."""

import pytest
from django.http import Http404

from people.models import Organisation
from programme import pending
from programme.models import ProgrammeMember, Release, ReleasedRow, ReleaseEntry
from programme.releases import actions, consents, drafting, page
from programme.releases.published import WITHHELD
from programme.rules.release import WHOLE
from tests.makers import NOW
from tests.programme.releases.conftest import QUARTER, let_in
from tests.programme.releases.makers import make_programme
from tests.programme.releases.test_actions import approve, bands, noted
from wellbeing.models import CheckIn
from workload.models import WorkWeek


def drafted_anew(draft, by):
    actions.send_back(release=draft, by=by, now=NOW)
    made = actions.ask_for_release(quarter=str(QUARTER), by=by, now=NOW)
    assert made.public_id != draft.public_id
    return made


def sent_back_elsewhere(like, **changes):
    """A draft of the same organisations in another quarter or programme, that was sent back."""
    about = {"programme": like.programme, "quarter": like.quarter} | changes
    asked = {"asked_by": like.asked_by, "asked_at": NOW, "drafted_at": NOW, "sent_back_at": NOW}
    made = Release.objects.create(**asked, **about, taken_out=[["load", WHOLE, "1"]])
    ReleaseEntry.objects.bulk_create(
        ReleaseEntry(release=made, consent=one.consent) for one in like.entries.all()
    )
    ReleasedRow.objects.create(release=made, block=1, place=WHOLE, measure="load", band="heavy")
    return made


def test_a_draft_made_anew_of_the_same_organisations_tells_the_same(
    drafted, two_of_office, crews, office, ploy
):
    """Or an office that saw both would read the one person by whom they differ: who was erased,
    or moved to another region, or asked for larger groups.
    """
    before = bands(drafted)
    sent_back_elsewhere(drafted, quarter=str(QUARTER.after))
    CheckIn.objects.filter(person__in=crews[1][:4]).delete()
    WorkWeek.objects.filter(person__in=crews[1]).update(percent=300, usual_percent=None)
    consents.place_unit(unit=office, province="TH-50", by=ploy, now=NOW)
    Organisation.objects.update(smallest_group=50)

    made = drafted_anew(drafted, two_of_office[0])

    assert bands(made) == before
    assert made.entries.count() == 3


def test_what_was_sent_back_is_nowhere_and_gone_once_the_quarter_is_public(drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    elsewhere = make_programme("Another one")
    others = [
        sent_back_elsewhere(drafted, quarter=str(QUARTER.before)),
        sent_back_elsewhere(drafted, programme=elsewhere),
    ]
    about = {"programme": elsewhere, "quarter": drafted.quarter}
    theirs = Release.objects.create(**about, asked_by=anan, asked_at=NOW, drafted_at=NOW)
    # Who was elsewhere in this quarter is in no draft of it; who was in another quarter is.
    ReleaseEntry.objects.filter(release=others[1]).delete()
    others.append(sent_back_elsewhere(drafted, programme=elsewhere, quarter=str(QUARTER.before)))
    made = drafted_anew(drafted, anan)

    assert made.entries.count() == 3
    assert noted(drafted) == [("rel_asked", anan), ("rel_back", anan)]
    assert page.read_release(anan, drafted.public_id, NOW) is None
    assert [one.release for one in page.read_releases(anan, NOW).lines] == [made]
    assert list(pending.drafts_to_read(anan, NOW)) == [made]
    for verb in (actions.approve_release, actions.send_back, actions.withdraw_release):
        for one in (drafted, theirs):
            with pytest.raises(Http404):
                verb(release=one, by=ratree, now=NOW)
    assert page.read_release(anan, theirs.public_id, NOW) is None
    assert drafting.draft(drafted.pk, now=NOW) is False
    approve(made, anan, ratree)
    assert {one.release for one in ReleasedRow.objects.all()} == {made, *others}
    assert all(Release.objects.get(pk=one.pk).taken_out for one in others)
    assert [one.release for one in page.read_releases(anan, NOW).lines] == [made]


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


def test_who_agreed_as_a_member_of_another_programme_is_not_in_this_one(
    agreed, two_of_office, members, witthaya
):
    there = members.pop(witthaya)
    ProgrammeMember.objects.filter(pk=there.pk).update(programme=make_programme("Another one"))
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)

    entered = set(made.entries.values_list("consent__member", flat=True))
    assert entered == {one.pk for one in members.values()}


def test_who_was_in_a_draft_that_was_sent_back_is_in_no_other_programme_when_the_quarter_is_public(
    drafted, two_of_office, members, witthaya
):
    """Its office read the organisation's figures: those of another programme were a second look."""
    consents.end_release_consent(member=members[witthaya], by=witthaya, now=NOW)
    approve(drafted_anew(drafted, two_of_office[0]), *two_of_office[:2])
    elsewhere = make_programme("Another one")
    ProgrammeMember.objects.filter(pk=members[witthaya].pk).update(programme=elsewhere)
    members[witthaya].refresh_from_db()
    let_in(members[witthaya], witthaya)
    made = Release.objects.create(
        programme=elsewhere, quarter=str(QUARTER), asked_by=two_of_office[0], asked_at=NOW
    )
    drafting.draft(made.pk, now=NOW)

    assert made.entries.count() == 0
