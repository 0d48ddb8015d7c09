"""Figures about generated texts."""

import collections
import math
import re
from statistics import fmean


def ngrams(text, n):
    """Counts of the n-grams of lower-case words and punctuation."""
    tokens = re.findall(r"\w+|[^\w\s]", text.lower())
    return collections.Counter(tuple(tokens[i : i + n]) for i in range(len(tokens) - n + 1))


def distinct(texts, n=2):
    """Different n-grams over all n-grams of all texts."""
    total = sum((ngrams(text, n) for text in texts), collections.Counter())
    return len(total) / max(1, sum(total.values()))


def self_bleu(texts, order=4, hypotheses=100):
    """Mean BLEU (add-one smoothed) of the first texts against all others."""
    counts = [[ngrams(text, n) for n in range(1, order + 1)] for text in texts]
    # For each n-gram its largest count, the second largest, and the text with the largest.
    largest = [{} for _ in range(order)]
    for number, text_counts in enumerate(counts):
        for n in range(order):
            for gram, count in text_counts[n].items():
                first, second, owner = largest[n].get(gram, (0, 0, -1))
                largest[n][gram] = (count, first, number) if count > first else (first, max(second, count), owner)
    lengths = [sum(text_counts[0].values()) for text_counts in counts]
    scores = []
    for number, text_counts in enumerate(counts[:hypotheses]):
        log_precision = 0
        for n in range(order):
            matches = 0
            for gram, count in text_counts[n].items():
                first, second, owner = largest[n][gram]
                matches += min(count, second if owner == number else first)
            log_precision += math.log((matches + 1) / (sum(text_counts[n].values()) + 1)) / order
        others = (length for other, length in enumerate(lengths) if other != number)
        closest = min((abs(length - lengths[number]), length) for length in others)[1]
        scores.append(math.exp(log_precision) * min(1, math.exp(1 - closest / max(1, lengths[number]))))
    return fmean(scores)


def share(conditions):
    """The share of true conditions, to three digits."""
    return round(fmean(map(bool, conditions)), 3)


def accuracy(predicted, gold):
    """The share of equal pairs, to four digits."""
    return round(fmean(map(lambda pair: pair[0] == pair[1], zip(predicted, gold))), 4)


def sentences(text):
    """The sentences of a text."""
    return re.split(r"(?<=[.!?]) ", text)
