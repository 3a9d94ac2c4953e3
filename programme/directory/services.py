"""The services that entries name: the usual ones, and those that organisations added."""

from collections.abc import Iterable
from dataclasses import dataclass

from people.languages.local_text import LocalText
from programme.models import OwnService
from programme.services.reading import support_services


@dataclass(frozen=True)
class NamedService:
    """A service by the code that entries keep: its name, and the usual one that it counts as."""

    code: str
    name: LocalText
    counts_as: str
    is_offered: bool = True

    @property
    def by_region(self) -> bool:
        """Say whether the place of who offers it must not be found."""
        return support_services()[self.counts_as].by_region


def services_by_code(own: Iterable[OwnService]) -> dict[str, NamedService]:
    """Index the usual services, in their order, and then those that were added."""
    found = {key: NamedService(key, one.name, key) for key, one in support_services().items()}
    return found | {
        one.code: NamedService(one.code, one.name, one.counts_as, one.is_offered) for one in own
    }
