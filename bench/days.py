"""The day that the measured product believes it is: a Friday, on which a week can be sent."""

from datetime import datetime
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Asia/Bangkok"))
