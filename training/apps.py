from django.apps import AppConfig


class TrainingApp(AppConfig):
    """What people have learnt and which certificates they hold."""

    name = "training"

    def ready(self) -> None:
        from . import access_kinds, first_steps, message_kinds, pending, product_modules, resting  # noqa: F401 - add their parts
        from .certificates.from_lists import list_of_certificates  # noqa: F401 - add their parts
        from .own_calendar import calendars  # noqa: F401 - adds its part
        from .own_data import privacy_checks, record, traces  # noqa: F401 - add their parts
        from .sessions.from_lists import list_of_rolls, list_of_sessions  # noqa: F401 - add their parts
