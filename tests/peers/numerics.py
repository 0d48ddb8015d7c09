"""Seedbed's next-token distributions beside llama.cpp's, for every family and every type of weights.

    python numerics.py --next-token PROGRAM --out FILE.json [--every] [--only FAMILY]

KL is the mean over all positions of KL(llama.cpp || Seedbed), in nats; it should be below 1e-3. `theirs` is
KL(exact || llama.cpp) and `ours` is KL(exact || Seedbed), where exact is the same model with its weights widened to
F32, computed by llama.cpp. `same` is the share of positions where both have the same most probable token; the trained
models read what llama.cpp writes greedily, so there it is 100 % just where greedy texts are equal.
"""

import argparse
import json
import subprocess

import numpy as np

from llama import version
from models import FOLDER, ROOT, STARTER, family, widened
from reference import greedy, next_tokens
from shapes import FAMILIES

LIMIT = 1e-3
TYPES = ["F32", "F16", "BF16", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q8_0", "Q2_K", "Q3_K", "Q4_K", "Q5_K", "Q6_K"]
TRAINED = {"stories260K": ROOT / "crates/inference/tests/data/stories260K.gguf", "starter": STARTER}
GREEDY_STEPS = 64


def cases(every):
    """Name, type and file of what is compared: all families in F32 and Q4_K, and one family in all types."""
    for name in FAMILIES:
        for kind in TYPES:
            if every or kind in ("F32", "Q4_K") or name == "qwen3":
                yield name, kind, family(name, kind)


def random_texts():
    """Texts of any tokens: many short ones and one that reaches far."""
    random = np.random.default_rng(1)
    return [random.integers(256, 5000, count).tolist() for count in (16, 64, 64, 128, 300)]


def greedy_texts(model):
    """What llama.cpp writes after the first tokens of the vocabulary's second half."""
    return [greedy(model, [1, 300 + 7 * i, 310 + 5 * i], GREEDY_STEPS) for i in range(8)]


class Seedbed:
    """The program that prints Seedbed's distributions."""

    def __init__(self, program):
        self.program = program

    def next_tokens(self, model, texts):
        """As `reference.next_tokens`; the engine's sentence instead where it refuses the file."""
        asked, answered = FOLDER / "texts.json", FOLDER / "answers.f32"
        asked.write_text(json.dumps(texts))
        result = subprocess.run([self.program, model, asked, answered], capture_output=True, text=True, check=False)
        if result.returncode != 0:
            return result.stderr.strip()
        rows = np.fromfile(answered, "<f4").reshape(sum(map(len, texts)), -1)
        return np.split(rows, np.cumsum([len(text) for text in texts])[:-1])


def divergence(p, q):
    """Mean KL(p || q) of log-probabilities over all positions of all texts."""
    p, q = (np.concatenate(rows).astype(np.float64) for rows in (p, q))
    return float((np.exp(p) * (p - q)).sum(1).mean())


def agreement(p, q):
    """Share of positions with the same most probable token."""
    p, q = (np.concatenate(rows) for rows in (p, q))
    return float((p.argmax(1) == q.argmax(1)).mean())


def compare(seedbed, model, texts):
    """The figures of one file."""
    theirs = next_tokens(model, texts)
    ours = seedbed.next_tokens(model, texts)
    if isinstance(ours, str):
        return {"refused": ours}
    exact = next_tokens(widened(model), texts)
    return {
        "kl": divergence(theirs, ours),
        "theirs": divergence(exact, theirs),
        "ours": divergence(exact, ours),
        "same": agreement(theirs, ours),
    }


def line(name, kind, figures):
    """One line of the table."""
    start = f"{name:18}{kind:6}"
    if "refused" in figures:
        return f"{start}not loaded: {figures['refused']}"
    numbers = "".join(f"{figures[key]:11.1e}" for key in ("kl", "theirs", "ours"))
    return f"{start}{numbers}{figures['same']:8.1%}  {'' if figures['kl'] < LIMIT else 'above the limit'}".rstrip()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--next-token", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--every", action="store_true", help="every family in every type")
    parser.add_argument("--only", choices=FAMILIES, help="one family; nothing is written")
    arguments = parser.parse_args()
    seedbed = Seedbed(arguments.next_token)
    texts = random_texts()
    compared = [(name, kind, model, texts) for name, kind, model in cases(arguments.every)]
    for name, model in TRAINED.items():
        compared += [(name, kind, file, greedy_texts(file)) for kind, file in (("", model), ("F32", widened(model)))]
    compared = [case for case in compared if arguments.only in (None, case[0])]
    print(f"{'model':18}{'type':6}{'KL':>11}{'theirs':>11}{'ours':>11}{'same':>8}")
    rows = []
    for name, kind, model, texts in compared:
        figures = compare(seedbed, model, texts)
        rows.append({"model": name, "type": kind, **figures})
        print(line(name, kind, figures), flush=True)
    if arguments.only:
        return
    with open(arguments.out, "w", encoding="utf8") as file:
        json.dump({"llama.cpp": version(), "rows": rows}, file, indent=2)


if __name__ == "__main__":
    main()
