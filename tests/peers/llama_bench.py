"""How fast llama.cpp is at the workload of a dataset: many texts over one prompt.

    python llama_bench.py --model FILE [--shared-prompt T] [--private-prompt T] [--output T] [--rows N] [--batch N]

The options and the answer are those of `seedbed bench --json`. The shared prompt is computed once and its cache is
shared; the answers of a batch are decoded together. Tokens are chosen by their largest logit. Times count the library's
calls alone, so neither Python nor the choice of tokens slows llama.cpp down here; `outside` is the share of all time
that is left out.
"""

import argparse
import json
import time

import numpy as np

from llama import Llama, version


def resident():
    """The largest memory that this process has had, in bytes."""
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:"))


class Workload:
    """Rows of one batch size, and where the time of computing them went."""

    def __init__(self, engine, arguments, batch):
        self.engine, self.batch = engine, batch
        self.shared, self.private, self.output = arguments.shared_prompt, arguments.private_prompt, arguments.output
        self.rows = arguments.rows
        self.random = np.random.default_rng(batch)
        self.reading = self.writing = 0.0

    def tokens(self, count):
        """Any tokens; the first few of a vocabulary may be special ones."""
        return self.random.integers(256, self.engine.vocabulary * 9 // 10, count)

    def run(self):
        """Compute all rows."""
        self.engine.forget(-1)
        if self.shared:
            # With its last token's logits unasked for: the first token of a row comes after the private part.
            start = self.engine.seconds
            places = np.arange(self.shared)
            self.engine.decode(self.tokens(self.shared), places, np.zeros(self.shared, int), places < 0)
            self.reading += self.engine.seconds - start
        for first in range(0, self.rows, self.batch):
            self.wave(min(self.batch, self.rows - first))

    def wave(self, count):
        """The rows that are computed together."""
        engine, start = self.engine, self.engine.seconds
        sequences = np.arange(1, count + 1)
        for sequence in sequences.tolist():
            engine.share(0, sequence, self.shared)
        places = np.tile(np.arange(self.shared, self.shared + self.private), count)
        last = places == self.shared + self.private - 1
        logits = engine.decode(self.tokens(len(places)), places, np.repeat(sequences, self.private).tolist(), last)
        self.reading += engine.seconds - start
        start = engine.seconds
        everything = np.ones(count, bool)
        for step in range(self.output - 1):
            place = self.shared + self.private + step
            logits = engine.decode(logits.argmax(1), np.full(count, place), sequences.tolist(), everything)
        self.writing += engine.seconds - start
        for sequence in sequences.tolist():
            engine.forget(sequence)

    def result(self):
        """The rates, as Seedbed reports them."""

        def rate(tokens, seconds):
            return tokens / seconds if seconds else 0.0

        return {
            "batch": self.batch,
            "prompt_tokens_per_second": rate(self.shared + self.rows * self.private, self.reading),
            "decode_tokens_per_second": rate(self.rows * (self.output - 1), self.writing),
            "output_tokens_per_second": rate(self.rows * self.output, self.reading + self.writing),
            "peak_bytes": resident(),
        }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True)
    parser.add_argument("--shared-prompt", type=int, default=600)
    parser.add_argument("--private-prompt", type=int, default=40)
    parser.add_argument("--output", type=int, default=128)
    parser.add_argument("--rows", type=int, default=64)
    parser.add_argument("--batch", type=int, action="append", required=True)
    parser.add_argument("--no-flash", action="store_true", help="without llama.cpp's fused attention")
    arguments = parser.parse_args()
    largest = max(arguments.batch)
    interpreter = resident()
    context = arguments.shared_prompt + largest * (arguments.private_prompt + arguments.output)
    engine = Llama(arguments.model, context, largest + 1, flash=not arguments.no_flash)
    runs = []
    for batch in arguments.batch:
        # The first call allocates and touches what all later ones use.
        engine.decode([300], [0], [0], [True])
        start, inside = time.perf_counter(), engine.seconds
        workload = Workload(engine, arguments, batch)
        workload.run()
        spent = time.perf_counter() - start
        runs.append({**workload.result(), "outside": 1 - (engine.seconds - inside) / spent})
    print(json.dumps({"runs": runs, "interpreter_bytes": interpreter, "engine": version()}, indent=2))


if __name__ == "__main__":
    main()
