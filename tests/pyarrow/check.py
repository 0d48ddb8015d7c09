"""Open exported Parquet files in pyarrow: rows, columns, types, and every cell beside the same export as JSON lines.

    python check.py FOLDER

FOLDER holds what `cargo xtask pyarrow` writes there. The first difference ends the check with an error.
"""
import argparse
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

TEXT, WHOLE, NUMBER = pa.string(), pa.int64(), pa.float64()
# Columns that every export ends on. Conditions are JSON text in every format that types its columns.
ORIGIN = {"_row": WHOLE, "_seed": WHOLE, "_conditions": TEXT, "_recipe": TEXT, "_model": TEXT}
# Rows and columns of each file, by its name without ending.
EXPORTS = {
    "attrprompt": (200, {"text": TEXT, "label": TEXT} | ORIGIN),
    "llmaaa": (40, {"text": TEXT, "label": TEXT, "label_confidence": NUMBER, "gold": TEXT} | ORIGIN),
    "self-prompting": (10, {"passage": TEXT, "question": TEXT, "answer": TEXT, "explanation": TEXT} | ORIGIN),
}
# Width of the built-in model's hidden states.
WIDTH = 256


def expect(found, expected, what):
    if found != expected:
        raise SystemExit(f"{what}: {found!r} instead of {expected!r}")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check_export(folder, name, rows, columns):
    """Rows, names and types are those expected, and the cells are those of the JSON lines."""
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    expect(table.num_rows, rows, f"rows of {path.name}")
    expect({field.name: field.type for field in table.schema}, columns, f"columns of {path.name}")
    expect(list(table.column_names), list(columns), f"order of columns of {path.name}")
    expect(table.column("_row").to_pylist(), list(range(rows)), f"row numbers of {path.name}")
    written = lines(folder / f"{name}.jsonl")
    expect(len(written), rows, f"rows of {name}.jsonl")
    for row, (cells, same) in enumerate(zip(table.to_pylist(), written)):
        cells["_conditions"] = json.loads(cells["_conditions"])
        expect(cells, same, f"row {row} of {path.name}")
    report(path, table)


def check_vectors(folder, name, rows):
    """Vectors are lists of one size, of unit length, and those of the JSON lines."""
    path = folder / f"{name}.parquet"
    table = pq.read_table(path)
    vector = pa.list_(pa.field("item", pa.float32(), nullable=False), WIDTH)
    columns = {"text": TEXT, "vector": vector, "_encoder": TEXT, "_model": TEXT}
    expect(table.num_rows, rows, f"rows of {path.name}")
    expect({field.name: field.type for field in table.schema}, columns, f"columns of {path.name}")
    written = lines(folder / f"{name}.jsonl")
    numbers = pa.array([row["vector"] for row in written], vector)
    expect(table.column("vector").combine_chunks().equals(numbers), True, f"vectors of {path.name}")
    for row, numbers in enumerate(table.column("vector").to_pylist()):
        length = sum(number * number for number in numbers)
        expect(abs(length - 1) < 1e-5, True, f"unit length of vector {row} of {path.name}")
    report(path, table)


def report(path, table):
    columns = ", ".join(f"{field.name} {field.type}" for field in table.schema)
    print(f"{path.name}: {table.num_rows} rows; {columns}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    for name, (rows, columns) in EXPORTS.items():
        check_export(folder, name, rows, columns)
    check_vectors(folder, "vectors", EXPORTS["attrprompt"][0])
    print(f"pyarrow {pa.__version__} reads all of them as they were written.")


if __name__ == "__main__":
    main()
