"""How a relation of two people ends, and what a test looks at then."""

import pytest

from people.models import Person, Role

from .makers import end_roles, move_to


def leave(reader, subject, phuket):
    """The reader's last role ended yesterday; the account stays."""
    return end_roles(reader), subject


def go_on_as_a_worker(reader, subject, phuket):
    return move_to(reader, reader.current_memberships[0].unit, Role.WORKER), subject


def go_elsewhere(reader, subject, phuket):
    return move_to(reader, phuket), subject


def subject_goes_elsewhere(reader, subject, phuket):
    return reader, move_to(subject, phuket)


def subject_leaves(reader, subject, phuket):
    return reader, end_roles(subject)


def ended(*ends):
    """Run a test once for each of these ends."""
    return pytest.mark.parametrize("ends", ends, ids=lambda one: one.__name__)


# Of who answers or cares for somebody, and of colleagues, who stay colleagues in another unit.
over = ended(leave, go_on_as_a_worker, go_elsewhere, subject_goes_elsewhere, subject_leaves)
gone = ended(leave, subject_leaves)


def afresh(person) -> Person:
    """Read somebody as a request does, with nothing remembered."""
    return Person.objects.get(pk=person.pk)
