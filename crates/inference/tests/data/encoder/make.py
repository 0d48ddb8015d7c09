"""A small BERT with random weights in the folder of an encoder, and what the library transformers makes of it.

    pip install "transformers==4.46.3" "jax<0.5" "jaxlib<0.5" flax safetensors
    python make.py

Writes the folders `mean` and `cls`, which differ in their pooling, and `expected.json`: the tokens of each text as
the library tokenizers has them, and the vectors of both folders.
"""

import json
import shutil
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, FlaxBertModel

HERE = Path(__file__).parent
LIMIT = 24
TEXTS = [
    "The film was good.",
    "the FILM was good",
    "A dull, slow film: not one good scene!",
    "Café crème à la carte",
    "電影很好 film",
    "unbelievable unfilmable scenes",
    "x" * 101,
    "",
    "the film " * 30,
]
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz.,:!?'0123456789電影"]
PIECES += [f"##{letter}" for letter in "abcdefghijklmnopqrstuvwxyz"]
PIECES += ["the", "film", "was", "good", "not", "one", "scene", "##s", "un", "##film", "##able", "dull", "slow", "cafe"]
PIECES = list(dict.fromkeys(PIECES))
CONFIG = BertConfig(
    vocab_size=len(PIECES), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
    max_position_embeddings=40, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
)  # fmt: skip


def weights(rng):
    """Tensors by their names in PyTorch, large enough that every part of the network matters."""
    width, inner = CONFIG.hidden_size, CONFIG.intermediate_size
    tensors = {}

    def normal(name, *shape, scale=1.0, mean=0.0):
        tensors[name] = (mean + scale * rng.standard_normal(shape)).astype(np.float32)

    def dense(name, rows, columns):
        normal(f"{name}.weight", rows, columns, scale=columns**-0.5)
        normal(f"{name}.bias", rows, scale=0.3)

    def norm(name):
        normal(f"{name}.weight", width, scale=0.2, mean=1.0)
        normal(f"{name}.bias", width, scale=0.2)

    normal("embeddings.word_embeddings.weight", CONFIG.vocab_size, width)
    normal("embeddings.position_embeddings.weight", CONFIG.max_position_embeddings, width)
    normal("embeddings.token_type_embeddings.weight", CONFIG.type_vocab_size, width)
    norm("embeddings.LayerNorm")
    for layer in range(CONFIG.num_hidden_layers):
        at = f"encoder.layer.{layer}"
        for part in ("query", "key", "value"):
            dense(f"{at}.attention.self.{part}", width, width)
        dense(f"{at}.attention.output.dense", width, width)
        norm(f"{at}.attention.output.LayerNorm")
        dense(f"{at}.intermediate.dense", inner, width)
        dense(f"{at}.output.dense", width, inner)
        norm(f"{at}.output.LayerNorm")
    dense("pooler.dense", width, width)
    return tensors


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def main():
    tokenizer = Tokenizer(WordPiece({piece: i for i, piece in enumerate(PIECES)}, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    special = [(piece, PIECES.index(piece)) for piece in ("[CLS]", "[SEP]")]
    tokenizer.post_processor = TemplateProcessing(single="[CLS] $A [SEP]", special_tokens=special)
    tensors = weights(np.random.default_rng(7))
    expected = {"tokens": [], "mean": [], "cls": []}
    for pooling in ("mean", "cls"):
        folder = HERE / pooling
        shutil.rmtree(folder, ignore_errors=True)
        write_json(folder / "config.json", {**CONFIG.to_dict(), "architectures": ["BertModel"]})
        tokenizer.save(str(folder / "tokenizer.json"))
        save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
        modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
        kinds = [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in modules]
        write_json(folder / "modules.json", kinds)
        modes = {f"pooling_mode_{mode}": mode == f"{pooling}_token{'s' * (pooling == 'mean')}"
                 for mode in ("cls_token", "mean_tokens", "max_tokens", "mean_sqrt_len_tokens")}  # fmt: skip
        write_json(folder / "1_Pooling/config.json", modes)
        write_json(folder / "sentence_bert_config.json", {"max_seq_length": LIMIT})
    model = FlaxBertModel.from_pretrained(HERE / "mean", from_pt=True)
    for text in TEXTS:
        tokenizer.enable_truncation(LIMIT)
        ids = tokenizer.encode(text).ids
        states = np.asarray(model(np.array([ids])).last_hidden_state[0], dtype=np.float64)
        expected["tokens"].append(ids)
        for pooling, vector in (("mean", states.mean(0)), ("cls", states[0])):
            expected[pooling].append([round(x, 7) for x in vector / np.linalg.norm(vector)])
    write_json(HERE / "expected.json", {"texts": TEXTS, **expected})


if __name__ == "__main__":
    main()
