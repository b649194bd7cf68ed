"""A tiny grammar for texts made by rules: `{a|b|c}` is one of several, `<name>` is a slot. Knows no words."""

import re
from collections.abc import Callable, Sequence
from random import Random

CHOICE = re.compile(r"\{([^{}]*)\}")
Maker = Callable[[Random], str]  # of one document
SLOT = re.compile(r"<(\w+)>")


def say(rng: Random, template: str, **slots: object) -> str:
    """Fill a template: slots first, then choices from the inside out; the first letter becomes a capital.

    say(rng, "<who> {ran|walked} home.", who="Mia") -> "Mia ran home."
    """
    text = SLOT.sub(lambda m: str(slots[m[1]]), template)
    while True:
        match = CHOICE.search(text)
        if not match:
            return text[:1].upper() + text[1:]
        text = text[: match.start()] + rng.choice(match[1].split("|")) + text[match.end() :]


def a(noun: str) -> str:
    """The noun with its indefinite article."""
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def plural(noun: str) -> str:
    """English plural of a regular noun."""
    irregular = {
        "mouse": "mice",
        "sheep": "sheep",
        "goose": "geese",
        "wolf": "wolves",
        "child": "children",
        "knife": "knives",
    }
    if noun in irregular:
        return irregular[noun]
    if re.search(r"(s|sh|ch|x)$", noun) or noun in ("potato", "tomato", "mango"):
        return noun + "es"
    return noun[:-1] + "ies" if re.search(r"[^aeiou]y$", noun) else noun + "s"


def listing(words: Sequence[str], last: str = "and") -> str:
    """The words as in: a, b and c."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f" {last} " + words[-1]
