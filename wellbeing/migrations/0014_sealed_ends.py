from django.db import migrations, models

from people import sealing


def names(row):
    about = sealing.row_of(row.public_id, row.contact_id)
    return {"purpose": "wellbeing.ContactRequest.end", "owner": row.person_id, "row": about}


def seal(apps, schema_editor):
    """Seal how each request ended."""
    rows = apps.get_model("wellbeing", "ContactRequest").objects
    ended = list(rows.exclude(done_at=None))
    for row in ended:
        row.sealed_end = sealing.seal({"withdrawn": row.withdrawn}, **names(row))
    rows.bulk_update(ended, ["sealed_end"], batch_size=500)


def unseal(apps, schema_editor):
    """Write down again which were taken back."""
    rows = apps.get_model("wellbeing", "ContactRequest").objects
    ended = list(rows.exclude(sealed_end=b""))
    for row in ended:
        row.withdrawn = sealing.unseal(row.sealed_end, **names(row))["withdrawn"]
    rows.bulk_update(ended, ["withdrawn"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [('wellbeing', '0013_sealed_events_and_shares')]

    operations = [
        migrations.AddField(
            "contactrequest", "sealed_end", models.BinaryField(blank=True, default=b"")
        ),
        migrations.RunPython(seal, unseal, elidable=True),
        migrations.RemoveField("contactrequest", "withdrawn"),
    ]
