"""Average two checkpoints of one model: what it learnt last, without losing what it knew (Wortsman et al. 2022, WiSE-FT).

    python3 training/average.py BEFORE AFTER --after .7 --out MODEL

BEFORE, AFTER and MODEL are safetensors files in F16 with the same tensors; every weight becomes (1 - a) before + a after.
"""

import argparse
import pathlib
import struct

import numpy as np


def read(path):
    """(header, with its length in front; all weights, as float32)"""
    raw = path.read_bytes()
    start = 8 + struct.unpack("<Q", raw[:8])[0]
    return raw[:start], np.frombuffer(raw[start:], np.float16).astype(np.float32)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("files", type=pathlib.Path, nargs=2)
    parser.add_argument("--after", type=float, required=True, help="share of the second one, 0 to 1")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    a = parser.parse_args()
    (header, before), (other, after) = map(read, a.files)
    if header != other:
        raise SystemExit("the two files do not hold the same tensors")
    weights = (1 - a.after) * before + a.after * after
    a.out.write_bytes(header + weights.astype(np.float16).tobytes())


if __name__ == "__main__":
    main()
