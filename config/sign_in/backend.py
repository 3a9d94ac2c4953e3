"""Who is behind a session: the account, at the place where the session is."""

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import QuerySet

from people.models import Account, Person
from people.statements import written_once
from people.tenancy import context as tenancy


@written_once
def person_of_session(account: int, organisation: int) -> QuerySet[Person]:
    """Read the person of an open account in an organisation, with the account: one or none."""
    found = Person.objects.select_related("account").filter(account__is_active=True)
    return found.filter(account=account, organisation=organisation)


class AccountBackend(AuthenticationBackend):
    """Sign-in by name or address and password; of a session, the account with its person."""

    def get_user(self, user_id: int) -> Account | None:
        """Read the account and the person of the session's organisation; one statement.

        None where the account is closed, or has no person there any more: both sign in anew.
        """
        if (organisation := tenancy.own()) is None:
            return None
        for person in person_of_session(account=user_id, organisation=organisation):
            person.account.person = person
            return person.account
        return None
