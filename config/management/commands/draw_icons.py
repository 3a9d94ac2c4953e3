"""Draw the pictures for home screens anew from the product's mark, for work on the code."""

from django.conf import settings
from django.core.management.base import BaseCommand

from config.home_screen.icons import HOME_PICTURES, draw_picture, read_mark

STATIC = settings.BASE_DIR / "config" / "static"


class Command(BaseCommand):
    """Write each picture beside the drawing it is made from."""

    help = __doc__

    def handle(self, **options: object) -> None:
        """Draw all of them."""
        mark = read_mark((STATIC / "icons.svg").read_text(encoding="utf-8"))
        for name, picture in HOME_PICTURES.items():
            (STATIC / name).write_bytes(draw_picture(mark, picture))
