"""Organisations and their tree of units."""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In, StartsWith
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from people.statements import NumbersAtOnce

from .named import Named, OneName

if TYPE_CHECKING:
    from .persons import Person

CHANCE_PURPOSE = "people.Organisation.chance_key"


class BeginsWithPath(StartsWith):
    """Whether a path begins with another, so that the index on paths finds it.

    PostgreSQL has an index of its own for beginnings. SQLite's LIKE knows no difference between
    large and small letters and reads every row instead: there it is a span of the index.
    """

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """Write the span from the path itself to what sorts after all digits and dots."""
        path, values = self.process_lhs(compiler, connection)
        begins, begun = models.Lookup.process_rhs(self, compiler, connection)
        both = [*values, *begun]
        return f"({path} >= {begins} AND {path} < {begins} || '~')", [*both, *both]


models.CharField.register_lookup(BeginsWithPath, "begins_with_path")


class IsOneOfFew(In):
    """Whether a row is about one of a few, which a statement within finds: `person__one_of_few`.

    PostgreSQL reads the few first and looks for their rows in an index. As IN, which it takes for a
    join, it may read every row there is and compare it with the few at last. Beside other
    conditions, one of which is enough, it always does.
    """

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Write them as an array."""
        sql, values = self.as_sql(compiler, connection)
        column, _in, few = sql.partition(" IN (")
        if isinstance(self.rhs, NumbersAtOnce):
            return f"{column} = ANY (%s::bigint[])", values
        return (f"{column} = ANY (ARRAY({few})" if few.startswith("SELECT") else sql), values


class OneOfFew(IsOneOfFew, RelatedIn):
    """So it is asked by a key to another table; the other is asked of the row's own number."""


models.ForeignKey.register_lookup(OneOfFew, "one_of_few")
models.BigAutoField.register_lookup(IsOneOfFew, "one_of_few")


def at_or_below(field: str, paths: Iterable[str]) -> Q:
    """Make a condition for a path that begins with one of these; no path matches nothing."""
    found = Q(pk__in=())
    for path in paths:
        found |= Q(**{f"{field}__begins_with_path": path})
    return found


def lineage(path: str) -> list[int]:
    """Read a path as the ids of its units, from the root down to the unit itself."""
    return [int(part) for part in path.split(".")[:-1]]


def local(english: str, thai: str, language: str = "") -> str:
    """Choose the text of the reader's language, or the one there is.

    Who writes many rows says the language, and asks for it once.
    """
    return (thai or english) if (language or get_language()) == "th" else (english or thai)


class RankPlace(models.TextChoices):
    """A place where an organisation may have ranks shown before names; nowhere else are they."""

    BOARD = "board", _("The board of a team")
    ROLL = "roll", _("The printed list of a session, to sign")
    CERTIFICATE = "certificate", _("Certificates")
    PASSPORT = "passport", _("The passport and what it shows outside")


class Organisation(Named):
    """One of the organisations that share an installation and never see each other's people."""

    class Kind(models.TextChoices):
        """The kind of an organisation."""

        NGO = "ngo", _("Foundation or NGO")
        POLICE = "police", _("Police")
        SHELTER = "shelter", _("Shelters")
        MINISTRY = "ministry", _("Ministry")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    # The groups rule asks for five; an organisation may ask for more, and then never for fewer.
    smallest_group = models.PositiveSmallIntegerField(default=5, db_default=5)
    # The keys of the modules that it switched off: see `people/product_modules.py`.
    modules_off = models.JSONField(default=list, blank=True)
    # Where ranks stand before names: values of `RankPlace`.
    rank_places = models.JSONField(default=list, blank=True)
    # Whether greetings in Thai say "khun" before the name that colleagues use, as at work is usual.
    says_khun = models.BooleanField(default=True, db_default=True)
    # Whether it rests on public holidays; empty is as usual for its kind (`follows_as`).
    rests_on_holidays = models.BooleanField(null=True, blank=True)
    # Another one after every edit of its calendar, so that a process may keep what it read; empty
    # until something is typed.
    calendar_version = models.UUIDField(null=True, editable=False)
    # Whether the list of first steps stands on the home of its admins, and the codes of the steps
    # that they leave out. Whether a step is done is never stored: it is seen from what is there.
    first_run_open = models.BooleanField(default=False, db_default=False)
    first_run_skipped = models.JSONField(default=list, db_default=[], blank=True)
    # Draws the chance in what is told about its groups (`people/keys/chance.py`); made when first
    # needed.
    sealed_chance_key = models.TextField(blank=True, default="", db_default="", editable=False)
    SEALED = {"sealed_chance_key": CHANCE_PURPOSE}
    # When the units of a large one were counted last, at night: its overview shows those counts.
    units_counted_at = models.DateTimeField(null=True, editable=False)
    # A demo row may be thrown away; `make demo` refuses a database that holds any other.
    demo = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(smallest_group__gte=5), name="no_group_below_five"),
            OneName(
                fields=["name"],
                name="one_organisation_of_a_name",
                violation_error_message=_("There is already an organisation of this name."),
            ),
        ]


class OwnOrganisationQuerySet(models.QuerySet):
    """What all people in an organisation may see, and no one outside."""

    def visible_to(self, viewer: "Person") -> Self:
        """Those of the viewer's own organisation, also the retired ones."""
        return self.filter(organisation_id=viewer.organisation_id)


class UnitQuerySet(OwnOrganisationQuerySet):
    """Units, by viewer and by their place in the tree."""

    def within(self, *paths: str) -> Self:
        """The units at or below any of these paths; no path gives none."""
        return self.filter(at_or_below("path", paths))


class Unit(Named):
    """A team, a station, a shelter, or a unit above them."""

    class Kind(models.TextChoices):
        """The kind of work of a unit."""

        CASEWORK = "casework", _("Case work")
        SHELTER = "shelter", _("Shelter")
        EVIDENCE = "evidence", _("Digital evidence")
        OFFICE = "office", _("Office")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="units")
    # Work of another kind may be weighed by other numbers.
    kind = models.CharField(
        _("Kind of work"), max_length=8, choices=Kind, default=Kind.CASEWORK, db_default="casework"
    )
    # "12.40.": the ids from the root down, so a subtree is one indexed range.
    path = models.CharField(max_length=200, editable=False, db_index=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ("path",)
        constraints = [
            OneName(
                fields=["parent", "name"],
                name="one_unit_of_a_name",
                violation_error_message=_("There is already a unit of this name here."),
            ),
            OneName(
                fields=["organisation", "name"],
                condition=Q(parent=None),
                name="one_root_unit_of_a_name",
                violation_error_message=_("There is already a unit of this name here."),
            ),
        ]

    @property
    def lineage(self) -> list[int]:
        """The ids of the units it lies in, from the root down, and last its own."""
        return lineage(self.path)

    def save(self, **kwargs: Any) -> None:
        """Keep the path correct; the place of a unit is set once, when it is made."""
        new = self.pk is None
        super().save(**kwargs)
        if new:
            self.path = f"{self.parent.path if self.parent else ''}{self.pk}."
            type(self).objects.filter(pk=self.pk).update(path=self.path)
