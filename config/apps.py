from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class ConfigApp(AppConfig):
    """The composition root: settings, urls, the shell of every page, the timetable."""

    name = "config"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system checks

        post_migrate.connect(after_migrate, dispatch_uid="kamlangjai-timetable")


def after_migrate(sender, app_config=None, **_) -> None:
    """Make the cache table and the timetable once the last app has its tables."""
    if sender.label == "django_q":
        from .schedules import sync

        call_command("createcachetable", verbosity=0)
        sync()
