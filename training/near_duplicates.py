"""Leave out documents that stand almost whole in another one: older versions of the same page, copies between packages.

Documents are compared by shingles (Broder 1997): runs of eight words, or sixteen characters of Chinese.
"""

from collections.abc import Sequence

import regex

WORD = regex.compile(r"[\p{Han}]|[\p{L}\p{N}_]+|[^\s\p{L}\p{N}]")
RUN = 8
MOST_SHARED = 0.4  # of a document's runs, with documents that are kept
MOST_HELD_BACK = 0.1  # of a document's runs, with held-back text


def shingles(document: str) -> set[int]:
    words = WORD.findall(document)
    return {hash(tuple(words[i : i + RUN])) for i in range(max(1, len(words) - RUN + 1))}


def unique(documents: Sequence[str], held_back: Sequence[str] = ()) -> list[str]:
    """Documents that are new, longest first in case of doubt, in their old order."""
    seen: set[int] = set()
    reserved: set[int] = set()
    kept = []
    for document in held_back:
        reserved |= shingles(document)
    for i in sorted(range(len(documents)), key=lambda i: -len(documents[i])):
        runs = shingles(documents[i])
        if len(runs & seen) > MOST_SHARED * len(runs) or len(runs & reserved) > MOST_HELD_BACK * len(runs):
            continue
        seen |= runs
        kept.append(i)
    return [documents[i] for i in sorted(kept)]
