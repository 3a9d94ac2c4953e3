from django.db import migrations, models

from wellbeing.rules import Answers, strain

LINES = ("worn", "far", "back", "rest", "team")


def compute(apps, schema_editor):
    """Write down what the answers that are there add up to."""
    rows = apps.get_model("wellbeing", "CheckIn").objects
    batch = []
    for row in rows.only(*LINES).iterator(chunk_size=2000):
        row.strain = strain(Answers(**{line: getattr(row, line) for line in LINES}))
        batch.append(row)
        if len(batch) == 2000:
            rows.bulk_update(batch, ["strain"], batch_size=200)
            batch.clear()
    rows.bulk_update(batch, ["strain"], batch_size=200)


class Migration(migrations.Migration):
    dependencies = [("wellbeing", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="checkin",
            name="strain",
            field=models.DecimalField(decimal_places=2, max_digits=5, null=True),
        ),
        migrations.RunPython(compute, migrations.RunPython.noop, elidable=True),
    ]
