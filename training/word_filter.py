"""Drop paragraphs with words one would not print today; find such words in what the model says.

Knows nothing about kinds of files or tokens: text in, text out. The words are in words.txt
and, for stories only, words_stories.txt.

    python3 word_filter.py < continuations.txt      # prints each word found, exit status 1 if there is one
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
LATIN = re.compile(r"[A-Za-z]")


def read_words(name: str) -> list[str]:
    """The words of a list: one a line, without comments and empty lines."""
    lines = (line.strip() for line in (HERE / name).read_text("utf-8").splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def pattern(words: list[str]) -> re.Pattern[str]:
    """One regular expression for lower-case text; Chinese has no word boundaries, so it matches anywhere."""
    latin = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words if LATIN.search(w))
    chinese = [re.escape(w) for w in words if not LATIN.search(w)]
    return re.compile("|".join([rf"\b(?<![A-Za-z])(?:{latin})(?![A-Za-z])", *chinese]))


class WordFilter:
    """Filter for one kind of text; `old_stories` adds the words that carry the views of their time."""

    def __init__(self, *, old_stories: bool = False) -> None:
        self.pattern = pattern(read_words("words.txt") + (read_words("words_stories.txt") if old_stories else []))
        self.dropped_bytes, self.dropped_paragraphs = 0, 0

    def paragraphs(self, document: str) -> str:
        """The document without its offending paragraphs (a line is a paragraph); counts what went."""
        kept = []
        for line in document.split("\n"):
            if self.pattern.search(line.lower()):
                self.dropped_bytes += len(line.encode()) + 1
                self.dropped_paragraphs += 1
            else:
                kept.append(line)
        return "\n".join(kept).strip("\n")

    def offends(self, document: str) -> bool:
        """Whether any word of the list stands in the document (source code: all or nothing)."""
        if not self.pattern.search(document.lower()):
            return False
        self.dropped_bytes += len(document.encode())
        self.dropped_paragraphs += 1
        return True


def main() -> None:
    found = WordFilter(old_stories=True).pattern.findall(sys.stdin.read().lower())
    print(*sorted(set(found)), sep="\n")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
