"""Mails that are written from a file of their kind, once for a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template.loader import render_to_string
from django.utils.translation import override

from people.models import AddressChange, Invitation, Person

from . import notices


@contextmanager
def free_if_refused(claimed: Invitation | AddressChange) -> Iterator[None]:
    """If a mail server refuses, free the message for the next try."""
    try:
        yield
    except Exception:
        type(claimed).objects.filter(pk=claimed.pk).update(sent_at=None)
        raise


def write_mail(
    person: Person, kind: str, ticket: str, subject: object, about: dict[str, str]
) -> None:
    """Mail a person once for a ticket, in their language: the text of this kind's file."""
    with override(person.language):
        body = render_to_string(f"people/mail/{kind}.txt", about)
    notices.send_once(recipient=person, kind=kind, key=ticket, subject=subject, body=body)
