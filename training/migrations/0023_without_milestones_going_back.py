"""Before milestones of certificates there was no room for them: going back, they go.

On its own, since PostgreSQL alters no table in a transaction that deleted from it.
"""

from django.db import migrations


def leave_out(apps, schema_editor):
    """Delete the milestones of certificates."""
    apps.get_model("training", "Award").objects.filter(certificate__isnull=False).delete()


class Migration(migrations.Migration):
    dependencies = [("training", "0022_certificate_milestones")]

    operations = [migrations.RunPython(migrations.RunPython.noop, leave_out, elidable=True)]
