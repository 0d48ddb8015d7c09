"""Prompts that ask for a text."""

import json
import re

from domains import DOMAINS, make
from grammar import LENGTH_BANDS, pick, with_article
from phrases.instructions import SYSTEM_PROMPTS


def length_phrase(rng, band):
    """One of the ways to state a length band."""
    low, high = band
    return rng.choice(
        [
            f"between {low} and {high} words",
            f"{low} to {high} words",
            f"{low}-{high} words",
            f"at least {low} and at most {high} words",
            f"between {low} and {high} words",
        ]
    )


def chat(rng, task, user, answer, system_share=0.2, system=None):
    """One training example: an optional system turn, the prompt and the answer."""
    messages = []
    if system or rng.random() < system_share:
        messages.append(dict(role="system", content=system or pick(rng, SYSTEM_PROMPTS)))
    return dict(
        task=task, messages=messages + [dict(role="user", content=user), dict(role="assistant", content=answer)]
    )


def attribute_lines(rng, item, label):
    """The (name, value) lines of a prompt, label first or shuffled."""
    domain, lines = DOMAINS[item["domain"]], []
    attributes = item["attributes"]
    if item["domain"] != "story":
        lines.append((pick(rng, domain["label_names"]), label))
    if attributes.get("topic"):
        lines.append((pick(rng, domain["topic_names"]), attributes["topic"]))
    if attributes.get("aspect"):
        lines.append((pick(rng, domain["aspect_names"]), attributes["aspect"]))
    if attributes.get("style"):
        lines.append((rng.choice(["Style", "Tone", "Writing style", "Style"]), attributes["style"]))
    if attributes.get("location"):
        lines.append((rng.choice(["Location", "Place", "City"]), attributes["location"]))
    if attributes.get("persona"):
        lines.append((rng.choice(["Persona", "Author", "Written by"]), attributes["persona"]))
    for name in ("symptom", "severity", "level"):
        if attributes.get(name):
            lines.append((name.capitalize(), attributes[name]))
    if attributes.get("words"):
        lines.append((rng.choice(["Words", "Words to use", "Must include"]), attributes["words"]))
    if rng.random() < 0.75:
        lines.append((rng.choice(["Length", "Length", "Word count"]), length_phrase(rng, item["band"])))
    if rng.random() < 0.5:
        rng.shuffle(lines)
    return lines


def examples(rng, item, count, label=None):
    """`count` example records; for a public text they come from the same set."""
    if item.get("pool"):
        pool = [
            example
            for example in rng.sample(item["pool"], min(len(item["pool"]), 400))
            if not label or example[1] == label
        ]
        return [
            dict(text=example[0], label=example[1])
            for example in rng.sample(pool or item["pool"], min(count, len(pool or item["pool"])))
        ]
    made = []
    for _ in range(count):
        example = make(
            rng,
            item["domain"],
            label=label if label in DOMAINS[item["domain"]]["labels"] else None,
            band=pick(rng, LENGTH_BANDS[:8]),
        )
        made.append(example)
    return made


def write_prompt(rng, item, label=None):
    """A prompt that asks for the text of a record."""
    domain = DOMAINS[item["domain"]]
    label = label or item["label"]
    noun = pick(rng, domain["nouns"])
    role = with_article(pick(rng, domain["roles"]))
    head = ""
    if rng.random() < 0.45:
        head = rng.choice(
            [
                f"Suppose you are {role}. ",
                f"You are {role}. ",
                f"Imagine you are {role}. ",
                f"Act as {role}. ",
                f"As {role}, ",
            ]
        )
    verb = rng.choice(["Please write", "Write", "Generate", "Create", "Please generate", "Compose", "Produce"])
    if head.startswith("As "):
        verb = verb[0].lower() + verb[1:]
    lines = attribute_lines(rng, item, label)
    form = rng.choices(["num", "bul", "kv", "plain", "zero", "json"], [5, 1.6, 1.4, 4, 2.2, 0.6])[0]
    if item["domain"] == "story" and form == "zero":
        form = "plain"
    if form == "plain":
        prompt = sentence_prompt(rng, item, label, f"{head}{verb}", noun, dict(lines))
    elif form == "zero":
        prompt = label_prompt(rng, item, label, verb, noun)
    else:
        prompt = listed_prompt(rng, item, label, f"{head}{verb} {with_article(noun)}", lines, form)
    if rng.random() < 0.12:
        prompt += rng.choice(
            [
                " Be diverse.",
                " Be creative and specific.",
                "\nOnly output the text.",
                "\nAnswer with the text only.",
                "\nMake it different from the usual.",
            ]
        )
    if rng.random() < 0.2:
        prompt = with_examples(rng, item, label, prompt)
    return re.sub(
        r"\b([Aa]) (?=(action|animation|italian|indian|ethiopian|air fryer|electric|office|unfavourable|unfair)\b)",
        r"\1n ",
        prompt.replace(" film movie", " film"),
    )


def listed_prompt(rng, item, label, request, lines, form):
    """The request and its attributes as numbered lines, bullets, `name: value` lines or JSON."""
    introduction = rng.choice(
        [
            "Requirements:",
            "Follow these requirements:",
            "The text must meet these requirements:",
            "Requirements",
            "that meets the following requirements:",
            "Attributes:",
            "Conditions:",
        ]
    )
    prompt = request + (" " if introduction.startswith("that") else ". ") + introduction
    if rng.random() < 0.2 and item["domain"] != "story":
        phrase = pick(rng, DOMAINS[item["domain"]]["label_phrases"]).replace("{l}", label)
        prompt = f"{request} {phrase}. {introduction}"
    if form == "json":
        return prompt + "\n" + json.dumps({name.lower(): value for name, value in lines})
    listed = [f"{name}: {value}" for name, value in lines]
    if form == "num":
        listed = [f"{number}. {line}" for number, line in enumerate(listed, 1)]
    elif form == "bul":
        listed = [f"- {line}" for line in listed]
    return prompt + "\n" + "\n".join(listed)


def sentence_prompt(rng, item, label, opening, noun, asked):
    """One sentence that names the attributes; `asked` holds those that a list would name."""
    domain, attributes = DOMAINS[item["domain"]], item["attributes"]
    style = attributes.get("style")
    prompt = f"{opening} {with_article((style + ' ' if style and rng.random() < 0.4 else '') + noun)}"
    style_is_missing = style and style not in prompt
    if item["domain"] == "story":
        prompt += rng.choice([" that uses the words ", " with the words ", " containing these three words: "])
        prompt += attributes["words"]
    else:
        prompt += " " + pick(rng, domain["label_phrases"]).replace("{l}", label)
        if attributes.get("topic"):
            prompt += " " + domain["topic_phrase"].replace("{t}", attributes["topic"])
        if attributes.get("aspect"):
            prompt += rng.choice([", focusing on the ", " and mention the ", ", with attention to the "])
            prompt += attributes["aspect"]
        if attributes.get("location"):
            prompt += " in " + attributes["location"]
        if attributes.get("symptom"):
            symptom = re.sub(r"^(a|an) ", "", attributes["symptom"])
            prompt += rng.choice([" about ", " on "]) + f"{attributes['severity']} {symptom}"
    if style_is_missing:
        prompt += rng.choice([" in a {s} style", ", using a {s} tone", ". Style: {s}"]).replace("{s}", style)
    if attributes.get("persona"):
        prompt += rng.choice([", written by a ", ", from the view of a "]) + attributes["persona"]
    if attributes.get("level"):
        prompt += f" at {attributes['level']} level"
    length = asked.get("Length", asked.get("Word count"))
    if length:
        prompt += rng.choice([". Use {l}", ", {l}", ". It should have {l}", ". Length: {l}"]).replace("{l}", length)
    return prompt + "."


def label_prompt(rng, item, label, verb, noun):
    """A short prompt that names little but the label."""
    domain = DOMAINS[item["domain"]]
    prompt = rng.choice(
        [
            f"{verb} {with_article(noun)} " + pick(rng, domain["label_phrases"]).replace("{l}", label) + ".",
            f"The {noun} in {label} {pick(rng, domain['label_names']).lower()} is:",
            f"{pick(rng, domain['label_names'])}: {label}\n{noun.capitalize()}:",
            f'Write one {noun} for the label "{label}".',
        ]
    )
    if rng.random() < 0.4:
        prompt += rng.choice([" ", "\n"]) + rng.choice(["Length: ", "Use "]) + length_phrase(rng, item["band"]) + "."
    return prompt


def with_examples(rng, item, label, prompt):
    """The prompt with one to three examples before or after it."""
    count = rng.choice([1, 2, 2, 3])
    shown = examples(rng, item, count, label if rng.random() < 0.6 and item["label"] == label else None)
    heading = rng.choice(["Examples:", "Here are some examples:", "Here are examples of the format:", "Example texts:"])
    if rng.random() < 0.5:
        block = "\n".join("- " + example["text"] for example in shown)
    else:
        label_name = pick(rng, DOMAINS[item["domain"]]["label_names"])
        block = "\n\n".join(f"{label_name}: {example['label']}\nText: {example['text']}" for example in shown)
    block = f"{heading}\n{block}"
    return f"{prompt}\n\n{block}" if rng.random() < 0.5 else f"{block}\n\n{prompt}"
