from django.apps import AppConfig


class TrainingApp(AppConfig):
    """What people have learnt and which certificates they hold."""

    name = "training"

    def ready(self) -> None:
        from . import access_kinds, first_steps, pending, product_modules, resting  # noqa: F401 - add their parts
        from .own_data import privacy_checks, record, traces  # noqa: F401 - add their parts
        from .sessions import calendars  # noqa: F401 - add their parts
