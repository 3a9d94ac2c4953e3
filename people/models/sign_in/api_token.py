"""Keys for programs: for a person's own, and for those of an organisation."""

import uuid
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.models.organisations import Organisation
from people.models.persons import Person
from people.models.roles import MAY, Role
from people.models.seeing import OwnRowQuerySet


class KeyScope(models.TextChoices):
    """What a key may be for. A value stands with keys and in clients: it never changes."""

    WEEKS = "weeks", _("Send my weeks")
    DAYS = "days", _("Note my days")
    OWN = "own", _("Read my caseload, my load and the numbers of the policy")
    TEAM = "team", _("Read my team's board")
    GROUPS = "groups", _("Read how teams are doing")
    MOVES = "moves", _("Read and answer moves of work")
    HANDS = "hands", _("Read and answer offers of help")
    SCALES = "scales", _("Add up scales")
    FLAGS = "flags", _("Read open flags")
    SESSIONS = "sessions", _("Read trainings and their attendance")
    ROLLS = "rolls", _("Record attendance")
    COVERAGE = "coverage", _("Read the coverage of posts by region")
    DIRECTORY = "directory", _("Read the directory")
    PEOPLE = "people", _("Read people: names, numbers, units and roles")
    PEOPLE_WRITE = "people_write", _("Invite people, change their details and roles")
    ADDRESSES = "addresses", _("Read work emails and work phones")
    ABSENCES = "absences", _("Read who is away, without the reason")
    ABSENCES_WRITE = "absences_write", _("Enter days off and long absences")
    CERTIFICATES = "certificates", _("Read certificates")
    CERTIFICATES_WRITE = "certificates_write", _("Record certificates")

    @property
    def for_organisations(self) -> bool:
        """Say whether a key of an organisation may have it."""
        return self in OF_ORGANISATIONS

    def offered_to(self, roles: Collection[Role]) -> bool:
        """Say whether a person with these roles has a use for it; others find nothing behind it."""
        wanted = USED_BY.get(self)
        return wanted is None or bool(set(wanted) & set(roles))


# The roles that have a use for a scope; every person has one for the others.
USED_BY: dict[KeyScope, tuple[Role, ...]] = {
    KeyScope.FLAGS: MAY.answer_for_others,
    KeyScope.SESSIONS: (Role.TRAINER,),
    KeyScope.ROLLS: (Role.TRAINER,),
    KeyScope.COVERAGE: (Role.PROGRAMME,),
    KeyScope.PEOPLE: (Role.ADMIN,),
    KeyScope.PEOPLE_WRITE: (Role.ADMIN,),
    KeyScope.ADDRESSES: (Role.ADMIN,),
    KeyScope.ABSENCES: (Role.ADMIN,),
    KeyScope.ABSENCES_WRITE: (Role.ADMIN,),
    KeyScope.CERTIFICATES: MAY.see_requirements,
    KeyScope.CERTIFICATES_WRITE: (Role.TRAINER,),
}
# What is about an organisation's people as their admins and trainers keep it. Nothing here opens
# answers, load, weeks, or anything that is a person's own.
OF_ORGANISATIONS = frozenset(
    {
        *(KeyScope.PEOPLE, KeyScope.PEOPLE_WRITE, KeyScope.ADDRESSES),
        *(KeyScope.ABSENCES, KeyScope.ABSENCES_WRITE),
        *(KeyScope.CERTIFICATES, KeyScope.CERTIFICATES_WRITE),
    }
)
# What a key from before there were scopes is for: all that a program could do then.
FIRST_SCOPES = frozenset(
    {
        *(KeyScope.WEEKS, KeyScope.DAYS, KeyScope.OWN, KeyScope.TEAM),
        *(KeyScope.GROUPS, KeyScope.MOVES, KeyScope.HANDS, KeyScope.SCALES),
    }
)


class ApiToken(models.Model):
    """A key for a person's own program, which acts for the person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(_("What it is for"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    # Values of `KeyScope`. Null: `FIRST_SCOPES`, as of a key that was made before there were any.
    scopes = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day: when a person's programs run is private; that a key is used is for them to see.
    used_on = models.DateField(null=True, blank=True)

    objects = OwnRowQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def may_do(self) -> list[KeyScope]:
        """List what the key is for, in the order of the catalogue."""
        held = FIRST_SCOPES if self.scopes is None else self.scopes
        return [one for one in KeyScope if one in held]

    def may(self, scope: KeyScope) -> bool:
        """Say whether the key is for this."""
        return scope in self.may_do

    @property
    def scope_words(self) -> list[str]:
        """Say what the key is for, in the order of the catalogue."""
        return words_of_scopes(self.may_do)


class OrganisationKeyQuerySet(models.QuerySet):
    """Keys of organisations, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's organisation, for an admin of the whole of it."""
        if not viewer.administers_all:
            return self.none()
        return self.filter(organisation_id=viewer.organisation_id)


class OrganisationKey(models.Model):
    """A key for a program of an organisation. It acts for an admin, and within what it is for."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="keys")
    # It acts for this admin of the whole organisation; another one may take it over.
    acts_for = models.ForeignKey(Person, models.CASCADE, related_name="organisation_keys")
    name = models.CharField(_("What it is for"), max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    created_at = models.DateTimeField(db_default=Now())
    last_day = models.DateField(_("Last day"))
    # Only the day, as of a person's own key.
    used_on = models.DateField(null=True, blank=True)
    # All that opened data for its admin without a password ended: it waits to be taken over.
    rests = models.BooleanField(default=False)

    objects = OrganisationKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def person(self) -> Person:
        """The person it acts for: their roles of today judge its calls."""
        return self.acts_for

    def may(self, scope: KeyScope) -> bool:
        """Say whether the key is for this; never for what is a person's own."""
        return scope.for_organisations and scope in self.scopes

    @property
    def holds(self) -> bool:
        """Say whether it acts today: its admin still is one of the whole organisation."""
        admin = self.acts_for
        return not self.rests and admin.belongs and admin.administers_all

    @property
    def scope_words(self) -> list[str]:
        """Say what the key is for, in the order of the catalogue."""
        return words_of_scopes(self.scopes)


def words_of_scopes(scopes: Collection[str]) -> list[str]:
    """Say scopes in words, in the order of the catalogue."""
    return [str(one.label) for one in KeyScope if one in scopes]
