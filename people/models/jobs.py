"""The jobs and kinds of employment of an organisation: lists of its own, begun with usual ones."""

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .named import Named, OneName
from .organisations import Organisation, OwnOrganisationQuerySet


class OwnListQuerySet(OwnOrganisationQuerySet):
    """Entries of an organisation's list, by viewer and by whether they are offered."""

    def offered(self) -> Self:
        """Those that can be given."""
        return self.filter(is_offered=True)

    def coded(self, code: str) -> Any:
        """Find the entry that a form, a program or a command names by its code, if any."""
        return next((one for one in self if one.code == code), None)


class ListEntry(Named):
    """An entry of a list that an organisation edits. Nothing is removed: it is retired."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # Of what every organisation begins with; it never changes. Empty on what one added itself.
    key = models.CharField(max_length=12, blank=True, default="", editable=False)
    # A person with a retired one keeps it; it is not given any more.
    is_offered = models.BooleanField(default=True, db_default=True)

    objects = OwnListQuerySet.as_manager()

    if TYPE_CHECKING:
        organisation_id: int

    class Meta:
        abstract = True
        constraints = [
            OneName(
                fields=["organisation", "name"],
                name="one_%(class)s_of_a_name",
                violation_error_message=_("There is already one of this name."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=~Q(key=""),
                name="one_%(class)s_of_a_key",
            ),
        ]

    @property
    def code(self) -> str:
        """How forms and programs name it: its key, or else its public id."""
        return self.key or str(self.public_id)


class Job(ListEntry):
    """The work a person does, in the organisation's own words."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="jobs")


class Employment(ListEntry):
    """A kind of employment: civil servant, volunteer, under a contract."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="employments")
    has_hours = models.BooleanField(_("Has contracted hours"), default=True, db_default=True)
