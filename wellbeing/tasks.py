"""Jobs of wellbeing: ids in, one call, safe to repeat. Messages name nobody and no figure."""

from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.notices import send_once
from people.weeks import today

from . import retention, tombstones
from .models import Share


def tell(recipient: Person, kind: str, key: str) -> None:
    """Say once that there is something to read on the page for talks; never what, never of whom."""
    send_once(
        recipient=recipient,
        kind=kind,
        key=key,
        subject=_("Kamlangjai: there is something to read"),
        body=format_lazy(
            "{}\n{}\n",
            _("There is news for you. Please look when you have a moment:"),
            settings.SITE_URL + reverse("talk"),
        ),
    )


@task
def tell_shared(share_id: int) -> None:
    """Tell a reader that somebody shares something, unless it was taken back meanwhile."""
    share = Share.objects.filter(pk=share_id, withdrawn_at=None).select_related("to").first()
    if share:
        tell(share.to, "share", str(share.pk))


@task
def forget_old() -> None:
    """Keep what somebody told no longer than was promised, and tombstones beside the database."""
    retention.keep_to(today(timezone.now()))
    tombstones.write_out()
