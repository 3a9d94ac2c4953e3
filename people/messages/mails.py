"""Mails that are written from a file of their kind, once for a ticket."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.template.loader import render_to_string
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from people.models import AddressChange, Invitation, Person

from . import notices

ABOUT_SAFETY = _("You get this message because it is about the safety of your account.")
# The text of a file, in the language that is on when it is written.
rendered_later = lazy(render_to_string, str)


@contextmanager
def free_if_refused(claimed: Invitation | AddressChange) -> Iterator[None]:
    """If a mail server refuses, free the message for the next try."""
    try:
        yield
    except Exception:
        type(claimed).objects.filter(pk=claimed.pk).update(sent_at=None)
        raise


def body_of(kind: str, about: Mapping[str, object]) -> object:
    """What a mail of this kind says, translated when it is written."""
    return rendered_later(f"people/mail/{kind}.txt", about)


def write_mail(
    person: Person,
    kind: str,
    ticket: str,
    subject: object,
    about: Mapping[str, object],
    why: object = ABOUT_SAFETY,
) -> None:
    """Mail a person once for a ticket, in their language: the text of this kind's file."""
    body = body_of(kind, about)
    notices.send_once(recipient=person, kind=kind, key=ticket, subject=subject, body=body, why=why)
