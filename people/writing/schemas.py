"""What every address of the API shares: how it is asked and how it refuses."""

from typing import Self

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from .texts import mark_of_text, warn_personal

# Marks a field as free text: Annotated[str, FREE_TEXT].
FREE_TEXT = "free text"


class In(Schema):
    """What is sent in: unknown fields are refused, and texts with a sign that no database keeps."""

    model_config = ConfigDict(extra="forbid")

    @field_validator("*")
    @classmethod
    def without_nul(cls, value: object) -> object:
        """Refuse NUL in a text; pydantic refuses half of a pair (a surrogate) by itself."""
        if isinstance(value, str) and "\0" in value:
            raise PydanticCustomError("text", _("This text has a sign that cannot be kept."))
        return value


class FreeTextIn(In):
    """What is sent in with free text.

    Free text that looks like a phone number, an email address, a passport number, a name with a
    title or an address is refused with 422 and the code `looks_personal`. Send the same again with
    `acknowledged` where it has to stay. National ID numbers are refused in any case.
    """

    acknowledged: bool = Field(False, description="Send free text although it looks personal.")

    @classmethod
    def free_texts(cls) -> list[str]:
        """Name the fields that hold free text."""
        return [name for name, field in cls.model_fields.items() if FREE_TEXT in field.metadata]

    @model_validator(mode="after")
    def judged(self) -> Self:
        """Judge each free text."""
        for text in (getattr(self, name) for name in self.free_texts()):
            warn_personal(text, seen=[mark_of_text(text)] if self.acknowledged else [])
        return self


class Fault(Schema):
    """One thing that does not fit: where, of which kind, and in the reader's language.

    The field is written as a path, `lines.0.phase`; it is empty where no single field is at fault.
    """

    field: str
    code: str
    detail: str


class Problem(Schema):
    """Why something was refused, in the reader's language, as RFC 9457 has it.

    `code` is for programs; the page of the API lists what a program can do about it. With
    `key_reused` the keyed hashes of both bodies are there, and with `scope` what the key would have
    to be for.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault]
    stored: str | None = None
    sent: str | None = None
    scope: str | None = None


# No answer is written through these, so they have no shape: one for each of some five hundred took
# 8 MB of each process. The description of the API says that each is a Problem.
PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 412, 413, 422, 429))
