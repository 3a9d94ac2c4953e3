from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class ConfigApp(AppConfig):
    """The composition root: settings, urls, the shell of every page, the timetable."""

    name = "config"

    def ready(self) -> None:
        """Register the system checks, and connect tenancy and what a migration needs."""
        from people.accounts import places
        from people.tenancy import context as tenancy

        from . import checks  # noqa: F401 - registers the system checks
        from .older import refuse_older

        connection_created.connect(tenancy.begin, dispatch_uid="kamlangjai-reach")
        user_logged_in.connect(places.arrive, dispatch_uid="kamlangjai-reach")
        pre_migrate.connect(refuse_older, dispatch_uid="kamlangjai-older")
        post_migrate.connect(after_migrate, dispatch_uid="kamlangjai-timetable")


def after_migrate(sender: AppConfig, app_config: AppConfig | None = None, **_: object) -> None:
    """Make the cache table, the timetable and row-level security after the last app has its tables.

    Then the other roles of the database get their grants, and pushes and phones their keys.
    """
    if sender.label == "django_q":
        from people.phones import phone_keys, vapid
        from people.tenancy import grants, row_security

        from .schedules import sync

        call_command("createcachetable", verbosity=0)
        sync()
        row_security.build()
        grants.give()
        vapid.make_sure()
        phone_keys.make_sure()
