"""Measure the model on prompts that it has not seen.

    python evaluate.py --run run --gguf starter.gguf --server LLAMA_SERVER --train corpus.jsonl \
        [--data DIR] [--report report.json] [--samples samples.md]

Texts are sampled from the GGUF file through llama.cpp's server; label log-probabilities are computed with the float32
parameters. The label oracle is TF-IDF and logistic regression trained on fresh grammar text.
"""

import argparse
import csv
import json
import random
import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import fmean

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

from domains import DOMAIN_NAMES, DOMAINS, held_out, make
from grammar import LENGTH_BANDS, count_words, pick, with_article
from instructing import instruct, list_values
from judging import judge
from labelling import classify
from llama_server import post, serve
from passages import use_facts
from phrases.movies import GENRES
from phrases.restaurants import CUISINES
from public_sets import PublicSets
from scoring import Scorer
from text_statistics import accuracy, distinct, self_bleu, sentences, share
from writing import write

LABELLED_DOMAINS = {
    "movie": "sentiment",
    "product": "sentiment",
    "bank": "intent",
    "ticket": "intent",
    "news": "topic",
    "student": "subject",
    "clinical": "specialty",
    "emotion": "emotion",
    "legal": "fairness",
}
JUDGEMENTS = [
    (judge, "prefer", ["A", "B"]),
    (judge, "rate", list("12345")),
    (classify, "yesno", ["yes", "no"]),
    (use_facts, "nlicls", ["entailment", "neutral", "contradiction"]),
]
EXACT_TASKS = [
    (use_facts, "qa"),
    (use_facts, "entities"),
    (use_facts, "qgen"),
    (use_facts, "passage"),
    (use_facts, "triples"),
    (list_values, "list"),
    (instruct, "constrain"),
    (classify, "classify"),
]
BANKING77_INTENTS = [
    "card arrival",
    "lost or stolen card",
    "change pin",
    "exchange rate",
    "pending transfer",
    "top up failed",
    "terminate account",
    "cash withdrawal charge",
    "verify my identity",
    "apple pay or google pay",
]
# Texts whose training prompts do not combine label, topic and style, so that no combination is reserved.
WITHOUT_HELD_OUT = ("story", "clinical", "legal", "emotion", "spam", "qtype")
WRITING_TASKS = ("write", "write_real", "write_many", "similar", "write_json")
SHOWN_TWICE = ("movie", "product", "restaurant", "bank", "news", "story", "passage", "list", "classify")
TEMPERATURE = 0.8


class Report:
    """Figures by name, written whenever one is added."""

    def __init__(self, path):
        self.path, self.figures, self.start = path, {}, time.time()

    def add(self, name, value):
        self.figures[name] = value
        print(f"[{time.time() - self.start:5.0f}s]", name, json.dumps(value), flush=True)
        self.path.write_text(json.dumps(self.figures, indent=1))


def chatml(user):
    """A prompt of one user turn."""
    return f"<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n"


def prompt_of(example):
    """The prompt of a training example."""
    turns = example["messages"][:-1]
    rendered = "".join(f"<|im_start|>{turn['role']}\n{turn['content']}<|im_end|>\n" for turn in turns)
    return rendered + "<|im_start|>assistant\n"


def answer_of(example):
    """The answer of a training example."""
    return example["messages"][-1]["content"]


def sample(prompts, temperature, seed=0):
    """One answer for each prompt, without top-k or top-p; temperature 0 is greedy."""

    def one(number):
        request = {
            "prompt": prompts[number],
            "n_predict": 160,
            "temperature": temperature,
            "top_k": 1 if temperature == 0 else 0,
            "top_p": 1.0,
            "min_p": 0.0,
            "seed": seed + number,
            "cache_prompt": False,
        }
        return post("/completion", request)["content"].strip()

    with ThreadPoolExecutor(8) as executor:
        return list(executor.map(one, range(len(prompts))))


def fresh(task, name, count, seed):
    """`count` new examples of one kind that a task makes."""
    rng, found = random.Random(seed), []
    while len(found) < count:
        example = task(rng, PublicSets())
        if example["task"] == name:
            found.append(example)
    return found


def classification_user(text, labels, aspect):
    """The plainest labelling prompt."""
    return f"Classify the text by {aspect}. Labels: {', '.join(labels)}.\n\nText: {text}\nLabel:"


def measure_grammar_labels(report, scorer, count):
    """Zero-shot labels of fresh grammar texts."""
    rng = random.Random(99)
    for domain, aspect in LABELLED_DOMAINS.items():
        labels = [label for label in DOMAINS[domain]["labels"] if label != "neutral"]
        items = [
            make(rng, domain, label=labels[number % len(labels)], band=pick(rng, LENGTH_BANDS))
            for number in range(count)
        ]
        prompts = [chatml(classification_user(item["text"], labels, aspect)) for item in items]
        predicted = scorer.classify(prompts, labels)
        figures = {"labels": len(labels), "acc": accuracy(predicted, [item["label"] for item in items])}
        report.add(f"logprob_grammar_{domain}", figures)


def measure_public_labels(report, scorer, data, count):
    """Zero-shot labels of SST-2 and BANKING77, plain and corrected by a prompt without content."""
    lines = (data / "sst2/dev.json").read_text(encoding="utf8").splitlines()
    rows = [json.loads(line) for line in lines][:count]
    texts = [row["text"] for row in rows]
    gold = ["positive" if row["_id"] == 1 else "negative" for row in rows]
    for labels in (["positive", "negative"], ["negative", "positive"]):
        prompts = [chatml(classification_user(text, labels, "sentiment")) for text in texts]
        empty = chatml(classification_user("N/A", labels, "sentiment"))
        plain, corrected = scorer.classify(prompts, labels), scorer.classify_corrected(prompts, labels, empty)
        figures = {
            "n": len(rows),
            "acc": accuracy(plain, gold),
            "acc_calibrated": accuracy(corrected, gold),
            "share_positive": round(plain.count("positive") / len(plain), 3),
        }
        report.add(f"logprob_sst2_dev {'/'.join(labels)}", figures)
    with open(data / "banking77/test.csv", encoding="utf8", newline="") as file:
        pairs = [(row["text"], row["category"].replace("_", " ").lower()) for row in csv.DictReader(file)]
    pairs = [pair for pair in pairs if pair[1] in BANKING77_INTENTS][:count]
    gold = [intent for _, intent in pairs]
    prompts = [chatml(classification_user(text, BANKING77_INTENTS, "intent")) for text, _ in pairs]
    empty = chatml(classification_user("N/A", BANKING77_INTENTS, "intent"))
    figures = {
        "n": len(pairs),
        "acc": accuracy(scorer.classify(prompts, BANKING77_INTENTS), gold),
        "acc_calibrated": accuracy(scorer.classify_corrected(prompts, BANKING77_INTENTS, empty), gold),
    }
    report.add("logprob_banking77_test_10_intents", figures)


def measure_judgements(report, scorer, count):
    """Comparisons, ratings, yes or no, and relations by log-probability."""
    for task, name, labels in JUDGEMENTS:
        items = fresh(task, name, count, 7)
        gold = [answer_of(item) for item in items]
        predicted = scorer.classify([prompt_of(item) for item in items], labels)
        majority = max(Counter(gold).values()) / count
        figures = {"n": count, "acc": accuracy(predicted, gold), "majority": majority}
        if name == "rate":
            errors = [abs(int(rating) - int(right)) for rating, right in zip(predicted, gold)]
            figures["mean_abs_error"] = round(fmean(errors), 3)
        report.add(f"logprob_{name}", figures)


def trained_texts(path):
    """Every text that the model was trained to write, and their sentences."""
    texts, known_sentences = set(), set()
    with open(path, encoding="utf8") as file:
        for example in map(json.loads, file):
            if example["task"] in WRITING_TASKS:
                texts.add(answer_of(example).strip())
                known_sentences.update(sentences(answer_of(example)))
    return texts, known_sentences


def unseen_items(domain, count):
    """Records to ask for; where combinations are reserved for evaluation, only such."""
    rng, items, tries = random.Random(1234), [], 0
    while len(items) < count:
        item, tries = make(rng, domain), tries + 1
        attributes = item["attributes"]
        place = attributes.get("topic") or attributes.get("location") or ""
        unseen = attributes.get("style") and held_out(domain, item["label"], place, attributes["style"])
        if unseen or domain in WITHOUT_HELD_OUT or tries > 20000:
            items.append(item)
    return items


def numbered_prompt(item):
    """The numbered form of a request for a record."""
    domain, attributes = DOMAINS[item["domain"]], item["attributes"]
    names = {
        "topic": domain["topic_names"][0],
        "aspect": domain["aspect_names"][0],
        "style": "Style",
        "location": "Location",
        "persona": "Persona",
        "symptom": "Symptom",
        "severity": "Severity",
        "level": "Level",
        "words": "Words to use",
    }
    lines = [] if item["domain"] == "story" else [(domain["label_names"][0], item["label"])]
    lines += [(name, attributes[key]) for key, name in names.items() if attributes.get(key)]
    lines.append(("Length", "between %d and %d words" % item["band"]))
    role, noun = with_article(domain["roles"][0]), with_article(domain["nouns"][0])
    listed = "\n".join(f"{number}. {name}: {value}" for number, (name, value) in enumerate(lines, 1))
    return f"Suppose you are {role}. Please write {noun}. Requirements:\n{listed}"


def names_topic(item, text):
    """Whether a text names the topic that was asked for; None where there is nothing to look for."""
    attributes, text = item["attributes"], text.lower()
    match item["domain"]:
        case "movie":
            genre = attributes["topic"]
            elements = (element.split(" ", 1)[1] for element in GENRES[genre])
            return genre.replace(" film", "") in text or any(element in text for element in elements)
        case "restaurant":
            cuisine = attributes["topic"]
            named = cuisine in text or any(dish in text for dish in CUISINES[cuisine])
            return named and attributes["location"].lower() in text
        case "news":
            return attributes["location"].lower() in text
        case "clinical":
            return re.sub(r"^(a|an) ", "", attributes["symptom"]) in text
        case "story":
            return all(word in text for word in attributes["words"].split(", "))
        case "product" | "ticket" | "student":
            return attributes["topic"].lower() in text
    return None


def train_oracle(domain):
    """A classifier of the domain's labels and its own accuracy, both on fresh grammar texts."""
    rng = random.Random(777)
    items = [make(rng, domain) for _ in range(3000)]
    texts, labels = [item["text"] for item in items], [item["label"] for item in items]
    oracle = make_pipeline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(max_iter=300, C=10)
    )
    oracle.fit(texts[:2500], labels[:2500])
    return oracle, accuracy(oracle.predict(texts[2500:]), labels[2500:])


def measure_writing(report, train, count):
    """Sampled texts of each domain beside texts of the grammar; returns (prompt, text) pairs by domain."""
    known_texts, known_sentences = trained_texts(train)
    pairs = {}
    for domain in DOMAIN_NAMES:
        items = unseen_items(domain, count)
        prompts = [numbered_prompt(item) for item in items]
        start = time.time()
        texts = sample([chatml(prompt) for prompt in prompts], TEMPERATURE)
        figures = {"seconds": round(time.time() - start, 1)}
        grammar_texts = [item["text"] for item in items]
        lengths = [(*item["band"], count_words(text)) for item, text in zip(items, texts)]
        figures["in_band"] = share(low <= length <= high for low, high, length in lengths)
        figures["in_band_20pct"] = share(0.8 * low <= length <= 1.2 * high for low, high, length in lengths)
        if names_topic(items[0], texts[0]) is not None:
            figures["topic_present"] = share(map(names_topic, items, texts))
            figures["topic_present_grammar"] = share(map(names_topic, items, grammar_texts))
        figures["distinct2"] = round(distinct(texts), 3)
        figures["distinct2_grammar"] = round(distinct(grammar_texts), 3)
        figures["self_bleu"] = round(self_bleu(texts), 3)
        figures["self_bleu_grammar"] = round(self_bleu(grammar_texts), 3)
        figures["exact_copy"] = share(text in known_texts for text in texts)
        figures["exact_copy_grammar"] = share(text in known_texts for text in grammar_texts)
        figures["sentence_copy"] = share(sentence in known_sentences for text in texts for sentence in sentences(text))
        figures["duplicates"] = round(1 - len(set(texts)) / len(texts), 3)
        if len(DOMAINS[domain]["labels"]) > 1:
            oracle, figures["oracle_own_acc"] = train_oracle(domain)
            labels = [item["label"] for item in items]
            figures["label_following"] = accuracy(oracle.predict(texts), labels)
            figures["label_following_grammar"] = accuracy(oracle.predict(grammar_texts), labels)
        pairs[domain] = list(zip(prompts, texts))
        report.add(f"generate_{domain}", figures)
    return pairs


def measure_json(report, count):
    """JSON objects without a grammar constraint."""

    def keys(text):
        try:
            return list(json.loads(text))
        except json.JSONDecodeError:
            return None

    examples = fresh(write, "write_json", count, 31)
    found = [keys(text) for text in sample([prompt_of(example) for example in examples], TEMPERATURE)]
    right = [keys(answer_of(example)) for example in examples]
    figures = {
        "n": count,
        "valid": fmean(each is not None for each in found),
        "right_keys": fmean(map(lambda each, expected: each == expected, found, right)),
    }
    report.add("json_object", figures)


def spans(text):
    """The entities of a JSON answer, none if it does not parse."""
    try:
        return {entity["span"] for entity in json.loads(text)}
    except (json.JSONDecodeError, TypeError, KeyError):
        return set()


def list_items(text):
    """The items of a list in any of its layouts."""
    return [re.sub(r'^\d+\. |^- |[\[\]"]', "", item) for item in re.split(r"\n|, ", text)]


def exact_figures(name, examples, texts):
    """What can be said of greedy answers to one kind of task."""
    gold = [answer_of(example) for example in examples]
    if name == "list":
        return {
            "right_count": share(len(list_items(text)) == len(list_items(right)) for text, right in zip(texts, gold)),
            "no_repeats": share(len(set(list_items(text))) == len(list_items(text)) for text in texts),
        }
    # Passages and texts from triples have many right answers.
    figures = {"exact": None if name in ("passage", "triples") else accuracy(texts, gold)}
    if name == "entities":
        pairs = [(spans(text), spans(right)) for text, right in zip(texts, gold)]
        both = sum(len(found & right) for found, right in pairs)
        figures["span_f1"] = round(2 * both / max(1, sum(len(found) + len(right) for found, right in pairs)), 3)
    if name == "triples":
        figures["facts_kept"] = share(
            value in text
            for example, text in zip(examples, texts)
            for value in re.findall(r"; ([^;]+)\)$", example["messages"][-2]["content"], re.M)
        )
    return figures


def measure_exact_tasks(report, count):
    """Greedy answers to tasks with one right answer; returns (prompt, text) pairs by task."""
    pairs = {}
    for task, name in EXACT_TASKS:
        examples = fresh(task, name, count, 17)
        texts = sample([prompt_of(example) for example in examples], 0)
        report.add(f"greedy_{name}", {"n": count, **exact_figures(name, examples, texts)})
        pairs[name] = [(example["messages"][-2]["content"], text) for example, text in zip(examples, texts)]
    return pairs


def write_samples(path, pairs):
    """The first outputs of each kind, as they came."""
    parts = ["# Raw samples\n\nFirst outputs of each kind, T = 0.8 (writing) or greedy (tasks), not selected.\n"]
    shown = [(name, pair) for name, all_pairs in pairs.items() for pair in all_pairs[: 1 + (name in SHOWN_TWICE)]]
    for number, (name, (prompt, text)) in enumerate(shown, 1):
        parts.append(f"## {number}. {name}\n\n**Prompt**\n```\n{prompt}\n```\n**Output**\n```\n{text}\n```\n")
    path.write_text("\n".join(parts) + "\n", encoding="utf8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=Path("run"))
    parser.add_argument("--gguf", default="starter.gguf")
    parser.add_argument("--server", required=True, help="llama.cpp's llama-server")
    parser.add_argument("--train", default="corpus.jsonl", help="everything seen in training, to find copies")
    parser.add_argument("--data", type=Path, help="folder with sst2/ and banking77/")
    parser.add_argument("--report", type=Path, default=Path("report.json"))
    parser.add_argument("--samples", type=Path, default=Path("samples.md"))
    parser.add_argument("--texts", type=int, default=200, help="sampled texts of each domain")
    parser.add_argument(
        "--items", type=int, default=200, help="items of each judging task; half of it for exact answers"
    )
    arguments = parser.parse_args()
    report, scorer = Report(arguments.report), Scorer(arguments.run)
    report.add("n_per_domain", arguments.texts)
    measure_grammar_labels(report, scorer, arguments.items // 2)
    if arguments.data:
        measure_public_labels(report, scorer, arguments.data, arguments.items * 5)
    measure_judgements(report, scorer, arguments.items)
    with serve(arguments.server, arguments.gguf):
        pairs = measure_writing(report, arguments.train, arguments.texts)
        measure_json(report, arguments.items // 2)
        pairs |= measure_exact_tasks(report, arguments.items // 2)
    write_samples(arguments.samples, pairs)
    report.add("total_seconds", round(time.time() - report.start))


if __name__ == "__main__":
    main()
