"""Below the code: PostgreSQL shows one organisation's statements nothing of another's."""

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import ProgrammingError, connection, models, transaction
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule

from people.accounts import tokens
from people.audit.tasks import seal_access
from people.models import Organisation, Person, Visit
from people.tenancy import context as tenancy
from people.tenancy import row_security
from tests.makers import NOW, NOWHERE, enter, make_line
from tests.roles import as_the_owner
from tests.test_architecture import ALLOWED, modules, tenant_models
from tests.test_attacks import boss, cast, friday, objects
from wellbeing.models import Tombstone
from workload.models import WorkWeek

__all__ = ["boss", "cast", "friday", "objects"]


def unwalled() -> bool:
    """Say whether there is no wall to test: SQLite, or a role that no wall stops."""
    if connection.vendor != "postgresql":
        return True
    return bool(import_string("config.checks.database_role")(None, databases=["default"]))


@pytest.fixture
def wall(db):
    if unwalled():
        pytest.skip("Only PostgreSQL has walls, and not for a superuser.")


@pytest.fixture
def glass(db):
    """What is read stops at a wall on SQLite too, in tests (tests/glass.py)."""
    if connection.vendor == "postgresql" and unwalled():
        pytest.skip("No wall stops a superuser.")


def told() -> str:
    """What the connection was told last, and still holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting(%s, true)", [tenancy.SETTING])
        return cursor.fetchone()[0]


def walled() -> list[type[models.Model]]:
    every = apps.get_models(include_auto_created=True)
    return [one for one in every if row_security.is_walled(one)]


# --- Which tables ------------------------------------------------------------------------------


def test_every_model_of_an_organisation_has_a_rule():
    ours = {model for app in ALLOWED for model in apps.get_app_config(app).get_models()}
    leading = {
        model
        for model in ours
        for field in model._meta.concrete_fields
        if field.is_relation and row_security.rule(field.related_model)
    }

    assert {one for one in leading if row_security.rule(one) is None} == set()
    assert {*walled()} >= set(tenant_models().values())


# What holds nothing of an organisation and nothing about a person, and why it needs no wall.
OF_NOBODY = {
    "people_pushkey": "The installation's key, sealed: each page that joins a phone signs with it.",
    "people_phonekey": "The installation's keys, sealed: each page gives the newest's public half.",
    "people_anchor": "A day, a count and a link of the trail, as they were mailed to its keepers.",
    "auth_group": "Empty: nobody here has a group of Django's own.",
    "auth_group_permissions": "Empty, as its groups are.",
    "auth_permission": "Names of models, for each installation the same.",
    "django_content_type": "Names of models, for each installation the same.",
    "django_migrations": "Names of migrations, for each installation the same.",
    "cache_entry": "Counts of tries and marks of a day or two, by numbers; asked before a sign-in.",
}


def test_a_table_without_a_wall_says_why():
    every = {one._meta.db_table: one for one in apps.get_models(include_auto_created=True)}
    without = {table for table, one in every.items() if row_security.rule(one) is None}

    assert without == OF_NOBODY.keys() - {"django_migrations", "cache_entry"}


def test_every_table_that_is_there_has_a_wall_or_says_why(wall):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
            " AND relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)"
        )
        without = {table for (table,) in cursor.fetchall()}

    assert without == OF_NOBODY.keys()


def test_who_deleted_what_they_told_is_their_organisations(glass, nok, noi):
    Tombstone.objects.bulk_create(
        Tombstone(person=one, at=NOW) for one in (nok.public_id, noi.public_id, NOWHERE)
    )

    with tenancy.of_request(nok.organisation_id):
        assert [one.person for one in Tombstone.objects.all()] == [nok.public_id]
    with tenancy.of_request(None):
        assert not Tombstone.objects.exists()


def test_nobody_writes_that_another_organisations_person_deleted_it(wall, nok, noi):
    with (
        tenancy.of_request(nok.organisation_id),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Tombstone.objects.create(person=noi.public_id, at=NOW)


def test_a_row_that_leads_by_one_of_two_keys_is_where_that_one_leads():
    columns, condition = row_security.rule(apps.get_model("training.Evidence"))
    assert columns == {"study_id", "certificate_id"}
    assert condition.count("EXISTS") == 2
    assert " OR " in condition


def test_every_such_table_has_its_wall_for_the_owner_too(wall):
    assert row_security.standing() == {
        table: one for table, (_, one) in row_security.rules().items()
    }
    assert row_security.build() == []


@as_the_owner()
def test_a_wall_that_was_torn_down_stands_again_after_migrating(wall):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE workload_workweek NO FORCE ROW LEVEL SECURITY")
        cursor.execute(f"DROP POLICY {row_security.WALL} ON people_unit")

    assert sorted(row_security.build()) == ["people_unit", "workload_workweek"]
    assert row_security.build() == []


# --- What each organisation reaches ------------------------------------------------------------


def seen_from(organisation: Organisation | None) -> dict[type, dict]:
    """Every row of every walled table that a forgotten filter would show, by its key."""
    with tenancy.of_request(organisation and organisation.pk):
        return {one: {row.pk: row for row in one._base_manager.all()} for one in walled()}


def test_without_a_filter_everybody_sees_their_own_organisation_only(glass, cast):
    make_line(cast["noi"])
    whole = {one: set(one._base_manager.values_list("pk", flat=True)) for one in walled()}
    saphan, shelters = cast["nok"].organisation, cast["noi"].organisation
    ours, theirs = seen_from(saphan), seen_from(shelters)

    assert list(theirs[Organisation]) == [shelters.pk]
    assert "noi" in {one.username for one in theirs[Person].values()}
    for model, rows in whole.items():
        assert ours[model].keys() | theirs[model].keys() == rows, model
        assert not ours[model].keys() & theirs[model].keys(), model


def test_whatever_a_row_leads_to_is_on_the_same_side(glass, cast):
    ours = seen_from(cast["nok"].organisation)
    for model, rows in ours.items():
        for field in model._meta.concrete_fields:
            if not field.is_relation or field.related_model not in ours:
                continue
            leads = {getattr(row, field.attname) for row in rows.values()} - {None}
            assert leads <= ours[field.related_model].keys(), (model, field.name)


def test_before_anybody_signed_in_there_is_nothing(glass, cast):
    assert not any(seen_from(None).values())


def test_nothing_is_written_changed_or_deleted_across_the_wall(wall, cast):
    theirs = seen_from(cast["nok"].organisation)
    with tenancy.of_request(cast["noi"].organisation_id):
        for model, rows in theirs.items():
            for row in list(rows.values())[:1]:
                with pytest.raises(ProgrammingError, match="row-level"), transaction.atomic():
                    model._base_manager.bulk_create([row])
                same = model._base_manager.filter(pk=row.pk)
                assert same.update(**{model._meta.pk.name: row.pk}) == 0, model
                assert same._raw_delete(same.db) == 0, model


def test_where_others_are_signed_in_and_what_is_queued_is_not_read_across(glass, cast, settings):
    settings.TASKS = {"default": {"BACKEND": "config.queue.ClusterBackend"}}
    for name in ("nok", "noi"):
        enter(Client(), cast[name])
    with tenancy.of_request(cast["noi"].organisation_id):
        seal_access.enqueue()  # a page puts something there, and reads nothing of it
        assert {one.person.username for one in Visit.objects.all()} == {"noi"}
        assert not OrmQ.objects.exists()
        assert not Schedule.objects.exists()
    assert OrmQ.objects.count() == 1
    with tenancy.of_request(None):
        assert not Visit.objects.exists()


def test_a_page_that_forgot_its_filter_shows_nothing_of_another_organisation(glass, client, cast):
    def forgetful(request):
        return {one.organisation_id for one in Person.objects.all()}

    request = RequestFactory().get("/")
    enter(client, cast["noi"])
    request.session = client.session
    middleware = import_string("config.middleware.ReachMiddleware")(forgetful)

    assert middleware(request) == {cast["noi"].organisation_id}
    assert len(forgetful(request)) == 2  # the test itself reaches everywhere again
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    assert middleware(request) == set()


def test_a_program_reaches_the_organisation_of_its_key(glass, cast):
    _, text = tokens.make(person=cast["noi"], name="sheet")
    with tenancy.of_request(None):
        tenancy.enter(tokens.key_of_token(text).person.organisation_id)
        assert {one.organisation_id for one in Person.objects.all()} == {
            cast["noi"].organisation_id
        }
    assert tenancy.current() == tenancy.EVERYWHERE


# --- Doors and transactions --------------------------------------------------------------------


def fail():
    """Fail while the door is open."""
    assert told() == tenancy.EVERYWHERE
    raise ZeroDivisionError


def test_a_door_closes_again_whatever_happens_behind_it(wall, noi):
    own = str(noi.organisation_id)
    with tenancy.of_request(noi.organisation_id):
        with pytest.raises(ZeroDivisionError), transaction.atomic(), tenancy.everywhere():
            fail()
        assert told() == own
        with pytest.raises(ZeroDivisionError), tenancy.everywhere(), transaction.atomic():
            fail()
        assert told() == own
        with pytest.raises(ProgrammingError), transaction.atomic(), tenancy.everywhere():
            connection.cursor().execute("SELECT nothing")
        assert told() == own
    assert told() == tenancy.EVERYWHERE


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_lost_reaches_no_further_when_it_is_back(wall, nok, noi):
    with tenancy.of_request(noi.organisation_id):
        connection.close()
        assert [one.username for one in Person.objects.all()] == ["noi"]
        with pytest.raises(ZeroDivisionError), transaction.atomic(), tenancy.everywhere():
            fail()
        assert told() == str(noi.organisation_id)


def change(editor, field):
    """Make a key another type than it was."""
    other = models.IntegerField()
    other.set_attributes_from_name(field.attname)
    editor.alter_field(field.model, field, other)


@pytest.mark.parametrize("how", ["gone", "changed"])
def test_a_column_that_decides_on_rows_may_go_and_the_wall_stays_closed(wall, how):
    """A migration that removes or changes it goes back; `migrate` builds the wall at its end."""
    [field] = row_security.leads(WorkWeek)
    with as_the_owner(), transaction.atomic(), connection.schema_editor() as editor:
        editor.remove_field(WorkWeek, field) if how == "gone" else change(editor, field)
        table = WorkWeek._meta.db_table
        assert table not in row_security.standing()
        with connection.cursor() as cursor:
            about = "SELECT relforcerowsecurity, (SELECT array_agg(polname::text) FROM pg_policy"
            about += " WHERE polrelid = c.oid) FROM pg_class c WHERE relname = %s"
            cursor.execute(about, [table])
            assert cursor.fetchone() == (True, [row_security.DOOR])
        transaction.set_rollback(True)


# What may reach all organisations, and why: each door by the code that it opens for.
DOORS = {
    "jobs work for everybody": {
        "config/cluster/report.py state_of_jobs",
        "config/cluster/report.py retry_failed",
        "config/cluster/kept_redis.py acknowledge",
        "config/cluster/kept_redis.py claimed",
        "config/cluster/kept_redis.py hand_over",
        "config/cluster/kept_redis.py sweep",
        "config/cluster/minding.py pull_back",
        "config/queue.py run",
        "config/queue.py hand_over",
        "people/messages/delivery.py round",
        "people/messages/delivery.py deliver_at_once",
        "people/messages/way_delivery.py round",
        "people/messages/outbox.py state_of_letters",
    },
    "the key of a browser's session says whose it is": {
        "people/accounts/sessions.py _get_session_from_db",
        "people/accounts/sessions.py delete",
        "people/accounts/sessions.py exists",
        "people/accounts/sessions.py save",
        "people/accounts/sessions.py take_over",
    },
    "an account has places in several organisations; only its owner opens the door": {
        "training/passport/actions.py earned",
        "training/passport/actions.py own_line",
        "training/passport/actions.py shown",
        "training/passport/actions.py withdraw",
        "training/passport/actions.py own_proof",
        "training/passport/statuses.py number",
        "people/own_data/record.py read_elsewhere",
        "people/accounts/places.py choose",
        "people/accounts/places.py workplaces_of",
        "people/accounts/safety.py end_doors",
        "people/rescue/actions.py end_all",
        "people/rescue/actions.py say_it_was_not_me",
        "people/rescue/helpers.py last_help",
        "people/rescue/tasks.py tell_owner",
        "wellbeing/own_data/erasing.py erase",
        "wellbeing/own_data/erasing.py going",
        "people/accounts/safety.py new_password",
        "people/accounts/places.py note_at_every_place",
        "people/accounts/sessions.py end_others",
        "people/accounts/sessions.py open_visits",
        "people/accounts/sign_in_views.py end",
        "people/members/memberships.py close_own",
        "people/line/actions.py part_people",
        "people/phones/actions.py part_phones",
    },
    "a process keeps what an organisation typed, and no wall may be kept with it": {
        "people/calendar/reading.py typed_days",
        "people/calendar/reading.py named_spans",
    },
    "an account without its person is in no organisation": {
        "people/members/awaited.py leave_placeholder",
        "people/members/awaited.py remove",
        "people/members/from_lists/writing.py write_new",
    },
    "a browser is of one account: of the one that joined it last": {
        "people/phones/actions.py join_phone"
    },
    "a phone number is one account's, wherever its owner works": {
        "people/accounts/forms.py clean_phone"
    },
    "an operator looks at the whole installation": {
        "config/operating/doctor.py looked_at",
        "config/operating/figures.py weeks_sent",
    },
    "nobody is known yet": {
        "config/urls.py accounts.SignIn.as_view()",
        "config/urls.py accounts.LostPassword.as_view()",
        "config/urls.py accounts.NewPassword.as_view()",
        "config/urls.py factors.SignInByPasskey.as_view()",
        "config/urls.py factors.SecondStep.as_view()",
    },
    "a token says whose it is": {
        "people/accounts/tokens.py key_of_token",
        "people/urls.py address_views.address",
        "people/urls.py arrival_views.invitation",
        "people/urls.py line_views.line_webhook",
        "people/urls.py message_views.stop_mail",
        "people/urls.py slip_views.slip",
        "people/urls.py slip_views.slip_arrival",
        "people/urls.py rescue_own_views.lost_code",
        "people/urls.py rescue_own_views.lost_arrival",
        "people/urls.py rescue_own_views.not_me",
        "training/own_calendar/calendars.py holder_of_calendar",
        "workload/week_links/actions.py visit_of",
        "people/organisation_keys/actions.py key_of_text",
    },
    "a second organisation's supervisor may have looked": {
        "people/own_data/record.py looks",
        "people/accounts/look_picture.py looks_at",
        "people/accounts/look_views.py opened",
        "people/accounts/look_views.py opened_sheet",
        "workload/trend/looks.py latest_looks",
    },
    "a second organisation's trainer may have confirmed it": {
        "training/certificates/views.py certificate",
        "training/passport/views.py lines",
    },
    "whoever has the address may read what its holder made public": {
        "training/passport/views.py check_badge",
        "training/passport/views.py check_proof",
        "training/passport/badges.py shared_line",
        "training/passport/outside_views.py badge_file",
        "training/recognition/urls.py award_views.award",
        "training/recognition/urls.py thanks_link_views.thanks_write",
        "training/recognition/urls.py thanks_views.thanks_note",
    },
    "an admin opened a page to everybody, who may leave a name and a contact there": {
        "programme/volunteering/urls.py views.volunteer_page"
    },
    "what is taken back is shown no more, wherever its holder shows it": {
        "training/certificates/actions.py withdraw",
        "training/certificates/actions.py shown",
        "training/certificates/of_sessions.py match_results",
    },
    "a list of places tells any reader which badges hold, and of no person": {
        "training/passport/statuses.py issuer_of_badges",
        "training/passport/statuses.py published_list",
    },
    "a link leads to people of any organisation": {"training/recognition/thanks_views.py thanks"},
    "a session is open to other organisations: their trainers read no person of it": {
        *(
            f"training/partners/actions.py {name}"
            for name in ("may_be_invited", "partners_of", "offer", "withdraw", "end_all")
        ),
        *(
            f"training/partners/actions.py {name}"
            for name in ("keep_in_step", "offers_to", "accept", "decline")
        ),
        "training/partners/actions.py others_in",
        "training/partners/views.py partner_of",
        "training/sessions/moving.py call_off",
    },
    "room is offered to every organisation": {
        "workload/hands/api.py router",
        "workload/hands/views.py lend_a_hand",
    },
    "the data protection contact answers for all organisations": {
        "wellbeing/own_data/answerable.py reader",
        "wellbeing/urls.py rights_views.objections",
    },
    "members of a programme agreed to what its office reads; each asks of today": {
        "programme/members/door.py code_door",
        "programme/members/door.py directory_door",
        "programme/members/door.py has_directory",
        "programme/members/door.py keep_new_programme",
        "programme/members/door.py members_door",
        "programme/members/door.py office_door",
        "programme/members/door.py own_or_office",
        "programme/members/door.py post_elsewhere",
        "programme/members/door.py read_office",
        "programme/members/door.py release_door",
    },
    "two people of a programme's office made it public, for everybody": {
        "programme/members/door.py public_door",
    },
    "who deletes everything does so at every place; it says only whether something came back": {
        "wellbeing/own_data/privacy_checks.py came_back",
    },
    "only so it shows whether anything is shared across": {
        "wellbeing/own_data/privacy_checks.py across_organisations"
    },
}


def doors(path: Path) -> Iterator[str]:
    """Name what each door of a module opens for: the view in a table of addresses, or else."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    around = {below: node for node in ast.walk(tree) for below in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func).endswith("everywhere")):
            continue
        outer = around[node]
        if isinstance(outer, ast.Call):
            name = outer.args[0] if outer.func is node else outer.func.value
            yield ast.unparse(name)
            continue
        while not isinstance(outer, ast.FunctionDef):
            outer = around[outer]
        yield outer.name


def test_doors_to_all_organisations_are_named_and_few():
    found = [
        f"{path.relative_to(settings.BASE_DIR)} {name}"
        for app in ALLOWED
        for path in modules(app)
        for name in doors(path)
    ]

    assert sorted(found) == sorted(door for named in DOORS.values() for door in named)
