"""What wellbeing keeps about a person, for their own files."""

from people.models import Person
from people.own_data.record import Rows, part
from wellbeing.events import actions as events
from wellbeing.models import (
    AfterCheckIn,
    Assessment,
    CardChoice,
    CheckIn,
    ConsentSeen,
    ContactRequest,
    Objection,
    OwnContact,
    Restriction,
    Share,
)
from wellbeing.rules.lines import LINE_NAMES


@part("check_ins", "week", *LINE_NAMES, "strain", "item_set", "consent", "note", "recorded_at")
def check_ins(person: Person) -> Rows:
    """The weeks that were sent: answers from 0 to 4 as they were given, and the notes, opened."""
    for one in CheckIn.objects.of(person).order_by("week"):
        versions = one.item_set, one.consent
        yield one.week, *one.answers.values, one.strain, *versions, one.note, one.recorded_at


@part("consent_texts", "version", "read_at")
def consent_texts(person: Person) -> Rows:
    """The versions of the consent text that the person confirmed to have read."""
    own = ConsentSeen.objects.visible_to(person)
    return own.order_by("version").values_list("version", "seen_at")


@part("shares", "to", "first_week", "last_week", "purpose", "until", "shared_at", "taken_back_at")
def shares(person: Person) -> Rows:
    """What the person let others read."""
    for one in Share.objects.filter(person=person).select_related("to").order_by("pk"):
        weeks = one.from_week, one.to_week
        yield one.to.name, *weeks, one.purpose, one.until, one.shared_at, one.withdrawn_at


@part("contact_requests", "contact", "asked_at", "done_at", "taken_back")
def contact_requests(person: Person) -> Rows:
    """The contacts that the person asked to get in touch; not who asked them."""
    for one in ContactRequest.objects.filter(person=person).select_related("contact"):
        yield one.contact.name, one.asked_at, one.done_at, one.withdrawn


@part("own_contacts", "name", "phone", "added_at")
def own_contacts(person: Person) -> Rows:
    """The people that the person would call, opened."""
    for one in OwnContact.objects.visible_to(person):
        yield one.name, one.phone, one.added_at


@part("card_on_heavy_weeks", "wanted", "since")
def card_on_heavy_weeks(person: Person) -> Rows:
    """Whether the person wants the card on long heavy weeks, if they chose."""
    return CardChoice.objects.visible_to(person).values_list("wanted", "since")


@part("hard_events", "kind", "day", "asks", "supervisor_told", "logged_at")
def hard_events(person: Person) -> Rows:
    """The events that the person noted."""
    for one in events.noted(person):
        yield one.kind, one.day, one.asks, one.was_told, one.logged_at


@part("after_events", "day", "kind", "moment", "back", "edge", "company", "item_set", "answered_at")
def after_events(person: Person) -> Rows:
    """The answers after events, 0 to 3 as they were given."""
    for one in AfterCheckIn.objects.visible_to(person).select_related("event"):
        told = one.moment, *one.given.values, one.item_set, one.answered_at
        yield one.event.day, one.event.kind, *told


@part("restrictions", "since", "until")
def restrictions(person: Person) -> Rows:
    """When the person was counted in no group, from when until when."""
    own = Restriction.objects.visible_to(person)
    return own.values_list("since", "until")


@part("withdrawn_consent", "since")
def withdrawn_consent(person: Person) -> Rows:
    """Since when the lines are neither asked nor kept, if the person withdrew consent."""
    if person.withdrawn_at:
        yield (person.withdrawn_at,)


@part("objections", "made_at", "words")
def objections(person: Person) -> Rows:
    """What the person wrote to the data protection contact, opened."""
    for one in Objection.objects.filter(person=person):
        yield one.made_at, one.words


@part("scales", "taken_at", "scale", "key_version", "language", "answers", "figures")
def scales(person: Person) -> Rows:
    """The longer scales a person took: "1=3 2=–" by item, and each subscale's figure with its band.

    A dash is a skipped item, or a figure with too few answers.
    """
    for one in Assessment.objects.visible_to(person).order_by("taken_at", "pk"):
        answers = " ".join(f"{item}={dash(value)}" for item, value in one.answers.items())
        found = [
            f"{figure.code}={dash(figure.value)} {figure.band}".strip()
            for figure in one.result.figures
        ]
        told = answers, "; ".join(found)
        yield one.taken_at, one.instrument, one.key_version, one.language, *told


def dash(value: object) -> str:
    """Write a value, or a dash if there is none."""
    return "–" if value is None else str(value)
