"""Forms about units. They check shape; verbs check sense."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.models import Person, Role, Unit
from people.writing.forms import PageForm

from .actions import in_tree_order


class UnitChoice(forms.ModelChoiceField):
    """A unit at or below where the admin is, written with the units above it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), to_field_name="public_id", **options)

    def offer(self, admin: Person) -> None:
        """Offer the units this admin manages: Head office › Chiang Mai team."""
        self.queryset = Unit.objects.visible_to(admin).within(*admin.paths(Role.ADMIN))
        tree = in_tree_order(self.queryset)
        names = {unit.pk: str(unit) for unit in tree}
        self.choices = [
            (str(unit.public_id), " › ".join(names[pk] for pk in unit.lineage if pk in names))
            for unit in tree
        ]


class UnitForm(PageForm, forms.ModelForm):
    """A unit's names and the kind of its work."""

    class Meta:
        model = Unit
        fields = ("name", "kind")
        help_texts = {"kind": _("It decides by which numbers the load here is counted.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Without a word about it the kind stays what it is.
        self.fields["kind"].required = False

    def validate_unique(self) -> None:
        """Leave this to the verb: it knows the unit's place in the tree."""

    def validate_constraints(self) -> None:
        """Leave this to the verb too."""
