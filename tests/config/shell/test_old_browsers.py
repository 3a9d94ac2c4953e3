"""Phones of five years ago: what they do not know stands where they pass it over unharmed.

The baseline is Chromium 90 and Safari 14.1, of April 2021. Each line of the tables below says what
an older browser would do with a newer word; who needs another word adds its line, or a fallback
before it. docs/developing.md, Browsers, says how to see for oneself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import tinycss2
from django.conf import settings
from tinycss2 import ast

ROOT = settings.BASE_DIR
OURS = ("config", "people", "wellbeing", "training", "workload", "programme")

# Blocks that are lost whole, though nothing else would say what is in them.
LOST_BLOCKS = {
    "layer": "Chromium 99, Safari 15.4: every rule in it is lost; order in the file does it",
    "scope": "Chromium 118, Safari 17.4: every rule in it is lost",
    "starting-style": "Chromium 117, Safari 17.5: nothing stands before it",
    "position-try": "Chromium 125: nothing stands before it",
    "property": "Chromium 85, Safari 16.4: the value it gives is lost",
}
# Blocks that only newer browsers open. What is in them may be as new as the block.
PASSED_OVER = {"container": "Chromium 105, Safari 16: before it stands the page of a phone"}

# Values. Where one stands alone, its whole line is lost: an older one has to stand before it.
NEW_VALUES = {
    r"light-dark\(": "Chromium 123, Safari 17.5: a second :root under prefers-color-scheme",
    r"\bokl(ab|ch)\(|\b(lab|lch|color|color-mix)\(": "Chromium 111: colours in hex",
    r"\b(from|at) var\(--[\w-]+\) [rlh] ": "Chromium 119: colours in hex",
    r"[\d.](d|s|l)v(h|w|i|b|min|max)\b": "Chromium 108, Safari 15.4: vh before it",
    r"[\d.]cq(w|h|i|b|min|max)\b": "Chromium 105, Safari 16: rem before it",
    r"[\d.]r?lh\b": "Chromium 109, Safari 16.4: em before it",
    r"\b(round|mod|rem|sin|cos|tan|pow|sqrt|abs|sign|linear|calc-size)\(": "Chromium 111 and later",
    r"^content: .* / ": "Safari 17.4: the same without its spoken form before it",
    r"\bsubgrid\b": "Chromium 117, Safari 16: columns of its own before it",
    r"\b(attr)\(.+ type\(": "Chromium 133",
    r"\bclip-path: (xywh|rect|shape)\(": "Chromium 119",
}
# Properties that hold a page together: older browsers would leave a hole.
NEW_PROPERTIES = {
    "rotate": "Chromium 104: transform does it",
    "scale": "Chromium 104: transform does it",
    "translate": "Chromium 104: transform does it",
    "aspect-ratio": "Safari 15: a height before it",
    "field-sizing": "Chromium 123",
    "interpolate-size": "Chromium 129",
    "position-anchor": "Chromium 125",
    "position-area": "Chromium 129",
    "content-visibility": "Safari 18",
    "hyphenate-limit-chars": "Chromium 109",
    "inset-area": "Chromium 125",
    "zoom": "Firefox 126",
}
# A prefix that Safari of that time still asks for, before the word itself.
PREFIXED = {
    "appearance": "-webkit-appearance",
    "user-select": "-webkit-user-select",
    "backdrop-filter": "-webkit-backdrop-filter",
    "mask-image": "-webkit-mask-image",
}
# In a flex container Chromium before 93 takes this for the start.
FLEX_END = re.compile(r"^(align-(items|self|content)|justify-content)$")

# Selectors. With one of these a whole rule is lost, and all others in the same list with it.
NEW_SELECTORS = {
    ":has(": "Chromium 105, Safari 15.4",
    ":focus-visible": "Safari 15.4",
    ":user-invalid": "Chromium 119",
    ":user-valid": "Chromium 119",
    ":popover-open": "Chromium 114",
    ":modal": "Chromium 105",
    ":open": "Chromium 133",
    ":dir(": "Chromium 120",
    ":autofill": "Chromium 110",
    "::details-content": "Chromium 131",
}

# Of scripts, as they are written. A second pattern says how the same file looks before it asks.
NEW_IN_SCRIPTS = {
    r"\.at\(": ("Chromium 92, Safari 15.4: an index", None),
    r"\bstructuredClone\(": ("Chromium 98, Safari 15.4", None),
    r"\bObject\.(hasOwn|groupBy)\(": ("Chromium 93, Safari 15.4", None),
    r"\.(findLast|findLastIndex|toSorted|toReversed|toSpliced|with)\(": (
        "Chromium 97 to 110",
        None,
    ),
    r"\b(Array\.fromAsync|Promise\.(withResolvers|try)|URL\.canParse)\(": ("Chromium 119", None),
    r"\bcrypto\.randomUUID\(": ("Chromium 92, Safari 15.4", r"crypto\.randomUUID \?"),
    r"\bAbortSignal\.(timeout|any)\(": ("Chromium 103, Safari 16", None),
    # Where there is push, there is this too.
    r"\.requestSubmit\(": ("Safari 16: submit()", r"\.requestSubmit\) |!window\.PushManager"),
    r"\.(showPopover|hidePopover|togglePopover)\(": ("Chromium 114", None),
    r"\.(showModal|close)\(\)": (
        "Safari 15.4",
        r"\.showModal\) |notification\.close|result\.close",
    ),
    r"\b(checkVisibility|setHTML|getHTML)\(": ("Chromium 105", None),
    r"\binert\b": ("Chromium 102, Safari 15.5", None),
    r"\bnew FormData\([^)]*, ": ("Chromium 112, Safari 16.4: append the button", None),
    r"\brequestIdleCallback\(": ("no Safari", r"requestIdleCallback\) "),
    r"\bnavigator\.locks\.": ("Safari 15.4", r"navigator\.locks\) "),
    r"\bnew BroadcastChannel\(": ("Safari 15.4", r"window\.BroadcastChannel\) "),
    r"\b(De)?[Cc]ompressionStream\(": ("Safari 16.4", r"window\.CompressionStream\) "),
    r"\bnew CSSStyleSheet\(": ("Safari 16.4", None),
    r"\(\?<[=!]": ("Safari 16.4: the whole file is lost, a pattern without it", None),
    r"^\s*#\w+|\bthis\.#": ("Safari 15: the whole file is lost", None),
    r"\bstatic \{": ("Chromium 94, Safari 16.4: the whole file is lost", None),
    r":has\(": ("Chromium 105, Safari 15.4: querySelector throws", None),
    r"\((width|height) [<>]": ("Chromium 104, Safari 16.4: min-width, max-width", None),
}
NEW_IN_PAGES = {
    r"<dialog\b": "Safari 15.4",
    r"\spopover(target)?\b[= >]": "Chromium 114, Safari 17",
    r"<details[^>]*\sname=": "Chromium 120: without it all stay open, so say why that is no harm",
    r"\sinert[ >]": "Chromium 102, Safari 15.5",
    r"<search\b": "Chromium 118",
    r"\((width|height) [<>]": "Chromium 104, Safari 16.4: min-width, max-width",
    r"<script[^>]*type=.(importmap|speculationrules)": "Safari 16.4",
    r"hidden=.until-found": "Chromium 102",
    r"\scommandfor=": "Chromium 135",
}


@dataclass(frozen=True)
class Rule:
    """One rule of a stylesheet: its list of selectors, its lines, and the blocks around it."""

    around: tuple[str, ...]
    selectors: str
    lines: tuple[tuple[str, str], ...]

    @property
    def opened_by_all(self) -> bool:
        """Say whether the browsers of the baseline read it."""
        return not any(block.split()[0].lstrip("@") in PASSED_OVER for block in self.around)


def rules_in(content: list, around: tuple[str, ...] = ()) -> Iterator[Rule]:
    """Walk through a stylesheet, blocks in blocks too."""
    for node in content:
        if isinstance(node, ast.QualifiedRule):
            inside = tinycss2.parse_blocks_contents(node.content, True, True)
            lines = tuple(
                (one.name, tinycss2.serialize(one.value).strip())
                for one in inside
                if isinstance(one, ast.Declaration)
            )
            selectors = tinycss2.serialize(node.prelude).strip()
            yield Rule(around, selectors, lines)
            nested = [one for one in inside if not isinstance(one, ast.Declaration)]
            yield from rules_in(nested, (*around, f"@nesting in {selectors}"))
        elif isinstance(node, ast.AtRule):
            block = f"@{node.at_keyword} {tinycss2.serialize(node.prelude).strip()}"
            # Even an empty one, or one that only says an order, counts.
            yield Rule((*around, block), "", ())
            if node.content is not None and node.at_keyword != "page":
                inside = tinycss2.parse_rule_list(node.content, True, True)
                yield from rules_in(inside, (*around, block))


def faults_of_style(text: str) -> list[str]:
    """Say what browsers of the baseline would lose of a stylesheet."""
    return [
        fault
        for rule in rules_in(tinycss2.parse_stylesheet(text, True, True))
        for fault in (*of_blocks(rule), *of_selectors(rule), *of_lines(rule))
    ]


def of_blocks(rule: Rule) -> Iterator[str]:
    """Look at the blocks around a rule."""
    for block in rule.around:
        name, *asked = block.lstrip("@").split(maxsplit=1)
        if reason := LOST_BLOCKS.get(name):
            yield f"{block}: {reason}"
        if name == "nesting":
            yield f"{block}: Chromium 112, Safari 16.5"
        if name == "media" and re.search(r"[<>]", "".join(asked)):
            yield f"{block}: Chromium 104, Safari 16.4: min-width, max-width"


def of_selectors(rule: Rule) -> Iterator[str]:
    """Look whether a rule takes others with it, or hides something that then stays hidden."""
    if not rule.opened_by_all:
        return
    each = top_level(rule.selectors)
    for word, reason in NEW_SELECTORS.items():
        having = [one for one in each if word in one]
        if having and len(having) < len(each):
            yield f"{rule.selectors}: {reason}; the rest of the list needs a rule of its own"


def of_lines(rule: Rule) -> Iterator[str]:
    """Look at the lines of a rule: each newer value after an older one of the same name."""
    before: set[str] = set()
    flex = any(name == "display" and "flex" in value for name, value in rule.lines)
    for name, value in rule.lines:
        line = f"{name}: {value}"
        new = [why for word, why in NEW_VALUES.items() if re.search(word, line)]
        new += [NEW_PROPERTIES[name]] if name in NEW_PROPERTIES else []
        # A line that is set by a later block may take its older value from before that block.
        known = name in before and not name.startswith("--")
        columns = "subgrid" in value and not rule.opened_by_all
        if new and not known and not columns:
            yield f"{rule.selectors} {{ {line} }}: {new[0]}"
        if name in PREFIXED and PREFIXED[name] not in before:
            yield f"{rule.selectors} {{ {line} }}: {PREFIXED[name]} before it"
        if flex and FLEX_END.match(name) and value == "end" and rule.opened_by_all:
            yield f"{rule.selectors} {{ {line} }}: Chromium 93: flex-end"
        if not new:
            before.add(name)


def top_level(selectors: str) -> list[str]:
    """Part a list of selectors at its own commas, not at those in brackets."""
    parts, depth = [""], 0
    for letter in selectors:
        depth += (letter in "([") - (letter in ")]")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def faults_of_script(text: str) -> list[str]:
    """Say what browsers of the baseline would stumble over in a script."""
    code = re.sub(r"^\s*//.*$|(?<=[;{}]) //.*$", "", text, flags=re.MULTILINE)
    return [
        f"{found.group().strip()}: {why}"
        for word, (why, asked) in NEW_IN_SCRIPTS.items()
        for found in re.finditer(word, code, re.MULTILINE)
        if not (asked and re.search(asked, code))
    ]


def faults_of_page(text: str) -> list[str]:
    """Say what of a template's own words browsers of the baseline do not know."""
    return [
        f"{found.group().strip()}: {why}"
        for word, why in NEW_IN_PAGES.items()
        for found in re.finditer(word, text)
    ]


def files(pattern: str) -> list[Path]:
    """Find files of the product, and none of what is installed beside it."""
    return [path for app in OURS for path in sorted((ROOT / app).rglob(pattern))]


def faults(paths: list[Path], judge) -> dict[str, list[str]]:
    """Give each file that has faults, with them."""
    found = {path.name: judge(path.read_text(encoding="utf-8")) for path in paths}
    assert found
    return {name: those for name, those in found.items() if those}


def test_a_stylesheet_is_orderly_in_browsers_of_five_years_ago():
    assert faults(files("*.css"), faults_of_style) == {}


def test_a_script_runs_in_browsers_of_five_years_ago():
    assert faults(files("*.js"), faults_of_script) == {}


def test_a_page_is_written_in_words_that_browsers_of_five_years_ago_know():
    assert faults(files("*.html"), faults_of_page) == {}


@pytest.mark.parametrize(
    "text",
    [
        "@layer base { a { color: red; } }",
        "@layer base, rest;",
        "@media (width >= 66rem) { a { color: red; } }",
        "@media print { @media (30rem < width) { a { color: red; } } }",
        ".a { .b { color: red; } }",
        ".a { color: oklch(50% 0 0); }",
        ".a { color: red; --ink: light-dark(#000, #fff); --ink: light-dark(#000, #fff); }",
        ".a { block-size: 100dvh; }",
        ".a { block-size: 100dvh; block-size: 100vh; }",
        ".a { rotate: 90deg; }",
        ".a { appearance: none; }",
        ".a::before { content: '›' / ''; }",
        ".a { display: flex; align-items: end; }",
        ".a, .b:has(.c) { color: red; }",
        "@supports (color: red) { .a, .b:focus-visible { color: red; } }",
        "@container page (width >= 40rem) { .a { color: oklch(50% 0 0); } }",
    ],
)
def test_a_newer_word_that_would_do_harm_is_found(text):
    assert faults_of_style(text) != []


@pytest.mark.parametrize(
    "text",
    [
        "@media (min-width: 66rem) { a { color: red; } }",
        ".a { color: red; color: oklch(50% 0 0); }",
        ".a { block-size: 100vh; block-size: 100dvh; }",
        ".a { -webkit-appearance: none; appearance: none; }",
        ".a::before { content: '›'; content: '›' / ''; }",
        ".a { display: grid; align-items: end; }",
        ".a:has(.b), .c:has(.d) { color: red; }",
        ".a:is(.b, .c:has(.d)) { color: red; }",
        ".a { accent-color: red; text-wrap: balance; container: page / inline-size; }",
        "@container page (width >= 40rem) { .a, .b:has(.c) { grid-template-columns: subgrid; } }",
        "@page { margin: 10mm; @bottom-right { content: counter(page) ' / ' counter(pages); } }",
    ],
)
def test_a_newer_word_that_is_passed_over_stays(text):
    assert faults_of_style(text) == []


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("const last = all.at(-1);", True),
        ("const last = all[all.length - 1]; // not all.at(-1)", False),
        ("form.requestSubmit(button);", True),
        ("if (form.requestSubmit) form.requestSubmit(button);\nelse form.submit();", False),
        ('window.matchMedia("(width >= 66rem)")', True),
        ('window.matchMedia("(min-width: 66rem)")', False),
        ("text.replace(/(?<=a)b/, '')", True),
        ("const { a = 1, ...rest } = b ?? c?.d; a ||= text.replaceAll('x', 'y');", False),
    ],
)
def test_a_script_may_not_ask_too_much(text, harm):
    assert bool(faults_of_script(text)) is harm
