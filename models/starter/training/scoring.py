"""Labels chosen by the summed log-probability of their tokens, with float32 parameters."""

import json

import numpy as np
import torch
from tokenizers import Tokenizer

import net


class Scorer:
    """The model of a run, without rounding."""

    def __init__(self, run):
        self.cfg = json.loads((run / "config.json").read_text())
        self.params = {name: torch.from_numpy(value) for name, value in np.load(run / "params.npz").items()}
        self.tokenizer = Tokenizer.from_file(str(run / "tokenizer.json"))
        self.end = self.tokenizer.token_to_id("<|im_end|>")

    @torch.no_grad()
    def score(self, pairs, batch=48):
        """The log-probability of answer and `<|im_end|>` for each (prompt, answer)."""
        encoded = [
            (self.tokenizer.encode(prompt).ids, self.tokenizer.encode(answer).ids + [self.end])
            for prompt, answer in pairs
        ]
        order = sorted(range(len(encoded)), key=lambda number: sum(map(len, encoded[number])))
        scores = [0.0] * len(encoded)
        for begin in range(0, len(order), batch):
            numbers = order[begin : begin + batch]
            length = max(sum(map(len, encoded[number])) for number in numbers)
            ids = torch.zeros(len(numbers), length, dtype=torch.long)
            for row, number in enumerate(numbers):
                sequence = encoded[number][0] + encoded[number][1]
                ids[row, : len(sequence)] = torch.tensor(sequence)
            cos, sin = net.rotary(self.cfg, length)
            hidden = net.hidden(self.params, self.cfg, ids, None, cos, sin, torch.float32)
            for row, number in enumerate(numbers):
                prompt, answer = encoded[number]
                states = hidden[row, len(prompt) - 1 : len(prompt) + len(answer) - 1]
                log_probs = torch.log_softmax(states @ self.params["emb"].t(), -1)
                scores[number] = float(log_probs[torch.arange(len(answer)), torch.tensor(answer)].sum())
        return scores

    def classify(self, prompts, labels):
        """The likeliest label for each prompt."""
        return [labels[best] for best in self.table(prompts, labels).argmax(1)]

    def classify_corrected(self, prompts, labels, empty):
        """The same after subtracting each label's score for a prompt without content."""
        corrected = self.table(prompts, labels) - self.table([empty], labels)
        return [labels[best] for best in corrected.argmax(1)]

    def table(self, prompts, labels):
        """Scores [prompts, labels]."""
        scores = self.score([(prompt, label) for prompt in prompts for label in labels])
        return np.array(scores).reshape(len(prompts), len(labels))
