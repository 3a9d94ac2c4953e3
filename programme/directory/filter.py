"""What the directory is narrowed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from people.models import SpokenLanguage
from programme.regions.reading import provinces
from programme.services.reading import support_services

from .reading import EntryRow


@dataclass(frozen=True)
class DirectoryFilter:
    """Words, a province, a usual service and a language; nothing stands for all."""

    text: str = ""
    province: str = ""
    service: str = ""
    language: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read it from an address; what is unknown is none."""
        province, service, language = (asked.get(one, "") for one in ("place", "service", "speaks"))
        return cls(
            asked.get("q", "").strip()[:60],
            province if province in provinces() else "",
            service if service in support_services() else "",
            language if language in SpokenLanguage.values else "",
        )

    def narrowed(self, rows: Iterable[EntryRow]) -> list[EntryRow]:
        """Keep the rows that are asked for, in their order."""
        return [row for row in rows if self.keeps(row)]

    def keeps(self, row: EntryRow) -> bool:
        """Say whether a row is asked for."""
        return (
            (not self.province or row.serves(self.province))
            and (not self.service or self.service in row.kinds)
            and (not self.language or self.language in row.entry.languages)
            and all(word in row.words for word in self.text.casefold().split())
        )
