"""Both engines as child processes that take the same workload and answer in the same form."""

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Workload:
    """Rows over a shared prompt; the numbers are tokens."""

    shared: int
    private: int
    output: int
    rows: int

    def options(self, batches):
        """As both programs understand them."""
        options = {
            "--shared-prompt": self.shared,
            "--private-prompt": self.private,
            "--output": self.output,
            "--rows": self.rows,
        }
        return [str(word) for pair in options.items() for word in pair] + [
            word for batch in batches for word in ("--batch", str(batch))
        ]


# What a person waits for: 64 rows of a dataset, a prompt, one answer.
DATASET = Workload(600, 40, 128, 64)
PROMPT = Workload(0, 512, 1, 3)
SINGLE = Workload(0, 128, 64, 1)


class Engine:
    """A program that measures a model."""

    def __init__(self, name, command):
        self.name, self.command = name, [str(word) for word in command]

    def bench(self, model, workload, batches):
        """What each batch size gave.

        `peak_bytes` becomes that of the process from its start to its end. `others` is the share of the processors that
        other programs took meanwhile: figures with much of it are worth little.
        """
        command = [*self.command, "--model", str(model), *workload.options(batches)]
        start, busy = time.monotonic(), busy_seconds()
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        answer = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        if status != 0:
            raise RuntimeError(f"{' '.join(command)} failed")
        others = busy_seconds() - busy - usage.ru_utime - usage.ru_stime
        others = max(others, 0.0) / (time.monotonic() - start) / os.cpu_count()
        answer = json.loads(answer)
        # Linux counts in KiB, macOS in bytes.
        peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        for run in answer["runs"]:
            run["peak_bytes"] = peak - answer.get("interpreter_bytes", 0)
            run["others"] = others
        rates = ", ".join(f"{run['decode_tokens_per_second']:.1f}" for run in answer["runs"])
        print(
            f"{self.name}, {model.name}, {workload}, at once {batches}: decoding {rates}, others {others:.0%}",
            file=sys.stderr,
        )
        return answer


def busy_seconds():
    """Time that all processors together have worked since the system started; 0 where that is not to be had."""
    try:
        with open("/proc/stat", encoding="ascii") as file:
            user, nice, system, _idle, _wait, *interrupts = map(int, file.readline().split()[1:8])
    except OSError:
        return 0.0
    return (user + nice + system + sum(interrupts)) / os.sysconf("SC_CLK_TCK")


def engines(seedbed):
    """llama.cpp and Seedbed."""
    llama = Engine("llama.cpp", [sys.executable, HERE / "llama_bench.py"])
    return llama, Engine("Seedbed", [seedbed, "bench", "--json"])
