"""llama.cpp's log-probabilities of every next token at every position of given texts.

    python reference.py MODEL TEXTS OUT

TEXTS is a JSON list of lists of token ids. OUT gets little-endian f32 numbers, [token of a text][token of the
vocabulary], text after text, as from Seedbed's `next_token`.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from llama import Llama


def next_tokens(model, texts):
    """Log-probabilities, one array for each text; the cache is F32 and attention is not fused, for exactness."""
    # The window decides which factors a LongRoPE model takes, so it is one for all texts.
    engine = Llama(model, 512, cache="F32", flash=False, chunk=512)
    answers = []
    for text in texts:
        engine.forget(-1)
        count = len(text)
        logits = engine.decode(text, np.arange(count), [0] * count, np.ones(count, bool)).astype(np.float64)
        logits -= logits.max(1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(1, keepdims=True))
        answers.append(logits.astype(np.float32))
    engine.close()
    return answers


def greedy(model, prompt, count):
    """The prompt and `count` tokens, each the most probable one."""
    engine = Llama(model, 512, cache="F32", flash=False, chunk=512)
    tokens = list(prompt)
    logits = engine.decode(tokens, np.arange(len(tokens)), [0] * len(tokens), np.arange(len(tokens)) == len(tokens) - 1)
    for _ in range(count):
        tokens.append(int(logits[0].argmax()))
        logits = engine.decode(tokens[-1:], [len(tokens) - 1], [0], [True])
    engine.close()
    return tokens


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("texts", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    answers = next_tokens(arguments.model, json.loads(arguments.texts.read_text()))
    np.concatenate(answers).astype("<f4").tofile(arguments.out)


if __name__ == "__main__":
    main()
