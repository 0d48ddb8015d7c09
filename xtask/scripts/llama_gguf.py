"""Write small Llama checkpoints of other formats as F32 GGUF files.

    python llama_gguf.py llama2c --checkpoint stories260K.bin --tokenizer tok512.bin --out stories260K.gguf
    python llama_gguf.py safetensors --folder tinystories-656k --out tinystories-656k.gguf

`llama2c` reads version 0 checkpoints and tokenizers of karpathy/llama2.c (export.py, tokenizer.py); `safetensors` reads a
Transformers folder (config.json, tokenizer.json, model.safetensors) with a SentencePiece-like BPE.
Needs gguf and numpy.
"""
import argparse
import json
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from gguf import GGUFWriter, LlamaFileType, TokenType


@dataclass(frozen=True)
class Shape:
    """Hyperparameters of a Llama model with tied embeddings."""

    hidden: int
    feed_forward: int
    layers: int
    heads: int
    kv_heads: int
    vocabulary: int
    context: int
    norm_epsilon: float = 1e-5
    rope_base: float = 10000.0

    @property
    def head_dim(self):
        return self.hidden // self.heads


@dataclass(frozen=True)
class Vocabulary:
    """A SentencePiece vocabulary: the higher a score, the earlier its merge."""

    tokens: list[bytes]
    scores: list[float]
    types: list[TokenType]


def interleave_rotary(matrix, heads):
    """Reorder the output rows of a query or key matrix from half-split to adjacent rotary pairs, as GGUF's `llama` wants."""
    rows, columns = matrix.shape
    return matrix.reshape(heads, 2, rows // heads // 2, columns).swapaxes(1, 2).reshape(rows, columns)


def read_llama2c(checkpoint, tokenizer):
    """A version 0 checkpoint: seven int32 and the tensors one after another, float32, each over all layers."""
    content = Path(checkpoint).read_bytes()
    hidden, feed_forward, layers, heads, kv_heads, vocabulary, context = struct.unpack_from("<7i", content)
    if vocabulary < 0:
        raise SystemExit("checkpoints with a separate output matrix are not supported")
    shape = Shape(hidden, feed_forward, layers, heads, kv_heads, vocabulary, context)
    values, offset = np.frombuffer(content, dtype="<f4", offset=28), 0

    def take(*dimensions):
        nonlocal offset
        size = int(np.prod(dimensions))
        offset += size
        return values[offset - size : offset].reshape(dimensions)

    keys = kv_heads * shape.head_dim
    tensors = {"token_embd": take(vocabulary, hidden)}
    stacks = [
        ("attn_norm", (hidden,)),
        ("attn_q", (hidden, hidden)),
        ("attn_k", (keys, hidden)),
        ("attn_v", (keys, hidden)),
        ("attn_output", (hidden, hidden)),
        ("ffn_norm", (hidden,)),
        ("ffn_gate", (feed_forward, hidden)),
        ("ffn_down", (hidden, feed_forward)),
        ("ffn_up", (feed_forward, hidden)),
    ]
    for name, dimensions in stacks:
        for layer, tensor in enumerate(take(layers, *dimensions)):
            tensors[f"blk.{layer}.{name}"] = tensor
    tensors["output_norm"] = take(hidden)
    return shape, read_llama2c_vocabulary(tokenizer, vocabulary), tensors


def read_llama2c_vocabulary(path, size):
    """The longest token's length, then for each token a float32 score, an int32 length and its bytes."""
    content, offset = Path(path).read_bytes(), 4
    tokens, scores = [], []
    for _ in range(size):
        score, length = struct.unpack_from("<fi", content, offset)
        tokens.append(content[offset + 8 : offset + 8 + length].replace(b" ", "▁".encode()))
        scores.append(score)
        offset += 8 + length
    tokens[:3] = [b"<unk>", b"<s>", b"</s>"]
    types = [TokenType.UNKNOWN, TokenType.CONTROL, TokenType.CONTROL]
    types += [TokenType.BYTE] * 256 + [TokenType.NORMAL] * (size - 259)
    return Vocabulary(tokens, scores, types)


def read_safetensors(path):
    """The tensors of a file as float32, by name."""
    content = Path(path).read_bytes()
    (header_length,) = struct.unpack_from("<Q", content)
    header = json.loads(content[8 : 8 + header_length])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        if entry["dtype"] != "F32":
            raise SystemExit(f"{name} has type {entry['dtype']}; only F32 is supported")
        begin, end = (8 + header_length + offset for offset in entry["data_offsets"])
        tensors[name] = np.frombuffer(content[begin:end], dtype="<f4").reshape(entry["shape"])
    return tensors


def read_transformers(folder):
    folder = Path(folder)
    config = json.loads((folder / "config.json").read_text())
    shape = Shape(
        hidden=config["hidden_size"],
        feed_forward=config["intermediate_size"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        kv_heads=config["num_key_value_heads"],
        vocabulary=config["vocab_size"],
        context=config["max_position_embeddings"],
        norm_epsilon=config["rms_norm_eps"],
        rope_base=config["rope_theta"],
    )
    source = read_safetensors(folder / "model.safetensors")
    # Tied matrices are stored once, under either name.
    embedding = "model.embed_tokens.weight" if "model.embed_tokens.weight" in source else "lm_head.weight"
    tensors = {"token_embd": source[embedding], "output_norm": source["model.norm.weight"]}
    names = {
        "input_layernorm": "attn_norm",
        "post_attention_layernorm": "ffn_norm",
        "self_attn.q_proj": "attn_q",
        "self_attn.k_proj": "attn_k",
        "self_attn.v_proj": "attn_v",
        "self_attn.o_proj": "attn_output",
        "mlp.gate_proj": "ffn_gate",
        "mlp.up_proj": "ffn_up",
        "mlp.down_proj": "ffn_down",
    }
    for layer in range(shape.layers):
        for theirs, ours in names.items():
            tensors[f"blk.{layer}.{ours}"] = source[f"model.layers.{layer}.{theirs}.weight"]
        for name, heads in (("attn_q", shape.heads), ("attn_k", shape.kv_heads)):
            tensors[f"blk.{layer}.{name}"] = interleave_rotary(tensors[f"blk.{layer}.{name}"], heads)
    return shape, read_tokenizer_json(folder / "tokenizer.json"), tensors


def read_tokenizer_json(path):
    """A BPE vocabulary whose merges become scores: a token's score is minus the rank of the merge that makes it."""
    tokenizer = json.loads(Path(path).read_text(encoding="utf8"))
    vocabulary = sorted(tokenizer["model"]["vocab"].items(), key=lambda item: item[1])
    special = {token["content"] for token in tokenizer["added_tokens"]}
    unknown = tokenizer["model"]["unk_token"]
    rank = {}
    for position, merge in enumerate(tokenizer["model"]["merges"]):
        pair = merge.split(" ") if isinstance(merge, str) else merge
        rank.setdefault("".join(pair), position)

    def kind(token):
        if token == unknown:
            return TokenType.UNKNOWN
        if token in special:
            return TokenType.CONTROL
        if len(token) == 6 and token.startswith("<0x") and token.endswith(">"):
            return TokenType.BYTE
        return TokenType.NORMAL

    tokens = [token for token, _ in vocabulary]
    scores = [-float(rank.get(token, len(rank))) for token in tokens]
    return Vocabulary([token.encode() for token in tokens], scores, [kind(token) for token in tokens])


def write(path, name, shape, vocabulary, tensors):
    writer = GGUFWriter(path, "llama")
    writer.add_name(name)
    writer.add_context_length(shape.context)
    writer.add_embedding_length(shape.hidden)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.feed_forward)
    writer.add_head_count(shape.heads)
    writer.add_head_count_kv(shape.kv_heads)
    writer.add_rope_dimension_count(shape.head_dim)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_vocab_size(shape.vocabulary)
    writer.add_file_type(LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("llama")
    writer.add_token_list(vocabulary.tokens)
    writer.add_token_scores(vocabulary.scores)
    writer.add_token_types(vocabulary.types)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_bos_token(True)
    writer.add_add_eos_token(False)
    for tensor, values in tensors.items():
        writer.add_tensor(f"{tensor}.weight", np.ascontiguousarray(values))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    formats = parser.add_subparsers(dest="format", required=True)
    llama2c = formats.add_parser("llama2c")
    llama2c.add_argument("--checkpoint", required=True)
    llama2c.add_argument("--tokenizer", required=True)
    safetensors = formats.add_parser("safetensors")
    safetensors.add_argument("--folder", required=True)
    for command in (llama2c, safetensors):
        command.add_argument("--out", required=True)
    arguments = parser.parse_args()
    if arguments.format == "llama2c":
        model = read_llama2c(arguments.checkpoint, arguments.tokenizer)
    else:
        model = read_transformers(arguments.folder)
    write(arguments.out, Path(arguments.out).stem, *model)


if __name__ == "__main__":
    main()
