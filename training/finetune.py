"""Go on from a trained checkpoint for a while, against what greedy generation of a small model suffers from: loops.

    python3 training/finetune.py --model MODEL --data DATA --minutes 30

Each step learns from three things: text as in training; random sequences of tokens that come again, of which only the
second time counts (they sharpen the heads that find the previous token and what followed it; Olsson et al. 2022); and
the model's own greedy continuations, in which tokens that complete a run that stood there before are made less likely
(sequence-level unlikelihood; Welleck et al. 2020). Runs on two CPU cores.
"""

import argparse
import json
import time
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor

from gpt2 import GPT2, open_checkpoint, safetensors_bytes
from weight_file import replace

SHARE = {
    "stories": 0.25,
    "simple": 0.02,
    "prose": 0.2,
    "code": 0.15,
    "zh": 0.14,
    "zh-everyday": 0.02,
    "everyday": 0.12,
    "everyday-zh": 0.07,
    "repeats": 0.03,
}
SPOKEN = {
    "stories": 0.3,
    "simple": 0.05,
    "prose": 0.3,
    "zh": 0.15,
    "zh-everyday": 0.05,
    "everyday": 0.08,
    "everyday-zh": 0.07,
}  # of the continuations
IGNORED = -100

Ids = npt.NDArray[np.int64]


class Text:
    def __init__(self, folder: Path, vocab: dict[str, int], seed: int) -> None:
        self.rng = np.random.default_rng(seed)
        self.ids = {kind: np.fromfile(folder / f"train.{kind}.bin", np.uint16).astype(np.int64) for kind in SHARE}
        # a sentence may begin behind these
        self.breaks = {i for token, i in vocab.items() if token.endswith(("Ċ", ".", "ãĢĤ")) or i == 0}
        self.vocab = len(vocab)

    def kind(self, shares: Mapping[str, float]) -> str:
        return str(self.rng.choice(list(shares), p=np.array(list(shares.values())) / sum(shares.values())))

    def window(self, length: int) -> tuple[Ids, Ids]:
        """(ids, targets) of a piece of the training text."""
        ids = self.ids[self.kind(SHARE)]
        start = self.rng.integers(len(ids) - length - 1)
        return ids[start : start + length], ids[start + 1 : start + length + 1]

    def again(self, length: int) -> tuple[Ids, Ids]:
        """(ids, targets) of a random sequence that is repeated; the first time has no target."""
        n = int(self.rng.integers(12, 97))
        if self.rng.random() < 0.5:
            drawn = self.rng.integers(1, self.vocab, n)
        else:
            ids = self.ids[self.kind(SHARE)]
            drawn = ids[self.rng.integers(len(ids), size=n)]
        row = np.tile(drawn, length // n + 2)[: length + 1]
        targets = row[1:].copy()
        targets[: n - 1] = IGNORED
        return row[:-1], targets

    def batch(self, rows: int, length: int, repeated: int) -> tuple[Tensor, Tensor]:
        ids, targets = [], []
        for i in range(rows):
            row, goal = self.again(length) if i < repeated else self.window(length)
            ids.append(row)
            targets.append(goal)
        return torch.from_numpy(np.stack(ids)), torch.from_numpy(np.stack(targets))

    def beginnings(self, rows: int, length: int) -> Tensor:
        """`rows` beginnings of sentences, all of one length."""
        found: list[Ids] = []
        while len(found) < rows:
            ids = self.ids[self.kind(SPOKEN)]
            at = int(self.rng.integers(1, len(ids) - length - 200))
            at += next((i for i in range(200) if int(ids[at + i - 1]) in self.breaks), 0)
            row = ids[at : at + length]
            if 0 not in row:
                found.append(row)
        return torch.from_numpy(np.stack(found))


@torch.no_grad()
def continued(model: GPT2, ids: Tensor, tokens: int) -> Tensor:
    """Greedy continuation, [batch, prompt + tokens]."""
    last, past = ids, None
    for _ in range(tokens):
        logits, past = model.logits(last, past)
        last = logits[:, -1:].argmax(-1)
        ids = torch.cat([ids, last], 1)
    return ids


def repeated_runs(ids: Tensor, prompt: int, run: int) -> Tensor:
    """True where a continued token completes a run of `run` tokens that stood there before."""
    marks = torch.zeros(ids.shape, dtype=torch.bool)
    for r, row in enumerate(ids.tolist()):
        seen: set[tuple[int, ...]] = set()
        for end in range(run, len(row) + 1):
            piece = tuple(row[end - run : end])
            if piece in seen and end > prompt:
                marks[r, end - 1] = True
            seen.add(piece)
            if row[end - 1] == 0 and end > prompt:  # the text is over
                break
    return marks


def unlikelihood(model: GPT2, text: Text, a: argparse.Namespace) -> tuple[Tensor | None, float]:
    prompt = int(text.rng.integers(3, 25))
    ids = continued(model, text.beginnings(a.continuations, prompt), a.tokens)
    marks = repeated_runs(ids, prompt, a.run)[:, 1:]
    share = marks.float().sum().item() / (len(ids) * a.tokens)
    if share == 0:
        return None, share
    log_p = -F.cross_entropy(model.logits(ids[:, :-1])[0].float().transpose(1, 2), ids[:, 1:], reduction="none")
    again = torch.log1p(-log_p.exp().clamp(max=1 - 1e-4))
    return -(again * marks).sum() / (len(ids) * a.tokens), share


def main(a: argparse.Namespace) -> None:
    torch.manual_seed(a.seed)
    vocab = json.loads((a.model / "tokenizer.json").read_text())["model"]["vocab"]
    model = open_checkpoint(a.model)
    text = Text(a.data, vocab, a.seed)
    adam = torch.optim.AdamW(model.parameters(), lr=a.lr, betas=(0.9, 0.98), weight_decay=0.0)
    start, step = time.time(), 0
    sums: dict[str, list[float]] = {}
    while (done := (time.time() - start) / (a.minutes * 60)) < 1:
        for group in adam.param_groups:
            group["lr"] = a.lr * min(1, (step + 1) / 20, (1 - done) / 0.6)
        long = step % 8 == 7
        rows, length = (2, model.shape.context) if long else (a.batch, 256)
        ids, targets = text.batch(rows, length, 0 if long else a.repeated)
        with torch.autocast("cpu", torch.bfloat16):
            losses = F.cross_entropy(
                model.logits(ids)[0].float().transpose(1, 2), targets, reduction="none", ignore_index=IGNORED
            )
            told = (losses[a.repeated :] if not long else losses).mean()
            copied = (
                losses[: a.repeated].sum() / (targets[: a.repeated] != IGNORED).sum()
                if not long and a.repeated
                else None
            )
            looped, share = unlikelihood(model, text, a)
        loss = (
            told + (0 if copied is None else a.copy_weight * copied) + (0 if looped is None else a.loop_weight * looped)
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.step()
        adam.zero_grad(set_to_none=True)
        step += 1
        for name, value in {
            "text": told.item(),
            "copied": copied.item() if copied is not None else None,
            "looped": share,
        }.items():
            if value is not None:
                sums.setdefault(name, []).append(value)
        if step % a.log == 0:
            print(f"step {step} {done:.1%} " + " ".join(f"{k} {np.mean(v):.3f}" for k, v in sums.items()), flush=True)
            sums = {}
        if step % a.save_every == 0:
            replace(a.model / "model.safetensors", safetensors_bytes(model))
    replace(a.model / "model.safetensors", safetensors_bytes(model))
    print("steps", step, flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True, help="checkpoint and tokenizer; the weights are replaced")
    parser.add_argument("--data", type=Path, required=True)
    for name, default in dict(
        minutes=30.0,
        lr=1e-4,
        batch=12,
        repeated=2,
        copy_weight=0.15,
        continuations=24,
        tokens=64,
        run=8,
        loop_weight=1.5,
        log=10,
        save_every=50,
        seed=1,
    ).items():
        parser.add_argument("--" + name.replace("_", "-"), type=type(default), default=default)
    main(parser.parse_args())
