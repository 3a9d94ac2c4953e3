"""Who opened whose record."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .organisations import Organisation, Unit
from .persons import Membership, Person
from .roles import Role


class AccessEventQuerySet(models.QuerySet):
    """The audit trail, by whose record it is about."""

    def about(self, person: Person) -> Self:
        """Every time somebody else opened this person's record, newest first.

        A look at a whole unit counts for everybody who belonged to it on that day. Of one's own
        looks only those at the whole record count. Who supervises or cares for a unit is told to
        all who belong to it.
        """
        belonged = Membership.objects.filter(
            Q(ends=None) | Q(ends__gte=models.OuterRef("at__date")),
            person=person,
            unit=models.OuterRef("unit"),
            starts__lte=models.OuterRef("at__date"),
        )
        # Naming the units lets both halves use their index; the trail itself only grows.
        units = Membership.objects.filter(person=person).values("unit_id")
        of_the_unit = Q(what__in=self.model.What.of_units())
        around = Q(person=None) | of_the_unit & ~Q(person=person)
        around &= Q(unit__in=units) & models.Exists(belonged)
        return (
            self.filter(Q(person=person) & ~of_the_unit | around)
            .exclude(~Q(what__in=self.model.What.own()), viewer=person)
            .select_related("viewer", "person", "unit")
            .order_by("-at", "-pk")
        )


class AccessEvent(models.Model):
    """That somebody opened another person's record. Never what it held."""

    class What(models.TextChoices):
        BOARD = "board", _("Load, hours and duty. Reason: weekly board")
        SHEET = "sheet", _("Load, hours and duty, taken along as a table. Reason: meeting")
        FLAG = "flag", _("Lines and sum of the week. Reason: load flag")
        BOOKING = "booking", _("Your place in a training. Reason: attendance")
        LATE_WRITTEN = (
            "late_written",
            _("Attendance of a past training written down. Reason: it was missing or wrong"),
        )
        LATE_COUNTED = (
            "late_counted",
            _("Attendance of a past training confirmed. Reason: it takes a second trainer"),
        )
        CERTIFICATES = "certificates", _("Certificates. Reason: training overview")
        FILE_ADDED = "file_added", _("A file put to a certificate. Reason: to show it")
        FILE_REMOVED = "file_removed", _("A file of a certificate removed. Reason: a correction")
        PROGRAMME = "programme", _("Certificates. Reason: programme overview")
        MEMBERSHIP = "membership", _("Name, unit and role. Reason: managing people")
        CONTACT = "contact", _("Your request for contact. Reason: you asked")
        LETTER = "letter", _("That you share something. Reason: list of what is shared")
        SHARED = "shared", _("Answers of weeks you share. Reason: you share them")
        MOVE = "move", _("Load, languages and certificates. Reason: moving work")
        DRAFT = "draft", _("Shares of all people, in words. Reason: other numbers for load")
        NAMED = "named", _("Name and unit. Reason: somebody looked for you by name")
        THANKS = "thanks", _("A reported thank-you note. Reason: deciding on it")
        AWARD = "award", _("That you were named for an award. Reason: its panel")
        CAREER = "career", _("Level and competencies. Reason: career page")
        MENTOR = "mentor", _("A goal of yours. Reason: you chose a mentor")
        API = "api", _("Load, hours and duty. Reason: a program of the viewer's")
        OBJECTION = "objection", _("Your objection. Reason: you wrote it to the contact")
        DOWNLOAD = "download", _("The whole record, as files. Reason: you asked for them")
        ERASED = "erased", _("Answers and notes deleted. Reason: you asked for it")
        PASSWORD = "password", _("A new password. Reason: you chose it")
        WAY_ADDED = "way_added", _("A passkey, an app, new codes or a key. Reason: you added it")
        WAY_REMOVED = "way_removed", _("A passkey or an app removed. Reason: you did so")
        CODE_USED = "code_used", _("A recovery code used up. Reason: you had no other way")
        ADDRESS = "address", _("A new work email. Reason: its link was followed")
        LOST = "lost", _("All passkeys, the app and codes removed. Reason: they were lost")
        SIGNED_OUT = "signed_out", _("Signed out on another device. Reason: you did so")
        ROLE_GIVEN = "role_given", _("A role given. Reason: managing people")
        ROLE_CHANGED = "role_changed", _("A role changed. Reason: managing people")
        ROLE_ENDED = "role_ended", _("A role ended. Reason: managing people")
        ROLE_BY_HAND = (
            "role_by_hand",
            _("A role given or changed at the server. Reason: its operator"),
        )
        ROLE_ASKED = "role_asked", _("A role of your own proposed. Reason: you are the only admin")
        HERE_GIVEN = "here_given", _("Who answers for your unit. Reason: a role given")
        HERE_ENDED = "here_ended", _("Who answered for your unit. Reason: a role ended")
        CLOSED = "closed", _("The account closed. Reason: you or an admin did so")
        REOPENED = "reopened", _("The account opened again. Reason: an admin did so")

        @property
        def meaning(self) -> str:
            """Say to the person what such a look can show."""
            return MEANINGS.get(self, "")

        @classmethod
        def own(cls) -> list[Self]:
            """What people do with their own record that they should find in the list."""
            return [
                cls.DOWNLOAD,
                cls.ERASED,
                cls.PASSWORD,
                cls.WAY_ADDED,
                cls.WAY_REMOVED,
                cls.CODE_USED,
                cls.ADDRESS,
                cls.LOST,
                cls.SIGNED_OUT,
                cls.ROLE_BY_HAND,
                cls.ROLE_ASKED,
                cls.CLOSED,
            ]

        @classmethod
        def of_units(cls) -> list[Self]:
            """What is told to the people of a unit, and names who has the role."""
            return [cls.HERE_GIVEN, cls.HERE_ENDED]

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    viewer = models.ForeignKey(Person, models.PROTECT, related_name="+")
    viewer_role = models.CharField(max_length=12, choices=Role)
    what = models.CharField(max_length=12, choices=What)
    # One person, or else everybody who belongs to the unit that day; both, where these are told who
    # has a role there.
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    # Which one, where a person has several: the public id of what was opened.
    subject = models.UUIDField(null=True)
    # Of a role that was given, changed or ended: which, and its first or last day.
    role = models.CharField(max_length=12, choices=Role, blank=True, default="", db_default="")
    day = models.DateField(null=True)
    at = models.DateTimeField()
    # Given by `chain.seal`, which links each event to the one before.
    place = models.BigIntegerField(null=True, unique=True)
    seal = models.CharField(max_length=64, blank=True)

    objects = AccessEventQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "at"], name="access_by_person"),
            models.Index(fields=["unit", "at"], name="access_by_unit"),
        ]


class Anchor(models.Model):
    """That the head of the trail was mailed out of the house on a day."""

    day = models.DateField(unique=True)
    place = models.BigIntegerField()
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        """Write it as the line that was mailed, and that `verify_trail` reads again."""
        return f"{self.day}:{self.place}:{self.seal or '-'}"


MEANINGS = {
    AccessEvent.What.BOARD: _(
        "Your supervisor's weekly list: load, hours, nights and whether the week was sent. "
        "Never an answer of yours."
    ),
    AccessEvent.What.SHEET: _(
        "The same as the weekly list, as a file. Never an answer of yours, and no plan or note."
    ),
    AccessEvent.What.FLAG: _(
        "The lines of your caseload and their sum, because of a load flag, and your last half "
        "year of load and hours; days away you plan, hours given back, and the days of your talks."
    ),
    AccessEvent.What.BOOKING: _("That you have a place in a training, and its result."),
    AccessEvent.What.LATE_WRITTEN: _(
        "That a trainer wrote down how a training long past went for you. It counts once a second "
        "trainer has confirmed it."
    ),
    AccessEvent.What.LATE_COUNTED: _(
        "That a second trainer confirmed how a training long past went for you."
    ),
    AccessEvent.What.CERTIFICATES: _("Your certificates and until when they are valid."),
    AccessEvent.What.FILE_ADDED: _(
        "That a file shows a certificate of yours. You can open it there."
    ),
    AccessEvent.What.FILE_REMOVED: _("That the file of a certificate of yours is gone."),
    AccessEvent.What.PROGRAMME: _("Your certificates, in the overview of all units."),
    AccessEvent.What.MEMBERSHIP: _("Your name, unit, role and contracted hours."),
    AccessEvent.What.CONTACT: _("That you asked for somebody to contact you. Nothing else."),
    AccessEvent.What.LETTER: _("That you share something with the viewer. Not yet what."),
    AccessEvent.What.SHARED: _(
        "The answers of the weeks you chose, until the day you chose. Never your note."
    ),
    AccessEvent.What.MOVE: _(
        "That you have room or carry much, your languages and certificates, and the cases that "
        "were to move. Never an answer of yours."
    ),
    AccessEvent.What.DRAFT: _(
        "How many of all people would lie above a limit of load, hours, material or cases: “few”, "
        "“some” or “most”, with some chance in it. No figure, and nobody alone."
    ),
    AccessEvent.What.NAMED: _(
        "Your name and unit: somebody looked for your name, to thank you or to choose you."
    ),
    AccessEvent.What.THANKS: _(
        "A thank-you note that you wrote or received, because somebody reported it."
    ),
    AccessEvent.What.AWARD: _("That a colleague named you for an award, and what they wrote."),
    AccessEvent.What.CAREER: _(
        "Your level, your years of service, and at which level you were seen in what your work "
        "asks. Never your goals."
    ),
    AccessEvent.What.MENTOR: _("The goal for which you chose the viewer, with its steps."),
    AccessEvent.What.API: _("The same as the weekly list, read by a program of the viewer's."),
    AccessEvent.What.OBJECTION: _("What you wrote to the data protection contact, and your name."),
    AccessEvent.What.DOWNLOAD: _(
        "Everything that is kept about you, your notes too. Only you can, with your password."
    ),
    AccessEvent.What.ERASED: _("That you deleted what you had told. Never what it was."),
    AccessEvent.What.PASSWORD: _("That your password changed. Never the password."),
    AccessEvent.What.WAY_ADDED: _("That there is a further way to sign in as you."),
    AccessEvent.What.WAY_REMOVED: _("That there is one way less to sign in as you."),
    AccessEvent.What.CODE_USED: _("That one of your codes was used to sign in or to confirm."),
    AccessEvent.What.ADDRESS: _("That your messages go to another address from then on."),
    AccessEvent.What.LOST: _("That you come in by a new password alone from then on."),
    AccessEvent.What.SIGNED_OUT: _("That you ended what was open on another device."),
    AccessEvent.What.ROLE_GIVEN: _("That you have a role from a day on, and who gave it."),
    AccessEvent.What.ROLE_CHANGED: _("That a role of yours is another one from a day on."),
    AccessEvent.What.ROLE_ENDED: _("That a role of yours has a last day, and who set it."),
    AccessEvent.What.ROLE_BY_HAND: _(
        "That whoever runs the server gave or changed a role of yours."
    ),
    AccessEvent.What.ROLE_ASKED: _("That you asked a supervisor to confirm a role of your own."),
    AccessEvent.What.HERE_GIVEN: _("Who supervises or cares for your unit from a day on."),
    AccessEvent.What.HERE_ENDED: _("Who supervises or cares for your unit until a day."),
    AccessEvent.What.CLOSED: _("That nobody signs in with your account any more."),
    AccessEvent.What.REOPENED: _("That you can sign in again. Roles are given anew."),
}
