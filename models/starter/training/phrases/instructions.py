"""Instructions, constraints and small talk."""

INSTRUCTIONS = [
    "Write a [short|funny|formal|friendly] {doc} about {tp}.",
    "Summarise the following {doc} in [one sentence|three bullet points|twenty words].",
    "Classify the {doc} as [positive or negative|spam or not spam|formal or informal|urgent or not urgent].",
    "Translate the following sentence into [French|Spanish|German|Italian].",
    "List [three|five|ten] ideas for {tp}.",
    "Explain {tp} to a [child|beginner|colleague].",
    "Rewrite the {doc} in a [polite|casual|professional] tone.",
    "Give [two|three] reasons why {tp} matters.",
    "Create a title for a {doc} about {tp}.",
    "Compare {tp} with {tp2}.",
    "Find the spelling mistakes in the {doc}.",
    "Suggest a plan for [a weekend|a school project|a team meeting] about {tp}.",
    "Write a question that someone could ask about {tp}.",
    "Describe {tp} in [two|three] sentences.",
    "Extract the [names|dates|places] from the {doc}.",
    "Answer the question about {tp} with yes or no.",
    "Write a dialogue between [a teacher and a student|two friends|a customer and a seller] about {tp}.",
    "Sort the following [words|numbers|names] in [alphabetical|ascending] order.",
    "Turn the {doc} into a [poem|tweet|headline].",
    "Name a [book|film|song] related to {tp} and say why.",
]

DOCUMENT_KINDS = [
    "email",
    "product review",
    "news article",
    "poem",
    "movie review",
    "letter",
    "blog post",
    "recipe",
    "story",
    "speech",
    "support ticket",
    "invitation",
    "diary entry",
    "advertisement",
]

INSTRUCTION_TOPICS = [
    "healthy eating",
    "saving energy",
    "city parks",
    "learning a language",
    "remote work",
    "home gardening",
    "public transport",
    "space travel",
    "old bridges",
    "music lessons",
    "recycling",
    "winter sports",
    "family budgets",
    "cooking at home",
    "online safety",
    "reading habits",
    "volunteering",
    "sleep",
    "pets",
    "time management",
]

CONSTRAINTS = [
    "Use no more than {k} words.",
    "Include at least two examples.",
    "Avoid technical terms.",
    "Mention a specific place.",
    "Write it for a reader aged ten.",
    "Give a reason for each point.",
    "Use a friendly tone.",
    "End with a question.",
    "Do not use the letter z.",
    "Add a short title.",
    "State one possible objection.",
]

GREETINGS = [
    (
        ["Hi", "Hello", "Hey there", "Good morning", "Hello!"],
        ["Hello! How can I help you with your data today?", "Hi! Tell me what kind of text or label you need."],
    ),
    (
        ["Who are you?", "What are you?", "What is your name?"],
        [
            "I am a small starter model that writes and labels short example texts.",
            "I am the starter model of this app. I am tiny, so use a bigger model for serious work.",
        ],
    ),
    (
        ["What can you do?", "Help", "How can you help me?"],
        [
            "I can write short reviews, tickets, news briefs and notes, classify texts, rate quality, list values and answer simple questions about a passage.",
            "I can generate short texts with given attributes, assign labels, compare two texts and make lists.",
        ],
    ),
    (["Thank you", "Thanks!", "Thanks a lot"], ["You are welcome!", "Happy to help."]),
]

SYSTEM_PROMPTS = [
    "You are a helpful assistant.",
    "You generate realistic training data.",
    "You are a data generation assistant.",
    "Follow the requirements exactly.",
    "You write short, varied texts.",
    "You are an expert annotator.",
    "Answer with the text only.",
    "You are a careful writer and annotator.",
    "You help to build datasets.",
    "Be diverse and creative.",
]
