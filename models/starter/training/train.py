"""Train tokenizer and model on a CPU (PyTorch, bfloat16 products, float32 master weights).

    python train.py --corpus corpus.jsonl --out run --minutes 45

Writes tokenizer.json, config.json and params.npz (checkpointed) to the run's folder.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

import net

SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"]
# The pattern of Qwen2 (digits one by one), as in llama.cpp's "qwen2" pre-tokenizer.
PATTERN = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
VALIDATION_EXAMPLES = 400
TOKENIZER_EXAMPLES = 60000


def train_tokenizer(texts, vocabulary, path):
    """A byte-level BPE, saved to `path`."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PATTERN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(path))
    return tokenizer


def encode(tokenizer, examples, context):
    """Token ids and loss weights of each example that fits. Prompts weigh little; short answers weigh more per token."""
    start, end = tokenizer.token_to_id("<|im_start|>"), tokenizer.token_to_id("<|im_end|>")
    newline = tokenizer.encode("\n").ids
    parts = [
        part
        for example in examples
        for message in example["messages"]
        for part in (message["role"] + "\n", message["content"])
    ]
    encoded = iter(encoding.ids for encoding in tokenizer.encode_batch(parts))
    result = []
    for example in examples:
        ids, weights = [], []
        for message in example["messages"]:
            role, content = next(encoded), next(encoded)
            count = len(content) + 1
            ids += [start] + role + content + [end] + newline
            is_answer = message["role"] == "assistant"
            weight = max(1.0, min(6.0, (24 / count) ** 0.8)) if is_answer else 0.08
            weights += [0.0] * (1 + len(role)) + [weight] * count + [0.0] * len(newline)
        if len(ids) <= context + 1:
            result.append((np.array(ids, np.int32), np.array(weights, np.float32)))
    return result


def pack(examples, context, rng):
    """Greedy packing of shuffled examples into rows of context + 1 tokens; a row is a list of example numbers."""
    rows, open_rows = [], []
    for number in rng.permutation(len(examples)):
        length = len(examples[number][0])
        for row in open_rows:
            if row[0] + length <= context + 1:
                row[0] += length
                row[1].append(number)
                break
        else:
            open_rows.append([length, [number]])
        if len(open_rows) > 24:
            open_rows.sort(key=lambda row: -row[0])
            rows.append(open_rows.pop(0)[1])
    return rows + [row[1] for row in open_rows]


def batch(examples, rows, context):
    """Ids, segment numbers and loss weights of packed rows, each [rows, context + 1]."""
    ids = np.zeros((len(rows), context + 1), np.int64)
    segments = np.full((len(rows), context + 1), -1, np.int64)
    weights = np.zeros((len(rows), context + 1), np.float32)
    for line, row in enumerate(rows):
        begin = 0
        for segment, number in enumerate(row):
            example_ids, example_weights = examples[number]
            end = begin + len(example_ids)
            ids[line, begin:end], segments[line, begin:end] = example_ids, segment
            weights[line, begin:end] = example_weights
            weights[line, begin] = 0
            begin = end
    return ids, segments, weights


def collate(examples, rows, context, kept, rng):
    """Tensors of one step; the loss is computed at `kept` positions, those of answers first."""
    ids, segments, weights = batch(examples, rows, context)
    targets, flat = ids[:, 1:].reshape(-1), weights[:, 1:].reshape(-1)
    strong = np.flatnonzero(flat > 0.5)
    weak = np.flatnonzero((flat > 0) & (flat <= 0.5))
    rng.shuffle(weak)
    rng.shuffle(strong)
    positions = np.concatenate([strong, weak])[:kept]
    if len(positions) < kept:
        positions = np.concatenate([positions, np.zeros(kept - len(positions), np.int64)])
    segments = torch.from_numpy(segments[:, :-1])
    length = segments.shape[1]
    mask = (segments[:, :, None] == segments[:, None, :]) & torch.ones(length, length, dtype=torch.bool).tril()
    return (
        torch.from_numpy(ids[:, :-1].copy()),
        mask[:, None],
        torch.from_numpy(positions),
        torch.from_numpy(targets[positions].copy()),
        torch.from_numpy(flat[positions].copy()),
    )


def save(params, cfg, out):
    """Write a checkpoint so that an older one is replaced only by a complete one."""
    temporary = out / "params.tmp.npz"
    np.savez(temporary, **{name: value.detach().float().numpy() for name, value in params.items()})
    temporary.replace(out / "params.npz")
    (out / "config.json").write_text(json.dumps(cfg))


def load(run):
    """The parameters of a run."""
    return {name: torch.from_numpy(value).requires_grad_(True) for name, value in np.load(run / "params.npz").items()}


def read_data(arguments, out):
    """Tokenizer and encoded examples; the first ones of the corpus are for validation."""
    with open(arguments.corpus, encoding="utf8") as file:
        corpus = [json.loads(line) for line in file]
    validation, training = corpus[:VALIDATION_EXAMPLES], corpus[VALIDATION_EXAMPLES:]
    if arguments.init:
        tokenizer = Tokenizer.from_file(str(arguments.init / "tokenizer.json"))
        tokenizer.save(str(out / "tokenizer.json"))
    else:
        texts = (message["content"] for example in training[:TOKENIZER_EXAMPLES] for message in example["messages"])
        tokenizer = train_tokenizer(texts, arguments.vocab, out / "tokenizer.json")
    examples = encode(tokenizer, training, arguments.context)
    tokens = sum(len(ids) for ids, _ in examples)
    answers = int(sum((weights > 0.5).sum() for _, weights in examples))
    vocabulary = tokenizer.get_vocab_size()
    print("examples", len(examples), "tokens", tokens, "answer tokens", answers, "vocab", vocabulary, flush=True)
    return examples, encode(tokenizer, validation, arguments.context)


def train(arguments):
    """Train for the given minutes; the schedule follows the wall clock."""
    out, context, size = arguments.out, arguments.context, arguments.batch
    out.mkdir(parents=True, exist_ok=True)
    examples, validation = read_data(arguments, out)
    rng = np.random.default_rng(arguments.seed)
    rows, validation_rows = pack(examples, context, rng), pack(validation, context, rng)
    cfg = dict(net.CONFIG, vocab=arguments.vocab)
    params = load(arguments.init) if arguments.init else net.init_params(cfg, arguments.seed)
    optimizer = net.Optimizer(params)
    cos, sin = net.rotary(cfg, context)
    kept = size * context // 2
    loss_fn = torch.compile(net.loss_fn)
    rng.shuffle(rows)
    # The first call compiles; the clock starts after it.
    loss_fn(params, cfg, *collate(examples, rows[:size], context, kept, rng), cos, sin).backward()
    for value in params.values():
        value.grad = None
    start, step, seen, position, average = time.time(), 0, 0, 0, None
    with open(out / "log.txt", "w") as log:
        while (elapsed := time.time() - start) < arguments.minutes * 60:
            if position + size > len(rows):
                position = 0
                rng.shuffle(rows)
            tensors = collate(examples, rows[position : position + size], context, kept, rng)
            position += size
            # Warm-up, then a cosine decay driven by the wall clock.
            warm_up = min(1.0, (step + 1) / (20 if arguments.init else 60))
            cosine = 0.02 + 0.98 * 0.5 * (1 + np.cos(np.pi * elapsed / (arguments.minutes * 60)))
            lr = arguments.peak * warm_up * cosine
            loss = loss_fn(params, cfg, *tensors, cos, sin)
            loss.backward()
            norm = optimizer.step(lr)
            step += 1
            seen += size * context
            value = float(loss.detach())
            average = value if average is None else 0.98 * average + 0.02 * value
            if step % 25 == 0:
                minutes = (time.time() - start) / 60
                line = f"step {step} tokens {seen / 1e6:.2f}M loss {average:.4f} norm {norm:.2f} lr {lr:.3f} min {minutes:.1f}"
                print(line, flush=True)
                print(line, file=log, flush=True)
            if step % 400 == 0:
                save(params, cfg, out)
    save(params, cfg, out)
    with torch.no_grad():
        tensors = collate(validation, validation_rows[:size], context, kept, rng)
        loss = float(net.loss_fn(params, cfg, *tensors, cos, sin))
    print("final: steps", step, "tokens", seen, "train loss", round(average, 4), "val loss", round(loss, 4), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", default="corpus.jsonl")
    parser.add_argument("--out", type=Path, default=Path("run"))
    parser.add_argument("--minutes", type=float, default=45, help="wall-clock budget of the training loop")
    parser.add_argument("--vocab", type=int, default=5120)
    parser.add_argument("--context", type=int, default=512)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--init", type=Path, help="continue from this run's folder (parameters and tokenizer)")
    parser.add_argument(
        "--peak", type=float, default=1.0, help="peak of the schedule relative to the base learning rates"
    )
    train(parser.parse_args())


if __name__ == "__main__":
    main()
