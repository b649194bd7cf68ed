"""GPT-2 (Radford et al. 2019), trained and continued: one forward pass, with or without a cache.

Knows no optimizer and no text. Its checkpoints have the names and shapes of Hugging Face's GPT-2, in F16.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import weight_file

KeysAndValues = tuple[Tensor, Tensor]  # of one block, [batch, head, n so far, d_head] each


@dataclass(frozen=True)
class Shape:
    width: int
    layers: int
    heads: int
    context: int
    vocab: int
    dropout: float = 0.0


class Block(nn.Module):
    def __init__(self, shape: Shape) -> None:
        super().__init__()
        d = shape.width
        self.heads, self.dropout = shape.heads, nn.Dropout(shape.dropout)
        self.ln_1, self.ln_2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.c_attn, self.c_proj = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.c_fc, self.c_out = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x: Tensor, past: KeysAndValues | None = None) -> tuple[Tensor, KeysAndValues]:
        """The residual stream behind this block, [batch, n, d], and all keys and values so far.

        Behind a past n is 1: a single query sees every key, so that no mask is needed.
        """
        b, n, d = x.shape
        qkv = self.c_attn(self.ln_1(x)).view(b, n, 3, self.heads, d // self.heads)
        q, k, v = qkv.permute(2, 0, 3, 1, 4)  # [batch, head, n, d_head]
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)  # [batch, head, past + n, d_head]
        z = F.scaled_dot_product_attention(q, k, v, is_causal=past is None)  # [batch, head, n, d_head]
        x = x + self.dropout(self.c_proj(z.transpose(1, 2).reshape(b, n, d)))  # [batch, n, d]
        return x + self.dropout(self.c_out(F.gelu(self.c_fc(self.ln_2(x)), approximate="tanh"))), (k, v)


class GPT2(nn.Module):
    """Learned positions, norm before each part, head tied to the embedding."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.wte, self.wpe = nn.Embedding(shape.vocab, shape.width), nn.Embedding(shape.context, shape.width)
        self.h, self.ln_f = nn.ModuleList(Block(shape) for _ in range(shape.layers)), nn.LayerNorm(shape.width)
        self.dropout = nn.Dropout(shape.dropout)
        for name, p in self.named_parameters():
            if p.dim() == 2:
                residual = "c_proj" in name or "c_out" in name
                nn.init.normal_(p, std=0.02 / (math.sqrt(2 * shape.layers) if residual else 1))
            elif name.endswith("bias"):
                nn.init.zeros_(p)

    @property
    def blocks(self) -> list[Block]:
        return [cast(Block, block) for block in self.h]

    def forward(self, ids: Tensor, targets: Tensor) -> Tensor:
        """Mean cross entropy, nats a token; ids and targets [batch, n]."""
        logits, _ = self.logits(ids)
        return F.cross_entropy(logits.view(-1, logits.shape[-1]), targets.reshape(-1))

    def logits(self, ids: Tensor, past: list[KeysAndValues] | None = None) -> tuple[Tensor, list[KeysAndValues]]:
        """[batch, n, vocab] of ids [batch, n], and each block's keys and values; behind a past, one id at a time."""
        if past and ids.shape[1] != 1:
            raise ValueError(f"behind a past there is one token at a time, not {ids.shape[1]}")
        start = past[0][0].shape[2] if past else 0
        x = self.dropout(self.wte(ids) + self.wpe.weight[start : start + ids.shape[1]])  # [batch, n, d]
        kept = []
        for i, block in enumerate(self.blocks):
            x, keys_and_values = block(x, past[i] if past else None)
            kept.append(keys_and_values)
        return F.linear(self.ln_f(x), self.wte.weight), kept


def checkpoint_tensors(model: GPT2) -> Iterator[tuple[str, Tensor, bool]]:
    """(name, parameter, transposed) as Hugging Face's GPT-2 has them; its Conv1D stores [in, out]."""
    yield "transformer.wte.weight", model.wte.weight, False
    yield "transformer.wpe.weight", model.wpe.weight, False
    yield "transformer.ln_f.weight", model.ln_f.weight, False
    yield "transformer.ln_f.bias", model.ln_f.bias, False
    for i, b in enumerate(model.blocks):
        modules: tuple[tuple[str, nn.LayerNorm | nn.Linear, bool], ...] = (
            ("ln_1", b.ln_1, False),
            ("attn.c_attn", b.c_attn, True),
            ("attn.c_proj", b.c_proj, True),
            ("ln_2", b.ln_2, False),
            ("mlp.c_fc", b.c_fc, True),
            ("mlp.c_proj", b.c_out, True),
        )
        for name, module, transposed in modules:
            yield f"transformer.h.{i}.{name}.weight", module.weight, transposed
            yield f"transformer.h.{i}.{name}.bias", module.bias, False


def safetensors_bytes(model: GPT2) -> bytes:
    """The model's weights as a checkpoint's model.safetensors."""
    return weight_file.to_bytes(
        (name, (p.t() if transposed else p).detach().float().cpu().contiguous().numpy().astype(np.float16))
        for name, p, transposed in checkpoint_tensors(model)
    )


@torch.no_grad()
def load_weights(model: GPT2, path: Path) -> None:
    """Weights of a checkpoint that safetensors_bytes wrote."""
    tensors = weight_file.read(path).tensors
    for name, p, transposed in checkpoint_tensors(model):
        t = torch.from_numpy(tensors[name].astype(np.float32))
        p.copy_(t.t() if transposed else t)


def config(shape: Shape) -> dict[str, object]:
    """The checkpoint's config.json."""
    return {
        "architectures": ["GPT2LMHeadModel"],
        "model_type": "gpt2",
        "vocab_size": shape.vocab,
        "n_positions": shape.context,
        "n_ctx": shape.context,
        "n_embd": shape.width,
        "n_layer": shape.layers,
        "n_head": shape.heads,
        "n_inner": None,
        "activation_function": "gelu_new",
        "layer_norm_epsilon": 1e-5,
        "bos_token_id": 0,
        "eos_token_id": 0,
        "tie_word_embeddings": True,
        "torch_dtype": "float16",
    }


def open_checkpoint(folder: Path) -> GPT2:
    """The model that config.json and model.safetensors describe, without dropout."""
    said = json.loads((folder / "config.json").read_text())
    shape = Shape(said["n_embd"], said["n_layer"], said["n_head"], said["n_ctx"], said["vocab_size"])
    model = GPT2(shape)
    load_weights(model, folder / "model.safetensors")
    return model
