"""What docs/method.md tells of the arithmetic is what the rules compute with."""

import re
from decimal import Decimal

import pytest
from django.conf import settings

from people.groups import rule as groups_rule
from people.groups.rule import GroupSum, GroupTally, Tree, publish
from training.own_data.traces import ANSWERS_MONTHS
from training.rules import evaluations as evaluation_rules
from training.rules.certificates import SECOND_TRAINER_AFTER_DAYS
from training.rules.usual_ladder import RUNGS
from wellbeing.checkins.baseline import LONG
from wellbeing.rules import bands
from wellbeing.rules.drift import PULSE
from wellbeing.rules.drift import USUAL as WATCH
from wellbeing.rules.floor import FLOOR
from workload.models import draft
from workload.policies import previews
from workload.policies.preview_words import WORDS
from workload.rules import shares
from workload.rules.limits import LABOUR_ACT
from workload.rules.load import USUAL, AddOn, Phase
from workload.trend.changes import KEPT
from workload.trend.history import DAYS_OF_LEAVE
from workload.units import actions as units

TEXT = (settings.BASE_DIR / "docs" / "method.md").read_text(encoding="utf-8")
GROUPS_RULE = (settings.BASE_DIR / "docs" / "groups-rule.md").read_text(encoding="utf-8")
# A sentence is the same wherever its lines break.
SENTENCES, RULE_SENTENCES = " ".join(TEXT.split()), " ".join(GROUPS_RULE.split())
# The add-ons as the page names them.
NAMES = {
    "child": AddOn.CHILD,
    "interpreter": AddOn.INTERPRETER,
    "cross-border": AddOn.CROSS_BORDER,
    "acute crisis": AddOn.ACUTE,
    "abuse material": AddOn.MATERIAL,
    "imminent safety risk": AddOn.RISK,
    "three agencies or more": AddOn.AGENCIES,
}


def rows(heading, text=TEXT):
    """Read the table whose head begins with this word."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-| ]+\n((?:\|.*\n)+)", text, re.MULTILINE)
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in table[1].splitlines()]


def test_the_phases_weigh_what_the_page_says():
    told = {name: row[1] for row in rows("Phase") for name in row[0].split(", ")}
    assert {Phase(name): Decimal(weight) for name, weight in told.items()} == USUAL.phases


def test_the_add_ons_weigh_what_the_page_says():
    told = {
        NAMES[name]: Decimal(re.match(r"\+([\d.]+)", weight)[1])
        for names, weight in rows("Add-on")
        for name in names.split("; ")
        if name != "each further victim"
    }
    assert told == USUAL.add_ons


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"each further victim \| \+([\d.]+)", USUAL.further_victim),
        (r"each further victim \| \+[\d.]+, at most \+([\d.]+)", USUAL.further_victims_at_most),
        (r"secondary × ([\d.]+)", USUAL.parts["secondary"]),
        (r"advisory × ([\d.]+)", USUAL.parts["advisory"]),
        (r"each on-call night \+([\d.]+)", USUAL.night),
        (r"each direct supervisee \+([\d.]+)", USUAL.supervisee),
        (r"hours a week × ([\d.]+)", USUAL.capacity_share),
        (r"\| below (\d+) \| green", USUAL.watch),
        (r"\| above (\d+) to \d+ \| amber", USUAL.amber),
        (r"^\| above (\d+) \| red", USUAL.red),
    ],
)
def test_the_other_numbers_are_those_of_the_page(sentence, number):
    assert [Decimal(found) for found in re.findall(sentence, TEXT, re.MULTILINE)] == [number]


@pytest.mark.parametrize(
    ("reason", "number"),
    [
        ("hours in a week | from", LABOUR_ACT.long_hours),
        ("hours in a week | above", LABOUR_ACT.very_long_hours),
        ("hours in a week, foundations and shelters | above", LABOUR_ACT.ceiling_hours),
        ("hours, mean of four worked weeks | above", LABOUR_ACT.mean_hours),
        ("rest between shifts | below", LABOUR_ACT.rest_hours),
        ("days without a day off | more than", LABOUR_ACT.days_in_a_row),
        ("on-call nights in a row | more than", LABOUR_ACT.nights_in_a_row),
        ("weeks with on-call nights, of three | more than", LABOUR_ACT.on_call_weeks_of_three),
        ("material in a day | above", LABOUR_ACT.material_minutes_a_day),
        ("material in a week | above", LABOUR_ACT.material_minutes_a_week),
        ("days with material in a row | more than", LABOUR_ACT.material_days_in_a_row),
        ("breaks from material in a day | below", LABOUR_ACT.break_minutes_an_hour),
        ("violent material in a week | from", LABOUR_ACT.violent_minutes_a_week),
        ("open cases | more than", LABOUR_ACT.open_cases),
        ("people supervised | more than", LABOUR_ACT.span),
    ],
)
def test_the_limits_of_hours_and_material_are_those_of_the_page(reason, number):
    told = re.search(rf"^\| {re.escape(reason)} ([\d,]+)", TEXT, re.MULTILINE)
    assert Decimal(told[1].replace(",", "")) == number


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"the first (\d+) answered weeks", WATCH.settled),
        (r"From (\d+) answered weeks a sketch", WATCH.sketched),
        (r"drawn towards (\d+) as if", WATCH.prior_sd),
        (r"as if (\d+) weeks had\s+said so", WATCH.prior_weeks),
        (r"z = ([\d.]+) × S", WATCH.newest),
        (r"Above the limit of L = ([\d.]+): a private nudge", WATCH.nudge),
        (r"Above that of L = ([\d.]+) in", WATCH.support),
        (r"in (\d+) answered weeks running", WATCH.support_weeks),
        (r"from all (\d+) weeks, and", WATCH.confirmed),
        (r"rises by at least (\d+) points", WATCH.far),
        (r"points and at least\s+([\d.]+) s", WATCH.far_sds),
        (r"After (\d+) missing weeks in a row no signal", WATCH.stale),
        (r"at (\d+) the smoothing begins again", WATCH.afresh),
        (r"beyond (\d+), and with a new role", WATCH.forgotten),
        (r"Weeks of leave \((\d) of the 5 days", DAYS_OF_LEAVE),
        (r"difference of (\d+) h, half a night", KEPT[0].from_difference),
        (r"half a court day or (\d+) minutes", KEPT[3].from_difference),
        (r"\*\*Renewed\*\* after (\d+) weeks", WATCH.lasts),
        (r"\*\*Renewed\*\* after 26 weeks from the latest (\d+)", WATCH.confirmed),
        (r"at\s+most (\d+) points above the one before", WATCH.climb),
        (r"the mean of the last (\d+) answered weeks", FLOOR.weeks),
        (r"all within (\d+)\s+calendar weeks", FLOOR.within),
        (r"calendar weeks, is at least (\d+)", FLOOR.heavy),
        (r"that of the first (\d+) at least", FLOOR.first_weeks),
        (r"that of the first 4 at least (\d+)", FLOOR.very_heavy),
        (r"at\s+most once in (\d+) weeks, stays", FLOOR.rests),
        (r"once in 26 weeks, stays for (\d+)", FLOOR.shown),
        (r"Once (\d+) weeks are there, the walk", LONG),
        (r"a change of ([\d.]+) or more", round(1.96 * PULSE.error, 1)),
    ],
)
def test_the_watch_over_a_usual_runs_by_the_numbers_of_the_page(sentence, number):
    assert [float(found) for found in re.findall(sentence, SENTENCES)] == [number]


@pytest.mark.parametrize("row", rows("Teams, as sent : answered", GROUPS_RULE))
def test_groups_are_withheld_as_the_page_says(row):
    teams, told, whole, _why = row
    own = {
        team: GroupTally(int(sent), int(sent), (GroupSum(int(n), 0),) * len(bands.MEASURES))
        for team, sent, n in re.findall(r"(\w) (\d+):(\d+)", teams)
    }
    tree = Tree({"whole": None} | dict.fromkeys(own, "whole"))
    found = set(publish(tree, own, word=bands.word))
    assert ("whole" in found) is (whole == "told")
    assert found - {"whole"} == set(re.findall(r"\w", told))


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"min\(answered, sent − 2\) is (\d+) \[", groups_rule.SMALLEST),
        (r"at most all of them but (\d+) are counted", groups_rule.NEVER_COUNTED),
        (r"where its unit is, and for (\d+) or more", groups_rule.LINES_FROM),
        (r"within (\d+) points of strain", bands.WIDEST[0] / bands.SCALE),
        (r"points of strain, (\d+) of a line", bands.WIDEST[1] / bands.SCALE),
        (r"(\d+) percent of a load", units.WIDEST[0] / units.SCALE),
        (r"low below 35, some from (\d+)", bands.STRAIN[1][0] / bands.SCALE),
        (r"high from (\d+) \[P\]", bands.STRAIN[0][0] / bands.SCALE),
        (r"few days below ([\d.]+), some", bands.DAYS[1][0] / bands.SCALE),
        (r"most from ([\d.]+) \[P\]", bands.DAYS[0][0] / bands.SCALE),
    ],
)
def test_groups_are_told_by_the_numbers_of_the_pages(sentence, number):
    assert [float(one) for one in re.findall(sentence, RULE_SENTENCES + SENTENCES)] == [number]


@pytest.mark.parametrize("row", rows(r"No\.", GROUPS_RULE))
def test_every_attack_that_the_groups_rule_withstands_is_a_test(row):
    path, name = row[-1].strip("`").split("::")

    assert f"def {name}(" in (settings.BASE_DIR / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"until the (\d+)th day\s+after it", evaluation_rules.OPEN_FOR.days),
        (
            r"one band of its mean: little below ([\d.]+)",
            evaluation_rules.BANDS[1][0] / evaluation_rules.SCALE,
        ),
        (r"partly from ([\d.]+)", evaluation_rules.BANDS[1][0] / evaluation_rules.SCALE),
        (r"mostly from ([\d.]+) \[P\]", evaluation_rules.BANDS[0][0] / evaluation_rules.SCALE),
        (r"somebody answered stays for (\d+) months", ANSWERS_MONTHS),
    ],
)
def test_sessions_are_told_by_the_numbers_of_the_page(sentence, number):
    assert [float(one) for one in re.findall(sentence, SENTENCES)] == [number]


def test_a_second_trainer_is_asked_after_as_many_days_as_the_page_says():
    told = re.findall(r"session was more than (\d+) days ago", SENTENCES)
    assert [int(one) for one in told] == [SECOND_TRAINER_AFTER_DAYS]


def test_the_usual_ladder_asks_for_what_the_page_says():
    told = [(name, int(months), int(hours)) for name, months, hours in rows("Level")]
    assert told == [
        (one.english, 12 * one.years, one.hours) for one in RUNGS if one.track == "main"
    ]


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        (r"Of (\d+) to 39 people it is shown", shares.TOLD_FROM),
        (r"from (\d+) people on as\s+\*hardly any", shares.FINE_FROM),
        (r"The count takes up to ([\d.]+) people more or fewer", shares.CHANCE),
        (r"when it is older than (\w+) blocks", previews.BLOCKS_KEPT),
        (r"An organisation has (\w+) different drafts", draft.DRAFTS),
    ],
)
def test_the_preview_tells_by_the_numbers_of_the_page(sentence, number):
    words = {"two": 2, "five": 5}
    (found,) = re.findall(sentence, SENTENCES)
    assert float(words.get(found, found)) == number


def test_every_word_of_a_share_stands_on_the_page_with_its_edge():
    told = TEXT.partition("**Preview.**")[2].partition("**Chance.**")[0]
    for words in (shares.COARSE, shares.FINE):
        for word, edge in words:
            name = r"\s+".join(str(WORDS[word]).split())
            after = rf" \(below {edge}\)" if edge else r"[ .;]"
            assert re.search(rf"\*{name}\*{after}", told), word
