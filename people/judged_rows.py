"""Save a row by its model's own rules, also where another is saved at the same moment."""

from collections.abc import Collection

from django.db import IntegrityError, models, transaction


def save_judged(row: models.Model, *, exclude: Collection[str] = ()) -> None:
    """Judge a row and save it; refused with the same sentence where another was faster.

    Between the judging and the saving another may save what may be there once: then the database
    breaks off, and the row is judged again beside the other one.
    """
    row.full_clean(exclude=set(exclude))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        row.full_clean(exclude=set(exclude))
        raise
