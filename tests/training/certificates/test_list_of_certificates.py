"""Certificates as a list: what each row does, what it may not, and how it is taken back."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from people.models import Person, Role
from tests.bringing import CANNOT, NEW, SAME, bring, statements
from tests.makers import NOW, end_roles, make_worker
from tests.training.conftest import PDF, make_certificate
from training.certificates import actions as certificates
from training.certificates import files
from training.models import Certificate
from training.passport import actions as passport

FRIDAY = date(2026, 11, 20)


def row(name="Kanokwan Srisuk", kind="Victim interview", issued_on="2/1/2569", **cells):
    return {"name": name, "certificate": kind, "issued_on": issued_on} | cells


def held():
    columns = ("person__account__username", "issued_on", "expires_on", "current")
    return list(Certificate.objects.order_by("issued_on", "pk").values_list(*columns))


def test_a_row_issues_what_it_says_by_the_rule_of_its_type(interview, nok, siriporn):
    found = bring("certificates", siriporn, row("นางสาว กนกวรรณ  ศรีสุข", "สัมภาษณ์ผู้เสียหาย"))
    assert (found.fates, found.problems) == ([NEW], [])
    assert found.verdicts[0].title == "Kanokwan Srisuk"
    found.save()
    assert held() == [("nok", date(2026, 1, 2), date(2028, 1, 2), True)]
    assert bring("certificates", siriporn, row()).fates == [SAME]
    assert found.undo() == []
    assert held() == []


def test_of_several_the_one_earned_last_is_current_and_what_was_before_comes_back(
    interview, nok, siriporn
):
    make_certificate(nok, interview, by=siriporn, issued_on=date(2025, 6, 1))
    found = bring("certificates", siriporn, row(issued_on="1/5/2568"), row(issued_on="1/7/2568"))
    assert found.fates == [NEW, NEW]
    assert found.notes == [
        "Goes into the history: there is one of 1 Jun 2025",
        "Takes the place of the one of 1 Jun 2025",
    ]
    found.save()
    assert [(one[1].month, one[3]) for one in held()] == [(5, False), (6, False), (7, True)]
    assert found.undo() == []
    assert [(one[1].month, one[3]) for one in held()] == [(6, True)]


def test_of_two_in_one_list_it_says_beforehand_which_goes_into_the_history(
    interview, nok, crew, siriporn
):
    """A row that cannot be brought in takes the place of none."""
    make_certificate(nok, interview, by=siriporn, issued_on=date(2025, 1, 1))
    days = ("1/5/2568", "1/7/2568", "1/12/2569")
    of_nok = [row(issued_on=day) for day in days]
    of_montri = [row(crew[1].full_name_en, issued_on=day) for day in days]
    found = bring("certificates", siriporn, *of_nok, *of_montri)
    assert found.fates == [NEW, NEW, CANNOT] * 2
    history = "Goes into the history: there is one of 1 Jul 2025"
    assert found.notes == [history, "Takes the place of the one of 1 Jan 2025", history]
    found.save()
    current = Certificate.objects.current().values_list("issued_on", flat=True)
    assert [*current] == [date(2025, 7, 1)] * 2


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"issued_on": "20/11/2569"}, None),
        ({"issued_on": "21/11/2569"}, "issued_on"),
        # It would be over by now: 24 months and a day ago.
        ({"issued_on": "20/11/2567"}, None),
        ({"issued_on": "19/11/2567"}, "issued_on"),
        ({"issued_on": "soon"}, "issued_on"),
        ({"issued_on": ""}, "issued_on"),
        ({"expires_on": "1/1/2569"}, "expires_on"),
        ({"expires_on": "19/11/2569"}, "expires_on"),
        ({"expires_on": "20/11/2569"}, None),
        # Not longer than the organisation's own rule.
        ({"expires_on": "2/1/2571"}, None),
        ({"expires_on": "3/1/2571"}, "expires_on"),
        ({"kind": "First aid"}, "certificate"),
        ({"kind": ""}, "certificate"),
        ({"name": ""}, "name"),
        ({"name": "Kanokwan Srisook"}, "name"),
        ({"name": "Siriporn Maneewong"}, "name"),
    ],
)
def test_a_row_is_refused_at_its_column(cells, column, interview, nok, siriporn):
    found = bring("certificates", siriporn, row(**cells))
    assert [one for one, _ in found.problems] == ([column] if column else [])
    assert found.fates == [CANNOT if column else NEW]
    assert found.save().effects == [] if column else found.save().effects


def test_nobody_is_found_who_is_not_the_trainers(interview, nok, siriporn, noi, phuket, chiang_mai):
    """Another organisation, a sister unit, and who has left are all alike: not found."""
    Person.objects.filter(pk=noi.pk).update(employee_number="N-1", work_phone="+66812345678")
    sister = make_worker(phuket, "dao", full_name_en="Dao Phuket", employee_number="P-1")
    left = end_roles(make_worker(chiang_mai, "lek", full_name_en="Lek Gone"))
    found = bring(
        "certificates",
        siriporn,
        {"number": "N-1", "certificate": "Victim interview", "issued_on": "2/1/2569"},
        {"email": noi.work_email, "certificate": "Victim interview", "issued_on": "2/1/2569"},
        {"phone": "0812345678", "certificate": "Victim interview", "issued_on": "2/1/2569"},
        row(sister.full_name_en, number="P-1"),
        row(left.full_name_en),
        row("Noi Chantr"),
    )
    assert {str(sentence) for _column, sentence in found.problems} == {
        "Not found among your people."
    }
    assert found.fates == [CANNOT] * 6


def test_a_name_of_two_asks_for_the_number_and_a_slip_gets_a_guess(
    interview, nok, siriporn, chiang_mai
):
    twin = make_worker(chiang_mai, "nok2", full_name_en="Kanokwan  Srisuk", employee_number="S 2")
    found = bring(
        "certificates",
        siriporn,
        row(),
        row(number="s-2", issued_on="3/1/2569"),
        row("Kanokwan", last_name="Srisook"),
        row(number="S3"),
    )
    assert found.fates == [CANNOT, NEW, CANNOT, CANNOT]
    assert found.verdicts[1].plan.person == twin.pk
    said = [sentence for _column, sentence in found.problems]
    assert said[0] == said[2] == "Two people are called this. Please add the employee number."
    Person.objects.filter(pk=nok.pk).update(full_name_en="Kanokwan Srisuwan", name_search="")
    nok.refresh_from_db()
    nok.save()
    assert bring("certificates", siriporn, row("Kanokwan Srisuwam")).problems == [
        ("name", "Not found among your people. Did you mean Kanokwan Srisuwan?")
    ]


def test_a_revoked_one_stays_revoked_and_a_row_counts_once(interview, nok, siriporn):
    made = make_certificate(nok, interview, by=siriporn, issued_on=date(2026, 1, 2))
    certificates.revoke(certificate=made, reason="A mistake", by=siriporn, now=NOW)
    found = bring(
        "certificates", siriporn, row(), row(issued_on="3/1/2569"), row(issued_on="3/1/2569")
    )
    assert found.fates == [CANNOT, NEW, CANNOT]
    assert [one for _column, one in found.problems] == [
        "This certificate was revoked. It stays so.",
        "This stands in row 3 already.",
    ]


def test_what_was_used_since_is_not_taken_back(interview, crew, siriporn, ploy):
    nok, montri, piyada, nantana = crew
    names = [one.full_name_en for one in crew]
    found = bring("certificates", siriporn, *(row(name) for name in names)).save()
    one, two, three, four = Certificate.objects.order_by("pk")
    passport.show(person=nok, certificates=[one], name=True, now=NOW)
    certificates.revoke(certificate=two, reason="A mistake", by=ploy, now=NOW)
    files.attach(certificate=three, file=PDF, by=siriporn, now=NOW)
    make_certificate(nantana, interview, by=siriporn, issued_on=date(2026, 5, 1), current=False)
    assert sorted(found.undo()) == [
        (2, "The person has shown it to others."),
        (3, "It was revoked since."),
        (4, "A file was added to it."),
        (5, "It was renewed since."),
    ]
    end_roles(montri)
    assert (3, "You do not train this person any more.") in found.undo()


def test_only_a_trainer_of_today_brings_them_in(interview, nok, siriporn, wipa):
    brought = bring("certificates", siriporn, row()).save()
    for other in (nok, wipa, end_roles(siriporn, Role.TRAINER)):
        with pytest.raises(ValidationError):
            bring("certificates", other, row())
        with pytest.raises(ValidationError):
            brought.undo(by=other)
    assert Certificate.objects.count() == 1


def test_a_change_meanwhile_changes_the_mark(interview, nok, siriporn):
    before = bring("certificates", siriporn, row()).marks
    assert bring("certificates", siriporn, row()).marks == before
    make_certificate(nok, interview, by=siriporn, issued_on=date(2026, 1, 3))
    assert bring("certificates", siriporn, row()).marks != before


def test_statements_do_not_grow_with_rows(interview, crew, siriporn):
    few = [row(crew[0].full_name_en)]
    many = [row(one.full_name_en, issued_on=f"{day}/1/2569") for one in crew for day in range(1, 9)]
    assert statements(lambda: bring("certificates", siriporn, *few)) == statements(
        lambda: bring("certificates", siriporn, *many)
    )
    saving, undoing = set(), set()
    for rows in (few, many):
        found = bring("certificates", siriporn, *rows)
        saving.add(statements(found.save))
        undoing.add(statements(found.undo))
    assert len(saving) == len(undoing) == 1


DAYS = st.integers(0, 720).map(lambda back: FRIDAY - timedelta(days=back))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["Montri", "Piyada"]), DAYS), max_size=6), DAYS)
def test_what_is_written_is_the_same_after_and_taken_back_it_is_as_before(
    interview, crew, siriporn, wanted, there
):
    Certificate.objects.all().delete()
    make_certificate(crew[1], interview, by=siriporn, issued_on=there)
    before = held()
    rows = [row(name, issued_on=day.isoformat()) for name, day in wanted]
    found = bring("certificates", siriporn, *rows).save()
    again = bring("certificates", siriporn, *rows)
    assert NEW not in again.fates
    newest = {}
    for name, day, _ends, _current in held():
        newest[name] = max(day, newest.get(name, day))
    assert {(name, day) for name, day, _ends, current in held() if current} == {*newest.items()}
    assert found.undo() == []
    assert held() == before
