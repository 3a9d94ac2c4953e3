"""What the chosen cases ask of the person who takes them: a language, a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.models import CertificateType
from workload.models import AddOnChoice, CaseloadLine

# A certificate is about an add-on where its name or what it allows has one of these words.
ABOUT = {
    AddOnChoice.CHILD: ("child", "เด็ก"),
    AddOnChoice.MATERIAL: ("material", "เนื้อหา", "สื่อ"),
}


@dataclass(frozen=True)
class MoveNeed:
    """A certificate that some of the chosen cases ask for."""

    kind: CertificateType
    add_on: AddOnChoice
    names: list[str]


def certificates_needed(
    picked: Sequence[tuple[CaseloadLine, int]], kinds: Sequence[CertificateType]
) -> list[MoveNeed]:
    """Find which certificates the chosen cases ask for, of those that allow a duty."""
    found = []
    for add_on in ABOUT:
        names = names_with(picked, add_on)
        kind = next((one for one in kinds if one.allows and is_about(one, add_on)), None)
        if names and kind:
            found.append(MoveNeed(kind, add_on, names))
    return found


def is_about(kind: CertificateType, add_on: AddOnChoice) -> bool:
    """Say whether a certificate is about what makes a case heavier."""
    said = " ".join((*kind.name.values(), *kind.allows.values())).casefold()
    return any(word in said for word in ABOUT[add_on])


def names_with(picked: Sequence[tuple[CaseloadLine, int]], add_on: AddOnChoice) -> list[str]:
    """Name the chosen cases that have an add-on."""
    return [cases_named(line, n) for line, n in picked if add_on in line.add_ons]


def cases_named(line: CaseloadLine, n: int) -> str:
    """Name some cases of a line: RT-92K, or 2 × active."""
    return line.reference or f"{n} × {line.get_phase_display().lower()}"
