"""What is said after people were given places or invited."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.writing.sentences import in_a_row


def said_of_booking(booked: int, waiting: int) -> str:
    """Say how many have a place now, and how many wait for one."""
    said = ngettext("%(n)s person is added.", "%(n)s people are added.", booked) % {"n": booked}
    if not waiting:
        return said
    waits = ngettext("%(n)s person waits for a seat.", "%(n)s people wait for a seat.", waiting)
    return in_a_row([said, waits % {"n": waiting}])


def said_of_inviting(invited: int) -> str:
    """Say how many are invited now."""
    if not invited:
        return _("Everybody here was asked already.")
    sentence = ngettext("%(n)s person is invited.", "%(n)s people are invited.", invited)
    return sentence % {"n": invited}
