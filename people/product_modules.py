"""The modules that an organisation can switch off. Each app registers its own when it loads.

A module is all that belongs to one subject: its pages, its operations of the API, its messages.
Here is the one answer to "is it on?"; the gate for pages is in `config/middleware.py`, for
programs in `config/api/router.py`, for messages in `people/messages/notices.py`.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .models import Person
from .writing.sentences import Sentence

SPACE = uuid.UUID("6b0c8f7e-52b5-4c3e-9a51-7d6f2c1b9e04")


@dataclass(frozen=True)
class ProductModule:
    """One module: what it is, what is gone without it, and what belongs to it."""

    key: str
    label: Sentence
    about: Sentence
    without: Sentence
    # Names of routes; those of operations of the API begin with "api:".
    routes: tuple[str, ...] = ()
    # Kinds of messages, as `tell_person` is given them.
    notices: tuple[str, ...] = ()
    # Says of an organisation whether what its pages need is there; until then they are hidden.
    ready: Callable[[int], bool] | None = None
    wanting: Sentence = ""
    # The route of the page on which an admin brings what it needs.
    brought_at: str = ""

    @property
    def public_id(self) -> uuid.UUID:
        """The id under which the audit trail knows it: the same on every installation."""
        return uuid.uuid5(SPACE, self.key)


MODULES: dict[str, ProductModule] = {}
OF_ROUTE: dict[str, str] = {}
OF_NOTICE: dict[str, str] = {}


def product_module(
    key: str,
    label: Sentence,
    about: Sentence,
    without: Sentence,
    **belongs: Any,
) -> str:
    """Register a module and return its key. A key, route or message that is taken is refused."""
    made = ProductModule(key, label, about, without, **belongs)
    for taken, wanted in ((MODULES, (key,)), (OF_ROUTE, made.routes), (OF_NOTICE, made.notices)):
        if again := taken.keys() & set(wanted):
            raise ValueError(f"{sorted(again)} belong to a module already.")
    MODULES[key] = made
    OF_ROUTE.update(dict.fromkeys(made.routes, key))
    OF_NOTICE.update(dict.fromkeys(made.notices, key))
    return key


def module_is_on(key: str, person: Person) -> bool:
    """Say whether a module is on for a person: not switched off, and what it needs is there."""
    module = MODULES[key]
    if key in person.modules_off:
        return False
    return module.ready is None or module.ready(person.organisation_id)


def route_is_open(route: str, person: Person) -> bool:
    """Say whether a page or an operation may answer; one of no module always may.

    What a module needs before people see it is not asked of programs: they see no door to it.
    """
    if route not in OF_ROUTE:
        return True
    if route.startswith("api:"):
        return OF_ROUTE[route] not in person.modules_off
    return module_is_on(OF_ROUTE[route], person)


def notice_is_open(kind: str, recipient: Person) -> bool:
    """Say whether a kind of message may go to a person; one of no module always may."""
    return kind not in OF_NOTICE or module_is_on(OF_NOTICE[kind], recipient)


class ModulesOn:
    """The modules of a person, for templates: `{% if modules.forecast %}`. Each is asked once."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.known: dict[str, bool] = {}

    def __getitem__(self, key: str) -> bool:
        if key not in self.known:
            self.known[key] = module_is_on(key, self.person)
        return self.known[key]

    def __iter__(self) -> Iterator[str]:
        """List the keys that are on."""
        return (key for key in MODULES if self[key])
