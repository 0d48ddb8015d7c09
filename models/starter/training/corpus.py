"""The training corpus: chat examples from the grammars and, optionally, from public sets.

    python corpus.py --n 170000 --seed 1 --out corpus.jsonl [--real DIR] [--phase 2]

Each line is `{"task": …, "messages": [{"role": …, "content": …}, …]}`. The same arguments give the same file. All
grammar text is original; --real adds permissively licensed public sets (see MODEL_CARD.md). Combinations for which
`domains.held_out` is true never occur in attribute-conditioned writing, so evaluate.py uses them as unseen prompts.
"""

import argparse
import json
import random

from instructing import dialogue, greet, instruct, list_values
from judging import judge
from labelling import classify
from passages import use_facts
from public_sets import PublicSets
from writing import mix_examples, write, write_similar

GENERAL_MIX = {
    write: 44,
    classify: 24,
    judge: 6.5,
    list_values: 4.5,
    use_facts: 11,
    dialogue: 2.2,
    instruct: 3.2,
    greet: 0.4,
    write_similar: 2.5,
    mix_examples: 1.5,
}
# A short second phase: more public sentiment texts, yes/no questions, passages and lists.
SECOND_MIX = {
    write: 28,
    classify: 36,
    judge: 8,
    list_values: 8,
    use_facts: 22,
    dialogue: 1.5,
    instruct: 2,
    greet: 0.3,
    write_similar: 1.2,
    mix_examples: 1,
}


def generate(count, seed, public, phase=1):
    """`count` training examples of phase 1 or 2."""
    rng = random.Random(seed)
    mix = SECOND_MIX if phase == 2 else GENERAL_MIX
    if phase == 2:
        public = public.with_more_sentiment()
    for _ in range(count):
        task = rng.choices(list(mix), list(mix.values()))[0]
        yield task(rng, public)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=170000, help="number of examples")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", default="corpus.jsonl")
    parser.add_argument("--real", help="folder with supergen/, fewgen/, banking77/, tos_unfair_en/, self_instruct/")
    parser.add_argument("--phase", type=int, choices=(1, 2), default=1)
    arguments = parser.parse_args()
    public = PublicSets.load(arguments.real) if arguments.real else PublicSets()
    with open(arguments.out, "w", encoding="utf8") as file:
        for example in generate(arguments.n, arguments.seed, public, arguments.phase):
            file.write(json.dumps(example, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
