"""What a person agrees to by answering: a text with a version and a day, and who has read it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.models import Person
from wellbeing.models import CONSENT, ConsentSeen

Point = tuple[str | Promise, str | Promise]


@dataclass(frozen=True)
class ConsentText:
    """One version: the day from which it holds, and its points, each a heading and its text."""

    version: int
    since: date
    points: tuple[Point, ...]


TEXT = ConsentText(
    version=CONSENT,
    since=date(2026, 11, 28),
    points=(
        (
            _("It is your choice, each week"),
            _(
                "You may skip a line, or all of them, and it changes nothing for you. Nobody can "
                "see whether you answered. A group’s result is shown only when at least seven "
                "people sent their week and at least five of them answered. Near the edge of a "
                "band, chance decides. If few answer, nothing is shown, and nobody can see who."
            ),
        ),
        (
            _("What you agree to"),
            _(
                "How you are is health data (Personal Data Protection Act, section 26). It is "
                "kept because you agree, and you agree by sending answers. You can withdraw that "
                "on My record at any time: you can stop the questions, and delete what is there."
            ),
        ),
        (
            _("What it is for"),
            _(
                "You see your own weeks over time. Groups see one of three bands for four weeks "
                "together. It is never used to appraise, promote or discipline you, or to judge "
                "whether you are fit for duty."
            ),
        ),
        (
            _("Who reads it"),
            _(
                "You. Others only if you share some weeks with them, until the day you choose. "
                "You see each time they look. Your note is for nobody but you."
            ),
        ),
        (
            _("How long"),
            _("Answers and notes 12 months, then one figure a week, and after 24 months nothing."),
        ),
        (
            _("What we cannot promise"),
            _(
                "Answers and notes are sealed with a key that is kept apart from the database. "
                "The operator of the server could read them with that key. And anybody can still "
                "ask you in person: you owe no answer."
            ),
        ),
    ),
)


def seen_at(person: Person) -> datetime | None:
    """Say when a person confirmed that they read the present text; None if they did not."""
    own = ConsentSeen.objects.visible_to(person).filter(version=TEXT.version)
    return own.values_list("seen_at", flat=True).first()


def confirm(*, person: Person, now: datetime) -> None:
    """Note that a person read the present text; the first time counts."""
    ConsentSeen.objects.get_or_create(
        person=person, version=TEXT.version, defaults={"seen_at": now}
    )


def withdraw(*, person: Person, now: datetime) -> None:
    """Take the consent back: the lines are neither asked nor kept; earlier answers stay."""
    if person.withdrawn_at is None:
        write_down(person, now)


def agree_again(*, person: Person) -> None:
    """Ask and keep the lines again."""
    write_down(person, None)


def write_down(person: Person, moment: datetime | None) -> None:
    """Note on the person the moment of withdrawal: so a later check costs no query."""
    person.withdrawn_at = moment
    person.save(update_fields=["withdrawn_at"])
