"""Write a GGUF file with the exact shape of a real architecture and seeded random weights.

    python random_gguf.py --vocabulary ggml-vocab-qwen2.gguf --shape qwen3-0.6b --out random-f16.gguf
    python random_gguf.py … --quantize Q4_K_M=random-q4_k_m.gguf --quantize Q8_0=random-q8_0.gguf

The vocabulary is copied from another GGUF file (llama.cpp's source archive holds some under `models/`). Such a file is
right for speed, memory and numerics against another engine, and meaningless as language.

Needs gguf and numpy; --quantize needs llama-cpp-python.
"""
import argparse
from dataclasses import dataclass

import numpy as np
from gguf import GGUFReader, GGUFValueType, GGUFWriter, LlamaFileType


@dataclass(frozen=True)
class Shape:
    """The hyperparameters of a published model."""

    architecture: str
    hidden: int
    layers: int
    heads: int
    kv_heads: int
    head_dim: int
    feed_forward: int
    context: int
    rope_base: float
    norm_epsilon: float
    query_key_norm: bool = False
    attention_bias: bool = False


SHAPES = {
    "qwen3-0.6b": Shape("qwen3", 1024, 28, 16, 8, 128, 3072, 40960, 1e6, 1e-6, query_key_norm=True),
    "qwen2.5-0.5b": Shape("qwen2", 896, 24, 14, 2, 64, 4864, 32768, 1e6, 1e-6, attention_bias=True),
    "llama-3.2-1b": Shape("llama", 2048, 16, 32, 8, 64, 8192, 131072, 5e5, 1e-5),
}


def copy_vocabulary(source, writer):
    """Copy every `tokenizer.` field; returns the number of tokens."""
    for name, field in source.fields.items():
        if not name.startswith("tokenizer."):
            continue
        if field.types[0] == GGUFValueType.ARRAY:
            writer.add_array(name, field.contents())
        else:
            writer.add_key_value(name, field.contents(), field.types[0])
    return len(source.fields["tokenizer.ggml.tokens"].data)


def write_metadata(writer, shape, vocabulary):
    writer.add_name(f"random-{shape.architecture}")
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_key_length(shape.head_dim)
    writer.add_value_length(shape.head_dim)
    writer.add_file_type(LlamaFileType.MOSTLY_F16)
    if shape.architecture == "llama":
        writer.add_rope_dimension_count(shape.head_dim)
        writer.add_vocab_size(vocabulary)


def write_tensors(writer, shape, vocabulary, seed):
    """Matrices scaled to keep activations near unit size, norms near one; the head is tied to the embedding."""
    random = np.random.default_rng(seed)

    def matrix(name, rows, columns, deviation=None):
        values = random.standard_normal((rows, columns), dtype=np.float32) * (deviation or columns**-0.5)
        writer.add_tensor(f"{name}.weight", values.astype(np.float16))

    def norm(name, size):
        writer.add_tensor(f"{name}.weight", (1 + 0.1 * random.standard_normal(size)).astype(np.float32))

    def bias(name, size):
        writer.add_tensor(f"{name}.bias", (0.1 * random.standard_normal(size)).astype(np.float32))

    queries, keys = shape.heads * shape.head_dim, shape.kv_heads * shape.head_dim
    matrix("token_embd", vocabulary, shape.hidden, deviation=0.05)
    norm("output_norm", shape.hidden)
    for layer in range(shape.layers):
        block = f"blk.{layer}"
        norm(f"{block}.attn_norm", shape.hidden)
        norm(f"{block}.ffn_norm", shape.hidden)
        for name, size in (("attn_q", queries), ("attn_k", keys), ("attn_v", keys)):
            matrix(f"{block}.{name}", size, shape.hidden)
        matrix(f"{block}.attn_output", shape.hidden, queries)
        if shape.attention_bias:
            for name, size in (("attn_q", queries), ("attn_k", keys), ("attn_v", keys)):
                bias(f"{block}.{name}", size)
        if shape.query_key_norm:
            norm(f"{block}.attn_q_norm", shape.head_dim)
            norm(f"{block}.attn_k_norm", shape.head_dim)
        matrix(f"{block}.ffn_gate", shape.feed_forward, shape.hidden)
        matrix(f"{block}.ffn_up", shape.feed_forward, shape.hidden)
        matrix(f"{block}.ffn_down", shape.hidden, shape.feed_forward)


def quantize(source, target, file_type):
    """Rewrite `source` as `target`; `file_type` is a llama.cpp name such as Q4_K_M."""
    import llama_cpp

    parameters = llama_cpp.llama_model_quantize_default_params()
    parameters.ftype = getattr(llama_cpp, f"LLAMA_FTYPE_MOSTLY_{file_type}")
    if llama_cpp.llama_model_quantize(source.encode(), target.encode(), parameters) != 0:
        raise SystemExit(f"{source} could not be quantized to {file_type}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vocabulary", required=True, help="GGUF file whose tokenizer is copied")
    parser.add_argument("--shape", required=True, choices=SHAPES)
    parser.add_argument("--out", required=True, help="F16 file to write")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--quantize", action="append", default=[], metavar="TYPE=FILE")
    arguments = parser.parse_args()

    shape = SHAPES[arguments.shape]
    writer = GGUFWriter(arguments.out, shape.architecture)
    vocabulary = copy_vocabulary(GGUFReader(arguments.vocabulary), writer)
    write_metadata(writer, shape, vocabulary)
    write_tensors(writer, shape, vocabulary, arguments.seed)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    for request in arguments.quantize:
        file_type, _, target = request.partition("=")
        quantize(arguments.out, target, file_type)


if __name__ == "__main__":
    main()
