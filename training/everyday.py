"""Documents made by rules, by kind: everyday English, everyday Traditional Chinese, and repeats. Seeded.

    python3 everyday.py     # prints one document of each maker
"""
import random
from collections.abc import Iterator, Mapping

import everyday_chinese
import everyday_english
import everyday_repeats
from grammar import Maker

# kind: (makers, share of the bytes)
KINDS: dict[str, tuple[dict[Maker, int], float]] = {"everyday": (everyday_english.MAKERS, .45), "everyday-zh": (everyday_chinese.MAKERS, .37), "repeats": (everyday_repeats.MAKERS, .18)}


def documents(makers: Mapping[Maker, int], n_bytes: float, seed: str) -> list[str]:
    """Distinct documents of about n_bytes in all; makers are drawn by weight."""
    rng, total = random.Random(seed), 0
    found: dict[str, None] = {}
    while total < n_bytes:
        document = rng.choices(list(makers), list(makers.values()))[0](rng)
        if document not in found:
            found[document] = None
            total += len(document.encode())
    return list(found)


def kinds(n_bytes: float) -> Iterator[tuple[str, list[str]]]:
    """(kind, documents) for each kind, n_bytes together."""
    for kind, (makers, share) in KINDS.items():
        yield kind, documents(makers, n_bytes * share, kind)


def main() -> None:
    rng = random.Random("show")
    for makers, _ in KINDS.values():
        for make in makers:
            print(f"== {make.__name__}\n{make(rng)}")


if __name__ == "__main__":
    main()
