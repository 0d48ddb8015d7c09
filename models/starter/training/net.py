"""The network: a tiny Qwen3-style causal language model (PyTorch), and its optimiser.

RMSNorm, rotary positions (half-split), per-head query and key norm, grouped-query attention, SwiGLU, tied embeddings: the
tensors map one to one to GGUF's `qwen3`. Master weights and optimiser state are float32; matrix products run in bfloat16.
"""

import math

import torch
import torch.nn.functional as F

CONFIG = dict(
    vocab=5120, dim=256, layers=6, heads=4, kv_heads=2, head_dim=64, ffn=768, theta=10000.0, eps=1e-6, ctx=1024
)
MATRICES = ("wq", "wk", "wv", "wo", "wg", "wu", "wd")


def init_params(cfg, seed=0):
    """Float32 parameters by name; layer matrices are stacked [layers, in, out]."""
    generator = torch.Generator().manual_seed(seed)
    dim, ffn, layers = cfg["dim"], cfg["ffn"], cfg["layers"]
    queries, keys = cfg["heads"] * cfg["head_dim"], cfg["kv_heads"] * cfg["head_dim"]

    def matrix(inputs, outputs, scale=1.0):
        return torch.randn(layers, inputs, outputs, generator=generator) * (scale / math.sqrt(inputs))

    params = dict(
        wq=matrix(dim, queries),
        wk=matrix(dim, keys),
        wv=matrix(dim, keys),
        wo=matrix(queries, dim, 0.2),
        wg=matrix(dim, ffn),
        wu=matrix(dim, ffn),
        wd=matrix(ffn, dim, 0.2),
        n_attn=torch.ones(layers, dim),
        n_mlp=torch.ones(layers, dim),
        n_q=torch.ones(layers, cfg["head_dim"]),
        n_k=torch.ones(layers, cfg["head_dim"]),
        n_out=torch.ones(dim),
        emb=torch.randn(cfg["vocab"], dim, generator=generator) * 0.02,
    )
    return {name: value.requires_grad_(True) for name, value in params.items()}


def rms(x, weight, eps):
    """RMSNorm in float32."""
    x = x.float()
    return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + eps) * weight


def rotary(cfg, length):
    """Cosines and sines of the positions below `length`, each [1, length, 1, head_dim / 2]."""
    half = cfg["head_dim"] // 2
    frequencies = cfg["theta"] ** (-torch.arange(half).float() / half)
    angles = torch.arange(length).float()[:, None] * frequencies
    return angles.cos()[None, :, None], angles.sin()[None, :, None]


def rope(x, cos, sin):
    """Rotate half-split pairs by their position."""
    a, b = x.chunk(2, -1)
    return torch.cat([a * cos - b * sin, b * cos + a * sin], -1)


def hidden(params, cfg, ids, mask, cos, sin, dtype=torch.bfloat16):
    """Final hidden states [B, T, dim] of ids [B, T]; mask [B, 1, T, T] is true where attention is allowed, None for causal."""
    batch, length = ids.shape
    heads, kv_heads, head_dim, eps = cfg["heads"], cfg["kv_heads"], cfg["head_dim"], cfg["eps"]
    x = F.embedding(ids, params["emb"])
    weights = {name: params[name].to(dtype) for name in MATRICES}
    for i in range(cfg["layers"]):
        h = rms(x, params["n_attn"][i], eps).to(dtype)
        q = (h @ weights["wq"][i]).view(batch, length, heads, head_dim)
        k = (h @ weights["wk"][i]).view(batch, length, kv_heads, head_dim)
        v = (h @ weights["wv"][i]).view(batch, length, kv_heads, head_dim)
        q = rope(rms(q, params["n_q"][i], eps), cos, sin).to(dtype).transpose(1, 2)
        k = rope(rms(k, params["n_k"][i], eps), cos, sin).to(dtype).transpose(1, 2)
        v = v.transpose(1, 2)
        k = k.repeat_interleave(heads // kv_heads, 1)
        v = v.repeat_interleave(heads // kv_heads, 1)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=mask is None)
        x = x + (a.transpose(1, 2).reshape(batch, length, heads * head_dim) @ weights["wo"][i]).float()
        h = rms(x, params["n_mlp"][i], eps).to(dtype)
        x = x + ((F.silu(h @ weights["wg"][i]) * (h @ weights["wu"][i])) @ weights["wd"][i]).float()
    return rms(x, params["n_out"], eps)


def loss_fn(params, cfg, ids, mask, positions, targets, loss_weights, cos, sin, dtype=torch.bfloat16):
    """Weighted cross entropy at the flat positions only, which saves most of the softmax."""
    h = hidden(params, cfg, ids, mask, cos, sin, dtype).reshape(-1, cfg["dim"])[positions].to(dtype)
    logits = (h @ params["emb"].to(dtype).t()).float()
    losses = F.cross_entropy(logits, targets, reduction="none")
    return (losses * loss_weights).sum() / loss_weights.sum()


@torch.no_grad()
def newton_schulz(gradient, steps=5):
    """Orthogonalise a stack of matrices in bfloat16 (Jordan et al. 2024, Muon)."""
    flip = gradient.shape[1] > gradient.shape[2]
    x = gradient.transpose(1, 2) if flip else gradient
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).bfloat16()
    for _ in range(steps):
        a = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.7750 * a + 2.0315 * (a @ a)) @ x
    x = x.float()
    return x.transpose(1, 2) if flip else x


class Optimizer:
    """Muon for the layer matrices, Adam for embeddings and norms; gradients are clipped to norm 1."""

    def __init__(self, params, muon_lr=0.02, adam_lr=0.004, weight_decay=0.05):
        self.params, self.muon_lr, self.adam_lr, self.weight_decay, self.steps = (
            params,
            muon_lr,
            adam_lr,
            weight_decay,
            0,
        )
        self.momentum = {name: torch.zeros_like(value) for name, value in params.items()}
        self.variance = {name: torch.zeros_like(value) for name, value in params.items() if name not in MATRICES}

    @torch.no_grad()
    def step(self, lr):
        """Update every parameter at `lr` times its base rate; returns the gradient norm before clipping."""
        self.steps += 1
        norm = torch.sqrt(sum((value.grad.float() ** 2).sum() for value in self.params.values()))
        clip = min(1.0, 1.0 / (float(norm) + 1e-6))
        for name, value in self.params.items():
            gradient, momentum = value.grad * clip, self.momentum[name]
            if name in MATRICES:
                momentum.mul_(0.95).add_(gradient)
                direction = newton_schulz(gradient + 0.95 * momentum)
                scale = max(1.0, value.shape[2] / value.shape[1]) ** 0.5
                value.mul_(1 - lr * self.muon_lr * self.weight_decay).add_(direction, alpha=-lr * self.muon_lr * scale)
            else:
                variance = self.variance[name]
                momentum.mul_(0.9).add_(gradient, alpha=0.1)
                variance.mul_(0.98).addcmul_(gradient, gradient, value=0.02)
                denominator = (variance / (1 - 0.98**self.steps)).sqrt_().add_(1e-9)
                value.addcdiv_(momentum, denominator, value=-lr * self.adam_lr / (1 - 0.9**self.steps))
            value.grad = None
        return float(norm)
