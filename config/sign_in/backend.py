"""Who is behind a session: the account, at the place where the session is."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from people.models import Account, Person
from people.statements import written_once
from people.tenancy import context as tenancy


@written_once
def person_at(account: int, organisation: int) -> QuerySet[Person]:
    """Find the person of an open account at an organisation, with the account."""
    found = Person.objects.select_related("account").filter(account__is_active=True)
    return found.filter(account=account, organisation=organisation)


class AccountBackend(AuthenticationBackend):
    """Sign-in by name or address and password; of a session, the account with its person."""

    def get_user(self, user_id: int) -> Account | None:
        """Read the account and the person of the session's organisation; one statement.

        None where the account is closed, or has no person there any more: both sign in anew.
        """
        place = tenancy.own()
        found = [] if place is None else person_at(account=user_id, organisation=place)
        if not found:
            return None
        [person] = found
        person.account.person = person
        return person.account
