"""People, their dated memberships, and their supervisors."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.rules.person_names import with_khun, with_rank, without_rank, without_title
from people.rules.phone_numbers import spoken_phone
from people.rules.posts import first_there, most_hours_first
from people.statements import one_of, written_once
from people.weeks import today

from .absences import Absence, is_away
from .jobs import Employment, Job
from .names import (
    NAME_KEYS,
    NAMES,
    NameKeyField,
    english_key,
    has_name,
    name_field,
    name_order,
    refuse_title_alone,
    search_key,
    thai_key,
)
from .organisations import Organisation, RankPlace, Unit, at_or_below, lineage, local
from .roles import MAY, Role, answered_role
from .sign_in.accounts import Account
from .spoken_languages import SpokenLanguage

# Of rows about a person: the place is open, and the person has come in. This is the one rule on who
# is told, asked, offered and counted; a person who was only entered is still expected.
CAME_IN = {"person__is_active": True, "person__awaited": False}
# So long before its last day a contract waits for the admins.
CONTRACT_NOTICE = timedelta(days=60)


def contract_ends(day: date) -> Q:
    """Say of people with an open place that their contract ends soon, or has ended."""
    return Q(is_active=True, employed_until__lte=day + CONTRACT_NOTICE)


class PersonQuerySet(models.QuerySet):
    """People, by the viewer who may see that they exist."""

    def visible_to(self, viewer: "Person") -> Self:
        """The viewer, the people they supervise, and for offices all at or below their unit."""
        return self.filter(
            Q(pk=viewer.pk) | supervised_by(viewer) | office_has("pk", viewer, *MAY.see_records)
        ).distinct()

    def supervised_by(self, viewer: "Person") -> Self:
        """The people that the viewer supervises; `Charge` has the rule."""
        return self.filter(supervised_by(viewer)).distinct()

    def belonging(self, day: date) -> Self:
        """People with an open account and a role on a day who have come in.

        A person who left is no colleague, and one who has not come in yet is none so far.
        """
        held = Membership.objects.on(day).values("person_id")
        return self.filter(is_active=True, awaited=False, pk__in=held)

    def colleagues_of(self, viewer: "Person", day: date | None = None) -> Self:
        """All who belong to the viewer's organisation today or on a day, the viewer too.

        A viewer who has left has no colleagues.
        """
        day = day or viewer.today
        if not viewer.belongs_on(day):
            return self.none()
        return self.belonging(day).filter(organisation_id=viewer.organisation_id)

    def in_office_of(self, viewer: "Person", *roles: Role) -> Self:
        """All people at or below the units where the viewer holds one of these roles."""
        return self.filter(in_office_of(viewer, *roles)).distinct()

    def by_name(self) -> Self:
        """Order people by the name that the reader sees first."""
        return self.order_by(*name_order(), "pk")

    def called(self, text: str, *also: str) -> Self:
        """People with the parts of this text in their names, or with the text in these fields."""
        found = has_name(text)
        for field in also:
            found |= Q(**{f"{field}__icontains": text})
        return self.filter(found)

    def without_role(self, day: date) -> Self:
        """People with a last role that ended before a day; not people who never had one."""
        held = Membership.objects.filter(person=models.OuterRef("pk"))
        # Nearly all have a role, which is found at once for all: the rest is asked of few.
        with_one = Membership.objects.lasting(day).values("person_id")
        return self.exclude(pk__in=with_one).filter(models.Exists(held))

    def working(self, day: date) -> Self:
        """People with an open account and a role on a day or later."""
        held = Membership.objects.filter(person=models.OuterRef("pk"))
        return self.filter(models.Exists(held.lasting(day)), is_active=True)

    def contract_ending(self, day: date) -> Self:
        """People with an open place and employment that ends within sixty days, or has ended."""
        return self.filter(contract_ends(day))

    def managed_by(self, viewer: "Person") -> Self:
        """The people an admin manages: they belong, or last belonged, at or below the admin's unit.

        A person who moved elsewhere in the organisation is managed there.
        """
        if not (paths := viewer.paths(Role.ADMIN)):
            return self.none()
        # Asked of each person: where a few are wanted, the organisation's others are not read.
        theirs = Membership.objects.filter(person=models.OuterRef("pk"))
        below = theirs.filter(at_or_below("unit__path", paths))
        day = viewer.today
        here = Q(models.Exists(below.lasting(day)))
        gone = Q(models.Exists(below)) & ~Q(models.Exists(theirs.lasting(day)))
        return self.filter(here | gone, organisation_id=viewer.organisation_id)


class Person(models.Model):
    """A person who works in an organisation: the place of an account there."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="people")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="people")
    # Where colleagues write to the person: perhaps not the account's address, which may be that of
    # another organisation. The product itself writes to the account's.
    work_email = models.EmailField(_("Work email"), blank=True)
    # How the organisation's own lists name the person, and where it calls them: for who manages
    # them alone. The phone of the account, which only its owner gives, is another one.
    employee_number = models.CharField(
        _("Employee number"), max_length=40, blank=True, default="", db_default=""
    )
    work_phone = models.CharField(
        _("Work phone"), max_length=16, blank=True, default="", db_default=""
    )
    # Never a forced first and last name: a family name may be absent, and a rank comes before it.
    rank = name_field(_("Rank"), 40)
    # One of the two is enough. Columns and no mapping of languages, as units have one: of each an
    # order is kept, and the two scripts in which people are looked for here are these.
    full_name_en = name_field(_("Full name in English"), 120, refuse_title_alone)
    full_name_th = name_field(_("Full name in Thai"), 120, refuse_title_alone)
    nickname_en = name_field(_("Nickname in English"), 40)
    nickname_th = name_field(_("Nickname in Thai"), 40)
    # Made of the names whenever these are written: how people are ordered and found.
    name_key_en = NameKeyField(english_key)
    name_key_th = NameKeyField(thai_key)
    name_search = NameKeyField(search_key)
    # A list of SpokenLanguage values, in their order: what they speak with the people they help.
    languages = models.JSONField(_("Languages you work in"), default=list, blank=True)
    # The person's own offer: colleagues of the organisation then find their name under Talk.
    open_to_talk = models.BooleanField(
        _("Colleagues may ask me for a talk"), default=False, db_default=False
    )
    # For the person and who manages them alone; nothing ends by itself on the last day.
    employment = models.ForeignKey(
        Employment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    employed_until = models.DateField(_("Employed until"), null=True, blank=True)
    # Whether the place is open: an admin closes it when the person has left. The account stays.
    is_active = models.BooleanField(default=True)
    # An admin entered them, and they have not come in yet: no week is expected of them.
    awaited = models.BooleanField(default=False, db_default=False)
    # When the person last chose this place among several.
    chosen_at = models.DateTimeField(null=True, editable=False)
    # Until this day a page may have a question for them; people without one cost no query.
    asked_until = models.DateField(null=True, blank=True)
    # When they withdrew their consent to the weekly questions; None while these may be asked.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(full_name_en="", full_name_th=""), name="a_person_has_a_name"
            ),
            models.UniqueConstraint(
                fields=["account", "organisation"],
                name="one_person_an_organisation",
                violation_error_message=_("This account belongs to the organisation already."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "employee_number"],
                condition=~Q(employee_number=""),
                name="one_person_an_employee_number",
                violation_error_message=_("Another person here has this employee number."),
            ),
        ]
        # A page of a long list in the order of names is read without the others.
        indexes = [
            models.Index(fields=["organisation", "name_key_en", "id"], name="people_by_english"),
            models.Index(fields=["organisation", "name_key_th", "id"], name="people_by_thai"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Ask for a name in one of the two languages, the reader's first."""
        super().clean()
        if not (self.full_name_en.strip() or self.full_name_th.strip()):
            raise ValidationError(
                {local("full_name_en", "full_name_th"): _("Please write a name here or below.")}
            )

    def save(self, *args: Any, **options: Any) -> None:
        """Write the keys of the names with the names."""
        if set(options.get("update_fields") or ()) & set(NAMES):
            options["update_fields"] = {*options["update_fields"], *NAME_KEYS}
        super().save(*args, **options)

    @property
    def username(self) -> str:
        """The name with which the person signs in."""
        return self.account.username

    @property
    def email(self) -> str:
        """The account's address, to which the product writes, or nothing; no colleague sees it."""
        return self.account.email

    @property
    def spoken_work_phone(self) -> str:
        """The work phone as people read it."""
        return spoken_phone(self.work_phone)

    @property
    def language(self) -> str:
        """The language in which the person reads."""
        return self.account.language

    @property
    def name(self) -> str:
        """The full name in the reader's language, where there is one."""
        return local(self.full_name_en, self.full_name_th)

    @property
    def other_name(self) -> str:
        """The full name in the other language, or nothing."""
        other = self.full_name_en if self.name == self.full_name_th else self.full_name_th
        return "" if other == self.name else other

    @property
    def short_name(self) -> str:
        """What colleagues call them: the nickname, or else the given name without a title.

        Neither says a rank, whatever was typed there.
        """
        nickname = without_rank(local(self.nickname_en, self.nickname_th))
        return nickname or (without_title(self.name) or self.name).split(" ")[0]

    def name_at(self, place: RankPlace) -> str:
        """The full name as a place shows it: after the rank, where the organisation says so."""
        if self.rank and place in self.organisation.rank_places:
            return with_rank(self.rank, self.name)
        return self.name

    @property
    def greeted_name(self) -> str:
        """The name in a greeting: in Thai with "khun" before it, where the organisation says so."""
        if get_language() == "th" and self.own_organisation.says_khun:
            return with_khun(self.short_name)
        return self.short_name

    @cached_property
    def today(self) -> date:
        """The day on which this person looks: read once, so that a whole request is on one day."""
        return today(timezone.now())

    @cached_property
    def every_membership(self) -> list["Membership"]:
        """All memberships with their units, those that are over too; read once per request."""
        held = memberships_of(person=self.pk, day=self.today)
        for one in held:
            one.person = self
        return held

    @cached_property
    def own_organisation(self) -> Organisation:
        """The person's organisation, read with the memberships where there are any."""
        held = self.every_membership
        return held[0].unit.organisation if held else self.organisation

    @cached_property
    def modules_off(self) -> frozenset[str]:
        """The modules that the person's organisation switched off."""
        return frozenset(self.own_organisation.modules_off)

    @cached_property
    def current_memberships(self) -> list["Membership"]:
        """Today's memberships with their units."""
        return [m for m in self.every_membership if m.holds_on(self.today)]

    @property
    def away_until(self) -> date | None:
        """The last day of a long absence that includes today; read with the memberships."""
        return next((m.away_until for m in self.every_membership), None)

    @property
    def stands_in(self) -> list["Membership"]:
        """Today's roles in which the person stands in for another."""
        return [m for m in self.current_memberships if m.acting_for_id]

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held today."""
        return frozenset(Role(m.role) for m in self.current_memberships)

    def acts_as(self, *row: Role) -> Role:
        """Name the role in which the person looks: the first of a row of `MAY` that is held today.

        Without one of the row it is the first role that is held, and without any the worker's.
        """
        return next((role for role in (*row, *Role) if role in self.roles), Role.WORKER)

    @property
    def has_left(self) -> bool:
        """Say whether the person has no role any more, neither today nor later."""
        return not self.lasts_on(self.today)

    def lasts_on(self, day: date) -> bool:
        """Say whether the person has a role on a day or later."""
        return any(m.lasts(day) for m in self.every_membership)

    @property
    def belongs(self) -> bool:
        """Say whether the person holds a role today."""
        return self.belongs_on(self.today)

    def belongs_on(self, day: date) -> bool:
        """Say whether the person holds a role on a day; `PersonQuerySet.belonging` agrees."""
        there = self.is_active and not self.awaited
        return there and any(m.holds_on(day) for m in self.every_membership)

    @cached_property
    def posts(self) -> list["Membership"]:
        """Today's memberships with contracted hours, the one with most hours first."""
        held = [m for m in self.current_memberships if m.hours is not None]
        return most_hours_first(held, self.every_membership)

    @property
    def home(self) -> "Membership | None":
        """Today's membership with most contracted hours, of equals the oldest."""
        return self.posts[0] if self.posts else None

    @property
    def posts_answered(self) -> list[tuple[int, str]]:
        """The unit of each post and the role in which it is answered for, the home first."""
        leads = {m.unit_id for m in self.current_memberships if m.role == Role.SUPERVISOR}
        return [
            (one.unit_id, answered_role(one.role, leads=one.unit_id in leads)) for one in self.posts
        ]

    @property
    def first_post(self) -> "Membership | None":
        """The post that the person has had longest: what was theirs before belongs to it."""
        held = self.every_membership
        return min(self.posts, key=lambda one: (first_there(one, held), one.pk or 0), default=None)

    @property
    def contracted(self) -> Decimal | None:
        """The contracted hours a week of all posts together; None for people without any."""
        return sum((one.contracted for one in self.posts), Decimal()) if self.posts else None

    @cached_property
    def base(self) -> "Membership | None":
        """Today's membership where the person's week is counted: that of the hours, or the first.

        Everybody who belongs has one, also without contracted hours.
        """
        return self.home or home_of(self.current_memberships)

    @property
    def carries_load(self) -> bool:
        """Say whether supervisors answer for the person's load; offices and trainers have none."""
        return any(Role(m.role).carries_load for m in self.current_memberships)

    @property
    def spoken(self) -> str:
        """The languages they work in, in words."""
        return ", ".join(SpokenLanguage.in_words(self.languages))

    def paths(self, *roles: Role) -> list[str]:
        """The paths of the units where one of these roles is held today.

        A person who is away answers and cares for no other meanwhile.
        """
        if self.away_until:
            roles = tuple(role for role in roles if not role.answers_for_others)
        return [m.unit.path for m in self.current_memberships if m.role in roles]

    @property
    def administers_all(self) -> bool:
        """Say whether this is an admin of the whole organisation, not only of a part of it."""
        held = self.current_memberships
        return any(m.role == Role.ADMIN and m.unit.parent_id is None for m in held)

    @cached_property
    def charge(self) -> "Charge":
        """The people this person supervises today."""
        return Charge.of(self)


class MembershipQuerySet(models.QuerySet):
    """Memberships, by day and by viewer."""

    def visible_to(self, viewer: Person) -> Self:
        """The memberships of all people the viewer may see."""
        return self.filter(person__in=Person.objects.visible_to(viewer))

    def managed_by(self, viewer: Person) -> Self:
        """Memberships at or below the units where the viewer is an admin."""
        return self.filter(at_or_below("unit__path", viewer.paths(Role.ADMIN)))

    def on(self, day: date) -> Self:
        """Memberships that hold on a day; the last day counts."""
        return self.lasting(day).filter(starts__lte=day)

    def present_on(self, day: date) -> Self:
        """Memberships that hold on a day, of people who came in and are not on a long absence then.

        This is the one rule on who answers for others: a supervisor or contact who is away or has
        not come in yet does not, so the stand-in does, or else the next above.
        """
        return self.on(day).filter(person__awaited=False).exclude(is_away(day))

    def with_absence(self, day: date) -> Self:
        """Read with each until when its person is away, if the long absence includes a day."""
        away = Absence.objects.on(day).filter(person=models.OuterRef("person")).values("ends")
        return self.annotate(away_until=models.Subquery(away[:1]))

    def lasting(self, day: date) -> Self:
        """Memberships that hold on a day or will hold after it."""
        return self.filter(Q(ends=None) | Q(ends__gte=day))

    def with_first_day(self) -> Self:
        """Add the day from which the person has had hours in the unit."""
        return self.annotate(first_day=first_day_there())

    def with_first_day_of_several(self, day: date) -> Self:
        """Add it where the person has another post on a day, to order them, and else None.

        Few have: of most people on a board only that is asked.
        """
        others = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        others = others.filter(hours__isnull=False).exclude(pk=models.OuterRef("pk"))
        first = models.When(models.Exists(others), then=first_day_there())
        return self.annotate(first_day=models.Case(first))

    def with_lead_there(self, day: date) -> Self:
        """Add whether the person leads the unit too, as who stands in for its supervisor does.

        A supervisor's role of that day says it itself.
        """
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        leads = theirs.filter(unit=models.OuterRef("unit"), role=Role.SUPERVISOR)
        there = Q(role=Role.SUPERVISOR) | Q(models.Exists(leads))
        return self.annotate(leads_there=models.ExpressionWrapper(there, models.BooleanField()))

    def homes(self, day: date) -> Self:
        """The posts that are homes on a day: no other of the person has more hours, or is older.

        `Person.home` agrees. So a person with two posts is one row.
        """
        return self.on(day).with_first_day().filter(is_home(day))

    def first_posts(self, day: date) -> Self:
        """The posts that their people have had longest, of those on a day: `Person.first_post`."""
        before = posts_beside(day).filter(OLDER)
        return self.on(day).with_first_day().filter(~models.Exists(before), hours__isnull=False)

    def apart(self, charge: "Charge", day: date) -> Self:
        """The posts, on a day, for which a supervisor does not answer, of people who do have some.

        An only post that supervisors never answer for, as that of a trainer, is none of them: who
        works without hours in a unit besides is read by its supervisors alone.
        """
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        others = theirs.filter(hours__isnull=False).exclude(pk=models.OuterRef("pk"))
        held = self.on(day).filter(~charge.answered(day), hours__isnull=False)
        return held.filter(Q(role__in=MAY.carry_load) | models.Exists(others))

    def bases(self, day: date) -> Self:
        """One membership of each person who belongs on a day: `Person.base`."""
        return self.on(day).with_first_day().filter(is_home(day) | first_unpaid(day, Role))

    def carrying(self, day: date) -> Self:
        """One membership of each person who carries a load on a day: that with most hours.

        Of people without contracted hours, like volunteers, it is the first as worker or
        supervisor.
        """
        return self.on(day).with_first_day().filter(is_home(day) | unpaid_with_load(day))

    def carrying_each(self, day: date) -> Self:
        """Every post of the people who carry a load on a day, and as `carrying` of the others."""
        return self.on(day).filter(Q(hours__isnull=False) | unpaid_with_load(day))


class Membership(models.Model):
    """A role in a unit, between two days."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=12, choices=Role)
    job = models.ForeignKey(Job, models.PROTECT, related_name="+", verbose_name=_("Job"))
    # A membership with hours is a post. A person may have posts in several units; the one with most
    # hours is their home, where their week is counted.
    hours = models.DecimalField(
        _("Contracted hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    starts = models.DateField(_("From"))
    ends = models.DateField(_("Last day"), null=True, blank=True)
    # The person who is away and has the role, where another stands in.
    acting_for = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="stood_in_for_by"
    )
    # The last time it was entered or changed: what was told before used the state of then.
    changed_at = models.DateTimeField(null=True, editable=False)
    # When it was given: only on that day a mistake in it is put right in place.
    given_at = models.DateTimeField(null=True, editable=False)
    # The last day of the person's own absence, where it was read with it.
    away_until: date | None = None

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=Q(hours=None) | Q(hours__gt=0, hours__lte=84),
                name="membership_hours_are_a_week",
                violation_error_message=_("Contracted hours must be more than 0 and at most 84."),
            ),
            models.UniqueConstraint(
                fields=["person", "unit"],
                condition=Q(ends=None, hours__isnull=False),
                name="one_post_per_unit",
                violation_error_message=_("This person already has contracted hours here."),
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"],
                condition=Q(ends=None),
                name="one_open_membership_per_role",
                violation_error_message=_("This person already has this role here."),
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None) | Q(ends__isnull=False, hours=None),
                name="an_acting_role_ends_and_has_no_hours",
            ),
        ]
        indexes = [models.Index(fields=["unit", "role"], name="membership_by_unit")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"

    @property
    def contracted(self) -> Decimal:
        """The contracted hours a week: a home has some, that makes it one."""
        return self.hours or Decimal()

    def holds_on(self, day: date) -> bool:
        """Say whether it holds on a day; the last day counts. `MembershipQuerySet.on` agrees."""
        return self.starts <= day and self.lasts(day)

    def lasts(self, day: date) -> bool:
        """Say whether it holds on a day or after it. `MembershipQuerySet.lasting` agrees."""
        return self.ends is None or self.ends >= day


# Whether a post came before another one of the person; both are read with their first days.
OLDER = Q(first_day__lt=models.OuterRef("first_day"))
OLDER |= Q(first_day=models.OuterRef("first_day"), pk__lt=models.OuterRef("pk"))


def first_day_there() -> models.Subquery:
    """The day from which the person of a row has had hours in its unit.

    A sum has no index: the few memberships of the person are read, and not all of the unit.
    """
    own = Membership.objects.filter(person=models.OuterRef("person"), hours__isnull=False)
    same = own.annotate(of_unit=F("unit") + 0).filter(of_unit=models.OuterRef("unit"))
    return models.Subquery(same.order_by("starts").values("starts")[:1])


def posts_beside(day: date) -> MembershipQuerySet:
    """The other posts on a day, with their first days, of the person of a row.

    Few people have any, and without one no first day is looked up.
    """
    held = Membership.objects.on(day).filter(person=models.OuterRef("person"))
    others = held.exclude(pk=models.OuterRef("pk"))
    return others.filter(hours__isnull=False).with_first_day()


def is_home(day: date) -> Q:
    """A post, of rows with their first day, that none of the person's others goes before."""
    hours = models.OuterRef("hours")
    before = posts_beside(day).filter(Q(hours__gt=hours) | Q(hours=hours) & OLDER)
    return Q(~models.Exists(before), hours__isnull=False)


def unpaid_with_load(day: date) -> Q:
    """The first membership as worker or supervisor, of people without contracted hours."""
    return Q(role__in=MAY.carry_load) & first_unpaid(day, MAY.carry_load)


def first_unpaid(day: date, roles: Iterable[Role]) -> Q:
    """The first membership in one of some roles, of people without contracted hours on a day."""
    held = Membership.objects.on(day).filter(person=models.OuterRef("person"))
    before = held.filter(role__in=list(roles), pk__lt=models.OuterRef("pk"))
    return ~models.Exists(held.filter(hours__isnull=False)) & ~models.Exists(before)


@written_once
def memberships_of(person: int, day: date) -> models.QuerySet[Membership]:
    """Read a person's memberships, and until when they are away on a day, oldest first."""
    held = Membership.objects.filter(person=person).with_absence(day)
    return held.select_related("unit__organisation").order_by("pk")


def home_of(memberships: Iterable[Membership]) -> Membership | None:
    """Choose where a person belongs among memberships in their order.

    It is the unit of most of their hours, or else the first: a page names a unit for each person,
    also for people without contracted hours, who have no `Person.home`.
    """
    mine = list(memberships)
    posts = most_hours_first(one for one in mine if one.hours is not None)
    return next(iter(posts or mine), None)


def find_homes(people: Iterable[int], day: date) -> dict[int, Membership]:
    """Find where each of these people belongs on a day, and if they are away; one statement."""
    mine: dict[int, list[Membership]] = {}
    current = Membership.objects.on(day).filter(person__in=list(people)).with_absence(day)
    for one in current.select_related("unit", "job").order_by("pk"):
        mine.setdefault(one.person_id, []).append(one)
    homes = {person: home_of(held) for person, held in mine.items()}
    return {person: home for person, home in homes.items() if home}


@written_once
def leads_below(path: str, day: date) -> models.QuerySet[Unit, tuple]:
    """Read who leads a unit and each below it."""
    return leads_in(Unit.objects.within(path), day)


def leads_in(units: models.QuerySet[Unit], day: date) -> models.QuerySet[Unit, tuple]:
    """Read who leads units on a day, a row each, and whether they are there; of none None.

    Whether they are there is asked of each lead: there are many more people in an organisation.
    """
    holds = Q(memberships__starts__lte=day)
    holds &= Q(memberships__ends=None) | Q(memberships__ends__gte=day)
    leads = models.FilteredRelation(
        "memberships", condition=Q(memberships__role=Role.SUPERVISOR) & holds
    )
    there = Person.objects.filter(pk=models.OuterRef("leads__person")).annotate(
        there=models.ExpressionWrapper(
            Q(~Q(is_away(day, "pk")), awaited=False), models.BooleanField()
        )
    )
    found = units.annotate(leads=leads, there=models.Subquery(there.values("there")))
    return found.values_list("pk", "path", "leads__person", "there")


class Charge:
    """The people a supervisor answers for.

    One rule: a person answers to the supervisors of their unit. A supervisor, or a person in a unit
    without one, answers to the supervisors of the nearest unit above that has one. A supervisor who
    is away answers for no person meanwhile, and answers themself to the unit above as before.
    """

    def __init__(
        self,
        members_of: dict[int, int],
        supervisors_of: dict[int, int],
        lower_leads: Iterable[int] = (),
    ):
        # Unit ids, each with how many supervisors share what is in it.
        self.members_of = members_of
        self.supervisors_of = supervisors_of
        # Who leads the units of the second kind. They are known from reading it, so no statement
        # about the people of a head looks up the roles in thousands of units again.
        self.lower_leads = tuple(dict.fromkeys(lower_leads))

    @property
    def units(self) -> set[int]:
        """Every unit with a person the supervisor answers for."""
        return self.members_of.keys() | self.supervisors_of.keys()

    @cached_property
    def posts_held(self) -> frozenset[tuple[int, str]]:
        """Every unit and role for which the supervisor answers; `posts` and `holds` agree.

        It is asked of each person on a board: a head answers for the leads of thousands of units.
        """
        members = ((unit, Role.WORKER.value) for unit in self.members_of)
        supervisors = ((unit, Role.SUPERVISOR.value) for unit in self.supervisors_of)
        return frozenset((*members, *supervisors))

    def holds(self, unit: int, role: str) -> bool:
        """Say whether the supervisor answers for those with a role in a unit."""
        return unit in (self.supervisors_of if role == Role.SUPERVISOR else self.members_of)

    @property
    def posts(self) -> Q:
        """The memberships for which the supervisor answers, as a condition."""
        members = Q(unit_id__in=one_of(self.members_of), role=Role.WORKER)
        return members | Q(unit_id__in=one_of(self.supervisors_of), role=Role.SUPERVISOR)

    def answered(self, day: date) -> Q:
        """The posts for which the supervisor answers on a day, as a condition on memberships.

        With them those in a unit that the person leads too: `Person.posts_answered` agrees.
        """
        if not self.supervisors_of:
            return self.posts
        theirs = Membership.objects.on(day).filter(person=models.OuterRef("person"))
        units = one_of(self.supervisors_of)
        leads = theirs.filter(role=Role.SUPERVISOR, unit_id__in=units, unit=models.OuterRef("unit"))
        return self.posts | Q(models.Exists(leads))

    @classmethod
    def of(cls, viewer: Person) -> Self:
        """Read the viewer's units and what lies below them: one statement, or none at all."""
        mine = {
            m.unit_id: m.unit.path for m in viewer.current_memberships if m.role == Role.SUPERVISOR
        }
        if not mine or viewer.away_until:
            return cls({}, {})
        return cls.over(mine, viewer.today)

    @classmethod
    def over(cls, mine: dict[int, str], day: date) -> Self:
        """Read the people that the supervisors of these units (each with its path) answer for."""
        paths = list(mine.values())
        if len(paths) == 1:  # as nearly all have
            below: Iterable[tuple] = leads_below(path=paths[0], day=day)
        else:
            below = leads_in(Unit.objects.within(*paths), day)
        paths_of: dict[int, str] = {}
        leads: dict[int, list[int]] = {}
        led_by: dict[int, int] = {}
        for pk, path, lead, there in below:
            paths_of[pk] = path
            if lead is not None:
                leads.setdefault(pk, []).append(lead)
                led_by[pk] = led_by.get(pk, 0) + bool(there)
        members = {pk: led_by.get(pk, 0) for pk in mine}
        supervisors: dict[int, int] = {}
        lower: list[int] = []
        for pk, path in paths_of.items():
            above = reversed(lineage(path)[:-1])
            nearest = next((unit for unit in above if led_by.get(unit)), None)
            if nearest in mine:
                if pk in leads:
                    supervisors[pk] = led_by[nearest]
                    lower += leads[pk]
                if not led_by.get(pk):
                    members[pk] = led_by[nearest]
        return cls(members, supervisors, lower)


def supervised_by(viewer: Person, field: str = "pk") -> Q:
    """The people a viewer answers for today, as a condition on Person.

    With the name of a field it is one on the rows that have it, for which no people are read.
    """
    return ~Q(**{field: viewer.pk}) & answered_for(viewer.charge, viewer.today, field)


def answered_for(charge: Charge, day: date, field: str = "pk") -> Q:
    """The people in a charge on a day, as a condition on Person; of the leads not who has it."""
    if not charge.members_of:
        return Q(**{f"{field}__in": ()})
    theirs = f"{field}__one_of_few"
    current = Membership.objects.on(day).values("person_id")
    within = current.filter(unit_id__in=one_of(charge.members_of))
    found = Q(**{theirs: within.filter(role=Role.WORKER)})
    # Leads of one unit do not answer to each other, nor one who is away to who stands in.
    found &= ~Q(**{f"{field}__in": within.filter(role=Role.SUPERVISOR)})
    if charge.lower_leads:
        found |= Q(**{theirs: one_of(charge.lower_leads)})
    return found


def answers_wholly(viewer: Person, field: str = "pk") -> Q:
    """The people with every post under a viewer, as a condition on Person.

    Of a person with posts under two supervisors each sees a part, and neither the whole. Who works
    without hours in a unit, and has their only post elsewhere, is no exception: the cases are of
    that post, and the lead where they help reads the load and not the cases.
    """
    elsewhere = Membership.objects.apart(viewer.charge, viewer.today)
    elsewhere = elsewhere.filter(person=models.OuterRef(field))
    return supervised_by(viewer, field) & ~Q(models.Exists(elsewhere))


def leads_at_home(viewer: Person) -> Q:
    """The people a viewer answers for at their home, as a condition on Person.

    Of a person with several posts, flags go to the supervisors of the one with most hours.
    """
    return supervised_by(viewer) & at_home_in(viewer.charge, viewer.today)


def at_home_in(charge: Charge, day: date, person: str = "pk") -> Q:
    """The people with no home outside a charge on a day, as a condition on Person.

    With the name of a field it is one on the rows that have it.
    """
    homes = Membership.objects.apart(charge, day).homes(day)
    elsewhere = homes.filter(person=models.OuterRef(person))
    return ~Q(models.Exists(elsewhere))


def in_office_of(viewer: Person, *roles: Role) -> Q:
    """All people at or below the viewer's units in these roles, as a condition on Person."""
    if not (paths := viewer.paths(*roles)):
        return Q(pk__in=())
    current = Membership.objects.on(viewer.today)
    return Q(pk__in=current.filter(at_or_below("unit__path", paths)).values("person_id"))


def office_has(field: str, viewer: Person, *roles: Role) -> Q:
    """Say the same of the person in a field, as a condition on the rows that have it.

    It is asked row by row: for few rows of a large organisation; its others are not read.
    """
    theirs = Membership.objects.on(viewer.today).filter(person=models.OuterRef(field))
    return Q(models.Exists(theirs.filter(at_or_below("unit__path", viewer.paths(*roles)))))


def colleague_in(field: str, viewer: Person) -> Q:
    """Say of the person in a field what `colleagues_of` says, as a condition on the rows.

    It is asked row by row, as `office_has` is.
    """
    if not viewer.belongs:
        return Q(pk__in=())
    held = Membership.objects.on(viewer.today).filter(person=models.OuterRef(field))
    there = {f"{field}__is_active": True, f"{field}__awaited": False}
    here = {f"{field}__organisation_id": viewer.organisation_id}
    return Q(models.Exists(held), **there, **here)


def belongs_still(field: str, day: date) -> Q:
    """Say of the person in a field what `belonging` says, as a condition on the rows that have it.

    It is asked row by row, as `office_has` is.
    """
    held = Membership.objects.on(day).filter(person=models.OuterRef(field), **CAME_IN)
    return Q(models.Exists(held))


def seen_through(viewer: Person) -> Q:
    """The memberships of people that a viewer may see, as a condition on Membership.

    Of an office most are found by their own unit; the other posts of a person are looked up only
    where it is another one. It agrees with `Person.objects.visible_to`.
    """
    supervised = supervised_by(viewer, "person")
    here = at_or_below("unit__path", viewer.paths(*MAY.see_records))
    return here | Q(person=viewer) | supervised | office_has("person", viewer, *MAY.see_records)
