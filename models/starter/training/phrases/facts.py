"""What passages may say: for each kind of subject its facts, as (name, values, type, statements, questions)."""

from phrases.names import (
    CITIES,
    COMPANY_BEGINNINGS,
    COMPANY_ENDINGS,
    FIRST_NAMES,
    LAST_NAMES,
    TITLE_ADJECTIVES,
    TITLE_NOUNS,
    person,
    town,
    year,
)

FACT_TEMPLATES = {
    "town": [
        (
            "founding year",
            year,
            "date",
            ["{n} was founded in {v}.", "The town of {n} dates back to {v}."],
            ["When was {n} founded?", "In which year was {n} founded?"],
        ),
        ("founder", person, "person", ["It was founded by {v}.", "{v} founded {n}."], ["Who founded {n}?"]),
        (
            "river",
            lambda rng: "the " + town(rng) + " River",
            "location",
            ["It lies on {v}.", "{n} stands on the banks of {v}."],
            ["Which river does {n} lie on?"],
        ),
        (
            "known for",
            ["glass making", "cheese", "clock towers", "apple orchards", "pottery", "a music school", "wooden boats"],
            "product",
            ["It is known for {v}.", "Visitors come to {n} for {v}."],
            ["What is {n} known for?"],
        ),
        (
            "population",
            lambda rng: "%d,%03d" % (rng.randint(2, 98), rng.randint(0, 999)),
            "number",
            ["About {v} people live there.", "{n} has a population of {v}."],
            ["How many people live in {n}?", "What is the population of {n}?"],
        ),
    ],
    "scientist": [
        (
            "birth year",
            lambda rng: str(rng.randint(1850, 1985)),
            "date",
            ["{n} was born in {v}."],
            ["When was {n} born?"],
        ),
        (
            "field",
            ["botany", "astronomy", "marine biology", "geology", "chemistry", "mathematics", "robotics"],
            "field",
            ["{n} studied {v}.", "{n} worked in the field of {v}."],
            ["What did {n} study?", "Which field did {n} work in?"],
        ),
        (
            "birthplace",
            lambda rng: rng.choice(CITIES),
            "location",
            ["{n} grew up in {v}.", "{v} was the childhood home of {n}."],
            ["Where did {n} grow up?"],
        ),
        (
            "discovery",
            [
                "a blue orchid",
                "a small comet",
                "a heat-proof alloy",
                "a deep-sea fish",
                "a method to date rocks",
                "a new dye",
            ],
            "object",
            ["{n} discovered {v}.", "The best known discovery of {n} is {v}."],
            ["What did {n} discover?"],
        ),
        (
            "award year",
            year,
            "date",
            ["{n} received a national prize in {v}."],
            ["When did {n} receive a national prize?"],
        ),
    ],
    "company": [
        ("founding year", year, "date", ["{n} was founded in {v}."], ["When was {n} founded?"]),
        (
            "headquarters",
            lambda rng: rng.choice(CITIES),
            "location",
            ["{n} has its headquarters in {v}.", "Its main office is in {v}."],
            ["Where is the headquarters of {n}?", "In which city is {n} based?"],
        ),
        (
            "product",
            [
                "solar panels",
                "electric bikes",
                "medical software",
                "frozen meals",
                "toy robots",
                "office furniture",
                "rain jackets",
            ],
            "product",
            ["{n} makes {v}.", "The company is known for {v}."],
            ["What does {n} make?"],
        ),
        (
            "chief executive",
            person,
            "person",
            ["{v} leads the company.", "The chief executive of {n} is {v}."],
            ["Who leads {n}?", "Who is the chief executive of {n}?"],
        ),
        (
            "employees",
            lambda rng: "%d,%03d" % (rng.randint(1, 40), rng.randint(0, 999)),
            "number",
            ["{n} employs {v} people."],
            ["How many people work for {n}?"],
        ),
    ],
    "book": [
        ("author", person, "person", ["{n} was written by {v}.", "{v} is the author of {n}."], ["Who wrote {n}?"]),
        (
            "publication year",
            year,
            "date",
            ["It was published in {v}.", "{n} first appeared in {v}."],
            ["When was {n} published?"],
        ),
        ("setting", lambda rng: rng.choice(CITIES), "location", ["The story is set in {v}."], ["Where is {n} set?"]),
        (
            "main character",
            lambda rng: rng.choice(FIRST_NAMES),
            "person",
            ["The main character is {v}."],
            ["Who is the main character of {n}?"],
        ),
        (
            "theme",
            ["friendship", "revenge", "memory", "exile", "ambition", "forgiveness"],
            "theme",
            ["Its main theme is {v}.", "{n} is a novel about {v}."],
            ["What is the main theme of {n}?"],
        ),
    ],
    "festival": [
        (
            "place",
            lambda rng: rng.choice(CITIES),
            "location",
            ["{n} takes place in {v}.", "Every year {n} is held in {v}."],
            ["Where does {n} take place?"],
        ),
        (
            "month",
            ["January", "March", "May", "June", "August", "October", "December"],
            "date",
            ["It is held in {v}.", "Visitors arrive in {v}."],
            ["In which month is {n} held?"],
        ),
        ("founder", person, "person", ["{v} started it.", "The festival was created by {v}."], ["Who created {n}?"]),
        (
            "highlight",
            ["a lantern parade", "a boat race", "a cooking contest", "a puppet show", "a night concert"],
            "event",
            ["The highlight is {v}."],
            ["What is the highlight of {n}?"],
        ),
        (
            "visitors",
            lambda rng: "%d,000" % rng.randint(3, 90),
            "number",
            ["It attracts {v} visitors."],
            ["How many visitors does {n} attract?"],
        ),
    ],
    "museum": [
        (
            "city",
            lambda rng: rng.choice(CITIES),
            "location",
            ["{n} is located in {v}.", "{n} stands in the centre of {v}."],
            ["Where is {n} located?"],
        ),
        ("opening year", year, "date", ["It opened in {v}.", "{n} has been open since {v}."], ["When did {n} open?"]),
        (
            "architect",
            person,
            "person",
            ["The building was designed by {v}.", "{v} designed {n}."],
            ["Who designed {n}?"],
        ),
        (
            "collection",
            ["old maps", "glass art", "steam engines", "folk costumes", "rare stamps", "dinosaur bones"],
            "object",
            ["It shows {v}.", "The collection includes {v}."],
            ["What does {n} show?"],
        ),
    ],
    "bridge": [
        (
            "length",
            lambda rng: "%d metres" % rng.randint(80, 2400),
            "number",
            ["{n} is {v} long."],
            ["How long is {n}?"],
        ),
        ("opening year", year, "date", ["It opened in {v}.", "{n} was completed in {v}."], ["When was {n} completed?"]),
        ("engineer", person, "person", ["It was designed by the engineer {v}."], ["Who designed {n}?"]),
        (
            "material",
            ["steel", "stone", "timber", "concrete", "iron"],
            "material",
            ["It is made of {v}."],
            ["What is {n} made of?"],
        ),
        (
            "city",
            lambda rng: rng.choice(CITIES),
            "location",
            ["{n} crosses the river in {v}."],
            ["In which city is {n}?"],
        ),
    ],
    "band": [
        (
            "formation year",
            lambda rng: str(rng.randint(1965, 2018)),
            "date",
            ["{n} formed in {v}."],
            ["When did {n} form?"],
        ),
        (
            "hometown",
            lambda rng: rng.choice(CITIES),
            "location",
            ["The band comes from {v}.", "{n} started playing in {v}."],
            ["Where does {n} come from?"],
        ),
        (
            "singer",
            person,
            "person",
            ["The singer of {n} is {v}.", "{v} sings lead vocals."],
            ["Who is the singer of {n}?"],
        ),
        (
            "genre",
            ["jazz", "folk rock", "electronic music", "blues", "punk", "choir pop"],
            "genre",
            ["{n} plays {v}.", "Their music is best described as {v}."],
            ["What kind of music does {n} play?"],
        ),
    ],
}


def kind_name(kind, rng):
    """A name for a subject of this kind."""
    if kind == "town":
        return town(rng)
    if kind == "scientist":
        return person(rng)
    if kind == "company":
        return rng.choice(COMPANY_BEGINNINGS) + " " + rng.choice(COMPANY_ENDINGS)
    if kind == "book":
        return "The " + rng.choice(TITLE_ADJECTIVES) + " " + rng.choice(TITLE_NOUNS)
    if kind == "festival":
        return "the " + rng.choice(TITLE_ADJECTIVES) + " " + rng.choice(TITLE_NOUNS) + " Festival"
    if kind == "museum":
        return "the " + rng.choice([town(rng), rng.choice(LAST_NAMES)]) + " Museum"
    if kind == "bridge":
        return "the " + rng.choice([town(rng), rng.choice(TITLE_NOUNS)]) + " Bridge"
    return "The " + rng.choice(TITLE_ADJECTIVES) + " " + rng.choice(TITLE_NOUNS) + "s"
