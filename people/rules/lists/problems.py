"""What is wrong with a list or with one of its cells, in words. No Django but marking words."""

from django.utils.functional import Promise

type Words = str | Promise


class ListUnreadable(ValueError):  # noqa: N818 - says what is wrong, and is caught everywhere
    """A file or a text that is no list we can read; the sentence says why and what helps.

    `line` is the line of the file at which reading ended, 0 where no line is meant.
    """

    def __init__(self, code: str, sentence: Words, line: int = 0, **params: object) -> None:
        super().__init__(code)
        self.code, self.sentence, self.line = code, sentence, line
        self.params = {"line": line, **params}

    def __str__(self) -> str:
        """Write the sentence in the language that is on."""
        return str(self.sentence) % self.params


class UnclearCellError(ValueError):
    """What stands in a cell is not what its column is for; the sentence says what would be."""

    def __init__(self, code: str, sentence: Words, **params: object) -> None:
        super().__init__(code)
        self.code, self.sentence, self.params = code, sentence, params

    def __str__(self) -> str:
        """Write the sentence in the language that is on."""
        return str(self.sentence) % self.params
