"""Speed by the number of sequences and by the length of the context, of both engines, as a table for a chart.

    python scale.py --seedbed PROGRAM --out FILE.csv [--model Q4_K_M] [--part sequences|context] [--rounds N]

All sequences start with the same tokens, all but 40 of their context, and write 32 more each. The engines take turns; a
figure is the median of its rounds. A part that is not measured keeps what the file says of it.
"""

import argparse
import csv
from pathlib import Path
from statistics import median

from engines import Workload, engines
from models import published
from peers import SHAPE

PRIVATE, OUTPUT = 40, 32
PARTS = {
    "sequences": [(sequences, 640) for sequences in (1, 2, 4, 8, 16, 32, 64)],
    "context": [(16, context) for context in (256, 512, 1024, 2048, 4096, 8192)],
}
COLUMNS = ["part", "sequences", "context", "engine", "decode_tokens_per_second", "prompt_tokens_per_second"]


def measure(both, model, part, rounds):
    """The rows of one part."""
    for sequences, context in PARTS[part]:
        workload = Workload(context - PRIVATE, PRIVATE, OUTPUT, sequences)
        turns = [[engine.bench(model, workload, [sequences])["runs"][0] for engine in both] for _ in range(rounds)]
        for i, engine in enumerate(both):
            figures = {name: f"{median(turn[i][name] for turn in turns):.1f}" for name in COLUMNS[4:]}
            row = {"part": part, "sequences": sequences, "context": context, "engine": engine.name, **figures}
            print(*row.values(), flush=True)
            yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seedbed", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", default="Q4_K_M")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    both, model = engines(arguments.seedbed), published(SHAPE, arguments.model)
    known = []
    if arguments.out.exists():
        with arguments.out.open(encoding="utf8", newline="") as file:
            known = list(csv.DictReader(file))
    rows = []
    for part in PARTS:
        if arguments.part in (None, part):
            rows += measure(both, model, part, arguments.rounds)
        else:
            rows += [row for row in known if row["part"] == part]
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    with arguments.out.open("w", encoding="utf8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
