"""Compose the training text: CORPUS/train and CORPUS/valid, one text file a kind.

    python3 compose.py --texts TEXTS --archives PACKAGES --node-modules node_modules \
        --python-lib /usr/lib/python3.11 --out CORPUS [--sources SOURCES.md]

Documents are separated by a line <|endoftext|>. The valid files of --texts are copied unchanged, so that figures
stay comparable; of code and of the text made by rules, 2 % of the documents are held back, chosen by hash.
"""

import argparse
import hashlib
import lzma
import random
from collections.abc import Iterable
from pathlib import Path

import code_text
import everyday
from near_duplicates import unique
from word_filter import WordFilter

END = "\n<|endoftext|>\n"
TEXTS = ("stories", "simple", "prose", "zh", "zh-everyday")
OLD_STORIES = ("stories", "simple")
SOURCES_MARK = "<!-- below: written by training/compose.py -->"


def held_back(document: str) -> bool:
    """2 % of the documents, the same ones in every run."""
    return int.from_bytes(hashlib.sha256(document.encode()).digest()[:4], "big") % 50 == 0


def read(path: Path) -> list[str]:
    return lzma.decompress(path.read_bytes()).decode().split(END)


def write(out: Path, part: str, kind: str, documents: list[str]) -> None:
    folder = out / part
    folder.mkdir(parents=True, exist_ok=True)
    text = END.join(documents)
    (folder / f"{kind}.txt").write_text(text)
    print(f"{part}/{kind}: {len(documents)} documents, {len(text.encode()) / 1e6:.2f} MB", flush=True)


def split_and_write(out: Path, kind: str, documents: Iterable[str], *, made_by_rules: bool = False) -> None:
    documents = list(dict.fromkeys(documents))
    random.Random(kind).shuffle(documents)
    held = [d for d in documents if held_back(d)]
    train = [d for d in documents if not held_back(d)]
    write(out, "train", kind, train if made_by_rules else unique(train, held))
    write(out, "valid", kind, held)


def compose_texts(texts: Path, out: Path, readmes: list[str]) -> None:
    """The given corpus, filtered; README files of packages join the prose of the training part."""
    for kind in TEXTS:
        words = WordFilter(old_stories=kind in OLD_STORIES)
        documents = read(texts / "train" / f"{kind}.txt.xz") + (readmes if kind == "prose" else [])
        kept = [d for d in map(words.paragraphs, documents) if len(d) > 40]
        random.Random(kind).shuffle(kept)
        print(f"{kind}: filter dropped {words.dropped_paragraphs} paragraphs, {words.dropped_bytes} bytes")
        valid = read(texts / "valid" / f"{kind}.txt.xz")
        write(out, "train", kind, unique(kept, valid))
        write(out, "valid", kind, valid)


def kilo(texts: list[str]) -> str:
    """How many thousand characters there are in all."""
    return f"{sum(map(len, texts)) / 1e3:.0f}"


def write_sources(path: Path, packages: list[code_text.Package]) -> None:
    """Replace the table of packages at the end of SOURCES.md."""
    rows = [f"| {p.name} | {p.version} | {p.licence} | {kilo(p.code)} | {kilo(p.prose)} |" for p in packages]
    head = path.read_text().split(SOURCES_MARK)[0].rstrip()
    intro = (
        "## Packages\n"
        "Source code (kind `code`) and Markdown (in `prose`) of these packages, as published; only files of at most "
        "60 kB that people wrote; licence headers are cut from the text the model sees.\n\n"
        "| package | version | licence | code, kB | prose, kB |\n"
        "| --- | --- | --- | --- | --- |\n"
    )
    path.write_text(f"{head}\n\n{SOURCES_MARK}\n{intro}" + "\n".join(rows) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser()
    for name in ("texts", "archives", "node-modules", "python-lib", "out"):
        arguments.add_argument("--" + name, type=Path, required=True)
    arguments.add_argument("--sources", type=Path)
    arguments.add_argument("--everyday-mb", type=float, default=9)
    a = arguments.parse_args()

    packages = code_text.packages(a.archives, a.node_modules, a.python_lib)
    words = WordFilter()
    split_and_write(a.out, "code", [t for p in packages for t in p.code if not words.offends(t)])
    print(f"code: filter dropped {words.dropped_paragraphs} files, {words.dropped_bytes} bytes")
    compose_texts(a.texts, a.out, [t for p in packages for t in p.prose])
    for kind, documents in everyday.kinds(a.everyday_mb * 1e6):
        split_and_write(a.out, kind, documents, made_by_rules=True)
    if a.sources:
        write_sources(a.sources, packages)


if __name__ == "__main__":
    main()
