"""Seedbed beside llama.cpp on the same files. The engines take turns; what counts is the median of paired ratios.

    python peers.py --seedbed PROGRAM --out FILE.json [--models Q4_K_M Q8_0] [--rounds N] [--batch N N] [--more]

Each engine first shows at which number of sequences it is best (`--batch` names both numbers instead).
"""

import argparse
import json
from pathlib import Path
from statistics import median

from engines import DATASET, PROMPT, SINGLE, Workload, engines
from llama import threads, version
from models import published

SHAPE = "qwen3-0.6b"
BATCHES = [1, 8, 16, 32, 64]
# Rounds in which other programs took a larger share of the processors do not count.
DISTURBED = 0.05

# Name, where the figure is found, and the ratio of Seedbed to llama.cpp that it should have.
FIGURES = [
    ("dataset: output tokens/s while decoding", "dataset", "decode_tokens_per_second", "at least 1.6"),
    ("dataset: output tokens/s of the whole job", "dataset", "output_tokens_per_second", "at least 1.6"),
    ("prompt of 512: tokens/s", "prompt", "prompt_tokens_per_second", "at least 1.4"),
    ("one sequence: tokens/s", "single", "decode_tokens_per_second", "at least 1.0"),
    ("dataset: peak memory, MB", "dataset", "peak_bytes", "at most 1.35"),
]


def best(engine, model, speeds, save):
    """The number of sequences at which decoding is fastest; what is unknown in `speeds` is measured on one batch."""
    for batch in BATCHES:
        if str(batch) not in speeds:
            one = Workload(DATASET.shared, DATASET.private, DATASET.output, batch)
            speeds[str(batch)] = engine.bench(model, one, [batch])["runs"][0]["decode_tokens_per_second"]
            save()
    return int(max(speeds, key=speeds.get))


def measure(engine, model, batch):
    """One turn of an engine: a fresh process for each workload."""
    dataset, prompt, single = (
        engine.bench(model, workload, [size]) for workload, size in ((DATASET, batch), (PROMPT, 1), (SINGLE, 1))
    )
    turn = {"dataset": dataset["runs"][0], "prompt": prompt["runs"][0], "single": single["runs"][0]}
    return {"batch": batch, **turn}


def others(turn):
    """The largest share of the processors that other programs took during a turn."""
    return max(turn[workload]["others"] for workload in ("dataset", "prompt", "single"))


def table(kind, rounds):
    """The figures of one file, a line each."""
    sizes = " and ".join(str(turn["batch"]) for turn in rounds[-1])
    lines = [f"{SHAPE} {kind}, {len(rounds)} rounds, {threads()} threads, batches of {sizes}"]
    lines.append(f"{'':44}{'llama.cpp':>10}{'Seedbed':>10}{'ratio':>8}   {'range':14}goal")
    for name, workload, key, goal in FIGURES:
        scale = 1e-6 if key == "peak_bytes" else 1
        peer, own = ([turns[i][workload][key] * scale for turns in rounds] for i in (0, 1))
        ratios = [mine / theirs for theirs, mine in zip(peer, own)]
        spread = f"{min(ratios):.2f} - {max(ratios):.2f}"
        figures = f"{median(peer):10.1f}{median(own):10.1f}{median(ratios):8.2f}"
        lines.append(f"{name:44}{figures}   {spread:14}{goal}")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seedbed", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--models", nargs="+", default=["Q4_K_M", "Q8_0"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--batch", type=int, nargs=2, help="sequences at once of llama.cpp and of Seedbed")
    parser.add_argument("--more", action="store_true", help="keep what the file has and add to it")
    arguments = parser.parse_args()
    both = engines(arguments.seedbed)
    report = {"threads": threads(), "llama.cpp": version(), "models": {}}
    if arguments.more and arguments.out.exists():
        report = json.loads(arguments.out.read_text())

    def save():
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        arguments.out.write_text(json.dumps(report, indent=2))

    for kind in arguments.models:
        model = published(SHAPE, kind)
        known = report["models"].setdefault(kind, {"survey": {}, "rounds": [], "disturbed": []})
        batches = arguments.batch or [
            best(engine, model, known["survey"].setdefault(engine.name, {}), save) for engine in both
        ]
        for _ in range(arguments.rounds):
            turns = [measure(engine, model, batch) for engine, batch in zip(both, batches)]
            kept = "rounds" if max(map(others, turns)) < DISTURBED else "disturbed"
            known[kept].append(turns)
            save()
    for kind in arguments.models:
        known = report["models"][kind]
        for name, speeds in known["survey"].items():
            by_batch = ", ".join(f"{batch}: {speed:.0f}" for batch, speed in speeds.items())
            print(f"{name} {kind}, decoding tokens/s by sequences: {by_batch}")
        if known["rounds"]:
            print(table(kind, known["rounds"]), end="\n\n")
        if known["disturbed"]:
            print(f"{len(known['disturbed'])} rounds do not count, because other programs ran meanwhile.")


if __name__ == "__main__":
    main()
