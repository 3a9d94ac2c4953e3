"""Reasons in human units: hours and quarters, never hundreds of minutes."""

from decimal import Decimal

import pytest

from workload.load.words import of_reason
from workload.rules.reasons import Reason, ReasonCode


@pytest.mark.parametrize(
    ("code", "value", "limit", "said"),
    [
        ("MATERIAL_WEEK", 1320, 1200, "22 h of material this week, limit 20 h"),
        ("MATERIAL_WEEK", 1205, 1200, "20 h 5 min of material this week, limit 20 h"),
        ("MATERIAL_DAY", 255, 240, "4¼ h of material in a day, limit 4 h"),
        ("BREAKS", 10, 20, "10 min of breaks from material in a day, at least 20 min"),
        ("DEBRIEF", 60, 60, "1 h of violent material: offer a debrief within 72 hours"),
        ("HOURS", 61, 60, "61 h this week, limit 60 h"),
    ],
)
def test_a_reason_speaks_in_hours(code, value, limit, said):
    one = Reason(ReasonCode[code], None, Decimal(value), Decimal(limit))
    assert of_reason(one) == said
