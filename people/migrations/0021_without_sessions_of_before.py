"""Visits took the place of Django's sessions: what those kept of who was signed in goes.

Django forgets, too, that it had made their table: where an older version is put back, its `migrate`
makes it again.
"""

from django.db import migrations
from django.db.migrations.recorder import MigrationRecorder


def drop(apps, schema_editor):
    """Drop the table, if there is one."""
    schema_editor.execute("DROP TABLE IF EXISTS django_session")
    MigrationRecorder(schema_editor.connection).migration_qs.filter(app="sessions").delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0020_keys_told")]

    operations = [migrations.RunPython(drop, migrations.RunPython.noop, elidable=True)]
