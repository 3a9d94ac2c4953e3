"""The paper that shows Nok's certificate, as a picture that the trainer added later."""

from io import BytesIO

from programme.simulation.world import World, clock_at, uid
from training.models import Certificate, Evidence

from .hours import KIND

WIDTH, HEIGHT, EDGE = 900, 620, 30


def simulate(world: World) -> None:
    """Add the paper to the certificate of Nok's that hours renew."""
    held = Certificate.objects.current().select_related("person", "issued_by")
    for one in held.filter(person__account__username="nok", type__name__en=KIND):
        Evidence.objects.create(
            public_id=uid(world.chance("papers")),
            certificate=one,
            kind=Evidence.Kind.PNG,
            content=drawn(KIND, one.person.full_name_en, f"{one.issued_on:%d.%m.%Y}"),
            added_by=one.issued_by,
            added_at=clock_at(world.days(-30), 10),
        )


def drawn(*lines: str) -> bytes:
    """Draw a framed sheet with a few lines on it."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((EDGE, EDGE, WIDTH - EDGE, HEIGHT - EDGE), outline="navy", width=4)
    font = ImageFont.load_default(size=36)
    for place, line in enumerate(lines, 1):
        pen.text((WIDTH / 2, place * HEIGHT / (len(lines) + 1)), line, "navy", font, anchor="mm")
    text = BytesIO()
    sheet.save(text, "PNG", optimize=True)
    return text.getvalue()
