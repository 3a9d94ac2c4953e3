from django.apps import AppConfig


class PeopleApp(AppConfig):
    """Who is who, where they belong, who may see whom, and who looked."""

    name = "people"

    def ready(self) -> None:
        from . import safety, security_log  # noqa: F401 - they listen for what changes
