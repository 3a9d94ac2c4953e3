"""The number of people in a group, in words; and the word for a group with nothing told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .rule import Said

WITHHELD = gettext_lazy("Withheld")


def people(said: Said | None) -> str:
    """Write it as it is said: 5–9 people."""
    if said is None:
        return str(WITHHELD)
    return _("%(size)s people") % {"size": said.size.replace("-", "–")}
