"""What the libraries transformers, jax and optax make of a small BERT with a linear head, its gradients and its training.

    pip install "transformers==4.46.3" "jax<0.5" "jaxlib<0.5" flax optax safetensors
    python make.py

Writes `expected.json`: logits and loss of a padded batch, the gradient of every tensor of both layers and of the head, and
the upper layer and the head after four steps of AdamW with clipped gradients. The weights are numbers of a linear
congruential generator, so that a test can make them again.
"""

import json
import tempfile
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np
import optax
from safetensors.numpy import save_file
from transformers import BertConfig, FlaxBertModel

HERE = Path(__file__).parent
WIDTH, INNER, LAYERS, CLASSES = 8, 12, 2, 3
CONFIG = BertConfig(
    vocab_size=11, hidden_size=WIDTH, num_hidden_layers=LAYERS, num_attention_heads=2, intermediate_size=INNER,
    max_position_embeddings=6, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
)  # fmt: skip
TOKENS = [[2, 5, 6, 7, 3], [2, 8, 3], [2, 9, 10, 3]]
TARGETS = [[0.0, 1.5, 0.0], [0.7, 0.0, 0.3], [0.0, 0.0, 0.5]]
RATES = [5e-3, 1e-2, 7.5e-3, 2.5e-3]
CLIP, DECAY = 0.4, 0.01


def weights():
    """Tensors by their names in PyTorch, in this order; weights of norms lie around 1."""
    state = 1
    tensors = {}

    def add(name, *shape, mean=0.0):
        nonlocal state
        values = []
        for _ in range(int(np.prod(shape))):
            state = (state * 1103515245 + 12345) % 2**31
            values.append(mean + state / 2**30 - 1.0)
        tensors[name] = np.array(values, dtype=np.float32).reshape(shape)

    def dense(name, rows, columns):
        add(f"{name}.weight", rows, columns)
        add(f"{name}.bias", rows)

    def norm(name):
        add(f"{name}.weight", WIDTH, mean=1.0)
        add(f"{name}.bias", WIDTH)

    add("embeddings.word_embeddings.weight", CONFIG.vocab_size, WIDTH)
    add("embeddings.position_embeddings.weight", CONFIG.max_position_embeddings, WIDTH)
    add("embeddings.token_type_embeddings.weight", CONFIG.type_vocab_size, WIDTH)
    norm("embeddings.LayerNorm")
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            dense(f"{at}.attention.self.{part}", WIDTH, WIDTH)
        dense(f"{at}.attention.output.dense", WIDTH, WIDTH)
        norm(f"{at}.attention.output.LayerNorm")
        dense(f"{at}.intermediate.dense", INNER, WIDTH)
        dense(f"{at}.output.dense", WIDTH, INNER)
        norm(f"{at}.output.LayerNorm")
    dense("head", CLASSES, WIDTH)
    dense("pooler.dense", WIDTH, WIDTH)
    return tensors


def load(tensors):
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_text(json.dumps({**CONFIG.to_dict(), "architectures": ["BertModel"]}))
        save_file(tensors, Path(folder) / "model.safetensors", metadata={"format": "pt"})
        return FlaxBertModel.from_pretrained(folder, from_pt=True)


def named(tree, at=""):
    """A tree of flax by the names and in the layout of PyTorch."""
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from named(value, f"{at}{key}.")
        else:
            array = np.asarray(value, dtype=np.float64)
            name = {"kernel": "weight", "scale": "weight"}.get(key, key)
            yield f"{at}{name}", [round(x, 8) for x in (array.T if key == "kernel" else array).ravel().tolist()]


def main():
    tensors = weights()
    head = {"kernel": jnp.array(tensors.pop("head.weight").T), "bias": jnp.array(tensors.pop("head.bias"))}
    model = load(tensors)
    longest = max(map(len, TOKENS))
    ids = jnp.array([row + [0] * (longest - len(row)) for row in TOKENS])
    mask = jnp.array([[1] * len(row) + [0] * (longest - len(row)) for row in TOKENS])
    targets = jnp.array(TARGETS)

    def logits(layers, head):
        params = {**model.params, "encoder": {"layer": layers}}
        states = model(ids, attention_mask=mask, params=params).last_hidden_state
        pooled = (states * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        return pooled @ head["kernel"] + head["bias"]

    def loss(layers, head):
        return -(targets * jax.nn.log_softmax(logits(layers, head))).sum() / len(TOKENS)

    layers = model.params["encoder"]["layer"]
    value, (of_layers, of_head) = jax.value_and_grad(loss, argnums=(0, 1))(layers, head)
    gradients = dict(named({"encoder": {"layer": of_layers}, "head": of_head}))

    trained = {"encoder": {"layer": {"1": layers["1"]}}, "head": head}
    optimizer = optax.chain(
        optax.clip_by_global_norm(CLIP),
        optax.adamw(lambda step: jnp.array(RATES)[step], weight_decay=DECAY),
    )
    state = optimizer.init(trained)
    losses = []
    for _ in RATES:
        def stepped(trained):
            return loss({"0": layers["0"], **trained["encoder"]["layer"]}, trained["head"])
        value_now, gradient = jax.value_and_grad(stepped)(trained)
        losses.append(float(value_now))
        updates, state = optimizer.update(gradient, state, trained)
        trained = optax.apply_updates(trained, updates)
    expected = {
        "tokens": TOKENS, "targets": TARGETS, "rates": RATES, "clip": CLIP, "decay": DECAY,
        "logits": [[round(x, 8) for x in row] for row in logits(layers, head).tolist()],
        "loss": float(value), "gradients": gradients, "losses": losses, "stepped": dict(named(trained)),
    }  # fmt: skip
    (HERE / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
