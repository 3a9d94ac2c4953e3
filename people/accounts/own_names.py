"""Judge the names that a person gives themselves, with those of their colleagues."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from people.languages.known import ALWAYS
from people.models import Person, local
from people.models.names import TITLE_ALONE
from people.rules.person_names import as_seen, name_as_seen, without_rank

NICKNAMES = ("nickname_en", "nickname_th")


def judge_names(person: Person) -> None:
    """Refuse a nickname that is a rank only, and the name of a colleague without a nickname."""
    refuse_rank_alone(person)
    refuse_namesake(person)


def refuse_rank_alone(person: Person) -> None:
    """Refuse a nickname of which nothing is left without its ranks."""
    given = {field: getattr(person, field) for field in NICKNAMES}
    alone = [field for field, name in given.items() if name and not without_rank(name)]
    if alone:
        raise ValidationError(dict.fromkeys(alone, TITLE_ALONE))


def refuse_namesake(person: Person) -> None:
    """Ask for a nickname where a colleague has the same name, and the same nickname or none.

    Titles, ranks, spaces, capitals and letters that look the same make no difference; to their
    colleagues the nickname does. One statement.
    """
    english, thai = person.full_name_en, person.full_name_th
    same = Q(name_key_en__startswith=name_as_seen(english or thai, "en"))
    same |= Q(name_key_th__startswith=name_as_seen(thai or english, "th"))
    others = Person.objects.filter(same, organisation_id=person.organisation_id, is_active=True)
    called = names_called(person)
    if any(called & names_called(one) for one in others.exclude(pk=person.pk)):
        raise ValidationError(
            {
                local(*NICKNAMES): _(
                    "A colleague has the same name. Please write a nickname, so that others can "
                    "tell you apart."
                )
            }
        )


def names_called(person: Person) -> set[str]:
    """List what colleagues call a person, in either language."""
    found = set()
    for language in ALWAYS:
        with override(language):
            found.add(as_seen(person.short_name).casefold())
    return found
