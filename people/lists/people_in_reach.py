"""Find the person that a row of a list is about, among the people that the viewer may write about.

By the employee number, else the work address, else the work phone, else the full name in either
script; titles, ranks, spaces, stops and tone marks make no difference to a name. A name that two
people share finds neither of them.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Self

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.models import Person
from people.models.persons import PersonQuerySet
from people.rules.lists.problems import UnclearCellError
from people.rules.lists.values import read_email, read_phone_cell, read_split_name
from people.rules.person_names import search_form, without_title
from people.rules.phone_numbers import read_phone
from people.writing.sentences import Sentence

from .kinds import ListColumn, ListRow, RowProblem

NUMBER, EMAIL, PHONE, NAME, LAST_NAME = "number", "email", "phone", "name", "last_name"
PERSON = "person"
READ = (
    "public_id",
    "organisation",
    "account",
    "work_email",
    "employee_number",
    "work_phone",
    "full_name_en",
    "full_name_th",
    "is_active",
)
# So many rows of a list get a guess of who was meant; a list of strangers needs no more.
GUESSES_AT_MOST, CANDIDATES_AT_MOST = 200, 300
LIKE_ENOUGH = 0.75

PERSON_COLUMNS = (
    ListColumn(
        key=NAME,
        name=_("Full name"),
        headings=(
            "Name",
            "Full name",
            "Name (original name)",
            "Person",
            "Worker",
            "First name",
            "Participant",
            "ชื่อ",
            "ชื่อ-สกุล",
            "ชื่อ-นามสกุล",
            "ชื่อ นามสกุล",
            "ชื่อเต็ม",
            "ชื่อ (ชื่อเดิม)",
            "ผู้ปฏิบัติงาน",
            "เจ้าหน้าที่",
            "ผู้เข้าร่วม",
            "ผู้เข้าอบรม",
        ),
        example="นางสาวกนกวรรณ ศรีสุข",
        one_of=PERSON,
    ),
    ListColumn(
        key=LAST_NAME,
        name=_("Family name"),
        headings=("Last name", "Family name", "Surname", "นามสกุล", "สกุล"),
    ),
    ListColumn(
        key=NUMBER,
        name=_("Employee number"),
        headings=(
            "Employee number",
            "Employee no",
            "Employee ID",
            "Staff number",
            "Staff ID",
            "รหัสพนักงาน",
            "เลขประจำตัวพนักงาน",
            "รหัสเจ้าหน้าที่",
            "เลขพนักงาน",
        ),
        example="SP-0042",
        one_of=PERSON,
    ),
    ListColumn(
        key=EMAIL,
        name=_("Work email"),
        headings=(
            "Email",
            "E-mail",
            "Work email",
            "User email",
            "Mail",
            "อีเมลผู้ใช้",
            "อีเมล",
            "อีเมลที่ทำงาน",
            "อีเมล์",
        ),
        example="kanokwan@example.org",
        one_of=PERSON,
    ),
    ListColumn(
        key=PHONE,
        name=_("Work phone"),
        headings=(
            "Phone",
            "Work phone",
            "Telephone",
            "Mobile",
            "Tel",
            "โทรศัพท์",
            "เบอร์โทร",
            "เบอร์ที่ทำงาน",
        ),
        example="081 234 5678",
        one_of=PERSON,
    ),
)


@dataclass(frozen=True)
class PersonOfRow:
    """The person that a row is about, or why it is not clear."""

    person: Person | None
    # What the row calls the person.
    called: str
    problem: RowProblem | None = None
    notes: tuple[Sentence, ...] = ()

    @property
    def title(self) -> str:
        """The person's name, or what the row calls them."""
        return self.person.name if self.person else self.called


class PeopleInReach:
    """The people that a list may be about, by everything they are known by."""

    def __init__(self, people: Iterable[Person]) -> None:
        self.by_pk: dict[int, Person] = {}
        self.numbers: dict[str, list[Person]] = defaultdict(list)
        self.emails: dict[str, list[Person]] = defaultdict(list)
        self.phones: dict[str, list[Person]] = defaultdict(list)
        self.names: dict[str, list[Person]] = defaultdict(list)
        # Names by how they and their parts begin: where to look for who was meant.
        self.beginnings: dict[str, set[str]] = defaultdict(set)
        self.guesses = 0
        for one in people:
            self.know(one)

    @classmethod
    def read(cls, people: PersonQuerySet) -> Self:
        """Read the people that the viewer may write about; one statement."""
        return cls(people.only(*READ))

    def know(self, one: Person) -> None:
        """Enter one person by number, address, phone and names."""
        self.by_pk[one.pk] = one
        if one.employee_number:
            self.numbers[plain_code(one.employee_number)].append(one)
        if one.work_email:
            self.emails[one.work_email.casefold()].append(one)
        if one.work_phone:
            self.phones[read_phone(one.work_phone) or one.work_phone].append(one)
        for form in {search_form(one.full_name_en), search_form(one.full_name_th)} - {""}:
            key = form.replace(" ", "")
            self.names[key].append(one)
            for part in form.split():
                self.beginnings[part[:2]].add(key)

    def of(self, row: ListRow) -> PersonOfRow:
        """Find the person of a row, or say why it is not clear who that is."""
        name = full_name(row)
        called = name or row.cell(NUMBER) or row.cell(EMAIL) or row.cell(PHONE)
        if not called:
            problem = RowProblem(_("Please say which person this is about."), NAME)
            return PersonOfRow(None, "", problem)
        for column, known, key in (
            (NUMBER, self.numbers, plain_code(row.cell(NUMBER))),
            (EMAIL, self.emails, understood(read_email, row.cell(EMAIL))),
            (PHONE, self.phones, understood(read_phone_cell, row.cell(PHONE))),
        ):
            if key and (found := known.get(key)):
                return self.known_by(found, column, name, called)
        return self.called_so(row, name, called)

    def known_by(self, found: list[Person], column: str, name: str, called: str) -> PersonOfRow:
        """Take the person of a number, an address or a phone; another name beside it is noted."""
        if len(found) > 1:
            found = [one for one in found if self.is_called(one, name)] or found
        if len(found) > 1:
            return PersonOfRow(None, called, two_of(column))
        notes: tuple[Sentence, ...] = ()
        if name and not self.is_called(found[0], name):
            notes = (format_lazy(_("The list says “{name}”"), name=name),)
        return PersonOfRow(found[0], called, None, notes)

    def is_called(self, one: Person, name: str) -> bool:
        """Say whether a name is one of a person's."""
        return one in self.names.get(search_form(name).replace(" ", ""), ())

    def called_so(self, row: ListRow, name: str, called: str) -> PersonOfRow:
        """Find a person by the full name alone.

        One that the organisation numbers otherwise is another person of that name.
        """
        key = search_form(name).replace(" ", "")
        found = self.names.get(key, []) if key else []
        # Tone marks decide between people with names that are the same without them.
        names = [(one, {spelt(one.full_name_en), spelt(one.full_name_th)}) for one in found]
        exact = [one for one, spellings in names if spelt(name) in spellings]
        found = exact if len(exact) == 1 else found
        if len(found) > 1:
            return PersonOfRow(None, called, two_of(NAME))
        number = plain_code(row.cell(NUMBER))
        if found and number and found[0].employee_number:
            sentence = _("The person of this name has another employee number.")
            return PersonOfRow(None, called, RowProblem(sentence, NUMBER))
        if found:
            return PersonOfRow(found[0], called)
        column = NAME if name else NUMBER if number else EMAIL if row.cell(EMAIL) else PHONE
        return PersonOfRow(None, called, RowProblem(self.unknown(key), column))

    def unknown(self, key: str) -> Sentence:
        """Say that a person is not known, and who may have been meant."""
        if meant := self.meant(key):
            sentence = _("Not found among your people. Did you mean {name}?")
            return format_lazy(sentence, name=meant.name)
        return _("Not found among your people.")

    def meant(self, key: str) -> Person | None:
        """Guess who was meant by a name; only among the people in reach, and not without end."""
        if len(key) < 3 or self.guesses >= GUESSES_AT_MOST:
            return None
        self.guesses += 1
        alike = self.beginnings.get(key[:2], set())
        near = sorted(alike, key=lambda one: abs(len(one) - len(key)))[:CANDIDATES_AT_MOST]
        found = get_close_matches(
            key, near or list(self.names)[:CANDIDATES_AT_MOST], 1, LIKE_ENOUGH
        )
        people = self.names[found[0]] if found else []
        return people[0] if len(people) == 1 else None


def full_name(row: ListRow) -> str:
    """Read the name of a row, from one column or from two: without title, rank and nickname."""
    written = " ".join(f"{row.cell(NAME)} {row.cell(LAST_NAME)}".split())
    try:
        return read_split_name("", row.cell(NAME), row.cell(LAST_NAME)).full_name
    except UnclearCellError:
        return written


def understood(reader: Callable[[str], str], text: str) -> str:
    """Read a cell, or nothing where it is not clear: then the name may say who it is."""
    try:
        return reader(text)
    except UnclearCellError:
        return ""


def spelt(name: str) -> str:
    """Write a name with its tone marks and capitals, without title and spaces."""
    return without_title(name).replace(" ", "")


def plain_code(text: str) -> str:
    """Write a number of an employee so that capitals, spaces and lines make no difference."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def two_of(column: str) -> RowProblem:
    """Say that two people are meant by the same."""
    if column == NAME:
        return RowProblem(_("Two people are called this. Please add the employee number."), column)
    return RowProblem(_("Two people have this. Please add the employee number."), column)
