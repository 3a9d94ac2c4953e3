"""What people do here: the roles that decide what they see, and their jobs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody does in a unit; a person may hold several roles."""

    WORKER = "worker", _("Worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    TRAINER = "trainer", _("Trainer")
    PROGRAMME = "programme", _("Programme office")
    ADMIN = "admin", _("Organisation admin")
    CARE = "care", _("Staff-care contact")

    @property
    def carries_load(self) -> bool:
        """Say whether people in this role send their week."""
        return self in {Role.WORKER, Role.SUPERVISOR}

    @property
    def opens_others(self) -> bool:
        """Say whether it opens what is others', or gives roles: it begins today at the earliest."""
        return self in {Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN}

    @property
    def answers_for_others(self) -> bool:
        """Say whether the people of its unit should know who has it."""
        return self in {Role.SUPERVISOR, Role.CARE}


# Who may see names, units and certificates of everybody at or below their unit.
OFFICES = (Role.TRAINER, Role.PROGRAMME, Role.ADMIN)


class Job(models.TextChoices):
    """The work a person does, in the field's own words."""

    SPECIALIST = "specialist", _("Victim specialist")
    CASEWORKER = "caseworker", _("Case worker")
    INTERPRETER = "interpreter", _("Case worker, interpreter")
    SHELTER = "shelter", _("Shelter staff")
    REVIEWER = "reviewer", _("Digital-evidence reviewer")
    OFFICE = "office", _("Office")
