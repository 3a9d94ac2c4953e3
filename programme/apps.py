from django.apps import AppConfig


class ProgrammeApp(AppConfig):
    """The programme office: coverage, staffing, reports."""

    name = "programme"
