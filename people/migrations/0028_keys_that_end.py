from datetime import timedelta

from django.db import migrations, models
from django.utils import timezone


def in_a_year():
    """Let keys that had no end last as long as one that is made today."""
    return timezone.localdate() + timedelta(days=365)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0027_lines_that_wait'),
    ]

    operations = [
        migrations.AddField(
            model_name='apitoken',
            name='last_day',
            field=models.DateField(default=in_a_year, verbose_name='Last day'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='apitoken',
            name='used_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
