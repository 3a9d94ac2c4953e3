from datetime import date

from django.db import migrations, models

from people import sealing

AFTER = ("back", "edge", "company")


def each(apps, name, step, fields):
    """Take a step with every row of a model, a batch in a statement."""
    rows = apps.get_model("wellbeing", name).objects.order_by("pk")
    if name == "AfterCheckIn":
        rows = rows.select_related("event")
    found = list(rows)
    for row in found:
        step(row)
    rows.bulk_update(found, fields, batch_size=500)


def bound(row):
    """Name what a row's values are bound to, as the models do."""
    kind = type(row).__name__
    if kind == "HardEvent":
        names = {"owner": row.person_id, "row": sealing.row_of(row.public_id)}
    elif kind == "AfterCheckIn":
        names = {"owner": row.event.person_id, "row": sealing.row_of(row.event_id, row.moment)}
    else:
        about = (row.public_id, row.to_id, row.from_week, row.to_week, row.until)
        names = {"owner": row.person_id, "row": sealing.row_of(*about)}
    return names


def sealed(row, what, said):
    return sealing.seal(said, purpose=f"wellbeing.{type(row).__name__}.{what}", **bound(row))


def opened(row, what):
    purpose = f"wellbeing.{type(row).__name__}.{what}"
    return sealing.unseal(getattr(row, f"sealed_{what}"), purpose=purpose, **bound(row))


def seal(apps, schema_editor):
    """Seal what was readable."""

    def event(row):
        row.sealed_event = sealed(row, "event", {"kind": row.kind, "day": row.day.isoformat()})

    def after(row):
        said = {name: getattr(row, name) for name in AFTER if getattr(row, name) is not None}
        row.sealed_answers = sealed(row, "answers", said)

    def share(row):
        row.sealed_purpose = sealed(row, "purpose", {"purpose": row.purpose})

    each(apps, "HardEvent", event, ["sealed_event"])
    each(apps, "AfterCheckIn", after, ["sealed_answers"])
    each(apps, "Share", share, ["sealed_purpose"])


def unseal(apps, schema_editor):
    """Write everything down as it was before."""

    def event(row):
        said = opened(row, "event")
        row.kind, row.day = said["kind"], date.fromisoformat(said["day"])

    def after(row):
        said = opened(row, "answers")
        for name in AFTER:
            setattr(row, name, said.get(name))

    def share(row):
        row.purpose = opened(row, "purpose")["purpose"]

    each(apps, "HardEvent", event, ["kind", "day"])
    each(apps, "AfterCheckIn", after, [*AFTER])
    each(apps, "Share", share, ["purpose"])


def binary(model, name):
    """Add a sealed field, empty until what it holds is sealed."""
    empty = models.BinaryField(default=b"")
    return migrations.AddField(model, name, empty, preserve_default=False)


class Migration(migrations.Migration):
    dependencies = [('wellbeing', '0012_sealed_answers')]

    operations = [
        migrations.AlterModelOptions("hardevent", {"ordering": ("-pk",)}),
        migrations.RemoveConstraint("hardevent", "an_event_is_logged_once"),
        *(
            migrations.RemoveConstraint("aftercheckin", f"after_{name}_in_scale")
            for name in AFTER
        ),
        # Going back, a column without a value must be allowed until it has one.
        migrations.AlterField("hardevent", "kind", models.CharField(max_length=9, null=True)),
        migrations.AlterField("hardevent", "day", models.DateField(null=True)),
        migrations.AlterField("share", "purpose", models.CharField(max_length=4, null=True)),
        binary("hardevent", "sealed_event"),
        binary("aftercheckin", "sealed_answers"),
        binary("share", "sealed_purpose"),
        migrations.RunPython(seal, unseal, elidable=True),
        migrations.RemoveField("hardevent", "kind"),
        migrations.RemoveField("hardevent", "day"),
        *(migrations.RemoveField("aftercheckin", name) for name in AFTER),
        migrations.RemoveField("share", "purpose"),
    ]
