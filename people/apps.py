from django.apps import AppConfig


class PeopleApp(AppConfig):
    """Who is who, where they belong, who may see whom, and who looked."""

    name = "people"

    def ready(self) -> None:
        # One adds what it seals, the others listen for what changes.
        from .accounts import factors, safety  # noqa: F401
        from .audit import security_log  # noqa: F401
