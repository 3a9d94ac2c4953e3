"""The words of the workload rules, as people read them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workload import rules


class Phase(models.TextChoices):
    """Where a case stands, as people read it."""

    INTAKE = rules.Phase.INTAKE, _("Intake")
    ACTIVE = rules.Phase.ACTIVE, _("Active")
    COURT = rules.Phase.COURT, _("Court")
    AFTERCARE = rules.Phase.AFTERCARE, _("Aftercare")
    DORMANT = rules.Phase.DORMANT, _("Dormant")


class AddOn(models.TextChoices):
    """What makes a case heavier, as people read it."""

    CHILD = rules.AddOn.CHILD, _("Child")
    INTERPRETER = rules.AddOn.INTERPRETER, _("Interpreter")
    CROSS_BORDER = rules.AddOn.CROSS_BORDER, _("Cross-border")
    RISK = rules.AddOn.RISK, _("Safety risk")
    ACUTE = rules.AddOn.ACUTE, _("Acute crisis")
    AGENCIES = rules.AddOn.AGENCIES, _("3+ agencies")
    MATERIAL = rules.AddOn.MATERIAL, _("Abuse material")


class Part(models.TextChoices):
    """One's part in a case, as people read it."""

    PRIMARY = rules.Part.PRIMARY, _("Primary")
    SECONDARY = rules.Part.SECONDARY, _("Secondary")
    ADVISORY = rules.Part.ADVISORY, _("Advisory")


class Kind(models.TextChoices):
    """An optional label of a line; it carries no weight."""

    SEX = "sex", _("Sexual exploitation")
    SCAM = "scam", _("Forced scam work")
    LABOUR = "labour", _("Forced labour")
    ONLINE = "online", _("Online child abuse")
    BEGGING = "begging", _("Forced begging")
    SEA = "sea", _("Work at sea")


class Level(models.TextChoices):
    """A load's level in words that speak of the work."""

    GREEN = rules.Level.GREEN, _("Steady")
    WATCH = rules.Level.WATCH, _("Watch")
    AMBER = rules.Level.AMBER, _("Help soon")
    RED = rules.Level.RED, _("Help this week")
