"""Compute the greedy continuations that the inference tests compare with.

    python greedy_reference.py --cases greedy_cases.json --root ../.. --out ../../crates/inference/tests/data/greedy
    python greedy_reference.py --cases greedy_cases.json --root FOLDER --only tinystories-656k --out FOLDER

Each case is run twice: by llama.cpp (one sequence, float32 cache, no flash attention) and by a plain float32 forward
pass in NumPy over the dequantized weights, written here from the papers' formulas. A case is kept only if both choose
the same tokens with room to spare: each step's margin, the smaller of the two engines' distances between the best and
the second logit, is kept with it and is at least the case's `smallest_margin`. (llama.cpp rounds activations to Q8_0
before a product with Q8_0 weights, which moves log-probabilities by up to 0.2.)

Needs llama-cpp-python, gguf and numpy.
"""
import argparse
import ctypes
import json
from pathlib import Path

import gguf
import llama_cpp
import numpy as np

STEPS = 64
KEPT_LOG_PROBS = 20
KEPT_POSITIONS = (0, 1, 7, 31)


class LlamaCpp:
    """llama.cpp with one sequence and a float32 cache."""

    def __init__(self, path):
        self.name = f"llama.cpp, llama-cpp-python {llama_cpp.__version__}"
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = 0
        self.model = llama_cpp.llama_model_load_from_file(str(path).encode(), parameters)
        if not self.model:
            raise SystemExit(f"{path} could not be loaded")
        self.vocabulary = llama_cpp.llama_model_get_vocab(self.model)
        self.size = llama_cpp.llama_vocab_n_tokens(self.vocabulary)
        self.end = llama_cpp.llama_vocab_eos(self.vocabulary)

    def tokenize(self, text):
        content = text.encode()
        tokens = (llama_cpp.llama_token * (len(content) + 8))()
        count = llama_cpp.llama_tokenize(self.vocabulary, content, len(content), tokens, len(tokens), True, True)
        return list(tokens[:count])

    def start(self, tokens):
        """Feed a prompt to a fresh context; returns the next token's logits."""
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_ubatch = 512, 512, 512
        parameters.n_seq_max, parameters.n_threads, parameters.n_threads_batch = 1, 1, 1
        parameters.type_k = parameters.type_v = llama_cpp.GGML_TYPE_F32
        parameters.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_DISABLED
        self.context = llama_cpp.llama_init_from_model(self.model, parameters)
        return self.feed(tokens)

    def feed(self, tokens):
        # The batch borrows the array, which must outlive it.
        array = (llama_cpp.llama_token * len(tokens))(*tokens)
        if llama_cpp.llama_decode(self.context, llama_cpp.llama_batch_get_one(array, len(tokens))) != 0:
            raise SystemExit("llama.cpp could not decode the batch")
        logits = llama_cpp.llama_get_logits_ith(self.context, -1)
        return np.ctypeslib.as_array(ctypes.cast(logits, ctypes.POINTER(ctypes.c_float)), (self.size,)).copy()


class Float32:
    """The same weights, dequantized, through a plain forward pass that recomputes the whole sequence."""

    def __init__(self, path):
        reader = gguf.GGUFReader(path)
        self.tensors = {
            tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
            for tensor in reader.tensors
        }
        fields = {name: field.contents() for name, field in reader.fields.items() if not name.startswith("tokenizer.")}
        self.architecture = fields["general.architecture"]
        field = lambda name: fields[f"{self.architecture}.{name}"]
        self.layers = field("block_count")
        self.heads, self.kv_heads = field("attention.head_count"), field("attention.head_count_kv")
        self.epsilon, self.base = field("attention.layer_norm_rms_epsilon"), field("rope.freq_base")

    def weight(self, name):
        return self.tensors[f"{name}.weight"]

    def norm(self, x, name):
        return x / np.sqrt(np.mean(x * x, axis=-1, keepdims=True) + np.float32(self.epsilon)) * self.weight(name)

    def rotate(self, x):
        """Rotary positions over [tokens, heads, size]: adjacent pairs for `llama`, half-split pairs otherwise."""
        tokens, _, size = x.shape
        frequencies = self.base ** (-np.arange(0, size, 2, dtype=np.float64) / size)
        angles = np.arange(tokens)[:, None] * frequencies
        cosine, sine = (f(angles).astype(np.float32)[:, None] for f in (np.cos, np.sin))
        adjacent = self.architecture == "llama"
        a, b = (x[..., 0::2], x[..., 1::2]) if adjacent else np.split(x, 2, axis=-1)
        pair = (a * cosine - b * sine, b * cosine + a * sine)
        return np.stack(pair, axis=-1).reshape(x.shape) if adjacent else np.concatenate(pair, axis=-1)

    def attention(self, x, block):
        tokens = len(x)
        project = lambda name, heads: (x @ self.weight(f"{block}.{name}").T).reshape(tokens, heads, -1)
        q, k, v = project("attn_q", self.heads), project("attn_k", self.kv_heads), project("attn_v", self.kv_heads)
        if f"{block}.attn_q_norm.weight" in self.tensors:
            q, k = self.norm(q, f"{block}.attn_q_norm"), self.norm(k, f"{block}.attn_k_norm")
        q, k = self.rotate(q), self.rotate(k)
        k, v = (np.repeat(part, self.heads // self.kv_heads, axis=1) for part in (k, v))
        scores = np.einsum("thd,shd->hts", q, k) / np.float32(np.sqrt(q.shape[-1]))
        scores = np.where(np.tril(np.ones((tokens, tokens), bool)), scores, -np.inf)
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        mixed = np.einsum("hts,shd->thd", weights, v).reshape(tokens, -1)
        return mixed @ self.weight(f"{block}.attn_output").T

    def feed_forward(self, x, block):
        gate = x @ self.weight(f"{block}.ffn_gate").T
        return (gate / (1 + np.exp(-gate)) * (x @ self.weight(f"{block}.ffn_up").T)) @ self.weight(f"{block}.ffn_down").T

    def next_logits(self, tokens):
        x = self.weight("token_embd")[tokens]
        for layer in range(self.layers):
            block = f"blk.{layer}"
            x = x + self.attention(self.norm(x, f"{block}.attn_norm"), block)
            x = x + self.feed_forward(self.norm(x, f"{block}.ffn_norm"), block)
        return self.weight("token_embd") @ self.norm(x[-1], "output_norm")


def log_softmax(logits):
    shifted = logits.astype(np.float64) - logits.max()
    return shifted - np.log(np.exp(shifted).sum())


def margin(logits):
    second, first = np.partition(logits, -2)[-2:]
    return float(first - second)


def compare(engine, exact, prompt, smallest_margin):
    """The reference of one prompt, or a sentence that says why there is none."""
    prompt_tokens = engine.tokenize(prompt)
    tokens, margins, distributions = [], [], []
    logits = engine.start(prompt_tokens)
    for step in range(STEPS):
        exact_logits = exact.next_logits(prompt_tokens + tokens)
        chosen = int(logits.argmax())
        if chosen != int(exact_logits.argmax()):
            return None, f"the engines differ at step {step}, margin {margin(exact_logits):.3f}"
        margins.append(round(min(margin(logits), margin(exact_logits)), 4))
        if margins[-1] < smallest_margin:
            return None, f"step {step} is close to a tie, margin {margins[-1]}"
        if step in KEPT_POSITIONS:
            log_probs, exact_log_probs = log_softmax(logits), log_softmax(exact_logits)
            best = [int(token) for token in np.argsort(-log_probs, kind="stable")[:KEPT_LOG_PROBS]]
            distributions.append(
                {
                    "step": step,
                    "tokens": best,
                    "log_probs": [round(float(log_probs[token]), 5) for token in best],
                    "float32_log_probs": [round(float(exact_log_probs[token]), 5) for token in best],
                }
            )
        tokens.append(chosen)
        if chosen == engine.end:
            break
        logits = engine.feed([chosen])
    reference = {
        "prompt": prompt,
        "prompt_tokens": prompt_tokens,
        "tokens": tokens,
        "margins": margins,
        "distributions": distributions,
    }
    return reference, None


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", required=True, help="JSON: model files and prompts by name")
    parser.add_argument("--root", default=".", help="folder that the model paths are relative to")
    parser.add_argument("--only", help="just this model")
    parser.add_argument("--out", required=True)
    arguments = parser.parse_args()
    cases = json.loads(Path(arguments.cases).read_text())
    for name, case in cases.items():
        if arguments.only not in (None, name):
            continue
        path = Path(arguments.root) / case["model"]
        engine, exact = LlamaCpp(path), Float32(path)
        for title, prompt in case["prompts"].items():
            reference, difference = compare(engine, exact, prompt, case["smallest_margin"])
            if difference:
                print(f"{name}/{title}: left out, {difference}")
                continue
            gaps = [
                abs(ours - theirs)
                for entry in reference["distributions"]
                for ours, theirs in zip(entry["log_probs"], entry["float32_log_probs"])
            ]
            print(
                f"{name}/{title}: {len(reference['tokens'])} tokens, smallest margin {min(reference['margins'])}, "
                f"largest log-probability gap to float32 {max(gaps):.5f}"
            )
            file = Path(arguments.out) / f"{name}-{title}.json"
            file.write_text(json.dumps({"model": case["model"], "engine": engine.name, **reference}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
