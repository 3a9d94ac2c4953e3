"""Read a page as people do: whether a line may break at a space or in a word, nobody reads."""

import re

# What stands in these keeps its breaks.
KEPT = re.compile(rb"(<(?:textarea|pre)\b.*?</(?:textarea|pre)>)", re.DOTALL)
NO_BREAK, WORD_JOINER = "\u00a0".encode(), "\u2060".encode()
BREAK = re.compile(rb"[ \t]*\n\s*")


def as_read(text):
    """Leave out where a line may break and where not."""
    return BREAK.sub(b" ", text).replace(NO_BREAK, b" ").replace(WORD_JOINER, b"")


class AsReadMiddleware:
    """Give tests pages without line breaks: templates may break their lines where they like."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        kind = response.headers.get("Content-Type", "")
        if not response.streaming and kind.startswith("text/html"):
            parts = KEPT.split(response.content)
            # Every second part is one that keeps its breaks.
            parts[::2] = [as_read(one) for one in parts[::2]]
            response.content = b"".join(parts)
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response
