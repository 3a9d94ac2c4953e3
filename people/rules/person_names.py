"""How names of people are ordered and found, in Thai and English. No Django, no clock.

A Thai name begins with a consonant's place, whatever vowel is written before it, and tone marks
count only between names that are the same without them (the order of the Royal Society's
dictionary, as the Unicode collation for Thai has it). Titles and ranks play no part.
"""

import re
import unicodedata

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
FOLLOWING_VOWELS = "ะัาำิีึืุู"
LEADING_VOWELS = "เแโใไ"
# They decide between names that are the same without them, in this order.
TONES = "์็่้๊๋"
# Written in a name and of no weight in its order: repetition, abbreviation, nikhahit alone.
WEIGHTLESS = "ๆฯํฺ๎"
SWAPPED = re.compile(f"([{LEADING_VOWELS}])([{CONSONANTS}])")

THAI_ALPHABET = CONSONANTS + FOLLOWING_VOWELS + LEADING_VOWELS
DIGITS, LATIN = "0123456789", "abcdefghijklmnopqrstuvwxyz"
# Which script comes first, by the language of the page.
ALPHABETS = {"th": DIGITS + THAI_ALPHABET + LATIN, "en": " " + DIGITS + LATIN + THAI_ALPHABET}
# Letters of Cyrillic and Greek, and three more, that look like one of ours, and that one.
LOOK_ALIKE = str.maketrans(
    "\u0410\u0412\u0415\u0405\u0406\u0408\u041a\u041c\u041d\u041e\u0420\u0421"
    "\u0422\u0423\u0425\u051a\u051c"
    "\u0430\u0435\u0455\u0456\u0458\u043a\u043e\u0440\u0441\u0443\u0445\u04bb"
    "\u0501\u051b\u051d\u04cf"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4"
    "\u03a5\u03a7"
    "\u03b1\u03bd\u03b9\u03ba\u03bf\u03c1\u03c5\u03c7"
    "\u0131\u0251\u0261",
    "ABESIJKMHOPCTYXQWaesijkopcyxhdqwlABEZHIKMNOPTYXavikopuxiag",
)
LEVEL = "aa"  # between the levels of a key; sorts before any letter's code

# A Thai rank in short: letters with full stops, two or more, as in "ร.ต.อ." or "พล.ต.ท.".
SHORT_RANK = r"(?:[ก-ฮ]{1,3}\.\s?){2,4}(?:\s?\(?พิเศษ\)?)?(?:\s?หญิง)?"
RANKS_TH = (
    r"ว่าที่",
    SHORT_RANK,
    r"(?:พล|พัน|ร้อย)(?:ตำรวจ)?(?:เอก|โท|ตรี)(?:หญิง)?",
    r"(?:จ่าสิบ|สิบ)(?:ตำรวจ)?(?:เอก|โท|ตรี)?(?:หญิง)?(?=\s)",
    r"ดาบตำรวจ(?:หญิง)?",
)
TITLES_TH = (
    *RANKS_TH,
    r"(?:ดร|ผศ|รศ|ศ|นพ|พญ|ทพ|ทญ|ภก|ภญ|สพ|ทนพ)\.(?:\s?หญิง)?",
    r"(?:ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ด็อกเตอร์)",
    r"(?:นาย|นายสัตว|ทันต|สัตว)แพทย์(?:หญิง)?|แพทย์หญิง|ทนายความ|อาจารย์|อ\.|หม่อมหลวง|หม่อมราชวงศ์",
    r"เด็กชาย|เด็กหญิง|ด\.ช\.|ด\.ญ\.|นางสาว|น\.ส\.|นส\.|นาย|นาง|คุณหญิง|คุณ",
)
TITLE_TH = re.compile(rf"(?:{'|'.join(TITLES_TH)})\s*")
RANKS_EN = "Acting|Pol|Lt|Col|Capt|Cpt|Sgt|Maj|Gen|Sub|Insp|Cpl"
TITLE_EN = re.compile(
    rf"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Assoc|Asst|{RANKS_EN}|Khun)\b\.?\s*", re.IGNORECASE
)
RANK_TH = re.compile(rf"(?:{'|'.join(RANKS_TH)})\s*")
# Alone "Pol" and "Gen" are nicknames.
RANK_EN = re.compile(rf"(?:{RANKS_EN})\b(?:\.\s*|\s+)", re.IGNORECASE)
# These stand beside a rank; any other title gives its place to it.
BESIDE_RANK = re.compile(
    r"(?:ดร|ผศ|รศ|ศ|นพ|พญ|ทพ|ทญ|ภก|ภญ|สพ|ทนพ)\.|ศาสตราจารย์|รองศาสตราจารย์|ผู้ช่วยศาสตราจารย์|ด็อกเตอร์"
    r"|คุณหญิง|ม\.ร\.ว\.|ม\.ล\.|(?:Dr|Prof|Assoc|Asst)\b",
    re.IGNORECASE,
)
# Older and younger colleagues are called so; with them "khun" would be a title too many.
KINSHIP = re.compile("(?:พี่|น้อง)(?=.)")
# A name never begins with these, so what stands before them was no title ("คุณากร", "นายิกา").
NO_BEGINNING = tuple(FOLLOWING_VOWELS + TONES + WEIGHTLESS)


# No name is longer. A query is cut to so many letters and parts, since each part is one more
# condition of the search.
NAME_AT_MOST, QUERY_AT_MOST, PARTS_AT_MOST = 120, 80, 8


def tidy_name(name: str) -> str:
    """Write a name in one way: composed, เ+เ as แ, ํ+า as ำ, one space between its parts."""
    text = unicodedata.normalize("NFC", name).replace("เเ", "แ")
    text = re.sub("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", text)
    return " ".join(text.replace("\u200b", "").split())


def without_title(name: str) -> str:
    """Leave out titles and ranks before a name; nothing is left of one that is a rank only.

    A name is read up to 120 letters: many titles in a row then take no longer than a name does.
    """
    rest = tidy_name(name[:NAME_AT_MOST])
    while found := TITLE_TH.match(rest) or TITLE_EN.match(rest):
        after = rest[found.end() :].lstrip()
        if after.startswith(NO_BEGINNING):
            break
        rest = after
    return rest


def with_rank(rank: str, name: str) -> str:
    """Write a rank before a name, in the place of a title there; a rank never stands twice."""
    rank, rest = tidy_name(rank), tidy_name(name[:NAME_AT_MOST])
    bare = without_title(rest)
    title = rest.removesuffix(bare).replace(" ", "")
    if not rank or title.startswith(rank.replace(" ", "")) or rest.startswith(f"{rank} "):
        return rest
    while rest != bare and not BESIDE_RANK.match(rest):
        if not (found := TITLE_TH.match(rest) or TITLE_EN.match(rest)):
            break
        rest = rest[found.end() :].lstrip()
    return f"{rank} {rest or name}"


def without_rank(name: str) -> str:
    """Leave out ranks before a nickname; nothing is left of one that is a rank only."""
    rest = tidy_name(name[:NAME_AT_MOST])
    while found := RANK_TH.match(rest) or RANK_EN.match(rest):
        after = rest[found.end() :].lstrip()
        if after.startswith(NO_BEGINNING):
            break
        rest = after
    return rest


def with_khun(name: str) -> str:
    """Write "khun" before a name as Thai greetings do; a name that begins with a title has none."""
    name = tidy_name(name[:NAME_AT_MOST])
    if not name or without_title(name) != name or begins_with_kinship(name):
        return name
    return f"คุณ{name}" if "\u0e00" <= name[0] <= "\u0e7f" else f"คุณ {name}"


def begins_with_kinship(name: str) -> bool:
    """Say whether a name begins with a word for an older or younger colleague."""
    found = KINSHIP.match(name)
    return found is not None and not name[found.end() :].lstrip().startswith(NO_BEGINNING)


def name_key(name: str, language: str) -> str:
    """Make the key by which a name is ordered in a language: small letters a to z only.

    So every database orders keys alike, whatever its collation. First come the letters, then the
    tone marks and accents, then capitals.
    """
    return text_key(without_title(name), language)


def name_as_seen(name: str, language: str) -> str:
    """Make the beginning of the keys of all names that read the same but for capitals."""
    return LEVEL.join((*levels(without_title(name), alphabet_of(language))[:2], ""))


def as_seen(text: str) -> str:
    """Write a text in the letters that a reader takes it for: full-width and foreign ones too."""
    plain = unicodedata.normalize("NFKC", text.translate(LOOK_ALIKE))
    return plain.replace("\u0e4d\u0e32", "\u0e33")  # NFKC takes sara am apart


def alphabet_of(language: str) -> str:
    """Give the alphabet of a language; one without any of ours has the English one."""
    return ALPHABETS.get(language, ALPHABETS["en"])


def text_key(text: str, language: str) -> str:
    """Make the key of any text."""
    return LEVEL.join(levels(text, alphabet_of(language)))


def levels(name: str, alphabet: str) -> tuple[str, str, str]:
    """Write the three levels of a key."""
    first, second, third = [], [], []
    for letter in SWAPPED.sub(r"\2\1", unicodedata.normalize("NFD", as_seen(name))):
        plain = plain_letter(letter)
        if plain in alphabet:
            first.append(code(alphabet.index(plain)))
            second.append("b")
            third.append("c" if letter != plain else "b")
        elif letter in TONES:
            second.append("cdefgh"[TONES.index(letter)])
        elif unicodedata.combining(letter) and letter not in WEIGHTLESS:
            second.append("i")
    return "".join(first), "".join(second).rstrip("b"), "".join(third).rstrip("b")


def plain_letter(letter: str) -> str:
    """Write a letter small and a Thai digit as an Arabic one."""
    return str(unicodedata.digit(letter)) if letter.isdigit() else letter.lower()


def code(place: int) -> str:
    """Write a place in the alphabet as two letters, from "ba" on."""
    return chr(ord("b") + place // 26) + chr(ord("a") + place % 26)


def search_form(text: str) -> str:
    """Write a text as it is searched for: small, without title, tone marks, accents and stops."""
    plain = unicodedata.normalize("NFD", without_title(text)).lower()
    # To Unicode the vowels ุ and ู are marks as accents are; to a reader they are letters.
    kept = [c for c in plain if c in FOLLOWING_VOWELS or not unicodedata.combining(c)]
    kept = [c for c in kept if c not in TONES + WEIGHTLESS]
    words = re.sub(r"[^\w\u0e00-\u0e7f]+", " ", "".join(kept))
    return " ".join(words.split())


def search_parts(query: str) -> list[str]:
    """Cut what is looked for into its parts, each of which must be found, in any order.

    Of a long text the first 80 letters and 8 parts are looked for.
    """
    return search_form(query[:QUERY_AT_MOST]).split()[:PARTS_AT_MOST]


def count_letters(query: str) -> int:
    """Count the letters that are looked for: no title, stop or tone mark, and no part twice."""
    return sum(map(len, set(search_parts(query))))
