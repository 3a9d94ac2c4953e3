from django.apps import AppConfig


class TrainingApp(AppConfig):
    """What people have learnt and which certificates they hold."""

    name = "training"

    def ready(self) -> None:
        from . import record  # noqa: F401 - adds its parts to everybody's record
