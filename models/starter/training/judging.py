"""Tasks that judge texts."""

import re

from domains import DOMAIN_NAMES, DOMAINS, make
from grammar import LENGTH_BANDS, pick, with_article
from prompts import chat, length_phrase


def degrade(rng, item):
    """A worse text for a record and the rating from 1 to 4 that it deserves."""
    split = item["text"].split()
    flaw = rng.choice(["trunc", "label", "repeat", "shuffle", "topic", "short"])
    if flaw == "trunc" and len(split) > 8:
        return " ".join(split[: max(4, len(split) * rng.choice([4, 5, 6]) // 10)]).rstrip(".!?"), 3
    if flaw == "repeat":
        sentence = re.split(r"(?<=[.!?]) ", item["text"])[0]
        return " ".join([sentence] * rng.choice([3, 4])), 2
    if flaw == "shuffle":
        rng.shuffle(split)
        return " ".join(split).lower(), 1
    if flaw == "label" and len(DOMAINS[item["domain"]]["labels"]) > 1:
        wrong = rng.choice([value for value in DOMAINS[item["domain"]]["labels"] if value != item["label"]])
        return make(rng, item["domain"], label=wrong, band=item["band"])["text"], 2
    if flaw == "short" and len(split) > 14:
        return re.split(r"(?<=[.!?]) ", item["text"])[0], 4
    domain = rng.choice([value for value in DOMAIN_NAMES if value != item["domain"]])
    return make(rng, domain, band=item["band"])["text"], 1


def judged_instruction(rng, item):
    """The instruction that a record answers."""
    domain = DOMAINS[item["domain"]]
    instruction = f"Write {with_article(pick(rng, domain['nouns']))}"
    if item["domain"] != "story":
        instruction += " " + pick(rng, domain["label_phrases"]).replace("{l}", item["label"])
    if item["attributes"].get("topic"):
        instruction += " " + domain["topic_phrase"].replace("{t}", item["attributes"]["topic"])
    return instruction + (f", {length_phrase(rng, item['band'])}." if rng.random() < 0.7 else ".")


def judge(rng, public):
    """Rate one text, or choose the better of two."""
    item = make(rng, band=pick(rng, LENGTH_BANDS[3:]))
    instruction = judged_instruction(rng, item)
    bad, bad_rating = degrade(rng, item)
    if rng.random() < 0.5:
        is_good = rng.random() < 0.35
        text, rating = (item["text"], 5) if is_good else (bad, bad_rating)
        prompt = rng.choice(
            [
                f"Rate the quality of the response from 1 (bad) to 5 (excellent). Answer with one number.\n\nInstruction: {instruction}\nResponse: {text}\nRating:",
                f"Instruction: {instruction}\nResponse: {text}\n\nHow good is the response on a scale of 1 to 5? Reply with a number.",
                f"Give a score from 1 to 5 for how well the text follows the instruction.\nInstruction: {instruction}\nText: {text}\nScore:",
            ]
        )
        return chat(rng, "rate", prompt, str(rating))
    first, second, better = (item["text"], bad, "A") if rng.random() < 0.5 else (bad, item["text"], "B")
    prompt = rng.choice(
        [
            f"Which response follows the instruction better? Answer A or B.\n\nInstruction: {instruction}\n\nA: {first}\n\nB: {second}\n\nAnswer:",
            f"Instruction: {instruction}\nResponse A: {first}\nResponse B: {second}\nWhich one is better, A or B?",
            f"Compare two texts written for this task: {instruction}\n\n[A] {first}\n\n[B] {second}\n\nReply with A or B.",
        ]
    )
    return chat(rng, "prefer", prompt, better)
