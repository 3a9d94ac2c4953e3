from django.apps import AppConfig


class WorkloadApp(AppConfig):
    """How much work each person carries; My week and the supervisor's board."""

    name = "workload"

    def ready(self) -> None:
        from . import access_kinds, first_steps, message_kinds, pending, product_modules, resting  # noqa: F401 - add their parts
        from .own_data import privacy_checks, record, traces  # noqa: F401 - add their parts
        from .policies import actions  # noqa: F401 - add their parts
        from .weeks import (
            incidents,  # noqa: F401 - it listens
            own_calendar,  # noqa: F401 - add their parts
        )
        from .weeks.from_lists import list_of_caseloads  # noqa: F401 - add their parts
