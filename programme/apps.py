from django.apps import AppConfig


class ProgrammeApp(AppConfig):
    """The programme office: coverage, staffing, reports."""

    name = "programme"

    def ready(self) -> None:
        from . import access_kinds, message_kinds, pending  # noqa: F401 - add their parts
        from .directory import list_of_entries  # noqa: F401 - adds its subject
        from .own_data import record, traces  # noqa: F401 - add their parts
        from .staffing import privacy_checks  # noqa: F401 - adds its rules
