"""What repeats, as plain data; written to the cluster's table after every migration."""

from django_q.models import Schedule

TIMETABLE = {
    "workload.tasks.sweep_flags": {"schedule_type": Schedule.HOURLY},
    "workload.tasks.remind_weeks": {"schedule_type": Schedule.HOURLY},
    "training.tasks.remind_expiring": {"schedule_type": Schedule.DAILY},
    "training.tasks.suggest_milestones": {"schedule_type": Schedule.DAILY},
    "people.tasks.seal_access": {"schedule_type": Schedule.HOURLY},
    "wellbeing.tasks.pass_requests_on": {"schedule_type": Schedule.HOURLY},
    "wellbeing.tasks.forget_old": {"schedule_type": Schedule.DAILY},
}


def sync(**_) -> None:
    """Make the cluster's timetable equal to TIMETABLE: rows appear, change and go."""
    Schedule.objects.filter(func="config.queue.run").exclude(name__in=TIMETABLE).delete()
    for path, timing in TIMETABLE.items():
        Schedule.objects.update_or_create(
            name=path, defaults={"func": "config.queue.run", "args": repr((path,)), **timing}
        )
