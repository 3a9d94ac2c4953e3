"""What people do here: the roles that decide what they see, and their jobs."""

from dataclasses import dataclass

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
        return self in MAY.send_weeks

    @property
    def opens_others(self) -> bool:
        """Say whether it opens what is others', or gives roles: it begins today at the earliest."""
        return self in MAY.open_others

    @property
    def answers_for_others(self) -> bool:
        """Say whether the people of its unit should know who has it."""
        return self in MAY.answer_for_others


@dataclass(frozen=True)
class RoleMandates:
    """What a role may, each with the roles that may it: the one table of more than one role.

    A viewer who holds several of a line acts in the first (`Person.acts_as`), and the audit trail
    notes that one. What one role alone may is asked by its name, `only(Role.TRAINER)`.
    """

    # Send a week of load and answers, and see one's own course.
    send_weeks: tuple[Role, ...] = (Role.WORKER, Role.SUPERVISOR)
    # Open what is others', or give roles.
    open_others: tuple[Role, ...] = (Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN)
    # Lead or care for people, who are told so: flags, contacts, talks.
    answer_for_others: tuple[Role, ...] = (Role.SUPERVISOR, Role.CARE)
    # See names, units and certificates of everybody at or below one's unit.
    see_records: tuple[Role, ...] = (Role.TRAINER, Role.PROGRAMME, Role.ADMIN)
    see_requirements: tuple[Role, ...] = (
        Role.TRAINER,
        Role.ADMIN,
        Role.PROGRAMME,
        Role.SUPERVISOR,
    )
    # Say what is asked of whom, and excuse somebody.
    decide_requirements: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    # Revoke a certificate, or confirm one for a second organisation.
    judge_certificates: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    # See careers of others; staff care does not.
    see_careers: tuple[Role, ...] = (Role.SUPERVISOR, Role.TRAINER, Role.PROGRAMME, Role.ADMIN)
    give_levels: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    write_volunteer_terms: tuple[Role, ...] = (Role.SUPERVISOR, Role.ADMIN)
    # Read the year of training, and what participants say.
    see_training_reports: tuple[Role, ...] = (Role.TRAINER, Role.PROGRAMME)
    # Read what is said of a group: of all below, or of one's own unit too.
    see_groups_below: tuple[Role, ...] = (
        Role.SUPERVISOR,
        Role.CARE,
        Role.PROGRAMME,
        Role.ADMIN,
    )
    see_groups: tuple[Role, ...] = (Role.WORKER, *see_groups_below)
    # Read the load of whole units, below one's own.
    see_unit_loads: tuple[Role, ...] = (Role.PROGRAMME, Role.ADMIN)


MAY = RoleMandates()


class Job(models.TextChoices):
    """The work a person does, in the field's own words."""

    SPECIALIST = "specialist", _("Victim specialist")
    CASEWORKER = "caseworker", _("Case worker")
    INTERPRETER = "interpreter", _("Case worker, interpreter")
    SHELTER = "shelter", _("Shelter staff")
    REVIEWER = "reviewer", _("Digital-evidence reviewer")
    OFFICE = "office", _("Office")
