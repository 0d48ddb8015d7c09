"""Shapes of published models, and small ones that have every part of each family.

A small shape keeps what is particular to its family and exaggerates it: windows shorter than the test texts, caps that
bite, scaled positions within reach. A decoder that leaves one of these out is then far off.
"""

import math
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Shape:
    """What a model file says of a decoder."""

    architecture: str
    layers: int
    hidden: int
    heads: int
    kv_heads: int
    head_dim: int
    feed_forward: int
    context: int = 4096
    theta: float = 10_000.0
    eps: float = 1e-5
    # Components of a head that are rotated; all where absent.
    rotated: int | None = None
    # The embedding is the vocabulary head too.
    tied: bool = True
    # Biases of queries, keys and values.
    bias: bool = False
    # One matrix for queries, keys and values, one for gate and up.
    fused: bool = False
    # Norms of each half of a layer: "before" it, "after" it or "both".
    norms: str = "before"
    # Norm of queries and keys: of each "head" or of the whole "row".
    qk_norm: str | None = None
    # Standard deviation of the logits, before the family scales or caps them.
    spread: float = 1.6
    # Mean weight of norms after a half of a layer. Large where embeddings are scaled up: a model whose layers add little
    # to its embeddings only repeats its input.
    after: float = 1.0
    # Further keys, without the architecture's name before them.
    metadata: dict = field(default_factory=dict)
    # Tensors that divide the rotary frequencies.
    factors: dict = field(default_factory=dict)


# What is measured for speed and memory.
PUBLISHED = {
    "qwen3-0.6b": Shape("qwen3", 28, 1024, 16, 8, 128, 3072, 40_960, 1e6, 1e-6, qk_norm="head"),
    "qwen2.5-0.5b": Shape("qwen2", 24, 896, 14, 2, 64, 4864, 32_768, 1e6, 1e-6, bias=True),
    "llama-3.2-1b": Shape("llama", 16, 2048, 32, 8, 64, 8192, 131_072, 5e5, rotated=64),
}


def llama3_factors(dims, theta, factor, low, high, original):
    """Divisors of the frequencies as Llama 3.1 defines them: `low` and `high` are wavelengths' shares of `original`."""
    wavelength = 2 * math.pi * theta ** (np.arange(0, dims, 2) / dims)
    smooth = np.clip((original / wavelength - low) / (high - low), 0, 1)
    return (1 / ((1 - smooth) / factor + smooth)).astype(np.float32)


def rising(dims, first, last):
    """Divisors that rise from the first to the last pair, as LongRoPE's do."""
    return np.geomspace(first, last, dims // 2).astype(np.float32)


SCALED = {"rope.scaling.original_context_length": 128}
# Seedbed keeps to the positions of the training, where the short factors hold.
LONG = {
    "attention.sliding_window": 262_144,
    "rope.scaling.attn_factor": math.sqrt(1 + math.log(2048 / 512) / math.log(512)),
    "rope.scaling.original_context_length": 512,
}

# One for each family, with the variants of positions. Widths are multiples of 256, as the K-quants need.
FAMILIES = {
    "llama-2": Shape("llama", 2, 256, 4, 4, 64, 768, rotated=64, tied=False),
    "llama-2, linear": Shape(
        "llama",
        *(2, 256, 4, 4, 64, 768),
        rotated=64,
        tied=False,
        metadata={"rope.scaling.type": "linear", "rope.scaling.factor": 4.0},
    ),
    "llama-3.2": Shape(
        "llama",
        *(2, 256, 8, 2, 32, 1024),
        theta=5e5,
        rotated=32,
        factors={"rope_freqs.weight": llama3_factors(32, 5e5, 32.0, 1.0, 4.0, 128)},
    ),
    "mistral": Shape(
        "llama",
        *(2, 256, 8, 2, 32, 768),
        theta=1e6,
        rotated=32,
        tied=False,
        # llama.cpp knows no window in this architecture, so it is longer than the test texts.
        metadata={"attention.sliding_window": 4096},
    ),
    "smollm2": Shape("llama", 2, 256, 4, 2, 64, 768, theta=1e5, rotated=64),
    # Every fourth layer has no positions.
    "smollm3": Shape("smollm3", 4, 256, 4, 2, 64, 768, theta=5e6, eps=1e-6, rotated=64),
    "qwen2.5": Shape("qwen2", 2, 256, 4, 2, 64, 768, theta=1e6, eps=1e-6, bias=True),
    "qwen2.5, yarn": Shape(
        "qwen2",
        *(2, 256, 4, 2, 64, 768),
        context=512,
        eps=1e-6,
        bias=True,
        metadata={"rope.scaling.type": "yarn", "rope.scaling.factor": 4.0, **SCALED},
    ),
    "qwen3": Shape("qwen3", 2, 256, 4, 2, 128, 768, theta=1e6, eps=1e-6, qk_norm="head"),
    # Windows in every other layer.
    "gemma-2": Shape(
        "gemma2",
        *(2, 256, 4, 2, 128, 768),
        eps=1e-6,
        norms="both",
        after=4.0,
        metadata={
            "attention.sliding_window": 32,
            "attn_logit_softcapping": 2.0,
            "final_logit_softcapping": 3.0,
        },
    ),
    # Windows in five of six layers; the sixth has its own positions. The norms after the layers are near one, since six
    # random layers with larger ones multiply every rounding.
    "gemma-3": Shape(
        "gemma3",
        *(6, 256, 4, 1, 128, 768),
        theta=1e6,
        eps=1e-6,
        norms="both",
        after=1.0,
        qk_norm="head",
        metadata={"attention.sliding_window": 32, "rope.scaling.type": "linear", "rope.scaling.factor": 8.0},
    ),
    "phi-3": Shape(
        "phi3",
        *(2, 256, 4, 4, 64, 768),
        rotated=64,
        tied=False,
        fused=True,
        # llama.cpp knows no window in this architecture either.
        metadata={"attention.sliding_window": 2047},
    ),
    "phi-3, long": Shape(
        "phi3",
        *(2, 256, 4, 4, 64, 768),
        context=2048,
        rotated=64,
        tied=False,
        fused=True,
        metadata=LONG,
        factors={
            "rope_factors_long.weight": rising(64, 1.1, 60.0),
            "rope_factors_short.weight": rising(64, 1.05, 3.0),
        },
    ),
    # Three quarters of a head are rotated.
    "phi-4-mini": Shape(
        "phi3",
        *(2, 256, 4, 2, 64, 768),
        context=2048,
        rotated=48,
        fused=True,
        metadata=LONG,
        factors={
            "rope_factors_long.weight": rising(48, 1.1, 60.0),
            "rope_factors_short.weight": rising(48, 1.05, 3.0),
        },
    ),
    "phi-4": Shape("phi3", 2, 256, 4, 2, 64, 768, theta=250_000.0, rotated=64, tied=False, fused=True),
    "granite-3": Shape(
        "granite",
        *(2, 256, 4, 2, 64, 768),
        rotated=64,
        tied=False,
        spread=3.2,
        metadata={"embedding_scale": 3.0, "residual_scale": 0.5, "attention.scale": 0.05, "logit_scale": 2.0},
    ),
    "olmo-2": Shape("olmo2", 2, 256, 4, 4, 64, 768, theta=5e5, eps=1e-6, tied=False, norms="after", qk_norm="row"),
}
