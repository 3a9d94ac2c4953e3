from django.apps import AppConfig


class PeopleApp(AppConfig):
    """Who is who, where they belong, who may see whom, and who looked."""

    name = "people"

    def ready(self) -> None:
        from .accounts import factors, safety  # noqa: F401 - one adds what it seals, one listens
        from .audit import security_log  # noqa: F401 - it listens for what changes
