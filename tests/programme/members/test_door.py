"""The one door across the members of a programme: to whom it opens, and how far it leads."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from people.models import (
    AccessEvent,
    Membership,
    Organisation,
    Person,
    Role,
    SentOnce,
    Unit,
)
from people.tenancy import context as tenancy
from programme import access_kinds
from programme.members import actions as programmes
from programme.members import door, page
from programme.models import (
    OfficeNaming,
    OfficeSeat,
    PartAgreement,
    PostHolder,
    Programme,
    ProgrammeInvite,
    ProgrammeMember,
    ProgrammePost,
    SharedPart,
    Station,
)
from tests.makers import (
    NOW,
    enter,
    make_membership,
    make_organisation,
    make_person,
    make_unit,
    make_workers,
)
from tests.programme.conftest import again, make_post
from tests.test_attacks import at_once

TODAY = NOW.date()


@pytest.fixture(autouse=True)
def friday():
    with time_machine.travel(NOW, tick=False):
        yield


def opened(viewer, *parts):
    """What the door leads to from within the viewer's own organisation, as in a request."""
    here = tenancy.of_request(viewer.organisation_id)
    with here, door.office_door(again(viewer), *parts, now=NOW) as found:
        return [found.of(part) for part in parts]


def shut(viewer) -> bool:
    with tenancy.of_request(viewer.organisation_id):
        assert door.read_office(again(viewer)) is None
        with (
            pytest.raises(ValidationError),
            door.office_door(again(viewer), SharedPart.POSTS, now=NOW),
        ):
            pass
    return True


def test_the_office_reaches_the_members_that_share_a_part_and_each_part_apart(
    seat, ours, theirs, anan, sumalee
):
    assert opened(anan, SharedPart.POSTS) == [frozenset()]
    programmes.agree(member=theirs, part=SharedPart.NAMES, by=sumalee, now=NOW)
    assert opened(anan, SharedPart.POSTS, SharedPart.NAMES) == [frozenset(), frozenset()]
    programmes.agree(member=theirs, part=SharedPart.POSTS, by=sumalee, now=NOW)
    both = frozenset({theirs.organisation_id})
    assert opened(anan, SharedPart.POSTS, SharedPart.NAMES, SharedPart.GROUPS) == [
        both,
        both,
        frozenset(),
    ]
    programmes.withdraw(member=theirs, part=SharedPart.POSTS, by=sumalee, now=NOW)
    assert opened(anan, SharedPart.POSTS, SharedPart.NAMES) == [frozenset(), frozenset()]


def test_one_members_word_alone_opens_nothing(ours, theirs, ploy, anan, sumalee):
    seat = programmes.name_person(member=ours, person=again(anan), by=ploy, now=NOW)
    assert shut(anan)
    with pytest.raises(ValidationError):
        programmes.confirm_person(seat=seat, by=again(ploy), now=NOW)
    programmes.confirm_person(seat=seat, by=sumalee, now=NOW)
    assert opened(anan, SharedPart.POSTS)


@pytest.mark.parametrize("what", ["role", "seat", "word", "member", "other", "programme"])
def test_the_door_asks_of_today(seat, ours, theirs, anan, ploy, sumalee, what):
    assert opened(anan, SharedPart.POSTS)
    about = {"by": again(ploy), "now": NOW}
    if what == "role":
        held = Membership.objects.filter(person=anan, role=Role.PROGRAMME)
        held.update(ends=TODAY - timedelta(days=1))
    elif what == "seat":
        programmes.take_back(seat=seat, **about)
    elif what == "word":
        programmes.take_back(seat=seat, by=sumalee, now=NOW)
    elif what == "member":
        programmes.leave(member=ours, **about)
    elif what == "other":
        programmes.leave(member=theirs, by=sumalee, now=NOW)
    else:
        programmes.end(programme=ours.programme, **about)
    assert shut(anan)


def test_a_role_of_programme_office_in_a_member_is_not_the_office(seat, ratree, theirs):
    assert shut(ratree)


def test_nobody_names_themselves_not_from_a_second_place_either(
    ours, theirs, ploy, sumalee, rest_house, anan
):
    """An admin with a place in two members is one human being."""
    make_membership(ploy, Unit.objects.get(organisation=ploy.organisation), Role.PROGRAMME)
    with pytest.raises(ValidationError):
        programmes.name_person(member=ours, person=again(ploy), by=again(ploy), now=NOW)
    second = make_person("second", rest_house.organisation, account=ploy.account)
    make_membership(second, rest_house, Role.ADMIN, hours=None)
    seat = programmes.name_person(member=ours, person=again(anan), by=again(ploy), now=NOW)
    with pytest.raises(ValidationError):
        programmes.confirm_person(seat=seat, by=again(second), now=NOW)
    make_membership(second, rest_house, Role.PROGRAMME, hours=None)
    own = programmes.name_person(member=theirs, person=again(second), by=sumalee, now=NOW)
    with pytest.raises(ValidationError):
        programmes.confirm_person(seat=own, by=again(ploy), now=NOW)
    assert shut(anan)


def test_a_code_opens_once_and_for_fourteen_days(ours, ploy, sumalee):
    join = {"organisation": sumalee.organisation, "by": sumalee}
    code = programmes.invite(member=ours, by=ploy, now=NOW)
    for wrong, at in (
        ("BCDFGHJKMNPR", NOW),
        (code, NOW + timedelta(days=14)),
    ):
        with pytest.raises(ValidationError) as refused:
            programmes.join(code=wrong, now=at, **join)
        assert refused.value.error_dict.keys() == {"code"}
    member = programmes.join(code=code, now=NOW, **join)
    assert [one.part for one in door.members_and_parts(programme=member.programme_id)] == [None] * 2
    programmes.leave(member=member, by=sumalee, now=NOW)
    with pytest.raises(ValidationError):
        programmes.join(code=code, now=NOW, **join)


def test_an_organisation_belongs_to_one_programme_and_may_come_back(ours, theirs, ploy, sumalee):
    with pytest.raises(ValidationError, match="belongs to a programme already"):
        programmes.found(
            organisation=sumalee.organisation, name={"en": "Second"}, by=sumalee, now=NOW
        )
    code = programmes.invite(member=ours, by=ploy, now=NOW)
    with pytest.raises(ValidationError, match="belongs to a programme already"):
        programmes.join(organisation=sumalee.organisation, code=code, by=sumalee, now=NOW)
    programmes.leave(member=theirs, by=sumalee, now=NOW)
    with pytest.raises(ValidationError, match="left"):
        programmes.agree(member=theirs, part="posts", by=sumalee, now=NOW)
    code = programmes.invite(member=ours, by=ploy, now=NOW)
    again_in = programmes.join(organisation=sumalee.organisation, code=code, by=sumalee, now=NOW)
    assert again_in.programme == theirs.programme
    programmes.leave(member=again_in, by=sumalee, now=NOW)
    programmes.leave(member=ours, by=again(ploy), now=NOW)
    assert Programme.objects.get().ended_at == NOW


@pytest.fixture
def prasert(db):
    """The admin of a third organisation."""
    unit = make_unit(make_organisation("Division 9", kind="police"), "Bureau")
    person = make_person("prasert", unit.organisation, full_name_en="Prasert Boonmee")
    make_membership(person, unit, Role.ADMIN, hours=None)
    return again(person)


def joined(member, by, newcomer) -> ProgrammeMember:
    """A third organisation in the programme of a member."""
    code = programmes.invite(member=member, by=again(by), now=NOW)
    about = {"organisation": newcomer.organisation, "by": newcomer, "now": NOW}
    return programmes.join(code=code, **about)


def test_only_its_founder_ends_it(ours, theirs, sumalee, prasert):
    about = {"organisation": prasert.organisation, "by": prasert, "now": NOW}
    with pytest.raises(ValidationError):
        programmes.found(name={}, **about)
    programmes.found(name={"en": "Safe South"}, **about)
    for by in (sumalee, prasert):
        with pytest.raises(ValidationError):
            programmes.end(programme=ours.programme, by=again(by), now=NOW)
    assert not Programme.objects.exclude(ended_at=None).exists()
    programmes.leave(member=theirs, by=again(sumalee), now=NOW)
    assert not Programme.objects.exclude(ended_at=None).exists()


def test_who_is_named_is_ones_own_and_of_the_office_and_once(ours, theirs, ploy, nok, anan, ratree):
    about = {"member": ours, "by": again(ploy), "now": NOW}
    for person, said in ((nok, "no role"), (ratree, "cannot")):
        with pytest.raises(ValidationError, match=said):
            programmes.name_person(person=again(person), **about)
    programmes.name_person(person=again(anan), **about)
    with pytest.raises(ValidationError, match="named already"):
        programmes.name_person(person=again(anan), **about)
    assert OfficeSeat.objects.count() == OfficeNaming.objects.count() == 1


def test_a_word_for_a_person_comes_from_members_of_the_programme_and_goes_with_who_gave_it(
    ours, theirs, ploy, anan, siriporn, office, sumalee, prasert
):
    seat = programmes.name_person(member=ours, person=again(anan), by=again(ploy), now=NOW)
    make_membership(siriporn, office, Role.PROGRAMME, hours=None)
    beside = programmes.name_person(member=ours, person=again(siriporn), by=again(ploy), now=NOW)
    apart = programmes.found(
        organisation=prasert.organisation, name={"en": "Safe South"}, by=prasert, now=NOW
    )
    for verb in (programmes.confirm_person, programmes.take_back):
        with pytest.raises(ValidationError):
            verb(seat=seat, by=again(prasert), now=NOW)
    programmes.leave(member=apart, by=again(prasert), now=NOW)
    joined(ours, ploy, again(prasert))
    for by in (sumalee, prasert):
        for one in (seat, beside):
            programmes.confirm_person(seat=one, by=again(by), now=NOW)
    programmes.take_back(seat=seat, by=again(prasert), now=NOW)
    with pytest.raises(ValidationError):
        programmes.take_back(seat=seat, by=again(prasert), now=NOW)
    # The word of the two others stands, and so does the seat.
    assert opened(anan, SharedPart.POSTS)
    programmes.take_back(seat=seat, by=again(ploy), now=NOW)
    with pytest.raises(ValidationError):
        programmes.confirm_person(seat=seat, by=again(prasert), now=NOW)
    # So do all words for another person.
    assert OfficeNaming.objects.filter(seat=beside, withdrawn_at=None).count() == 3
    assert OfficeSeat.objects.get(ended_at=None) == beside


def test_what_one_member_takes_back_is_its_own(seat, ours, theirs, ploy, anan, sumalee):
    parts = (SharedPart.POSTS, SharedPart.GROUPS)
    for member, by in ((ours, ploy), (theirs, sumalee)):
        for part in parts:
            programmes.agree(member=member, part=part, by=again(by), now=NOW)
    own, other = frozenset({ours.organisation_id}), frozenset({theirs.organisation_id})
    assert opened(anan, *parts) == [own | other, own | other]
    about = {"member": theirs, "part": SharedPart.POSTS, "by": again(sumalee), "now": NOW}
    assert [programmes.withdraw(**about), programmes.withdraw(**about)] == [True, False]
    assert opened(anan, *parts) == [own, own | other]
    later = NOW + timedelta(hours=1)
    programmes.leave(member=theirs, by=again(sumalee), now=later)
    assert PartAgreement.objects.filter(member=ours, withdrawn_at=None).count() == 2
    assert OfficeNaming.objects.get(withdrawn_at=None).member == ours
    assert OfficeSeat.objects.get(ended_at=None) == seat
    assert [*ProgrammeMember.objects.present()] == [ours]
    # What was taken back before keeps its moment.
    gone = PartAgreement.objects.filter(member=theirs).order_by("part")
    assert [one.withdrawn_at for one in gone] == [later, NOW]


def test_ten_codes_are_open_at_a_time_and_those_of_a_member_that_left_open_nothing(
    ours, theirs, ploy, sumalee, prasert
):
    code = programmes.invite(member=theirs, by=again(sumalee), now=NOW)
    about = {"member": ours, "by": again(ploy)}
    for _one in range(programmes.CODES_AT_MOST):
        programmes.invite(now=NOW, **about)
    with pytest.raises(ValidationError, match="Ten codes"):
        programmes.invite(now=NOW, **about)
    programmes.invite(now=NOW + timedelta(days=programmes.CODE_DAYS), **about)
    programmes.leave(member=theirs, by=again(sumalee), now=NOW)
    with pytest.raises(ValidationError, match="does not work"):
        programmes.join(organisation=prasert.organisation, code=code, by=prasert, now=NOW)


# --- The wall ----------------------------------------------------------------------------------


def test_without_the_door_a_member_sees_its_own_side_and_a_stranger_nothing(seat, ours, theirs):
    stranger = make_organisation("Division 9", kind="police")
    for organisation, members, programmes_seen in (
        (ours.organisation, [ours.pk], 1),
        (theirs.organisation, [theirs.pk], 1),
        (stranger, [], 0),
    ):
        with tenancy.of_request(organisation.pk):
            found = ProgrammeMember.objects.values_list("pk", flat=True)
            assert [*found] == members
            assert Programme.objects.count() == programmes_seen
            assert Organisation.objects.count() == 1


def test_a_queryset_that_leaves_the_door_unread_reaches_no_further(seat, anan, theirs):
    with tenancy.of_request(anan.organisation_id):
        with door.office_door(again(anan), SharedPart.POSTS, now=NOW):
            inside, lazy = Person.objects.count(), Person.objects.all()
        assert {one.organisation_id for one in lazy} == {anan.organisation_id}
        assert tenancy.current() == str(anan.organisation_id)
        assert inside > len(lazy)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Only PostgreSQL has walls.")
def test_a_member_writes_nothing_of_another(seat, ours, theirs, anan):
    with tenancy.of_request(anan.organisation_id):
        assert ProgrammeMember.objects.filter(pk=theirs.pk).update(left_at=NOW) == 0
        assert connection.vendor == "postgresql"


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="Only PostgreSQL has walls.")
def test_what_a_member_writes_in_the_name_of_another_is_refused(
    seat, ours, theirs, ploy, anan, sumalee, noi, saphan, rest_house
):
    """The web role itself, as if a page had forgotten every question."""
    there = make_post(rest_house.organisation, noi)
    held, since = there.holders.get(), there.since
    rows = {
        "member": ProgrammeMember(
            organisation=theirs.organisation, programme=ours.programme, joined_by=noi, joined_at=NOW
        ),
        "part": PartAgreement(member=theirs, part="groups", agreed_by=anan, agreed_at=NOW),
        "code": ProgrammeInvite(member=theirs, code_hash="x", made_by=anan, made_at=NOW, until=NOW),
        "seat": OfficeSeat(member=theirs, person=noi, made_at=NOW),
        "word": OfficeNaming(member=theirs, seat=seat, named_by=anan, named_at=NOW),
        "station": Station(organisation=theirs.organisation, name={"en": "X"}, province="TH-50"),
        "post": ProgrammePost(
            organisation=theirs.organisation, job=there.job, province="TH-50", since=since
        ),
        "holder": PostHolder(post=there, person=noi, starts=since, entered_by=noi, entered_at=NOW),
    }
    with tenancy.of_request(saphan.pk):
        for row in rows.values():
            with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                row.save(force_insert=True)
        assert PostHolder.objects.filter(pk=held.pk).delete()[0] == 0
        assert not OfficeNaming.objects.filter(member=theirs).exists()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite writes one by one.")
@pytest.mark.django_db(transaction=True)
def test_a_programme_that_ends_while_another_joins_leaves_no_member_behind(ours, ploy, sumalee):
    """A member of an ended programme could found none and join none."""
    code = programmes.invite(member=ours, by=again(ploy), now=NOW)
    there, programme = again(sumalee), ours.programme
    at_once(
        lambda: programmes.join(organisation=there.organisation, code=code, by=there, now=NOW),
        lambda: programmes.end(programme=programme, by=again(ploy), now=NOW),
    )
    assert not ProgrammeMember.objects.filter(left_at=None).exists()


# --- Who looked --------------------------------------------------------------------------------


def test_each_look_is_found_by_the_admins_of_the_member_once_a_day(
    seat, theirs, anan, sumalee, ours
):
    programmes.agree(member=theirs, part=SharedPart.POSTS, by=sumalee, now=NOW)
    for _time in range(2):
        opened(anan, SharedPart.POSTS, SharedPart.NAMES)
    with tenancy.of_request(sumalee.organisation_id):
        looks = page.read(again(sumalee), NOW).looks
    assert [(one.name, one.what.split(".")[0]) for one in looks] == [
        ("Anan Chaiyaporn", "Posts and their coverage")
    ]
    assert not AccessEvent.objects.filter(subject=ours.public_id).exists()


def test_a_look_at_a_name_is_found_by_its_person(seat, anan, noi, nok):
    here = tenancy.of_request(anan.organisation_id)
    with here, door.office_door(again(anan), SharedPart.NAMES, now=NOW) as found:
        found.note_people([again(noi), again(nok), again(noi)])
    looks = AccessEvent.objects.filter(what="post_name").order_by("pk")
    assert [one.person for one in looks] == [noi, nok]
    assert looks[0] in AccessEvent.objects.about(noi)


def test_each_change_of_what_is_shared_is_noted_at_the_head_and_for_who_is_named(
    saphan, rest_house, ploy, sumalee, anan
):
    def noted(by, what=access_kinds.SHARING) -> int:
        return AccessEvent.objects.about(again(anan)).filter(viewer=by, what=what).count()

    here, there = {"by": again(ploy), "now": NOW}, {"by": again(sumalee), "now": NOW}
    ours = programmes.found(organisation=saphan, name={"en": "Safe North"}, **here)
    code = programmes.invite(member=ours, **here)
    assert noted(ploy) == 2
    theirs = programmes.join(organisation=rest_house.organisation, code=code, **there)
    at_theirs = AccessEvent.objects.filter(
        viewer=sumalee, what=access_kinds.SHARING, unit=rest_house
    )
    assert at_theirs.count() == 1
    part = {"member": ours, "part": SharedPart.POSTS}
    # What changes nothing is not noted.
    for _time in range(2):
        programmes.agree(**part, **here)
    assert noted(ploy) == 3
    for _time in range(2):
        programmes.withdraw(**part, **here)
    assert noted(ploy) == 4
    seat = programmes.name_person(member=ours, person=again(anan), **here)
    programmes.confirm_person(seat=seat, **there)
    programmes.take_back(seat=seat, **there)
    assert (noted(ploy), at_theirs.count()) == (5, 3)
    named = access_kinds.OFFICE_NAMED
    assert (noted(ploy, named), noted(sumalee, named)) == (1, 2)
    programmes.leave(member=theirs, **there)
    assert at_theirs.count() == 4
    programmes.end(programme=ours.programme, **here)
    assert noted(ploy) == 6


# --- Who is told ---------------------------------------------------------------------------------


def told(person) -> int:
    return SentOnce.objects.filter(recipient=person, kind="programme").count()


def test_admins_of_the_other_members_are_told_who_joins_leaves_and_that_it_ended(
    client, ours, theirs, ploy, sumalee
):
    assert (told(ploy), told(sumalee)) == (1, 0)
    with tenancy.of_request(theirs.organisation_id):
        programmes.leave(member=theirs, by=again(sumalee), now=NOW)
    assert (told(ploy), told(sumalee)) == (2, 0)
    enter(client, ploy)
    assert "Left on 20 November 2026" in client.get("/programme/members/").text
    code = programmes.invite(member=ours, by=again(ploy), now=NOW)
    here = {"organisation": sumalee.organisation, "by": again(sumalee)}
    programmes.join(code=code, now=NOW, **here)
    assert "Left on" not in client.get("/programme/members/").text
    with tenancy.of_request(ours.organisation_id):
        programmes.end(programme=ours.programme, by=again(ploy), now=NOW)
    assert (told(ploy), told(sumalee)) == (3, 1)
    enter(client, sumalee)
    shown = client.get("/programme/members/").text
    assert "“Safe North” ended on 20 November 2026" in shown


# --- Pages -------------------------------------------------------------------------------------


def test_from_founding_to_the_office_on_pages_alone(client, ploy, anan, sumalee, ratree):
    """Each admin sees its own organisation and, of the other, its name and who is named."""
    path = "/programme/members/"
    enter(client, ploy)
    assert client.post(path, {"do": "found", "name_en": ""}).status_code == 422
    client.post(path, {"do": "found", "name_en": "Safe North"})
    code = client.post(path, {"do": "invite"}).context["code"]
    client.post(path, {"do": "name", "person": str(anan.public_id)})
    for do in ("agree:posts", "agree:nothing", "confirm:x", "name", "nothing"):
        answer = client.post(path, {"do": do})
        assert answer.status_code == {"agree:nothing": 422, "confirm:x": 404, "name": 422}.get(
            do, 302
        )
    enter(client, sumalee)
    refused = client.post(path, {"do": "join", "code": "nothing"})
    assert (refused.status_code, "does not work" in refused.text) == (422, True)
    client.post(path, {"do": "join", "code": "-".join(code).lower()})
    shown = client.get(path)
    assert "Anan Chaiyaporn" in shown.text
    assert "Saphan Foundation" in shown.text
    assert "Ploy Suwannarat" not in shown.text
    seat = shown.context["page"].seats[0].seat.public_id
    client.post(path, {"do": f"confirm:{seat}"})
    enter(client, anan)
    office = client.get("/programme/office/")
    assert [(str(one), shared[0]) for one, shared in office.context["office"].rows] == [
        ("Saphan Foundation", True),
        ("Baan Suk Shelters", False),
    ]
    enter(client, ratree)
    assert client.get("/programme/office/").context["office"] is None


def test_letters_of_a_code_are_not_tried_without_end(client, ours, sumalee):
    enter(client, sumalee)
    sent = {"do": "join", "code": "BCDF GHJK MNPR"}
    found = [client.post("/programme/members/", sent).status_code for _try in range(11)]
    assert found == [422] * 10 + [429]


def test_the_page_of_a_member_says_who_lost_the_role_and_costs_the_same_for_many(
    client, seat, ours, theirs, anan, ploy, sumalee, chiang_mai, django_assert_max_num_queries
):
    enter(client, ploy)
    assert [row.holds for row in client.get("/programme/members/").context["page"].seats] == [True]
    with CaptureQueriesContext(connection) as one:
        client.get("/programme/members/")
    for person in make_workers(6, chiang_mai):
        make_membership(person, chiang_mai, Role.PROGRAMME, hours=None)
        named = programmes.name_person(member=ours, person=again(person), by=again(ploy), now=NOW)
        programmes.confirm_person(seat=named, by=again(sumalee), now=NOW)
    with django_assert_max_num_queries(len(one)):
        client.get("/programme/members/")
    Membership.objects.filter(person=anan).update(ends=TODAY - timedelta(days=1))
    shown = client.get("/programme/members/")
    assert [row.holds for row in shown.context["page"].seats] == [False, *[True] * 6]
    assert "Has no role in the programme office today" in shown.text
