"""Before certificates had files only hours did: going back, those of certificates go.

On its own, since PostgreSQL alters no table in a transaction that deleted from it.
"""

from django.db import migrations


def leave_out(apps, schema_editor):
    """Delete the files of certificates."""
    apps.get_model("training", "Evidence").objects.filter(certificate__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0020_without_links_going_back")]

    operations = [migrations.RunPython(migrations.RunPython.noop, leave_out, elidable=True)]
