"""How a text may sound and who may have written it."""

STYLES = {
    "casual": (
        ["Okay, so", "Honestly,", "So yeah,", "Not gonna lie,", "Look,", "Well,", "Alright,"],
        ["Just saying.", "That's about it.", "You know how it is.", "Anyway, there you go.", "So yeah."],
    ),
    "formal": (
        [
            "In my considered opinion,",
            "I would like to report that",
            "It should be noted that",
            "To summarise the matter,",
            "Upon careful reflection,",
            "With respect,",
        ],
        [
            "I trust this account is useful.",
            "This concludes my remarks.",
            "I remain at your disposal for further details.",
            "Thank you for your attention to this matter.",
        ],
    ),
    "enthusiastic": (
        ["Wow,", "Oh my goodness,", "Listen up, everyone:", "I can't stop talking about this:", "Seriously,"],
        ["I had to tell everyone!", "What an experience!", "I could go on and on!", "There, I said it!"],
    ),
    "sarcastic": (
        [
            "Oh, great,",
            "Well, isn't that something:",
            "Surprise, surprise,",
            "Congratulations are in order:",
            "Brilliant news:",
        ],
        ["Slow clap.", "What a time to be alive.", "Truly the stuff of legend.", "I know, hold your applause."],
    ),
    "humorous": (
        [
            "My cat could have told you this, but",
            "Picture me with popcorn in my hair:",
            "Funny story:",
            "After three coffees I can say that",
            "My grandmother warned me, but",
        ],
        ["My sofa agrees.", "Even my dog had an opinion.", "I laughed until I snorted.", "Please send snacks."],
    ),
    "poetic": (
        [
            "Like rain on a quiet window,",
            "Soft as evening light,",
            "Somewhere between dusk and dawn,",
            "As slowly as falling leaves,",
        ],
        [
            "So the day folds itself away.",
            "And the silence says the rest.",
            "Some things linger like a song.",
            "The memory keeps its own weather.",
        ],
    ),
    "concise": (
        ["In short:", "Briefly:", "Bottom line:", "To be brief,"],
        ["That is all.", "Enough said.", "End of story."],
    ),
    "professional": (
        ["From a professional standpoint,", "After a thorough evaluation,", "Based on my experience,", "For context,"],
        ["I hope this assessment helps.", "Please consider this feedback.", "These points deserve attention."],
    ),
    "conversational": (
        [
            "You know what?",
            "Let me tell you,",
            "I was telling a friend that",
            "Between you and me,",
            "Here is the thing:",
        ],
        [
            "What do you think?",
            "Let me know if you felt the same.",
            "Hope that helps someone.",
            "Curious what others think.",
        ],
    ),
    "matter-of-fact": (
        ["The facts are simple:", "For the record,", "To state it plainly,", "As observed,"],
        ["Those are the facts.", "Nothing more to add.", "That is the situation."],
    ),
    "storytelling": (
        [
            "It was a rainy evening when I found that",
            "Last weekend I learned that",
            "It all began on a Tuesday, and",
            "I still remember the moment I realised that",
        ],
        ["And that is how the evening ended.", "I told this story at dinner.", "I will remember that day."],
    ),
    "polite": (
        ["If I may say so,", "With all due respect,", "I would kindly mention that", "Please allow me to say that"],
        ["Thank you very much.", "Many thanks for reading.", "I appreciate your time.", "Kind regards."],
    ),
}

PERSONAS = [
    "parent of two",
    "college student",
    "retired teacher",
    "busy nurse",
    "software engineer",
    "first-time visitor",
    "long-time fan",
    "night-shift worker",
    "freelance writer",
    "small business owner",
    "tourist",
    "young professional",
    "grandparent",
    "high school student",
    "chef",
    "musician",
    "truck driver",
    "accountant",
    "gardener",
    "history professor",
    "fitness coach",
    "designer",
    "journalist",
    "frequent traveller",
    "budget shopper",
    "farmer",
    "librarian",
    "electrician",
    "graduate student",
    "new employee",
]
