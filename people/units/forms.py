"""Forms about units. They check shape; verbs check sense."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models import Person, Role, Unit
from people.writing.forms import VerbJudgedForm

from .picking import UnitField


class UnitChoice(UnitField):
    """A unit at or below where the admin is, written with the units above it."""

    def offer(self, admin: Person, held: Any = None) -> None:
        """Offer the units this admin manages, first those around the one of this public id."""
        reach = Unit.objects.visible_to(admin).within(*admin.paths(Role.ADMIN))
        self.offer_of(reach, held=held, above=True)


class UnitForm(VerbJudgedForm):
    """A unit's names and the kind of its work."""

    class Meta:
        model = Unit
        fields = ("name", "kind")
        help_texts = {"kind": _("It decides by which numbers the load here is counted.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a word about it the kind stays what it is.
        self.fields["kind"].required = False
