from django.apps import AppConfig


class PeopleApp(AppConfig):
    """Who is who, where they belong, who may see whom, and who looked."""

    name = "people"

    def ready(self) -> None:
        from . import safety  # noqa: F401 - it listens for what changes
