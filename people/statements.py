"""Statements that are written once a process; later only their values are filled in.

To write a statement costs Django several times what it costs to run it. What is decorated with
`written_once` builds a queryset from its arguments alone: it must not ask for the language, the
day or the viewer, for what it reads while it builds is frozen. tests/people/test_statements.py
writes each of them in two languages and on two days. They run through Django's cursor as all
statements do, so they reach no further than others (people/tenancy/context.py).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property, update_wrapper
from inspect import signature
from typing import Any, get_args, get_origin
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.base import ModelState
from django.db.models.fields.related_descriptors import ForeignKeyDeferredAttribute
from django.db.models.query import get_related_populators
from django.db.models.query_utils import DeferredAttribute

FIELDS: dict[type, models.Field] = {
    int: models.BigIntegerField(),
    str: models.TextField(),
    UUID: models.UUIDField(),
    date: models.DateField(),
    datetime: models.DateTimeField(),
}
STATEMENTS: list["StatementOnce"] = []
# So many numbers of a list stand in a statement each as a value of its own.
EACH_BY_ITSELF = 200
# For fewer rows it costs more to look which have the same value than to read each.
FEW = 3
# What these fields hold cannot be changed, only replaced.
UNCHANGING = (
    models.BooleanField,
    models.DateField,
    models.DecimalField,
    models.TimeField,
    models.UUIDField,
)
# Of these columns a row holds what it was given.
AS_THEY_ARE = (DeferredAttribute, ForeignKeyDeferredAttribute)


class OpenValue(models.Expression):
    """The place of a value that comes later; of a list, the place of as many as come."""

    def __init__(self, name: str, kind: Any) -> None:
        self.name, self.many = name, get_origin(kind) is list
        super().__init__(output_field=FIELDS[get_args(kind)[0] if self.many else kind])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Leave the place open: the open value itself stands among the values."""
        return ("(SELECT value FROM json_each(%s))" if self.many else "%s"), (self,)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Do so in PostgreSQL, which takes a list as an array."""
        kind = self.output_field.db_type(connection)
        return (f"(SELECT unnest(%s::{kind}[]))" if self.many else f"%s::{kind}"), (self,)

    def filled(self, value: Any) -> Any:
        """Write a value as the database takes it. None is refused: NULL equals nothing."""
        if self.many:
            # Numbers are as the database takes them: there may be thousands.
            plain = isinstance(self.output_field, models.BigIntegerField)
            each = [
                one
                if plain and type(one) is int
                else self.output_field.get_db_prep_value(one, connection)
                for one in value
            ]
            if connection.vendor != "postgresql":
                return json.dumps(each)
            return as_array(each) if plain else each
        if value is None:
            raise ValueError(f"{self.name} is None")
        return self.output_field.get_db_prep_value(value, connection)


class NumbersAtOnce(models.Expression):
    """Very many numbers as one value of a statement: `field__in=NumbersAtOnce(numbers)`.

    Each written by itself costs more than what is asked about them.
    """

    def __init__(self, numbers: Iterable[int]) -> None:
        self.numbers = list(numbers)
        super().__init__(output_field=FIELDS[int])

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Write them as a text that SQLite reads."""
        return "(SELECT value FROM json_each(%s))", (json.dumps(self.numbers),)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple]:
        """Write them as an array."""
        return "(SELECT unnest(%s::bigint[]))", (as_array(self.numbers),)


class NumbersAsText(str):
    """More numbers than stand in a statement each by itself, as PostgreSQL writes an array."""

    __slots__ = ()


def as_array(numbers: list[int]) -> list[int] | NumbersAsText:
    """Give numbers to PostgreSQL as an array: very many as one text, an eighth of the time."""
    if len(numbers) <= EACH_BY_ITSELF:
        return numbers
    return NumbersAsText(f"{{{','.join(map(str, numbers))}}}")


def one_of(numbers: Collection[int]) -> list[int] | NumbersAtOnce:
    """Give numbers to look a field up by, each as a value, or very many at once."""
    return list(numbers) if len(numbers) <= EACH_BY_ITSELF else NumbersAtOnce(numbers)


def cursor_for(values: Iterable[Any]) -> Any:
    """Open a cursor for a statement with these values, which keeps its plan where that is right.

    A plan for few numbers is wrong for thousands: they are planned for each time. SQLite plans
    alike for all values, so there none is looked at: the longest statement has some hundred.
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    lists = (one for one in values if isinstance(one, (list, NumbersAsText)))
    long = any(len(one) > EACH_BY_ITSELF for one in lists)
    return connection.cursor() if long else connection.keeping_cursor()


class Written:
    """A statement as it was written from a queryset, and how its rows are read.

    A `paged` one is asked with a `limit` and an `offset` too. `changes` says of a value that stands
    in the statement whether another may stand in its place.
    """

    def __init__(
        self,
        found: models.QuerySet,
        *,
        paged: bool = False,
        changes: Callable[[Any], bool] = lambda one: False,
    ) -> None:
        if found._prefetch_related_lookups:
            raise ValueError("Rows that belong to these are read by prefetch_related_objects")
        compiler = found.query.get_compiler(using=found.db)
        self.steps: list[tuple[int, Callable[..., Any], Any]] = []
        try:
            self.sql, self.values = compiler.as_sql()
        except EmptyResultSet:
            self.sql, self.values = "", ()
            return
        if paged:
            self.sql += " LIMIT %s OFFSET %s"
            self.values = (*self.values, OpenValue("limit", int), OpenValue("offset", int))
        self.changing = [
            place
            for place, one in enumerate(self.values)
            if isinstance(one, OpenValue) or changes(one)
        ]
        every = compiler.get_converters([one[0] for one in compiler.select])
        self.steps = [
            (place, step, column) for place, (steps, column) in every.items() for step in steps
        ]
        self.made = tuple if found._fields is not None else maker(found, compiler)
        self.places = places_of(compiler)

    def rows(
        self, values: Mapping[str, Any], changed: Callable[[Any], Any] = lambda one: one
    ) -> list[Any]:
        """Run it with values in their places, and read its rows: instances, or columns.

        `changed` says what stands in the statement in place of what was written there.
        """
        return [self.made(row) for row in self.converted(self.fetched(values, changed))]

    def fetched(
        self, values: Mapping[str, Any], changed: Callable[[Any], Any] = lambda one: one
    ) -> list[Sequence[Any]]:
        """Run it with values in their places, and give the rows as the database does."""
        if not self.sql:
            return []
        found = list(self.values)
        for place in self.changing:
            one = found[place]
            found[place] = (
                one.filled(values[one.name]) if isinstance(one, OpenValue) else changed(one)
            )
        with cursor_for(found) as cursor:
            cursor.execute(self.sql, found)
            return cursor.fetchall()

    def converted(self, rows: Sequence[Sequence[Any]]) -> Iterable[Sequence[Any]]:
        """Turn what the database gives into what fields hold: column by column.

        Rows that have the same value share it, for columns are read and never changed; instances
        are changed, and what can be changed in one is its own.
        """
        if not self.steps:
            return rows
        found = list(map(list, rows))
        for place, step, column in self.steps:
            shared = len(found) > FEW and (
                self.made is tuple or isinstance(column.output_field, UNCHANGING)
            )
            if shared:
                read = {one: step(one, column, connection) for one in {row[place] for row in found}}
                for row in found:
                    row[place] = read[row[place]]
            else:
                for row in found:
                    row[place] = step(row[place], column, connection)
        return found


class UnmadeRows:
    """The rows of instances of which only some are made, once others were judged by columns."""

    def __init__(self, written: Written, rows: Sequence[Sequence[Any]]) -> None:
        self.written, self.rows = written, rows
        self.instances: dict[int, Any] = {}

    def columns(self, *names: str) -> Iterable[tuple[Any, ...]]:
        """Give some columns of each row as fields hold them: "since", "job__key", or what is added.

        Rows that have the same value share it: it is read and never changed.
        """
        return zip(*map(self.column, names), strict=True)

    def column(self, name: str) -> list[Any]:
        """Give one column of each row; what stands in many rows is read once."""
        if not self.rows:
            return []
        at = self.written.places[name]
        found = [row[at] for row in self.rows]
        for place, step, column in self.written.steps:
            if place == at:
                read = {one: step(one, column, connection) for one in set(found)}
                found = [read[one] for one in found]
        return found

    def values(self, number: int, *names: str) -> list[Any]:
        """Give some columns of one row."""
        found = []
        for name in names:
            at = self.written.places[name]
            value = self.rows[number][at]
            for place, step, column in self.written.steps:
                if place == at:
                    value = step(value, column, connection)
            found.append(value)
        return found

    def made(self, number: int) -> Any:
        """Make the instance of one row, once."""
        if number not in self.instances:
            [row] = self.written.converted([self.rows[number]])
            self.instances[number] = self.written.made(row)
        return self.instances[number]


def read_unmade(found: models.QuerySet) -> UnmadeRows:
    """Read a queryset of which only some instances are needed; one statement."""
    written = Written(found)
    return UnmadeRows(written, written.fetched({}))


def places_of(compiler: Any) -> dict[str, int]:
    """Name the places of the columns of a row of instances by their ways: "since", "job__key"."""
    found: dict[str, int] = dict(compiler.annotation_col_map)
    waiting = [("", compiler.klass_info)] if compiler.klass_info else []
    for start, about in waiting:
        for place in about["select_fields"]:
            found[start + compiler.select[place][0].target.attname] = place
        waiting += [
            (f"{start}{one['field'].name}__", one) for one in about.get("related_klass_infos", ())
        ]
    return found


def maker(found: models.QuerySet, compiler: Any) -> Callable[[Sequence[Any]], models.Model]:
    """Make a function that turns a row into an instance with its related ones, as Django does."""
    about, select, mode = compiler.klass_info, compiler.select, found._fetch_mode
    db = found.db
    first, last = about["select_fields"][0], about["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[first:last]]
    instance = instance_maker(about["model"], db, mode)
    related = get_related_populators(about, select, db, mode)
    for populator in every_populator(related):
        populator.from_db = instance_maker(populator.model_cls, db, mode)
    added = list(compiler.annotation_col_map.items())

    def made(row: Sequence[Any]) -> models.Model:
        one = instance(db, names, row[first:last])
        for populator in related:
            populator.populate(row, one)
        for name, place in added:
            setattr(one, name, row[place])
        return one

    return made


def every_populator(populators: Iterable[Any]) -> Iterator[Any]:
    """Give what makes related instances, and those related to them."""
    for one in populators:
        yield one
        yield from every_populator(one.related_populators)


def instance_maker(model: type[models.Model], db: str, mode: Any) -> Callable[..., models.Model]:
    """Make a function that makes an instance of columns, without its `__init__`.

    As unpickling makes one: its values are put into it. To hand them to `__init__` one by one costs
    five times as much. A value that its field turns into something else goes by the field.
    """
    every = [one.attname for one in model._meta.concrete_fields]
    turned = {name for name in every if type(getattr(model, name)) not in AS_THEY_ARE}

    def made(_db: str, names: Sequence[str], values: Sequence[Any]) -> models.Model:
        one = model.__new__(model)
        one._state = state = ModelState()
        state.adding, state.db, state.fetch_mode = False, db, mode
        one.__dict__.update(zip(names, values, strict=True))
        for name in turned.intersection(names):
            setattr(one, name, one.__dict__[name])
        return one

    return made


def open_values(
    build: Callable[..., models.QuerySet], beside: Collection[str] = ()
) -> dict[str, OpenValue]:
    """Make an open value for each argument of a function, `beside` others that it is given."""
    asked = signature(build, eval_str=True).parameters.items()
    return {name: OpenValue(name, one.annotation) for name, one in asked if name not in beside}


class StatementOnce:
    """A statement that is written at its first use; a call gives its rows as a list."""

    def __init__(self, build: Callable[..., models.QuerySet]) -> None:
        self.build = build
        update_wrapper(self, build)

    @cached_property
    def written(self) -> Written:
        """The statement with its values open."""
        return Written(self.build(**open_values(self.build)))

    def __call__(self, **values: Any) -> list[Any]:
        return self.written.rows(values)

    def unmade(self, **values: Any) -> UnmadeRows:
        """Give its rows as they are, for statements of which few instances are needed."""
        return UnmadeRows(self.written, self.written.fetched(values))


def written_once(build: Callable[..., models.QuerySet]) -> StatementOnce:
    """Write the statement of a queryset once a process; its arguments come later."""
    STATEMENTS.append(statement := StatementOnce(build))
    return statement
