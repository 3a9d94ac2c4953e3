"""The volunteers, who help in the team of Wipa."""

from dataclasses import dataclass

TEAM = "Chiang Mai team"


@dataclass(frozen=True)
class Helper:
    """A volunteer: who, on which terms, and in how many days the clearance ends."""

    username: str
    names: tuple[str, str]
    nick: tuple[str, str]
    kind: str
    hours: int
    tasks: tuple[str, ...]
    left: int
    # Which of the volunteers' levels they hold, from the first one on.
    step: int
    languages: tuple[str, ...]


HELPERS = (
    Helper(
        "boonsri",
        ("Boonsri Chaimongkol", "บุญศรี ชัยมงคล"),
        ("Sri", "ศรี"),
        "faith",
        6,
        ("company", "house", "events"),
        -6,
        1,
        ("th",),
    ),
    Helper(
        "tawan",
        ("Tawan Intharat", "ตะวัน อินทรัตน์"),
        ("Wan", "วัน"),
        "school",
        8,
        ("activities", "interpreting", "office"),
        45,
        0,
        ("th", "my"),
    ),
)
