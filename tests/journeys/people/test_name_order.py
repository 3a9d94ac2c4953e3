"""People stand in lists as a browser's own order for Thai has them."""

import random

from people.rules.person_names import name_key
from programme.simulation.people.names import FAMILY, GIVEN, NICK, pairs

NAMES = 200


def test_two_hundred_names_stand_as_chromium_orders_them(browser_page, nok):
    chance = random.Random(2570)
    given, families, nicknames = (
        [thai for _english, thai in pairs(names)] for names in (GIVEN, FAMILY, NICK)
    )
    names = {*nicknames, "แก้ว", "แกว", "ก้อย", "เก้ง", "เก่ง", "น้ำฝน", "น้ําฝน", "เเก้วตา"}
    while len(names) < NAMES:
        names.add(f"{chance.choice(given)} {chance.choice(families)}")
    ours = sorted(names, key=lambda name: (name_key(name, "th"), name))
    page = browser_page(nok)
    theirs = page.evaluate(
        """names => {
             const order = new Intl.Collator("th").compare, tidy = name => name.normalize("NFC")
               .replaceAll("เเ", "แ").replace(/\\u0e4d([\\u0e48-\\u0e4b]?)\\u0e32/g, "$1\\u0e33");
             return names.toSorted((one, other) => order(tidy(one), tidy(other)));
           }""",
        ours,
    )
    assert theirs == ours
