"""The model files of the measurements, made when they are missing or older than what they are made from."""

from pathlib import Path

from llama import quantize
from random_gguf import read_vocabulary, write
from shapes import FAMILIES, PUBLISHED

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target/peers/models"
VOCABULARIES = ROOT / "crates/inference/tests/data/vocabularies"
STARTER = ROOT / "models/starter/starter.gguf"


# What decides the content of a file with random weights.
WRITERS = [Path(__file__).with_name(name) for name in ("shapes.py", "random_gguf.py")]


def published(name, kind):
    """A file of a published model's shape with its real vocabulary, as people download it: usual mixtures of types."""
    vocabulary = VOCABULARIES / ("llama-bpe.gguf.gz" if name.startswith("llama") else "qwen2.gguf.gz")
    source = made(
        FOLDER / f"{name}.F16.gguf",
        [*WRITERS, vocabulary],
        lambda new: write(PUBLISHED[name], read_vocabulary(vocabulary), new, "F16"),
    )
    if kind == "F16":
        return source
    return made(FOLDER / f"{name}.{kind}.gguf", [source], lambda new: quantize(source, new, kind, pure=False))


def family(name, kind):
    """A small file of a family, every matrix of one type."""
    name, shape = name.replace(", ", "-"), FAMILIES[name]
    source = made(
        FOLDER / f"{name}.F32.gguf",
        [*WRITERS, STARTER],
        lambda new: write(shape, read_vocabulary(STARTER), new),
    )
    if kind == "F32":
        return source
    return made(FOLDER / f"{name}.{kind}.gguf", [source], lambda new: quantize(source, new, kind, pure=True))


def widened(path):
    """The same model with every weight as F32."""
    return made(FOLDER / f"{path.stem}.wide.gguf", [path], lambda new: quantize(path, new, "F32", pure=True))


def made(path, sources, make):
    """The file, made under another name first, so that what is there is complete."""
    changed = max(source.stat().st_mtime for source in sources)
    if not path.exists() or path.stat().st_mtime < changed:
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        make(new)
        new.rename(path)
    return path
