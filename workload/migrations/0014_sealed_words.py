import uuid

from django.db import migrations, models

from people import sealing

BATCH = 500


def names(row):
    about = sealing.row_of(row.flag_id, row.public_id, row.by_id)
    return {"purpose": "workload.FlagStep.text", "owner": row.flag.person_id, "row": about}


def seal(apps, schema_editor):
    """Name every step, and seal what was written on it."""
    rows = apps.get_model("workload", "FlagStep").objects
    steps = list(rows.select_related("flag"))
    for row in steps:
        row.public_id = uuid.uuid4()
        row.sealed_text = sealing.seal({"text": row.text}, **names(row)) if row.text else b""
    rows.bulk_update(steps, ["public_id", "sealed_text"], batch_size=BATCH)


def unseal(apps, schema_editor):
    """Write the words down as they were before."""
    rows = apps.get_model("workload", "FlagStep").objects
    steps = list(rows.select_related("flag").exclude(sealed_text=b""))
    for row in steps:
        row.text = sealing.unseal(row.sealed_text, **names(row))["text"]
    rows.bulk_update(steps, ["text"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [('workload', '0013_flags_rest_and_come_back')]

    operations = [
        migrations.AddField(
            "flagstep", "public_id", models.UUIDField(default=uuid.uuid4, null=True, editable=False)
        ),
        migrations.AddField(
            "flagstep", "sealed_text", models.BinaryField(blank=True, default=b"")
        ),
        migrations.RunPython(seal, unseal, elidable=True),
        migrations.AlterField(
            "flagstep",
            "public_id",
            models.UUIDField(default=uuid.uuid4, unique=True, editable=False),
        ),
        migrations.RemoveField("flagstep", "text"),
    ]
