"""Send a message at most once: neutral words, a link, no name and no figure."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from . import links
from .models import Person, SentOnce

# Longer than any message may be due again: certificates are reminded of 90 days before their end.
KEPT_FOR = timedelta(days=365)


def send_once(*, recipient: Person, kind: str, key: str, subject: object, body: object) -> bool:
    """Mail somebody in their own language unless this key went out before; say whether it did.

    The row is committed first. A worker killed after that sends nothing the second time: one
    message too few is kinder here than one too many. A mail server that refuses frees the key.
    """
    with transaction.atomic():
        row, new = SentOnce.objects.get_or_create(recipient=recipient, kind=kind, key=key)
    if not new:
        return False
    try:
        with override(recipient.language):
            EmailMessage(str(subject), str(body), to=[recipient.email]).send()
    except Exception:
        row.delete()
        raise
    return True


def tell(recipient: Person, kind: str, key: str, page: str, *args: object) -> bool:
    """Say once that there is something to read on a page; never what, never of whom."""
    return send_once(
        recipient=recipient,
        kind=kind,
        key=key,
        subject=_("Kamlangjai: there is something to read"),
        body=leading_to(
            _("There is news for you. Please look when you have a moment:"), page, *args
        ),
    )


def leading_to(sentence: object, page: str, *args: object) -> object:
    """Join a sentence and a page's address, translated when it is read."""
    return format_lazy("{}\n{}\n", sentence, links.to(page, *args))


def forget(kind: str, keys: Iterable[str]) -> None:
    """Forget that messages of a kind went out, whoever got them: what they told of is gone.

    None goes out again: each job looks for its thing before it writes.
    """
    SentOnce.objects.filter(kind=kind, key__in=list(keys)).delete()


def forget_old(*, now: datetime) -> None:
    """Forget what went out more than a year ago: no job asks for it any more."""
    SentOnce.objects.filter(at__lt=now - KEPT_FOR).delete()


def both(text, between: str = "\n\n") -> str:
    """Write something in Thai and then in English."""
    found = []
    for language in ("th", "en"):
        with override(language):
            found.append(text().strip())
    return between.join(found)
