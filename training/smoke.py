"""What the smoke test needs beside the scripts: a few KB of text, and the numbers that a finished model must give.

    python3 training/smoke.py texts FOLDER
    python3 training/smoke.py logits --model MODEL --text TEXT --out FILE
    python3 training/smoke.py average BEFORE AFTER AVERAGED --after .7
    python3 training/smoke.py amplify MODEL

test/unit/training.test.ts runs these between the scripts themselves, and opens the result with the extension's engine.
"""

import argparse
import io
import itertools
import json
import lzma
import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from code_text import clean
from compose import TEXTS, held_back

HELD_BACK = Path(__file__).parent / "held-back"
TRAIN_CHARACTERS, VALID_CHARACTERS = 4_000, 2_000  # of each kind
CODE_CHARACTERS = 600  # a file
LOUDER = 10
MANIFEST = json.dumps({"name": "smoke", "version": "1.0.0", "license": "MIT"})
METADATA = "Name: smoke-wheel\nVersion: 1.0.0\nLicense: MIT\n\nA wheel for a test.\n"


def texts(folder: Path) -> None:
    """TEXTS, PACKAGES, node_modules and python3.11 in a folder, as compose.py wants them; cut from held-back/."""
    for kind in TEXTS:
        text = (HELD_BACK / f"{kind}.txt").read_text("utf-8")
        middle = text.index("\n", TRAIN_CHARACTERS) + 1
        for part, piece in ("train", text[:middle]), ("valid", text[middle : middle + VALID_CHARACTERS]):
            write(folder / "texts" / part / f"{kind}.txt.xz", lzma.compress(piece.strip("\n").encode()))
    files = list(code_files())
    # A package of each kind that code_text.py reads.
    archive, wheel, installed, library = (files[i::4] for i in range(4))
    (folder / "packages").mkdir()
    with tarfile.open(folder / "packages" / "smoke-1.0.0.tgz", "w:gz") as tar:
        for name, raw in ("package.json", MANIFEST.encode()), *((f"src/{i}.ts", raw) for i, raw in enumerate(archive)):
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(raw)
            tar.addfile(entry, io.BytesIO(raw))
    with zipfile.ZipFile(folder / "packages" / "smoke_wheel-1.0.0-py3-none-any.whl", "w") as z:
        z.writestr("smoke_wheel-1.0.0.dist-info/METADATA", METADATA)
        for i, raw in enumerate(wheel):
            z.writestr(f"smoke/{i}.py", raw)
    write(folder / "node_modules" / "installed" / "package.json", MANIFEST.replace("smoke", "installed").encode())
    readme = (HELD_BACK / "prose.txt").read_text("utf-8")[-VALID_CHARACTERS:]
    write(folder / "node_modules" / "installed" / "README.md", readme.encode())
    for i, raw in enumerate(installed):
        write(folder / "node_modules" / "installed" / "lib" / f"{i}.js", raw)
    for i, raw in enumerate(library):
        write(folder / "python3.11" / f"{i}.py", raw)


def code_files() -> Iterator[bytes]:
    """Pieces of source code. Every eighth ends in a comment that has compose.py hold it back: too few are by chance."""
    text = re.sub(r"\n<\|endoftext\|>\n", "\n", (HELD_BACK / "code.txt").read_text("utf-8"))
    start = 0
    for i in itertools.count():
        end = text.find("\n", start + CODE_CHARACTERS)
        if end < 0:
            return
        piece = text[start:end]
        start = end + 1
        variants = (f"{piece}\n// {n}" for n in itertools.count())
        held = i % 8 == 7
        if clean(f"{piece}\n//".encode()):
            yield next(v.encode() for v in variants if held_back(clean(v.encode())) == held)


def write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)


def logits(model_folder: Path, text: str, out: Path) -> None:
    """OUT: the logits after each token of a text, float32, row by row. Prints the ids, and how far a cache is off."""
    import tokenizers
    import torch

    from gpt2 import open_checkpoint

    model = open_checkpoint(model_folder).eval()
    ids = tokenizers.Tokenizer.from_file(str(model_folder / "tokenizer.json")).encode(text).ids
    with torch.no_grad():
        whole, _ = model.logits(torch.tensor([ids]))  # [1, n, vocab]
        past, rows = None, []
        for token in ids:
            row, past = model.logits(torch.tensor([[token]]), past)  # [1, 1, vocab]
            rows.append(row)
        difference = (torch.cat(rows, 1) - whole).abs().max().item()
    whole[0].numpy().astype("<f4").tofile(out)
    print(json.dumps({"ids": ids, "vocab": whole.shape[-1], "cacheDifference": difference}))


def average(before: Path, after: Path, averaged: Path, share: float) -> None:
    """Fails unless every weight of AVERAGED is the mean, rounded to F16. Prints how far AFTER is from BEFORE."""
    import weight_file

    old, new, mean = (weight_file.read(path).tensors for path in (before, after, averaged))
    assert list(old) == list(new) == list(mean)
    for name, weights in mean.items():
        expected = (1 - share) * old[name].astype(np.float64) + share * new[name].astype(np.float64)
        np.testing.assert_allclose(weights, expected, rtol=2**-10, atol=2**-24, err_msg=name)
    change = max(float(np.abs(new[name].astype(np.float64) - old[name]).max()) for name in old)
    print(json.dumps({"change": change}))


def amplify(model_folder: Path) -> None:
    """Make all matrices larger: after a few steps they are so small that a wrong activation would not show."""
    import weight_file

    path = model_folder / "model.safetensors"
    matrices = weight_file.read(path).tensors.items()
    louder = ((name, w * np.float16(LOUDER) if w.ndim == 2 else w) for name, w in matrices)
    path.write_bytes(weight_file.to_bytes(louder))


def main() -> None:
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("texts")
    command.add_argument("folder", type=Path)
    command = commands.add_parser("logits")
    command.add_argument("--model", type=Path, required=True)
    command.add_argument("--text", required=True)
    command.add_argument("--out", type=Path, required=True)
    command = commands.add_parser("average")
    command.add_argument("files", type=Path, nargs=3)
    command.add_argument("--after", type=float, required=True)
    command = commands.add_parser("amplify")
    command.add_argument("model", type=Path)
    a = parser.parse_args()
    if a.command == "texts":
        texts(a.folder)
    elif a.command == "logits":
        logits(a.model, a.text, a.out)
    elif a.command == "amplify":
        amplify(a.model)
    else:
        before, after, averaged = a.files
        average(before, after, averaged, a.after)


if __name__ == "__main__":
    main()
