"""Phrases of short stories."""

STORY_NOUNS = """lantern kite river suitcase violin apple mountain key boat letter clock garden hat owl ladder teapot ship drum map mirror feather bridge candle
bicycle forest coin basket dragon rabbit window painting lemon train island button bell turtle blanket rocket piano fox castle scarf whistle spoon telescope""".split()

STORY_VERBS = """dance whisper climb repair paint sail borrow search hide jump bake listen float dream laugh wander plant build follow draw sing swim travel rescue juggle
explore write carry knit cook""".split()

STORY_ADJECTIVES = """curious brave tiny golden rusty gentle forgotten noisy clever frozen purple lonely shiny ancient sleepy crooked magical honest stubborn quiet hungry
bright dusty wild mysterious""".split()

STORY_PLACES = [
    "a small village",
    "the edge of a forest",
    "a city by the sea",
    "an old lighthouse",
    "a busy market",
    "a snowy valley",
    "a quiet island",
    "a farm on the hill",
    "the attic of a tall house",
    "a desert town",
]

STORY_HEROES = [
    "girl",
    "boy",
    "baker",
    "fisherman",
    "teacher",
    "clockmaker",
    "gardener",
    "sailor",
    "painter",
    "shepherd",
    "librarian",
    "inventor",
]

STORY_BEGINNINGS = [
    "[Once|Long ago|One morning], a {adj} {who} named {fn} lived in {place}.",
    "In {place} there lived a {adj} {who} called {fn}.",
    "{fn} was a {adj} {who} who lived near {place}.",
]

STORY_FINDS = [
    "One day {fn} found a {noun} [under a tree|on the doorstep|beside the road].",
    "[Every night|On Sundays] {fn} looked at the {noun} and wondered where it came from.",
    "A stranger left a {noun} at the door and vanished.",
]

STORY_WISHES = [
    "{fn} wanted to {verb}, but [nobody believed it was possible|the wind was too strong|everyone laughed].",
    "More than anything, {fn} hoped to {verb} [before winter|with friends|like the heroes of old].",
    "So {fn} began to {verb} [until the stars came out|while the town slept].",
]

STORY_TRIALS = [
    "[A storm came|The lights went out|A crowd gathered], and {fn} had to be brave.",
    "[An old woman|A talking crow|A lost child] asked {fn} for help.",
    "Then [the ground shook|a bell rang|the sky turned green].",
    "{fn} [shared the secret with a friend|took a deep breath|made a plan].",
]

STORY_ENDINGS = [
    "In the end, [everyone cheered|the village was safe|they all shared a meal].",
    "From that day on, {fn} [never felt alone|smiled every morning|kept the {noun} close].",
    "And {fn} learned that [kindness matters|small steps lead far|courage grows].",
]
