"""Tasks that label texts."""

import json
import re

from domains import DOMAINS, make
from grammar import LENGTH_BANDS, pick
from phrases.clauses import CLAUSES
from phrases.clinical import SEVERITIES
from phrases.movies import GENRES
from phrases.products import PRODUCTS
from phrases.restaurants import CUISINES
from prompts import chat


def shorten(text, limit=60):
    """The first words of a text."""
    return " ".join(text.split()[:limit])


ASPECTS = {
    "movie": "sentiment",
    "product": "sentiment",
    "restaurant": "sentiment",
    "ticket": "intent",
    "bank": "intent",
    "news": "topic",
    "clinical": "specialty",
    "legal": "fairness",
    "student": "subject",
    "emotion": "emotion",
    "spam": "label",
    "qtype": "answer type",
}
REVIEW_TOPICS = {
    "movie": ("genre", GENRES),
    "product": ("product", PRODUCTS),
    "restaurant": ("cuisine", CUISINES),
}
# The four sections of AG News.
SECTIONS = {
    "sports": "sports",
    "business": "business",
    "technology": "sci/tech",
    "science": "sci/tech",
    "world": "world",
    "politics": "world",
}
SENTIMENT_NAMES = [("positive", "negative"), ("good", "bad"), ("great", "terrible")]


def labelled_text(rng, public):
    """A text to label: (text, label, all labels, what the label says, source)."""
    if rng.random() < public.labelling_share and public:
        weights = {
            "sst": public.sentiment_weight,
            "bank77": 3,
            "tos": 1.2,
            "mnli": 2.2,
            "qnli": 0.8,
            "qqp": 0.8,
            "cola": 0.5,
        }
        source = rng.choices(list(weights), list(weights.values()))[0]
        if source in public:
            return (*public_text(rng, public, source), source)
    item = make(rng)
    return (*grammar_text(rng, item), item["domain"])


def public_text(rng, public, source):
    """A text of a public set: (text, label, all labels, what the label says)."""
    item = pick(rng, public[source])
    if source == "sst":
        text, label = item
        names = rng.choice([SENTIMENT_NAMES[0]] * 4 + SENTIMENT_NAMES[1:])
        return text, names[0 if label == "positive" else 1], list(names), "sentiment"
    if source == "bank77":
        return *item, public["bank77_labels"], "intent"
    if source == "tos":
        text, (fairness, clause_type) = item
        if rng.random() < 0.4:
            return text, fairness, ["fair", "unfair"], "fairness"
        return text, clause_type, list(CLAUSES)[:9], "clause type"
    if source == "cola":
        return *item, ["acceptable", "unacceptable"], "grammaticality"
    first, second, label = item
    if source == "mnli":
        return (
            f"Premise: {first}\nHypothesis: {second}",
            label,
            ["entailment", "neutral", "contradiction"],
            "relation",
        )
    if source == "qnli":
        aspect = "answer to: does the sentence answer the question?"
        return f"Question: {first}\nSentence: {second}", label, ["yes", "no"], aspect
    return f"Sentence 1: {first}\nSentence 2: {second}", label, ["paraphrase", "not paraphrase"], "relation"


def grammar_text(rng, item):
    """What to ask about a record of the grammar: (text, label, all labels, what the label says)."""
    text, attributes, domain = item["text"], item["attributes"], item["domain"]
    if domain == "story" or rng.random() < 0.06:
        names = {name: values["nouns"][0] for name, values in DOMAINS.items()}
        return shorten(text), names[domain], list(names.values()), "text type"
    if domain in REVIEW_TOPICS and rng.random() < 0.2:
        aspect, topics = REVIEW_TOPICS[domain]
        return text, attributes["topic"], list(topics), aspect
    if domain in REVIEW_TOPICS and item["label"] != "neutral" and rng.random() < 0.5:
        names = rng.choice([SENTIMENT_NAMES[0]] * 3 + SENTIMENT_NAMES[1:])
        return text, names[0 if item["label"] == "positive" else 1], list(names), "sentiment"
    if domain == "legal" and rng.random() < 0.5:
        return text, attributes["topic"], list(CLAUSES), "clause type"
    if domain == "clinical" and rng.random() < 0.25:
        return text, attributes["severity"], list(SEVERITIES), "severity"
    if domain == "news" and rng.random() < 0.3 and item["label"] in SECTIONS:
        return text, SECTIONS[item["label"]], ["world", "sports", "business", "sci/tech"], "topic"
    return text, item["label"], DOMAINS[domain]["labels"], ASPECTS[domain]


def classification_prompt(rng, text, labels, aspect, shots=()):
    """A prompt that asks for one of the labels."""
    options = list(labels)
    layout = rng.choice(["comma", "comma", "comma", "bul", "num", "slash"])
    listed = {
        "comma": ", ".join(options),
        "bul": "\n" + "\n".join("- " + option for option in options),
        "num": "\n" + "\n".join(f"{number}. {option}" for number, option in enumerate(options, 1)),
        "slash": " / ".join(options),
    }[layout]
    end = "" if layout in ("bul", "num") else "."
    shown = "".join(
        rng.choice(["Text: {t}\nLabel: {l}\n\n"]).replace("{t}", example_text).replace("{l}", example_label)
        for example_text, example_label in shots
    )
    task = rng.choice(
        [
            f"Classify the text by {aspect}. Labels: {listed}{end}",
            f"What is the {aspect} of the text? Options: {listed}{end}",
            f"Choose the {aspect} of the following text from: {listed}{end}",
            f"Classify the following text into one of these labels: {listed}{end}",
            f"Annotate the text with exactly one label. Possible labels: {listed}{end}",
            f"Decide which label fits the text. Labels: {listed}{end}",
            f"Assign one {aspect} to the text. Choose from: {listed}{end}",
        ]
    )
    tail = rng.choice(["", "", " Answer with the label only.", " Reply with one label.", " Only output the label."])
    tail = tail.replace(" ", "\n", 1) if layout in ("bul", "num") else tail
    form = rng.random()
    if form < 0.6 or shown:
        return f"{task}{tail}\n\n{shown}Text: {text}\n{rng.choice(['Label:', 'Label:', 'Answer:'])}"
    if form < 0.8:
        return f"{task}{tail}\n\n{text}"
    return f"Text: {text}\n\n{task}{tail}"


def label_subset(rng, label, labels):
    """The right label among some others, shuffled."""
    others = [other for other in labels if other != label]
    count = min(len(others), rng.choice([1, 2, 3, 3, 4, 5, 6, 7, 9]) if len(labels) > 4 else len(others))
    chosen = rng.sample(others, count) + [label]
    rng.shuffle(chosen)
    return chosen


def classify(rng, public):
    """Choose a label, or say whether one fits."""
    text, label, labels, aspect, source = labelled_text(rng, public)
    options = label_subset(rng, label, labels)
    draw = rng.random()
    if draw < public.yes_no_share and len(options) > 1:  # yes/no relevance
        yes = rng.random() < 0.5
        asked = label if yes else rng.choice([option for option in options if option != label])
        prompt = rng.choice(
            [
                f"Text: {text}\nIs the {aspect} of this text {asked}? Answer yes or no.",
                f'Does the label "{asked}" fit the text? Answer yes or no.\n\nText: {text}',
                f"{text}\n\nIs this text relevant to the label {asked}? yes or no?",
            ]
        )
        return chat(rng, "yesno", prompt, "yes" if yes else "no")
    spelling = rng.choice(
        [lambda sentence: sentence] * 5
        + [lambda sentence: sentence.capitalize(), lambda sentence: sentence.replace(" ", "_")]
    )
    shots = []
    if draw < public.yes_no_share + 0.18 and source in DOMAINS and aspect != "text type" and source != "story":
        for _ in range(rng.choice([1, 2, 3, 4])):
            example = make(rng, source, band=pick(rng, LENGTH_BANDS[:6]))
            if example["label"] in options:
                shots.append((example["text"], spelling(example["label"])))
    prompt = classification_prompt(rng, text, [spelling(option) for option in options], aspect, shots)
    answer = spelling(label)
    if draw > 0.95:
        return chat(
            rng,
            "classify_json",
            prompt + rng.choice(['\nAnswer as JSON with the key "label".', '\nReturn {"label": ...}.']),
            json.dumps({"label": answer}),
        )
    if draw > 0.90 and source in DOMAINS:
        sentence = rng.choice([option for option in re.split(r"(?<=[.!?]) ", text) if option])
        return chat(
            rng,
            "classify_explain",
            re.sub(r"\n(Label|Answer):$", "", prompt)
            .replace(" Answer with the label only.", "")
            .replace(" Reply with one label.", "")
            .replace(" Only output the label.", "")
            + rng.choice(
                ["\nGive the label and a short reason.", "\nAnswer with the label, then explain in one sentence."]
            ),
            f'{answer}\nReason: the text says "{sentence}"',
        )
    return chat(rng, "classify", prompt, answer)
