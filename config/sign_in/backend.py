"""Who is behind a session: the account, at the place where the session is."""

from allauth.account.auth_backends import AuthenticationBackend

from people.models import Account, Person
from people.tenancy import context as tenancy


class AccountBackend(AuthenticationBackend):
    """Sign-in by name or address and password; of a session, the account with its person."""

    def get_user(self, user_id: int) -> Account | None:
        """Read the account and the person of the session's organisation; one statement.

        None where the account is closed, or has no person there any more: both sign in anew.
        """
        found = Person.objects.select_related("account").filter(account__is_active=True)
        person = found.filter(account=user_id, organisation=tenancy.own()).first()
        if person is None:
            return None
        person.account.person = person
        return person.account
