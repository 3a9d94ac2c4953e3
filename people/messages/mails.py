"""Mails that are written from a file of their kind, once for a ticket."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.template.loader import render_to_string
from django.utils.translation import override

from people.models import AddressChange, Invitation, Person

from . import notices


@contextmanager
def free_if_refused(claimed: Invitation | AddressChange) -> Iterator[None]:
    """Free for the next try what a mail server refuses."""
    try:
        yield
    except Exception:
        type(claimed).objects.filter(pk=claimed.pk).update(sent_at=None)
        raise


def write_mail(
    person: Person, kind: str, ticket: str, subject: object, about: dict[str, str]
) -> None:
    """Mail somebody once for a ticket, in their language: what the file of this kind says."""
    with override(person.language):
        body = render_to_string(f"people/mail/{kind}.txt", about)
    notices.send_once(recipient=person, kind=kind, key=ticket, subject=subject, body=body)
