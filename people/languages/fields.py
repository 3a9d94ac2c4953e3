"""A text in several languages, as it is stored and as it is typed."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.fields.json import KeyTransform
from django.db.models.query_utils import DeferredAttribute
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .known import NAMES, asked_languages
from .local_text import LocalText, read_local_text
from .plain import refuse_markup

NAME_IN = _("Name in {language}")
NEEDED = _("Please write it in one language at least.")


class InLanguages(forms.Field):
    """A text for each language: a `PageForm` shows a field for each, named `name_th`."""

    def __init__(
        self,
        *,
        label: Any,
        max_length: int = 120,
        kind: Callable[..., forms.Field] = forms.CharField,
        widget: forms.Widget | type[forms.Widget] = forms.TextInput,
        required: bool = True,
        help_text: Any = "",
    ) -> None:
        """Take what each of the fields is like; the label says `{language}`."""
        super().__init__(required=required, label=label, help_text=help_text)
        self.kind, self.drawn, self.max_length = kind, widget, max_length

    def parts(self, kept: Collection[str] = ()) -> Iterator[tuple[str, forms.Field]]:
        """Make a field for each language, the reader's first with the hint."""
        for n, language in enumerate(asked_languages(kept)):
            part = self.kind(
                label=format_lazy(str(self.label), language=NAMES[language]),
                max_length=self.max_length,
                widget=self.drawn,
                required=False,
                help_text="" if n else self.help_text,
            )
            part.widget.attrs |= {"lang": language, "autocomplete": "off"}
            yield language, part


class LocalTextAttribute(DeferredAttribute):
    """The text of a row, whatever mapping it was given."""

    def __set__(self, instance: models.Model, value: dict[str, str] | None) -> None:
        text = value if isinstance(value, LocalText) else LocalText(value)
        instance.__dict__[self.field.attname] = text


class LocalTextField(models.JSONField):
    """A text by its language. A new language needs no column.

    Its name in words says `{language}`: "Name in {language}". Every error says of which language.
    """

    max_length: int
    descriptor_class = LocalTextAttribute
    default_error_messages = {"blank": NEEDED}

    def __init__(self, verbose_name: Any = None, *, max_length: int = 120, **options: Any) -> None:
        checks = [MaxLengthValidator(max_length), refuse_markup, *options.pop("validators", ())]
        super().__init__(verbose_name, max_length=max_length, validators=checks, **options)

    def deconstruct(self) -> Any:
        """Stand in migrations as the plain column that it is."""
        name, _path, args, options = super().deconstruct()
        options.pop("validators", None)
        return name, "django.db.models.JSONField", args, options

    def get_default(self) -> LocalText:
        """Begin without a text."""
        return LocalText()

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Read a text, or the one of a language that a query asks for."""
        if not isinstance(expression, KeyTransform):
            return None if value is None else read_local_text(value)
        # SQLite gives it without quotation marks: a name such as "191" is no number.
        as_it_is = connection.vendor == "sqlite"
        return value if as_it_is else super().from_db_value(value, expression, connection)

    def to_python(self, value: Any) -> LocalText:
        """Take any mapping as a text."""
        return LocalText(value)

    def run_validators(self, value: LocalText) -> None:
        """Check the text of each language; each error says of which it is."""
        wrong = []
        for language, text in value.items():
            if language not in NAMES:
                sentence = _("There is no language “%(language)s” here.")
                about = {"language": language}
                wrong.append(ValidationError(sentence, "no_language", about))
            for check in self.validators:
                try:
                    check(text)
                except ValidationError as refused:
                    refused.params = (refused.params or {}) | {"language": language}
                    wrong.append(refused)
        if wrong:
            raise ValidationError(wrong)

    def formfield(self, **options: Any) -> InLanguages:
        """Ask for it in every language."""
        return InLanguages(
            label=self.verbose_name,
            max_length=self.max_length,
            required=not self.blank,
            kind=options.get("form_class", forms.CharField),
            widget=options.get("widget", forms.TextInput),
        )
