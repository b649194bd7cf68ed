"""Texts in which earlier parts come again: lists read back, look-ups, echoes. They teach a model to copy.

Half of the sequences are drawn at random, so that only the text itself tells what comes next.
"""
import string
from collections.abc import Callable
from random import Random

import everyday_words as w
from grammar import Maker, listing, plural

CHINESE = "天地人山水火木金土日月星風雨雲花草樹鳥魚牛馬羊狗貓蘋果桌椅書筆門窗車船路橋米飯茶糖鹽衣帽鞋紅黃藍白黑大小多少上下左右前後東西南北春夏秋冬早晚今明心手口目耳頭"
SYLLABLES = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]


def nouns() -> list[str]:
    return [*w.THINGS, *w.ANIMALS, *w.FRUITS, *w.VEGETABLES, *w.COLOURS, *w.JOBS, *w.CITIES, *w.GIRLS, *w.BOYS, *w.NUMBERS]


NOUNS = nouns()


def invented(rng: Random) -> str:
    return "".join(rng.choices(SYLLABLES, k=rng.randint(2, 4)))


def drawn(rng: Random) -> tuple[list[str], str]:
    """A random sequence: (items, separator)."""
    kind = rng.randrange(6)
    n = rng.randint(4, 24)
    if kind == 0:
        return rng.choices(NOUNS, k=n), rng.choice([" ", ", ", "\n"])
    if kind == 1:
        return [invented(rng) for _ in range(n)], rng.choice([" ", ", "])
    if kind == 2:
        return [str(rng.randint(0, 999)) for _ in range(n)], rng.choice([" ", ", ", "-"])
    if kind == 3:
        return rng.choices(CHINESE, k=n), rng.choice(["", "", "、"])
    if kind == 4:
        return rng.choices(string.ascii_letters + string.digits, k=n), rng.choice([" ", ""])
    return rng.choices(NOUNS + list(CHINESE) + list("()[]{}+-*/=<>.;:"), k=n), " "


def echo(rng: Random) -> str:
    items, separator = drawn(rng)
    text = separator.join(items)
    style = rng.randrange(5)
    if style == 0:
        return "\n".join([text] * rng.randint(2, 4))
    if style == 1:
        return f"Repeat after me: {text}\n{text}"
    if style == 2:
        a, b = rng.sample(w.GIRLS + w.BOYS, 2)
        return f'"Say: {text}," said {a}.\n"{text}," said {b}.'
    if style == 3:
        return f"Copy this line.\n> {text}\n> {text}"
    return text + (separator or " ") + text + (separator or " ") + text


def chunk(rng: Random) -> str:
    """A random sequence that comes again after something else was said."""
    items, separator = drawn(rng)
    text, other = separator.join(items), drawn(rng)
    return f"{text}\n{other[1].join(other[0])}\n{text}\n"


def read_back(rng: Random) -> str:
    name, other = rng.sample(w.GIRLS + w.BOYS, 2)
    items = rng.sample([plural(x) for x in [*w.THINGS, *w.FRUITS, *w.VEGETABLES, *w.ANIMALS]], rng.randint(4, 9))
    return rng.choice([f'{name} read the list aloud: "{listing(items)}." {other} wrote it down and read it back: "{listing(items)}."',
                       f"First {name} put these on the table: {listing(items)}. Then {other} put them back: {listing(items)}.",
                       "To pack:\n" + "\n".join(f"- {x}" for x in items) + "\nPacked:\n" + "\n".join(f"- {x}" for x in items)])


def look_up(rng: Random) -> str:
    """A table of names and values, then questions about it."""
    names = rng.sample(w.GIRLS + w.BOYS, rng.randint(3, 7))
    kind = rng.choice(["number", "colour", "room", "word", "city"])
    draw: dict[str, Callable[[], str]] = {"number": lambda: str(rng.randint(1000, 9999)), "colour": lambda: rng.choice(w.COLOURS), "room": lambda: str(rng.randint(1, 99)), "word": lambda: invented(rng), "city": lambda: rng.choice(w.CITIES)}
    table = {n: draw[kind]() for n in names}
    rows = "\n".join(f"{n}'s {kind} is {v}." if rng.random() < .9 else f"The {kind} of {n} is {v}." for n, v in table.items())
    asked = rng.sample(names, rng.randint(1, len(names)))
    return rows + "\n" + "\n".join(f"What is {n}'s {kind}? {n}'s {kind} is {table[n]}." for n in asked)


def mapping(rng: Random) -> str:
    """Records in the manner of code and data files; the same keys in each."""
    keys = rng.sample(["name", "city", "colour", "age", "animal", "job", "id", "size"], rng.randint(2, 4))
    names = rng.sample(w.GIRLS + w.BOYS, rng.randint(2, 5))

    def value(k: str, n: str) -> str | int:
        values: dict[str, str | int] = {"name": n, "city": rng.choice(w.CITIES), "colour": rng.choice(w.COLOURS), "age": rng.randint(4, 90), "animal": rng.choice(list(w.ANIMALS)), "job": rng.choice(list(w.JOBS)), "id": rng.randint(100, 999), "size": rng.choice(w.SIZES)}
        return values[k]

    rows = [{k: value(k, n) for k in keys} for n in names]

    def quote(v: str | int) -> str:
        return str(v) if isinstance(v, int) else f'"{v}"'

    if rng.random() < .5:
        return "[\n" + ",\n".join("  {" + ", ".join(f'"{k}": {quote(v)}' for k, v in r.items()) + "}" for r in rows) + "\n]"
    return ", ".join(keys) + "\n" + "\n".join(", ".join(str(v) for v in r.values()) for r in rows)


def song(rng: Random) -> str:
    """A round with a refrain, one line added in each verse."""
    things = rng.sample([*w.ANIMALS], rng.randint(3, 5))
    place = rng.choice(list(w.PLACES))
    lines = []
    for i, animal in enumerate(things):
        lines.append(f"On the way to {place} I saw a{'n' if animal[0] in 'aeiou' else ''} {animal},")
        lines += [f"and the {x} {w.ANIMALS[x][0]}," for x in reversed(things[:i + 1])]
        lines.append("and we sang all day long.\n")
    return "\n".join(lines).strip()


def counting(rng: Random) -> str:
    start, step = rng.randint(0, 60), rng.choice([1, 1, 1, 2, 3, 5, 10])
    series = rng.choice([[str(start + i * step) for i in range(rng.randint(6, 20))], w.DAYS * 2, w.MONTHS, w.NUMBERS, list(string.ascii_lowercase), list(string.ascii_uppercase)])
    return rng.choice([" ", ", ", "\n"]).join(series)


MAKERS: dict[Maker, int] = {echo: 30, chunk: 14, read_back: 12, look_up: 18, mapping: 12, song: 5, counting: 4}
