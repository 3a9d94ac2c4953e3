"""Which addresses are of a browser's push service: no other host is ever asked to show a notice."""

from urllib.parse import urlsplit

from django.conf import settings

from people.messages.calls import RefusedAddressError, read_call_address

# As the makers of browsers name them, see docs/operating.md: Chrome, Edge on Android, Samsung
# Internet and most others; Firefox; Safari; Edge on Windows.
KNOWN_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)


def is_push_service(endpoint: str) -> bool:
    """Say whether an endpoint is a fit address at a push service."""
    try:
        host = read_call_address(endpoint).host
    except RefusedAddressError:
        return False
    return any(is_of_host(host, one) for one in (*KNOWN_HOSTS, *settings.PUSH_HOSTS))


def is_of_host(host: str, known: str) -> bool:
    """Say whether a host is the known one, or one below it where any is."""
    return host.endswith(known[1:]) if known.startswith("*.") else host == known


def origin_of(endpoint: str) -> str:
    """Name the push service of an endpoint as what is signed for it does."""
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc.lower()}"
