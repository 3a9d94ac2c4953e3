"""From a draft to what is public: who says yes, what a no does, and what stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from people.models import AccessEvent, Membership, Role
from programme.members import actions as programmes
from programme.models import Release, ReleaseConsent, ReleasedRow, ReleasePart, SharedPart
from programme.releases import actions, consents, drafting
from programme.releases.published import WITHHELD, ReleaseTombstone
from programme.releases.reading import public_releases, published_release
from programme.rules.release import WHOLE
from tests.makers import NOW, make_membership, make_person
from tests.programme.conftest import again
from tests.programme.releases.conftest import QUARTER, let_in
from tests.programme.releases.makers import make_programme


def bands(release):
    rows = ReleasedRow.objects.filter(release=release)
    return {(one.block, one.place, one.measure): one.band for one in rows}


def approve(release, *people, now=NOW):
    return [actions.approve_release(release=release, by=again(one), now=now) for one in people]


def noted(release):
    """The steps with a release that are in the trail, each with who took it."""
    found = AccessEvent.objects.filter(subject=release.public_id).order_by("pk")
    return [(one.what, one.viewer) for one in found]


def said_by(release):
    return [one.said_by for one in release.approvals.order_by("pk")]


def test_a_draft_tells_the_whole_in_words_and_withholds_the_rest(drafted):
    told = bands(drafted)
    first = QUARTER.blocks[0].number

    assert told[first, WHOLE, "wellbeing"] == "some"
    assert told[first, WHOLE, "load"] == "usual"
    # No unit has a province yet: no region has people.
    assert told[first, "th-5", "wellbeing"] == WITHHELD
    assert drafted.taken_out == []
    assert drafted.entries.count() == 3


def test_a_draft_is_made_once(drafted):
    before = bands(drafted)
    about = {"programme": make_programme("Another one"), "quarter": drafted.quarter}
    waiting = Release.objects.create(**about, asked_by=drafted.asked_by, asked_at=NOW)

    assert drafting.draft(drafted.pk, now=NOW) is False
    assert bands(drafted) == before
    assert bands(waiting) == {}


def test_what_slowly_changes_is_told_once_a_quarter(drafted):
    blocks = {block for block, _place, measure in bands(drafted) if measure == "certificates"}

    assert blocks == {QUARTER.blocks[-1].number}


def test_every_release_has_the_same_cells_whatever_is_told(asked):
    told = bands(asked)

    assert len(told) == 11 * (2 * len(QUARTER.blocks) + 2) + 12
    assert set(told.values()) == {WITHHELD}


def test_regions_are_told_where_units_are_in_them(
    agreed, crews, office, rest_house, division, two_of_office, ploy, sumalee, witthaya
):
    for unit, admin in ((office, ploy), (rest_house, sumalee), (division, witthaya)):
        consents.place_unit(unit=unit, province="TH-50", by=admin, now=NOW)
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)

    told = bands(made)
    first = QUARTER.blocks[0].number
    assert told[first, "th-5", "wellbeing"] == told[first, WHOLE, "wellbeing"] == "some"
    assert told[first, "th-1", "wellbeing"] == WITHHELD


def test_who_let_in_another_part_is_in_no_figure_of_this_one(members, crews, two_of_office):
    """All three let their loads in, and two of them their answers: two are too few."""
    for admin, member in members.items():
        strain = [] if member == next(iter(members.values())) else [ReleasePart.WELLBEING]
        let_in(member, admin, parts=[ReleasePart.LOAD, *strain])
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)
    told, first = bands(made), QUARTER.blocks[0].number

    assert (told[first, WHOLE, "load"], told[first, WHOLE, "wellbeing"]) == ("usual", WITHHELD)


def test_what_the_check_refuses_takes_all_cells_of_its_measure_and_block_along_for_good(
    agreed,
    crews,
    office,
    rest_house,
    division,
    two_of_office,
    ploy,
    sumalee,
    witthaya,
    monkeypatch,
):
    for unit, admin in ((office, ploy), (rest_house, sumalee), (division, witthaya)):
        consents.place_unit(unit=unit, province="TH-50", by=admin, now=NOW)
    found = iter([["at th-5"], [], [], ["at programme"]])
    monkeypatch.setattr(drafting, "refused_sums", lambda _atoms, _sums: next(found, []))
    about = {"quarter": str(QUARTER), "by": two_of_office[0], "now": NOW}
    made = actions.ask_for_release(**about)
    made.refresh_from_db()
    told, (first, then, *_rest) = bands(made), [one.number for one in QUARTER.blocks]

    gone = [["load", "th-5", str(first)], ["wellbeing", WHOLE, str(first)]]
    assert made.taken_out == gone
    for block, load, strain in ((first, WITHHELD, WITHHELD), (then, "usual", "some")):
        for place in (WHOLE, "th-5"):
            assert (told[block, place, "load"], told[block, place, "wellbeing"]) == (load, strain)
    # What is drafted anew of the same organisations tells the same.
    actions.send_back(release=made, by=two_of_office[0], now=NOW)
    anew = actions.ask_for_release(**about)
    anew.refresh_from_db()
    assert (anew.taken_out, bands(anew)) == (gone, told)


def test_two_people_of_two_organisations_make_it_public(drafted, two_of_office):
    anan, ratree, _thawat = two_of_office

    assert approve(drafted, anan) == [False]
    assert published_release(drafted.public_id) is None
    assert approve(drafted, ratree) == [True]
    public = published_release(drafted.public_id)
    assert public.quarter == str(QUARTER)
    assert {(c.place, c.measure, c.first): c.band for c in public.cells} == {
        (place, measure, QUARTER.blocks[0].first.monday + timedelta(weeks=4 * n)): band
        for (block, place, measure), band in bands(drafted).items()
        for n in [block - QUARTER.blocks[0].number]
    }
    (listed,) = public_releases()
    assert (listed.public_id, listed.published_at) == (public.public_id, public.published_at)
    assert said_by(drafted) == [anan, ratree]
    assert noted(drafted) == [("rel_asked", anan), ("rel_yes", anan), ("rel_yes", ratree)]


def test_the_same_person_or_organisation_twice_is_refused(drafted, two_of_office, colleague):
    anan, _ratree, _thawat = two_of_office
    approve(drafted, anan)

    for one in (anan, colleague):
        with pytest.raises(ValidationError) as refused:
            approve(drafted, one)
        assert refused.value.code == "same"
    assert published_release(drafted.public_id) is None


@pytest.fixture
def colleague(office, members, ploy, sumalee):
    """A second person of the office, of the same organisation as the first."""
    person = make_person("second", office.organisation)
    make_membership(person, office, Role.PROGRAMME, hours=None)
    about = {"member": members[ploy], "person": again(person), "now": NOW}
    seat = programmes.name_person(by=ploy, **about)
    programmes.confirm_person(seat=seat, by=sumalee, now=NOW)
    return again(person)


def test_a_yes_of_who_is_no_longer_of_the_office_does_not_count(drafted, two_of_office, ploy):
    anan, ratree, thawat = two_of_office
    approve(drafted, anan)
    Membership.objects.filter(person=anan).update(ends=NOW.date() - timedelta(days=1))

    assert approve(drafted, ratree) == [False]
    assert approve(drafted, thawat) == [True]
    assert said_by(drafted) == [ratree, thawat]


def test_others_than_the_office_are_refused(drafted, ploy, nok):
    for one in (ploy, nok):
        for verb in (actions.approve_release, actions.send_back, actions.withdraw_release):
            with pytest.raises(ValidationError) as refused:
                verb(release=drafted, by=again(one), now=NOW)
            assert refused.value.code == "not_yours"


def test_a_quarter_is_asked_for_once_and_only_when_its_blocks_are_frozen(asked, two_of_office):
    # What another programme asked for keeps no quarter closed.
    about = {"programme": make_programme("Another one"), "quarter": str(QUARTER.before)}
    Release.objects.create(**about, asked_by=two_of_office[0], asked_at=NOW)
    for quarter in (str(QUARTER), str(QUARTER.after), "2020-Q1", "never"):
        with pytest.raises(ValidationError) as refused:
            actions.ask_for_release(quarter=quarter, by=two_of_office[0], now=NOW)
        assert refused.value.code == "quarter"
    actions.ask_for_release(quarter=str(QUARTER.before), by=two_of_office[0], now=NOW)


def test_a_no_before_the_draft_leaves_the_organisation_out(
    agreed, crews, members, witthaya, two_of_office
):
    consents.end_release_consent(member=members[witthaya], by=witthaya, now=NOW)
    made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)

    assert set(bands(made).values()) == {WITHHELD}
    assert made.entries.count() == 2


def test_a_no_after_the_draft_keeps_it_from_becoming_public(
    drafted, two_of_office, members, witthaya
):
    anan, ratree, _thawat = two_of_office
    approve(drafted, anan)
    consents.end_release_consent(member=members[witthaya], by=witthaya, now=NOW)

    with pytest.raises(ValidationError) as refused:
        approve(drafted, ratree)
    assert refused.value.code == "taken_back"
    actions.send_back(release=drafted, by=ratree, now=NOW)
    again_asked = actions.ask_for_release(quarter=str(QUARTER), by=ratree, now=NOW)
    assert set(bands(again_asked).values()) == {WITHHELD}


@pytest.mark.parametrize("how", ["part", "leave", "time"])
def test_every_way_of_taking_it_back_is_a_no(drafted, two_of_office, members, witthaya, how):
    own, now = members[witthaya], NOW
    if how == "part":
        programmes.withdraw(member=own, part=SharedPart.RELEASES, by=witthaya, now=NOW)
    elif how == "leave":
        programmes.leave(member=own, by=witthaya, now=NOW)
    else:
        ReleaseConsent.objects.filter(member=own).update(until=NOW.date() - timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        approve(drafted, two_of_office[1], now=now)
    assert refused.value.code == "taken_back"


def test_a_no_while_it_is_drafted_is_found_by_the_yes(
    agreed, crews, members, witthaya, two_of_office
):
    """The no comes when the draft has read who agreed and is not written yet."""
    came = []

    def with_a_no(execute, sql, *rest):
        if "INSERT" in sql and "releasedrow" in sql and not came:
            came.append(sql)
            consents.end_release_consent(member=members[witthaya], by=witthaya, now=NOW)
        return execute(sql, *rest)

    with connection.execute_wrapper(with_a_no):
        made = actions.ask_for_release(quarter=str(QUARTER), by=two_of_office[0], now=NOW)
    assert came

    with pytest.raises(ValidationError) as refused:
        approve(made, two_of_office[0])
    assert refused.value.code == "taken_back"


def test_of_two_who_ask_at_once_the_second_is_told_so(agreed, crews, two_of_office):
    """The first one's draft is there when the second has read which quarters are open."""
    anan, ratree, _thawat = two_of_office
    came = []

    def with_another(execute, sql, *rest):
        if sql.startswith("INSERT") and '"programme_release"' in sql and not came:
            came.append(sql)
            actions.ask_for_release(quarter=str(QUARTER), by=anan, now=NOW)
        return execute(sql, *rest)

    with connection.execute_wrapper(with_another), pytest.raises(ValidationError) as refused:
        actions.ask_for_release(quarter=str(QUARTER), by=ratree, now=NOW)
    assert refused.value.code == "quarter"


def test_what_is_public_stays_after_a_no(drafted, two_of_office, members, witthaya):
    approve(drafted, *two_of_office[:2])
    before = published_release(drafted.public_id)
    consents.end_release_consent(member=members[witthaya], by=witthaya, now=NOW)

    assert published_release(drafted.public_id) == before


def test_withdrawal_leaves_a_tombstone(drafted, two_of_office):
    anan, ratree, _thawat = two_of_office
    approve(drafted, anan, ratree)
    Release.objects.update(taken_out=[["load", WHOLE, "1"]])
    actions.withdraw_release(release=drafted, by=ratree, now=NOW)

    assert noted(drafted)[-1] == ("rel_gone", ratree)
    assert Release.objects.get().taken_out == []
    left = published_release(drafted.public_id)
    assert isinstance(left, ReleaseTombstone)
    assert len(left.keyed_hash) == 64
    assert not ReleasedRow.objects.exists()
    assert public_releases() == [left]
    for verb in (actions.withdraw_release, actions.send_back, actions.approve_release):
        with pytest.raises(ValidationError):
            verb(release=drafted, by=ratree, now=NOW)
    # Its quarter is not released again.
    with pytest.raises(ValidationError):
        actions.ask_for_release(quarter=str(QUARTER), by=anan, now=NOW)


def test_a_draft_that_is_not_made_yet_takes_no_yes(drafted, two_of_office):
    Release.objects.update(drafted_at=None)
    with pytest.raises(ValidationError) as refused:
        approve(drafted, two_of_office[0])
    assert refused.value.code == "unready"


def test_consent_needs_the_part_of_releases_and_a_known_part(members, ploy, sumalee):
    about = {"member": members[ploy], "by": ploy, "now": NOW}
    # Neither what another member shares, nor another part, nor one that was taken back.
    let_in(members[sumalee], sumalee)
    for part in (SharedPart.POSTS, SharedPart.RELEASES):
        programmes.agree(part=part, **about)
    programmes.withdraw(part=SharedPart.RELEASES, **about)
    with pytest.raises(ValidationError) as refused:
        consents.agree_to_release(parts=["load"], months=12, **about)
    assert refused.value.code == "part"
    programmes.agree(part=SharedPart.RELEASES, **about)
    for parts, months in ((["units"], 12), ([], 12), (["load"], 13)):
        with pytest.raises(ValidationError):
            consents.agree_to_release(parts=parts, months=months, **about)
    kept = consents.agree_to_release(parts=["load"], months=12, **about)
    assert str(kept.until) == "2027-11-20"


def test_what_ends_is_what_the_member_agreed_to_last(members, ploy, sumalee):
    first, theirs = let_in(members[ploy], ploy), let_in(members[sumalee], sumalee)
    days = [NOW + timedelta(days=n) for n in (1, 2)]
    about = {"member": members[ploy], "by": ploy}
    second = consents.agree_to_release(parts=["load"], months=12, now=days[0], **about)
    consents.end_release_consent(now=days[1], **about)

    ended = [ReleaseConsent.objects.get(pk=one.pk).withdrawn_at for one in (first, second, theirs)]
    assert ended == [*days, None]


def test_each_programme_draws_with_its_own_key_which_is_made_once(db):
    one, other = make_programme(), make_programme("Another one")
    key = drafting.release_key(one)
    other.refresh_from_db()
    assert other.sealed_release_key == ""
    assert drafting.release_key(other) != drafting.release_key(one) == key
