"""Phrases of texts of one or two sentences."""

EMOTIONS = {
    "joy": [
        "I [got the job|passed the exam|won the race] and I am [so happy|over the moon|smiling all day].",
        "What a [wonderful|beautiful|sunny] day with my [family|friends].",
        "I can't stop [dancing|laughing|grinning].",
    ],
    "sadness": [
        "I miss my [grandmother|old dog|best friend] so much.",
        "I cried [all night|on the bus home] after [the funeral|we said goodbye].",
        "Everything feels [empty|grey] since [she left|the news].",
    ],
    "anger": [
        "I am [furious|so mad] that [they lied to me|my bike was stolen|he cancelled again].",
        "How dare they [ignore|cheat|insult] us like that!",
        "I [slammed the door|yelled at the screen] after that call.",
    ],
    "fear": [
        "I am [terrified|scared] of [the storm|the surgery|flying tomorrow].",
        "I heard [footsteps|a strange noise] downstairs and my hands are shaking.",
        "What if [the test comes back bad|I lose my job]? I cannot breathe.",
    ],
    "surprise": [
        "I can't believe [they planned a party for me|I found {amt} in my coat|she came back].",
        "Wait, what? [My brother is getting married|The show was cancelled].",
        "I never expected [a letter from him|such a twist].",
    ],
    "love": [
        "I [adore|love] my [wife|husband|baby girl] more than words can say.",
        "Holding [her|his] hand still makes my heart warm.",
        "[She|He] is the love of my life and I feel so lucky.",
    ],
}

SPAM_LABELS = {
    "spam": [
        "[Congratulations|WINNER]! You have won {amt}. [Click the link|Call now|Reply YES] to claim.",
        "[Cheap|Free] [loans|pills|phones] for you today only, [act now|limited offer]!",
        "Your account will be closed unless you [send your password|pay {amt}] now.",
        "Earn {amt} a week from home, no work needed!",
    ],
    "not spam": [
        "[Hi|Hey] {fn}, are we still meeting [at noon|on {day}]?",
        "[Can you|Could you] pick up [milk|the kids|my parcel] on the way home?",
        "The meeting moved to {day}, see you in room {n4}.",
        "Thanks for dinner last night, {fn}, it was lovely.",
        "Your appointment on {day} is confirmed.",
    ],
}

ANSWER_TYPES = {
    "person": [
        "Who [wrote|painted|invented|discovered] [{obj}|the {obj}]?",
        "Which [scientist|actor|leader] [founded the {obj}|visited {loc}]?",
        "What is the name of the [mayor|director] of {loc}?",
    ],
    "location": [
        "Where is [the {obj}|{loc}] located?",
        "What city hosted the {obj}?",
        "Which country has the most {obj}s?",
    ],
    "number": [
        "How many [people|{obj}s] are there in {loc}?",
        "What year did the {obj} open?",
        "How far is {loc} from the sea?",
        "How much does a {obj} cost?",
    ],
    "description": [
        "What is a {obj}?",
        "Why do people use a {obj}?",
        "How does a {obj} work?",
        "What does the word {obj} mean?",
    ],
    "entity": [
        "What animal is on the flag of {loc}?",
        "What is the best known {obj} brand?",
        "Which instrument sounds like a {obj}?",
        "What language is spoken in {loc}?",
    ],
    "abbreviation": [
        "What does [NASA|DNA|HTML|UNESCO|CPU|GDP] stand for?",
        "What is the full form of [ATM|USB|RAM|FAQ]?",
        "What is the abbreviation of [kilometre|limited company|doctor]?",
    ],
}
