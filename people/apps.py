from django.apps import AppConfig


class PeopleApp(AppConfig):
    """People, their units, who may see them, and who looked at their records."""

    name = "people"

    def ready(self) -> None:
        """Load the modules that register sealed fields or listen for changes."""
        from .accounts import factors, safety  # noqa: F401 - one adds what it seals, one listens
        from .audit import security_log  # noqa: F401 - it listens for what changes
        from .handing_over import own as rests  # noqa: F401 - adds what can rest with a person
        from .pending import own  # noqa: F401 - adds what can wait among people
