"""Average two checkpoints of one model: what it learnt last, without losing what it knew.

    python3 training/average.py BEFORE AFTER --after .7 --out MODEL

BEFORE, AFTER and MODEL are safetensors files in F16 with the same tensors; every weight becomes
(1 - a) before + a after (Wortsman et al. 2022, WiSE-FT).
"""

import argparse
from pathlib import Path

import numpy as np

import weight_file


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=Path, nargs=2)
    parser.add_argument("--after", type=float, required=True, help="share of the second one, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    a = parser.parse_args()
    before, after = map(weight_file.read, a.files)
    if before.head != after.head:
        raise SystemExit("the two files do not hold the same tensors")
    weights = (1 - a.after) * before.weights.astype(np.float32) + a.after * after.weights.astype(np.float32)
    a.out.write_bytes(before.head + weights.astype(np.float16).tobytes())


if __name__ == "__main__":
    main()
