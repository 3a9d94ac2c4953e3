"""The manual names every subject with its columns, as they are in the code."""

from django.conf import settings

from people.lists.kinds import SUBJECTS

from .manual import PART, written


def test_the_manual_has_what_each_subject_knows():
    page = (settings.BASE_DIR / "docs" / "lists.md").read_text(encoding="utf-8")
    assert PART.search(page)[0] == f"<!-- subjects -->\n{written()}<!-- /subjects -->"


def test_every_subject_says_its_key_and_has_what_a_list_needs():
    for one in SUBJECTS.values():
        assert len(one.code) <= 12
        assert any(column.needed or column.one_of for column in one.columns)
        keys = [column.key for column in one.columns]
        assert len(keys) == len(set(keys))
        if not one.judge.__module__.startswith("tests"):
            assert one.manual
