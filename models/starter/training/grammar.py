"""Templates made into text.

Template syntax: `[a|b|c]` picks one alternative (may nest), `{slot}` is looked up among the given slots and then in
`SLOTS`.
"""

import re

from phrases.slots import SLOTS
from phrases.voices import STYLES

ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


SLOT_NAME = re.compile(r"\{(\w+)\}")


LENGTH_BANDS = [
    (5, 12),
    (8, 15),
    (10, 20),
    (10, 25),
    (15, 25),
    (15, 30),
    (20, 30),
    (20, 40),
    (25, 45),
    (30, 50),
    (30, 60),
    (40, 60),
    (40, 70),
    (50, 80),
]


LOWERABLE_WORDS = set(
    """As From Even Half Few Hardly Several After Smart Funny Tender Bold Loud Hollow Tedious Clumsy Delivery Finally
    At Another Yet The This It We My What If One Avoid A An When How Where Why Can Please Is In On For Every You
    There Our Their Best Worst Fantastic Terrible Mixed Some Do Not Are Could Which Your An Under Either All Your
    Changes Someone Would Will Since Nothing""".split()
)


def expand(template, rng, slots=None):
    """Expand one template to text."""
    slots = slots or {}
    for _ in range(12):
        expanded = ALTERNATIVES.sub(lambda m: rng.choice(m.group(1).split("|")), template)

        def slot(m):
            value = slots.get(m.group(1), SLOTS.get(m.group(1)))
            if value is None:
                return m.group(0)
            if callable(value):
                value = value(rng)
            return value if isinstance(value, str) else rng.choice(value)

        expanded = SLOT_NAME.sub(slot, expanded)
        if expanded == template:
            break
        template = expanded
    return template


def tidy(text):
    """Repair spaces, articles and capitals."""
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([.,!?;:])", r"\1", text)
    text = re.sub(r"\b([Aa]) (?=[aeiouAEIOU])(?!one\b|use|uni|euro|Euro|Uni)", r"\1n ", text)
    return re.sub(r"(^|[.!?] )([a-z])", lambda m: m.group(1) + m.group(2).upper(), text)


def count_words(text):
    """Number of words, separated by white space."""
    return len(text.split())


def pick(rng, choices):
    """One of the choices (a list or the keys of a dictionary)."""
    return rng.choice(list(choices))


def pick_sometimes(rng, choices, probability=0.5):
    """One of the choices with the given probability, otherwise None."""
    return pick(rng, choices) if rng.random() < probability else None


def with_article(noun):
    """The noun with its indefinite article."""
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def lower_first(sentence):
    """The sentence with a small first letter, if its first word is one that may be lowered."""
    first = sentence.split(" ", 1)[0]
    return sentence[0].lower() + sentence[1:] if first in LOWERABLE_WORDS else sentence


def fit(rng, band, opener, extras, closer=None, tries=30):
    """Sentences until the word count lies in the band: opener, extras, closer. Returns text and band.

    If no try fits, the best one is returned with a band that it fits.
    """
    low, high = band
    best = None
    for _ in range(tries):
        sentences = [opener()]
        ending = closer() if closer and (high > 14) and rng.random() < 0.7 else ""
        seen = set()
        for _ in range(12):
            count = count_words(" ".join(sentences + [ending]))
            if count >= low:
                break
            extra = extras()
            if extra in seen or extra.strip(" .!?").lower() in " ".join(sentences).lower():
                continue
            seen.add(extra)
            sentences.append(extra)
        text = tidy(" ".join(sentences + [ending]))
        count = count_words(text)
        if low <= count <= high:
            return text, band
        if best is None or abs(count - (low + high) / 2) < abs(count_words(best) - (low + high) / 2):
            best = text
    count = count_words(best)
    new_low = max(1, count // 5 * 5 - rng.choice([0, 5]))
    return best, (new_low, new_low + rng.choice([10, 15, 20]) if count <= new_low + 10 else new_low + 20)


def styled(rng, style, opener, closer):
    """Wrap opener and closer so that the style leaves visible evidence."""
    if not style or style not in STYLES:
        return opener, closer
    openings, closings = STYLES[style]
    use_open = rng.random() < 0.75

    def styled_opener():
        sentence = opener()
        if use_open:
            sentence = pick(rng, openings) + " " + lower_first(sentence)
        return sentence.replace(".", "!") if style == "enthusiastic" and "..." not in sentence else sentence

    def styled_closer():
        return ((closer() + " ") if closer and rng.random() < 0.5 else "") + pick(rng, closings)

    return styled_opener, styled_closer
