import pytest
from babel.messages import Message
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils.translation import gettext, ngettext, override

from config.management.commands import messages

OURS = ["config", "people", "wellbeing", "training", "workload", "programme"]


@pytest.fixture
def place(tmp_path):
    """An app's folder with a Python file and a template, and no catalogue yet."""
    (tmp_path / "words.py").write_text(
        "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
        "GREETING = _('Good ' 'morning')\n"
        "def weeks(n):\n"
        "    return ngettext('%(n)s week', '%(n)s weeks', n) % {'n': n}\n"
        "MAY = pgettext('month', 'May')\n"
    )
    page = tmp_path / "templates" / "app" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(
        "{% load i18n %}\n"
        "   <p title=\"{% translate 'A title' %}\">It isn't here.</p>\n"
        "{% translate 'Kept' as kept %}{{ kept }}\n"
        "{% partialdef row %}{% translate 'May' context 'verb' %}{% endpartialdef %}\n"
        "{% blocktranslate count n=rows|length trimmed %}\n"
        "   One row\n"
        "{% plural %}\n"
        "   {{ n }} rows of 100%\n"
        "{% endblocktranslate %}\n"
        "{% blocktranslate with name=person.name asvar hello %}"
        "Hello {{ name }}{% endblocktranslate %}"
        '{% include "x.html" with label=_("In a tag") %}'
    )
    return tmp_path


def translate(place, old, new):
    path = messages.catalogue_path(place)
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def found(place):
    return {messages.key(m) for m in messages.extract(place) if m.id}


def test_strings_are_found_in_python_and_in_every_kind_of_tag(place):
    assert found(place) == {
        ("Good morning", None),
        (("%(n)s week", "%(n)s weeks"), None),
        ("May", "month"),
        ("May", "verb"),
        ("A title", None),
        ("Kept", None),
        (("One row", "%(n)s rows of 100%%"), None),
        ("Hello %(name)s", None),
        ("In a tag", None),
    }


def test_a_computed_text_is_refused(place):
    (place / "words.py").write_text("_(f'Hello {name}')\n")

    with pytest.raises(CommandError, match="plain text"):
        messages.extract(place)


def test_a_new_catalogue_has_no_dates_no_lines_and_nothing_guessed(place):
    messages.update(place)
    text = messages.catalogue_path(place).read_text()

    assert "nplurals=1; plural=0;" in text
    assert "Date" not in text
    assert "words.py" not in text
    assert "fuzzy" not in text


def test_writing_twice_changes_nothing(place):
    messages.update(place)
    before = messages.catalogue_path(place).read_bytes()
    messages.update(place)

    assert messages.catalogue_path(place).read_bytes() == before


def test_what_was_translated_stays_and_what_is_gone_goes(place):
    messages.update(place)
    translate(place, 'msgid "Kept"\nmsgstr ""', 'msgid "Kept"\nmsgstr "คงไว้"')
    (place / "words.py").write_text("")
    messages.update(place)

    kept = messages.stored(place)
    assert kept.get("Kept").string == "คงไว้"
    assert kept.get("Good morning") is None


def test_a_text_that_changed_a_little_is_a_new_one(place):
    messages.update(place)
    translate(place, 'msgid "Good morning"\nmsgstr ""', 'msgid "Good morning"\nmsgstr "สวัสดี"')
    (place / "words.py").write_text("_('Good morning!')\n")
    messages.update(place)

    assert messages.stored(place).get("Good morning!").string == ""


def test_every_fault_is_listed_until_it_is_mended(place):
    (place / "templates" / "app" / "page.html").unlink()
    (place / "words.py").write_text("_('Hello %(name)s')\n")
    name = place.name
    text = "'Hello %(name)s'"
    assert list(messages.problems(place)) == [f"{name}: missing: {text}"]

    messages.update(place)
    assert list(messages.problems(place)) == [f"{name}: empty: {text}"]

    path = messages.catalogue_path(place)
    head, _, _ = path.read_text().rpartition('msgstr ""')
    path.write_text(head + 'msgstr "สวัสดี"\n')
    assert list(messages.problems(place)) == [f"{name}: different placeholders: {text}"]

    path.write_text(head + 'msgstr "สวัสดี %(name)s"\n')
    assert list(messages.problems(place)) == []

    (place / "words.py").write_text("")
    assert list(messages.problems(place)) == [f"{name}: no longer used: {text}"]


def test_a_plural_keeps_its_placeholders_in_the_one_thai_form():
    pair = ("One row", "%(n)s rows")

    assert messages.judge(Message(pair, ("%(n)s แถว",))) == ""
    assert messages.judge(Message(pair, ("แถว",))) == "different placeholders"
    assert messages.judge(Message(pair, ("",))) == "empty"
    assert messages.judge(Message("Row", "แถว", flags=("fuzzy",))) == "fuzzy"


def test_the_apps_searched_are_ours():
    assert sorted(path.name for path in messages.folders([])) == sorted(OURS)
    with pytest.raises(CommandError, match="No such app: django"):
        messages.folders(["django"])


@pytest.mark.parametrize("app", OURS)
def test_every_text_has_its_thai(app):
    assert list(messages.problems(settings.BASE_DIR / app)) == []


def test_check_changes_nothing_and_fails_on_what_is_missing(place, settings, monkeypatch):
    settings.BASE_DIR = place
    (place / "small_app").mkdir()
    (place / "small_app" / "__init__.py").touch()
    (place / "small_app" / "words.py").write_text("_('Good morning')\n")
    monkeypatch.syspath_prepend(place)
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "small_app"]

    with pytest.raises(CommandError, match="small_app: missing: 'Good morning'"):
        call_command("messages", "--check")
    assert not (place / "small_app" / "locale").exists()


def test_the_compiled_catalogue_speaks_thai():
    call_command("messages", "config", "--compile")

    with override("th"):
        assert gettext("My week") == "สัปดาห์ของฉัน"
        one = ngettext("One answer needs another look", "%(n)s answers need another look", 1)
        assert one % {"n": 1} == "มี 1 ข้อที่อยากให้ดูอีกครั้ง"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_a_text_has_the_same_words_in_every_app(language):
    said = {}
    for app in OURS:
        for message in messages.stored(settings.BASE_DIR / app, language):
            if messages.judge(message) != "empty":
                said.setdefault((message.context, message.id), set()).add(str(message.string))
    assert {text: words for text, words in said.items() if len(words) > 1 and text[1]} == {}


# --- Languages that are begun --------------------------------------------------------------------


def test_a_language_that_is_begun_may_have_gaps_and_nothing_wrong(place):
    messages.update(place, "my")
    assert list(messages.problems(place, "my")) == []
    path = messages.catalogue_path(place, "my")
    assert '"Language: my\\n"' in path.read_text()
    path.write_text(
        path.read_text().replace(
            '"Hello %(name)s"\nmsgstr ""', '"Hello %(name)s"\nmsgstr "%(nam)s"'
        )
    )
    [wrong] = messages.problems(place, "my")
    assert wrong.endswith("(my): different placeholders: 'Hello %(name)s'")


def test_it_says_how_much_of_each_language_there_is(place):
    messages.update(place, "my")
    path = messages.catalogue_path(place, "my")
    path.write_text(path.read_text().replace('"A title"\nmsgstr ""', '"A title"\nmsgstr "ခေါင်းစဉ်"'))
    assert messages.completeness([place]).splitlines()[1] == "my: 1 of 9 (11 %)"
    (place / "words.py").unlink()
    assert "missing" not in "".join(messages.problems(place, "my"))
    assert any("no longer used" in line for line in messages.problems(place, "my"))


def test_consent_help_and_numbers_wait_for_the_one_who_signs_them(place, monkeypatch):
    (place / "help").mkdir()
    (place / "help" / "words.py").write_text("A = _('Call us')\nB = _('A title')\n")
    monkeypatch.setattr(messages, "SIGNED_FIRST", (f"{place.name}/help/",))
    messages.update(place, "my")
    path = messages.catalogue_path(place, "my")
    for text in ("Call us", "A title"):
        path.write_text(path.read_text().replace(f'"{text}"\nmsgstr ""', f'"{text}"\nmsgstr "က"'))
    assert list(messages.problems(place, "my")) == [
        f"{place.name} (my): to be signed first: 'Call us'"
    ]
    monkeypatch.setitem(messages.SIGNED_BY, "my", "Daw Khin")
    assert list(messages.problems(place, "my")) == []


def test_what_is_said_to_be_signed_first_is_there():
    assert [one for one in messages.SIGNED_FIRST if not (settings.BASE_DIR / one).exists()] == []


@pytest.mark.parametrize(
    ("thai", "shown"),
    [
        ("ส่งต่อ", "ส่ง\u2060ต่อ"),
        ("ภาระงานของผู้เสียหาย", "ภาระ\u2060งานของผู้\u2060เสีย\u2060หาย"),
        ("สัปดาห์นี้", "สัปดาห์นี้"),
        # A sentence has room.
        ("ภาระงานของคุณในสี่สัปดาห์นี้", "ภาระงานของคุณในสี่สัปดาห์นี้"),
    ],
)
def test_no_line_breaks_within_a_word_of_a_label(thai, shown):
    assert messages.kept_whole(thai) == shown


def test_a_compiled_label_is_whole_and_its_catalogue_is_as_typed(place):
    messages.update(place)
    translate(place, 'msgid "Good morning"\nmsgstr ""', 'msgid "Good morning"\nmsgstr "ส่งต่อ"')
    messages.compile_catalogue(place)
    path = messages.catalogue_path(place)
    assert "ส่ง\u2060ต่อ" in path.with_suffix(".mo").read_text(errors="ignore")
    assert "ส่งต่อ" in path.read_text()
