from django.apps import AppConfig


class TrainingApp(AppConfig):
    """What people have learnt and which certificates they hold."""

    name = "training"
