"""English texts of everyday life, made by rules: stories, dialogue, explanations, questions and answers.

Each function takes a random generator and returns one document. What the texts say is simple and true of the
small world in everyday_words.py; they are meant to show agreement, reference and plain modern sentences.
"""
from collections.abc import Container, Mapping, Sequence
from random import Random

import everyday_words as w
from grammar import Maker, a, listing, plural, say

Person = tuple[str, str, str, str]  # name, he or she, his or her, him or her


def person(rng: Random, used: Container[str] = ()) -> Person:
    """Draw a person whose name is not used yet."""
    girl = rng.random() < .5
    name = rng.choice([n for n in (w.GIRLS if girl else w.BOYS) if n not in used])
    return (name, "she", "her", "her") if girl else (name, "he", "his", "him")


def people(rng: Random, n: int) -> list[Person]:
    found: list[Person] = []
    for _ in range(n):
        found.append(person(rng, [p[0] for p in found]))
    return found


def thing_slots(rng: Random) -> dict[str, str]:
    thing = rng.choice(list(w.THINGS))
    material, use, kept = w.THINGS[thing]
    colour, size = rng.choice(w.COLOURS), rng.choice(w.SIZES)
    return dict(thing=thing, material=material, use=use, kept=kept, colour=colour, size=size, a_colour=a(colour), a_size=a(size), a_thing=a(thing))


def scene(rng: Random, names: int = 2) -> dict[str, str]:
    """Slots that most stories need: people, place, weather, feeling, thing, animal."""
    group = people(rng, names)
    slots = thing_slots(rng)
    for i, (name, he, his, him) in enumerate(group, 1):
        slots |= {f"n{i}": name, f"he{i}": he, f"his{i}": his, f"him{i}": him}
    place, weather, feeling, animal = (rng.choice(list(t)) for t in (w.PLACES, w.WEATHER, w.FEELINGS, w.ANIMALS))
    slots |= dict(place=place, sees=w.PLACES[place][0], does=w.PLACES[place][1], weather=weather, sky=w.WEATHER[weather][0], wear=w.WEATHER[weather][1], weather_act=w.WEATHER[weather][2],
                  feeling=feeling, cause=w.FEELINGS[feeling][0], reaction=w.FEELINGS[feeling][1], animal=animal, a_animal=a(animal), sound=w.ANIMALS[animal][0], food=w.ANIMALS[animal][1], home=w.ANIMALS[animal][2],
                  day=rng.choice(w.DAYS), relative=rng.choice(w.RELATIVES), relative2=rng.choice(w.RELATIVES), dish=rng.choice(list(w.DISHES)), fruit=plural(rng.choice(list(w.FRUITS))), number=rng.choice(w.NUMBERS[2:12]))
    return slots


OPENINGS = ["{On <day>|One <day>|Last <day>|One day|It was <day>, and} <n1> {went to|was in|walked to} <place>. {It was <weather>, and <sky>.|The day was <weather>: <sky>.}",
            "<n1> {lived|had always lived} near <place>. {Every day|In the mornings|After school}, <he1> {could see|saw} <sees>.",
            "<n1> and <n2> were {good friends|neighbours|in the same class}. {They often met at <place>|They liked to go to <place> together}.",
            "{There was once|Once there was} a {girl|child|young person} called <n1> who {liked|loved} to <does>.",
            "It was a <weather> {morning|afternoon|evening}. <sky>. <n1> took <wear> and {left the house|went out}.",
            "<n1> woke up early on <day>. \"{What a <weather> day|Today I will go to <place>|I had a strange dream}!\" <he1> {said|thought}."]
EVENTS = ["{There|Near the gate|Under a tree|On the ground}, <he1> found <a_colour> <thing>. It was made of <material>, and it {looked|was} {very old|quite new|a little broken}. \"{Whose <thing> is this|Who has lost this <thing>}?\" <he1> asked.",
          "Suddenly <a_animal> {came out of the bushes|stood in front of <him1>|ran across the path}. It <sound> {loudly|twice|softly}. It was hungry, so <n1> gave it some <food>.",
          "<n1> was <feeling> because <he1> <cause>. <he1> <reaction>. <n2> saw <him1> and came closer. \"{Are you all right|What happened|Is everything all right}?\" <n2> asked.",
          "\"Have you seen my <thing>?\" <n2> asked. \"I need it to <use>.\" <n1> {thought for a moment|shook <his1> head|looked around}. \"{Perhaps|Maybe} it is <kept>,\" <he1> said.",
          "<his1> <relative> had asked for <number> <fruit>. But when <n1> {opened the bag|counted them}, one was missing. {Where was it|Who had taken it}?",
          "{The wind|A strong wind} {took|carried away} <his1> <thing>. It flew over the wall and landed next to <a_animal>. The <animal> looked at it and <sound>.",
          "<n2> wanted to <does>, but <n1> wanted to go home. They {talked about it|argued} for a while. {In the end|At last}, they {agreed|found an answer}: first one thing, then the other."]
TURNS = ["<he1> {looked|searched} <kept>, and there it was. {It had been there all the time|Nobody had looked there before}.", "<n2> had an idea. \"{Let us|We could} ask my <relative2>,\" <he2> said. So they {went|ran} to the house {next door|at the corner|behind the school} and knocked.",
         "They {worked|looked|searched} {together|side by side} until it was {dark|late|time for dinner}. It was not easy, but {neither of them|no one} gave up.", "An old {man|woman} with <a_size> <thing> came {by|along the path}. \"{I can help you|Do not worry|May I help}?\" the {stranger|visitor} said {with a smile|kindly}.",
         "\"{Wait|Look|Listen}!\" {said|called|cried} <n2>. \"{Do you hear that|Over there}!\" It was the <animal>. It was sitting in its <home>, and it <sound>.", "<n1> {took a deep breath|closed <his1> eyes|counted to ten} and tried {again|once more}. This time it worked."]
ENDINGS = ["<n1> {thanked|hugged} <n2>, and they {went home|walked home} together. {That evening|At home}, they ate <dish> and {laughed about it|told the whole story}.", "{From that day on|After that}, <n1> {never forgot|always remembered} to {put the <thing> <kept>|say thank you|look twice}.",
           "\"{Thank you|Thanks}, <n2>,\" said <n1>. \"You are {a true friend|very kind|the best}.\" <n2> {smiled|laughed}. \"{You would have done the same|That is what friends are for}.\"", "When <his1> <relative> heard about it, <he1> got {a big hug|a slice of cake|a warm cup of tea}. {It had been a good day|What a day it had been}.",
           "And the <animal>? It {went back to its <home>|slept in its <home> that night} and was {happy|content}.", "<n1> {lay in bed|looked out of the window} that night and {thought|smiled}: tomorrow <he1> would {come back|do it again|tell everyone}."]


def story(rng: Random) -> str:
    slots = scene(rng)
    parts = [OPENINGS, EVENTS, *rng.choice([[TURNS], [EVENTS, TURNS], [TURNS, TURNS]]), ENDINGS]
    sentences, used = [], set()
    for templates in parts:
        template = rng.choice([t for t in templates if t not in used])
        used.add(template)
        sentences.append(capitals(say(rng, template, **slots)))
    title = say(rng, "{<n1> and the <thing>|The <colour> <thing>|<n1> and <n2>|A <weather> day|The <animal> and the <thing>|<n1> at <place>}", **slots)
    return rng.choice([title + "\n", ""]) + rng.choice([" ", "\n"]).join(sentences)


def capitals(text: str) -> str:
    """Upper-case the first letter of each sentence and of each quotation."""
    out, start = [], True
    for i, c in enumerate(text):
        if start and c.isalpha():
            c, start = c.upper(), False
        if c in ".!?" or (c == '"' and i + 1 < len(text) and text[i + 1].isupper()):
            start = c in ".!?" and text[i + 1:i + 2] in (" ", "\n")
        elif c.isalpha():
            start = False
        out.append(c)
    return "".join(out)


TALK = ["\"{Where are you going|Where do you want to go}, <n2>?\" asked <n1>.\n\"I am going to <place>,\" said <n2>. \"I want to <does>.\"", "\"Is this your <thing>, <n2>?\" asked <n1>.\n\"{Yes, it is mine|No, it is not mine}. {Mine is <colour>|It belongs to my <relative>},\" said <n2>.",
        "\"What do you have in your bag, <n1>?\" asked <n2>.\n\"I have <a_size> <thing>,\" <n1> {said|answered}. \"I use it to <use>.\"", "\"{How are you today|How do you feel}, <n1>?\"\n\"I am {a little |very |}<feeling>, <n2>.\"\n\"Why?\"\n\"Because {it is <weather>|I could not find my <thing>|my <relative> is {away|ill|coming}}.\"",
        "\"{Can|Could} you help me, <n2>?\" asked <n1>. \"I cannot find my <thing>.\"\n\"{Of course|Sure}, <n1>. {Did you look <kept>|Where did you see it last}?\"\n\"{It was <kept>|I left it <kept>}.\"\n\"Then let us look there first.\"", "\"What shall we {eat|cook} {today|tonight}, <n1>?\"\n\"{Let us make|I would like} <dish>, <n2>.\"\n\"{Good idea|Fine}. I will {wash|cut|bring} the <fruit>.\"",
        "\"Do you like <fruit>, <n1>?\"\n\"{Yes, I do. They are sweet|Not really. I like <dish> more}.\"", "\"{Listen|Look}, <n2>! {A <animal>|There is <a_animal>}!\"\n\"{I can hear it|I can see it}, <n1>. It <sound>.\"", "\"It is <weather> today,\" said <n1>.\n\"{Yes|You are right}, <sky>. Take <wear> with you, <n1>,\" {said|answered} <n2>.",
        "\"{What time is it|When does the bus come}, <n2>?\"\n\"{It is <number> o'clock|At <number>}, <n1>. {We have time|We must hurry}.\""]


def dialogue(rng: Random) -> str:
    slots = scene(rng)
    lines = []
    for template in rng.sample(TALK, rng.randint(2, 4)):
        swapped = dict(slots) if rng.random() < .6 else slots | {"n1": slots["n2"], "n2": slots["n1"]}
        swapped |= thing_slots(rng)
        lines.append(capitals(say(rng, template, **swapped)))
    end = say(rng, "{|\"{See you|Goodbye|Until tomorrow}, <n1>!\"\n\"{See you on <day>|Goodbye}, <n2>!\"}", **slots)
    return "\n".join(x for x in [*lines, end] if x)


def chat(rng: Random) -> str:
    """Lines with the speaker's name before a colon; the speakers take turns."""
    names = [p[0] for p in people(rng, 2)]
    turns: list[str] = []
    for template in rng.sample(TALK, rng.randint(2, 3)):
        opener = "n1" if template.find("<n2>") < template.find("?") and "<n2>" in template.split("?")[0] else "n2"
        speaker = len(turns) % 2
        slots = scene(rng) | {opener: names[speaker], "n2" if opener == "n1" else "n1": names[1 - speaker]}
        turns += [t for t in say(rng, template, **slots).split('"')[1::2] if len(t) > 3]
    return "\n".join(f"{names[i % 2]}: {t[0].upper() + t[1:].rstrip(',') + ('' if t.rstrip(',')[-1] in '.!?' else '.')}" for i, t in enumerate(turns))


def explanation(rng: Random) -> str:
    parts = []
    for topic in rng.sample(list(w.EXPLAIN), rng.randint(1, 3)):
        meaning = w.EXPLAIN[topic]
        parts.append(say(rng, rng.choice(["What is <t>? <T> is <m>.", "<T> is <m>.", "Q: What is <t>?\nA: <T> is <m>.", "\"{Teacher|Mum|Dad}, what is <t>?\" {asked <n>|<n> asked}.\n\"<T> is <m>.\"\n\"{Thank you|Now I understand}!\" said <n>.",
                                          "<n> {wanted to know|asked} what <t> is. {The answer is simple|It is easy to explain}: <t> is <m>."]), t=topic, T=topic[0].upper() + topic[1:], m=meaning, n=person(rng)[0]))
    return rng.choice(["\n", "\n\n"]).join(parts)


def facts(rng: Random) -> str:
    """Small true sentences about a few members of one group, singular and plural side by side."""
    kind = rng.choice(["fruit", "animal", "job", "thing", "place", "weather", "dish"])
    tables: dict[str, Mapping[str, Sequence[str]]] = {"fruit": w.FRUITS, "animal": w.ANIMALS, "job": w.JOBS, "thing": w.THINGS, "place": w.PLACES, "weather": w.WEATHER, "dish": w.DISHES}
    table = tables[kind]
    lines = []
    for name in rng.sample(list(table), rng.randint(2, 5)):
        v = table[name]
        slots = dict(n=name, N=plural(name), an=a(name), v0=v[0], v1=v[1] if kind != "dish" else "", v2=v[2] if len(v) > 2 else "", dish=v, a0=a(v[0]))
        lines.append(say(rng, {"fruit": "{<an> is a fruit. It is <v0> and <v1>. It grows on <a2>.|<N> are fruits. They are <v0> and <v1>. They grow on <p2>.|The juice of <N> is <v1>, and their skin is <v0>.|This <n> is <v0>. These <N> are <v0>, too.}",
                               "animal": "{<an> eats <v1>. It lives in a <v2>.|<N> eat <v1>. They live in a <v2>.|The <n> <v0>. Then it went back to its <v2>.|A young <n> is called a <v3>. It eats <v1>.}",
                               "job": "{<an> <v1>. For this work, one needs <v0>.|My {mother|father|aunt|uncle} is <an>. {She|He} <v1>.|Who <v1>? <an>.|If you want to be <an>, you must learn to use <v0>.}",
                               "thing": "{The <n> is made of <v0>. It is <v2>.|We use <an> to <v1>.|What is <an> for? With <an>, you can <v1>.|The <N> are <v2>. They are made of <v0>.}",
                               "place": "{At <n>, you can see <v0>.|People go to <n> to <v1>.|We were at <n>. There we saw <v0>.|If you want to <v1>, go to <n>.}",
                               "weather": "{When it is <n>, take <v1> with you.|It was <n>: <v0>. So we <v2>.|On <n> days, we <v2>.}", "dish": "{To make <n>, you need <dish>.|<n>? For that, take <dish>.|We made <n> with <dish>.}"}[kind],
                         **slots, a2=a(v[2]) if len(v) > 2 else "", p2=plural(v[2]) if len(v) > 2 else "", v3=v[3] if len(v) > 3 else ""))
    return rng.choice([" ", "\n"]).join(capitals(x) for x in lines)


def agreement(rng: Random) -> str:
    """The same thing said of one and of many: is/are, was/were, has/have, it/they, its/their."""
    lines = []
    for _ in range(rng.randint(3, 6)):
        slots = scene(rng)
        thing, other = rng.choice([*w.THINGS, *w.FRUITS, *w.VEGETABLES, *w.ANIMALS]), rng.choice(list(w.THINGS))
        one = rng.random() < .5
        slots |= dict(s=thing if one else plural(thing), be="is" if one else "are", was="was" if one else "were", have="has" if one else "have", it="it" if one else "they", them="it" if one else "them",
                      its="its" if one else "their", this="this" if one else "these", that="that" if one else "those", o=plural(other) if one else other, look="looks" if one else "look", does_="does" if one else "do")
        lines.append(capitals(say(rng, rng.choice(["The <s> on the {table|floor|shelf} <be> <colour>. <it> <be> also <size>.", "The <s> near the <o> <was> <size>. <n1> liked <them> {a lot|very much}.", "<this> <s> <have> <its> own place. <it> <be> <kept>.", "Where <be> the <s>? <it> <be> next to the <o>.",
                                                   "<n1> {bought|found|painted} the <s> because <it> <was> <colour>.", "<that> <s> <look> <size>, and <it> <have> always looked like that.", "<does_> the <s> belong to <n1>? No, <it> <be> from <n2>. <n2> gave <them> to <n1>.", "The <s>, which <was> <kept>, <be> now <colour>."]), **slots)))
    return " ".join(lines)


def reading(rng: Random) -> str:
    """A passage, then questions whose answers stand in the passage."""
    group, facts_, questions = people(rng, rng.randint(2, 4)), [], []
    cities = rng.sample(w.CITIES, len(group))
    for (name, he, his, _), city in zip(group, cities, strict=True):
        job, animal, colour = rng.choice(list(w.JOBS)), rng.choice(list(w.ANIMALS)), rng.choice(w.COLOURS)
        facts_.append(say(rng, "<n> {lives in|is from} <c> and {works as|is} <j>. <he> has <a> and {wears|likes} <his> <col> {coat|hat|scarf}.", n=name, c=city, j=a(job), he=he, his=his, a=a(animal), col=colour))
        questions += [(f"Where does {name} live?", f"{name} lives in {city}."), (f"What does {name} do?", f"{name} is {a(job)}."), (f"Which animal does {name} have?", f"{name} has {a(animal)}."), (f"Who lives in {city}?", f"{name} lives in {city}.")]
    rng.shuffle(questions)
    body = "\n".join(f"Question: {q}\nAnswer: {ans}" for q, ans in questions[:rng.randint(2, 5)])
    return capitals(" ".join(facts_)) + "\n" + body


def recipe(rng: Random) -> str:
    dish = rng.choice(list(w.DISHES))
    steps = rng.sample(["Wash your hands.", "Put everything on the table.", "Mix it well.", "Wait for ten minutes.", "Add a little water.", "Heat the pan.", "Stir slowly.", "Taste it.", "Cut everything into small pieces.", "Let it cool."], 4)
    lines = "\n".join(f"{i}. {s}" for i, s in enumerate([*steps, "Serve it warm."], 1))
    return f"How to make {dish}\nYou need {w.DISHES[dish]}.\n{lines}"


def letter(rng: Random) -> str:
    s = scene(rng)
    return capitals(say(rng, "Dear <n2>,\n{thank you for your letter|how are you|I hope you are well}. {Today|Yesterday|On <day>} I was at <place>. There I saw <sees>. It was <weather>, so we <weather_act>. {My <relative> was with me|I went there with my <relative>}. "
                        "I {bought|found} <a_colour> <thing> for you. You can use it to <use>.\n{Please write soon|Come and visit me on <day>|Say hello to your <relative2>}.\n{Your friend|Yours|Love},\n<n1>", **s))


def brackets(rng: Random) -> str:
    """Sentences with brackets and quotes that close again, sometimes nested."""
    s, lines = scene(rng), []
    for _ in range(rng.randint(2, 4)):
        s |= thing_slots(rng)
        lines.append(capitals(say(rng, rng.choice(["<n1> took the <thing> (the <colour> one) and went to <place>.", "The <thing> (it is made of <material>) is <kept>.", "\"{Read this|Look here},\" said <n1>, \"it says 'use the <thing> to <use>' on the box.\"", "<n2> wrote \"<n1>\" on the <size> <thing>.",
            "The list [<thing>, <fruit>, <dish>] has three entries (<thing> is the first).", "<n1> asked: \"Is the <animal> (the one that <sound>) yours?\"", "We need <fruit> (<number> of them), <dish> (warm, please) and a <thing>.", "f(x) = (x + <number>) means: add <number> to x."]), **s)))
    return " ".join(lines)


def words_about_words(rng: Random) -> str:
    """Opposites, past tense, plural: the same pattern several times with other words."""
    kind = rng.randrange(3)
    if kind == 0:
        return "\n".join(f"The opposite of {x} is {y}." for x, y in rng.sample(list(w.OPPOSITES.items()), rng.randint(3, 7)))
    if kind == 1:
        return "\n".join(say(rng, "Today I <v>. Yesterday I <p>.", v=v, p=p) for v, p in rng.sample(list(w.PAST.items()), rng.randint(3, 7)))
    nouns = rng.sample([*w.THINGS, *w.ANIMALS, *w.FRUITS], rng.randint(3, 7))
    return "\n".join(f"One {n}, two {plural(n)}." for n in nouns)


def many(fruit: str, k: int) -> str:
    """Say how many there are: k of them, in words."""
    return f"{w.NUMBERS[k]} {fruit if k != 1 else fruit_one(fruit)}"


def arithmetic(rng: Random) -> str:
    """Sums in words and in figures; every result is right."""
    lines = []
    for _ in range(rng.randint(2, 5)):
        x, y = rng.randint(1, 10), rng.randint(1, 10)
        x, y = max(x, y), min(x, y)
        name, he, *_ = person(rng)
        fruit = plural(rng.choice(list(w.FRUITS)))
        n = w.NUMBERS
        lines.append(rng.choice([f"{n[x].capitalize()} plus {n[y]} is {n[x + y]}.", f"{x} + {y} = {x + y}", f"{x} - {y} = {x - y}", f"{n[x].capitalize()} minus {n[y]} is {n[x - y]}.",
                                 f"{name} has {many(fruit, x)} and gets {n[y]} more. Now {he} has {many(fruit, x + y)}.", f"There were {many(fruit, x)}. {name} ate {n[y]} of them. {n[x - y].capitalize()} {'is' if x - y == 1 else 'are'} left.", f"{x} times {y} is {x * y}."]))
    return "\n".join(lines)


def fruit_one(fruit: str) -> str:
    return next(k for k in w.FRUITS if plural(k) == fruit)


def giving(rng: Random) -> str:
    """Two people, one of whom hands something to the other: who is named last follows from who acted."""
    (n1, *_), (n2, *_) = people(rng, 2)
    found = []
    for _ in range(rng.randint(1, 4)):
        giver, taker = rng.sample([n1, n2], 2)
        thing, place = rng.choice(list(w.THINGS)), rng.choice(list(w.PLACES))
        slots = dict(n1=n1, n2=n2, giver=giver, taker=taker, thing=thing, a_thing=a(thing), place=place)
        found.append(say(rng, "{<n1> and <n2> {were|met|sat down} at <place>|When <n1> and <n2> came to <place>, it was still early|<n2> and <n1> walked through <place> together}. "
                         "<giver> {handed|lent|showed|brought|passed|offered} {the <thing>|<a_thing>} to <taker>.", **slots))
    return " ".join(found)


def shopping(rng: Random) -> str:
    (name, he, *_), *_ = people(rng, 1)
    items = rng.sample([plural(x) for x in [*w.FRUITS, *w.VEGETABLES]], rng.randint(3, 6))
    return rng.choice([f"{name} went shopping. {he.capitalize()} bought {listing(items)}. At home, {he} put the {listing(items)} on the table.", f"{name}'s list:\n" + "\n".join("- " + i for i in items) + f"\nSo {name} bought {listing(items)}.",
                       f"\"What do we need?\" asked {name}.\n\"We need {listing(items)}.\"\n\"So: {listing(items)}. Is that all?\"\n\"Yes, that is all.\""])


# document maker: weight
MAKERS: dict[Maker, int] = {story: 30, dialogue: 14, chat: 6, explanation: 7, facts: 9, agreement: 9, reading: 8, recipe: 1, letter: 5, brackets: 5, words_about_words: 2, arithmetic: 3, shopping: 4, giving: 6}
