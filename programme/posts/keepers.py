"""Who keeps the posts of an organisation."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse

from people.guards import SignedInRequest
from people.mandates import not_yours
from people.models import Person, Role


def keeps_posts(person: Person) -> bool:
    """Say whether this is an admin of the whole organisation, or of its programme office, today."""
    return person.administers_all or Role.PROGRAMME in person.roles


def refuse_other_keeper(by: Person, organisation_id: int) -> None:
    """Refuse a person who does not keep the posts of this organisation today."""
    if by.organisation_id != organisation_id or not keeps_posts(by):
        raise not_yours()


def for_keepers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Show a page to people who keep the posts of their organisation; for others it is a 404."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not keeps_posts(request.person):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
