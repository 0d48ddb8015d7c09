"""A float32 forward pass in JAX, written apart from the training code, that verifies the exported file."""

import json
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np


def load(run):
    """Configuration and parameters of a run."""
    run = Path(run)
    cfg = json.loads((run / "config.json").read_text())
    return cfg, {name: jnp.asarray(value) for name, value in np.load(run / "params.npz").items()}


def round_f16(params):
    """The matrices as the F16 file stores them; norms stay float32."""
    return {
        name: value if name.startswith("n_") else value.astype(jnp.float16).astype(jnp.float32)
        for name, value in params.items()
    }


def rms(x, weight, eps):
    """RMSNorm."""
    return x * jax.lax.rsqrt(jnp.mean(x * x, -1, keepdims=True) + eps) * weight


def rope(x, cos, sin):
    """Rotate half-split pairs."""
    a, b = jnp.split(x, 2, -1)
    return jnp.concatenate([a * cos - b * sin, b * cos + a * sin], -1)


def logits(params, cfg, ids):
    """ids [T] -> logits [T, vocab], plain causal attention."""
    length = ids.shape[0]
    heads, kv_heads, head_dim, eps = cfg["heads"], cfg["kv_heads"], cfg["head_dim"], cfg["eps"]
    half = head_dim // 2
    frequencies = cfg["theta"] ** (-jnp.arange(half, dtype=jnp.float32) / half)
    angles = jnp.arange(length, dtype=jnp.float32)[:, None] * frequencies
    cos, sin = jnp.cos(angles)[:, None], jnp.sin(angles)[:, None]
    bias = jnp.where(jnp.tril(jnp.ones((length, length), bool)), 0.0, -1e9)
    x = params["emb"][ids]
    for i in range(cfg["layers"]):
        h = rms(x, params["n_attn"][i], eps)
        q = rope(rms((h @ params["wq"][i]).reshape(length, heads, head_dim), params["n_q"][i], eps), cos, sin)
        k = rope(rms((h @ params["wk"][i]).reshape(length, kv_heads, head_dim), params["n_k"][i], eps), cos, sin)
        v = (h @ params["wv"][i]).reshape(length, kv_heads, head_dim)
        k, v = jnp.repeat(k, heads // kv_heads, 1), jnp.repeat(v, heads // kv_heads, 1)
        attention = jax.nn.softmax(jnp.einsum("thd,shd->hts", q, k) * head_dim**-0.5 + bias, -1)
        x = x + jnp.einsum("hts,shd->thd", attention, v).reshape(length, heads * head_dim) @ params["wo"][i]
        h = rms(x, params["n_mlp"][i], eps)
        x = x + (jax.nn.silu(h @ params["wg"][i]) * (h @ params["wu"][i])) @ params["wd"][i]
    return rms(x, params["n_out"], eps) @ params["emb"].T


def greedy(params, cfg, ids, count, stop, size=384):
    """Greedy continuation of token ids and the margin of each choice; the buffer's size is fixed to compile once."""
    forward = jax.jit(partial(logits, cfg=cfg))
    chosen, margins = [], []
    for _ in range(count):
        buffer = np.zeros(size, np.int32)
        buffer[: len(ids)] = ids
        last = np.asarray(forward(params, ids=jnp.asarray(buffer))[len(ids) - 1])
        token = int(last.argmax())
        second, first = np.partition(last, -2)[-2:]
        margins.append(float(first - second))
        chosen.append(token)
        ids = ids + [token]
        if token == stop:
            break
    return chosen, margins
