"""What a person reads about a scale, in our own kind words; for this person only."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wellbeing.instruments import Key

from .actions import ToldScale

Words = str | Promise

# What a subscale is about, by `Subscale.about`.
ABOUT: dict[str, Words] = {
    "satisfaction": _("What helping others gives you"),
    "worn-down": _("Worn down by the work"),
    "others-trauma": _("Carrying what others went through"),
    "personal": _("Tired as a whole person"),
    "work": _("Tired from the work"),
    "clients": _("Tired from being with the people you help"),
    "exhaustion": _("Worn out"),
    "distance": _("Far away from the work"),
    "thinking": _("Hard to think and to concentrate"),
    "feelings": _("Hard to keep feelings steady"),
    "disengagement": _("Holding back from the work"),
    "wellbeing": _("How well you are"),
    "engagement": _("Being with it, with energy"),
    "intrusion": _("Things that come back uninvited"),
    "avoidance": _("Keeping away from things"),
    "arousal": _("Being on the alert"),
    "stress": _("Under pressure"),
    "total": _("All of it together"),
}
# What a band says, by its code: where high is heavy, and where high is good.
NOTHING = _("Nothing unusual here.")
MIDDLE = _("In the middle, where most people are.")
SOME = _("Some of it. Good to notice.")
MUCH = _("A lot of it at the moment. Be kind to yourself.")
VERY_MUCH = _("A great deal of it at the moment. You do not have to carry this alone.")
HEAVY: dict[str, Words] = {
    "low": _("Little of it at the moment."),
    "none": NOTHING,
    "no": NOTHING,
    "green": NOTHING,
    "mild": _("A little of it."),
    "average": MIDDLE,
    "moderate": SOME,
    "orange": SOME,
    "yes": MUCH,
    "high": MUCH,
    "red": VERY_MUCH,
    "severe": VERY_MUCH,
    "yes-help": VERY_MUCH,
}
GOOD: dict[str, Words] = {
    "high": _("A lot of it at the moment. Good to know."),
    "ok": _("Well enough at the moment."),
    "average": MIDDLE,
    "low": _("Little of it at the moment. Be kind to yourself."),
    "poor": _("Lower than for most people at the moment. Be kind to yourself."),
    "very-low": _(
        "Your answers say that you are very worn down at the moment. You do not have to carry "
        "this alone."
    ),
}


def about(told: ToldScale) -> Words:
    """Say what a subscale is about."""
    return ABOUT[told.subscale.about]


def band(told: ToldScale) -> Words:
    """Say what a figure means, or why there is none."""
    if told.figure.value is None:
        return _("Too few lines were answered for this one. That is fine.")
    if not told.figure.band:
        return _("There are no published limits for this one. It shows how you change over time.")
    return (GOOD if told.subscale.good else HEAVY)[told.figure.band]


def change(told: ToldScale) -> Words:
    """Say how a figure compares to the time before; nothing if one of the two is missing."""
    if not told.compared:
        return ""
    if told.change is None:
        return _("No study says how much this one moves by chance.")
    if told.change == 0:
        return _("Much the same as last time: it moved no more than chance does.")
    if (told.change > 0) == told.subscale.good:
        return _("Better than last time, by more than chance.")
    return _("Heavier than last time, by more than chance.")


def period(key: Key) -> Words:
    """Say how far back the person should think."""
    if not key.period_days:
        return _("Think of how it usually is at the moment.")
    return _("Think of the last %(n)d days.") % {"n": key.period_days}
