"""What the programme office keeps about a person, for their own files."""

from people.models import Person
from people.own_data.record import Rows, part


@part("programme_office", "from", "until")
def programme_office(person: Person) -> Rows:
    """When the person was named for the office of a programme."""
    yield from person.office_seats.order_by("pk").values_list("made_at", "ended_at")
