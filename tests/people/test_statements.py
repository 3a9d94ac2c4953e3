"""Statements that are written once: the same rows as their queryset gives, and nothing frozen."""

from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.core.paginator import Paginator
from django.db import connection, models
from django.db.models import Count, F, QuerySet
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils.translation import override

from people import statements
from people.models import Membership, Organisation, Person, Role, Unit
from people.statements import STATEMENTS, StatementOnce, Written, open_values
from people.viewer_statements import FOR_ALIKE, exchanged, without_numbers
from people.weeks import today
from tests.makers import NOW, WEEK, make_membership, make_person, make_unit, make_week, make_worker
from training.models import CertificateType
from workload.models import WorkWeek

# Every module with a page is loaded, and with it every statement.
_ = get_resolver().url_patterns
WHEN = (NOW, NOW + timedelta(days=400))


def built(person: int) -> QuerySet[Membership]:
    return Membership.objects.filter(person=person).select_related("unit__organisation")


def weeks(people: list[int], monday: date) -> QuerySet[WorkWeek, tuple]:
    found = WorkWeek.objects.filter(person__in=people, week=monday)
    return found.order_by("pk").values_list("person", "key", "percent", "sent_at")


@pytest.fixture
def head(office, wipa):
    """Leads the head office, and Wipa, who leads the team below it."""
    person = make_person("head", office.organisation)
    make_membership(person, office, Role.SUPERVISOR)
    return person


def texts(write) -> set[tuple]:
    """Write a statement in two languages and on two days."""
    found = set()
    for language in ("en", "th"):
        for now in WHEN:
            with override(language), time_machine.travel(now, tick=False):
                one = write()
                values = [getattr(value, "name", value) for value in one.values]
                found.add((one.sql, repr(values)))
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("statement", STATEMENTS, ids=lambda one: one.__name__)
def test_no_statement_is_frozen_in_a_language_or_on_a_day(statement):
    assert len(texts(lambda: Written(statement.build(**open_values(statement.build))))) == 1


@pytest.mark.parametrize("statement", FOR_ALIKE, ids=lambda one: one.__name__)
@pytest.mark.parametrize("who", ["nok", "wipa", "orathai", "anan"])
def test_no_statement_about_a_viewer_is_frozen(statement, who, request):
    made_up = without_numbers(Person.objects.get(pk=request.getfixturevalue(who).pk))[0]
    for paged in (False, True):
        assert len(texts(lambda paged=paged: statement.write_for(made_up, paged))) == 1


@pytest.mark.parametrize("statement", FOR_ALIKE, ids=lambda one: one.__name__)
@pytest.mark.parametrize("who", ["nok", "wipa", "orathai", "anan"])
def test_a_statement_about_a_viewer_gives_what_their_own_would(statement, who, request, nok):
    make_week(nok)
    viewer = request.getfixturevalue(who)
    every = {
        "units": list(Unit.objects.values_list("pk", flat=True)),
        "people": list(Person.objects.values_list("pk", flat=True)),
        "kinds": list(CertificateType.objects.values_list("pk", flat=True)),
        "day": today(NOW),
        "until": today(NOW) + timedelta(days=60),
        "frozen": NOW,
        "since": today(NOW) - timedelta(days=28),
    }
    values = {name: every[name] for name in open_values(statement.build, beside=("viewer", "now"))}
    with time_machine.travel(NOW, tick=False):
        viewer = Person.objects.get(pk=viewer.pk)
        found = list(statement.build(viewer, NOW, **values))
        assert statement(viewer, NOW, **values) == found
        pages = Paginator(statement.page_by_page(viewer, NOW, len(found), **values), 1)
        assert [row for page in pages for row in page] == found


@pytest.mark.parametrize("who", ["nok", "wipa", "orathai", "head"])
def test_very_many_units_are_one_value_and_nothing_else_is_found(who, request, nok, monkeypatch):
    """A head of thousands of units: each written by itself costs more than what is asked."""
    make_week(nok)
    viewer = Person.objects.get(pk=request.getfixturevalue(who).pk)
    made_up, numbers = without_numbers(viewer)

    def found() -> list[list]:
        """What all statements about a viewer without further values give."""
        plain = [one for one in FOR_ALIKE if not open_values(one.build, beside=("viewer", "now"))]
        written = [one.write_for(made_up) for one in plain]
        rows = [one.rows({}, lambda value: exchanged(value, numbers, NOW)) for one in written]
        return [[repr(row) for row in some] for some in rows]

    with time_machine.travel(NOW, tick=False):
        each, supervised = found(), set(Person.objects.supervised_by(viewer))
        monkeypatch.setattr(statements, "EACH_BY_ITSELF", 0)
        assert found() == each
        assert set(Person.objects.supervised_by(viewer)) == supervised


def test_a_head_of_many_units_has_a_statement_no_longer_than_a_lead(head, office, monkeypatch):
    def values() -> int:
        people = Person.objects.supervised_by(Person.objects.get(pk=head.pk))
        return len(people.query.sql_with_params()[1])

    monkeypatch.setattr(statements, "EACH_BY_ITSELF", 0)
    before = values()
    for n in range(5):
        unit = make_unit(office.organisation, f"Team {n}", parent=office)
        make_membership(make_person(f"lead{n}", office.organisation), unit, Role.SUPERVISOR)
    assert values() == before


def test_it_gives_the_instances_that_its_queryset_gives(nok, wipa):
    statement = StatementOnce(built)
    for person in (nok, wipa):
        found, direct = statement(person=person.pk), list(built(person.pk))
        assert found == direct
        assert [vars(one.unit.organisation).keys() for one in found] == [
            vars(one.unit.organisation).keys() for one in direct
        ]
        with CaptureQueriesContext(connection) as ran:
            assert [one.unit.organisation.name for one in found] == [
                one.unit.organisation.name for one in direct
            ]
        assert not ran


def test_it_gives_columns_as_fields_hold_them_for_any_number_of_people(nok, chiang_mai):
    other = make_worker(chiang_mai)
    sent = [make_week(one) for one in (nok, other)]
    statement = StatementOnce(weeks)
    for people in ([], [nok.pk], [nok.pk, other.pk]):
        found = statement(people=people, monday=sent[0].week)
        assert found == list(weeks(people, sent[0].week))
    assert statement(people=[nok.pk], monday=sent[0].week - timedelta(days=7)) == []


def test_an_instance_is_made_as_django_makes_one():
    """It is made without `__init__`, so nothing may be done there, nor by who listens to it."""
    for model in apps.get_models():
        assert model.__init__ is models.Model.__init__
        assert model.from_db.__func__ is models.Model.from_db.__func__
        for signal in (pre_init, post_init):
            assert not signal.has_listeners(model)


def test_what_an_instance_holds_is_what_django_puts_into_one(nok, chiang_mai):
    for direct, found in zip(built(nok.pk), StatementOnce(built)(person=nok.pk), strict=True):
        for one, other in ((direct, found), (direct.unit, found.unit)):
            held, known = vars(one).copy(), vars(other).copy()
            states = vars(held.pop("_state")), vars(known.pop("_state"))
            assert held == known
            assert [type(value) for value in held.values()] == [*map(type, known.values())]
            assert states[0] | {"fields_cache": {}} == states[1] | {"fields_cache": {}}


def test_what_was_not_asked_for_is_read_when_it_is_wanted(nok):
    def without_lines(person: int) -> QuerySet[WorkWeek]:
        return WorkWeek.objects.filter(person=person).defer("lines")

    make_week(nok, lines=[{"phase": "active"}])
    [week] = StatementOnce(without_lines)(person=nok.pk)
    assert week.get_deferred_fields() == {"lines"}
    assert week.lines == [{"phase": "active"}]


def test_what_can_be_changed_in_a_row_is_its_own(nok):
    def sent(person: int) -> QuerySet[WorkWeek]:
        return WorkWeek.objects.filter(person=person)

    for back in (0, 1):
        make_week(nok, week=WEEK - back)
    first, second = StatementOnce(sent)(person=nok.pk)
    first.reasons.append("new")
    assert second.reasons == []


def test_what_is_added_to_a_row_hangs_on_it(nok):
    def counted(person: int) -> QuerySet[Person]:
        return Person.objects.filter(pk=person).annotate(roles_held=Count("memberships"))

    assert [one.roles_held for one in StatementOnce(counted)(person=nok.pk)] == [1]


def test_columns_are_read_of_all_rows_and_few_rows_are_made(nok, chiang_mai):
    def held(unit: int) -> QuerySet[Membership]:
        found = Membership.objects.filter(unit=unit).annotate(named=F("person__nickname_en"))
        return found.select_related("unit__organisation", "job").order_by("pk")

    make_worker(chiang_mai)
    direct, found = list(held(chiang_mai.pk)), StatementOnce(held).unmade(unit=chiang_mai.pk)
    names = ("id", "starts", "job__key", "unit__organisation__name", "named")
    assert list(found.columns(*names)) == [
        (one.pk, one.starts, one.job.key, one.unit.organisation.name, one.named) for one in direct
    ]
    with CaptureQueriesContext(connection) as ran:
        assert found.made(1) == direct[1]
        assert found.made(1).unit.organisation.name == direct[1].unit.organisation.name
    assert not ran
    assert list(StatementOnce(held).unmade(unit=0).columns(*names)) == []


def test_it_is_written_once(nok, wipa):
    times = []

    def counted(person: int) -> QuerySet[Membership]:
        times.append(person)
        return built(person)

    statement = StatementOnce(counted)
    assert [len(statement(person=one.pk)) for one in (nok, wipa)] == [1, 1]
    assert len(times) == 1


def test_what_can_have_no_row_asks_nothing(db):
    with CaptureQueriesContext(connection) as ran:
        assert Written(Unit.objects.none()).rows({}) == []
    assert not ran


def test_nothing_in_place_of_a_value_is_refused(db):
    """NULL equals nothing: a forgotten value must not read as an empty page."""
    with pytest.raises(ValueError, match="person is None"):
        StatementOnce(built)(person=None)
    with pytest.raises(KeyError):
        StatementOnce(built)()


def test_rows_that_would_be_read_besides_are_refused():
    with pytest.raises(ValueError, match="prefetch_related_objects"):
        Written(Organisation.objects.prefetch_related("people"))
