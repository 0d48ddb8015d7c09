"""Tasks that write texts."""

import json

from domains import DOMAINS, make, make_for_training
from grammar import LENGTH_BANDS, count_words, pick, with_article
from labelling import label_subset
from prompts import chat, write_prompt
from texts import record


def write(rng, public):
    """Write one text, one JSON object or several texts."""
    if rng.random() < 0.13 and public:
        return write_public(rng, public)
    item = make_for_training(rng)
    form = rng.random()
    if form < 0.8:
        return chat(rng, "write", write_prompt(rng, item), item["text"])
    if form < 0.92:  # one JSON object
        text_key, label_key = (
            rng.choice(["text", "review", "content", "sentence", "message"]),
            rng.choice(
                [
                    "label",
                    "class",
                    "category",
                    "sentiment" if item["domain"] in ("movie", "product", "restaurant") else "label",
                ]
            ),
        )
        fields = {text_key: item["text"], label_key: item["label"]}
        if rng.random() < 0.25 and item["attributes"].get("topic"):
            fields["topic"] = item["attributes"]["topic"]
        keys = ", ".join(f'"{key}"' for key in fields)
        prompt = (
            write_prompt(rng, item)
            + rng.choice(["\n", " "])
            + rng.choice(
                [
                    f"Return a JSON object with the keys {keys}.",
                    f"Answer as JSON with keys {keys}.",
                    "Output only JSON: {" + ", ".join(f'"{key}": ...' for key in fields) + "}",
                ]
            )
        )
        return chat(rng, "write_json", prompt, json.dumps(fields, ensure_ascii=False))
    count = rng.choice([2, 2, 3, 3, 4])  # several texts at once
    band = pick(rng, LENGTH_BANDS[:7])
    items = [make(rng, item["domain"], label=item["label"], band=band) for _ in range(count)]
    domain = DOMAINS[item["domain"]]
    prompt = (
        f"{rng.choice(['Write', 'Generate', 'Give me', 'List'])} {count} {pick(rng, domain['nouns'])}s "
        + pick(rng, domain["label_phrases"]).replace("{l}", item["label"])
        + "."
    )
    if rng.random() < 0.3:
        return chat(
            rng,
            "write_many",
            prompt + rng.choice([" Return a JSON array of strings.", " Output a JSON list."]),
            json.dumps([item["text"] for item in items], ensure_ascii=False),
        )
    if rng.random() < 0.5:
        return chat(
            rng,
            "write_many",
            prompt + rng.choice([" Number them.", " Use a numbered list.", ""]),
            "\n".join(f"{number}. {item['text']}" for number, item in enumerate(items, 1)),
        )
    return chat(
        rng,
        "write_many",
        prompt + rng.choice([" One per line.", " Put each on its own line."]),
        "\n".join(item["text"] for item in items),
    )


def write_public(rng, public):
    """Write a text of a public set."""
    source = rng.choice([name for name in ("sst", "sst", "bank77", "bank77", "tos") if name in public])
    text, label = pick(rng, public[source])
    count = count_words(text)
    low = max(1, count // 5 * 5 - rng.choice([0, 5]))
    band = (low, low + rng.choice([10, 15]) if count <= low + 10 else low + 20)
    domain = {"sst": "movie", "bank77": "bank", "tos": "legal"}[source]
    if source == "tos":
        item = record(domain, text, band, label[0], topic=label[1])
    else:
        item = dict(record(domain, text, band, label), pool=public[source])
    return chat(rng, "write_real", write_prompt(rng, item), text)


def write_similar(rng, public):
    """Write a text like a given one."""
    item = make_for_training(rng)
    similar = make(rng, item["domain"], label=item["label"], band=item["band"], topic=item["attributes"].get("topic"))
    noun = pick(rng, DOMAINS[item["domain"]]["nouns"])
    label_phrase = (
        ""
        if item["domain"] == "story"
        else " " + pick(rng, DOMAINS[item["domain"]]["label_phrases"]).replace("{l}", item["label"])
    )
    prompt = rng.choice(
        [
            f"Write {with_article(noun)}{label_phrase} similar to:\n{item['text']}",
            f"Here is {with_article(noun)}{label_phrase}:\n{item['text']}\n\nWrite another one with the same label.",
            f"{item['text']}\n\nWrite a new {noun} like this one.",
        ]
    )
    return chat(rng, "similar", prompt, similar["text"])


def mix_examples(rng, public):
    """Continue a list of texts with labels (Yoo et al. 2021, GPT3Mix)."""
    name = rng.choice(["movie", "product", "restaurant", "bank", "news", "ticket", "emotion", "student"])
    domain = DOMAINS[name]
    noun, label_name = domain["nouns"][0], domain["label_names"][0].lower()
    shown = [make(rng, name, band=pick(rng, LENGTH_BANDS[:6])) for _ in range(rng.choice([2, 3]))]
    wanted = make(rng, name, band=pick(rng, LENGTH_BANDS[:6]))
    options = label_subset(rng, wanted["label"], domain["labels"])
    prompt = (
        f"Each item in the following list contains a {noun} and the respective {label_name}. The {label_name} is one of {', '.join(repr(item) for item in options)}.\n\n"
        + "\n".join(f"{noun.capitalize()}: {item['text']} ({label_name}: {item['label']})" for item in shown)
        + f"\n{noun.capitalize()}:"
    )
    return chat(rng, "gpt3mix", prompt, f"{wanted['text']} ({label_name}: {wanted['label']})")
