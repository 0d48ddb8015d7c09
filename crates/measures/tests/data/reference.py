"""Computes the reference values of the measures with public libraries and writes reference.json.

Needs nltk, rouge-score and scikit-learn. Texts are given as tokens, so that the measure is compared and not the
tokenizer.
"""
import gzip
import itertools
import json
import random
from pathlib import Path

from nltk import ngrams
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from rouge_score import rouge_scorer, tokenize, tokenizers
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.metrics import cohen_kappa_score

# The three texts of the first README of github.com/cshaib/diversity (Apache-2.0), continuations by GPT-2.
DOGS = [
    "I enjoy walking with my cute dog for the rest of the day, but this time it was hard for me to figure out what to do with it. When I finally looked at this for a few moments, I immediately thought.",
    "I enjoy walking with my cute dog. The only time I felt like walking was when I was working, so it was awesome for me. I didn't want to walk for days. I am really curious how she can walk with me",
    "I enjoy walking with my cute dog (Chama-I-I-I-I-I), and I really enjoy running. I play in a little game I play with my brother in which I take pictures of our houses.",
]


class Split(tokenizers.Tokenizer):
    def tokenize(self, text):
        return text.split()


def rouge(a, b):
    scorer = rouge_scorer.RougeScorer(["rougeL"], tokenizer=Split())
    return scorer.score(" ".join(a), " ".join(b))["rougeL"].fmeasure


def self_bleu(texts, order):
    smooth = SmoothingFunction().method1
    weights = [1 / order] * order
    return [
        sentence_bleu(texts[:i] + texts[i + 1 :], text, weights, smoothing_function=smooth)
        for i, text in enumerate(texts)
    ]


def homogenization(texts):
    pairs = [rouge(a, b) for a, b in itertools.combinations(texts, 2)]
    return sum(pairs) / len(pairs)


def distinct(texts, n):
    grams = [g for t in texts for g in ngrams(t, n)]
    return len(set(grams)) / len(grams) if grams else None


def ngram_diversity(tokens, most):
    total = 0
    for n in range(1, most + 1):
        grams = list(ngrams(tokens, n))
        total += len(set(grams)) / len(grams)
    return total


def tfidf(texts, query):
    vectorizer = TfidfVectorizer(analyzer=lambda tokens: tokens)
    matrix = vectorizer.fit_transform(texts)
    return (matrix @ vectorizer.transform([query]).T).toarray().ravel().tolist()


def corpus(rng, size, vocabulary, shortest, longest):
    words = [f"w{i}" for i in range(vocabulary)]
    return [rng.choices(words, k=rng.randint(shortest, longest)) for _ in range(size)]


def case(name, texts):
    query = texts[0][: len(texts[0]) // 2 + 1] + ["unseen"]
    return {
        "name": name,
        "texts": texts,
        "self_bleu": {n: self_bleu(texts, n) for n in range(1, 6)},
        "rouge_l": [[i, j, rouge(texts[i], texts[j])] for i, j in itertools.combinations(range(min(len(texts), 12)), 2)],
        "homogenization": homogenization(texts),
        "distinct": {n: distinct(texts, n) for n in range(1, 6)},
        "query": query,
        "tfidf": tfidf(texts, query),
    }


def main():
    rng = random.Random(7)
    dogs = [tokenize.tokenize(t, None) for t in DOGS]
    cases = [
        case("dogs", dogs),
        case("few words", corpus(rng, 20, 6, 1, 9)),
        case("many words", corpus(rng, 15, 60, 5, 40)),
        case("long", corpus(rng, 6, 30, 100, 260)),
        case("one word each", corpus(rng, 5, 3, 1, 1)),
    ]
    kappa = []
    for classes in (2, 3, 5):
        a = [rng.randrange(classes) for _ in range(60)]
        b = [x if rng.random() < 0.7 else rng.randrange(classes) for x in a]
        kappa.append({"a": a, "b": b, "kappa": cohen_kappa_score(a, b)})
    joined = " ".join(DOGS)
    out = {
        "dogs": DOGS,
        "dogs_gzip": len(joined.encode()) / len(gzip.compress(joined.encode(), mtime=0)),
        "dogs_ngram_diversity": ngram_diversity(joined.split(" "), 4),
        "cases": cases,
        "kappa": kappa,
    }
    Path(__file__).with_name("reference.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(out["dogs_gzip"], out["dogs_ngram_diversity"], cases[0]["homogenization"])


if __name__ == "__main__":
    main()
