"""The roles, which decide what people see."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The role of a person in a unit; a person may hold several roles."""

    WORKER = "worker", _("Worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    TRAINER = "trainer", _("Trainer")
    PROGRAMME = "programme", _("Programme office")
    ADMIN = "admin", _("Organisation admin")
    CARE = "care", _("Staff-care contact")

    @property
    def carries_load(self) -> bool:
        """Say whether people in this role answer to supervisors for their load."""
        return self in MAY.carry_load

    @property
    def opens_others(self) -> bool:
        """Say whether it opens others' data, or gives roles: it begins today at the earliest."""
        return self in MAY.open_others

    @property
    def answers_for_others(self) -> bool:
        """Say whether the people of its unit are told who has it."""
        return self in MAY.answer_for_others


@dataclass(frozen=True)
class RoleMandates:
    """What each role may do. This is the one table for mandates of more than one role.

    A viewer who holds several roles of a line acts in the first (`Person.acts_as`), and the audit
    trail notes that one. A mandate of one role alone is asked by its name, `only(Role.TRAINER)`.
    """

    # Send a week of work and answers, and see the person's own course: all who belong.
    send_weeks: tuple[Role, ...] = tuple(Role)
    # Answer to supervisors for the load, stand on their board, and may have contracted hours.
    carry_load: tuple[Role, ...] = (Role.WORKER, Role.SUPERVISOR)
    # Open others' data, or give roles.
    open_others: tuple[Role, ...] = (Role.SUPERVISOR, Role.CARE, Role.PROGRAMME, Role.ADMIN)
    # Lead or care for people, who are told about it: flags, contacts, talks.
    answer_for_others: tuple[Role, ...] = (Role.SUPERVISOR, Role.CARE)
    # Bring in lists, each of the subjects that are the role's.
    bring_lists: tuple[Role, ...] = (Role.SUPERVISOR, Role.TRAINER, Role.ADMIN)
    # See names, units and certificates of all people at or below the viewer's unit.
    see_records: tuple[Role, ...] = (Role.TRAINER, Role.PROGRAMME, Role.ADMIN)
    see_requirements: tuple[Role, ...] = (
        Role.TRAINER,
        Role.ADMIN,
        Role.PROGRAMME,
        Role.SUPERVISOR,
    )
    # Say which training each person must have, and excuse a person.
    decide_requirements: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    # Revoke a certificate, or confirm one for a second organisation.
    judge_certificates: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    # See careers of others; staff care does not.
    see_careers: tuple[Role, ...] = (Role.SUPERVISOR, Role.TRAINER, Role.PROGRAMME, Role.ADMIN)
    # Sit on a panel in place of a person who leaves.
    judge_in_place: tuple[Role, ...] = (Role.SUPERVISOR, Role.TRAINER, Role.ADMIN)
    give_levels: tuple[Role, ...] = (Role.TRAINER, Role.ADMIN)
    # Be the second person who helps with a lost sign-in.
    help_sign_in: tuple[Role, ...] = (Role.ADMIN, Role.SUPERVISOR)
    # Lead supervision in a group, and write down who was there.
    lead_groups: tuple[Role, ...] = (Role.SUPERVISOR, Role.TRAINER, Role.CARE)
    write_volunteer_terms: tuple[Role, ...] = (Role.SUPERVISOR, Role.ADMIN)
    # Read the year of training, and the participants' feedback.
    see_training_reports: tuple[Role, ...] = (Role.TRAINER, Role.PROGRAMME)
    # Read what is told about a group: of all units below, or also of the viewer's own unit.
    see_groups_below: tuple[Role, ...] = (
        Role.SUPERVISOR,
        Role.CARE,
        Role.PROGRAMME,
        Role.ADMIN,
    )
    see_groups: tuple[Role, ...] = tuple(Role)
    # Read the load of whole units, below the viewer's own.
    see_unit_loads: tuple[Role, ...] = (Role.PROGRAMME, Role.ADMIN)
    # Read which sessions are wished for: who plans them, and who asks for them.
    see_wishes: tuple[Role, ...] = (Role.TRAINER, Role.PROGRAMME)
    # Keep the posts of the organisation; of admins, those of the whole of it.
    keep_posts: tuple[Role, ...] = (Role.ADMIN, Role.PROGRAMME)


MAY = RoleMandates()


def answered_role(role: str, *, leads: bool) -> str:
    """Say in which role a post is answered for.

    One in a unit that the person `leads` too, as who stands in for its supervisor does, is answered
    for as that of a lead.
    """
    return Role.SUPERVISOR.value if leads else role
