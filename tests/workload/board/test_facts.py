"""What is read of a person names its own columns, one a field."""

import pytest

from workload.board.facts import BoardCertificate, BoardWeek, Facts


@pytest.mark.parametrize("read", [Facts, BoardCertificate, BoardWeek])
def test_every_field_has_its_column(read):
    assert len(read.columns()) == len(read._fields)
