import pytest

from people.lists.kinds import SUBJECTS

from .trades import TRADES


@pytest.fixture(autouse=True)
def trades(monkeypatch):
    """A subject of the tests' own; the product's stay as they are."""
    monkeypatch.setitem(SUBJECTS, TRADES.code, TRADES)
    return TRADES
