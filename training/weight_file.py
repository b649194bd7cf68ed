"""Safetensors files all of whose tensors are F16: how they are read and written.

Knows no model, and needs numpy only. The format: eight bytes with the header's length, the header as JSON
(name: dtype, shape, where its bytes begin and end), then the bytes of all tensors.
"""

import json
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

Halves = npt.NDArray[np.float16]
LENGTH = struct.Struct("<Q")
ALIGNMENT = 64  # bytes; the tensors begin at a multiple of it


@dataclass(frozen=True)
class WeightFile:
    head: bytes  # the header with its length in front, as it stands in the file
    weights: Halves  # of all tensors, in the order of the file
    tensors: dict[str, Halves]  # parts of the same memory, by name


def read(path: Path) -> WeightFile:
    """Fails with ValueError where a tensor is kept in another type than F16."""
    raw = path.read_bytes()
    start = LENGTH.size + LENGTH.unpack_from(raw)[0]
    header = json.loads(raw[LENGTH.size : start])
    header.pop("__metadata__", None)
    weights = np.frombuffer(raw, np.float16, offset=start)
    tensors = {}
    for name, entry in header.items():
        if entry["dtype"] != "F16":
            raise ValueError(f"{path}: {name} is {entry['dtype']}, and only F16 is read here")
        first, end = (at // weights.itemsize for at in entry["data_offsets"])
        tensors[name] = weights[first:end].reshape(entry["shape"])
    return WeightFile(raw[:start], weights, tensors)


def to_bytes(tensors: Iterable[tuple[str, Halves]]) -> bytes:
    """A whole file, with the tensors in their order."""
    header: dict[str, object] = {"__metadata__": {"format": "pt"}}
    raw, offset = [], 0
    for name, t in tensors:
        header[name] = {"dtype": "F16", "shape": list(t.shape), "data_offsets": [offset, offset + t.nbytes]}
        raw.append(t.tobytes())
        offset += t.nbytes
    head = json.dumps(header).encode()
    head += b" " * (-(LENGTH.size + len(head)) % ALIGNMENT)
    return LENGTH.pack(len(head)) + head + b"".join(raw)


def replace(path: Path, raw: bytes) -> None:
    """Write all or nothing: a run may be killed while it writes."""
    fresh = path.with_suffix(path.suffix + ".new")
    fresh.write_bytes(raw)
    fresh.replace(path)
