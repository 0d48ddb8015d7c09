"""Permissively licensed public sets, named in MODEL_CARD.md."""

import csv
import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from grammar import count_words

CLAUSE_TYPES = {
    "ltd": "limitation of liability",
    "ter": "unilateral termination",
    "ch": "unilateral change",
    "a": "arbitration",
    "j": "jurisdiction",
    "law": "choice of law",
    "cr": "content removal",
    "use": "contract by using",
    "pinc": "privacy",
}


@dataclass(frozen=True)
class PublicSets:
    """The sets by name, and how often tasks draw on them."""

    sets: dict[str, list] = field(default_factory=dict)
    labelling_share: float = 0.34
    sentiment_weight: float = 4
    yes_no_share: float = 0.07

    def __bool__(self):
        return bool(self.sets)

    def __contains__(self, name):
        return name in self.sets

    def __getitem__(self, name):
        return self.sets[name]

    def with_more_sentiment(self):
        """The same sets in the proportions of the second phase."""
        return replace(self, labelling_share=0.5, sentiment_weight=9, yes_no_share=0.16)

    @classmethod
    def load(cls, root):
        """Every set that is there below `root`."""
        root = Path(root)
        sets = {
            "sst": sentiment(root),
            "mnli": inference(root),
            "qnli": answering(root),
            "qqp": paraphrases(root),
            "cola": acceptability(root),
            "bank77": intents(root),
            "tos": clauses(root),
            "seed": seed_tasks(root),
        }
        sets = {name: rows for name, rows in sets.items() if rows}
        if "bank77" in sets:
            sets["bank77_labels"] = sorted({label for _, label in sets["bank77"]})
        return cls(sets)


def clean(text):
    """The text without entities of HTML and repeated spaces."""
    return re.sub(r"\s+", " ", re.sub(r"&#\d+;|&\w+;", "'", text)).strip()


def rows(root, *paths):
    """The rows of those JSON files that are there."""
    for path in paths:
        if (root / path).exists():
            yield from json.loads((root / path).read_text(encoding="utf8"))


def sentiment(root):
    """(text, positive or negative)."""
    return [
        (clean(row["text"]), "positive" if row["label"] == "1" else "negative")
        for row in rows(root, "supergen/SST-2.train.json", "fewgen/SST-2.16-13.gen-train.json")
        if 3 <= count_words(row["text"]) <= 60
    ]


def inference(root):
    """(premise, hypothesis, relation)."""
    return [
        (clean(row["text1"]), clean(row["text2"]), row["label"])
        for row in rows(root, "supergen/MNLI.train.json", "fewgen/MNLI.16-13.gen-train.json")
        if row["label"] in ("entailment", "neutral", "contradiction")
        and count_words(row["text1"]) < 45
        and row["text1"] != row["text2"]
    ]


def answering(root):
    """(question, sentence, whether the sentence answers the question)."""
    return [
        (clean(row["text1"]), clean(row["text2"]), "yes" if row["label"] == "entailment" else "no")
        for row in rows(root, "supergen/QNLI.train.json")
    ]


def paraphrases(root):
    """(sentence, sentence, whether they are paraphrases)."""
    return [
        (clean(row["text1"]), clean(row["text2"]), "paraphrase" if row["label"] == "1" else "not paraphrase")
        for row in rows(root, "supergen/QQP.train.json", "supergen/MRPC.train.json")
    ]


def acceptability(root):
    """(sentence, whether it is grammatical)."""
    return [
        (clean(row["text"]), "acceptable" if row["label"] == "1" else "unacceptable")
        for row in rows(root, "supergen/CoLA.train.json", "fewgen/CoLA.16-13.gen-train.json")
        if count_words(row["text"]) < 40
    ]


def intents(root):
    """(bank query, intent)."""
    path = root / "banking77/train.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf8", newline="") as file:
        return [
            (clean(row["text"]), row["category"].replace("_", " ").replace("?", "").lower())
            for row in csv.DictReader(file)
            if count_words(row["text"]) < 60
        ]


def clauses(root):
    """(sentence, (fair or unfair, clause type)) for the first tag of each tagged sentence."""
    folder, found = root / "tos_unfair_en", []
    for path in sorted((folder / "sentences/en/original").glob("*")):
        sentences = path.read_text(encoding="utf8").split("\n")
        tags = (folder / "tags/en/original" / path.name).read_text(encoding="utf8").split("\n")
        for sentence, tagged in zip(sentences, tags):
            tag = re.match(r"([a-z]+)(\d)", (tagged.split() or [""])[0])
            if tag and tag[1] in CLAUSE_TYPES and 6 <= count_words(sentence) <= 70:
                found.append((clean(sentence), ("fair" if tag[2] == "1" else "unfair", CLAUSE_TYPES[tag[1]])))
    return found


def seed_tasks(root):
    """(instruction, None) for every short task, then (prompt, answer) for those whose answer is short too."""
    path = root / "self_instruct/seed_tasks.jsonl"
    if not path.exists():
        return []
    pairs = []
    for line in path.read_text(encoding="utf8").splitlines():
        task = json.loads(line)
        instance, instruction = task["instances"][0], clean(task["instruction"])
        if count_words(instruction) >= 50:
            continue
        prompt = instruction + ("\n\n" + instance["input"].strip() if instance["input"] else "")
        is_long = count_words(prompt) + count_words(instance["output"]) > 110
        pairs.append((instruction, None) if is_long else (prompt, instance["output"].strip()))
    instructions = [(prompt.split("\n\n")[0], None) for prompt, _ in pairs]
    return instructions + [(prompt, answer) for prompt, answer in pairs if answer]
