"""Sentences one after another."""

import pytest
from django.utils.translation import gettext_lazy, override

from people.writing.sentences import in_a_row


@pytest.mark.parametrize(("language", "expected"), [("en", "One. Two."), ("th", "One. · Two.")])
def test_sentences_in_thai_are_parted_by_a_sign(language, expected):
    with override(language):
        assert in_a_row(["One.", "", gettext_lazy("Two.")]) == expected
