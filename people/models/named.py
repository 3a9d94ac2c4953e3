"""What has a name in several languages: units, courses, certificates, awards, levels."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import DEFAULT_DB_ALIAS, models

from people.languages.fields import NAME_IN, LocalTextField


class Named(models.Model):
    """A row that is called by its name, as its reader reads it."""

    name = LocalTextField(NAME_IN)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.name)


class OneName(models.UniqueConstraint):
    """No two rows of a place have the same name in any language; the database keeps equal ones out.

    `fields` end in "name"; those before say what a place is.
    """

    def validate(
        self,
        model: type[models.Model],
        instance: models.Model,
        exclude: set[str] | None = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Refuse a name that another row has, at the field of its language."""
        *places, name = self.fields
        keys = [model._meta.get_field(one).attname for one in places]
        place = {key: getattr(instance, key) for key in keys}
        if name in (exclude or ()) or None in place.values() or not self.applies(instance, using):
            return
        rows = model._default_manager.using(using).filter(**place).exclude(pk=instance.pk)
        for other in rows.filter(self.condition) if self.condition else rows:
            if language := getattr(instance, name).shared_with(getattr(other, name)):
                about = {"language": language}
                sentence = self.get_violation_error_message()
                raise ValidationError(
                    {name: ValidationError(sentence, self.violation_error_code, about)}
                )

    def applies(self, instance: models.Model, using: str) -> bool:
        """Say whether the condition is true of a row."""
        if not self.condition:
            return True
        known: Any = instance._get_field_expression_map(meta=instance._meta)
        return self.condition.check(known, using=using)
