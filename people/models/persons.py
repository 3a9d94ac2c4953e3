"""People: the place of an account in an organisation, and what they hold there."""

import uuid
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.rules.person_names import with_khun, with_rank, without_rank, without_title
from people.rules.phone_numbers import spoken_phone
from people.rules.posts import first_there, most_hours_first
from people.weeks import today

from .answering import Charge, supervised_by
from .jobs import Employment
from .memberships import Membership, every_membership_of, home_of
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
from .organisations import Organisation, RankPlace, at_or_below, local
from .roles import MAY, Role, answered_role
from .seeing import in_office_of, office_has
from .sign_in.accounts import Account
from .spoken_languages import SpokenLanguage

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
    def every_membership(self) -> list[Membership]:
        """All memberships with their units, those that are over too; read once per request."""
        held = every_membership_of(person=self.pk, day=self.today)
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
    def current_memberships(self) -> list[Membership]:
        """Today's memberships with their units."""
        return [m for m in self.every_membership if m.holds_on(self.today)]

    @property
    def away_until(self) -> date | None:
        """The last day of a long absence that includes today; read with the memberships."""
        return next((m.away_until for m in self.every_membership), None)

    @property
    def stands_in(self) -> list[Membership]:
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
    def posts(self) -> list[Membership]:
        """Today's memberships with contracted hours, the one with most hours first."""
        held = [m for m in self.current_memberships if m.hours is not None]
        return most_hours_first(held, self.every_membership)

    @property
    def home(self) -> Membership | None:
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
    def first_post(self) -> Membership | None:
        """The post that the person has had longest: what was theirs before belongs to it."""
        held = self.every_membership
        return min(self.posts, key=lambda one: (first_there(one, held), one.pk or 0), default=None)

    @property
    def contracted(self) -> Decimal | None:
        """The contracted hours a week of all posts together; None for people without any."""
        return sum((one.contracted for one in self.posts), Decimal()) if self.posts else None

    @cached_property
    def base(self) -> Membership | None:
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
    def charge(self) -> Charge:
        """The people this person supervises today."""
        return Charge.of(self)
