"""The people the viewer may thank or name: all others here, found by name, not listed."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Membership, Person
from people.models.persons import PersonQuerySet
from people.rules.person_names import count_letters

LETTERS_AT_LEAST = 2
SHOWN_AT_MOST = 8
TEAMMATES_AT_MOST = 24


def colleagues(person: Person, day: date) -> PersonQuerySet:
    """All others in the person's organisation on a day; none for a person who has left."""
    return Person.objects.colleagues_of(person, day).exclude(pk=person.pk)


def refuse_no_colleague(person: Person, *, of: Person, day: date) -> None:
    """Refuse a person who is no colleague on a day, where a colleague is chosen."""
    if not colleagues(of, day).filter(pk=person.pk).exists():
        raise ValidationError({"to": _("Please choose somebody from the list.")})


def teammates(person: Person, day: date) -> list[Person]:
    """List the colleagues who share a unit with a person, by name; one statement.

    In a unit of more than twenty-four the others are found by name.
    """
    held = Membership.objects.on(day).filter(person=person).values("unit")
    near = Membership.objects.on(day).filter(unit__in=held).values("person")
    return list(colleagues(person, day).filter(pk__in=near).by_name()[:TEAMMATES_AT_MOST])


def called(person: Person, name: str, day: date) -> list[Person]:
    """Find the colleagues of this name or nickname.

    Refused: fewer than two letters, a name that no colleague has, and one that many have: a search
    must not become a list of all who work here.
    """
    if count_letters(name) < LETTERS_AT_LEAST:
        raise ValidationError(_("Please type at least two letters of the name."), code="short")
    found = colleagues(person, day).called(name).by_name()
    people = list(found[: SHOWN_AT_MOST + 1])
    if not people:
        raise ValidationError(_("Nobody by this name works here. Please check it."), code="nobody")
    if len(people) > SHOWN_AT_MOST:
        raise ValidationError(
            _("Several people have this name. Please type more of it."), code="many"
        )
    return people
