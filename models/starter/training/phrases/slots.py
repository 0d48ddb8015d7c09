"""What a `{slot}` of a template stands for when the text itself does not say."""

from phrases.names import (
    CITIES,
    COMPANY_BEGINNINGS,
    COMPANY_ENDINGS,
    FIRST_NAMES,
    LAST_NAMES,
    OBJECTS,
    TITLE_ADJECTIVES,
    TITLE_NOUNS,
    person,
    town,
)
from phrases.tickets import TICKET_APPS, TICKET_ITEMS

SLOTS = {
    "city": CITIES,
    "loc": CITIES,
    "fn": FIRST_NAMES,
    "ln": LAST_NAMES,
    "pn": person,
    "ta": TITLE_ADJECTIVES,
    "tn": TITLE_NOUNS,
    "tn2": TITLE_NOUNS,
    "town": town,
    "app": TICKET_APPS,
    "item": TICKET_ITEMS,
    "obj": OBJECTS,
    "amt": lambda rng: (
        rng.choice(["$", "$", "£", "€"])
        + str(rng.choice([5, 9, 12, 15, 20, 25, 35, 40, 49, 60, 75, 80, 99, 120, 150, 200, 250, 300, 450, 500, 1000]))
    ),
    "amt2": lambda rng: "%d million %s" % (rng.randint(2, 90), rng.choice(["dollars", "euros"])),
    "ord": lambda rng: str(rng.randint(10000, 99999)),
    "month": "January February March April May June July August September October November December".split(),
    "day": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
    "team": lambda rng: rng.choice(CITIES) + " " + rng.choice(["United", "Rovers", "City", "Hawks", "Lions", "Stars"]),
    "team2": lambda rng: rng.choice(CITIES) + " " + rng.choice(["Athletic", "Bears", "Wolves", "Rangers"]),
    "n1": ["2", "3", "4"],
    "n2": ["0", "1"],
    "n3": lambda rng: str(rng.randint(12, 95)),
    "n4": lambda rng: str(rng.randint(3, 19)),
    "pct": lambda rng: str(rng.randint(2, 19)),
    "deg": lambda rng: str(rng.randint(-8, 39)),
    "big": lambda rng: "%d,000" % rng.randint(2, 60),
    "co": lambda rng: rng.choice(COMPANY_BEGINNINGS) + " " + rng.choice(COMPANY_ENDINGS),
    "P": ["the Company", "the Provider", "the Service", "the Operator", "the Platform"],
    "bp": lambda rng: "%d/%d" % (rng.randint(110, 165), rng.randint(65, 100)),
    "mm": lambda rng: str(rng.randint(3, 12)),
    "sat": lambda rng: str(rng.randint(91, 99)),
    "temp": lambda rng: "38.%d" % rng.randint(0, 9),
    "glu": lambda rng: str(rng.randint(90, 180)),
    "iop": lambda rng: str(rng.randint(12, 26)),
}
