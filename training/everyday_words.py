"""Words of everyday life for the texts made by rules, in groups that keep sentences sensible. Data only."""

GIRLS = """Anna Mia Lily Emma Sofia Zoe Nora Ruby Ella Grace Amy Julia Clara Hana Priya Maya Leila Ines Rosa Yuki Mei Fatima Aisha Olga Nina Tara Lucy Alice Kate
Sara Eva Iris Jade Lena Marta Dana Wendy Helen Ivy Joan Paula Rita Tina Vera Carol Diana Ling Chloe Beth Molly""".split()
BOYS = """Tom Ben Leo Max Sam Jack Noah Omar Ravi Kenji Luca Hugo Oscar Felix Adam Paul Daniel Peter Mark Henry David Ivan Carlos Diego Amir Yusuf Jonas Erik Theo Alan
Victor Simon Marco Finn Owen Eric Kevin Andy Jason Tony Wei Jun Arthur Frank George Liam Nico Oliver Rob Toby""".split()
# animal: (sound, food, home, young)
ANIMALS = {"cat": ("meowed", "fish", "basket", "kitten"), "dog": ("barked", "bones", "kennel", "puppy"), "hen": ("clucked", "seeds", "henhouse", "chick"), "cow": ("mooed", "grass", "barn", "calf"),
           "horse": ("neighed", "hay", "stable", "foal"), "duck": ("quacked", "water plants", "pond", "duckling"), "sheep": ("bleated", "grass", "meadow", "lamb"), "frog": ("croaked", "flies", "pond", "tadpole"),
           "owl": ("hooted", "mice", "hollow tree", "owlet"), "bee": ("buzzed", "nectar", "hive", "larva"), "mouse": ("squeaked", "cheese", "hole in the wall", "pup"), "lion": ("roared", "meat", "grassland", "cub"),
           "pig": ("grunted", "corn", "pen", "piglet"), "parrot": ("talked", "nuts", "cage by the window", "chick"), "goat": ("bleated", "leaves", "hill", "kid"), "wolf": ("howled", "meat", "den", "cub"),
           "rabbit": ("thumped its foot", "carrots", "burrow", "kit"), "squirrel": ("chattered", "nuts", "oak tree", "kit"), "goose": ("honked", "grass", "farmyard", "gosling"), "crow": ("cawed", "seeds", "nest", "chick")}
# thing: (material, use, where it is kept)
THINGS = {"key": ("metal", "open the door", "on the hook"), "umbrella": ("cloth", "stay dry in the rain", "by the door"), "lamp": ("glass", "read at night", "on the desk"), "cup": ("clay", "drink tea", "in the cupboard"),
          "book": ("paper", "learn something new", "on the shelf"), "kite": ("paper", "play in the wind", "in the attic"), "ladder": ("wood", "reach the roof", "in the shed"), "rope": ("cotton", "tie the boat", "in the garage"),
          "hammer": ("steel", "hit nails", "in the toolbox"), "needle": ("steel", "sew a button", "in the sewing box"), "bowl": ("wood", "mix the salad", "on the table"), "blanket": ("wool", "keep warm", "on the bed"),
          "basket": ("straw", "carry fruit", "under the stairs"), "clock": ("brass", "tell the time", "on the wall"), "map": ("paper", "find the way", "in the drawer"), "ball": ("rubber", "play with friends", "in the yard"),
          "pencil": ("wood", "draw a picture", "in the pencil case"), "bell": ("brass", "call everyone to dinner", "on the porch"), "bucket": ("tin", "carry water", "next to the well"), "camera": ("plastic", "take pictures", "in the bag"),
          "backpack": ("cloth", "carry books to school", "in the hall"), "candle": ("wax", "give some light", "in the drawer"), "spoon": ("silver", "stir the soup", "in the drawer"), "mirror": ("glass", "comb your hair", "in the bathroom"),
          "chair": ("wood", "sit down", "in the kitchen"), "hat": ("straw", "keep the sun off", "on the hook"), "bicycle": ("steel", "ride to school", "in the garage"), "phone": ("glass and metal", "call a friend", "in the pocket"),
          "broom": ("straw", "sweep the floor", "in the corner"), "kettle": ("steel", "boil water", "on the stove"), "flute": ("bamboo", "play a song", "in its case"), "scarf": ("wool", "keep the neck warm", "in the wardrobe")}
# place: (what one sees there, what one does there)
PLACES = {"the park": ("old trees and a small lake", "play on the swings"), "the market": ("fruit, fish and flowers", "buy vegetables"), "the library": ("shelves full of books", "read quietly"), "the beach": ("waves and white sand", "build a castle of sand"),
          "the station": ("trains and people with bags", "wait for the train"), "the farm": ("hens, cows and a red barn", "feed the animals"), "the school": ("classrooms and a wide playground", "learn to read"), "the museum": ("old ships and bones of dinosaurs", "look at the pictures"),
          "the forest": ("tall pines and mushrooms", "look for berries"), "the garden": ("roses and tomato plants", "water the flowers"), "the kitchen": ("pots, pans and a warm oven", "bake bread"), "the river": ("stones and little boats", "catch fish"),
          "the harbour": ("ships from far away", "watch the gulls"), "the hill": ("the whole town below", "fly a kite"), "the bakery": ("fresh bread and cakes", "buy rolls"), "the hospital": ("doctors and nurses in white", "visit a friend"),
          "the village": ("small houses and one shop", "talk with the neighbours"), "the zoo": ("monkeys, bears and birds", "watch the elephants"), "the bus stop": ("a bench and a timetable", "wait for the bus"), "the playground": ("a slide and a sandbox", "climb and run"),
          "the post office": ("letters and parcels", "send a parcel"), "the swimming pool": ("blue water and long lanes", "learn to swim"), "the theatre": ("a stage and red curtains", "watch a play"), "the bridge": ("the water running below", "count the boats")}
FRUITS = {"apple": ("red", "sweet", "tree"), "banana": ("yellow", "soft", "tall plant"), "cherry": ("dark red", "small", "tree"), "lemon": ("yellow", "sour", "tree"), "pear": ("green", "juicy", "tree"), "orange": ("orange", "juicy", "tree"), "grape": ("purple", "small", "vine"),
          "strawberry": ("red", "sweet", "low plant"), "plum": ("blue", "sweet", "tree"), "peach": ("pink", "soft", "tree"), "mango": ("golden", "sweet", "tree"), "melon": ("green", "heavy", "vine"), "pineapple": ("brown", "prickly", "low plant"), "blueberry": ("blue", "tiny", "bush")}
VEGETABLES = "carrot potato onion tomato cabbage cucumber pumpkin pea bean leek radish turnip pepper beet".split()
DISHES = {"soup": "carrots, onions and a little salt", "bread": "flour, water, salt and yeast", "a cake": "flour, eggs, butter and sugar", "pancakes": "flour, milk and eggs", "a salad": "tomatoes, cucumbers and oil", "rice with beans": "rice, beans and garlic",
          "an omelette": "three eggs and some cheese", "tea": "water and a spoonful of leaves", "jam": "berries and sugar", "noodles": "flour, eggs and water", "a sandwich": "bread, cheese and lettuce", "porridge": "oats, milk and honey"}
COLOURS = "red blue green yellow black white brown grey orange purple pink golden silver".split()
SIZES = "small big little large tiny huge long short round heavy light thin thick new old clean shiny plain pretty".split()
# feeling: (cause, what one does)
FEELINGS = {"happy": ("had found a friend", "smiled"), "sad": ("had lost a favourite toy", "cried a little"), "tired": ("had walked all day", "sat down"), "angry": ("had been left out", "frowned"), "proud": ("had finished the work alone", "stood up straight"),
            "afraid": ("had heard a strange noise", "held still"), "hungry": ("had eaten nothing since breakfast", "looked into the kitchen"), "surprised": ("had not expected anyone", "opened both eyes wide"), "bored": ("had nothing to do", "yawned"),
            "curious": ("had seen a light in the window", "went closer"), "cold": ("had forgotten the coat", "shivered"), "grateful": ("had been helped", "said thank you"), "shy": ("did not know anybody there", "looked at the floor"), "excited": ("was going on a trip", "could not sit still")}
WEATHER = {"sunny": ("the sky was blue", "a hat", "went outside to play"), "rainy": ("drops ran down the window", "an umbrella", "stayed inside and read"), "windy": ("the leaves flew through the street", "a scarf", "flew a kite"), "snowy": ("the roofs were white", "warm boots", "built a snowman"),
           "foggy": ("nobody could see the other side of the street", "a lamp", "walked slowly"), "hot": ("the stones were warm", "a bottle of water", "looked for some shade"), "cold": ("there was ice on the puddles", "thick gloves", "drank hot cocoa"), "stormy": ("thunder rolled over the hills", "a raincoat", "waited until it was over")}
# job: (tool, what is done)
JOBS = {"baker": ("an oven", "bakes bread"), "teacher": ("a blackboard", "helps children learn"), "doctor": ("a stethoscope", "helps people who are ill"), "farmer": ("a tractor", "grows food"), "carpenter": ("a saw", "makes tables and chairs"), "painter": ("a brush", "paints walls and pictures"),
        "gardener": ("a spade", "plants flowers"), "tailor": ("a needle", "sews clothes"), "fisher": ("a net", "catches fish"), "driver": ("a bus", "takes people to work"), "cook": ("a pan", "makes meals"), "programmer": ("a computer", "writes programs"), "pilot": ("a plane", "flies over the clouds"),
        "nurse": ("a thermometer", "cares for the sick"), "singer": ("a microphone", "sings songs"), "librarian": ("a catalogue", "finds the right book"), "mechanic": ("a wrench", "repairs cars"), "scientist": ("a microscope", "studies small things"), "firefighter": ("a hose", "puts out fires"), "postman": ("a bag", "brings letters")}
RELATIVES = ["mother", "father", "sister", "brother", "grandmother", "grandfather", "aunt", "uncle", "cousin", "neighbour", "teacher", "best friend"]
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
NUMBERS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty""".split()
CITIES = "Paris London Taipei Tokyo Rome Madrid Berlin Cairo Lima Oslo Delhi Kyoto Boston Toronto Sydney Vienna Prague Dublin Athens Lisbon Tainan Seoul Nairobi Quito".split()
# question: answer; short, true, about one thing
EXPLAIN = {
    "a token": "a piece of text that a language model reads as one unit. It can be a whole word, a part of a word, a sign, or a single Chinese character",
    "a tokenizer": "the part that cuts text into tokens. It keeps a list of all tokens it knows and gives each of them a number",
    "a language model": "a program that guesses the next token. It has read a lot of text, and it gives each possible next token a probability",
    "attention": "the way a model looks at other tokens. For each token, it computes how relevant every earlier token is, and then it collects their information by that weight",
    "an attention head": "one of several small attention modules that work side by side. Each head can look for a different kind of relation",
    "an embedding": "a vector, a list of numbers, that stands for the meaning of a token. Tokens with similar meaning have similar vectors",
    "a position embedding": "a vector that tells the model where a token stands in the text. It is added to the vector of the token",
    "a Transformer": "a neural network made of many blocks. Each block has attention, which looks at the context, and a feed-forward layer, which works on each token",
    "a Transformer block": "attention followed by a feed-forward layer. A model has many blocks, one on top of the other",
    "a probability": "a number between zero and one that says how likely something is. All probabilities together make one",
    "softmax": "a function that turns a list of numbers into probabilities. The largest number gets the largest share",
    "training": "the time when a model learns. It guesses the next token, sees the right one, and changes its numbers a little so that the next guess is better",
    "a neural network": "a program with many numbers that are learnt from examples. It takes numbers in and gives numbers out",
    "byte-pair encoding": "a way to make a list of tokens. It starts with single bytes and joins the pair that stands together most often, again and again",
    "a computer": "a machine that follows instructions. It can store data, compute with numbers and show the result on a screen",
    "a program": "a list of instructions for a computer. People write it in a language such as Python or TypeScript",
    "a variable": "a name for a value in a program. The value can change while the program runs",
    "a function": "a part of a program with a name. It takes arguments, does some work and returns a value",
    "a loop": "a part of a program that is repeated. It stops when its condition is no longer true",
    "a bug": "a mistake in a program. To fix it, find the line where the program does something else than you meant",
    "a list": "a row of values in order. The first value has the index zero in many languages",
    "a file": "a piece of data with a name that is stored on a disk", "a folder": "a place that holds files and other folders", "the internet": "many computers that are connected with one another all over the world",
    "rain": "water that falls from clouds. The water rises as vapour, cools down and becomes drops", "snow": "frozen water that falls in small white flakes", "wind": "air that moves from one place to another", "a cloud": "a large group of tiny drops of water in the sky",
    "the sun": "a star. It gives light and warmth to the earth", "the moon": "a ball of rock that goes around the earth. It takes about a month", "a river": "water that runs from the hills down to the sea", "a mountain": "a very high hill, often with snow on its top",
    "a seed": "the small thing from which a plant grows. It needs water, warmth and soil", "a tree": "a tall plant with a trunk, branches and leaves", "fruit": "the part of a plant that holds its seeds. Many fruits are sweet and good to eat", "a flower": "the part of a plant that makes seeds. Bees visit it for its nectar",
    "a school": "a place where children learn to read, write and compute", "homework": "the work that pupils do at home after school", "a museum": "a place where old or beautiful things are shown to everyone", "a library": "a house full of books that everyone may borrow",
    "bread": "a food made of flour and water and baked in an oven", "cheese": "a food made from milk", "salt": "a white mineral that makes food taste better", "sugar": "a sweet food made from beets or from cane", "electricity": "the energy that makes lamps shine and machines run",
    "a bicycle": "a vehicle with two wheels that one moves with the feet", "a bus": "a large car for many people", "a train": "a row of wagons on rails", "a map": "a picture of a place seen from above", "a clock": "a thing that shows the time", "a calendar": "a list of the days, weeks and months of a year",
    "a question": "a sentence that asks for an answer", "a sentence": "a group of words that makes sense on its own. In English it begins with a capital letter and ends with a full stop", "a noun": "a word for a person, a place or a thing", "a verb": "a word that says what somebody does", "an adjective": "a word that says what something is like",
    "a promise": "something you say you will do, and then do", "a friend": "somebody you like and can trust", "a neighbour": "somebody who lives next to you"}
OPPOSITES = {"hot": "cold", "big": "small", "long": "short", "old": "new", "fast": "slow", "light": "dark", "heavy": "light", "full": "empty", "open": "closed", "early": "late", "wet": "dry", "happy": "sad", "loud": "quiet", "high": "low", "near": "far", "hard": "soft", "clean": "dirty", "rich": "poor", "strong": "weak", "thick": "thin", "first": "last", "day": "night", "up": "down", "left": "right", "begin": "end", "question": "answer"}
PAST = {"walk": "walked", "go": "went", "see": "saw", "eat": "ate", "write": "wrote", "run": "ran", "take": "took", "find": "found", "give": "gave", "make": "made", "read": "read", "say": "said", "sing": "sang", "swim": "swam", "buy": "bought", "bring": "brought", "come": "came", "draw": "drew", "drink": "drank", "fly": "flew", "know": "knew", "learn": "learned", "open": "opened", "play": "played", "help": "helped", "sleep": "slept", "think": "thought", "wait": "waited", "begin": "began", "build": "built"}
