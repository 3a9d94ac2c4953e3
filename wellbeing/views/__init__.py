"""The pages of wellbeing."""

from .talk import talk

__all__ = ["talk"]
