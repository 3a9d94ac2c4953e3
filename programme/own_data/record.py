"""What the programme office keeps about a person, for their own files."""

from people.models import Person
from people.own_data.record import Rows, part
from programme.models import OfficeSeat, PostHolder, PostQuestion


@part("programme_office", "from", "until")
def programme_office(person: Person) -> Rows:
    """When the person was named for the office of a programme."""
    seats = OfficeSeat.objects.filter(person=person)
    yield from seats.order_by("pk").values_list("made_at", "ended_at")


@part("posts_held", "kind", "province", "from", "until", "acting")
def posts_held(person: Person) -> Rows:
    """Which posts the person held, from when until when."""
    held = PostHolder.objects.filter(person=person)
    for one in held.select_related("post__job").order_by("starts", "pk"):
        post = one.post
        place = str(post.place.name) if post.place else post.province
        yield str(post.job), place, one.starts, one.ends, one.acting


ASKED = ("kind", "province", "from", "asked_at", "asked_by", "state", "settled_at")


@part("post_questions", *ASKED)
def post_questions(person: Person) -> Rows:
    """Which posts the person was asked for, by which colleague, and what became of it."""
    asked = PostQuestion.objects.filter(person=person)
    for one in asked.select_related("post__job", "asked_by").order_by("pk"):
        post, by = one.post, one.asked_by.name
        place = str(post.place.name) if post.place else post.province
        yield str(post.job), place, one.starts, one.asked_at, by, one.state, one.settled_at
