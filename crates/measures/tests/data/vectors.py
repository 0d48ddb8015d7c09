"""Computes the reference values of diversity and distance measures with public libraries and writes vectors.json.

Needs numpy, scipy, scikit-learn, vendi-score, prdc, lexicalrichness, nltk and the source of mauve-text,
whose `compute_mauve.py` is given by path; its clustering library is not needed, because counts in groups are given. What
no library computes (average pairwise similarity, Chamfer, CMD, CMMD) is computed plainly by numpy from its definition.
"""
import importlib.util
import itertools
import json
import sys
import types
from pathlib import Path

import numpy as np
import scipy.sparse
from lexicalrichness import LexicalRichness
from nltk.tokenize import word_tokenize
from prdc import compute_prdc
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance
from sklearn.decomposition import PCA
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.metrics import auc
from sklearn.preprocessing import normalize

scipy.sparse.csr = scipy.sparse  # vendi-score 0.0.3 names a module that scipy has moved.
from vendi_score import vendi  # noqa: E402

# From the README of github.com/vertaix/Vendi-Score (MIT).
JANE = ["Look, Jane.", "See Spot.", "See Spot run.", "Run, Spot, run.", "Jane sees Spot run."]


def mauve(path):
    sys.modules["faiss"] = types.ModuleType("faiss")
    spec = importlib.util.spec_from_file_location("compute_mauve", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    weights = np.linspace(1e-6, 1 - 1e-6, 25)

    def score(p, q):
        x, y = module.get_divergence_curve_for_multinomials(p / p.sum(), q / q.sum(), weights, 5).T
        a, b = np.argsort(x), np.argsort(y)
        return 0.5 * (auc(x[a], y[a]) + auc(y[b], x[b]))

    return score


def ngram_vendi(tokens, ns):
    kernels = []
    for n in ns:
        vectorizer = CountVectorizer(tokenizer=lambda t: t, ngram_range=(n, n), lowercase=False)
        x = normalize(vectorizer.fit_transform(tokens))
        kernels.append((x @ x.T).toarray())
    return vendi.score_K(np.mean(kernels, axis=0))


def mean_cosine(u, pairs):
    pairs = list(pairs)
    return float(np.mean([u[i] @ u[j] for i, j in pairs])) if pairs else None


def cmd(x, y):
    total = np.linalg.norm(x.mean(0) - y.mean(0)) / 2
    for k in range(2, 6):
        moments = [((z - z.mean(0)) ** k).mean(0) for z in (x, y)]
        total += np.linalg.norm(moments[0] - moments[1]) / 2**k
    return float(total)


def mmd(x, y, sigma):
    def mean(a, b):
        return np.exp(-((a[:, None] - b[None]) ** 2).sum(-1) / (2 * sigma**2)).mean()

    return float(1000 * (mean(x, x) + mean(y, y) - 2 * mean(x, y)))


def vectors(rng, name, n, m, width):
    real = (rng.normal(size=(n, width)) + rng.normal(size=(3, width))[rng.integers(3, size=n)]).astype(np.float32)
    made = (0.6 * rng.normal(size=(m, width)) + 0.4).astype(np.float32)
    labels = [int(label) for label in rng.integers(3, size=n)]
    x, y = real.astype(np.float64), made.astype(np.float64)
    u, v = normalize(x), normalize(y)
    pairs = list(itertools.permutations(range(n), 2))
    pca = PCA().fit(np.vstack([u, v]))
    shares = pca.explained_variance_ratio_
    distances = 1 - u @ u.T + 9 * np.eye(n)
    chosen = [i for i, j in itertools.combinations(range(n), 2)]
    between = sorted(np.linalg.norm(x[i] - x[j]) for i, j in itertools.combinations(range(n), 2))
    return {
        "name": name,
        "real": [[float(value) for value in row] for row in real],
        "made": [[float(value) for value in row] for row in made],
        "labels": labels,
        "vendi": float(vendi.score_X(x) if n < width else vendi.score_dual(x)),
        "overall": mean_cosine(u, pairs),
        "within": mean_cosine(u, [(i, j) for i, j in pairs if labels[i] == labels[j]]),
        "between": mean_cosine(u, [(i, j) for i, j in pairs if labels[i] != labels[j]]),
        "chamfer": float(distances.min(1).mean()),
        "cmd": cmd(u, v),
        "mmd": {sigma: mmd(x, y, float(sigma)) for sigma in ("0.5", "2", "10")},
        "median": float(between[len(chosen) // 2]),
        "prdc": {k: {a: float(b) for a, b in compute_prdc(x, y, int(k)).items()} for k in ("1", "3", "5")},
        "pca": [float(share) for share in shares[: min(6, width)]],
        "axes": int(np.argmax(np.cumsum(shares) >= 0.9) + 1),
    }


def lexical(rng, vocabulary, n):
    words = [f"w{i}" for i in (rng.zipf(1.4, size=n) % vocabulary)]
    rich = LexicalRichness(" ".join(words), preprocessor=None, tokenizer=str.split)
    counts = np.unique(words, return_counts=True)[1]
    return {
        "words": words,
        "mtld": rich.mtld(),
        "hdd": rich.hdd(min(42, n)),
        "mattr": rich.mattr(min(50, n)),
        "simpson": float((counts * (counts - 1)).sum() / (n * (n - 1))),
    }


def groups(rng, score, k, n):
    p = rng.multinomial(n, rng.dirichlet(np.ones(k)))
    q = rng.multinomial(2 * n, rng.dirichlet(np.ones(k)))
    a, b = rng.normal(size=n), rng.normal(1, 2, size=n + 7)
    return {
        "counts": [[int(x), int(y)] for x, y in zip(p, q)],
        "mauve": float(score(p, q)),
        "jensen_shannon": float(jensenshannon(p, q, 2) ** 2),
        "numbers": [a.tolist(), b.tolist()],
        "wasserstein": float(wasserstein_distance(a, b)),
    }


def main():
    rng = np.random.default_rng(3)
    score = mauve(sys.argv[1])
    tokens = [word_tokenize(text, preserve_line=True) for text in JANE]
    out = {
        "jane": tokens,
        "jane_vendi": float(ngram_vendi(tokens, [1, 2])),
        "vectors": [
            vectors(rng, "many", 60, 50, 9),
            vectors(rng, "wide", 12, 15, 20),
            vectors(rng, "plane", 30, 20, 2),
        ],
        "lexical": [lexical(rng, 60, 300), lexical(rng, 2000, 500), lexical(rng, 5, 45)],
        "groups": [groups(rng, score, k, n) for k, n in ((4, 50), (20, 300), (60, 80))],
    }
    Path(__file__).with_name("vectors.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")
    print(out["jane_vendi"], [case["mauve"] for case in out["groups"]])


if __name__ == "__main__":
    main()
