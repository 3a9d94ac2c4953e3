"""Asking for a report: who may, of which period, once for the same, and safe to repeat."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from people.models import BackgroundJob, Membership, Role
from people.tenancy import context as tenancy
from programme.members import actions as programmes
from programme.models import ProgrammeReport, ReportFile, SharedPart
from programme.reports import actions, building, reading
from programme.rules.periods import PeriodKind, ReportPeriod
from tests.makers import NOW, make_membership, make_person
from tests.programme.conftest import again
from wellbeing.models import BlockResult
from workload.models import UnitLoad

from .conftest import KINDS, QUARTER, ask, tell_load, tell_strain

TODAY = NOW.date()
IMMEDIATE = "django.tasks.backends.immediate.ImmediateBackend"
DUMMY = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}


@pytest.fixture
def waiting(settings):
    """Jobs wait instead of being done on the spot."""
    settings.TASKS = DUMMY


def test_the_same_report_asked_twice_is_one(quarter, anan):
    first = ask(anan)
    assert (first.made_at, first.job.state) == (NOW, "done")
    assert ask(anan, now=NOW + timedelta(hours=1)) == first
    assert ProgrammeReport.objects.count() == 1
    assert BackgroundJob.objects.count() == 1
    assert ask(anan, language="th") != first


def test_a_colleague_of_the_same_office_finds_the_same_report(quarter, anan, office):
    colleague = make_person("colleague", office.organisation)
    make_membership(colleague, office, Role.PROGRAMME)
    assert ask(colleague) == ask(anan)


def test_an_office_of_a_part_has_a_report_of_its_own_and_reads_none_of_the_whole(
    quarter, anan, chiang_mai
):
    part = make_person("part", chiang_mai.organisation)
    make_membership(part, chiang_mai, Role.PROGRAMME)
    whole, own = ask(anan), ask(part)
    assert whole != own
    assert list(ProgrammeReport.objects.visible_to(again(part))) == [own]
    assert set(ProgrammeReport.objects.visible_to(again(anan))) == {whole, own}
    assert set(ReportFile.objects.visible_to(again(part))) == set(own.files.all())
    loads = reading.opened_content(own).parts[0]
    assert {row[0] for row in loads.tables[1].rows} == {"Chiang Mai team"}


def test_a_report_of_the_whole_is_none_of_an_office_of_a_part_that_administers_the_whole(
    quarter, anan, office, chiang_mai
):
    part = make_person("part", chiang_mai.organisation)
    make_membership(part, chiang_mai, Role.PROGRAMME)
    make_membership(part, office, Role.ADMIN)
    ask(anan)
    assert not ProgrammeReport.objects.visible_to(again(part)).exists()
    assert not ReportFile.objects.visible_to(again(part)).exists()


def test_nobody_else_asks(quarter, nok, wipa, siriporn, ploy, orathai):
    for person in (nok, wipa, siriporn, ploy, orathai):
        with pytest.raises(ValidationError):
            ask(person)
    assert not ProgrammeReport.objects.exists()


def test_whose_role_ended_reads_nothing_any_more(quarter, anan):
    ask(anan)
    Membership.objects.filter(person=anan).update(ends=TODAY - timedelta(days=1))
    assert not ProgrammeReport.objects.visible_to(again(anan)).exists()


@pytest.mark.parametrize("kind", PeriodKind)
def test_a_period_that_is_not_counted_to_its_end_is_refused(quarter, anan, kind):
    last = ReportPeriod.latest(kind, TODAY)
    assert ask(anan, last).made_at
    with pytest.raises(ValidationError) as refused:
        ask(anan, last.after)
    assert "period" in refused.value.message_dict


@pytest.mark.parametrize("kept", [UnitLoad, BlockResult])
def test_a_block_that_waits_for_its_job_is_in_no_report_yet(quarter, anan, office, kept):
    """A report is kept as it is told: one that was made too early would lack a block for good."""
    last = ReportPeriod.latest(PeriodKind.BLOCK, TODAY)
    [block] = last.blocks
    kept.objects.filter(block=block.number).delete()
    with pytest.raises(ValidationError) as refused:
        ask(anan, last)
    assert "not counted to its end" in refused.value.message_dict["period"][0]
    assert ask(anan).made_at
    tell = tell_load if kept is UnitLoad else tell_strain
    tell(office, block)
    assert ask(anan, last).made_at


@pytest.mark.parametrize(("field", "value"), [("language", "fr"), ("language", "my")])
def test_what_reports_are_not_in_is_refused(quarter, anan, field, value):
    with pytest.raises(ValidationError) as refused:
        ask(anan, **{field: value})
    assert field in refused.value.message_dict


def test_a_programme_is_told_to_its_office_alone(quarter, ours, theirs, anan):
    with pytest.raises(ValidationError):
        ask(anan, scope="programme")


def test_the_job_may_come_twice(quarter, anan):
    made = ask(anan)
    files = set(ReportFile.objects.values_list("pk", flat=True))
    building.build(made.job_id, lambda: NOW + timedelta(hours=1))
    assert ask(anan).made_at == NOW
    assert set(ReportFile.objects.values_list("pk", flat=True)) == files


def test_a_job_whose_process_was_killed_is_taken_on_again(quarter, anan, waiting):
    made = ask(anan)
    BackgroundJob.objects.filter(pk=made.job_id).update(state="running", moved_at=NOW, done=3)
    assert reading.line_of(made, NOW).goes_on
    building.build(made.job_id, lambda: NOW)
    kept = ProgrammeReport.objects.get()
    assert (kept.made_at, kept.job.state, kept.job.done) == (NOW, "done", kept.job.total)
    assert set(kept.files.values_list("kind", flat=True)) == KINDS


def test_a_job_that_stands_still_is_given_up_and_another_begins(quarter, anan, waiting):
    first = ask(anan).job
    BackgroundJob.objects.filter(pk=first.pk).update(state="running", moved_at=NOW)
    later = NOW + timedelta(minutes=3)
    again_asked = ask(anan, now=later)
    assert again_asked.job != first
    building.build(first.pk, lambda: later)
    assert ProgrammeReport.objects.get().made_at is None
    building.build(again_asked.job_id, lambda: later)
    assert ProgrammeReport.objects.get().made_at == later


def test_what_would_tell_more_or_less_by_now_is_not_made(quarter, anan, chiang_mai, waiting):
    made = ask(anan)
    make_membership(anan, chiang_mai, Role.PROGRAMME)
    building.build(made.job_id, lambda: NOW)
    kept = ProgrammeReport.objects.get()
    assert (kept.made_at, kept.job.state, kept.job.report) == (None, "refused", {"code": "changed"})


@pytest.mark.parametrize("meanwhile", ["another unit", "no role"])
def test_what_changed_while_it_was_told_is_not_kept(quarter, anan, chiang_mai, waiting, meanwhile):
    """The clock is read at each step: at the last one something happens."""
    made = ask(anan)

    def clock():
        if BackgroundJob.objects.get(pk=made.job_id).done == made.job.total - 1:
            if meanwhile == "no role":
                Membership.objects.filter(person=anan).update(ends=TODAY - timedelta(days=1))
            elif not Membership.objects.filter(person=anan, unit=chiang_mai).exists():
                make_membership(again(anan), chiang_mai, Role.PROGRAMME)
        return NOW

    building.build(made.job_id, clock)
    kept = ProgrammeReport.objects.get()
    assert (kept.made_at, bytes(kept.sealed_content), kept.job.state) == (None, b"", "refused")
    assert not ReportFile.objects.exists()


def test_a_report_goes_after_two_years_with_its_files(quarter, anan, waiting):
    made = ask(anan)
    building.build(made.job_id, lambda: NOW)
    actions.forget(NOW + reading.KEPT_FOR)
    assert ReportFile.objects.count() == len(KINDS)
    actions.forget(NOW + reading.KEPT_FOR + timedelta(seconds=1))
    assert not ProgrammeReport.objects.exists()
    assert not ReportFile.objects.exists()


def test_what_was_never_made_goes_after_a_week(quarter, anan, waiting):
    ask(anan)
    actions.forget(NOW + reading.UNMADE_FOR)
    assert ProgrammeReport.objects.count() == 1
    actions.forget(NOW + reading.UNMADE_FOR + timedelta(seconds=1))
    assert not ProgrammeReport.objects.exists()


def test_what_is_kept_is_sealed_and_opens_in_its_own_row_only(quarter, anan):
    first, second = ask(anan), ask(anan, language="th")
    assert b"Chiang Mai" not in bytes(first.sealed_content)
    file = first.files.get(kind="xlsx")
    assert not bytes(file.sealed_content).startswith(b"PK")
    assert file.content.startswith(b"PK")
    first.sealed_content = second.sealed_content
    with pytest.raises(Exception, match="no key"):
        reading.opened_content(first)


def test_what_was_changed_by_hand_is_not_shown(quarter, anan):
    made = ask(anan)
    made.digest = "0" * 64
    with pytest.raises(ValueError, match="not what was kept"):
        reading.opened_content(made)


def test_a_member_that_takes_back_its_part_is_in_no_report_any_more(
    quarter, seat, ours, theirs, ploy, sumalee, anan
):
    programmes.agree(member=theirs, part=SharedPart.GROUPS, by=sumalee, now=NOW)
    with tenancy.of_request(anan.organisation_id):
        made = ask(anan, scope="programme")
        assert reading.may_read(again(anan), made, NOW)
        assert [one.report for one in reading.reports_of(again(anan), NOW)[0]] == [made]
    programmes.withdraw(member=theirs, part=SharedPart.GROUPS, by=sumalee, now=NOW)
    with tenancy.of_request(anan.organisation_id):
        assert not reading.may_read(again(anan), made, NOW)
        assert reading.reports_of(again(anan), NOW)[0] == []
    programmes.agree(member=theirs, part=SharedPart.GROUPS, by=sumalee, now=NOW)
    programmes.leave(member=ours, by=again(ploy), now=NOW)
    with tenancy.of_request(anan.organisation_id):
        assert not reading.may_read(again(anan), made, NOW)
    assert made.period == QUARTER.code
