"""Read a page as people do: a line break is a space, and so is one where no line may break."""

import re

# What stands in these keeps its breaks.
KEPT = re.compile(rb"(<(?:textarea|pre)\b.*?</(?:textarea|pre)>)", re.DOTALL)
NO_BREAK = "\u00a0"
BREAK = re.compile(rb"[ \t]*\n\s*")


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
            parts[::2] = [
                BREAK.sub(b" ", one).replace(NO_BREAK.encode(), b" ") for one in parts[::2]
            ]
            response.content = b"".join(parts)
            if "Content-Length" in response.headers:
                response.headers["Content-Length"] = str(len(response.content))
        return response
