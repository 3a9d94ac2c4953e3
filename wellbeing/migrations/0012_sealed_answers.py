from decimal import Decimal

from django.db import migrations, models

from people import keys, sealing

LINES = ("worn", "far", "back", "rest", "team")
PURPOSES = {one: f"wellbeing.CheckIn.{one}" for one in ("answers", "strain", "note")}
BATCH = 500


def each(apps, step, fields):
    """Take a step with every row, a batch in a statement."""
    rows = apps.get_model("wellbeing", "CheckIn").objects
    batch = []
    for row in rows.order_by("pk").iterator(chunk_size=BATCH):
        step(row)
        batch.append(row)
        if len(batch) == BATCH:
            rows.bulk_update(batch, fields)
            batch.clear()
    rows.bulk_update(batch, fields)


def seal(apps, schema_editor):
    """Seal what was readable."""
    each(apps, seal_row, ["sealed_answers", "sealed_strain", "sealed_note", "scored"])


def unseal(apps, schema_editor):
    """Write everything down as it was before."""
    each(apps, unseal_row, [*LINES, "strain", "text_note"])


def seal_row(row):
    def kept(name, said):
        purpose = PURPOSES[name]
        return sealing.seal(said, purpose=purpose, owner=row.person_id, row=row.week)

    answers = {line: getattr(row, line) for line in LINES if getattr(row, line) is not None}
    row.sealed_answers = kept("answers", answers) if answers else b""
    row.scored = row.strain is not None
    row.sealed_strain = kept("strain", {"strain": f"{row.strain:.2f}"}) if row.scored else b""
    owner = str(row.person_id)
    note = keys.unseal(row.text_note, owner=owner, purpose=PURPOSES["note"])
    row.sealed_note = kept("note", {"note": note}) if note else b""


def unseal_row(row):
    def said(name):
        if not (sealed := getattr(row, f"sealed_{name}")):
            return {}
        purpose = PURPOSES[name]
        return sealing.unseal(sealed, purpose=purpose, owner=row.person_id, row=row.week)

    answers, strain = said("answers"), said("strain").get("strain")
    for line in LINES:
        setattr(row, line, answers.get(line))
    row.strain = None if strain is None else Decimal(strain)
    owner = str(row.person_id)
    note = said("note").get("note", "")
    row.text_note = keys.seal(note, owner=owner, purpose=PURPOSES["note"])


class Migration(migrations.Migration):
    dependencies = [('wellbeing', '0011_assessments')]

    operations = [
        *(
            migrations.RemoveConstraint(model_name="checkin", name=f"checkin_{line}_in_scale")
            for line in LINES
        ),
        migrations.RenameField("checkin", "sealed_note", "text_note"),
        migrations.AddField(
            model_name="checkin", name="scored", field=models.BooleanField(default=False)
        ),
        *(
            migrations.AddField(
                model_name="checkin",
                name=f"sealed_{name}",
                field=models.BinaryField(blank=True, default=b""),
            )
            for name in PURPOSES
        ),
        migrations.RunPython(seal, unseal, elidable=True),
        *(
            migrations.RemoveField(model_name="checkin", name=name)
            for name in (*LINES, "strain", "text_note")
        ),
    ]
