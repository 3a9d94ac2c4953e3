"""What every address of the API shares: how it is asked and how it refuses."""

from ninja import Schema
from pydantic import ConfigDict


class In(Schema):
    """What is sent in: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Problem(Schema):
    """Why something was refused, in the reader's language."""

    detail: list[str]


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)
