"""Write a run's parameters as GGUF: F16, and Q8_0 if llama.cpp's quantizer is given.

    python export.py --run run --out DIR [--quantize LLAMA_QUANTIZE] [--server LLAMA_SERVER]

With --server the F16 file is loaded, its tokenization compared with tokenizer.json and its greedy output compared token
for token with the float32 reference.
"""

import argparse
import json
import subprocess
from pathlib import Path

import gguf
import numpy as np
from tokenizers import Tokenizer

import reference
from llama_server import post, serve

TEMPLATE = (
    "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
VECTORS = {"n_attn": "attn_norm", "n_mlp": "ffn_norm", "n_q": "attn_q_norm", "n_k": "attn_k_norm"}
MATRICES = {
    "wq": "attn_q",
    "wk": "attn_k",
    "wv": "attn_v",
    "wo": "attn_output",
    "wg": "ffn_gate",
    "wu": "ffn_up",
    "wd": "ffn_down",
}
PROMPTS = [
    "Write a positive movie review about a horror movie. Length: between 20 and 40 words.",
    "List 5 cuisines.",
    "Classify the text by sentiment. Labels: positive, negative.\n\nText: the plot is a mess and I was bored.\nLabel:",
    "You are a bank customer. Write a banking question.\n1. Intent: change PIN\n2. Style: polite\n3. Length: 10 to 25 words",
    "Write a short story with the words: lantern, dance, brave.",
    "Suppose you are a journalist. Please write a news brief. Requirements:\n"
    "1. Topic: sports\n2. Location: Berlin\n3. Length: between 20 and 40 words",
]
STRINGS = [
    *PROMPTS,
    "It's 12,345.67 dollars — naïve café!\n\n\tTabs  and   spaces",
    '{"text": "a", "label": "b"}',
    "<|im_start|>user\nHi<|im_end|>\n",
]


def write_vocabulary(writer, tokenizer, size):
    """The tokens and merges of a tokenizer.json; numbers without a token become unused ones."""
    special = {token["content"]: token["id"] for token in tokenizer["added_tokens"]}
    names = [f"<|unused{number}|>" for number in range(size)]
    types = [gguf.TokenType.UNUSED] * size
    for token, number in tokenizer["model"]["vocab"].items():
        names[number] = token
        types[number] = gguf.TokenType.CONTROL if token in special else gguf.TokenType.NORMAL
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in tokenizer["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("qwen2")
    writer.add_token_list(names)
    writer.add_token_types(types)
    writer.add_token_merges(merges)
    writer.add_bos_token_id(special["<|endoftext|>"])
    writer.add_eos_token_id(special["<|im_end|>"])
    writer.add_pad_token_id(special["<|endoftext|>"])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def write_tensors(writer, params, layers):
    """Matrices as F16, [out, in]; norms as F32."""
    half = lambda value: np.ascontiguousarray(value.astype(np.float16))
    full = lambda value: np.ascontiguousarray(value.astype(np.float32))
    writer.add_tensor("token_embd.weight", half(params["emb"]))
    writer.add_tensor("output_norm.weight", full(params["n_out"]))
    for layer in range(layers):
        for ours, theirs in VECTORS.items():
            writer.add_tensor(f"blk.{layer}.{theirs}.weight", full(params[ours][layer]))
        for ours, theirs in MATRICES.items():
            writer.add_tensor(f"blk.{layer}.{theirs}.weight", half(params[ours][layer].T))


def write(run, path):
    """Write a run as an F16 file."""
    cfg = json.loads((run / "config.json").read_text())
    writer = gguf.GGUFWriter(path, "qwen3")
    writer.add_name("Synthetic data starter")
    writer.add_description("Tiny demonstration model for synthetic text generation and annotation (English, ChatML).")
    writer.add_license("Apache-2.0")
    writer.add_context_length(cfg["ctx"])
    writer.add_embedding_length(cfg["dim"])
    writer.add_block_count(cfg["layers"])
    writer.add_feed_forward_length(cfg["ffn"])
    writer.add_head_count(cfg["heads"])
    writer.add_head_count_kv(cfg["kv_heads"])
    writer.add_key_length(cfg["head_dim"])
    writer.add_value_length(cfg["head_dim"])
    writer.add_layer_norm_rms_eps(cfg["eps"])
    writer.add_rope_freq_base(cfg["theta"])
    writer.add_vocab_size(cfg["vocab"])
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_F16)
    write_vocabulary(writer, json.loads((run / "tokenizer.json").read_text(encoding="utf8")), cfg["vocab"])
    write_tensors(writer, dict(np.load(run / "params.npz")), cfg["layers"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def check(run, model, server):
    """Compare the file, read by llama.cpp, with tokenizer.json and with the float32 reference."""
    tokenizer = Tokenizer.from_file(str(run / "tokenizer.json"))
    cfg, params = reference.load(run)
    params = reference.round_f16(params)
    end = tokenizer.token_to_id("<|im_end|>")
    with serve(server, model):
        different = [
            text
            for text in STRINGS
            if post("/tokenize", {"content": text, "parse_special": True})["tokens"] != tokenizer.encode(text).ids
        ]
        print("tokenization mismatches:", len(different))
        identical = 0
        for prompt in PROMPTS:
            text = f"<|im_start|>user\n{prompt}<|im_end|>\n<|im_start|>assistant\n"
            request = {"prompt": text, "n_predict": 60, "temperature": 0, "top_k": 1}
            answer = post("/completion", {**request, "return_tokens": True, "cache_prompt": False})
            expected, margins = reference.greedy(params, cfg, tokenizer.encode(text).ids, 60, end)
            expected = [token for token in expected if token != end]
            tokens = [token for token in answer["tokens"] if token != end]
            if tokens == expected:
                identical += 1
                continue
            place = next((i for i, pair in enumerate(zip(tokens, expected)) if pair[0] != pair[1]), None)
            print("differs at", place, "logit margin", margins[place] if place is not None else "-", "|", prompt)
        print("identical prompts:", identical, "of", len(PROMPTS))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=Path("run"))
    parser.add_argument("--out", type=Path, default=Path("."))
    parser.add_argument("--quantize", help="llama.cpp's llama-quantize")
    parser.add_argument("--server", help="llama.cpp's llama-server")
    arguments = parser.parse_args()
    f16, q8_0 = arguments.out / "starter-f16.gguf", arguments.out / "starter.gguf"
    write(arguments.run, f16)
    if arguments.quantize:
        subprocess.run([arguments.quantize, f16, q8_0, "Q8_0"], check=True, stdout=subprocess.DEVNULL)
    if arguments.server:
        check(arguments.run, f16, arguments.server)


if __name__ == "__main__":
    main()
