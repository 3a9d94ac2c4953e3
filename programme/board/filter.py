"""What the board is narrowed to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from programme.rules.cover import PostCover

from .rows import PostRow


@dataclass(frozen=True)
class CoverageFilter:
    """Words, a state, a region and a kind of specialist; nothing stands for all."""

    text: str = ""
    cover: str = ""
    region: str = ""
    kind: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Self:
        """Read it from an address; an unknown state is none."""
        state = asked.get("cover", "")
        return cls(
            asked.get("q", "").strip()[:60],
            state if state in set(PostCover) else "",
            asked.get("region", ""),
            asked.get("kind", ""),
        )

    def narrowed(self, rows: Iterable[PostRow]) -> list[PostRow]:
        """Keep the rows that are asked for, in their order."""
        return list(rows) if self == EVERYTHING else [row for row in rows if self.keeps(row)]

    def keeps(self, row: PostRow) -> bool:
        """Say whether a row is asked for."""
        return (
            self.cover in {"", row.cover}
            and self.region in {"", row.region.key}
            and self.kind in {"", row.facts.kind}
            and (not self.text or self.text.casefold() in words_in(row))
        )


EVERYTHING = CoverageFilter()


def words_in(row: PostRow) -> str:
    """Write what can be searched: places, the kind of work, the organisation and names shown."""
    names = row.facts.names
    texts = [names.job, names.organisation, row.place.name, row.region.name]
    texts += filter(None, (names.station, names.unit))
    found = [text for names in texts for text in names.values()]
    found += [name for one in row.people for name in (one.full_name_en, one.full_name_th)]
    return " ".join(found).casefold()
