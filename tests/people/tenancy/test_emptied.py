"""A test that commits leaves nothing, whoever it worked as and whatever was its reach."""

import pytest
from django.apps import apps
from django.core.management import call_command

from people import access_kinds
from people.audit import actions as audit
from people.tenancy import context as tenancy
from tests import roles
from tests.makers import NOW


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_emptied_from_within_an_organisation(nok, noi):
    for one in (nok, noi):
        audit.note_own(person=one, what=access_kinds.SIGNED_OUT, at=NOW)

    with roles.as_the_owner(), tenancy.of_request(nok.organisation_id):
        call_command(
            "flush",
            verbosity=0,
            interactive=False,
            reset_sequences=False,
            inhibit_post_migrate=True,
        )

    assert [one for one in apps.get_models() if one._base_manager.exists()] == []
