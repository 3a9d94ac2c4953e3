"""Doorways: read, call one verb, choose a template."""

from workload.forecast.views import forecast, forecast_picture
from workload.hands.views import lend_a_hand
from workload.moves.views import move, move_work
from workload.policies.views import load_policies, load_policy, load_policy_new, own_numbers
from workload.study.views import study_weights, time_study
from workload.time.views import my_time, team_time
from workload.trend.half_year_views import my_half_year, team_half_year
from workload.trend.views import answer_flag, choose_card, my_trend
from workload.units.views import unit_loads, unit_loads_sheet
from workload.weeks.day_views import my_days
from workload.weeks.past_views import erase_week, my_weeks
from workload.weeks.views import my_week

from .leading import own_part
from .member import team_member
from .team import team, team_sheet

__all__ = [
    "answer_flag",
    "choose_card",
    "erase_week",
    "forecast",
    "forecast_picture",
    "lend_a_hand",
    "load_policies",
    "load_policy",
    "load_policy_new",
    "move",
    "move_work",
    "my_days",
    "my_half_year",
    "my_time",
    "my_trend",
    "my_week",
    "my_weeks",
    "own_numbers",
    "own_part",
    "study_weights",
    "team",
    "team_half_year",
    "team_member",
    "team_sheet",
    "team_time",
    "time_study",
    "unit_loads",
    "unit_loads_sheet",
]
