"""What a supervisor chose while trying out a move of work; nothing is judged here."""

from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict

from people.models import SpokenLanguage
from people.writing.fields import uuid_of, whole_number

# Letters of a name that is looked for; the field takes no more.
SEARCH_AT_MOST = 60


@dataclass(frozen=True)
class AskedMove:
    """What the viewer chose on the page; nothing is judged yet."""

    parts: dict[UUID, int] = field(default_factory=dict)
    to: UUID | None = None
    language: str = ""
    certificate: UUID | None = None
    search: str = ""
    reason: str = ""
    word: str = ""
    typed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, data: QueryDict) -> "AskedMove":
        """Read it from an address or a form; what cannot be read was not chosen."""
        typed = {one: data.get(f"n-{one}", "") for one in data.getlist("line")}
        parts = {key: count(typed[str(key)]) for one in typed if (key := uuid_of(one))}
        language = data.get("language", "")
        return cls(
            parts=parts,
            to=uuid_of(data.get("to", "")),
            language=language if language in SpokenLanguage.values else "",
            certificate=uuid_of(data.get("certificate", "")),
            search=data.get("search", "").strip()[:SEARCH_AT_MOST],
            reason=data.get("reason", ""),
            word=data.get("word", ""),
            typed=typed,
        )


def count(text: str) -> int:
    """Read how many cases; an empty field means one, and what is no number is none at all."""
    return whole_number(text.strip() or "1", 0)
