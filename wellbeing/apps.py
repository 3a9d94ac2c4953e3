from django.apps import AppConfig


class WellbeingApp(AppConfig):
    """What people say about how they are, and what may be told of it."""

    name = "wellbeing"

    def ready(self) -> None:
        """Load the modules that add their parts to the person's own record and its checks."""
        from . import (  # noqa: F401 - add their parts
            access_kinds,
            first_steps,
            message_kinds,
            pending,
            product_modules,
            resting,
            yours,
        )
        from .own_data import privacy_checks, record, traces  # noqa: F401 - add their parts
