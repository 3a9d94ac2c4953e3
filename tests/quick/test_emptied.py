import pytest
from django.apps import apps
from django.test import TransactionTestCase
from django_q.models import Schedule

from people.models import PhoneKey, PushKey
from tests.makers import make_organisation, make_unit, make_worker
from tests.roles import as_the_owner


def everything() -> dict[str, list]:
    """Every row of every table that has any."""
    rows = {one._meta.label: list(one._base_manager.values_list()) for one in apps.get_models()}
    return {name: sorted(some) for name, some in rows.items() if some}


@pytest.mark.django_db(transaction=True)
def test_after_a_test_that_commits_the_tables_hold_what_they_held_before_it():
    with as_the_owner():
        before = everything()
        make_worker(make_unit(make_organisation("Saphan Foundation"), "Chiang Mai team"))
        Schedule.objects.exclude(name="").update(repeats=7)
        PushKey.objects.all().delete()

        TransactionTestCase()._fixture_teardown()

        assert everything() == before
    assert {Schedule._meta.label, PushKey._meta.label, PhoneKey._meta.label} < set(before)
