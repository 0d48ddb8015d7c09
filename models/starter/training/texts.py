"""One grammar for each kind of text.

Each function takes the random generator and the wanted properties (label, topic, style, …; whatever is missing is
drawn) and returns a record: domain, text, length band, label and attributes.
"""

import re

from grammar import (
    count_words,
    expand,
    fit,
    lower_first,
    pick,
    pick_sometimes,
    styled,
    tidy,
)
from phrases.bank import BANK_CLOSINGS, BANK_OPENINGS, BANK_QUERIES
from phrases.clauses import CLAUSES
from phrases.clinical import SEVERITIES, SPECIALTIES
from phrases.movies import (
    GENRES,
    MOVIE_ASPECTS,
    MOVIE_CLOSINGS,
    MOVIE_GENRE_REMARKS,
    MOVIE_OPENINGS,
    MOVIE_TITLES,
)
from phrases.names import CITIES, COMPANY_BEGINNINGS, COMPANY_ENDINGS, FIRST_NAMES
from phrases.news import NEWS, NEWS_STYLES
from phrases.products import (
    PRODUCT_ASPECTS,
    PRODUCT_CLOSINGS,
    PRODUCT_OPENINGS,
    PRODUCTS,
)
from phrases.restaurants import (
    CUISINES,
    RESTAURANT_ASPECTS,
    RESTAURANT_CLOSINGS,
    RESTAURANT_OPENINGS,
)
from phrases.reviews import REVIEW_REMARKS, SENTIMENT_LINKS
from phrases.slots import SLOTS
from phrases.stories import (
    STORY_ADJECTIVES,
    STORY_BEGINNINGS,
    STORY_ENDINGS,
    STORY_FINDS,
    STORY_HEROES,
    STORY_NOUNS,
    STORY_PLACES,
    STORY_TRIALS,
    STORY_VERBS,
    STORY_WISHES,
)
from phrases.students import SUBJECT_QUESTIONS, SUBJECT_REMARKS, SUBJECTS
from phrases.tickets import (
    TICKET_APPS,
    TICKET_CLOSINGS,
    TICKET_DETAILS,
    TICKET_ITEMS,
    TICKETS,
)
from phrases.voices import PERSONAS, STYLES


def record(domain, text, band, label, **attributes):
    """A text with everything that a prompt may say of it."""
    return dict(
        domain=domain,
        text=text,
        band=band,
        label=label,
        attributes={name: value for name, value in attributes.items() if value},
    )


def sentiment_text(rng, label, style, band, persona, openings, closings, aspects, slots, first):
    """The grammar that the three kinds of review share; `aspects` is {name: (subjects, positive, negative, neutral)}."""
    names = list(aspects)
    queue = [first] if first else []
    polarity = {"positive": 1, "negative": 2, "neutral": 3}[label]

    def clause(aspect, column):
        subjects, predicates = aspects[aspect][0], aspects[aspect][column]
        return expand(pick(rng, subjects), rng, slots) + " " + expand(pick(rng, predicates), rng, slots)

    def extras():
        is_requested = bool(queue)
        aspect = queue.pop() if queue else pick(rng, names)
        if label == "neutral" and rng.random() < 0.5:
            other = pick(rng, names)
            one, two = (1, 2) if rng.random() < 0.5 else (2, 1)
            return clause(aspect, one) + rng.choice([", but ", ", while ", ", although "]) + clause(other, two) + "."
        link = pick(rng, SENTIMENT_LINKS[label])
        sentence = clause(aspect, polarity)
        if rng.random() < 0.2 and label != "neutral":
            sentence += " and " + clause(pick(rng, names), polarity)
        elements = slots.get("elem")
        if is_requested:
            pass
        elif elements and rng.random() < 0.35:
            element_phrases = {
                "positive": [
                    "{e} is [a highlight|unforgettable|brilliantly done]",
                    "I loved {e}",
                    "{e} alone is worth the ticket",
                ],
                "negative": [
                    "{e} is [ridiculous|unwatchable|badly done]",
                    "I laughed at {e} for the wrong reasons",
                    "{e} bored me",
                ],
                "neutral": ["{e} is [fine|as expected]", "{e} works well enough"],
            }[label]
            sentence = expand(pick(rng, element_phrases), rng, {"e": pick(rng, elements)})
        elif rng.random() < 0.22:
            return tidy(expand(pick(rng, REVIEW_REMARKS[slots["dom"]][label]), rng, slots))
        return tidy(link + sentence + ".")

    def opener():
        pending = list(queue)
        sentence = expand(pick(rng, openings[label]), rng, slots)
        if persona:
            sentence = f"As a {persona}, " + lower_first(sentence)
        if first and not pending:
            queue.append(first)
        if first and rng.random() < 0.5 or band[1] <= 16 and first:
            sentence += " " + extras()
        return sentence

    styled_opener, styled_closer = styled(rng, style, opener, lambda: expand(pick(rng, closings[label]), rng, slots))
    return fit(rng, band, styled_opener, extras, styled_closer)


def movie_review(rng, wanted):
    """A movie review."""
    label = wanted.get("label") or pick(rng, ["positive", "negative", "positive", "negative", "neutral"])
    genre, style = wanted.get("topic") or pick(rng, GENRES), wanted.get("style", pick_sometimes(rng, STYLES))
    aspect, persona = (
        wanted.get("aspect", pick_sometimes(rng, MOVIE_ASPECTS)),
        wanted.get("persona", pick_sometimes(rng, PERSONAS, 0.15)),
    )
    title = expand(pick(rng, MOVIE_TITLES), rng)
    genre_word = genre.replace(" film", "") if genre.endswith(" film") else genre
    slots = {
        "T": title if title not in ("this film", "this movie", "it") else rng.choice(["this film", "this movie"]),
        "g": genre_word,
        "elem": GENRES[genre],
        "dom": "movie",
    }
    text, band = sentiment_text(
        rng, label, style, wanted["band"], persona, MOVIE_OPENINGS, MOVIE_CLOSINGS, MOVIE_ASPECTS, slots, aspect
    )
    if not (genre_word in text or any(element in text.lower() for element in GENRES[genre])):
        extended = tidy(text + " " + pick(rng, MOVIE_GENRE_REMARKS).replace("{g}", genre_word))
        band = (band[0], max(band[1], count_words(extended)))
        text = extended
    return record("movie", text, band, label, topic=genre, aspect=aspect, style=style, persona=persona)


def product_review(rng, wanted):
    """A product review."""
    label = wanted.get("label") or pick(rng, ["positive", "negative", "positive", "negative", "neutral"])
    product, style = wanted.get("topic") or pick(rng, PRODUCTS), wanted.get("style", pick_sometimes(rng, STYLES))
    aspect = (
        wanted.get("aspect") if wanted.get("aspect") in PRODUCTS[product] else pick_sometimes(rng, PRODUCTS[product])
    )
    persona = wanted.get("persona", pick_sometimes(rng, PERSONAS, 0.15))
    text, band = sentiment_text(
        rng,
        label,
        style,
        wanted["band"],
        persona,
        PRODUCT_OPENINGS,
        PRODUCT_CLOSINGS,
        {k: PRODUCT_ASPECTS[k] for k in PRODUCTS[product]},
        {"p": product, "dom": "product"},
        aspect,
    )
    return record("product", text, band, label, topic=product, aspect=aspect, style=style, persona=persona)


def restaurant_review(rng, wanted):
    """A restaurant review."""
    label = wanted.get("label") or pick(rng, ["positive", "negative", "positive", "negative", "neutral"])
    cuisine, style, location = (
        wanted.get("topic") or pick(rng, CUISINES),
        wanted.get("style", pick_sometimes(rng, STYLES)),
        wanted.get("location") or pick(rng, CITIES),
    )
    aspect, persona = (
        wanted.get("aspect") if wanted.get("aspect") in RESTAURANT_ASPECTS else pick_sometimes(rng, RESTAURANT_ASPECTS),
        wanted.get("persona", pick_sometimes(rng, PERSONAS, 0.15)),
    )
    name = cuisine.capitalize() if cuisine not in ("vegan", "seafood", "burger", "bakery") else cuisine
    text, band = sentiment_text(
        rng,
        label,
        style,
        wanted["band"],
        persona,
        RESTAURANT_OPENINGS,
        RESTAURANT_CLOSINGS,
        RESTAURANT_ASPECTS,
        {"c": name, "loc": location, "dish": CUISINES[cuisine], "dom": "restaurant"},
        aspect,
    )
    return record(
        "restaurant", text, band, label, topic=cuisine, location=location, aspect=aspect, style=style, persona=persona
    )


def support_ticket(rng, wanted):
    """A customer support ticket."""
    label = wanted.get("label") or pick(rng, TICKETS)
    style = wanted.get(
        "style", pick_sometimes(rng, ["polite", "casual", "formal", "concise", "conversational", "professional"])
    )
    is_item = "{item}" in " ".join(TICKETS[label])
    products = TICKET_ITEMS if is_item else TICKET_APPS
    product = wanted.get("topic") if wanted.get("topic") in products else pick(rng, products)
    slots = {"app": product, "item": product, "ord": str(rng.randint(10000, 99999)), "loc": pick(rng, CITIES)}
    pool = rng.sample(TICKETS[label], len(TICKETS[label]))
    naming = [template for template in pool if "{app}" in template or "{item}" in template]
    opener, closer = styled(
        rng,
        style,
        lambda: expand(naming[0] if naming else pool[0], rng, slots),
        lambda: expand(pick(rng, TICKET_CLOSINGS), rng, slots),
    )
    for _ in range(5):
        text, band = fit(
            rng, wanted["band"], opener, lambda: expand(pick(rng, pool + TICKET_DETAILS), rng, slots), closer
        )
        if product.lower() in text.lower():
            break
    return record("ticket", text, band, label, topic=product, style=style)


def bank_query(rng, wanted):
    """A bank customer query."""
    label = wanted.get("label") or pick(rng, BANK_QUERIES)
    style = wanted.get("style", pick_sometimes(rng, ["polite", "casual", "formal", "concise", "conversational"], 0.4))
    persona = wanted.get("persona", pick_sometimes(rng, PERSONAS, 0.1))
    slots = {"loc": wanted.get("location") or pick(rng, CITIES)}

    def opener():
        sentence = expand(pick(rng, BANK_QUERIES[label]), rng, slots)
        if persona:
            sentence = f"I am a {persona}. " + sentence
        greeting = pick(rng, BANK_OPENINGS)
        return (
            sentence if style else greeting + (lower_first(sentence) if greeting.endswith((", ", ": ")) else sentence)
        )

    opener, closer = styled(rng, style, opener, lambda: pick(rng, BANK_CLOSINGS))
    text, band = fit(
        rng, wanted["band"], opener, lambda: expand(pick(rng, BANK_QUERIES[label] + BANK_CLOSINGS), rng, slots), closer
    )
    return record("bank", text, band, label, style=style, persona=persona)


def news_brief(rng, wanted):
    """A news brief."""
    label, location = wanted.get("label") or pick(rng, NEWS), wanted.get("location") or pick(rng, CITIES)
    style = wanted.get("style") if wanted.get("style") in NEWS_STYLES else pick_sometimes(rng, NEWS_STYLES)
    slots = {"loc": location, "co": pick(rng, COMPANY_BEGINNINGS) + " " + pick(rng, COMPANY_ENDINGS)}
    located = [template for template in NEWS[label] if "{loc}" in template]

    def opener():
        greeting = pick(rng, NEWS_STYLES[style]) if style else ""
        sentence = expand(pick(rng, located), rng, slots)
        return greeting + (lower_first(sentence) if greeting.endswith((", ", "that ")) else sentence)

    text, band = fit(rng, wanted["band"], opener, lambda: expand(pick(rng, NEWS[label]), rng, slots))
    return record("news", text, band, label, location=location, style=style)


def clinical_note(rng, wanted):
    """A fictional clinical note."""
    label = wanted.get("label") or pick(rng, SPECIALTIES)
    symptom = (
        wanted.get("symptom") if wanted.get("symptom") in SPECIALTIES[label][0] else pick(rng, SPECIALTIES[label][0])
    )
    severity = wanted.get("severity") or pick(rng, SEVERITIES)
    age = rng.randint(2, 12) if label == "pediatrics" else rng.randint(18, 88)
    patient = rng.choice(["male", "female"]) + (" child" if age < 13 else " patient")
    severity_word = pick(rng, SEVERITIES[severity])
    symptom_words = re.sub(r"^(a|an) ", "", symptom)
    openings = [
        f"{age}-year-old {patient} with {severity_word} {symptom_words} for [{{n4}} days|two weeks|a month|three months].",
        f"Patient, {age}, reports {severity_word} {symptom_words} since [{{day}}|{{month}}|last week].",
        f"Presenting complaint: {severity_word} {symptom_words}. {age}-year-old {patient}.",
        f"{patient.capitalize()}, age {age}, seen in {label} clinic for {severity_word} {symptom_words}.",
    ]
    findings, plans = SPECIALTIES[label][1], SPECIALTIES[label][2]
    remarks = [
        "No known allergies.",
        "Family history is unremarkable.",
        "Sleep is [good|poor].",
        "Symptoms are worse [at night|after meals|with exercise].",
        "Review in [two|four|six] weeks.",
        "No fever reported.",
        "Patient [agrees with the plan|was advised to return if worse].",
    ]

    def extra():
        if rng.random() >= 0.65:
            return expand(pick(rng, remarks), rng)
        if rng.random() < 0.5:
            return expand(rng.choice(["On exam, ", "Findings: ", "", ""]) + pick(rng, findings) + ".", rng)
        return expand(rng.choice(["Plan: ", "Plan: ", "Next step: ", ""]) + pick(rng, plans) + ".", rng)

    text, band = fit(rng, wanted["band"], lambda: expand(pick(rng, openings), rng), extra)
    return record("clinical", text, band, label, symptom=symptom, severity=severity)


def contract_clause(rng, wanted):
    """A contract clause."""
    label = wanted.get("label") or rng.choice(["fair", "unfair"])
    clause_type = wanted.get("topic") or pick(rng, CLAUSES)
    party = rng.choice(SLOTS["P"] + ["we"])
    slots = {"P": party, "loc": pick(rng, CITIES)}
    pool = CLAUSES[clause_type][0 if label == "fair" else 1]
    filler = [
        "This applies to [all users|every plan|the free version as well].",
        "This clause remains valid after the agreement ends.",
        "The remaining terms are not affected.",
        "Questions may be sent to the support address.",
    ]
    if party == "we":
        conjugate = lambda sentence: re.sub(
            r"\bwe is\b", "we are", re.sub(r"\bwe (\w+?)s\b(?= )", lambda m: "we " + m.group(1) + "s", sentence)
        )
    else:
        conjugate = lambda sentence: sentence
    slots["P"] = "the Company" if party == "we" else party
    text, band = fit(
        rng,
        wanted["band"],
        lambda: conjugate(expand(pick(rng, pool), rng, slots)),
        lambda: expand(pick(rng, pool + filler), rng, slots),
    )
    return record("legal", text, band, label, topic=clause_type)


def student_question(rng, wanted):
    """A student question."""
    label = wanted.get("label") or pick(rng, SUBJECTS)
    topic = wanted.get("topic") if wanted.get("topic") in SUBJECTS[label] else pick(rng, SUBJECTS[label])
    level, style = (
        wanted.get("level", pick_sometimes(rng, ["primary school", "high school", "university"], 0.3)),
        wanted.get("style", pick_sometimes(rng, ["casual", "polite", "concise", "formal", "conversational"], 0.4)),
    )
    slots = {"t": topic, "subj": label}
    level_sentences = {
        "primary school": ["I am in fourth grade.", "We just started this in primary school."],
        "high school": ["I am in high school.", "This is for my high school class."],
        "university": ["I am a university student.", "This came up in my university seminar."],
    }

    def opener():
        sentence = expand(pick(rng, SUBJECT_QUESTIONS[label]), rng, slots)
        return (pick(rng, level_sentences[level]) + " " if level else "") + sentence

    opener, closer = styled(rng, style, opener, None)
    text, band = fit(
        rng,
        wanted["band"],
        opener,
        lambda: expand(pick(rng, SUBJECT_QUESTIONS[label] + SUBJECT_REMARKS), rng, slots),
        closer if style else None,
    )
    return record("student", text, band, label, topic=topic, level=level, style=style)


def short_story(rng, wanted):
    """A short story around a noun, a verb and an adjective."""
    noun, verb, adjective = wanted.get("words") or (
        pick(rng, STORY_NOUNS),
        pick(rng, STORY_VERBS),
        pick(rng, STORY_ADJECTIVES),
    )
    slots = {
        "noun": noun,
        "verb": verb,
        "adj": adjective,
        "who": pick(rng, STORY_HEROES),
        "fn": pick(rng, FIRST_NAMES),
        "place": pick(rng, STORY_PLACES),
    }
    parts = (
        [pick(rng, STORY_BEGINNINGS), pick(rng, STORY_FINDS), pick(rng, STORY_WISHES)]
        + ([pick(rng, STORY_TRIALS)] if rng.random() < 0.8 else [])
        + [pick(rng, STORY_ENDINGS)]
    )
    text = tidy(expand(" ".join(parts), rng, slots))
    count = count_words(text)
    low = max(5, count // 10 * 10 - rng.choice([0, 10]))
    return record(
        "story",
        text,
        (low, low + rng.choice([20, 30]) if count <= low + 20 else low + 30),
        "story",
        words=f"{noun}, {verb}, {adjective}",
    )


def short_text(domain, phrases):
    """A generator of texts of one or two sentences."""

    def generate(rng, wanted):
        label = wanted.get("label") or pick(rng, phrases)
        sentences = [
            expand(template, rng)
            for template in rng.sample(phrases[label], min(len(phrases[label]), rng.choice([1, 1, 2])))
        ]
        text = tidy(" ".join(sentences))
        count = count_words(text)
        low = max(1, count // 5 * 5 - rng.choice([0, 0, 5]))
        return record(domain, text, (low, low + rng.choice([10, 15]) if count <= low + 10 else low + 15), label)

    return generate
