"""The plan of a statement is kept, but not for thousands of numbers and not for a changed table."""

import pytest
from django.db import NotSupportedError, connection, transaction

from people.statements import EACH_BY_ITSELF, as_array, cursor_for
from tests.roles import as_the_owner

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'"),
]
NAME = "SELECT name FROM plans_kept WHERE id = %s"
OF_MANY = "SELECT name FROM plans_kept WHERE id IN (SELECT unnest(%s::bigint[]))"


@pytest.fixture
def table():
    """A table of the owner's with one row."""
    with as_the_owner(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE plans_kept (id bigint, name varchar(5))")
        cursor.execute("INSERT INTO plans_kept VALUES (1, 'Suda')")
        cursor.execute("GRANT SELECT ON plans_kept TO PUBLIC")
    yield
    with as_the_owner(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE plans_kept")


def asked(statement, value) -> list:
    """Ask as the pages do."""
    with cursor_for([value]) as cursor:
        cursor.execute(statement, [value])
        return cursor.fetchall()


def plans() -> list[tuple[int, int]]:
    """How often each statement that is kept was planned for its values, and how often not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT custom_plans, generic_plans FROM pg_prepared_statements")
        return cursor.fetchall()


def changed_elsewhere() -> None:
    """Change the table as `migrate` does on another host."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute("ALTER TABLE plans_kept ALTER name TYPE varchar(50)")
    finally:
        other.close()


def test_a_statement_is_planned_no_more_once_a_plan_for_all_values_is_as_good(table):
    assert [asked(NAME, number) for number in (1, 2, 1)] == [[("Suda",)], [], [("Suda",)]]
    assert plans() == [(2, 0)]
    for number in range(7):
        assert len(asked(NAME, number)) == (number == 1)
    assert plans() == [(5, 4)]


def test_a_statement_of_thousands_of_numbers_is_planned_for_them(table):
    many = [*range(1, EACH_BY_ITSELF + 2)]

    assert [asked(OF_MANY, many) for _ in range(3)] == [[("Suda",)]] * 3
    assert plans() == []
    assert [asked(OF_MANY, many[:2]) for _ in range(3)] == [[("Suda",)]] * 3
    assert plans() == [(2, 0)]


def test_thousands_of_numbers_as_one_text_find_the_same(table):
    many = [*range(1, EACH_BY_ITSELF + 2)]

    assert asked(OF_MANY, as_array(many)) == asked(OF_MANY, many) == [("Suda",)]
    assert asked(OF_MANY, as_array(many[1:] + many[-1:])) == []
    assert plans() == []


def test_a_statement_keeps_its_percent_signs_and_the_order_of_its_values(table):
    statement = "SELECT name LIKE 'S%%', %s - id, '%%s', %s FROM plans_kept WHERE id = %s"
    with cursor_for([]) as cursor:
        cursor.execute(statement, [7, "100 %s", 1])
        assert cursor.fetchall() == [(True, 6, "%s", "100 %s")]
        cursor.execute("SELECT name LIKE 'S%', '%%s' FROM plans_kept")
        assert cursor.fetchall() == [(True, "%%s")]


def test_a_page_is_opened_after_its_table_was_changed_from_another_host(table):
    asked(NAME, 1), asked(NAME, 1)
    changed_elsewhere()

    assert asked(NAME, 1) == [("Suda",)]


def test_a_transaction_over_a_changed_table_fails_once(table):
    asked(NAME, 1), asked(NAME, 1)
    changed_elsewhere()

    with pytest.raises(NotSupportedError), transaction.atomic():
        asked(NAME, 1)
    with transaction.atomic():
        assert asked(NAME, 1) == [("Suda",)]
