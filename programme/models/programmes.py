"""Programmes of several organisations: their members, what these share, and their office."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Organisation, OwnOrganisationQuerySet, Person
from people.models.named import Named


class SharedPart(models.TextChoices):
    """A part that a member may share with the office; each is agreed to, and taken back, alone."""

    POSTS = "posts", _("Posts and coverage")
    NAMES = "names", _("Names of specialists in posts")
    GROUPS = "groups", _("Figures of groups")
    RELEASES = "releases", _("Releases")
    DIRECTORY = "directory", _("Directory")


RELEASE_KEY_PURPOSE = "programme.Programme.release_key"
# A name stands at a post: without the posts there is none.
BELONGS_TO: dict[str, str] = {SharedPart.NAMES: SharedPart.POSTS}


class ProgrammeQuerySet(models.QuerySet):
    """Programmes, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The programme of which the viewer's organisation is a member today."""
        return self.filter(
            ended_at=None,
            members__organisation=viewer.organisation_id,
            members__left_at=None,
        )


class Programme(Named):
    """What several organisations do together. It belongs to each that is or was a member."""

    # Read by `people/tenancy/row_security.py`: a member's row is what brings it within reach.
    BELONGS_BY = "members"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    founded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # Draws the chance in its releases; made when first needed.
    sealed_release_key = models.TextField(blank=True, default="", db_default="", editable=False)
    SEALED = {"sealed_release_key": RELEASE_KEY_PURPOSE}

    objects = ProgrammeQuerySet.as_manager()


class ProgrammeMemberQuerySet(OwnOrganisationQuerySet):
    """Members of programmes, by viewer and as they are now."""

    def present(self) -> Self:
        """Members that have not left, of programmes that go on."""
        return self.filter(left_at=None, programme__ended_at=None)


class ProgrammeMember(models.Model):
    """An organisation belongs to a programme, because one of its admins agreed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="members")
    founded = models.BooleanField(default=False)
    joined_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    objects = ProgrammeMemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(left_at=None),
                name="one_programme_at_a_time",
                violation_error_message=_("Your organisation belongs to a programme already."),
            ),
        ]


class OfMemberQuerySet(models.QuerySet):
    """Rows of a member, by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """Those of the viewer's own organisation."""
        return self.filter(member__organisation=viewer.organisation_id)


class PartAgreement(models.Model):
    """A member shares a part from a moment until it takes that back."""

    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="agreements")
    part = models.CharField(max_length=9, choices=SharedPart)
    agreed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["member", "part"],
                condition=Q(withdrawn_at=None),
                name="one_open_agreement_a_part",
            ),
        ]


class ProgrammeInvite(models.Model):
    """A code with which another organisation may join. Members hand it on themselves."""

    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="invites")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OfMemberQuerySet.as_manager()


class OfficeSeat(models.Model):
    """A person of a member is named for the office. It begins once two members named them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.CASCADE, related_name="office_seats")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["member", "person"],
                condition=Q(ended_at=None),
                name="one_open_seat_a_person",
                violation_error_message=_("This person is named already."),
            ),
        ]


class OfficeNaming(models.Model):
    """An admin named a person for the office, for their own organisation."""

    # The organisation that names: the row is within its reach, wherever the person works.
    member = models.ForeignKey(ProgrammeMember, models.CASCADE, related_name="namings")
    seat = models.ForeignKey(OfficeSeat, models.CASCADE, related_name="namings")
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = OfMemberQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["member", "seat"],
                condition=Q(withdrawn_at=None),
                name="a_member_names_once",
                violation_error_message=_("Your organisation named this person already."),
            ),
        ]
