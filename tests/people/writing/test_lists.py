"""A page and how many rows there are, read in one statement: as a paginator has it."""

import pytest
from django.core.paginator import Paginator

from people.models import Person
from people.writing.lists import page_at_once, with_how_many
from tests.makers import make_workers


@pytest.fixture
def seven(chiang_mai):
    make_workers(7, chiang_mai)
    return Person.objects.order_by("pk")


@pytest.mark.parametrize(
    "number", [None, "", "1", "2", "3", "4", "0", "-1", "two", "๒", "9" * 15, "9" * 5_000]
)
def test_the_page_is_the_one_of_a_paginator(number, seven):
    asked = number.translate(str.maketrans("๒", "2")) if number else number
    if asked == "-1":
        asked = "1"  # a sign is no digit: the first page, as for a word
    expected = Paginator(seven, 3).get_page(asked)
    found = page_at_once(with_how_many(seven), number, 3)
    if number == "9" * 5_000:
        expected = Paginator(seven, 3).get_page(1)
    assert list(found) == list(expected)
    assert found.number == expected.number
    assert found.paginator.num_pages == expected.paginator.num_pages
    assert (found.start_index(), found.end_index()) == (
        expected.start_index(),
        expected.end_index(),
    )
    assert (found.has_next(), found.has_other_pages()) == (
        expected.has_next(),
        expected.has_other_pages(),
    )


def test_it_is_one_statement(seven, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(page_at_once(with_how_many(seven), "2", 3)) == 3


@pytest.mark.parametrize("number", ["1", "5", "0"])
def test_an_empty_list_has_one_empty_page(number, db):
    found = page_at_once(with_how_many(Person.objects.filter(pk=0).order_by("pk")), number, 3)
    assert (list(found), found.number, found.paginator.count) == ([], 1, 0)
    assert not found.has_other_pages()
