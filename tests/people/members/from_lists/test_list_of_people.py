"""A list of people: everybody is on the board at once, and comes in when they can."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st

from people.lists.kinds import SUBJECTS, ListRow
from people.members.from_lists.cells import read_cells
from people.members.from_lists.judging import judge_people
from people.models import (
    AccessEvent,
    Account,
    Invitation,
    Membership,
    OutgoingLetter,
    Person,
    Role,
)
from tests.makers import (
    NOW,
    make_membership,
    make_person,
    make_unit,
)
from tests.training.conftest import make_certificate, make_certificate_type

from .tools import CANNOT, CHANGES, NEW, SAME, bring_in, bringing, fates, person_row, problems, undo

TODAY = NOW.date()
TOMORROW = NOW + timedelta(days=1)


# --- New people ---------------------------------------------------------------------------------


def test_a_row_enters_a_person_who_can_come_in(ploy, chiang_mai):
    row = person_row(
        name="ร.ต.อ. สมชาย ใจดี",
        name_en="Somchai Jaidee",
        nickname="ชาย",
        email="Somchai@Example.org",
        phone="๐๘๑-234 5678",
        unit="head  OFFICE › ทีมเชียงใหม่",
        job="ล่าม",
        hours="37,5 ชม.",
        employment="ข้าราชการ",
        until="30/9/2570",
        starts="1/12/2569",
        language="ไทย",
    )
    bring_in(ploy, row)
    person = Person.objects.get(awaited=True)
    assert (person.rank, person.full_name_th) == ("ร.ต.อ.", "สมชาย ใจดี")
    assert (person.full_name_en, person.nickname_th) == ("Somchai Jaidee", "ชาย")
    assert (person.employee_number, person.work_phone) == ("SP-101", "+66812345678")
    assert (person.work_email, person.email) == ("somchai@example.org", "")
    assert (str(person.employment), person.employed_until) == ("Civil servant", date(2027, 9, 30))
    assert Person.objects.called("somchai").get() == person
    member = person.memberships.get()
    assert (member.unit, member.role, str(member.job)) == (chiang_mai, Role.WORKER, "Interpreter")
    assert (member.hours, member.starts, member.ends) == (Decimal("37.5"), date(2026, 12, 1), None)
    invitation = Invitation.objects.get(person=person)
    assert (invitation.email, invitation.name, invitation.language) == (
        "somchai@example.org",
        "",
        "th",
    )
    assert (invitation.unit, invitation.hours, invitation.invited_by) == (
        chiang_mai,
        member.hours,
        ploy,
    )
    # Who gave the role is noted when they come in; until then the row can be removed as a whole.
    assert not AccessEvent.objects.exists()


def test_who_has_an_address_is_mailed_and_who_has_none_gets_a_slip(ploy, chiang_mai, settings):
    bring_in(ploy, person_row(1, email="mali@example.org"), person_row(2))
    assert [one.to for one in mail.outbox] == [["mali@example.org"]]
    slip = Invitation.objects.get(email="")
    assert slip.name == slip.person.full_name_th
    assert slip.is_slip
    assert not OutgoingLetter.objects.filter(invitation=slip).exists()


def test_an_account_that_waits_signs_nobody_in(ploy, chiang_mai, client):
    bring_in(ploy, person_row())
    account = Account.objects.get(people__awaited=True)
    assert not account.is_active
    assert not account.has_usable_password()
    assert (account.email, account.username[0]) == ("", "-")
    assert not client.login(username=account.username, password="")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"name": "Mali Jaidee"}, {"full_name_en": "Mali Jaidee"}),
        (
            {"name": "", "first": "มะลิ", "last": "ใจดี", "title": "นาง"},
            {"full_name_th": "มะลิ ใจดี"},
        ),
        (
            {"name": "", "first": "Mali", "last": "Jaidee", "title": "Ms"},
            {"full_name_en": "Mali Jaidee"},
        ),
        (
            {"name": "", "first": "สมชาย", "last": "ใจดี", "title": "ร.ต.อ."},
            {"rank": "ร.ต.อ.", "full_name_th": "สมชาย ใจดี"},
        ),
        (
            {"name": "Pol. Capt. Somchai Jaidee"},
            {"rank": "Pol.Capt.", "full_name_en": "Somchai Jaidee"},
        ),
        ({"name": "นายสมชาย ใจดี", "title": "นาย"}, {"full_name_th": "สมชาย ใจดี"}),
        (
            {"name": "", "name_th": "มะลิ", "name_en": "Mali"},
            {"full_name_th": "มะลิ", "full_name_en": "Mali"},
        ),
        ({"nickname": "Li"}, {"nickname_en": "Li"}),
    ],
)
def test_names_are_read_as_lists_have_them(cells, said):
    read = read_cells(ListRow(2, person_row() | cells), TODAY)
    assert {key: getattr(read, key) for key in said} == said
    assert not read.problems


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name": ""}, "name"),
        ({"name": "Pol. Capt."}, "name"),
        ({"name": "<b>Mali</b>"}, "name"),
        ({"name": "ม" * 121}, "name"),
        ({"nickname": "ร.ต.อ."}, "nickname"),
        ({"number": "9" * 41}, "number"),
        ({"email": "mali at example"}, "email"),
        ({"phone": "ext. 12"}, "phone"),
        ({"unit": "Bangkok"}, "unit"),
        ({"unit": ""}, "unit"),
        ({"job": "Pilot"}, "job"),
        ({"role": "king"}, "role"),
        ({"role": "ผู้ดูแลระบบ"}, "role"),
        ({"role": "trainer", "hours": "40"}, "hours"),
        ({"hours": "85"}, "hours"),
        ({"hours": "many"}, "hours"),
        ({"hours": "37.55"}, "hours"),
        ({"hours": "1e9"}, "hours"),
        ({"employment": "pirate"}, "employment"),
        ({"until": "31/2/2570", "employment": "Employee"}, "until"),
        ({"until": "30/9/2570"}, "until"),
        ({"until": "1/1/2560", "employment": "Employee"}, "until"),
        ({"starts": "tomorrow"}, "starts"),
        ({"starts": "1/1/2700"}, "starts"),
        ({"language": "Klingon"}, "language"),
    ],
)
def test_each_fault_is_said_at_its_row_and_column(ploy, chiang_mai, cells, column):
    found = problems(ploy, person_row(1), person_row(2, **cells))
    assert [one[:2] for one in found] == [(3, column)]
    assert bring_in(ploy, person_row(2, **cells)) == []


def test_what_is_nearly_right_is_asked_after(ploy, chiang_mai):
    found = problems(ploy, person_row(unit="Chang Mai team", job="Interpretr"))
    assert [one[2] for one in found] == [
        "There is no unit “Chang Mai team” that you manage. Did you mean “Chiang Mai team”?",
        "“Interpretr” is none of your jobs. Please add it to the jobs first. "
        "Did you mean “Interpreter”?",
    ]


def test_a_name_of_two_units_needs_the_way_to_it(ploy, chiang_mai, saphan, office):
    north, south = (make_unit(saphan, name, parent=office) for name in ("North", "South"))
    first = make_unit(saphan, "Night team", parent=north)
    make_unit(saphan, "Night team", parent=south)
    ((_row, column, sentence),) = problems(ploy, person_row(unit="Night team"))
    assert column == "unit"
    assert "Head office › North › Night team" in sentence
    bring_in(ploy, person_row(unit="north / night team"))
    assert Membership.objects.get(person__awaited=True).unit == first


def test_a_role_that_answers_for_others_begins_today_at_the_earliest(ploy, chiang_mai):
    row = person_row(role="หัวหน้า", starts="1/1/2560")
    (verdict,) = judge_people(bringing(ploy, row))
    assert "Supervisor from today" in verdict.notes
    bring_in(ploy, row)
    member = Membership.objects.get(person__awaited=True)
    assert (member.role, member.starts) == (Role.SUPERVISOR, TODAY)


def test_without_a_job_it_is_the_office_and_the_row_says_so(ploy, chiang_mai):
    (verdict,) = judge_people(bringing(ploy, person_row(job="")))
    assert "Office" in verdict.notes


# --- Whose row it is ----------------------------------------------------------------------------


@pytest.fixture
def mali(chiang_mai):
    person = make_person(
        "mali",
        chiang_mai.organisation,
        full_name_en="Mali Jaidee",
        full_name_th="มะลิ ใจดี",
        employee_number="SP-1",
        work_phone="+66812345678",
    )
    make_membership(person, chiang_mai)
    return person


@pytest.mark.parametrize(
    "cells",
    [
        {"number": "sp-1"},
        {"number": "SP-1", "name": "Quite Another"},
        {"number": "", "email": "MALI@example.org"},
        {"number": "", "phone": "081 234 5678"},
        {"number": "", "name": "นางสาว มะลิ ใจดี"},
    ],
)
def test_a_person_is_known_by_number_address_phone_or_name(ploy, mali, cells):
    row = {"name": "มะลิ ใจดี", "hours": "32"} | cells
    (verdict,) = judge_people(bringing(ploy, row))
    assert verdict.fate is CHANGES
    assert (verdict.title, verdict.plan.person) == ("Mali Jaidee", mali)
    assert "40 to 32 h" in verdict.notes


def test_nobody_is_guessed(ploy, mali, chiang_mai):
    other = make_person(
        "other", chiang_mai.organisation, full_name_th="มะลิ ใจดี", work_phone="+66812345678"
    )
    make_membership(other, chiang_mai)
    assert [one[1] for one in problems(ploy, {"name": "มะลิ ใจดี"}, {"phone": "0812345678"})] == [
        "name",
        "phone",
    ]
    (verdict,) = judge_people(bringing(ploy, person_row(9, name="มะลิ ใจดี")))
    assert verdict.fate is NEW
    assert "There is a person of this name already; this is a second one" in verdict.notes


@pytest.mark.parametrize(
    ("one", "two", "column"),
    [
        ({"number": "SP-7"}, {"number": "sp-7"}, "number"),
        ({"email": "a@example.org"}, {"email": "A@example.org"}, "email"),
        ({"number": "", "phone": "0812345678"}, {"number": "", "phone": "+66812345678"}, "phone"),
        ({"number": "", "name": "มะลิ ใจงาม"}, {"number": "", "name": "มะลิ  ใจงาม"}, "name"),
    ],
)
def test_what_stands_twice_names_both_rows(ploy, chiang_mai, one, two, column):
    found = problems(ploy, person_row(1, **one), person_row(2, **two), person_row(3))
    assert [(row, at) for row, at, _said in found] == [(2, column), (3, column)]
    assert found[0][2].endswith("is also in row 3.")
    assert found[1][2].endswith("is also in row 2.")


def test_two_rows_about_one_person_are_said(ploy, mali):
    found = problems(
        ploy, {"number": "SP-1", "hours": "32"}, {"email": "mali@example.org", "hours": "20"}
    )
    assert [one[0] for one in found] == [2, 3]


def test_numbers_and_addresses_of_two_people_are_not_mixed(ploy, mali, nok):
    found = problems(
        ploy,
        {"number": "SP-1", "email": "nok@example.org"},
        {"number": "SP-9", "email": "mali@example.org"},
    )
    assert [one[1] for one in found] == ["email", "number"]


# --- People who are there -----------------------------------------------------------------------


def test_only_what_changed_is_written_and_the_same_list_does_nothing(ploy, mali, saphan):
    row = {
        "number": "SP-1",
        "name": "มะลิ ใจดี",
        "email": "mali.j@example.org",
        "phone": "02 123 4567",
        "employment": "Employee",
        "hours": "32",
        "job": "Interpreter",
        "unit": "",
    }
    (verdict,) = judge_people(bringing(ploy, row))
    assert set(verdict.notes) >= {
        "mali@example.org to mali.j@example.org",
        "Employee",
        "40 to 32 h",
    }
    bring_in(ploy, row)
    mali.refresh_from_db()
    assert (mali.work_email, mali.work_phone) == ("mali.j@example.org", "+6621234567")
    assert mali.email == "mali@example.org"
    old, new = mali.memberships.order_by("starts")
    assert (old.hours, old.ends) == (40, TODAY - timedelta(days=1))
    assert (new.hours, str(new.job), new.starts) == (32, "Interpreter", TODAY)
    assert fates(ploy, row) == [SAME]
    assert fates(ploy, row, now=TOMORROW) == [SAME]
    assert {one.what for one in AccessEvent.objects.filter(person=mali)} == {
        "work_data",
        "role_changed",
    }
    assert len(mail.outbox) == 2


def test_names_are_the_persons_own_once_they_came_in(ploy, mali, chiang_mai):
    (verdict,) = judge_people(bringing(ploy, {"number": "SP-1", "name": "Another Name"}))
    assert (verdict.fate, verdict.notes) == (SAME, ("The name stays: it is the person’s own",))
    bring_in(ploy, person_row(5))
    bring_in(ploy, person_row(5, name="มะลิ ใจงาม"))
    person = Person.objects.get(employee_number="SP-105")
    assert person.full_name_th == "มะลิ ใจงาม"
    assert Person.objects.called("ใจงาม").get() == person


def test_a_worker_moves_by_list_and_a_supervisor_on_their_page(ploy, mali, wipa, saphan, office):
    lampang = make_unit(saphan, "Lampang team", parent=office)
    assert fates(ploy, {"number": "SP-1", "unit": "Lampang team"}) == [CHANGES]
    assert [
        one[1] for one in problems(ploy, {"email": "wipa@example.org", "unit": "Lampang team"})
    ] == ["unit"]
    assert [one[1] for one in problems(ploy, {"number": "SP-1", "role": "supervisor"})] == ["role"]
    bring_in(ploy, {"number": "SP-1", "unit": "Lampang team"})
    assert mali.memberships.get(ends=None).unit == lampang


def test_more_than_a_week_holds_is_refused(ploy, mali, saphan, office):
    lampang = make_unit(saphan, "Lampang team", parent=office)
    make_membership(mali, lampang, hours=Decimal(20))
    assert [one[1] for one in problems(ploy, {"number": "SP-1", "hours": "30"})] == ["unit"]
    row = {"number": "SP-1", "unit": "Lampang team", "hours": "50"}
    assert [one[1] for one in problems(ploy, row)] == ["hours"]
    assert fates(ploy, row | {"hours": "44"}) == [CHANGES]


def test_an_awaited_person_is_corrected_and_their_invitation_follows(
    ploy, chiang_mai, saphan, office
):
    lampang = make_unit(saphan, "Lampang team", parent=office)
    bring_in(ploy, person_row(1, email="mali@example.org"))
    bring_in(ploy, person_row(1, email="mali.j@example.org", unit="Lampang team", hours="20"))
    person = Person.objects.get(awaited=True)
    member, invitation = person.memberships.get(), person.awaited_invitation
    assert (member.unit, member.hours) == (lampang, 20)
    assert (invitation.unit, invitation.hours, invitation.email) == (
        lampang,
        20,
        "mali.j@example.org",
    )
    assert [one.to[0] for one in mail.outbox] == ["mali@example.org", "mali.j@example.org"]


# --- Who may, and what is said of others ----------------------------------------------------------


@pytest.fixture
def part(chiang_mai):
    """An admin of the team alone."""
    person = make_person("part", chiang_mai.organisation)
    make_membership(person, chiang_mai, Role.ADMIN)
    return person


def test_a_role_is_given_where_the_admin_is_admin_only(part, office, chiang_mai, phuket):
    assert fates(part, person_row()) == [NEW]
    for unit in ("Head office", "Phuket office"):
        assert [one[1:2] for one in problems(part, person_row(unit=unit))] == [("unit",)]


@pytest.mark.parametrize(
    "cells",
    [
        {"email": "ploy@example.org"},
        {"email": "ploy+two@example.org"},
        {"number": "SP-0"},
        {"number": "", "name": "Ploy Suwannarat"},
    ],
)
def test_nobody_brings_in_their_own_row(ploy, chiang_mai, cells):
    Person.objects.filter(pk=ploy.pk).update(employee_number="SP-0")
    found = problems(ploy, person_row(1) | {"role": "supervisor"} | cells)
    assert [one[2] for one in found] == [
        "This is you. Another admin changes what is kept about you."
    ]


def test_of_people_managed_elsewhere_no_name_is_said(part, chiang_mai, phuket):
    other = make_person(
        "other",
        phuket.organisation,
        full_name_th="มะลิ ใจดี",
        employee_number="SP-5",
        work_phone="+66812345678",
    )
    make_membership(other, phuket)
    found = judge_people(
        bringing(
            part,
            person_row(1, number="SP-5", name="Somebody Else"),
            person_row(2, email="other@example.org"),
            person_row(3, number="", phone="0812345678"),
            person_row(4, number="", name="มะลิ ใจดี"),
        )
    )
    assert [one.fate for one in found] == [CANNOT, CANNOT, NEW, NEW]
    said = " ".join(str(one) for one in found)
    assert "This is in use here already" in said
    assert other.full_name_th not in said.replace("'name': 'มะลิ ใจดี'", "").replace(
        found[3].title, ""
    )


def test_an_address_of_another_organisation_says_nothing(ploy, chiang_mai, noi):
    (verdict,) = judge_people(bringing(ploy, person_row(email="noi@example.org")))
    assert (verdict.fate, verdict.problems) == (NEW, ())


def test_who_has_a_role_elsewhere_too_is_changed_by_an_admin_over_both(part, mali, phuket):
    make_membership(mali, phuket, Role.TRAINER)
    assert [one[1] for one in problems(part, {"number": "SP-1", "hours": "20"})] == ["number"]


def test_closed_places_and_open_invitations_are_left_to_their_pages(ploy, mali, chiang_mai):
    from tests.people.members.test_invitations import invite

    invite(chiang_mai, email="invited@example.org")
    assert [one[1] for one in problems(ploy, person_row(email="invited@example.org"))] == ["email"]
    Person.objects.filter(pk=mali.pk).update(is_active=False)
    assert [one[1] for one in problems(ploy, {"number": "SP-1", "hours": "20"})] == ["number"]


# --- Take back ------------------------------------------------------------------------------------


def everything():
    """All rows of the tables that a list writes."""
    models = (Account, Person, Membership, Invitation, OutgoingLetter)
    hidden = ("changed_at",)
    return {
        model.__name__: [
            {key: value for key, value in row.items() if key not in hidden}
            for row in model.objects.order_by("pk").values()
        ]
        for model in models
    }


def test_a_list_taken_back_leaves_everything_as_it_was(ploy, mali, chiang_mai, wipa):
    before = everything()
    effects = bring_in(
        ploy,
        person_row(1, email="new@example.org"),
        person_row(2, role="supervisor"),
        {"number": "SP-1", "email": "m@example.org", "hours": "32", "employment": "Employee"},
    )
    assert everything() != before
    assert undo(ploy, effects, now=NOW + timedelta(hours=2)) == []
    assert everything() == before


def test_what_was_used_since_stays_with_its_reason(ploy, mali, chiang_mai, siriporn, saphan, wipa):
    from people.members import invitations

    effects = bring_in(
        ploy,
        *(person_row(n) for n in range(1, 6)),
        {"number": "SP-1", "hours": "32", "phone": "02 123 4567"},
    )
    came, certified, changed, moved, gone = Person.objects.filter(awaited=True).order_by("pk")
    invitations.accept(
        invitation=came.awaited_invitation,
        username="came",
        password="seven small rivers",
        full_name_en="Came In",
        now=NOW,
    )
    make_certificate(certified, make_certificate_type(saphan), by=siriporn)
    Person.objects.filter(pk=changed.pk).update(work_phone="+66812345670")
    make_membership(moved, chiang_mai, Role.TRAINER)
    Membership.objects.filter(person=mali, ends=None).update(hours=20)
    assert sorted(undo(ploy, effects)) == [
        (2, "has come in"),
        (3, "has a certificate"),
        (4, "has changed since"),
        (5, "has changed since"),
        (7, "has changed since"),
    ]
    assert not Person.objects.filter(pk=gone.pk).exists()
    mali.refresh_from_db()
    assert mali.work_phone == "+66812345678"
    assert mali.memberships.get(ends=None).hours == 20


@pytest.mark.parametrize(
    ("where", "given"),
    [
        ("where she was", {"hours": None}),
        ("where she was", {"role": Role.SUPERVISOR, "hours": Decimal(20)}),
        ("elsewhere", {"hours": Decimal(60)}),
    ],
)
def test_a_role_goes_back_to_nothing_that_meets_one_that_was_given_since(
    ploy, mali, chiang_mai, saphan, office, where, given
):
    """The same role twice, hours twice in a unit, or more than a week's contracts may come to."""
    lampang = make_unit(saphan, "Lampang team", parent=office)
    row = {"number": "SP-1", "unit": "Lampang team", "hours": "20"}
    effects = bring_in(ploy, row)
    make_membership(mali, chiang_mai if where == "where she was" else office, **given)
    before = everything()
    assert undo(ploy, effects) == [(2, "has changed since")]
    assert everything() == before
    mali.memberships.exclude(unit=lampang).filter(ends=None).delete()
    assert undo(ploy, effects) == []
    assert mali.memberships.get().unit == chiang_mai


def test_whom_the_trail_names_is_emptied_and_the_trail_stays(ploy, chiang_mai):
    from people.audit import actions as audit

    effects = bring_in(ploy, person_row(1, email="new@example.org"))
    person = Person.objects.get(awaited=True)
    audit.note_access(viewer=ploy, role=Role.ADMIN, what="membership", person=person, at=NOW)
    assert undo(ploy, effects) == []
    person.refresh_from_db()
    assert (person.name, person.employee_number, person.work_email) == ("–", "", "")
    assert (person.is_active, person.memberships.count()) == (False, 0)
    assert not Person.objects.called("มะลิ").exists()
    assert not Invitation.objects.exists()
    assert fates(ploy, person_row(1, email="new@example.org")) == [NEW]


def test_an_admin_who_lost_the_unit_takes_nothing_back(ploy, chiang_mai, mali):
    effects = bring_in(ploy, person_row(1), {"number": "SP-1", "hours": "32"})
    Membership.objects.filter(person=ploy).update(ends=TODAY - timedelta(days=1))
    assert undo(ploy, effects) == [
        (2, "is not managed by you any more"),
        (3, "is not managed by you any more"),
    ]


# --- Any text, and any number of rows -----------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from([one.key for one in SUBJECTS["people"].columns]), st.text(max_size=60)
    )
)
def test_any_text_is_read_without_an_error(cells):
    read = read_cells(ListRow(2, cells), TODAY)
    for one in read.problems:
        assert one.column in SUBJECTS["people"].by_key
    assert "\0" not in "".join(map(str, vars(read).values()))


KEYS = [one.key for one in SUBJECTS["people"].columns]
CELL = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            *(
                "SP-1",
                "sp-1",
                "SP-2",
                "มะลิ ใจดี",
                "Mali Jaidee",
                "ร.ต.อ. มะลิ ใจดี",
                "mali@example.org",
            ),
            *(
                "new@example.org",
                "0812345678",
                "Chiang Mai team",
                "ทีมเชียงใหม่",
                "40",
                "32",
                "Employee",
            ),
            *("Case worker", "supervisor", "trainer", "1/12/2569", "30/9/2570", "th"),
        ]
    ),
)


@pytest.mark.django_db
def test_whatever_is_written_is_the_same_when_it_is_brought_again(ploy, mali, chiang_mai):
    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.dictionaries(st.sampled_from(KEYS), CELL), max_size=6))
    def brought_twice(rows):
        from django.db import transaction

        with transaction.atomic():
            before = everything()
            written = [one for one in judge_people(bringing(ploy, *rows)) if one.writes]
            effects = bring_in(ploy, *rows)
            again = {one.row.number: one.fate for one in judge_people(bringing(ploy, *rows))}
            assert {again[one.row.number] for one in written if one.row.cells.get("number")} <= {
                SAME
            }
            assert undo(ploy, effects) == []
            assert everything() == before
            transaction.set_rollback(True)

    brought_twice()


def test_more_rows_cost_no_more_statements(ploy, chiang_mai):
    def statements(rows):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            judge_people(bringing(ploy, *rows))
        judged = len(asked)
        with CaptureQueriesContext(connection) as asked:
            effects = bring_in(ploy, *rows)
        written = len(asked)
        with CaptureQueriesContext(connection) as asked:
            assert undo(ploy, effects) == []
        return judged, written, len(asked)

    few = statements([person_row(n) for n in range(1, 3)])
    many = statements([person_row(n) for n in range(10, 60)])
    assert many == few
    assert few[0] <= 10
