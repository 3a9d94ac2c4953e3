"""The words of the workload rules, as people read them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workload.rules import load as load_rules


class PhaseChoice(models.TextChoices):
    """Where a case stands, as people read it."""

    INTAKE = load_rules.Phase.INTAKE, _("Intake")
    ACTIVE = load_rules.Phase.ACTIVE, _("Active")
    COURT = load_rules.Phase.COURT, _("Court")
    AFTERCARE = load_rules.Phase.AFTERCARE, _("Aftercare")
    DORMANT = load_rules.Phase.DORMANT, _("Dormant")


class AddOnChoice(models.TextChoices):
    """What makes a case heavier, as people read it."""

    CHILD = load_rules.AddOn.CHILD, _("Child")
    INTERPRETER = load_rules.AddOn.INTERPRETER, _("Interpreter")
    CROSS_BORDER = load_rules.AddOn.CROSS_BORDER, _("Cross-border")
    RISK = load_rules.AddOn.RISK, _("Safety risk")
    ACUTE = load_rules.AddOn.ACUTE, _("Acute crisis")
    AGENCIES = load_rules.AddOn.AGENCIES, _("3+ agencies")
    MATERIAL = load_rules.AddOn.MATERIAL, _("Abuse material")


class PartChoice(models.TextChoices):
    """The person's part in a case, as people read it."""

    PRIMARY = load_rules.Part.PRIMARY, _("Primary")
    SECONDARY = load_rules.Part.SECONDARY, _("Secondary")
    ADVISORY = load_rules.Part.ADVISORY, _("Advisory")


class KindChoice(models.TextChoices):
    """An optional label of a line; it carries no weight."""

    SEX = "sex", _("Sexual exploitation")
    SCAM = "scam", _("Forced scam work")
    LABOUR = "labour", _("Forced labour")
    ONLINE = "online", _("Online child abuse")
    BEGGING = "begging", _("Forced begging")
    SEA = "sea", _("Work at sea")


class LevelChoice(models.TextChoices):
    """A load's level in words that speak of the work."""

    GREEN = load_rules.Level.GREEN, _("Steady")
    WATCH = load_rules.Level.WATCH, _("Watch")
    AMBER = load_rules.Level.AMBER, _("Help soon")
    RED = load_rules.Level.RED, _("Help this week")
