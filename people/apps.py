from django.apps import AppConfig


class PeopleApp(AppConfig):
    """People, their units, who may see them, and who looked at their records."""

    name = "people"

    def ready(self) -> None:
        """Load the modules that register sealed fields or listen for changes."""
        from .accounts import factors, letters, safety  # noqa: F401 - they add, or listen
        from .audit import anchors, security_log  # noqa: F401 - one adds a letter, one listens
        from .first_run import own as first_steps  # noqa: F401 - adds the first steps
        from .handing_over import own as rests  # noqa: F401 - adds what can rest with a person
        from .leaving import own as leaving  # noqa: F401 - adds what of it is a person's own
        from .members import letters as invitations  # noqa: F401 - adds a letter
        from .members.from_lists import subject  # noqa: F401 - adds what a list can bring in
        from .messages import digest, notices  # noqa: F401 - add letters
        from .pending import own  # noqa: F401 - adds what can wait among people
        from .rescue import letters as rescue_letters  # noqa: F401 - adds a letter
