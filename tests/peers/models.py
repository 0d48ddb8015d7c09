"""The model files of the measurements, made when they are missing."""

from pathlib import Path

from llama import quantize
from random_gguf import read_vocabulary, write
from shapes import FAMILIES, PUBLISHED

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "target/peers/models"
VOCABULARIES = ROOT / "crates/inference/tests/data/vocabularies"
STARTER = ROOT / "models/starter/starter.gguf"


def published(name, kind):
    """A file of a published model's shape with its real vocabulary, as people download it: usual mixtures of types."""
    path = FOLDER / f"{name}.{kind}.gguf"
    if not path.exists():
        source = FOLDER / f"{name}.F16.gguf"
        if not source.exists():
            vocabulary = "llama-bpe" if name.startswith("llama") else "qwen2"
            made(
                source,
                lambda new: write(PUBLISHED[name], read_vocabulary(VOCABULARIES / f"{vocabulary}.gguf.gz"), new, "F16"),
            )
        made(path, lambda new: quantize(source, new, kind, pure=False))
    return path


def family(name, kind):
    """A small file of a family, every matrix of one type."""
    path = FOLDER / f"{name.replace(', ', '-')}.{kind}.gguf"
    if not path.exists():
        if kind == "F32":
            made(path, lambda new: write(FAMILIES[name], read_vocabulary(STARTER), new))
        else:
            source = family(name, "F32")
            made(path, lambda new: quantize(source, new, kind, pure=True))
    return path


def made(path, make):
    """Make a file under another name, so that what is there is complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    make(new)
    new.rename(path)


def widened(path):
    """The same model with every weight as F32."""
    wide = FOLDER / f"{path.stem}.wide.gguf"
    if not wide.exists():
        made(wide, lambda new: quantize(path, new, "F32", pure=True))
    return wide
