"""Before links for people outside there was no room for their notes: going back, they go.

On its own, since PostgreSQL alters no table in a transaction that deleted from it.
"""

from django.db import migrations


def leave_out(apps, schema_editor):
    """Delete what came by a link."""
    apps.get_model("training", "Thanks").objects.filter(link__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0019_thanks_from_outside")]

    operations = [migrations.RunPython(migrations.RunPython.noop, leave_out, elidable=True)]
