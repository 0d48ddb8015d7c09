"""Write a model file of a given shape with seeded random weights and the vocabulary of another file.

    python random_gguf.py SHAPE VOCABULARY OUT [--type F32|F16] [--layers N]

VOCABULARY is a GGUF file, or one compressed with gzip. Such a model has no language, but the speed, the memory and the
arithmetic of the real one.
"""

import argparse
import gzip
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType

from shapes import FAMILIES, PUBLISHED

TYPES = {"F32": (np.float32, LlamaFileType.ALL_F32), "F16": (np.float16, LlamaFileType.MOSTLY_F16)}


def read_vocabulary(path):
    """The keys of a file that describe its tokens."""
    if path.suffix == ".gz":
        with tempfile.NamedTemporaryFile(suffix=".gguf") as file:
            file.write(gzip.decompress(path.read_bytes()))
            file.flush()
            return read_vocabulary(Path(file.name))
    fields = GGUFReader(path).fields
    return {name: (field.contents(), field.types) for name, field in fields.items() if name.startswith("tokenizer.")}


def write_vocabulary(writer, vocabulary):
    """The keys as they were read."""
    for name, (value, types) in vocabulary.items():
        if types[0] == GGUFValueType.ARRAY:
            writer.add_key_value(name, value, types[0], sub_type=types[1])
        else:
            writer.add_key_value(name, value, types[0])


def write_shape(writer, shape):
    """The keys that describe the decoder."""
    keys = {
        "context_length": shape.context,
        "embedding_length": shape.hidden,
        "block_count": shape.layers,
        "feed_forward_length": shape.feed_forward,
        "attention.head_count": shape.heads,
        "attention.head_count_kv": shape.kv_heads,
        "attention.key_length": shape.head_dim,
        "attention.value_length": shape.head_dim,
        "attention.layer_norm_rms_epsilon": shape.eps,
        "rope.freq_base": shape.theta,
        **shape.metadata,
    }
    if shape.rotated:
        keys["rope.dimension_count"] = shape.rotated
    add = {int: writer.add_uint32, float: writer.add_float32, str: writer.add_string}
    for name, value in keys.items():
        add[type(value)](f"{shape.architecture}.{name}", value)


def matrices(shape, tokens):
    """Name, outputs, inputs and gain of each matrix. With a gain of 1 outputs have the inputs' size."""
    hidden, queries, keys = shape.hidden, shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    yield "token_embd", tokens, hidden, shape.spread
    if not shape.tied:
        yield "output", tokens, hidden, shape.spread
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        if shape.fused:
            yield block + "attn_qkv", queries + 2 * keys, hidden, 1.5
            yield block + "ffn_up", 2 * shape.feed_forward, hidden, 1.0
        else:
            # Scores are then large enough for attention to choose.
            yield block + "attn_q", queries, hidden, 1.5
            yield block + "attn_k", keys, hidden, 1.5
            yield block + "attn_v", keys, hidden, 1.0
            yield block + "ffn_gate", shape.feed_forward, hidden, 1.0
            yield block + "ffn_up", shape.feed_forward, hidden, 1.0
        yield block + "attn_output", hidden, queries, 1.0
        yield block + "ffn_down", hidden, shape.feed_forward, 1.0


def vectors(shape):
    """Name, length, mean and standard deviation of each vector."""
    hidden, queries, keys = shape.hidden, shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    yield "output_norm.weight", hidden, 1.0, 0.1
    for layer in range(shape.layers):
        block = f"blk.{layer}."
        if shape.norms in ("before", "both"):
            yield block + "attn_norm.weight", hidden, 1.0, 0.1
            yield block + "ffn_norm.weight", hidden, 1.0, 0.1
        if shape.norms in ("after", "both"):
            yield block + "post_attention_norm.weight", hidden, shape.after, 0.1
            yield block + "post_ffw_norm.weight", hidden, shape.after, 0.1
        if shape.bias:
            yield block + "attn_q.bias", queries, 0.0, 0.5
            yield block + "attn_k.bias", keys, 0.0, 0.5
            yield block + "attn_v.bias", keys, 0.0, 0.5
        if shape.qk_norm:
            whole = shape.qk_norm == "row"
            yield block + "attn_q_norm.weight", queries if whole else shape.head_dim, 1.5, 0.1
            yield block + "attn_k_norm.weight", keys if whole else shape.head_dim, 1.5, 0.1


def write(shape, vocabulary, path, kind="F32", name="random"):
    """A file of this shape; the same arguments give the same bytes."""
    storage, file_type = TYPES[kind]
    random = np.random.default_rng(0)
    writer = GGUFWriter(path, shape.architecture, use_temp_file=False)
    writer.add_name(name)
    writer.add_file_type(file_type)
    write_shape(writer, shape)
    write_vocabulary(writer, vocabulary)
    tokens = len(vocabulary["tokenizer.ggml.tokens"][0])
    for tensor, outputs, inputs, gain in matrices(shape, tokens):
        weights = random.standard_normal((outputs, inputs), dtype=np.float32)
        weights *= gain / np.sqrt(inputs)
        writer.add_tensor(tensor + ".weight", weights.astype(storage, copy=False))
    for tensor, length, mean, deviation in vectors(shape):
        writer.add_tensor(tensor, (mean + deviation * random.standard_normal(length)).astype(np.float32))
    for tensor, factors in shape.factors.items():
        writer.add_tensor(tensor, factors)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    shapes = PUBLISHED | FAMILIES
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=shapes)
    parser.add_argument("vocabulary", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--type", choices=TYPES, default="F16")
    parser.add_argument("--layers", type=int, help="instead of the shape's own number")
    arguments = parser.parse_args()
    shape = shapes[arguments.shape]
    if arguments.layers:
        shape = replace(shape, layers=arguments.layers)
    write(shape, read_vocabulary(arguments.vocabulary), arguments.out, arguments.type, f"random {arguments.shape}")


if __name__ == "__main__":
    main()
