"""What follows from the figures of a judged week, whether it is kept or read for a board."""

from abc import abstractmethod
from datetime import date
from decimal import Decimal

from .flags import FlagWeek
from .load import Judged, Level
from .reasons import Reason, shows_work, worst


class JudgedFigures:
    """A week that was judged. Who has its figures by these names has what follows from them."""

    __slots__ = ()
    week: date
    level: str
    # As if the organisation did not rest that week; empty and None where it is the same.
    usual_level: str
    usual_percent: Decimal | None
    # None without capacity, or where it was zero.
    percent: Decimal | None
    case_points: Decimal
    night_points: Decimal
    supervision_points: Decimal

    @property
    @abstractmethod
    def absent(self) -> bool:
        """Say whether it was all leave and rest."""

    @property
    @abstractmethod
    def noted(self) -> bool:
        """Say whether any work was written down that cannot be done on leave."""

    @property
    @abstractmethod
    def found(self) -> list[Reason]:
        """The reasons of the week beside its load."""

    @property
    def points(self) -> Decimal:
        """The sum of cases, nights and supervision."""
        return self.case_points + self.night_points + self.supervision_points

    @property
    def flag_load(self) -> Decimal | None:
        """The load that flags go by: as if the organisation did not rest."""
        return self.percent if self.usual_percent is None else self.usual_percent

    @property
    def flag_level(self) -> str:
        """The level of that load: what is said of a week in words and colours goes by it."""
        return self.usual_level or self.level

    @property
    def away(self) -> bool:
        """Say whether it was wholly away: all leave, and no work by the person."""
        return self.absent and not self.noted and not shows_work(self.found)

    @property
    def judged(self) -> Judged:
        """The week as the count of weeks above the limit sees it."""
        return Judged(self.week, Level(self.flag_level) if self.flag_level else None)

    @property
    def for_flag(self) -> FlagWeek:
        """The week as the state table of a flag sees it."""
        return FlagWeek(
            monday=self.week,
            load=self.flag_load,
            level=self.judged.level,
            beside=worst(self.found),
            away=self.away,
        )
