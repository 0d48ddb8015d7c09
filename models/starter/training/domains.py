"""The kinds of text, and how prompts speak of each."""

import zlib

from grammar import LENGTH_BANDS, pick
from phrases.bank import BANK_QUERIES
from phrases.clinical import SPECIALTIES
from phrases.news import NEWS
from phrases.reviews import SENTIMENTS
from phrases.short_texts import ANSWER_TYPES, EMOTIONS, SPAM_LABELS
from phrases.students import SUBJECTS
from phrases.tickets import TICKETS
from texts import (
    bank_query,
    clinical_note,
    contract_clause,
    movie_review,
    news_brief,
    product_review,
    restaurant_review,
    short_story,
    short_text,
    student_question,
    support_ticket,
)

DOMAINS = {
    "movie": dict(
        generate=movie_review,
        labels=SENTIMENTS,
        nouns=["movie review", "film review", "review of a movie"],
        label_names=["Sentiment", "Label", "Polarity", "Class"],
        topic_names=["Genre", "Movie genre", "Topic"],
        aspect_names=["Aspect", "Subtopic", "Focus"],
        roles=["film critic", "movie fan", "movie reviewer", "cinema blogger"],
        label_phrases=["with {l} sentiment", "that is {l}", "expressing a {l} opinion", "in {l} sentiment"],
        topic_phrase="about a {t} movie",
        weight=3.2,
    ),
    "product": dict(
        generate=product_review,
        labels=SENTIMENTS,
        nouns=["product review", "customer review", "online shop review"],
        label_names=["Sentiment", "Label", "Opinion", "Class"],
        topic_names=["Product", "Topic", "Item"],
        aspect_names=["Aspect", "Subtopic", "Feature"],
        roles=["customer", "shopper", "buyer of a product", "product tester"],
        label_phrases=["with {l} sentiment", "that is {l}", "with a {l} opinion"],
        topic_phrase="about a {t}",
        weight=2.2,
    ),
    "restaurant": dict(
        generate=restaurant_review,
        labels=SENTIMENTS,
        nouns=["restaurant review", "review of a restaurant", "dining review"],
        label_names=["Sentiment", "Label", "Class"],
        topic_names=["Cuisine", "Topic", "Food type"],
        aspect_names=["Aspect", "Subtopic", "Focus"],
        roles=["food critic", "guest", "restaurant visitor"],
        label_phrases=["with {l} sentiment", "that is {l}", "with a {l} verdict"],
        topic_phrase="about a {t} restaurant",
        weight=2.2,
    ),
    "ticket": dict(
        generate=support_ticket,
        labels=list(TICKETS),
        nouns=["customer support ticket", "support request", "support ticket", "help desk message"],
        label_names=["Intent", "Issue", "Category", "Label"],
        topic_names=["Product", "Topic"],
        aspect_names=["Aspect"],
        roles=["customer", "user of an app", "shop customer"],
        label_phrases=["about {l}", "with the intent {l}", "in the category {l}"],
        topic_phrase="concerning {t}",
        weight=1.8,
    ),
    "bank": dict(
        generate=bank_query,
        labels=list(BANK_QUERIES),
        nouns=["bank customer query", "banking question", "message to a bank", "online banking query"],
        label_names=["Intent", "Category", "Label", "Class"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["bank customer", "customer of an online bank", "account holder"],
        label_phrases=["about {l}", "with the intent {l}", "in the category {l}"],
        topic_phrase="about {t}",
        weight=2.2,
    ),
    "news": dict(
        generate=news_brief,
        labels=list(NEWS),
        nouns=["news brief", "news item", "short news article", "news report"],
        label_names=["Topic", "Category", "Section", "Label"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["journalist", "news writer", "reporter", "news editor"],
        label_phrases=["about {l}", "in the category {l}", "for the {l} section"],
        topic_phrase="about {t}",
        weight=2.2,
    ),
    "clinical": dict(
        generate=clinical_note,
        labels=list(SPECIALTIES),
        nouns=["clinical note", "fictional clinical note", "short medical note"],
        label_names=["Specialty", "Department", "Label"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["doctor", "physician", "medical writer", "nurse"],
        label_phrases=["from {l}", "for the specialty {l}", "in {l}"],
        topic_phrase="about {t}",
        weight=1.4,
    ),
    "legal": dict(
        generate=contract_clause,
        labels=["fair", "unfair"],
        nouns=["contract clause", "terms of service clause", "legal clause"],
        label_names=["Fairness", "Label", "Class"],
        topic_names=["Clause type", "Type", "Topic"],
        aspect_names=["Aspect"],
        roles=["lawyer", "contract drafter", "legal expert"],
        label_phrases=["that is {l} to the consumer", "labelled {l}", "that is {l}"],
        topic_phrase="about {t}",
        weight=1.4,
    ),
    "student": dict(
        generate=student_question,
        labels=list(SUBJECTS),
        nouns=["student question", "question from a student", "homework question"],
        label_names=["Subject", "Category", "Label"],
        topic_names=["Topic", "Subtopic"],
        aspect_names=["Aspect"],
        roles=["student", "pupil", "teacher collecting questions"],
        label_phrases=["about {l}", "in the subject {l}", "for the {l} class"],
        topic_phrase="on {t}",
        weight=1.6,
    ),
    "story": dict(
        generate=short_story,
        labels=["story"],
        nouns=["short story", "tiny story", "children's story"],
        label_names=["Label"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["children's author", "storyteller", "writer"],
        label_phrases=[""],
        topic_phrase="",
        weight=1.0,
    ),
    "emotion": dict(
        generate=short_text("emotion", EMOTIONS),
        labels=list(EMOTIONS),
        nouns=["social media post", "short post", "diary line"],
        label_names=["Emotion", "Label", "Feeling"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["social media user", "blogger"],
        label_phrases=["expressing {l}", "with the emotion {l}"],
        topic_phrase="",
        weight=0.7,
    ),
    "spam": dict(
        generate=short_text("spam", SPAM_LABELS),
        labels=list(SPAM_LABELS),
        nouns=["text message", "short message", "SMS"],
        label_names=["Label", "Class"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["phone user"],
        label_phrases=["that is {l}", "labelled {l}"],
        topic_phrase="",
        weight=0.5,
    ),
    "qtype": dict(
        generate=short_text("qtype", ANSWER_TYPES),
        labels=list(ANSWER_TYPES),
        nouns=["question", "quiz question", "trivia question"],
        label_names=["Answer type", "Label", "Question type"],
        topic_names=["Topic"],
        aspect_names=["Aspect"],
        roles=["quiz author"],
        label_phrases=["whose answer is of type {l}", "of type {l}"],
        topic_phrase="",
        weight=0.6,
    ),
}


DOMAIN_NAMES, DOMAIN_WEIGHTS = list(DOMAINS), [domain["weight"] for domain in DOMAINS.values()]


def make(rng, domain=None, **wanted):
    """A record of the domain (a drawn one, if None) with the wanted properties."""
    domain = domain or rng.choices(DOMAIN_NAMES, DOMAIN_WEIGHTS)[0]
    wanted.setdefault("band", pick(rng, LENGTH_BANDS))
    return DOMAINS[domain]["generate"](rng, wanted)


def held_out(*parts):
    """Whether a combination of attributes is reserved for evaluation."""
    return zlib.crc32("|".join(map(str, parts)).encode()) % 10 == 0


def make_for_training(rng, domain=None, **wanted):
    """A record whose combination of label, topic and style is not reserved for evaluation."""
    for _ in range(20):
        item = make(rng, domain, **wanted)
        attributes = item["attributes"]
        place = attributes.get("topic") or attributes.get("location") or ""
        style = attributes.get("style")
        if not (style and held_out(item["domain"], item["label"], place, style)):
            return item
    return item
