"""Nok's phone on the Friday of week 47: what it keeps, it hands over later."""

from collections.abc import Callable

import pytest

from people.phones import phone_keys
from people.phones.sealed_texts import owner_mark
from tests.makers import NOW, WEEK
from tests.workload.weeks.test_views import form

from .phone import seal_week


@pytest.fixture
def keeps(nok) -> Callable[..., str]:
    """Keep a week of Nok's, or of another person."""

    def keep(typed=None, *, person=nok, week=WEEK, now=NOW, **changes) -> str:
        typed = form() if typed is None else typed
        return seal_week(
            str(phone_keys.public_half(now)), owner_mark(person), week, typed, **changes
        )

    return keep
