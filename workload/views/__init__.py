"""Doorways: read, call one verb, choose a template."""

from .days import my_days
from .member import team_member
from .team import team
from .trend import answer_flag, my_trend
from .week import my_week

__all__ = ["answer_flag", "my_days", "my_trend", "my_week", "team", "team_member"]
