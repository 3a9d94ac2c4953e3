"""Read the whole codebook: once a process, for it is written from the code alone."""

from functools import lru_cache

from .book import Codebook
from .caseload import caseload_table
from .others import list_tables, numbers_table, post_table
from .week import answers_table, week_table


@lru_cache(maxsize=1)
def read_codebook() -> Codebook:
    """Put the tables together: caseload and week first."""
    return Codebook(
        (
            caseload_table(),
            week_table(),
            answers_table(),
            numbers_table(),
            *list_tables(),
            post_table(),
        )
    )
