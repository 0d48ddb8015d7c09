"""Speed by the number of sequences and by the length of the context, of both engines, as a table for a chart.

    python scale.py --seedbed PROGRAM --out FILE.csv [--model Q4_K_M] [--part sequences|context] [--at N] [--rounds N]

All sequences start with the same tokens, all but 40 of their context, and write 32 more each. The engines take turns; a
figure is the median of its rounds. A point that is not measured keeps what the file says of it.
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


def measure(engines_, model, part, sequences, context, rounds):
    """The rows of one point, one for each engine."""
    workload = Workload(context - PRIVATE, PRIVATE, OUTPUT, sequences)
    turns = [[engine.bench(model, workload, [sequences])["runs"][0] for engine in engines_] for _ in range(rounds)]
    for i, engine in enumerate(engines_):
        figures = {name: f"{median(turn[i][name] for turn in turns):.1f}" for name in COLUMNS[4:]}
        row = {"part": part, "sequences": str(sequences), "context": str(context), "engine": engine.name, **figures}
        print(*row.values(), flush=True)
        yield row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seedbed", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--model", default="Q4_K_M")
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--at", type=int, help="only this number of sequences or length of context")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    both, model = engines(arguments.seedbed), published(SHAPE, arguments.model)
    points = [(part, *point) for part, all_points in PARTS.items() for point in all_points]
    wanted = [
        point
        for point in points
        if arguments.part in (None, point[0])
        and (arguments.at is None or arguments.at == point[1 if point[0] == "sequences" else 2])
    ]
    known = {}
    if arguments.out.exists():
        with arguments.out.open(encoding="utf8", newline="") as file:
            known = {key(row): row for row in csv.DictReader(file)}
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    for point in wanted:
        for row in measure(both, model, *point, arguments.rounds):
            known[key(row)] = row
        # Written after each point, so that what was measured stays when the rest is not.
        order = [(*map(str, point), engine.name) for point in points for engine in both]
        with arguments.out.open("w", encoding="utf8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(known[name] for name in order if name in known)


def key(row):
    """What names a row."""
    return row["part"], row["sequences"], row["context"], row["engine"]


if __name__ == "__main__":
    main()
