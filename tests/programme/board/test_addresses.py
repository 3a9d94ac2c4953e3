"""Addresses that are put together are those that Django writes."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse, set_script_prefix

from programme.board.addresses import address_by_id


@pytest.mark.parametrize("route", ["post", "post_gap", "post_keepers", "person"])
@pytest.mark.parametrize("prefix", ["/", "/under/"])
def test_an_address_is_the_one_that_django_writes(route, prefix):
    set_script_prefix(prefix)
    try:
        for one in (UUID(int=0), uuid4()):
            assert address_by_id(route, one) == reverse(route, args=[one])
    finally:
        set_script_prefix("/")
