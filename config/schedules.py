"""The repeating jobs, as plain data; written to the cluster's table after every migration."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django_q.models import Schedule

# A Wednesday: every later run is whole weeks after it, and Bangkok has no summer time.
WEDNESDAY = datetime(2026, 1, 7, 6, tzinfo=ZoneInfo("Asia/Bangkok"))
FOUR = WEDNESDAY.replace(hour=4)

TIMETABLE = {
    "workload.flags.tasks.sweep_flags": {"schedule_type": Schedule.HOURLY},
    "workload.weeks.tasks.remind_weeks": {"schedule_type": Schedule.HOURLY},
    "workload.policies.tasks.forget_drafts": {"schedule_type": Schedule.DAILY},
    "workload.own_data.tasks.forget_old": {"schedule_type": Schedule.DAILY},
    "training.certificates.tasks.remind_expiring": {"schedule_type": Schedule.DAILY},
    "training.passport.tasks.number_badges": {"schedule_type": Schedule.DAILY},
    "training.recognition.tasks.suggest_milestones": {"schedule_type": Schedule.DAILY},
    "people.members.tasks.end_with_last_role": {"schedule_type": Schedule.HOURLY},
    "people.handing_over.tasks.give_over": {"schedule_type": Schedule.HOURLY},
    "people.members.tasks.tell_without_role": {"schedule_type": Schedule.DAILY},
    "people.members.tasks.end_absences": {"schedule_type": Schedule.DAILY},
    # Daily, though a half-year is counted once: the job finds out what is due.
    "people.leaving.tasks.freeze_turnover": {"schedule_type": Schedule.DAILY},
    # Daily, though a quarter is counted once, six weeks after its end.
    "programme.trends.tasks.freeze_quarters": {"schedule_type": Schedule.DAILY},
    # At four in the morning: a large overview says that it was counted then.
    "programme.coverage.tasks.count_units": {"schedule_type": Schedule.DAILY, "next_run": FOUR},
    "training.nightly.tasks.count_offices": {"schedule_type": Schedule.DAILY, "next_run": FOUR},
    # Hourly: what a list said is gone a day after it was saved.
    "people.lists.tasks.forget_lists": {"schedule_type": Schedule.HOURLY},
    "programme.reports.tasks.forget_reports": {"schedule_type": Schedule.DAILY},
    "people.accounts.tasks.remind_keys": {"schedule_type": Schedule.DAILY},
    "people.organisation_keys.tasks.keep_organisation_keys": {"schedule_type": Schedule.DAILY},
    "people.accounts.tasks.forget_ended": {"schedule_type": Schedule.DAILY},
    "people.rescue.tasks.forget_old_help": {"schedule_type": Schedule.DAILY},
    "training.evaluations.tasks.tell_evaluations": {"schedule_type": Schedule.DAILY},
    "training.recognition.tasks.forget_links": {"schedule_type": Schedule.DAILY},
    "programme.volunteering.tasks.forget_applications": {"schedule_type": Schedule.DAILY},
    # Soon after the hour from which it may write; a person with today's mail gets no second one.
    "people.messages.tasks.send_own_mail": {"schedule_type": Schedule.MINUTES, "minutes": 10},
    "people.messages.tasks.send_digests": {"schedule_type": Schedule.MINUTES, "minutes": 10},
    # An hour later, when it is known which organisations are large.
    "people.own_data.tasks.check_large": {
        "schedule_type": Schedule.DAILY,
        "next_run": FOUR.replace(hour=5),
    },
    "people.line.tasks.look_at_line": {"schedule_type": Schedule.DAILY, "next_run": FOUR},
    # Daily, though a pair is a month old first: the job finds out what is due.
    "people.phones.tasks.renew_phone_keys": {"schedule_type": Schedule.DAILY},
    "people.audit.tasks.seal_access": {"schedule_type": Schedule.HOURLY},
    "people.audit.tasks.mail_anchor": {"schedule_type": Schedule.DAILY},
    "wellbeing.help.tasks.pass_requests_on": {"schedule_type": Schedule.HOURLY},
    "wellbeing.events.tasks.ask_after_events": {"schedule_type": Schedule.HOURLY},
    "wellbeing.own_data.tasks.forget_old": {"schedule_type": Schedule.DAILY},
    # Weekly, though a block lasts four weeks: the jobs find out what is due.
    "wellbeing.groups.tasks.freeze_blocks": {
        "schedule_type": Schedule.WEEKLY,
        "next_run": WEDNESDAY,
    },
    "workload.units.tasks.freeze_loads": {"schedule_type": Schedule.WEEKLY, "next_run": WEDNESDAY},
    "programme.staffing.tasks.freeze_staffing_blocks": {
        "schedule_type": Schedule.WEEKLY,
        "next_run": WEDNESDAY,
    },
}


def sync(**_: object) -> None:
    """Make the cluster's timetable equal to TIMETABLE: add, change and delete rows."""
    Schedule.objects.filter(func="config.queue.run").exclude(name__in=TIMETABLE).delete()
    for path, timing in TIMETABLE.items():
        first = {"func": "config.queue.run", "args": repr((path,)), **timing}
        # The cluster decides its next run after it is there.
        kept = {name: value for name, value in first.items() if name != "next_run"}
        Schedule.objects.update_or_create(name=path, defaults=kept, create_defaults=first)
