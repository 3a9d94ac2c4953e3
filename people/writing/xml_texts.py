"""Texts for files that are XML inside: workbooks, documents, feeds."""

import re

# What XML has no place for, even written as a number.
UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(text: str) -> str:
    """Leave out of a text what no XML may hold: a name with it would break the whole file."""
    return UNFIT.sub("", text)
