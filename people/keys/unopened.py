"""Count the sealed texts that no key of the ring opens, before a reader meets one.

Only texts: a sealed mapping names its key, so its key is known without opening it (`sealing.py`).
"""

from collections.abc import Callable, Iterable, Iterator

from cryptography.fernet import InvalidToken, MultiFernet

from .ring import ring
from .rotation import BATCH, empty, sealed_fields

# What is sealed inside rows of other libraries, by purpose: the module that seals it adds it here.
TEXTS_BESIDES_MODELS: dict[str, Callable[[], Iterable[str]]] = {}


def texts() -> Iterator[tuple[str, Iterable[str]]]:
    """Read every sealed text, by purpose, a batch at a time."""
    for model, name, purpose in sealed_fields():
        if empty(model, name) == "":
            rows = model._base_manager.exclude(**{name: ""}).values_list(name, flat=True)
            yield purpose, rows.iterator(chunk_size=BATCH)
    for purpose, besides in TEXTS_BESIDES_MODELS.items():
        yield purpose, besides()


def unopened() -> dict[str, int]:
    """Count what does not open, by purpose; nothing if all does."""
    found = {}
    for purpose, sealed in texts():
        keys = ring(purpose)
        if closed := sum(not opens(keys, one) for one in sealed):
            found[purpose] = closed
    return found


def opens(keys: MultiFernet, sealed: str) -> bool:
    """Say whether some key opens a text."""
    try:
        keys.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True
