"""The tables of a form that come packed as texts in one file, as ODK Central hands them out."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.utils.translation import gettext_lazy as _

from .problems import ListUnreadable
from .texts import letters_in

# A form has one table, and one more for each group that repeats.
TABLES_AT_MOST, MOST_UNPACKED = 10, 24 * 1024 * 1024
# Pictures that were sent with a form; they are not opened.
BESIDE = "media/"


def packed_texts(content: bytes) -> list[tuple[str, str]]:
    """Unpack the texts of a file that holds nothing but CSV; none where it is a workbook.

    The shortest name comes first: it is the form, and the others begin with it. What is too much
    to be a list is refused.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = [one for one in archive.infolist() if not one.filename.startswith(BESIDE)]
            if not parts or not all(one.filename.lower().endswith(".csv") for one in parts):
                return []
            if len(parts) > TABLES_AT_MOST or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise too_many_tables()
            if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in parts):
                return []
            parts.sort(key=lambda one: (len(one.filename), one.filename))
            # A part that says it is shorter than it is ends there, and its check sum fails.
            return [(one.filename[:-4], letters_in(archive.read(one))) for one in parts]
    except ListUnreadable:
        raise
    except Exception:  # noqa: BLE001 - files that lie about themselves make readers raise anything
        return []


def too_many_tables() -> ListUnreadable:
    """Say that a packed file holds more than a form has."""
    return ListUnreadable(
        "too_much_inside",
        _("There is too much in this file. Please send the tables of one form alone."),
    )
