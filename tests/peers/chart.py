"""Draws docs/scale.csv as docs/scale.svg: decoding speed of both engines by sequences and by context.

    python chart.py --table FILE.csv --out FILE.svg
"""

import argparse
import csv
from pathlib import Path

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot  # noqa: E402

# Okabe and Ito's colours, told apart by everyone.
COLOURS = {"llama.cpp": "#E69F00", "Seedbed": "#0072B2"}
PARTS = [
    ("sequences", "sequences", "sequences at once (context 640)"),
    ("context", "context", "tokens of context (16 sequences at once)"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--table", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    with arguments.table.open(encoding="utf8", newline="") as file:
        rows = list(csv.DictReader(file))
    # The same table gives the same bytes.
    matplotlib.rcParams.update({"svg.hashsalt": "scale", "font.size": 9, "svg.fonttype": "none"})
    figure, axes = pyplot.subplots(1, 2, figsize=(9, 3.4), layout="constrained")
    for axis, (part, column, label) in zip(axes, PARTS):
        for engine, colour in COLOURS.items():
            points = [row for row in rows if row["part"] == part and row["engine"] == engine]
            x = [int(row[column]) for row in points]
            y = [float(row["decode_tokens_per_second"]) for row in points]
            axis.plot(x, y, marker="o", color=colour, label=engine)
        axis.set_xscale("log", base=2)
        axis.set_xticks(x, [str(tick) for tick in x])
        axis.set_ylim(bottom=0)
        axis.set_xlabel(label)
        axis.set_ylabel("decoding, tokens/s")
        axis.grid(alpha=0.3)
        axis.legend(frameon=False)
    figure.savefig(arguments.out, metadata={"Date": None})


if __name__ == "__main__":
    main()
